"""Hedges g with its 95 % confidence interval, from means, from t, from F with one numerator df, or from an exact p.

All formulas are for two independent groups. g is treated minus control where the input has a sign.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from raad.statistic.distribution import t_of

Z95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Hedges:
    """Hedges g and the two ends of its 95 % confidence interval, in units of the standard deviation within groups."""

    g: float
    lower: float
    upper: float


def of_means(treated: tuple[float, float, int], control: tuple[float, float, int]) -> Hedges:
    """Return g from mean, SD and n of each arm: the difference over the pooled SD, corrected.

    Source: Hedges 1981, J Educ Stat 6:107; Borenstein et al. 2009, Introduction to Meta-Analysis, eq. 4.18-4.19.
    ValueError where an arm has fewer than two, an SD is below 0, or neither arm has any spread.
    """
    (mean, sd, n), (control_mean, control_sd, control_n) = treated, control
    spread = pooled(sd, n, control_sd, control_n)
    if not spread > 0:
        raise ValueError("neither arm has any spread")
    return _corrected((mean - control_mean) / spread, n, control_n)


def of_t(t: float, n: int, other: int) -> Hedges:
    """Return g from the t of two independent groups: d = t sqrt(1/n1 + 1/n2), corrected.

    Source: Lakens 2013, Front Psychol 4:863, eq. 2; Borenstein et al. 2009, chapter 4. ValueError as `of_means`.
    """
    _sizes(n, other)
    return _corrected(t * math.sqrt(1 / n + 1 / other), n, other)


def of_f(f: float, n: int, other: int) -> Hedges:
    """Return g, not below 0, from an F with one numerator df, which is the square of t; ValueError where F is below 0."""
    if f < 0:
        raise ValueError("F is never below 0")
    return of_t(math.sqrt(f), n, other)


def of_p(p: float, n: int, other: int) -> Hedges:
    """Return g, not below 0, from an exact two-sided p of two independent groups, through the t that has this p.

    Source: Cochrane Handbook for Systematic Reviews of Interventions, 6.5.2.3. ValueError where p is not in (0, 1].
    """
    _sizes(n, other)
    return of_t(t_of(p, n + other - 2), n, other)


def pooled(sd: float, n: int, other_sd: float, other: int) -> float:
    """Return the SD within two groups, pooled by their degrees of freedom (Borenstein et al. 2009, eq. 4.19)."""
    _sizes(n, other)
    if sd < 0 or other_sd < 0:
        raise ValueError("an SD is never below 0")
    return math.sqrt(((n - 1) * sd**2 + (other - 1) * other_sd**2) / (n + other - 2))


def correction(df: int) -> float:
    """Return the small-sample correction J, exact by the gamma function (Hedges 1981, eq. 6e), for df of 2 or more."""
    return math.exp(math.lgamma(df / 2) - math.lgamma((df - 1) / 2)) / math.sqrt(df / 2)


def _corrected(d: float, n: int, other: int) -> Hedges:
    """Return g = J d and g -+ 1.96 J sqrt(V), where V = (n1 + n2)/(n1 n2) + d^2/(2 (n1 + n2)).

    Source: Borenstein et al. 2009, eq. 4.20-4.24.
    """
    if not math.isfinite(d):
        raise ValueError("the input has no finite size")
    j = correction(n + other - 2)
    half = Z95 * j * math.sqrt((n + other) / (n * other) + d * d / (2 * (n + other)))
    return Hedges(j * d, j * d - half, j * d + half)


def _sizes(n: int, other: int) -> None:
    if n < 2 or other < 2:
        raise ValueError("an arm of fewer than two has no spread")
