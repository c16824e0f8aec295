"""The manifest of a release: what each file holds, its size and its SHA-256; and the check of a release against it."""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterable

import pyoxigraph as ox

from raad.asking.record_difference import record_of
from raad.names import VERSION_IRI

MANIFEST, SUMS, GRAPH = "manifest.json", "SHA256SUMS", "raad.nq"


def manifest(version: str, quads: Iterable[ox.Quad], counts: dict[str, int], files: dict[str, tuple[bytes, str]]) -> dict:
    """Return the manifest of a release: version and version IRI, statements and subjects of each graph, records, files."""
    quads = list(quads)
    graphs = Counter(quad.graph_name.value for quad in quads)
    subjects = {graph: set() for graph in graphs}
    for quad in quads:
        subjects[quad.graph_name.value].add(record_of(quad.subject.value))
    return {
        "name": "RAAD",
        "version": version,
        "version_iri": next(quad.object.value for quad in quads if quad.predicate == VERSION_IRI),
        "graphs": {iri: {"triples": graphs[iri], "records": len(subjects[iri])} for iri in sorted(graphs)},
        "records": dict(sorted(counts.items())),
        "files": [
            {"path": path, "bytes": len(content), "sha256": digest(content), "media_type": kind}
            for path, (content, kind) in sorted(files.items())
        ],
    }


def digest(content: bytes) -> str:
    """Return the SHA-256 of bytes in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def sums(files: dict[str, bytes]) -> str:
    """Return the sums of files in the form that `sha256sum -c` reads."""
    return "".join(f"{digest(content)}  {path}\n" for path, content in sorted(files.items()))


def faults(folder: str) -> list[str]:
    """Return what is wrong with a release, each fault with the file that it is in; nothing where the release is whole."""
    try:
        with open(os.path.join(folder, MANIFEST), encoding="utf-8") as stream:
            told = {_inside(entry["path"]): (entry["bytes"], entry["sha256"]) for entry in json.load(stream)["files"]}
    except FileNotFoundError:
        return [f"{MANIFEST}: is missing, so {folder!r} is no release of RAAD"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        return [f"{MANIFEST}: cannot be read: {error}"]
    listed = _listed(folder)
    found = [f"{path}: {fault}" for path, (size, sha) in told.items() if (fault := _fault(folder, path, size, sha))]
    found += [
        f"{SUMS}: does not say of {path} what {MANIFEST} says" for path, (_, sha) in told.items() if listed.get(path) != sha
    ]
    if _fault(folder, MANIFEST, None, listed.get(MANIFEST, "")):
        found.append(f"{MANIFEST}: its SHA-256 is not the one in {SUMS}")
    strange = sorted(_present(folder) - told.keys() - {MANIFEST, SUMS})
    return found + [f"{path}: is in no list of the release" for path in strange]


def _inside(path: object) -> str:
    """Return the path of a file of a release; ValueError where it is none or leads out of the release."""
    if not isinstance(path, str) or not path or path.startswith("/") or {"", ".", ".."} & set(path.split("/")):
        raise ValueError(f"{path!r} is no path inside the release")
    return path


def _fault(folder: str, path: str, size: int | None, sha: str) -> str:
    try:
        with open(os.path.join(folder, *path.split("/")), "rb") as stream:
            content = stream.read()
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    if size is not None and len(content) != size:
        return f"has {len(content)} bytes, not {size}"
    return "" if digest(content) == sha else "has another SHA-256 than the manifest says: a byte of it was changed"


def _listed(folder: str) -> dict[str, str]:
    try:
        with open(os.path.join(folder, SUMS), encoding="utf-8") as stream:
            pairs = (line.rstrip("\n").split("  ", 1) for line in stream)
            return {pair[1]: pair[0] for pair in pairs if len(pair) == 2}
    except (OSError, UnicodeDecodeError):
        return {}


def _present(folder: str) -> set[str]:
    found = set()
    for base, _, names in os.walk(folder):
        found |= {os.path.relpath(os.path.join(base, name), folder).replace(os.sep, "/") for name in names}
    return found
