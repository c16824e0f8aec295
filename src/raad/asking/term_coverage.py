"""Which classes and properties of the ontology the stored questions name, and which they leave out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from raad.asking.answer import answer
from raad.asking.find import short
from raad.graph.cache import Graph
from raad.graph.question import questions

_ASIDE = re.compile(r"^PREFIX .*$|<[^<>\s]*>|\"(?:[^\"\\\n]|\\.)*\"|#[^\n]*", re.MULTILINE)
_NAMED = re.compile(r"(?<![\w:])raad:[A-Za-z]\w*")


@dataclass(frozen=True)
class Coverage:
    """A class or property of the ontology: how often records state it, how often it is inferred, which questions name it."""

    term: str
    kind: str
    label: str
    stated: int
    inferred: int
    questions: tuple[str, ...]


def coverage(graph: Graph) -> tuple[Coverage, ...]:
    """Return every class and property of the ontology, the most used first.

    A question touches a term only where it names it: what a property path or an inference reaches through another term
    does not count.
    """
    named = {asked.name: set(_NAMED.findall(_ASIDE.sub(" ", asked.text))) for asked in questions()}
    made = [
        Coverage(
            row["term"], row["kind"], row["label"], row["stated"], row["inferred"],
            tuple(name for name, terms in named.items() if short(row["term"]) in terms),
        )
        for row in answer(graph, "find/term-use").records()
    ]  # fmt: skip
    return tuple(sorted(made, key=lambda item: (-item.stated, -item.inferred, item.term)))
