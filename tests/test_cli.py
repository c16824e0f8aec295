"""Proof of the command line: each command's answer and format, each kind of bad input, each exit code."""

from __future__ import annotations

import csv
import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from raad.command.parser import parser
from raad.rooms import room

COMMANDS = sorted(parser()._subparsers._group_actions[0].choices)
NOTICE = "Research use, not medical advice."


def process(*arguments: str, **options) -> subprocess.CompletedProcess:
    """Run a command in a process of its own."""
    return subprocess.run([sys.executable, "-m", "raad", *arguments], capture_output=True, text=True, timeout=300, **options)


# What each command answers.


@pytest.mark.parametrize("command", COMMANDS)
def test_help_begins_with_an_imperative_sentence_and_an_example(raad, command: str) -> None:
    told = raad(command, "--help")
    assert told.code == 0
    assert "Example: raad " + command in " ".join(told.out.split())


def test_no_command_shows_the_commands(raad) -> None:
    told = raad()
    assert told.code == 2
    assert all(command in told.out for command in COMMANDS)


def test_version_names_code_and_data_release(raad) -> None:
    told = raad("--version")
    assert told.code == 0
    assert told.out.startswith("raad 0.1.0, data release 0.1.0\n")


@pytest.mark.parametrize("form", ["text", "json", "svg"])
def test_compare_in_each_format_carries_release_and_notice(raad, form: str) -> None:
    told = raad("compare", "rapastinel", "ketamine", "--format", form)
    assert told.code == 0
    assert NOTICE in told.out
    assert "release 0.1.0" in told.out.replace('"version": "0.1.0"', "release 0.1.0")


def test_compare_as_json_has_its_keys(raad) -> None:
    made = json.loads(raad("compare", "rapastinel", "ketamine", "--format", "json").out)
    assert {"a", "b", "actions", "mechanism", "findings", "head_to_head", "contradictions", "gaps", "sources", "release"} <= set(
        made
    )
    keys = {
        "hypothesis_a",
        "hypothesis_b",
        "steps_a",
        "steps_b",
        "shared",
        "only_a",
        "only_b",
        "first_divergence",
        "first_convergence",
    }
    assert all(keys == set(pair) for pair in made["mechanism"])


@pytest.mark.parametrize(
    "name", ["GLYX-13", "glyx 13", "compound:rapastinel", "https://w3id.org/raad/compound/rapastinel", "RAPASTINEL"]
)
def test_names_are_forgiving(raad, name: str) -> None:
    assert raad("compare", name, "S-ketamine").out.startswith("RAPASTINEL COMPARED WITH ESKETAMINE\n")


@pytest.mark.parametrize("form", ["text", "json", "csv", "tsv"])
def test_query_in_each_format_gives_the_same_rows(raad, form: str) -> None:
    told = raad("query", "opposed-action", "-p", "A=rapastinel", "-p", "B=ketamine", "--format", form)
    assert told.code == 0
    if form == "json":
        body = json.loads(told.out)
        assert body["question"] == "compare/opposed-action"
        rows = [row["targetLabel"] for row in body["rows"]]
    elif form == "text":
        assert NOTICE in told.out
        return
    else:
        lines = [line for line in told.out.splitlines() if not line.startswith("#")]
        rows = [row["targetLabel"] for row in csv.DictReader(lines, delimiter="," if form == "csv" else "\t")]
    assert set(rows) == {"NMDA receptor"}


@pytest.mark.parametrize(
    ("form", "begins"), [("text", "Why row 1 "), ("json", "{"), ("turtle", "# RAAD"), ("trig", "# RAAD"), ("svg", "<svg ")]
)
def test_explain_in_each_form_names_the_release(raad, form: str, begins: str) -> None:
    told = raad("explain", "lacking-effect", "--row", "1", "--format", form)
    assert told.code == 0
    assert told.out.startswith(begins)
    assert NOTICE in " ".join(told.out.split())


def test_questions_lists_every_question_with_its_parameters(raad) -> None:
    body = json.loads(raad("questions", "--format", "json").out)
    assert {
        "name": "compare/head-to-head",
        "title": "Studies that tested two compounds against each other",
        "parameters": "A=compound:rapastinel B=compound:ketamine",
    } in body["rows"]
    assert len(body["rows"]) >= 18


