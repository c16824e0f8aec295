"""The built graph, kept under the user's cache directory by the content it was built from.

A folder per content key holds graph.nq, manifest.json with its digest, and the answers of stored
questions. A folder appears by one rename, so that two builds at once do no harm; what is damaged is
moved away and built anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import pyoxigraph as ox

from raad.graph.scope import WHOLE, Scope
from raad.names import DATA_GRAPH
from raad.rooms import PACKAGE, files, walk

if TYPE_CHECKING:
    from raad.graph.dataset import Dataset

KEPT = 16


@dataclass
class Graph:
    """A loaded RAAD graph: its version, its record counts, and the store, opened when first needed."""

    version: str
    counts: dict[str, int]
    folder: str = ""
    quads: bytes = field(default=b"", repr=False)
    scope: Scope = WHOLE

    @cached_property
    def store(self) -> ox.Store:
        """Return the in-memory store of all named graphs."""
        store = ox.Store()
        store.bulk_load(self.content(), format=ox.RdfFormat.N_QUADS)
        return store

    def printed(self) -> list[ox.Quad]:
        """Return all quads, sorted, with their numbers as printed, which the store would rewrite."""
        content = self.quads or _content(self.folder, self.scope)
        return list(ox.parse(content, format=ox.RdfFormat.N_QUADS))

    def content(self) -> bytes:
        """Return the graph as sorted N-Quads."""
        return self.quads or _content(self.folder, self.scope)

    def stated(self) -> list[ox.Quad]:
        """Return the quads of the curated records with their numbers as printed."""
        return [quad for quad in self.printed() if quad.graph_name == DATA_GRAPH]

    def to_rdflib(self):
        """Return the graph as an rdflib Dataset whose default graph is the union of all."""
        import rdflib

        dataset = rdflib.Dataset(default_union=True)
        dataset.parse(data=self.content(), format="nquads")
        return dataset


def load(progress: Callable[[str], None] = lambda stage: None, scope: Scope = WHOLE) -> Graph:
    """Return the graph of the rooms in a scope, from the cache if it holds the same content, else built and cached.

    UsageError names a folder of one's own that is none; DataError lists every problem of curated files.
    """
    graph = _open(_folder(scope), scope)
    if graph is None:
        dataset = rebuild(progress, scope)
        graph = _open(_folder(scope), scope) or Graph(dataset.version, dataset.counts, quads=dataset.quads, scope=scope)
    return graph


def rebuild(progress: Callable[[str], None] = lambda stage: None, scope: Scope = WHOLE) -> Dataset:
    """Return the dataset built anew from the rooms, kept in place of what the cache holds for the same content."""
    from raad.graph.dataset import build

    folder = _folder(scope)
    dataset = build(progress, scope)
    _remove(folder)
    _keep(dataset, folder)
    return dataset


def cache_directory() -> str:
    """Return the folder in which RAAD keeps what it can build again."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.expanduser("~\\AppData\\Local")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return os.path.join(base, "raad")


def _folder(scope: Scope) -> str:
    """Return the folder for the content of the rooms as they are, in a scope."""
    return os.path.join(cache_directory(), content_key(scope))


def content_key(scope: Scope = WHOLE) -> str:
    """Return a digest of everything the graph is built from: ontology, shapes, data, rules, code and what the scope adds."""
    digest = hashlib.sha256(ox.__version__.encode())
    digest.update(f"{scope.leave_out} {scope.filters} {scope.words()}".encode())
    paths = files("ontology", ".ttl") + files("shapes", ".ttl") + files("data", ".yaml", ".jsonld")
    paths += files("sparql", ".rq", skip=("scorecard",))
    code = walk(PACKAGE, ".py", ".j2", skip=("_rooms",))
    own = scope.files()
    for path in paths + code + own:
        with open(path, "rb") as stream:
            content = stream.read()
        name = os.path.abspath(path) if path in own else os.path.basename(path)
        digest.update(f"{name} {len(content)} ".encode())
        digest.update(content)
    return digest.hexdigest()[:32]


def read_answer(graph: Graph, text: str):
    """Return the kept answer to a query text as JSON values, or None."""
    if not graph.folder:
        return None
    try:
        with open(_answer_path(graph, text), encoding="utf-8") as stream:
            digest, _, body = stream.read().partition("\n")
    except OSError:
        return None
    return json.loads(body) if digest == hashlib.sha256(body.encode()).hexdigest() else None


def keep_answer(graph: Graph, text: str, answer) -> None:
    """Keep the answer to a query text, given as JSON values; a cache that cannot be written is no error."""
    if not graph.folder:
        return
    body = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
    path = _answer_path(graph, text)
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        temporary = f"{path}.{os.getpid()}"
        with open(temporary, "w", encoding="utf-8") as stream:
            stream.write(hashlib.sha256(body.encode()).hexdigest() + "\n" + body)
        os.replace(temporary, path)
    except OSError:
        return


def _answer_path(graph: Graph, text: str) -> str:
    return os.path.join(graph.folder, "answer", hashlib.sha256(text.encode()).hexdigest()[:32] + ".json")


def _open(folder: str, scope: Scope) -> Graph | None:
    """Return the graph kept in a folder, or None where there is none or it is damaged."""
    try:
        with open(os.path.join(folder, "manifest.json"), encoding="utf-8") as stream:
            manifest = json.load(stream)
        if os.path.getsize(os.path.join(folder, "graph.nq")) != manifest["bytes"]:
            raise ValueError
        return Graph(manifest["version"], manifest["counts"], folder, scope=scope)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError):
        _remove(folder)
        return None


def _content(folder: str, scope: Scope) -> bytes:
    """Return the verified bytes of the kept graph; a damaged or removed one is built anew."""
    try:
        with open(os.path.join(folder, "manifest.json"), encoding="utf-8") as stream:
            digest = json.load(stream)["sha256"]
        with open(os.path.join(folder, "graph.nq"), "rb") as stream:
            content = stream.read()
        if hashlib.sha256(content).hexdigest() == digest:
            return content
    except (OSError, ValueError, KeyError):
        pass
    return rebuild(scope=scope).quads


def _keep(dataset: Dataset, folder: str) -> None:
    """Keep a dataset in the folder by one rename; a cache that cannot be written is no error."""
    temporary = f"{folder}.{os.getpid()}.building"
    manifest = {
        "version": dataset.version,
        "counts": dataset.counts,
        "bytes": len(dataset.quads),
        "sha256": hashlib.sha256(dataset.quads).hexdigest(),
    }
    try:
        os.makedirs(temporary, exist_ok=True)
        with open(os.path.join(temporary, "graph.nq"), "wb") as stream:
            stream.write(dataset.quads)
        with open(os.path.join(temporary, "manifest.json"), "w", encoding="utf-8") as stream:
            json.dump(manifest, stream)
        os.rename(temporary, folder)
    except OSError:
        _remove(temporary)
        return
    _prune(os.path.dirname(folder), folder)


def _prune(base: str, newest: str) -> None:
    """Remove all but the folders used last, so that the cache does not grow with every edit."""
    try:
        entries = [entry.path for entry in os.scandir(base) if entry.is_dir() and entry.path != newest]
        folders = [path for path in entries if not path.endswith(".building")]
        for folder in sorted(folders, key=os.path.getmtime, reverse=True)[KEPT - 1 :]:
            _remove(folder)
    except OSError:
        return


def _remove(folder: str) -> None:
    shutil.rmtree(folder, ignore_errors=True)
