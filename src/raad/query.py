"""Running one SPARQL query on a store, with answers as plain values and errors with their place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox

from raad.errors import QueryError
from raad.names import XSD

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
        raise QueryError(_place(text, str(error))) from None
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


def _place(text: str, message: str) -> str:
    """Return the parser's message with line and column, and the line itself with a mark under the place."""
    found = re.match(r"error at (\d+):(\d+): (.*)", message, re.DOTALL)
    if not found:
        return f"the query cannot be read: {message}"
    line, column, reason = int(found[1]), int(found[2]), _reason(" ".join(found[3].split()))
    lines = text.splitlines() or [""]
    if line > len(lines):
        line, column = len(lines), len(lines[-1]) + 1
    return f"line {line}, column {column}: the query cannot be read: {reason}\n  {lines[line - 1]}\n  {' ' * (column - 1)}^"


def _reason(words: str) -> str:
    """Return the parser's reason without its classes of single characters."""
    if "Prefix not found" in words:
        return "a prefix is used that is not declared"
    said = re.sub(r"(, )?\[[^\]]*\]", "", words).replace("expected one of , ", "expected one of ").strip()
    return "nothing may follow here, or a bracket before it is not closed" if said == "expected" else said
