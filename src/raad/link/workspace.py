"""A store on disk that holds RAAD's graph and graphs from outside, and changes whole or not at all.

A folder `store-N` is never written to once `current` names it. A change is made in a copy, whose files are hard links, and
takes effect when `current` is replaced; what a killed process leaves behind is removed by the next change.
"""

from __future__ import annotations

import contextlib
import gc
import os
import re
import shutil
from collections.abc import Callable, Iterator
from itertools import islice

import pyoxigraph as ox

from raad.errors import UsageError
from raad.target import write_whole

DEFAULT = "raad-workspace"
MOST_CLEARED = 50_000
TOGETHER = 200_000
_CURRENT, _LOCK, _BUILDING = "current", "lock", "building"
_STORE = re.compile(r"store-(\d+)")


class Workspace:
    """The folder of a workspace."""

    def __init__(self, folder: str) -> None:
        """Name the folder; nothing is made or opened yet."""
        self.folder = folder

    @property
    def store_folder(self) -> str | None:
        """Return the folder of the store in use; None where nothing was loaded yet."""
        try:
            with open(os.path.join(self.folder, _CURRENT), encoding="utf-8") as stream:
                name = stream.read().strip()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise UsageError(f"the workspace {self.folder!r} cannot be read: {error.strerror}") from None
        if not _STORE.fullmatch(name):
            raise UsageError(
                f"the workspace {self.folder!r} is damaged: `{_CURRENT}` names no store; load the files into a new one"
            )
        return os.path.join(self.folder, name)

    def open(self) -> ox.Store:
        """Return the store, for reading; UsageError where there is none or it is damaged."""
        folder = self.store_folder
        if folder is None:
            raise UsageError(f"there is no workspace in {self.folder!r}; `raad link FILE... --workspace {self.folder}` makes one")
        try:
            return ox.Store.read_only(folder)
        except (OSError, RuntimeError) as error:
            raise UsageError(f"the workspace {self.folder!r} is damaged: {error}; load the files into a new one") from None

    @contextlib.contextmanager
    def writing(self) -> Iterator[str]:
        """Give a folder for what is being prepared, which no other process has and which is gone in the end.

        UsageError where another process writes to the workspace, or the folder cannot be written.
        """
        building = os.path.join(self.folder, _BUILDING)
        try:
            self._make()
            with self._locked():
                shutil.rmtree(building, ignore_errors=True)
                os.mkdir(building)
                try:
                    yield building
                finally:
                    shutil.rmtree(building, ignore_errors=True)
        except OSError as error:
            raise UsageError(f"the workspace {self.folder!r} cannot be written: {error.strerror or error}") from None

    def renew(self, building: str, gone: set[ox.NamedNode], fill: Callable[[ox.Store], None]) -> None:
        """Put a store in place that holds the graphs of the one in use, without those that are gone, and what `fill` adds."""
        old = self.store_folder
        name = f"store-{int(_STORE.fullmatch(os.path.basename(old))[1]) + 1 if old else 1}"
        made, place = os.path.join(building, name), os.path.join(self.folder, name)
        os.mkdir(made)
        without = _take_over(old, made, gone) if old else set()
        _work(made, lambda store: (_clear(store, without), fill(store)))
        shutil.rmtree(place, ignore_errors=True)
        os.rename(made, place)
        write_whole(os.path.join(self.folder, _CURRENT), f"{name}\n".encode())
        self._prune({name, os.path.basename(old or "")})

    def _make(self) -> None:
        os.makedirs(self.folder, exist_ok=True)
        strange = [
            name for name in os.listdir(self.folder) if name not in (_CURRENT, _LOCK, _BUILDING) and not _STORE.fullmatch(name)
        ]
        if strange and self.store_folder is None:
            raise UsageError(f"{self.folder!r} is no workspace and holds other files ({sorted(strange)[0]}); name a new folder")

    def _prune(self, kept: set[str]) -> None:
        """Remove the stores that are in use no more; the one before stays for those who read it now."""
        for entry in os.listdir(self.folder):
            if _STORE.fullmatch(entry) and entry not in kept:
                shutil.rmtree(os.path.join(self.folder, entry), ignore_errors=True)

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        """Hold the lock of the workspace; UsageError where another process holds it. The system frees it when a process ends."""
        with open(os.path.join(self.folder, _LOCK), "w", encoding="utf-8") as stream:
            try:
                import fcntl

                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except ModuleNotFoundError:
                pass
            except BlockingIOError:
                raise UsageError(f"another `raad link` is writing to {self.folder!r}; try again when it is done") from None
            yield


def _work(folder: str, work: Callable[[ox.Store], None]) -> None:
    """Do the work on the store of a folder, and close it."""
    store = ox.Store(folder)
    try:
        work(store)
        store.flush()
    finally:
        del store
        gc.collect()


def _take_over(old: str, new: str, gone: set[ox.NamedNode]) -> set[ox.NamedNode]:
    """Bring the graphs of a store into an empty folder; return those that are still to be cleared there.

    To clear a graph costs ten times as much a triple as to write one, and 1.4 KB of memory. So few triples are cleared from a
    copy of the files, and where many go, those that stay are written anew.
    """
    store = ox.Store.read_only(old)
    sizes = {graph: sum(1 for _ in store.quads_for_pattern(None, None, None, graph)) for graph in store.named_graphs()}
    going = sum(size for graph, size in sizes.items() if graph in gone)
    if going <= MOST_CLEARED and going * 10 <= sum(sizes.values()) - going:
        del store
        gc.collect()
        _copy(old, new)
        return gone & set(sizes)
    _work(new, lambda made: _write(store, made, set(sizes) - gone))
    return set()


def _clear(store: ox.Store, graphs: set[ox.NamedNode]) -> None:
    for graph in graphs:
        store.remove_graph(graph)


def _write(store: ox.Store, made: ox.Store, graphs: set[ox.NamedNode]) -> None:
    for graph in graphs:
        quads = store.quads_for_pattern(None, None, None, graph)
        while together := list(islice(quads, TOGETHER)):
            made.bulk_extend(together)


def _copy(old: str, new: str) -> None:
    """Copy a store: its tables, which are never changed, as hard links where the disk has them."""
    for name in os.listdir(old):
        source, target = os.path.join(old, name), os.path.join(new, name)
        if name.endswith(".sst"):
            try:
                os.link(source, target)
                continue
            except OSError:
                pass
        if name != "LOCK":
            shutil.copyfile(source, target)
