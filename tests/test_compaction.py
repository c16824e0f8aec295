"""Proof of the way back: the triples of every shipped file give the file again, as far as the graph keeps it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import yaml

from raad.curated.context import Context
from raad.curated.record import collect
from raad.curated.triple import canonical, record_quads
from raad.editor.compaction import Compaction
from raad.editor.form import Forms
from raad.editor.house_style import yaml_text
from raad.rooms import files, room

PATHS = files("data", ".yaml")
NAMES = [os.path.relpath(path, room("data")).replace(os.sep, "/") for path in PATHS]
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
SAME = ["compound/lithium.yaml", "target/nmda-receptor.yaml", "publication/vasilescu-2017.yaml", "group.yaml"]
HARD = """\
id: hard-2024
type: Review
title: 'yes'
author:
  - name: First A
  - name: Second B
  - name: Third C
  - name: Fourth D
  - name: Fifth E
  - name: Sixth F
  - name: Seventh G
  - name: Eighth H
  - name: Ninth I
  - name: Tenth J
  - name: Eleventh K
year: 2024
volume_pages: '12'
source_page: https://example.org/a?b=c#d
retraction_status: none seen
retraction_checked: 2024-02-29
note:
  - 'a colon: in it, "quotes", an umlaut ü and a Greek β'
unverified:
  - author
finding:
  - id: hard-2024-f01
    statement: '- not a list'
    intervention: sham-surgery
    dose:
      - 3
      - 10.0
    dose_text: 3 and 10.0
    dose_unit: mg-per-kg
    hours_after_dose: 0.050
    result:
      measurement:
        - arm: treated
          mean: 1.50
          mean_text: about 1.5
    blocked_by:
      - compound:rapamycin
    unverified:
      - intervention
"""


@pytest.fixture(scope="module")
def forms() -> Forms:
    """Return the forms of the shipped context, ontology and shapes."""
    return Forms(Context.load())


def again(path: str, forms: Forms) -> str:
    """Return the YAML of a file made anew from its triples, which went through N-Quads."""
    import pyoxigraph as ox

    collection = collect([(path, path)], forms.context).check()
    found = Compaction(ox.parse(canonical(record_quads(collection)), format=ox.RdfFormat.N_QUADS), forms)
    records = [found.record(forms.context.base + document["@id"]) for document in collection.documents]
    return yaml_text(records if Path(path).read_text(encoding="utf-8").startswith("- ") else records[0])


def plain(node: object) -> object:
    """Return a tree without what the graph does not keep: the order of keys and plain values, and lists of one."""
    if isinstance(node, dict):
        kept = {key: plain(value) for key, value in node.items()}
        return {
            key: value for key, value in kept.items() if kept.get(key.removesuffix("_text"), "") != value or not _is_text(key)
        }
    if isinstance(node, list) and isinstance(node[0], dict):
        return [plain(item) for item in node] if "id" not in node[0] else sorted(map(plain, node), key=lambda item: item["id"])
    return sorted(set(node if isinstance(node, list) else [node])) if not isinstance(node, dict) else node


def _is_text(key: str) -> bool:
    return key.endswith("_text")


def listed(node: object) -> object:
    """Return a tree in which a single part stands in a list."""
    if isinstance(node, dict):
        return {key: [listed(value)] if isinstance(value, dict) else listed(value) for key, value in node.items()}
    return [listed(item) for item in node] if isinstance(node, list) else node


@pytest.mark.parametrize("name", NAMES)
def test_every_shipped_file_comes_back(forms: Forms, name: str) -> None:
    path = os.path.join(room("data"), name)
    before, after = Path(path).read_text(encoding="utf-8"), again(path, forms)
    assert plain(listed(yaml.load(after, LOADER))) == plain(listed(yaml.load(before, LOADER)))


@pytest.mark.parametrize("name", SAME)
def test_a_file_in_house_form_comes_back_byte_by_byte(forms: Forms, name: str) -> None:
    path = os.path.join(room("data"), name)
    if name != "group.yaml":
        assert again(path, forms) == Path(path).read_text(encoding="utf-8")
    else:
        assert sorted(again(path, forms).split("- id")) == sorted(Path(path).read_text(encoding="utf-8").split("- id"))


def test_hard_values_come_back_byte_by_byte(forms: Forms, tmp_path: Path) -> None:
    """Digits of numbers, order of eleven parts, quotes where YAML needs them, and the key that a field name means."""
    path = tmp_path / "publication" / "hard-2024.yaml"
    path.parent.mkdir()
    path.write_text(HARD, encoding="utf-8")
    assert again(str(path), forms) == HARD


def test_what_comes_back_makes_the_same_triples(forms: Forms, tmp_path: Path) -> None:
    for name in ("mechanism/ketamine-disinhibition.yaml", "publication/liu-2017.yaml", "trial.yaml"):
        path = os.path.join(room("data"), name)
        copy = tmp_path / name
        copy.parent.mkdir(exist_ok=True)
        copy.write_text(again(path, forms), encoding="utf-8")
        first, second = (collect([(one, one)], forms.context).check() for one in (path, str(copy)))
        assert canonical(record_quads(first)) == canonical(record_quads(second))


def test_owner_of_a_part_is_the_whole_record(forms: Forms) -> None:
    name = os.path.join(room("data"), "mechanism", "ketamine-disinhibition.yaml")
    found = Compaction(record_quads(collect([(name, name)], forms.context).check()), forms)
    base = forms.context.base
    for part in (
        "step/ketamine-disinhibition-s01",
        "step/ketamine-disinhibition-s01/action/1",
        "mechanism/ketamine-disinhibition",
    ):
        assert found.owner(base + part) == base + "mechanism/ketamine-disinhibition"
    assert found.owner(base + "mechanism/nowhere") == ""
