"""Mechanisms of two compounds set against each other, hypothesis by hypothesis."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher
from itertools import zip_longest

from raad.asking.answer import answer
from raad.comparison.value import (
    ABSENT,
    APART,
    MAIN,
    PROPOSED,
    PROPOSED_IN_SCOPE,
    SUPPORTED,
    Convergence,
    Divergence,
    EventPair,
    EvidenceLine,
    HypothesisPair,
    Mechanism,
    Party,
    Reach,
    Step,
    Verdict,
)
from raad.graph.cache import Graph

ELSEWHERE = "not in this hypothesis"


def mechanisms(graph: Graph, compound: str) -> tuple[Mechanism, ...]:
    """Return the mechanisms that explain a compound with their steps, the leading one first."""
    rows = answer(graph, "find/mechanism", A=compound).records()
    return tuple(
        Mechanism(row["mechanism"], row["label"], row["leads"], row["standing"], row["limit"], _steps(graph, row["mechanism"]))
        for row in rows
    )


def pairs(graph: Graph, a: str, b: str, of_a: tuple[Mechanism, ...], of_b: tuple[Mechanism, ...]) -> tuple[HypothesisPair, ...]:
    """Return every hypothesis of A against every one of B, the leading pair first."""
    events = _by_pair(answer(graph, "compare/shared-event", A=a, B=b).records())
    forks = _by_pair(answer(graph, "compare/first-divergence", A=a, B=b).records())
    meets = _by_pair(answer(graph, "compare/first-convergence", A=a, B=b).records())
    reach_a, reach_b = _Reaches(a, of_a), _Reaches(b, of_b)
    found = []
    for left in of_a:
        for right in of_b:
            key = (left.mechanism, right.mechanism)
            sides = [_event_pair(row, left, right, reach_a, reach_b) for row in events.get(key, [])]
            reached = [row["side"] for row in events.get(key, [])]
            found.append(
                HypothesisPair(
                    *key,
                    length(left),
                    length(right),
                    shared=tuple(side for side, by in zip(sides, reached, strict=True) if by == "both"),
                    only_a=_apart(side for side, by in zip(sides, reached, strict=True) if by == "A"),
                    only_b=_apart(side for side, by in zip(sides, reached, strict=True) if by == "B"),
                    first_divergence=_divergence(forks.get(key)),
                    first_convergence=_convergence(meets.get(key)),
                )
            )
    return tuple(found)


def aligned(left: Mechanism, right: Mechanism) -> list[tuple[Step | None, Step | None, str]]:
    """Return the main paths of two mechanisms side by side, the same event in one row where the order allows it.

    The sign is `=` where both reach the event with read evidence, `~` where it is the same event without that, else `|`.
    """
    a, b = ([step for step in mechanism.step if step.branch == MAIN] for mechanism in (left, right))
    matcher = SequenceMatcher(None, [step.event for step in a], [step.event for step in b], autojunk=False)
    rows: list[tuple[Step | None, Step | None, str]] = []
    for tag, a0, a1, b0, b1 in matcher.get_opcodes():
        for one, two in zip_longest(a[a0:a1], b[b0:b1]):
            both = tag == "equal" and one.event in left.reached & right.reached
            rows.append((one, two, "=" if both else "~" if tag == "equal" else "|"))
    return rows


def support(mechanisms: Iterable[Mechanism], event: str) -> set[str]:
    """Return the publications that support an event in any of the mechanisms."""
    steps = (step for mechanism in mechanisms for step in mechanism.step if step.event == event and step.branch not in APART)
    return {line.publication for step in steps for line in step.evidence if line.stance == "supports"}


def length(mechanism: Mechanism) -> int:
    """Return the number of steps of the main path of a mechanism."""
    return sum(step.branch == MAIN for step in mechanism.step)


def first_cause(mechanism: Mechanism) -> str:
    """Return what the main path of a mechanism starts with, in words."""
    return next((step.cause_label for step in mechanism.step if step.branch == MAIN), "no step on a main path")


def measured_with_both(pair: HypothesisPair) -> tuple[EventPair, ...]:
    """Return the shared events that were themselves measured with both compounds."""
    return tuple(event for event in pair.shared if event.a.measured_with_compound and event.b.measured_with_compound)


def first_measured(pair: HypothesisPair, left: Mechanism, right: Mechanism) -> EventPair | None:
    """Return the first shared event, in the order of the left main path, that was itself measured with both compounds."""
    known = {event.event: event for event in measured_with_both(pair)}
    others = {step.event for step in right.step if step.branch == MAIN}
    path = [step.event for step in left.step if step.branch == MAIN]
    return next((known[event] for event in path if event in known and event in others), None)


def missing(reach: Reach) -> bool:
    """Return whether a side was measured for the event and did not show it."""
    return reach.standing.startswith("measured")


def divergent(pair: EventPair) -> bool:
    """Return whether one of the two sides was measured for the event and did not show it."""
    return missing(pair.a) or missing(pair.b)


def reach_of(step: Step, party: Party) -> Reach:
    """Return how the event of a step stands in the leading mechanism of a party, on the evidence of all its steps to it."""
    return _reach(party.mechanism[0], step.event, party.iri, party.mechanism, lacking=False)


def reach_of_event(own: tuple[Mechanism, ...], event: str, compound: str) -> Reach | None:
    """Return how a compound stands to an event: measured and not shown in any hypothesis, else as its leading one has it."""
    if not own:
        return None
    looked_for = any(step.event == event and step.branch == ABSENT and _tests(step, compound) for m in own for step in m.step)
    return _reach(own[0], event, compound, own, looked_for)


def _steps(graph: Graph, mechanism: str) -> tuple[Step, ...]:
    steps: dict[str, Step] = {}
    lines: dict[str, list[EvidenceLine]] = {}
    stand = verdicts(graph, mechanism)
    for row in answer(graph, "describe/mechanism-step", H=mechanism).records():
        lines.setdefault(row["step"], [])
        if row["line"]:
            lines[row["step"]].append(_line(row))
        bare = graph.scope.narrows and row["standing"] == PROPOSED
        steps[row["step"]] = Step(
            row["step"], row["position"], row["cause"], row["causeLabel"], row["relation"], row["sign"], row["effect"],
            row["effectLabel"], row["branch"], PROPOSED_IN_SCOPE if bare else row["standing"], row["species"], (),
            stand[row["step"]], row["stepNote"],
        )  # fmt: skip
    return tuple(Step(**{**vars(step), "evidence": tuple(lines[iri])}) for iri, step in steps.items())


def verdicts(graph: Graph, record: str) -> dict[str, Verdict]:
    """Return the verdicts on a record and its parts by their IRI: the steps of a mechanism, the statements of an audit."""
    rows = answer(graph, "evidence/verdict", H=record).records()
    return {
        row["subject"]: Verdict(
            row["verdict"], row["groupsFor"], row["groupsAgainst"], row["publicationsFor"], row["publicationsAgainst"],
            row["translation"], row["rule"],
        )
        for row in rows
    }  # fmt: skip


def _line(row: dict) -> EvidenceLine:
    return EvidenceLine(
        row["publication"], row["finding"], row["stance"], row["proof"], row["measuresEffect"], row["seenAs"],
        row["citedCompound"], row["secondReading"], row["sourceRole"], row["lineNote"],
    )  # fmt: skip


def _by_pair(rows: list[dict]) -> dict[tuple[str, str], list[dict]]:
    found: dict[tuple[str, str], list[dict]] = {}
    for row in rows:
        found.setdefault((row["mechanismA"], row["mechanismB"]), []).append(row)
    return found


def _event_pair(row: dict, left: Mechanism, right: Mechanism, reach_a: _Reaches, reach_b: _Reaches) -> EventPair:
    event, by, lacks = row["event"], row["side"], row["otherStanding"] in ("lacks", "inconclusive")
    return EventPair(
        event, row["eventLabel"], reach_a.to(left, event, by == "B" and lacks), reach_b.to(right, event, by == "A" and lacks)
    )


class _Reaches:
    """How the mechanisms of one compound stand to events, each worked out once."""

    def __init__(self, compound: str, mechanisms: tuple[Mechanism, ...]) -> None:
        self.compound, self.mechanisms = compound, mechanisms
        self.known: dict[tuple[str, str, bool], Reach] = {}

    def to(self, mechanism: Mechanism, event: str, lacking: bool) -> Reach:
        key = (mechanism.mechanism, event, lacking)
        if key not in self.known:
            self.known[key] = _reach(mechanism, event, self.compound, self.mechanisms, lacking)
        return self.known[key]


def _reach(mechanism: Mechanism, event: str, compound: str, all_of_compound: tuple[Mechanism, ...], lacking: bool) -> Reach:
    """Return how a mechanism stands to an event; what was looked for in vain counts across all its compound's hypotheses."""
    elsewhere = _elsewhere(event, [m for m in all_of_compound if m is not mechanism])
    if lacking:
        steps = [s for m in all_of_compound for s in m.step if s.event == event and s.branch == ABSENT and _tests(s, compound)]
        lines = [line for step in steps for line in step.evidence]
        return _standing(steps[0].standing, steps, [line for line in lines if line.measures_effect] or lines, compound, elsewhere)
    steps = [step for step in mechanism.step if step.event == event and step.branch not in APART]
    if not steps:
        return Reach(ELSEWHERE, elsewhere=elsewhere)
    standings = {step.standing for step in steps}
    standing = SUPPORTED if SUPPORTED in standings else sorted(standings)[0]
    return _standing(standing, steps, [line for step in steps for line in step.evidence], compound, elsewhere)


