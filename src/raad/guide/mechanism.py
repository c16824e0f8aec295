"""The parts of a guide that weigh two mechanisms: balance of evidence, other pairs of hypotheses, side effects, neighbours."""

from __future__ import annotations

from raad.comparison.value import Party, Row
from raad.comparison.words import basis, given_as
from raad.guide.desk import Desk, local
from raad.guide.document import Block, Bullets, Grid, Group, Heading, Link, Paragraph, Section, Words
from raad.report.mechanism import NEAREST, NO_FINDING, blocked_outcome, pair_words, sides_of, step_words, weight

NEIGHBOURS = 8


def balance(desk: Desk) -> list[Block]:
    """Return how many independent groups stand behind each event that the leading hypotheses share, on either side."""
    events = sorted({row["event"] for row in desk.c.balance})
    if not events:
        return []
    rows = []
    for event in events:
        sides = sides_of(desk, event)
        cells = (_weight(row, party) for row, party in zip(sides, desk.parties, strict=True))
        rows.append(((sides[0]["eventLabel"],), *cells))
    columns = ("Shared event", *(party.label for party in desk.parties))
    caption = "Independent research groups behind each shared event, with species and kinds of proof"
    return [Heading("balance", "Balance of evidence"), Grid("balance-table", caption, columns, (Group(tuple(rows)),))]


def _weight(row: Row, party: Party) -> Words:
    step = next((s for s in party.mechanism[0].step if s.event == row["event"]), None)
    return (Link(weight(row), f"#{local(step.step)}"),) if step else (weight(row),)


def other_pairs(desk: Desk) -> list[Block]:
    """Return how the pairs of hypotheses beyond the leading one stand."""
    pairs = desk.c.mechanism[1:]
    if not pairs:
        return []
    items = tuple((pair_words(desk, pair),) for pair in pairs if pair.first_convergence)
    said = f"{len(pairs)} other pairs, {len(items)} of them meet on their main paths."
    return [Heading("pairs", "Other pairs of hypotheses"), Paragraph((said,)), *((Bullets(items),) if items else ())]


def side_effects(desk: Desk) -> Section:
    """Return psychotomimetic and adverse effects of both by endpoint, each with the step that it belongs to."""
    rows = desk.c.side_effect
    by: dict[str, list[Row]] = {}
    for row in rows:
        by.setdefault(row["endpointLabel"], []).append(row)
    groups = tuple(
        Group(
            tuple(_effect(desk, row) for party in desk.parties for row in own if row["compound"] == party.iri),
            (f"{endpoint}: {step_words(own)}",),
        )
        for endpoint, own in by.items()
    )
    columns = ("Compound", "Finding", "Result", "Dose", "When", "Subjects")
    empty = "No psychotomimetic or safety measure was taken with either."
    table = Grid("side-effect-table", "Side effects by endpoint, with the step each belongs to", columns, groups, empty)
    return Section("side-effect", "Side effects and the steps they belong to", (table,), basis(desk.c.sections["side_effect"]))


def _effect(desk: Desk, row: Row) -> tuple[Words, ...]:
    if row["standing"] == NO_FINDING:
        return (row["compoundLabel"],), (f"{NO_FINDING} in the curated set",), *(((),) * 4)
    return (
        (row["compoundLabel"],),
        (desk.finding(row["finding"]), " ", *desk.refs([row["publication"]])),
        (blocked_outcome(row) if row["direction"] else row["statement"].rstrip(".") + given_as(row),),
        desk.value(row, desk.dose(row)) or ("not stated",),
        desk.value(row, desk.cell(row, "time")) or ("not stated",),
        (desk.cell(row, "species") or "not stated",),
    )


def neighbours(desk: Desk) -> list[Block]:
    """Return the compounds nearest to either by shared events, with the formula."""
    groups = tuple(
        Group(
            tuple(_neighbour(row) for row in desk.c.nearest[party.iri][:NEIGHBOURS]),
            (
                f"nearest to {party.label}"
                if desk.c.nearest[party.iri]
                else f"{party.label}: no other compound shares an event with its leading hypothesis",
            ),
        )
        for party in desk.parties
    )
    columns = ("Compound", "Nearness", "Shared of either", "Tie")
    caption = f"Nearest compounds, computed: nearness = {NEAREST}. raad query nearest-compound gives all"
    return [Heading("nearest", "Nearest compounds"), Grid("nearest-table", caption, columns, groups)]


def _neighbour(row: Row) -> tuple[Words, ...]:
    ties = [*row["relation"], *(["same mechanism"] if row["sharedMechanism"] else [])]
    return (
        (row["compoundLabel"],),
        (str(row["nearness"]),),
        (f"{row['shared']} of {row['either']} events",),
        (", ".join(ties) or "none recorded",),
    )
