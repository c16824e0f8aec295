"""The command line: arguments in, one answer out, an exit code that says how it went."""

from __future__ import annotations

import argparse
import os
import re
import sys

TABLE = ("text", "json", "html", "csv", "tsv")
TRIPLE = ("turtle", "json-ld", "nt")
INTERRUPTED = 130
BUG = 5


def main(arguments: list[str] | None = None) -> None:
    """Run one command and leave with its exit code.

    0 done, 1 the data has problems, 2 usage or a bad query, 3 an unknown name, 5 a fault of RAAD itself,
    130 interrupted. A closed pipe ends in silence.
    """
    options = parser().parse_args(arguments)
    try:
        code = _run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except KeyboardInterrupt:
        code = INTERRUPTED
    sys.exit(code)


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    whole = _Parser(
        prog="raad",
        description="Ask an evidence graph of rapid-acting antidepressants and synaptic plasticity.",
        epilog="Start with: raad compare rapastinel ketamine. Research use, not medical advice.",
    )
    whole.add_argument("--version", action="store_true", help="print the release of code and data")
    whole.set_defaults(data=None, verified_only=False, without_company=False)
    commands = whole.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    compare = _command(
        commands,
        "compare",
        "Compare two compounds or more.",
        "raad compare rapastinel ketamine",
        ("text", "json", "svg", "csv", "html"),
    )
    _roll_up(compare)
    compare.add_argument("compound", metavar="COMPOUND", nargs="+", help="a compound: id, label, synonym or code; two or more")
    compare.add_argument("--full", action="store_true", help="show every row and whole references")
    effect = _command(
        commands, "effect", "Compute effect sizes from printed numbers.", "raad effect ketamine", ("text", "json", "csv")
    )
    effect.add_argument("compound", metavar="COMPOUND", nargs="?", help="a compound; left out, all findings are taken")
    query = _command(commands, "query", "Ask a stored question.", "raad query evidence/null-result -p A=ketamine", TABLE)
    _question(query)
    explain = _command(
        commands,
        "explain",
        "Show why a row stands in an answer.",
        "raad explain null-result rapastinel --row 3",
        ("text", "turtle", "trig", "json", "svg"),
    )
    _question(explain)
    explain.add_argument("--row", type=_row, metavar="N", help="the number of the row in the order of the answer, from 1")
    explain.add_argument(
        "--where", metavar="COLUMN=VALUE", action="append", default=[], help="a cell that the row has, such as its finding"
    )
    listed = _command(commands, "questions", "List the stored questions.", "raad questions", TABLE)
    listed.add_argument("--coverage", action="store_true", help="list what of the ontology no stored question names")
    diff = _command(commands, "diff", "Say what changed between two graphs.", "raad diff old.nq", ("text", "json"))
    diff.add_argument("old", metavar="OLD", help="a graph that `raad build -o` wrote")
    diff.add_argument("new", metavar="NEW", nargs="?", help="a later one (default: the shipped records)")
    report = _command(
        commands, "report", "Write a guide to two compounds, or its sources.", "raad report rapastinel ketamine -o guide.html", ()
    )
    _roll_up(report)
    report.add_argument("compound", metavar="COMPOUND", nargs="+", help="the two compounds: id, label, synonym or code")
    report.add_argument(
        "--format", choices=("html", "md", "bibtex", "ris", "csl-json"),
        help="the guide as html or md, or the sources it cites (default: by the ending of the file, else html)",
    )  # fmt: skip
    describe = _command(
        commands,
        "describe",
        "Show what is said of a record or term.",
        "raad describe publication:liu-2017",
        ("text", "json", "yaml", *TRIPLE),
    )
    describe.add_argument("name", metavar="ID", help="a record or term: kind:id, raad:Term, label, synonym or IRI")
    search = _command(commands, "search", "Find records that hold a text.", "raad search 'apical tuft'", TABLE)
    search.add_argument("text", metavar="TEXT", nargs="+", help="words that a record must hold, all of them")
    listing = _command(commands, "list", "List the records of a kind.", "raad list compound", TABLE)
    listing.add_argument(
        "kind", metavar="KIND", nargs="?", help="compound, publication, finding ...; left out, the kinds are listed"
    )
    sparql = _command(
        commands, "sparql", "Run a SPARQL query.", "raad sparql 'SELECT * { ?s a raad:Racemate }'", (*TABLE, *TRIPLE)
    )
    sparql.add_argument("query", metavar="QUERY", help="a query, @FILE to read one, or - for standard input")
    audit = _command(commands, "audit", "Judge the statements of a text.", "raad audit my-claims.yaml", ("text", "json"))
    audit.add_argument(
        "text", metavar="TEXT", nargs="?", default="founding-guide",
        help="an audited text, or a file of claims of yours (default: the founding guide)",
    )  # fmt: skip
    validate = _command(
        commands,
        "validate",
        "Check curated files.",
        "raad validate data/publication/liu-2017.yaml",
        ("text", "json"),
        scope=False,
    )
    validate.add_argument("--data", metavar="DIR", help="check a folder of yours laid over the shipped records")
    validate.add_argument(
        "paths", metavar="PATH", nargs="*", help="files or folders to check in place of the shipped records of the same id"
    )
    validate.add_argument(
        "--engine", choices=("shacl", "pyshacl"), default="shacl", help="the SHACL engine (default shacl, the fast one)"
    )
    new = _command(
        commands,
        "new",
        "Write an empty record to fill in.",
        "raad new publication smith-2024 -o smith-2024.yaml",
        (),
        scope=False,
    )
    new.add_argument("kind", metavar="KIND", help="publication, compound, mechanism ...: a kind that has files of its own")
    new.add_argument("id", metavar="ID", nargs="?", help="the id of the record (default: the name of the file)")
    schema = _command(
        commands,
        "schema",
        "Write the JSON Schema of a kind of file.",
        "raad schema publication -o publication.json",
        (),
        scope=False,
    )
    schema.add_argument("kind", metavar="KIND", help="publication, compound, mechanism ...: a kind that has files of its own")
    build = _command(
        commands,
        "build",
        "Build the graph anew and say what went into it.",
        "raad build -o raad.nq",
        ("text", "json"),
        output=False,
    )
    build.add_argument("-o", "--output", metavar="FILE", help="write the graph as sorted N-Quads")
    return whole


