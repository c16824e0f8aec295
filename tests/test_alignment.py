"""Proof of the alignment: outside terms are there under the label given, and the bridge keeps every class satisfiable."""

from __future__ import annotations

import os
import re

import owlready2
import pyoxigraph as ox
import pytest
import rdflib
from external_file import external, read_external
from owl_profile import Walk
from owl_source import read_file
from test_ontology import IMPORTS, java

from raad.curated.triple import ontology_quads
from raad.names import BASE
from raad.rooms import files

OWL, RDF, RDFS, SKOS = rdflib.OWL, rdflib.RDF, rdflib.RDFS, rdflib.SKOS
PATHS = {
    os.path.basename(path).removesuffix(".ttl"): path
    for path in files("ontology", ".ttl")
    if os.path.basename(os.path.dirname(path)) == "alignment"
}
MAPPED = (SKOS.closeMatch, SKOS.broadMatch, SKOS.relatedMatch)
# Where the files that stand beside the checkout hold what a module names as its source.
KEPT = {
    "OBOFoundry/COB": "cob", "oborel/obo-relations": "ro", "information-artifact-ontology/IAO": "iao", "obi-ontology/obi": "obi",
    "evidenceontology/evidenceontology": "eco", "biolink/biolink-model": "biolink",
}  # fmt: skip
BRIDGED = ("cob/cob.owl", "iao/iao.owl", "obi/obi_core.owl", "bfo/bfo.owl")


def module(name: str) -> rdflib.Graph:
    """Return an alignment module."""
    return rdflib.Graph().parse(PATHS[name], format="turtle")


def labels(name: str) -> dict[str, set[str]]:
    """Return the labels of the terms of an outside file, by their IRI."""
    if name.endswith(".obo"):
        stanzas = re.findall(r"^id: (\w+):(\d+)\nname: (.+)$", external(name).read_text(encoding="utf-8"), re.MULTILINE)
        return {f"http://purl.obolibrary.org/obo/{prefix}_{number}": {label} for prefix, number, label in stanzas}
    found: dict[str, set[str]] = {}
    for term, predicate, label in read_external(name):
        if predicate.value == str(RDFS.label) and isinstance(term, ox.NamedNode):
            found.setdefault(term.value, set()).add(label.value)
    return found


def test_the_modules_are_those_that_the_ontology_is_aligned_with() -> None:
    assert set(PATHS) == {"bfo", "ro", "iao", "obi", "eco", "sepio", "prov", "stato", "spar", "biolink", "schema"}


def mappings(name: str) -> list[tuple[rdflib.URIRef, rdflib.URIRef, rdflib.Graph, rdflib.term.Node]]:
    """Return each mapping of a module: own term, outside term, and the node that annotates it."""
    graph = module(name)
    found = []
    for kind in MAPPED:
        for term, outside in graph.subject_objects(kind):
            nodes = [node for node in graph.subjects(OWL.annotatedTarget, outside) if (node, OWL.annotatedSource, term) in graph]
            (node,) = [node for node in nodes if (node, OWL.annotatedProperty, kind) in graph]
            found.append((term, outside, graph, node))
    return found


@pytest.mark.parametrize("name", PATHS)
def test_a_module_maps_own_terms_to_outside_terms_and_says_nothing_else(name: str) -> None:
    head = rdflib.URIRef(f"{BASE}ontology/alignment/{name}")
    own = {quad.subject.value for quad in ontology_quads() if isinstance(quad.subject, ox.NamedNode)}
    found = mappings(name)
    assert len(found) >= 3
    for term, outside, graph, node in found:
        assert term.startswith(BASE)
        assert str(term) in own
        assert not outside.startswith(BASE)
        assert len(list(graph.objects(node, SKOS.prefLabel))) == 1, outside
        assert len(list(graph.objects(node, rdflib.DCTERMS.source))) == 1, outside
    graph = found[0][2]
    assert set(graph.subjects()) == {head} | {part for term, _, _, node in found for part in (term, node)}
    assert {p for s, p in graph.subject_predicates() if s.startswith(BASE) and s != head} <= set(MAPPED)


