"""Proof that the ontology is in OWL 2 DL and RL and the records in DL, and that the proof can fail."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from owl_api import violations
from owl_profile import Walk, placed
from owl_source import Placed, read_file, read_text, statements

from raad.curated.file import read_used
from raad.curated.triple import ontology_quads, record_quads
from raad.export.form import written
from raad.export.selection import select
from raad.names import BASE
from raad.rooms import files, room

HEAD = "\n".join(
    f"@prefix {name}: <{iri}> ."
    for name, iri in {
        "raad": BASE, "owl": "http://www.w3.org/2002/07/owl#", "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#", "xsd": "http://www.w3.org/2001/XMLSchema#",
    }.items()
)  # fmt: skip
PLAIN = "a owl:Restriction ; owl:onProperty raad:hasAction"


@pytest.fixture(scope="module")
def terms() -> list[Placed]:
    """Return the triples of all modules of the ontology, with file and line."""
    base = room("ontology")
    return [
        triple
        for path in files("ontology", ".ttl", skip=("bridge",))
        for triple in read_file(path, path.removeprefix(base).lstrip("/"))
    ]


def test_the_triples_are_those_of_the_ontology(terms: list[Placed]) -> None:
    """The reader that keeps lines gives what the graph is built from."""
    mine = ox.Dataset(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in terms)
    theirs = ox.Dataset(ox.Quad(*quad.triple) for quad in ontology_quads())
    for dataset in (mine, theirs):
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert len(mine) > 3000
    assert mine == theirs


@pytest.mark.parametrize("profile", ["DL", "RL"])
def test_the_ontology_is_in_the_profile(terms: list[Placed], profile: str) -> None:
    assert Walk(terms).outside(profile) == []


def test_the_records_are_in_owl_dl_but_for_the_datatype_of_a_day(terms: list[Placed]) -> None:
    """OWL 2 has no xsd:date."""
    records = placed(record_quads(read_used()), lambda quad: quad.subject.value)
    faults = Walk([*terms, *records]).outside("DL")
    assert [fault for fault in faults if not fault.endswith("XMLSchema#date is no datatype of OWL 2")] == []


def test_the_owl_export_is_in_owl_dl_with_all_records(graph) -> None:
    """It writes a day as text, and has one header and no imports."""
    quads = ox.parse(written(select(graph), "owl"), format=ox.RdfFormat.RDF_XML)
    triples = list(placed(quads, lambda quad: str(quad.subject)))
    assert len(triples) > 40_000
    assert Walk(triples).outside("DL") == []


@pytest.fixture(scope="module")
def ontology_file(graph, tmp_path_factory) -> Path:
    """Return the ontology alone as one OWL file."""
    path = tmp_path_factory.mktemp("profile") / "ontology.owl"
    path.write_bytes(written(select(graph, ("ontology",)), "owl"))
    return path


@pytest.mark.parametrize("profile", ["DL", "RL"])
def test_the_owl_api_finds_the_ontology_in_the_profile(ontology_file: Path, profile: str) -> None:
    assert violations(ontology_file, profile) == []


@pytest.mark.parametrize("compound", ["rapastinel", pytest.param(None, marks=pytest.mark.campaign)])
def test_the_owl_api_finds_the_owl_export_in_owl_dl(graph, tmp_path: Path, compound: str | None) -> None:
    path = tmp_path / "raad.owl"
    path.write_bytes(written(select(graph, compound=compound), "owl"))
    assert violations(path, "DL") == []


SEEDED = {
    "punning": ("raad:Compound a raad:MaterialEntity .", "DL", "both individual and class"),
    "class and property": ("raad:Compound a owl:ObjectProperty .", "DL", "both class and object property"),
    "object and data property": ("raad:hasAction a owl:DatatypeProperty .", "DL", "both object property and data property"),
    "datatype as a class": ("xsd:string a owl:Class .", "DL", "both datatype and class"),
    "undeclared property": ("<x:a> raad:hasFlavour <x:b> .", "DL", "hasFlavour is used as a property and declared as none"),
    "undeclared class": ("raad:Compound rdfs:subClassOf raad:Thingamy .", "DL", "Thingamy is used as a class"),
    "undeclared annotation": ("raad:Compound raad:remark 'x' .", "DL", "remark is used as a property"),
    "literal": ("<x:a> raad:hasAction 'blocks' .", "DL", "object property .*hasAction with the literal"),
    "thing": ("<x:a> raad:dose <x:b> .", "DL", "where a literal belongs"),
    "reserved class": ("owl:Compound a owl:Class .", "DL", "reserved vocabulary"),
    "reserved property": ("<x:a> owl:flavour <x:b> .", "DL", "flavour is used as a property"),
    "reserved type": ("<x:a> a rdfs:Class .", "DL", "reserved vocabulary and no class"),
    "datatype unknown to OWL": ("<x:a> raad:dose '2026-01-01'^^xsd:date .", "DL", "date is no datatype"),
    "transitive in a chain of its own": ("raad:precedes a owl:TransitiveProperty .", "DL", "composite .* may not be a"),
    "composite counted": (
        "raad:Finding rdfs:subClassOf [ a owl:Restriction ; owl:onProperty raad:withinRegion ; owl:maxCardinality 1 ] .",
        "DL", "withinRegion is composite and may not be counted",
    ),
    "composite disjoint": ("raad:actsOn owl:propertyDisjointWith raad:onTarget .", "DL", "composite and may not be disjoint"),
    "composite functional": ("raad:actsOn a owl:FunctionalProperty .", "DL", "composite .* FunctionalProperty"),
    "chain that needs itself": (
        "raad:hasParentTarget owl:propertyChainAxiom ( raad:hasBroaderTerm raad:actsOn raad:hasBroaderTerm ) .",
        "DL", "chain of .*actsOn depends on itself",
    ),
    "broken list": ("raad:Ion owl:equivalentClass [ a owl:Class ; owl:intersectionOf [ rdf:first raad:Gas ] ] .", "DL", "broken"),
    "empty expression": ("raad:Compound rdfs:subClassOf [ a owl:Class ] .", "DL", "says nothing"),
    "loose node": ("[] rdfs:label 'x' .", "DL", "is part of no axiom"),
    "annotation of nothing": (
        "[] a owl:Axiom ; owl:annotatedSource raad:Gas ; owl:annotatedProperty rdfs:label ; owl:annotatedTarget 'x' .",
        "DL", "an axiom is annotated that is not there",
    ),
    "cardinality": (f"raad:Gas rdfs:subClassOf [ {PLAIN} ; owl:minCardinality 1 ] .", "RL", "minCardinality .* on the right"),
    "exact cardinality": (f"raad:Gas rdfs:subClassOf [ {PLAIN} ; owl:cardinality 1 ] .", "RL", "cardinality .* on the right"),
    "existence on the right": (
        f"raad:Compound rdfs:subClassOf [ {PLAIN} ; owl:someValuesFrom raad:Agonism ] .", "RL", "someValuesFrom .* on the right",
    ),
    "union on the right": (
        "raad:Compound rdfs:subClassOf [ a owl:Class ; owl:unionOf ( raad:Gas raad:Ion ) ] .", "RL", "unionOf .* on the right",
    ),
    "union as a range": ("raad:reportedIn rdfs:domain [ a owl:Class ; owl:unionOf ( raad:Gas raad:Ion ) ] .", "RL", "unionOf"),
    "complement on the left": (
        "[] a owl:Class ; owl:complementOf raad:Gas ; rdfs:subClassOf raad:Ion .", "RL", "complementOf .* on the left",
    ),
    "all values on the left": (
        f"[] {PLAIN} ; owl:allValuesFrom raad:Agonism ; rdfs:subClassOf raad:Ion .", "RL", "allValuesFrom .* on the left",
    ),
    "existence in an equivalence": (
        f"raad:Gas owl:equivalentClass [ {PLAIN} ; owl:someValuesFrom raad:Agonism ] .", "RL", "someValuesFrom .* on an equiv",
    ),
    "union in an equivalence": ("raad:Gas owl:equivalentClass [ a owl:Class ; owl:unionOf ( raad:Ion ) ] .", "RL", "unionOf"),
    "everything on the right": ("raad:Gas rdfs:subClassOf owl:Thing .", "RL", "owl:Thing"),
    "reflexive": ("raad:explains a owl:ReflexiveProperty .", "RL", "ReflexiveProperty is not in OWL 2 RL"),
    "disjoint union": ("raad:Compound owl:disjointUnionOf ( raad:Gas raad:Ion ) .", "RL", "disjointUnionOf is not in OWL 2 RL"),
    "real number": ("raad:dose rdfs:range owl:real .", "RL", "real is not in OWL 2 RL"),
    "inverse": ("raad:hasStep owl:inverseOf raad:hasEffect .", "EL", "inverseOf is not in OWL 2 EL"),
    "yes or no": ("raad:number rdfs:range xsd:boolean .", "EL", "boolean is not in OWL 2 EL"),
    "value for all": (f"raad:Gas rdfs:subClassOf [ {PLAIN} ; owl:allValuesFrom raad:Agonism ] .", "EL", "allValuesFrom"),
}  # fmt: skip


@pytest.mark.parametrize("name", SEEDED)
def test_a_seeded_fault_is_named_with_its_line(terms: list[Placed], name: str) -> None:
    text, profile, said = SEEDED[name]
    before = set(Walk(terms).outside(profile))
    added = set(Walk([*terms, *read_text(f"{HEAD}\n\n{text}\n", "seed.ttl")]).outside(profile)) - before
    assert [fault for fault in added if re.search(said, fault)], added
    assert all(re.match(r"[a-z]+\.ttl:\d+: ", fault) for fault in added), added
    assert "composite" in said or "chain" in said or any(fault.startswith("seed.ttl:7: ") for fault in added), added


def test_what_the_profiles_allow_passes(terms: list[Placed]) -> None:
    allowed = f"""{HEAD}
        raad:Gas rdfs:subClassOf [ {PLAIN} ; owl:allValuesFrom raad:Agonism ] .
        raad:Gas rdfs:subClassOf [ {PLAIN} ; owl:maxCardinality 1 ] .
        [] a owl:Class ; owl:unionOf ( raad:Gas raad:Ion ) ; rdfs:subClassOf raad:SmallMolecule .
        [] {PLAIN} ; owl:someValuesFrom owl:Thing ; rdfs:subClassOf raad:SmallMolecule .
        raad:hasParentTarget rdfs:subPropertyOf raad:hasBroaderTerm .
        <x:a> a raad:Gas ; raad:dose 1.5 ; raad:hasAction <x:b> ; rdfs:label "a"@en .
    """
    assert set(Walk([*terms, *read_text(allowed, "seed.ttl")]).outside("RL")) == set(Walk(terms).outside("RL"))


def test_statements_know_their_lines() -> None:
    text = '@prefix a: <x:.> .\n\n# a. comment.\na:b a:c """one. [\ntwo""" ;\n\ta:d ( "x;." 1.5 ) .\na:e a:f [ a:g 2 ] .\n'
    assert [line for line, _ in statements(text)] == [1, 4, 7]


@pytest.mark.parametrize("name", [name for name, (_, profile, _) in SEEDED.items() if profile != "DL"])
def test_the_owl_api_finds_the_seeded_faults_of_profiles_too(ontology_file: Path, tmp_path: Path, name: str) -> None:
    text, profile, _ = SEEDED[name]
    quads = [
        *ox.parse(path=str(ontology_file), format=ox.RdfFormat.RDF_XML),
        *ox.parse(f"{HEAD}\n{text}", format=ox.RdfFormat.TURTLE),
    ]
    path = tmp_path / "seeded.owl"
    path.write_bytes(ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.RDF_XML))
    assert set(violations(path, profile)) - set(violations(ontology_file, profile))
