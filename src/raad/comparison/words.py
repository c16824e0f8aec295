"""Findings and standings in a few words, with a dagger on every value not seen on a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from raad.comparison.reference import DAGGER
from raad.comparison.value import EffectSize, Party, Reach, Row, Section, Verdict

DIRECTION = {"increase": "up", "decrease": "down", "no change": "no change", "mixed": "mixed", None: "direction not stated"}
SIGN = {"positive": "+", "negative": "-", "mixed sign": "+/-"}
VERDICTS = ("supported", "single group", "contested", "disputed", "untested")
_SHOWN = {
    "direction": ("showsDirection",),
    "time": ("timeText", "hoursAfterDose", "hoursFrom", "hoursTo"),
    "dose": ("dose", "doseFrom", "doseTo", "hasDoseUnit"),
    "model": ("inModel",),
    "species": ("inSpecies",),
    "sex": ("inSex",),
    "effect": ("percentChange", "difference"),
    "n": ("sampleSize", "sampleSizeText"),
    "p": ("pValue",),
}


def finding(row: Row) -> str:
    """Return direction, time, dose, schedule, animals, size, n, p and computed g; without a direction it is told in words."""
    parts = [
        _named(row) + (outcome(row) if row["direction"] else row["statement"].rstrip(".") + given_as(row)),
        _time(row) or "time not stated",
        _dose(row) or "dose not stated",
        row["schedule"] if row["schedule"] in ("acute", "repeated") else "",
        _animal(row),
        f"{row['effect']}{_mark(row, 'effect')}" if row["effect"] else "",
        f"n {row['n']}{_mark(row, 'n')}" if row["n"] else "",
        f"p {row['p']}{_mark(row, 'p')}" if row["p"] else "",
        sized(row["computed"]) if row.get("computed") else "",
        "second-hand" if row["basis"] == "second-hand" else "",
    ]
    return ", ".join(filter(None, parts))


def sized(effect: EffectSize) -> str:
    """Return g with its confidence interval, marked as computed, with a dagger where an input was not seen on a page."""
    g, lower, upper = (f"{round(value, 2) + 0.0:.2f}" for value in (effect.g, effect.lower, effect.upper))
    name, caveat = ("g", "") if effect.signed else ("|g|", ", direction not stated")
    return f"{name} {g} [{lower}, {upper}]{DAGGER if effect.unverified else ''} computed{caveat}"


def setting(row: Row) -> str:
    """Return region, time, dose and animals of a finding, as far as they are stated."""
    parts = (" and ".join(row["region"]), _time(row), _dose(row), _animal(row))
    return ", ".join(filter(None, parts)) or "conditions not stated"


def outcome(row: Row) -> str:
    """Return the direction of a finding, with what else was given and against which compound it is stated."""
    words = DIRECTION[row["direction"]] + _mark(row, "direction") + given_as(row)
    if row.get("with"):
        words += f" (with {', '.join(row['with'])})"
    if row.get("against") == "against comparator":
        words += f" against {row.get('comparatorLabel') or 'the comparator'}"
    return words


def given_as(row: Row) -> str:
    """Return which molecule was given where a finding of a form of the compound is rolled up into it, else nothing."""
    return f" (given as {row['molecule']})" if row.get("molecule") else ""


def basis(section: Section) -> str:
    """Return on how much a section rests, and say when that is little."""
    if not section.rows:
        return "none"
    words = counted(section.rows, "row")
    if section.findings:
        words += f" from {counted(section.findings, 'finding')}"
    whole = section.findings or section.rows
    if whole and section.verified is not None:
        words += f", {_share(section.verified, whole)} with every field seen"
        twice = section.read_twice
        words += ", second readings not recorded" if twice is None else f", {_share(twice, whole)} read twice"
    return words + ("; FEWER THAN THREE ROWS" if section.rows < 3 else "")


def unmeasured(reach: Reach) -> str:
    """Return in what the event was seen where no supporting finding measures it, or that it was not measured itself."""
    if reach.measured or not reach.supports:
        return ""
    return f" (as {' and '.join(reach.seen_as)})" if reach.seen_as else " (not measured itself)"


def stands(verdict: Verdict) -> str:
    """Return a verdict with the independent groups behind it, and whether people were tested."""
    groups = {
        "supported": f" by {verdict.groups_for} groups",
        "contested": f" ({counted(verdict.groups_for, 'group')} for, {verdict.groups_against} against)",
        "disputed": f" by {counted(verdict.groups_against, 'group')}",
    }
    return f"{verdict.verdict}{groups.get(verdict.verdict, '')}, {verdict.translation}"


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, singular or plural."""
    return f"{number} {noun}{'s' * (number != 1)}"


def directions(rows: Iterable[Row]) -> str:
    """Return how many findings show which direction, the commonest first, those of another molecule than the compound apart.

    A dagger marks a number in which a finding's direction or compound was not seen on a page.
    """
    rows = list(rows)
    counts = Counter(DIRECTION[row["direction"]] + given_as(row) for row in rows)
    doubtful = {
        DIRECTION[row["direction"]] + given_as(row) for row in rows if {"showsDirection", "tests"} & set(row["unverified"])
    }
    return ", ".join(f"{number}{DAGGER if word in doubtful else ''} {word}" for word, number in counts.most_common())


def _share(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)} %"


def balance(reach: Reach, party: Party, refs) -> str:
    """Return how many publications speak for and against an event, by number, and how many tested the compound itself."""
    if not (reach.supports or reach.disputes or reach.disputes_step):
        return ""
    words = f"{len(reach.supports)} for {refs(reach.supports)}".strip() + direct(reach.supports, reach, party)
    words += unmeasured(reach)
    for publications, name in ((reach.disputes, "against"), (reach.disputes_step, "against the step")):
        if publications:
            words += f", {len(publications)} {name} {refs(publications)}" + direct(publications, reach, party)
    return words


def direct(publications: tuple[str, ...], reach: Reach, party: Party) -> str:
    """Return how many of the publications tested the compound itself, where not all did."""
    direct = len(set(publications) & set(reach.with_compound))
    if direct == len(publications):
        return ""
    return f" ({direct or 'none'} with {party.label} itself)"


def _named(row: Row) -> str:
    """Return the endpoint where it is narrower than the one the finding is listed under."""
    return f"{row['endpoint']} " if row.get("quantity") not in (None, row["endpoint"]) else ""


def _time(row: Row) -> str:
    time = row["time"] or (f"{row['hours']} h" if row["hours"] is not None else "")
    return f"{time}{_mark(row, 'time')}" if time else ""


def _dose(row: Row) -> str:
    return f"{row['dose']} {row['doseUnit']}{_mark(row, 'dose')}" if row["dose"] else ""


def _animal(row: Row) -> str:
    return " ".join(filter(None, (_one(row, "sex"), _several(row, "model"), _several(row, "species"))))


def _one(row: Row, column: str) -> str:
    return f"{row[column]}{_mark(row, column)}" if row.get(column) else ""


def _several(row: Row, column: str) -> str:
    return f"{'/'.join(row[column])}{_mark(row, column)}" if row[column] else ""


def _mark(row: Row, column: str) -> str:
    return DAGGER if set(_SHOWN[column]) & set(row["unverified"]) else ""
