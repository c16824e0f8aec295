"""Files from outside loaded into a workspace, each into a named graph, beside RAAD's own graph."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox

from raad.errors import UsageError
from raad.graph import cache
from raad.graph.query import Table, run
from raad.graph.question import question, tidy
from raad.link.lift import lift_tree
from raad.link.reader import Reader
from raad.link.workspace import Workspace
from raad.names import CATALOGUE_GRAPH, DATA_GRAPH, EXTERNAL, INFERRED_GRAPH, ONTOLOGY_GRAPH
from raad.near import near

OWN = {ONTOLOGY_GRAPH, DATA_GRAPH, INFERRED_GRAPH}
# Bulk loading keeps about ten times the bytes it is given in memory.
PIECE = 32 << 20


@dataclass
class Linked:
    """What a run of `raad link` did: what is told of each file that was loaded, and the fault of each that was not."""

    loaded: list[dict] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def link(workspace: Workspace, paths: list[str], graph: cache.Graph, progress: Callable[[str], None]) -> Linked:
    """Load the files into the workspace, in place of the graphs of the same names; a file with a fault changes nothing."""
    named = _named(paths)
    done = Linked()
    with workspace.writing() as building:
        staged = _read(named, building, done, progress)
        gone = {ox.NamedNode(EXTERNAL + told["name"]) for told, _ in staged}
        if not staged and done.faults:
            return done
        _renew(workspace, building, graph, gone, staged, progress)
    return done


def remove(workspace: Workspace, name: str, graph: cache.Graph, progress: Callable[[str], None]) -> None:
    """Remove the graph of that name; UsageError gives near names."""
    known = [row["name"] for row in listed(workspace.open()).records()]
    if name not in known:
        close = near(name, known)
        guess = f"; did you mean {' or '.join(close)}?" if close else "; `raad link --list` lists them"
        raise UsageError(f"the workspace holds no graph called {name!r}{guess}")
    with workspace.writing() as building:
        _renew(workspace, building, graph, {ox.NamedNode(EXTERNAL + name)}, [], progress)


def refresh(workspace: Workspace, graph: cache.Graph, progress: Callable[[str], None]) -> ox.Store:
    """Return the store of the workspace with RAAD's graph as it is now."""
    store = workspace.open()
    if not _stale(store, graph.content()):
        return store
    del store
    with workspace.writing() as building:
        _renew(workspace, building, graph, set(), [], progress)
    return workspace.open()


def listed(store: ox.Store) -> Table:
    """Return the files that a workspace holds."""
    asked = question("workspace/external")
    table = tidy(asked, run(store, asked.text))
    place = table.columns.index("graph")
    return Table(table.columns, tuple(row for row in table.rows if row[place].startswith(EXTERNAL)))


def _named(paths: list[str]) -> dict[str, str]:
    """Return the paths by the names of their graphs; UsageError where two files would get one name."""
    named: dict[str, str] = {}
    for path in paths:
        name = re.sub(r"[^A-Za-z0-9._-]+", "-", os.path.basename(os.path.abspath(path)).removesuffix(".gz")).strip("-.") or "file"
        if name in named:
            raise UsageError(f"{named[name]!r} and {path!r} would both become the graph {name!r}; rename one of them")
        named[name] = path
    return named


def _read(named: dict[str, str], building: str, done: Linked, progress: Callable[[str], None]) -> list[tuple[dict, str]]:
    """Read each file to a stage of its own; return what is told of those that could be read, with their stages."""
    reader, staged = Reader(), []
    try:
        for number, (name, path) in enumerate(named.items(), 1):
            progress(f"reading {os.path.basename(path)} ({number} of {len(named)})")
            stage = os.path.join(building, f"{number}.nt")
            try:
                told = reader.read(os.path.abspath(path), name, stage, os.path.getsize(path) if os.path.isfile(path) else 0)
            except UsageError as error:
                done.faults.append(str(error))
                continue
            done.loaded.append(told)
            staged.append((told, stage))
    finally:
        reader.close()
    return staged


def _renew(
    workspace: Workspace,
    building: str,
    graph: cache.Graph,
    gone: set[ox.NamedNode],
    staged: list[tuple[dict, str]],
    progress: Callable[[str], None],
) -> None:
    """Put a store in place without what is gone, with what is staged, and with RAAD's graph as it is now."""
    old = workspace.open() if workspace.store_folder else ox.Store()
    content = graph.content()
    stale = _stale(old, content)
    leaving = gone | (OWN if stale else set())
    catalogue = [quad for quad in old.quads_for_pattern(None, None, None, CATALOGUE_GRAPH) if quad.subject not in leaving]
    del old

    def fill(store: ox.Store) -> None:
        store.bulk_extend(catalogue)
        if stale:
            progress("putting RAAD's graph into the workspace")
            store.bulk_load(content, format=ox.RdfFormat.N_QUADS)
            _enter(store, DATA_GRAPH, _own(content))
        progress(f"loading {sum(told['triples'] for told, _ in staged)} triples")
        for piece in _pieces(staged):
            store.bulk_load(piece, format=ox.RdfFormat.N_QUADS)
        for told, _ in staged:
            place = ox.NamedNode(EXTERNAL + told["name"])
            told["triples"] = sum(1 for _ in store.quads_for_pattern(None, None, None, place))
            _enter(store, place, told)

    workspace.renew(building, leaving | {CATALOGUE_GRAPH}, fill)


def _pieces(staged: list[tuple[dict, str]]) -> Iterator[bytes]:
    """Give the stages as N-Quads, each triple in the graph of its file, in pieces that keep memory bounded."""
    held, size = [], 0
    for told, stage in staged:
        end = f" <{EXTERNAL}{told['name']}> .\n".encode()
        with open(stage, "rb") as stream:
            while piece := stream.read(PIECE):
                held.append((piece + stream.readline()).replace(b" .\n", end))
                size += len(held[-1])
                if size > PIECE:
                    yield b"".join(held)
                    held, size = [], 0
        os.unlink(stage)
    if held:
        yield b"".join(held)


def _enter(store: ox.Store, place: ox.NamedNode, told: dict) -> None:
    """Enter a graph into the catalogue."""
    triples = lift_tree(question("lift/catalogue"), told["file"], place.value, {}, told)
    store.extend(ox.Quad(*triple, CATALOGUE_GRAPH) for triple in triples)


def _own(content: bytes) -> dict:
    """Return what is told of RAAD's own graph."""
    return {
        "name": "raad", "file": "RAAD", "format": "N-Quads",
        "sha256": hashlib.sha256(content).hexdigest(), "triples": content.count(b"\n"),
    }  # fmt: skip


def _stale(store: ox.Store, content: bytes) -> bool:
    """Return whether RAAD's graph in the store is another than its content now."""
    digest = ox.Literal(hashlib.sha256(content).hexdigest())
    return next(store.quads_for_pattern(DATA_GRAPH, None, digest, CATALOGUE_GRAPH), None) is None
