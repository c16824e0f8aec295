"""Proof of the order of the code: each module imports only from its left, and knowledge lies in its room."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator

import pytest

import raad
from raad.rooms import walk

ORDER = (
    "errors",
    "layout",
    "rooms",
    "names",
    "near",
    "source",
    "context",
    "record",
    "curated",
    "graph",
    "frame",
    "query",
    "subgraph",
    "infer",
    "question",
    "shape",
    "shape_fault",
    "validation",
    "scope",
    "dataset",
    "cache",
    "graph_file",
    "answer",
    "find",
    "filter",
    "column",
    "inquiry",
    "record_difference",
    "difference",
    "term_coverage",
    "comparison",
    "outcome",
    "document",
    "explanation",
    "distribution",
    "hedges",
    "statistic",
    "effect",
    "recheck",
    "dose",
    "mechanism",
    "imprint",
    "appraisal",
    "reference",
    "citation",
    "judgement",
    "pairing",
    "words",
    "report_identity",
    "report_mechanism",
    "report_path",
    "report_evidence",
    "report_region",
    "report_time",
    "report_dose",
    "report",
    "matrix",
    "report_matrix",
    "report_audit",
    "report_effect",
    "tabulation",
    "drawing",
    "plot",
    "plot_direction",
    "plot_time",
    "plot_forest",
    "guide_desk",
    "guide_mechanism",
    "guide_outcome",
    "guide_overview",
    "guide_path",
    "guide_finding",
    "guide_study",
    "guide_end",
    "guide",
    "typeset",
    "report_explanation",
    "locating",
    "explaining",
    "drawing_explanation",
    "output",
    "description",
    "inventory",
    "form",
    "skeleton",
    "json_schema",
    "compaction",
    "house_style",
    "target",
    "terminal",
    "reply",
    "reason.logic",
    "reason.rule",
    "reason.axiom",
    "reason.proof",
    "reason.hermit",
    "reason.search",
    "reason.reading",
    "reason.words",
    "reason.check",
    "reason.report",
    "reason.inference",
    "reason.kind",
    "reason.why",
    "reason.report_why",
    "reasoning",
    "link.prefix",
    "link.intake",
    "link.entity",
    "link.recognition",
    "link.facade",
    "link.tree",
    "link.obo",
    "link.lift",
    "link.reading",
    "link.reader",
    "link.workspace",
    "link.loading",
    "link.report",
    "linking",
    "report_difference",
    "surveying",
    "curating",
    "reporting",
    "argument",
    "export.example",
    "export.selection",
    "export.record_choice",
    "export.data_dictionary",
    "export.finding_table",
    "export.bibliography",
    "export.kgx",
    "export.network",
    "export.network_layout",
    "export.graphml",
    "export.cx2_style",
    "export.cx2",
    "export.readable",
    "export.syntax",
    "export.linked_json",
    "export.mapping",
    "export.class_companion",
    "export.owl",
    "export.schema_org",
    "export.nanopublication",
    "export.triple_term",
    "export.jelly",
    "export.form",
    "export.crate",
    "export.description",
    "exporting",
    "scorecard.rule",
    "scorecard.subject",
    "scorecard.score",
    "scorecard.card",
    "scoring",
    "type_schema",
    "answer_schema",
    "specifying",
    "release.published",
    "release.change",
    "release.manifest",
    "release.content",
    "releasing",
    "option",
    "parser",
    "command",
    "cli",
    "__main__",
)
FOLDER = os.path.dirname(os.path.abspath(raad.__file__))
MODULES = sorted(
    os.path.relpath(path, FOLDER).removesuffix(".py").replace(os.sep, ".") for path in walk(FOLDER, ".py", skip=("_rooms",))
)
LONGEST = 300


def file(module: str) -> str:
    """Return the file of a module, which may lie in a package of its own."""
    return os.path.join(FOLDER, *module.split(".")) + ".py"


def tree(module: str) -> ast.Module:
    """Return the syntax tree of a module."""
    with open(file(module), encoding="utf-8") as stream:
        return ast.parse(stream.read())


def imported(module: str) -> Iterator[str]:
    """Give the modules of the package that a module imports, inside functions too."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "raad":
            inside = node.module.removeprefix("raad").removeprefix(".")
            yield from [inside] if inside in MODULES else [f"{inside}.{alias.name}".lstrip(".") for alias in node.names]
        elif isinstance(node, ast.Import):
            yield from (alias.name.removeprefix("raad.") for alias in node.names if alias.name.startswith("raad."))


def strings(module: str) -> Iterator[str]:
    """Give the strings of a module, docstrings aside."""
    whole = tree(module)
    holders = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docstrings = {
        node.body[0].value
        for node in ast.walk(whole)
        if isinstance(node, holders) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(whole):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in docstrings:
            yield node.value


def test_every_module_has_its_place() -> None:
    assert sorted({*ORDER, "__init__"}) == [module for module in MODULES if not module.endswith(".__init__")]


def test_package_holds_no_code_of_its_own() -> None:
    for module in MODULES:
        if module.endswith(".__init__"):
            assert [node for node in tree(module).body if not isinstance(node, ast.Expr)] == [], module


@pytest.mark.parametrize("module", ORDER)
def test_module_imports_only_from_its_left(module: str) -> None:
    left = set(ORDER[: ORDER.index(module)]) | {"__version__"}
    assert set(imported(module)) - left == set()


@pytest.mark.parametrize("module", [module for module in MODULES if module not in ("names", "parser")])
def test_no_query_and_no_iri_stands_in_a_string(module: str) -> None:
    assert [text for text in strings(module) if re.search(r"https?://[a-z]", text)] == []
    assert [text for text in strings(module) if re.search(r"\b(SELECT|CONSTRUCT|ASK)\b.*[?{]", text, re.DOTALL)] == []


@pytest.mark.parametrize("module", MODULES)
def test_module_is_short(module: str) -> None:
    with open(file(module), encoding="utf-8") as stream:
        assert sum(1 for _ in stream) < LONGEST


def test_public_names_are_there_and_sorted() -> None:
    assert sorted(raad.__all__) == raad.__all__
    for name in raad.__all__:
        assert getattr(raad, name)
