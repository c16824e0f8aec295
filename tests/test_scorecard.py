"""Proof of the scorecard: each rule finds what it is for and nothing else, and the page is what the command writes.

tests/scorecard/<list>/<rule>.ttl holds prefixes, then after `# good` statements in which the rule finds nothing, then after
`# bad: ENTITY ...` others in which it finds just these.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from raad.export.class_companion import class_companion
from raad.graph.cache import Graph
from raad.graph.query import run
from raad.names import BASE
from raad.rooms import files, walk
from raad.scorecard.rule import LEVELS, checklists
from raad.scorecard.score import KNOWN, MISS, NONE, PASS, WEB, Score, reviews, score, short
from raad.scorecard.subject import Subject, file_subject, raad_subject

HERE = Path(__file__).parent
ROOT = HERE.parent
CHECKOUT = (ROOT / "docs").is_dir()
needs_checkout = pytest.mark.skipif(not CHECKOUT, reason="docs/ lies in the checkout only, not beside the installed package")
EXTERNAL = ROOT.parent / "shared" / "external"
STORED = [
    path for path in files("sparql", ".rq") if f"{os.sep}scorecard{os.sep}" in path and f"{os.sep}subject{os.sep}" not in path
]
NAMES = ["/".join(path.split(os.sep)[-2:]).removesuffix(".rq") for path in STORED]
COUNTS = {"robot": 32, "obo": 16, "foops": 24, "oops": 41, "star": 5, "fair": 41}


@pytest.fixture(scope="module")
def own() -> Score:
    """Return the score of RAAD."""
    return score(raad_subject({"ontology", "description", "example"}))


def case(name: str) -> tuple[str, str, set[str]]:
    """Return the good and the bad statements of a rule, and the entities that it must find among the bad."""
    text = (HERE / "scorecard" / f"{name}.ttl").read_text(encoding="utf-8")
    prefixes, good, named, bad = re.fullmatch(r"(.*?)# good\n(.*?)# bad: ([^\n]+)\n(.*)", text, re.DOTALL).groups()
    spaces = dict(re.findall(r"@prefix (\w+): <([^>]+)>", prefixes))
    entities = {
        one.strip("<>") if one.startswith("<") else spaces[one.split(":")[0]] + one.split(":")[1] for one in named.split()
    }
    return prefixes + good, prefixes + bad, entities


def found(query: str, turtle: str) -> list[tuple]:
    """Return what a query finds in statements."""
    store = ox.Store()
    store.load(turtle.encode(), format=ox.RdfFormat.TURTLE)
    return list(run(store, query).rows)


def marks(made: Score, name: str) -> dict[str, object]:
    """Return the marks of one checklist by rule."""
    return {mark.rule: mark for one in made.lists if one.name == name for mark in one.marks}


def test_every_stored_rule_has_its_statements() -> None:
    tested = ["/".join(path.split(os.sep)[-2:]).removesuffix(".ttl") for path in walk(str(HERE / "scorecard"), ".ttl")]
    assert sorted(tested) == sorted(NAMES)


@pytest.mark.parametrize(("name", "path"), list(zip(NAMES, STORED, strict=True)), ids=NAMES)
def test_rule_finds_what_it_is_for_and_nothing_else(name: str, path: str) -> None:
    query = Path(path).read_text(encoding="utf-8")
    good, bad, entities = case(name)
    assert found(query, good) == []
    rows = found(query, bad)
    assert {str(row[0]) for row in rows} == entities
    again = rdflib.Graph().parse(data=bad, format="turtle").query(query)
    # A blank node has another name in each engine.
    plain = [tuple("[]" if str(cell).startswith("_:") else str("" if cell is None else cell) for cell in row) for row in rows]
    theirs = [
        tuple("[]" if isinstance(cell, rdflib.BNode) else str("" if cell is None else cell) for cell in row) for row in again
    ]
    assert sorted(theirs) == sorted(plain)
    assert list(again.vars)[:3] == [rdflib.Variable(column) for column in ("entity", "property", "value")]


@pytest.mark.parametrize("path", STORED, ids=NAMES)
def test_rule_says_what_it_finds_and_what_to_do(path: str) -> None:
    text = Path(path).read_text(encoding="utf-8")
    assert re.match(r"#\+ title: [A-Z\"].+\n#\+ rule: \S.*\n#\+ level: (ERROR|WARN|INFO)\n#\+ finds: .+\n#\+ fix: .+\n", text)


def test_lists_have_all_their_rules() -> None:
    lists = {one.name: one for one in checklists()}
    assert {name: len(lists[name].rules) for name in COUNTS} == COUNTS
    for one in lists.values():
        assert len({rule.code for rule in one.rules}) == len(one.rules)
        assert {rule.level for rule in one.rules} <= set(LEVELS)
        assert {rule.judged for rule in one.rules} <= {"query", "file", "web", "hand", "test", "none"}
    assert [rule.code for rule in lists["oops"].rules] == [f"P{number:02}" for number in range(1, 42)]


def test_reviews_are_of_rules_and_reasons_name_what_they_excuse() -> None:
    rules = {one.name: {rule.code: rule for rule in one.rules} for one in checklists()}
    for name, reviewed in reviews().items():
        for code, review in reviewed.items():
            judged = rules[name][code].judged
            assert set(review) == ({"known"} if judged in ("query", "file") else {"standing", "found"}), (name, code)
            assert review.get("standing", PASS) in (PASS, KNOWN, WEB, NONE), (name, code)


def test_every_rule_that_a_reader_judges_was_read(own: Score) -> None:
    assert [(one.name, mark.rule) for one in own.lists for mark in one.marks if mark.standing == "needs a reader"] == []


def test_every_reason_is_still_needed(own: Score) -> None:
    for one in own.lists:
        for mark in one.marks:
            known = reviews().get(one.name, {}).get(mark.rule, {}).get("known", {})
            used = {name for fault in mark.faults for name in (fault.property, fault.entity, "all")}
            assert set(known) - used == set(), (one.name, mark.rule)


def test_no_rule_of_robot_finds_an_error_or_a_warning(own: Score) -> None:
    faults = [fault for mark in marks(own, "robot").values() for fault in mark.faults]
    assert [fault for fault in faults if fault.level != "INFO" or fault.reason] == []


def test_no_rule_of_robot_finds_an_error_or_a_warning_in_the_class_companion(graph: Graph) -> None:
    store = ox.Store()
    store.bulk_extend(ox.Quad(*triple) for triple in class_companion(graph))
    made = score(Subject("the class companion", {"ontology": store}, BASE, ("RDF/XML",)), ("robot",))
    faults = [fault for mark in marks(made, "robot").values() for fault in mark.faults]
    assert {fault.entity for fault in faults} >= {"raad:BiologicalEvent"}
    assert [fault for fault in faults if fault.level != "INFO"] == []


@needs_checkout
def test_files_that_reviews_name_are_there() -> None:
    for reviewed in reviews().values():
        for review in reviewed.values():
            for path in re.findall(r"\b(?:docs|tests|users|data)/[\w./-]*\w|\b[A-Z]+(?:-[A-Z]+)?\.md\b", str(review)):
                assert (ROOT / path).exists(), path


@needs_checkout
def test_page_is_what_the_command_writes(raad) -> None:
    told = raad("score", "--format", "md")
    assert (ROOT / "docs" / "scorecard.md").read_text(encoding="utf-8") == told.out, "raad score --format md -o docs/scorecard.md"


def test_command_tells_faults_in_a_file_and_leaves_with_one(raad, tmp_path: Path) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text(case("robot/duplicate-label")[1])
    told = raad("score", "--list", "robot", str(path))
    assert told.code == 1
    assert "duplicate_label (ERROR, miss)" in told.out
    assert "ERROR http://example.org/A rdfs:label one" in told.out
    rows = raad("score", "--list", "robot", "--format", "csv", str(path)).out.splitlines()
    assert (
        '"robot","duplicate_label","A label names one entity","miss","ERROR","http://example.org/B","rdfs:label","one",""' in rows
    )
    made = json.loads(raad("score", "--list", "robot", "--format", "json", str(path)).out)
    assert made["passed"] is False
    assert raad("score", "--list", "robot", "--base", "http://example.com/", str(path)).code == 0


def test_command_leaves_with_zero_where_nothing_is_wrong(raad, tmp_path: Path) -> None:
    path = tmp_path / "mine.ttl"
    header = case("robot/missing-ontology-title")[0]
    path.write_text(f"{header}\nex:o owl:imports <http://example.invalid/> .")
    assert raad("score", "--list", "robot", str(path)).code == 0


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("none.ttl", None, "cannot be read"),
        ("broken.ttl", "@prefix ex: <http://example.org/> .\nex:A a", "is no Turtle"),
        ("empty.ttl", "# nothing", "empty.ttl"),
        ("relative.ttl", "<#A> a <http://www.w3.org/2002/07/owl#Class> .", "an IRI must be whole, or the file must state a base"),
        ("far.owl", '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/hostname">]><r>&a;</r>', "far.owl"),
        ("bomb.owl", "", "bomb.owl"),
    ],
)
def test_what_cannot_be_read_is_told(raad, tmp_path: Path, name: str, content: str | None, said: str) -> None:
    if name == "bomb.owl":
        lines = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "0123456789"}">' for n in range(30))
        content = f"<!DOCTYPE r [{lines}]><r>&e29;</r>"
    path = tmp_path / name
    if content is not None:
        path.write_text(content)
    told = raad("score", str(path))
    assert (told.code, told.out) == (2, "")
    assert said in told.err
    assert len(told.err.splitlines()) == 1


def test_entities_that_a_file_declares_itself_are_read(tmp_path: Path) -> None:
    path = tmp_path / "mine.owl"
    path.write_text(
        '<!DOCTYPE rdf:RDF [<!ENTITY owl "http://www.w3.org/2002/07/owl#"><!ENTITY ex "http://example.org/">]>'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="&ex;o">'
        '<rdf:type rdf:resource="&owl;Ontology"/></rdf:Description></rdf:RDF>'
    )
    subject = file_subject([str(path)])
    assert subject.syntaxes == ("RDF/XML",)
    assert {fault.entity for fault in marks(score(subject), "robot")["missing_ontology_license"].faults} == {
        "http://example.org/o"
    }


def test_an_obo_file_is_scored_by_its_terms(tmp_path: Path) -> None:
    path = tmp_path / "mine.obo"
    path.write_text(
        "format-version: 1.2\nontology: ex\n\n[Term]\nid: EX:0000001\nname: one\n\n[Term]\nid: EX:0000002\nname: one\n"
        "intersection_of: EX:0000001\nintersection_of: part_of EX:0000001\n"
    )
    made = marks(score(file_subject([str(path)])), "robot")
    assert {fault.entity for fault in made["duplicate_label"].faults} == {"obo:EX_0000001", "obo:EX_0000002"}
    assert {fault.entity for fault in made["missing_label"].faults} <= {"obo:EX_part_of", "obo:ex#part_of"}


def test_the_syntax_of_a_file_is_judged(tmp_path: Path) -> None:
    turtle, xml = tmp_path / "mine.ttl", tmp_path / "mine.owl"
    turtle.write_text(case("robot/missing-ontology-title")[0])
    xml.write_bytes(ox.serialize(ox.parse(turtle.read_bytes(), format=ox.RdfFormat.TURTLE), format=ox.RdfFormat.RDF_XML))
    standings = {path.name: marks(score(file_subject([str(path)]), ("obo",)), "obo")["P2"].standing for path in (turtle, xml)}
    assert standings == {"mine.ttl": MISS, "mine.owl": PASS}


def test_rules_of_robot_look_at_borrowed_terms_and_the_others_do_not(tmp_path: Path) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text(
        "@prefix e: <http://example.org/> . @prefix f: <http://example.com/> . @prefix o: <http://www.w3.org/2002/07/owl#> . "
        "@prefix v: <http://purl.org/vocab/vann/> . @prefix s: <http://www.w3.org/2000/01/rdf-schema#> . "
        'e:o a o:Ontology ; v:preferredNamespaceUri "http://example.org/" . e:A a o:Class ; s:comment "A." . '
        'f:B a o:Class ; s:comment "B." .'
    )
    subject = file_subject([str(path)])
    unlabelled = {f"http://example.{end}" for end in ("org/A", "com/B")}
    assert {fault.entity for fault in marks(score(subject), "robot")["missing_label"].faults} == unlabelled
    assert {fault.entity for fault in marks(score(subject), "oops")["P08"].faults} == {"http://example.org/A"}
    narrowed = score(subject, ("robot",), "http://example.com/")
    assert {fault.entity for fault in marks(narrowed, "robot")["missing_label"].faults} == {"http://example.com/B"}


def test_a_list_without_its_subject_is_not_applicable(tmp_path: Path) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text(case("robot/duplicate-label")[0] + "<http://example.org/o> a <http://www.w3.org/2002/07/owl#Ontology> .")
    made = score(file_subject([str(path)]), ("hcls", "query"))
    assert {mark.standing for one in made.lists for mark in one.marks if mark.judged == "query"} == {NONE}


def test_no_property_has_the_label_of_a_relation_of_ro() -> None:
    path = EXTERNAL / "ro" / "ro.owl"
    if not path.exists():
        pytest.skip("../shared/external/ro/ro.owl is not here")
    both = ox.Store()
    mine = raad_subject({"ontology"})
    for subject in (mine, file_subject([str(path)])):
        both.extend(subject.stores["ontology"])
    made = score(Subject("both", {"ontology": both}, mine.base, mine.syntaxes), ("obo",))
    assert marks(made, "obo")["P7"].faults == ()


# Known faults of real ontologies, read in their files: some rule, and an entity that it must name.
KNOWN_FAULTS = [
    ("ro/ro.owl", "multiple_labels", "GO:0008150"),
    ("ro/ro.owl", "deprecated_property_reference", "obo:BFO_0000060"),
    ("ro/ro.owl", "misused_obsolete_label", "obo:IAO_0000224"),
    ("iao/iao.owl", "missing_obsolete_label", "obo:RO_0004096"),
    ("cob/cob.owl", "missing_definition", "NCBITaxon:10239"),
    ("bfo/bfo.owl", "missing_ontology_license", "http://www.ifomis.org/bfo/1.1"),
    ("uo/uo.owl", "duplicate_label", "UO:0000297"),
    ("uo/uo.owl", "deprecated_class_reference", "UO:0010048"),
    ("obi/obi_core.owl", "equivalent_class_axiom_no_genus", "OBI:0000070"),
]


@pytest.mark.parametrize(("file", "rule", "entity"), KNOWN_FAULTS)
def test_known_faults_of_real_ontologies_are_found(file: str, rule: str, entity: str) -> None:
    path = EXTERNAL / file
    if not path.exists():
        pytest.skip(f"../shared/external/{file} is not here")
    assert entity in {fault.entity for fault in marks(score(file_subject([str(path)]), ("robot",)), "robot")[rule].faults}


def test_an_iri_is_shown_by_its_longest_namespace() -> None:
    assert short("http://purl.obolibrary.org/obo/CHEBI_6121") == "CHEBI:6121"
    assert short("http://purl.obolibrary.org/obo/RO_0002212") == "obo:RO_0002212"
    assert short("http://example.org/A") == "http://example.org/A"


def test_a_miss_without_a_reason_is_told_as_such(own: Score) -> None:
    for one in own.lists:
        for mark in one.marks:
            if mark.standing == MISS:
                assert any(not fault.reason for fault in mark.faults)
