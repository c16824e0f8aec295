"""The options that commands share, and a parser that says what would have been right."""

from __future__ import annotations

import argparse
import re


class Parser(argparse.ArgumentParser):
    """A parser that takes options only in full, values such as -24h, and names near commands."""

    def __init__(self, **options: object) -> None:
        """Make a parser that takes no shortened option."""
        super().__init__(**options, allow_abbrev=False)
        self._negative_number_matcher = re.compile(r"-\d")

    def error(self, message: str) -> None:
        """Say what is wrong and how to go on, and leave with 2."""
        from raad.near import near

        if "argument COMMAND: invalid choice" in message:
            word = message.split("'")[1]
            choices = self._subparsers._group_actions[0].choices
            found = near(word, choices)
            message = f"no command is called {word!r}{f'; did you mean {found[0]}?' if found else ''}"
        self.exit(2, f"raad: {message}\n`{self.prog} --help` says what can be done.\n")


def command(
    commands,
    name: str,
    does: str,
    example: str,
    formats: tuple[str, ...],
    output: bool = True,
    scope: bool = True,
    filters: bool = True,
) -> argparse.ArgumentParser:
    """Add a command to the others; return its parser with the options that commands of its kind share."""
    made = commands.add_parser(name, help=does, description=f"{does} Example: {example}")
    if formats:
        made.add_argument("--format", choices=formats, default="text", help="the form of the answer (default text)")
        made.add_argument("--width", type=_width, metavar="COLUMNS", help="the width of text (default: the terminal, else 100)")
    if scope:
        made.add_argument("--data", metavar="DIR", help="lay the curated files of a folder of yours over the shipped ones")
        made.add_argument("--verified-only", action="store_true", help="leave out every value that was not seen on a page")
        made.add_argument(
            "--without-company",
            "--without-sponsor",
            action="store_true",
            help="leave out company-authored and sponsored evidence",
        )
    if scope and output and filters:
        _filters(made.add_argument_group("filters", "only findings that state what is asked; what rests on others is left out"))
    if output:
        made.add_argument("-o", "--output", metavar="FILE", help="write to a file instead of standard output")
    return made


def question(command: argparse.ArgumentParser) -> None:
    """Let a command take a stored question with values for its parameters."""
    roll_up(command)
    command.add_argument("name", metavar="NAME", help="a question, as `raad questions` lists it")
    command.add_argument("value", metavar="VALUE", nargs="*", help="values for the parameters, in their order")
    command.add_argument("-p", "--parameter", metavar="NAME=VALUE", action="append", default=[], help="a value for a parameter")


def export(command: argparse.ArgumentParser) -> None:
    """Let a command take a format of export and what is selected for it."""
    command.add_argument("--format", metavar="FORMAT", help="the format: turtle, json-ld, owl ...; without one all are listed")
    command.add_argument("--key", metavar="FILE", action=_Once, help="sign nanopublications with the private RSA key of a file")
    chosen = command.add_argument_group("selection", "what is written; left out, the whole graph")
    chosen.add_argument("--compound", metavar="NAME", action=_Once, help="the records that bear on a compound")
    chosen.add_argument(
        "--question", metavar="NAME", action=_Once, help="the rows of a stored question, or the records they name"
    )
    chosen.add_argument(
        "-p", "--parameter", metavar="NAME=VALUE", action="append", default=[], help="a value for a parameter of the question"
    )
    chosen.add_argument(
        "--graph",
        metavar="GRAPH",
        action="append",
        default=[],
        help="a named graph: ontology, data, inferred, questions; may be repeated",
    )


def reason(command: argparse.ArgumentParser) -> None:
    """Let a command reason over the graph and over files."""
    _data(command)
    command.add_argument("--check", action="store_true", help="say whether all can be so, and what contradicts what")
    command.add_argument(
        "--deadline", type=_seconds, metavar="SECONDS", default=120.0, help="how long HermiT may take for an answer"
    )
    command.add_argument(
        "file", metavar="FILE", nargs="*", help="files laid over the graph to be checked: RDF/XML, Turtle or N-Triples"
    )


def why(command: argparse.ArgumentParser) -> None:
    """Let a command take a record and a class."""
    _data(command)
    command.add_argument("subject", metavar="SUBJECT", help="a record: id, label, synonym or code")
    command.add_argument("kind", metavar="CLASS", help="a class: its label, its name, or raad:Name")


def service(command: argparse.ArgumentParser) -> None:
    """Let a command ask a service on the network elsewhere, and wait for it otherwise."""
    asked = command.add_argument_group("services", "for the questions of sparql/federated/, the only ones that send anything")
    asked.add_argument("--service", metavar="NAME=URL", action=_Once, help="ask the service at another address")
    asked.add_argument(
        "--deadline", type=_seconds, metavar="SECONDS", help="how long the service may take for its answer (default 60)"
    )


def _data(command: argparse.ArgumentParser) -> None:
    command.add_argument("--data", metavar="DIR", help="lay the curated files of a folder of yours over the shipped ones")


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not 0 < seconds <= 86400:
        raise argparse.ArgumentTypeError("a deadline is a number of seconds from above 0 to 86400")
    return seconds


def roll_up(command: argparse.ArgumentParser) -> None:
    """Let a command count findings of forms of a compound with those of the compound."""
    command.add_argument(
        "--roll-up",
        action="store_true",
        help="add findings of enantiomers in a racemate and of metabolites, each named (default: kept apart)",
    )


def _filters(group) -> None:
    for name, shown, does in (
        ("species", "NAME", "findings in a species: mouse, rat, rodent (both) ..."),
        ("sex", "NAME", "findings in males, females or both sexes: male, female, both"),
        ("route", "NAME", "findings with a route of dosing: intraperitoneal, oral ..."),
        ("model", "NAME", "findings in a model or a kind of it: social-defeat-stress ..."),
        ("region", "NAME", "findings in a part of the brain or a part of that: hippocampus ..."),
        ("time", "RANGE", "findings at hours after the dose: 24h, 1-24h, 1d-7d, -24h, 24h-"),
    ):
        group.add_argument(f"--{name}", metavar=shown, action=_Once, help=does)
    group.add_argument("--human-only", action="store_true", help="findings in people, the same as --species human")


class _Once(argparse.Action):
    """An option that may be given once."""

    def __call__(self, parser, namespace, value, option=None) -> None:
        """Keep the value; a second one is refused."""
        if getattr(namespace, self.dest) is not None:
            parser.error(f"{option} is given twice, as {getattr(namespace, self.dest)!r} and as {value!r}; give it once")
        setattr(namespace, self.dest, value)


def _width(text: str) -> int:
    if not text.isdigit() or not 40 <= int(text) <= 1000:
        raise argparse.ArgumentTypeError("a width is a number of columns from 40 to 1000")
    return int(text)


def row(text: str) -> int:
    """Return the number of a row."""
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError("a row is a number from 1")
    return int(text)
