"""What the columns of a stored question hold, read from its header, its text and the definitions of the ontology."""

from __future__ import annotations

import re
from dataclasses import dataclass

from raad.asking.answer import answer
from raad.graph.cache import Graph
from raad.graph.frame import INTEGER, LIST, NUMBER, TRUTH
from raad.graph.question import Question
from raad.names import BASE

_BOUND = r"raad:(\w+)(?:/rdfs:label)? \?{}\b(?! [?.]*AS)"
_NAMED = {"unverified": "unverifiedField"}
_KINDS = {"integer": INTEGER, "gYear": INTEGER, "decimal": NUMBER, "boolean": TRUTH}


@dataclass(frozen=True)
class Column:
    """A column: what its values mean, where that is defined, their kind, and whether they are numbers as printed."""

    name: str
    meaning: str
    kind: str | None
    printed: bool


def columns_of(graph: Graph, asked: Question, names: tuple[str, ...]) -> tuple[Column, ...]:
    """Return the columns of a question.

    A meaning is the definition of the properties that the header says the column shows, else of the class that it is
    called after, else of the one property that the question binds it by; it is empty where none of these is defined.
    """
    rows = answer(graph, "find/meaning").records()
    definitions = {row["term"].removeprefix(BASE): row["definition"] for row in rows}
    ranges = {row["term"].removeprefix(BASE): row["range"] for row in rows}
    return tuple(_column(asked, name, definitions, ranges) for name in names)


def _column(asked: Question, name: str, definitions: dict[str, str], ranges: dict[str, str | None]) -> Column:
    bound = list(dict.fromkeys(re.findall(_BOUND.format(re.escape(name)), asked.text)))
    shown = sorted(asked.shows.get(name, ()))
    called = _NAMED.get(name, name[:1].upper() + name[1:])
    terms = shown or ([called] if called in definitions else bound if len(bound) == 1 else [])
    meaning = " ".join(definitions[term] for term in terms if term in definitions)
    kinds = {_KINDS.get(ranges.get(term) or "") for term in bound}
    printed = [term for term in bound if term.endswith("Text") and ranges.get(term.removesuffix("Text")) == "decimal"]
    return Column(name, meaning, LIST if name in asked.lists else kinds.pop() if len(kinds) == 1 else None, bool(printed))
