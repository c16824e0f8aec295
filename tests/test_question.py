"""Proof of the stored questions, on the frozen records.

tests/question/<kind>/<name>.csv holds the expected rows of sparql/<kind>/<name>.rq: key columns that were derived by
hand from the YAML in tests/frozen/ before the question was run, and in `from` the records each row was derived from.
The .ttl beside it holds triples of the frozen records whose removal must change the answer.
"""

from __future__ import annotations

import csv
import os
import re
from dataclasses import dataclass
from decimal import Decimal

import pyoxigraph as ox
import pytest
import rdflib
from frozen_graph import Frozen, dataset_of, store_of

from raad.curated.context import Context
from raad.graph.infer import leave_out
from raad.graph.query import Iri, Table, run
from raad.graph.question import FEDERATED, KINDS, Question, bind, question, questions, tidy
from raad.graph.scope import ROLL_UP, RULES
from raad.names import BASE, DATA_GRAPH
from raad.rooms import files, walk

FOLDER = os.path.join(os.path.dirname(__file__), "question")
ASKED = questions()
INNER = [asked for asked in questions(("find",)) if asked.name != "find/deprecated"]
NAMES = [asked.name for asked in ASKED]
CELLS = {bool: lambda cell: str(cell).lower(), type(None): lambda cell: ""}


def shown(cell: object) -> str:
    """Return a cell as the expected rows write it: kind:id for a record, several joined by a bar."""
    if isinstance(cell, tuple):
        return " | ".join(sorted(map(shown, cell)))
    if isinstance(cell, Iri):
        return re.sub(r"^([a-z-]+)/([^/]+)$", r"\1:\2", cell.removeprefix(BASE))
    return CELLS.get(type(cell), str)(cell)


def plain(term: rdflib.term.Identifier | None) -> object:
    """Return the plain value of a term of the second engine."""
    if term is None:
        return None
    if isinstance(term, rdflib.URIRef):
        return Iri(term)
    numbers = {rdflib.XSD.integer: int, rdflib.XSD.decimal: Decimal, rdflib.XSD.boolean: lambda text: text == "true"}
    return numbers.get(term.datatype, str)(str(term))


def second(dataset: rdflib.Dataset, asked: Question, text: str) -> Table:
    """Return the answer of the second engine."""
    result = dataset.query(text)
    return tidy(asked, Table(tuple(map(str, result.vars)), tuple(tuple(map(plain, row)) for row in result)))


def rows_of(table: Table) -> list[list[str]]:
    """Return the rows of a table as shown, sorted."""
    return sorted(list(map(shown, row)) for row in table.rows)


def keyed(table: Table, columns: list[str]) -> list[list[str]]:
    """Return the key columns of a table as shown, sorted."""
    places = [table.columns.index(column) for column in columns]
    return sorted([shown(row[place]) for place in places] for row in table.rows)


@dataclass(frozen=True)
class Expected:
    """An expected answer: the text it answers, its key columns and rows, and the records each row comes from."""

    text: str
    columns: list[str]
    rows: list[list[str]]
    origins: list[str]


def expected(asked: Question) -> Expected:
    """Return the expected answer of a question; its first lines may set parameters."""
    with open(os.path.join(FOLDER, asked.name + ".csv"), encoding="utf-8", newline="") as stream:
        lines = stream.readlines()
    values = dict(line[2:].strip().split("=", 1) for line in lines if line.startswith("# "))
    head, *rows = csv.reader(line for line in lines if not line.startswith("# "))
    assert head[-1] == "from"
    return Expected(bind(asked, values), head[:-1], sorted(row[:-1] for row in rows), [row[-1] for row in rows])


def mutation(name: str) -> set[ox.Triple]:
    """Return the triples whose removal must change the answer."""
    with open(os.path.join(FOLDER, name + ".ttl"), "rb") as stream:
        return {quad.triple for quad in ox.parse(stream, format=ox.RdfFormat.TURTLE)}


