"""The publications of a selection as BibTeX, RIS and CSL-JSON: every source on which the selected records rest."""

from __future__ import annotations

from raad.asking.answer import answer
from raad.comparison.citation import citations
from raad.comparison.reference import sources
from raad.errors import UsageError
from raad.export.record_choice import named_records
from raad.export.selection import Selection


def write_bibtex(selection: Selection) -> bytes:
    """Return the publications as BibTeX, each under the id of its record."""
    return _written(selection, "bibtex")


def write_ris(selection: Selection) -> bytes:
    """Return the publications as RIS, each with the id of its record."""
    return _written(selection, "ris")


def write_csl_json(selection: Selection) -> bytes:
    """Return the publications as CSL-JSON, each under the id of its record."""
    return _written(selection, "csl-json")


def _written(selection: Selection, form: str) -> bytes:
    known = {row["publication"] for row in answer(selection.graph, "find/reference").records()}
    chosen = known
    if named_records(selection) is not None:
        chosen = known & {quad.subject.value for quad in selection.quads}
    if not chosen:
        raise UsageError("the selection rests on no publication; choose a compound, or a question whose rows name records")
    return citations(selection.graph, sources(selection.graph, chosen, set()), form).encode()
