"""The parts of a guide that lay out findings: spines, synapses, time course, effect sizes, effects that one of the two lacks."""

from __future__ import annotations

from decimal import Decimal

from raad.comparison.reference import DAGGER
from raad.comparison.value import Row
from raad.comparison.words import basis, counted, given_as, outcome, setting, sized
from raad.drawing.direction import UNPLACED, Point, direction_chart
from raad.drawing.forest import LEAST, Size, forest_plot
from raad.drawing.time import time_course
from raad.guide.desk import COLUMNS, Desk, anchor
from raad.guide.document import Block, Figure, Grid, Group, Link, Paragraph, Section, Words, joined
from raad.guide.outcome import onset, pooling, regions

CHARTED = 4
NUMBER = 9
INDIRECT = (
    "Indirect, unless the row names the other compound: each finding sets a compound against its own control, in its own study. "
    "Put two rows side by side only where region, time, dose and subjects allow it."
)


def spines(desk: Desk) -> Section:
    """Return spine and dendrite findings: a direction chart for each endpoint with enough of them, and the table."""
    rows = desk.c.findings["spine"]
    first, *rest = _evidence(desk, rows, "spine")
    blocks = (first, *regions(desk), *rest)
    return Section("spine", "Spines and dendrites", blocks, basis(desk.c.sections["spine"]))


def synapses(desk: Desk) -> Section:
    """Return findings on synaptic transmission and plasticity, charted and tabled like those on spines."""
    rows = desk.c.findings["synapse"]
    said = tuple(_evidence(desk, rows, "synapse"))
    return Section("synapse", "Synaptic transmission and plasticity", said, basis(desk.c.sections["synapse"]))


def _evidence(desk: Desk, rows: tuple[Row, ...], prefix: str) -> list[Block]:
    if not rows:
        return [Paragraph(("No finding with either compound in the curated set. That is a gap, not a result.",))]
    sized_rows = sum(row["effect"] is not None for row in rows)
    link = Link(counted(len(rows), "finding"), f"#{prefix}-table")
    seen = (
        f"The size of the effect was seen for {sized_rows}; the rest state"
        if sized_rows
        else "No size of an effect was seen, only"
    )
    blocks: list[Block] = [Paragraph((INDIRECT,)), Paragraph((link, f". {seen} a direction."))]
    for party in desk.parties:
        if not any(row["compound"] == party.iri for row in rows):
            blocks.append(Paragraph((f"No finding with {party.label} in the curated set.",), "Gap"))
    for name in _charted(rows):
        own = [row for row in rows if row["quantity"] == name]
        caption = (
            f"{name} by region, time and dose: beside a mark stand the dose in mg/kg, unless another unit is named, or ? where "
            "none is stated, then n and the source. A span of time stands at its end; a long n stands in the table only. * "
            "given with something else, or against another compound."
        )
        title = f"{name}: dose by time by region"
        labels = (desk.c.a.label, desk.c.b.label)
        chart = direction_chart(anchor(prefix, name), title, labels, [_point(desk, row, _place(row)) for row in own])
        blocks.append(Figure(anchor(prefix, name, "chart"), caption, chart))
    groups = [group for party in desk.parties for group in desk.grouped(rows, "quantity", party, prefix)]
    blocks.append(Grid(f"{prefix}-table", "Every finding, by compound and endpoint", COLUMNS, tuple(groups)))
    return blocks


def _charted(rows: tuple[Row, ...]) -> list[str]:
    """Return the endpoints with a chart: those measured with both and those with some findings, the fullest first."""
    names = [row["quantity"] for row in rows]
    both = [name for name in set(names) if len({row["compound"] for row in rows if row["quantity"] == name}) > 1]
    wanted = {name for name in names if names.count(name) >= CHARTED} | set(both)
    return sorted(wanted, key=lambda name: (name not in both, -names.count(name), name))


def _place(row: Row) -> str:
    return " and ".join(row["region"]) or UNPLACED


def _point(desk: Desk, row: Row, place: str) -> Point:
    dose = desk.dose(row).replace(" mg/kg", "") or "dose ?"
    number = desk.cell(row, "n")
    start, end = _span(desk, row)
    source = "".join(part if isinstance(part, str) else part.words for part in desk.refs([row["publication"]]))
    words = f"{dose}{given_as(row)}{f', n {number}' if 0 < len(number) < NUMBER else ''} {source}"
    aside = bool(row["with"]) or row["against"] == "against comparator"
    return Point(desk.label[row["compound"]], place, end, row["direction"], words, start, aside)


def _span(desk: Desk, row: Row) -> tuple[float | None, float | None]:
    """Return where the hours after the dose of a finding begin, for a span of hours, and where they end, as far as stated."""
    if row["hours"] is not None:
        return None, float(row["hours"])
    held = {field.name: field.value for field in desk.record.get(row["finding"], ())}
    if "hoursFromText" not in held:
        return None, None
    return float(Decimal(held["hoursFromText"])), float(Decimal(held.get("hoursToText", held["hoursFromText"])))


