"""Validation of curated records: shapes and checks, with every problem at its line."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from raad.curated.context import Context
from raad.curated.file import read_set_apart, read_used
from raad.curated.record import Collection, Place, collect
from raad.curated.source import Node, Sequence, Text
from raad.curated.triple import ontology_quads, record_quads
from raad.errors import Problem, UsageError
from raad.graph.query import run
from raad.graph.question import Question, questions
from raad.graph.shape import Violation, violations
from raad.graph.shape_fault import shape_faults
from raad.near import near
from raad.rooms import files, walk

_FAULTS = {
    "MinCountConstraintComponent": "`{key}` is missing",
    "MaxCountConstraintComponent": "`{key}` has more values than it may",
    "ClosedConstraintComponent": "`{key}` does not belong here",
    "DatatypeConstraintComponent": "`{key}` cannot be `{value}`",
}


@dataclass(frozen=True)
class Validation:
    """What was checked and what was found: records by kind, shapes and checks run, and the problems by place.

    `elsewhere` counts the warnings in files that were not given, which are left out.
    """

    counts: dict[str, int]
    shapes: int
    checks: int
    problems: tuple[Problem, ...]
    elsewhere: int = 0

    @property
    def passed(self) -> bool:
        """Return whether nothing worse than a warning was found."""
        return not any(problem.severity == "Violation" for problem in self.problems)


def validate(
    paths: Iterable[str] = (), engine: str = "shacl", progress: Callable[[str], None] = lambda stage: None
) -> Validation:
    """Return what shapes and checks say of the shipped records, with the records of the given files put in place of theirs.

    UsageError names a path that is not there or holds no curated file.
    """
    progress("reading the curated files")
    given = _given(paths)
    mine = {place.file for place in given.places.values()} if given else set()
    collection = read_used(over=given) if given else read_used()
    apart = None if given else read_set_apart()
    progress("linking the records")
    quads = ontology_quads() + record_quads(collection)
    progress("running shapes and checks")
    read = collection.problems + (apart.problems if apart else [])
    found = sorted({*read, *problems(collection, quads, apart, engine)})
    counts = {"files": len(collection.files), "records": len(collection.places)}
    shown = [problem for problem in found if not given or problem.severity == "Violation" or problem.file in mine]
    checks = len(questions(("check",)))
    return Validation(counts, len(files("shapes", ".ttl")), checks, tuple(shown), len(found) - len(shown))


def problems(
    collection: Collection, quads: list[ox.Quad], apart: Collection | None = None, engine: str = "shacl"
) -> Iterator[Problem]:
    """Give what shapes and checks say of records, of which `quads` are the triples with those of the ontology.

    Faults of the shapes themselves are given too, for a shape that holds nothing lets everything through.

    Records that are set apart are incomplete by design; of them only references to records that are nowhere are given.
    """
    yield from (shape_problem(collection, found) for found in _plain(violations(quads, engine)))
    store = ox.Store()
    store.bulk_extend(quads)
    for check in questions(("check",)):
        yield from check_problems(collection, check, store)
    if apart:
        yield from _dangling(collection, apart)
    yield from shape_faults(store)


def _given(paths: Iterable[str]) -> Collection | None:
    found = []
    for path in paths:
        if not os.path.exists(path):
            raise UsageError(f"no file or folder is called {path!r}")
        inside = walk(path, ".yaml", ".yml") if os.path.isdir(path) else [path]
        if not inside:
            raise UsageError(f"the folder {path!r} holds no .yaml file")
        found += inside
    return collect([(path, path) for path in found], Context.load()) if found else None


def _plain(found: list[Violation]) -> list[Violation]:
    """Return the violations, of a value that has the wrong datatype only that one."""
    mistyped = {one[:3] for one in found if one.component == "DatatypeConstraintComponent"}
    return [one for one in found if one[:3] not in mistyped or one.component == "DatatypeConstraintComponent"]


def shape_problem(collection: Collection, found: Violation) -> Problem:
    """Return a violation as a problem at the place of the record it is about."""
    place = collection.places.get(found.focus)
    key = _key(collection.context, place, found.path)
    fault = _FAULTS.get(found.component, "`{key}` has `{value}`" if found.value else "`{key}`")
    keys = {term.iri: key for key, term in collection.context.keys[place.noun].items()} if place else {}
    value = keys.get(found.value) or _word(collection.context, found.value)
    unknown = _unknown(collection, found.value)
    what = f"`{key}` has `{value}`, {unknown}; " if unknown else f"{fault.format(key=key, value=value)}; " if key else ""
    return _problem(collection, found.focus, found.path, found.value, what + _lower(found.message), found.severity)


def check_problems(collection: Collection, check: Question, store: ox.Store) -> list[Problem]:
    """Return what one check finds in the store, each at the place of the record it is about."""
    severity = check.header.get("severity", "Violation")
    found = []
    for row in run(store, check.text).records():
        detail = f": {_words(collection.context, row['detail'])}" if row.get("detail") is not None else ""
        key = _key(collection.context, collection.places.get(row["entity"]), row.get("property") or "")
        what = f"`{key}`: {check.header['problem']}" if key else check.header["problem"]
        message = f"{what}{detail}; {check.header['fix']}"
        found.append(
            _problem(collection, row["entity"], row.get("property") or "", str(row.get("value") or ""), message, severity)
        )
    return found


def _dangling(collection: Collection, apart: Collection) -> Iterable[Problem]:
    """Return the references of records that are set apart to records that are nowhere."""
    context = collection.context
    for quad in record_quads(apart):
        value = quad.object.value if isinstance(quad.object, ox.NamedNode) else ""
        if _is_record(context, value) and value not in collection.places and value not in apart.places:
            path, focus = quad.predicate.value, quad.subject.value
            key = _key(context, apart.places.get(focus), path)
            yield _problem(
                apart, focus, path, value, f"`{key}` has `{_word(context, value)}`, {_unknown(collection, value)}", "Violation"
            )


def _problem(collection: Collection, focus: str, path: str, value: str, message: str, severity: str) -> Problem:
    place = collection.places.get(focus)
    if place is None:
        return Problem("data", 1, 1, _word(collection.context, focus), message, severity)
    node = node_of(collection.context, place, path, value)
    return Problem(place.file, node.line, node.column, place.name, message, severity)


def node_of(context: Context, place: Place, path: str, value: str) -> Node:
    """Return the node a result is about: the value where it stands, else its key, else the record."""
    key = _key(context, place, path)
    if key not in place.node.entries:
        return place.node
    key_node, node = place.node.entries[key]
    items = node.items if isinstance(node, Sequence) else [node]
    texts = [item for item in items if isinstance(item, Text) and value]
    said = [item for item in texts if value == item.text or value.rpartition("/")[2] == item.text.rpartition(":")[2]]
    return (said or [key_node])[0]


def _key(context: Context, place: Place | None, path: str) -> str:
    """Return the key that a class of record uses for a property; a text key gives way to the decimal it goes with."""
    terms = context.keys[place.noun] if place else {}
    keys = [key for key, term in terms.items() if term.iri == path]
    written = [key for key in keys if key in place.node.entries] if place else []
    found = (written or keys or [""])[0]
    decimal = found.removesuffix("_text")
    return decimal if place and found not in place.node.entries and decimal in place.node.entries else found


def _unknown(collection: Collection, value: str) -> str:
    """Return that a value names no record, with near ids, or nothing where it names one or is no id."""
    context = collection.context
    if not _is_record(context, value) or value in collection.places:
        return ""
    noun, _, local = value.removeprefix(context.base).partition("/")
    base = f"{context.base}{noun}/"
    ids = [iri.removeprefix(base) for iri in collection.places if iri.startswith(base)]
    found = near(local, [name for name in ids if name.count("/") == local.count("/")])
    return f"but no {noun.replace('-', ' ')} is called that{'; did you mean ' + ' or '.join(found) + '?' if found else ''}"


def _is_record(context: Context, value: str) -> bool:
    return value.startswith(context.base) and "/" in value.removeprefix(context.base)


def _word(context: Context, value: str) -> str:
    """Return a value as a curator writes it: the id of a record, the word of a choice."""
    if _is_record(context, value):
        return value.removeprefix(context.base).partition("/")[2]
    return value.removeprefix(context.base)


def _words(context: Context, detail: object) -> str:
    return " ".join(_word(context, word) for word in str(detail).split(" "))


def _lower(message: str) -> str:
    return message[:1].lower() + message[1:]
