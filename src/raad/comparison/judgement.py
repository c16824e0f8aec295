"""The audit of a text: what a reader made of each statement, beside the verdict of the rule on the curated findings."""

from __future__ import annotations

from dataclasses import dataclass

from raad.asking.answer import answer
from raad.asking.find import resolve
from raad.comparison.imprint import release
from raad.comparison.mechanism import verdicts
from raad.comparison.reference import sources
from raad.comparison.value import Release, Source, Verdict
from raad.graph.cache import Graph
from raad.graph.query import Iri


@dataclass(frozen=True)
class Judgement:
    """One statement of a text: a reader's verdict with its reason, the verdict of the rule, and the findings behind it.

    `agrees` says whether the two verdicts fit each other; it is None where no reader judged.
    """

    statement: Iri
    paragraph: str | None
    text: str
    reader: str | None
    why: str | None
    note: str | None
    rule: Verdict
    agrees: bool | None
    findings_for: tuple[Iri, ...]
    publications_for: tuple[Iri, ...]
    findings_against: tuple[Iri, ...]
    publications_against: tuple[Iri, ...]


@dataclass(frozen=True)
class Audit:
    """The judgements on all statements of a text in its order, the day a reader judged, and the sources by number."""

    audit: Iri
    title: str
    read_on: str | None
    judgement: tuple[Judgement, ...]
    sources: tuple[Source, ...]
    release: Release


def audit(graph: Graph, name: str) -> Audit:
    """Return the audit of that name; UnknownName gives near names."""
    record = resolve(graph, name, "audit")
    rows = answer(graph, "evidence/statement", T=record).records()
    rule = verdicts(graph, record)
    judgements = tuple(
        Judgement(
            row["subject"], row["paragraph"], row["statement"], row["readerVerdict"], row["why"], row["note"],
            rule[row["subject"]], rule[row["subject"]].verdict in row["fits"] if row["readerVerdict"] else None,
            row["findingsFor"], row["publicationsFor"], row["findingsAgainst"], row["publicationsAgainst"],
        )
        for row in rows
    )  # fmt: skip
    shown = {publication for made in judgements for publication in (*made.publications_for, *made.publications_against)}
    return Audit(record, rows[0]["title"], rows[0]["readOn"], judgements, sources(graph, shown, set()), release(graph.version))
