"""Proof of `raad diff`: records with their fields, answers row by row, and the record behind each row."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from frozen_graph import Frozen

from raad.asking import difference
from raad.asking.answer import answer
from raad.asking.difference import Difference, RowChange, diff, key_columns
from raad.asking.record_difference import FieldChange, kind_of, record_changes, record_of, statements, touched
from raad.cli import main
from raad.curated.triple import canonical
from raad.errors import UsageError
from raad.graph.cache import Graph
from raad.graph.file import read_graph
from raad.graph.infer import infer
from raad.graph.query import Iri, Table
from raad.graph.question import questions
from raad.layout import Page
from raad.names import BASE, DATA_GRAPH
from raad.report.difference import difference_text

RAPASTINEL = {"A": BASE + "compound/rapastinel"}
DISINHIBITION = {"H": BASE + "mechanism/ketamine-disinhibition"}


def quad(subject: str, name: str, value: str | ox.Literal) -> ox.Quad:
    """Return a statement of the curated records; a text stands for the record or term of that name."""
    thing = value if isinstance(value, ox.Literal) else ox.NamedNode(BASE + value)
    return ox.Quad(ox.NamedNode(BASE + subject), ox.NamedNode(BASE + name), thing, DATA_GRAPH)


TURNED = ("finding/liu-2017-f07", "showsDirection")
NO_CHANGE = (quad(*TURNED, "NoChange"), quad(*TURNED, "Increase"))
GROUP = (
    quad("publication/pryazhnikov-2018", "fromGroup", "group/khiroug-l"),
    quad("publication/pryazhnikov-2018", "fromGroup", "group/duman-rs"),
)


def graph_of(stated: list[ox.Quad]) -> Graph:
    """Return the graph of stated quads with all that follows, as `raad build -o` would write it."""
    return Graph("0.0.0", {}, quads=canonical(stated + infer(stated)))


def edited(frozen: Frozen, *edits: tuple[ox.Quad, ox.Quad]) -> Graph:
    """Return the frozen graph with quads put in place of others."""
    left = [quad for quad in frozen.stated if quad not in {old for old, _ in edits}]
    assert len(left) == len(frozen.stated) - len(edits)
    return graph_of([*left, *(new for _, new in edits)])


@pytest.fixture(scope="module")
def old(frozen: Frozen) -> Graph:
    """Return the frozen graph."""
    return graph_of(frozen.stated)


@pytest.fixture(scope="module")
def new(frozen: Frozen) -> Graph:
    """Return the frozen graph with a null result turned and a publication given to another group."""
    return edited(frozen, NO_CHANGE, GROUP)


@pytest.fixture(scope="module")
def made(old: Graph, new: Graph) -> Difference:
    """Return what changed."""
    return diff(old, new)


def rows_of(made: Difference, question: str, parameters: dict[str, str]) -> list[RowChange]:
    """Return the changed rows of an answer."""
    return [row for item in made.answers if (item.question, item.parameters) == (question, parameters) for row in item.rows]


def test_equal_graphs_differ_in_nothing(old: Graph) -> None:
    same = diff(old, Graph(old.version, {}, quads=old.quads))
    assert (same.records, same.answers) == ((), ())
    assert same.asked == len(questions())


def test_changed_records_come_with_their_fields(made: Difference) -> None:
    turned = FieldChange("", "showsDirection", ("raad:NoChange",), ("raad:Increase",))
    moved = FieldChange("", "fromGroup", ("group:khiroug-l",), ("group:duman-rs",))
    assert [(change.record, change.kind, change.fields) for change in made.records] == [
        (BASE + "finding/liu-2017-f07", "changed", (turned,)),
        (BASE + "publication/pryazhnikov-2018", "changed", (moved,)),
    ]


def test_a_row_names_the_changed_record_that_stands_in_it(made: Difference) -> None:
    finding = BASE + "finding/liu-2017-f07"
    (gone,) = rows_of(made, "evidence/null-result", RAPASTINEL)
    assert (gone.key, gone.kind, gone.because, gone.by_trial) == ((("finding", finding),), "removed", (finding,), False)
    (turned,) = rows_of(made, "describe/compound-finding", RAPASTINEL)
    assert (turned.kind, turned.cells) == ("changed", (("direction", "no change", "increase"),))


def test_a_cause_outside_the_row_is_found_by_trial(made: Difference) -> None:
    """Li 2010 (Duman) and Pryazhnikov 2018 speak for step 16; with one group for both it is a single group."""
    (row,) = rows_of(made, "evidence/verdict", DISINHIBITION)
    assert row.key == (("subject", BASE + "step/ketamine-disinhibition-s16"),)
    assert row.cells == (("verdict", "supported", "single group"), ("groupsFor", 2, 1))
    assert (row.because, row.by_trial) == ((BASE + "publication/pryazhnikov-2018",), True)


def test_with_too_many_changes_causes_are_not_tried_and_that_is_said(
    old: Graph, new: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(difference, "TRIALS", 1)
    untried = diff(old, new)
    assert untried.untried
    assert [row.because for row in rows_of(untried, "evidence/verdict", DISINHIBITION)] == [()]


def test_records_that_change_an_answer_only_together_are_said_to(frozen: Frozen, old: Graph) -> None:
    """Rapastinel was measured for GluA1 level in two findings; only without both is it not measured."""
    findings = [BASE + f"finding/yang-2016-{name}" for name in ("f12", "f18")]
    before = [quad for quad in frozen.stated if quad.predicate.value == BASE + "measures" and quad.subject.value in findings]
    assert len({quad.object for quad in before}) == 1
    edits = [
        (quad, ox.Quad(quad.subject, quad.predicate, ox.NamedNode(BASE + "endpoint/psd95-level"), DATA_GRAPH)) for quad in before
    ]
    made = diff(old, edited(frozen, *edits))
    rows = [row for item in made.answers if item.question == "compare/unmeasured-endpoint" for row in item.rows]
    assert [(row.because, row.together) for row in rows] == [((), True)]


def test_records_come_and_go_and_parts_are_fields_of_their_record(frozen: Frozen, old: Graph) -> None:
    search = BASE + "search/search-rapastinel-spine-number"
    left = [q for q in frozen.stated if not q.subject.value.startswith(search)]
    number = quad("finding/abdallah-2020-f03/result/1", "sampleSize", ox.Literal(20))
    assert number in left
    changed = diff(old, graph_of([q for q in left if q != number]))
    assert [(c.record, c.kind, c.fields) for c in changed.records] == [
        (BASE + "finding/abdallah-2020-f03", "changed", (FieldChange("result/1", "sampleSize", ("20",), ()),)),
        (search, "removed", ()),
    ]
    assert [row.kind for row in rows_of(changed, "evidence/search", RAPASTINEL)] == ["removed"]
    assert [(c.record, c.kind) for c in record_changes(statements(graph_of(left)), statements(old))] == [(search, "added")]


NO_BLOCK = ox.Literal("no block at 24 h; more response at two weeks")
READING = ("finding/yang-2016-f08", "readingCount")
RELATION = ("hasRelation", "compound/arketamine/relation/2")
SPONSOR = ("publication/nct02943564", "hasSponsor")


@pytest.mark.parametrize(
    "edit",
    [
        NO_CHANGE,
        (quad(*READING, ox.Literal(2)), quad(*READING, ox.Literal(1))),
        (quad("compound/arketamine", *RELATION), quad("compound/esketamine", *RELATION)),
        (quad("trial/abdallah-2020", "resultText", NO_BLOCK), quad("trial/abdallah-2020", "resultText", ox.Literal("met"))),
        (quad(*SPONSOR, "group/naurex-allergan"), quad(*SPONSOR, "group/krystal-jh")),
    ],
    ids=["direction", "readings", "relation", "trial", "sponsor"],
)
def test_no_answer_that_changed_is_left_unasked(frozen: Frozen, old: Graph, edit: tuple[ox.Quad, ox.Quad]) -> None:
    """Asked of every compound, a question that takes one changes only for the compounds that the change is said to reach."""
    after = edited(frozen, edit)
    reached = touched({record_of(quad.subject.value) for quad in edit}, statements(old), statements(after))
    compounds = [record for record in statements(old) if kind_of(record) == "compound"]
    changed = set()
    for asked in questions():
        if [parameter.kind for parameter in asked.parameters] == ["compound"]:
            for record in compounds:
                values = {asked.parameters[0].name: record}
                if answer(old, asked.name, **values) != answer(after, asked.name, **values):
                    changed.add(record)
    assert changed
    assert changed <= reached


def test_a_changed_term_can_reach_every_record(old: Graph) -> None:
    assert touched({BASE + "endpoint/spine-density"}, statements(old)) is None
    assert touched({BASE + "Finding"}, statements(old)) is None


def test_rows_are_told_apart_by_the_fewest_columns() -> None:
    one, other = Iri(BASE + "finding/a"), Iri(BASE + "finding/b")
    assert key_columns(Table(("label", "finding"), (("x", one), ("x", other)))) == ("finding",)
    assert key_columns(Table(("finding", "event", "n"), ((one, one, 1), (one, other, 1)))) == ("event",)
    assert key_columns(Table(("event", "finding", "n"), ((one, None, 1), (one, other, 1)))) == ("finding",)
    assert key_columns(Table(("finding", "event", "n"), ((one, one, 1), (one, one, 2)))) == ("finding", "event", "n")


def written(graph: Graph, path: Path) -> str:
    """Return the path of a file that holds the graph."""
    path.write_bytes(graph.quads)
    return str(path)


def test_text_says_what_changed_and_why(made: Difference) -> None:
    text = difference_text(made, Page())
    assert "RECORDS: 0 added, 0 removed, 2 changed\n" in text
    assert "    showsDirection: raad:NoChange -> raad:Increase\n" in text
    assert "verdict: supported -> single group\n" in text
    assert "because of: publication:pryazhnikov-2018 (found by trial)\n" in text


def test_command_writes_what_changed_as_json(
    frozen: Frozen, old: Graph, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    search = BASE + "search/search-rapastinel-spine-number"
    less = graph_of([q for q in frozen.stated if not q.subject.value.startswith(search)])
    paths = [written(less, tmp_path / "old.nq"), written(old, tmp_path / "new.nq")]
    with pytest.raises(SystemExit) as left:
        main(["diff", *paths, "--format", "json"])
    document = json.loads(capsys.readouterr().out)
    assert left.value.code == 0
    assert document["records"] == [{"record": search, "kind": "added", "fields": []}]
    assert [(item["question"], item["rows"][0]["because"]) for item in document["answers"]] == [("evidence/search", [search])]
    assert document["release"]["version"] == document["new_version"] == read_graph(paths[1]).version


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read"),
        (b"no quads", "is no N-Quads file"),
        (b"", "is no graph of RAAD"),
        (b"<http://a.example/> <http://b.example/> <http://c.example/> .\n", "is no graph of RAAD"),
    ],
)
def test_a_file_that_is_no_graph_is_refused(tmp_path: Path, content: bytes | None, said: str) -> None:
    path = tmp_path / "some.nq"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UsageError, match=f"{said}.*raad build -o FILE.nq") as refused:
        read_graph(str(path))
    assert refused.value.exit_code == 2


def test_two_files_and_a_scope_do_not_go_together(tmp_path: Path, old: Graph, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(old, tmp_path / "old.nq")
    with pytest.raises(SystemExit) as left:
        main(["diff", path, path, "--verified-only"])
    assert left.value.code == 2
    assert "leave NEW out" in capsys.readouterr().err
