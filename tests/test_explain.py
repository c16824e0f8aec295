"""Proof that an explanation is right: its triples alone give the row again, on two engines, and none of them is spare."""

from __future__ import annotations

import functools
import random
import re
from collections.abc import Callable
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
import rdflib
from frozen_graph import Frozen, dataset_of
from test_question import rows_of, second, shown

from raad import explain
from raad.curated.triple import canonical
from raad.errors import UsageError
from raad.explanation.picture import explanation_svg
from raad.explanation.text import explanation_graph, explanation_text
from raad.explanation.value import Explanation, Statement
from raad.graph.cache import Graph
from raad.graph.query import Table, run
from raad.graph.question import bind, question, questions, tidy
from raad.layout import Page
from raad.names import BASE, INFERRED_GRAPH, SVG

ASKED = questions()
NAMES = [asked.name for asked in ASKED]
SEED = 39
MECHANISMS = {"mechanismA": "rapastinel-bdnf-mtorc1", "mechanismB": "ketamine-disinhibition"}
ABSENCE = re.compile(r"\bNOT EXISTS\b|\bMINUS\b")


@pytest.fixture(scope="session")
def frozen_graph(frozen: Frozen) -> Graph:
    """Return the frozen records as a graph that questions can be asked of."""
    return Graph("frozen", {}, quads=canonical(list(frozen.store)))


@pytest.fixture(scope="session")
def first(frozen_graph: Graph) -> Callable[[str], Explanation]:
    """Return a function that explains the first row of a question, each once."""
    return functools.cache(lambda name: explain(frozen_graph, name, 1))


def store_of(statements: tuple[Statement, ...]) -> ox.Store:
    """Return the statements alone as a store, read from their N-Triples."""
    store = ox.Store()
    for statement in statements:
        store.extend(
            ox.Quad(*quad.triple, ox.NamedNode(statement.graph))
            for quad in ox.parse(statement.ntriple, format=ox.RdfFormat.N_TRIPLES)
        )
    return store


def answer_of(made: Explanation, store: ox.Store) -> Table:
    """Return the answer of the explained question on a store."""
    asked = question(made.question)
    return tidy(asked, run(store, bind(asked, made.parameters)))


def check_minimal(made: Explanation) -> None:
    """Check that the triples alone give the row again, and that without any one of them they do not."""
    row, store = tuple(made.row.values()), store_of(made.triples)
    assert row in answer_of(made, store).rows
    for quad in list(store):
        store.remove(quad)
        assert row not in answer_of(made, store).rows, quad
        store.add(quad)


def check_second_engine(made: Explanation) -> None:
    """Check that the triples alone give the row on the second engine too."""
    asked = question(made.question)
    table = second(dataset_of(store_of(made.triples)), asked, bind(asked, made.parameters))
    assert list(map(shown, made.row.values())) in rows_of(table)


@pytest.mark.parametrize("asked", ASKED, ids=NAMES)
def test_the_triples_alone_give_the_row_and_none_is_spare(frozen: Frozen, frozen_graph: Graph, first, asked) -> None:
    count = len(run(frozen.store, asked.text).rows)
    drawn = random.Random(SEED).randint(1, count)
    rows = [first(asked.name), *([explain(frozen_graph, asked.name, drawn)] if drawn > 1 else [])]
    for made in rows:
        check_minimal(made)
        assert {(s.ntriple, s.graph) for s in made.triples} <= {(f"{q.triple} .", q.graph_name.value) for q in frozen.store}
    assert rows[-1].number == drawn
    check_second_engine(rows[-1])


@pytest.mark.parametrize(
    "name", ["mechanism-step", "verdict", "contradiction", "null-result", "contradiction-candidate", "lacking-effect"]
)
def test_rows_of_the_shipped_graph_are_explained_the_same_way_twice(graph: Graph, name: str) -> None:
    count = len(run(graph.store, question(name).text).rows)
    number = random.Random(SEED).randint(1, count)
    made = explain(graph, name, number)
    check_minimal(made)
    check_second_engine(made)
    assert explain(graph, name, number) == made


def test_a_row_rests_on_the_triples_derived_by_hand(frozen_graph: Graph) -> None:
    """The step is reached on both sides: each mechanism explains its compound and reaches the event, and the event has a name."""
    made = explain(frozen_graph, "shared-event", {"event": "mtorc1-signalling-increased", "leading": "true", **MECHANISMS})
    said = {(made.name(s.property), s.subject.rpartition("/")[2]) for s in made.triples}
    assert said == {
        *((p, s) for s in MECHANISMS.values() for p in ("explains", "reaches", "leads for")),
        ("label", "mtorc1-signalling-increased"),
    }
    assert {s.property.rpartition("/")[2] for s in made.triples if s.inferred} == {"reaches"}