@pytest.mark.parametrize(("form", "kind"), [("turtle", "turtle"), ("nt", "nt"), ("json-ld", "json-ld")])
def test_describe_as_a_graph_can_be_read_by_another_library(raad, form: str, kind: str) -> None:
    told = raad("describe", "finding:liu-2017-f03", "--format", form)
    graph = rdflib.Graph().parse(data=told.out, format=kind)
    base = "https://w3id.org/raad/"
    assert (
        rdflib.URIRef(base + "finding/liu-2017-f03"),
        rdflib.URIRef(base + "measures"),
        rdflib.URIRef(base + "endpoint/spine-number"),
    ) in graph


def test_describe_as_text_names_values_and_referrers(raad) -> None:
    told = raad("describe", "liu-2017-f03")
    assert "showsDirection: raad:Increase" in told.out
    assert "step:rapastinel-bdnf-mtorc1-s12/evidence-line/1" in " ".join(told.out.split())


def test_describe_as_yaml_gives_the_file_of_a_record(raad) -> None:
    for name in ("target:nmda-receptor", "compound:lithium"):
        notice, _, body = raad("describe", name, "--format", "yaml").out.partition("\n")
        assert NOTICE in notice
        assert body == Path(room("data"), *name.split(":")).with_suffix(".yaml").read_text(encoding="utf-8")


def test_describe_as_yaml_gives_an_item_of_a_list_file(raad) -> None:
    body = raad("describe", "group:duman-rs", "--format", "yaml").out.partition("\n")[2]
    assert body == "- id: duman-rs\n  type: ResearchGroup\n  label: Duman RS\n"


def test_new_takes_the_id_from_the_file_and_overwrites_nothing(raad, tmp_path: Path) -> None:
    target = tmp_path / "smith-2024.yaml"
    assert raad("new", "publications", "-o", str(target)) == (0, "", "")
    made = target.read_text(encoding="utf-8")
    assert "\nid: smith-2024\n" in made
    assert made == raad("new", "publication", "smith-2024").out
    target.write_text("mine", encoding="utf-8")
    told = raad("new", "publication", "-o", str(target))
    assert told.code == 2
    assert "is there already and is not overwritten" in told.err
    assert target.read_text(encoding="utf-8") == "mine"


def test_new_gives_an_item_for_a_kind_that_shares_a_list_file(raad, tmp_path: Path) -> None:
    assert "\n- id: spines-gone\n  label: <text>" in raad(
        "new", "event", "spines-gone", "-o", str(tmp_path / "event.yaml")
    ).out + (tmp_path / "event.yaml").read_text(encoding="utf-8")


def test_schema_is_that_of_a_record_or_of_a_list(raad) -> None:
    one, several = (json.loads(raad("schema", kind).out) for kind in ("compound", "events"))
    assert (one["type"], several["type"]) == ("object", "array")
    assert one["required"] == several["items"]["required"][:2] == ["id", "label"]
    assert one["release"]["version"] == "0.1.0"


def test_search_finds_words_in_any_record(raad) -> None:
    body = json.loads(raad("search", "apical tuft", "--format", "json").out)
    assert "https://w3id.org/raad/finding/liu-2017-f03" in [row["record"] for row in body["rows"]]


@pytest.mark.parametrize(
    ("words", "record"),
    [
        ("20724638", "publication/li-2010"),
        ("LIU 2017", "publication/liu-2017"),
        ("lithium tuft", "finding/liu-2013-f01"),
        ("DB01221", "compound/ketamine"),
    ],
)
def test_search_joins_words_over_the_parts_of_a_record(raad, words: str, record: str) -> None:
    rows = json.loads(raad("search", words, "--format", "json").out)["rows"]
    assert f"https://w3id.org/raad/{record}" in [row["record"] for row in rows]


def test_search_wants_every_word(raad) -> None:
    assert json.loads(raad("search", "rapastinel nonesuchword", "--format", "json").out)["rows"] == []


@pytest.mark.parametrize(
    ("name", "record"),
    [
        ("GLYX13", "compound:rapastinel"),
        ("2R,6R-HNK", "compound:2r-6r-hydroxynorketamine"),
        ("DB01221", "compound:ketamine"),
        ("CAS:6740-88-1", "compound:ketamine"),
        ("PMID:20724638", "publication:li-2010"),
        ("doi:10.1038/npp.2016.202", "publication:liu-2017"),
        ("nct02943564", "publication:nct02943564"),
    ],
)
def test_records_are_found_by_code_and_outside_identifier(raad, name: str, record: str) -> None:
    kind = record.partition(":")[0]
    assert raad("describe", f"{kind}:{name}").out.splitlines()[0] == record


