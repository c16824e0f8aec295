"""The statements of a selection in the syntaxes of RDF, sorted, with numbers as printed."""

from __future__ import annotations

import pyoxigraph as ox

from raad.answer import answer
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
    """Return the quads as TriG with prefixes, a block a named graph, one record after the other."""
    return _readable(selection, selection.quads, ox.RdfFormat.TRIG)


def write_turtle(selection: Selection) -> bytes:
    """Return the triples as Turtle with prefixes, one record after the other."""
    return _readable(selection, [ox.Quad(*quad.triple) for quad in selection.quads], ox.RdfFormat.TURTLE)


def _readable(selection: Selection, quads, form: ox.RdfFormat) -> bytes:
    prefixes = dict(answer(selection.graph, "find/prefix").rows)
    ordered = sorted(set(quads), key=lambda quad: (str(quad.graph_name), str(quad.subject), str(quad)))
    return _comment(selection) + ox.serialize(ordered, format=form, prefixes=prefixes)


def _comment(selection: Selection) -> bytes:
    return f"# {imprint(selection.version)}\n".encode()
