"""Proof of what RAAD says of itself: HCLS and VoID description, SPARQL examples, schema.org; counts are counted anew."""

from __future__ import annotations

import json
from collections import defaultdict

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import RDF, RDFS, SH, SKOS

from raad.export.form import FORMS, written
from raad.export.selection import Selection, select
from raad.graph.cache import Graph
from raad.graph.question import LISTED, questions
from raad.graph.shape import as_printed
from raad.names import BASE, QUESTION_GRAPH, RDF_TYPE

DCAT, DCT, VOID = rdflib.Namespace("http://www.w3.org/ns/dcat#"), rdflib.Namespace("http://purl.org/dc/terms/"), rdflib.VOID
TYPES, PAV = rdflib.Namespace("http://purl.org/dc/dcmitype/"), rdflib.Namespace("http://purl.org/pav/")
SCHEMA = rdflib.Namespace("https://schema.org/")
FOAF, IDOT = rdflib.FOAF, rdflib.Namespace("http://identifiers.org/idot/")
EVERY = {DCT.title, DCT.description, DCT.publisher, FOAF.page, SCHEMA.logo, DCT.license}
VERSIONED = EVERY | {DCT.creator, DCT.created, DCT.issued, DCT.language, PAV.version, PAV.createdWith}
LEVELS = {
    "summary": EVERY | {DCT.accrualPeriodicity},
    "version": VERSIONED | {DCT.isVersionOf, DCT.source, DCAT.distribution},
    "distribution": VERSIONED | {DCT.source, DCT["format"], IDOT.exampleIdentifier},
    "rdf": {DCT.conformsTo, VOID.vocabulary, VOID.exampleResource, VOID.classPartition},
}
BARRED = {
    "summary": {DCT.creator, DCT.created, DCT.issued, DCT.language, PAV.version, DCAT.distribution},
    "version": {VOID.vocabulary, DCT["format"], IDOT.exampleIdentifier, PAV.hasCurrentVersion, DCT.accrualPeriodicity},
    "distribution": {DCT.isVersionOf, DCAT.distribution, DCT.hasPart, DCT.accrualPeriodicity},
}


@pytest.fixture(scope="module")
def chosen(graph: Graph) -> Selection:
    return select(graph, ("ontology", "data", "inferred"), compound="zelquistinel")


@pytest.fixture(scope="module")
def described(chosen: Selection) -> rdflib.Graph:
    return rdflib.Graph().parse(data=written(chosen, "void"), format="turtle")


def test_each_level_says_what_the_profile_asks_for_and_nothing_it_bars(described: rdflib.Graph) -> None:
    summary = rdflib.URIRef(BASE + "dataset")
    version = described.value(summary, PAV.hasCurrentVersion)
    parts = set(described.objects(version, DCAT.distribution))
    assert {str(part).rpartition("/")[2] for part in parts} == {name for name, form in FORMS.items() if not form.whole}
    levels = {"summary": {summary}, "version": {version}, "distribution": parts}
    levels["rdf"] = set(described.subjects(RDF.type, VOID.Dataset)) & parts
    for level, nodes in levels.items():
        assert nodes
        for node in nodes:
            said = set(described.predicates(node))
            assert said >= LEVELS[level], (node, LEVELS[level] - said)
            assert not said & BARRED.get(level, set()), node
    assert {(node, RDF.type, TYPES.Dataset) in described for node in {summary, version} | parts} == {True}
    assert {(node, RDF.type, DCAT.Distribution) in described for node in parts} == {True}
    assert (version, DCT.isVersionOf, summary) in described


def test_counts_are_those_of_the_graph(chosen: Selection, described: rdflib.Graph) -> None:
    triples = {quad.triple for quad in chosen.quads}
    node = next(node for node in described.subjects(RDF.type, VOID.Dataset) if str(node).endswith("/n-quads"))
    records = {triple.subject for triple in triples}
    counted = {
        VOID.triples: len(triples),
        VOID.distinctSubjects: len(records),
        VOID.entities: sum(isinstance(one, ox.NamedNode) and one.value.startswith(BASE) for one in records),
        VOID.properties: len({triple.predicate for triple in triples}),
        VOID.distinctObjects: len({triple.object for triple in triples}),
        VOID.classes: len({triple.object for triple in triples if triple.predicate == RDF_TYPE}),
    }
    assert {name: described.value(node, name).toPython() for name in counted} == counted


