"""What every section of a guide is written with: the comparison, the records of its findings, numbers of sources, links."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from raad.asking.answer import answer
from raad.comparison.reference import DAGGER
from raad.comparison.value import PUBLICATION_ID, Comparison, Party, Row
from raad.comparison.words import DIRECTION, counted, directions, given_as, outcome, sized
from raad.graph.cache import Graph
from raad.graph.question import question, unverified_columns
from raad.guide.document import Group, Link, Words, joined
from raad.names import BASE

COLUMNS = ("Finding", "Result", "Where", "When", "Dose", "Subjects", "Method", "n", "Size and p")


@dataclass(frozen=True)
class Field:
    """One field of the record of a finding: the part it lies in, its name and words, its value, and whether it was seen."""

    part: str
    name: str
    label: str
    value: str
    seen: bool

    @property
    def marked(self) -> str:
        """Return the value, with a dagger where it was not seen on a page."""
        return self.value + DAGGER * (not self.seen)


class Desk:
    """The comparison with its findings in full; it remembers which findings and sources were cited."""

    def __init__(self, graph: Graph, comparison: Comparison) -> None:
        """Read the records of all findings."""
        self.graph, self.c = graph, comparison
        self.parties = (comparison.a, comparison.b)
        self.label = {party.iri: party.label for party in self.parties}
        self.number = {source.publication: source.number for source in comparison.sources}
        self.kind = {source.publication: source.kind for source in comparison.sources}
        self.publication = {row["finding"]: row["publication"] for row in answer(graph, "find/finding").records()}
        self.record: dict[str, list[Field]] = {}
        for finding, part, name, label, value, seen in answer(graph, "find/finding-field").rows:
            self.record.setdefault(finding, []).append(Field(part or "", name, label, value, seen == "yes"))
        self._shown = question("describe/compound-finding")
        self.findings: set[str] = set()
        self.sources: set[int] = set()

    def refs(self, publications: Iterable[str]) -> Words:
        """Return the numbers of publications in brackets, each leading to its reference."""
        numbers = sorted({self.number[publication] for publication in publications if publication in self.number})
        self.sources |= set(numbers)
        return ("[", *joined([(Link(str(n), f"#source-{n}"),) for n in numbers], ","), "]") if numbers else ()

    def finding(self, iri: str, words: str = "") -> Link:
        """Return a link to the record of a finding in the appendix, under its id or the words given."""
        self.findings.add(iri)
        self.refs([self.publication[iri]])
        return Link(words or local(iri), f"#{local(iri)}")

    def found(self, iris: Iterable[str]) -> Words:
        """Return links to findings, each with the number of its source."""
        return joined([(self.finding(iri), " ", *self.refs([self.publication[iri]])) for iri in sorted(set(iris))])

    def study(self, publication: str) -> Words:
        """Return a publication as author, year, kind and the number of its source."""
        source = next(source for source in self.c.sources if source.publication == publication)
        author = f"{source.first_author or 'Authors not seen'}{' et al.' if source.more_authors and source.first_author else ''}"
        return (f"{author} {source.year or 'undated'}, {source.kind} ", *self.refs([publication]))

    def value(self, row: Row, words: str) -> Words:
        """Return words of a finding as a link to its record, so that a number can be traced; nothing for no words."""
        return (self.finding(row["finding"], words),) if words else ()

    def prose(self, words: str | None) -> Words:
        """Return a curator's words with the ids of cited publications as the numbers of sources."""
        parts: list[str | Link] = []
        last = 0
        for match in PUBLICATION_ID.finditer(words or ""):
            reference = self.refs([f"{BASE}publication/{match[1]}"])
            if reference:
                parts += [words[last : match.start()], *reference]
                last = match.end()
        return tuple(part for part in (*parts, (words or "")[last:]) if part)

    def cell(self, row: Row, *columns: str) -> str:
        """Return columns of a finding in words, each with a dagger where it was not seen on a page."""
        unseen = unverified_columns(self._shown, row)
        values = ((column, row.get(column)) for column in columns)
        return ", ".join(
            f"{_said(value)}{DAGGER * (column in unseen)}" for column, value in values if value not in (None, (), "")
        )

    def time(self, row: Row) -> str:
        """Return the time of a finding after the dose, or nothing."""
        return self.cell(row, "time") or (self.cell(row, "hours").replace(DAGGER, "") + f" h{DAGGER * self._doubt(row, 'hours')}"
                                          if row["hours"] is not None else "")  # fmt: skip

    def _doubt(self, row: Row, column: str) -> bool:
        return column in unverified_columns(self._shown, row)

    def dose(self, row: Row) -> str:
        """Return the dose of a finding with its unit, or nothing."""
        if not row["dose"]:
            return ""
        return f"{row['dose']} {row['doseUnit'] or ''}".strip() + DAGGER * (
            self._doubt(row, "dose") or self._doubt(row, "doseUnit")
        )

    def row(self, row: Row) -> tuple[Words, ...]:
        """Return a finding as a row of a table with `COLUMNS`; each number leads to the record of the finding."""
        size = filter(None, (self.cell(row, "effect"), f"p {self.cell(row, 'p')}" if row["p"] else "",
                             sized(row["computed"]) if row.get("computed") else ""))  # fmt: skip
        given = filter(None, (self.dose(row), self.cell(row, "route"), self.cell(row, "schedule")))
        where = " and ".join(row["region"]) + DAGGER * (bool(row["region"]) and self._doubt(row, "region"))
        cells = [
            (self.finding(row["finding"]), " ", *self.refs([row["publication"]])),
            (self.result(row),),
            (", ".join(filter(None, (where, self.cell(row, "cellType", "compartment")))) or "not stated",),
            self.value(row, self.time(row)) or ("not stated",),
            self.value(row, ", ".join(given)) or ("not stated",),
            (self.cell(row, "sex", "model", "species") or "not stated",),
            (self.cell(row, "method") or "not stated",),
            self.value(row, self.cell(row, "n")) or ("not stated",),
            self.value(row, ", ".join(size)) or ("not stated",),
        ]
        return tuple(cells)

    def result(self, row: Row) -> str:
        """Return what a finding shows: endpoint where it is narrower than its kind, direction, and what else was given."""
        if not row["direction"]:
            return row["statement"].rstrip(".") + given_as(row)
        narrower = f"{row['endpoint']} " if row.get("quantity") not in (None, row["endpoint"]) else ""
        blocked = f"; blocked by {', '.join(row['blockedBy'])}" if row.get("blockedBy") else ""
        hand = "; second-hand" if row.get("basis") == "second-hand" else ""
        return narrower + outcome(row) + blocked + hand

    def grouped(self, rows: Iterable[Row], key: str, party: Party, prefix: str) -> list[Group]:
        """Return rows of a compound in groups by a column, the fullest first, each with the count of its directions."""
        by: dict[str, list[Row]] = {}
        for row in rows:
            if row["compound"] == party.iri:
                by.setdefault(row[key], []).append(row)
        return [
            Group(
                tuple(self.row(row) for row in sorted(own, key=_order)),
                (f"{party.label}: {name} ({counted(len(own), 'finding')}: {directions(own)})",),
                anchor(prefix, name, party.label),
            )
            for name, own in sorted(by.items(), key=lambda item: (-len(item[1]), item[0]))
        ]


def local(iri: str) -> str:
    """Return the id at the end of an IRI."""
    return iri.rpartition("/")[2]


def anchor(*words: str) -> str:
    """Return words as the name of an anchor."""
    return re.sub(r"[^a-z0-9]+", "-", " ".join(words).lower()).strip("-")


def _order(row: Row) -> tuple:
    return DIRECTION[row["direction"]], " ".join(row["region"]), row["finding"]


def _said(value: object) -> str:
    return " and ".join(map(str, value)) if isinstance(value, tuple) else str(value)
