"""Faults of the shapes themselves: what sparql/shape/ asks of shapes/, each fault at its file, line and column."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

import pyoxigraph as ox

from raad.curated.triple import in_graph
from raad.errors import Problem
from raad.graph.query import run
from raad.graph.question import questions
from raad.names import SHAPE_GRAPH
from raad.near import near
from raad.rooms import files, room


def shape_faults(store: ox.Store) -> Iterator[Problem]:
    """Give what is wrong with the shapes, seen from a store that holds data and ontology; their triples are added to it.

    A misspelt term, a term that the ontology does not declare, and a target that no node has are such faults.
    """
    triples = [quad for path in files("shapes", ".ttl") for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE)]
    store.extend(in_graph(quad, SHAPE_GRAPH) for quad in triples)
    for asked in questions(("shape",)):
        rows = run(store, asked.text).records()
        wrong = {str(row.get("value") or row["property"]) for row in rows}
        for row in rows:
            word = str(row.get("value") or row["property"])
            message = f"`{_local(word)}`: {asked.header['problem']}{_guess(store, word, wrong)}; {asked.header['fix']}"
            words = [_local(str(row[name])) for name in ("property", "value") if row.get(name)]
            places = list(_places(words)) or [("shapes", 1, 1)]
            yield from (Problem(*place, "shape", message) for place in places)


def _places(words: list[str]) -> Iterator[tuple[str, int, int]]:
    """Give file, line and column of the last of the words wherever a line of shapes/ has all of them."""
    tokens = [re.compile(rf"(?<=:){re.escape(word)}(?![\w-])") for word in words]
    base = os.path.dirname(room("shapes"))
    for path in files("shapes", ".ttl"):
        with open(path, encoding="utf-8") as stream:
            for number, line in enumerate(stream, 1):
                hits = [token.search(line) for token in tokens]
                if all(hits):
                    yield os.path.relpath(path, base).replace(os.sep, "/"), number, hits[-1].start() + 1


def _guess(store: ox.Store, word: str, wrong: set[str]) -> str:
    """Return the nearest other term that data, ontology or shapes have in the namespace of a word that is declared nowhere."""
    if next(store.quads_for_pattern(ox.NamedNode(word), None, None), None):
        return ""
    namespace = word.removesuffix(_local(word))
    terms = {
        term.value for quad in store for term in (quad.predicate, quad.subject, quad.object) if isinstance(term, ox.NamedNode)
    }
    known = sorted(_local(term) for term in terms - wrong if term.removesuffix(_local(term)) == namespace)
    found = near(_local(word), known, 1)
    return f"; did you mean `{found[0]}`?" if found else ""


def _local(iri: str) -> str:
    return re.split(r"[#/]", iri)[-1]
