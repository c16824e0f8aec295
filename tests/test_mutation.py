"""Proof that wrong records are found and right ones are let through, on seeded mutations of the shipped records.

A wrong record counts as found when a shape or a check reports a violation in the changed file; what the loader alone
refuses does not count. RAAD_SEED sets the seed, RAAD_MUTATIONS the number.
"""

from __future__ import annotations

import os
import random
from collections import Counter

import pyoxigraph as ox
import pytest
import yaml
from mutation import EDITS, OPERATORS, Curated, Mutant, curated, mutate

from raad.curated import read_used
from raad.errors import Problem
from raad.graph import ontology_quads, record_quads
from raad.record import Collection, collect
from raad.rooms import room
from raad.validation import problems

SEED = int(os.environ.get("RAAD_SEED", "2026"))
SHARE = 0.80


class Bench:
    """The shipped records as quads by file, so that one changed file costs little."""

    def __init__(self, folder: str) -> None:
        """Read the shipped records; changed files are written to the folder."""
        self.folder, self.sources = folder, curated()
        self.shipped = read_used().check()
        self.ontology = ontology_quads()
        names = {document["@id"]: place for document in self.shipped.documents if (place := self._place(document))}
        self.quads: dict[str, list[ox.Quad]] = {}
        for document in self.shipped.documents:
            made = record_quads(Collection(self.shipped.context, [document]))
            self.quads.setdefault(names[document["@id"]], []).extend(made)

    def _place(self, document: dict) -> str:
        return self.shipped.places[self.shipped.context.base + document["@id"]].file

    def judge(self, mutant: Mutant) -> list[Problem]:
        """Return the violations that shapes and checks find in the changed file."""
        path = self._written(mutant.file)
        name = f"data/{mutant.file.path}"
        changed = collect([(path, name)], self.shipped.context)
        quads = self.ontology + [quad for file, own in self.quads.items() if file != name for quad in own] + record_quads(changed)
        changed.places = {**{iri: p for iri, p in self.shipped.places.items() if p.file != name}, **changed.places}
        return [problem for problem in problems(changed, quads) if problem.severity == "Violation" and problem.file == name]

    def _written(self, file: Curated) -> str:
        path = os.path.join(self.folder, file.path)
        if file.kind == "publication" and not os.path.exists(os.path.join(room("data"), file.path)):
            path = os.path.join(self.folder, "publication", file.content["id"] + ".yaml")
        if not isinstance(file.content, list):
            path = os.path.join(os.path.dirname(path), file.content.get("id", "x") + ".yaml")
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as stream:
            yaml.safe_dump(file.content, stream, allow_unicode=True, sort_keys=False)
        return path


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """Return the shipped records, ready to be changed."""
    return Bench(str(tmp_path_factory.mktemp("mutation")))


def _survivors(bench: Bench, count: int) -> list[Mutant]:
    rng = random.Random(SEED)
    mutants = [mutate(rng, OPERATORS[number % len(OPERATORS)], bench.sources) for number in range(count)]
    return [mutant for mutant in mutants if not bench.judge(mutant)]


def _report(survivors: list[Mutant], count: int) -> str:
    lines = [f"{mutant.operator}: {mutant.file.path}: {mutant.what}" for mutant in survivors]
    by_operator = ", ".join(f"{name} {number}" for name, number in Counter(m.operator for m in survivors).most_common())
    return "\n".join([f"{count - len(survivors)} of {count} found, seed {SEED}. Survivors: {by_operator or 'none'}", *lines])


def test_the_unchanged_files_have_no_problem(bench: Bench) -> None:
    for file in random.Random(SEED).sample(bench.sources, 6):
        assert bench.judge(Mutant("none", file, "nothing")) == []


def test_wrong_records_are_found(bench: Bench, record_property) -> None:
    count = int(os.environ.get("RAAD_MUTATIONS", str(len(OPERATORS))))
    survivors = _survivors(bench, count)
    record_property("mutation", _report(survivors, count))
    assert len(survivors) <= (1 - SHARE) * count, _report(survivors, count)


@pytest.mark.campaign
def test_two_hundred_wrong_records_are_found(bench: Bench) -> None:
    survivors = _survivors(bench, 200)
    print(_report(survivors, 200))
    assert len(survivors) <= (1 - SHARE) * 200, _report(survivors, 200)


def _refused(bench: Bench, count: int) -> list[str]:
    rng = random.Random(SEED)
    edits = [mutate(rng, EDITS[number % len(EDITS)], bench.sources) for number in range(count)]
    return [f"{edit.operator}: {edit.file.path}: {edit.what}: {problem}" for edit in edits for problem in bench.judge(edit)]


def test_right_edits_are_accepted(bench: Bench) -> None:
    assert _refused(bench, len(EDITS)) == []


@pytest.mark.campaign
def test_fifty_right_edits_are_accepted(bench: Bench) -> None:
    assert _refused(bench, 50) == []
