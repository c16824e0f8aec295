"""Seeded mutations of the shipped records: operators that make a record wrong, and edits that leave it right.

An operator takes a random generator and the curated files and gives one changed file. It knows what a record means,
and nothing of the shapes and checks that are to find it out.
"""

from __future__ import annotations

import copy
import os
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import yaml

from raad.rooms import files, room

LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
Record = dict
Site = tuple["Curated", Record]


@dataclass
class Curated:
    """A curated file: its path below data/, and its content with every scalar as text."""

    path: str
    content: object

    @property
    def kind(self) -> str:
        """Return the kind of the records the file holds."""
        stem = os.path.splitext(os.path.basename(self.path))[0]
        return stem if isinstance(self.content, list) else os.path.basename(os.path.dirname(self.path))

    def records(self) -> list[Record]:
        """Return the records of the file."""
        return self.content if isinstance(self.content, list) else [self.content]


@dataclass
class Mutant:
    """A changed file, and what was changed."""

    operator: str
    file: Curated
    what: str


def curated() -> list[Curated]:
    """Return the curated files that are used, audit and vocabulary of free words aside."""
    paths = files("data", ".yaml", skip=("unverified", "audit"))
    base = room("data")
    found = []
    for path in paths:
        with open(path, encoding="utf-8") as stream:
            found.append(Curated(os.path.relpath(path, base), yaml.load(stream, LOADER)))
    return found


def has_site(operator: Callable, sources: list[Curated]) -> bool:
    """Return whether the files hold anything that an operator or edit can change."""
    return any(True for _ in operator(None, sources))


def mutate(rng: random.Random, operator: Callable, sources: list[Curated]) -> Mutant:
    """Return what an operator makes of one of its sites, drawn at random."""
    file, record, *kind = rng.choice(list(operator(None, sources)))
    whole = copy.deepcopy(file)
    place = next(one for one, original in zip(walk(whole), walk(file), strict=True) if original is record)
    what = operator((rng, place, *kind), [whole, *sources])
    return Mutant(operator.__name__, whole, what)


def walk(file: Curated) -> Iterator[Record]:
    """Give every mapping of a file, nested ones too."""
    todo = [file.content]
    while todo:
        node = todo.pop(0)
        if isinstance(node, dict):
            yield node
            todo += node.values()
        elif isinstance(node, list):
            todo += node


def parts(sources: list[Curated], kind: str, *keys: str) -> Iterator[Site]:
    """Give the mappings of a kind, wherever they are nested, that have the keys."""
    for file in sources:
        for record in file.records():
            yield from ((file, part) for part in _parts(record, file.kind, kind) if all(key in part for key in keys))


def _parts(record: Record, noun: str, kind: str) -> Iterator[Record]:
    if noun == kind:
        yield record
    for key, value in record.items():
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict):
                yield from _parts(item, key, kind)


def ids(sources: list[Curated], kind: str) -> list[str]:
    """Return the ids of the records of a kind."""
    return sorted(part["id"] for _, part in parts(sources, kind, "id"))


def field_sites(
    sources: list[Curated], table: dict[str, tuple[str, ...]], fits: Callable[[str], bool] = lambda text: True
) -> Iterator[tuple[Curated, Record, str]]:
    """Give each key of a table that a mapping of its kind has, with the mapping, where its first value fits."""
    for kind, keys in table.items():
        for file, record in parts(sources, kind):
            yield from ((file, record, key) for key in keys if key in record and fits(listed(record[key])[0]))


def listed(value: object) -> list:
    """Return a value as a list."""
    return value if isinstance(value, list) else [value]


def draw(table: dict[str, object], sources: list[Curated]) -> Iterator[tuple[Curated, Record, str]]:
    """Give the mappings of each kind of a table that have one of its keys, with the kind."""
    for kind, keys in table.items():
        yield from ((file, record, kind) for file, record in parts(sources, kind) if any(key in record for key in keys))
