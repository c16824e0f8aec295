"""Proof of a release: what it holds, that damage is named, that no IRI goes away, and what changed since the one before."""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import jsonschema
import pyoxigraph as ox
import pytest
import rdflib
from frozen_graph import Frozen
from release_child import QUICK

from raad.asking.difference import diff
from raad.command import releasing
from raad.curated.triple import canonical
from raad.graph.cache import Graph
from raad.graph.infer import infer
from raad.names import BASE, DATA_GRAPH, ONTOLOGY_GRAPH
from raad.release import content
from raad.release.change import change_log, section, terms
from raad.release.content import release_files
from raad.release.manifest import faults
from raad.release.published import listed, names_of, published, removed
from raad.rooms import room, walk
from raad.target import write_folder

OWL = rdflib.Namespace("http://www.w3.org/2002/07/owl#")
ANYTIME = random.Random(58)


def graph_of(stated: list[ox.Quad]) -> Graph:
    """Return the graph of stated quads with all that follows."""
    return Graph("0.1.0", {"Finding": 1}, quads=canonical(stated + infer(stated)))


def quad(subject: str, name: str, value: ox.Literal | ox.NamedNode, graph: ox.NamedNode = ONTOLOGY_GRAPH) -> ox.Quad:
    """Return a statement about a term or record."""
    return ox.Quad(ox.NamedNode(BASE + subject), ox.NamedNode(name), value, graph)


@pytest.fixture(scope="module")
def small(frozen: Frozen) -> Graph:
    """Return the frozen records as a graph that was built."""
    return graph_of(frozen.stated)


@pytest.fixture(scope="module")
def files(small: Graph) -> dict[str, bytes]:
    """Return the files of a release of the frozen records."""
    return release_files(small, None, QUICK)


@pytest.fixture
def release(files: dict[str, bytes], tmp_path: Path) -> Path:
    """Return the folder of a release."""
    write_folder(str(tmp_path / "release"), files)
    return tmp_path / "release"


@pytest.fixture
def command(raad, small: Graph, monkeypatch: pytest.MonkeyPatch):
    """Return a function that runs a command on the frozen records."""
    monkeypatch.setattr(releasing, "load", lambda progress: small)
    monkeypatch.setattr(releasing, "published", set)
    monkeypatch.setattr(content, "released_forms", lambda: list(QUICK))
    return raad


def test_release_is_whole_and_sha256sum_agrees(release: Path, files: dict[str, bytes]) -> None:
    assert faults(str(release)) == []
    there = {str(path.relative_to(release)): path.read_bytes() for path in release.rglob("*") if path.is_file()}
    assert there == files
    if shutil.which("sha256sum"):
        told = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=release, capture_output=True, text=True, check=True)
        assert told.stdout.count(": OK\n") == len(files) - 1


def test_release_holds_what_it_should(files: dict[str, bytes]) -> None:
    assert {"raad.nq", "manifest.json", "SHA256SUMS", "LICENSE", "LICENSE-DATA", "CITATION.cff", "CHANGES.md"} <= files.keys()
    assert {"export/turtle.ttl", "ontology/raad.ttl", "ontology/context.jsonld", "published.txt"} <= files.keys()
    assert {"schema/answer/compare.json", "schema/record/publication.json"} <= files.keys()
    assert [path for path in files if path.startswith(("/", ".")) or ".." in path or "\\" in path] == []


def test_a_release_is_a_crate_that_describes_every_file_but_its_lists(files: dict[str, bytes]) -> None:
    entities = {entity["@id"]: entity for entity in json.loads(files["ro-crate-metadata.json"])["@graph"]}
    described = {name for name, entity in entities.items() if entity["@type"] == "File"}
    assert described == files.keys() - {"ro-crate-metadata.json", "manifest.json", "SHA256SUMS"}
    assert {part["@id"] for part in entities["./"]["hasPart"]} == described
    assert all("description" in entities[name] for name in described if name.startswith("export/"))
    told = {entry["path"]: entry["sha256"] for entry in json.loads(files["manifest.json"])["files"]}
    assert {name: entities[name]["sha256"] for name in described} == {name: told[name] for name in described}


def test_canonical_file_is_sorted_and_without_a_comment(files: dict[str, bytes], small: Graph) -> None:
    lines = files["raad.nq"].split(b"\n")
    assert lines[-1] == b""
    assert lines[:-1] == sorted(set(lines[:-1]))
    assert files["raad.nq"] == small.quads


