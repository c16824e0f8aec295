"""Plain text laid out for a terminal: wrapped lines, side-by-side columns, headings."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass

BOLD, PLAIN = "\ue000", "\ue001"
_STEERING = {BOLD: "\033[1m", PLAIN: "\033[0m"}
_COLOUR = {"supported": 32, "contested": 33, "disputed": 31, "absent": 31, "no change": 31, "inconclusive": 35, "†": 33}
_STEERING_CHARACTER = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_WORD = re.compile(r"(?<![\w-])(?:supported|contested|disputed|absent|no change|inconclusive)(?![\w-])|†")


@dataclass(frozen=True)
class Page:
    """How text is laid out: the width in columns, and whether it is marked for a terminal that shows bold and colour."""

    width: int = 100
    colour: bool = False

    def heading(self, words: str) -> str:
        """Return a heading, with marks for bold where colour is shown."""
        return f"{BOLD}{words}{PLAIN}" if self.colour else words

    def paragraph(self, words: str, indent: int = 2, hang: int = 0) -> list[str]:
        """Return the words as lines of the page's width, indented, later lines hanging deeper."""
        return wrap(words, self.width - indent, hang, " " * indent)

    def columns(self, left: Iterable[str], right: Iterable[str], middle: str = "|", indent: int = 2) -> list[str]:
        """Return two blocks of lines side by side, the sign in the middle on the first line."""
        width = self.half(indent)
        left, right = list(left), list(right)
        rows = max(len(left), len(right))
        left += [""] * (rows - len(left))
        right += [""] * (rows - len(right))
        signs = [middle] + ["|"] * (rows - 1)
        made = zip(left, signs, right, strict=True)
        return [f"{' ' * indent}{a:<{width}} {sign} {b}".rstrip() for a, sign, b in made]

    def half(self, indent: int = 2) -> int:
        """Return the width of one of two columns."""
        return (self.width - indent - 3) // 2


def wrap(words: str, width: int, hang: int = 0, prefix: str = "") -> list[str]:
    """Return the words as lines no wider than `width`, later lines hanging by `hang` columns."""
    lines = textwrap.wrap(words, max(width, 20), subsequent_indent=" " * hang, break_long_words=False, break_on_hyphens=False)
    return [prefix + line for line in lines]


def grid(rows: list[list[str]], widths: list[int], indent: int = 2, gap: int = 2, hang: int = 0) -> list[str]:
    """Return rows of cells as lines, each cell wrapped to its width, its later lines hanging by `hang` columns."""
    lines = []
    for row in rows:
        cells = [wrap(cell, width, hang) or [""] for cell, width in zip(row, widths, strict=True)]
        height = max(map(len, cells))
        for number in range(height):
            parts = [(cell[number] if number < len(cell) else "").ljust(width) for cell, width in zip(cells, widths, strict=True)]
            lines.append((" " * indent + (" " * gap).join(parts)).rstrip())
    return lines


def clean(text: str) -> str:
    """Return the text with control characters written out, and those that turn its direction, so that none can mislead."""
    return _STEERING_CHARACTER.sub(
        lambda found: f"\\x{ord(found[0]):02x}" if found[0] < "\xff" else f"\\u{ord(found[0]):04x}", text
    )


def clean_lines(text: str) -> str:
    """Return the text with control characters written out in each of its lines."""
    return "\n".join(map(clean, text.split("\n")))


def painted(text: str) -> str:
    """Return a text for a terminal: marked headings bold, verdicts coloured; colour says nothing that no word says."""
    coloured = _WORD.sub(lambda found: f"\033[{_COLOUR[found[0]]}m{found[0]}\033[39m", text)
    return "".join(_STEERING.get(character, character) for character in coloured)
