"""The ontology with the records as one OWL file, without imports, for Protege, OWL libraries and reasoners."""

from __future__ import annotations

import pyoxigraph as ox

from raad.export.selection import Selection
from raad.export.syntax import rdf_xml
from raad.names import ONTOLOGY_GRAPH
from raad.query import run
from raad.question import question


def write_owl(selection: Selection) -> bytes:
    """Return the ontology and the chosen records as RDF/XML, one ontology that imports nothing; the ontology is always whole."""
    ontology = [quad for quad in selection.graph.printed() if quad.graph_name == ONTOLOGY_GRAPH]
    quads = set(ontology) | set(selection.quads)
    store = ox.Store()
    store.bulk_extend(quads)
    omitted = set(run(store, question("export/owl-omission").text))
    added = set(run(store, question("export/owl-addition").text))
    return rdf_xml(selection, ({quad.triple for quad in quads} | added) - omitted)