def test_manifest_counts_what_is_there(files: dict[str, bytes]) -> None:
    told = json.loads(files["manifest.json"])
    counted = Counter(re.search(rb"<([^>]+)> \.$", line)[1].decode() for line in files["raad.nq"].splitlines())
    assert {iri: made["triples"] for iri, made in told["graphs"].items()} == counted
    data = rdflib.Dataset()
    data.parse(data=files["raad.nq"], format="nquads")
    subjects = {str(s).removeprefix(BASE).split("/")[0:2].__repr__() for s in data.graph(DATA_GRAPH.value).subjects()}
    assert told["graphs"][DATA_GRAPH.value]["records"] == len(subjects)
    assert told["version_iri"].startswith(f"{BASE}ontology/")
    assert {entry["path"] for entry in told["files"]} == files.keys() - {"manifest.json", "SHA256SUMS"}
    assert all(entry["bytes"] == len(files[entry["path"]]) for entry in told["files"])
    assert all("/" in entry["media_type"] for entry in told["files"])


def test_every_module_of_the_ontology_has_the_version(files: dict[str, bytes]) -> None:
    version = json.loads(files["manifest.json"])["version_iri"]
    seen = set()
    for path in files:
        if path.startswith("ontology/") and path.endswith(".ttl"):
            graph = rdflib.Graph().parse(data=files[path], format="turtle")
            (module,) = graph.subjects(rdflib.RDF.type, OWL.Ontology)
            (iri,) = graph.objects(module, OWL.versionIRI)
            assert str(iri).startswith(version), path
            assert [str(value) for value in graph.objects(module, OWL.versionInfo)] == ["0.1.0"], path
            seen.add(str(iri))
    assert version in seen
    assert {f"{version}/entity", f"{version}/alignment/iao", f"{version}/bridge/iao"} <= seen
    assert len(seen) == len(list(walk(room("ontology"), ".ttl")))


def test_schemas_of_a_release_are_schemas(files: dict[str, bytes]) -> None:
    made = [json.loads(body) for path, body in files.items() if path.startswith("schema/")]
    assert len(made) > 30
    for schema in made:
        jsonschema.Draft202012Validator.check_schema(schema)


def test_nothing_in_a_release_tells_of_a_machine_or_a_time(files: dict[str, bytes]) -> None:
    machine = re.compile(rb"/(?:home|root|tmp|work|Users)/[a-z]")
    assert [path for path, body in files.items() if machine.search(body)] == []
    assert not re.search(rb"20\d\d-\d\d-\d\dT\d\d:\d\d", files["manifest.json"])


def test_a_flipped_byte_is_named_with_its_file(release: Path, files: dict[str, bytes]) -> None:
    for path, body in files.items():
        wrong = bytearray(body)
        wrong[ANYTIME.randrange(len(wrong))] ^= 1 << ANYTIME.randrange(8)
        (release / path).write_bytes(wrong)
        assert any(fault.startswith(path) for fault in faults(str(release))), path
        (release / path).write_bytes(body)
    assert faults(str(release)) == []


def test_a_missing_short_or_strange_file_is_named(release: Path, raad) -> None:
    (release / "LICENSE").unlink()
    (release / "raad.nq").write_bytes(b"")
    (release / "notes.txt").write_text("mine", encoding="utf-8")
    told = raad("release", "--check", str(release))
    assert told.code == 1
    assert "LICENSE: cannot be read" in told.out
    assert "raad.nq: has 0 bytes" in told.out
    assert "notes.txt: is in no list" in told.out
    (release / "manifest.json").write_text("{", encoding="utf-8")
    assert raad("release", "--check", str(release), "--format", "json").code == 1
    (release / "manifest.json").unlink()
    assert "is no release of RAAD" in raad("release", "--check", str(release)).out
    assert raad("release", "--check", str(release / "nowhere")).code == 2


@pytest.mark.parametrize(
    "told", ["[]", "{}", '{"files": 1}', '{"files": [1]}', '{"files": [{"path": 1, "bytes": 1, "sha256": ""}]}', "\xff", "null"]
)
def test_a_manifest_that_is_none_is_told(release: Path, told: str) -> None:
    (release / "manifest.json").write_text(told, encoding="latin-1")
    (fault,) = faults(str(release))
    assert fault.startswith("manifest.json: cannot be read")


def test_a_path_that_leads_out_of_a_release_is_not_followed(release: Path) -> None:
    for path in ("../secret", "/etc/passwd", "ontology/../../secret", ""):
        told = {"files": [{"path": path, "bytes": 1, "sha256": "0"}]}
        (release / "manifest.json").write_text(json.dumps(told), encoding="utf-8")
        (fault,) = faults(str(release))
        assert fault == f"manifest.json: cannot be read: {path!r} is no path inside the release"


def test_command_writes_a_release_that_its_check_passes(command, tmp_path: Path) -> None:
    folder = tmp_path / "release"
    told = command("release", str(folder))
    assert told.code == 0
    assert f"cp {folder / 'published.txt'} data/published.txt" in told.out
    assert command("release", "--check", str(folder)).code == 0
    assert json.loads(command("release", "--check", str(folder), "--format", "json").out)["passed"]


