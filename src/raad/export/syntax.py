"""The statements of a selection in the syntaxes of RDF, sorted, with numbers as printed."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from raad.comparison.imprint import imprint
from raad.curated.triple import canonical
from raad.export.example import question_quads
from raad.export.readable import Writer, natural
from raad.export.selection import Selection
from raad.graph.question import question


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


def write_examples(selection: Selection) -> bytes:
    """Return the stored questions as SPARQL example records in Turtle."""
    triples = [quad.triple for quad in question_quads()]
    return _comment(selection) + Writer(selection.graph, [question("export/example").text]).turtle(triples).encode()


def write_rdf_xml(selection: Selection) -> bytes:
    """Return the triples as RDF/XML, one record after the other."""
    return rdf_xml(selection, _triples(selection))


def rdf_xml(selection: Selection, triples: Iterable[ox.Triple]) -> bytes:
    """Return triples of a selection as RDF/XML after a comment with the release."""
    ordered = sorted(triples, key=lambda triple: (natural(triple.subject), str(triple)))
    prefixes = Writer(selection.graph).prefixes
    declaration, rest = ox.serialize(ordered, format=ox.RdfFormat.RDF_XML, prefixes=prefixes).split(b"\n", 1)
    comment = imprint(selection.version).replace("--", "- -")
    return declaration + f"\n<!-- {comment} -->\n".encode() + rest


def _triples(selection: Selection) -> list[ox.Triple]:
    return sorted({quad.triple for quad in selection.quads}, key=str)


def _comment(selection: Selection) -> bytes:
    return f"# {imprint(selection.version)}\n".encode()
