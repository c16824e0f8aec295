"""What every plot is drawn with: text, marks told apart by shape, lines, and the frame that makes an SVG readable aloud."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from raad.names import SVG

STYLE = (
    ".plot text{font:13px sans-serif;fill:#1b1b1b}.plot .h{font-weight:bold}.plot .s{font-size:12px}"
    ".plot .m{text-anchor:middle}.plot .e{text-anchor:end}.plot .i{font-style:italic;fill:#4a4a4a}"
    ".plot .line{stroke:#1b1b1b;stroke-width:1.4;fill:none}.plot .thin{stroke:#8a8a8a;stroke-width:1;fill:none}"
    ".plot .dash{stroke-dasharray:4 4}.plot .full{fill:#1b1b1b;stroke:#1b1b1b}.plot .open{fill:#fff;stroke:#1b1b1b;"
    "stroke-width:1.5}.plot .band{fill:#dde8f1}"
)
MARKS = {
    "increase": "an upward triangle: increase",
    "decrease": "a downward triangle: decrease",
    "no change": "an open circle: measured, no change",
    "mixed": "a diamond: mixed",
    None: "an open square: measured, direction not stated",
}


def mark(x: float, y: float, direction: str | None, size: float = 5.5) -> str:
    """Return the mark of a direction with its middle at a place; each direction has a shape of its own."""
    if direction == "no change":
        return f'<circle class="open" cx="{x:g}" cy="{y:g}" r="{size - 0.7:g}"/>'
    shapes = {
        "increase": ("full", ((0, -1), (1, 0.8), (-1, 0.8))),
        "decrease": ("full", ((0, 1), (1, -0.8), (-1, -0.8))),
        "mixed": ("open", ((0, -1.1), (1.1, 0), (0, 1.1), (-1.1, 0))),
    }
    style, corners = shapes.get(direction, ("open", ((-0.8, -0.8), (0.8, -0.8), (0.8, 0.8), (-0.8, 0.8))))
    points = " ".join(f"{x + size * dx:g},{y + size * dy:g}" for dx, dy in corners)
    return f'<polygon class="{style}" points="{points}"/>'


def text(x: float, y: float, words: str, style: str = "") -> str:
    """Return words that start, end or are centred at a place, by style."""
    return f'<text{f" class={quoteattr(style)}" if style else ""} x="{x:g}" y="{y:g}">{escape(words)}</text>'


def line(x1: float, y1: float, x2: float, y2: float, style: str = "thin") -> str:
    """Return a line between two places."""
    return f'<path class="{style}" d="M{x1:g} {y1:g}L{x2:g} {y2:g}"/>'


def legend(x: float, y: float, shown: list[str | None]) -> str:
    """Return the marks that a plot shows, each with its words, in one row."""
    parts = []
    for direction in MARKS:
        if direction in shown:
            words = MARKS[direction].partition(": ")[2]
            parts += [mark(x + 6, y - 4, direction), text(x + 17, y, words, "s")]
            x += 34 + 6.6 * len(words)
    return "".join(parts)


def frame(anchor: str, width: float, height: float, title: str, described: str, parts: list[str]) -> str:
    """Return a picture with title and description; `anchor` keeps its ids apart from those of other pictures."""
    size = f'viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}"'
    names = f'aria-labelledby="{anchor}-title {anchor}-desc"'
    head = f'<svg xmlns="{SVG}" class="plot" {size} role="img" {names}>'
    told = f'<title id="{anchor}-title">{escape(title)}</title><desc id="{anchor}-desc">{escape(described)}</desc>'
    return "\n".join([head, told, f"<style>{STYLE}</style>", *parts, "</svg>"]) + "\n"
