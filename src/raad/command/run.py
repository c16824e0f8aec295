"""What each command does: from parsed options to one text, printed or written whole to a file."""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module

from raad.asking.answer import answer
from raad.asking.find import kinds, resolve_record, short, strangers
from raad.asking.find import search as find
from raad.asking.inquiry import resolve_values
from raad.command.argument import federated_question, pairs, parameters, query_text
from raad.command.reply import load, page, scope_of, table
from raad.command.terminal import progress, write
from raad.comparison.imprint import imprint
from raad.errors import UnknownName, UsageError
from raad.graph import cache
from raad.graph.query import Table
from raad.graph.question import LISTED, bind, question, questions
from raad.layout import Page


def run(options: argparse.Namespace) -> int:
    """Carry out the command; return its exit code. RaadError says what went wrong."""
    if options.version:
        return version(options)
    if options.command in _COMMANDS:
        return _COMMANDS[options.command](options)
    return getattr(import_module(f"raad.command.{_ELSEWHERE[options.command]}"), options.command)(options)


def version(options: argparse.Namespace) -> int:
    """Print the release of the code and of the data."""
    from raad import __version__

    graph = load(options)
    print(f"raad {__version__}, data release {graph.version}\n{imprint(graph.version)}")
    return 0


def compare(options: argparse.Namespace) -> int:
    """Write the comparison of two compounds or more; a text that was made before is kept with the cached graph."""
    if len(options.compound) < 2:
        raise UsageError(f"name a second compound to set {options.compound[0]} against")
    graph, paper = load(options), page(options)
    asked = f"compare {options.compound} {options.format} {options.full} {paper}"
    kept = cache.read_answer(graph, asked)
    if kept is None:
        kept = {"text": (_comparison if len(options.compound) == 2 else _matrix)(options, graph, paper)}
        cache.keep_answer(graph, asked, kept)
    return write(options, kept["text"])


def _comparison(options: argparse.Namespace, graph: cache.Graph, paper: Page) -> str:
    from raad.comparison.pairing import compare as pair
    from raad.report.brief import comparison_text

    if options.format in ("csv", "html"):
        raise UsageError("csv and html are forms of three compounds or more; for two there are `raad query` and `raad report`")
    made = pair(graph, *options.compound)
    if options.format == "json":
        from raad.report.output import json_text

        return json_text(made, graph.version)
    if options.format == "svg":
        from raad.drawing.path import comparison_svg

        return comparison_svg(made)
    return comparison_text(made, paper, options.full)


def _matrix(options: argparse.Namespace, graph: cache.Graph, paper: Page) -> str:
    from raad.comparison.matrix import matrix
    from raad.report.matrix import matrix_table, matrix_text
    from raad.report.output import json_text, table_html, table_separated

    if options.format == "svg":
        raise UsageError("the picture is of two compounds; for three or more choose text, json or csv")
    made = matrix(graph, options.compound)
    if options.format == "json":
        return json_text(made, graph.version)
    if options.format == "csv":
        return table_separated(matrix_table(made), ",", graph.version)
    if options.format == "html":
        return table_html(matrix_table(made), graph.version, title=f"{', '.join(made.label)} side by side")
    return matrix_text(made, paper, options.full)


def query(options: argparse.Namespace) -> int:
    """Write the answer of a stored question."""
    if elsewhere := federated_question(options):
        from raad.command.federating import ask_elsewhere

        return ask_elsewhere(options, _asked(options), elsewhere)
    graph, asked = _asked(options), question(options.name)
    values = resolve_values(graph, asked, parameters(options.parameter, asked, options.value))
    shown = {p.name: values.get(p.name, p.default) for p in asked.parameters}
    return table(options, graph, answer(graph, asked.name, **values), asked, shown)


def explain(options: argparse.Namespace) -> int:
    """Write why a row stands in the answer of a stored question."""
    from raad.explanation.picture import explanation_svg
    from raad.explanation.reason import explain as find_reasons
    from raad.explanation.text import explanation_graph, explanation_text
    from raad.report.output import json_text

    graph, asked = load(options), question(options.name)
    if options.row is not None and options.where:
        raise UsageError("a row is named either by --row or by --where, not by both")
    values = parameters(options.parameter, asked, options.value)
    made = find_reasons(graph, asked.name, options.row or pairs(options.where, "cell"), **values)
    if options.format == "json":
        return write(options, json_text(made, graph.version))
    if options.format == "svg":
        return write(options, explanation_svg(made))
    if options.format in ("turtle", "trig"):
        return write(options, explanation_graph(made, _prefixes(graph), options.format))
    return write(options, explanation_text(made, page(options)))


def effect(options: argparse.Namespace) -> int:
    """Write what the printed numbers of findings allow to compute."""
    from raad.comparison.appraisal import effects
    from raad.comparison.reference import short_references
    from raad.report.effect import appraisal_table, appraisal_text
    from raad.report.output import json_text, table_separated

    graph = load(options)
    made = effects(graph, options.compound)
    if options.format == "json":
        return write(options, json_text(made, graph.version))
    if options.format == "csv":
        return write(options, table_separated(appraisal_table(made), ",", graph.version))
    return write(options, appraisal_text(made, page(options), short_references(graph)))


def list_questions(options: argparse.Namespace) -> int:
    """Write the stored questions with their parameters, or what of the ontology none of them names."""
    if options.coverage:
        from raad.command.surveying import coverage

        return coverage(options)
    rows = [(q.name, q.title, " ".join(f"{p.name}={short(p.default)}" for p in q.parameters)) for q in questions(LISTED)]
    return table(options, load(options), Table(("name", "title", "parameters"), tuple(rows)))


