"""What only the file itself shows: that it parses, in which syntax it is written, and whether its names are absolute."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pyoxigraph as ox

from raad.errors import UsageError

_FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".owl": ox.RdfFormat.RDF_XML,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".json": ox.RdfFormat.JSON_LD,
}
# A base that no file can mean: a name that begins with it was relative.
_NOWHERE = "urn:raad:relative/"
_ENTITY = re.compile(rb"<!ENTITY\s+(%?)\s*([\w.-]+)\s+(?:(SYSTEM|PUBLIC)\b|\"([^\"]*)\"|'([^']*)')")
_REFERENCE = re.compile(rb"&([\w.-]+);")
_MOST_EXPANDED = 64 * 1024 * 1024


@dataclass(frozen=True)
class Parsed:
    """The triples of a file, the name of its syntax, and the relative names that were found in it."""

    quads: tuple[ox.Quad, ...]
    syntax: str
    relative: tuple[str, ...]


def parse(path: str) -> Parsed:
    """Return what a file holds; nothing that it imports or refers to is fetched.

    UsageError says why it cannot be read: no such file, an unknown ending, a syntax error with its place, entities that
    lie elsewhere or that would grow without bound.
    """
    try:
        with open(path, "rb") as stream:
            content = stream.read()
    except OSError as error:
        raise UsageError(f"the file {path!r} cannot be read: {error.strerror}") from None
    form = _format(path, content)
    if form == ox.RdfFormat.RDF_XML:
        _check_entities(path, content)
    try:
        quads = tuple(ox.parse(content, format=form, base_iri=_NOWHERE))
    except (SyntaxError, ValueError) as error:
        raise UsageError(f"{path!r} is no {form.name}: {error}") from None
    if not quads:
        raise UsageError(f"{path!r} holds no triples, so there is nothing to score")
    named = {
        term.value for quad in quads for term in (quad.subject, quad.predicate, quad.object) if isinstance(term, ox.NamedNode)
    }
    return Parsed(quads, form.name, tuple(sorted(name.removeprefix(_NOWHERE) for name in named if name.startswith(_NOWHERE))))


def _format(path: str, content: bytes) -> ox.RdfFormat:
    """Return the syntax of a file, by its ending, of an .owl file by what it begins with."""
    begin = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    ending = re.search(r"\.[a-z]+$", path.lower())
    form = _FORMATS.get(ending[0]) if ending else None
    if form is None:
        raise UsageError(f"{path!r} has no ending that tells its syntax; one of: {', '.join(_FORMATS)}")
    return ox.RdfFormat.TURTLE if form == ox.RdfFormat.RDF_XML and begin not in (b"<", b"") else form


def _check_entities(path: str, content: bytes) -> None:
    """Refuse XML entities that lie elsewhere, or that would make the file many times larger; UsageError says which."""
    declared: dict[bytes, bytes] = {}
    for parameter, name, elsewhere, double, single in _ENTITY.findall(content):
        if parameter or elsewhere:
            raise UsageError(
                f"{path!r} declares the entity {name.decode()} that lies elsewhere, and nothing is fetched; write it out"
            )
        declared[name] = double or single
    sizes: dict[bytes, int] = {}
    body = re.sub(_ENTITY, b"", content)
    whole = sum(_size(name, declared, sizes) for name in _REFERENCE.findall(body))
    if whole > _MOST_EXPANDED:
        raise UsageError(f"{path!r} would grow beyond {_MOST_EXPANDED} bytes by its XML entities; write them out")


def _size(name: bytes, declared: dict[bytes, bytes], sizes: dict[bytes, int]) -> int:
    """Return how many bytes an entity stands for, at most one more than is allowed, as one that holds itself does."""
    if name not in sizes:
        sizes[name] = _MOST_EXPANDED + 1
        text = declared.get(name, b"")
        sizes[name] = min(len(text) + sum(_size(one, declared, sizes) for one in _REFERENCE.findall(text)), _MOST_EXPANDED + 1)
    return sizes[name]
