"""The parts of a report that weigh two mechanisms: balance of evidence, pairs of hypotheses, side effects, neighbours."""

from __future__ import annotations

from collections import Counter

from raad.comparison.value import HypothesisPair, Party, Row
from raad.comparison.words import counted, outcome
from raad.layout import grid

NEIGHBOURS = 5
NEAREST = (
    "shared events / events of either, over the leading hypotheses (Jaccard index); only compounds with a leading hypothesis "
    "are counted, and only what is curated"
)
NO_FINDING = "no finding"
NARROWER = "measured under a narrower endpoint"


def balance(desk) -> list[str]:
    """Return how many independent groups stand behind each event that the leading hypotheses share, on either side."""
    rows = desk.c.balance
    if not rows:
        return []
    sides = {event: sides_of(desk, event) for event in sorted({row["event"] for row in rows})}
    more = Counter(_heavier(a, b) for a, b in sides.values())
    a, b = desk.c.a.label, desk.c.b.label
    words = (
        f"EVIDENCE BALANCE on {counted(len(sides), 'shared event')}: more independent groups for it with {a} at {more['a']}, "
        f"with {b} at {more['b']}, as many at {more['']}; groups against it with {a} at {_disputed(sides, 0)}, "
        f"with {b} at {_disputed(sides, 1)}; people or human cells among the evidence for it with {a} at {_human(sides, 0)}, "
        f"with {b} at {_human(sides, 1)}."
    )
    if not desk.full:
        ask = f"raad query evidence-balance {desk.c.a.iri.rpartition('/')[2]} {desk.c.b.iri.rpartition('/')[2]}"
        return desk.page.paragraph(f"{words} `{ask}` or --full shows each event.", 2, 2)
    return [*desk.page.paragraph(words, 2, 2), *_table(desk, sides)]


def hypothesis_pairs(desk) -> list[str]:
    """Return how the pairs of hypotheses beyond the leading one stand: which meet, where, and after how many steps."""
    pairs = desk.c.mechanism[1:]
    if not pairs:
        return []
    meeting = [pair for pair in pairs if pair.first_convergence]
    words = f"OTHER PAIRS OF HYPOTHESES: {len(pairs)}, of which {len(meeting)} meet on their main paths."
    ask = f"raad query first-convergence {desk.c.a.iri.rpartition('/')[2]} {desk.c.b.iri.rpartition('/')[2]}"
    if not desk.full:
        return desk.page.paragraph(f"{words} `{ask}` or --full shows where." if meeting else words, 2, 2)
    lines = desk.page.paragraph(words, 2, 2)
    for pair in pairs:
        lines += desk.page.paragraph(pair_words(desk, pair), 4, 2)
    return lines


def side_effects(desk) -> list[str]:
    """Return psychotomimetic and adverse effects of both by endpoint, each with the step that it belongs to."""
    rows = desk.c.side_effect
    lines = desk.head("SIDE EFFECTS AND THE STEPS THEY BELONG TO", "side_effect")
    if not rows:
        return [*lines, "  No psychotomimetic or safety measure was taken with either."]
    endpoints = list(dict.fromkeys(row["endpointLabel"] for row in rows))
    alone = {row["endpointLabel"]: row["compoundLabel"] for row in rows if row["standing"] == NO_FINDING}
    for endpoint in endpoints:
        if desk.full or endpoint not in alone:
            lines += _effect(desk, endpoint, [row for row in rows if row["endpointLabel"] == endpoint])
    for party in (desk.c.b, desk.c.a):
        missing = [endpoint for endpoint, label in alone.items() if label == party.label]
        if missing:
            lines += desk.page.paragraph(f"No finding with {party.label}, but with the other: {', '.join(missing)}.", 2, 2)
    return lines


def neighbours(desk) -> list[str]:
    """Return the compounds nearest to either by shared events, with the formula and what the compounds are to each other."""
    lines = [desk.page.heading("NEAREST COMPOUNDS")]
    for party in (desk.c.a, desk.c.b):
        lines += desk.page.paragraph(_neighbours(desk, party), 2, 2)
    return [*lines, *desk.page.paragraph(f"Nearness = {NEAREST}.", 2, 2)]


def sides_of(desk, event: str) -> tuple[Row, Row]:
    """Return the weight of the evidence for an event on either side."""
    own = {row["compound"]: row for row in desk.c.balance if row["event"] == event}
    return own[desk.c.a.iri], own[desk.c.b.iri]