def test_table_of_text_shows_labels_and_references_in_place_of_iris(raad) -> None:
    told = raad("query", "null-result", "-p", "A=rapastinel").out
    assert "Donello 2019 PMID 30544218" in told
    assert "publication:donello-2019" not in told
    shared = raad("query", "shared-event", "--width", "200").out
    assert "event:" not in shared
    assert "AMPA receptor activity raised" in shared


def test_list_counts_the_kinds_and_lists_one(raad) -> None:
    kinds = {row["kind"]: row["records"] for row in json.loads(raad("list", "--format", "json").out)["rows"]}
    assert kinds["compound"] == 78
    assert len(json.loads(raad("list", "compounds", "--format", "json").out)["rows"]) == 78


def test_sparql_knows_the_prefixes_and_gives_tables_graphs_and_truth(raad) -> None:
    table = json.loads(raad("sparql", "SELECT ?label { compound:rapastinel rdfs:label ?label }", "--format", "json").out)
    assert [row["label"] for row in table["rows"]] == ["rapastinel"]
    graph = raad("sparql", "CONSTRUCT { ?s a raad:Peptide } WHERE { ?s a raad:Peptide }", "--format", "nt").out
    assert "compound/rapastinel" in graph
    assert raad("sparql", "ASK { compound:ketamine a raad:NmdaReceptorAntagonist }").out.startswith("true\n")


