"""Proof of the OWL file: two OWL libraries of other makers open it as one ontology without imports, with every axiom of it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import owlready2
import pyoxigraph as ox
import pytest
from foreign_reader import alike, by_jena, by_rdflib

from raad.export.form import FORMS, written
from raad.export.selection import select
from raad.graph.cache import Graph
from raad.names import BASE, DATA_GRAPH, INFERRED_GRAPH, ONTOLOGY_GRAPH, RDF_TYPE

OWL = "http://www.w3.org/2002/07/owl#"


@pytest.fixture(scope="module")
def quads(graph: Graph) -> list[ox.Quad]:
    return list(select(graph, ("ontology", "data", "inferred"), compound="zelquistinel").quads)


@pytest.fixture(scope="module")
def path(graph: Graph, tmp_path_factory) -> Path:
    place = tmp_path_factory.mktemp("owl") / "raad.owl"
    place.write_bytes(written(select(graph, compound="zelquistinel"), "owl"))
    return place


def declared(quads: list[ox.Quad], kind: str) -> set[str]:
    """Return the IRIs that the ontology declares as a kind of OWL entity."""
    found = [quad.subject for quad in quads if quad.predicate == RDF_TYPE and quad.object.value == OWL + kind]
    return {node.value for node in found if isinstance(node, ox.NamedNode)}


def test_owlready2_reads_classes_records_and_definitions(quads: list[ox.Quad], path: Path) -> None:
    world = owlready2.World()
    world.get_ontology(path.as_uri()).load(only_local=True)
    assert {found.iri for found in world.classes()} == declared(quads, "Class")
    records = {quad.subject.value for quad in quads if quad.graph_name == DATA_GRAPH}
    assert {found.iri for found in world.individuals()} == records | declared(quads, "NamedIndividual")
    assert world[BASE + "compound/zelquistinel"] in world[BASE + "NmdaReceptorPositiveModulator"].instances()
    definition = world["http://purl.obolibrary.org/obo/IAO_0000115"]
    assert definition[world[BASE + "Compound"]] == world[BASE + "Compound"].definition != []


def test_horned_owl_reads_one_ontology_with_all_assertions(quads: list[ox.Quad], path: Path) -> None:
    pyhornedowl = pytest.importorskip("pyhornedowl", reason="py-horned-owl is not installed")
    read = pyhornedowl.open_ontology(str(path))
    axioms = Counter(type(found.component).__name__ for found in read.get_axioms())
    assert str(read.get_iri()) == BASE + "ontology"
    assert axioms["Import"] == 0
    individuals = declared(quads, "NamedIndividual")
    said = {quad.triple for quad in quads if quad.graph_name in (DATA_GRAPH, INFERRED_GRAPH)}
    said |= {quad.triple for quad in quads if quad.graph_name == ONTOLOGY_GRAPH and quad.subject.value in individuals}
    for kind, axiom in (("ObjectProperty", "ObjectPropertyAssertion"), ("DatatypeProperty", "DataPropertyAssertion")):
        properties = declared(quads, kind)
        assert axioms[axiom] == sum(triple.predicate.value in properties for triple in said) > 0, axiom


def test_jena_and_rdflib_read_the_statements_that_were_written(path: Path, tmp_path: Path) -> None:
    written_there = alike(ox.parse(path=str(path), format=ox.RdfFormat.RDF_XML))
    file = (FORMS["owl"].media_type, path)
    assert by_rdflib([file])[path] == written_there
    assert by_jena([file], tmp_path)[path] == written_there


def test_owl_holds_no_import_and_one_header(path: Path) -> None:
    read = list(ox.parse(path=str(path), format=ox.RdfFormat.RDF_XML))
    assert [quad.subject.value for quad in read if quad.object == ox.NamedNode(OWL + "Ontology")] == [BASE + "ontology"]
    assert [quad for quad in read if quad.predicate == ox.NamedNode(OWL + "imports")] == []
    homes = {quad.subject for quad in read if quad.predicate.value.endswith("#isDefinedBy")}
    assert {node for node in map(ox.NamedNode, declared(read, "Class")) if node.value.startswith(BASE)} <= homes
