"""Findings as one flat table, a row a finding: CSV with its data dictionary, and Parquet."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal

from raad.asking.answer import answer
from raad.comparison.imprint import imprint
from raad.errors import UsageError
from raad.export.data_dictionary import RECORD, Field, dictionary_csv, dictionary_json, fields_of
from raad.export.record_choice import named_records
from raad.export.selection import Selection
from raad.graph.frame import INTEGER, LIST, NUMBER, TRUTH, polars_frame
from raad.graph.query import Table, Value
from raad.graph.question import SEPARATOR, question

QUESTION = "export/finding"
FILE = "findings.csv"
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
GUARD = "'"


def write_csv(selection: Selection) -> dict[str, bytes]:
    """Return the findings as CSV that no spreadsheet runs as formulas, with a data dictionary as CSV and as CSVW metadata.

    A text that begins like a formula and is no number has an apostrophe before it; numbers stay numbers.
    """
    return _files(selection, guarded=True)


def write_csv_plain(selection: Selection) -> dict[str, bytes]:
    """Return the findings as CSV with every text as it is, with a data dictionary as CSV and as CSVW metadata."""
    return _files(selection, guarded=False)


def write_parquet(selection: Selection) -> bytes:
    """Return the findings as Parquet with typed columns and the meaning of each in the metadata of the file.

    Numbers are 64-bit floats beside the text as printed, several values are lists. UsageError where polars is missing.
    """
    table, fields = _table(selection)
    kinds = {field.name: field.kind for field in fields if field.kind != RECORD}
    frame = polars_frame(table.columns, table.rows, kinds)
    frame = frame.cast(_types(fields))
    stream = io.BytesIO()
    about = {"release": imprint(selection.version)} | {f"meaning:{field.name}": field.meaning for field in fields}
    frame.write_parquet(stream, metadata=about)
    return stream.getvalue()


def _types(fields: tuple[Field, ...]) -> dict:
    """Return the types of polars for the columns that a frame holds as text."""
    import polars

    plain = {INTEGER: polars.Int64, NUMBER: polars.Float64, TRUTH: polars.Boolean}
    types = {field.name: plain.get(field.kind, polars.String) for field in fields if field.kind != LIST}
    return types | {field.name: polars.List(plain.get(field.part, polars.String)) for field in fields if field.kind == LIST}


def _files(selection: Selection, guarded: bool) -> dict[str, bytes]:
    table, fields = _table(selection)
    title = question(QUESTION).title
    return {
        FILE: _csv(table, guarded),
        f"{FILE}-metadata.json": dictionary_json(selection.version, FILE, title, fields, _rule(guarded)),
        "data-dictionary.csv": dictionary_csv(fields),
    }


def _table(selection: Selection) -> tuple[Table, tuple[Field, ...]]:
    """Return the rows of the chosen findings, and what their columns are; UsageError where there is none."""
    asked, whole = question(QUESTION), answer(selection.graph, QUESTION)
    chosen = named_records(selection)
    rows = tuple(row for row in whole.rows if chosen is None or row[0] in chosen)
    if not rows:
        raise UsageError("the selection names no finding; choose a compound, or a question whose rows name findings")
    return Table(whole.columns, rows), fields_of(selection.graph, asked, whole.columns)


def _rule(guarded: bool) -> str:
    said = question(QUESTION).header["rule"]
    guard = " A text that begins with =, +, -, @ or a tab and is no number has an apostrophe before it that is not part of it."
    return said + guard if guarded else said


def _csv(table: Table, guarded: bool) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([_cell(cell, guarded) for cell in row] for row in table.rows)
    return stream.getvalue().encode()


def _cell(cell: Value, guarded: bool) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, (int, Decimal)):
        return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)
    text = SEPARATOR.join(cell) if isinstance(cell, tuple) else str(cell)
    return GUARD + text if guarded and text.startswith(_FORMULA) and not _NUMBER.fullmatch(text) else text
