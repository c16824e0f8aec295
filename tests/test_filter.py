"""Proof of the filters: which findings stay, what goes with the others, how names and times are read, and what is said."""

from __future__ import annotations

import json
from collections.abc import Iterable

import pytest
from frozen_graph import FOLDER, Frozen, store_of
from plain_reader import Reader, listed

from raad import Scope, ask, compare, load, narrow
from raad.errors import UnknownName, UsageError
from raad.graph.cache import Graph, content_key
from raad.graph.infer import leave_out
from raad.graph.query import run
from raad.graph.question import bind, question
from raad.graph.scope import CONSEQUENCES, RULES
from raad.names import BASE, HAS_FINDING, RDF_TYPE
from raad.rooms import room

MICE_LATER = {"species": "mouse", "time": "24h-"}
# Counted by hand in tests/frozen/: the findings, of 122, that each rule keeps as it lies there.
KEPT = {"species": 48, "sex": 7, "route": 43, "model": 20, "region": 46, "time": 33}


def stating(reader: Reader, values: Iterable[str], key: str, wanted: str) -> bool:
    """Say whether one of the values is the wanted one or below it."""
    wider = reader._list(f"vocabulary/{key}.yaml") if key != "sex" else {}
    for value in values:
        while value:
            if value == wanted:
                return True
            value = wider.get(value, {}).get("parent")
    return False


def lasting(finding: dict, first: float, last: float) -> bool:
    """Say whether the hours after the dose, or the whole span of them, lie between two hours."""
    begin, end = (finding.get("hours_after_dose", finding.get(f"hours_{side}")) for side in ("from", "to"))
    return begin is not None and float(begin) >= first and (last == float("inf") or (end is not None and float(end) <= last))


def ids(graph: Graph) -> set[str]:
    """Return the ids of the findings of a graph."""
    return {quad.object.value.rpartition("/")[2] for quad in graph.stated() if quad.predicate == HAS_FINDING}


@pytest.fixture(scope="module")
def reader() -> Reader:
    """Return the shipped records as plain dictionaries."""
    return Reader(room("data"))


@pytest.fixture(scope="module")
def mice(graph: Graph) -> Graph:
    """Return the graph of findings in mice a day or more after the dose."""
    return load(scope=narrow(graph, Scope(), **MICE_LATER))


@pytest.mark.parametrize("name", KEPT)
def test_each_rule_keeps_the_findings_counted_by_hand(frozen: Frozen, name: str) -> None:
    left = leave_out(frozen.stated, [question(f"{RULES}/other-{name}").text])
    assert set(left) <= set(frozen.stated)
    gone = set(frozen.stated) - set(left)
    assert {quad.predicate for quad in gone} == {HAS_FINDING}
    assert sum(quad.predicate == HAS_FINDING for quad in left) == KEPT[name]
    assert len(gone) == len(Reader(FOLDER).finding) - KEPT[name]


@pytest.mark.parametrize(
    ("wanted", "keeps"),
    [
        ({"species": "rodent"}, lambda r, f: stating(r, listed(f.get("species")), "species", "rodent")),
        ({"species": "human", "route": "i.v."}, lambda r, f: (
            stating(r, listed(f.get("species")), "species", "human") and "intravenous" in listed(f.get("route"))
        )),
        ({"sex": "both"}, lambda r, f: f.get("sex") == "both"),
        ({"region": "mPFC"}, lambda r, f: stating(r, listed(f.get("region")), "region", "medial-prefrontal-cortex")),
        ({"model": "stress model"}, lambda r, f: stating(r, listed(f.get("model")), "model", "stress-model")),
        ({"time": "1-24h"}, lambda r, f: lasting(f, 1, 24)),
        (MICE_LATER, lambda r, f: stating(r, listed(f.get("species")), "species", "mouse") and lasting(f, 24, float("inf"))),
    ],
)  # fmt: skip
def test_a_plain_reader_finds_the_same_findings(graph: Graph, reader: Reader, wanted: dict, keeps) -> None:
    scope = narrow(graph, Scope(), **wanted)
    left = {
        quad.object.value.rpartition("/")[2]
        for quad in leave_out([*graph.store], scope.rules()[: len(wanted)])
        if quad.predicate == HAS_FINDING
    }
    assert left == {name for name, finding in reader.finding.items() if keeps(reader, finding)}
    assert 0 < len(left) < len(reader.finding)


def test_what_rests_on_other_findings_alone_goes_with_them(frozen: Frozen) -> None:
    """In rats only, abdallah-2020 (people) speaks no more, and the step of kato-2018 stands on what is left."""
    rules = [question(f"{RULES}/{name}").text for name in ("other-species", *CONSEQUENCES)]
    left = leave_out(frozen.stated, rules)
    kept = {quad.object.value for quad in left if quad.predicate == HAS_FINDING}
    ends = {term.value for quad in left for term in (quad.subject, quad.object) if hasattr(term, "value")}
    gone = {BASE + "finding/" + name for name in Reader(FOLDER).finding} - kept
    assert gone
    assert not gone & ends
    assert not [end for end in ends if any(end.startswith(f"{finding}/") for finding in gone)]
    lines = {quad.subject for quad in left if quad.predicate == RDF_TYPE and quad.object.value == BASE + "EvidenceLine"}
    assert lines == {
        quad.subject for quad in left if quad.predicate.value == BASE + "citesFinding" and "/step/" in quad.subject.value
    }
    before = {quad.subject for quad in frozen.stated if quad.predicate == RDF_TYPE and quad.object.value == BASE + "EvidenceLine"}
    assert lines < before


