"""Reading printed statistics: numbers with their rounding, test statistics, sizes of two arms, the unit of analysis.

What is ambiguous is never read one way: it raises Ambiguous, which says why.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBER = re.compile(r"[-\u2212]?\d+(\.\d+)?")
_TEST = re.compile(
    r"\b([tF]) ?\(?(\d+(?:\.\d+)?)(?:, ?(\d+(?:\.\d+)?))?\)? ?= ?(-?\d+(?:\.\d+)?)"
    r"(?:[,;]? ?[pP] ?([=<>]?) ?(0?\.\d+))?(?: \(([^)]*)\))?"
)
_T_THEN_DF = re.compile(r"\bt ?= ?(-?\d+(?:\.\d+)?), df ?= ?(\d+(?:\.\d+)?)")
_INTERVAL = re.compile(r"(?<!\()\b(\d\d)% CI (-?\d+(?:\.\d+)?)(?: to |-)(-?\d+(?:\.\d+)?)")
_BARE = re.compile(r"(?:n ?= ?)?(\d+) ?(?:vs\.?|versus|and|,) ?(?:n ?= ?)?(\d+)")
_PARTS = re.compile(r"(\d+) \((\d+) ?(?:vs\.?|versus|and|[+/,]) ?(\d+)\)")
_HALVES = re.compile(r"(\d+) \((\d+) per (?:arm|group)\)")
_NAMED = re.compile(r"(?:(\d+) \()?(\d+) ([^\d,()]+)(?:,| and) (\d+) ([^\d,()]+)\)?")
_NESTED = re.compile(r"(\d+) cells/(\d+) [a-z]+(?: \w+)?; (\d+) cells/(\d+) [a-z]+(?: \w+)?")
_EACH = re.compile(r"(?:n ?= ?)?(\d+)(?: [a-z]+)? per (?:group|arm)")
_WITHIN = re.compile(
    r"cross-?over|within[- ]subject|\bpaired (?:t\b|samples)|repeated[- ]measures|\bRM ANOVA|both periods", re.IGNORECASE
)
_ADJUSTED = re.compile(r"LS means?|MMRM|ANCOVA|adjust|p-adj|mixed model|covaria", re.IGNORECASE)
_SIZE = re.compile(r"(?:\bES|effect size(?: d)?|Hedges' g|\bd) ?=? ?(-?\d+\.\d+)(?!-)")
_CONTROL = re.compile(r"placebo|vehicle|saline|control|sham", re.IGNORECASE)
_CELL = re.compile(r"\b(?:cell|neuron|dendrite|spine|slice|synapse)s?\b", re.IGNORECASE)
_ANIMAL = re.compile(r"\b(?:rat|mouse|mice|pig|monkey|animal)s?\b", re.IGNORECASE)
_REPEAT = re.compile(r"\btrials\b|hemispheres", re.IGNORECASE)


class Ambiguous(Exception):
    """What is printed can be read in more than one way, or does not hold what is needed; the message says which."""


@dataclass(frozen=True, slots=True)
class Test:
    """A printed test: t or F, its value and degrees of freedom, the words beside it, and the p printed right after it."""

    kind: str
    value: str
    df: tuple[float, ...]
    words: str
    operator: str = ""
    p: str = ""

    @property
    def interaction(self) -> bool:
        """Return whether the words say that it tests an interaction."""
        return bool(re.search(r"interaction| x ", self.words))

    def __str__(self) -> str:
        """Return it as `F(1, 70) = 9.62`."""
        return f"{self.kind}({', '.join(f'{part:g}' for part in self.df)}) = {self.value}"


@dataclass(frozen=True, slots=True)
class Arms:
    """The sizes of two arms, treated first where `ordered`.

    `whole` says that no further arm stands behind the same test, `distinct` that the two arms are different individuals;
    `animals` holds the numbers of animals where the sizes count cells.
    """

    first: int
    second: int
    ordered: bool = False
    whole: bool = True
    distinct: bool = False
    animals: tuple[int, int] | None = None


def span(text: str) -> tuple[float, float] | None:
    """Return the values that round to a printed number: it, less and more half a unit of its last digit; None where none."""
    if not text or not _NUMBER.fullmatch(text):
        return None
    value, digits = float(text.replace("\u2212", "-")), len(text.partition(".")[2])
    half = 0.5 * 10**-digits
    return value - half, value + half


def number(text: str | None) -> float | None:
    """Return a number printed plainly, or None for a range, an `about` or nothing."""
    return float(text.replace("\u2212", "-")) if text and _NUMBER.fullmatch(text) else None


def printed_tests(text: str | None) -> list[Test]:
    """Return the t and F statistics printed with their degrees of freedom."""
    found, end = [], 0
    for match in _TEST.finditer(text or ""):
        kind, first, second, value, operator, p, after = match.groups()
        if (kind == "F") == (second is not None):
            df = (float(first), float(second)) if second else (float(first),)
            before = re.split(r"[;,]", text[end : match.start()])[-1]
            found.append(
                Test(kind, value, df, f"{before.strip()} {after or ''}".strip(), operator or ("=" if p else ""), p or "")
            )
        end = match.end()
    return found + [Test("t", value, (float(df),), "") for value, df in _T_THEN_DF.findall(text or "")]


def interval(text: str | None) -> tuple[float, str, str] | None:
    """Return level (0.95 for 95 %), lower and upper end of the one confidence interval that is printed bare in a text."""
    found = _INTERVAL.findall(text or "")
    if len(found) != 1:
        return None
    level, *ends = found[0]
    lower, upper = sorted(ends, key=float)
    return int(level) / 100, lower, upper


def size(text: str | None) -> str | None:
    """Return the one standardised effect size that is printed in a text, as printed."""
    found = _SIZE.findall(text or "")
    return found[0] if len(found) == 1 else None


def arms(n: int | None, n_text: str | None, names: tuple[str, str | None] = ("", None)) -> Arms:
    """Return the sizes of the two arms; `names` are those of what was given and of its comparator.

    Ambiguous says why where there are not exactly two sizes.
    """
    text = (n_text or "").strip()
    for pattern, read in _READERS:
        match = pattern.fullmatch(text)
        if match:
            return read(match, names)
    if text and re.search(r"\d ?[-\u2013] ?\d", text):
        raise Ambiguous("n is printed as a range")
    if text:
        raise Ambiguous("n is printed, but not as the sizes of two arms")
    raise Ambiguous("n is printed for the whole, not for each arm" if n else "n is not printed")


def within(texts: tuple[str, ...]) -> bool:
    """Return whether texts say that the same individuals were measured under both conditions."""
    return any(_WITHIN.search(text) for text in texts)


def adjusted(text: str | None) -> bool:
    """Return whether a text says that the numbers are adjusted, or of a model with covariates."""
    return bool(_ADJUSTED.search(text or ""))


def unit_of_analysis(n_text: str | None, species: tuple[str, ...], cellular: bool) -> tuple[str, str]:
    """Return what n counts, and a warning where counts within one animal may pass for animals.

    Source of the warning: Lazic 2010, BMC Neurosci 11:5.
    """
    text = n_text or ""
    cells, animals = bool(_CELL.search(text)), bool(_ANIMAL.search(text))
    if cells:
        apart = "the number of animals stands beside it" if animals else "the number of animals is not printed"
        return "cells", f"pseudo-replication: n counts cells, and cells of one animal are not independent; {apart}"
    if species == ("human",):
        return "persons", ""
    if _REPEAT.search(text):
        return "animals", "pseudo-replication: several measurements of one animal are counted beside the animals"
    if animals:
        return "animals", ""
    if cellular:
        return "not stated", "pseudo-replication possible: the endpoint is measured on cells, and n does not say what it counts"
    return "not stated", ""


def _bare(match: re.Match, _: tuple) -> Arms:
    first, second = map(int, match.groups())
    return Arms(first, second, distinct=first != second)


def _parts(match: re.Match, _: tuple) -> Arms:
    total, first, second = map(int, match.groups())
    if first + second != total:
        raise Ambiguous("the sizes printed do not add up to the n printed")
    return Arms(first, second, distinct=True)


def _halves(match: re.Match, _: tuple) -> Arms:
    total, each = map(int, match.groups())
    if 2 * each != total:
        raise Ambiguous("n is printed, but not as the sizes of two arms")
    return Arms(each, each, ordered=True, distinct=True)


def _named(match: re.Match, names: tuple[str, str | None]) -> Arms:
    total, first, one, second, other = match.groups()
    if total and int(first) + int(second) != int(total):
        raise Ambiguous("the sizes printed do not add up to the n printed")
    if _is_control(one, names) and _is_given(other, names):
        return Arms(int(second), int(first), ordered=True, whole=bool(total), distinct=True)
    if _is_control(other, names) and _is_given(one, names):
        return Arms(int(first), int(second), ordered=True, whole=bool(total), distinct=True)
    raise Ambiguous("the sizes printed carry names that are not those of the two arms")


def _is_given(word: str, names: tuple[str, str | None]) -> bool:
    return word.strip().casefold() == names[0].casefold()


def _is_control(word: str, names: tuple[str, str | None]) -> bool:
    return bool(_CONTROL.fullmatch(word.strip())) or word.strip().casefold() == (names[1] or "").casefold()


def _nested(match: re.Match, _: tuple) -> Arms:
    first, animals, second, others = map(int, match.groups())
    return Arms(first, second, distinct=True, animals=(animals, others))


def _each(match: re.Match, _: tuple) -> Arms:
    return Arms(int(match[1]), int(match[1]), ordered=True, whole=False, distinct=True)


_READERS = ((_BARE, _bare), (_PARTS, _parts), (_HALVES, _halves), (_NAMED, _named), (_NESTED, _nested), (_EACH, _each))
