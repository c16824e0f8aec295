"""The part of a report that sets two mechanisms side by side."""

from __future__ import annotations

from collections import Counter

from raad.comparison.mechanism import ELSEWHERE, aligned, divergent, first_cause, first_measured, missing, reach_of, support
from raad.comparison.value import MAIN, SUPPORTED, EventPair, HypothesisPair, Mechanism, Party, Reach, Step
from raad.comparison.words import VERDICTS, balance, counted, direct, stands, unmeasured
from raad.layout import wrap
from raad.report.mechanism import balance as balance_of_evidence
from raad.report.mechanism import hypothesis_pairs

LEGEND = (
    "Numbers count publications of this hypothesis for and against the event, [n] names them; against the step: speaks "
    "against the link to its cause and measured no event. + the event follows its cause in the same direction, - in the "
    "opposite one. = both reach the event with read support; ~ the same event, not both with read support. Not measured "
    "itself: what follows was measured while the event or its cause was interfered with. Verdict: by a stored rule, over "
    "independent research groups; a publication of unknown group is not counted beside known ones; supported: two or more "
    "for, none against; contested: for and against; disputed: against only."
)


def work(desk) -> list[str]:
    """Return the leading pair of hypotheses side by side, where they part and meet, and what else they reach."""
    c = desk.c
    lines = desk.head("HOW THEY WORK, STEP BY STEP", "mechanism")
    if not c.mechanism:
        lacking = " and ".join(party.label for party in (c.a, c.b) if not party.mechanism)
        lines += desk.page.paragraph(f"No mechanism is curated for {lacking}, so the paths cannot be compared.", 2, 2)
        for party in (desk.c.a, desk.c.b):
            for mechanism in party.mechanism[:1]:
                ask = f"raad query mechanism-step {mechanism.mechanism.rpartition('/')[2]}"
                lines += desk.page.paragraph(f"Leading for {party.label}: {mechanism.label}; `{ask}` shows its steps.", 2, 2)
        return lines
    pair, left, right = c.mechanism[0], c.a.mechanism[0], c.b.mechanism[0]
    width = desk.page.half()
    lines += desk.page.columns(*(wrap(f"{m.label} ({m.standing})", width) for m in (left, right)))
    lines += _paths(desk, left, right)
    lines += _verdicts(desk)
    lines += _fork_and_meeting(desk, pair)
    lines += balance_of_evidence(desk)
    measured = [event for event in pair.only_a + pair.only_b if divergent(event)]
    lines += _list(desk, "DIVERGENCES: looked for on one side and not shown there", measured)
    shown = {step.event for one, two, sign in aligned(left, right) for step in (one, two) if step and sign != "|"}
    main = {step.event for mechanism in (left, right) for step in mechanism.step if step.branch == MAIN}
    groups = [("Shared beyond the rows above", [event for event in pair.shared if event.event not in shown])]
    groups += [
        (f"Beyond the main path, {p.label} alone", [e for e in events if not divergent(e) and e.event not in main])
        for p, events in ((c.a, pair.only_a), (c.b, pair.only_b))
    ]
    for name, beyond in groups:
        said = "; ".join(
            f"{event.label} ({', '.join(_sides_of(desk, event))})" if desk.full else _named(desk, event) for event in beyond
        )
        lines += desk.page.paragraph(f"{name}: {said}.", 2, 2) if beyond else []
    return lines + _others(desk) + hypothesis_pairs(desk)


def _paths(desk, left: Mechanism, right: Mechanism) -> list[str]:
    starts = (wrap(f"starts with {first_cause(mechanism)}", desk.page.half()) for mechanism in (left, right))
    lines = desk.page.columns(*starts)
    a, b = desk.c.a, desk.c.b
    for one, two, sign in aligned(left, right):
        lines += desk.page.columns(
            _step(desk, one, a, b if sign == "|" else None), _step(desk, two, b, a if sign == "|" else None), sign
        )
    return lines + desk.page.paragraph(LEGEND, 2, 2)


def _step(desk, step: Step | None, party: Party, other: Party | None) -> list[str]:
    """Return a step with the evidence for its event, and how a party without such a row reaches the event elsewhere."""
    if step is None:
        return []
    reach = reach_of(step, party)
    said = [balance(reach, party, desk.refs) or reach.standing]
    if reach.standing != SUPPORTED and reach.elsewhere:
        said.append(f"in another hypothesis {desk.refs(support(party.mechanism[1:], step.event))}")
    if other and step.event in other.mechanism[0].reached:
        said.append(f"{other.label} too, beside its main path")
    elif other and support(other.mechanism, step.event):
        said.append(f"{other.label} too, in another hypothesis {desk.refs(support(other.mechanism, step.event))}")
    if step.verdict.verdict != "untested":
        said.append(f"verdict {stands(step.verdict)}")
    sign = "+" if step.sign > 0 else "-"
    return wrap(f"{step.position:>2} {sign} {step.event_label}: {'; '.join(said)}", desk.page.half(), 5)


