"""The part of a report that sets spines side by side by region, method and state of the animals."""

from __future__ import annotations

from collections.abc import Iterable

from raad.comparison.value import Row
from raad.comparison.words import counted, finding
from raad.layout import grid

COUNT = {"up": "up", "down": "down", "mixed": "mixed", "noChange": "no change", "open": "direction not stated"}
DENSITY = "spine density"
WIDEST_REGION = 26
NARROWEST = 24
NO_FINDING = "no finding in scope"


def regions(desk) -> list[str]:
    """Return what was seen of spine density region by region, by method and in which animals; with `full` every finding."""
    rows = desk.c.outcome["region"]
    lines = desk.head("SPINE DENSITY, REGION BY REGION", "region")
    lines += desk.page.paragraph("Findings with the compound alone against a control; a region counts with its parts.")
    sides: dict[str, dict[str, Row]] = {}
    for row in rows:
        sides.setdefault(row["regionLabel"], {})[row["compound"]] = row
    named = [region for region, by in sides.items() if any(row["finding"] and _shown(desk, row) for row in by.values())]
    lines += _grid(desk, [(region, sides[region]) for region in named])
    never = [region for region, by in sides.items() if not any(row["finding"] for row in by.values())]
    if never:
        lines += desk.page.paragraph(f"Measured with other compounds, with neither of these: {', '.join(never)}.", 2, 2)
    lines += _split(desk, "method", "By method")
    lines += _split(desk, "model", "By state of the animals")
    return lines + (_every(desk) if desk.full else [])


def _shown(desk, row: Row) -> bool:
    """Return whether a brief shows a region: where a finding names it, and not only a part of it."""
    return desk.full or row["exact"] or row["status"] in ("measured, absent", "measured, inconclusive")


def _grid(desk, named: list[tuple[str, dict[str, Row]]]) -> list[str]:
    parties = (desk.c.a, desk.c.b)
    cells = [[region, *(_cell(desk, by[party.iri]) for party in parties)] for region, by in named]
    width = min(WIDEST_REGION, max((len(row[0]) for row in cells), default=0))
    room = (desk.page.width - width - 6) // 2
    if room < NARROWEST:
        said = (
            f"{row[0]}: " + "; ".join(f"{party.label} {cell}" for party, cell in zip(parties, row[1:], strict=True))
            for row in cells
        )
        return [line for words in said for line in desk.page.paragraph(words, 2, 2)]
    return grid([["REGION", *(party.label.upper() for party in parties)], *cells], [width, room, room], hang=2) if cells else []


def _cell(desk, row: Row) -> str:
    """Return the counts of one region and compound, or which kind of "no" it is."""
    counts = tally(row)
    if counts:
        part = "" if row["exact"] else " (in a part of it)"
        return f"{counts}{part} {desk.refs(row['publication'])}"
    if row["status"] == NO_FINDING:
        return NO_FINDING
    other = f"density: no finding in scope; {'; '.join(row['other'])}" if row["other"] else row["status"]
    return f"{other} {desk.refs(row['publicationOfRest'])}"


def tally(row: Row) -> str:
    """Return how many findings of a row show which direction."""
    return ", ".join(f"{row[column]} {word}" for column, word in COUNT.items() if row[column])


def _split(desk, topic: str, title: str) -> list[str]:
    """Return spine density with each compound split by method or by state; with `full` every quantity, and what differs."""
    lines = []
    for party in (desk.c.a, desk.c.b):
        own = [row for row in desk.c.outcome[topic] if row["compound"] == party.iri]
        for quantity in sorted({row["quantity"] for row in own if desk.full or row["quantity"] == DENSITY}):
            rows = [row for row in own if row["quantity"] == quantity]
            said = "; ".join(f"{_kind(row)}: {tally(row)} {desk.refs(row['publication'])}" for row in rows)
            lines += desk.page.paragraph(f"{title}, {quantity} with {party.label}: {said}.{_differs(rows)}", 2, 2)
    return lines


def _kind(row: Row) -> str:
    if "method" in row:
        return row["method"]
    return f"{row['state']} ({row['model']})" if row["model"] and row["model"] != row["state"] else row["state"]


def _differs(rows: Iterable[Row]) -> str:
    """Return a warning where not all findings point the same way."""
    ways = {column for row in rows for column in ("up", "down", "mixed", "noChange") if row[column]}
    return " Not all point the same way." if len(ways) > 1 else ""


def _every(desk) -> list[str]:
    """Return every spine finding with region, time, dose, method, animals and n."""
    lines = ["  EVERY FINDING, by region"]
    rows = desk.c.findings["spine"]
    for region in sorted({place for row in rows for place in (row["region"] or ("region not stated",))}):
        own = [row for row in rows if region in (row["region"] or ("region not stated",))]
        lines += desk.page.paragraph(f"{region}, {counted(len(own), 'finding')}", 4, 2)
        for row in own:
            method = row["method"] or "method not stated"
            words = (
                f"{desk.label[row['compound']]}, {row['quantity']}: {finding(row)}, {method} {desk.refs([row['publication']])}"
            )
            lines += desk.page.paragraph(words, 6, 2)
    return lines
