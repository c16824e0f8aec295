"""What follows from the stated triples, by stored rules run to a fixpoint."""

from __future__ import annotations

import os
from collections.abc import Iterable

import pyoxigraph as ox

from raad.names import INFERRED_GRAPH
from raad.query import run
from raad.rooms import files


def infer(quads: Iterable[ox.Quad], kind: str = "infer") -> list[ox.Quad]:
    """Return the quads, in the inferred graph, that the rules of that folder of sparql/ add to the given ones.

    The rules are run in the order of their names until none adds anything.
    """
    store = ox.Store()
    store.bulk_extend(quads)
    known = {quad.triple for quad in store}
    rules = [_text(path) for path in files("sparql", ".rq") if os.path.basename(os.path.dirname(path)) == kind]
    inferred: list[ox.Quad] = []
    added = True
    while added:
        added = False
        for rule in rules:
            new = set(run(store, rule)) - known
            fresh = [ox.Quad(*triple, INFERRED_GRAPH) for triple in new]
            store.extend(fresh)
            known |= new
            inferred += fresh
            added = added or bool(new)
    return inferred


def leave_out(quads: Iterable[ox.Quad], rules: Iterable[str]) -> list[ox.Quad]:
    """Return the quads without the triples that the rules, CONSTRUCT queries, give, each rule asked of what is left."""
    left = list(quads)
    for rule in rules:
        store = ox.Store()
        store.bulk_extend(left)
        gone = ox.Store()
        gone.extend(ox.Quad(*triple) for triple in run(store, rule))
        left = [quad for quad in left if ox.Quad(*quad.triple) not in gone]
    return left


def _text(path: str) -> str:
    with open(path, encoding="utf-8") as stream:
        return stream.read()
