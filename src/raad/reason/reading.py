"""Files of other people read for reasoning: RDF/XML, Turtle or N-Triples, told apart by what they hold."""

from __future__ import annotations

import os
import re
import stat

import pyoxigraph as ox

from raad.errors import UsageError
from raad.names import BASE, OWL

SIZE_LIMIT = 200_000_000
_IMPORTS = ox.NamedNode(OWL + "imports")
_XML = re.compile(rb"\s*(?:<\?xml|<rdf:RDF|<!--|<!DOCTYPE|<[\w:]*RDF\b)")
_ENTITY = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_FORMS = "RDF/XML, Turtle and N-Triples can be read"


def read_file(path: str) -> list[ox.Quad]:
    """Return the triples of a file in a named graph that bears its name; UsageError says what cannot be read, and where.

    Nothing is fetched: no import is followed, and a document type or an entity is refused.
    """
    content = _bytes(path)
    is_xml = bool(_XML.match(content))
    if is_xml and (found := _ENTITY.search(content)):
        raise UsageError(f"{_at(path, content, found.start())}: a DOCTYPE or ENTITY is refused; write the IRIs in full")
    form = ox.RdfFormat.RDF_XML if is_xml else ox.RdfFormat.TURTLE
    try:
        quads = list(ox.parse(content, format=form, rename_blank_nodes=True))
    except SyntaxError as error:
        place = f":{error.lineno}:{error.offset}" if error.lineno else ""
        raise UsageError(f"{path}{place}: this is no {form.name}: {_reason(error)}; {_FORMS}") from None
    except ValueError as error:
        raise UsageError(f"{path}: this is no {form.name}: {error}; {_FORMS}") from None
    if not quads:
        raise UsageError(f"{path}: the file holds no triples; {_FORMS}")
    graph = graph_of(path)
    return [ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in quads]


def graph_of(path: str) -> ox.NamedNode:
    """Return the named graph that bears the name of a file."""
    from urllib.parse import quote

    return ox.NamedNode("file:" + quote(os.path.basename(path)))


def file_of(graph: ox.NamedNode) -> str:
    """Return the name of the file whose triples a named graph holds, or nothing where it is none of a file."""
    from urllib.parse import unquote

    return unquote(graph.value.removeprefix("file:")) if graph.value.startswith("file:") else ""


def imports(quads: list[ox.Quad]) -> list[str]:
    """Return the ontologies that are imported and are not followed, those of RAAD aside, which are always there."""
    found = {quad.object.value for quad in quads if quad.predicate == _IMPORTS}
    return sorted(iri for iri in found if not iri.startswith(f"{BASE}ontology"))


def _bytes(path: str) -> bytes:
    try:
        status = os.stat(path)
        if not stat.S_ISREG(status.st_mode):
            raise UsageError(f"{path!r} is no file; name a file, {_FORMS}")
        if status.st_size > SIZE_LIMIT:
            raise UsageError(f"{path}: the file has {status.st_size:,} bytes; at most {SIZE_LIMIT:,} are read, give a part of it")
        with open(path, "rb") as stream:
            content = stream.read().removeprefix(b"\xef\xbb\xbf")
    except OSError as error:
        raise UsageError(f"the file {path!r} cannot be read: {error.strerror}") from None
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in content[:1000]:
        raise UsageError(f"{path}:1:1: the file is not UTF-8; write it as UTF-8, {_FORMS}")
    return content


def _at(path: str, content: bytes, offset: int) -> str:
    line = content.count(b"\n", 0, offset) + 1
    column = offset - content.rfind(b"\n", 0, offset)
    return f"{path}:{line}:{column}"


def _reason(error: SyntaxError) -> str:
    return " ".join(str(error.msg).split())[:200]
