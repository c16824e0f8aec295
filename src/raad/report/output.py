"""Answers in the formats people ask for: text, JSON, HTML, CSV, TSV, Turtle, JSON-LD, N-Triples.

Every output says its release, how to cite it and for what it may be used: text in its last line,
JSON under `release`, the others in comment lines that begin with `#`.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict, is_dataclass
from decimal import Decimal
from html import escape

import pyoxigraph as ox

from raad.asking.find import short
from raad.comparison.imprint import imprint, release, scope_lines, scope_words
from raad.comparison.reference import DAGGER
from raad.graph.query import Iri, Table
from raad.graph.question import Question, unverified_columns
from raad.layout import Page, clean, grid

_STYLE = (
    "body{font:16px/1.4 system-ui,sans-serif;margin:1.5rem;color:#111;background:#fff}h1{font-size:1.2rem}"
    ".wide{overflow-x:auto}table{border-collapse:collapse;font-size:.85rem;width:max-content}"
    "th,td{border:1px solid #bbb;padding:.3rem .5rem;text-align:left;vertical-align:top;max-width:24rem}"
    "th{background:#e3eef7;position:sticky;top:0}"
)
GAP = 2
NARROWEST = 8


def json_text(value: object, version: str) -> str:
    """Return a value as JSON with the release beside it, first the scope; dataclasses become objects, decimals numbers."""
    made = {"scope": words} if (words := scope_words(version)) else {}
    made |= asdict(value) if is_dataclass(value) else dict(value)
    made.setdefault("release", asdict(release(version)))
    return json.dumps(made, ensure_ascii=False, indent=1, default=_number) + "\n"


def table_text(
    table: Table, page: Page, version: str, asked: Question | None = None, title: str = "", names: dict[Iri, str] | None = None
) -> str:
    """Return a table as text: columns where they fit the page, else one block a row.

    A column with a label beside it is left out; IRIs that `names` knows are shown by that name. A value of a stored
    question that was not seen on a page carries a dagger.
    """
    columns, rows = _readable(table, names or {}, asked)
    scope = scope_words(version)
    lines = [page.heading(line) for line in page.paragraph(clean(title), 0)]
    lines += scope_lines(version, page)
    if not rows:
        lines += page.paragraph(_no_rows(asked, scope), 0)
    else:
        widths = _widths([list(columns), *rows], page.width)
        lines += _columns(columns, rows, widths, page) if widths else _blocks(columns, rows, page)
    count = f"{len(rows)} row{'s' * (len(rows) != 1)}."
    if any(DAGGER in cell for row in rows for cell in row):
        count += f" {DAGGER}: a value not found on a page that was read."
    return "\n".join([*lines, "", *page.paragraph(f"{count} {imprint(version)}", 0)]) + "\n"


def _no_rows(asked: Question | None, scope: str) -> str:
    """Return what it means that an answer has no rows; in a scope it speaks of what the scope holds."""
    empty = asked.header.get("empty") if asked else None
    said = "No rows in this scope" if scope else "No rows"
    return f"{said}: {empty}." if empty else f"{said}."


def table_html(
    table: Table, version: str, asked: Question | None = None, title: str = "", names: dict[Iri, str] | None = None
) -> str:
    """Return a table as a page of HTML that needs nothing else, without empty columns; names and daggers as in text."""
    columns, rows = _readable(table, names or {}, asked)
    filled = [number for number in range(len(columns)) if any(row[number] for row in rows)] if rows else range(len(columns))
    columns, rows = [columns[number] for number in filled], [[row[number] for number in filled] for row in rows]
    heads = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    body = "\n".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    count = f"{len(rows)} row{'s' * (len(rows) != 1)}. {DAGGER}: a value not found on a page that was read. {imprint(version)}"
    said, scope = escape(clean(title) or "Answer"), scope_words(version)
    under = f"<p>Scope: {escape(clean(scope))}.</p>\n" if scope else ""
    under += "" if rows else f"<p>{escape(_no_rows(asked, scope))}</p>\n"
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{said}</title>\n'
        f'<meta name="viewport" content="width=device-width">\n<style>{_STYLE}</style>\n</head>\n<body>\n'
        f"<h1>{said}</h1>\n{under}<p>{escape(count)}</p>\n"
        f'<div class="wide" tabindex="0"><table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table></div>\n'
        "</body>\n</html>\n"
    )


def table_separated(table: Table, separator: str, version: str) -> str:
    """Return a table as CSV or TSV with whole IRIs, texts in quotes, lists joined by ` | `, after comment lines."""
    stream = io.StringIO()
    stream.write(f"# {imprint(version)}\n")
    writer = csv.writer(stream, delimiter=separator, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(
        [cell if isinstance(cell, (int, Decimal)) and not isinstance(cell, bool) else _whole(cell) for cell in row]
        for row in table.rows
    )
    return stream.getvalue()


def table_json(table: Table, version: str, asked: Question | None = None, **about: object) -> str:
    """Return a table as JSON: what it is about, its columns, and a row object each.

    A row of a stored question names under `dagger` the columns whose value was not seen on a page.
    """
    rows = table.records()
    if asked and asked.shows:
        rows = [{**row, "dagger": unverified_columns(asked, row)} for row in rows]
    return json_text({**about, "columns": table.columns, "rows": rows}, version)


def triples_text(triples: list[ox.Triple], form: str, prefixes: dict[str, str], version: str) -> str:
    """Return triples, sorted, as `turtle`, `json-ld` or `nt`."""
    ordered = sorted(set(triples), key=str)
    if form == "json-ld":
        return _json_ld(ordered, prefixes, version)
    kind = ox.RdfFormat.TURTLE if form == "turtle" else ox.RdfFormat.N_TRIPLES
    used = {prefix: namespace for prefix, namespace in prefixes.items() if any(namespace in str(triple) for triple in ordered)}
    body = ox.serialize(ordered, format=kind, prefixes=used if form == "turtle" else None).decode()
    return f"# {imprint(version)}\n{body}"


def _json_ld(triples: list[ox.Triple], prefixes: dict[str, str], version: str) -> str:
    """Return expanded JSON-LD inside an object whose `release` and `scope` are mapped to nothing, so that processors skip it."""
    nodes = json.loads(ox.serialize(triples, format=ox.RdfFormat.JSON_LD))
    return json_text({"@context": {**prefixes, "release": None, "scope": None}, "@graph": nodes}, version)


def _number(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f"{value!r} has no JSON form")


def cell_text(cell: object, joint: str = "; ") -> str:
    """Return a cell as text: IRIs short, lists joined, nothing that steers a terminal."""
    if isinstance(cell, tuple):
        return joint.join(cell_text(part, joint) for part in cell)
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return clean(short(cell) if isinstance(cell, Iri) else str(cell)) if cell is not None else ""


def _readable(table: Table, names: dict[Iri, str], asked: Question | None) -> tuple[tuple[str, ...], list[list[str]]]:
    marked = [unverified_columns(asked, record) if asked else () for record in table.records()]
    labelled = {column.replace("Label", "") for column in table.columns if "Label" in column}
    kept = [number for number, column in enumerate(table.columns) if column not in labelled]
    columns = tuple(table.columns[number].replace("Label", "") for number in kept)
    return columns, [
        [cell_text(_called(row[number], names)) + DAGGER * (table.columns[number] in doubtful) for number in kept]
        for row, doubtful in zip(table.rows, marked, strict=True)
    ]


def _called(cell: object, names: dict[Iri, str]) -> object:
    return tuple(names.get(part, part) for part in cell) if isinstance(cell, tuple) else names.get(cell, cell)


def _whole(cell: object) -> str:
    if isinstance(cell, bool):
        return str(cell).lower()
    return " | ".join(map(str, cell)) if isinstance(cell, tuple) else "" if cell is None else str(cell)


def _widths(rows: list[list[str]], width: int) -> list[int] | None:
    """Return column widths that fit the page, the widest column narrowed first, or None where they cannot fit."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    longest_word = [max((len(word) for cell in column for word in cell.split()), default=1) for column in zip(*rows, strict=True)]
    floor = [min(whole, max(word, NARROWEST)) for whole, word in zip(widths, longest_word, strict=True)]
    room = width - GAP * (len(widths) - 1)
    if sum(floor) > room:
        return None
    while sum(widths) > room:
        spare = [whole - least for whole, least in zip(widths, floor, strict=True)]
        widths[spare.index(max(spare))] -= 1
    return widths


def _columns(columns: tuple[str, ...], rows: list[list[str]], widths: list[int], page: Page) -> list[str]:
    head = grid([list(columns)], widths, 0, GAP)
    return [*(page.heading(line) for line in head), *grid(rows, widths, 0, GAP)]


def _blocks(columns: tuple[str, ...], rows: list[list[str]], page: Page) -> list[str]:
    widest = max(map(len, columns))
    lines = []
    for number, row in enumerate(rows, 1):
        lines.append(page.heading(f"{number}"))
        for column, cell in zip(columns, row, strict=True):
            if cell:
                lines += grid([[column, cell]], [widest, max(page.width - widest - 4, 20)], 2, GAP)
    return lines
