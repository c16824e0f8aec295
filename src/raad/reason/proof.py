"""From a triple to the stated axioms it follows from: back along the rules, then nothing that could be left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from raad.graph.infer import closure
from raad.names import OWL
from raad.reason.axiom import Axiom, axiom_of, is_stated, store_of
from raad.reason.rule import CLASH, ENTAIL, INFER, Rule, rules

NOTHING = ox.NamedNode(OWL + "Nothing")
_BUDGET = 20_000
OF_OWL, _ALL = (INFER, ENTAIL), (INFER, ENTAIL, CLASH)


@dataclass(frozen=True)
class Step:
    """A triple, the rule that gives it, and what it follows from by that rule."""

    conclusion: ox.Triple
    rule: Rule
    premises: tuple[ox.Triple, ...]


def prove(store: ox.Store, goals: Iterable[ox.Triple], kinds: tuple[str, ...] = OF_OWL) -> list[Step] | None:
    """Return the steps from stated triples of a materialised store to the goals, premises first; None where none are found.

    The steps are by the rules of the given folders of sparql/.
    """
    search = _Search(store, kinds)
    return search.made if all(search.prove(goal, frozenset()) for goal in goals) else None


def justification(store: ox.Store, goals: tuple[ox.Triple, ...], holds: Callable[[list[Axiom]], bool]) -> list[Axiom] | None:
    """Return a smallest set of stated axioms for which `holds` is true, among those from which the goals follow."""
    steps = prove(store, goals)
    if steps is None:
        return None
    concluded = {step.conclusion for step in steps}
    leaves = [triple for triple in (*goals, *(p for step in steps for p in step.premises)) if triple not in concluded]
    axioms = list(dict.fromkeys(axiom_of(store, leaf) for leaf in dict.fromkeys(leaves)))
    return shrunk(axioms, holds) if holds(axioms) else None


def shrunk(axioms: list[Axiom], holds: Callable[[list[Axiom]], bool]) -> list[Axiom]:
    """Return the axioms without those that can be left out one after the other while `holds` stays true."""
    kept = list(axioms)
    for axiom in axioms:
        rest = [other for other in kept if other != axiom]
        if holds(rest):
            kept = rest
    return kept


def entailing(goal: ox.Triple) -> Callable[[list[Axiom]], bool]:
    """Return whether the goal follows from axioms by the rules of OWL, as a function of the axioms."""
    return lambda axioms: bool(list(materialised(axioms, OF_OWL).quads_for_pattern(*goal)))


def contradicting(*more: ox.Quad) -> Callable[[list[Axiom]], bool]:
    """Return whether axioms, with more quads beside them, contradict each other by the rules, as a function of the axioms."""
    return lambda axioms: bool(list(materialised([*axioms, more], _ALL).quads_for_pattern(None, None, NOTHING)))


def materialised(axioms: Iterable[Axiom], kinds: tuple[str, ...] = OF_OWL) -> ox.Store:
    """Return a store of axioms and of all that follows from them by the rules."""
    store = store_of(axioms)
    closure(store, [rule.asked.text for rule in rules(*kinds)])
    return store


class _Search:
    """Goes back from triples to what is stated, and keeps the steps in the order in which they hold."""

    def __init__(self, store: ox.Store, kinds: tuple[str, ...]) -> None:
        self.store, self.rules, self.made, self.done, self.left = store, rules(*kinds), [], set(), _BUDGET

    def prove(self, goal: ox.Triple, pending: frozenset[ox.Triple]) -> bool:
        """Return whether the goal is stated or follows, without going in a circle."""
        if goal in self.done or is_stated(self.store, goal):
            self.done.add(goal)
            return True
        self.left -= 1
        if self.left < 0:
            return False
        ways = [(rule, way) for rule in self.rules for way in rule.derivations(self.store, goal)]
        for rule, way in sorted(ways, key=self._length):
            before = len(self.made), set(self.done)
            if not (pending | {goal}) & set(way) and all(self.prove(premise, pending | {goal}) for premise in way):
                self.made.append(Step(goal, rule, way))
                self.done.add(goal)
                return True
            del self.made[before[0] :]
            self.done = before[1]
        return False

    def _length(self, way: tuple[Rule, tuple[ox.Triple, ...]]) -> tuple[int, str]:
        return sum(not is_stated(self.store, premise) for premise in way[1]), str(way[1])
