"""Proof that a workspace changes whole or not at all: killed, without disk, without leave, or with two at once."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from raad.errors import UsageError
from raad.graph.cache import Graph
from raad.link import loading
from raad.link.workspace import Workspace
from raad.names import DATA_GRAPH, EXTERNAL

TRIPLES = 20_000
PLACE = ox.NamedNode(EXTERNAL + "a.nt")
SMALL = Graph("0", {}, quads=f"<http://e.org/s> <http://e.org/p> <http://e.org/o> <{DATA_GRAPH.value}> .\n".encode())


def write(path: Path, mark: int, count: int = TRIPLES) -> Path:
    """Write a file in which every triple bears the mark."""
    path.write_text("".join(f'<http://e.org/{n}> <http://e.org/p> "{mark}" .\n' for n in range(count)))
    return path


def held(folder: Path) -> dict[str, int]:
    """Return how many triples of the file bear which mark, and that the catalogue says the same of their number."""
    store = Workspace(str(folder)).open()
    found: dict[str, int] = {}
    for quad in store.quads_for_pattern(None, None, None, PLACE):
        found[quad.object.value] = found.get(quad.object.value, 0) + 1
    listed = {row["name"]: row["triples"] for row in loading.listed(store).records()}
    assert listed.get("a.nt", 0) == sum(found.values())
    return found


def link(folder: Path, *paths: Path) -> loading.Linked:
    """Load files into a workspace beside a graph of one triple."""
    return loading.link(Workspace(str(folder)), [str(path) for path in paths], SMALL, lambda stage: None)


def start(folder: Path, path: Path, **options) -> subprocess.Popen:
    """Start another process that loads a file."""
    code = (
        "import sys; from test_link_workspace import link; from pathlib import Path; from raad.errors import UsageError\n"
        "try: link(*map(Path, sys.argv[1:]))\n"
        "except UsageError as error: sys.exit(str(error))"
    )
    return subprocess.Popen(
        [sys.executable, "-c", code, str(folder), str(path)],
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parent,
        **options,
    )


@pytest.mark.parametrize("times", [3, pytest.param(100, marks=pytest.mark.campaign)])
def test_a_killed_load_leaves_the_old_graph_whole_or_the_new(tmp_path: Path, times: int) -> None:
    """Every second kill comes while the process writes, the others at any moment of its life."""
    folder, path, seeded = tmp_path / "workspace", tmp_path / "a.nt", random.Random(5)
    link(folder, write(path, 0))
    begun = time.monotonic()
    link(folder, write(path, 1))
    lasts, kept = time.monotonic() - begun + 0.3, 1
    for mark in range(2, times + 2):
        write(path, mark)
        process = start(folder, path, start_new_session=True)
        if mark % 2:
            while process.poll() is None and not any(folder.glob("building/store-*")):
                time.sleep(0.002)
            time.sleep(seeded.uniform(0, lasts / 3))
        else:
            time.sleep(seeded.uniform(0, lasts))
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        found = held(folder)
        assert found in ({str(kept): TRIPLES}, {str(mark): TRIPLES})
        kept = int(next(iter(found)))
    link(folder, write(path, 10**6))
    assert held(folder) == {str(10**6): TRIPLES}
    assert len(list(folder.glob("store-*"))) <= 2
    assert not (folder / "building").exists()


def test_two_at_once_do_no_harm(tmp_path: Path) -> None:
    folder, one, other = tmp_path / "workspace", write(tmp_path / "a.nt", 1), write(tmp_path / "b.nt", 2, 10)
    process = start(folder, one)
    try:
        while not (folder / "building").exists() and process.poll() is None:
            time.sleep(0.005)
        with pytest.raises(UsageError, match="another `raad link` is writing to"):
            link(folder, other)
    finally:
        told = process.communicate()[1]
    assert (process.returncode, told) == (0, "")
    link(folder, other)
    assert held(folder) == {"1": TRIPLES}


def test_who_reads_goes_on_reading_what_was_there(tmp_path: Path) -> None:
    folder, path = tmp_path / "workspace", tmp_path / "a.nt"
    link(folder, write(path, 1, 500))
    store = Workspace(str(folder)).open()
    rows = store.quads_for_pattern(None, None, None, PLACE)
    next(rows)
    link(folder, write(path, 2, 500))
    assert {quad.object.value for quad in rows} == {"1"}
    assert held(folder) == {"2": 500}


@pytest.mark.parametrize("most", [1_000, 100_000, 1_310_000])
def test_a_full_disk_leaves_what_was_there(tmp_path: Path, most: int) -> None:
    """No file of the process may pass a size: that of its notes, of what it reads, and of the tables of the store."""
    folder, path = tmp_path / "workspace", tmp_path / "a.nt"
    link(folder, write(path, 1, 10))
    before = sorted(os.listdir(folder))

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    path.write_text("".join(f'<http://e.org/{n}> <http://e.org/p> "{n}{random.Random(n).random()}" .\n' for n in range(TRIPLES)))
    process = start(folder, path, preexec_fn=limit)
    told = process.communicate()[1]
    assert process.returncode == 1
    assert "cannot be written" in told
    assert "Traceback" not in told
    assert held(folder) == {"1": 10}
    assert sorted(os.listdir(folder)) == before


def test_a_folder_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    path = write(tmp_path / "a.nt", 1, 10)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "thesis.doc").write_text("mine")
    (tmp_path / "file").write_text("x")
    for folder, said in (
        ("other", "is no workspace and holds other files"),
        ("file", "cannot be written: (File exists|Not a directory)"),
        ("file/below", "cannot be written: Not a directory"),
    ):
        with pytest.raises(UsageError, match=said):
            link(tmp_path / folder, path)
    assert os.listdir(tmp_path / "other") == ["thesis.doc"]
    with pytest.raises(UsageError, match="there is no workspace in"):
        Workspace(str(tmp_path / "absent")).open()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_leave_to_write_is_told(tmp_path: Path) -> None:
    folder, path = tmp_path / "workspace", write(tmp_path / "a.nt", 1, 10)
    link(folder, path)
    folder.chmod(0o500)
    try:
        with pytest.raises(UsageError, match="cannot be written: Permission denied"):
            link(folder, path)
        assert held(folder) == {"1": 10}
    finally:
        folder.chmod(0o700)


def test_a_damaged_workspace_is_told(tmp_path: Path) -> None:
    folder, path = tmp_path / "workspace", write(tmp_path / "a.nt", 1, 10)
    link(folder, path)
    (folder / "current").write_text("../../etc\n")
    with pytest.raises(UsageError, match="is damaged"):
        Workspace(str(folder)).open()
    (folder / "current").write_text("store-1\n")
    (folder / "store-1" / "CURRENT").write_text("")
    with pytest.raises(UsageError, match="is damaged"):
        Workspace(str(folder)).open()
    shutil.rmtree(folder / "store-1")
    with pytest.raises(UsageError, match="is damaged"):
        Workspace(str(folder)).open()


def test_our_graph_is_put_in_anew_when_it_changed(tmp_path: Path) -> None:
    folder = tmp_path / "workspace"
    link(folder, write(tmp_path / "a.nt", 1, 10))
    later = Graph("1", {}, quads=SMALL.quads.replace(b"/o>", b"/new>"))
    store = loading.refresh(Workspace(str(folder)), later, lambda stage: None)
    assert [quad.object.value for quad in store.quads_for_pattern(None, None, None, DATA_GRAPH)] == ["http://e.org/new"]
    assert held(folder) == {"1": 10}
    stages: list[str] = []
    loading.refresh(Workspace(str(folder)), later, stages.append)
    assert stages == []


@pytest.mark.parametrize("few", [True, False])
def test_a_graph_is_replaced_by_clearing_or_by_writing_the_others_anew(tmp_path: Path, few: bool, monkeypatch) -> None:
    monkeypatch.setattr("raad.link.workspace.MOST_CLEARED", 10**6 if few else 0)
    folder = tmp_path / "workspace"
    link(folder, write(tmp_path / "a.nt", 1, 100), write(tmp_path / "b.nt", 5, 2000))
    link(folder, write(tmp_path / "a.nt", 2, 50))
    assert held(folder) == {"2": 50}
    assert len(list(Workspace(str(folder)).open().quads_for_pattern(None, None, None, ox.NamedNode(EXTERNAL + "b.nt")))) == 2000


def test_what_is_sound_is_loaded_and_what_is_not_is_told(tmp_path: Path) -> None:
    folder, good, bad = tmp_path / "workspace", write(tmp_path / "a.nt", 1, 10), tmp_path / "bad.ttl"
    bad.write_text("<http://e.org/a> <http://e.org/b> <rel> .")
    done = link(folder, good, bad)
    assert [told["name"] for told in done.loaded] == ["a.nt"]
    assert len(done.faults) == 1
    assert held(folder) == {"1": 10}
    (tmp_path / "below").mkdir()
    with pytest.raises(UsageError, match=r"would both become the graph 'a\.nt'"):
        link(folder, good, write(tmp_path / "below" / "a.nt", 2, 10))
