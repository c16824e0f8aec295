"""Running one SPARQL query on a store, with answers as plain values and errors with their place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox

from raad.errors import QueryError
from raad.graph.frame import pandas_frame, polars_frame
from raad.names import XSD

_BESIDE = re.compile(
    r"""(?:PREFIX\s+[\w.-]*:|BASE)?\s*<[^<>"{}|^`\\\s]*>|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\#[^\n]*""", re.IGNORECASE
)
_PREFIXED = re.compile(r"(?<![\w:?$])[A-Za-z][\w.-]*:|(?<![\w:]):(?=\w)")
_UPDATE = re.compile(r"\s*(INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY|WITH)\b", re.IGNORECASE)
_PROLOGUE = re.compile(r"(PREFIX|BASE)\b", re.IGNORECASE)
_FORM = re.compile(r"(SELECT|CONSTRUCT|DESCRIBE|ASK)\b", re.IGNORECASE)
_NUMBERS = {XSD + "integer": int, XSD + "decimal": Decimal}


class Iri(str):
    """An IRI, told apart from a text."""

    __slots__ = ()


Value = Iri | str | int | Decimal | bool | tuple | None


@dataclass(frozen=True, slots=True)
class Table:
    """The answer to a SELECT query: column names, and rows of plain values in the order of the query."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]

    def records(self) -> list[dict[str, Value]]:
        """Return the rows as dictionaries by column name."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def to_pandas(self):
        """Return the table as a pandas DataFrame with nullable types; UsageError where pandas is not installed."""
        return pandas_frame(self.columns, self.rows, {})

    def to_polars(self):
        """Return the table as a polars DataFrame; UsageError where polars is not installed."""
        return polars_frame(self.columns, self.rows, {})


def run(store: ox.Store, text: str, prefixes: dict[str, str] | None = None) -> Table | list[ox.Triple] | bool:
    """Return the answer of a query over all graphs of the store; `prefixes` need no declaration in the query.

    SELECT gives a Table, CONSTRUCT and DESCRIBE a list of triples, ASK a truth value.
    QueryError names line and column of what does not parse.
    """
    result = solutions(store, text, prefixes)
    if isinstance(result, ox.QueryTriples):
        return list(result)
    if isinstance(result, ox.QueryBoolean):
        return bool(result)
    columns = tuple(variable.value for variable in result.variables)
    return Table(columns, tuple(tuple(map(value_of, solution)) for solution in result))


def solutions(
    store: ox.Store, text: str, prefixes: dict[str, str] | None = None
) -> ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean:
    """Return the engine's own result object, for writing it in a standard format."""
    try:
        return store.query(text, prefixes=prefixes, use_default_graph_as_union=True)
    except SyntaxError as error:
        raise QueryError(_place(text, str(error), prefixes or ())) from None
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"the query cannot be run: {error}") from None


def value_of(term: ox.NamedNode | ox.BlankNode | ox.Literal | None) -> Value:
    """Return the plain value of an RDF term: Iri, int, Decimal, bool or text."""
    if term is None:
        return None
    if not isinstance(term, ox.Literal):
        return Iri(term.value if isinstance(term, ox.NamedNode) else str(term))
    datatype = term.datatype.value
    if datatype == XSD + "boolean":
        return term.value in ("true", "1")
    try:
        return _NUMBERS[datatype](term.value)
    except (KeyError, ValueError, InvalidOperation):
        return term.value


def _place(text: str, message: str, prefixes: Iterable[str]) -> str:
    """Return why a query cannot be read, with line and column, and the line itself with a mark under the place."""
    bare = _BESIDE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    if not bare.strip():
        return "the query is empty; give a SELECT, CONSTRUCT, DESCRIBE or ASK query"
    if _UPDATE.match(bare):
        return "this is an update, and RAAD answers only queries: SELECT, CONSTRUCT, DESCRIBE, ASK"
    begin = _PROLOGUE.sub("", bare).split()
    if begin and not _FORM.match(begin[0]):
        hint = "; `raad sparql @FILE` reads a query from a file" if len(begin) == 1 else ""
        return f"{begin[0]!r} begins no query; a query begins with SELECT, CONSTRUCT, DESCRIBE or ASK{hint}"
    found = re.match(r"error at (\d+):(\d+): (.*)", message, re.DOTALL)
    if not found:
        return f"the query cannot be read: {message}"
    line, column, reason = int(found[1]), int(found[2]), _reason(" ".join(found[3].split()))
    declared = {*prefixes, *re.findall(r"PREFIX\s+([\w.-]*):", text, re.IGNORECASE)}
    strange = next((use for use in _PREFIXED.finditer(bare) if use[0][:-1] not in declared), None)
    lines = text.splitlines()
    if strange:
        line = text.count("\n", 0, strange.start()) + 1
        column = strange.start() - text.rfind("\n", 0, strange.start())
        reason = f"the prefix {strange[0]} is not declared; put `PREFIX {strange[0]} <...>` before the query"
    elif (line, column) > (len(lines), len(lines[-1].rstrip())):
        line, column, reason = len(lines), len(lines[-1]) + 1, _end(bare)
    return f"line {line}, column {column}: the query cannot be read: {reason}\n  {lines[line - 1]}\n  {' ' * (column - 1)}^"


def _end(bare: str) -> str:
    """Return what is wrong with a query that the parser gave up at its end."""
    opened, closed = (sum(bare.count(bracket) for bracket in brackets) for brackets in ("{([", "})]"))
    if opened > closed:
        return "it ends before a bracket is closed"
    return "it closes a bracket that was not opened" if closed > opened else "a term or a dot is missing or too many before here"


def _reason(words: str) -> str:
    """Return the parser's reason without its classes of single characters."""
    said = re.sub(r"(, )?\[[^\]]*\]", "", words).replace("expected one of , ", "expected one of ").strip()
    return "nothing may follow here, or a bracket before it is not closed" if said == "expected" else said
