"""What follows from the stated triples, by stored rules run to a fixpoint."""

from __future__ import annotations

import os
from collections.abc import Iterable

import pyoxigraph as ox

from raad.graph.query import run
from raad.names import INFERRED_GRAPH
from raad.rooms import files


def infer(quads: Iterable[ox.Quad], kind: str = "infer") -> list[ox.Quad]:
    """Return the quads, in the inferred graph, that the rules of that folder of sparql/ add to the given ones.

    The rules are run in the order of their names until none adds anything.
    """
    store = ox.Store()
    store.bulk_extend(quads)
    rules = [_text(path) for path in files("sparql", ".rq") if os.path.basename(os.path.dirname(path)) == kind]
    return [ox.Quad(*triple, INFERRED_GRAPH) for triple in closure(store, rules)]


def closure(store: ox.Store, rules: Iterable[str]) -> list[ox.Triple]:
    """Return the triples that the rules, CONSTRUCT queries, add to a store, in the order in which they were added to it.

    A rule that adds something is run again at once, so that a long chain needs no round of all rules for each of its links.
    """
    rules, known, inferred = list(rules), {quad.triple for quad in store}, []
    added = True
    while added:
        added = False
        for rule in rules:
            while new := sorted(set(run(store, rule)) - known, key=str):
                store.extend(ox.Quad(*triple, INFERRED_GRAPH) for triple in new)
                known.update(new)
                inferred += new
                added = True
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