def test_partitions_count_records_and_statements(chosen: Selection, described: rdflib.Graph) -> None:
    triples = {quad.triple for quad in chosen.quads}
    members, uses = defaultdict(set), defaultdict(set)
    for triple in triples:
        if triple.predicate == RDF_TYPE and triple.object.value.startswith(BASE):
            members[triple.object.value].add(triple.subject)
        if triple.predicate.value.startswith(BASE):
            uses[triple.predicate.value].add(triple)
    found = {str(kind): described.value(part, VOID.entities) for part, kind in described.subject_objects(VOID["class"])}
    assert {kind: int(count) for kind, count in found.items() if count is not None} == {k: len(v) for k, v in members.items()}
    said = {str(name): int(described.value(part, VOID.triples)) for part, name in described.subject_objects(VOID.property)}
    assert said == {name: len(found) for name, found in uses.items()}


def test_linksets_count_the_mappings(chosen: Selection, described: rdflib.Graph) -> None:
    matches = {SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch}
    links = {quad.triple for quad in chosen.quads if rdflib.URIRef(quad.predicate.value) in matches}
    counted = [int(described.value(node, VOID.triples)) for node in described.subjects(RDF.type, VOID.Linkset)]
    assert sum(counted) == len(links) > 0


def test_every_stored_question_is_an_example(chosen: Selection) -> None:
    read = rdflib.Graph().parse(data=written(chosen, "sparql-example"), format="turtle")
    texts = {str(text) for text in read.objects(None, SH.select)}
    assert texts == {asked.text for asked in questions(LISTED)}
    for node in read.subjects(SH.select):
        assert {SH.SPARQLExecutable, SH.SPARQLSelectExecutable} == set(read.objects(node, RDF.type))
        assert [said.language for said in read.objects(node, RDFS.comment)] == ["en"]
        assert "{" not in str(read.value(node, RDFS.comment))
        words = [str(word) for word in read.objects(node, SCHEMA.keywords)]
        assert words
        assert [word for word in words if word != word.strip()] == []
        assert list(read.objects(node, SCHEMA.target))


def test_questions_are_a_graph_of_their_own(graph: Graph) -> None:
    quads = select(graph, ("questions",)).quads
    assert {quad.graph_name for quad in quads} == {QUESTION_GRAPH}
    assert not any(quad.graph_name == QUESTION_GRAPH for quad in select(graph).quads)


def test_schema_org_holds_molecules_and_articles(graph: Graph) -> None:
    content = written(select(graph, ("data", "inferred"), question="related-compound"), "bioschemas")
    with as_printed():
        read = rdflib.Graph().parse(data=content, format="json-ld")
    kinds = {str(kind).rpartition("/")[2] for kind in read.objects(None, RDF.type)}
    assert kinds == {
        "ChemicalSubstance",
        "Dataset",
        "MolecularEntity",
        "Organization",
        "Periodical",
        "Person",
        "ScholarlyArticle",
    }
    ketamine, esketamine = (rdflib.URIRef(f"{BASE}compound/{name}") for name in ("ketamine", "esketamine"))
    assert (ketamine, RDF.type, SCHEMA.ChemicalSubstance) in read
    assert read.value(ketamine, SCHEMA.inChIKey) is None
    assert str(read.value(esketamine, SCHEMA.inChIKey)) == "YQEZLKZALYSWHR-ZDUSSCGKSA-N"
    for node in [*read.subjects(RDF.type, SCHEMA.MolecularEntity), *read.subjects(RDF.type, SCHEMA.ChemicalSubstance)]:
        assert set(read.predicates(node)) >= {SCHEMA.identifier, SCHEMA.name, SCHEMA.url, DCT.conformsTo}
    assert "https://schema.org/" in json.loads(content)["@context"].values()


@pytest.mark.parametrize("name", [name for name, form in FORMS.items() if form.whole])
def test_what_is_of_the_whole_takes_no_selection(raad, name: str) -> None:
    told = raad("export", "--format", name, "--compound", "ketamine")
    assert (told.code, told.out) == (2, "")
    assert "leave out --compound" in told.err
