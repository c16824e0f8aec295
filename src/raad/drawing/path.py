"""The two causal paths of a comparison as an SVG picture that reads without colour."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from xml.sax.saxutils import escape

from raad.comparison.imprint import imprint, scope_words
from raad.comparison.mechanism import aligned, first_cause, missing, reach_of
from raad.comparison.value import PROPOSED, PROPOSED_IN_SCOPE, SUPPORTED, Comparison, HypothesisPair, Mechanism, Party, Step
from raad.comparison.words import unmeasured
from raad.layout import wrap
from raad.names import SVG

WIDTH, BOX, GAP, LINE, MARGIN = 980, 410, 14, 17, 24
CHARACTERS, FOOT_CHARACTERS = 57, 150
LEFT, RIGHT = MARGIN, WIDTH - MARGIN - BOX
STYLE = (
    ".paths text{font:13px sans-serif;fill:#1b1b1b}.paths .h{font-weight:bold;font-size:15px}"
    ".paths .s{font-size:11px;fill:#444}.paths .m{font-size:11px;text-anchor:middle}"
    ".paths rect{fill:#fff;stroke:#1b1b1b;stroke-width:1.3}.paths .proposed{stroke-dasharray:5 4}"
    ".paths .disputed{stroke-dasharray:1 3}.paths .both{fill:#e4eef7}"
    ".paths .line{stroke:#1b1b1b;stroke-width:1.3;fill:none}.paths .half{stroke-dasharray:5 4}"
)
LEGEND = (
    "Box: an event with the publications for and against it. "
    "Solid: supported; dashed: proposed, no evidence read; dotted: disputed only.",
    "+ the event follows its cause in the same direction, - in the opposite one. Joined: the same event on both sides "
    "(dashed: not both with read evidence).",
)


@dataclass(frozen=True)
class Box:
    """One box of the picture: where it stands, its lines of text, and how it is drawn."""

    x: int
    y: int
    lines: tuple[str, ...]
    style: str

    @property
    def height(self) -> int:
        """Return the height in pixels."""
        return LINE * len(self.lines) + 10

    @property
    def middle(self) -> int:
        """Return the height of the middle of the box on the page."""
        return self.y + self.height // 2

    def svg(self) -> str:
        """Return the box with its text."""
        last = len(self.lines) - 1
        words = "".join(_text(self.x + 8, self.y + 18 + LINE * n, line, "s" * (n == last)) for n, line in enumerate(self.lines))
        return f'<rect class="{self.style}" x="{self.x}" y="{self.y}" width="{BOX}" height="{self.height}" rx="4"/>{words}'


def comparison_svg(comparison: Comparison) -> str:
    """Return the leading hypotheses of both compounds side by side as SVG; shared events stand in one row and are joined."""
    parties = (comparison.a, comparison.b)
    title = f"{comparison.a.label} compared with {comparison.b.label}: leading hypotheses, step by step"
    parts, y = [_text(MARGIN, 30, title, "h")], 48
    for line in wrap(f"Scope: {words}.", FOOT_CHARACTERS) if (words := scope_words(comparison.release.version)) else ():
        parts, y = [*parts, _text(MARGIN, y, line, "s")], y + LINE
    if not comparison.mechanism:
        lacking = " and ".join(party.label for party in parties if not party.mechanism)
        return _page([*parts, _text(MARGIN, y + 12, f"No mechanism is curated for {lacking}.")], y + 40, title)
    left, right = (party.mechanism[0] for party in parties)
    heads = [Box(x, y, _head(m), "both") for x, m in ((LEFT, left), (RIGHT, right))]
    parts += [box.svg() for box in heads]
    y += max(box.height for box in heads) + GAP
    lacked = _lacked(comparison)
    last: dict[int, Box] = dict(zip((LEFT, RIGHT), heads, strict=True))
    for one, two, sign in aligned(left, right):
        sides = ((LEFT, one, comparison.a), (RIGHT, two, comparison.b))
        row = [Box(x, y, _event(step, party, lacked), _style(step, party, sign)) for x, step, party in sides if step]
        parts += [part for box in row for part in (_arrow(last[box.x], box), box.svg())]
        parts += [_join(*row, sign)] if sign in "=~" else []
        parts += [_text(WIDTH // 2, row[0].middle - 6, words, "m") for words in _place(comparison.mechanism[0], one, two)]
        last |= {box.x: box for box in row}
        y += max(box.height for box in row) + GAP
    legend = (line.replace(PROPOSED, PROPOSED_IN_SCOPE) if comparison.narrowed else line for line in LEGEND)
    foot = [*legend, *wrap(imprint(comparison.release.version), FOOT_CHARACTERS)]
    parts += [_text(MARGIN, y + 12 + LINE * number, line, "s") for number, line in enumerate(foot)]
    return _page(parts, y + 12 + LINE * len(foot), title)


def _place(pair: HypothesisPair, one: Step | None, two: Step | None) -> list[str]:
    """Return what to write between the columns: where the paths first differ and where they first meet."""
    fork, meeting = pair.first_divergence, pair.first_convergence
    said = ["first difference"] if fork and one and two and one.position == two.position == fork.position else []
    return said + (["first meeting"] if meeting and one and two and one.event == two.event == meeting.event else [])


def _head(mechanism: Mechanism) -> tuple[str, ...]:
    return (*textwrap.wrap(mechanism.label, CHARACTERS), f"starts with {first_cause(mechanism)}")


def _lacked(comparison: Comparison) -> dict[str, str]:
    """Return for each event that was looked for with one compound and not shown, that compound."""
    pair = comparison.mechanism[0]
    sides = ((comparison.a.label, "a"), (comparison.b.label, "b"))
    return {e.event: label for e in (*pair.only_a, *pair.only_b) for label, side in sides if missing(getattr(e, side))}


def _event(step: Step, party: Party, lacked: dict[str, str]) -> tuple[str, ...]:
    sign, reach = "+" if step.sign > 0 else "-", reach_of(step, party)
    label = textwrap.wrap(f"{step.position} {sign} {step.event_label}", CHARACTERS)
    absent = f"; looked for with {lacked[step.event]} and not shown" if step.event in lacked else ""
    counted = f"{len(reach.supports)} for{unmeasured(reach)}, {len(reach.disputes)} against"
    counted += f", {len(reach.disputes_step)} against the step" if reach.disputes_step else ""
    read = reach.supports or reach.disputes or reach.disputes_step
    return (*label, (counted if read else reach.standing) + absent)


def _style(step: Step, party: Party, sign: str) -> str:
    reach = reach_of(step, party)
    kind = "" if reach.standing == SUPPORTED else "disputed" if reach.disputes else "proposed"
    return f"{kind} both".strip() if sign == "=" else kind


def _arrow(upper: Box, lower: Box) -> str:
    x = upper.x + BOX // 2
    return f'<path class="line" marker-end="url(#paths-tip)" d="M{x} {upper.y + upper.height}V{lower.y - 1}"/>'


def _join(one: Box, two: Box, sign: str) -> str:
    style = "line" if sign == "=" else "line half"
    return f'<path class="{style}" d="M{LEFT + BOX} {one.middle}L{RIGHT} {two.middle}"/>'


def _text(x: int, y: int, words: str, style: str = "") -> str:
    return f'<text{f" class={chr(34)}{style}{chr(34)}" if style else ""} x="{x}" y="{y}">{escape(words)}</text>'


def _page(parts: list[str], height: int, title: str) -> str:
    tip = '<marker id="paths-tip" markerWidth="8" markerHeight="8" refX="6" refY="3" orient="auto">'
    tip += '<path d="M0 0L6 3L0 6z"/></marker>'
    size = f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
    head = f'<svg xmlns="{SVG}" class="paths" {size} role="img" aria-labelledby="paths-title paths-desc">'
    told = f'<title id="paths-title">{escape(title)}</title><desc id="paths-desc">{escape(" ".join(LEGEND))}</desc>'
    defs = f"{told}<style>{STYLE}</style><defs>{tip}</defs>"
    return (
        "\n".join([head, defs, f'<rect x="0" y="0" width="{WIDTH}" height="{height}" style="stroke:none"/>', *parts, "</svg>"])
        + "\n"
    )
