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
    "target",
    "curated.source",
    "curated.context",
    "curated.record",
    "curated.file",
    "curated.triple",
    "graph.frame",
    "graph.query",
    "graph.subgraph",
    "graph.infer",
    "graph.question",
    "graph.shape",
    "graph.shape_fault",
    "graph.validation",
    "graph.scope",
    "graph.dataset",
    "graph.cache",
    "graph.file",
    "asking.answer",
    "asking.find",
    "asking.filter",
    "asking.column",
    "asking.inquiry",
    "asking.relay",
    "asking.federation",
    "asking.record_difference",
    "asking.difference",
    "asking.term_coverage",
    "statistic.distribution",
    "statistic.hedges",
    "statistic.printed",
    "comparison.value",
    "comparison.outcome",
    "comparison.effect",
    "comparison.recheck",
    "comparison.dose",
    "comparison.mechanism",
    "comparison.imprint",
    "comparison.appraisal",
    "comparison.reference",
    "comparison.citation",
    "comparison.judgement",
    "comparison.pairing",
    "comparison.words",
    "comparison.matrix",
    "explanation.value",
    "explanation.text",
    "explanation.location",
    "explanation.reason",
    "explanation.picture",
    "report.identity",
    "report.mechanism",
    "report.path",
    "report.evidence",
    "report.region",
    "report.time",
    "report.dose",
    "report.brief",
    "report.matrix",
    "report.audit",
    "report.effect",
    "report.tabulation",
    "report.output",
    "report.description",
    "report.inventory",
    "report.difference",
    "drawing.path",
    "drawing.plot",
    "drawing.direction",
    "drawing.time",
    "drawing.forest",
    "guide.document",
    "guide.desk",
    "guide.mechanism",
    "guide.outcome",
    "guide.overview",
    "guide.path",
    "guide.finding",
    "guide.study",
    "guide.end",
    "guide.guide",
    "guide.typeset",
    "editor.form",
    "editor.skeleton",
    "editor.json_schema",
    "editor.compaction",
    "editor.house_style",
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
    "scorecard.rule",
    "scorecard.subject",
    "scorecard.score",
    "scorecard.card",
    "release.type_schema",
    "release.answer_schema",
    "release.published",
    "release.change",
    "release.manifest",
    "release.content",
    "command.terminal",
    "command.reply",
    "command.reasoning",
    "command.linking",
    "command.surveying",
    "command.curating",
    "command.reporting",
    "command.argument",
    "command.federating",
    "command.exporting",
    "command.scoring",
    "command.specifying",
    "command.releasing",
    "command.option",
    "command.parser",
    "command.run",
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


@pytest.mark.parametrize("module", [module for module in MODULES if module not in ("names", "command.parser")])
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
