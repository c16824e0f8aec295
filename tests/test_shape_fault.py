"""Proof that a broken shape stops validation and build: a misspelt term, an undeclared one, a target that nothing is."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

import raad.rooms
from raad.cli import main
from raad.curated.file import read_used
from raad.curated.triple import ontology_quads, record_quads
from raad.errors import DataError
from raad.graph.dataset import build
from raad.graph.question import question, questions
from raad.graph.shape_fault import shape_faults
from raad.names import SHAPE_GRAPH
from raad.rooms import room

BROKEN = {
    "a misspelt constraint": (
        "\tsh:maxCount 1 ;\n",
        "\tsh:maxCuont 1 ;\n",
        "`maxCuont`: SHACL has no such term; did you mean `maxCount`?; spell the term as the specification does",
        "sh:maxCuont",
        5,
    ),
    "a misspelt kind of shape": (
        "a sh:NodeShape ;",
        "a sh:NodeShap ;",
        "`NodeShap`: SHACL has no such term; did you mean `NodeShape`?",
        "sh:NodeShap",
        7,
    ),
    "a misspelt target": (
        "sh:targetClass raad:Arm ;",
        "sh:targetClas raad:Arm ;",
        "`targetClas`: SHACL has no such term",
        "sh:targetClas",
        5,
    ),
    "a misspelt path": (
        "sh:path raad:sampleSize ;",
        "sh:path raad:sampelSize ;",
        "`sampelSize`: the ontology declares no such term; did you mean `sampleSize`?",
        "raad:sampelSize",
        15,
    ),
    "a class that nothing is": (
        "sh:targetClass raad:Arm ;",
        "sh:targetClass raad:Verdict , raad:Arm ;",
        "`Verdict`: nothing in the data is a target of the shape; did you mean `LinkVerdict`?; correct the target, "
        "or take the shape out",
        "raad:Verdict",
        22,
    ),
    "a property that nothing has": (
        "sh:targetClass raad:Arm ;",
        "sh:targetClass raad:Arm ;\n\tsh:targetSubjectsOf raad:lacks ;",
        "`lacks`: nothing in the data is a target of the shape",
        "raad:lacks",
        27,
    ),
}


@pytest.fixture
def rooms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a checkout of its own, whose shapes can be changed and whose other rooms are the shipped ones."""
    for name in ("ontology", "data", "sparql"):
        os.symlink(room(name), tmp_path / name)
    shutil.copytree(room("shapes"), tmp_path / "shapes")
    (tmp_path / "pyproject.toml").touch()
    monkeypatch.setattr(raad.rooms, "_CHECKOUT", str(tmp_path))
    question.cache_clear()
    return tmp_path


def _break(rooms: Path, old: str, new: str, word: str) -> int:
    path = rooms / "shapes" / "arm.ttl"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return next(number for number, line in enumerate(path.read_text().splitlines(), 1) if word in line)


@pytest.fixture(scope="module")
def store() -> ox.Store:
    """Return the shipped records with the ontology."""
    held = ox.Store()
    held.bulk_extend(ontology_quads() + record_quads(read_used().check()))
    return held


def _faults(store: ox.Store) -> list[str]:
    found = [str(problem) for problem in shape_faults(store)]
    store.clear_graph(SHAPE_GRAPH)
    return found


@pytest.mark.parametrize("name", BROKEN)
def test_broken_shape_is_told_at_its_place(store: ox.Store, rooms: Path, name: str) -> None:
    old, new, says, word, column = BROKEN[name]
    line = _break(rooms, old, new, word)
    told = _faults(store)
    assert any(one.startswith(f"shapes/arm.ttl:{line}:{column}: shape: ") and says in one for one in told), told
    assert {one.partition(": ")[0] for one in told} == {f"shapes/arm.ttl:{line}:{column}"}


def test_broken_shape_stops_the_build_and_the_command(rooms: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _break(rooms, *BROKEN["a misspelt constraint"][:2], "sh:maxCuont")
    with pytest.raises(DataError, match=r"shapes/arm\.ttl:\d+:5: shape: `maxCuont`: SHACL has no such term"):
        build()
    with pytest.raises(SystemExit) as left:
        main(["validate"])
    assert left.value.code == 1
    assert "shapes/arm.ttl:" in capsys.readouterr().out


def test_the_terms_of_shacl_core_are_terms_of_shacl() -> None:
    """The list that unknown-term.rq holds is part of the vocabulary as rdflib has it."""
    asked = next(one for one in questions(("shape",)) if one.name == "shape/unknown-term")
    listed = set(re.findall(r"sh:(\w+)", asked.text.partition("NOT IN")[2]))
    assert len(listed) > 60
    assert {name for name in listed if rdflib.SH[name] not in rdflib.SH} == set()


def test_the_shipped_shapes_have_no_fault(store: ox.Store) -> None:
    assert _faults(store) == []
