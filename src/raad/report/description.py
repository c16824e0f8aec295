"""What is said of one record, as text or JSON: its own statements, its parts, and who refers to it."""

from __future__ import annotations

import pyoxigraph as ox

from raad.asking.find import short
from raad.comparison.imprint import imprint, scope_lines
from raad.graph.query import Iri, Table, Value, value_of
from raad.layout import Page, clean
from raad.names import RDF_TYPE
from raad.report.output import json_text

POSITION = "position"
SHOWN = 20

Statements = dict[str, dict[str, list[Value]]]


def description_json(record: Iri, triples: list[ox.Triple], referrers: Table, version: str) -> str:
    """Return the statements of a record and its parts by subject and property, and its referrers, as JSON."""
    body = {"id": record, "statements": _statements(triples), "referred_to_by": referrers.records()}
    return json_text(body, version)


def description_text(record: Iri, triples: list[ox.Triple], referrers: Table, page: Page, version: str) -> str:
    """Return what is said of a record as text, its parts below it in their order."""
    statements = _statements(triples)
    lines = [page.heading(short(record)), *scope_lines(version, page), *_properties(statements.pop(record, {}), page, record)]
    for part in sorted(statements, key=_order):
        said = "; ".join(_sayings(statements[part], record))
        lines += page.paragraph(f"{part.removeprefix(record + '/')}: {said}", 2, 4)
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


def _properties(properties: dict[str, list[Value]], page: Page, record: Iri) -> list[str]:
    return [line for said in _sayings(properties, record) for line in page.paragraph(said, 2, 2)]


def _sayings(properties: dict[str, list[Value]], record: Iri) -> list[str]:
    """Return each property with its values; position and links to own parts are left out, for the parts follow."""
    own = f"{record}/"
    told = {name: [v for v in values if not str(v).startswith(own)] for name, values in properties.items() if name != POSITION}
    return [f"{name}: {', '.join(_said(value, record) for value in values)}" for name, values in told.items() if values]


def _said(value: Value, record: Iri) -> str:
    return clean(short(value.removeprefix(f"{record}/")) if isinstance(value, Iri) else str(value))


def _referrers(referrers: Table, page: Page) -> list[str]:
    by_property: dict[str, list[str]] = {}
    for referrer, name in referrers.rows:
        by_property.setdefault(name, []).append(short(referrer))
    return [line for name, found in sorted(by_property.items()) for line in page.paragraph(f"{name}: {_listed(found)}", 2, 2)]


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - SHOWN} more (--format json lists them)" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more
