"""The rows of a comparison on spines by region, time courses, turnover, dissociations, doses and pooling."""

from __future__ import annotations

from collections.abc import Iterable

from raad.asking.answer import answer
from raad.comparison.value import EffectSize, Row
from raad.graph.cache import Graph

NOT_FAIR = (
    "the findings that print enough are few and not a fair sample of those curated, and they differ in species, dose, time "
    "and comparator"
)
QUESTION = {
    "method": "evidence/spine-method",
    "model": "evidence/spine-model",
    "turnover": "evidence/spine-turnover",
    "new_spine": "evidence/new-spine",
    "time_course": "evidence/time-course",
    "time_limit": "evidence/time-limit",
    "dissociation": "evidence/dissociation",
    "dose": "evidence/dose",
}
_FINDING = ("finding", "null", "overlap", "formationFinding", "eliminationFinding", "structureFinding", "behaviourFinding")


def outcomes(graph: Graph, a: str, b: str, sizes: dict[str, EffectSize]) -> dict[str, tuple[Row, ...]]:
    """Return by topic the rows of both compounds; each row of a topic names its compound.

    `region` has a row for every region in which spines were measured with anything, `pooling` one for every endpoint.
    """
    rows = {
        topic: tuple({"compound": c, **row} for c in (a, b) for row in answer(graph, name, A=c).records())
        for topic, name in QUESTION.items()
    }
    region = tuple(answer(graph, "compare/spine-region", A=a, B=b).records())
    return {"region": region, **rows, "pooling": tuple(row for c in (a, b) for row in _pooling(graph, c, sizes))}


def findings_of(rows: Iterable[Row]) -> set[str]:
    """Return the findings that rows of a topic rest on."""
    found: set[str] = set()
    for row in rows:
        for column in _FINDING:
            value = row.get(column)
            found |= set(value) if isinstance(value, tuple) else {value}
    return found - {None}


def _pooling(graph: Graph, compound: str, sizes: dict[str, EffectSize]) -> list[Row]:
    """Return for every endpoint how many findings allow an effect size, and why these are not pooled."""
    sized: dict[str, list[Row]] = {}
    for row in answer(graph, "describe/compound-finding", A=compound).records():
        if row["finding"] in sizes:
            sized.setdefault(row["endpoint"], []).append(row)
    made = []
    for row in answer(graph, "evidence/pooling-basis", A=compound).records():
        own = sized.get(row["endpoint"], [])
        publications = tuple(sorted({one["publication"] for one in own}))
        why = refusal(len(own), len(publications))
        made.append({"compound": compound, **row, "k": len(own), "publication": publications, "pooled": None, "reason": why})
    return made


def refusal(sizes: int, publications: int) -> str:
    """Return why the sizes of one effect of one compound are not pooled; docs/decisions.md states the rule."""
    if not sizes:
        return "no finding prints enough for an effect size"
    if publications < 2:
        return "one size only" if sizes == 1 else f"all {sizes} sizes come from one publication"
    return f"{publications} publications size it, but {NOT_FAIR}"
