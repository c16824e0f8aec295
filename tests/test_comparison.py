"""Proof of the comparison: what a pharmacologist must find in the founding pair, and that it mirrors for any pair."""

from __future__ import annotations

import json
import random
import re
from dataclasses import asdict
from itertools import combinations

import pytest

from raad import compare, load
from raad.asking.answer import answer
from raad.comparison.value import Comparison, HypothesisPair
from raad.drawing.path import comparison_svg
from raad.errors import UnknownName, UsageError
from raad.graph.cache import Graph
from raad.layout import Page
from raad.names import BASE
from raad.report.brief import comparison_text
from raad.report.output import json_text

SECTIONS = (
    "AT A GLANCE", "WHO THEY ARE", "WHERE THEY ACT AND WITH WHAT SIGN", "TESTED SIDE BY SIDE IN ONE STUDY",
    "HOW THEY WORK, STEP BY STEP", "SPINES AND DENDRITES", "SPINE DENSITY, REGION BY REGION",
    "SYNAPTIC TRANSMISSION AND PLASTICITY", "WHEN EFFECTS START AND END", "MORE FORMATION OR LESS LOSS OF SPINES",
    "WHERE SPINES OR SYNAPSES AND BEHAVIOUR PART", "EFFECTS ONE HAS AND THE OTHER WAS TESTED FOR AND LACKS",
    "SIDE EFFECTS AND THE STEPS THEY BELONG TO", "DOSES AND HUMAN-EQUIVALENT DOSES", "POOLED EFFECTS", "TRIALS",
    "WHAT DISAGREES",
    "WHAT WAS NEVER MEASURED WITH ONE OF THEM", "SOURCES",
)  # fmt: skip


@pytest.fixture(scope="module")
def founding(graph: Graph) -> Comparison:
    """Return the comparison of rapastinel and ketamine."""
    return compare(graph, "rapastinel", "ketamine")


@pytest.fixture(scope="module")
def leading(founding: Comparison) -> HypothesisPair:
    """Return the pair of hypotheses that is compared first."""
    return founding.mechanism[0]


@pytest.fixture(scope="module")
def text(founding: Comparison) -> str:
    """Return the comparison as text without line breaks."""
    return " ".join(comparison_text(founding, Page(100), full=True).split())


def local(iri: object) -> str:
    """Return the id at the end of an IRI."""
    return str(iri).rpartition("/")[2]


def events(pairs) -> set[str]:
    """Return the ids of the events of pairs."""
    return {pair.event.rpartition("/")[2] for pair in pairs}


# What the founding pair must show.


def test_they_act_on_the_nmda_receptor_with_opposite_signs(founding: Comparison) -> None:
    signs = {row["compound"].rpartition("/")[2]: row["sign"] for row in founding.actions if row["targetLabel"] == "NMDA receptor"}
    assert signs == {"rapastinel": "positive", "ketamine": "negative"}
    assert all(row["opposed_on"] == ("NMDA receptor",) for row in founding.actions if row["targetLabel"] == "NMDA receptor")


def test_the_disinhibition_path_leads_step_by_step(founding: Comparison) -> None:
    (main,) = [m for m in founding.b.mechanism if m.leads]
    path = [step.event.rpartition("/")[2] for step in main.step if step.branch == "main branch"]
    assert main.mechanism == BASE + "mechanism/ketamine-disinhibition"
    assert path[:6] == [
        "nmdar-activity-gaba-interneuron-decreased", "gaba-interneuron-firing-decreased",
        "gabaergic-input-to-pyramidal-decreased",
        "pyramidal-firing-increased", "glutamate-release-increased", "ampar-activity-increased",
    ]  # fmt: skip
    assert path[-1] == "spine-formation-increased"


