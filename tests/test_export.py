"""Proof of the export: what is selected is whole in itself, every format is read back, and bad input leaves nothing behind."""

from __future__ import annotations

import os
import subprocess
import sys

import pyoxigraph as ox
import pytest

from raad.asking.answer import answer
from raad.export.form import FORMS, written
from raad.export.selection import select
from raad.graph.cache import Graph
from raad.graph.question import questions
from raad.graph.shape import violations
from raad.names import BASE, DATA_GRAPH

TESTS = ox.NamedNode(BASE + "tests")


@pytest.mark.parametrize("compound", ["rapastinel", "dizocilpine", "(2R,6R)-HNK"])
def test_records_of_a_compound_conform_to_the_shapes(graph: Graph, compound: str) -> None:
    chosen = select(graph, ("ontology", "data"), compound=compound)
    assert [found for found in violations(list(chosen.quads)) if found.severity == "Violation"] == []


@pytest.mark.parametrize("compound", ["rapastinel", "ketamine"])
def test_all_findings_of_a_compound_are_selected_with_all_that_is_said_of_them(graph: Graph, compound: str) -> None:
    chosen = select(graph, compound=compound)
    tested = {quad.subject for quad in graph.printed() if quad.predicate == TESTS and quad.object.value == chosen.compound}
    said = {quad for quad in graph.printed() if quad.subject in tested}
    assert len(tested) > 20
    assert said <= set(chosen.quads)


def test_a_selection_names_no_record_that_it_does_not_hold(graph: Graph) -> None:
    chosen = select(graph, question="null-result", values={"A": "rapastinel"})
    held = {quad.subject for quad in chosen.quads}
    named = {quad.object for quad in chosen.quads if isinstance(quad.object, ox.NamedNode)}
    assert {node for node in named - held if node.value.startswith(BASE) and "/" in node.value.removeprefix(BASE)} == set()
    assert {cell for row in chosen.answer.rows for cell in row if str(cell).startswith(BASE + "finding/")} <= {
        node.value for node in held
    }


def test_a_named_graph_is_selected_whole_and_alone(graph: Graph) -> None:
    assert set(select(graph, ("data",)).quads) == {quad for quad in graph.printed() if quad.graph_name == DATA_GRAPH}


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("--format", "turtel"), 3, "did you mean turtle?"),
        (("--format", "turtle", "--compound", "ketamin"), 3, "did you mean ketamine"),
        (("--format", "turtle", "--question", "null-resul"), 3, "did you mean null-result"),
        (("--format", "turtle", "--graph", "datum"), 3, "one of: ontology, data, inferred, questions"),
        (("--format", "turtle", "--compound", "ketamine", "--question", "null-result"), 2, "-p A=NAME"),
        (("--format", "turtle", "-p", "A=ketamine"), 2, "--question"),
        (("--format", "turtle", "--question", "null-result", "-p", "B=ketamine"), 2, "no parameter 'B'"),
        ((), 2, "n-quads"),
        (("--format", "turtle", "-o", "."), 2, "is a folder; name a file"),
        (("--format", "turtle", "-o", "absent/raad.ttl"), 2, "does not exist"),
    ],
)
def test_what_cannot_be_exported_is_told(raad, tmp_path, monkeypatch, arguments: tuple, code: int, says: str) -> None:
    monkeypatch.chdir(tmp_path)
    told = raad("export", *arguments)
    assert (told.code, told.out) == (code, "")
    assert says in told.err
    assert os.listdir(tmp_path) == []


def test_an_export_is_written_to_standard_output_and_to_a_file_alike(raad, tmp_path) -> None:
    arguments = ("export", "--format", "trig", "--compound", "dizocilpine")
    shown = raad(*arguments)
    kept = raad(*arguments, "-o", str(tmp_path / "raad.trig"))
    assert (shown.code, kept.code, kept.out) == (0, 0, "")
    assert (tmp_path / "raad.trig").read_text(encoding="utf-8") == shown.out


def test_every_format_is_made_twice_alike(graph: Graph) -> None:
    chosen = select(graph, compound="zelquistinel")
    backwards = type(chosen)(graph, chosen.quads[::-1], chosen.graphs, chosen.compound)
    for name, form in FORMS.items():
        if not form.takes and (not form.whole or name == "void"):
            assert written(chosen, name) == written(backwards, name), name