@pytest.mark.parametrize(("name", "row"), [("verdict", 1), ("mechanism-step", 2), ("shared-event", 1), ("robustness", 1)])
def test_what_was_inferred_follows_from_the_premises_by_the_rule(frozen_graph: Graph, name: str, row: int) -> None:
    made = explain(frozen_graph, name, row)
    inferred = {statement.ntriple for statement in made.triples if statement.graph == INFERRED_GRAPH.value}
    assert {inference.statement.ntriple for inference in made.inferences} == inferred
    assert inferred
    for inference in made.inferences:
        given = run(store_of(inference.premises), question(inference.rule).text)
        assert inference.statement.ntriple in {f"{triple} ." for triple in given}
        assert inference.statement.ntriple not in {premise.ntriple for premise in inference.premises}
        assert inference.words == question(inference.rule).header["rule"]


@pytest.mark.parametrize("asked", ASKED, ids=NAMES)
def test_a_question_that_rules_something_out_says_what(asked) -> None:
    assert bool(ABSENCE.search(asked.text)) == bool(asked.header.get("absent"))


def test_absence_is_told_in_words(frozen_graph: Graph) -> None:
    made = explain(frozen_graph, "lacking-effect", 1)
    assert question("lacking-effect").header["absent"] in made.absent
    assert "This row also rests on what is not in the graph: " in " ".join(made.text.split())


def test_findings_lead_to_publication_locator_file_and_line(graph: Graph) -> None:
    made = explain(graph, "spine-finding", {"finding": "liu-2017-f03"}, A="GLYX-13")
    (origin,) = made.sources
    assert (origin.publication, origin.locator, origin.basis) == (BASE + "publication/liu-2017", "abstract", "abstract")
    file, _, line = made.places[origin.record].rpartition(":")
    assert file == "data/publication/liu-2017.yaml"
    assert f"finding:liu-2017-f03: abstract; abstract, read 2 times; {file}:{line}" in " ".join(made.text.split())


@pytest.mark.parametrize("form", ["turtle", "trig"])
def test_the_graph_is_read_back_whole(frozen_graph: Graph, form: str) -> None:
    made = explain(frozen_graph, "mechanism-step", 2)
    text = explanation_graph(made, {"raad": BASE, "step": BASE + "step/"}, form)
    dataset = rdflib.Dataset()
    dataset.parse(data=text, format=form)
    assert len({(s, p, o) for s, p, o, _ in dataset.quads()}) == len(made.triples)
    assert "# raad:" not in text
    assert [line for line in text.splitlines() if line.startswith("# graph:")] == [
        f"# graph:{graph.rpartition('/')[2]}: " + line.partition(": ")[2]
        for graph, line in zip(
            sorted({s.graph for s in made.triples}), re.findall(r"^# graph:.*", text, re.MULTILINE), strict=True
        )
    ]


def boxes_of(svg: str) -> tuple[ElementTree.Element, list[tuple[float, ...]]]:
    """Return a picture, and place and size of its boxes."""
    root = ElementTree.fromstring(svg)
    frames = root.findall(f"{{{SVG}}}rect")[1:]
    return root, [tuple(float(frame.get(key)) for key in ("x", "y", "width", "height")) for frame in frames]


@pytest.mark.parametrize("asked", ASKED, ids=NAMES)
def test_no_box_of_the_picture_lies_on_another_and_its_words_stay_inside(first, asked) -> None:
    made = first(asked.name)
    root, boxes = boxes_of(explanation_svg(made))
    assert boxes
    for number, (x, y, width, height) in enumerate(boxes):
        assert not [b for b in boxes[:number] if b[0] < x + width and x < b[0] + b[2] and b[1] < y + height and y < b[1] + b[3]]
    whole = [float(number) for number in root.get("viewBox").split()]
    assert all(x + width <= whole[2] and y + height <= whole[3] for x, y, width, height in boxes)
    words = [(float(text.get("x")), float(text.get("y")), text.text) for text in root.findall(f"{{{SVG}}}text")]
    inside = [text for x, y, text in words for b in boxes if b[0] < x < b[0] + b[2] and b[1] < y < b[1] + b[3]]
    assert max(map(len, inside)) <= 45
    assert root.find(f"{{{SVG}}}title").text.endswith("is there")
    assert root.find(f"{{{SVG}}}desc").text
    dashed = [path for path in root.findall(f"{{{SVG}}}path") if "inferred" in path.get("class")]
    assert bool(dashed) == any(s.inferred for s in made.triples)


@pytest.mark.parametrize("width", [60, 100])
def test_text_keeps_the_width(frozen_graph: Graph, width: int) -> None:
    text = explanation_text(explain(frozen_graph, "mechanism-step", 2), Page(width))
    assert [line for line in text.splitlines() if len(line) > width and len(line.split()) > 1] == []


@pytest.mark.parametrize(
    ("name", "row", "says"),
    [
        ("lacking-effect", 99, "there is no row 99"),
        ("lacking-effect", 0, "numbered from 1"),
        ("lacking-effect", {"findingC": "x"}, "no column 'findingC'; did you mean finding"),
        ("lacking-effect", {"endpoint": "nowhere"}, "no rows have endpoint=nowhere"),
        ("null-result", None, "name one by its number"),
        ("leave-out/unverified", 1, "gives triples and no rows"),
    ],
)
def test_a_row_that_is_not_there_is_told(frozen_graph: Graph, name: str, row, says: str) -> None:
    with pytest.raises(UsageError, match=re.escape(says)):
        explain(frozen_graph, name, row)