def test_they_converge_on_bdnf_mtorc1_and_spines(leading: HypothesisPair) -> None:
    shared = {pair.event.rpartition("/")[2]: pair for pair in leading.shared}
    for event in ("bdnf-release-increased", "mtorc1-signalling-increased", "spine-formation-increased"):
        assert shared[event].a.supports
        assert shared[event].b.supports
    for event in ("bdnf-release-increased", "mtorc1-signalling-increased", "spine-density-increased"):
        assert (shared[event].a.measured, shared[event].b.measured) == (True, True), event
    assert shared["spine-formation-increased"].a.seen_as == ("spine number",)


@pytest.mark.parametrize("event", ["glutamate-release-increased", "5ht-evoked-epsc-increased", "head-twitch-increased"])
def test_what_one_was_tested_for_and_lacks_is_a_divergence(leading: HypothesisPair, event: str) -> None:
    assert event not in events(leading.shared)
    assert event in events(leading.only_b[:3])
    (pair,) = [pair for pair in leading.only_b if pair.event.endswith(event)]
    assert pair.a.standing in ("measured absent", "measured, inconclusive")
    assert pair.a.disputes or pair.a.neutral


def test_no_event_is_shared_without_read_support_on_both_sides(founding: Comparison) -> None:
    for pair in founding.mechanism:
        for event in pair.shared:
            assert event.a.supports, event
            assert event.b.supports, event


def test_what_measured_no_event_counts_against_the_step_only(founding: Comparison) -> None:
    for pair in founding.mechanism[:1]:
        for party, mechanism in ((founding.a, pair.hypothesis_a), (founding.b, pair.hypothesis_b)):
            lines = [
                (step.event, line)
                for known in party.mechanism
                if known.mechanism == mechanism
                for step in known.step
                for line in step.evidence
                if line.stance == "disputes"
            ]
            assert lines
            measured = {(event, line.publication) for event, line in lines if line.measures_effect}
            for shared in pair.shared:
                side = shared.a if party is founding.a else shared.b
                assert set(side.disputes) == {publication for event, publication in measured if event == shared.event}
                assert not set(side.disputes) & set(side.disputes_step)


def test_rapamycin_in_patients_speaks_against_the_step_to_synthesis_not_against_synthesis(leading: HypothesisPair) -> None:
    (shared,) = [pair for pair in leading.shared if local(pair.event) == "synaptic-protein-synthesis-increased"]
    assert shared.b.disputes == ()
    assert "abdallah-2020" in map(local, shared.b.disputes_step)


def test_people_contradict_the_step_from_mtorc1_to_protein_synthesis(founding: Comparison) -> None:
    (step,) = [step for step in founding.b.mechanism[0].step if local(step.step) == "ketamine-disinhibition-s14"]
    assert step.verdict.translation == "human contradicting"
    assert (step.verdict.verdict, step.verdict.rule) == ("contested", "verdict-1")


def test_verdicts_and_what_they_hang_on_are_shown(founding: Comparison, text: str) -> None:
    main = {step.step for step in founding.b.mechanism[0].step if step.branch == "main branch"}
    changed = {row["subject"] for row in founding.robustness if row["kind"] == "group"} & main
    assert changed
    assert f"{len(changed)} without one group" in text
    assert "VERDICTS on 16 main steps of ketamine (rule verdict-1)" in text


def test_computed_effect_sizes_stand_in_the_glance_with_their_source(founding: Comparison, text: str) -> None:
    glance = text.partition("AT A GLANCE")[2].partition("WHO THEY ARE")[0]
    assert "rapastinel none" in glance
    sizes = [row for row in founding.findings["sized"] if row["compound"].endswith("/ketamine")]
    assert {local(row["finding"]) for row in sizes} >= {"murrough-2013-f01", "taylor-2011-f03"}
    assert glance.count("computed [") == len(sizes)


def test_a_review_is_not_one_study(founding: Comparison) -> None:
    brief = comparison_text(founding, Page(100), full=True)
    lacking = brief.partition("EFFECTS ONE HAS")[2].partition("TESTED SIDE BY SIDE")[0]
    one, _, different = lacking.partition("In different studies")
    numbers = {source.number for source in founding.sources if source.kind == "review"}
    assert not numbers & {int(n) for group in re.findall(r"\[([\d,]+)\]", one) for n in group.split(",")}
    assert different


