"""RDF 1.2: the graph with each causal step as the reifier of the triple that it argues for."""

from __future__ import annotations

import pyoxigraph as ox

from raad.asking.answer import answer
from raad.comparison.imprint import imprint
from raad.export.readable import Writer
from raad.export.selection import Selection
from raad.names import RDF

REIFIES = ox.NamedNode(RDF + "reifies")


def write_rdf_12(selection: Selection) -> bytes:
    """Return the quads as TriG of RDF 1.2; without its rdf:reifies statements it is the graph as it was."""
    graphs: dict[ox.NamedNode, list[ox.Triple]] = {}
    for quad in annotated_quads(selection):
        graphs.setdefault(quad.graph_name, []).append(quad.triple)
    ordered = {name: graphs[name] for name in sorted(graphs, key=str)}
    return f"# {imprint(selection.version)}\n{Writer(selection.graph).trig(ordered)}".encode()


def annotated_quads(selection: Selection) -> list[ox.Quad]:
    """Return the quads, sorted, with which triple each chosen step stands for."""
    said: dict = {}
    for quad in sorted(selection.quads, key=lambda quad: str(quad.graph_name)):
        said.setdefault(quad.subject, quad.graph_name)
    return sorted({*selection.quads, *_reifications(selection, said)}, key=str)


def _reifications(selection: Selection, said: dict) -> list[ox.Quad]:
    """Return which triple each chosen step stands for, in the graph in which the step is."""
    made = []
    for step, *triple in answer(selection.graph, "export/reified").rows:
        node = ox.NamedNode(step)
        if node in said:
            made.append(ox.Quad(node, REIFIES, ox.Triple(*map(ox.NamedNode, triple)), said[node]))
    return made
