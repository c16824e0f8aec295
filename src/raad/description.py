"""What is said of one record, as text or JSON: its own statements, its parts, and who refers to it."""

from __future__ import annotations

import pyoxigraph as ox

from raad.find import short
from raad.layout import Page, clean
from raad.names import RDF_TYPE
from raad.output import json_text
from raad.query import Iri, Table, Value, value_of
from raad.release import imprint

POSITION = "position"

Statements = dict[str, dict[str, list[Value]]]


def description_json(record: Iri, triples: list[ox.Triple], referrers: Table, version: str) -> str:
    """Return the statements of a record and its parts by subject and property, and its referrers, as JSON."""
    body = {"id": record, "statements": _statements(triples), "referred_to_by": referrers.records()}
    return json_text(body, version)


def description_text(record: Iri, triples: list[ox.Triple], referrers: Table, page: Page, version: str) -> str:
    """Return what is said of a record as text, its parts below it in their order."""
    statements = _statements(triples)
    lines = [page.heading(short(record))]
    lines += _properties(statements.pop(record, {}), page, 2, record)
    for part in sorted(statements, key=_order):
        lines += ["", page.heading(f"  {part.removeprefix(record + '/')}"), *_properties(statements[part], page, 4, record)]
    if referrers.rows:
        lines += ["", page.heading("Referred to by"), *_referrers(referrers, page)]
    return "\n".join([*lines, "", *page.paragraph(imprint(version), 0)]) + "\n"


def _statements(triples: list[ox.Triple]) -> Statements:
    found: Statements = {}
    for triple in sorted(set(triples), key=str):
        name = triple.predicate.value
        word = "type" if triple.predicate == RDF_TYPE else name.replace("#", "/").rpartition("/")[2]
        found.setdefault(triple.subject.value, {}).setdefault(word, []).append(value_of(triple.object))
    return found


def _order(name: str) -> list[tuple[int, int, str]]:
    """Return a sort key by which part 2 stands before part 10."""
    return [(0, int(word), "") if word.isdigit() else (1, 0, word) for word in name.split("/")[3:]]


def _properties(properties: dict[str, list[Value]], page: Page, indent: int, record: Iri) -> list[str]:
    lines = []
    for name, values in properties.items():
        if name != POSITION:
            lines += page.paragraph(f"{name}: {'; '.join(_said(value, record) for value in values)}", indent, 2)
    return lines


def _said(value: Value, record: Iri) -> str:
    return clean(short(value.removeprefix(f"{record}/")) if isinstance(value, Iri) else str(value))


def _referrers(referrers: Table, page: Page) -> list[str]:
    by_property: dict[str, list[str]] = {}
    for referrer, name in referrers.rows:
        by_property.setdefault(name, []).append(short(referrer))
    return [line for name, found in sorted(by_property.items()) for line in page.paragraph(f"{name}: {', '.join(found)}", 2, 2)]
