"""The direction chart: dose by time by region for two compounds, with nulls and with what was not measured."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from raad.drawing.plot import frame, legend, line, mark, text

BINS = ((1, "up to 1 h"), (12, "over 1 to 12 h"), (36, "over 12 to 36 h"), (168, "over 36 h to 7 d"), (float("inf"), "over 7 d"))
UNTIMED = "time not stated"
UNPLACED = "region not stated"
STAR = "* "
NAME, CELL, ROW, TOP = 170, 135, 19, 74
LETTERS = 24


@dataclass(frozen=True)
class Point:
    """One finding of a plot: its compound, place, hours after the dose or None, direction, and words beside its mark.

    `start` is where a span of hours begins; `hours` is then where it ends. `aside` says that something else was given as
    well, or that the finding is set against another compound; it shows as a star.
    """

    compound: str
    place: str
    hours: float | None
    direction: str | None
    words: str
    start: float | None = None
    aside: bool = False


def direction_chart(anchor: str, title: str, compounds: tuple[str, str], points: list[Point]) -> str:
    """Return the chart of points as SVG: a panel a compound, a row a place, a column a span of hours.

    The last row of a panel names the places in which only the other compound was measured.
    """
    every = sorted({point.place for point in points})
    width = NAME + CELL * (len(BINS) + 1) + 16
    parts, y = _head(title), TOP
    for compound in compounds:
        own = [point for point in points if point.compound == compound]
        parts += [f'<rect class="band" x="0" y="{y:g}" width="{width}" height="24"/>', text(8, y + 17, compound, "h")]
        y += 24
        top = y
        places = [place for place in every if any(point.place == place for point in own)]
        for place in places:
            made, height = _row(place, [point for point in own if point.place == place], y)
            parts += [*made, line(0, y + height, width, y + height)]
            y += height
        parts += [line(NAME + CELL * n, top, NAME + CELL * n, y) for n in range(len(BINS) + 1)]
        missing = [place for place in every if place not in places and place != UNPLACED]
        for said in textwrap.wrap(f"No finding in the curated set: {', '.join(missing)}.", 150) if missing else ():
            parts.append(text(8, y + 17, said, "s i"))
            y += ROW
        y += 8 * bool(missing)
    parts.append(legend(4, y + 24, [point.direction for point in points]))
    return frame(anchor, width, y + 36, title, _described(compounds, points), parts)


def _head(title: str) -> list[str]:
    names = [*(name for _, name in BINS), UNTIMED]
    return [
        text(8, 20, title, "h"),
        text(8, TOP - 8, "region"),
        *(text(NAME + CELL * (n + 0.5), TOP - 8, name, "m s") for n, name in enumerate(names)),
    ]


def _row(place: str, points: list[Point], y: float) -> tuple[list[str], float]:
    """Return the row of a place and its height."""
    name = textwrap.wrap(place, LETTERS)
    cells: dict[int, list[Point]] = {}
    for point in sorted(points, key=lambda point: (str(point.direction), point.words)):
        cells.setdefault(_bin(point.hours), []).append(point)
    height = ROW * max(len(name), *(len(cell) for cell in cells.values()), 1) + 8
    parts = [text(8, y + 18 + ROW * n, words, "s") for n, words in enumerate(name)]
    for column, cell in cells.items():
        for n, point in enumerate(cell):
            x, middle = NAME + CELL * column + 12, y + 14 + ROW * n
            parts += [mark(x, middle, point.direction), text(x + 10, middle + 4, f"{STAR * point.aside}{point.words}", "s")]
    return parts, height


def _bin(hours: float | None) -> int:
    return len(BINS) if hours is None else next(n for n, (end, _) in enumerate(BINS) if hours <= end)


def _described(compounds: tuple[str, str], points: list[Point]) -> str:
    said = []
    for compound in compounds:
        own = [point for point in points if point.compound == compound]
        places = sorted({point.place for point in points} - {point.place for point in own})
        gaps = f"; no finding in {', '.join(places)}" if places else ""
        said.append(f"{compound}: {len(own)} finding{'s' * (len(own) != 1)}{gaps}")
    return f"{'; '.join(said)}. The table beside the picture holds the same findings."