def test_sparql_reads_a_file_and_standard_input(raad, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "one.rq"
    file.write_text("SELECT ?x { BIND(1 AS ?x) }")
    assert json.loads(raad("sparql", f"@{file}", "--format", "json").out)["rows"] == [{"x": 1}]
    with file.open() as stream:
        monkeypatch.setattr(sys, "stdin", stream)
        assert json.loads(raad("sparql", "-", "--format", "json").out)["rows"] == [{"x": 1}]


def test_validate_passes_on_the_shipped_records(raad) -> None:
    told = raad("validate")
    assert told.code == 0
    assert ": 0 problems, " in " ".join(told.out.split())


def test_output_is_written_whole_and_with_usual_rights(raad, tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    told = raad("compare", "rapastinel", "ketamine", "--format", "json", "-o", str(target))
    assert (told.code, told.out) == (0, "")
    assert json.loads(target.read_text(encoding="utf-8"))["a"]["label"] == "rapastinel"
    assert os.listdir(tmp_path) == ["out.json"]
    mask = os.umask(0)
    os.umask(mask)
    assert target.stat().st_mode & 0o777 == 0o666 & ~mask


@pytest.mark.parametrize("width", [72, 100, 160])
def test_text_keeps_the_width(raad, width: int) -> None:
    lines = raad("compare", "rapastinel", "ketamine", "--width", str(width)).out.splitlines()
    headings = [line for line in lines if line[:1].isupper() and line.split("  (")[0].isupper()]
    assert [line for line in lines if len(line) > width and line not in headings and len(line.split()) > 1] == []


def test_effect_gives_one_row_a_finding_and_marks_what_is_computed(raad) -> None:
    told = raad("effect", "ketamine", "--format", "csv")
    head, *body = told.out.splitlines()
    rows = list(csv.DictReader(body))
    sized = [row for row in rows if row["g"]]
    assert NOTICE in head
    assert {row["finding"].rpartition("/")[2] for row in sized} >= {"murrough-2013-f01"}
    assert all(row["formula"] and row["input"] and row["computed"] == "true" and not row["reason"] for row in sized)
    assert all(row["reason"] for row in rows if not row["g"])
    made = json.loads(raad("effect", "racemic ketamine", "--format", "json").out)
    assert len(made["findings"]) == len(rows)
    assert sum(made["reasons"].values()) == len(rows) - len(sized)


@pytest.mark.parametrize("width", [60, 120])
def test_effect_says_why_nothing_is_pooled_and_keeps_the_width(raad, width: int) -> None:
    text = raad("effect", "rapastinel", "--width", str(width)).out
    assert "None of" in text
    assert "Nothing is pooled: no finding allows an effect size." in " ".join(text.split())
    assert NOTICE in " ".join(text.split())
    assert [line for line in text.splitlines() if len(line) > width and len(line.split()) > 1] == []


# Bad input: a message, an exit code, no traceback, nothing written.


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["compare", "rapastinell", "ketamine"], 3, "did you mean rapastinel"),
        (["compare", "xyzzy", "ketamine"], 3, "no known name is near"),
        (["compare", "ketamine", "racemic ketamine"], 2, "are the same compound"),
        (["compare", "ketamine"], 2, "name a second compound to set"),
        (["compare", "nmda-receptor", "ketamine"], 3, "no compound is called 'nmda-receptor'"),
        (["effect", "ketamin"], 3, "did you mean ketamine"),
        (["effect", "ketamine", "--format", "tsv"], 2, "invalid choice: 'tsv'"),
        (["compere", "a", "b"], 2, "did you mean compare?"),
        (["compare", "a", "b", "--formt", "json"], 2, "unrecognized arguments: --formt"),
        (["compare", "rapastinel", "ketamine", "--format", "pdf"], 2, "invalid choice: 'pdf'"),
        (["compare", "rapastinel", "ketamine", "--width", "3"], 2, "from 40 to 1000"),
        (["query", "opposed-acton"], 3, "did you mean opposed-action"),
        (["report", "ketamine", "rapastinel", "scopolamine"], 2, "a guide is of two compounds, not of 3"),
        (["compare", "ketamine", "rapastinel", "--format", "csv"], 2, "forms of three compounds or more"),
        (["compare", "NMDA receptor", "ketamine"], 3, "target:nmda-receptor is a target, not a compound"),
        (["compare", "ketamine", "rapastinel", "scopolamine", "--format", "svg"], 2, "the picture is of two compounds"),
        (["describe", "positive emotional learning"], 3, "endpoint:associative-learning or endpoint:positive-emotional-learning"),
        (["query", "null-result", "-p", "A=ketamine> . ?s ?p ?o #"], 3, "no compound is called 'ketamine> . ?s ?p ?o #'"),
        (["query", "null-result", "-p", 'A=ketamine"} UNION {'], 3, "no compound is called"),
        (["query", "null-result", "-p", "A=https://w3id.org/raad/compound/x> <y"], 3, "no compound is called"),
        (["query", "opposed-action", "-p", "C=ketamine"], 2, "has no parameter 'C'; it takes: A, B"),
        (["query", "opposed-action", "-p", "A"], 2, "a parameter is given as name=value"),
        (["query", "opposed-action", "-p", "A=liu-2017"], 3, "no compound is called 'liu-2017'"),
        (["query", "spine-finding", "mechanism:ketamine-drd1"], 3, "mechanism:ketamine-drd1 is a mechanism, not a compound"),
        (["query", "mechanism-step", "compound:ketamine"], 3, "compound:ketamine is a compound, not a mechanism"),
        (["query", "null-result", 'ket"} # {\namine'], 3, "no compound is called"),
        (["query", "null-result", "<ketamine>"], 3, "no compound is called '<ketamine>'"),
        (
            ["query", "head-to-head", "ketamine", "racemic ketamine"],
            2,
            "A and B of compare/head-to-head are both compound:ketamine",
        ),
        (["query", "opposed-action", "-p", "A=ketamine"], 2, "are both compound:ketamine; name two compounds"),
        (["describe", "finding:nope"], 3, "no finding is called 'nope'"),
        (["describe", "raad:Nothing"], 3, "no record is called 'raad:Nothing'"),
        (["describe", "https://w3id.org/raad/compound/nope"], 3, "no record is called"),
        (["list", "compond"], 3, "did you mean compound"),
        (["search", "  "], 2, "give some words to look for"),
        (["sparql", "SELECT * { ?s ?p }"], 2, "line 1, column"),
        (
            ["sparql", "SELECT * { ?s unknown:p ?o }"],
            2,
            "line 1, column 15: the query cannot be read: the prefix unknown: is not",
        ),
        (["sparql", "SELECT * { ?s ?p ?o } }"], 2, "closes a bracket that was not opened"),
        (["sparql", "PREFIX a: <b> INSERT DATA { a:x a:y a:z }"], 2, "answers only queries: SELECT, CONSTRUCT, DESCRIBE, ASK"),
        (["sparql", " # nothing"], 2, "the query is empty"),
        (["query", "null-result", "-p", "A=ketamine", "-p", "A=rapastinel"], 2, "the parameter A is given twice"),
        (["sparql", "@/nowhere.rq"], 2, "cannot be read"),
        (["sparql", "SELECT ?s { ?s ?p ?o } LIMIT 1", "--format", "turtle"], 2, "a SELECT query gives a table"),
        (["sparql", "CONSTRUCT WHERE { ?s a raad:Peptide }", "--format", "csv"], 2, "gives triples"),
        (["validate", "/nowhere.yaml"], 2, "no file or folder is called"),
        (["build", "-o", "/nowhere/raad.nq"], 2, "does not exist"),
        (["build", "-o", "raad.ttl"], 2, "written as N-Quads; name the file raad.nq"),
        (["sparql", "SELCT ?s { ?s ?p ?o }"], 2, "begins no query; a query begins with SELECT"),
        (["sparql", "query.rq"], 2, "`raad sparql @FILE` reads a query from a file"),
        (["query", "null-result", "ketamine", "rapastinel"], 2, "takes 1 value(s) (A), not 2"),
        (["query", "null-result", "ketamine", "-p", "A=rapastinel"], 2, "the parameter A is given twice"),
        (["query", "mechanism-step", "disinhibition"], 3, "ketamine-disinhibition"),
        (["explain", "null-result", "rapastinel", "--row", "999"], 2, "there is no row 999"),
        (["explain", "null-result", "rapastinel", "--row", "none"], 2, "a row is a number from 1"),
        (["explain", "null-result", "rapastinel", "--where", "finding"], 2, "a cell is given as name=value, not 'finding'"),
        (["explain", "null-result", "--row", "1", "--where", "finding=x"], 2, "either by --row or by --where"),
        (["explain", "null-result", "rapastinel"], 2, "name one by its number, --row N"),
        (["explain", "null-resul", "--row", "1"], 3, "did you mean null-result"),
        (
            ["explain", "null-result", "7-chlorokynurenic-acid", "--row", "1"],
            2,
            "no finding of the curated set states that something",
        ),
        (["new", "publicaton"], 3, "did you mean publication?; one of: audit, cell-type,"),
        (["new", "finding"], 3, "no kind of curated file is called 'finding'"),
        (["new", "evidence-line"], 3, "it is a part of mechanism"),
        (["new", "compound", "Ketamine S"], 2, "'Ketamine S' is no id; an id is written in lower-case letters"),
        (["new", "compound", "ketamine"], 2, "compound ketamine is there already, in data/compound/ketamine.yaml"),
        (["new", "compound", "a-b", "-o", "c-d.yaml"], 2, "the file is called 'c-d' and the record 'a-b'; make them equal"),
        (["new", "compound", "-o", "/nowhere/c-d.yaml"], 2, "does not exist"),
        (["schema", "compond"], 3, "did you mean compound?"),
        (["schema", "finding"], 3, "it is a part of publication"),
        (["describe", "finding:liu-2017-f01", "--format", "yaml"], 2, "is a part of publication:liu-2017; ask for that"),
        (["describe", "raad:Finding", "--format", "yaml"], 2, "raad:Finding is no curated record"),
    ],
)
def test_bad_input_is_told_with_its_exit_code(raad, arguments: list[str], code: int, says: str) -> None:
    told = raad(*arguments)
    assert (told.code, told.out) == (code, "")
    assert says in " ".join(told.err.split())
    assert "Traceback" not in told.err


