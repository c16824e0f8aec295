"""Proof of what `raad reason --check` says: of ten kinds of contradiction exactly the axioms that clash, and of bad files why."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import jsonschema
import pyoxigraph as ox
import pytest
from frozen_graph import Frozen

from raad.curated.triple import canonical
from raad.graph.cache import Graph
from raad.names import INFERRED_GRAPH, OWL, RDF_TYPE, RDFS
from raad.reason import hermit
from raad.reason.axiom import Axiom, declarations, root, triples_of
from raad.reason.check import Clash, Finding, check
from raad.reason.reading import read_file
from raad.release.answer_schema import AnswerSchemas

FOLDER = Path(__file__).parent / "inconsistency"
CASES = sorted(path.stem for path in FOLDER.glob("*.ttl"))
MEMBER = ox.NamedNode("urn:raad:member")
PREFIXES = {
    "raad": "https://w3id.org/raad/", "compound": "https://w3id.org/raad/compound/", "target": "https://w3id.org/raad/target/",
    "test": "https://example.org/test/", "owl": OWL, "rdfs": RDFS, "xsd": "http://www.w3.org/2001/XMLSchema#",
}  # fmt: skip

needs_java = pytest.mark.skipif(not hermit.java(), reason="no Java: set JAVA_EXE, put java on PATH, or install raad[reason]")


def expected(name: str) -> list[str]:
    return sorted((FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines())


def store_with(frozen: Frozen, name: str) -> ox.Store:
    store = ox.Store()
    store.bulk_extend(frozen.store)
    store.extend(read_file(str(FOLDER / f"{name}.ttl")))
    return store


def fits(axiom: Axiom, words: str) -> bool:
    """Return whether an axiom is the one that a line of an expectation names, read from its triples alone."""
    first, *terms = words.split()
    ends = {end.value for quad in axiom for end in quad.triple if isinstance(end, ox.NamedNode)}
    about, named = root(axiom), {whole(term) for term in terms if term.partition(":")[0] in PREFIXES}
    if first in ("disjoint", "different"):
        kind = {"disjoint": "AllDisjointClasses", "different": "AllDifferent"}[first]
        return OWL + kind in ends and named <= ends
    if first == "defined":
        return about.predicate.value == OWL + "equivalentClass" and about.subject.value in named
    if first == "reached":
        return isinstance(about.subject, ox.BlankNode) and about.object.value in named
    if first == "value":
        return OWL + "hasValue" in ends and named <= ends and about.subject.value == whole(terms[0])
    return len(axiom) == 1 and words == " ".join(map(curie, about))


def whole(term: str) -> str:
    prefix, _, local = term.partition(":")
    return PREFIXES[prefix] + local


def curie(term: ox.NamedNode | ox.Literal) -> str:
    if isinstance(term, ox.Literal):
        return f'"{term.value}"'
    if term.value.endswith("#type"):
        return "a"
    namespace = max((space for space in PREFIXES.values() if term.value.startswith(space)), key=len)
    prefix = next(prefix for prefix, space in PREFIXES.items() if space == namespace)
    return f"{prefix}:{term.value.removeprefix(namespace)}"


@pytest.fixture(scope="module")
def found(frozen: Frozen) -> dict[str, Finding]:
    """Return what is found in each case by the rules alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hermit, "java", lambda: "")
        return {name: check(store_with(frozen, name)) for name in CASES}


def only(finding: Finding) -> Clash:
    (clash,) = finding.clashes or finding.empty
    return clash


@pytest.mark.parametrize("name", CASES)
def test_an_inconsistency_is_explained_by_exactly_its_axioms(found: dict[str, Finding], name: str) -> None:
    clash, wanted = only(found[name]), expected(name)
    said = [[words for words in wanted if fits(axiom, words)] for axiom in clash.axioms]
    assert sorted(words for group in said for words in group) == wanted, [str(root(axiom)) for axiom in clash.axioms]
    assert [len(group) for group in said] == [1] * len(wanted)
    assert found[name].consistent == (name == "empty-class")


