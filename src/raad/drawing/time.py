"""The time course: what was seen of each outcome, hours after a dose, on a scale on which each step doubles the time."""

from __future__ import annotations

import textwrap
from math import log2

from raad.drawing.direction import STAR, Point
from raad.drawing.plot import frame, legend, line, mark, text

TICKS = (
    (0, "during"),
    (0.5, "30 min"),
    (2, "2 h"),
    (6, "6 h"),
    (24, "24 h"),
    (72, "3 d"),
    (168, "7 d"),
    (336, "14 d"),
    (672, "28 d"),
)
NAME, WIDE, ROW, TOP, LETTERS = 280, 700, 16, 60, 40


def time_course(anchor: str, title: str, points: list[Point]) -> str:
    """Return the points with a time as SVG, a row for each place and compound; marks that would meet stand below each other."""
    timed = [point for point in points if point.hours is not None]
    rows = sorted({(point.place, point.compound) for point in timed})
    parts, y = [text(8, 20, title, "h")], TOP
    for place, compound in rows:
        own = [point for point in timed if (point.place, point.compound) == (place, compound)]
        made, height = _row(f"{place}, {compound}", own, y)
        parts += [*made, line(0, y + height, NAME + WIDE + 30, y + height)]
        y += height
    for hours, name in TICKS:
        x = _x(hours)
        parts[1:1] = [line(x, TOP - 6, x, y, "thin dash")]
        parts.append(text(x, TOP - 12, name, "m s"))
    parts.append(legend(4, y + 24, [point.direction for point in timed]))
    said = (
        f"{len(timed)} findings with a time, of {len(points)}, by outcome and compound. The table beside the picture holds them."
    )
    return frame(anchor, NAME + WIDE + 30, y + 36, title, said, parts)


def _row(name: str, points: list[Point], y: float) -> tuple[list[str], float]:
    lanes: list[float] = []
    parts = []
    for point in sorted(points, key=lambda point: (point.hours, str(point.direction), point.words)):
        x = _x(point.hours)
        left = x if point.start is None else _x(point.start)
        lane = next((n for n, last in enumerate(lanes) if left - last >= 14), len(lanes))
        lanes[lane : lane + 1] = [x]
        if point.start is not None:
            parts.append(line(_x(point.start), y + 13 + ROW * lane, x, y + 13 + ROW * lane, "line"))
        parts.append(mark(x, y + 13 + ROW * lane, point.direction))
        parts += [text(x + 7, y + 18 + ROW * lane, STAR.strip())] if point.aside else []
    words = textwrap.wrap(name, LETTERS)
    parts += [text(8, y + 17 + ROW * n, said, "s") for n, said in enumerate(words)]
    return parts, ROW * max(len(lanes), len(words)) + 10


def _x(hours: float) -> float:
    first, last = (log2(end) for end in (0.25, 1100))
    return round(NAME + WIDE * (log2(min(max(float(hours), 0.25), 1100)) - first) / (last - first), 1)
