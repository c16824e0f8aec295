"""Proof that every difference between our records and real files from outside has been judged.

The files lie beside the checkout, in ../shared/external; without them the test is skipped.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from raad.graph.cache import Graph
from raad.graph.query import run
from raad.graph.question import questions, tidy
from raad.link.loading import link
from raad.link.workspace import Workspace

EXTERNAL = Path(__file__).resolve().parents[2] / "shared" / "external"
FILES = ("derived/*.ttl", "uo/uo.owl", "gtopdb/*.csv", "drugmechdb/DB00877*.yaml", "drugmechdb/DB00514*371_1.yaml")
JUDGED = [asked for asked in questions(("link",)) if "?verdict" in asked.text]


@pytest.mark.skipif(not EXTERNAL.is_dir(), reason="../shared/external is not there")
def test_every_difference_is_judged(graph: Graph, tmp_path: Path) -> None:
    workspace = Workspace(str(tmp_path / "workspace"))
    files = sorted(str(path) for pattern in FILES for path in EXTERNAL.glob(pattern))
    assert link(workspace, files, graph, lambda stage: None).faults == []
    store = workspace.open()
    rows = [(asked.name, row) for asked in JUDGED for row in tidy(asked, run(store, asked.text)).records()]
    assert len(rows) > 300
    assert [(name, row["record"]) for name, row in rows if row["verdict"] == "not judged"] == []
