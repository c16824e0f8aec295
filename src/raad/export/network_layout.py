"""Where the nodes of a network stand: in rows from compounds down to outcomes, the same on every run.

Rows are longest paths with edges back left out; the order in a row follows the neighbours (barycentre heuristic of
Sugiyama, Tagawa and Toda 1981).
"""

from __future__ import annotations

from collections import defaultdict

from raad.export.network import Network

WIDE, HIGH, STAIR, FULL, SWEEPS = 300, 140, 70, 10, 12


def layout(network: Network) -> dict[str, tuple[float, float]]:
    """Return x and y of each node by its IRI, y growing downwards along the paths, in pixels."""
    names = [node.iri for node in network.node]
    kinds = {node.iri: node.kind for node in network.node}
    ahead, around = defaultdict(list), defaultdict(list)
    for source, target in sorted({(edge.source, edge.target) for edge in network.edge if edge.source != edge.target}):
        ahead[source].append(target)
        around[source].append(target)
        around[target].append(source)
    row = _rows(names, kinds, ahead)
    ranks = defaultdict(list)
    for name in names:
        ranks[row[name]].append(name)
    place = {name: float(number) for rank in ranks.values() for number, name in enumerate(rank)}
    order = sorted(ranks)
    for sweep in range(SWEEPS):
        for rank in order if sweep % 2 == 0 else reversed(order):
            _arrange(ranks[rank], around, place)
    return _in_pixels([ranks[rank] for rank in order], place)


def _rows(names: list[str], kinds: dict[str, str], ahead: dict[str, list[str]]) -> dict[str, int]:
    """Return the row of each node: compounds in the first, targets in the second at least, events after them."""
    least = {"compound": 0, "target": 1, "event": 2}
    forward = _without_back_edges(names, ahead)
    row = {name: least[kinds[name]] for name in names}
    changed = True
    while changed:
        changed = False
        for source, target in forward:
            if row[target] <= row[source]:
                row[target], changed = row[source] + 1, True
    return row


def _without_back_edges(names: list[str], ahead: dict[str, list[str]]) -> list[tuple[str, str]]:
    """Return the edges of which none closes a circle, found depth first in the order of the names."""
    done, path, kept = set(), set(), []

    def visit(name: str) -> None:
        path.add(name)
        for other in ahead[name]:
            if other not in path:
                kept.append((name, other))
                if other not in done:
                    visit(other)
        path.remove(name)
        done.add(name)

    for name in names:
        if name not in done:
            visit(name)
    return kept


def _arrange(rank: list[str], around: dict[str, list[str]], place: dict[str, float]) -> None:
    """Put the nodes of a row in the order of the middle of their neighbours, centred about zero."""
    middle = {name: sum(place[other] for other in around[name]) / len(around[name]) if around[name] else 0.0 for name in rank}
    rank.sort(key=lambda name: (middle[name], name))
    for number, name in enumerate(rank):
        place[name] = number - (len(rank) - 1) / 2


def _in_pixels(rows: list[list[str]], place: dict[str, float]) -> dict[str, tuple[float, float]]:
    """Return where the nodes stand; a row of more than FULL nodes is set in steps, so that it is no wider than needed."""
    at, y = {}, 0.0
    for row in rows:
        steps = -(-len(row) // FULL)
        for number, name in enumerate(row):
            at[name] = (round(place[name] * WIDE / steps, 1), y + number % steps * STAIR)
        y += HIGH + (steps - 1) * STAIR
    return at
