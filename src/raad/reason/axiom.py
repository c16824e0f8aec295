"""Axioms: what of a graph stands or falls together, as the triples of one statement with all that it nests."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from raad.names import INFERRED_GRAPH, OWL, RDF_TYPE, RDFS

KINDS = ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty", "NamedIndividual")
_DECLARED = [ox.NamedNode(OWL + kind) for kind in KINDS] + [ox.NamedNode(RDFS + "Datatype")]
Axiom = tuple[ox.Quad, ...]


def axiom_of(store: ox.Store, triple: ox.Triple) -> Axiom:
    """Return the stated quads of the axiom that a triple belongs to: itself, with the descriptions it nests or is nested in."""
    found: dict[ox.Quad, None] = {}
    _gather(store, triple, found)
    return tuple(sorted(found, key=str))


def is_stated(store: ox.Store, triple: ox.Triple) -> bool:
    """Return whether a triple of the store is stated, and not only inferred."""
    return any(quad.graph_name != INFERRED_GRAPH for quad in store.quads_for_pattern(*triple))


def declarations(store: ox.Store, axioms: Iterable[Axiom]) -> list[ox.Triple]:
    """Return what the store declares the terms of the axioms to be."""
    terms = {end for axiom in axioms for quad in axiom for end in quad.triple if isinstance(end, ox.NamedNode)}
    found = [ox.Triple(term, RDF_TYPE, kind) for term in terms for kind in _DECLARED]
    return sorted((triple for triple in found if _is_in(store, triple)), key=str)


def store_of(axioms: Iterable[Axiom]) -> ox.Store:
    """Return a store of axioms."""
    store = ox.Store()
    store.extend(quad for axiom in axioms for quad in axiom)
    return store


def triples_of(axioms: Iterable[Axiom]) -> list[ox.Triple]:
    """Return the triples of axioms, each once."""
    return list(dict.fromkeys(quad.triple for axiom in axioms for quad in axiom))


def root(axiom: Axiom) -> ox.Triple:
    """Return the triple of an axiom in which nothing else of it is nested: what it says of which thing."""
    nested = {quad.object for quad in axiom}
    tops = [quad.triple for quad in axiom if quad.subject not in nested or isinstance(quad.subject, ox.NamedNode)]
    plain = [triple for triple in tops if triple.predicate != RDF_TYPE or triple.object not in _DECLARED]
    above = [triple for triple in plain if triple.predicate.value == RDFS + "subClassOf"]
    return (above or plain or tops)[0]


def _gather(store: ox.Store, triple: ox.Triple, found: dict[ox.Quad, None]) -> None:
    """Add the quads of a triple, of what its blank nodes describe, and of what they are nested in."""
    quads = [quad for quad in store.quads_for_pattern(*triple) if quad.graph_name != INFERRED_GRAPH]
    if not quads or quads[0] in found:
        return
    found[quads[0]] = None
    ends = [end for end in (triple.subject, triple.object) if isinstance(end, ox.BlankNode)]
    for node in ends:
        for quad in [*store.quads_for_pattern(node, None, None), *store.quads_for_pattern(None, None, node)]:
            if quad.graph_name != INFERRED_GRAPH:
                _gather(store, quad.triple, found)


def _is_in(store: ox.Store, triple: ox.Triple) -> bool:
    return next(store.quads_for_pattern(*triple), None) is not None
