"""Proof of the shapes: valid records pass, every fault is found at its line, both engines say the same.

The folder tests/shapes/<name>/ holds the records for shapes/<name>.ttl. A file is a list of records of the
kind its folder is named after, or, where such a record stands inside another, of the kind that its first line
gives, as in `# kind: publication`. In an invalid file a comment line `# expect: ...` is one problem of the
next line that is no comment, written as `raad validate` prints it after the place, or a part of that. A file
must give the problems it expects and no other.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox
import pytest
import rdflib
from expectation import copied, expected

from raad.curated.context import class_name
from raad.curated.file import read_used
from raad.curated.record import Collection, collect
from raad.curated.triple import ontology_quads, record_quads
from raad.errors import Problem
from raad.graph.shape import ENGINES, Violation, violations
from raad.graph.validation import shape_problem
from raad.names import BASE, DATA_GRAPH, RDF_TYPE
from raad.rooms import files, walk

FOLDER = os.path.join(os.path.dirname(__file__), "shapes")
FILES = [os.path.relpath(path, FOLDER).replace(os.sep, "/") for path in walk(FOLDER, ".yaml")]
INVALID = [name for name in FILES if not name.endswith("/valid.yaml")]
SH = rdflib.SH
SHAPE = BASE + "shape/"
NUMBERS = {str(rdflib.XSD.integer), str(rdflib.XSD.decimal)}
ORDER = re.compile("(Min|Max)(In|Ex)clusive|LessThan")
UNKNOWN_TYPE = ox.NamedNode(BASE + "datatype")
Term = ox.NamedNode | ox.Literal


@dataclass(frozen=True)
class Batch:
    """All triples that are validated at once, the shipped ones among them, and what each engine says of them."""

    collection: Collection
    shipped: list[ox.Quad]
    broken: list[ox.Quad]
    found: dict[str, list[Violation]]
    problems: dict[Problem, set[str]]


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Batch:
    """Return the shipped records, the test records and the broken copies, validated together once for each engine."""
    collection = read_used().check()
    shipped = ontology_quads() + record_quads(collection)
    count = len(collection.documents)
    collect(copied(FOLDER, str(tmp_path_factory.mktemp("shapes"))), collection.context, over=collection)
    tested = record_quads(Collection(collection.context, collection.documents[count:]))
    broken = list(_broken(collection, tested))
    found = {engine: violations(shipped + tested + broken, engine) for engine in ENGINES}
    problems = defaultdict(set)
    for violation in found["shacl"]:
        problems[shape_problem(collection, violation)].add(violation.shape)
    return Batch(collection, shipped, broken, found, problems)


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    """Return the triples of shapes/."""
    graph = rdflib.Graph()
    for path in files("shapes", ".ttl"):
        graph.parse(path, format="turtle")
    return graph


def _broken(collection: Collection, quads: list[ox.Quad]) -> Iterator[ox.Quad]:
    """Give copies of the valid records with the faults that context and loader keep out of curated files.

    One copy has a stray property, one has unknown objects and parents, one has literals of an unknown datatype.
    """
    names = {iri for iri, place in collection.places.items() if place.file.endswith("/valid.yaml")}
    for subject, predicate, value, _ in quads:
        if subject.value in names:
            nested = value.value in names
            yield from _stray(subject, predicate, _copy(value, "-stray") if nested else value)
            yield from _unknown(subject, predicate, value, nested)
            yield from _retyped(subject, predicate, _copy(value, "-retyped") if nested else value)


def _stray(subject: ox.NamedNode, predicate: ox.NamedNode, value: Term) -> Iterator[ox.Quad]:
    yield ox.Quad(_copy(subject, "-stray"), predicate, value, DATA_GRAPH)
    if predicate == RDF_TYPE:
        yield ox.Quad(_copy(subject, "-stray"), ox.NamedNode(BASE + "stray"), ox.Literal("unknown"), DATA_GRAPH)


def _unknown(subject: ox.NamedNode, predicate: ox.NamedNode, value: Term, nested: bool) -> Iterator[ox.Quad]:
    copy = _copy(subject, "-unknown")
    if nested:
        yield ox.Quad(copy, predicate, _copy(value, "-nowhere"), DATA_GRAPH)
        for parent in ("-nowhere", "-elsewhere"):
            yield ox.Quad(_copy(subject, parent), predicate, _copy(value, "-unknown"), DATA_GRAPH)
    elif isinstance(value, ox.NamedNode) and predicate != RDF_TYPE:
        yield ox.Quad(copy, predicate, ox.Literal("unknown"), DATA_GRAPH)
    else:
        yield ox.Quad(copy, predicate, value, DATA_GRAPH)


def _retyped(subject: ox.NamedNode, predicate: ox.NamedNode, value: Term) -> Iterator[ox.Quad]:
    if isinstance(value, ox.Literal) and value.datatype.value not in NUMBERS:
        value = ox.Literal(value.value, datatype=UNKNOWN_TYPE)
    yield ox.Quad(_copy(subject, "-retyped"), predicate, value, DATA_GRAPH)


def _copy(node: ox.NamedNode, suffix: str) -> ox.NamedNode:
    return ox.NamedNode(node.value + suffix)


def _met(batch: Batch, name: str) -> list[tuple[int, str]]:
    """Return line and text of each problem that is found in a file."""
    return sorted((problem.line, f"{problem.record}: {problem.message}") for problem in batch.problems if problem.file == name)


def _terms(shapes: rdflib.Graph, namespace: str) -> set[str]:
    """Return the IRIs in a namespace that shapes/ mentions."""
    return {str(term) for triple in shapes for term in triple if isinstance(term, rdflib.URIRef) and term.startswith(namespace)}


def _named(shapes: rdflib.Graph, *kinds: rdflib.URIRef) -> set[str]:
    """Return the named shapes of some kinds."""
    return {str(shape) for kind in kinds for shape in shapes.subjects(rdflib.RDF.type, kind) if isinstance(shape, rdflib.URIRef)}


def _constraints(shapes: rdflib.Graph, shape: str) -> set[str]:
    """Return the local names of the constraint components that a shape uses itself."""
    names = {str(key).removeprefix(str(SH)) for key in shapes.predicates(rdflib.URIRef(shape))} - {"property"}
    components = {f"{name[0].upper()}{name[1:]}ConstraintComponent" for name in names}
    return {component for component in components if rdflib.URIRef(str(SH) + component) in SH}


def test_every_shape_file_has_valid_and_invalid_records() -> None:
    stems = {os.path.splitext(os.path.basename(path))[0] for path in files("shapes", ".ttl")}
    assert {os.path.dirname(name) for name in FILES} == stems
    assert {name for name in FILES if name not in INVALID} == {f"{stem}/valid.yaml" for stem in stems}
    assert {os.path.dirname(name) for name in INVALID} == stems


def test_every_folder_holds_records_of_its_kind(batch: Batch) -> None:
    held = {(os.path.dirname(place.file), place.noun) for place in batch.collection.places.values() if place.file in FILES}
    named = [folder for folder in map(os.path.dirname, FILES) if class_name(folder) in batch.collection.context.keys]
    assert not [folder for folder in named if (folder, class_name(folder)) not in held]


def test_the_loader_has_nothing_against_the_records(batch: Batch) -> None:
    assert batch.collection.problems == []


@pytest.mark.parametrize("name", [name for name in FILES if name not in INVALID])
def test_valid_record_has_no_problem(batch: Batch, name: str) -> None:
    assert _met(batch, name) == []


@pytest.mark.parametrize("name", INVALID)
def test_invalid_record_has_the_expected_problems(batch: Batch, name: str) -> None:
    announced, unexpected = expected(os.path.join(FOLDER, name)), _met(batch, name)
    missing = []
    for line, fragment in announced:
        hit = next((met for met in unexpected if met[0] == line and fragment in met[1]), None)
        if hit:
            unexpected.remove(hit)
        else:
            missing.append((line, fragment))
    assert announced
    assert (missing, unexpected) == ([], [])


@pytest.mark.parametrize("engine", ENGINES)
def test_shipped_records_have_no_problem(batch: Batch, engine: str) -> None:
    tested = {iri for iri, place in batch.collection.places.items() if place.file in FILES}
    assert [found for found in batch.found[engine] if not {found.focus, found.focus.rpartition("-")[0]} & tested] == []


def test_engines_say_the_same(batch: Batch) -> None:
    """Equal in focus, path, value, component, shape, message and severity.

    One thing is left out: the order of a value that is no number. By the specification a comparison that gives no
    answer is a violation, as the fast engine says; the reference is silent on some. Both say that it is no number.
    """
    fast, reference = set(batch.found["shacl"]), set(batch.found["pyshacl"])
    wrong = {found[:3] for found in fast & reference if found.component == "DatatypeConstraintComponent"}
    assert reference - fast == set()
    assert {found for found in fast - reference if found[:3] not in wrong or not ORDER.match(found.component)} == set()


def test_every_shape_has_a_focus_node_in_the_shipped_data(batch: Batch, shapes: rdflib.Graph) -> None:
    classes = {quad.object.value for quad in batch.shipped if quad.predicate == RDF_TYPE}
    steps = [quad for quad in batch.shipped if quad.predicate.value == str(rdflib.RDFS.subClassOf)]
    while above := {step.object.value for step in steps if step.subject.value in classes} - classes:
        classes |= above
    used = {quad.predicate.value for quad in batch.shipped}
    assert set(map(str, shapes.objects(None, SH.targetClass))) - classes == set()
    assert {str(key) for way in (SH.targetSubjectsOf, SH.targetObjectsOf) for key in shapes.objects(None, way)} - used == set()


def test_shapes_use_known_terms_only(batch: Batch, shapes: rdflib.Graph) -> None:
    assert {term for term in _terms(shapes, str(SH)) if rdflib.URIRef(term) not in SH} == set()
    declared = {quad.subject.value for quad in ontology_quads() if quad.predicate == RDF_TYPE}
    assert _terms(shapes, BASE) - _terms(shapes, SHAPE) - declared == set()
    keys = {term.iri for terms in batch.collection.context.keys.values() for term in terms.values()}
    assert {str(path) for path in shapes.objects(None, SH.path) if isinstance(path, rdflib.URIRef)} - keys == set()


def test_every_property_shape_is_reached(shapes: rdflib.Graph) -> None:
    aimed = {str(shape) for way in (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf) for shape in shapes.subjects(way)}
    listed = {str(shape) for shape in shapes.objects(None, SH.property) if isinstance(shape, rdflib.URIRef)}
    assert listed | aimed == _named(shapes, SH.NodeShape, SH.PropertyShape)
    assert listed & aimed == set()


def test_every_shape_says_what_to_do(shapes: rdflib.Graph) -> None:
    for shape in _named(shapes, SH.NodeShape, SH.PropertyShape):
        messages = list(shapes.objects(rdflib.URIRef(shape), SH.message))
        assert len(messages) == 1, shape
        assert re.fullmatch(r"[A-Z].*\.", messages[0]), shape


def test_every_property_shape_finds_a_fault_alone(batch: Batch, shapes: rdflib.Graph) -> None:
    """Without the shape, a problem that an invalid file expects would be gone.

    Left out are shapes that only say which class a nested mapping has: the loader gives it the class of its key.
    """
    alone = {next(iter(sources)) for problem, sources in batch.problems.items() if problem.file in FILES and len(sources) == 1}
    nested = {term.iri for terms in batch.collection.context.keys.values() for term in terms.values() if term.form == "nested"}
    everything = _named(shapes, SH.PropertyShape)
    inside = {shape for shape in everything if str(shapes.value(rdflib.URIRef(shape), SH.path)) in nested}
    silent = {shape for shape in inside if _constraints(shapes, shape) == {"ClassConstraintComponent"}}
    assert everything - alone == silent


def test_every_constraint_of_every_shape_finds_a_fault(batch: Batch, shapes: rdflib.Graph) -> None:
    """Each is violated by an invalid record, or by a broken copy of a valid one where no file can violate it."""
    violated = {(found.shape, found.component) for found in batch.found["shacl"]}
    stated = {(shape, name) for shape in _named(shapes, SH.NodeShape, SH.PropertyShape) for name in _constraints(shapes, shape)}
    assert stated - violated == set()


def test_every_broken_value_is_found(batch: Batch, shapes: rdflib.Graph) -> None:
    """No closed, class, value or datatype constraint is lacking: each fault of the broken copies is seen where it is."""
    free = {str(term) for items in shapes.objects(None, SH.ignoredProperties) for term in shapes.items(items)}
    wrong = {
        (quad.subject.value, quad.predicate.value, quad.object.value)
        for quad in batch.broken
        if quad.predicate.value not in free and _is_wrong(quad.object)
    }
    assert wrong
    assert wrong - {found[:3] for found in batch.found["shacl"]} == set()


def _is_wrong(value: Term) -> bool:
    if isinstance(value, ox.Literal):
        return value.value == "unknown" or value.datatype == UNKNOWN_TYPE
    return value.value.endswith("-nowhere")
