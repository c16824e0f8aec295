"""The sub-graph behind a row as an SVG picture: records in layers from the row to the sources, readable without colour."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from raad.asking.find import short
from raad.comparison.imprint import imprint
from raad.explanation.text import MINIMAL, absence, counted, shown
from raad.explanation.value import Explanation, Statement
from raad.graph.query import Iri, Value
from raad.layout import clean, wrap
from raad.names import BASE, SVG

BOX, GUTTER, GAP, LINE, MARGIN = 300, 110, 22, 16, 24
CHARACTERS, TITLE = 42, 36
FOOT_CHARACTER = 6.2
STYLE = (
    "text{font:12px sans-serif;fill:#1b1b1b}.h{font-weight:bold}.t{font-weight:bold;font-size:15px}.s{font-size:11px;fill:#444}"
    "rect{fill:#fff;stroke:#1b1b1b;stroke-width:1.2}.row{stroke-width:3}.line{stroke:#1b1b1b;stroke-width:1.2;fill:none}"
    ".inferred{stroke-dasharray:5 4}"
)
LEGEND = (
    "Box: a record or term with what is said of it; heavy frame: it stands in the row. "
    "Arrow: from a property to the record it names. Dashed: inferred. "
    "(label): that the term is called so is a triple as well."
)


@dataclass
class Box:
    """A record with the lines of its statements: where it stands, and at which line each statement begins."""

    record: Iri
    title: list[str]
    lines: list[tuple[str, Statement | None]] = field(default_factory=list)
    at: dict[Statement, int] = field(default_factory=dict)
    layer: int = 0
    y: int = 0

    @property
    def x(self) -> int:
        """Return the left edge in pixels."""
        return MARGIN + self.layer * (BOX + GUTTER)

    @property
    def height(self) -> int:
        """Return the height in pixels."""
        return LINE * (len(self.title) + len(self.lines)) + 14

    def port(self, statement: Statement | None) -> int:
        """Return the height on the page of the line of a statement, or of the title."""
        line = len(self.title) + self.at[statement] if statement else 0
        return self.y + 14 + LINE * line


def explanation_svg(made: Explanation) -> str:
    """Return the sub-graph of an explanation as SVG.

    A term of which the sub-graph says nothing but its label is written where it is named, all others are boxes. They
    stand in layers by their distance from the first record of the row, so that every arrow joins neighbouring layers.
    """
    boxes, links = _boxes(made)
    columns = _layers(boxes, links, _rows(made))
    head = [f"Row {made.number} of {made.question}", f"{made.words} {counted(made)}. {MINIMAL}"]
    wide = max(len(columns), 2) * (BOX + GUTTER) - GUTTER
    limit = int(wide / FOOT_CHARACTER)
    top = [(words, "t" if not n else "s") for n, text in enumerate(head) for words in wrap(clean(text), limit)]
    start = MARGIN + (LINE + 2) * len(top) + 12
    bottom = start
    for column in columns:
        y = start
        for box in column:
            box.y, y = y, y + box.height + GAP
        bottom = max(bottom, y)
    said = [LEGEND, *([absence(made)] if made.absent else []), imprint(made.version)]
    foot = [line for text in said for line in wrap(clean(text), limit)]
    parts = [_text(MARGIN, MARGIN + 12 + (LINE + 2) * n, words, style) for n, (words, style) in enumerate(top)]
    parts += [_arrow(boxes[one.subject], boxes[one.value], one) for one in links]
    parts += [_box(box, box.record in _rows(made)) for column in columns for box in column]
    parts += [_text(MARGIN, bottom + 14 + LINE * n, words, "s") for n, words in enumerate(foot)]
    loops = any(boxes[one.subject].layer == boxes[one.value].layer == len(columns) - 1 for one in links)
    return _page(parts, wide + 2 * MARGIN + loops * GUTTER // 2, bottom + 14 + LINE * len(foot) + 10, made, boxes)


def _rows(made: Explanation) -> list[Iri]:
    """Return the records of the row in the order of its columns."""
    cells = [part for cell in made.row.values() for part in (cell if isinstance(cell, tuple) else (cell,))]
    return [cell for cell in dict.fromkeys(cells) if isinstance(cell, Iri)] + sorted(made.parameters.values())


def _boxes(made: Explanation) -> tuple[dict[Iri, Box], list[Statement]]:
    """Return the records that get a box, and the statements that join two of them."""
    labels = {s.subject: s for s in made.triples if s.property.endswith("#label") and not s.inferred}
    mentioned = {s.value for s in made.triples if isinstance(s.value, Iri)}
    spoken = Counter(s.subject for s in made.triples)
    plain = {record for record in labels if spoken[record] == 1 and record in mentioned}
    shared = Counter(s.value for s in made.triples if s.value in plain)
    plain = {record for record in plain if shared[record] == 1 or not _is_record(record)}
    subjects = [s.subject for s in made.triples if s.subject not in plain]
    boxes = {subject: Box(subject, _title(made, subject)) for subject in dict.fromkeys(subjects)}
    joined = Counter(s.value for s in made.triples if _is_record(s.value) and s.value not in plain)
    for record in sorted(term for term, count in joined.items() if term not in boxes and count > 1):
        boxes[record] = Box(record, _title(made, record))
    links = []
    for statement in made.triples:
        box = boxes.get(statement.subject)
        if box is None:
            continue
        linked = statement.value in boxes and statement.value != statement.subject
        words = f"{made.name(statement.property)}{'' if linked else ': ' + shown(made, statement.value)}"
        words += " (label)" if statement.value in plain else ""
        box.at[statement] = len(box.lines)
        lines = textwrap.wrap(words + " (inferred)" * statement.inferred, CHARACTERS, subsequent_indent="  ") or [""]
        box.lines += [(line, statement if not n else None) for n, line in enumerate(lines)]
        links += [statement] if linked else []
    return boxes, links


def _is_record(value: Value) -> bool:
    """Return whether a value is a record, and not a term of the ontology."""
    return isinstance(value, Iri) and value.startswith(BASE) and "/" in value.removeprefix(BASE)


def _title(made: Explanation, record: Iri) -> list[str]:
    """Return the name of a record and, on lines of its own, its identifier where the name is another."""
    name = shown(made, record)
    words = [name] if name == short(record) else [name, f"({short(record)})"]
    return [line for text in words for line in textwrap.wrap(text, TITLE)]


def _layers(boxes: dict[Iri, Box], links: list[Statement], first: list[Iri]) -> list[list[Box]]:
    """Return the boxes by layer, each layer in the order of the boxes that it is joined to."""
    near: dict[Iri, list[Iri]] = {record: [] for record in boxes}
    for link in links:
        near[link.subject].append(link.value)
        near[link.value].append(link.subject)
    layer: dict[Iri, int] = {}
    for root in [record for record in first if record in boxes] + sorted(boxes):
        front = [] if root in layer else [root]
        layer.update(dict.fromkeys(front, 0))
        for record in front:
            fresh = [other for other in dict.fromkeys(near[record]) if other not in layer]
            layer.update(dict.fromkeys(fresh, layer[record] + 1))
            front += fresh
    columns: list[list[Box]] = [[] for _ in range(max(layer.values(), default=0) + 1)]
    for record, number in layer.items():
        boxes[record].layer = number
        columns[number].append(boxes[record])
    place: dict[Iri, float] = {}
    for number, column in enumerate(columns):
        column.sort(key=lambda box: _middle([place[other] for other in near[box.record] if other in place and number]))
        place |= {box.record: n / len(column) for n, box in enumerate(column)}
    return columns


def _middle(places: list[float]) -> float:
    return sum(places) / len(places) if places else 0


def _box(box: Box, heavy: bool) -> str:
    words = [_text(box.x + 10, box.y + 18 + LINE * n, line, "h") for n, line in enumerate(box.title)]
    begin = box.y + 18 + LINE * len(box.title)
    words += [_text(box.x + 10, begin + LINE * n, line) for n, (line, _) in enumerate(box.lines)]
    bars = []
    for n, (_, statement) in enumerate(box.lines):
        if statement and statement.inferred:
            y = begin + LINE * n - 11
            bars.append(f'<path class="line inferred" d="M{box.x + 5} {y}v{LINE - 3}"/>')
    style = ' class="row"' * heavy
    frame = f'<rect{style} x="{box.x}" y="{box.y}" width="{BOX}" height="{box.height}" rx="4"/>'
    return "".join([frame, *bars, *words])


def _arrow(one: Box, other: Box, statement: Statement) -> str:
    """Return the arrow from the line of a statement to the title of the record that it names."""
    start, end, side = one.port(statement), other.port(None), GUTTER // 2
    if one.layer == other.layer:
        x = one.x + BOX
        course = f"M{x} {start}C{x + side} {start} {x + side} {end} {x + 1} {end}"
    else:
        way = 1 if one.layer < other.layer else -1
        x, to = (one.x + BOX, other.x - 1) if way > 0 else (one.x, other.x + BOX + 1)
        course = f"M{x} {start}C{x + way * side} {start} {to - way * side} {end} {to} {end}"
    style = "line inferred" if statement.inferred else "line"
    return f'<path class="{style}" marker-end="url(#tip)" d="{course}"/>'


def _text(x: int, y: int, words: str, style: str = "") -> str:
    return f'<text{f" class={chr(34)}{style}{chr(34)}" if style else ""} x="{x}" y="{y}">{escape(words)}</text>'


def _page(parts: Iterable[str], width: int, height: int, made: Explanation, boxes: dict[Iri, Box]) -> str:
    title = f"Why row {made.number} of {made.question} is there"
    told = f"{made.words} {counted(made)}, in {len(boxes)} boxes: {'; '.join(' '.join(box.title) for box in boxes.values())}."
    tip = '<marker id="tip" markerWidth="8" markerHeight="8" refX="6" refY="3" orient="auto"><path d="M0 0L6 3L0 6z"/></marker>'
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    head = f'<svg xmlns="{SVG}" {size} role="img" aria-labelledby="title desc">'
    told = f'<title id="title">{escape(clean(title))}</title><desc id="desc">{escape(clean(told))}</desc>'
    defs = f"{told}<style>{STYLE}</style><defs>{tip}</defs>"
    ground = f'<rect x="0" y="0" width="{width}" height="{height}" style="stroke:none"/>'
    return "\n".join([head, defs, ground, *parts, "</svg>"]) + "\n"
