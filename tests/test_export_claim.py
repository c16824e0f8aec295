"""Proof of the formats that carry claims with their evidence: nanopublications, RDF 1.2; and of Jelly."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from foreign_reader import alike, node_home

from raad.errors import UsageError
from raad.export.form import written
from raad.export.selection import Selection, select
from raad.graph.cache import Graph
from raad.graph.shape import as_printed
from raad.names import BASE, DATA_GRAPH, RDF

nanopub = pytest.importorskip("nanopub", reason="nanopub is not installed")
MalformedNanopubError = nanopub.utils.MalformedNanopubError
REIFIES = ox.NamedNode(RDF + "reifies")
NUMBER = "-7.00"
QUOTED = """
const [home, path] = process.argv.slice(1);
const { Parser } = require("module").createRequire(home + "/")("n3");
const text = require("fs").readFileSync(path, "utf-8");
const found = new Parser({ format: "application/trig" }).parse(text).filter((quad) => quad.object.termType === "Quad");
const rows = found.map(({ subject, object: o }) => [subject, o.subject, o.predicate, o.object].map((x) => x.value));
console.log(JSON.stringify(rows));
"""


@pytest.fixture(scope="module")
def chosen(graph: Graph) -> Selection:
    return select(graph, compound="zelquistinel")


@pytest.fixture(scope="module")
def few(graph: Graph) -> Selection:
    """Return two findings, one of them with a number whose last digit is a zero."""
    whole, space = select(graph, compound="nitrous-oxide"), BASE + "finding/"
    numbered = next(quad.subject.value for quad in whole.quads if getattr(quad.object, "value", "") == NUMBER)
    other = next(quad.subject.value for quad in whole.quads if quad.subject.value.startswith(space))
    kept = tuple("/".join(node.split("/")[:6]) for node in (numbered, other))
    return replace(whole, quads=tuple(quad for quad in whole.quads if quad.subject.value.startswith(kept)))


@pytest.fixture(scope="module")
def key(tmp_path_factory) -> Path:
    from Crypto.PublicKey import RSA

    place = tmp_path_factory.mktemp("key")
    made = RSA.generate(2048)
    (place / "private.pem").write_bytes(made.export_key())
    (place / "public.pem").write_bytes(made.publickey().export_key())
    (place / "text").write_text("no key")
    return place / "private.pem"


def publications(content: bytes) -> list[rdflib.ConjunctiveGraph]:
    """Return each nanopublication of a file as a graph of its own, by the name that its four graphs begin with."""
    by_name: dict[str, list[ox.Quad]] = {}
    for quad in ox.parse(content, format=ox.RdfFormat.TRIG):
        name = quad.graph_name.value
        by_name.setdefault(name.rpartition("#" if "#" in name else "/")[0], []).append(quad)
    found = []
    with as_printed():
        for quads in by_name.values():
            found.append(rdflib.ConjunctiveGraph())
            found[-1].parse(data=ox.serialize(quads, format=ox.RdfFormat.N_QUADS).decode(), format="nquads")
    return found


def test_each_finding_is_a_valid_nanopublication(chosen: Selection) -> None:
    content = written(chosen, "nanopub")
    made = publications(content)
    findings = {quad.subject for quad in chosen.quads if quad.predicate.value == BASE + "measures"}
    assert len(made) == len(findings) > 3
    assert all(nanopub.Nanopub(rdf=one).is_valid for one in made)
    asserted = {
        quad.triple for quad in ox.parse(content, format=ox.RdfFormat.TRIG) if quad.graph_name.value.endswith("/assertion")
    }
    space = BASE + "finding/"
    assert asserted == {q.triple for q in chosen.quads if q.graph_name == DATA_GRAPH and q.subject.value.startswith(space)}


def test_signed_nanopublications_verify_and_keep_their_numbers(few: Selection, key: Path) -> None:
    content = written(few, "nanopub", key=str(key))
    assert written(few, "nanopub", key=str(key)) == content
    assert f'"{NUMBER}"' in content.decode() or f" {NUMBER} " in content.decode()
    made = publications(content)
    assert len(made) == 2
    with as_printed():
        for one in made:
            read = nanopub.Nanopub(rdf=one)
            assert read.is_valid
            assert read.has_valid_signature
            assert read.has_valid_trusty
    plain = {quad.triple for quad in ox.parse(written(few, "nanopub"), format=ox.RdfFormat.TRIG) if "/assertion" in str(quad)}
    kept = {quad.triple for quad in ox.parse(content, format=ox.RdfFormat.TRIG) if quad.graph_name.value.endswith("#assertion")}
    assert kept == {triple for triple in plain if BASE + "finding/" in triple.subject.value}


def test_a_changed_assertion_fails_its_signature(few: Selection, key: Path) -> None:
    one = publications(written(few, "nanopub", key=str(key)))[0]
    assertion = next(part for part in one.contexts() if str(part.identifier).endswith("#assertion"))
    subject = next(iter(assertion.subjects()))
    one.get_context(assertion.identifier).add((subject, rdflib.RDFS.comment, rdflib.Literal("changed")))
    with pytest.raises(MalformedNanopubError):
        assert not nanopub.Nanopub(rdf=one).has_valid_trusty


@pytest.mark.parametrize(("name", "says"), [("absent", "cannot be read"), ("public.pem", "public key"), ("text", "no RSA key")])
def test_a_key_that_is_none_is_told(few: Selection, key: Path, name: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        written(few, "nanopub", key=str(key.with_name(name)))


def test_a_key_goes_with_nanopublications_only(raad) -> None:
    told = raad("export", "--format", "turtle", "--key", "private.pem")
    assert (told.code, told.out) == (2, "")
    assert "--key goes with nanopub" in told.err


def test_rdf_12_adds_what_steps_argue_for_and_nothing_else(chosen: Selection) -> None:
    read = set(ox.parse(written(chosen, "rdf-1.2"), format=ox.RdfFormat.TRIG))
    added = {quad for quad in read if quad.predicate == REIFIES}
    assert read - added == set(chosen.quads)
    said: dict[tuple, set] = {}
    for quad in chosen.quads:
        said.setdefault((quad.subject, quad.predicate.value.removeprefix(BASE)), set()).add(quad.object)
    triples = {quad.triple for quad in chosen.quads}
    for quad in added:
        quoted = quad.object
        assert {quoted.object} == said[quad.subject, "hasEffect"]
        if quoted not in triples:
            assert {quoted.subject} == said[quad.subject, "hasCause"]
            assert {quoted.predicate} == said[quad.subject, "causalRelation"]
    steps = {subject for subject, name in said if name == "hasEffect"}
    assert {quad.subject for quad in added} == steps
    assert any(quad.object in triples for quad in added)


def test_rdf_12_is_read_by_another_maker(chosen: Selection, tmp_path: Path) -> None:
    home, place = node_home(), tmp_path / "raad.trig"
    place.write_bytes(written(chosen, "rdf-1.2"))
    done = subprocess.run(["node", "-e", QUOTED, str(home), str(place)], capture_output=True, text=True, check=True)
    quads = [quad for quad in ox.parse(path=str(place), format=ox.RdfFormat.TRIG) if quad.predicate == REIFIES]
    assert sorted(json.loads(done.stdout)) == sorted(
        [node.value for node in (quad.subject, quad.object.subject, quad.object.predicate, quad.object.object)] for quad in quads
    )


def test_jelly_is_read_back(chosen: Selection) -> None:
    parse = pytest.importorskip("pyjelly.integrations.rdflib.parse", reason="pyjelly is not installed")
    import io

    with as_printed():
        dataset = parse.parse_jelly_to_graph(io.BytesIO(written(chosen, "jelly")))
        text = dataset.serialize(format="nquads")
    assert alike(ox.parse(text, format=ox.RdfFormat.N_QUADS)) == alike(chosen.quads)