def test_error_in_a_query_shows_line_column_and_mark(raad) -> None:
    told = raad("sparql", "SELECT ?s\nWHERE { ?s a raad:Peptide ; }}\n")
    assert told.code == 2
    assert "line 2, column 31" in told.err
    assert told.err.splitlines()[2].index("^") == 2 + 30


def test_a_kept_comparison_is_that_of_the_same_compounds_form_and_width(raad) -> None:
    asked = ["compare", "nyx-2925", "zelquistinel", "--width", "90"]
    first = raad(*asked).out
    assert raad(*asked).out == first
    assert raad(*asked[:-1], "120").out != first
    assert raad("compare", "zelquistinel", "nyx-2925", "--width", "90").out != first
    assert json.loads(raad(*asked, "--format", "json").out)["a"]["label"] == "NYX-2925"


def test_a_term_that_is_not_there_is_told_beside_the_empty_answer(raad) -> None:
    told = raad("sparql", "SELECT ?s { ?s a raad:Fnding }")
    assert told.code == 0
    assert "nothing in the graph is called raad:Fnding; did you mean raad:Finding" in told.err
    assert "nothing in the graph" not in raad("sparql", "SELECT ?s { ?s a raad:Finding FILTER(false) }").err


def test_values_can_stand_without_their_names(raad) -> None:
    assert raad("query", "head-to-head", "rapastinel", "arketamine").out == raad(
        "query", "head-to-head", "-p", "A=rapastinel", "-p", "B=arketamine"
    ).out  # fmt: skip