def _verdicts(desk) -> list[str]:
    """Return how many main steps have which verdict, where people were tested, and what the verdicts hang on."""
    lines = []
    for party in (desk.c.a, desk.c.b):
        main = [step for step in party.mechanism[0].step if step.branch == MAIN]
        counts = Counter(step.verdict.verdict for step in main)
        said = ", ".join(f"{counts[verdict]} {verdict}" for verdict in VERDICTS if counts[verdict])
        words = f"VERDICTS on {counted(len(main), 'main step')} of {party.label} (rule {main[0].verdict.rule}): {said}."
        human = [
            f"{step.position} ({step.verdict.translation})"
            for step in main
            if (step.verdict.translation or "").startswith("human")
        ]
        words += f" People tested at step {', '.join(human)}." if human else " People tested at no step."
        lines += desk.page.paragraph(words + _hanging(desk, party, {step.step for step in main}), 2, 2)
    return lines


def _hanging(desk, party: Party, main: set[str]) -> str:
    """Return how many verdicts on main steps change without one publication, one group or one species."""
    rows = [row for row in desk.c.robustness if row["compound"] == party.iri and row["subject"] in main]
    kinds = [(kind, {row["subject"] for row in rows if row["kind"] == kind}) for kind in ("publication", "group", "species")]
    said = [f"{len(steps)} without one {kind}" for kind, steps in kinds if steps]
    ask = f"raad query robustness {party.mechanism[0].mechanism.rpartition('/')[2]}"
    return f" Verdicts that would change: {', '.join(said)} (`{ask}`)." if said else " No verdict hangs on one source."


def _fork_and_meeting(desk, pair: HypothesisPair) -> list[str]:
    c, fork, meeting = desk.c, pair.first_divergence, pair.first_convergence
    first = (
        f"FIRST DIVERGENCE at step {fork.position}: {fork.label_a} ({c.a.label}) against {fork.label_b} ({c.b.label})."
        if fork
        else "The two main paths do not diverge."
    )
    second = (
        f"FIRST CONVERGENCE: {meeting.label}, after {meeting.steps_a} steps ({c.a.label}) and {meeting.steps_b} ({c.b.label})."
        if meeting
        else "The two main paths meet at no event that both reach with read evidence."
    )
    second += f" The main paths have {pair.steps_a} and {pair.steps_b} steps."
    return [line for said in (first, second, _measured_meeting(desk, pair)) for line in desk.page.paragraph(said, 2, 2)]


def _measured_meeting(desk, pair: HypothesisPair) -> str:
    """Return which shared event of the main paths is the first that was itself measured with both."""
    event = first_measured(pair, desk.c.a.mechanism[0], desk.c.b.mechanism[0])
    return f"FIRST SHARED EVENT MEASURED WITH BOTH: {event.label}." if event else ""


def _list(desk, name: str, events: list[EventPair]) -> list[str]:
    if not events:
        return []
    lines = [f"  {name}:"]
    for event in events:
        lines += desk.page.paragraph(f"{event.label}: {'; '.join(_sides_of(desk, event))}", 4, 2)
    return lines


def _named(desk, event: EventPair) -> str:
    sides = ((event.a, desk.c.a), (event.b, desk.c.b))
    words = [_referred(desk, reach, party) for reach, party in sides if reach.standing != ELSEWHERE]
    return f"{event.label}: {', '.join(words)}"


def _referred(desk, reach: Reach, party: Party) -> str:
    """Return a side of an event with the numbers of its sources only."""
    if reach.standing != SUPPORTED:
        return f"{party.label} {reach.standing}"
    against = f" against {desk.refs(reach.disputes)}" if reach.disputes else ""
    link = f" against the step {desk.refs(reach.disputes_step)}" if reach.disputes_step else ""
    return f"{party.label} {desk.refs(reach.supports)}{direct(reach.supports, reach, party)}{unmeasured(reach)}{against}{link}"


def _sides_of(desk, event: EventPair) -> list[str]:
    return list(filter(None, (_stands(desk, event.a, desk.c.a), _stands(desk, event.b, desk.c.b))))


def _stands(desk, reach: Reach, party: Party) -> str:
    other = ", reached in another hypothesis" if reach.elsewhere else ""
    if reach.standing == ELSEWHERE:
        return f"{party.label} {ELSEWHERE}{other}" if other else ""
    if missing(reach):
        return f"{party.label} {reach.standing} {desk.refs((*reach.disputes, *reach.neutral))}{other}"
    said = balance(reach, party, desk.refs)
    if reach.standing == SUPPORTED:
        return f"{party.label} {said}"
    return ", ".join(filter(None, (f"{party.label} {reach.standing}", said))) + other


def _others(desk) -> list[str]:
    lines = []
    for party in (desk.c.a, desk.c.b):
        others = [
            f"{m.label} ({m.standing})" if desk.full else m.label.removeprefix(f"{party.label.capitalize()}: ")
            for m in party.mechanism[1:]
        ]
        if others:
            lines += desk.page.paragraph(f"Other hypotheses for {party.label}: {'; '.join(others)}.", 2, 2)
    return lines
