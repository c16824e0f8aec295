"""The command that writes a guide to two compounds, or the sources that the guide cites."""

from __future__ import annotations

import argparse
import os

from raad.command.reply import load
from raad.command.terminal import write
from raad.errors import UsageError
from raad.graph import cache

ENDINGS = {"html": (".html", ".htm"), "md": (".md",), "bibtex": (".bib",), "ris": (".ris",), "csl-json": (".json",)}


def report(options: argparse.Namespace) -> int:
    """Write the guide in the form asked for, or that the ending of the file names; a form made before is kept with the graph."""
    form = _form(options)
    if len(options.compound) != 2:
        names = " ".join(options.compound)
        raise UsageError(
            f"a guide is of two compounds, not of {len(options.compound)}; `raad compare {names}` takes three or more"
        )
    graph = load(options)
    asked = f"report {options.compound} {form}"
    kept = cache.read_answer(graph, asked)
    if kept is None:
        kept = {"text": _text(graph, options, form)}
        cache.keep_answer(graph, asked, kept)
    return write(options, kept["text"])


def _form(options: argparse.Namespace) -> str:
    """Return the form of the report; UsageError says which endings there are, or that ending and form differ."""
    if not options.output:
        return options.format or "html"
    ending = os.path.splitext(options.output)[1].lower()
    named = next((form for form, endings in ENDINGS.items() if ending in endings), None)
    if options.format is None and named is None:
        known = ", ".join(ending for endings in ENDINGS.values() for ending in endings)
        raise UsageError(f"the form of {options.output!r} is not known by its ending; end it in {known}, or give --format")
    if options.format and named not in (None, options.format):
        raise UsageError(f"{options.output!r} ends like {named}, and --format asks for {options.format}; give one of the two")
    return options.format or named


def _text(graph: cache.Graph, options: argparse.Namespace, form: str) -> str:
    from raad.comparison.citation import citations
    from raad.comparison.pairing import compare
    from raad.guide.guide import guide
    from raad.guide.typeset import typeset

    made = guide(graph, compare(graph, *options.compound))
    return typeset(made.document, form) if form in ("html", "md") else citations(graph, made.sources, form)
