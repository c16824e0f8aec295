"""Proof of the cache: kept by content, rebuilt when stale or damaged, harmless with two builds at once."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from raad.asking.answer import answer
from raad.graph import cache
from raad.graph.dataset import Dataset
from raad.graph.scope import Scope

RUN = [sys.executable, "-m", "raad", "compare", "rapastinel", "ketamine", "--format", "json"]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty cache directory."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "raad"


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Dataset]:
    """Return a folder that holds one freshly built graph, and what was built."""
    folder = tmp_path_factory.mktemp("master")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        dataset = cache.rebuild()
        return Path(cache.load().folder), dataset


@pytest.fixture
def built(home: Path, master: tuple[Path, Dataset]) -> Path:
    """Return the folder of a built graph of its own."""
    return Path(shutil.copytree(master[0], home / master[0].name))


@pytest.fixture
def builds(master: tuple[Path, Dataset], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list of the builds that are asked for, each answered at once by what was built before."""
    asked: list[str] = []

    def build(_progress: object, scope: Scope) -> Dataset:
        asked.append(scope.words())
        return master[1]

    monkeypatch.setattr("raad.graph.dataset.build", build)
    return asked


def test_graph_is_built_once(home: Path) -> None:
    stages: list[str] = []
    cache.load(stages.append)
    built = len(stages)
    cache.load(stages.append)

    assert built > 0
    assert len(stages) == built
    assert os.listdir(home) == [cache.content_key()]


def test_key_follows_the_content(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = cache.content_key()
    extra = tmp_path / "extra.ttl"
    extra.write_text("# another file")
    real = cache.files
    monkeypatch.setattr(
        cache, "files", lambda name, *ends, **skip: real(name, *ends, **skip) + [str(extra)] * (name == "ontology")
    )

    assert cache.content_key() != before


def test_answers_are_kept_and_read_without_the_graph(built: Path) -> None:
    asked = answer(cache.load(), "compare/opposed-action")
    (built / "graph.nq").write_bytes(b"x" * (built / "graph.nq").stat().st_size)

    assert answer(cache.load(), "compare/opposed-action") == asked


@pytest.mark.parametrize("damage", ["shorter", "other bytes", "no manifest", "broken manifest", "gone"])
def test_damaged_graph_is_built_anew(built: Path, builds: list[str], damage: str) -> None:
    graph, manifest = built / "graph.nq", built / "manifest.json"
    whole = graph.read_bytes()
    if damage == "shorter":
        graph.write_bytes(whole[:-100])
    elif damage == "other bytes":
        graph.write_bytes(whole.replace(b"Increase", b"Decrease"))
    elif damage == "no manifest":
        manifest.unlink()
    elif damage == "broken manifest":
        manifest.write_text('{"version": 1')
    else:
        graph.unlink()

    assert len(cache.load().store) == whole.count(b"\n")
    assert builds == [""]
    assert graph.read_bytes() == whole


def test_damaged_answer_is_asked_anew(built: Path) -> None:
    right = answer(cache.load(), "compare/opposed-action")
    for path in (built / "answer").iterdir():
        digest, _, body = path.read_text().partition("\n")
        path.write_text(digest + "\n" + body.replace("positive", "negative"))

    assert answer(cache.load(), "compare/opposed-action") == right


def test_two_builds_at_once_do_no_harm(home: Path) -> None:
    runs = [subprocess.Popen(RUN, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
    texts = [run.communicate(timeout=300)[0] for run in runs]

    assert [run.returncode for run in runs] == [0, 0]
    assert len(set(texts)) == 1
    assert json.loads(texts[0])["a"]["label"] == "rapastinel"
    assert os.listdir(home) == [cache.content_key()]


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path: Path, builds: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("a file where a folder is wanted")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))

    assert answer(cache.load(), "compare/opposed-action").rows
    assert builds == [""]


def test_old_graphs_are_removed(built: Path, builds: list[str]) -> None:
    for number in range(cache.KEPT + 4):
        old = built.parent / f"old-{number}"
        old.mkdir()
        os.utime(old, (number, number))
    cache.rebuild()

    assert builds == [""]
    assert len(os.listdir(built.parent)) == cache.KEPT
    assert built.name in os.listdir(built.parent)