class _Parser(argparse.ArgumentParser):
    """A parser that takes options only in full, values such as -24h, and names near commands."""

    def __init__(self, **options: object) -> None:
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


def _command(
    commands, name: str, does: str, example: str, formats: tuple[str, ...], output: bool = True, scope: bool = True
) -> argparse.ArgumentParser:
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
    if scope and output:
        _filters(made.add_argument_group("filters", "only findings that state what is asked; what rests on others is left out"))
    if output:
        made.add_argument("-o", "--output", metavar="FILE", help="write to a file instead of standard output")
    return made


def _question(command: argparse.ArgumentParser) -> None:
    """Let a command take a stored question with values for its parameters."""
    _roll_up(command)
    command.add_argument("name", metavar="NAME", help="a question, as `raad questions` lists it")
    command.add_argument("value", metavar="VALUE", nargs="*", help="values for the parameters, in their order")
    command.add_argument("-p", "--parameter", metavar="NAME=VALUE", action="append", default=[], help="a value for a parameter")


def _roll_up(command: argparse.ArgumentParser) -> None:
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


def _row(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError("a row is a number from 1")
    return int(text)


def _run(options: argparse.Namespace) -> int:
    if options.command is None and not options.version:
        parser().print_help()
        return 2
    try:
        from raad.command import run

        return run(options)
    except (BrokenPipeError, KeyboardInterrupt):
        raise
    except Exception as error:
        return _explain(error)


def _explain(error: Exception) -> int:
    """Say what went wrong on standard error, and return the exit code."""
    from raad.errors import RaadError

    if isinstance(error, RaadError):
        print(f"raad: {error}" if error.exit_code != 1 else error, file=sys.stderr)
        return error.exit_code
    if isinstance(error, (OSError, ModuleNotFoundError)):
        print(f"raad: {error}", file=sys.stderr)
        return BUG
    if os.environ.get("RAAD_TRACEBACK"):
        raise error
    place = error.__traceback__
    while place.tb_next:
        place = place.tb_next
    where = f"{os.path.basename(place.tb_frame.f_code.co_filename)}:{place.tb_lineno}"
    print(
        f"raad: internal error, a bug of RAAD: {type(error).__name__}: {error} ({where}). "
        "Please report it with the command you gave; RAAD_TRACEBACK=1 shows more.",
        file=sys.stderr,
    )
    return BUG
