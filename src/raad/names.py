"""The few IRIs that Python mentions; all others stand in the ontology and the context."""

from __future__ import annotations

import pyoxigraph as ox

BASE = "https://w3id.org/raad/"
OWL = "http://www.w3.org/2002/07/owl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
JSON_SCHEMA = "https://json-schema.org/draft/2020-12/schema"
DOI = "https://doi.org/"
PUBMED = "https://pubmed.ncbi.nlm.nih.gov/"
SVG = "http://www.w3.org/2000/svg"
RDF_TYPE = ox.NamedNode(RDF + "type")
ONTOLOGY_GRAPH = ox.NamedNode(BASE + "graph/ontology")
DATA_GRAPH = ox.NamedNode(BASE + "graph/data")
SHAPE_GRAPH = ox.NamedNode(BASE + "graph/shape")
QUESTION_GRAPH = ox.NamedNode(BASE + "graph/questions")
INFERRED_GRAPH = ox.NamedNode(BASE + "graph/inferred")
VERSION_INFO = ox.NamedNode(OWL + "versionInfo")
VERSION_IRI = ox.NamedNode(OWL + "versionIRI")
HAS_FINDING = ox.NamedNode(BASE + "hasFinding")
CSVW = "http://www.w3.org/ns/csvw"
DATA_LICENSE = "https://creativecommons.org/licenses/by/4.0/"
EXTERNAL = BASE + "graph/external/"
CATALOGUE_GRAPH = ox.NamedNode(BASE + "graph/catalogue")
FIELD = BASE + "field/"
GRAPHML = "http://graphml.graphdrawing.org/xmlns"
RO_CRATE = "https://w3id.org/ro/crate/1.2"
