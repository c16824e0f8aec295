"""The words that every output carries: release, citation, and what it may be used for."""

from __future__ import annotations

from raad.comparison.value import Release
from raad.layout import Page, clean
from raad.names import BASE

TITLE = "RAAD: an evidence graph of rapid-acting antidepressants and synaptic plasticity"
NOTICE = "Research use, not medical advice."
LICENSE = "data CC BY 4.0, code MIT"


def release(version: str) -> Release:
    """Return the release of that version with its citation."""
    return Release(version, f"RAAD contributors. {TITLE}, release {version}. {BASE}", NOTICE, LICENSE)


def scope_words(version: str) -> str:
    """Return in words how the graph of that version differs from the released one, or nothing."""
    return version.partition(" (")[2].removesuffix(")")


def scope_lines(version: str, page: Page) -> list[str]:
    """Return the lines that say at the top of a text in which scope it was given, none without one."""
    words = scope_words(version)
    return page.paragraph(clean(f"Scope: {words}."), 0) if words else []


def imprint(version: str) -> str:
    """Return release, notice and citation as the line that ends a text."""
    made = release(version)
    return f"RAAD release {made.version}. {made.notice} Cite: {made.citation}"