def test_the_glance_says_what_the_meeting_rests_on(text: str) -> None:
    assert "meet first at AMPA receptor activity raised (not itself measured with rapastinel)" in text
    assert "the first shared event measured with both is activity-dependent BDNF release raised" in text


def test_absent_and_inconclusive_are_told_apart_at_a_glance(text: str) -> None:
    assert re.search(r"Measured with rapastinel, absent: [^.]*head twitch", text)
    assert re.search(r"Measured with rapastinel, inconclusive: 5-HT-evoked", text)


def test_the_glance_counts_journal_articles_on_the_compound_alone(founding: Comparison, text: str) -> None:
    rows = [
        row
        for row in founding.findings["spine"]
        if row["quantity"] == "spine density" and row["compound"].endswith("/ketamine") and row["against"] != "against comparator"
    ]
    read = [row for row in rows if row["publicationKind"] == "journal article" and row["basis"] != "second-hand"]
    left_out = [row for row in rows if row["with"] or row not in read]
    assert left_out
    up = sum(row["direction"] == "increase" for row in rows if row not in left_out)
    assert re.search(rf"ketamine {up}† up", text)


def test_arketamine_against_rapastinel_is_not_taken_for_ketamine(founding: Comparison, text: str) -> None:
    assert BASE + "publication/yang-2016" not in {row["publication"] for row in founding.head_to_head}
    (arketamine,) = {row["compound"]: row for row in founding.b.related if row["compound"].endswith("/arketamine")}.values()
    assert BASE + "publication/yang-2016" in arketamine["head_to_head"]
    assert "NOT COUNTED: arketamine, not ketamine, was tested against rapastinel" in text


def test_no_finding_of_a_relative_is_shown_as_one_of_the_compound(graph: Graph, founding: Comparison) -> None:
    own = {
        party.iri: {row["finding"] for row in answer(graph, "describe/compound-finding", A=party.iri).records()}
        for party in (founding.a, founding.b)
    }
    for rows in (founding.findings["spine"], founding.findings["synapse"], founding.head_to_head):
        for row in rows:
            assert row["finding"] in own[row["compound"]]


def test_both_claims_about_the_binding_site_stand_as_a_contradiction(founding: Comparison, text: str) -> None:
    (site,) = [row for row in founding.contradictions if row["contradiction"].endswith("/rapastinel-binding-site")]
    assert site["status"] == "resolved by later evidence"
    assert {finding.rpartition("/")[2] for finding in site["findings1"]} == {
        "moskal-2014-f01",
        "burgdorf-2011-learning-f06",
        "eurpsychiatry-2013-glyx13-f06",
    }
    assert {finding.rpartition("/")[2] for finding in site["findings2"]} == {"donello-2019-f03", "donello-2019-f04"}
    assert "read once" in site["explanation"]
    assert site["explanation"] in text


def test_the_phase_3_trials_are_shown_as_not_met(founding: Comparison) -> None:
    results = {
        row["registry"][0]: row["result"]
        for row in founding.a.trial
        if row["phase"] == "phase 3" and row["endpoint"] == "MADRS at week 3"
    }
    assert results == dict.fromkeys(("NCT02932943", "NCT02943564", "NCT02943577"), "not met (press release)")


def test_gaps_name_what_was_measured_with_one_only(founding: Comparison) -> None:
    gaps = {(row["endpoint"].rpartition("/")[2], row["missingWith"].rpartition("/")[2]) for row in founding.gaps["endpoint"]}
    assert {("spine-formation", "rapastinel"), ("ltd", "ketamine")} <= gaps
    assert ("spine-density", "rapastinel") not in gaps, "spine number is a kind of spine density"


def test_the_heading_of_an_endpoint_tells_a_direct_comparison_from_an_indirect_one(text: str) -> None:
    assert "spine density (indirect: in different studies) rapastinel: " in text
    assert re.search(r"dendritic arborisation \(both in \[\d+\], else indirect\) rapastinel: ", text)


