"""The stored questions as SPARQL example records, which question services and chat tools read."""

from __future__ import annotations

import re

import pyoxigraph as ox

from raad.graph.query import run
from raad.graph.question import LISTED, Question, bind, question, questions
from raad.names import QUESTION_GRAPH

_SERVICE = re.compile(r"^[^#\n]*\bSERVICE\s+(?:SILENT\s+)?<([^>]*)>", re.IGNORECASE | re.MULTILINE)


def question_quads() -> list[ox.Quad]:
    """Return the records of all stored questions, in the graph of questions."""
    store = ox.Store()
    triples = {triple for asked in questions(LISTED) for triple in _record(store, asked)}
    return [ox.Quad(*triple, QUESTION_GRAPH) for triple in sorted(triples, key=str)]


def _record(store: ox.Store, asked: Question) -> list[ox.Triple]:
    name = asked.name.partition("/")[2]
    words = asked.header.get("question", asked.title)
    for parameter in asked.parameters:
        words = words.replace(f"{{{parameter.name}}}", parameter.default.rpartition("/")[2] or "a text")
    said = {"name": name, "label": asked.title, "words": words, "query": asked.text}
    triples = []
    for keyword in asked.header.get("tags", name.replace("-", " ")).split():
        triples += run(store, bind(question("export/example"), {**said, "keyword": keyword}))
    for endpoint in _SERVICE.findall(asked.text):
        triples += run(store, bind(question("export/example-service"), {"name": name, "endpoint": endpoint}))
    return triples
