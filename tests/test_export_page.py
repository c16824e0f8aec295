"""Proof of docs/export.md: each format that there is stands in its table once, and is read as the table says."""

from __future__ import annotations

import re
import sys
from importlib import import_module
from pathlib import Path

import pytest

from raad.export.form import FORMS

MODULES = ("bibtexparser", "io", "json", "networkx", "owlready2", "pandas", "pathlib", "pyoxigraph", "rdflib", "rispy")
MODULES += ("pyjelly.integrations.rdflib.parse", "rocrate.rocrate")
PAGE = Path(__file__).resolve().parents[1] / "docs" / "export.md"
pytestmark = pytest.mark.skipif(not PAGE.exists(), reason="docs/ lies in the checkout only, not beside the installed package")


def rows() -> list[tuple[str, str]]:
    """Return the formats of the first table with the expression that reads each."""
    table = PAGE.read_text(encoding="utf-8").partition("## ")[0]
    return re.findall(r"^\| `([\w.-]+)` \| [^|]+ \| `(.+)` \|$", table, re.MULTILINE)


def test_each_format_stands_in_the_table_once() -> None:
    assert sorted(name for name, _ in rows()) == sorted(FORMS)


def test_each_format_is_read_as_the_table_says(raad, tmp_path, monkeypatch) -> None:
    for module in MODULES:
        import_module(module)
    names = {module.partition(".")[0]: sys.modules[module.partition(".")[0]] for module in MODULES}
    for name, code in rows():
        (tmp_path / name).mkdir()
        monkeypatch.chdir(tmp_path / name)
        form = FORMS[name]
        chosen = () if form.whole else ("--compound", "zelquistinel")
        told = raad("export", "--format", name, *chosen, "-o", "raad" if form.several else f"raad{form.ending}")
        assert (told.code, told.out) == (0, ""), told.err
        assert len(eval(code, names)) > 0, name
