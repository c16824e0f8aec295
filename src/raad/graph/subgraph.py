"""The part of a graph on which something rests: its neighbourhood first, then nothing that could be left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

import pyoxigraph as ox

from raad.names import INFERRED_GRAPH, RDF_TYPE

NARROW, WIDE = 40, 2000
REACH = ((2, NARROW), (3, NARROW), (4, NARROW), (3, WIDE))
_PREFIX = re.compile(r"^PREFIX ([\w-]*): <([^>]*)>", re.MULTILINE)
_NAME = re.compile(r"(?<![\w?$:<])([A-Za-z][\w-]*)?:([\w-]+)")
_A = re.compile(r"(?:^|[\s(|;/])a(?=[\s)|/])", re.MULTILINE)

Holds = Callable[[ox.Store], bool]


def minimal(store: ox.Store, starts: Iterable[ox.NamedNode], text: str, holds: Holds, without: ox.Triple | None = None):
    """Return the quads of a smallest part of the store for which `holds` is true, or None where no part is one.

    Leaving out any one triple of it makes `holds` false. Its terms are sought around `starts`, along the properties that
    a query text names; `without` is a triple that is not to be used. The same input gives the same part, and one that was
    inferred or lies far off is kept only where a nearer, stated one does not do. Delta debugging by complements:
    Zeller and Hildebrandt 2002.
    """
    for candidates in _candidates(store, list(starts), named(text)):
        kept = _single(candidate for candidate in candidates if candidate.triple != without)
        part = ox.Store()
        part.bulk_extend(kept)
        if holds(part):
            return _reduced(part, kept, holds)
    return None


def named(text: str) -> set[ox.NamedNode]:
    """Return the terms that the text of a query names."""
    prefixes = dict(_PREFIX.findall(text))
    bare = re.sub(r"^(#|PREFIX\b).*$", "", text, flags=re.MULTILINE)
    found = {ox.NamedNode(prefixes[prefix] + local) for prefix, local in _NAME.findall(bare) if prefix in prefixes}
    return found | ({RDF_TYPE} if _A.search(bare) else set())


def _candidates(store: ox.Store, starts: list[ox.NamedNode], terms: set[ox.NamedNode]) -> Iterator[list[ox.Quad]]:
    """Give wider and wider parts of the store, the last of them the whole; in each, what to leave out first stands first."""
    for depth, widest in REACH:
        for properties in (terms, None) if starts else ():
            yield _around(store, starts, properties, depth, widest)
    yield _ordered({quad: 0 for quad in store if quad.predicate in terms})
    yield _ordered(dict.fromkeys(store, 0))


def _around(
    store: ox.Store, starts: list[ox.NamedNode], properties: set[ox.NamedNode] | None, depth: int, widest: int
) -> list[ox.Quad]:
    """Return the quads within so many steps of the start, not going back along a property that leads to a term from many."""
    found: dict[ox.Quad, int] = {}
    seen, front = set(starts), list(starts)
    for distance in range(depth):
        ahead = []
        for node in front:
            quads = list(store.quads_for_pattern(node, None, None)) if not isinstance(node, ox.Literal) else []
            quads += _into(store, node, properties, widest)
            for quad in quads:
                if properties is None or quad.predicate in properties:
                    found.setdefault(quad, distance)
                    ends = (quad.subject, quad.object) if properties else quad.triple
                    ahead += [end for end in ends if not isinstance(end, ox.Literal)]
        front = [node for node in dict.fromkeys(ahead) if node not in seen]
        seen.update(front)
    return _ordered(found)


def _into(store: ox.Store, node, properties: set[ox.NamedNode] | None, widest: int) -> list[ox.Quad]:
    """Return the quads that lead to a node, without those of a property by which too many do."""
    by_property: dict[ox.NamedNode, list[ox.Quad]] = {}
    for quad in store.quads_for_pattern(None, None, node):
        if properties is None or quad.predicate in properties:
            by_property.setdefault(quad.predicate, []).append(quad)
    return [quad for quads in by_property.values() if len(quads) <= widest for quad in quads]


def _ordered(found: dict[ox.Quad, int]) -> list[ox.Quad]:
    """Return quads, the inferred before the stated, the far before the near, all of one subject side by side."""
    return sorted(found, key=lambda quad: (quad.graph_name != INFERRED_GRAPH, -found[quad], str(quad)))


def _single(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Return the quads without those whose triple comes again later."""
    last = {quad.triple: quad for quad in quads}
    return list(dict.fromkeys(last.values()))


def _reduced(part: ox.Store, quads: list[ox.Quad], holds: Holds) -> list[ox.Quad]:
    """Return what is left of the quads when ever smaller runs of them are left out as long as `holds` stays true."""
    size = len(quads)
    while size > 1:
        size = (size + 1) // 2
        quads, _ = _sweep(part, quads, size, holds)
    left = True
    while left:
        quads, left = _sweep(part, quads, 1, holds)
    return quads


def _sweep(part: ox.Store, quads: list[ox.Quad], size: int, holds: Holds) -> tuple[list[ox.Quad], bool]:
    """Return what is left when each run of that size is tried once, and whether any was left out."""
    kept: list[ox.Quad] = []
    for start in range(0, len(quads), size):
        run = quads[start : start + size]
        for quad in run:
            part.remove(quad)
        if not holds(part):
            part.extend(run)
            kept += run
    return kept, len(kept) < len(quads)
