"""A stored question asked in the words of a person: names of records instead of IRIs."""

from __future__ import annotations

from raad.answer import answer
from raad.cache import Graph
from raad.find import resolve, resolve_record
from raad.query import Table
from raad.question import Question, bind, question


def ask(graph: Graph, name: str, **values: str) -> Table:
    """Return the answer of the stored question of that name, its parameters given as id, label, synonym, code or IRI.

    UnknownName gives near names of a question or record; UsageError names an unknown parameter.
    """
    asked = question(name)
    return answer(graph, asked.name, **resolve_values(graph, asked, values))


def resolve_values(graph: Graph, asked: Question, values: dict[str, str]) -> dict[str, str]:
    """Return the values with each name of a record replaced by its IRI; raises as `ask` does."""
    bind(asked, dict.fromkeys(values, "raad:any"))
    kinds = {parameter.name: parameter.kind for parameter in asked.parameters}
    return {name: _value(graph, kinds[name], value) for name, value in values.items()}


def _value(graph: Graph, kind: str, value: str) -> str:
    if kind == "text":
        return value
    return resolve_record(graph, value) if kind in ("record", "class") else resolve(graph, value, kind)
