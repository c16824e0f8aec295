"""Stored questions asked of a graph, each answer kept with the cached graph."""

from __future__ import annotations

from decimal import Decimal

from raad.graph.cache import Graph, keep_answer, read_answer
from raad.graph.query import Iri, Table, run
from raad.graph.question import bind, question, tidy


def answer(graph: Graph, name: str, **values: str) -> Table:
    """Return the answer of a stored SELECT question; list columns hold sorted tuples.

    Answers are kept with the cached graph, so that asking again costs no query.
    """
    asked = question(name)
    text = bind(asked, values)
    kept = read_answer(graph, text)
    if kept is not None:
        cells = [values if plain else list(map(_revive, values)) for plain, values in kept["cells"]]
        return Table(tuple(kept["columns"]), tuple(zip(*cells, strict=True)))
    table = tidy(asked, run(graph.store, text))
    keep_answer(graph, text, {"columns": table.columns, "cells": [_column(values) for values in zip(*table.rows, strict=True)]})
    return table


def _column(values: tuple) -> tuple[bool, list]:
    """Return whether a column is JSON as it is, and its values as JSON."""
    plain = not any(isinstance(value, (Iri, Decimal, tuple)) for value in values)
    return plain, list(values if plain else map(_plain, values))


def _plain(value):
    if isinstance(value, tuple):
        return ["list", *map(_plain, value)]
    if isinstance(value, Iri):
        return ["iri", str(value)]
    return ["decimal", str(value)] if isinstance(value, Decimal) else value


def _revive(value):
    if not isinstance(value, list):
        return value
    if value[0] == "list":
        return tuple(map(_revive, value[1:]))
    return Iri(value[1]) if value[0] == "iri" else Decimal(value[1])
