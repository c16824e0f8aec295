"""Proof of what a terminal shows: colour that adds nothing to the words, and no record that steers it."""

from __future__ import annotations

import re
from dataclasses import replace

from raad.comparison.pairing import compare
from raad.graph.cache import Graph
from raad.layout import Page, painted
from raad.report.brief import comparison_text


def test_colour_says_nothing_that_no_word_says(graph: Graph) -> None:
    made = compare(graph, "rapastinel", "ketamine")
    coloured = painted(comparison_text(made, Page(90, True)))
    assert "\033[1mAT A GLANCE\033[0m" in coloured
    assert "\033[33mcontested\033[39m" in coloured
    assert re.sub(r"\033\[\d+m", "", coloured) == comparison_text(made, Page(90))


def test_no_record_steers_a_terminal(graph: Graph) -> None:
    made = compare(graph, "rapastinel", "ketamine")
    hostile = replace(made, a=replace(made.a, label="\033[2J\x9b2J"))
    text = painted(comparison_text(hostile, Page(90, True)))
    assert "\\x1b[2J\\x9b2J" in text
    assert set(re.findall(r"\033\[\d*.|\x9b", text)) <= {f"\033[{code}m" for code in (0, 1, 31, 32, 33, 35, 39)}
