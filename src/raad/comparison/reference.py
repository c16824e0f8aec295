"""Publications as sources: numbered, in short, or as an entry of a reference list."""

from __future__ import annotations

import re

from raad.asking.answer import answer
from raad.comparison.value import Row, Source
from raad.graph.cache import Graph
from raad.graph.query import Iri

DAGGER = "\u2020"
STROKE = "\u0336"


def sources(graph: Graph, shown: set[str], behind: set[str]) -> tuple[Source, ...]:
    """Return the numbered sources: those the text shows first, then those behind the other hypotheses, each by id."""
    rows = {row["publication"]: row for row in answer(graph, "find/reference").records()}
    order = sorted(shown) + sorted(behind - shown)
    return tuple(_source(number, rows[publication]) for number, publication in enumerate(order, 1))


def short_references(graph: Graph) -> dict[Iri, str]:
    """Return every publication by its IRI as author, year and one identifier."""
    return {row["publication"]: short_reference(_source(0, row)) for row in answer(graph, "find/reference").records()}


def short_reference(source: Source) -> str:
    """Return author, year and one identifier of a source."""
    author = (source.first_author or "no author seen").split(",")[0]
    surname = re.sub(r" [A-Z]{1,4}( Jr)?$", "", author)
    name = f"{surname}{_dagger(source, 'hasAuthor')} {source.year or 'undated'}{_dagger(source, 'publicationYear')}"
    kind = "" if source.kind == "journal article" else f" ({source.kind})"
    return f"{_struck(source, name)}{kind} {_identifier(source)}"


def reference(source: Source) -> str:
    """Return a source as one entry of a reference list."""
    author = f"{source.first_author}{' et al.' if source.more_authors else ''}" if source.first_author else "Authors not seen"
    parts = [
        _struck(
            source, f"{author}{_dagger(source, 'hasAuthor')} {source.year or 'undated'}{_dagger(source, 'publicationYear')}."
        ),
        _struck(source, f"{source.title}{_dagger(source, 'title')}.") if source.title else "Title not seen.",
        f"{source.journal}{_dagger(source, 'journal')}" if source.journal else "",
        f"{source.volume_pages}{_dagger(source, 'volumePages')}" if source.volume_pages else "",
        "" if source.kind == "journal article" else f"({source.kind})",
        _identifier(source, every=True),
        _notice(source),
    ]
    return " ".join(filter(None, parts))


def _struck(source: Source, words: str) -> str:
    """Return words struck out where the source was retracted."""
    return STROKE.join((*words, "")) + " (RETRACTED)" if source.retraction == "retracted" else words


def _notice(source: Source) -> str:
    """Return the retraction status with the day of the check, where there is more to say than that none was seen."""
    if source.retraction in (None, "none seen"):
        return ""
    return f"[{source.retraction}, checked {source.retraction_checked}]"


def _identifier(source: Source, every: bool = False) -> str:
    found = []
    if source.pmid:
        found.append(f"PMID {source.pmid}{_dagger(source, 'pmid')}")
    if source.doi:
        found.append(f"doi:{source.doi}{_dagger(source, 'doi')}")
    numbers = source.registry if every or source.kind == "trial record" else ()
    found += [number + _dagger(source, "registryNumber") for number in numbers if not found]
    found += [f"{source.pmcid}{_dagger(source, 'pmcid')}"] if source.pmcid and not found else []
    return ", ".join(found if every else found[:1]) or source.page


def _dagger(source: Source, name: str) -> str:
    return DAGGER if name in source.unverified else ""


def _source(number: int, row: Row) -> Source:
    more = bool(row["truncated"]) or row["authors"] > 1
    return Source(
        number, row["publication"], row["kind"], row["title"], row["firstAuthor"], more, row["year"], row["journal"],
        row["volumePages"], row["doi"], row["pmid"], row["pmcid"], row["registry"],
        row["retraction"], row["retractionChecked"], row["page"], row["unverified"],
    )  # fmt: skip