@needs_java
@pytest.mark.parametrize("name", CASES)
def test_hermit_agrees_that_the_axioms_clash(frozen: Frozen, found: dict[str, Finding], name: str) -> None:
    assert not possible(store_with(frozen, name), only(found[name]).axioms, only(found[name]).kind)


@needs_java
@pytest.mark.campaign
@pytest.mark.parametrize("name", CASES)
def test_hermit_agrees_that_no_axiom_can_be_left_out(frozen: Frozen, found: dict[str, Finding], name: str) -> None:
    clash, store = only(found[name]), store_with(frozen, name)
    for axiom in clash.axioms:
        assert possible(store, tuple(other for other in clash.axioms if other != axiom), clash.kind), str(root(axiom))


def possible(store: ox.Store, axioms: tuple[Axiom, ...], kind: str) -> bool:
    member = [ox.Triple(MEMBER, RDF_TYPE, ox.NamedNode(kind))] if kind else []
    return hermit.consistent([*declarations(store, axioms), *triples_of(axioms), *member])


HEAD = """@prefix : <https://example.org/test/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:A a owl:Class . :B a owl:Class . :p a owl:ObjectProperty . :q a owl:ObjectProperty . :d a owl:DatatypeProperty . :x a :A .
"""
SEEN = {
    "disjoint-class": ":A owl:disjointWith :B . :x a :B .",
    "complement": ":B owl:equivalentClass [ a owl:Class ; owl:complementOf :A ] . :x a :B .",
    "nothing": ":A rdfs:subClassOf owl:Nothing .",
    "different": ":x owl:sameAs :y ; owl:differentFrom :y .",
    "disjoint-property": ":p owl:propertyDisjointWith :q . :x :p :y ; :q :y .",
    "all-disjoint-property": "[] a owl:AllDisjointProperties ; owl:members ( :p :q ) . :x :p :y ; :q :y .",
    "functional-value": ":d a owl:FunctionalProperty . :x :d 1 , 2 .",
    "no-value": """:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:maxCardinality "0"^^xsd:nonNegativeInteger ] .
        :x :p :y .""",
    "denied": """[] a owl:NegativePropertyAssertion ; owl:sourceIndividual :x ; owl:assertionProperty :p ;
        owl:targetIndividual :y . :x :p :y .""",
    "ill-formed": ':d rdfs:range xsd:integer . :x :d "many"^^xsd:integer .',
    "irreflexive": ":p a owl:IrreflexiveProperty . :q rdfs:subPropertyOf :p . :x :q :x .",
    "asymmetric": ":p a owl:AsymmetricProperty ; owl:inverseOf :q . :x :p :y ; :q :y .",
}


def store_of_text(name: str) -> ox.Store:
    store = ox.Store()
    store.extend(
        ox.Quad(*quad.triple, ox.NamedNode("file:x")) for quad in ox.parse(HEAD + SEEN[name], format=ox.RdfFormat.TURTLE)
    )
    return store


@pytest.mark.parametrize("name", SEEN)
@pytest.mark.usefixtures("no_java")
def test_each_kind_of_clash_is_seen_by_its_rule(name: str) -> None:
    found = check(store_of_text(name))
    assert not found.consistent
    assert f"clash/{name}" in {clash.by.asked.name for clash in found.clashes}


@needs_java
@pytest.mark.parametrize("name", SEEN)
def test_hermit_sees_each_kind_of_clash_too(name: str) -> None:
    assert not hermit.consistent(quad.triple for quad in store_of_text(name))


