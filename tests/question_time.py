"""How long the stored questions take in process, warm and without kept answers, on pyoxigraph."""

from __future__ import annotations

import time
from collections.abc import Iterator
from statistics import median

import pyoxigraph as ox

from raad.graph.query import run
from raad.graph.question import Question, bind, questions
from raad.names import BASE

LARGEST, OTHER = BASE + "compound/ketamine", BASE + "compound/rapastinel"


def asked() -> Iterator[tuple[Question, str, str]]:
    """Give each question as it stands and, where it takes a compound, about ketamine, which has most findings; with a name."""
    for one in questions():
        yield one, one.text, f"{one.name} as it stands"
        compounds = [parameter for parameter in one.parameters if parameter.kind == "compound"]
        if compounds and compounds[0].default != LARGEST:
            values = dict(zip([parameter.name for parameter in compounds], [LARGEST, OTHER], strict=False))
            yield one, bind(one, values), f"{one.name} about ketamine"


def warm(store: ox.Store, text: str) -> float:
    """Return the median of seven runs in milliseconds of processor time, after one run that is not counted."""
    run(store, text)
    return 1000 * median(_once(store, text) for _ in range(7))


def _once(store: ox.Store, text: str) -> float:
    started = time.process_time()
    run(store, text)
    return time.process_time() - started
