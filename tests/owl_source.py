"""Triples with the place they stand at: a Turtle file read statement by statement, so that a fault has file and line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

TOKEN = re.compile(
    r'"""(?:[^\\]|\\.)*?"""|"(?:[^"\\\n]|\\.)*"|<[^<>\s]*>|#[^\n]*|[^\s"<#.;,()\[\]]+(?:\.[^\s"<#.;,()\[\]]+)*|[\s\S]'
)


class Placed(NamedTuple):
    """A triple and where it was read."""

    subject: ox.NamedNode | ox.BlankNode
    predicate: ox.NamedNode
    object: ox.NamedNode | ox.BlankNode | ox.Literal
    place: str


def statements(text: str) -> Iterator[tuple[int, str]]:
    """Give each statement of a Turtle text with the line it begins on: what ends in a full stop outside of all brackets."""
    line, begun, depth, parts = 1, 1, 0, []
    for match in TOKEN.finditer(text):
        token = match.group()
        if not token.startswith("#"):
            if not "".join(parts).strip():
                begun = line
            parts.append(token)
            depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(token, 0)
            if token == "." and depth == 0:
                yield begun, "".join(parts).strip()
                parts = []
        line += token.count("\n")
    assert not "".join(parts).strip(), "the last statement does not end"


def read_text(text: str, name: str) -> list[Placed]:
    """Return the triples of a Turtle text, each with `name:line` of its statement."""
    prefixes, found = "", []
    for number, (line, statement) in enumerate(statements(text)):
        if statement.startswith("@prefix"):
            prefixes += statement + "\n"
            continue
        renamed: dict[ox.BlankNode, ox.BlankNode] = {}

        def own(term, renamed=renamed, number=number):
            if not isinstance(term, ox.BlankNode):
                return term
            return renamed.setdefault(term, ox.BlankNode(f"{re.sub('[^a-z]', '', name)}s{number}b{len(renamed)}"))

        for quad in ox.parse(prefixes + statement, format=ox.RdfFormat.TURTLE):
            found.append(Placed(own(quad.subject), quad.predicate, own(quad.object), f"{name}:{line}"))
    return found


def read_file(path: str, name: str) -> list[Placed]:
    """Return the triples of a Turtle file with their places."""
    return read_text(Path(path).read_text(encoding="utf-8"), name)
