"""Triples from the ontology and from curated records, each in its named graph."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pyoxigraph as ox

from raad.curated.context import Context, Term
from raad.curated.record import Collection
from raad.names import DATA_GRAPH, ONTOLOGY_GRAPH, RDF_TYPE
from raad.rooms import files


def ontology_quads() -> list[ox.Quad]:
    """Return the quads of the ontology modules, in the ontology graph, with canonical labels on their blank nodes (RDFC-1.0).

    Modules of ontology/bridge/, which put terms below those of other ontologies, are left to those who load these too.
    """
    dataset = ox.Dataset(
        in_graph(quad, ONTOLOGY_GRAPH)
        for path in files("ontology", ".ttl", skip=("bridge",))
        for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE)
    )
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return list(dataset)


def record_quads(collection: Collection, graph: ox.NamedNode = DATA_GRAPH) -> list[ox.Quad]:
    """Return the quads that the context makes of the records, in the named graph: those a JSON-LD processor gives."""
    return [quad for document in collection.documents for quad in _node_quads(collection.context, document, graph)]


def json_ld(collection: Collection) -> str:
    """Return the records as one JSON-LD document with its context."""
    return json.dumps({**collection.context.document, "@graph": collection.documents})


def _node_quads(context: Context, document: dict, graph: ox.NamedNode) -> Iterator[ox.Quad]:
    subject, terms = ox.NamedNode(context.base + document["@id"]), context.keys[document["@type"][0]]
    for name in document["@type"]:
        yield ox.Quad(subject, RDF_TYPE, ox.NamedNode(context.classes[name]), graph)
    for key, value in document.items():
        if key in ("@id", "@type"):
            continue
        term = terms[key]
        for item in value if isinstance(value, list) else [value]:
            yield ox.Quad(subject, ox.NamedNode(term.iri), _object(context, term, terms, item), graph)
            if term.form == "nested":
                yield from _node_quads(context, item, graph)


def _object(context: Context, term: Term, terms: dict[str, Term], item: dict | str) -> ox.NamedNode | ox.Literal:
    """Return the object that a value stands for, by the form of its term."""
    if term.form == "nested":
        return ox.NamedNode(context.base + item["@id"])
    if term.form == "reference":
        prefix, _, local = item.rpartition(":")
        return ox.NamedNode((term.prefixes[prefix] if term.prefixes else term.base) + local)
    if term.form == "choice":
        return ox.NamedNode(term.options[item])
    if term.form == "field":
        return ox.NamedNode(terms[item].iri)
    if term.language:
        return ox.Literal(item, language=term.language)
    return ox.Literal(item, datatype=ox.NamedNode(term.datatype)) if term.datatype else ox.Literal(item)


def in_graph(quad: ox.Quad, graph: ox.NamedNode) -> ox.Quad:
    """Return the quad with its triple moved to the graph."""
    return ox.Quad(quad.subject, quad.predicate, quad.object, graph)


def canonical(quads: list[ox.Quad]) -> bytes:
    """Return the quads as sorted N-Quads, the same bytes for the same set of quads."""
    lines = ox.serialize(quads, format=ox.RdfFormat.N_QUADS).split(b"\n")
    return b"\n".join(sorted(set(filter(None, lines)))) + b"\n"
