"""The whole dataset from the rooms: read, linked, inferred, counted."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import pyoxigraph as ox

from raad.context import Context
from raad.graph import canonical, ontology_quads, record_quads
from raad.infer import infer
from raad.names import DATA_GRAPH, VERSION_INFO
from raad.record import Collection, collect
from raad.rooms import files, room

SET_APART = "unverified"


@dataclass(frozen=True)
class Dataset:
    """The canonical N-Quads of a build, how many records of each kind it holds, and its version."""

    quads: bytes
    counts: dict[str, int]
    version: str


def read_used(over: Collection | None = None) -> Collection:
    """Return the records of data/ that are used, without those set apart; records `over` them take their place."""
    return collect(named(files("data", ".yaml", skip=(SET_APART,))), Context.load(), over)


def read_set_apart() -> Collection:
    """Return the records of data/unverified/, known from memory only and in no answer."""
    inside = os.sep + SET_APART + os.sep
    return collect(named([path for path in files("data", ".yaml") if inside in path]), Context.load())


def build(progress: Callable[[str], None] = lambda stage: None) -> Dataset:
    """Return the dataset built from the rooms; DataError lists every problem of the curated files."""
    progress("reading the curated files")
    used = read_used().check()
    read_set_apart().check()
    progress("linking the records")
    stated = ontology_quads() + record_quads(used, DATA_GRAPH)
    progress("inferring what follows")
    quads = stated + infer(stated)
    progress("sorting the graph")
    return Dataset(canonical(quads), count(used), version_of(stated))


def count(collection: Collection) -> dict[str, int]:
    """Return how many records of each kind a collection holds, by class name."""
    return dict(sorted(Counter(place.noun for place in collection.places.values()).items()))


def version_of(quads: list[ox.Quad]) -> str:
    """Return the version the ontology header states."""
    return next(quad.object.value for quad in quads if quad.predicate == VERSION_INFO)


def named(paths: list[str]) -> list[tuple[str, str]]:
    """Return each path of a room with the name it has for people."""
    base = os.path.dirname(room("data"))
    return [(path, os.path.relpath(path, base).replace(os.sep, "/")) for path in paths]
