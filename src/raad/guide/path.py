"""The part of a guide on mechanisms: the two paths drawn and tabled, where they part and meet, the evidence for each step."""

from __future__ import annotations

from raad.comparison.mechanism import ELSEWHERE, aligned, divergent, first_cause, first_measured, missing, reach_of
from raad.comparison.value import MAIN, EventPair, EvidenceLine, HypothesisPair, Mechanism, Party, Reach, Step
from raad.comparison.words import basis, counted, stands, unmeasured
from raad.drawing.path import comparison_svg
from raad.guide.desk import Desk, anchor, local
from raad.guide.document import Block, Bullets, Figure, Grid, Group, Heading, Link, Paragraph, Section, Words, joined
from raad.guide.mechanism import balance, neighbours, other_pairs

SIGNS = {"=": "shared, read on both sides", "~": "the same event, not read on both sides", "|": ""}


def paths(desk: Desk) -> Section:
    """Return the leading hypotheses side by side, their forks and meetings, the evidence of each step, and other hypotheses."""
    basis_words = basis(desk.c.sections["mechanism"])
    if not desk.c.mechanism:
        lacking = " and ".join(party.label for party in desk.parties if not party.mechanism)
        said: list[Block] = [Paragraph((f"No mechanism is curated for {lacking}, so the two paths cannot be set side by side.",))]
        said += [block for party in desk.parties for m in party.mechanism[:1] for block in _evidence(desk, party, m)]
        return Section("mechanism", "How they work", (*said, *_others(desk), *neighbours(desk)), basis_words)
    pair, left, right = desk.c.mechanism[0], desk.c.a.mechanism[0], desk.c.b.mechanism[0]
    blocks = [
        *(
            Paragraph((f"{m.label} ({m.standing}).",), f"Leading for {p.label}")
            for p, m in zip(desk.parties, (left, right), strict=True)
        ),
        Figure("paths", "The leading hypotheses side by side; the table below holds the same steps.", comparison_svg(desk.c)),
        _aligned(desk, left, right),
        *_forks(desk, pair),
        *_lists(desk, pair),
        *balance(desk),
        *_evidence(desk, desk.c.a, left),
        *(_evidence(desk, desk.c.b, right) if right.mechanism != left.mechanism else ()),
        *_others(desk),
        *other_pairs(desk),
        *neighbours(desk),
    ]
    return Section("mechanism", "How they work, step by step", tuple(blocks), basis_words)


def _aligned(desk: Desk, left: Mechanism, right: Mechanism) -> Grid:
    rows = []
    for one, two, sign in aligned(left, right):
        sides = [_side(desk, step, party) for step, party in ((one, desk.c.a), (two, desk.c.b))]
        rows.append((sides[0], (SIGNS[sign],), sides[1]))
    starts = tuple((f"starts with {first_cause(m)}",) for m in (left, right))
    columns = (desk.c.a.label, "Meeting", desk.c.b.label)
    caption = "Main paths step by step: + follows its cause in the same direction, - in the opposite one; counts are publications"
    return Grid("path-table", caption, columns, (Group(((starts[0], (), starts[1]), *rows)),))


def _side(desk: Desk, step: Step | None, party: Party) -> Words:
    if step is None:
        return ()
    reach = reach_of(step, party)
    sign = "+" if step.sign > 0 else "-"
    verdict = f"; {stands(step.verdict)}" if step.verdict.verdict != "untested" else ""
    return (f"{step.position} {sign} {step.event_label}: ", *_balance(desk, reach, party, step.step), verdict)


def _balance(desk: Desk, reach: Reach, party: Party, step: str = "") -> Words:
    """Return for and against an event, each count leading to the table of the evidence of its step."""
    if not (reach.supports or reach.disputes or reach.disputes_step):
        return (reach.standing,)
    shown = {s.step for mechanism in party.mechanism[:1] for s in mechanism.step}
    target = next((f"#{local(name)}" for name in (step, *reach.step) if name in shown), "")
    parts: list[Words] = []
    for publications, name in ((reach.supports, "for"), (reach.disputes, "against"), (reach.disputes_step, "against the step")):
        if publications or name == "for":
            number = f"{len(publications)} {name}"
            direct = len(set(publications) & set(reach.with_compound))
            caveat = "" if direct == len(publications) else f" ({direct or 'none'} with {party.label} itself)"
            note = unmeasured(reach) if name == "for" else ""
            parts.append(
                (
                    Link(number, target) if target else number,
                    *((" ", *desk.refs(publications)) if publications else ()),
                    caveat + note,
                )
            )
    return joined(parts)


