"""The class companion: one class for each compound, target and event, inside OWL 2 EL, linked to its record by annotation."""

from __future__ import annotations

import pyoxigraph as ox

from raad.export.selection import Selection
from raad.export.syntax import rdf_xml
from raad.graph.cache import Graph
from raad.graph.query import run
from raad.graph.question import question

_PARTS = ("header", "term", "definition", "overlap", "record", "link", "action", "direction")


def class_companion(graph: Graph) -> list[ox.Triple]:
    """Return the triples of the class companion, sorted, with canonical labels on their blank nodes (RDFC-1.0)."""
    made = ox.Dataset()
    for part in _PARTS:
        for triple in run(graph.store, question(f"export/companion-{part}").text):
            made.add(ox.Quad(*triple))
    made.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted((quad.triple for quad in made), key=str)


def write_classes(selection: Selection) -> bytes:
    """Return the class companion of the graph as RDF/XML, one ontology that imports nothing."""
    return rdf_xml(selection, class_companion(selection.graph))
