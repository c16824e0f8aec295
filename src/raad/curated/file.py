"""The curated files of data/: those used, and those set apart because they are known from memory only."""

from __future__ import annotations

import os
from collections import Counter

from raad.curated.context import Context
from raad.curated.record import Collection, collect
from raad.rooms import files, room

SET_APART = "unverified"


def read_used(over: Collection | None = None) -> Collection:
    """Return the records of data/ that are used, without those set apart; records `over` them take their place."""
    return collect(_named(files("data", ".yaml", skip=(SET_APART,))), Context.load(), over)


def read_set_apart() -> Collection:
    """Return the records of data/unverified/, known from memory only and in no answer."""
    inside = os.sep + SET_APART + os.sep
    return collect(_named([path for path in files("data", ".yaml") if inside in path]), Context.load())


def has_folder(noun: str) -> bool:
    """Return whether records of a kind have a file each, in a folder named after the kind, and do not share a list file."""
    return any(os.path.basename(os.path.dirname(path)) == noun for path in files("data", ".yaml"))


def count(collection: Collection) -> dict[str, int]:
    """Return how many records of each kind a collection holds, by class name."""
    return dict(sorted(Counter(place.noun for place in collection.places.values()).items()))


def _named(paths: list[str]) -> list[tuple[str, str]]:
    """Return each path of a room with the name it has for people."""
    base = os.path.dirname(room("data"))
    return [(path, os.path.relpath(path, base).replace(os.sep, "/")) for path in paths]