# The form.


def test_every_section_is_there_and_says_what_it_rests_on(founding: Comparison) -> None:
    lines = comparison_text(founding, Page(200)).splitlines()
    heads = [line for line in lines if line.startswith(SECTIONS)]
    assert [next(name for name in SECTIONS if head.startswith(name)) for head in heads] == list(SECTIONS)
    for head in heads[2:-1]:
        assert re.search(r"\(\d+ rows?(.*| from \d+ findings, \d+ % with every field seen, \d+ % read twice)\)$", head), head


def test_a_section_of_few_rows_says_so(graph: Graph) -> None:
    lines = comparison_text(compare(graph, "zelquistinel", "nyx-2925"), Page(200)).splitlines()
    assert [line for line in lines if "FEWER THAN THREE ROWS" in line]
    for key, section in compare(graph, "zelquistinel", "nyx-2925").sections.items():
        assert section.rows >= 0, key


def test_every_number_in_brackets_is_a_listed_source(founding: Comparison) -> None:
    for full in (False, True):
        whole = comparison_text(founding, Page(100), full)
        body, _, sources = whole.partition("\nSOURCES")
        cited = {int(number) for group in re.findall(r"\[([\d,]+)\]", body) for number in group.split(",")}
        assert cited == {int(number) for number in re.findall(r"\[(\d+)\]", sources)}
        assert len(cited) > 50


def test_every_source_can_be_looked_up(founding: Comparison) -> None:
    for source in founding.sources:
        assert source.pmid or source.doi or source.pmcid or source.registry or source.page.startswith("http"), source.publication


def test_unverified_values_carry_a_dagger(founding: Comparison, text: str) -> None:
    (row,) = [row for row in founding.findings["spine"] if row["finding"].endswith("/liu-2017-f03")]
    assert set(row["unverified"]) == {"inSpecies"}
    assert "up, time not stated, dose not stated, rat†" in text


def test_what_is_known_from_memory_only_is_in_no_comparison(founding: Comparison) -> None:
    assert "liu-2017-f14" not in json_text(founding, "0.1.0")
    assert "burgdorf-2013-f08" not in json_text(founding, "0.1.0")


def test_a_step_without_evidence_is_shown_as_proposed(text: str) -> None:
    assert "calcium influx into the postsynaptic neuron raised: proposed, no evidence read" in text


def test_json_gives_the_values_of_the_dataclasses(founding: Comparison) -> None:
    body = json.loads(json_text(founding, "0.1.0"))
    assert body["mechanism"][0] == json.loads(json.dumps(asdict(founding.mechanism[0]), default=str))
    assert body["a"]["label"] == founding.a.label


def test_picture_shows_every_main_step(founding: Comparison) -> None:
    picture = comparison_svg(founding)
    for mechanism in (founding.a.mechanism[0], founding.b.mechanism[0]):
        assert picture.count("<rect") > len([step for step in mechanism.step if step.branch == "main branch"])
        for step in mechanism.step:
            if step.branch == "main branch":
                assert f"{step.position} {'+' if step.sign > 0 else '-'} {step.event_label[:30]}" in picture


def test_side_effects_are_set_side_by_side_with_the_step_they_belong_to(founding: Comparison, text: str) -> None:
    rows = {(row["endpointLabel"], row["compoundLabel"], row["direction"]) for row in founding.side_effect}
    assert ("head twitch response", "rapastinel", "no change") in rows
    assert ("head twitch response", "ketamine", "increase") in rows
    assert re.search(
        r"head twitch response \(step to 5-HT2-type head twitch response raised in [^)]*Ketamine: disinhibition[^)]*\): "
        r"rapastinel no change \[\d+\]; ketamine up \[\d+\] ",
        text,
    )


def test_an_endpoint_measured_with_one_only_has_no_finding_for_the_other(founding: Comparison) -> None:
    missing = {(row["endpointLabel"], row["compoundLabel"]) for row in founding.side_effect if row["standing"] == "no finding"}
    assert ("blood pressure", "rapastinel") in missing
    measured = {(row["endpointLabel"], row["compoundLabel"]) for row in founding.side_effect if row["finding"]}
    assert missing & measured == set()


