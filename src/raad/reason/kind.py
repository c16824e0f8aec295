"""From the name of a class to the class, and from a class to what makes a record one of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyoxigraph as ox

from raad.asking.find import short
from raad.errors import AmbiguousName, UnknownName
from raad.names import BASE, ONTOLOGY_GRAPH, OWL, RDF, RDF_TYPE, RDFS
from raad.near import fold, near, squeeze

CLASS, SUBCLASS = ox.NamedNode(OWL + "Class"), ox.NamedNode(RDFS + "subClassOf")
_EQUIVALENT, _OVERLAP = ox.NamedNode(OWL + "equivalentClass"), ox.NamedNode(OWL + "intersectionOf")
_FIRST, _REST = ox.NamedNode(RDF + "first"), ox.NamedNode(RDF + "rest")
Part = ox.NamedNode | ox.BlankNode


def resolve_class(store: ox.Store, labels: dict[str, str], name: str) -> ox.NamedNode:
    """Return the class of the ontology that a name means: its IRI, raad:Name, bare name or label, however it is written.

    UnknownName lists near names, AmbiguousName the classes that share one.
    """
    found = store.quads_for_pattern(None, RDF_TYPE, CLASS, ONTOLOGY_GRAPH)
    classes = {quad.subject.value: quad.subject for quad in found if isinstance(quad.subject, ox.NamedNode)}
    whole = BASE + name.removeprefix("raad:").removeprefix(BASE)
    if whole in classes:
        return classes[whole]
    known = {(label, iri) for iri in classes for label in (labels.get(iri, ""), iri.removeprefix(BASE), _spaced(iri)) if label}
    for folded in (fold, squeeze):
        meant = sorted({iri for label, iri in known if folded(label) == folded(name.removeprefix("raad:"))})
        if len(meant) == 1:
            return classes[meant[0]]
        if meant:
            raise AmbiguousName("class", name, list(map(short, meant)))
    close = near(name.removeprefix("raad:"), [label for label, _ in known if " " in label or label[0].islower()])
    raise UnknownName("class", name, close, "; `raad reason` lists the classes of which members are inferred")


def ways(store: ox.Store, kind: ox.NamedNode) -> Iterator[list[Part]]:
    """Give what makes a thing a member of a class: each definition or description below it, as the parts that all must hold."""
    nodes = [quad.object for quad in store.quads_for_pattern(kind, _EQUIVALENT, None)]
    nodes += [quad.subject for quad in store.quads_for_pattern(None, SUBCLASS, kind) if isinstance(quad.subject, ox.BlankNode)]
    for node in sorted(nodes, key=str):
        lists = list(store.quads_for_pattern(node, _OVERLAP, None))
        yield items(store, lists[0].object) if lists else [node]


def narrower(store: ox.Store, kind: ox.NamedNode) -> list[ox.NamedNode]:
    """Return the classes right below a class."""
    found = store.quads_for_pattern(None, SUBCLASS, kind, ONTOLOGY_GRAPH)
    return sorted((quad.subject for quad in found if isinstance(quad.subject, ox.NamedNode)), key=str)


def items(store: ox.Store, list_of: Part) -> list[Part]:
    """Return the items of an RDF list."""
    made = []
    while found := list(store.quads_for_pattern(list_of, _FIRST, None)):
        made.append(found[0].object)
        list_of = next(quad.object for quad in store.quads_for_pattern(list_of, _REST, None))
    return made


def _spaced(iri: str) -> str:
    """Return the last name of an IRI split into words."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", re.split(r"[/#]", iri)[-1])
