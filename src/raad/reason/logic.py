"""The part of a graph that has logical meaning, axiom by axiom, and the rules that follow its meaning."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from raad.names import OWL, RDF_TYPE, RDFS

_ANNOTATION, _IMPORTS = ox.NamedNode(OWL + "AnnotationProperty"), ox.NamedNode(OWL + "imports")
_NOTES = {ox.NamedNode(RDFS + name) for name in ("label", "comment", "seeAlso", "isDefinedBy")}


def logical(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    """Return the triples without notes, which say nothing that could be true or false, and without imports."""
    triples = list(triples)
    notes = {triple.subject for triple in triples if triple.predicate == RDF_TYPE and triple.object == _ANNOTATION}
    return [triple for triple in triples if triple.predicate not in notes | _NOTES and triple.predicate != _IMPORTS]
