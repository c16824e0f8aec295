"""A matrix of compounds as text, and as a table with one row for each subject and compound."""

from __future__ import annotations

from raad.comparison.imprint import imprint
from raad.comparison.matrix import TOPICS, Line, Matrix
from raad.comparison.reference import DAGGER, reference, short_reference
from raad.graph.query import Iri, Table
from raad.layout import Page, clean_lines, grid

NARROWEST = 20
SUBJECT = 24
GAP = 2
LONG = ("event", "region", "endpoint")


def matrix_text(made: Matrix, page: Page, full: bool = False) -> str:
    """Return a matrix as text: columns where they fit the page, else a block for each subject; with `full` every line."""
    number = {source.publication: source.number for source in made.sources}
    marks = (
        f"[n] is a source, listed at the end. 'For' and 'against' count publications that the hypothesis cites. {DAGGER}: a "
        "value not found on a page that was read."
    )
    blocks = [
        [
            *(page.heading(line) for line in page.paragraph(f"{', '.join(made.label).upper()} SIDE BY SIDE", 0)),
            *page.paragraph(f"RAAD release {made.release.version}. {made.release.notice}", 0),
            *page.paragraph(marks, 0),
        ]
    ]
    shown: set[int] = set()
    for topic in TOPICS:
        lines = [line for line in made.line if line.topic == topic]
        kept = [line for line in lines if full or topic not in LONG or _seen(line) > 1]
        blocks.append([page.heading(TOPICS[topic]), *_topic(made, kept, number, page)])
        if len(lines) > len(kept):
            more = f"{len(lines) - len(kept)} more stand with one of them only or with none (--full shows them)."
            blocks[-1] += page.paragraph(more, 2, 2)
        shown |= {number[publication] for line in kept for cell in line.cells for publication in cell.publication}
    cited = [source for source in made.sources if source.number in shown]
    head = page.heading(f"SOURCES  ({len(cited)} cited here)")
    if full:
        blocks.append([head, *(line for s in cited for line in page.paragraph(f"[{s.number}] {reference(s)}", 0, 5))])
    else:
        entries = "; ".join(f"[{source.number}]\u00a0{short_reference(source)}" for source in cited)
        blocks.append([head, *page.paragraph(f"{entries or 'none'}.", 0)])
    blocks.append(page.paragraph(imprint(made.release.version), 0))
    return clean_lines("\n\n".join("\n".join(lines) for lines in blocks)) + "\n"


def matrix_table(made: Matrix) -> Table:
    """Return a matrix as a table: topic, subject, compound, what is said, publications."""
    columns = ("topic", "subject", "subjectLabel", "compound", "compoundLabel", "said", "publication")
    rows = tuple(
        (line.topic, Iri(line.subject) if ":" in line.subject else line.subject, line.label, Iri(compound), label, cell.said,
         tuple(map(Iri, cell.publication)))
        for line in made.line
        for compound, label, cell in zip(made.compound, made.label, line.cells, strict=True)
    )  # fmt: skip
    return Table(columns, rows)


def _seen(line: Line) -> int:
    return sum(not cell.empty for cell in line.cells)


def _topic(made: Matrix, lines: list[Line], number: dict[str, int], page: Page) -> list[str]:
    if not lines:
        return ["  None in the curated set."]
    width = (page.width - 2 - SUBJECT - GAP * len(made.label)) // len(made.label)
    rows = [[line.label, *(_said(cell, number) for cell in line.cells)] for line in lines]
    if width < NARROWEST:
        return [text for row in rows for text in _block(made, row, page)]
    return grid([["", *(label.upper() for label in made.label)], *rows], [SUBJECT, *[width] * len(made.label)], 2, GAP, 1)


def _block(made: Matrix, row: list[str], page: Page) -> list[str]:
    cells = zip(made.label, row[1:], strict=True)
    return [f"  {row[0]}", *(line for label, said in cells for line in page.paragraph(f"{label}: {said}", 4, 2))]


def _said(cell, number: dict[str, int]) -> str:
    refs = sorted(number[publication] for publication in cell.publication)
    return f"{cell.said} [{', '.join(map(str, refs))}]" if refs else cell.said
