"""The parts of a report on time: when effects start and end, and what becomes of new spines."""

from __future__ import annotations

from collections.abc import Iterable

from raad.comparison.reference import DAGGER
from raad.comparison.value import Row
from raad.comparison.words import DIRECTION, given_as
from raad.layout import grid

FAMILIES = (
    "dendritic spine measure", "dendrite measure", "synaptic transmission measure", "long-term synaptic plasticity measure",
)  # fmt: skip
BINS = ((1, "<1 h"), (6, "1-6 h"), (24, "6-24 h"), (72, "1-3 d"), (168, "3-7 d"), (672, "1-4 wk"), (float("inf"), ">4 wk"))
SIGN = {"increase": "+", "decrease": "-", "no change": "0", "mixed": "*", None: "?"}
KEY = (
    "+ up, - down, 0 no change, * mixed, ? direction not stated; in brackets, a range of hours that reaches here. A sign is a "
    "finding, not a size, and conditions differ"
)
SECOND_HAND = "second-hand"
_SHOWN = {"firstFrom": ("hoursAfterDose", "hoursFrom", "hoursTo"), "dose": ("dose", "doseFrom", "doseTo", "hasDoseUnit")}


def times(desk) -> list[str]:
    """Return from when to when effects were seen, study by study; in a brief those that a null or a last time bounds."""
    every = desk.c.outcome["time_limit"]
    rows = [row for row in every if desk.full or _bounded(row)]
    lines = desk.head("WHEN EFFECTS START AND END, each within one study and one set of conditions", "time_limit")
    lines += desk.page.paragraph(
        "Hours after dosing as stated. Where no null is named, none was stated, so that start or end is not known."
    )
    lines += _chart(desk)
    for name in dict.fromkeys(row["endpoint"] for row in sorted(rows, key=_rank)):
        lines += [f"  {name}"]
        for party in (desk.c.a, desk.c.b):
            own = [row for row in rows if row["endpoint"] == name and row["compound"] == party.iri]
            said = dict.fromkeys(f"{interval(row)} {desk.refs([row['publication']])}" for row in own)
            lines += desk.page.paragraph(f"{party.label}: {'. '.join(said)}", 4, 2) if own else []
    if len(every) > len(rows):
        ask = " or ".join(f"`raad query time-limit {party.iri.rpartition('/')[2]}`" for party in (desk.c.a, desk.c.b))
        words = f"{len(every) - len(rows)} more effects without a null before or after them in the same study: --full, {ask}."
        lines += desk.page.paragraph(words, 2, 2)
    return lines


def _bounded(row: Row) -> bool:
    """Return whether a null bounds an effect, or a span of hours one on spines or synapses."""
    null = row["lastNull"] is not None or row["nextNull"] is not None
    return null or (row["family"] in FAMILIES[:2] and row["lastTo"] > row["firstFrom"])


def interval(row: Row) -> str:
    """Return the last null, the first and last time an effect was seen, the next null, and the conditions, in words."""
    parts = [
        DIRECTION[row["direction"]] + (DAGGER if "showsDirection" in row["unverified"] else ""),
        f"none at {_hours(row['lastNull'])}" if row["lastNull"] is not None else "",
        _seen(row) + (DAGGER if _unseen(row, "firstFrom") else ""),
        f"none again at {_hours(row['nextNull'])}" if row["nextNull"] is not None else "",
        "a null at an overlapping time as well" if row["overlap"] else "",
        "second-hand" if SECOND_HAND in row["basis"] else "",
    ]
    return f"{', '.join(filter(None, parts))} ({_conditions(row)})"


def _seen(row: Row) -> str:
    """Return when an effect was seen: at an hour, within a range that one finding states, or over several findings."""
    first, by, last = row["firstFrom"], row["firstBy"], row["lastTo"]
    if last == first:
        return f"seen at {_hours(first)}"
    if not first:
        return f"seen up to {_hours(last)}, start not stated"
    if last == by:
        return f"seen within {_hours(first)} to {_hours(last)}"
    if by == first:
        return f"seen from {_hours(first)} to {_hours(last)}"
    return f"seen first within {_hours(first)} to {_hours(by)}, last at {_hours(last)}"


def _conditions(row: Row) -> str:
    dose = f"{row['dose']} {row['doseUnit'] or ''}".strip() + (DAGGER if _unseen(row, "dose") else "") if row["dose"] else ""
    animals = " ".join(filter(None, (row["sex"], row["model"], row["species"])))
    parts = (row["region"], row["cellType"], animals, dose, row["schedule"], row["method"])
    return ", ".join(filter(None, parts)) or "conditions not stated"


def _unseen(row: Row, column: str) -> bool:
    return bool(set(_SHOWN[column]) & set(row["unverified"]))


