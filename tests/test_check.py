"""Proof of the checks: each finds what it is for, at its line, and nothing on the shipped records.

tests/check/<name>.yaml holds records that sparql/check/<name>.rq must report; a comment `# expect: ...` announces
one problem of the next line that is no comment, as in tests/shapes/.
"""

from __future__ import annotations

import os
from collections import defaultdict

import pyoxigraph as ox
import pytest
from expectation import copied, expected

from raad.curated.file import read_used
from raad.curated.record import collect
from raad.curated.triple import ontology_quads, record_quads
from raad.errors import Problem
from raad.graph.question import questions
from raad.graph.validation import check_problems
from raad.rooms import walk

FOLDER = os.path.join(os.path.dirname(__file__), "check")
CHECKS = questions(("check",))
NAMES = [check.name.removeprefix("check/") for check in CHECKS]


@pytest.fixture(scope="module")
def met(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Problem]]:
    """Return the problems that each check finds among the shipped records and those of tests/check/."""
    collection = read_used().check()
    collect(copied(FOLDER, str(tmp_path_factory.mktemp("check"))), collection.context, over=collection)
    assert collection.problems == []
    quads = ontology_quads() + record_quads(collection)
    store = ox.Store()
    store.bulk_extend(quads)
    found = defaultdict(list)
    for check in CHECKS:
        found[check.name.removeprefix("check/")] = check_problems(collection, check, store)
    return found


def test_every_check_has_its_records() -> None:
    assert sorted(os.path.basename(path).removesuffix(".yaml") for path in walk(FOLDER, ".yaml")) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_check_finds_what_it_is_for_and_nothing_else(met: dict[str, list[Problem]], name: str) -> None:
    file = f"{name}.yaml"
    announced = expected(os.path.join(FOLDER, file))
    assert announced
    left = [(problem.line, problem.message) for problem in met[name] if problem.file == file]
    for line, text in announced:
        hit = next((one for one in left if one[0] == line and text in one[1]), None)
        assert hit, (line, text, left)
        left.remove(hit)
    assert left == []


@pytest.mark.parametrize("name", NAMES)
def test_check_finds_nothing_in_the_shipped_records(met: dict[str, list[Problem]], name: str) -> None:
    shipped = [problem for problem in met[name] if problem.file.startswith("data/") and "test-" not in problem.message]
    assert [problem for problem in shipped if problem.severity == "Violation"] == []


@pytest.mark.parametrize("check", CHECKS, ids=NAMES)
def test_check_says_what_is_wrong_why_and_what_to_do(check) -> None:
    assert {"title", "problem", "why", "fix"} <= set(check.header)
    assert check.header.get("severity", "Violation") in ("Violation", "Warning", "Info")
