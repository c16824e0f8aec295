"""What others build on: names of the Python API, commands and options, exit codes, columns, JSON keys, keys of curated files.

Run as a program, this writes the list that `tests/public.txt` keeps: python tests/public_surface.py > tests/public.txt
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator
from inspect import getmembers, isclass
from pathlib import Path

import raad
from raad import cli, errors
from raad.asking.answer import answer
from raad.command.parser import parser
from raad.curated.context import Context
from raad.export.form import FORMS
from raad.export.kgx import EDGE_SLOTS, NODE_SLOTS
from raad.export.network import Edge, Node, declared
from raad.graph.cache import Graph
from raad.graph.question import questions
from raad.release.answer_schema import AnswerSchemas

KEPT = Path(__file__).parent / "public.txt"
Surface = dict[str, set[str]]


def surface(graph: Graph) -> Surface:
    """Return all public words by what they belong to."""
    found: Surface = defaultdict(set)
    for subject, word in (*_code(), *_commands(), *_questions(graph), *_answers(graph), *_records(), *_exports(graph)):
        found[subject].add(word)
    return found


def kept() -> Surface:
    """Return the public words of the last release, as the list keeps them."""
    lines = (line.partition(": ") for line in KEPT.read_text(encoding="utf-8").splitlines())
    return {subject: set(words.split()) for subject, _, words in lines}


def text(found: Surface) -> str:
    """Return public words as the list keeps them, a line a subject."""
    return "".join(f"{subject}: {' '.join(sorted(words))}\n" for subject, words in sorted(found.items()))


def _code() -> Iterator[tuple[str, str]]:
    yield from (("api raad", name) for name in raad.__all__)
    codes = {made.exit_code for _, made in getmembers(errors, isclass) if issubclass(made, errors.RaadError)}
    yield from (("exit code", str(code)) for code in {0, cli.BUG, cli.INTERRUPTED, *codes})


def _commands() -> Iterator[tuple[str, str]]:
    for name, made in parser()._subparsers._group_actions[0].choices.items():
        for action in made._actions:
            if action.help == argparse.SUPPRESS:
                continue
            yield from ((f"command {name}", word) for word in action.option_strings or [(action.metavar or action.dest)])
            if action.choices:
                yield from ((f"choice {name} {action.dest}", str(choice)) for choice in action.choices)


def _questions(graph: Graph) -> Iterator[tuple[str, str]]:
    for asked in questions():
        yield from ((f"parameter {asked.name}", parameter.name) for parameter in asked.parameters)
        yield from ((f"column {asked.name}", column) for column in answer(graph, asked.name).columns)


def _answers(graph: Graph) -> Iterator[tuple[str, str]]:
    """Give the keys of answers that are no columns of a stored question."""
    schemas, names = AnswerSchemas(graph), {asked.name.replace("/", "-") for asked in questions()}
    for name in schemas.names():
        whole = schemas.schema(name)
        for form in whole.get("oneOf", [whole]):
            yield from ((f"json {name}", key) for key in form["properties"])
        for kind, made in whole["$defs"].items():
            if kind not in names:
                yield from ((f"json {kind}", key) for key in made["properties"])


def _records() -> Iterator[tuple[str, str]]:
    for kind, keys in Context.load().keys.items():
        yield from ((f"key {kind}", key) for key in keys)


def _exports(graph: Graph) -> Iterator[tuple[str, str]]:
    """Give the formats of an export, and the columns and attributes of those that are tables and networks."""
    yield from (("choice export format", name) for name in FORMS)
    yield from (("column export/finding", column) for column in answer(graph, "export/finding").columns)
    for name, words in (
        ("kgx-node", NODE_SLOTS),
        ("kgx-edge", EDGE_SLOTS),
        ("network-node", declared(Node)),
        ("network-edge", declared(Edge)),
    ):
        yield from ((f"column export/{name}", word) for word in words)


if __name__ == "__main__":
    print(text(surface(raad.load())), end="")
