"""The command that builds a release into one directory, or checks one."""

from __future__ import annotations

import argparse
import json
import os
import sys

from raad.command.terminal import progress
from raad.comparison.imprint import imprint
from raad.errors import UsageError
from raad.graph.cache import load
from raad.release.manifest import GRAPH, MANIFEST, faults
from raad.release.published import names_of, published, removed
from raad.target import check_folder, write_folder


def release(options: argparse.Namespace) -> int:
    """Build a release, or check one; return 1 where an IRI is gone or the release is not whole."""
    if options.check:
        return _check(options)
    check_folder(options.folder, replace=options.force)
    before = _before(options.previous)
    graph = load(progress)
    quads = graph.printed()
    once = published() | (names_of(before.printed()) if before else set())
    gone = removed(names_of(quads), once)
    if gone:
        print("\n".join(gone), file=sys.stderr)
        return 1
    from raad.release.content import release_files, released_forms

    changes = None
    if before:
        from raad.asking.difference import diff

        changes = diff(before, graph, progress)
    made = release_files(graph, changes, released_forms(), progress)
    progress(f"writing {len(made)} files")
    write_folder(options.folder, made, replace=options.force)
    if b"\n## Unreleased" in made["CHANGES.md"]:
        print("raad: CHANGELOG.md has entries under Unreleased; name the version above them before you publish", file=sys.stderr)
    return _told(options, json.loads(made[MANIFEST]), names_of(quads) - published())


def _before(folder: str | None):
    """Return the graph of the release before, or None; UsageError where that is none or is damaged."""
    if folder is None:
        return None
    from raad.graph.file import read_graph

    wrong = faults(folder)
    if wrong:
        raise UsageError(f"the release before, {folder!r}, is not whole:\n" + "\n".join(wrong))
    return read_graph(os.path.join(folder, GRAPH))


def _check(options: argparse.Namespace) -> int:
    if options.previous or options.force:
        raise UsageError("--check reads a release and writes nothing; leave --previous and --force out")
    if not os.path.isdir(options.folder):
        raise UsageError(f"no folder is called {options.folder!r}")
    wrong = faults(options.folder)
    if options.format == "json":
        from raad.graph.dataset import ontology_version
        from raad.report.output import json_text

        sys.stdout.write(json_text({"passed": not wrong, "faults": wrong}, ontology_version()))
    else:
        print("\n".join(wrong) if wrong else f"{options.folder} is whole: every file is as its manifest says")
    return 1 if wrong else 0


def _told(options: argparse.Namespace, made: dict, new: set[str]) -> int:
    if options.format == "json":
        from raad.report.output import json_text

        sys.stdout.write(json_text({"folder": options.folder, "new_names": len(new), "manifest": made}, made["version"]))
        return 0
    size = sum(entry["bytes"] for entry in made["files"])
    print(
        f"RAAD {made['version']} in {options.folder}: {len(made['files'])} files, {size} bytes; `raad release --check` proves it."
    )
    if new:
        where = os.path.join(options.folder, "published.txt")
        print(f"{len(new)} terms and records are new. Once they are published: cp {where} data/published.txt")
    print(imprint(made["version"]))
    return 0