def test_a_value_not_seen_on_a_page_carries_a_dagger_in_a_table(raad) -> None:
    rows = json.loads(raad("query", "spine-finding", "ketamine", "--format", "json").out)["rows"]
    marked = [row for row in rows if row["dagger"]]
    assert marked
    assert all(set(row["dagger"]) <= {column for column in row if row[column] not in (None, [])} for row in marked)
    text = raad("query", "spine-finding", "ketamine").out
    assert text.count("\u2020") == sum(len(row["dagger"]) for row in rows) + text.split("\n\n")[-1].count("\u2020") + sum(
        line.count("\u2020") for line in text.splitlines() if line.strip().startswith("publication ")
    )  # fmt: skip


def test_a_table_of_html_stands_alone_and_carries_the_daggers(raad) -> None:
    from html.parser import HTMLParser

    class Cells(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.tags, self.cells = [], []

        def handle_starttag(self, tag: str, attributes) -> None:
            assert {name for name, _ in attributes}.isdisjoint({"src", "href", "onload"})
            self.tags.append(tag)

        def handle_data(self, data: str) -> None:
            if self.tags[-1:] == ["td"]:
                self.cells.append(data)

    page = Cells()
    told = raad("query", "spine-finding", "ketamine", "--format", "html").out
    page.feed(told)
    rows = json.loads(raad("query", "spine-finding", "ketamine", "--format", "json").out)["rows"]
    assert page.tags.count("tr") == len(rows) + 1
    assert sum("\u2020" in cell for cell in page.cells) >= sum(len(row["dagger"]) for row in rows) > 0
    assert "Research use, not medical advice." in told
    escaped = raad("search", "<b>", "--format", "html").out
    assert "<b>" not in escaped
    assert "&lt;b&gt;" in escaped


def test_checking_one_file_leaves_the_warnings_of_others_out(raad) -> None:
    told = raad("validate", os.path.join(room("data"), "publication", "li-2010.yaml"))
    assert told.code == 0
    assert "in other files not shown" in told.out
    assert len(told.out.splitlines()) == 1


def test_injection_in_a_text_parameter_stays_a_text(raad) -> None:
    told = raad("search", '" AS ?text) } #', "--format", "json")
    assert told.code == 0
    assert json.loads(told.out)["rows"] == []


def test_a_placeholder_that_was_left_is_told_with_its_place(raad, tmp_path: Path) -> None:
    path = tmp_path / "publication" / "new-2020.yaml"
    path.parent.mkdir()
    path.write_text("id: new-2020\nsource_page: https://example.org/article\ntitle: <text>\n", encoding="utf-8")
    told = raad("validate", str(path))
    assert told.code == 1
    assert f"{path}:3:8: " in told.out
    assert "`title` still has the placeholder <text>; fill it in" in told.out


def test_all_problems_are_told_at_once(raad, tmp_path: Path) -> None:
    folder = tmp_path / "publication"
    folder.mkdir()
    (folder / "new-2020.yaml").write_text("id: new-2020\ntype: JournalArticle\ncolour: red\nyear: soon\n", encoding="utf-8")
    (folder / "other-2020.yaml").write_text("id: else-2020\ntype: JournalArticle\ntitle: A title\n", encoding="utf-8")
    told = raad("validate", str(folder))
    assert told.code == 1
    for says in ("unknown key `colour`", "`year` cannot be `soon`", "`source_page` is missing", "differs from the file name"):
        assert says in told.out


UNREADABLE = {
    "empty": (b"", ":1:1: the file is empty"),
    "control": (b"id: x\x00\n", ":1:6: "),
    "sequence": (b"- " * 100_000, ":1:"),
    "brace": (b"{" * 50_000, ":1:"),
    "word": (b"just words\n", ":1:1: "),
    "alias": (b"a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n", ":1:4: anchors and aliases are not read"),
}


def test_unreadable_files_are_told_each_with_its_place(raad, tmp_path: Path) -> None:
    folder = tmp_path / "publication"
    folder.mkdir()
    for name, (content, _) in UNREADABLE.items():
        (folder / f"{name}.yaml").write_bytes(content)
    started = time.monotonic()
    told = raad("validate", str(folder))
    assert told.code == 1
    for name, (_, says) in UNREADABLE.items():
        assert f"{folder / name}.yaml{says}" in told.out
    assert time.monotonic() - started < 30


def test_a_file_of_fifty_megabytes_is_refused_unread(raad, tmp_path: Path) -> None:
    folder = tmp_path / "publication"
    folder.mkdir()
    path = folder / "new-2020.yaml"
    with path.open("wb") as stream:
        stream.write(b"id: new-2020\nnote: ")
        stream.truncate(50_000_000)
    told = raad("validate", str(path))
    assert told.code == 1
    assert f"{path}:1:1: the file has 50,000,000 bytes" in told.out


def test_a_valid_new_file_is_accepted(raad, tmp_path: Path) -> None:
    folder = tmp_path / "publication"
    folder.mkdir()
    (folder / "new-2020.yaml").write_text(
        "id: new-2020\ntype: JournalArticle\ntitle: A title\nyear: 2020\nsource_page: https://example.org/article\n",
        encoding="utf-8",
    )
    assert raad("validate", str(folder)).code == 0


# Processes: pipes, interrupts, terminals.


def test_closed_pipe_ends_in_silence() -> None:
    command = f"{sys.executable} -m raad compare rapastinel ketamine --full | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=300)
    assert (done.returncode, done.stdout) == (0, "RAPASTINEL COMPARED WITH KETAMINE\n")
    assert "Traceback" not in done.stderr
    assert "Broken" not in done.stderr


def test_interrupt_leaves_with_130_and_no_traceback(tmp_path: Path) -> None:
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}
    running = subprocess.Popen(
        [sys.executable, "-m", "raad", "build"],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell ignores it for what runs in its background
    )
    running.stderr.readline()
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "Traceback" not in told


