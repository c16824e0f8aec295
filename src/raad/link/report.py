"""The answers of all questions about a workspace in one report."""

from __future__ import annotations

import pyoxigraph as ox

from raad.comparison.imprint import imprint
from raad.graph.query import Table, run
from raad.graph.question import Question, questions, tidy
from raad.layout import Page, clean
from raad.report.output import cell_text, json_text, table_text


def answers(store: ox.Store) -> list[tuple[Question, Table]]:
    """Return each question of sparql/link/ with its answer from a store, as they stand there."""
    return [(asked, tidy(asked, run(store, asked.text))) for asked in questions(("link",))]


def report_text(made: list[tuple[Question, Table]], page: Page, version: str) -> str:
    """Return the answers as text, a table each under the question in words."""
    last = f"{imprint(version)}\n"
    parts = [table_text(table, page, version, asked, asked.header.get("question", asked.title)) for asked, table in made]
    return "\n".join(parts) or f"No question is stored about a workspace. {last}"


def report_markdown(made: list[tuple[Question, Table]], version: str) -> str:
    """Return the answers as Markdown."""
    lines = ["# What the workspace says", "", imprint(version), ""]
    for asked, table in made:
        lines += [f"## {_escaped(asked.title)}", "", _escaped(asked.header.get("question", "")), ""]
        if table.rows:
            lines += [_line(table.columns), _line(["---"] * len(table.columns))]
            lines += [_line([_escaped(cell_text(cell)) for cell in row]) for row in table.rows]
        else:
            lines.append(f"No rows: {asked.header.get('empty', 'nothing was found')}.")
        lines += ["", f"{len(table.rows)} row{'s' * (len(table.rows) != 1)}.", ""]
    return "\n".join(lines)


def report_json(made: list[tuple[Question, Table]], version: str) -> str:
    """Return the answers as JSON, an object each."""
    rows = [
        {
            "question": asked.name,
            "words": asked.header.get("question", asked.title),
            "columns": table.columns,
            "rows": table.records(),
        }
        for asked, table in made
    ]
    return json_text({"answers": rows}, version)


def _line(cells) -> str:
    return f"| {' | '.join(cells)} |"


def _escaped(text: str) -> str:
    """Return a text that Markdown takes as it is."""
    return clean(text).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")