def _heavier(a: Row, b: Row) -> str:
    return "a" if a["groupsFor"] > b["groupsFor"] else "b" if b["groupsFor"] > a["groupsFor"] else ""


def _disputed(sides: dict[str, tuple[Row, Row]], side: int) -> int:
    return sum(rows[side]["groupsAgainst"] > 0 for rows in sides.values())


def _human(sides: dict[str, tuple[Row, Row]], side: int) -> int:
    return sum("human" in rows[side]["species"] for rows in sides.values())


def _table(desk, sides: dict[str, tuple[Row, Row]]) -> list[str]:
    width = (desk.page.width - 4 - 2 * 2) // 3
    rows = [["event", desk.c.a.label, desk.c.b.label]]
    rows += [[a["eventLabel"], weight(a), weight(b)] for a, b in sides.values()]
    return grid(rows, [width] * 3, 4, 2, 2)


def weight(row: Row) -> str:
    """Return the groups for and against an event on one side, with species and kinds of proof."""
    against = f", {row['groupsAgainst']} against" if row["groupsAgainst"] else ""
    said = [
        f"{counted(row['groupsFor'], 'group')} for{against}",
        "/".join(row["species"]) or "species not stated",
        "/".join(row["proof"]),
        "" if row["measuredWithItself"] else "not measured itself",
    ]
    return "; ".join(filter(None, said))


def pair_words(desk, pair: HypothesisPair) -> str:
    """Return how two hypotheses stand to each other: lengths, shared events, and where they meet."""
    name = {mechanism.mechanism: mechanism.label for party in (desk.c.a, desk.c.b) for mechanism in party.mechanism}
    sides = ((name[pair.hypothesis_a], pair.steps_a), (name[pair.hypothesis_b], pair.steps_b))
    said = " with ".join(f"{label} ({counted(steps, 'step')})" for label, steps in sides)
    shared, meeting = counted(len(pair.shared), "shared event"), pair.first_convergence
    where = f"meet at {meeting.label} after {meeting.steps_a} and {meeting.steps_b} steps" if meeting else "do not meet"
    return f"{said}: {shared}; {where}."


def _effect(desk, endpoint: str, rows: list[Row]) -> list[str]:
    said = []
    for party in (desk.c.a, desk.c.b):
        own = [row for row in rows if row["compound"] == party.iri and row["standing"] != NO_FINDING]
        by_outcome = {
            words: {row["publication"] for row in own if blocked_outcome(row) == words} for words in map(blocked_outcome, own)
        }
        told = ", ".join(f"{words} {desk.refs(publications)}" for words, publications in by_outcome.items())
        said.append(f"{party.label} {told or (NO_FINDING if any(r['compound'] == party.iri for r in rows) else NARROWER)}")
    return desk.page.paragraph(f"{endpoint} ({step_words(rows)}): {'; '.join(said)}", 2, 2)


def blocked_outcome(row: Row) -> str:
    """Return the direction with what blocked it and what did not."""
    words = outcome(row)
    blocked, not_blocked = (" and ".join(row[column]) for column in ("blockedBy", "notBlockedBy"))
    return words + (f", blocked by {blocked}" if blocked else "") + (f", not blocked by {not_blocked}" if not_blocked else "")


def step_words(rows: list[Row]) -> str:
    """Return the step that a side effect belongs to."""
    events, mechanisms = rows[0]["event"], rows[0]["mechanism"]
    if not events:
        return "no curated step explains it"
    where = f" in {'; '.join(mechanisms)}" if mechanisms else ", a step of neither compound"
    return f"step to {' and '.join(events)}{where}"


def _neighbours(desk, party: Party) -> str:
    rows = desk.c.nearest[party.iri]
    shown = rows if desk.full else rows[:NEIGHBOURS]
    if not shown:
        return f"To {party.label}: none; no leading hypothesis of it shares an event with that of another compound."
    rest = f"; and {len(rows) - len(shown)} more" if len(rows) > len(shown) else ""
    return f"To {party.label}: {', '.join(_neighbour(row) for row in shown)}{rest}."


def _neighbour(row: Row) -> str:
    ties = [*row["relation"], *(["same mechanism"] if row["sharedMechanism"] else [])]
    return f"{row['compoundLabel']} {row['nearness']} ({row['shared']}/{row['either']}{'; ' + ', '.join(ties) if ties else ''})"
