"""The commands that reason: what was inferred and whether all can be so, and why a record is of a class."""

from __future__ import annotations

import argparse

from raad.asking.answer import answer
from raad.command.reply import page
from raad.command.terminal import progress, write
from raad.errors import UsageError
from raad.graph import cache
from raad.graph.scope import Scope
from raad.names import INFERRED_GRAPH
from raad.report.output import json_text


def reason(options: argparse.Namespace) -> int:
    """Write what was inferred, or what clashes; 1 where something clashes or a class can have no member."""
    if options.check:
        return _check(options)
    if options.file:
        raise UsageError("files are given to be checked: raad reason --check FILE")
    if options.format == "turtle":
        raise UsageError(
            "turtle is a form of what clashes; `raad export --graph inferred --format turtle` writes what was inferred"
        )
    from raad.reason.inference import inference, inference_text

    graph = cache.load(progress, Scope(options.data))
    made = inference(graph)
    text = json_text(made, graph.version) if options.format == "json" else inference_text(made, page(options), graph.version)
    return write(options, text)


def _check(options: argparse.Namespace) -> int:
    from raad.reason.check import check
    from raad.reason.reading import imports, read_file
    from raad.reason.report import verdict, verdict_text, verdict_turtle

    quads = [quad for path in options.file for quad in read_file(path)]
    graph = _unvalidated(options.data) if options.data else cache.load(progress)
    graph.store.extend(quads)
    triples = len({quad.triple for quad in graph.store if quad.graph_name != INFERRED_GRAPH})
    labels = dict(answer(graph, "find/label").rows)
    found = check(graph.store, options.deadline, progress)
    notes = [f"<{iri}> is imported and was not followed; name its file too" for iri in imports(quads)]
    made = verdict(found, ["the graph", *options.file], triples, labels, notes, graph.scope)
    if options.format == "json":
        write(options, json_text(made, graph.version))
    elif options.format == "turtle":
        write(options, verdict_turtle(made, dict(answer(graph, "find/prefix").rows), graph.version))
    else:
        write(options, verdict_text(made, page(options), graph.version))
    return int(not made.consistent or bool(made.unsatisfiable))


def _unvalidated(folder: str) -> cache.Graph:
    """Return the graph with the records of a folder laid over, which reader and context can read and no shape has checked."""
    from raad.curated.file import count, read_used
    from raad.curated.triple import canonical, ontology_quads, record_quads
    from raad.graph.dataset import version_of
    from raad.graph.infer import infer

    scope = Scope(folder)
    used = read_used(over=scope.over()).check()
    ontology = ontology_quads()
    stated = ontology + record_quads(used)
    version = f"{version_of(ontology)} ({scope.words()})"
    return cache.Graph(version, count(used), quads=canonical(stated + infer(stated)), scope=scope)


def why(options: argparse.Namespace) -> int:
    """Write why a record is of a class, or what is missing for it."""
    from raad.reason.report_why import membership_text, membership_turtle
    from raad.reason.why import why as find_reasons

    graph = cache.load(progress, Scope(options.data))
    made = find_reasons(graph, options.subject, options.kind)
    if options.format == "json":
        return write(options, json_text(made, graph.version))
    if options.format == "turtle":
        return write(options, membership_turtle(made, dict(answer(graph, "find/prefix").rows), graph.version))
    return write(options, membership_text(made, page(options), graph.version))