@pytest.fixture
def small(frozen: Frozen, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the commands load the frozen records in place of the shipped ones."""
    quads = canonical(list(frozen.store))
    monkeypatch.setattr("raad.graph.cache.load", lambda *_: Graph("0.1.0", {}, quads=quads))


@pytest.fixture
def no_java(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hermit, "java", lambda: "")


@pytest.mark.usefixtures("small", "no_java")
def test_the_sound_graph_is_consistent_by_the_rules_alone_and_says_so(raad) -> None:
    told = raad("reason", "--check")
    assert told.code == 0
    assert told.out.startswith("Consistent, and every class can have a member. Judged by the OWL RL rules of RAAD only")
    assert "no Java was found: set JAVA_EXE" in " ".join(told.out.split())


@needs_java
@pytest.mark.usefixtures("small")
def test_hermit_judges_where_java_is_found(raad) -> None:
    told = raad("reason", "--check", str(FOLDER / "two-signs.ttl"))
    assert told.code == 1
    said = " ".join(told.out.split())
    assert "INCONSISTENT: what is stated cannot all be so. Judged by HermiT." in said
    assert "Nothing has more than one value by 'has action sign'. [ontology/entity.ttl:" in said
    assert "positive and negative (and 15 more) are all different." in said
    assert "has action sign positive. [two-signs.ttl]" in said
    assert (
        "These 6 statements contradict each other; without any one of them there is no contradiction; HermiT confirms it." in said
    )


@pytest.mark.usefixtures("no_java")
def test_a_clash_with_a_curated_record_names_its_line(raad, graph: Graph) -> None:
    told = raad("reason", "--check", "--format", "json", str(FOLDER / "compound-as-target.ttl"))
    jsonschema.validate(json.loads(told.out), AnswerSchemas(graph).schema("reason"))
    (clash,) = json.loads(told.out)["contradictions"]
    places = [said["place"] for said in clash["statements"]]
    assert any(re.fullmatch(r"data/compound/rapastinel\.yaml:\d+:\d+", place) for place in places), places
    assert clash["rule"] == "clash/all-disjoint-class"
    assert clash["confirmed"] is None


@pytest.mark.usefixtures("no_java")
def test_records_of_a_folder_of_ones_own_are_checked_before_any_shape(raad, tmp_path: Path) -> None:
    (tmp_path / "compound").mkdir()
    record = "id: both\ntype: [Racemate, Enantiomer]\nlabel: both\n"
    (tmp_path / "compound" / "both.yaml").write_text(record, encoding="utf-8")
    told = raad("reason", "--check", "--data", str(tmp_path))
    assert told.code == 1
    assert "both is an enantiomer.  [both.yaml:2:" in told.out.replace("\n", " ") or "both.yaml:2:" in told.out


@pytest.mark.usefixtures("small", "no_java")
def test_axioms_that_clash_come_as_turtle(raad) -> None:
    told = raad("reason", "--check", "--format", "turtle", str(FOLDER / "irreflexive.ttl"))
    found = {quad.triple for quad in ox.parse(told.out, format=ox.RdfFormat.TURTLE)}
    assert {triple.predicate.value.rpartition("/")[2] for triple in found} == {"supports", "22-rdf-syntax-ns#type"}


@needs_java
@pytest.mark.usefixtures("small")
def test_what_only_hermit_sees_is_explained_too(raad, tmp_path: Path) -> None:
    """A class that is inside a union, of which each part is disjoint from it, takes a proof by cases."""
    path = tmp_path / "cases.ttl"
    path.write_text(
        """@prefix : <https://example.org/test/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        :A a owl:Class ; rdfs:subClassOf [ a owl:Class ; owl:unionOf ( :B :C ) ] .
        :B a owl:Class ; owl:disjointWith :A . :C a owl:Class ; owl:disjointWith :A .
        :D a owl:Class ; rdfs:subClassOf :B .
        """,
        encoding="utf-8",
    )
    told = raad("reason", "--check", "--format", "json", str(path))
    (clash,) = json.loads(told.out)["unsatisfiable"]
    assert (clash["kind"], clash["rule"], clash["smallest"], told.code) == ("https://example.org/test/A", None, True, 1)
    assert len(clash["statements"]) == 3


XML = '<?xml version="1.0"?>\n{}<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">{}</rdf:RDF>'
BAD = {
    "doctype.owl": (XML.format('<!DOCTYPE r [<!ENTITY a "b">]>\n', ""), ":2:1: a DOCTYPE or ENTITY is refused"),
    "broken.ttl": ("@prefix a: <https://example.org/> .\na:b a:c a:d ;;\na:e", ":3:"),
    "empty.ttl": ("", "the file holds no triples"),
    "relative.ttl": ("<a> <b> <c> .", ":1:"),
    "cut.owl": (XML.format("", "<rdf:Description>")[:-20], "this is no RDF/XML"),
    "words.txt": ("Ontology: none of ours", "RDF/XML, Turtle and N-Triples can be read"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_cannot_be_read_is_named_with_the_reason(raad, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(BAD[name][0], encoding="utf-8")
    told = raad("reason", "--check", str(tmp_path / name))
    assert (told.code, told.out) == (2, "")
    assert name in told.err
    assert BAD[name][1] in told.err


def test_a_folder_a_missing_file_and_another_encoding_are_refused(raad, tmp_path: Path) -> None:
    (tmp_path / "wide.ttl").write_bytes("@prefix a: <https://example.org/> .".encode("utf-16"))
    for path, said in ((tmp_path, "is no file"), (tmp_path / "none.ttl", "cannot be read"), (tmp_path / "wide.ttl", "not UTF-8")):
        told = raad("reason", "--check", str(path))
        assert (told.code, said in told.err) == (2, True), told.err


def test_a_huge_file_is_refused_before_it_is_read(raad, tmp_path: Path) -> None:
    with (tmp_path / "huge.ttl").open("wb") as stream:
        stream.truncate(200_000_001)
    told = raad("reason", "--check", str(tmp_path / "huge.ttl"))
    assert (told.code, "200,000,001 bytes; at most 200,000,000 are read" in told.err) == (2, True)


@pytest.mark.usefixtures("small", "no_java")
def test_imports_are_not_followed_and_named(raad, tmp_path: Path) -> None:
    """Two files that import each other, and one from the web."""
    for one, other in (("a", "b"), ("b", "a")):
        text = (
            "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
            f"<https://example.org/{one}> a owl:Ontology ; owl:imports <https://example.org/{other}> .\n"
        )
        (tmp_path / f"{one}.ttl").write_text(text, encoding="utf-8")
    told = raad("reason", "--check", str(tmp_path / "a.ttl"), str(tmp_path / "b.ttl"))
    said = " ".join(told.out.split())
    assert told.code == 0
    assert "Note: <https://example.org/a> is imported and was not followed; name its file too." in said


def test_files_without_check_are_refused(raad) -> None:
    told = raad("reason", "x.ttl")
    assert (told.code, "raad reason --check FILE" in told.err) == (2, True)


@pytest.mark.skipif(os.name != "posix", reason="the stand-in for Java is a shell script")
@pytest.mark.usefixtures("small")
def test_a_java_that_hangs_is_killed_and_the_rules_answer(raad, monkeypatch, tmp_path: Path) -> None:
    program = tmp_path / "java"
    program.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/pid\nsleep 1000 &\necho $! >> {tmp_path}/pid\nwait\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("JAVA_EXE", str(program))
    told = raad("reason", "--check", "--deadline", "0.5")
    assert told.code == 0
    assert "HermiT gave no answer within 0.5 s" in told.out
    for number in (tmp_path / "pid").read_text(encoding="utf-8").split():
        state = Path(f"/proc/{number}/stat")
        assert not state.exists() or state.read_text(encoding="utf-8").split()[2] == "Z"


@pytest.mark.usefixtures("small")
def test_a_java_that_is_none_is_told(raad, monkeypatch) -> None:
    monkeypatch.setenv("JAVA_EXE", "/nowhere/java")
    told = raad("reason", "--check")
    assert (told.code, "cannot be started: No such file" in told.out) == (0, True)


def test_what_was_inferred_is_counted_by_rule(raad, graph: Graph) -> None:
    made = json.loads(raad("reason", "--format", "json").out)
    inferred = {quad.triple for quad in graph.store.quads_for_pattern(None, None, None, INFERRED_GRAPH)}
    assert made["inferred"] == len(inferred)
    assert sum(rule["triples"] for rule in made["rules"]) == len(inferred)
    assert sum(term["inferred"] for term in (*made["classes"], *made["properties"])) == len(inferred)
