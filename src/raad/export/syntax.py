"""The statements of a selection in the syntaxes of RDF, sorted, with numbers as printed."""

from __future__ import annotations

import pyoxigraph as ox

from raad.export.readable import Writer, natural
from raad.export.selection import Selection
from raad.graph import canonical
from raad.imprint import imprint


def write_n_quads(selection: Selection) -> bytes:
    """Return the quads as sorted N-Quads after a comment with the release."""
    return _comment(selection) + canonical(list(selection.quads))


def write_n_triples(selection: Selection) -> bytes:
    """Return the triples as sorted N-Triples after a comment with the release."""
    return _comment(selection) + canonical([ox.Quad(*quad.triple) for quad in selection.quads])


def write_trig(selection: Selection) -> bytes:
    """Return the quads as TriG for reading, a block a named graph."""
    graphs: dict[ox.NamedNode, list[ox.Triple]] = {}
    for quad in sorted(selection.quads, key=str):
        graphs.setdefault(quad.graph_name, []).append(quad.triple)
    ordered = {name: graphs[name] for name in sorted(graphs, key=str)}
    return _comment(selection) + Writer(selection.graph).trig(ordered).encode()


def write_turtle(selection: Selection) -> bytes:
    """Return the triples as Turtle for reading."""
    return _comment(selection) + Writer(selection.graph).turtle(_triples(selection)).encode()


def write_rdf_xml(selection: Selection) -> bytes:
    """Return the triples as RDF/XML, one record after the other."""
    prefixes = Writer(selection.graph).prefixes
    triples = sorted(_triples(selection), key=lambda triple: (natural(triple.subject), str(triple)))
    declaration, rest = ox.serialize(triples, format=ox.RdfFormat.RDF_XML, prefixes=prefixes).split(b"\n", 1)
    comment = imprint(selection.version).replace("--", "- -")
    return declaration + f"\n<!-- {comment} -->\n".encode() + rest


def _triples(selection: Selection) -> list[ox.Triple]:
    return sorted({quad.triple for quad in selection.quads}, key=str)


def _comment(selection: Selection) -> bytes:
    return f"# {imprint(selection.version)}\n".encode()