def test_balance_has_both_sides_of_every_event_that_the_leading_hypotheses_share(
    founding: Comparison, leading: HypothesisPair
) -> None:
    sides = {(row["event"], row["compound"]) for row in founding.balance}
    assert sides == {(event.event, party.iri) for event in leading.shared for party in (founding.a, founding.b)}
    for event in leading.shared:
        a, b = (
            next(r for r in founding.balance if (r["event"], r["compound"]) == (event.event, p.iri))
            for p in (founding.a, founding.b)
        )
        assert (a["publicationsFor"], b["publicationsFor"]) == (len(event.a.supports), len(event.b.supports))
        assert (a["measuredWithItself"], b["measuredWithItself"]) == (
            event.a.measured_with_compound, event.b.measured_with_compound
        )  # fmt: skip


def test_nearness_is_the_share_of_shared_events(founding: Comparison, leading: HypothesisPair) -> None:
    for party, other, reached in ((founding.a, founding.b, leading.only_b), (founding.b, founding.a, leading.only_a)):
        row = next(row for row in founding.nearest[party.iri] if row["compound"] == other.iri)
        assert row["shared"] == len(leading.shared)
        assert float(row["nearness"]) == round(row["shared"] / row["either"], 3)
        assert row["either"] >= row["shared"] + sum(event.event in other.mechanism[0].reached for event in reached)


# Any pair.


def pairs_of(graph: Graph, count: int) -> list[tuple[str, str]]:
    """Return pairs of compounds drawn with a fixed seed."""
    compounds = [local(row["record"]) for row in answer(graph, "find/record", C=BASE + "Compound").records()]
    return [tuple(random.Random(number).sample(compounds, 2)) for number in range(count)]


def mirrored(pair: HypothesisPair) -> tuple:
    """Return a pair of hypotheses as seen from the other side."""
    fork, meeting = pair.first_divergence, pair.first_convergence
    return (
        pair.hypothesis_b, pair.hypothesis_a, pair.steps_b, pair.steps_a,
        {(e.event, e.b, e.a) for e in pair.shared}, {(e.event, e.b, e.a) for e in pair.only_b},
        {(e.event, e.b, e.a) for e in pair.only_a}, fork and (fork.position, fork.event_b, fork.event_a),
        meeting and (meeting.event, meeting.steps_b, meeting.steps_a),
    )  # fmt: skip


def plain(pair: HypothesisPair) -> tuple:
    """Return a pair of hypotheses in the form of `mirrored`."""
    fork, meeting = pair.first_divergence, pair.first_convergence
    return (
        pair.hypothesis_a, pair.hypothesis_b, pair.steps_a, pair.steps_b,
        {(e.event, e.a, e.b) for e in pair.shared}, {(e.event, e.a, e.b) for e in pair.only_a},
        {(e.event, e.a, e.b) for e in pair.only_b}, fork and (fork.position, fork.event_a, fork.event_b),
        meeting and (meeting.event, meeting.steps_a, meeting.steps_b),
    )  # fmt: skip


def rows_of(rows: tuple[dict, ...]) -> list[str]:
    """Return rows as sorted texts, whatever the order of their columns."""
    return sorted(str(sorted(row.items())) for row in rows)


