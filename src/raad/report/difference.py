"""What changed between two graphs as plain text."""

from __future__ import annotations

from raad.asking.difference import AnswerChange, Difference, RowChange
from raad.asking.find import short
from raad.asking.record_difference import RecordChange
from raad.comparison.imprint import imprint
from raad.graph.query import Iri
from raad.layout import Page, clean


def difference_text(made: Difference, page: Page) -> str:
    """Return a difference as text: records with their fields, then the answers row by row with their cause."""
    lines = [page.heading("WHAT CHANGED"), *page.paragraph(f"from release {made.old_version} to release {made.new_version}"), ""]
    counts = [f"{sum(c.kind == kind for c in made.records)} {kind}" for kind in ("added", "removed", "changed")]
    lines.append(page.heading(f"RECORDS: {', '.join(counts)}"))
    for change in made.records:
        lines += _record(change, page)
    lines += ["", page.heading(f"ANSWERS: {len(made.answers)} of {made.asked} that were asked changed")]
    for item in made.answers:
        lines += _answer(item, page)
    if made.untried:
        lines += page.paragraph(
            "Rows without a changed record in them have no cause here: too many records changed to put each back alone."
        )
    return "\n".join([*lines, "", *page.paragraph(imprint(made.new_version), 0)]) + "\n"


def _record(change: RecordChange, page: Page) -> list[str]:
    lines = page.paragraph(f"{change.kind} {short(change.record)}")
    for field in change.fields:
        place = f"{field.part} {field.property}".strip()
        said = f"{place}: {_values(field.old)} -> {_values(field.new)}"
        lines += page.paragraph(clean(said), 4, 2)
    return lines


def _answer(item: AnswerChange, page: Page) -> list[str]:
    given = " ".join(f"{name}={short(value)}" for name, value in item.parameters.items())
    lines = page.paragraph(f"{item.question} {given}".rstrip())
    for row in item.rows:
        key = ", ".join(_cell(value) for _, value in row.key if value is not None)
        lines += page.paragraph(clean(f"{row.kind}: {key}"), 4, 2)
        if row.kind == "changed":
            for name, old, new in row.cells:
                lines += page.paragraph(clean(f"{name}: {_cell(old)} -> {_cell(new)}"), 6, 2)
        lines += page.paragraph(_cause(row), 6, 2)
    return lines


def _cause(row: RowChange) -> str:
    if not row.because:
        return "because of: the changed records together, none alone" if row.together else "because of: no changed record found"
    return f"because of: {', '.join(map(short, row.because))}" + (" (found by trial)" if row.by_trial else "")


def _values(values: tuple[str, ...]) -> str:
    return "; ".join(values) or "nothing"


def _cell(value: object) -> str:
    if isinstance(value, tuple):
        return "; ".join(map(_cell, value)) or "nothing"
    return "nothing" if value is None else short(value) if isinstance(value, Iri) else str(value)
