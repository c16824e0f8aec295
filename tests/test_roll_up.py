"""Proof of the roll-up: which findings are added, that each names its molecule, what stays as it is, and what is refused."""

from __future__ import annotations

import json
import re

import pytest
from plain_reader import Reader

from raad import Scope, ask, compare, load
from raad.asking.answer import answer
from raad.errors import UsageError
from raad.graph.cache import Graph, content_key
from raad.graph.question import questions
from raad.names import BASE
from raad.rooms import room

# Read in data/compound/*.yaml: each molecule by its own relations, the last two through arketamine, norketamine and esketamine.
KETAMINE = {
    "esketamine", "arketamine", "norketamine", "hydroxynorketamine", "2r-6r-hydroxynorketamine", "2s-6s-hydroxynorketamine",
    "r-norketamine", "s-hydroxynorketamine",
}  # fmt: skip
NOTHING = ("dextromethorphan-bupropion", "esketamine", "norketamine", "2r-6r-hydroxynorketamine", "psilocin", "rapastinel")
SAID = "findings of the enantiomers in a racemate and of the metabolites of a compound are added to its own"
ADDED = ("compound-finding", "spine-finding", "synapse-finding", "time-course", "dose", "side-effect")


@pytest.fixture(scope="module")
def rolled() -> Graph:
    """Return the shipped graph with the roll-up."""
    return load(scope=Scope(roll_up=True))


@pytest.fixture(scope="module")
def reader() -> Reader:
    """Return the shipped records as plain dictionaries."""
    return Reader(room("data"))


def forms(graph: Graph, compound: str) -> set[str]:
    """Return the ids of what is rolled up into a compound."""
    return {row[0].rpartition("/")[2] for row in answer(graph, "find/roll-up", A=f"{BASE}compound/{compound}").rows} - {compound}


def given(graph: Graph, name: str, compound: str) -> dict[str, str | None]:
    """Return for each finding in an answer the molecule that the row names."""
    return {row["finding"].rpartition("/")[2]: row["molecule"] for row in ask(graph, name, A=compound).records()}


def test_what_rolls_up_was_read_in_the_files(graph: Graph, rolled: Graph) -> None:
    assert forms(rolled, "ketamine") == KETAMINE
    assert forms(rolled, "psilocybin") == {"psilocin"}
    assert forms(rolled, "ibogaine") == {"noribogaine"}
    assert forms(rolled, "av-101") == {"7-chlorokynurenic-acid"}
    assert forms(rolled, "arketamine") == {"r-norketamine"}
    assert forms(rolled, "dextromethorphan-bupropion") == set()
    assert forms(rolled, "rapastinel") == set()
    assert forms(graph, "ketamine") == set()


def test_the_rows_of_one_compound_are_those_of_the_files(rolled: Graph) -> None:
    """Read by hand: what publications found of noribogaine and (R)-norketamine stands with ibogaine and norketamine."""
    told = {name for name, molecule in given(rolled, "compound-finding", "ibogaine").items() if molecule == "noribogaine"}
    assert told == {
        "carnicella-2010-f01", "carnicella-2010-f02", "ly-2018-f05", "rodriguez-2020-f02", "rodriguez-2020-f04",
    }  # fmt: skip
    told = {name for name, molecule in given(rolled, "compound-finding", "norketamine").items() if molecule}
    assert told == {"ma-2022-f05", "ma-2022-f06", "ma-2022-f09", "shirayama-2018-f03"}
    spines = given(rolled, "spine-finding", "ketamine")
    assert {spines[f"yang-2015-f0{number}"] for number in (1, 3, 5, 7)} == {"arketamine"}
    assert {spines[f"treccani-2019-f0{number}"] for number in (1, 2, 3)} == {"esketamine"}


def test_every_added_row_names_its_molecule_and_no_other_does(graph: Graph, rolled: Graph, reader: Reader) -> None:
    label = {name: record["label"] for name, record in reader.compound.items()}
    for compound in ("ketamine", "psilocybin", *NOTHING):
        own = reader.tested(compound)
        added = {name: label[form] for form in forms(rolled, compound) for name in reader.tested(form)}
        assert given(rolled, "compound-finding", compound) == dict.fromkeys(own) | added
        assert given(graph, "compound-finding", compound) == dict.fromkeys(own)


@pytest.mark.parametrize("name", ADDED[:5])
def test_rows_of_the_compound_itself_stay_as_they_are(graph: Graph, rolled: Graph, name: str) -> None:
    apart, up = (ask(one, name, A="ketamine").records() for one in (graph, rolled))
    assert all(row["molecule"] is None for row in apart)
    assert [row for row in up if row["molecule"] is None] == apart
    assert len(up) > len(apart)


