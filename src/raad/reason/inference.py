"""What was inferred in a graph, counted by the rule that gives it, and by class and property."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from raad.asking.answer import answer
from raad.asking.find import short
from raad.comparison.imprint import imprint
from raad.graph.cache import Graph
from raad.graph.query import Iri, run
from raad.graph.question import questions
from raad.layout import Page, grid
from raad.names import INFERRED_GRAPH, RDF_TYPE
from raad.reason.rule import INFER


@dataclass(frozen=True)
class InferringRule:
    """A rule, whether the meaning of OWL makes it valid or RAAD chose it, and how many inferred triples it gives first."""

    name: str
    words: str
    entailed: bool
    triples: int


@dataclass(frozen=True)
class InferredTerm:
    """A class or property, and how many memberships or assertions of it are stated and how many are inferred beside."""

    term: Iri
    label: str
    stated: int
    inferred: int


@dataclass(frozen=True)
class Inference:
    """How many triples a graph states and infers, by what rules, and of which classes and properties."""

    stated: int
    inferred: int
    rules: tuple[InferringRule, ...]
    classes: tuple[InferredTerm, ...]
    properties: tuple[InferredTerm, ...]


def inference(graph: Graph) -> Inference:
    """Return what was inferred in a graph."""
    inferred = {quad.triple for quad in graph.store.quads_for_pattern(None, None, None, INFERRED_GRAPH)}
    stated = {quad.triple for quad in graph.store if quad.graph_name != INFERRED_GRAPH}
    labels = dict(answer(graph, "find/label").rows)
    kinds = [[t.object for t in group if t.predicate == RDF_TYPE] for group in (stated, inferred)]
    links = [[t.predicate for t in group if t.predicate != RDF_TYPE] for group in (stated, inferred)]
    given = tuple(_rules(graph.store, set(inferred)))
    return Inference(len(stated), len(inferred), given, _terms(labels, *kinds), _terms(labels, *links))


def inference_text(made: Inference, page: Page, version: str) -> str:
    """Return what was inferred for people."""
    lines = page.paragraph(f"{made.stated:,} triples are stated, and {made.inferred:,} follow from them.", 0)
    for entailed, title in ((True, "BY RULES OF OWL, WHICH THE ONTOLOGY ENTAILS"), (False, "BY RULES OF RAAD")):
        rows = [[f"{r.triples:,}", r.words] for r in made.rules if r.entailed == entailed]
        lines += ["", page.heading(title), *grid(rows, [7, page.width - 12])]
    for title, terms in (("MEMBERSHIPS BY CLASS", made.classes), ("ASSERTIONS BY PROPERTY", made.properties)):
        rows = [[f"{t.inferred:,}", f"{t.label} ({short(t.term)}){_beside(t)}"] for t in terms]
        lines += ["", page.heading(title), *grid(rows, [7, page.width - 12])]
    return "\n".join([*lines, "", *page.paragraph(imprint(version), 0)]) + "\n"


def _rules(store: ox.Store, left: set[ox.Triple]) -> Iterable[InferringRule]:
    for rule in questions((INFER,)):
        given = set(run(store, rule.text)) & left
        left -= given
        yield InferringRule(rule.name, rule.header["rule"], rule.header["entails"] == "owl", len(given))


def _terms(labels: dict[str, str], stated: Iterable[ox.NamedNode], inferred: Iterable[ox.NamedNode]) -> tuple[InferredTerm, ...]:
    before, after = Counter(stated), Counter(inferred)
    made = [
        InferredTerm(Iri(term.value), labels.get(term.value) or short(term.value), before[term], after[term]) for term in after
    ]
    return tuple(sorted(made, key=lambda term: (-term.inferred, term.term)))


def _beside(term: InferredTerm) -> str:
    return f", beside {term.stated:,} stated" if term.stated else ""
