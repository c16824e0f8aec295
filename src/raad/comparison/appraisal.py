"""What the printed numbers of findings allow: effect sizes, rechecked p values, units of analysis, equivalent doses."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from raad.asking.answer import answer
from raad.asking.find import resolve
from raad.comparison.dose import EquivalentDose, equivalents
from raad.comparison.effect import effect_size
from raad.comparison.imprint import release
from raad.comparison.outcome import NOT_FAIR
from raad.comparison.recheck import Recheck, Suspicion, rechecks, suspicion
from raad.comparison.value import EffectSize, Release, Row
from raad.graph.cache import Graph
from raad.statistic.printed import unit_of_analysis


@dataclass(frozen=True, slots=True)
class Appraised:
    """One finding with what was computed for it; `reason` says why it has no effect size, `warning` what its n may hide."""

    finding: str
    compound: str
    endpoint: str
    publication: str
    comparator: str | None
    unit: str | None
    n_printed: str | None
    effect: EffectSize | None
    reason: str | None
    unit_of_analysis: str
    warning: str
    rechecks: tuple[Recheck, ...]
    suspicion: Suspicion | None
    doses: tuple[EquivalentDose, ...]


@dataclass(frozen=True, slots=True)
class Appraisal:
    """The findings of a compound, or all findings, appraised; nothing in it is pooled, and `pooling` says why.

    `endpoints` maps an endpoint to its findings with and without an effect size, `reasons` a reason to its findings.
    """

    compound: str | None
    findings: tuple[Appraised, ...]
    endpoints: dict[str, tuple[int, int]]
    reasons: dict[str, int]
    pooling: str
    release: Release


def effects(graph: Graph, compound: str | None = None) -> Appraisal:
    """Return what the printed numbers allow for the findings of a compound, named as in `raad.compare`, or for all findings.

    UnknownName gives near names.
    """
    iri = resolve(graph, compound, "compound") if compound else None
    table = answer(graph, "evidence/effect-input", A=iri) if iri else answer(graph, "find/effect-input-of-all")
    made = tuple(_appraised(row) for row in table.records())
    sized = Counter(item.endpoint for item in made if item.effect)
    whole = Counter(item.endpoint for item in made)
    endpoints = {name: (sized[name], whole[name] - sized[name]) for name in sorted(whole, key=lambda name: (-sized[name], name))}
    reasons = dict(Counter(item.reason for item in made if item.reason).most_common())
    return Appraisal(iri, made, endpoints, reasons, _pooling(made), release(graph.version))


def _appraised(row: Row) -> Appraised:
    made = effect_size(row)
    counted = row["nText"] or (str(row["n"]) if row["n"] is not None else None)
    if counted is None and row["treatedN"] is not None:
        counted = f"{row['treatedN']} treated" + (f", {row['controlN']} control" if row["controlN"] is not None else "")
    unit, warning = unit_of_analysis(row["nText"], row["species"], row["cellular"]) if counted else ("no n printed", "")
    sized = isinstance(made, EffectSize)
    return Appraised(
        row["finding"], row["compoundLabel"], row["endpoint"], row["publication"], row["comparatorLabel"], row["unit"], counted,
        made if sized else None, None if sized else made, unit, warning, tuple(rechecks(row)), suspicion(row),
        tuple(equivalents(row)),
    )  # fmt: skip


def _pooling(made: tuple[Appraised, ...]) -> str:
    """Return why no effect sizes are pooled, from how many publications size one effect of one compound."""
    sources: dict[tuple[str, str], set[str]] = {}
    for item in made:
        if item.effect:
            sources.setdefault((item.compound, item.endpoint), set()).add(item.publication)
    if not sources:
        return "Nothing is pooled: no finding allows an effect size."
    most = max(map(len, sources.values()))
    if most < 2:
        return (
            "Nothing is pooled: no effect of a compound on an endpoint has a size from two publications, and sizes of "
            "different compounds, endpoints or comparators measure different things."
        )
    return f"Nothing is pooled: at most {most} publications size one effect of a compound on an endpoint, {NOT_FAIR}."
