"""Three or more compounds side by side: what each does, which events it reaches, what was seen of spines and endpoints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from raad.asking.answer import answer
from raad.asking.find import resolve
from raad.comparison.imprint import release
from raad.comparison.mechanism import ELSEWHERE, mechanisms, missing, reach_of_event
from raad.comparison.reference import sources
from raad.comparison.value import SUPPORTED, Mechanism, Reach, Release, Row, Source
from raad.comparison.words import DIRECTION, SIGN
from raad.errors import UsageError
from raad.graph.cache import Graph

FEWEST = 3
NO_FINDING = "no finding in scope"
TOPICS = {
    "action": "WHERE THEY ACT AND WITH WHAT SIGN",
    "mechanism": "LEADING HYPOTHESIS",
    "event": "EVENTS, by the leading hypotheses and what was looked for",
    "region": "SPINE DENSITY, region by region, with the compound alone against a control",
    "endpoint": "FINDINGS BY ENDPOINT, with the compound alone against its control",
}


@dataclass(frozen=True)
class Cell:
    """What is said of one compound on one subject, and the publications behind it; `empty` where nothing is curated."""

    said: str
    publication: tuple[str, ...] = ()
    empty: bool = False


@dataclass(frozen=True)
class Line:
    """One subject of a topic, with a cell for each compound in the order that was asked."""

    topic: str
    subject: str
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Matrix:
    """Compounds side by side; permuting the compounds permutes the cells and changes nothing else."""

    compound: tuple[str, ...]
    label: tuple[str, ...]
    line: tuple[Line, ...]
    sources: tuple[Source, ...]
    release: Release


def matrix(graph: Graph, names: Iterable[str]) -> Matrix:
    """Return three or more compounds side by side, named by id, label, synonym, code or IRI.

    UsageError says when there are fewer, when two names mean one compound, or when a roll-up
    is asked for; UnknownName gives near names.
    """
    if graph.scope.roll_up:
        raise UsageError("a matrix keeps every molecule apart; --roll-up takes two compounds")
    compounds: dict[str, str] = {}
    for name in names:
        found = resolve(graph, name, "compound")
        if found in compounds:
            raise UsageError(f"{compounds[found]} and {name} are the same compound; name each once")
        compounds[found] = name
    if len(compounds) < FEWEST:
        raise UsageError(f"a matrix takes {FEWEST} compounds or more, not {len(compounds)}")
    asked = tuple(compounds)
    labels = tuple(answer(graph, "find/identity", A=compound).records()[0]["label"] for compound in asked)
    lines = (*_actions(graph, asked), *_mechanism_lines(graph, asked), *_regions(graph, asked), *_endpoints(graph, asked))
    cited = {publication for line in lines for cell in line.cells for publication in cell.publication}
    return Matrix(asked, labels, lines, sources(graph, cited, set()), release(graph.version))


def _actions(graph: Graph, compounds: tuple[str, ...]) -> Iterator[Line]:
    rows = {compound: answer(graph, "describe/compound-action", A=compound).records() for compound in compounds}
    targets = {row["target"]: row["targetLabel"] for own in rows.values() for row in own}
    for target, label in sorted(targets.items(), key=lambda item: (item[1], item[0])):
        yield Line("action", target, label, tuple(_action(rows[compound], target) for compound in compounds))


def _action(rows: list[Row], target: str) -> Cell:
    own = {row["action"]: row for row in rows if row["target"] == target}
    said = dict.fromkeys(f"{SIGN.get(row['sign'], '?')} {row['kind']}" for row in own.values())
    behind = {publication for row in own.values() for publication in row["publication"] or ()}
    return Cell("; ".join(said) or "no action recorded", tuple(sorted(behind)), not said)


def _mechanism_lines(graph: Graph, compounds: tuple[str, ...]) -> Iterator[Line]:
    """Return the leading hypothesis of each, and how each stands to every event of one of them."""
    own = {compound: mechanisms(graph, compound) for compound in compounds}
    leading = (own[compound][:1] for compound in compounds)
    yield Line("mechanism", "", "leading hypothesis", tuple(_hypothesis(first) for first in leading))
    events = {step.event: step.event_label for found in own.values() for m in found[:1] for step in m.step}
    for event, label in sorted(events.items(), key=lambda item: (item[1], item[0])):
        yield Line("event", event, label, tuple(_event(own[compound], event, compound) for compound in compounds))


def _hypothesis(first: tuple[Mechanism, ...]) -> Cell:
    return Cell(f"{first[0].label} ({first[0].standing})") if first else Cell("no mechanism curated", empty=True)


def _event(own: tuple[Mechanism, ...], event: str, compound: str) -> Cell:
    """Return how a compound stands to an event: what it was looked for and lacks goes before its leading hypothesis."""
    reach = reach_of_event(own, event, compound)
    if reach is None:
        return Cell("no mechanism curated", empty=True)
    if reach.standing == ELSEWHERE and not reach.elsewhere:
        return Cell(ELSEWHERE, empty=True)
    behind = {*reach.supports, *reach.disputes, *reach.disputes_step}
    return Cell(_standing(reach), tuple(sorted(behind | set(reach.neutral) if missing(reach) else behind)))


def _standing(reach: Reach) -> str:
    if reach.standing == ELSEWHERE:
        return "reached in another hypothesis"
    if reach.standing != SUPPORTED:
        return reach.standing
    against = len({*reach.disputes, *reach.disputes_step})
    measured = "" if reach.measured_with_compound else ", not measured with it"
    return f"reached, {len(reach.supports)} for{f', {against} against' if against else ''}{measured}"


def _regions(graph: Graph, compounds: tuple[str, ...]) -> Iterator[Line]:
    rows: dict[str, dict[str, Row]] = {}
    for compound, other in zip(compounds, (*compounds[1:], compounds[0]), strict=True):
        for row in answer(graph, "compare/spine-region", A=compound, B=other).records():
            if row["compound"] == compound:
                rows.setdefault(row["regionLabel"], {})[compound] = row
    for label, own in sorted(rows.items()):
        if any(row["finding"] for row in own.values()):
            yield Line("region", own[compounds[0]]["region"], label, tuple(_region(own[compound]) for compound in compounds))


def _region(row: Row) -> Cell:
    counts = {"up": "up", "down": "down", "mixed": "mixed", "noChange": "no change", "open": "direction not stated"}
    said = ", ".join(f"{row[column]} {word}" for column, word in counts.items() if row[column])
    if said:
        return Cell(said if row["exact"] else f"{said} (in a part of it)", row["publication"])
    return Cell(row["status"], row["publicationOfRest"], not row["finding"])


def _endpoints(graph: Graph, compounds: tuple[str, ...]) -> Iterator[Line]:
    found: dict[str, dict[str, list[Row]]] = {}
    for compound in compounds:
        for row in answer(graph, "describe/compound-finding", A=compound).records():
            if not row["with"] and row["against"] != "against comparator":
                found.setdefault(row["endpoint"], {}).setdefault(compound, []).append(row)
    for endpoint, own in sorted(found.items()):
        yield Line("endpoint", endpoint, endpoint, tuple(_directions(own.get(compound, [])) for compound in compounds))


def _directions(rows: list[Row]) -> Cell:
    counts = Counter(DIRECTION[row["direction"]] for row in rows)
    said = ", ".join(f"{number} {word}" for word, number in sorted(counts.items(), key=lambda item: (-item[1], item[0])))
    return Cell(said or NO_FINDING, tuple(sorted({row["publication"] for row in rows})), not rows)
