"""Proof that nothing which others build on is removed or renamed without a word."""

from __future__ import annotations

from public_surface import kept, surface

from raad.graph.cache import Graph

ADVICE = (
    "was removed or renamed: bring it back beside the new one, or raise the first number of the version (docs/stability.md says "
    "how), tell it in CHANGELOG.md, and write the list anew: python tests/public_surface.py > tests/public.txt"
)


def gone(before: dict[str, set[str]], now: dict[str, set[str]]) -> list[str]:
    """Return each public word that is no more, with what is to be done."""
    lost = [(subject, word) for subject, words in sorted(before.items()) for word in sorted(words - now.get(subject, set()))]
    return [f"{subject} {word} {ADVICE}" for subject, word in lost]


def test_no_public_name_is_removed_or_renamed(graph: Graph) -> None:
    assert gone(kept(), surface(graph)) == []


def test_list_holds_each_kind_of_public_name() -> None:
    before = kept()
    assert {subject.split()[0] for subject in before} == {
        "api", "choice", "column", "command", "exit", "json", "key", "parameter",
    }  # fmt: skip
    assert {"compare", "load", "explain"} <= before["api raad"]
    assert {"--species", "--format", "COMPOUND"} <= before["command compare"]
    assert before["exit code"] == {"0", "1", "2", "3", "5", "130"}
    assert {"finding", "dose"} <= before["column evidence/null-result"]
    assert {"finding", "pNumber"} <= before["column export/finding"]
    assert {"hypothesis_a", "shared"} <= before["json HypothesisPair"]


def test_a_removed_name_is_told_with_what_to_do() -> None:
    before = {"api raad": {"compare", "load"}, "column evidence/null-result": {"dose"}}
    now = {"api raad": {"compare", "load", "new"}, "column evidence/null-result": {"doseText"}}
    (told,) = gone(before, now)
    assert told.startswith("column evidence/null-result dose was removed or renamed")
    assert "first number of the version" in told
