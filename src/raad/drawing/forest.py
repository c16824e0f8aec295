"""The forest plot: effect sizes with their confidence intervals, one below the other and never pooled."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor

from raad.drawing.plot import frame, line, text

LEAST = 3
NAME, WIDE, SAID, ROW, TOP = 400, 380, 190, 26, 48


@dataclass(frozen=True)
class Size:
    """One effect size of a forest plot: what it is of, the size, its interval, and whether it has a sign."""

    name: str
    g: float
    lower: float
    upper: float
    signed: bool


def forest_plot(anchor: str, title: str, sizes: list[Size]) -> str:
    """Return effect sizes as SVG; a size without a sign stands as an open square."""
    low, high = floor(min(0, *(size.lower for size in sizes))), ceil(max(0, *(size.upper for size in sizes)))

    def x(value: float) -> float:
        return round(NAME + WIDE * (value - low) / (high - low), 1)

    bottom = TOP + ROW * len(sizes)
    parts = [text(8, 20, title, "h"), line(x(0), TOP - 8, x(0), bottom + 6, "line")]
    for n, size in enumerate(sizes):
        y = TOP + ROW * (n + 0.5)
        style = "full" if size.signed else "open"
        parts += [
            text(8, y + 4, size.name, "s"),
            line(x(size.lower), y, x(size.upper), y, "line"),
            f'<rect class="{style}" x="{x(size.g) - 5:g}" y="{y - 5:g}" width="10" height="10"/>',
            text(NAME + WIDE + 14, y + 4, f"{_number(size.g)} [{_number(size.lower)}, {_number(size.upper)}]", "s"),
        ]
    step = max(1, ceil((high - low) / 8))
    for value in range(low, high + 1, step):
        parts += [line(x(value), bottom + 6, x(value), bottom + 12), text(x(value), bottom + 26, str(value), "m s")]
    parts += [
        line(x(low), bottom + 6, x(high), bottom + 6),
        text(x(low), bottom + 44, "lower than the comparator", "s"),
        text(x(high), bottom + 44, "higher than the comparator", "s e"),
    ]
    said = f"{len(sizes)} effect sizes, Hedges g with 95 % confidence interval, one by one and not pooled. The table holds them."
    return frame(anchor, NAME + WIDE + SAID, bottom + 56, title, said, parts)


def _number(value: float) -> str:
    return f"{round(value, 2) + 0.0:.2f}"
