"""Proof of the examples: each file of docs/example/ is what its command writes."""

from __future__ import annotations

import re

import pytest
from test_docs import ROOT, answer_of, needs_checkout

FOLDER = ROOT / "docs" / "example"
INDEX = FOLDER / "README.md"
SHOWN = re.findall(r"\]\(([^)]+\.txt)\) \| `(raad [^`]+)` \|", INDEX.read_text(encoding="utf-8")) if INDEX.is_file() else []


@needs_checkout
def test_every_example_stands_in_the_index() -> None:
    assert len(SHOWN) == 10
    assert sorted(name for name, _ in SHOWN) == sorted(path.name for path in FOLDER.glob("*.txt"))


@pytest.mark.parametrize(("name", "command"), SHOWN)
def test_example_is_what_its_command_writes(name: str, command: str) -> None:
    assert answer_of(f"{command} --width 100") == (FOLDER / name).read_text(encoding="utf-8")
