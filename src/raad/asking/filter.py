"""Filters: a scope narrowed to the findings that state a species, sex, route, model, region or time after the dose."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from raad.asking.answer import answer
from raad.asking.find import resolve
from raad.curated.context import Context
from raad.errors import UnknownName, UsageError
from raad.graph.cache import Graph
from raad.graph.scope import Filter, Scope
from raad.near import fold, near

RECORDS = ("species", "route", "model", "region")
FILTERS = (*RECORDS, "sex", "time")
FEW = 20
_HOURS = {"min": (1, 60), "h": (1, 1), "d": (24, 1), "w": (168, 1)}
_SPOKEN = {"min": "min", "h": "h", "d": "d", "w": "wk"}
_POINT = r"([0-9]{1,9}(?:\.[0-9]{1,9})?) ?(min|h|d|w)?"
_RANGE = re.compile(rf"(?:{_POINT})?(?: ?(-) ?(?:{_POINT})?)?")


def narrow(graph: Graph, scope: Scope, **wanted: str) -> Scope:
    """Return the scope with a filter for each of `species`, `sex`, `route`, `model`, `region`, `time`, named as people do.

    Names are looked up in the graph: UnknownName gives near ones. A time is a number of hours after the dose such as `24h`,
    or a range: `1-24h`, `1d-7d`, `-24h`, `24h-`; UsageError says where it is none.
    """
    made = [_filter(graph, name, value) for name, value in wanted.items()]
    return replace(scope, filters=(*scope.filters, *made))


def _filter(graph: Graph, name: str, value: str) -> Filter:
    if name == "time":
        return _time(value)
    if name == "sex":
        return _sex(value)
    if name not in RECORDS:
        raise UsageError(f"there is no filter {name!r}; there are: {', '.join(FILTERS)}")
    record, names = _record(graph, name, value)
    return Filter(f"other-{name}", (("V", record),), names[record])


def _record(graph: Graph, noun: str, value: str) -> tuple[str, dict[str, str]]:
    """Return the record that a value names, and the labels of all of its kind."""
    names = dict(answer(graph, "find/record", C=Context.load().classes[noun.capitalize()]).rows)
    try:
        return resolve(graph, value, noun), names
    except UnknownName as unknown:
        every = f"; one of: {', '.join(sorted(names.values()))}" if len(names) <= FEW else f"; `raad list {noun}` lists all"
        raise UnknownName(noun, value, unknown.near, every) from None


def _sex(value: str) -> Filter:
    options = Context.load().keys["Finding"]["sex"].options
    found = [name for name in options if fold(name) == fold(value)]
    if not found:
        raise UnknownName("sex", value, near(value, options), f"; one of: {', '.join(options)}")
    return Filter("other-sex", (("V", options[found[0]]),), f"{found[0]} sexes" if found[0] == "both" else f"{found[0]}s")


def _time(value: str) -> Filter:
    """Return the filter of a range of time after the dose."""
    found = _RANGE.fullmatch(value.strip())
    first, unit, dash, last, last_unit = found.groups() if found else (None,) * 5
    unit, last_unit = unit or last_unit, last_unit or (unit if last else None)
    if not (first or last) or not (unit or last_unit):
        raise UsageError(
            f"{value!r} is no time after the dose; give one such as 24h, or a range: 1-24h, 1d-7d, -24h, 24h- (min, h, d or w)"
        )
    begin = _hours(first, unit)
    end = _hours(last, last_unit) if dash else begin
    if begin and end and Decimal(begin) > Decimal(end):
        raise UsageError(f"--time {value}: the range ends before it begins; turn it round")
    return Filter("other-time", (("from", begin), ("to", end)), _spoken((first, unit), (last, last_unit), bool(dash)))


def _hours(number: str | None, unit: str | None) -> str:
    """Return a number of a unit in decimal hours, nothing for none."""
    if number is None:
        return ""
    times, parts = _HOURS[unit]
    return f"{(Decimal(number) * times / parts).normalize():f}"


def _spoken(first: tuple, last: tuple, range_: bool) -> str:
    begin, end = (f"{number} {_SPOKEN[unit]}" if number else "" for number, unit in (first, last))
    if not range_:
        return f"at {begin} after the dose"
    if begin and end:
        return f"from {begin} to {end} after the dose"
    return f"at {begin} after the dose or later" if begin else f"up to {end} after the dose"
