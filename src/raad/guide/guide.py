"""The guide to two compounds as a document: every section in order, and the sources it cites."""

from __future__ import annotations

from dataclasses import dataclass

from raad.comparison.imprint import imprint
from raad.comparison.value import Comparison, Source
from raad.graph.cache import Graph
from raad.guide.desk import Desk
from raad.guide.document import Document
from raad.guide.end import appendix, gaps, limits, references
from raad.guide.finding import course, lacks, sizes, spines, synapses
from raad.guide.mechanism import side_effects
from raad.guide.outcome import dissociations, doses, turnover
from raad.guide.overview import act, glance, opening, who
from raad.guide.path import paths
from raad.guide.study import disagreements, head_to_head, protocols, trials

BODY = (
    glance, who, act, paths, head_to_head, spines, turnover, synapses, course, dissociations, sizes, doses, lacks, side_effects,
    protocols, trials, disagreements, gaps,
)  # fmt: skip


@dataclass(frozen=True)
class Guide:
    """A guide as a document, with exactly the sources that it cites."""

    document: Document
    sources: tuple[Source, ...]


def guide(graph: Graph, comparison: Comparison) -> Guide:
    """Return the guide to the two compounds of a comparison, in the scope of the graph it was made from."""
    desk = Desk(graph, comparison)
    body = [section(desk) for section in BODY]
    listed = appendix(desk)
    made = Document(
        _title(comparison),
        opening(desk, graph.scope.words()),
        (*body, limits(), references(desk), listed),
        imprint(comparison.release.version),
    )
    return Guide(made, tuple(source for source in comparison.sources if source.number in desk.sources))


def _title(comparison: Comparison) -> str:
    names = f"{comparison.a.label} and {comparison.b.label}"
    return f"{names[0].upper()}{names[1:]}: a comparative guide to mechanisms and synaptic plasticity"
