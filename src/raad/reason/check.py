"""Whether a graph can be so at all: what clashes in it, which classes can have no member, and who says so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from raad.graph.infer import closure
from raad.names import DATA_GRAPH, INFERRED_GRAPH, ONTOLOGY_GRAPH, OWL, RDF_TYPE
from raad.reason import hermit
from raad.reason.axiom import Axiom, declarations, triples_of
from raad.reason.logic import logical
from raad.reason.proof import NOTHING, contradicting, justification
from raad.reason.rule import CLASH, ENTAIL, INFER, Rule, rules
from raad.reason.search import contradictory

SHOWN = 20
"""How many clashes and empty classes are explained at most."""
_CLASS = ox.NamedNode(OWL + "Class")
_ONE = ox.NamedNode("urn:raad:member")
HERMIT, RULES = "HermiT", "rules"


@dataclass(frozen=True)
class Clash:
    """A smallest set of axioms that contradict each other, so that none can be left out.

    `by` is the rule that sees it, `confirmed` HermiT's word, `smallest` whether the search for it came to its end.
    `kind` is the class that can have no member, where it is one and not the axioms alone that cannot be.
    """

    by: Rule | None
    axioms: tuple[Axiom, ...]
    kind: str = ""
    confirmed: bool | None = None
    smallest: bool = True


@dataclass(frozen=True)
class Finding:
    """What was found: whether all can be so, whose word that is, and what clashes; `more` counts what is not explained."""

    consistent: bool
    judge: str
    clashes: tuple[Clash, ...]
    empty: tuple[Clash, ...]
    more: int = 0
    notes: tuple[str, ...] = ()


def check(store: ox.Store, deadline: float = hermit.DEADLINE, progress: Callable[[str], None] = lambda stage: None) -> Finding:
    """Return what clashes in a store and which classes are empty, by the rules first and by HermiT where Java is found.

    What follows is added to the store. A clash is explained by the rules where they see it, else by asking HermiT again
    and again for ever smaller parts. The deadline, in seconds, is that of one question to HermiT.
    """
    progress("applying the rules")
    closure(store, [rule.asked.text for rule in rules(INFER, ENTAIL)])
    clashes, more = _explained(_clashes(store))
    empty, others = _explained(_empty(store))
    notes = []
    try:
        progress("asking HermiT")
        clashes, empty, consistent = _judged(store, clashes, empty, deadline)
        judge = HERMIT
    except hermit.Unjudged as error:
        judge, consistent = RULES, not clashes
        notes.append(str(error))
    return Finding(consistent, judge, tuple(clashes), tuple(empty), more + others, tuple(notes))


def _explained(found: Iterable[Clash]) -> tuple[list[Clash], int]:
    """Return clashes, none of which holds another, and how many more there are."""
    kept: dict[frozenset[Axiom], Clash] = {}
    more = 0
    for clash in found:
        if len(kept) >= SHOWN:
            more += 1
        elif (key := frozenset(clash.axioms)) and not any(other <= key for other in kept):
            kept = {other: made for other, made in kept.items() if not key < other} | {key: clash}
    return list(kept.values()), more


def _clashes(store: ox.Store) -> Iterator[Clash]:
    for rule in rules(CLASH):
        for premises in rule.conclusions(store):
            axioms = justification(store, premises, contradicting())
            if axioms:
                yield Clash(rule, tuple(axioms))


def _empty(store: ox.Store) -> Iterator[Clash]:
    """Give the classes that can have no member: those whose member, if there were one, would clash."""
    terms = ox.Store()
    terms.extend(quad for quad in store if quad.graph_name != DATA_GRAPH)
    members = {}
    for quad in sorted(terms.quads_for_pattern(None, RDF_TYPE, _CLASS), key=str):
        if isinstance(quad.subject, ox.NamedNode) and quad.subject != NOTHING:
            members[ox.NamedNode(f"{_ONE.value}:{len(members)}")] = quad.subject
    terms.extend(ox.Quad(member, RDF_TYPE, kind, _ONE) for member, kind in members.items())
    closure(terms, [rule.asked.text for rule in rules(INFER, ENTAIL)])
    for rule in rules(CLASH):
        for premises in rule.conclusions(terms):
            kinds = {members[end] for triple in premises for end in triple if end in members}
            if len(kinds) == 1:
                yield from _of_class(terms, rule, premises, kinds.pop())


def _of_class(terms: ox.Store, rule: Rule, premises: tuple[ox.Triple, ...], kind: ox.NamedNode) -> Iterator[Clash]:
    probes = list(terms.quads_for_pattern(None, RDF_TYPE, kind, _ONE))
    holds = contradicting(*probes)
    axioms = justification(terms, premises, lambda axioms: holds(_without(axioms, probes)))
    if axioms:
        yield Clash(rule, tuple(_without(axioms, probes)), kind.value)


def _without(axioms: Iterable[Axiom], probes: list[ox.Quad]) -> list[Axiom]:
    return [axiom for axiom in axioms if axiom[0] not in probes]


def _judged(store: ox.Store, clashes: list[Clash], empty: list[Clash], deadline: float) -> tuple[list[Clash], list[Clash], bool]:
    """Return clashes and empty classes with HermiT's word on each, those that only it sees added."""
    clashes = [_confirmed(store, clash, deadline) for clash in clashes]
    empty = [_confirmed(store, clash, deadline) for clash in empty]
    consistent = not any(clash.confirmed for clash in clashes) and hermit.consistent(logical(_stated(store)), deadline)
    if not consistent and not any(clash.confirmed for clash in clashes):
        clashes += _sought(store, "")
    if consistent:
        terms = [quad.triple for quad in store if quad.graph_name not in (DATA_GRAPH, _ONE)]
        known = {clash.kind for clash in empty}
        for kind in hermit.unsatisfiable(logical(terms), deadline):
            empty += _sought(store, kind) if kind not in known else []
    return clashes, empty, consistent


def _confirmed(store: ox.Store, clash: Clash, deadline: float) -> Clash:
    triples = [*declarations(store, clash.axioms), *triples_of(clash.axioms), *_member(clash.kind)]
    return Clash(clash.by, clash.axioms, clash.kind, not hermit.consistent(triples, deadline))


def _member(kind: str) -> list[ox.Triple]:
    return [ox.Triple(_ONE, RDF_TYPE, ox.NamedNode(kind))] if kind else []


def _sought(store: ox.Store, kind: str) -> list[Clash]:
    """Return what HermiT finds contradictory and no rule sees."""
    starts = {ox.NamedNode(kind)} if kind else _strange(store)
    axioms, smallest = contradictory(store, starts, _member(kind))
    return [Clash(None, tuple(axioms), kind, True, smallest)] if axioms else []


def _strange(store: ox.Store) -> set[ox.NamedNode]:
    """Return what is said to be something by others than RAAD."""
    ours = (DATA_GRAPH, ONTOLOGY_GRAPH, INFERRED_GRAPH)
    return {quad.subject for quad in store if quad.graph_name not in ours and isinstance(quad.subject, ox.NamedNode)}


def _stated(store: ox.Store) -> list[ox.Triple]:
    return [quad.triple for quad in store if quad.graph_name != INFERRED_GRAPH]