@pytest.mark.parametrize("name", PATHS)
def test_each_outside_term_has_its_label_in_the_file_it_was_read_in(name: str) -> None:
    read: dict[str, dict[str, set[str]]] = {}
    for _, outside, graph, node in mappings(name):
        source, label = graph.value(node, rdflib.DCTERMS.source), str(graph.value(node, SKOS.prefLabel))
        found = re.fullmatch(r"github:([^@]+)@[0-9a-f]{40}:(.+)", source)
        assert found or source.startswith("CURIE and label as "), source
        if not found or found[1] not in KEPT:
            continue
        path = f"{KEPT[found[1]]}/{os.path.basename(found[2])}"
        if path not in read:
            read[path] = labels(path)
        assert label in read[path].get(str(outside), set()), outside
    if not read:
        pytest.skip(f"no file of {name} is beside the checkout: its terms were read in stored public files, named in the module")


def test_no_term_is_equal_to_an_outside_term() -> None:
    kinds = {OWL.equivalentClass.toPython(), OWL.equivalentProperty.toPython(), OWL.sameAs.toPython()}
    assert [q for q in ontology_quads() if q.predicate.value in kinds and isinstance(q.object, ox.NamedNode)] == []


def bridge() -> tuple[str, list[ox.Triple]]:
    """Return the path of the bridge module and its triples."""
    (path,) = [path for path in files("ontology", ".ttl") if os.path.basename(os.path.dirname(path)) == "bridge"]
    return path, [quad.triple for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE)]


def test_the_bridge_is_in_the_profiles_of_the_ontology() -> None:
    modules = [(path, os.path.basename(path)) for path in files("ontology", ".ttl")]
    walk = Walk([triple for path, name in modules for triple in read_file(path, name)])
    assert walk.outside("RL") == []


def test_the_bridge_names_terms_of_iao_by_their_labels() -> None:
    known = labels("iao/iao.owl")
    named = {t.subject.value: t.object.value for t in bridge()[1] if t.predicate.value == str(RDFS.label)}
    assert len(named) == 4
    for iri, label in named.items():
        assert label in known[iri]


def classify(triples: list, folder) -> owlready2.World:
    """Return the triples without imports as HermiT classifies them."""
    if not java():
        pytest.skip("no Java: set JAVA_EXE, put java on PATH, or install raad[reason]")
    path = folder / "merged.nt"
    path.write_bytes(ox.serialize([t for t in triples if t.predicate != IMPORTS], format=ox.RdfFormat.N_TRIPLES))
    world = owlready2.World()
    world.get_ontology(path.as_uri()).load()
    owlready2.JAVA_EXE = java()
    with world:
        owlready2.sync_reasoner_hermit(world, debug=0)
    return world


def outside_triples(*names: str) -> list[ox.Triple]:
    """Return the triples of outside ontologies, each file with blank nodes of its own."""
    return [triple for name in names for triple in read_external(name)]


def test_every_class_stays_satisfiable_below_bfo_cob_iao_and_obi(tmp_path) -> None:
    own = [quad.triple for quad in ontology_quads()]
    world = classify([*own, *bridge()[1], *outside_triples(*BRIDGED)], tmp_path)
    assert [cls.iri for cls in world.inconsistent_classes()] == []
    for name in ("Finding", "Contradiction", "Region", "NoChange"):
        assert world["http://purl.obolibrary.org/obo/BFO_0000031"] in world[BASE + name].INDIRECT_is_a, name


def test_a_wrong_bridge_is_found(tmp_path) -> None:
    """A compound that is matter and an information content entity at once: in BFO nothing is both."""
    above = [ox.NamedNode("http://purl.obolibrary.org/obo/" + name) for name in ("IAO_0000030", "BFO_0000040")]
    wrong = [ox.Triple(ox.NamedNode(BASE + "Compound"), ox.NamedNode(str(RDFS.subClassOf)), kind) for kind in above]
    world = classify([*(quad.triple for quad in ontology_quads()), *wrong, *outside_triples("iao/iao.owl")], tmp_path)
    assert BASE + "Compound" in {cls.iri for cls in world.inconsistent_classes()}
