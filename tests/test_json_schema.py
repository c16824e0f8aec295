"""Proof of the schemas for editors: all that ships is valid, and slips in a value or a record are found."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path

import jsonschema
import pytest
from core_yaml import read_core

from raad.curated.context import Context
from raad.curated.file import SET_APART
from raad.editor.form import Forms
from raad.editor.json_schema import json_schema
from raad.rooms import files, room

SHAPES = Path(__file__).parent / "shapes"
PATHS = files("data", ".yaml")
NAMES = [os.path.relpath(path, room("data")).replace(os.sep, "/") for path in PATHS]
NEEDS = {"required", "oneOf", "allOf"}
WORDS = {"additionalProperties", "enum"}
FOUND = {
    "publication/invalid-value.yaml": {"author_list_truncated", "year", "doi", "pmid", "pmcid", "registry_number", "source_page"},
    "finding/invalid-value.yaml": {"source_page", "readings", "dose", "dose_from", "dose_to"},
    "trial/invalid-value.yaml": {"registry_number", "n"},
    "affinity/invalid-value.yaml": {"value", "value_from", "value_to"},
    "identifier/invalid-value.yaml": {"curie", "label", "source"},
    "overall-effect/invalid-value.yaml": {"sign"},
    "endpoint/invalid-value.yaml": {"unspecific"},
    "compound/invalid-missing.yaml": {"label"},
    "step/invalid-missing.yaml": {"branch", "cause", "action", "effect", "relation", "sign"},
    "contradiction/invalid-missing.yaml": {"differs_in", "explanation", "outcome", "side", "status", "topic"},
    "group/invalid-missing.yaml": {"type"},
    "publication/invalid-twice.yaml": {"title", "year", "doi", "pmid"},
}


@cache
def validator(kind: str, listed: bool) -> jsonschema.Draft202012Validator:
    """Return the validator of the schema of a kind, which is a schema itself."""
    made = json_schema(Forms(Context.load()), kind, listed)
    jsonschema.Draft202012Validator.check_schema(made)
    return jsonschema.Draft202012Validator(made)


def errors(kind: str, text: str) -> list[jsonschema.ValidationError]:
    """Return what the schema has against a file, the branches of a choice included."""
    value = read_core(text)
    found, deep = list(validator(kind, isinstance(value, list)).iter_errors(value)), []
    while found:
        error = found.pop()
        found += error.context or []
        deep.append(error)
    return deep


def kind_of(path: str, text: str, listed: str = "") -> str:
    """Return the kind of a file: the one its first line gives, else the folder of a record, else the name of a list file."""
    told, name = re.match(r"# kind: (\S+)", text), Path(path)
    return told[1] if told else (listed or name.stem) if re.match(r"(#.*\n)*- ", text) else name.parent.name


def where(error: jsonschema.ValidationError) -> str:
    """Return the key that an error is about: the one that is missing or unknown, else the last one on its path."""
    if error.validator == "required":
        return re.match(r"'(\w+)'", error.message)[1]
    if error.validator == "additionalProperties":
        return re.search(r"\('(\w+)'", error.message)[1]
    return next((str(step) for step in reversed(error.absolute_path) if isinstance(step, str)), "")


@pytest.mark.parametrize("name", NAMES)
def test_every_shipped_file_is_valid(name: str) -> None:
    """Records set apart are incomplete by design and not held to the shapes; of them the keys and choices must be known."""
    path = os.path.join(room("data"), name)
    text = Path(path).read_text(encoding="utf-8")
    found = [error for error in errors(kind_of(path, text), text) if error.validator in WORDS or SET_APART not in name]
    assert [error.message for error in found] == []


@pytest.mark.parametrize("path", sorted(SHAPES.glob("*/valid.yaml")), ids=lambda path: path.parent.name)
def test_every_valid_record_of_the_shapes_is_valid(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [error.message for error in errors(kind_of(str(path), text, path.parent.name), text)] == []


@pytest.mark.parametrize("name", FOUND)
def test_slips_of_invalid_records_are_found(name: str) -> None:
    path = SHAPES / name
    text = path.read_text(encoding="utf-8")
    assert {where(error) for error in errors(kind_of(str(path), text, path.parent.name), text)} >= FOUND[name]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("id: Smith 2024", "id"),
        ("colour: red", "colour"),
        ("type: Article", "type"),
        ("year: '2024'", "year"),
        ("year: 2024.5", "year"),
        ("year: [2023, 2024]", "year"),
        ("author: [First A]", "author"),
        ("unverified: [yaer]", "unverified"),
        ("retraction_checked: 29 February", "retraction_checked"),
        ("author_list_truncated: partly", "author_list_truncated"),
        ("finding: [{direction: up}]", "direction"),
        ("finding: [{comparator: ketamine}]", "comparator"),
        ("finding: [{comparator: publication:liu-2017}]", "comparator"),
        ("finding: [{region: [CA1 field]}]", "region"),
        ("finding: [{result: {p: 1.5}}]", "p"),
        ("finding: [{position: 1}]", "position"),
    ],
)
def test_one_slip_is_found_at_its_key(text: str, key: str) -> None:
    good = {"id": "smith-2024", "type": "Review", "source_page": "https://example.org"}
    assert errors("publication", "\n".join(f"{name}: {value}" for name, value in good.items())) == []
    whole = {**good, text.partition(":")[0]: text.partition(": ")[2]}
    found = errors("publication", "\n".join(f"{name}: {value}" for name, value in whole.items()))
    assert key in {where(error) for error in found if error.validator not in NEEDS}


def test_of_two_keys_for_one_property_one_is_needed_and_not_both() -> None:
    step = json_schema(Forms(Context.load()), "mechanism")["properties"]["step"]["anyOf"][0]
    assert step["allOf"] == [{"oneOf": [{"required": ["action"]}, {"required": ["cause"]}]}]
    assert {"relation", "effect", "sign", "branch"} == set(step["required"])
    assert step["properties"]["sign"]["enum"] == [-1, 1]


def test_a_key_with_one_value_is_no_list_and_tells_what_it_means() -> None:
    known = json_schema(Forms(Context.load()), "publication")["properties"]
    assert known["pmid"] == {
        "type": "integer", "minimum": 1, "maximum": 99999999,
        "description": "The identifier of the publication in PubMed. "
        "Give the PubMed number as one whole number of at most eight digits.",
    }  # fmt: skip
    registry = {"type": "string", "pattern": "^NCT[0-9]{8}$"}
    assert known["registry_number"]["anyOf"] == [registry, {"type": "array", "items": registry, "minItems": 1}]
