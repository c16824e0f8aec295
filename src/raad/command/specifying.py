"""What files and answers hold, as JSON Schema."""

from __future__ import annotations

import argparse

from raad.command.curating import curated_kind
from raad.command.reply import load
from raad.command.terminal import write
from raad.curated.file import has_folder
from raad.errors import UsageError
from raad.report.output import json_text


def schema(options: argparse.Namespace) -> int:
    """Write the JSON Schema of the files of a kind, or of what a command writes with `--format json`."""
    if bool(options.kind) == bool(options.answer):
        raise UsageError("name either a kind of file, as in `raad schema publication`, or an answer, as in `--answer compare`")
    if options.answer:
        from raad.release.answer_schema import AnswerSchemas

        graph = load(options)
        return write(options, json_text(AnswerSchemas(graph).schema(options.answer), graph.version))
    from raad.curated.context import Context
    from raad.editor.form import Forms
    from raad.editor.json_schema import json_schema
    from raad.graph.dataset import ontology_version

    kind = curated_kind(options.kind)
    made = json_schema(Forms(Context.load()), kind, listed=not has_folder(kind))
    return write(options, json_text(made, ontology_version()))
