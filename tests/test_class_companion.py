"""Proof of the class companion: a class for each compound, target and event, in OWL 2 EL, and classified as the records are."""

from __future__ import annotations

from pathlib import Path

import owlready2
import pyoxigraph as ox
import pytest
import rdflib
from owl_api import elk_hierarchy, violations
from owl_profile import Walk, placed
from test_ontology import MEMBERS, java

from raad.export.class_companion import class_companion, write_classes
from raad.export.selection import select
from raad.graph.cache import Graph
from raad.names import BASE

CLASS = BASE + "class/"
KINDS = ("compound", "target", "event")
IAO = rdflib.Namespace("http://purl.obolibrary.org/obo/IAO_")
# Read off data/event.yaml and data/target/ by hand: events of TrkB, and targets that belong to the NMDA receptor.
TRKB = {f"trkb-{what}-increased" for what in ("signalling", "synaptic-localisation", "transmembrane-site-occupancy")}
PARTS = {"glun3a", "nmda-receptor-glycine-site", *(f"nmda-receptor-containing-glun2{letter}" for letter in "abcd")}


@pytest.fixture(scope="module")
def path(graph: Graph, tmp_path_factory) -> Path:
    """Return the file."""
    path = tmp_path_factory.mktemp("classes") / "raad-classes.owl"
    path.write_bytes(write_classes(select(graph)))
    return path


@pytest.fixture(scope="module")
def read(path: Path) -> rdflib.Graph:
    """Return the file as rdflib reads it."""
    return rdflib.Graph().parse(path, format="xml")


@pytest.fixture(scope="module")
def classified(path: Path) -> owlready2.World:
    """Return the file as HermiT classifies it."""
    if not java():
        pytest.skip("no Java: set JAVA_EXE, put java on PATH, or install raad[reason]")
    world = owlready2.World()
    world.get_ontology(path.as_uri()).load(only_local=True)
    owlready2.JAVA_EXE = java()
    with world:
        owlready2.sync_reasoner_hermit(world, debug=0)
    return world


def test_each_compound_target_and_event_has_one_class_with_name_and_definition(graph: Graph, read: rdflib.Graph) -> None:
    for kind, top in zip(KINDS, ("Compound", "MolecularTarget", "BiologicalEvent"), strict=True):
        typed = graph.store.quads_for_pattern(None, ox.NamedNode(str(rdflib.RDF.type)), ox.NamedNode(BASE + top), None)
        records = {quad.subject.value for quad in typed}
        classes = {str(term) for term in read.subjects(rdflib.RDF.type, rdflib.OWL.Class) if term.startswith(f"{CLASS}{kind}/")}
        assert {term.replace("/class/", "/") for term in classes} == records
        for term in map(rdflib.URIRef, classes):
            assert [str(record) for record in read.objects(term, rdflib.URIRef(BASE + "fromRecord"))] == [
                term.replace("/class/", "/")
            ]
            assert len(list(read.objects(term, rdflib.RDFS.label))) == 1
            assert len(list(read.objects(term, IAO["0000115"]))) == 1


def test_no_class_is_a_record_too(graph: Graph, read: rdflib.Graph) -> None:
    classes = {str(term) for term in read.subjects(rdflib.RDF.type, rdflib.OWL.Class)}
    assert classes & {str(term) for term in read.subjects(rdflib.RDF.type, rdflib.OWL.NamedIndividual)} == set()
    assert [
        term
        for term in classes
        if term.startswith(CLASS) and list(graph.store.quads_for_pattern(ox.NamedNode(term), None, None, None))
    ] == []


def test_the_companion_is_in_owl_2_el(graph: Graph) -> None:
    triples = placed((ox.Quad(*triple) for triple in class_companion(graph)), lambda quad: str(quad.subject))
    assert Walk(triples).outside("EL") == []


def test_the_owl_api_finds_the_companion_in_owl_2_el(path: Path) -> None:
    assert violations(path, "EL") == []


def test_two_runs_give_the_same_bytes(graph: Graph, path: Path) -> None:
    assert write_classes(select(graph)) == path.read_bytes()


def test_hermit_finds_every_class_satisfiable(classified: owlready2.World) -> None:
    assert list(classified.inconsistent_classes()) == []


@pytest.mark.parametrize("kind", MEMBERS)
def test_each_kind_has_the_classes_that_its_compounds_have(classified: owlready2.World, kind: str) -> None:
    """What follows for a record from its actions follows for its class from what every amount of it does."""
    wanted = classified[BASE + kind]
    compounds = [cls for cls in classified.classes() if cls.iri.startswith(CLASS + "compound/")]
    assert len(compounds) > 70
    found = {cls.iri.removeprefix(CLASS + "compound/") for cls in compounds if wanted in cls.ancestors()}
    groups = {cls for cls in found if cls not in MEMBERS[kind]}
    assert found == MEMBERS[kind] | groups
    assert groups == set()


def test_elk_and_hermit_give_one_hierarchy(path: Path, classified: owlready2.World) -> None:
    theirs = elk_hierarchy(path)
    mine = {
        cls.iri: {above.iri for above in cls.ancestors() if isinstance(above, owlready2.ThingClass)}
        for cls in classified.classes()
    }
    thing = "http://www.w3.org/2002/07/owl#Thing"
    assert len(mine) > 250
    assert {iri: above - {iri, thing} for iri, above in theirs.items() if iri != thing} == {
        iri: above - {iri, thing} for iri, above in mine.items()
    }


def test_a_question_over_classes_is_answered_by_a_reasoner(graph: Graph, tmp_path: Path) -> None:
    """A class of the asker's own, defined by a target, gets the events and parts of that target."""
    if not java():
        pytest.skip("no Java: set JAVA_EXE, put java on PATH, or install raad[reason]")
    asked = f"""
        @prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix raad: <{BASE}> .
        <x:EventOfTrkb> a owl:Class ; owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( raad:BiologicalEvent
          [ a owl:Restriction ; owl:onProperty raad:ofEntity ; owl:someValuesFrom <{CLASS}target/trkb> ] ) ] .
        <x:PartOfNmdaReceptor> a owl:Class ; owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( raad:MolecularTarget
          [ a owl:Restriction ; owl:onProperty raad:hasParentTarget ; owl:someValuesFrom <{CLASS}target/nmda-receptor> ] ) ] .
    """
    path = tmp_path / "asked.nt"
    triples = [*class_companion(graph), *(quad.triple for quad in ox.parse(asked, format=ox.RdfFormat.TURTLE))]
    path.write_bytes(ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES))
    world = owlready2.World()
    world.get_ontology(path.as_uri()).load()
    owlready2.JAVA_EXE = java()
    with world:
        owlready2.sync_reasoner_hermit(world, debug=0)
    below = {
        name: {cls.iri.rpartition("/")[2] for cls in world[name].descendants() if cls.iri != name}
        for name in ("x:EventOfTrkb", "x:PartOfNmdaReceptor")
    }
    assert below == {"x:EventOfTrkb": TRKB, "x:PartOfNmdaReceptor": PARTS}
