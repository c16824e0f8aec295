"""Proof of the matrix of three compounds or more: it agrees with the pairs, and order is only order."""

from __future__ import annotations

import itertools
import re

import pytest

from raad.comparison.matrix import Line, Matrix, matrix
from raad.comparison.pairing import compare
from raad.errors import UnknownName, UsageError
from raad.graph.cache import Graph
from raad.layout import Page
from raad.report.matrix import matrix_table, matrix_text

NAMES = ("ketamine", "rapastinel", "scopolamine")


@pytest.fixture(scope="module")
def made(graph: Graph) -> Matrix:
    """Return the founding pair with scopolamine."""
    return matrix(graph, NAMES)


def line(made: Matrix, topic: str, label: str) -> Line:
    """Return the line of a topic with that label."""
    (found,) = (line for line in made.line if (line.topic, line.label) == (topic, label))
    return found


def local(publications: tuple[str, ...]) -> list[str]:
    """Return publications by id."""
    return [publication.rpartition("/")[2] for publication in publications]


def test_the_first_step_of_each_stands_with_its_sign(made: Matrix) -> None:
    said = [cell.said for cell in line(made, "action", "NMDA receptor").cells]
    assert said == ["- open channel blocker", "+ positive allosteric modulator", "no action recorded"]
    assert line(made, "action", "muscarinic M1 receptor").cells[2].said == "- antagonist"


def test_absent_inconclusive_proposed_and_not_in_a_hypothesis_stay_apart(made: Matrix) -> None:
    surge = line(made, "event", "glutamate release raised (glutamate surge)").cells
    assert [cell.said for cell in surge] == ["reached, 3 for, 1 against", "measured absent", "proposed, no evidence read"]
    assert local(surge[1].publication) == ["pothula-2021"]
    epsc = line(made, "event", "5-HT-evoked (cortico-cortical) EPSC raised").cells
    assert [cell.said for cell in epsc] == ["proposed, no evidence read", "measured, inconclusive", "not in this hypothesis"]
    assert [cell.empty for cell in epsc] == [False, False, True]


@pytest.mark.parametrize(("one", "two"), list(itertools.combinations(range(3), 2)))
def test_what_a_pair_shares_both_reach_in_the_matrix(graph: Graph, made: Matrix, one: int, two: int) -> None:
    pair = compare(graph, NAMES[one], NAMES[two]).mechanism[0]
    reached = {
        found.subject
        for found in made.line
        if found.topic == "event" and all(found.cells[side].said.startswith("reached, ") for side in (one, two))
    }
    assert reached == {event.event for event in pair.shared}


def test_regions_and_endpoints_are_those_of_the_pair(graph: Graph, made: Matrix) -> None:
    rows = {
        (row["regionLabel"], row["compoundLabel"]): row
        for row in compare(graph, "ketamine", "rapastinel").outcome["region"]
        if row["finding"]
    }
    assert rows
    for (region, label), row in rows.items():
        cell = line(made, "region", region).cells[made.label.index(label)]
        assert set(cell.publication) == set(row["publication"] or row["publicationOfRest"])
    assert line(made, "endpoint", "head twitch response").cells[1].said == "1 no change"


@pytest.mark.parametrize("order", [(2, 0, 1), (1, 0, 2), (2, 1, 0)])
def test_another_order_of_compounds_is_another_order_of_cells(graph: Graph, made: Matrix, order: tuple[int, ...]) -> None:
    other = matrix(graph, [NAMES[place] for place in order])
    assert other.label == tuple(made.label[place] for place in order)
    assert [(found.topic, found.label, found.cells) for found in other.line] == [
        (found.topic, found.label, tuple(found.cells[place] for place in order)) for found in made.line
    ]
    assert other.sources == made.sources


@pytest.mark.parametrize("width", [60, 100, 160])
@pytest.mark.parametrize("full", [False, True])
def test_text_fits_the_page(made: Matrix, width: int, full: bool) -> None:
    lines = matrix_text(made, Page(width), full).splitlines()
    longest = max(len(word) for found in lines for word in found.split())
    assert [found for found in lines if len(found) > max(width, longest + 7)] == []


@pytest.mark.parametrize("full", [False, True])
def test_the_sources_listed_are_those_cited(made: Matrix, full: bool) -> None:
    body, _, listed = matrix_text(made, Page(1000), full).partition("\nSOURCES")
    cited = {number for found in re.findall(r"\[(\d[\d, ]*)\]", body) for number in found.split(", ")}
    assert len(cited) > 10
    assert cited == set(re.findall(r"\[(\d+)\][\u00a0 ]", listed))


def test_table_has_a_row_for_each_subject_and_compound(made: Matrix) -> None:
    table = matrix_table(made)
    assert len(table.rows) == 3 * len(made.line)
    assert {row["compoundLabel"] for row in table.records()} == set(NAMES)


def test_names_that_make_no_matrix_are_refused(graph: Graph) -> None:
    with pytest.raises(UsageError, match=r"ketamine and \(R,S\)-ketamine are the same compound"):
        matrix(graph, ["ketamine", "rapastinel", "(R,S)-ketamine"])
    with pytest.raises(UsageError, match="takes 3 compounds or more, not 2"):
        matrix(graph, ["ketamine", "rapastinel"])
    with pytest.raises(UnknownName, match="target:nmda-receptor is a target, not a compound"):
        matrix(graph, ["ketamine", "rapastinel", "NMDA receptor"])


def test_a_compound_without_evidence_stands_beside_the_others(graph: Graph) -> None:
    text = matrix_text(matrix(graph, ["strychnine", "ketamine", "rapastinel"]), Page(120))
    assert "no mechanism curated" in text
    assert "no finding in scope" in text


@pytest.mark.parametrize(
    ("form", "says"), [("csv", '"measured absent"'), ("html", "<td>measured absent</td>"), ("json", "measured absent")]
)
def test_the_command_writes_a_matrix_in_each_form(raad, form: str, says: str) -> None:
    told = raad("compare", *NAMES, "--format", form)
    assert told.code == 0
    assert says in told.out