def _hours(value) -> str:
    """Return hours as printed up to three days, else as days."""
    number = float(value)
    return f"{number:g} h" if number <= 72 else f"{number / 24:.4g} d"


def _rank(row: Row) -> tuple:
    return FAMILIES.index(row["family"]) if row["family"] in FAMILIES else len(FAMILIES), row["family"] or "", row["endpoint"]


def _chart(desk) -> list[str]:
    """Return spine and synapse findings along the hours after dosing, a sign each; the words below say the same."""
    rows = [row for row in desk.c.outcome["time_course"] if row["family"] in FAMILIES]
    if not rows:
        return []
    cells = [["", "", *(name for _, name in BINS)]]
    for name in dict.fromkeys(row["endpoint"] for row in sorted(rows, key=_rank)):
        for party in (desk.c.a, desk.c.b):
            given: dict[str, list[Row]] = {}
            for row in rows:
                if row["endpoint"] == name and row["compound"] == party.iri:
                    given.setdefault(party.label + given_as(row), []).append(row)
            for label in sorted(given):
                cells.append([name, label, *(_signs(given[label], number) for number in range(len(BINS)))])
    widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]))]
    if sum(widths) + 2 * len(widths) > desk.page.width:
        return desk.page.paragraph("The chart of the timed findings does not fit this width; `--width 140` shows it.", 2, 2)
    return [*desk.page.paragraph(f"Chart of the timed findings: {KEY}.", 2, 2), *grid(cells, widths)]


def _signs(rows: Iterable[Row], number: int) -> str:
    """Return a sign for each finding whose time lies in a span of hours, in brackets where its range only reaches into it."""
    lowest = BINS[number - 1][0] if number else -1
    found = []
    for row in rows:
        start, end = float(row["start"] or row["end"]), float(row["end"])
        if start < BINS[number][0] and (start >= lowest or end > lowest):
            found.append(row)
    points, ranges = (
        "".join(sorted((SIGN[row["direction"]] for row in found if (row["start"] == row["end"]) is point), key="+-0*?".index))
        for point in (True, False)
    )
    return points + (f"({ranges})" if ranges else "") or "."


def turnover(desk) -> list[str]:
    """Return whether more formation or less elimination changed spines, and whether new spines last, mature and work."""
    lines = desk.head("MORE FORMATION OR LESS LOSS OF SPINES", "turnover")
    for party in (desk.c.a, desk.c.b):
        rows = [row for row in desk.c.outcome["turnover"] if row["compound"] == party.iri]
        said = dict.fromkeys(_turnover(desk, row) for row in rows)
        lines += desk.page.paragraph(f"{party.label}: {'. '.join(said) or 'no finding of either in scope'}.", 2, 2)
    for party in (desk.c.a, desk.c.b):
        lines += _new_spines(desk, [row for row in desk.c.outcome["new_spine"] if row["compound"] == party.iri], party.label)
    return lines


def _turnover(desk, row: Row) -> str:
    sides = []
    for side in ("formation", "elimination"):
        if row[f"{side}Finding"]:
            time = f" ({row[f'{side}Time']})" if row[f"{side}Time"] else ""
            doubt = DAGGER if "showsDirection" in row["unverified"] else ""
            sides.append(f"{side} {DIRECTION[row[side]]}{doubt}{time}")
        else:
            sides.append(f"{side} no finding in scope")
    animals = " ".join((*row["model"], *row["species"])) + (DAGGER if "inSpecies" in row["unverified"] else "")
    place = ", ".join(filter(None, (" and ".join(row["region"]), animals, row["schedule"])))
    told = ", second-hand" if row["basis"] == SECOND_HAND else ""
    return f"{row['gainBy']}: {', '.join(sides)}, in {place or 'conditions not stated'}{told} {desk.refs([row['publication']])}"


def _new_spines(desk, rows: list[Row], label: str) -> list[str]:
    review = {source.publication for source in desk.c.sources if source.kind == "review"}
    said = []
    for aspect in dict.fromkeys(row["aspect"] for row in rows):
        found: dict[str, set[str]] = {}
        for row in rows:
            if row["aspect"] == aspect:
                where = f" ({', '.join(row['region'])})" if row["region"] else ""
                words = (
                    f"{row['endpoint']} {DIRECTION[row['direction']]}{where}"
                    if row["direction"]
                    else row["statement"].rstrip(".")
                )
                words += ", told in a review" if row["publication"] in review else ""
                found.setdefault(words, set()).add(row["publication"])
        said.append(f"{aspect}: " + "; ".join(f"{words} {desk.refs(publications)}" for words, publications in found.items()))
    missing = [aspect for aspect in ("persistence", "maturity", "function") if not any(row["aspect"] == aspect for row in rows)]
    said += [f"no finding in scope on {' or '.join(missing)}"] if missing else []
    return desk.page.paragraph(f"New spines with {label}: {'. '.join(said)}.", 2, 2)