def test_a_line_keeps_its_place_while_one_of_its_findings_stays(frozen: Frozen) -> None:
    """pothula-2021 and liu-2017 (rats) support steps of rapastinel; without mice and people these steps stay supported."""
    rules = [question(f"{RULES}/{name}").text for name in ("other-species", *CONSEQUENCES)]
    store = store_of(leave_out(frozen.stated, rules))
    steps = bind(question("describe/mechanism-step"), {"H": BASE + "mechanism/rapastinel-bdnf-mtorc1"})
    cited = {name for row in run(store, steps).records() for name in str(row["finding"] or "").split(" | ") if name}
    reader = Reader(FOLDER)
    assert cited
    assert all("rat" in listed(reader.finding[name.rpartition("/")[2]].get("species")) for name in cited)


def test_standing_and_verdict_follow_from_what_is_left(mice: Graph) -> None:
    """Read by hand: in mice from 24 h on, yang-2016 disputes steps 7 and 11, pryazhnikov-2018 supports step 16, no other line."""
    made = compare(mice, "rapastinel", "ketamine")
    said = {
        (step.position, step.standing, step.verdict.verdict)
        for party in (made.a, made.b)
        for step in party.mechanism[0].step
        if step.branch == "main branch" and step.evidence
    }
    assert said == {
        (7, "disputed", "disputed"), (11, "disputed", "disputed"), (12, "proposed, no evidence in this scope", "untested"),
        (16, "supported", "single group"),
    }  # fmt: skip


def test_the_comparison_in_mice_is_what_was_read_by_hand(mice: Graph) -> None:
    made = compare(mice, "rapastinel", "ketamine")
    assert (made.a.findings, made.b.findings) == (8, 27)
    assert {row["finding"].rpartition("/")[2] for row in made.findings["spine"]} == {
        "cavalleri-2018-f01", "chiu-2015-f03", "phoumthipphavong-2016-f05", "pryazhnikov-2018-f01",
    }  # fmt: skip
    assert made.findings["synapse"] == made.head_to_head == ()
    pairs = {
        tuple(row[key]["finding"].rpartition("/")[2] for key in ("finding_has", "finding_lacks"))
        for row in made.findings["lacking"]
    }
    assert pairs == {
        ("adaikkan-2018-f07", "yang-2016-f12"), ("adaikkan-2018-f07", "yang-2016-f18"), ("jphs-2017-glun2d-f04", "yang-2016-f20"),
        ("pmc5888010-2017-5ht1a-f01", "yang-2016-f20"), ("sv2a-2025-corticosterone-f04", "yang-2016-f20"),
    }  # fmt: skip
    assert [row["contradiction"].rpartition("/")[2] for row in made.contradictions] == ["rapastinel-duration"]
    assert len(made.gaps["endpoint"]) == 13
    assert {row["regionLabel"] for row in made.gaps["spine_region"]} == {"medial prefrontal cortex", "somatosensory cortex"}


def test_a_filtered_comparison_never_says_never(raad) -> None:
    code, out, _ = raad("compare", "rapastinel", "ketamine", "--species", "mouse", "--time", "24h-", "--full")
    assert code == 0
    own = out[: out.index("SOURCES")]
    for word in ("never measured", "Never with", "not measured;", "curated set", "no evidence read"):
        assert word not in own
    assert "No finding in this scope with rapastinel, but with ketamine" in " ".join(out.split())


@pytest.mark.parametrize("form", ["text", "json", "html", "csv", "tsv"])
def test_the_scope_stands_at_the_top_and_at_the_end(raad, form: str) -> None:
    said = "only findings in mouse; only findings at 24 h after the dose or later; findings that do not state this are left out"
    _, out, _ = raad("query", "spine-finding", "ketamine", "--species", "mouse", "--time", "24h-", "--format", form)
    first = " ".join(out.split("<table>")[0].split()) if form == "html" else " ".join(out.split("finding endpoint")[0].split())
    assert said in first[:2500]
    if form == "text":
        assert said in " ".join(out.split("rows.")[-1].split())
    if form == "json":
        body = json.loads(out)
        assert next(iter(body)) == "scope"
        assert said in body["scope"]
        assert said in body["release"]["version"]


