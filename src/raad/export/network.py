"""The causal graph as a network: compounds, targets and events, joined by actions and by the steps of each mechanism."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields

from raad.asking.answer import answer
from raad.asking.find import short
from raad.comparison.mechanism import verdicts
from raad.comparison.reference import short_references
from raad.comparison.value import PROPOSED, PROPOSED_IN_SCOPE
from raad.errors import UsageError
from raad.export.record_choice import named_records
from raad.export.selection import Selection

ACTION, STEP = "action", "step"
_TYPES = {"str": "string", "int": "integer", "int | None": "integer", "tuple[str, ...]": "list_of_string"}


@dataclass(frozen=True)
class Node:
    """A compound, target or event, with its classes, its level and its exact matches in other databases."""

    iri: str
    label: str
    kind: str
    type: tuple[str, ...]
    level: str
    identifier: tuple[str, ...]


@dataclass(frozen=True)
class Edge:
    """An action, or a causal step of one mechanism, between two nodes, with how it stands and on what it rests.

    `mark` is what to write on the edge; `sign` is 1, -1, or 0 where none is recorded; `verdict` is that of the stored
    rule, counted over independent groups. The references of `supporting`, `disputing` and `neutral` are in short, those
    of an action are all supporting.
    """

    record: str
    kind: str
    mark: str
    source: str
    target: str
    interaction: str
    sign: int
    mechanism: str
    hypothesis: str
    position: int | None
    branch: str
    standing: str
    verdict: str
    publications_for: int
    publications_against: int
    supporting: tuple[str, ...]
    disputing: tuple[str, ...]
    neutral: tuple[str, ...]
    finding: tuple[str, ...]


@dataclass(frozen=True)
class Network:
    """Nodes and edges, each sorted; every end of an edge is a node."""

    node: tuple[Node, ...]
    edge: tuple[Edge, ...]

    def hypotheses(self) -> dict[str, str]:
        """Return the label of each mechanism that the edges are of by its id, in the order of their numbers."""
        return dict(sorted({(edge.mechanism, edge.hypothesis) for edge in self.edge if edge.mechanism}))


def network_of(selection: Selection) -> Network:
    """Return the network of a selection: the actions of its compounds, the steps of its mechanisms, steps that it names.

    Where the selection names events or targets alone, the edges between them. UsageError where nothing of this is named.
    """
    chosen = named_records(selection)
    rows = answer(selection.graph, "export/network-edge").records()
    kept = [row for row in rows if chosen is None or _is_named(row, chosen)]
    if not kept:
        raise UsageError("the selection names no compound with an action, no mechanism and no step; there is no network of it")
    number = {name: count for count, name in enumerate(sorted({row["mechanism"] for row in kept if row["mechanism"]}), 1)}
    stand = {}
    for mechanism in number:
        stand |= {step: verdict.verdict for step, verdict in verdicts(selection.graph, mechanism).items()}
    references = short_references(selection.graph)
    for row in kept:
        bare = selection.graph.scope.narrows and row["standing"] == PROPOSED
        row["standing"] = PROPOSED_IN_SCOPE if bare else row["standing"]
    edges = tuple(_edge(row, _mark(row, number), stand, references) for row in kept)
    ends = {end for edge in edges for end in (edge.source, edge.target)}
    nodes = tuple(_node(row) for row in answer(selection.graph, "export/network-node").records())
    return Network(tuple(node for node in nodes if node.iri in ends), edges)


def declared(part: type[Node] | type[Edge]) -> dict[str, str]:
    """Return the type of each attribute of a node or an edge: `string`, `integer` or `list_of_string`."""
    return {field.name: _TYPES[str(field.type)] for field in fields(part)}


def stated(part: Node | Edge) -> dict[str, str | int | tuple[str, ...]]:
    """Return the attributes of a node or an edge that have a value."""
    return {name: value for name, value in asdict(part).items() if value not in ("", (), None)}


def _is_named(row: dict, chosen: frozenset[str]) -> bool:
    if row["kind"] == ACTION:
        return row["source"] in chosen
    return bool({row["mechanism"], row["edge"]} & chosen) or {row["source"], row["target"]} <= chosen


def _node(row: dict) -> Node:
    return Node(row["node"], row["label"], row["kind"], row["type"], row["level"] or "", row["identifier"])


def _edge(row: dict, mark: str, stand: dict[str, str], references: dict[str, str]) -> Edge:
    sources = [tuple(references[publication] for publication in row[stance]) for stance in ("for", "against", "neutral")]
    mechanism = short(row["mechanism"]) if row["mechanism"] else ""
    return Edge(
        row["edge"], row["kind"], mark, row["source"], row["target"], row["interaction"], row["sign"] or 0, mechanism,
        row["mechanismLabel"] or "", row["position"], row["branch"] or "", row["standing"] or "", stand.get(row["edge"], ""),
        len(sources[0]), len(sources[1]), *sources, tuple(map(short, row["citedFinding"])),
    )  # fmt: skip


def _mark(row: dict, number: dict[str, int]) -> str:
    """Return what is written on an edge: the number of the hypothesis, that of its step and its publications, or the action."""
    if row["kind"] != STEP:
        return row["interaction"]
    return f"H{number[row['mechanism']]}.{row['position']}: {len(row['for'])} for, {len(row['against'])} against"
