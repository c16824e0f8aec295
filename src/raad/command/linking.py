"""The command `link`: files from outside loaded into a workspace, listed, removed, and asked about."""

from __future__ import annotations

import argparse
import sys

from raad.command.reply import load, page, table
from raad.command.terminal import progress, write
from raad.errors import UsageError
from raad.graph.cache import Graph
from raad.graph.query import Table
from raad.link.workspace import Workspace


def link(options: argparse.Namespace) -> int:
    """Load files into the workspace, or list, remove or describe what can be there; 2 where a file could not be read."""
    from raad.link import loading

    asked = [bool(options.files), options.list, options.remove is not None, options.report, options.formats]
    if sum(asked) != 1:
        raise UsageError("give files to load, or one of --list, --remove NAME, --report and --formats")
    if options.format == "md" and not options.report:
        raise UsageError("md is a form of --report; choose text, json, html, csv or tsv")
    workspace = Workspace(options.workspace)
    if options.formats:
        return table(options, load(options), _formats())
    if options.report:
        return _report(options)
    if options.list:
        return table(options, load(options), loading.listed(workspace.open()))
    graph = load(options)
    if options.remove is not None:
        loading.remove(workspace, options.remove, graph, progress)
        return table(options, graph, loading.listed(workspace.open()))
    done = loading.link(workspace, options.files, graph, progress)
    for fault in done.faults:
        print(f"raad: {fault}", file=sys.stderr)
    if done.loaded:
        columns = ("name", "triples", "format", "file")
        rows = sorted(tuple(told[column] for column in columns) for told in done.loaded)
        table(options, graph, Table(columns, tuple(rows)))
    return 2 if done.faults else 0


def workspace_graph(options: argparse.Namespace) -> Graph:
    """Return RAAD's graph with the store of a workspace in place of its own; its answers are not kept."""
    from raad.link.loading import refresh

    graph = load(options)
    made = Graph(graph.version, graph.counts, quads=graph.content(), scope=graph.scope)
    made.store = refresh(Workspace(options.workspace), graph, progress)
    return made


def _report(options: argparse.Namespace) -> int:
    """Write the answers of all questions about the workspace."""
    from raad.link.report import answers, report_json, report_markdown, report_text

    if options.format not in ("text", "json", "md"):
        raise UsageError("a report is text, json or md; for a table ask one question: raad query link/NAME --workspace DIR")
    graph = workspace_graph(options)
    made = answers(graph.store)
    if options.format == "json":
        return write(options, report_json(made, graph.version))
    if options.format == "md":
        return write(options, report_markdown(made, graph.version))
    return write(options, report_text(made, page(options), graph.version))


def _formats() -> Table:
    """Return what can be loaded: the forms of RDF, OBO, and what each map of sparql/lift/ reads."""
    from raad.link.lift import maps
    from raad.link.reading import FORMATS

    rows = [(name, "", "") for name in FORMATS]
    rows += [
        (made.title, kind, made.header[kind])
        for made in maps()
        for kind in ("columns", "keys", "root", "frames")
        if kind in made.header
    ]
    return Table(("format", "toldBy", "names"), tuple(rows))
