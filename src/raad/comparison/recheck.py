"""Printed p values against recomputed ones, and the suspicion that a spread carries the wrong name.

A recomputed p is a range: its inputs may lie anywhere within the rounding of what is printed. A printed p agrees where its
own rounding, or its bound, meets that range. What differs is a reason to look at the source, never a correction.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from raad.comparison.effect import arm_values, arms_of, deviations
from raad.comparison.value import Row
from raad.statistic.distribution import f_tail, t_of, t_tail, z_of, z_tail
from raad.statistic.hedges import pooled
from raad.statistic.printed import Ambiguous, Test, interval, printed_tests, span

_SIGN = {"less than": "<", "greater than": ">", None: "="}
_COVARIATE = "a model with covariates behind the printed p would explain it"
_OTHER_INTERVAL = "a printed p of another test than that of the interval would explain it"
_OTHER_TEST = "the printed p may be of a later comparison of two of the groups"


@dataclass(frozen=True, slots=True)
class Recheck:
    """A printed p of a finding, and the range in which the p recomputed from other printed numbers lies.

    `agrees` says whether they can be the same; `note` what would explain that they are not.
    """

    finding: str
    printed: str
    lowest: float
    highest: float
    source: str
    agrees: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A finding whose printed p fits its means only if the spread printed as one kind is the other kind."""

    finding: str
    printed_as: str
    fits_as: str


def rechecks(row: Row) -> list[Recheck]:
    """Return every printed p of a row of `evidence/effect-input` that other printed numbers allow to be recomputed."""
    found = [*_of_tests(row), *_of_interval(row), *_of_means(row)]
    return [check for check in found if check]


def suspicion(row: Row) -> Suspicion | None:
    """Return the suspicion that an SEM is labelled as SD or an SD as SEM, or None where nothing speaks for it."""
    values = arm_values(row)
    if not values or span(row["p"]) is None:
        return None
    kind, sign = values[2], _SIGN[row["operator"]]
    other = {"SD": "SEM", "SEM": "SD"}[kind]
    fits = {name: _agrees(sign, row["p"], range_) for name in (kind, other) if (range_ := _means_range(row, name))}
    return Suspicion(row["finding"], kind, other) if fits.get(other) and not fits.get(kind) else None


def _of_tests(row: Row) -> Iterator[Recheck | None]:
    printed = printed_tests(row["statistic"])
    for test in printed:
        range_ = _test_range(test)
        if test.p:
            yield _checked(row, test.operator, test.p, range_, str(test))
        elif len(printed) == 1:
            omnibus = test.kind == "F" and test.df[0] != 1
            yield _checked(row, _SIGN[row["operator"]], row["p"], range_, str(test), _OTHER_TEST if omnibus else "")


def _of_interval(row: Row) -> Iterator[Recheck | None]:
    """Give the p from a difference and its confidence interval, read as normal and, where n is printed, as a t as well."""
    level, lower, upper = (0.95, row["lower"], row["upper"]) if row["lower"] else interval(row["statistic"]) or (0, None, None)
    if span(row["difference"]) and lower and upper:
        ends = product(span(row["difference"]), span(lower), span(upper))
        halves = [abs(size) / ((high - low) / 2) for size, low, high in ends if high > low]
        made = [z_tail(half * z_of(1 - level)) for half in halves]
        df = _individuals(row) - 2
        made += [t_tail(half * t_of(1 - level, df), df) for half in halves] if df > 0 else []
        source = f"difference {row['difference']}, {level:.0%} CI {lower} to {upper}"
        yield _checked(row, _SIGN[row["operator"]], row["p"], (min(made), max(made)) if made else None, source, _OTHER_INTERVAL)


def _individuals(row: Row) -> int:
    """Return how many individuals were compared, or 0 where that is not printed."""
    try:
        sizes = arms_of(row)
    except Ambiguous:
        return row["n"] or 0
    return sizes.first + sizes.second


def _of_means(row: Row) -> Iterator[Recheck | None]:
    values = arm_values(row)
    range_ = _means_range(row, values[2]) if values else None
    if range_:
        yield _checked(row, _SIGN[row["operator"]], row["p"], range_, f"means, {values[2]} and n of both arms", _COVARIATE)


def _means_range(row: Row, kind: str) -> tuple[float, float] | None:
    """Return the range of p from means, spreads read as `kind`, and n of two independent arms; None where n is not known."""
    try:
        sizes = arms_of(row)
    except Ambiguous:
        return None
    if not sizes.distinct or min(sizes.first, sizes.second) < 2:
        return None
    orders = {(sizes.first, sizes.second), (sizes.first, sizes.second) if sizes.ordered else (sizes.second, sizes.first)}
    columns = ("treatedMean", "controlMean", "treatedError", "controlError")
    t = []
    for mean, other, error, other_error, (n, m) in product(*(span(row[column]) for column in columns), orders):
        spread = pooled(*_interleaved(deviations((max(error, 0), max(other_error, 0)), (n, m), kind == "SEM"), (n, m)))
        t.append(abs(mean - other) / (spread * (1 / n + 1 / m) ** 0.5) if spread else float("inf"))
    if min(_span_of_difference(row)) <= 0 <= max(_span_of_difference(row)):
        t.append(0.0)
    return _tails(t, lambda value: t_tail(value, sizes.first + sizes.second - 2))


def _interleaved(spreads: tuple[float, float], sizes: tuple[int, int]) -> tuple[float, int, float, int]:
    return spreads[0], sizes[0], spreads[1], sizes[1]


def _span_of_difference(row: Row) -> tuple[float, float]:
    (low, high), (other_low, other_high) = span(row["treatedMean"]), span(row["controlMean"])
    return low - other_high, high - other_low


def _test_range(test: Test) -> tuple[float, float]:
    ends = [abs(end) if test.kind == "t" else max(end, 0.0) for end in span(test.value)]
    if test.kind == "t":
        return _tails(ends, lambda value: t_tail(value, test.df[0]))
    return _tails(ends, lambda value: f_tail(value, *test.df))


def _tails(values: list[float], tail) -> tuple[float, float] | None:
    made = [tail(value) if value != float("inf") else 0.0 for value in values]
    return (min(made), max(made)) if made else None


def _checked(
    row: Row, sign: str, p: str | None, range_: tuple[float, float] | None, source: str, note: str = ""
) -> Recheck | None:
    if not range_ or span(p) is None or not 0 <= float(p) <= 1:
        return None
    agrees = _agrees(sign, p, range_)
    printed = f"p {'' if sign == '=' else sign + ' '}{p}"
    return Recheck(row["finding"], printed, *range_, source, agrees, "" if agrees else note)


def _agrees(sign: str, p: str, range_: tuple[float, float]) -> bool:
    """Return whether a printed p or bound can be the p that lies in a range."""
    low, high = span(p)
    if sign == "<":
        return range_[0] <= high
    if sign == ">":
        return range_[1] >= low
    return range_[0] <= high and range_[1] >= low
