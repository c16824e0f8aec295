"""A stored question asked in the words of a person: names of records instead of IRIs."""

from __future__ import annotations

from dataclasses import dataclass, field, make_dataclass
from functools import cached_property
from keyword import iskeyword

from raad.asking.answer import answer
from raad.asking.column import Column, columns_of
from raad.asking.find import resolve, resolve_record, short
from raad.errors import UsageError
from raad.graph.cache import Graph
from raad.graph.frame import pandas_frame, polars_frame
from raad.graph.query import Table, Value
from raad.graph.question import Question, bind, question, questions

ROLLED_UP = "testsFormOf"


@dataclass(frozen=True)
class Answer:
    """The answer of a stored question: the question, its parameters as IRIs or texts, the release, and the table.

    `columns`, `rows` and `records()` are those of the table.
    """

    question: Question
    parameters: dict[str, str]
    version: str
    table: Table
    graph: Graph = field(repr=False)

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return self.table.columns

    @property
    def rows(self) -> tuple[tuple[Value, ...], ...]:
        """Return the rows as tuples of plain values."""
        return self.table.rows

    def records(self) -> list[dict[str, Value]]:
        """Return the rows as dictionaries by column name."""
        return self.table.records()

    def entries(self) -> list[object]:
        """Return the rows as instances of a dataclass whose fields are the columns; `with` becomes `with_`."""
        names = [f"{name}_" if iskeyword(name) else name for name in self.columns]
        made = make_dataclass("Row", [(name, Value) for name in names], frozen=True, slots=True)
        return [made(*row) for row in self.rows]

    @cached_property
    def column(self) -> tuple[Column, ...]:
        """Return what each column means, by the definitions of the ontology."""
        return columns_of(self.graph, self.question, self.columns)

    def to_pandas(self):
        """Return the answer as a pandas DataFrame with nullable types; UsageError where pandas is not installed.

        A column of numbers as printed stays text and is followed by one of floats, called after it with `Number`. The
        meaning of each column, the question and the release stand in `attrs`.
        """
        made = pandas_frame(self.columns, self.rows, *self._types())
        meanings = {column.name: column.meaning for column in self.column}
        made.attrs = {"question": self.question.name, "release": self.version, "column": meanings}
        return made

    def to_polars(self):
        """Return the answer as a polars DataFrame; UsageError where polars is not installed."""
        return polars_frame(self.columns, self.rows, *self._types())

    def _types(self) -> tuple[dict[str, str], frozenset[str]]:
        kinds = {column.name: column.kind for column in self.column if column.kind and not column.printed}
        return kinds, frozenset(column.name for column in self.column if column.printed)


def ask(graph: Graph, name: str, **values: str) -> Answer:
    """Return the answer of the stored question of that name, its parameters given as id, label, synonym, code or IRI.

    UnknownName gives near names of a question or record; UsageError names an unknown parameter, or
    the questions to which a roll-up adds where this is none of them.
    """
    asked = question(name)
    resolved = resolve_values(graph, asked, values)
    shown = {parameter.name: resolved.get(parameter.name, parameter.default) for parameter in asked.parameters}
    return Answer(asked, shown, graph.version, answer(graph, asked.name, **resolved), graph)


def resolve_values(graph: Graph, asked: Question, values: dict[str, str]) -> dict[str, str]:
    """Return the values with each name of a record replaced by its IRI; raises as `ask` does."""
    if graph.scope.roll_up and ROLLED_UP not in asked.text:
        added = ", ".join(one.name for one in questions() if ROLLED_UP in one.text)
        raise UsageError(f"a roll-up adds nothing to {asked.name}; it adds findings to: {added}")
    bind(asked, dict.fromkeys(values, "raad:any"))
    kinds = {parameter.name: parameter.kind for parameter in asked.parameters}
    resolved = {name: _value(graph, kinds[name], value) for name, value in values.items()}
    _distinct(asked, resolved)
    return resolved


def _distinct(asked: Question, values: dict[str, str]) -> None:
    """Check that a question about two compounds is given two; UsageError names what is given twice."""
    given: dict[str, str] = {}
    for parameter in asked.parameters if values else ():
        record = values.get(parameter.name, parameter.default)
        if parameter.kind == "compound" and record in given:
            raise UsageError(f"{given[record]} and {parameter.name} of {asked.name} are both {short(record)}; name two compounds")
        given[record] = parameter.name


def _value(graph: Graph, kind: str, value: str) -> str:
    if kind == "text":
        return value
    if kind == "term":
        return _term(graph, value)
    return resolve_record(graph, value) if kind in ("record", "class") else resolve(graph, value, kind)


def _term(graph: Graph, value: str) -> str:
    """Return the IRI of a term of another database, given whole or as CURIE; UsageError where its prefix is not listed."""
    prefix, colon, local = value.partition(":")
    if local.startswith("//"):
        return value
    spaces = {row["prefix"].lower(): row["namespace"] for row in answer(graph, "find/prefix").records()}
    if not colon or not local or prefix.lower() not in spaces:
        raise UsageError(
            f"a term is given as IRI or as CURIE with a prefix of the prefix list, such as CHEBI:60643, not {value!r}"
        )
    return spaces[prefix.lower()] + local
