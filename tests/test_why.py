"""Proof of why a record is of a class: the statements alone entail it, none can be left out, and what is missing is said so."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

import pyoxigraph as ox
import pytest
from entailment import widened

from raad.graph.cache import Graph
from raad.names import BASE, INFERRED_GRAPH, OWL, RDF, RDF_TYPE, RDFS, XSD
from raad.reason import hermit
from raad.reason.axiom import Axiom, declarations, triples_of
from raad.reason.proof import entailing
from raad.reason.why import reasons, why

needs_java = pytest.mark.skipif(not hermit.java(), reason="no Java: set JAVA_EXE, put java on PATH, or install raad[reason]")
MODULATOR = "NmdaReceptorPositiveModulator"


@pytest.fixture(scope="module")
def inferred(graph: Graph) -> list[ox.Triple]:
    """Return the inferred memberships of compounds, actions and targets."""
    found = (quad.triple for quad in graph.store.quads_for_pattern(None, RDF_TYPE, None, INFERRED_GRAPH))
    return sorted((t for t in found if re.match(rf"{BASE}(compound|target)/", t.subject.value)), key=str)


def justified(graph: Graph, memberships: Iterable[ox.Triple]) -> dict[ox.Triple, list[Axiom]]:
    """Return memberships with the axioms from which they follow."""
    return {triple: reasons(graph.store, triple) or [] for triple in memberships}


def copied(axioms: Iterable[Axiom], goal: ox.Triple, mark: str) -> list[ox.Triple]:
    """Return axioms and the terms of a goal with each name of ours and each blank node marked, so that copies share nothing."""

    def new(term):
        if isinstance(term, ox.BlankNode):
            return ox.BlankNode(f"{term.value}x{mark}")
        outside = isinstance(term, ox.Literal) or term.value.startswith((OWL, RDF, RDFS, XSD))
        return term if outside else ox.NamedNode(f"{term.value}-{mark}")

    return [ox.Triple(*map(new, triple)) for triple in (*triples_of(axioms), goal)]


def judged(store: ox.Store, justified: dict[ox.Triple, list[Axiom]]) -> None:
    """Check by HermiT that each goal follows from its axioms and from no part that lacks one, each in a copy of its own."""
    triples, wanted = [], {}
    for number, (goal, axioms) in enumerate(justified.items()):
        declared = (tuple(ox.Quad(*triple) for triple in declarations(store, [*axioms, (ox.Quad(*goal),)])),)
        for left, part in enumerate([axioms, *([a for a in axioms if a != axiom] for axiom in axioms)]):
            *copy, asked = copied([*part, *declared], goal, f"{number}-{left}")
            triples += copy
            wanted[asked.subject.value, asked.object.value] = left == 0
    above = {(t.subject.value, t.object.value) for t in triples if t.predicate.value == RDFS + "subClassOf"}
    found = widened(hermit.memberships(triples, deadline=600) or set(), above)
    assert {pair for pair, follows in wanted.items() if follows != (pair in found)} == set()


def test_a_membership_of_each_class_has_reasons_of_which_none_can_be_left_out(graph: Graph, inferred: list[ox.Triple]) -> None:
    of_each = {triple.object: triple for triple in reversed(inferred)}
    assert len(of_each) > 20
    for goal, axioms in justified(graph, of_each.values()).items():
        holds = entailing(goal)
        assert holds(axioms), str(goal)
        assert not any(holds([other for other in axioms if other != axiom]) for axiom in axioms), str(goal)
        assert all(quad.graph_name != INFERRED_GRAPH for axiom in axioms for quad in axiom)


@needs_java
def test_hermit_finds_a_membership_of_each_kind_entailed_and_every_statement_needed(graph: Graph, inferred: list) -> None:
    of_each = {triple.object: triple for triple in reversed(inferred)}
    found = {goal: axioms for goal, axioms in justified(graph, of_each.values()).items() if len(axioms) > 3}
    assert len(found) > 20
    judged(graph.store, found)


@needs_java
@pytest.mark.campaign
def test_hermit_finds_every_membership_entailed_and_every_statement_needed(graph: Graph, inferred: list, capsys) -> None:
    found = list(justified(graph, inferred).items())
    for start in range(0, len(found), 40):
        judged(graph.store, dict(found[start : start + 40]))
    with capsys.disabled():
        print(f"\n{len(found)} memberships follow from their statements, and from no part of them, by HermiT")


@pytest.mark.parametrize("kind", [MODULATOR, f"raad:{MODULATOR}", BASE + MODULATOR, "nmda receptor positive-modulator"])
def test_a_class_is_known_by_label_name_and_iri(graph: Graph, kind: str) -> None:
    made = why(graph, "GLYX-13", kind)
    assert (made.kind, made.member, made.stated) == (BASE + MODULATOR, True, False)


def test_the_reasons_are_facts_with_their_lines_then_meanings_then_steps(graph: Graph) -> None:
    made = why(graph, "rapastinel", MODULATOR)
    said = {one.words for one in made.statements}
    assert {
        "rapastinel is a compound.",
        "rapastinel has action 1 of rapastinel.",
        "action 1 of rapastinel is a positive allosteric modulation.",
        "action 1 of rapastinel on target NMDA receptor.",
        "Every positive allosteric modulation is a positive modulation.",
        "Every compound that has action some positive modulation of the NMDA receptor is an NMDA receptor positive modulator.",
    } <= said
    places = [one.place for one in made.statements]
    assert re.fullmatch(r"data/compound/rapastinel\.yaml:\d+:\d+", places[0])
    assert re.fullmatch(r"ontology/\w+\.ttl:\d+", places[-1])
    assert [step.number for step in made.deductions] == list(range(len(said) + 1, len(said) + 1 + len(made.deductions)))
    assert made.deductions[-1].words == "rapastinel is an NMDA receptor positive modulator."
    used = {number for step in made.deductions for number in step.follows_from}
    assert used | {made.deductions[-1].number} == set(range(1, made.deductions[-1].number + 1))
    assert "publication/donello-2019" in " ".join(made.sources)


def test_what_is_stated_is_said_to_be_stated(raad) -> None:
    told = raad("why", "ketamine", "racemate")
    assert told.code == 0
    assert "ketamine (compound:ketamine) is a racemate (raad:Racemate): that is stated." in told.out
    assert re.search(r"1\. ketamine is a racemate\. +\[data/compound/ketamine\.yaml:2:7\]", told.out)


def test_what_is_missing_is_said_as_not_stated_and_never_as_false(raad) -> None:
    told = raad("why", "ketamine", MODULATOR)
    said = " ".join(told.out.split())
    assert told.code == 0
    assert (
        f"RAAD does not state that ketamine (compound:ketamine) is an NMDA receptor positive modulator (raad:{MODULATOR})" in said
    )
    assert "yes: ketamine is a compound." in said
    assert "RAAD does not state that action 1 of ketamine is a positive modulation." in said
    assert "yes: action 1 of ketamine is an action at the NMDA receptor." in said
    assert not re.search(r"\bfalse\b|\bis not\b", told.out)


def test_what_is_ruled_out_is_told_with_the_axioms(graph: Graph) -> None:
    made = why(graph, "ketamine", "receptor")
    assert [one.words for one in made.ruled_out] == [
        "ketamine is a compound.",
        "Every receptor is a molecular target.",
        "Nothing is more than one of these: compound and molecular target.",
    ]


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("ketamin", "Compound"), "did you mean ketamine"),
        (("ketamine", "NmdaReceptorAntagonst"), "did you mean NMDA receptor antagonist"),
        (("ketamine", "zzz"), "no class is called 'zzz'; no known name is near"),
        (("compound:ketamine/action/99", "Compound"), "no record is called"),
    ],
)
def test_an_unknown_name_is_told_with_near_ones(raad, names: tuple[str, str], said: str) -> None:
    told = raad("why", *names)
    assert (told.code, told.out) == (3, "")
    assert said in told.err


def test_a_class_is_no_record(raad) -> None:
    told = raad("why", "raad:Compound", "raad:MaterialEntity")
    assert (told.code, "raad:Compound is a class; name a record" in told.err) == (2, True)


def test_as_json_and_as_turtle_the_same_statements(raad) -> None:
    made = json.loads(raad("why", "rapastinel", MODULATOR, "--format", "json").out)
    wanted = {line for one in made["statements"] for line in one["triples"]}
    told = {
        quad.triple
        for quad in ox.parse(raad("why", "rapastinel", MODULATOR, "--format", "turtle").out, format=ox.RdfFormat.TURTLE)
    }
    assert len(told) == len(wanted)
    assert {t for t in told if named(t)} == {
        quad.triple for quad in ox.parse("\n".join(wanted), format=ox.RdfFormat.N_TRIPLES) if named(quad.triple)
    }


def named(triple: ox.Triple) -> bool:
    return not any(isinstance(end, ox.BlankNode) for end in triple)