def test_side_effects_name_the_molecule(graph: Graph, rolled: Graph, reader: Reader) -> None:
    label = {name: record["label"] for name, record in reader.compound.items()}
    apart, up = (ask(one, "side-effect", A="rapastinel", B="ketamine").records() for one in (graph, rolled))
    measured = [row for row in up if row["finding"]]
    assert [row for row in measured if row["molecule"] is None] == [row for row in apart if row["finding"]]
    added = [row for row in measured if row["molecule"]]
    assert added
    for row in added:
        tested = reader.finding[row["finding"].rpartition("/")[2]]["compound"]
        assert (row["compoundLabel"], row["molecule"]) == ("ketamine", label[tested])


def test_only_the_questions_that_name_the_molecule_change(graph: Graph, rolled: Graph) -> None:
    for asked in questions():
        if asked.name.rpartition("/")[2] not in ADDED:
            assert answer(graph, asked.name).rows == answer(rolled, asked.name).rows, asked.name


def test_the_comparison_weighs_and_judges_as_before(graph: Graph, rolled: Graph) -> None:
    apart, up = (compare(one, "rapastinel", "ketamine") for one in (graph, rolled))
    for part in ("a", "b", "mechanism", "contradictions", "head_to_head", "tested_both", "gaps", "balance", "nearest",
                 "robustness", "actions"):  # fmt: skip
        assert getattr(apart, part) == getattr(up, part), part
    for key, rows in apart.findings.items():
        assert tuple(row for row in up.findings[key] if not row.get("molecule")) == rows, key
    for topic, rows in apart.outcome.items():
        assert tuple(row for row in up.outcome[topic] if not row.get("molecule")) == rows, topic
    assert any(row["molecule"] == "esketamine" for row in up.findings["spine"])


@pytest.mark.parametrize(
    ("pair", "shared"),
    [
        (("ketamine", "esketamine"), "esketamine, (S)-hydroxynorketamine"),
        (("psilocin", "psilocybin"), "psilocin"),
        (("arketamine", "norketamine"), "(R)-norketamine"),
    ],
)
def test_two_that_share_a_molecule_are_not_set_against_each_other(graph: Graph, rolled: Graph, pair, shared: str) -> None:
    with pytest.raises(UsageError, match=re.escape(f"both compounds hold the findings of {shared};")):
        compare(rolled, *pair)
    assert compare(graph, *pair)


def test_what_a_roll_up_cannot_change_is_refused(raad) -> None:
    code, out, told = raad("query", "verdict", "--roll-up")
    assert (code, out) == (2, "")
    assert "a roll-up adds nothing to evidence/verdict; it adds findings to: compare/side-effect" in told
    code, out, told = raad("compare", "ketamine", "rapastinel", "psilocybin", "--roll-up")
    assert (code, out) == (2, "")
    assert "--roll-up takes two compounds" in told


def test_the_text_names_the_molecule_and_says_the_scope_first_and_last(raad) -> None:
    _, out, _ = raad("compare", "rapastinel", "ketamine", "--roll-up", "--full")
    words = " ".join(out.split())
    assert "(given as esketamine)" in words
    assert SAID in words[:400]
    assert SAID in words[-900:]
    _, out, _ = raad("compare", "rapastinel", "ketamine", "--full")
    assert "given as" not in out


@pytest.mark.parametrize("form", ["html", "md"])
def test_the_guide_names_the_molecule_and_says_the_scope(raad, form: str) -> None:
    _, out, _ = raad("report", "rapastinel", "ketamine", "--roll-up", "--format", form)
    assert "(given as esketamine)" in out
    assert out.count(SAID) > 1


@pytest.mark.parametrize("form", ["text", "json", "html", "csv", "tsv"])
def test_every_form_of_a_table_says_the_scope(raad, form: str) -> None:
    _, out, _ = raad("query", "spine-finding", "ketamine", "--roll-up", "--format", form)
    assert SAID in " ".join(out.split())
    assert "arketamine" in out
    if form == "json":
        assert SAID in json.loads(out)["scope"]


def test_a_relation_that_was_not_seen_rolls_nothing_up_among_verified_values(raad) -> None:
    _, out, _ = raad("query", "compound-finding", "ketamine", "--roll-up", "--verified-only", "--format", "json")
    molecules = {row["molecule"] for row in json.loads(out)["rows"]}
    assert {"esketamine", "arketamine", "(2R,6R)-hydroxynorketamine"} <= molecules
    assert "norketamine" not in molecules


def test_a_roll_up_has_a_cache_of_its_own() -> None:
    scopes = [Scope(), Scope(roll_up=True), Scope(leave_out=("unverified",)), Scope(leave_out=("unverified",), roll_up=True)]
    assert len({content_key(scope) for scope in scopes}) == len(scopes)


def test_an_explanation_names_the_rules_of_the_roll_up(raad) -> None:
    _, out, _ = raad("explain", "spine-finding", "ketamine", "--roll-up", "--where", "finding=treccani-2019-f01")
    assert "finding:treccani-2019-f01 / tests form of / ketamine (inferred) by the rule roll-up/finding" in " ".join(out.split())
