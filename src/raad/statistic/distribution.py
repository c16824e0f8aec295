"""Probabilities of the F, t and normal distributions, and the t of a probability, with the standard library alone."""

from __future__ import annotations

import math

_STEPS = 200
_CLOSE = 1e-15


def f_tail(f: float, numerator: float, denominator: float) -> float:
    """Return the probability of an F at least as large, from 0 to 1.

    The tail of F is an incomplete beta function (Abramowitz and Stegun 1964, 26.6.2). ValueError where F is below 0 or
    degrees of freedom are not above 0.
    """
    if f < 0 or numerator <= 0 or denominator <= 0:
        raise ValueError("F is not below 0 and its degrees of freedom are above 0")
    return incomplete_beta(denominator / (denominator + numerator * f), denominator / 2, numerator / 2)


def t_tail(t: float, df: float) -> float:
    """Return the probability of a t at least as far from 0 on either side; the square of t is an F with 1 and df."""
    return f_tail(t * t, 1, df)


def t_of(p: float, df: float) -> float:
    """Return the t, not below 0, of which `p` is the probability on both sides; ValueError where p is not in (0, 1]."""
    if not 0 < p <= 1:
        raise ValueError("a p value lies above 0 and not above 1")
    if p == 1:
        return 0.0
    low, high = 0.0, 1.0
    while t_tail(high, df) > p:
        low, high = high, 2 * high
    while high - low > 1e-12 * high:
        middle = (low + high) / 2
        low, high = (middle, high) if t_tail(middle, df) > p else (low, middle)
    return (low + high) / 2


def z_tail(z: float) -> float:
    """Return the probability of a standard normal value at least as far from 0 on either side."""
    return math.erfc(abs(z) / math.sqrt(2))


def z_of(p: float) -> float:
    """Return the z, not below 0, of which `p` is the probability on both sides; ValueError where p is not in (0, 1]."""
    if not 0 < p <= 1:
        raise ValueError("a p value lies above 0 and not above 1")
    low, high = 0.0, 40.0
    while high - low > 1e-12:
        middle = (low + high) / 2
        low, high = (middle, high) if z_tail(middle) > p else (low, middle)
    return (low + high) / 2


def incomplete_beta(x: float, a: float, b: float) -> float:
    """Return the regularised incomplete beta function of x in [0, 1] by its continued fraction (NIST DLMF 8.17.22)."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(1 - x, b, a)
    scale = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    return math.exp(scale) / (a * _fraction(x, a, b))


def _fraction(x: float, a: float, b: float) -> float:
    """Return 1 + d1 x/(1 + d2 x/(1 + ...)) by Lentz's method."""
    value, above, below = 1.0, 1.0, 0.0
    for step in range(1, _STEPS):
        m, odd = divmod(step, 2)
        term = -(a + m) * (a + b + m) / ((a + 2 * m) * (a + 2 * m + 1)) if odd else m * (b - m) / ((a + 2 * m - 1) * (a + 2 * m))
        below = 1 / ((1 + term * x * below) or 1e-300)
        above = (1 + term * x / above) or 1e-300
        value *= above * below
        if abs(above * below - 1) < _CLOSE:
            break
    return value
