"""Measures every stored question on the shipped graph and writes docs/benchmark.md: ./run python bench/question_speed.py."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import platform  # noqa: E402

import pyoxigraph  # noqa: E402
from question_time import asked, warm  # noqa: E402

from raad import load  # noqa: E402
from raad.graph.query import run  # noqa: E402

graph = load()
lines = [
    "# How quick the questions are",
    "",
    "Each stored question on the shipped graph, in process, warm, without kept answers: the median of seven runs, in "
    "milliseconds of processor time. `about ketamine` sets the compound to the one with most findings. A test holds every "
    "one under 100 ms; `./run python bench/question_speed.py` writes this page.",
    "",
    f"RAAD {graph.version}, {len(graph.store):,} triples, pyoxigraph {pyoxigraph.__version__}, Python "
    f"{platform.python_version()}, one core.",
    "",
    "| question | rows | ms |",
    "| --- | ---: | ---: |",
]
for _, text, name in asked():
    lines.append(f"| {name.removesuffix(' as it stands')} | {len(run(graph.store, text).rows)} | {warm(graph.store, text):.1f} |")
(ROOT / "docs" / "benchmark.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
