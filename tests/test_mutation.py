"""Proof that wrong records are found and right ones are let through, on seeded mutations of the shipped records.

A wrong record counts as found when a shape or a check reports, in the changed file and at a record and line of it, a
violation or a warning that the file did not have before; what the loader alone refuses does not count. The mutations
are drawn evenly from the operators. RAAD_SEED sets the seed, RAAD_MUTATIONS the number of the short run.

Two operators wait for data: no record has a reviewer yet (orcid_digit), and no compound has a SMILES
(inchikey_against_smiles). A test holds that these two, and no others, have nothing to change.
"""

from __future__ import annotations

import os
import random
from collections import Counter

import pyoxigraph as ox
import pytest
import yaml
from mutation import Curated, Mutant, curated, has_site, mutate
from mutation_edit import EDITS
from mutation_number import NUMBER
from mutation_path import PATH
from mutation_record import RECORD

from raad.curated.file import read_used
from raad.curated.record import Collection, collect
from raad.curated.triple import ontology_quads, record_quads
from raad.errors import Problem
from raad.graph.question import questions
from raad.graph.shape import violations
from raad.graph.validation import check_problems, shape_problem
from raad.rooms import room

SEED = int(os.environ.get("RAAD_SEED", "2026"))
SHARE = 0.95
OPERATORS = RECORD + NUMBER + PATH
WITHOUT_SITE = {"orcid_digit", "inchikey_against_smiles"}
CHECKS = questions(("check",))


class Bench:
    """The shipped records in a store and as quads by file, so that one changed file costs little."""

    def __init__(self, folder: str) -> None:
        """Read the shipped records; changed files are written to the folder."""
        self.folder, self.sources = folder, curated()
        self.shipped = read_used().check()
        self.ontology = ontology_quads()
        self.quads: dict[str, list[ox.Quad]] = {}
        for document in self.shipped.documents:
            made = record_quads(Collection(self.shipped.context, [document]))
            self.quads.setdefault(self._place(document), []).extend(made)
        self.store = ox.Store()
        self.store.bulk_extend(self.ontology + [quad for own in self.quads.values() for quad in own])
        self.known = Counter(map(_said, self._of_checks(self.shipped, "", [])))

    def _place(self, document: dict) -> str:
        return self.shipped.places[self.shipped.context.base + document["@id"]].file

    def judge(self, mutant: Mutant) -> list[Problem]:
        """Return what shapes, or where they find nothing checks, find in the changed file and not in the shipped one."""
        path = self._written(mutant.file)
        name = f"data/{mutant.file.path}"
        changed = collect([(path, name)], self.shipped.context)
        changed.places = {**{iri: p for iri, p in self.shipped.places.items() if p.file != name}, **changed.places}
        made = record_quads(changed)
        return self._new(name, self._of_shapes(changed, {name: made})) or self._new(name, self._of_checks(changed, name, made))

    def _new(self, name: str, found: set[Problem]) -> list[Problem]:
        here = [problem for problem in found if problem.file == name and problem.record]
        count = Counter(map(_said, here))
        return [problem for problem in here if count[_said(problem)] > self.known[_said(problem)]]

    def _of_shapes(self, collection: Collection, instead: dict[str, list[ox.Quad]]) -> set[Problem]:
        quads = self.ontology + [quad for own in {**self.quads, **instead}.values() for quad in own]
        return {shape_problem(collection, violation) for violation in violations(quads)}

    def _of_checks(self, collection: Collection, name: str, made: list[ox.Quad]) -> set[Problem]:
        for quad in self.quads.get(name, []):
            self.store.remove(quad)
        self.store.extend(made)
        found = {problem for check in CHECKS for problem in check_problems(collection, check, self.store)}
        for quad in made:
            self.store.remove(quad)
        self.store.extend(self.quads.get(name, []))
        return found

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


def _said(problem: Problem) -> tuple[str, str, str]:
    """Return what a problem says wherever the line has moved to."""
    return problem.file, problem.record, problem.message


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """Return the shipped records, ready to be changed."""
    return Bench(str(tmp_path_factory.mktemp("mutation")))


def _survivors(bench: Bench, count: int) -> list[Mutant]:
    rng = random.Random(SEED)
    usable = [operator for operator in OPERATORS if has_site(operator, bench.sources)]
    mutants = [mutate(rng, usable[number % len(usable)], bench.sources) for number in range(count)]
    return [mutant for mutant in mutants if not bench.judge(mutant)]


def _report(survivors: list[Mutant], count: int) -> str:
    lines = [f"{mutant.operator}: {mutant.file.path}: {mutant.what}" for mutant in survivors]
    by_operator = ", ".join(f"{name} {number}" for name, number in Counter(m.operator for m in survivors).most_common())
    summary = f"{count - len(survivors)} of {count} found, seed {SEED}. Survivors: {by_operator or 'none'}"
    return "\n".join([summary, f"Nothing to change for: {', '.join(sorted(WITHOUT_SITE))}", *lines])


def test_the_operators_that_wait_for_data_are_the_named_ones(bench: Bench) -> None:
    assert {operator.__name__ for operator in OPERATORS if not has_site(operator, bench.sources)} == WITHOUT_SITE
    assert all(has_site(edit, bench.sources) for edit in EDITS)


def test_the_unchanged_files_have_no_problem(bench: Bench) -> None:
    for file in random.Random(SEED).sample(bench.sources, 6):
        assert bench.judge(Mutant("none", file, "nothing")) == []


def test_wrong_records_are_found(bench: Bench, record_property) -> None:
    count = int(os.environ.get("RAAD_MUTATIONS", "24"))
    survivors = _survivors(bench, count)
    record_property("mutation", _report(survivors, count))
    assert len(survivors) <= (1 - SHARE) * count, _report(survivors, count)


@pytest.mark.campaign
def test_five_hundred_wrong_records_are_found(bench: Bench) -> None:
    survivors = _survivors(bench, 500)
    print(_report(survivors, 500))
    assert len(survivors) <= (1 - SHARE) * 500, _report(survivors, 500)


def _refused(bench: Bench, count: int) -> list[str]:
    rng = random.Random(SEED)
    edits = [mutate(rng, EDITS[number % len(EDITS)], bench.sources) for number in range(count)]
    return [
        f"{edit.operator}: {edit.file.path}: {edit.what}: {problem}"
        for edit in edits
        for problem in bench.judge(edit)
        if problem.severity == "Violation"
    ]


def test_right_edits_are_accepted(bench: Bench) -> None:
    assert _refused(bench, len(EDITS)) == []


@pytest.mark.campaign
def test_a_hundred_right_edits_are_accepted(bench: Bench) -> None:
    assert _refused(bench, 100) == []
