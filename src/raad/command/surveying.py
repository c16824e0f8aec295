"""The commands that look at the graph as a whole: what its questions leave out, and what changed since an earlier one."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from raad.command.reply import load, page, scope_of
from raad.command.terminal import progress, write
from raad.errors import UsageError
from raad.graph.query import Table
from raad.graph.scope import WHOLE


def coverage(options: argparse.Namespace) -> int:
    """Write the classes and properties that no stored question names, with how often records use them."""
    from raad.asking.term_coverage import coverage as cover
    from raad.report.output import table_html, table_json, table_separated, table_text

    graph = load(options)
    made = cover(graph)
    left = [item for item in made if not item.questions]
    rows = tuple((item.term, item.kind, item.label, item.stated, item.inferred) for item in left)
    table = Table(("term", "kind", "label", "stated", "inferred"), rows)
    words = (
        f"{len(left)} of {len(made)} classes and properties of the ontology are named in no stored question; "
        f"{sum(item.stated + item.inferred > 0 for item in left)} of these are used by records."
    )
    if options.format in ("csv", "tsv"):
        return write(options, table_separated(table, "," if options.format == "csv" else "\t", graph.version))
    if options.format == "json":
        return write(
            options, table_json(table, graph.version, words=words, covered=[asdict(item) for item in made if item.questions])
        )
    if options.format == "html":
        return write(options, table_html(table, graph.version, title=words))
    return write(options, table_text(table, page(options), graph.version, title=words))


def diff(options: argparse.Namespace) -> int:
    """Write what changed from one graph to another, or to the shipped records in the scope that is asked for."""
    from raad.asking.difference import diff as compare
    from raad.graph.file import read_graph
    from raad.report.difference import difference_text
    from raad.report.output import json_text

    if options.new and scope_of(options) != WHOLE:
        raise UsageError("--data, --verified-only and --without-company change the shipped records; leave NEW out to use them")
    old = read_graph(options.old)
    new = read_graph(options.new) if options.new else load(options)
    made = compare(old, new, progress)
    if options.format == "json":
        return write(options, json_text(made, made.new_version))
    return write(options, difference_text(made, page(options)))
