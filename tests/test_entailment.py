"""Proof that what is inferred is what the ontology entails, no more and no less, by HermiT as the judge.

HermiT needs Java: JAVA_EXE, java on PATH, or the `reason` extra. Its answer for the frozen records is the default share; the
campaign asks it of all records, with all their texts and numbers.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest
from entailment import widened
from frozen_graph import Frozen

from raad.graph.cache import Graph
from raad.graph.infer import closure
from raad.graph.query import run
from raad.names import BASE, INFERRED_GRAPH, OWL, RDF_TYPE
from raad.reason import hermit
from raad.reason.logic import logical
from raad.rooms import files

RULES = {
    f"{os.path.basename(os.path.dirname(path))}/{os.path.basename(path).removesuffix('.rq')}": Path(path).read_text("utf-8")
    for path in files("sparql", ".rq")
    if os.path.basename(os.path.dirname(path)) in ("infer", "entail", "clash")
}
ENTAILED = {name: text for name, text in RULES.items() if name.startswith("infer/") and "\n#+ entails: owl\n" in text}
OBJECT, SYMMETRIC = ox.NamedNode(OWL + "ObjectProperty"), "infer/symmetric-property"

needs_java = pytest.mark.skipif(not hermit.java(), reason="no Java: set JAVA_EXE, put java on PATH, or install raad[reason]")


@dataclass
class Facts:
    """Memberships of records in RAAD's classes, and what joins two things."""

    membership: set[tuple[str, str]]
    assertion: set[tuple[str, str, str]]


@dataclass
class Case:
    """A graph: what OWL does not entail in it, what our rules make of that, and what HermiT makes of it."""

    premise: list[ox.Triple]
    ours: Facts
    theirs: Facts


def case(store: ox.Store) -> Case:
    """Return a materialised graph with its premise and HermiT's answer for it."""
    inferred = [quad.triple for quad in store.quads_for_pattern(None, None, None, INFERRED_GRAPH)]
    entailed = {triple for text in ENTAILED.values() for triple in run(store, text)}
    stated = {quad.triple for quad in store if quad.graph_name != INFERRED_GRAPH}
    premise = sorted(stated | (set(inferred) - entailed), key=str)
    logic = logical(premise)
    ours = facts({*stated, *inferred}, premise)
    # HermiT names the narrowest classes of a record, by the data too: a site of a receptor makes one kind of action narrower.
    terms = (
        q.triple for q in store if q.graph_name.value.endswith("graph/ontology") or q.predicate.value == BASE + "hasParentTarget"
    )
    above = hermit.hierarchy(logical(terms)) or set()
    found = hermit.memberships(logic, deadline=600)
    assert found is not None, "HermiT finds the graph inconsistent"
    things = [triple for triple in logic if not isinstance(triple.object, ox.Literal)]
    joined = hermit.values(things, deadline=600) or set()
    theirs = Facts({p for p in widened(found, above) if record(p[0]) and p[1].startswith(BASE)}, joined)
    return Case(premise, ours, theirs)


def facts(triples: set[ox.Triple], premise: list[ox.Triple]) -> Facts:
    """Return the memberships of records and the assertions that triples hold."""
    own = {t.subject for t in premise if t.predicate == RDF_TYPE and t.object == OBJECT}
    types = {(t.subject.value, t.object.value) for t in triples if t.predicate == RDF_TYPE and isinstance(t.object, ox.NamedNode)}
    return Facts(
        {pair for pair in types if record(pair[0]) and pair[1].startswith(BASE)},
        {(t.subject.value, t.predicate.value, t.object.value) for t in triples if t.predicate in own and t.predicate != RDF_TYPE},
    )


def record(iri: str) -> bool:
    return iri.startswith(BASE) and "/" in iri.removeprefix(BASE)


def again(premise: list[ox.Triple], rules: dict[str, str]) -> Facts:
    """Return what some rules make of a premise."""
    store = ox.Store()
    store.bulk_extend(ox.Quad(*triple) for triple in premise)
    return facts({*premise, *closure(store, rules.values())}, premise)


def agree(made: Case) -> None:
    """Check that both say the same."""
    assert sorted(made.ours.membership - made.theirs.membership)[:5] == []
    assert sorted(made.theirs.membership - made.ours.membership)[:5] == []
    assert sorted(made.ours.assertion - made.theirs.assertion)[:5] == []
    assert sorted(made.theirs.assertion - made.ours.assertion)[:5] == []


@pytest.fixture(scope="module")
def share(frozen: Frozen) -> Case:
    """Return the frozen records with HermiT's answer."""
    return case(frozen.store)


@needs_java
def test_frozen_records_hold_what_is_entailed_and_nothing_else(share: Case) -> None:
    assert len(share.theirs.membership) > 1000
    assert len(share.theirs.assertion) > 1000
    agree(share)


@needs_java
@pytest.mark.campaign
def test_all_records_hold_what_is_entailed_and_nothing_else(graph: Graph, capsys: pytest.CaptureFixture[str]) -> None:
    made = case(graph.store)
    agree(made)
    inferred = len(list(graph.store.quads_for_pattern(None, None, None, INFERRED_GRAPH)))
    with capsys.disabled():
        print(
            f"\n{len(made.premise)} triples: HermiT and the rules agree on {len(made.theirs.membership)} memberships of records "
            f"and {len(made.theirs.assertion)} assertions between things; {inferred} triples are inferred"
        )


@needs_java
@pytest.mark.parametrize("name", sorted(set(ENTAILED) - {SYMMETRIC}))
def test_without_a_rule_something_entailed_is_missing(share: Case, name: str) -> None:
    made = again(share.premise, {other: text for other, text in ENTAILED.items() if other != name})
    assert share.theirs.membership - made.membership or share.theirs.assertion - made.assertion
    assert not made.membership - share.theirs.membership


@needs_java
def test_a_wrong_triple_is_seen(share: Case) -> None:
    wrong = ox.Triple(ox.NamedNode(BASE + "compound/rapastinel"), RDF_TYPE, ox.NamedNode(BASE + "NmdaReceptorAntagonist"))
    made = again([*share.premise, wrong], ENTAILED)
    assert made.membership - share.theirs.membership


@pytest.mark.parametrize("name", RULES)
def test_every_rule_says_whether_the_ontology_entails_it(name: str) -> None:
    kind = re.search(r"^#\+ entails: (\w+)$", RULES[name], re.MULTILINE)[1]
    assert kind in (("owl", "rule") if name.startswith("infer/") else ("owl",))
    terms = re.findall(r"\braad:\w+", RULES[name])
    absence = re.search(r"\bNOT\s+EXISTS\b|\bMINUS\b|\bNOT IN\b|COUNT\(", RULES[name])
    assert not (kind == "owl" and (terms or absence)), "OWL knows no term of ours by name and no absence"
    assert kind == "owl" or terms, "a rule that names no term of ours is one of OWL"


def test_what_owl_entails_beside_names_no_new_membership_and_no_new_fact(graph: Graph) -> None:
    store = ox.Store()
    store.bulk_extend(graph.store)
    new = closure(store, [text for name, text in RULES.items() if name.startswith("entail/")])
    assert [triple for triple in new if record(str(getattr(triple.subject, "value", ""))) and is_named(triple)] == []
    assert closure(store, [text for name, text in RULES.items() if name.startswith("clash/")]) == []


def is_named(triple: ox.Triple) -> bool:
    return triple.predicate != RDF_TYPE or isinstance(triple.object, ox.NamedNode)