def describe(options: argparse.Namespace) -> int:
    """Write all that is said of a record or term."""
    from raad.graph.query import run as run_query
    from raad.report.description import description_json, description_text
    from raad.report.output import triples_text

    graph = load(options)
    record = resolve_record(graph, options.name)
    triples = run_query(graph.store, bind(question("find/description"), {"R": record}))
    if not triples:
        raise UnknownName("record", options.name, [], "; `raad search` looks into all texts")
    if options.format == "yaml":
        from raad.command.curating import record_yaml

        return write(options, record_yaml(graph, record))
    referrers = answer(graph, "find/referrer", R=record)
    if options.format == "json":
        return write(options, description_json(record, triples, referrers, graph.version))
    if options.format == "text":
        return write(options, description_text(record, triples, referrers, page(options), graph.version))
    return write(options, triples_text(triples, options.format, _prefixes(graph), graph.version))


def search(options: argparse.Namespace) -> int:
    """Write the records that hold a text."""
    text = " ".join(options.text)
    if not text.strip():
        raise UsageError("give some words to look for")
    graph = load(options)
    return table(options, graph, find(graph, text), question("find/text"), {"text": text})


def list_records(options: argparse.Namespace) -> int:
    """Write the records of a kind, or the kinds."""
    from raad.curated.context import Context, class_name
    from raad.near import near

    graph = load(options)
    known = sorted({*kinds(), "finding", "step"})
    if options.kind is None:
        return table(
            options, graph, Table(("kind", "records"), tuple((kind, graph.counts.get(class_name(kind), 0)) for kind in known))
        )
    noun = options.kind.removesuffix("s") if options.kind not in known else options.kind
    if noun not in known:
        raise UnknownName("kind of record", options.kind, near(options.kind, known), f"; one of: {', '.join(known)}")
    asked, values = question("find/record"), {"C": Context.load().classes[class_name(noun)]}
    return table(options, graph, answer(graph, asked.name, **values), asked, values)


def sparql(options: argparse.Namespace) -> int:
    """Write the answer of any SPARQL query."""
    from raad.graph.query import run as run_query
    from raad.report.output import json_text, triples_text

    graph = _asked(options)
    text = query_text(options.query)
    found = run_query(graph.store, text, _prefixes(graph))
    for stranger, close in strangers(graph, text) if not found or (isinstance(found, Table) and not found.rows) else ():
        guess = f"; did you mean {' or '.join(close)}?" if close else ""
        print(f"raad: nothing in the graph is called {stranger}{guess}", file=sys.stderr)
    if isinstance(found, Table):
        if options.format not in ("text", "json", "html", "csv", "tsv"):
            raise UsageError(f"a SELECT query gives a table; choose text, json, html, csv or tsv, not {options.format}")
        return table(options, graph, found)
    if isinstance(found, bool):
        return write(
            options,
            json_text({"boolean": found}, graph.version)
            if options.format == "json"
            else f"{str(found).lower()}\n{imprint(graph.version)}\n",
        )
    if options.format in ("json", "html", "csv", "tsv"):
        raise UsageError(f"a CONSTRUCT or DESCRIBE query gives triples; choose turtle, json-ld or nt, not {options.format}")
    return write(
        options, triples_text(found, "turtle" if options.format == "text" else options.format, _prefixes(graph), graph.version)
    )


def audit(options: argparse.Namespace) -> int:
    """Write the audit of a text: of the founding guide, or of a file of claims."""
    from raad.comparison.judgement import audit as judge
    from raad.report.audit import audit_text
    from raad.report.output import json_text

    claims = options.text if os.path.isfile(options.text) else None
    graph = load(options, claims)
    made = judge(graph, os.path.splitext(os.path.basename(claims))[0] if claims else options.text)
    return write(options, json_text(made, graph.version) if options.format == "json" else audit_text(made, page(options)))


def build(options: argparse.Namespace) -> int:
    """Build the graph anew, keep it, write it where asked, and say what went into it."""
    from raad.report.inventory import inventory, inventory_text
    from raad.report.output import json_text
    from raad.target import check_target, write_whole

    if options.output:
        check_target(options.output)
        if not options.output.endswith(".nq"):
            raise UsageError(f"the graph is written as N-Quads; name the file {os.path.splitext(options.output)[0]}.nq")
    dataset = cache.rebuild(progress, scope_of(options))
    if options.output:
        write_whole(options.output, dataset.quads)
    made = inventory(dataset)
    text = json_text(made, made.version) if options.format == "json" else inventory_text(made, page(options), options.output)
    sys.stdout.write(text)
    return 0


_COMMANDS = {
    "audit": audit,
    "build": build,
    "compare": compare,
    "describe": describe,
    "effect": effect,
    "explain": explain,
    "list": list_records,
    "query": query,
    "questions": list_questions,
    "search": search,
    "sparql": sparql,
}
# The module of a command that is loaded only for it; the function there bears the name of the command.
_ELSEWHERE = {
    "diff": "surveying",
    "export": "exporting",
    "link": "linking",
    "new": "curating",
    "reason": "reasoning",
    "release": "releasing",
    "report": "reporting",
    "schema": "specifying",
    "score": "scoring",
    "validate": "curating",
    "why": "reasoning",
}


def _asked(options: argparse.Namespace) -> cache.Graph:
    """Return the graph to ask: RAAD's own, or with it all that a workspace holds."""
    if not options.workspace:
        return load(options)
    from raad.command.linking import workspace_graph

    return workspace_graph(options)


def _prefixes(graph: cache.Graph) -> dict[str, str]:
    return dict(answer(graph, "find/prefix").rows)
