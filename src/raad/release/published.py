"""The IRIs that were once published: none of them may be removed or renamed."""

from __future__ import annotations

import os
from collections.abc import Iterable

import pyoxigraph as ox

from raad.asking.record_difference import record_of
from raad.names import BASE, DATA_GRAPH, ONTOLOGY_GRAPH
from raad.rooms import room

FILE = "published.txt"


def names_of(quads: Iterable[ox.Quad]) -> set[str]:
    """Return the terms and records that a graph states something of, as IRIs without their common beginning."""
    found = set()
    for quad in quads:
        if quad.graph_name in (DATA_GRAPH, ONTOLOGY_GRAPH) and isinstance(quad.subject, ox.NamedNode):
            found.add(record_of(quad.subject.value))
    return {iri.removeprefix(BASE) for iri in found if iri.startswith(BASE)}


def published() -> set[str]:
    """Return the names that earlier releases published, as the list in data/ keeps them."""
    path = os.path.join(room("data"), FILE)
    if not os.path.exists(path):
        return set()
    with open(path, encoding="utf-8") as stream:
        return {line.strip() for line in stream if not line.startswith("#")} - {""}


def listed(names: Iterable[str]) -> str:
    """Return names as the list keeps them, a line a name, sorted."""
    head = f"# Terms and records of RAAD that were published, each without {BASE} before it. None is ever removed or renamed.\n"
    return head + "".join(f"{name}\n" for name in sorted(names))


def removed(names: set[str], once: Iterable[str]) -> list[str]:
    """Return in words each name of old that is no more, and what would have been right."""
    return [
        f"{name} was published and is gone; keep it in ontology/retired.ttl with owl:deprecated true and, where something "
        "takes its place, dcterms:isReplacedBy (a compound: with `replaced_by` in its file)"
        for name in sorted(set(once) - names)
    ]
