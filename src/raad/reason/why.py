"""Why a record is of a class: the facts and axioms from which it follows, or what is missing for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from raad.asking.answer import answer
from raad.asking.find import resolve_record, short
from raad.comparison.reference import short_references
from raad.errors import UnknownName, UsageError
from raad.graph.cache import Graph
from raad.graph.infer import closure
from raad.graph.query import Iri
from raad.names import DATA_GRAPH, INFERRED_GRAPH, ONTOLOGY_GRAPH, OWL, RDF_TYPE
from raad.reason.axiom import Axiom, axiom_of, is_stated, root
from raad.reason.kind import CLASS, Part, narrower, resolve_class, ways
from raad.reason.proof import contradicting, entailing, justification, materialised, prove
from raad.reason.report import StatedAxiom, located, statements
from raad.reason.rule import CLASH, ENTAIL, INFER, rules
from raad.reason.words import Names, article, name, statement

_PROPERTY, _VALUE = ox.NamedNode(OWL + "onProperty"), ox.NamedNode(OWL + "hasValue")
_SOME = ox.NamedNode(OWL + "someValuesFrom")
_DEEP = 3


@dataclass(frozen=True)
class Deduction:
    """One conclusion on the way, the rule that gives it, and the statements and conclusions it follows from, by number."""

    number: int
    words: str
    rule: str
    follows_from: tuple[int, ...]


@dataclass(frozen=True)
class Requirement:
    """What a class asks of its members, whether it is stated or follows, and how deep it nests."""

    words: str
    met: bool
    depth: int


@dataclass(frozen=True)
class Membership:
    """Why a record is, or is not, of a class.

    `statements` alone entail the membership, and none of them can be left out; `deductions` are the steps from them to it.
    For a record that is not known to be of the class, `requirements` say what the class asks for, one tuple a way, `narrower`
    which classes lie below it, and `ruled_out` by which statements the record cannot be of it, if it cannot.
    """

    subject: Iri
    subject_label: str
    kind: Iri
    kind_label: str
    member: bool
    stated: bool
    statements: tuple[StatedAxiom, ...]
    deductions: tuple[Deduction, ...]
    sources: dict[Iri, str]
    requirements: tuple[tuple[Requirement, ...], ...]
    narrower: dict[Iri, str]
    ruled_out: tuple[StatedAxiom, ...]


def why(graph: Graph, subject: str, kind: str) -> Membership:
    """Return why a record is of a class, or what is missing; UnknownName gives near names of either."""
    names = dict(answer(graph, "find/label").rows)
    whole = resolve_class(graph.store, names, kind)
    one = ox.NamedNode(resolve_record(graph, subject))
    if any(graph.store.quads_for_pattern(one, RDF_TYPE, CLASS)):
        raise UsageError(f"{short(one.value)} is a class; name a record, and {subject!r} is none")
    if not any(graph.store.quads_for_pattern(one, None, None)):
        raise UnknownName("record", subject, [], "; `raad search` looks into all texts")
    goal = ox.Triple(one, RDF_TYPE, whole)
    found = reasons(graph.store, goal)
    label = names.get(one.value) or name(one, names)
    about = (Iri(one.value), label, Iri(whole.value), names.get(whole.value, short(whole.value)))
    if found is None:
        asked = tuple(tuple(_requirements(graph.store, one, way, names, 0)) for way in ways(graph.store, whole))
        below = {Iri(k.value): names.get(k.value, short(k.value)) for k in narrower(graph.store, whole)}
        against = _against(graph.store, goal)
        said = statements(against, names, located(against, graph.scope))
        return Membership(*about, False, False, (), (), {}, asked, below, said)
    said = statements(found, names, located(found, graph.scope))
    steps = tuple(_deductions(found, said, goal, names))
    return Membership(*about, True, is_stated(graph.store, goal), said, steps, _sources(graph, found), (), {}, ())


def reasons(store: ox.Store, goal: ox.Triple) -> list[Axiom] | None:
    """Return a smallest set of stated axioms from which a triple of a materialised store follows; None where it is not in it."""
    if is_stated(store, goal):
        return [axiom_of(store, goal)]
    return justification(store, (goal,), entailing(goal)) if any(store.quads_for_pattern(*goal)) else None


def _deductions(axioms: list[Axiom], said: tuple[StatedAxiom, ...], goal: ox.Triple, names: Names) -> Iterator[Deduction]:
    """Give the steps from axioms to the goal, numbered on from the statements."""
    numbers = {line: number for number, made in enumerate(said, 1) for line in made.triples}
    steps = prove(materialised(axioms, (INFER,)), (goal,), (INFER,)) or prove(materialised(axioms), (goal,)) or ()
    for number, step in enumerate(steps, len(said) + 1):
        used = sorted({numbers[f"{premise} ."] for premise in step.premises if f"{premise} ." in numbers})
        numbers[f"{step.conclusion} ."] = number
        yield Deduction(number, statement(step.conclusion, names) + ".", step.rule.asked.name, tuple(used))


def _requirements(store: ox.Store, one: ox.NamedNode, way: list[Part], names: Names, depth: int) -> Iterator[Requirement]:
    """Give what a way into a class asks of a record, with what is missing in each value where none has all."""
    for part in way:
        words, met, values, filler = _asked(store, one, part, names)
        yield Requirement(words, met, depth)
        if not met and depth < _DEEP:
            for value in values:
                for deeper in ways(store, filler) or [[filler]]:
                    yield from _requirements(store, value, deeper, names, depth + 1)
            if isinstance(part, ox.NamedNode):
                for deeper in ways(store, part):
                    yield from _requirements(store, one, deeper, names, depth + 1)


def _asked(store: ox.Store, one: ox.NamedNode, part: Part, names: Names):
    """Return what a part asks of a record in words, whether it is so, and for a kind of value the values and the kind."""
    label = name(one, names)
    if isinstance(part, ox.NamedNode):
        return f"{label} is {article(name(part, names))}", _holds(store, one, RDF_TYPE, part), [], part
    held = next((quad.object for quad in store.quads_for_pattern(part, _PROPERTY, None)), RDF_TYPE)
    verb = name(held, names)
    for quad in store.quads_for_pattern(part, _VALUE, None):
        return f"{label} {verb} {name(quad.object, names)}", _holds(store, one, held, quad.object), [], part
    for quad in store.quads_for_pattern(part, _SOME, None):
        values = sorted({found.object for found in store.quads_for_pattern(one, held, None)}, key=str)
        met = any(_holds(store, value, RDF_TYPE, quad.object) for value in values)
        return f"{label} {verb} some {name(quad.object, names)}", met, values, quad.object
    return f"{label} fits a further description", False, [], part


def _holds(store: ox.Store, *triple) -> bool:
    return any(store.quads_for_pattern(*triple))


def _against(store: ox.Store, goal: ox.Triple) -> list[Axiom]:
    """Return the axioms by which a record cannot be of a class, none where nothing speaks against it."""
    tried = ox.Store()
    tried.extend(store.quads_for_pattern(None, None, None, ONTOLOGY_GRAPH))
    tried.extend(quad for quad in store.quads_for_pattern(goal.subject, RDF_TYPE, None) if quad.graph_name == DATA_GRAPH)
    guess = ox.Quad(*goal, ox.NamedNode("urn:raad:guess"))
    tried.add(guess)
    closure(tried, [rule.asked.text for rule in rules(INFER, ENTAIL)])
    for rule in rules(CLASH):
        for premises in rule.conclusions(tried):
            axioms = justification(tried, premises, lambda found: contradicting(guess)(_without(found, guess)))
            if axioms:
                return _without(axioms, guess)
    return []


def _without(axioms: list[Axiom], guess: ox.Quad) -> list[Axiom]:
    return [axiom for axiom in axioms if axiom[0] != guess]


def _sources(graph: Graph, axioms: list[Axiom]) -> dict[Iri, str]:
    """Return the publications that the records behind the facts name, with their short references."""
    references = short_references(graph)
    facts = {root(axiom).subject for axiom in axioms if axiom[0].graph_name == DATA_GRAPH}
    linked = {q.object.value for fact in facts for q in graph.store.quads_for_pattern(fact, None, None) if _is_new(q)}
    return {Iri(source): references[source] for source in sorted(linked & set(references))}


def _is_new(quad: ox.Quad) -> bool:
    return quad.graph_name != INFERRED_GRAPH
