"""Proof of the RO-Crate: the validator of another maker finds nothing that can be mended, and its files are those described."""

from __future__ import annotations

import csv
import hashlib
import json
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace

import pytest
from rocrate.rocrate import ROCrate

from raad.export.crate import CONTENT, FILE, crate_metadata
from raad.export.form import FORMS, written
from raad.export.selection import select
from raad.graph.cache import Graph
from raad.target import write_folder

NOT_KNOWN = ("ROR", "contactPoint")
"""What the specification recommends and RAAD does not have."""


def context(*_: object, **__: object) -> SimpleNamespace:
    """Return as the answer to a request the context of crates that a library of another maker brings."""
    text = (files("rocrate") / "data" / "ro-crate.jsonld").read_text(encoding="utf-8")
    told = {"Content-Type": "application/ld+json"}
    return SimpleNamespace(
        status_code=200, ok=True, from_cache=True, url="", headers=told, text=text, content=text.encode(),
        json=lambda: json.loads(text), raise_for_status=lambda: None,
    )  # fmt: skip


def issues(folder: Path, severity: str, monkeypatch, cache: Path) -> list[str]:
    """Return what the validator finds in a crate, with no request sent."""
    from rocrate_validator import services
    from rocrate_validator.models import ValidationSettings
    from rocrate_validator.utils import http

    monkeypatch.setattr(http.HttpRequester, "get", context, raising=False)
    settings = {
        "rocrate_uri": str(folder),
        "profile_identifier": "ro-crate-1.2",
        "cache_path": cache,
        "abort_on_first": severity == "REQUIRED",
    }
    return [
        issue.message for issue in services.validate(ValidationSettings(**settings, requirement_severity=severity)).get_issues()
    ]


@pytest.fixture(scope="module")
def crate(graph: Graph, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("crate") / "rapastinel"
    write_folder(str(folder), written(select(graph, compound="rapastinel"), "ro-crate"))
    return folder


def test_the_validator_finds_nothing_wrong(graph: Graph, monkeypatch, tmp_path) -> None:
    named = {"raad.txt": (b"text", "text/plain")}
    content = {"raad.txt": b"text", FILE: crate_metadata(graph, named, {"raad.txt": "a text"})}
    write_folder(str(tmp_path / "crate"), content)
    assert issues(tmp_path / "crate", "REQUIRED", monkeypatch, tmp_path / "cache") == []


@pytest.mark.campaign
def test_the_validator_tells_a_whole_crate_from_one_without_its_files(crate: Path, monkeypatch, tmp_path) -> None:
    wished = issues(crate, "RECOMMENDED", monkeypatch, tmp_path / "cache")
    assert [message for message in wished if not any(word in message for word in NOT_KNOWN)] == []
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / FILE).write_bytes((crate / FILE).read_bytes())
    assert issues(tmp_path / "broken", "REQUIRED", monkeypatch, tmp_path / "cache") != []


def test_a_reader_of_crates_reads_every_file(crate: Path) -> None:
    read = ROCrate(str(crate))
    entities = {entity.id: entity for entity in read.data_entities}
    there = {str(path.relative_to(crate)) for path in crate.rglob("*") if path.is_file()}
    assert set(entities) == there - {FILE}
    for name, entity in entities.items():
        content = (crate / name).read_bytes()
        assert (entity["contentSize"], entity["sha256"]) == (str(len(content)), hashlib.sha256(content).hexdigest())
        assert entity["description"] in {FORMS[form].title for form in CONTENT}
    assert read.root_dataset["license"].id == "https://creativecommons.org/licenses/by/4.0/"
    assert read.root_dataset["author"]["name"] == "RAAD contributors"
    assert read.root_dataset["datePublished"].startswith("20")


def test_files_of_a_crate_are_those_of_its_formats(graph: Graph, crate: Path) -> None:
    chosen = select(graph, compound="rapastinel")
    assert (crate / "raad.nq").read_bytes() == written(chosen, "n-quads")
    with open(crate / "findings-csv" / "findings.csv", encoding="utf-8", newline="") as stream:
        assert sum(1 for _ in csv.DictReader(stream)) > 100


def test_a_crate_leaves_out_what_cannot_be_made_of_its_selection(graph: Graph) -> None:
    made = written(select(graph, question="risk-of-bias", values={"A": "rapastinel"}), "ro-crate")
    described = {entity["@id"] for entity in json.loads(made[FILE])["@graph"] if entity["@type"] == "File"}
    assert described == set(made) - {FILE} == {"raad.nq", "raad.ttl", "raad.bib"}


def test_metadata_of_the_same_files_are_the_same_bytes_in_any_order(graph: Graph) -> None:
    named = {"b.txt": (b"b", "text/plain"), "a/c.json": (b"{}", "application/json")}
    one = crate_metadata(graph, named, {"b.txt": "a letter"})
    assert one == crate_metadata(graph, dict(reversed(named.items())), {"b.txt": "a letter"})
    described = {entity["@id"]: entity for entity in json.loads(one)["@graph"]}
    assert described["./"]["hasPart"] == [{"@id": "a/c.json"}, {"@id": "b.txt"}]
    assert described["b.txt"]["description"] == "a letter"
    assert described["./"]["version"] == graph.version