def course(desk: Desk) -> Section:
    """Return the findings on spines and synapses in their time after the dose."""
    rows = [*desk.c.findings["spine"], *desk.c.findings["synapse"]]
    points = [_point(desk, row, row["quantity"]) for row in rows]
    timed = [(row, point) for row, point in zip(rows, points, strict=True) if point.hours is not None]
    if not timed:
        return Section("time", "Time course", (Paragraph(("No finding on spines or synapses states its time after the dose.",)),))
    said = (
        f"{len(timed)} of {counted(len(rows), 'finding')} on spines and synapses state a time after the dose; "
        "a span is a line with its mark at the end. The time axis is logarithmic; what was measured while the compound acted "
        "stands at its left end. * given with something else, or against another compound."
    )
    picture = time_course("time-course", "Time after the dose, by outcome and compound", points)
    ordered = sorted(timed, key=lambda pair: (pair[1].place, pair[1].compound, pair[1].hours, pair[0]["finding"]))
    by: dict[tuple[str, str], list[tuple[Words, ...]]] = {}
    for row, point in ordered:
        cells = (
            (desk.finding(row["finding"]), " ", *desk.refs([row["publication"]])),
            desk.value(row, desk.time(row) or f"{point.hours:g} h"),
            (desk.result(row),),
            (_place(row),),
            desk.value(row, desk.dose(row)) or ("not stated",),
        )
        by.setdefault((point.place, point.compound), []).append(cells)
    groups = tuple(Group(tuple(cells), (f"{place}, {compound}",)) for (place, compound), cells in by.items())
    table = Grid("time-table", "Findings with a time, in its order", ("Finding", "When", "Result", "Where", "Dose"), groups)
    return Section(
        "time",
        "Time course",
        (
            Paragraph((said,)),
            Figure("time-figure", "Findings on spines and synapses by time; the table holds the same.", picture),
            table,
            *onset(desk),
        ),
    )


def sizes(desk: Desk) -> Section:
    """Return the effect sizes that printed numbers allow: a forest plot from three on, and the table."""
    rows = desk.c.findings["sized"]
    blocks: list[Block] = []
    if len(rows) >= LEAST:
        picture = forest_plot("forest", "Hedges g with 95 % confidence interval, computed", [_size(desk, row) for row in rows])
        caption = (
            "Computed from printed numbers and not pooled: they differ in endpoint, comparator, dose and time. Open: no sign."
        )
        blocks.append(Figure("forest-figure", caption, picture))
    else:
        said = f"A forest plot needs {LEAST} effect sizes; {len(rows) or 'none'} can be computed from what the sources print."
        blocks.append(Paragraph((said,)))
    cells = tuple(
        (
            (desk.finding(row["finding"]), " ", *desk.refs([row["publication"]])),
            (f"{desk.label[row['compound']]} against {row['comparatorLabel'] or 'control'}",),
            (row["endpoint"],),
            desk.value(row, sized(row["computed"])),
            desk.value(row, _inputs(row)),
            ("; ".join(row["computed"].warnings) or "none",),
        )
        for row in rows
    )  # fmt: skip
    columns = ("Finding", "Contrast", "Endpoint", "Hedges g, computed", "From", "Warnings")
    empty = "No finding prints the numbers from which an effect size can be computed."
    blocks.append(Grid("size-table", "Computed effect sizes", columns, (Group(cells),), empty))
    return Section("size", "Effect sizes", (*blocks, *pooling(desk)))


def _size(desk: Desk, row: Row) -> Size:
    made, source = row["computed"], desk.number[row["publication"]]
    name = f"{desk.label[row['compound']]}: {row['endpoint']} against {row['comparatorLabel'] or 'control'} [{source}]"
    return Size(name, made.g, made.lower, made.upper, made.signed)


def _inputs(row: Row) -> str:
    said = "; ".join(f"{name} {value}" for name, value in row["computed"].inputs)
    return said + DAGGER * bool(row["computed"].unverified)


def lacks(desk: Desk) -> Section:
    """Return the effects that one has and the other was tested for and lacks."""
    groups: dict[tuple[str, str, str], dict[str, set[str]]] = {}
    known: dict[str, Row] = {}
    for row in desk.c.findings["lacking"]:
        known |= {row[f"finding_{side}"]["finding"]: row[f"finding_{side}"] for side in ("has", "lacks")}
        both = groups.setdefault((row["endpointLabel"], row["has"], row["lacks"]), {"has": set(), "lacks": set()})
        for side, found in both.items():
            found.add(row[f"finding_{side}"]["finding"])

    def cell(findings: set[str]) -> Words:
        rows = [known[finding] for finding in sorted(findings)]
        each = [(*desk.value(row, f"{outcome(row)} ({setting(row)})"), " ", *desk.refs([row["publication"]])) for row in rows]
        return joined(each, "; ")

    rows = tuple(
        ((endpoint,), (desk.label[has],), cell(sides["has"]), (desk.label[without],), cell(sides["lacks"]))
        for (endpoint, has, without), sides in sorted(groups.items())
    )
    columns = ("Endpoint", "Has it", "Findings of the effect", "Lacks it", "Findings of no change")
    empty = "None: for no endpoint does one of the two have an effect where the other has only findings of no change."
    table = Grid("lacking-table", "Effects one has and the other was tested for and lacks", columns, (Group(rows),), empty)
    title = "Effects one has and the other was tested for and lacks"
    said = Paragraph(("Mostly from different studies: look at time, dose and subjects before you call it a difference.",))
    return Section("lacking", title, (said, table), basis(desk.c.sections["lacking"]))