def test_data_goes_to_standard_output_and_talk_to_standard_error(tmp_path: Path) -> None:
    done = process("list", "compound", "--format", "csv", env={**os.environ, "XDG_CACHE_HOME": str(tmp_path)})
    assert done.returncode == 0
    assert done.stdout.startswith("# RAAD release")
    assert "raad: reading the curated files ..." in done.stderr


@pytest.mark.parametrize(("plain", "bold"), [("", True), ("1", False)])
def test_colour_only_on_a_terminal_and_not_with_no_color(plain: str, bold: bool) -> None:
    master, slave = pty.openpty()
    environment = {**os.environ, "NO_COLOR": plain, "TERM": "xterm"}
    running = subprocess.Popen(
        [sys.executable, "-m", "raad", "questions"], stdout=slave, stderr=subprocess.DEVNULL, env=environment
    )
    os.close(slave)
    text = b""
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:
            break
        if not piece:
            break
        text += piece
    running.wait(60)
    assert (b"\x1b[1m" in text) is bold


def test_a_bug_is_told_as_one(monkeypatch: pytest.MonkeyPatch, raad) -> None:
    monkeypatch.setattr("raad.command.run.questions", lambda _: 1 / 0)
    told = raad("questions")
    assert told.code == 5
    assert "internal error, a bug of RAAD: ZeroDivisionError" in told.err
    assert "Traceback" not in told.err


def test_ntriples_are_read_back_whole(raad) -> None:
    told = raad("describe", "compound:rapastinel", "--format", "nt")
    triples = {quad.triple for quad in ox.parse(told.out.encode(), format=ox.RdfFormat.N_TRIPLES)}
    assert len(triples) == sum(1 for line in told.out.splitlines() if not line.startswith("#"))
