"""Proof that the whole way from YAML to answer loses and adds nothing: a plain reader finds the same on the shipped records."""

from __future__ import annotations

import pytest
from drawn_reader import ANSWERS, COLUMNS
from plain_reader import Reader

from raad import ask
from raad.graph.cache import Graph
from raad.graph.query import Iri
from raad.graph.question import questions
from raad.names import BASE
from raad.rooms import room

COMPOUNDS = (
    "rapastinel",
    "ketamine",
    "arketamine",
    "esketamine",
    "2r-6r-hydroxynorketamine",
    "scopolamine",
    "psilocybin",
    "lanicemine",
)
PAIRS = (("rapastinel", "ketamine"), ("ketamine", "scopolamine"), ("arketamine", "rapastinel"), ("ly341495", "ketamine"))


@pytest.fixture(scope="module")
def reader() -> Reader:
    """Return the plain reader of data/."""
    return Reader(room("data"))


def local(iri: object) -> str:
    """Return the id at the end of an IRI."""
    return str(iri).rpartition("/")[2]


@pytest.mark.parametrize("compound", COMPOUNDS)
def test_null_results(graph: Graph, reader: Reader, compound: str) -> None:
    assert {local(row["finding"]) for row in ask(graph, "null-result", A=compound).records()} == reader.null_results(compound)


@pytest.mark.parametrize("compound", COMPOUNDS)
def test_spine_findings(graph: Graph, reader: Reader, compound: str) -> None:
    labels = {record["label"]: name for name, record in reader.endpoint.items()}
    rows = ask(graph, "spine-finding", A=compound).records()
    assert {(local(row["finding"]), labels[row["endpoint"]], row["direction"] or "") for row in rows} == reader.spine_findings(
        compound
    )


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_head_to_head(graph: Graph, reader: Reader, a: str, b: str) -> None:
    assert {local(row["finding"]) for row in ask(graph, "head-to-head", A=a, B=b).records()} == reader.head_to_head(a, b)


@pytest.mark.parametrize("compound", COMPOUNDS)
def test_contradictions(graph: Graph, reader: Reader, compound: str) -> None:
    rows = ask(graph, "contradiction", A=compound).records()
    assert {(local(row["contradiction"]), row["status"]) for row in rows} == reader.contradictions(compound)


@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_shared_events(graph: Graph, reader: Reader, a: str, b: str) -> None:
    rows = [row for row in ask(graph, "shared-event", A=a, B=b).records() if row["side"] == "both"]
    assert {(local(row["mechanismA"]), local(row["mechanismB"]), local(row["event"])) for row in rows} == reader.shared_events(
        a, b
    )


def test_the_answers_are_not_all_empty(reader: Reader) -> None:
    assert all(reader.null_results(compound) for compound in ("rapastinel", "ketamine", "lanicemine"))
    assert reader.head_to_head("rapastinel", "ketamine")
    assert reader.shared_events("rapastinel", "ketamine")
    assert reader.contradictions("arketamine")


# Ten questions, drawn with random.Random(2026).sample from the 44 sorted names of stored questions on 2026-11-28; later
# questions would change the draw, so the names drawn stand in COLUMNS. Each is derived in full, all rows and key columns.


def bare(column: str, cell: object) -> object:
    """Return a cell as the curated files write it: an id for the IRI of a record, the branch without the word."""
    if isinstance(cell, tuple):
        return frozenset(bare(column, part) for part in cell)
    if column == "branch":
        return cell.removesuffix(" branch")
    if isinstance(cell, Iri):
        return cell.removeprefix(BASE) if "/action/" in cell else local(cell)
    return cell


@pytest.mark.parametrize("name", COLUMNS)
def test_a_drawn_question_has_the_rows_that_the_files_give(graph: Graph, reader: Reader, name: str) -> None:
    rows = ask(graph, name).records()
    found = {tuple(bare(column, row[column]) for column in COLUMNS[name]) for row in rows}
    derived = ANSWERS[name](reader)
    assert (found - derived, derived - found) == (set(), set())
    assert found


def test_ten_questions_were_drawn() -> None:
    assert len(COLUMNS) == 10
    assert ANSWERS.keys() == COLUMNS.keys() <= {question.name for question in questions()}
