"""The ontology with the records as one OWL file, without imports, for Protege, OWL libraries and reasoners."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from raad.export.selection import Selection
from raad.export.syntax import rdf_xml
from raad.graph.query import run
from raad.graph.question import question
from raad.names import ONTOLOGY_GRAPH


def write_owl(selection: Selection) -> bytes:
    """Return the ontology and the chosen records as RDF/XML, one ontology that imports nothing; the ontology is always whole."""
    return rdf_xml(selection, owl_triples(selection))


def owl_triples(selection: Selection) -> set[ox.Triple]:
    """Return the triples of the ontology and the chosen records, with what OWL tools look for and without imports."""
    ontology = [quad for quad in selection.graph.printed() if quad.graph_name == ONTOLOGY_GRAPH]
    return one_ontology(set(ontology) | set(selection.quads))


def one_ontology(quads: Iterable[ox.Quad]) -> set[ox.Triple]:
    """Return the triples of the modules and records as those of one ontology, with what OWL tools look for."""
    quads = set(quads)
    store = ox.Store()
    store.bulk_extend(quads)
    omitted = set(run(store, question("export/owl-omission").text))
    added = set(run(store, question("export/owl-addition").text))
    return ({quad.triple for quad in quads} | added) - omitted
