"""RAAD described as a dataset: VoID and DCAT at the four levels of the W3C HCLS profile."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

import pyoxigraph as ox

from raad.comparison.imprint import TITLE, imprint
from raad.export.form import FORMS
from raad.export.nanopublication import nanopublications
from raad.export.owl import owl_triples
from raad.export.readable import Writer
from raad.export.schema_org import schema_triples
from raad.export.selection import Selection
from raad.export.triple_term import annotated_quads
from raad.graph.query import run
from raad.graph.question import bind, question
from raad.names import BASE, RDF_TYPE

SYNTAXES = ("jelly", "json-ld", "n-quads", "n-triples", "rdf-xml", "trig", "turtle")
COUNTED = "n-quads"
_PARTS = ("class-partition", "property-partition", "linkset")


def write_void(selection: Selection) -> bytes:
    """Return summary, version, distributions and RDF distributions in Turtle, with counts; partitions stand on N-Quads."""
    store = ox.Store()
    store.bulk_extend(selection.quads)
    release = selection.version.partition(" ")[0]
    triples = _asked(store, "dataset", version=release, words=TITLE)
    for name, form in FORMS.items():
        if not form.whole:
            known = {"version": release, "format": name, "title": TITLE, "about": form.title, "media": form.media_type}
            triples |= _asked(store, "distribution", **known)
    for names, quads in _contents(selection):
        counts, vocabularies = _counts(quads), _vocabularies(quads)
        for name in names:
            known = {"version": release, "format": name}
            syntax = ox.RdfFormat.from_media_type(FORMS[name].media_type)
            triples |= _asked(store, "rdf-distribution", **known, syntax=syntax.iri if syntax else "", **counts)
            for namespace in vocabularies:
                triples |= _asked(store, "vocabulary", **known, namespace=namespace)
    for part in _PARTS:
        triples |= _asked(store, part, version=release, format=COUNTED)
    queries = [question(f"export/{name}").text for name in ("dataset", "distribution", "rdf-distribution")]
    return f"# {imprint(selection.version)}\n{Writer(selection.graph, queries).turtle(sorted(triples, key=str))}".encode()


def _contents(selection: Selection) -> Iterator[tuple[tuple[str, ...], Collection[ox.Quad]]]:
    """Give the formats that are RDF by what statements they hold."""
    yield SYNTAXES, selection.quads
    yield ("bioschemas",), [ox.Quad(*triple) for triple in schema_triples(selection)]
    yield ("nanopub",), [ox.Quad(*t, name) for one in nanopublications(selection) for name, said in one.items() for t in said]
    yield ("owl",), [ox.Quad(*triple) for triple in owl_triples(selection)]
    yield ("rdf-1.2",), annotated_quads(selection)


def _counts(quads: Collection[ox.Quad]) -> dict[str, str]:
    triples = {quad.triple for quad in quads}
    subjects = {triple.subject for triple in triples}
    counted = {
        "triple": triples,
        "entity": {node for node in subjects if isinstance(node, ox.NamedNode) and node.value.startswith(BASE)},
        "subject": subjects,
        "property": {triple.predicate for triple in triples},
        "object": {triple.object for triple in triples},
        "class": {triple.object for triple in triples if triple.predicate == RDF_TYPE},
        "graph": {quad.graph_name for quad in quads} - {ox.DefaultGraph()},
    }
    return {name: str(len(found)) for name, found in counted.items()}


def _vocabularies(quads: Collection[ox.Quad]) -> list[str]:
    terms = {quad.predicate for quad in quads} | {quad.object for quad in quads if quad.predicate == RDF_TYPE}
    return sorted({re.sub(r"[^/#]*$", "", term.value) for term in terms})


def _asked(store: ox.Store, query: str, **values: str) -> set[ox.Triple]:
    return set(run(store, bind(question(f"export/{query}"), values)))
