"""Which records two graphs say different things of, field by field, and which records stand near these."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from raad.asking.find import short
from raad.graph.cache import Graph
from raad.names import BASE, DATA_GRAPH, ONTOLOGY_GRAPH

Statements = dict[str, frozenset[ox.Quad]]

ONWARD = {
    "compound": {"compound"},
    "contradiction": {"finding"},
    "finding": {"compound", "contradiction", "mechanism", "step", "trial"},
    "mechanism": {"compound"},
    "publication": {"compound", "finding", "step", "trial"},
    "step": {"mechanism"},
    "trial": {"compound"},
}
ENDS = frozenset(("audit", "event", "group", "search"))


@dataclass(frozen=True)
class FieldChange:
    """What a record says no more and newly says under one property; `part` is the nested part of it, or empty."""

    part: str
    property: str
    old: tuple[str, ...]
    new: tuple[str, ...]


@dataclass(frozen=True)
class RecordChange:
    """A record or term that was added, removed or changed, with the fields that changed."""

    record: str
    kind: str
    fields: tuple[FieldChange, ...] = ()


def record_of(iri: str) -> str:
    """Return the record that an IRI names or is a part of: kind and id, or the IRI itself outside the records."""
    if not iri.startswith(BASE):
        return iri
    return BASE + "/".join(iri.removeprefix(BASE).split("/")[:2])


def kind_of(record: str) -> str:
    """Return the kind of a record, or an empty text for a term of the ontology."""
    kind, slash, _ = record.removeprefix(BASE).partition("/")
    return kind if slash and record.startswith(BASE) else ""


def stated_quads(graph: Graph) -> set[ox.Quad]:
    """Return what a graph states and does not infer: curated records with their numbers as printed, and the ontology."""
    return {*graph.stated(), *graph.store.quads_for_pattern(None, None, None, ONTOLOGY_GRAPH)}


def statements(graph: Graph) -> Statements:
    """Return what a graph states of each record and of each named term of the ontology."""
    found: dict[str, set[ox.Quad]] = defaultdict(set)
    for quad in stated_quads(graph):
        if isinstance(quad.subject, ox.NamedNode) and not isinstance(quad.object, ox.BlankNode):
            found[record_of(quad.subject.value)].add(quad)
    return {record: frozenset(quads) for record, quads in found.items()}


def record_changes(old: Statements, new: Statements) -> tuple[RecordChange, ...]:
    """Return the records that differ, by name; a changed one with its fields."""
    made = []
    for record in sorted(old.keys() | new.keys()):
        before, after = old.get(record, frozenset()), new.get(record, frozenset())
        if before and after and before != after:
            made.append(RecordChange(record, "changed", _fields(record, before - after, after - before)))
        elif before != after:
            made.append(RecordChange(record, "added" if after else "removed"))
    return tuple(made)


def _fields(record: str, gone: Iterable[ox.Quad], come: Iterable[ox.Quad]) -> tuple[FieldChange, ...]:
    sides: dict[tuple[str, str], tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for side, quads in enumerate((gone, come)):
        for quad in quads:
            part = quad.subject.value.removeprefix(record).removeprefix("/")
            sides[part, short(quad.predicate.value).removeprefix("raad:")][side].append(short(quad.object.value))
    return tuple(FieldChange(*place, tuple(sorted(a)), tuple(sorted(b))) for place, (a, b) in sorted(sides.items()))


def touched(changed: set[str], *sides: Statements) -> set[str] | None:
    """Return the records whose answers a change of the given records can reach, or None where that may be all of them.

    From a changed record a change goes to all that it names and that names it, and on from there as `ONWARD` says. A
    changed term of the ontology or of a vocabulary can reach any record.
    """
    if any(kind_of(record) not in ENDS and kind_of(record) not in ONWARD for record in changed):
        return None
    near: dict[str, set[str]] = defaultdict(set)
    for side in sides:
        for record, quads in side.items():
            for quad in quads:
                if quad.graph_name == DATA_GRAPH and isinstance(quad.object, ox.NamedNode):
                    other = record_of(quad.object.value)
                    if kind_of(other) and other != record:
                        near[record].add(other)
                        near[other].add(record)
    reached, edge = set(changed), set(changed)
    while edge:
        onward = {record: ONWARD.get(kind_of(record), set()) for record in edge}
        edge = {
            other for record in edge for other in near[record] if record in changed or kind_of(other) in onward[record]
        } - reached
        reached |= edge
    return reached
