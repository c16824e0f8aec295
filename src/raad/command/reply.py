"""How a command answers: in which scope it loads the graph, on what page it writes, and where to."""

from __future__ import annotations

import argparse
import os
import sys

from raad.asking.filter import FILTERS, narrow
from raad.command.terminal import progress, write
from raad.graph import cache
from raad.graph.query import Iri, Table
from raad.graph.question import Question, in_words
from raad.graph.scope import Scope
from raad.layout import Page


def scope_of(options: argparse.Namespace, claims: str | None = None) -> Scope:
    """Return the scope that the options of a command ask for, with a file of claims if one is given."""
    flags = (("company-authored", options.without_company), ("unverified", options.verified_only))
    scope = Scope(
        options.data, tuple(name for name, wanted in flags if wanted), claims, roll_up=getattr(options, "roll_up", False)
    )
    wanted = {name: getattr(options, name) for name in FILTERS if getattr(options, name, None) is not None}
    if not wanted and not getattr(options, "human_only", False):
        return scope
    named = cache.load(progress, Scope(options.data))
    narrowed = narrow(named, scope, **wanted)
    return narrow(named, narrowed, species="human") if options.human_only else narrowed


def load(options: argparse.Namespace, claims: str | None = None) -> cache.Graph:
    """Return the graph in the scope that the options ask for."""
    return cache.load(progress, scope_of(options, claims))


def page(options: argparse.Namespace) -> Page:
    """Return the page: as wide as asked, else the terminal up to 120 columns, else 100; bold on a terminal only."""
    terminal = sys.stdout.isatty() and not options.output
    width = options.width or (min(os.get_terminal_size().columns or 100, 120) if terminal else 100)
    return Page(max(width, 40), terminal and not os.environ.get("NO_COLOR"))


def table(
    options: argparse.Namespace,
    graph: cache.Graph,
    table: Table,
    asked: Question | None = None,
    values: dict[str, str] | None = None,
) -> int:
    """Write a table in the form that was asked for; return the exit code."""
    from raad.report.output import table_html, table_json, table_separated, table_text

    if options.format in ("csv", "tsv"):
        return write(options, table_separated(table, "," if options.format == "csv" else "\t", graph.version))
    words = in_words(asked, values or {}) if asked else ""
    if options.format == "json":
        about = {"question": asked.name, "words": words, "parameters": values or {}} if asked else {}
        return write(options, table_json(table, graph.version, asked, **about))
    if options.format == "html":
        return write(options, table_html(table, graph.version, asked, words, _publications(graph, table)))
    return write(options, table_text(table, page(options), graph.version, asked, words, _publications(graph, table)))


def _publications(graph: cache.Graph, table: Table) -> dict[Iri, str]:
    """Return publications by IRI as short references, where the table has any."""
    if not any(column.startswith("publication") for column in table.columns):
        return {}
    from raad.comparison.reference import short_references

    return short_references(graph)
