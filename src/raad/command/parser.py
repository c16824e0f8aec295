"""The parser of all commands."""

from __future__ import annotations

import argparse

from raad.command.option import Parser, command, export, question, reason, roll_up, row, service, why

TABLE = ("text", "json", "html", "csv", "tsv")
TRIPLE = ("turtle", "json-ld", "nt")
CHECKLIST = ("robot", "obo", "foops", "oops", "hcls", "query", "star", "fair")


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    whole = Parser(
        prog="raad",
        description="Ask an evidence graph of rapid-acting antidepressants and synaptic plasticity.",
        epilog="Start with: raad compare rapastinel ketamine. Research use, not medical advice.",
    )
    whole.add_argument("--version", action="store_true", help="print the release of code and data")
    whole.set_defaults(data=None, verified_only=False, without_company=False)
    commands = whole.add_subparsers(dest="command", metavar="COMMAND", parser_class=Parser)
    compare = command(
        commands,
        "compare",
        "Compare two compounds or more.",
        "raad compare rapastinel ketamine",
        ("text", "json", "svg", "csv", "html"),
    )
    roll_up(compare)
    compare.add_argument("compound", metavar="COMPOUND", nargs="+", help="a compound: id, label, synonym or code; two or more")
    compare.add_argument("--full", action="store_true", help="show every row and whole references")
    effect = command(
        commands, "effect", "Compute effect sizes from printed numbers.", "raad effect ketamine", ("text", "json", "csv")
    )
    effect.add_argument("compound", metavar="COMPOUND", nargs="?", help="a compound; left out, all findings are taken")
    query = command(commands, "query", "Ask a stored question.", "raad query evidence/null-result -p A=ketamine", TABLE)
    question(query)
    _workspace(query)
    service(query)
    explain = command(
        commands,
        "explain",
        "Show why a row stands in an answer.",
        "raad explain null-result rapastinel --row 3",
        ("text", "turtle", "trig", "json", "svg"),
    )
    question(explain)
    explain.add_argument("--row", type=row, metavar="N", help="the number of the row in the order of the answer, from 1")
    explain.add_argument(
        "--where", metavar="COLUMN=VALUE", action="append", default=[], help="a cell that the row has, such as its finding"
    )
    reason(
        command(
            commands,
            "reason",
            "Say what was inferred, or what contradicts what.",
            "raad reason --check my-ontology.ttl",
            ("text", "json", "turtle"),
            scope=False,
        )
    )
    why(
        command(
            commands,
            "why",
            "Show why a record is, or is not, of a class.",
            "raad why rapastinel 'NMDA receptor positive modulator'",
            ("text", "json", "turtle"),
            scope=False,
        )
    )
    listed = command(commands, "questions", "List the stored questions.", "raad questions", TABLE)
    listed.add_argument("--coverage", action="store_true", help="list what of the ontology no stored question names")
    diff = command(commands, "diff", "Say what changed between two graphs.", "raad diff old.nq", ("text", "json"))
    diff.add_argument("old", metavar="OLD", help="a graph that `raad build -o` wrote")
    diff.add_argument("new", metavar="NEW", nargs="?", help="a later one (default: the shipped records)")
    report = command(
        commands, "report", "Write a guide to two compounds, or its sources.", "raad report rapastinel ketamine -o guide.html", ()
    )
    roll_up(report)
    report.add_argument("compound", metavar="COMPOUND", nargs="+", help="the two compounds: id, label, synonym or code")
    report.add_argument(
        "--format", choices=("html", "md", "bibtex", "ris", "csl-json"),
        help="the guide as html or md, or the sources it cites (default: by the ending of the file, else html)",
    )  # fmt: skip
    describe = command(
        commands,
        "describe",
        "Show what is said of a record or term.",
        "raad describe publication:liu-2017",
        ("text", "json", "yaml", *TRIPLE),
    )
    describe.add_argument("name", metavar="ID", help="a record or term: kind:id, raad:Term, label, synonym or IRI")
    search = command(commands, "search", "Find records that hold a text.", "raad search 'apical tuft'", TABLE)
    search.add_argument("text", metavar="TEXT", nargs="+", help="words that a record must hold, all of them")
    listing = command(commands, "list", "List the records of a kind.", "raad list compound", TABLE)
    listing.add_argument(
        "kind", metavar="KIND", nargs="?", help="compound, publication, finding ...; left out, the kinds are listed"
    )
    sparql = command(
        commands, "sparql", "Run a SPARQL query.", "raad sparql 'SELECT * { ?s a raad:Racemate }'", (*TABLE, *TRIPLE)
    )
    _workspace(sparql)
    sparql.add_argument("query", metavar="QUERY", help="a query, @FILE to read one, or - for standard input")
    audit = command(commands, "audit", "Judge the statements of a text.", "raad audit my-claims.yaml", ("text", "json"))
    audit.add_argument(
        "text", metavar="TEXT", nargs="?", default="founding-guide",
        help="an audited text, or a file of claims of yours (default: the founding guide)",
    )  # fmt: skip
    export(
        command(commands, "export", "Write the graph in a format of the field.", "raad export --format turtle -o raad.ttl", ())
    )
    validate = command(
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
    new = command(
        commands,
        "new",
        "Write an empty record to fill in.",
        "raad new publication smith-2024 -o smith-2024.yaml",
        (),
        scope=False,
    )
    new.add_argument("kind", metavar="KIND", help="publication, compound, mechanism ...: a kind that has files of its own")
    new.add_argument("id", metavar="ID", nargs="?", help="the id of the record (default: the name of the file)")
    schema = command(
        commands,
        "schema",
        "Write the JSON Schema of a kind of file, or of an answer.",
        "raad schema publication -o publication.json",
        (),
        scope=False,
    )
    schema.add_argument(
        "kind", metavar="KIND", nargs="?", help="publication, compound, mechanism ...: a kind that has files of its own"
    )
    schema.add_argument(
        "--answer", metavar="NAME", help="what a command writes with --format json: compare, query ..., or a stored question"
    )
    score = command(
        commands,
        "score",
        "Hold the ontology against the checklists of the field.",
        "raad score --list robot my-ontology.owl",
        ("text", "json", "csv", "md"),
        scope=False,
    )
    score.add_argument("file", metavar="FILE", nargs="*", help="an ontology of yours; several are taken as one (default: RAAD)")
    score.add_argument("--list", choices=CHECKLIST, action="append", help="only this checklist; may be given again")
    score.add_argument("--base", metavar="IRI", help="only entities whose IRI begins with this")
    link = command(
        commands,
        "link",
        "Load files from outside into a workspace.",
        "raad link chebi.owl interactions.csv",
        (*TABLE, "md"),
        filters=False,
    )
    _workspace(link, "raad-workspace")
    link.add_argument(
        "files", metavar="FILE", nargs="*", help="ontologies and tables; what they are is told by what stands in them"
    )
    link.add_argument("--list", action="store_true", help="list what the workspace holds")
    link.add_argument("--remove", metavar="NAME", help="remove what was loaded under a name")
    link.add_argument("--report", action="store_true", help="answer all questions about the workspace")
    link.add_argument("--formats", action="store_true", help="list what can be loaded, and by what it is told")
    build = command(
        commands,
        "build",
        "Build the graph anew and say what went into it.",
        "raad build -o raad.nq",
        ("text", "json"),
        output=False,
    )
    build.add_argument("-o", "--output", metavar="FILE", help="write the graph as sorted N-Quads")
    release = command(
        commands, "release", "Build a release, or check one.", "raad release raad-0.1.0 --previous raad-0.0.9",
        ("text", "json"), output=False, scope=False,
    )  # fmt: skip
    release.add_argument("folder", metavar="DIR", help="the folder of the release: a new one, or with --force one to replace")
    release.add_argument("--previous", metavar="DIR", help="the release before, to tell what changed")
    release.add_argument("--force", action="store_true", help="replace a folder that is there, in one step")
    release.add_argument("--check", action="store_true", help="check that a release is whole, and write nothing")
    return whole


def _workspace(command: argparse.ArgumentParser, default: str | None = None) -> None:
    """Let a command take a workspace."""
    command.add_argument(
        "--workspace", metavar="DIR", default=default,
        help=f"the folder of a workspace (default {default})" if default else "ask a workspace that `raad link` made",
    )  # fmt: skip
