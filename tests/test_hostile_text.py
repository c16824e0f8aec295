"""Proof that no text that stands in a record or in a name can act: in HTML, SVG, tables, on a terminal, in messages."""

from __future__ import annotations

import csv
import io
import os
import re
import signal
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from pathlib import Path

import html5lib
import pytest

from raad.comparison.pairing import compare
from raad.comparison.value import Comparison
from raad.drawing.path import comparison_svg
from raad.errors import UsageError
from raad.graph.cache import Graph
from raad.graph.query import Iri, Table
from raad.guide.document import Card, Cards, Document, Grid, Group, Heading, Link, Paragraph, Section
from raad.guide.typeset import typeset
from raad.layout import Page
from raad.report.output import table_html, table_separated, table_text
from raad.target import check_target

HOSTILE = [
    "<script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "' onfocus='alert(1)' autofocus='",
    "</title><img src=x onerror=alert(1)>",
    "<!--",
    "]]>",
    "&lt;script&gt;",
]
STEERING = [
    "\x1b[2J",
    "\x1b]8;;https://example.org\x07here\x1b]8;;\x07",
    "a\rb",
    "a\nraad: all is well",
    "\u202etxt.exe",
    "\x9b2J",
]
FORMULAS = ["=cmd|'/C calc'!A0", "+1+1", "-1+1", "@SUM(A1)", "\tx"]


@pytest.fixture(scope="module")
def founding(graph: Graph) -> Comparison:
    """Return the founding comparison."""
    return compare(graph, "rapastinel", "ketamine")


def elements(page: str) -> list:
    """Return the elements of a page as a browser reads it."""
    return list(html5lib.parse(page, treebuilder="etree", namespaceHTMLElements=False).iter())


def acts(page: str) -> list[str]:
    """Return what of a page would act: elements and attributes that none of ours has."""
    found = [element for element in elements(page) if isinstance(element.tag, str)]
    bad = [element.tag for element in found if element.tag in ("script", "img", "iframe", "object", "embed")]
    return bad + [name for element in found for name in element.attrib if name.startswith("on") or name == "autofocus"]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_table_as_html_shows_the_text_and_does_not_run_it(text: str) -> None:
    page = table_html(Table((text, "b"), ((text, Iri(f"https://example.org/{text}")),)), f"1 ({text})", title=text)
    assert acts(page) == []
    cells = [element.text for element in elements(page) if element.tag in ("th", "td", "title", "h1")]
    assert cells.count(text) == 4


def test_a_guide_shows_each_text_and_does_not_run_it() -> None:
    cells = tuple((text, (Link(text, text),)) for text in HOSTILE)
    blocks = [Heading("a", text) for text in HOSTILE] + [Paragraph((text, Link(text, f"#{text}")), text) for text in HOSTILE]
    blocks += [
        Grid("b", HOSTILE[0], ("one", HOSTILE[1]), (Group(cells),)),
        Cards((Card("c", HOSTILE[2], (("field", HOSTILE[3]),)),)),
    ]
    whole = Document(HOSTILE[4], tuple(blocks), (Section("d", HOSTILE[5], tuple(blocks), HOSTILE[6]),), HOSTILE[0])
    page = typeset(whole, "html")
    assert acts(page) == []
    said = "".join(elements(page)[0].itertext())
    assert [text for text in HOSTILE if text not in said] == []


@pytest.mark.parametrize("text", HOSTILE)
def test_a_picture_holds_the_text_as_text(founding: Comparison, text: str) -> None:
    drawn = ElementTree.fromstring(comparison_svg(replace(founding, a=replace(founding.a, label=text))))
    assert {element.tag.rpartition("}")[2] for element in drawn.iter()} <= {
        "svg", "title", "desc", "style", "g", "text", "tspan", "rect", "path", "line", "polygon", "circle", "defs", "marker",
    }  # fmt: skip
    assert text.split()[0] in "".join(drawn.itertext())


@pytest.mark.parametrize("text", STEERING)
def test_a_terminal_gets_no_control_sequence(text: str) -> None:
    shown = table_text(Table(("a",), ((text,),)), Page(), "1", title=text)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)
    assert "\nraad: all" not in shown


@pytest.mark.parametrize("text", [*FORMULAS, "-0.5"])
def test_csv_gives_the_text_back_as_it_is(text: str) -> None:
    """Tables are for programs; the README says where cells are guarded for spreadsheets."""
    made = table_separated(Table(("a",), ((text,),)), ",", "1")
    assert list(csv.reader(io.StringIO(made.partition("\n")[2])))[1] == [text]


@pytest.mark.parametrize("text", ["a\nraad: all is well", "\x1b[2J", "\u202etxt.exe"])
@pytest.mark.parametrize(
    "command",
    [
        ("compare", "{}", "ketamine"),
        ("query", "{}"),
        ("describe", "{}"),
        ("schema", "{}"),
        ("export", "--format", "{}"),
        ("diff", "{}"),
    ],
    ids=lambda words: words[0],
)
def test_a_name_forges_no_line_of_a_message(raad, command: tuple[str, ...], text: str) -> None:
    told = raad(*(word.format(text) for word in command))
    assert told.code in (2, 3)
    assert "raad: all is well" not in told.err.split("\n")[1:]
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", told.err)


def test_an_exported_file_ends_in_silence_where_its_reader_goes_away() -> None:
    command = f"{sys.executable} -m raad export --format turtle --compound rapastinel | head -1; exit ${{PIPESTATUS[0]}}"
    told = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert told.returncode == 0
    assert "Traceback" not in told.stderr
    assert "Broken pipe" not in told.stderr


def test_an_interrupted_export_leaves_no_file(tmp_path: Path) -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", "raad", "export", "--format", "owl", "-o", str(tmp_path / "raad.owl")],
        stderr=subprocess.PIPE, text=True, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    with running:
        for line in running.stderr:
            if line.startswith("raad: writing"):
                break
        running.send_signal(signal.SIGINT)
    assert running.returncode == 130
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("path", ["/dev/null", "/dev/stdout"])
def test_a_device_is_not_written_over(path: str) -> None:
    with pytest.raises(UsageError, match=r"plain file|symbolic link"):
        check_target(path)


def test_a_link_and_a_pipe_are_not_written_over(raad, tmp_path: Path) -> None:
    (tmp_path / "there.csv").write_text("mine", encoding="utf-8")
    (tmp_path / "link.csv").symlink_to(tmp_path / "there.csv")
    os.mkfifo(tmp_path / "pipe.csv")
    for name, words in (("link.csv", "symbolic link"), ("pipe.csv", "no plain file")):
        told = raad("list", "--format", "csv", "-o", str(tmp_path / name))
        assert told.code == 2
        assert words in told.err
    assert (tmp_path / "there.csv").read_text(encoding="utf-8") == "mine"