def check_mirror(graph: Graph, a: str, b: str) -> Comparison:
    """Return the comparison of A and B; fail where the comparison of B and A is not that of A and B seen from the other side."""
    one, two = compare(graph, a, b), compare(graph, b, a)
    assert sorted(map(mirrored, one.mechanism), key=str) == sorted(map(plain, two.mechanism), key=str)
    assert one.mechanism[:1] == () or mirrored(one.mechanism[0]) == plain(two.mechanism[0])
    assert one.a == two.b
    assert one.b == two.a
    assert one.nearest == two.nearest
    for name in ("actions", "balance", "side_effect", "head_to_head", "contradictions", "robustness"):
        assert rows_of(getattr(one, name)) == rows_of(getattr(two, name)), name
    for tables in ("findings", "gaps"):
        assert {key: rows_of(rows) for key, rows in getattr(one, tables).items()} == {
            key: rows_of(rows) for key, rows in getattr(two, tables).items()
        }, tables
    assert one.sections == two.sections
    assert one.sources == two.sources
    for topic, rows in one.outcome.items():
        assert sorted(map(str, rows)) == sorted(map(str, two.outcome[topic])), topic
    return one


def test_the_founding_comparison_mirrors(graph: Graph) -> None:
    check_mirror(graph, "rapastinel", "ketamine")


@pytest.mark.parametrize("number", range(6))
def test_any_pair_can_be_compared_and_mirrors(graph: Graph, number: int) -> None:
    a, b = pairs_of(graph, number + 1)[number]
    check_mirror(graph, a, b)
    for full in (False, True):
        assert comparison_text(compare(graph, a, b), Page(80), full).endswith("w3id.org/raad/\n")


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """Keep the answers about one compound, which most pairs ask for again, in memory, and none of a pair on disk."""
    answers: dict[str, object] = {}

    def keep(_graph: Graph, text: str, value: object) -> None:
        if "\nPREFIX B: " not in text:
            answers[text] = value

    for module in ("answer", "pairing"):
        monkeypatch.setattr(f"raad.{module}.read_answer", lambda _graph, text: answers.get(text))
        monkeypatch.setattr(f"raad.{module}.keep_answer", keep)
    return answers


@pytest.mark.campaign
@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("share", range(6))
def test_all_pairs_can_be_compared_and_mirror(graph: Graph, share: int) -> None:
    """All pairs in one run of six shares, each pair in both orders; what fails is told pair by pair."""
    everyone = [*compounds(graph), "ketamine"]
    pairs = list(combinations(everyone, 2))
    assert len(pairs) >= 3003
    failed = []
    for a, b in pairs[share::6]:
        try:
            made = check_mirror(graph, a, b)
            assert comparison_text(made, Page(80)).endswith("w3id.org/raad/\n")
        except Exception as error:
            failed.append(f"{a} {b}: {type(error).__name__} {str(error)[:200]}")
    assert failed == []


def compounds(graph: Graph) -> list[str]:
    """Return the ids of all compounds but ketamine."""
    return [
        name
        for row in answer(graph, "find/record", C=BASE + "Compound").records()
        if (name := local(row["record"])) != "ketamine"
    ]


@pytest.mark.parametrize(
    "start", [pytest.param(0, id="a sixth"), *(pytest.param(n, marks=pytest.mark.campaign) for n in range(1, 6))]
)
def test_every_compound_can_be_compared_with_ketamine_in_full(graph: Graph, start: int) -> None:
    for compound in compounds(graph)[start::6]:
        assert "SOURCES" in comparison_text(compare(graph, compound, "ketamine"), Page(80), full=True)


def test_a_compound_without_any_evidence_gives_an_answer_not_an_empty_page(graph: Graph) -> None:
    whole = comparison_text(compare(graph, "strychnine", "ketamine"), Page(100))
    assert "No mechanism is curated for strychnine, so the paths cannot be compared." in whole
    assert "`raad query mechanism-step ketamine-disinhibition` shows its steps" in " ".join(whole.split())
    assert "No study of the curated set tested the two side by side" in whole


def test_names_that_cannot_be_compared_are_refused(graph: Graph) -> None:
    with pytest.raises(UnknownName) as unknown:
        compare(graph, "rapastinell", "ketamine")
    assert unknown.value.near[0] == "rapastinel"
    with pytest.raises(UsageError, match="the same compound"):
        compare(graph, "GLYX-13", "rapastinel")


def test_python_gives_the_same_as_the_command(founding: Comparison) -> None:
    assert compare(load(), "rapastinel", "ketamine") == founding
