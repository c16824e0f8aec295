"""What an explanation of a row holds: the row, the triples behind it, what they follow from, and their sources."""

from __future__ import annotations

from dataclasses import dataclass

from raad.graph.query import Iri, Value


@dataclass(frozen=True, order=True)
class Statement:
    """One triple, with the named graph in which it lies."""

    subject: Iri
    property: Iri
    value: Value
    graph: Iri
    ntriple: str
    inferred: bool


@dataclass(frozen=True)
class Inference:
    """An inferred triple, the rule of sparql/infer/ that gives it, and a minimal set of triples from which it follows by it."""

    statement: Statement
    rule: str
    words: str
    premises: tuple[Statement, ...]


@dataclass(frozen=True)
class Origin:
    """A finding or publication of the sub-graph: its publication in words, the locator, the basis, how often it was read."""

    record: Iri
    publication: Iri
    reference: str
    locator: str | None = None
    basis: str | None = None
    readings: int | None = None


@dataclass(frozen=True)
class Explanation:
    """Why a row stands in an answer.

    `triples` alone give the row again, and without any one of them it is lost or changed. `absent` says in words what the
    row rests on that is not in the graph. `names` are the labels of terms and records, `places` the curated file and line
    of records where they were found. `text` says all of it in words.
    """

    question: str
    words: str
    parameters: dict[str, str]
    number: int
    row: dict[str, Value]
    triples: tuple[Statement, ...]
    inferences: tuple[Inference, ...]
    sources: tuple[Origin, ...]
    absent: tuple[str, ...]
    names: dict[Iri, str]
    places: dict[Iri, str]
    version: str
    text: str = ""

    def name(self, term: Value) -> str:
        """Return a term in words: its label, or its short form where it has none."""
        return self.names.get(term, str(term))
