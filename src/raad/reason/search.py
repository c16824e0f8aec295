"""The smallest part of an ontology that HermiT finds contradictory, sought by asking it of ever smaller parts."""

from __future__ import annotations

import time
from collections.abc import Iterable

import pyoxigraph as ox

from raad.names import DATA_GRAPH, INFERRED_GRAPH, OWL, RDF, RDFS
from raad.reason import hermit
from raad.reason.axiom import Axiom, axiom_of, declarations, root, triples_of
from raad.reason.logic import logical

BUDGET = 120.0
"""Seconds after which a search stops with what it has, which may not be the smallest part."""


def contradictory(store: ox.Store, starts: Iterable[ox.NamedNode], member: list[ox.Triple]) -> tuple[list[Axiom], bool]:
    """Return a part of the stated axioms that cannot be so together with `member`, and whether it is a smallest one.

    The axioms about `starts` and what these lead to are tried first, then all but the records, then all. Nothing is
    returned where HermiT finds no part contradictory.
    """
    end = time.monotonic() + BUDGET
    whole = _axioms(store)
    for axioms in (_module(whole, set(starts)), [axiom for axiom in whole if axiom[0].graph_name != DATA_GRAPH], whole):
        if not _consistent(store, axioms, member):
            return _halved(store, axioms, member, end)
    return [], False


def _axioms(store: ox.Store) -> list[Axiom]:
    """Return the stated axioms of the store, declarations and notes aside."""
    stated = [quad for quad in store if quad.graph_name != INFERRED_GRAPH]
    kept, found = set(logical(quad.triple for quad in stated)), {}
    seen: set[ox.Quad] = set()
    for quad in sorted(stated, key=str):
        if quad.triple in kept and quad not in seen:
            axiom = axiom_of(store, quad.triple)
            seen.update(axiom)
            found[axiom] = None
    return list(found)


def _module(axioms: list[Axiom], terms: set[ox.NamedNode]) -> list[Axiom]:
    """Return the axioms about the terms, about the terms of those, and so on; one of many terms needs two of them."""
    kept: dict[Axiom, None] = {}
    grown = True
    while grown:
        grown = False
        for axiom in axioms:
            ends = {end for quad in axiom for end in quad.triple if isinstance(end, ox.NamedNode)}
            named = {end for end in ends if not end.value.startswith((OWL, RDF, RDFS))}
            about = root(axiom).subject
            if axiom not in kept and (about in terms or (isinstance(about, ox.BlankNode) and len(named & terms) > 1)):
                kept[axiom] = None
                terms |= named
                grown = True
    return list(kept)


def _halved(store: ox.Store, axioms: list[Axiom], member: list[ox.Triple], end: float) -> tuple[list[Axiom], bool]:
    """Return what is left when ever smaller runs of axioms are left out as long as the rest stays contradictory."""
    size = len(axioms)
    while size > 1:
        size = (size + 1) // 2
        kept: list[Axiom] = []
        for start in range(0, len(axioms), size):
            rest = kept + axioms[start + size :]
            if time.monotonic() > end:
                return kept + axioms[start:], False
            if _consistent(store, rest, member):
                kept += axioms[start : start + size]
        axioms = kept
    return axioms, True


def _consistent(store: ox.Store, axioms: list[Axiom], member: list[ox.Triple]) -> bool:
    return hermit.consistent([*declarations(store, axioms), *triples_of(axioms), *member])
