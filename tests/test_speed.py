"""Proof that every question is quick: under 100 ms warm on the shipped graph, also about the compound with most findings."""

from __future__ import annotations

import pytest
from question_time import asked, warm

from raad.graph.cache import Graph

MOST = 100
ASKED = list(asked())


@pytest.mark.parametrize("text", [text for _, text, _ in ASKED], ids=[name for _, _, name in ASKED])
def test_question_is_quick(graph: Graph, text: str) -> None:
    """Processor time, and the best of up to a dozen medians, since other processes of the machine cost caches and clock."""
    assert any(warm(graph.store, text) < MOST for _ in range(12))