def question_of(name: str) -> Question:
    """Return the stored question of that name."""
    return next(asked for asked in ASKED if asked.name == name)


def text_of(name: str) -> str:
    """Return the text of the stored question of that name."""
    return question_of(name).text


def said(subject: str, name: str, value: str | ox.Literal) -> ox.Quad:
    """Return one more statement of the curated records; a text stands for the record or term of that name."""
    thing = value if isinstance(value, ox.Literal) else ox.NamedNode(BASE + value)
    return ox.Quad(ox.NamedNode(BASE + subject), ox.NamedNode(BASE + name), thing, DATA_GRAPH)


def test_every_question_has_an_expected_answer_and_a_mutation() -> None:
    stored = {os.path.relpath(path, FOLDER).replace(os.sep, "/") for path in walk(FOLDER, ".csv", ".ttl")}
    assert stored == {name + ending for name in NAMES for ending in (".csv", ".ttl")}


@pytest.mark.parametrize("asked", ASKED, ids=NAMES)
def test_answer_is_the_expected_one(frozen: Frozen, asked: Question) -> None:
    answer = expected(asked)
    assert keyed(tidy(asked, run(frozen.store, answer.text)), answer.columns) == answer.rows


@pytest.mark.parametrize("asked", ASKED, ids=NAMES)
def test_expected_rows_name_the_records_they_come_from(frozen: Frozen, asked: Question) -> None:
    answer = expected(asked)
    assert answer.rows
    for origin in answer.origins:
        records = {BASE + record.replace(":", "/", 1) for record in origin.split()}
        assert records
        assert records - set(frozen.collection.places) == set()


@pytest.mark.parametrize("asked", ASKED, ids=NAMES)
def test_removing_its_mutation_changes_the_answer(frozen: Frozen, asked: Question) -> None:
    removed = mutation(asked.name)
    assert removed - {quad.triple for quad in frozen.stated if quad.graph_name == DATA_GRAPH} == set()
    answer = expected(asked)
    left = store_of([quad for quad in frozen.stated if quad.triple not in removed])
    assert keyed(tidy(asked, run(left, answer.text)), answer.columns) != answer.rows


@pytest.mark.parametrize("asked", ASKED + INNER, ids=[asked.name for asked in ASKED + INNER])
def test_both_engines_give_equal_rows(frozen: Frozen, frozen_dataset: rdflib.Dataset, asked: Question) -> None:
    answer = run(frozen.store, asked.text)
    if not isinstance(answer, Table):
        assert {str(triple) for triple in answer} == {
            f"{s.n3()} {p.n3()} {o.n3()}" for s, p, o in frozen_dataset.query(asked.text)
        }
        return
    table = tidy(asked, answer)
    assert table.rows
    assert rows_of(second(frozen_dataset, asked, asked.text)) == rows_of(table)


def test_both_engines_find_a_retired_record(frozen: Frozen) -> None:
    """No frozen record is retired, so that esketamine is given a successor."""
    asked = question("find/deprecated")
    retired = said("compound/esketamine", "isReplacedBy", "compound/ketamine")
    store = store_of([*frozen.stated, retired])
    table = run(store, asked.text)
    assert table.rows == ((retired.subject.value, retired.object.value),)
    assert rows_of(second(dataset_of(store), asked, asked.text)) == rows_of(table)


@pytest.mark.parametrize("asked", ASKED, ids=NAMES)
def test_header_says_all_a_reader_needs(asked: Question) -> None:
    assert {"title", "question", "tags", "empty"} <= set(asked.header)
    kinds = {*Context.load().classes}
    for parameter in asked.parameters:
        assert parameter.meaning
        assert f"{{{parameter.name}}}" in asked.header["question"]
        assert "".join(part.title() for part in parameter.kind.split("-")) in {*kinds, "Record", "Class", "Text"}