@pytest.mark.parametrize(
    "arguments", [["compare", "rapastinel", "ketamine"], ["effect", "ketamine"], ["audit"], ["describe", "ketamine"]]
)
def test_every_text_says_the_scope_first_and_last(raad, arguments: list[str]) -> None:
    code, out, _ = raad(*arguments, "--species", "mouse", "--time", "24h-")
    words = " ".join(out.split())
    assert code == 0
    assert "only findings in mouse" in words[:400]
    assert "only findings in mouse" in words[-900:]


def test_filters_that_leave_nothing_say_so(raad) -> None:
    code, out, _ = raad("query", "spine-finding", "ketamine", "--sex", "female", "--human-only", "--region", "motor-cortex")
    words = " ".join(out.split())
    assert code == 0
    assert "none of" in words
    assert "findings is left" in words
    assert "No rows in this scope: no finding of the curated set measures spines" in words


def test_each_scope_has_a_cache_of_its_own(graph: Graph) -> None:
    scopes = [
        Scope(), Scope(leave_out=("unverified",)),
        *(narrow(graph, Scope(), **wanted) for wanted in (
            {"species": "mouse"}, {"species": "rat"}, {"time": "24h"}, {"time": "24h-"}, {"species": "mouse", "time": "24h"},
        )),
    ]  # fmt: skip
    assert len({content_key(scope) for scope in scopes}) == len(scopes)


def test_verified_only_comes_before_a_filter(graph: Graph) -> None:
    """The species of liu-2017-f09 was not seen on a page, so that it is no finding in rats among verified values."""
    rules = narrow(graph, Scope(leave_out=("unverified",)), species="rat").rules()
    left = leave_out([*graph.store], rules[:2])
    names = {quad.object.value.rpartition("/")[2] for quad in left if quad.predicate == HAS_FINDING}
    assert "liu-2017-f09" not in names
    assert "li-2010-f01" in names


def test_without_sponsor_is_without_company(raad) -> None:
    asked = ["query", "null-result", "rapastinel", "--format", "csv"]
    assert raad(*asked, "--without-sponsor")[1] == raad(*asked, "--without-company")[1]


def test_human_only_is_the_species_human(raad) -> None:
    asked = ["query", "null-result", "rapastinel", "--format", "csv"]
    assert raad(*asked, "--human-only")[1] == raad(*asked, "--species", "Human")[1]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("24h", "24", "24"), ("1-24h", "1", "24"), ("1d-7d", "24", "168"), ("-24h", "", "24"), ("24h-", "24", ""),
        ("30min-2h", "0.5", "2"), ("1 d - 1 w", "24", "168"), ("0h", "0", "0"), ("1.5h-", "1.5", ""),
    ],
)  # fmt: skip
def test_a_range_of_time_is_read_in_hours(graph: Graph, text: str, first: str, last: str) -> None:
    (made,) = narrow(graph, Scope(), time=text).filters
    assert made.values == (("from", first), ("to", last))


@pytest.mark.parametrize("text", ["", "24", "-", "later", "7d-1d", "1-2-3h", "1y", "--", '24h" AS ?x) BIND("', "1e9h", "٣h"])
def test_a_range_that_is_none_is_refused(graph: Graph, text: str) -> None:
    with pytest.raises(UsageError, match=r"24h|turn it round"):
        narrow(graph, Scope(), time=text)


@pytest.mark.parametrize(
    ("option", "name", "said"),
    [
        ("--species", "mousse", "did you mean mouse"),
        ("--species", "xyz", "one of: human, mouse, non-human primate, rat, rodent"),
        ("--sex", "femal", "did you mean female"), ("--route", "intraveinous", "did you mean intravenous"),
        ("--region", "hipocampus", "did you mean hippocampus"), ("--model", "sozial defeat stress", "raad list model"),
        ("--species", 'x> . ?s ?p "', "no species is called"), ("--region", "", "no region is called"),
    ],
)  # fmt: skip
def test_an_unknown_name_is_told_with_near_ones(raad, option: str, name: str, said: str) -> None:
    code, out, err = raad("compare", "rapastinel", "ketamine", option, name)
    assert (code, out) == (3, "")
    assert said in err


def test_an_option_given_twice_is_refused(raad) -> None:
    code, _, err = raad("compare", "rapastinel", "ketamine", "--species", "mouse", "--species", "rat")
    assert code == 2
    assert "--species is given twice" in err


def test_a_time_may_begin_with_a_dash(raad) -> None:
    code, out, _ = raad("query", "null-result", "ketamine", "--time", "-24h")
    assert code == 0
    assert "only findings up to 24 h after the dose" in " ".join(out.split())


def test_a_filter_that_is_none_is_refused(graph: Graph) -> None:
    with pytest.raises(UsageError, match="there is no filter 'colour'"):
        narrow(graph, Scope(), colour="red")
    with pytest.raises(UnknownName, match="did you mean rat"):
        narrow(graph, Scope(), species="rats")


def test_a_filtered_graph_answers_through_python(mice: Graph) -> None:
    rows = ask(mice, "compound-finding", A="ketamine").records()
    assert rows
    assert all("mouse" in row["species"] for row in rows)
