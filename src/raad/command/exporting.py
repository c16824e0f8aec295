"""The command that writes the graph, or a part of it, in a format of the field."""

from __future__ import annotations

import argparse
import sys

from raad.command.argument import parameters
from raad.command.reply import load
from raad.command.terminal import progress
from raad.errors import UsageError
from raad.export.form import FORMS, form, written
from raad.export.selection import select
from raad.graph.question import question
from raad.target import check_folder, check_target, write_folder, write_whole


def export(options: argparse.Namespace) -> int:
    """Write the selection in the format that is asked for, one file to standard output unless a file is named."""
    if options.format is None:
        listed = "\n".join(f"  {name:<{max(map(len, FORMS))}}  {made.title}" for name, made in FORMS.items())
        raise UsageError(f"name a format with --format:\n{listed}")
    wanted = form(options.format)
    if wanted.several and not options.output:
        raise UsageError(f"{options.format} is of several files; name a new folder for them with -o DIR")
    if options.output:
        (check_folder if wanted.several else check_target)(options.output)
    extras = {name: getattr(options, name) for name in EXTRAS if getattr(options, name) is not None}
    for name in extras:
        if name not in wanted.takes:
            takers = ", ".join(other for other, made in FORMS.items() if name in made.takes)
            raise UsageError(f"--{name} goes with {takers or 'no format'}, not with {options.format}")
    if wanted.whole and (options.compound or options.question or options.graph):
        raise UsageError(f"{options.format} is of all that RAAD is; leave out --compound, --question and --graph")
    asked = question(options.question) if options.question is not None else None
    values = parameters(options.parameter, asked, []) if asked else dict.fromkeys(options.parameter, "")
    selection = select(load(options), options.graph, options.compound, options.question, values)
    if not selection.quads:
        why = f": the answer of {asked.name} names no record; `raad query {asked.name}` shows it" if asked else ""
        raise UsageError(f"nothing is selected{why}")
    progress(f"writing {options.format}")
    content = written(selection, options.format, **extras)
    if isinstance(content, dict):
        write_folder(options.output, content)
    elif options.output:
        write_whole(options.output, content)
    else:
        if sys.stdout.isatty() and not _is_text(content):
            raise UsageError(f"{options.format} is binary and not for a terminal; name a file with -o")
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
    return 0


def _is_text(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return b"\0" not in content


EXTRAS = ("key",)
