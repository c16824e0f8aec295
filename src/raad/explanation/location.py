"""Where in the curated files a record stands, and what is said of it."""

from __future__ import annotations

import os
from collections.abc import Iterable

from raad.curated.context import Context
from raad.curated.file import SET_APART
from raad.curated.record import Collection, collect
from raad.graph.query import Iri
from raad.graph.scope import WHOLE, Scope
from raad.graph.validation import node_of
from raad.names import BASE, RDF_TYPE
from raad.rooms import files, room

FILES = 20
"""How many curated files are read at most to find records."""


def find_records(records: Iterable[str], scope: Scope = WHOLE) -> Collection | None:
    """Return the records of the curated files in which the given ones may stand; None where these are too many files."""
    base, context = os.path.dirname(room("data")), Context.load()
    paths = {_key(path): path for path in [*files("data", ".yaml", skip=(SET_APART, "vocabulary")), *scope.files()]}
    wanted = {paths[key]: None for record in sorted(records) for key in _keys(record) if key in paths}
    if len(wanted) > FILES:
        return None
    found = Collection(context)
    for path in wanted:
        name = os.path.relpath(path, base) if path.startswith(base + os.sep) else os.path.basename(path)
        found.places |= collect([(path, name.replace(os.sep, "/"))], context).places
    return found


def line_of(found: Collection | None, record: str) -> str:
    """Return `file:line` of a record, or nothing where it was not found."""
    place = found.places.get(record) if found else None
    return f"{place.file}:{place.node.line}" if place else ""


def place_of(found: Collection | None, record: str, path: str = "", value: str = "") -> str:
    """Return `file:line:column` of a value of a record, else of its key, else of the record; nothing where it was not found."""
    place = found.places.get(record) if found else None
    if not place:
        return ""
    written = place.node.entries.get("type") if path == RDF_TYPE.value else None
    node = written[1] if written else node_of(found.context, place, path, value)
    return f"{place.file}:{node.line}:{node.column}"


def _key(path: str) -> str:
    folder, stem = os.path.basename(os.path.dirname(path)), os.path.splitext(os.path.basename(path))[0]
    return stem if folder == "data" else f"{folder}/{stem}"


def _keys(record: Iri | str) -> list[str]:
    """Return the files in which a record may stand: its own, that of the record it belongs to, or the list of its kind."""
    kind, _, local = record.removeprefix(BASE).partition("/")
    whole = local.partition("/")[0]
    owner = {"finding": "publication", "step": "mechanism", "guide-statement": "audit"}.get(kind, kind)
    return [f"{owner}/{whole}", f"{owner}/{whole.rpartition('-')[0]}", kind]
