"""Proof that the stored questions give equal rows on a third engine: Virtuoso, over HTTP.

docs/engines.md holds the forms of a query on which Virtuoso is wrong, each as the smallest case that shows it. The
last test runs them, so that the page stays true and a mended Virtuoso is noticed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from frozen_graph import Frozen
from test_question import ASKED, INNER, expected, rows_of, second
from virtuoso import CLIENT, MISSING, SERVER, Virtuoso, virtuoso

from raad.curated.triple import canonical
from raad.graph.cache import Graph
from raad.graph.query import Iri, Table, run
from raad.graph.question import Question, tidy
from raad.names import XSD

PAGE = Path(__file__).resolve().parents[1] / "docs" / "engines.md"
TYPES = {XSD + "integer": int, XSD + "decimal": Decimal}
pytestmark = pytest.mark.skipif(not (SERVER and CLIENT), reason=MISSING)


@pytest.fixture(scope="module")
def third(frozen: Frozen, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Virtuoso]:
    """Return a Virtuoso that holds the frozen graph."""
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as server:
        server.load(canonical(list(frozen.store)))
        yield server


@pytest.fixture(scope="module")
def third_shipped(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Virtuoso]:
    """Return a Virtuoso that holds the shipped graph."""
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as server:
        server.load(canonical(list(graph.store)))
        yield server


def plain(term: dict[str, str] | None, truth: bool) -> object:
    """Return the plain value of a term in JSON form; Virtuoso has no truth values and gives 1 and 0 for them."""
    if term is None:
        return None
    if term["type"] == "uri":
        return Iri(term["value"])
    return term["value"] in ("1", "true") if truth else TYPES.get(term.get("datatype", ""), str)(term["value"])


def table(server: Virtuoso, text: str, like: Table) -> Table:
    """Return the answer of the server, with truth values where another answer has them."""
    answer = json.loads(server.ask(text))
    columns = tuple(answer["head"]["vars"])
    truths = {like.columns[place] for row in like.rows for place, cell in enumerate(row) if isinstance(cell, bool)}
    rows = (tuple(plain(row.get(column), column in truths) for column in columns) for row in answer["results"]["bindings"])
    return Table(columns, tuple(rows))


def check(store: ox.Store, server: Virtuoso, asked: Question, text: str) -> None:
    """Fail where the server gives other rows or triples than pyoxigraph."""
    first = run(store, text)
    if isinstance(first, Table):
        other = table(server, text, first)
        assert other.columns == first.columns
        assert rows_of(tidy(asked, other)) == rows_of(tidy(asked, first))
    else:
        triples = server.ask(text, "text/plain")
        assert {quad.triple for quad in ox.parse(triples, format=ox.RdfFormat.N_TRIPLES)} == set(first)


@pytest.mark.parametrize("asked", ASKED + INNER, ids=[asked.name for asked in ASKED + INNER])
def test_virtuoso_gives_equal_rows(frozen: Frozen, third: Virtuoso, asked: Question) -> None:
    for text in {asked.text, expected(asked).text if asked in ASKED else asked.text}:
        check(frozen.store, third, asked, text)


@pytest.mark.campaign
@pytest.mark.parametrize("asked", ASKED + INNER, ids=[asked.name for asked in ASKED + INNER])
def test_virtuoso_gives_equal_rows_on_the_shipped_records(graph: Graph, third_shipped: Virtuoso, asked: Question) -> None:
    check(graph.store, third_shipped, asked, asked.text)


@pytest.mark.skipif(not PAGE.exists(), reason="docs/ lies in the checkout only, not beside the installed package")
def test_virtuoso_is_wrong_where_the_page_says_so(frozen: Frozen, frozen_dataset: rdflib.Dataset, third: Virtuoso) -> None:
    cases = re.findall(r"^```sparql\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert len(cases) == 4
    for case in cases:
        answer = run(frozen.store, case)
        assert rows_of(second(frozen_dataset, ASKED[0], case)) == rows_of(answer), case
        assert rows_of(table(third, case, answer)) != rows_of(answer), case
