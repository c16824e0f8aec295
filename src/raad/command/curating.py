"""What the commands for curators do: an empty record, a record as YAML, the check of files."""

from __future__ import annotations

import argparse
import os

from raad.asking.find import kinds, short
from raad.command.terminal import progress, write
from raad.comparison.imprint import imprint
from raad.curated.context import Context, class_name, room_name
from raad.curated.file import has_folder, read_used
from raad.curated.record import SLUG
from raad.errors import UnknownName, UsageError
from raad.graph.cache import Graph
from raad.graph.query import Iri
from raad.near import near

_GUIDE = """\
# Fill in what stands between < and >. Take the `# ` off a key that you have a value for, delete the other comments,
# and check the file with `raad validate FILE`.
"""


def new(options: argparse.Namespace) -> int:
    """Write an empty record of a kind; a file that is there already stays as it is."""
    from raad.editor.form import Forms
    from raad.editor.skeleton import skeleton
    from raad.graph.dataset import ontology_version

    kind = curated_kind(options.kind)
    if options.output and os.path.exists(options.output):
        raise UsageError(f"{options.output!r} is there already and is not overwritten; choose another name")
    identifier = _identifier(options, kind)
    body = skeleton(Forms(Context.load()), kind, identifier, listed=not has_folder(kind))
    return write(options, f"{_GUIDE}# {imprint(ontology_version())}\n{body}")


def record_yaml(graph: Graph, record: Iri) -> str:
    """Return a curated record as it stands in its file, after a comment with the release.

    UsageError says in which record a part stands, or that a term is no record.
    """
    from raad.editor.compaction import Compaction
    from raad.editor.form import Forms
    from raad.editor.house_style import yaml_text

    found = Compaction(graph.stated(), Forms(Context.load()))
    owner = found.owner(record)
    if not owner:
        raise UsageError(f"{short(record)} is no curated record, so it has no YAML; choose text, json, turtle, json-ld or nt")
    if owner != record:
        raise UsageError(f"{short(record)} is a part of {short(Iri(owner))}; ask for that")
    made = found.record(record)
    whole = made if has_folder(short(record).partition(":")[0]) else [made]
    return f"# {imprint(graph.version)}\n{yaml_text(whole)}"


def validate(options: argparse.Namespace) -> int:
    """Write the problems of curated files; return 1 where one is worse than a warning."""
    from raad.graph.dataset import ontology_version
    from raad.graph.validation import validate as check
    from raad.report.output import json_text

    found = check([*options.paths, *([options.data] if options.data else [])], options.engine, progress)
    version = ontology_version()
    if options.format == "json":
        body = {
            "passed": found.passed,
            **found.counts,
            "shapes": found.shapes,
            "checks": found.checks,
            "problems": [p._asdict() for p in found.problems],
            "warnings_elsewhere": found.elsewhere,
        }
        write(options, json_text(body, version))
        return 0 if found.passed else 1
    worse = sum(problem.severity == "Violation" for problem in found.problems)
    warnings = sum(problem.severity == "Warning" for problem in found.problems)
    hints = len(found.problems) - worse - warnings
    count = f"{worse} problem{'s' * (worse != 1)}, {warnings} warning{'s' * (warnings != 1)}"
    count += f", {hints} hint{'s' * (hints != 1)}" if hints else ""
    count += f" ({found.elsewhere} in other files not shown)" if found.elsewhere else ""
    seen = (
        f"{found.counts['files']} files, {found.counts['records']} records, {found.shapes} shapes, {found.checks} checks: {count}"
    )
    write(options, "\n".join([*map(str, found.problems), f"{seen}. {imprint(version)}"]) + "\n")
    return 0 if found.passed else 1


def curated_kind(given: str) -> str:
    """Return the kind of curated file that is meant; UnknownName says where a part of that name stands, or lists the kinds."""
    context = Context.load()
    parts = {room_name(key) for terms in context.keys.values() for key, term in terms.items() if term.form == "nested"}
    known = [kind for kind in kinds() if kind not in parts]
    kind = given if given in known else given.removesuffix("s")
    if kind in known:
        return kind
    homes = [home for home in known if _holds(context, class_name(home), room_name(kind))]
    hint = f"; it is a part of {' or '.join(homes)}" if homes else f"; one of: {', '.join(known)}"
    raise UnknownName("kind of curated file", given, near(given, known), hint)


def _holds(context: Context, name: str, part: str) -> bool:
    """Return whether records of a class have parts of a kind, at any depth."""
    keys = [key for key, term in context.keys[name].items() if term.form == "nested"]
    return any(room_name(key) == part or _holds(context, class_name(key), part) for key in keys)


def _identifier(options: argparse.Namespace, kind: str) -> str:
    """Return the id of the new record: as given, else the name of its file; UsageError where no record can have it."""
    stem = os.path.splitext(os.path.basename(options.output or ""))[0] if has_folder(kind) else ""
    identifier = options.id or stem
    if identifier and not SLUG.fullmatch(identifier):
        raise UsageError(f"{identifier!r} is no id; an id is written in lower-case letters and digits joined by single hyphens")
    if stem and identifier != stem:
        raise UsageError(f"the file is called {stem!r} and the record {identifier!r}; make them equal")
    context = Context.load()
    place = read_used().places.get(f"{context.base}{kind}/{identifier}")
    if place:
        raise UsageError(f"{kind} {identifier} is there already, in {place.file}; mend it there, or choose another id")
    return identifier
