"""The whole dataset from the rooms: read, linked, validated, inferred, sorted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pyoxigraph as ox

from raad.curated.file import count, read_set_apart, read_used
from raad.curated.record import Collection
from raad.curated.triple import canonical, ontology_quads, record_quads
from raad.errors import DataError
from raad.graph.infer import infer, leave_out
from raad.graph.scope import ROLL_UP, WHOLE, Scope
from raad.graph.validation import problems
from raad.names import DATA_GRAPH, HAS_FINDING, VERSION_INFO


@dataclass(frozen=True)
class Dataset:
    """The canonical N-Quads of a build, the records used and set apart, how many of each kind are used, and the version."""

    quads: bytes
    used: Collection
    apart: Collection
    counts: dict[str, int]
    version: str


def build(progress: Callable[[str], None] = lambda stage: None, scope: Scope = WHOLE) -> Dataset:
    """Return the dataset built from the rooms, in the given scope; DataError lists every problem of the curated files."""
    progress("reading the curated files")
    used, apart = read_used(over=scope.over()).check(), read_set_apart().check()
    progress("linking the records")
    ontology, records = ontology_quads(), record_quads(used, DATA_GRAPH)
    stated = ontology + records
    progress("checking the records")
    wrong = [problem for problem in problems(used, stated, apart) if problem.severity == "Violation"]
    if wrong:
        raise DataError(wrong)
    progress("inferring what follows")
    left = leave_out(stated, scope.rules())
    quads = left + infer(left)
    quads += infer(quads, ROLL_UP) if scope.roll_up else []
    progress("sorting the graph")
    version, words = version_of(ontology), scope.words()
    words += f"; {_left(stated, left)}" if scope.filters else ""
    return Dataset(canonical(quads), used, apart, count(used), f"{version} ({words})" if words else version)


def _left(stated: list[ox.Quad], left: list[ox.Quad]) -> str:
    """Return in words how many of the findings are left."""
    before, after = (sum(quad.predicate == HAS_FINDING for quad in quads) for quads in (stated, left))
    return f"{after} of {before} findings are left" if after else f"none of {before} findings is left"


def ontology_version() -> str:
    """Return the version that the ontology header states."""
    return version_of(ontology_quads())


def version_of(quads: list[ox.Quad]) -> str:
    """Return the version stated among the quads of the ontology."""
    return next(quad.object.value for quad in quads if quad.predicate == VERSION_INFO)
