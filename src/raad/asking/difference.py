"""What changed in records and answers from one graph to another, and because of which record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pyoxigraph as ox

from raad.asking.answer import answer
from raad.asking.record_difference import (
    RecordChange,
    Statements,
    kind_of,
    record_changes,
    record_of,
    stated_quads,
    statements,
    touched,
)
from raad.graph.cache import Graph
from raad.graph.infer import infer
from raad.graph.query import Iri, Table, run
from raad.graph.question import bind, question, questions, tidy
from raad.names import BASE

TRIALS = 24

Key = tuple[tuple[str, object], ...]


@dataclass(frozen=True)
class RowChange:
    """A row that was added, removed or changed: its key columns, and of each changed cell the old and the new value.

    `because` names the changed records behind it: those that stand in the row or, where `by_trial`, those whose old
    triples alone, put back, bring the old row back. It is empty where no single record does, or where none was tried;
    `together` says that all changed records put back at once do.
    """

    key: Key
    kind: str
    cells: tuple[tuple[str, object, object], ...]
    because: tuple[str, ...] = ()
    by_trial: bool = False
    together: bool = False


@dataclass(frozen=True)
class AnswerChange:
    """A stored question whose answer changed, with its parameters and the rows that differ."""

    question: str
    parameters: dict[str, str]
    rows: tuple[RowChange, ...]


@dataclass(frozen=True)
class Difference:
    """What changed from one graph to another: records with their fields, and answers row by row.

    `asked` counts the answers that were compared; `untried` is true where causes were not sought by trial because too
    many records changed.
    """

    old_version: str
    new_version: str
    records: tuple[RecordChange, ...]
    answers: tuple[AnswerChange, ...]
    asked: int
    untried: bool


def diff(old: Graph, new: Graph, progress: Callable[[str], None] = lambda stage: None) -> Difference:
    """Return what changed in records and in the answers of the stored questions.

    A question is asked with its default parameters and, where it takes one record, for each record of the kind of the
    default that a change can reach.
    """
    progress("comparing the records")
    before, after = statements(old), statements(new)
    records = record_changes(before, after)
    changed = {change.record for change in records}
    progress("comparing the answers")
    asked, answers = 0, []
    for name, values in _askings(changed, before, after):
        asked += 1
        rows = row_changes(answer(old, name, **values), answer(new, name, **values), changed)
        if rows:
            answers.append(AnswerChange(name, values, rows))
    open_rows = any(not row.because for item in answers for row in item.rows)
    untried = open_rows and len(changed) > TRIALS
    if open_rows and not untried:
        progress("putting the old records back one by one")
        answers = _tried(answers, sorted(changed), stated_quads(new), before, after)
    return Difference(old.version, new.version, records, tuple(answers), asked, untried)


def _askings(changed: set[str], before: Statements, after: Statements) -> Iterator[tuple[str, dict[str, str]]]:
    """Give each stored question with the values to ask it with."""
    near = touched(changed, before, after) if changed else set()
    for asked in questions():
        defaults = {parameter.name: parameter.default for parameter in asked.parameters}
        yield asked.name, defaults
        if len(defaults) != 1 or not kind_of(asked.parameters[0].default):
            continue
        ((name, default),) = defaults.items()
        kind = kind_of(default)
        wanted = (before.keys() | after.keys()) if near is None else near
        yield from ((asked.name, {name: record}) for record in sorted(wanted) if kind_of(record) == kind and record != default)


def row_changes(old: Table, new: Table, changed: set[str]) -> tuple[RowChange, ...]:
    """Return the rows that differ, matched by the fewest key columns, with the changed records that stand in them."""
    if old == new:
        return ()
    columns = key_columns(old, new)
    before, after = keyed(old, columns), keyed(new, columns)
    made = []
    for key in [*after, *(key for key in before if key not in after)]:
        one, other = before.get(key), after.get(key)
        if one == other:
            continue
        kind = "changed" if one and other else "added" if other else "removed"
        cells = _cells(one or {}, other or {}, columns)
        inside = {record_of(iri) for row in (one, other) if row for iri in _iris(row.values())}
        made.append(RowChange(key, kind, cells, tuple(sorted(inside & changed))))
    return tuple(made)


def key_columns(*tables: Table) -> tuple[str, ...]:
    """Return the fewest columns that tell the rows of each table apart: one of IRIs, several of them, then others too."""
    columns = [column for column in tables[0].columns if all(column in table.columns for table in tables)]
    values = {column: [row[column] for table in tables for row in table.records()] for column in columns}
    named = [column for column in columns if _names(values[column])]
    rest = [column for column in columns if column not in named]
    for chosen in [*([column] for column in named), *((named + rest)[:size] for size in range(2, len(columns) + 1))]:
        if all(len(keyed(table, tuple(chosen))) == len(table.rows) for table in tables):
            return tuple(chosen)
    return tuple(columns)


def _names(values: list) -> bool:
    """Return whether a column holds IRIs, or an IRI or nothing."""
    return any(isinstance(value, Iri) for value in values) and all(value is None or isinstance(value, Iri) for value in values)


def keyed(table: Table, columns: tuple[str, ...]) -> dict[Key, dict[str, object]]:
    """Return the rows of a table by their key columns."""
    return {tuple((column, row[column]) for column in columns): row for row in table.records()}


def _cells(old: dict, new: dict, key: tuple[str, ...]) -> tuple[tuple[str, object, object], ...]:
    names = [name for name in dict.fromkeys((*new, *old)) if name not in key]
    return tuple((name, old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name))


def _iris(cells) -> Iterator[str]:
    for cell in cells:
        if isinstance(cell, tuple):
            yield from _iris(cell)
        elif isinstance(cell, Iri) and cell.startswith(BASE):
            yield cell


def _tried(
    answers: list[AnswerChange], changed: list[str], stated: set[ox.Quad], before: Statements, after: Statements
) -> list[AnswerChange]:
    """Return the answers with causes for rows that no changed record stands in: each record put back alone, asked again."""
    found: dict[tuple[int, Key], list[str]] = defaultdict(list)
    for record in changed:
        for place in _back(answers, _restored(stated, [record], before, after)):
            found[place].append(record)
    together: set[tuple[int, Key]] = set()
    if len(changed) > 1 and any(
        not row.because and (n, row.key) not in found for n, item in enumerate(answers) for row in item.rows
    ):
        together = set(_back(answers, _restored(stated, changed, before, after))) - found.keys()
    return [
        replace(item, rows=tuple(_explained(row, found.get((n, row.key)), (n, row.key) in together) for row in item.rows))
        for n, item in enumerate(answers)
    ]


def _explained(row: RowChange, causes: list[str] | None, together: bool) -> RowChange:
    if row.because:
        return row
    return replace(row, because=tuple(causes), by_trial=True) if causes else replace(row, together=together)


def _restored(stated: set[ox.Quad], records: list[str], before: Statements, after: Statements) -> ox.Store:
    """Return the new graph with the old triples of some records, and all that follows."""
    quads = set(stated)
    for record in records:
        quads -= after.get(record, frozenset())
        quads |= before.get(record, frozenset())
    return _inferred(quads)


def _back(answers: list[AnswerChange], store: ox.Store) -> Iterator[tuple[int, Key]]:
    """Give the place of each open row that is in the store as it was in the old graph."""
    for number, item in enumerate(answers):
        wanted = [row for row in item.rows if not row.because]
        if wanted:
            asked = question(item.question)
            table = tidy(asked, run(store, bind(asked, item.parameters)))
            yield from ((number, row.key) for row in wanted if _is_back(row, table))


def _inferred(stated: set[ox.Quad]) -> ox.Store:
    store = ox.Store()
    store.bulk_extend([*stated, *infer(stated)])
    return store


def _is_back(row: RowChange, table: Table) -> bool:
    """Return whether the table has the row as it was in the old graph."""
    there = keyed(table, tuple(column for column, _ in row.key)).get(row.key)
    if row.kind == "added":
        return there is None
    return there is not None and all(there.get(name) == old for name, old, _ in row.cells)