def test_what_is_in_the_way_is_told_and_left_as_it_is(command, release: Path, tmp_path: Path) -> None:
    before = (release / "manifest.json").read_bytes()
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    (tmp_path / "link").symlink_to(release)
    for place, words in (
        (release, "is not empty"),
        (tmp_path / "file", "is a file"),
        (tmp_path / "link", "is a symbolic link"),
        (tmp_path / "no" / "where", "does not exist"),
    ):
        told = command("release", str(place))
        assert told.code == 2
        assert words in told.err
    assert command("release", str(tmp_path / "link"), "--force").code == 2
    assert command("release", str(release), "--check", "--force").code == 2
    assert (release / "manifest.json").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "link", "release"]


def test_force_puts_a_new_release_in_place_of_another_folder(command, release: Path, tmp_path: Path) -> None:
    (release / "old.txt").write_text("old", encoding="utf-8")
    assert command("release", str(release), "--force").code == 0
    assert faults(str(release)) == []
    assert [path.name for path in tmp_path.iterdir()] == ["release"]


# What was published stays.


def test_list_in_the_repository_is_sorted_and_every_name_is_still_there(graph: Graph) -> None:
    names = names_of(graph.printed())
    assert removed(names, published()) == []
    assert listed(published()).splitlines()[1:] == sorted(published())


def test_a_name_that_is_gone_fails_the_release(command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(releasing, "published", lambda: {"finding/nobody-1999-f01", "OldTerm", "Compound"})
    told = command("release", str(tmp_path / "release"))
    assert told.code == 1
    assert [line.split()[0] for line in told.err.splitlines()] == ["OldTerm", "finding/nobody-1999-f01"]
    assert "owl:deprecated true" in told.err
    assert "dcterms:isReplacedBy" in told.err
    assert list(tmp_path.iterdir()) == []


def test_a_name_renamed_since_the_release_before_fails_too(command, frozen: Frozen, tmp_path: Path) -> None:
    renamed = [*frozen.stated, quad("OldTerm", rdflib.RDFS.label, ox.Literal("old"))]
    write_folder(str(tmp_path / "before"), release_files(graph_of(renamed), None, ()))
    told = command("release", str(tmp_path / "release"), "--previous", str(tmp_path / "before"))
    assert told.code == 1
    assert told.err.startswith("OldTerm was published and is gone")
    assert not (tmp_path / "release").exists()


def test_a_deprecated_name_is_there(frozen: Frozen) -> None:
    kept = [*frozen.stated, quad("OldTerm", OWL.deprecated, ox.Literal("true"))]
    assert removed(names_of(graph_of(kept).printed()), {"OldTerm"}) == []


def test_a_damaged_release_before_is_refused(command, release: Path, tmp_path: Path) -> None:
    (release / "raad.nq").write_bytes((release / "raad.nq").read_bytes()[:-1])
    told = command("release", str(tmp_path / "new"), "--previous", str(release))
    assert told.code == 2
    assert "raad.nq: has" in told.err


# What changed.


def test_change_log_tells_terms_records_and_answers(frozen: Frozen, small: Graph) -> None:
    definition = "http://www.w3.org/2004/02/skos/core#definition"
    told = next(q for q in frozen.stated if q.subject.value == BASE + "Compound" and q.predicate.value == definition)
    gone = next(q for q in frozen.stated if q.subject.value == BASE + "finding/liu-2017-f07" and "showsDirection" in str(q))
    edited = [q for q in frozen.stated if q not in (told, gone)]
    edited += [
        quad("Compound", definition, ox.Literal("Another meaning.", language="en")),
        quad("NewTerm", rdflib.RDFS.label, ox.Literal("new")),
        quad("Racemate", OWL.deprecated, ox.Literal("true")),
        quad("finding/liu-2017-f07", BASE + "showsDirection", ox.NamedNode(BASE + "Decrease"), DATA_GRAPH),
    ]
    label = ox.NamedNode(str(rdflib.RDFS.label))
    edited.append(ox.Quad(ox.NamedNode("https://example.org/other"), label, ox.Literal("x"), ONTOLOGY_GRAPH))
    made = diff(small, graph_of(edited))
    assert terms(made) == {"added": ("raad:NewTerm",), "deprecated": ("raad:Racemate",), "redefined": ("raad:Compound",)}
    log = change_log(
        "# Changelog\n\n## Unreleased\n\n- Something.\n\n## 0.1.0 (x)\n\n- First.\n\n## 0.0.9\n\n- Old.\n", "0.1.0", made
    )
    assert "- Something." in log
    assert "- First." in log
    assert "- Old." not in log
    assert "- finding changed: 1 (finding:liu-2017-f07)" in log
    assert re.search(r"^- \S*finding\S*.*: rows .*changed", log, re.MULTILINE)


def test_change_log_of_people_ends_with_the_version() -> None:
    text = "# Changelog\n\n## Unreleased\n\n## 0.2.0 (x)\n\n- New.\n\n## 0.1.0 (y)\n\n- Old.\n"
    assert section(text, "0.2.0") == "## 0.2.0 (x)\n\n- New.\n"
