"""Proof of the questions about a workspace, on one made by hand.

tests/link/workspace.trig holds a few records and files from outside with known faults: an invented UBERON number, a
synonym of the wrong enantiomer, an obsolete term, an action of the other sign. tests/link/<question>.csv holds the key
columns of the rows that follow from it, derived by hand before the question was run; mutations.csv names, for each
question, statements without which its answer must change.
"""

from __future__ import annotations

import csv
import os

import pyoxigraph as ox
import pytest
import rdflib
from frozen_graph import dataset_of, store_of
from test_question import keyed, rows_of, second

from raad.asking.inquiry import resolve_values
from raad.curated.triple import ontology_quads
from raad.graph.cache import Graph
from raad.graph.query import run
from raad.graph.question import Question, bind, questions, tidy
from raad.names import BASE

FOLDER = os.path.join(os.path.dirname(__file__), "link")
ASKED = questions(("link",))
NAMES = [asked.name.removeprefix("link/") for asked in ASKED]
UBERON = "http://purl.obolibrary.org/obo/UBERON_"


@pytest.fixture(scope="module")
def stated() -> list[ox.Quad]:
    """Return the workspace as stated, with those terms of the ontology that the questions show."""
    with open(os.path.join(FOLDER, "workspace.trig"), "rb") as stream:
        made = list(ox.parse(stream, format=ox.RdfFormat.TRIG))
    used = {term for quad in made for term in (quad.predicate, quad.object)}
    shown = [quad for quad in ontology_quads() if quad.subject in used or "/prefix/" in str(quad.subject)]
    return made + shown


@pytest.fixture(scope="module")
def workspace(stated: list[ox.Quad]) -> ox.Store:
    """Return the workspace with what follows from our records."""
    return store_of(stated)


@pytest.fixture(scope="module")
def other_engine(workspace: ox.Store) -> rdflib.Dataset:
    """Return the workspace for the second engine."""
    return dataset_of(workspace)


def table(name: str) -> tuple[list[str], list[list[str]]]:
    """Return columns and rows of a table of tests/link/."""
    with open(os.path.join(FOLDER, f"{name}.csv"), encoding="utf-8", newline="") as stream:
        columns, *rows = csv.reader(stream)
    return columns, sorted(rows)


def answer(store: ox.Store, asked: Question, columns: list[str]) -> list[list[str]]:
    """Return the key columns of an answer."""
    return keyed(tidy(asked, run(store, asked.text)), columns)


def of(name: str) -> Question:
    """Return the question of that name."""
    return ASKED[NAMES.index(name)]


def test_every_question_has_expected_rows_and_a_mutation() -> None:
    stored = {file.removesuffix(".csv") for file in os.listdir(FOLDER) if file.endswith(".csv")}
    assert stored == {*NAMES, "mutations"}
    assert sorted(row[0] for row in table("mutations")[1]) == NAMES


@pytest.mark.parametrize("asked", ASKED, ids=NAMES)
def test_answer_is_the_expected_one(workspace: ox.Store, asked: Question) -> None:
    columns, rows = table(asked.name.removeprefix("link/"))
    assert answer(workspace, asked, columns) == rows


@pytest.mark.parametrize("asked", ASKED, ids=NAMES)
def test_both_engines_give_equal_rows(workspace: ox.Store, other_engine: rdflib.Dataset, asked: Question) -> None:
    mine = tidy(asked, run(workspace, asked.text))
    assert rows_of(second(other_engine, asked, asked.text)) == rows_of(mine)


@pytest.mark.parametrize(("name", "graph", "subject", "predicate"), table("mutations")[1])
def test_removing_its_mutation_changes_the_answer(
    stated: list[ox.Quad], name: str, graph: str, subject: str, predicate: str
) -> None:
    place = (ox.NamedNode(f"{BASE}graph/{graph}"), ox.NamedNode(subject), ox.NamedNode(predicate))
    left = [quad for quad in stated if (quad.graph_name, quad.subject, quad.predicate) != place]
    assert len(left) < len(stated)
    columns, rows = table(name)
    assert answer(store_of(left), of(name), columns) != rows


def test_regions_lie_below_what_they_are_part_of(workspace: ox.Store, other_engine: rdflib.Dataset) -> None:
    asked = of("term-finding")
    text = bind(asked, {"T": f"{UBERON}0001954"})
    found = tidy(asked, run(workspace, text))
    assert keyed(found, ["finding", "record", "how"]) == [["finding:f1", "region:ca1", "part of"]]
    assert rows_of(second(other_engine, asked, text)) == rows_of(found)


@pytest.mark.parametrize("term", ["chebi:60643", "http://purl.obolibrary.org/obo/CHEBI_60643"])
def test_a_term_is_named_by_curie_or_iri(graph: Graph, term: str) -> None:
    assert resolve_values(graph, of("term-finding"), {"T": term}) == {"T": "http://purl.obolibrary.org/obo/CHEBI_60643"}


def test_a_term_of_an_unknown_prefix_is_told(raad) -> None:
    told = raad("query", "link/term-finding", "NOWHERE:1")
    assert told.code == 2
    assert "prefix of the prefix list" in told.err


@pytest.mark.parametrize("asked", ASKED, ids=NAMES)
def test_header_says_all_a_reader_needs(asked: Question) -> None:
    assert {"title", "question", "tags", "empty"} <= set(asked.header)
    for parameter in asked.parameters:
        assert f"{{{parameter.name}}}" in asked.header["question"]