@pytest.mark.parametrize("path", files("sparql", ".rq"), ids=[os.path.basename(path) for path in files("sparql", ".rq")])
def test_prefixes_are_those_of_the_prefix_list(path: str) -> None:
    with open(path, encoding="utf-8") as stream:
        text = stream.read()
    declared = re.findall(r"^PREFIX (\w*): <([^>]+)>$", text, re.MULTILINE)
    terms = re.findall(r"^#\+ parameter: (\w+) term ", text, re.MULTILINE)
    listed = {
        (str(quad.object.value), quad.subject)
        for quad in ox.parse(
            path=next(p for p in files("ontology", ".ttl") if p.endswith("prefixes.ttl")), format=ox.RdfFormat.TURTLE
        )
        if quad.predicate.value.endswith("#prefix")
    }
    namespaces = {
        quad.subject: quad.object.value
        for quad in ox.parse(
            path=next(p for p in files("ontology", ".ttl") if p.endswith("prefixes.ttl")), format=ox.RdfFormat.TURTLE
        )
        if quad.predicate.value.endswith("#namespace")
    }
    known = {prefix: namespaces[node] for prefix, node in listed}
    parameters = {name: iri for name, iri in declared if (iri.startswith(BASE) and not iri.endswith(("/", "#"))) or name in terms}
    assert {name: iri for name, iri in declared if name not in parameters and known.get(name) != iri} == {}


@pytest.mark.parametrize(
    ("publication", "step", "row"),
    [
        ("abdallah-2020", "s14", ["single group", "1", "0", "1", "0", "animal only"]),
        ("lepack-2016", "s10", ["untested", "0", "0", "0", "0", ""]),
        ("lepack-2016", "s42", ["disputed", "0", "1", "0", "1", "animal only"]),
    ],
)
def test_a_retracted_publication_counts_nowhere_in_a_verdict(frozen: Frozen, publication: str, step: str, row: list[str]) -> None:
    asked = next(asked for asked in ASKED if asked.name == "evidence/verdict")
    names = (f"publication/{publication}", "hasRetractionStatus", "RetractedPublication")
    retracted = ox.Quad(*(ox.NamedNode(BASE + name) for name in names), DATA_GRAPH)
    table = run(store_of([*frozen.stated, retracted]), expected(asked).text)
    columns = ["subject", "verdict", "groupsFor", "groupsAgainst", "publicationsFor", "publicationsAgainst", "translation"]
    assert [cells for cells in keyed(tidy(asked, table), columns) if cells[0].endswith(step)] == [
        [f"step:ketamine-disinhibition-{step}", *row]
    ]


def test_the_rule_of_verdicts_is_one() -> None:
    """What is left out is judged by the lines that judge the whole, with other names for the counts."""
    whole, *others = (text_of(f"evidence/{name}") for name in ("verdict", "robustness", "company-verdict"))
    rule = re.findall(r"^  BIND\(IF\(.* AS \?(?:groupsFor|groupsAgainst|verdict)\)$", whole, re.MULTILINE)
    assert len(rule) == 3
    for left in others:
        again = re.sub(r"groupsLeft", "groups", re.sub(r"knownLeft", "known", left)).replace("?verdictWithout", "?verdict")
        again = again.replace("?restFor", "?publicationsFor").replace("?restAgainst", "?publicationsAgainst")
        assert [again.count(line) for line in rule] == [2, 2, 2]


def test_a_verdict_without_companies_is_that_of_a_graph_without_them(frozen: Frozen) -> None:
    """Miller 2014 is given a company author, so that steps for and against are touched."""
    stated = [*frozen.stated, said("publication/miller-2014", "hasCompanyAuthorship", "CompanyAuthorshipStated")]
    whole, left = store_of(stated), store_of(leave_out(stated, [question("leave-out/company-authored").text]))
    compared = 0
    for compound in ("rapastinel", "ketamine"):
        company = bind(question_of("evidence/company-verdict"), {"A": BASE + f"compound/{compound}"})
        for row in run(whole, company).records():
            verdicts = run(left, bind(question_of("evidence/verdict"), {"H": row["subject"]})).records()
            assert [again["verdict"] for again in verdicts] == [row["verdictWithout"]], row["subject"]
            compared += 1
    assert compared > 2


