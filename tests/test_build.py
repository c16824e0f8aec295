"""Proof of the build: nothing is lost, the context is the law, and two builds are the same to the byte."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from raad.curated.context import Context
from raad.curated.file import count, read_set_apart, read_used
from raad.curated.record import Collection
from raad.curated.triple import json_ld, record_quads
from raad.graph.dataset import Dataset, build
from raad.graph.shape import as_printed
from raad.layout import Page
from raad.names import BASE
from raad.report.inventory import inventory, inventory_text

EVIDENCE = Path(__file__).resolve().parents[2] / "shared" / "evidence"


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    """Return a fresh build."""
    return build()


@pytest.fixture(scope="module")
def used() -> Collection:
    """Return the curated records that are used."""
    return read_used().check()


def test_the_set_keeps_what_it_promises(dataset: Dataset) -> None:
    """At least 260 publications and 1000 findings, four in five read twice, at most 15 % with a field not seen."""
    read = inventory(dataset).reading
    assert read["publications"] == dataset.counts["Publication"] >= 260
    assert read["findings"] == dataset.counts["Finding"] >= 1000
    assert read["twice"] >= 0.8 * read["findings"]
    assert read["unverified"] <= 0.15 * read["findings"]
    assert read["withdrawn_findings"] > 0


@pytest.mark.skipif(
    not EVIDENCE.is_dir(), reason="the evidence set that the first release was made from is not beside the checkout"
)
def test_nothing_of_the_evidence_set_is_lost(used: Collection) -> None:
    whole = json.loads((EVIDENCE / "counts.json").read_text(encoding="utf-8"))
    set_apart = read_set_apart()
    kept, apart = count(used), count(set_apart)
    assert kept["Publication"] >= whole["publications"]["publication"]
    assert kept["Finding"] >= whole["findings"]["publication"]
    known = {iri for iri, place in used.places.items() if place.noun == "Finding"}
    memory = {iri for iri, place in set_apart.places.items() if place.noun == "Finding"}
    since_read = {f"{BASE}finding/sanacora-2017-f02"}
    assert len(memory | since_read) >= whole["findings"]["unverified"]
    assert since_read <= known
    assert apart["Publication"] >= whole["publications"]["unverified"]
    assert kept["EvidenceLine"] + apart["EvidenceLine"] >= whole["evidence_entries"]
    for noun, key in (("Compound", "compounds"), ("Target", "targets"), ("Event", "events"), ("Mechanism", "mechanisms")):
        assert kept[noun] >= whole[key]
    for noun, key in (("Step", "steps"), ("Contradiction", "contradictions"), ("Trial", "trials"), ("Group", "groups")):
        assert kept[noun] >= whole[key]
    assert kept["GuideStatement"] == whole["seed_audit_statements"]
    for noun in (
        "region",
        "cell_type",
        "compartment",
        "method",
        "endpoint",
        "model",
        "species",
        "strain",
        "route",
        "unit",
        "intervention",
    ):
        name = "".join(part.title() for part in noun.split("_"))
        assert kept[name] >= whole["vocabulary"][noun]


def test_what_is_known_from_memory_only_is_in_no_answer(dataset: Dataset) -> None:
    findings = {iri for iri, place in dataset.apart.places.items() if place.noun == "Finding" and iri not in dataset.used.places}
    assert findings
    assert [iri for iri in findings if f"<{iri}>".encode() in dataset.quads] == []
    assert b"raad/Memory>" not in b"\n".join(line for line in dataset.quads.split(b"\n") if b"hasBasis" in line)


def test_every_reference_names_a_record(used: Collection) -> None:
    known = set(used.places)
    records = {quad.object.value for quad in record_quads(used) if isinstance(quad.object, ox.NamedNode)}
    assert {iri for iri in records if iri.startswith(BASE) and "/" in iri.removeprefix(BASE)} - known == set()


@pytest.mark.parametrize("processor", ["rdflib", "pyoxigraph"])
def test_json_ld_processor_gives_the_same_triples(used: Collection, processor: str) -> None:
    used = Collection(used.context, used.documents[::8])  # all take minutes; one in eight holds every kind
    assert {document["@type"][0] for document in used.documents} > {"Publication", "Compound", "Mechanism", "Event", "Trial"}
    if processor == "rdflib":
        with as_printed():
            text = rdflib.Graph().parse(data=json_ld(used), format="json-ld").serialize(format="nt", encoding="utf-8")
        found = {quad.triple for quad in ox.parse(text, format=ox.RdfFormat.N_TRIPLES)}
    else:
        found = {quad.triple for quad in ox.parse(json_ld(used), format=ox.RdfFormat.JSON_LD)}
    assert found == {quad.triple for quad in record_quads(used)}


def test_numbers_keep_their_digits(used: Collection) -> None:
    printed = {quad.object.value for quad in record_quads(used) if isinstance(quad.object, ox.Literal)}
    assert {"0.050", "0.10"} & printed or "-7.00" in printed


def test_nothing_published_is_a_blank_node(dataset: Dataset) -> None:
    blank = [
        line for line in dataset.quads.split(b"\n") if b"_:" in line.split(b'"')[0] or line.rpartition(b'"')[2].startswith(b" _:")
    ]
    assert [line for line in blank if b"/graph/data>" in line or b"/graph/inferred>" in line] == []


def test_two_builds_are_equal_to_the_byte(dataset: Dataset, tmp_path: Path) -> None:
    digests = set()
    for number, (seed, zone, language) in enumerate([("1", "Asia/Tokyo", "C"), ("77", "America/Lima", "tr_TR.UTF-8")]):
        folder = tmp_path / str(number)
        folder.mkdir()
        environment = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "TZ": zone,
            "LANG": language,
            "LC_ALL": language,
            "XDG_CACHE_HOME": str(folder),
        }
        target = folder / "raad.nq"
        subprocess.run(
            [sys.executable, "-m", "raad", "build", "-o", str(target)],
            cwd=folder,
            env=environment,
            check=True,
            capture_output=True,
        )
        digests.add(target.read_bytes())
    assert digests == {dataset.quads}


def test_inventory_says_what_was_used_and_set_apart(dataset: Dataset) -> None:
    made = inventory(dataset)
    text = inventory_text(made, Page(), None)
    assert made.used["Finding"] == dataset.counts["Finding"]
    assert f"{made.used['Finding']:>5} Finding" in text
    assert f"{made.set_apart['Finding']:>5} Finding" in text
    assert made.sha256 in text


def test_each_key_of_the_context_is_declared_in_the_ontology(dataset: Dataset) -> None:
    declared = {line.split(b">")[0][1:].decode() for line in dataset.quads.split(b"\n") if b"/graph/ontology>" in line}
    own = {term.iri for terms in Context.load().keys.values() for term in terms.values() if term.iri.startswith(BASE)}
    assert own - declared == set()