def _elsewhere(event: str, mechanisms: Iterable[Mechanism]) -> tuple[str, ...]:
    return tuple(m.mechanism for m in mechanisms if event in m.reached)


def _tests(step: Step, compound: str) -> bool:
    return any(compound in line.compound for line in step.evidence)


def _standing(standing: str, steps: list[Step], lines: list[EvidenceLine], compound: str, elsewhere: tuple[str, ...]) -> Reach:
    """Return a standing with the publications behind it."""
    supports, disputes, neutral = (
        [line for line in lines if line.stance == stance] for stance in ("supports", "disputes", "neutral")
    )
    against = _publications(line for line in disputes if line.measures_effect)
    measuring = [line for line in supports if line.measures_effect]
    return Reach(
        standing,
        tuple(step.step for step in steps),
        supports=_publications(supports),
        disputes=against,
        disputes_step=tuple(publication for publication in _publications(disputes) if publication not in against),
        neutral=_publications(neutral),
        with_compound=_publications(line for line in lines if compound in line.compound),
        measured=bool(measuring),
        measured_with_compound=any(compound in line.compound for line in measuring),
        seen_as=tuple(sorted({word for line in supports for word in line.seen_as})),
        elsewhere=elsewhere,
    )


def _publications(lines: Iterable[EvidenceLine]) -> tuple[str, ...]:
    return tuple(sorted({line.publication for line in lines}))


def _apart(events) -> tuple[EventPair, ...]:
    return tuple(sorted(events, key=lambda pair: (not divergent(pair), pair.event)))


def _divergence(rows: list[dict] | None) -> Divergence | None:
    if not rows:
        return None
    row = rows[0]
    return Divergence(row["position"], row["eventA"], row["eventLabelA"], row["eventB"], row["eventLabelB"])


def _convergence(rows: list[dict] | None) -> Convergence | None:
    if not rows:
        return None
    row = rows[0]
    return Convergence(row["event"], row["eventLabel"], row["stepsA"], row["stepsB"])