def _forks(desk: Desk, pair: HypothesisPair) -> list[Block]:
    c, fork, meeting = desk.c, pair.first_divergence, pair.first_convergence
    lengths = f"{counted(pair.steps_a, 'step')} with {c.a.label}, {pair.steps_b} with {c.b.label}."
    first = (
        f"at step {fork.position}: {fork.label_a} ({c.a.label}) against {fork.label_b} ({c.b.label})."
        if fork
        else "the two main paths do not diverge."
    )
    second = (
        f"{meeting.label}, after {counted(meeting.steps_a, 'step')} ({c.a.label}) and {meeting.steps_b} ({c.b.label})."
        if meeting
        else "the two main paths meet at no event that both reach with read evidence."
    )
    event = first_measured(pair, c.a.mechanism[0], c.b.mechanism[0])
    third = f"{event.label}." if event else "none on the main paths."
    return [
        Heading("divergence", "Where they part and where they meet"),
        Paragraph((Link(lengths, "#path-table"),), "Length of the main paths"),
        Paragraph((first,), "First divergence"),
        Paragraph((second,), "First convergence"),
        Paragraph((third,), "First shared event measured with both"),
    ]


def _lists(desk: Desk, pair: HypothesisPair) -> list[Block]:
    """Return the table of all events: looked for in vain on one side, shared, and reached by one alone."""
    main = {step.event for party in desk.parties for step in party.mechanism[0].step if step.branch == MAIN}
    alone = [
        (f"Reached with {party.label} alone", [event for event in events if not divergent(event)])
        for party, events in ((desk.c.a, pair.only_a), (desk.c.b, pair.only_b))
    ]
    groups = [
        ("Divergences: looked for on one side and not shown there", [e for e in (*pair.only_a, *pair.only_b) if divergent(e)]),
        ("Shared: both sides reach the event with read evidence", list(pair.shared)),
        *alone,
    ]
    rows = tuple(
        Group(tuple(_event(desk, event, main) for event in events), (f"{name} ({counted(len(events), 'event')})",))
        for name, events in groups
        if events
    )
    columns = ("Event", desk.c.a.label, desk.c.b.label)
    return [Grid("event-table", "Events of the leading pair of hypotheses, seen from both sides", columns, rows, "No event.")]


def _event(desk: Desk, event: EventPair, main: set[str]) -> tuple[Words, ...]:
    place = "" if event.event in main else " (beside the main paths)"
    return (f"{event.label}{place}",), _stands(desk, event.a, desk.c.a), _stands(desk, event.b, desk.c.b)


def _stands(desk: Desk, reach: Reach, party: Party) -> Words:
    other = ", reached in another hypothesis" if reach.elsewhere else ""
    if reach.standing == ELSEWHERE:
        return (ELSEWHERE + other,)
    if missing(reach):
        lines = [line for m in party.mechanism for s in m.step if s.step in reach.step for line in s.evidence]
        return (f"{reach.standing}: ", *desk.found(f for line in lines for f in line.finding), other)
    said = _balance(desk, reach, party)
    return said if reach.supports else (*((f"{reach.standing}, ",) if said != (reach.standing,) else ()), *said, other)


def _evidence(desk: Desk, party: Party, mechanism: Mechanism) -> list[Block]:
    """Return each step of a mechanism with its evidence lines."""
    groups = []
    for step in mechanism.step:
        verdict = f"; verdict {stands(step.verdict)}" if step.verdict.verdict != "untested" else ""
        head = f"{step.position} {step.event_label} ({step.branch}): {step.standing}{verdict}"
        rows = tuple(_line(desk, line) for line in step.evidence)
        groups.append(Group(rows, (head,), local(step.step)))
    columns = ("Stance", "Findings", "What they say", "Proof", "Tested with")
    rule = mechanism.step[0].verdict.rule if mechanism.step else ""
    caption = f"{mechanism.label}: evidence for and against each step; verdicts by the stored rule {rule} over independent groups"
    title = Heading(anchor("evidence", party.label), f"Evidence per step: {party.label}")
    return [title, Grid(anchor("evidence", party.label, "table"), caption, columns, tuple(groups))]


def _line(desk: Desk, line: EvidenceLine) -> tuple[Words, ...]:
    says = " ".join(field.value for f in line.finding for field in desk.record.get(f, ()) if field.name == "statement")
    tested = sorted({field.value for f in line.finding for field in desk.record.get(f, ()) if field.name == "tests"})
    return (line.stance,), desk.found(line.finding), (says,), (line.proof,), (", ".join(tested),)


def _others(desk: Desk) -> list[Block]:
    items = tuple((f"{party.label}: {_own(m, party)} ({m.standing})",) for party in desk.parties for m in party.mechanism[1:])
    return [Heading("hypotheses", "Other hypotheses"), Bullets(items)] if items else []


def _own(mechanism: Mechanism, party: Party) -> str:
    """Return the label of a mechanism without the name of its compound."""
    return mechanism.label.removeprefix(f"{party.label[0].upper()}{party.label[1:]}: ")
