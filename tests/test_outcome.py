"""Proof of what a comparison says of regions, times, turnover, dissociations, doses and pooling."""

from __future__ import annotations

import re

import pytest

from raad import compare
from raad.asking.answer import answer
from raad.comparison.dose import human_equivalent
from raad.comparison.outcome import refusal
from raad.comparison.value import Comparison
from raad.graph.cache import Graph
from raad.layout import Page
from raad.names import BASE
from raad.report.brief import comparison_text


@pytest.fixture(scope="module")
def founding(graph: Graph) -> Comparison:
    """Return the comparison of rapastinel and ketamine."""
    return compare(graph, "rapastinel", "ketamine")


@pytest.fixture(scope="module")
def text(founding: Comparison) -> str:
    """Return the brief without line breaks."""
    return " ".join(comparison_text(founding, Page(200)).split())


def section(text: str, start: str, end: str) -> str:
    """Return the part of a text from one heading to the next."""
    return text.partition(start)[2].partition(end)[0]


def test_every_region_has_a_row_for_either_compound_and_a_gap_is_a_row(founding: Comparison) -> None:
    by: dict[str, set[str]] = {}
    for row in founding.outcome["region"]:
        by.setdefault(row["regionLabel"], set()).add(row["compound"])
    assert all(compounds == {founding.a.iri, founding.b.iri} for compounds in by.values())
    (gap,) = [
        row
        for row in founding.outcome["region"]
        if row["regionLabel"] == "somatosensory cortex" and row["compound"] == founding.a.iri
    ]
    assert (gap["status"], gap["finding"]) == ("no finding in scope", ())


def test_onset_and_duration_are_kept_apart_by_study(text: str) -> None:
    """Pryazhnikov 2018: none at 6-24 h, formation up at 72-132 h; a meeting abstract on GLYX-13: day 3, not day 1 or 7."""
    times = section(text, "WHEN EFFECTS START AND END", "MORE FORMATION")
    assert re.search(r"up, none at 24 h, seen within 72 h to 5.5 d \(somatosensory cortex, [^)]*repeated", times)
    assert "rapastinel: down, none at 24 h, seen at 72 h, none again at 7 d" in times


def test_formation_and_not_elimination_is_named(text: str) -> None:
    turnover = section(text, "MORE FORMATION OR LESS LOSS OF SPINES", "WHERE SPINES OR SYNAPSES")
    assert "more formation: formation up (72-132 h after first dose), elimination no change (6-132 h)" in turnover
    assert "rapastinel: no finding of either in scope" in turnover


def test_a_metabolite_can_restore_potentiation_and_not_swimming(graph: Graph) -> None:
    """Aleksandrova 2020: (2R,6R)-HNK restored LTP at 3.5 h and did not change forced swim immobility."""
    rows = answer(graph, "evidence/dissociation", A=BASE + "compound/2r-6r-hydroxynorketamine").records()
    (row,) = [row for row in rows if row["kind"] == "synapse changed, behaviour did not"]
    assert (row["structure"], row["behaviour"]) == ("long-term potentiation", "forced swim immobility")


def test_doses_of_question_and_of_code_follow_one_formula(graph: Graph) -> None:
    rows = answer(graph, "evidence/dose", A=BASE + "compound/ketamine").records()
    computed = [row for row in rows if row["computed"]]
    assert {row["species"] for row in computed} == {"mouse", "rat"}
    for row in computed:
        assert float(row["humanEquivalentDose"]) == round(human_equivalent(float(row["dose"]), row["species"]), 3)
    (human,) = [
        row
        for row in rows
        if (row["species"], str(row["dose"]), row["schedule"], row["route"]) == ("human", "0.5", "single", "intravenous")
    ]
    assert not human["computed"]
    assert human["humanEquivalentDose"] is None


def test_nothing_is_pooled_and_every_outcome_says_why(founding: Comparison, text: str) -> None:
    rows = founding.outcome["pooling"]
    assert {row["pooled"] for row in rows} == {None}
    assert all(row["reason"] for row in rows)
    sized = {row["finding"] for row in founding.findings["sized"]}
    assert sum(row["k"] for row in rows) == len(sized)
    assert "None is pooled." in section(text, "POOLED EFFECTS", "TRIALS")


@pytest.mark.parametrize(
    ("sizes", "publications", "why"),
    [(0, 0, "prints enough"), (1, 1, "one size only"), (3, 1, "from one publication"), (2, 2, "not a fair sample")],
)
def test_a_refusal_names_its_reason(sizes: int, publications: int, why: str) -> None:
    assert why in refusal(sizes, publications)


def test_full_gives_every_spine_finding_with_its_method(founding: Comparison) -> None:
    whole = " ".join(comparison_text(founding, Page(200), full=True).split())
    every = section(whole, "EVERY FINDING, by region", "SYNAPTIC TRANSMISSION")
    assert every.count("method not stated") + every.count("imaging") + every.count("spine morphology") >= 20
    assert "ketamine, spine formation rate: up, 72-132 h after first dose, 10 mg/kg" in every
