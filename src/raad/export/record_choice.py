"""Which records a selection names, for formats that are tables of records and not statements."""

from __future__ import annotations

from collections.abc import Iterable

from raad.asking.answer import answer
from raad.errors import UsageError
from raad.export.selection import RECORDS, WHOLE, Selection
from raad.graph.query import Iri, Value


def named_records(selection: Selection) -> frozenset[str] | None:
    """Return the IRIs that the compound or the question of a selection names, None where nothing narrows it.

    UsageError where named graphs are chosen: a table is made of records.
    """
    narrowed = selection.compound is not None or selection.answer is not None
    if selection.graphs != (RECORDS if narrowed else WHOLE):
        raise UsageError("this format is a table of records, and no named graph is chosen for it; leave --graph out")
    if selection.compound is not None:
        return frozenset(row[0] for row in answer(selection.graph, "export/compound", A=selection.compound).rows)
    if selection.answer is not None:
        return frozenset(_iris(cell for row in selection.answer.rows for cell in row))
    return None


def _iris(cells: Iterable[Value]) -> Iterable[str]:
    for cell in cells:
        if isinstance(cell, tuple):
            yield from _iris(cell)
        elif isinstance(cell, Iri):
            yield cell