@pytest.mark.parametrize(
    ("quad", "publication", "reason"),
    [
        (("hasRetractionStatus", "RetractedPublication"), "li-2010", "retracted"),
        (("hasRetractionStatus", "ExpressionOfConcern"), "li-2010", "expression of concern"),
        (("hasRetractionStatus", "CorrectedPublication"), "li-2010", "corrected"),
        (("journal", ox.Literal("bioRxiv (preprint)")), "li-2010", "preprint | retraction not checked"),
        (("doi", ox.Literal("10.1101/2021.05.30.446326")), "li-2010", "preprint | retraction not checked"),
        (("doi", ox.Literal("10.1101/lm.1234")), "li-2010", "retraction not checked"),
        (("hasRetractionStatus", "NoRetractionSeen"), "li-2010", None),
    ],
)
def test_a_source_is_listed_for_what_is_known_of_it(frozen: Frozen, quad: tuple, publication: str, reason: str | None) -> None:
    store, new = ox.Store(), said(f"publication/{publication}", *quad)
    kept = [old for old in frozen.store if (old.subject, old.predicate) != (new.subject, new.predicate)]
    store.bulk_extend([*kept, new])
    rows = tidy(question_of("evidence/source-standing"), run(store, text_of("evidence/source-standing"))).records()
    found = [" | ".join(row["reason"]) for row in rows if row["publication"] == BASE + f"publication/{publication}"]
    assert found == ([reason] if reason else [])
    if reason and not reason.endswith("not checked"):
        assert rows[0]["publication"].endswith(publication), "the gravest stands first"


@pytest.mark.parametrize(
    ("number", "words"),
    [(25, "below 26 even for one group"), (26, "only if n is one group, not"), (52, "0.5 SD only if"), (128, "0.5 SD between")],
)
def test_what_a_null_result_says_of_power_follows_from_n(frozen: Frozen, number: int, words: str) -> None:
    """A group of 26 sees 0.8 SD, one of 64 sees 0.5 SD: Cohen 1992, table 2, two-sided 0.05, power 0.8."""
    store = ox.Store()
    finding, result = "finding/liu-2017-f07", "finding/liu-2017-f07/result/1"
    n = said(result, "sampleSize", ox.Literal(number))
    store.bulk_extend([*frozen.store, said(finding, "hasResult", result), n])
    rows = run(store, text_of("evidence/null-result")).records()
    assert [words in row["power"] for row in rows if row["finding"] == BASE + finding] == [True]


def test_kinds_are_the_folders_of_questions() -> None:
    folders = {os.path.basename(os.path.dirname(path)) for path in files("sparql", ".rq", skip=("scorecard",))}
    assert folders == {
        *KINDS,
        "check",
        "clash",
        "entail",
        "export",
        FEDERATED,
        "find",
        "form",
        "infer",
        "lift",
        "link",
        "shape",
        "workspace",
        RULES,
        ROLL_UP,
    }


def test_a_reading_keeps_unverified_unseen_and_withdrawn_apart(frozen: Frozen) -> None:
    store = ox.Store()
    fields = (("withdrawnField", "usesMethod"), ("notSeenField", "inSex"))
    store.bulk_extend([*frozen.store, *(said("finding/nct02943564-f01", name, value) for name, value in fields)])
    rows = tidy(question_of("evidence/reading"), run(store, text_of("evidence/reading"))).records()
    (row,) = (row for row in rows if row["finding"].endswith("nct02943564-f01"))
    assert (row["unverified"], row["notSeen"], row["withdrawn"]) == (("inSpecies",), ("inSex",), ("usesMethod",))