@pytest.mark.parametrize("name", ["n-quads", "trig"])
def test_named_graphs_are_read_back(graph: Graph, name: str) -> None:
    chosen = select(graph, compound="rapastinel")
    read = ox.parse(written(chosen, name), format=ox.RdfFormat.from_media_type(FORMS[name].media_type))
    assert set(read) == set(chosen.quads)


def test_what_cannot_be_written_leaves_the_old_file(raad, tmp_path, monkeypatch) -> None:
    place = tmp_path / "raad.nq"
    place.write_text("old")

    def full(handle: int) -> None:
        raise OSError(28, f"No space left on device ({handle})")

    monkeypatch.setattr(os, "fsync", full)
    told = raad("export", "--format", "n-quads", "--compound", "dizocilpine", "-o", str(place))
    assert (told.code, told.out, place.read_text()) == (5, "", "old")
    assert "No space left on device" in told.err
    assert os.listdir(tmp_path) == ["raad.nq"]


FULL = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000))"
KILLED = "import os, signal; os.{call} = lambda *places: os.kill(os.getpid(), signal.SIGKILL)"


@pytest.mark.parametrize("form", ["turtle", "findings-csv"])
@pytest.mark.parametrize("fault", ["full", "killed"])
def test_a_full_disk_or_a_killed_process_leaves_what_was_there(graph: Graph, tmp_path, form: str, fault: str) -> None:
    assert graph.store
    place, several = tmp_path / "export", FORMS[form].several
    if not several:
        place.write_text("old")
    there = os.listdir(tmp_path)
    first = FULL if fault == "full" else KILLED.format(call="rename" if several else "replace")
    call = ["export", "--format", form, "--compound", "dizocilpine", "-o", str(place)]
    run = [sys.executable, "-c", f"{first}\nfrom raad.cli import main\nmain({call!r})"]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert done.returncode == (5 if fault == "full" else -9)
    assert not place.exists() if several else place.read_text() == "old"
    if fault == "full":
        assert "File too large" in done.stderr
        assert "Traceback" not in done.stderr
        assert os.listdir(tmp_path) == there


def test_a_folder_that_cannot_be_written_to_is_told(raad, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)
    for form in ("turtle", "findings-csv"):
        told = raad("export", "--format", form, "-o", str(tmp_path / "export"))
        assert (told.code, told.out) == (2, "")
        assert "cannot be written to" in told.err


def test_several_files_go_into_a_new_or_empty_folder_only(raad, tmp_path) -> None:
    place = tmp_path / "export"
    call = ("export", "--format", "findings-csv", "--compound", "dizocilpine")
    assert "-o DIR" in raad(*call).err
    assert (raad(*call, "-o", str(place)).code, sorted(os.listdir(tmp_path))) == (0, ["export"])
    again = raad(*call, "-o", str(place))
    assert (again.code, again.out) == (2, "")
    assert "is not empty" in again.err
    (tmp_path / "file").write_text("old")
    told = raad(*call, "-o", str(tmp_path / "file"))
    assert (told.code, (tmp_path / "file").read_text()) == (2, "old")
    assert "is a file" in told.err


def test_an_answer_without_records_makes_no_empty_file(raad, tmp_path) -> None:
    place = tmp_path / "raad.ttl"
    told = raad("export", "--format", "turtle", "--question", "contradiction", "-p", "A=nitrous-oxide", "-o", str(place))
    assert (told.code, told.out, place.exists()) == (2, "", False)
    assert "names no record" in told.err


def test_binary_is_not_written_to_a_terminal(raad, monkeypatch) -> None:
    pytest.importorskip("pyjelly", reason="pyjelly is not installed")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    told = raad("export", "--format", "jelly", "--compound", "dizocilpine")
    assert (told.code, told.out) == (2, "")
    assert "is binary" in told.err


@pytest.mark.campaign
def test_records_of_every_compound_and_answer_conform_to_the_shapes(graph: Graph) -> None:
    compounds = [row[0] for row in answer(graph, "find/record", C=BASE + "Compound").rows]
    chosen = [select(graph, ("ontology", "data"), compound=compound) for compound in compounds]
    chosen += [select(graph, ("ontology", "data"), question=asked.name) for asked in questions()]
    for one in chosen:
        found = [found for found in violations(list(one.quads)) if found.severity == "Violation"]
        assert found == [], one.compound or one.answer.question.name
