"""Proof of the documents: what they show is what comes out, and one noun is the same word in every room."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import tomllib
from pathlib import Path

import pytest

from raad import compare, load
from raad.asking.find import _snake
from raad.cli import main
from raad.command.parser import parser
from raad.curated.context import Context, room_name
from raad.drawing.path import comparison_svg
from raad.graph.question import questions
from raad.rooms import files

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
CHECKOUT = (ROOT / "docs").is_dir()
needs_checkout = pytest.mark.skipif(not CHECKOUT, reason="docs/ lies in the checkout only, not beside the installed package")


def blocks(kind: str) -> list[str]:
    """Return the blocks of a kind that the README shows."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", README.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def answer_of(command: str) -> str:
    """Return what a `raad` command writes to standard output."""
    words = shlex.split(command.removeprefix("./run "))
    assert words[0] == "raad"
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.suppress(SystemExit):
        main(words[1:])
    return out.getvalue()


def pattern(shown: str) -> str:
    """Return shown output as a regular expression in which `...` stands for anything."""
    lines = [re.escape(line).replace(re.escape("..."), ".*") for line in shown.rstrip("\n").split("\n")]
    return "\n".join(lines).replace("\n.*\n", "\n(?:.*\n)*?").removesuffix("\n.*") + "(?:.*\n)*"


def test_console_blocks_show_what_comes_out() -> None:
    checked = 0
    for block in blocks("console"):
        command, _, shown = block.partition("\n")
        assert command.startswith("$ ")
        if not shown:
            continue
        assert re.match(pattern(shown), answer_of(command[2:])), command
        checked += 1
    assert checked >= 3


def test_python_block_prints_what_the_readme_says() -> None:
    (code,) = blocks("python")
    (shown,) = blocks("text")
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, "README.md", "exec"), {})
    assert out.getvalue() == shown


@needs_checkout
def test_python_page_prints_what_it_says() -> None:
    for library in ("pandas", "polars"):
        pytest.importorskip(library, reason=f"{library} is not installed; pip install 'raad[frames]'")
    page = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    cells = re.findall(r"^```python\n(.*?)^```\n\n```text\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert len(cells) == page.count("```python")
    names: dict[str, object] = {}
    for code, shown in cells:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(code, "python.md", "exec"), names)
        assert re.sub(r" +$", "", out.getvalue(), flags=re.MULTILINE) == shown


def test_readme_names_every_command_and_every_question() -> None:
    text = README.read_text(encoding="utf-8")
    commands = parser()._subparsers._group_actions[0].choices
    assert [name for name in commands if f"raad {name}" not in text and f"`{name}" not in text] == []
    assert [q.name for q in questions() if q.name.partition("/")[2] not in text] == []


def test_readme_states_the_counts_of_the_data() -> None:
    counts = load().counts
    stated = (
        f"{counts['Publication']} publications with {counts['Finding']} findings read on a page, {counts['Compound']} compounds, "
        f"{counts['Target']} targets, {counts['Event']} events, {counts['Mechanism']} mechanisms with "
        f"{counts['Step']} causal steps, "
        f"{counts['Contradiction']} contradictions and {counts['Trial']} trials"
    )
    assert stated in README.read_text(encoding="utf-8")


@needs_checkout
def test_picture_is_the_one_the_command_draws() -> None:
    drawn = comparison_svg(compare(load(), "rapastinel", "ketamine"))
    assert (ROOT / "docs" / "paths.svg").read_text(encoding="utf-8") == drawn


@needs_checkout
def test_links_of_the_documents_lead_somewhere() -> None:
    for path in [README, *(ROOT / "docs").glob("*.md"), ROOT / "CONTRIBUTING.md"]:
        for target in re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8")):
            assert target.startswith("http") or (path.parent / target).exists(), (path.name, target)


@needs_checkout
def test_one_noun_is_the_same_word_in_every_room() -> None:
    context = Context.load()
    nouns = {room_name(_snake(name)) for name in context.keys}
    shapes = {Path(path).stem for path in files("shapes", ".ttl")}
    tested = {path.name for path in (ROOT / "tests" / "shapes").iterdir()}
    text = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
    assert nouns == shapes - {"review-of-record"} == tested - {"review-of-record"}
    assert [noun for noun in nouns if not re.search(rf"[| ,:]{noun}[ ,.]", text)] == []
    for name, iri in context.classes.items():
        if name in context.keys and f"| {room_name(_snake(name))} |" in text:
            assert f"`raad:{iri.rpartition('/')[2]}`" in text, name


@needs_checkout
def test_one_version_everywhere() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert load().version == version
    cited = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert re.search(rf"^version: {re.escape(version)}$", cited, re.MULTILINE)
    day = re.search(r"^date-released: (\S+)$", cited, re.MULTILINE)[1]
    assert f"\n## {version} ({day})\n" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"owl:versionIRI <https://w3id.org/raad/ontology/{day}>" in (ROOT / "ontology" / "raad.ttl").read_text(
        encoding="utf-8"
    )
    stated = [path for path in (ROOT / "src").rglob("*.py") if version in path.read_text(encoding="utf-8")]
    assert [path.name for path in stated if path.name != "parser.py"] == []  # an example of a command may name it


@needs_checkout
def test_no_path_of_a_machine_stands_in_the_project() -> None:
    here = re.compile(r"/(work|home|root|Users)/\w|/tmp/\w")
    kept = [
        path
        for path in ROOT.rglob("*")
        if path.suffix in (".py", ".md", ".ttl", ".rq", ".yaml", ".toml", ".cff", ".tsv", ".jsonld")
    ]
    listed = [path for path in kept if not {".venv", ".git", "build", "dist"} & set(path.relative_to(ROOT).parts)]
    assert len(listed) > 500
    assert [
        str(path.relative_to(ROOT)) for path in listed if here.search(path.read_text(encoding="utf-8", errors="replace"))
    ] == []


def test_public_functions_have_docstrings() -> None:
    import ast

    for path in files_of_code():
        tree = ast.parse(Path(path).read_text(encoding="utf-8"))
        classes = [node for node in tree.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_")]
        for node in [*tree.body, *(inner for outer in classes for inner in outer.body)]:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
                assert ast.get_docstring(node), (os.path.basename(path), node.name)


def files_of_code() -> list[str]:
    """Return the modules of the package."""
    import raad

    folder = os.path.dirname(os.path.abspath(raad.__file__))
    return [os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.endswith(".py")]
