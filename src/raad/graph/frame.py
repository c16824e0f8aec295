"""Tables as data frames of pandas and polars, with nullable types.

Whole numbers become Int64, numbers Float64, truth values booleans, texts and IRIs strings, columns of several values
lists. What is missing is missing, never 0 or an empty text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from raad.errors import UsageError

INTEGER, NUMBER, TRUTH, TEXT, LIST = "integer", "number", "truth", "text", "list"
_PANDAS = {INTEGER: "Int64", NUMBER: "Float64", TRUTH: "boolean", TEXT: "string", LIST: "object"}
_PRINTED = re.compile(r"[+-]?\d+(\.\d+)?")
_KINDS = ((bool, TRUTH), (int, INTEGER), ((int, float, Decimal), NUMBER), (tuple, LIST))


def pandas_frame(columns: Sequence[str], rows: Sequence[tuple], kinds: dict[str, str], printed: frozenset[str] = frozenset()):
    """Return rows as a pandas DataFrame; UsageError where pandas is not installed.

    `kinds` gives the kind of a column that holds no value; each column of `printed` holds numbers as printed and is
    followed by one of the same name with `Number`, in which a text that is no plain number is missing.
    """
    pandas = _library("pandas")
    made = {}
    for name, kind, values in _filled(columns, rows, kinds, printed):
        if kind == LIST:
            made[name] = pandas.Series([list(value or ()) for value in values], dtype="object")
        else:
            made[name] = pandas.array(values, dtype=_PANDAS[kind])
    return pandas.DataFrame(made, columns=list(made))


def polars_frame(columns: Sequence[str], rows: Sequence[tuple], kinds: dict[str, str], printed: frozenset[str] = frozenset()):
    """Return rows as a polars DataFrame; else as `pandas_frame`."""
    polars = _library("polars")
    types = {INTEGER: polars.Int64, NUMBER: polars.Float64, TRUTH: polars.Boolean, TEXT: polars.String}
    types[LIST] = polars.List(polars.String)
    filled = _filled(columns, rows, kinds, printed)
    return polars.DataFrame(
        [
            polars.Series(name, [list(value or ()) for value in values] if kind == LIST else values, dtype=types[kind])
            for name, kind, values in filled
        ]
    )


def _filled(columns: Sequence[str], rows: Sequence[tuple], kinds: dict[str, str], printed: frozenset[str]):
    """Give name, kind and plain values of each column, and of the number beside a printed one."""
    for place, name in enumerate(columns):
        values = [row[place] for row in rows]
        kind = _kind(values) or kinds.get(name, TEXT)
        yield name, kind, [_plain(value, kind) for value in values]
        if name in printed:
            yield f"{name}Number", NUMBER, [_number(value) for value in values]


def _kind(values: list) -> str | None:
    """Return the narrowest kind that holds all values, or None where there is no value."""
    present = [value for value in values if value is not None]
    return next((kind for types, kind in _KINDS if all(isinstance(value, types) for value in present)), TEXT) if present else None


def _plain(value: object, kind: str) -> object:
    if value is None or kind in (INTEGER, TRUTH):
        return value
    if kind == LIST:
        return tuple(map(str, value))
    return float(value) if kind == NUMBER else str(value)


def _number(value: object) -> float | None:
    return float(value) if value is not None and _PRINTED.fullmatch(str(value)) else None


def _library(name: str):
    from importlib import import_module

    try:
        return import_module(name)
    except ModuleNotFoundError:
        raise UsageError(f"{name} is not installed; `pip install 'raad[frames]'` brings it") from None
