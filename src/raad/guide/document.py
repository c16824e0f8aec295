"""The parts a written document is made of, whatever its form: running text with links, tables, figures, cards, sections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere: to an anchor of the document (`#name`) or to a page."""

    words: str
    target: str


Words = tuple["str | Link", ...]


@dataclass(frozen=True)
class Paragraph:
    """Running text; `strong` opens it in bold."""

    words: Words
    strong: str = ""
    kind: ClassVar[str] = "paragraph"


@dataclass(frozen=True)
class Bullets:
    """Items of equal rank."""

    items: tuple[Words, ...]
    kind: ClassVar[str] = "bullets"


@dataclass(frozen=True)
class Heading:
    """A heading inside a section, with its anchor."""

    anchor: str
    words: str
    kind: ClassVar[str] = "heading"


@dataclass(frozen=True)
class Group:
    """Rows of a table that belong together, under a head of their own where `head` has words; the first cell heads its row."""

    rows: tuple[tuple[Words, ...], ...]
    head: Words = ()
    anchor: str = ""


@dataclass(frozen=True)
class Grid:
    """A table with caption, columns and groups of rows; `empty` says what no rows mean."""

    anchor: str
    caption: str
    columns: tuple[str, ...]
    groups: tuple[Group, ...]
    empty: str = "No rows."
    kind: ClassVar[str] = "grid"

    @property
    def filled(self) -> bool:
        """Return whether there is any row, or a head that says why there is none."""
        return any(group.rows or group.head for group in self.groups)


@dataclass(frozen=True)
class Figure:
    """A picture as SVG with a caption; a table with the same content stands beside it."""

    anchor: str
    caption: str
    svg: str
    kind: ClassVar[str] = "figure"


@dataclass(frozen=True)
class Card:
    """A record as named fields under a title, with an anchor others can link to."""

    anchor: str
    title: Words
    fields: tuple[tuple[str, Words], ...]


@dataclass(frozen=True)
class Cards:
    """Records one after the other; `small` sets them in small print."""

    cards: tuple[Card, ...]
    small: bool = False
    kind: ClassVar[str] = "cards"


Block = Paragraph | Bullets | Heading | Grid | Figure | Cards


@dataclass(frozen=True)
class Section:
    """A section with anchor, title, what it rests on, and its blocks."""

    anchor: str
    title: str
    blocks: tuple[Block, ...]
    basis: str = ""


@dataclass(frozen=True)
class Document:
    """A title, what it comes from, the sections in order, and the words that end it."""

    title: str
    opening: tuple[Block, ...]
    sections: tuple[Section, ...]
    imprint: str


def joined(parts: list[Words], between: str = ", ") -> Words:
    """Return pieces of running text as one, with the same words between them."""
    whole: list[str | Link] = []
    for part in parts:
        whole += [between, *part] if whole else part
    return tuple(whole)
