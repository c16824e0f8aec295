"""What is exported: the whole graph, some of its named graphs, or the records that bear on a compound or stand in an answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from raad.asking.answer import answer
from raad.asking.find import resolve
from raad.asking.inquiry import Answer, ask
from raad.errors import UnknownName, UsageError
from raad.export.example import question_quads
from raad.graph.cache import Graph
from raad.graph.query import Iri
from raad.names import BASE, DATA_GRAPH, INFERRED_GRAPH, ONTOLOGY_GRAPH, QUESTION_GRAPH
from raad.near import near

GRAPHS = {"ontology": ONTOLOGY_GRAPH, "data": DATA_GRAPH, "inferred": INFERRED_GRAPH, "questions": QUESTION_GRAPH}
WHOLE = ("ontology", "data", "inferred")
RECORDS = ("data", "inferred")


@dataclass(frozen=True)
class Selection:
    """What is exported: the loaded graph, the chosen quads with their numbers as printed, sorted, and by what they were chosen.

    `graphs` are the names of the named graphs that the quads are of; `compound` and `answer` are None where none was asked
    for. Formats of tables write the rows of the answer; the quads are the records that these rows name, with all that they
    name in turn.
    """

    graph: Graph
    quads: tuple[ox.Quad, ...]
    graphs: tuple[str, ...]
    compound: Iri | None = None
    answer: Answer | None = None

    @property
    def version(self) -> str:
        """Return the release of the graph, with its scope."""
        return self.graph.version


def select(
    graph: Graph,
    graphs: Iterable[str] = (),
    compound: str | None = None,
    question: str | None = None,
    values: dict[str, str] | None = None,
) -> Selection:
    """Return what is asked for: the graph as it is built unless `graphs` names parts; of a compound or a question the records.

    The graph of the stored questions is given where it is named.

    The records of a question are those that its rows and its parameters name; an answer without rows selects nothing.
    A compound is given by id, label, synonym or code; a question by its name, with values for its parameters. UnknownName
    gives near names of what there is not; UsageError says which of these do not go together.
    """
    if compound is not None and question is not None:
        raise UsageError("a selection is of a compound or of a question; a question takes the compound as a parameter, -p A=NAME")
    if values and question is None:
        raise UsageError("values are for the parameters of a question; name it with --question")
    graphs = tuple(graphs)
    if "questions" in graphs and (compound or question):
        raise UsageError("the graph of questions holds no records; leave it out, or leave out the compound or question")
    chosen = _graphs(graphs, RECORDS if compound or question else WHOLE)
    found = resolve(graph, compound, "compound") if compound is not None else None
    asked = ask(graph, question, **(values or {})) if question is not None else None
    records = None
    if found:
        records = {row[0] for row in answer(graph, "export/compound", A=found).rows}
    elif asked:
        named = (cell for row in (*asked.rows, tuple(map(Iri, asked.parameters.values()))) for cell in _iris(row))
        records = set(filter(None, map(_record, named))) if asked.rows else set()
    quads = graph.printed()
    if records is not None:
        quads = _of_records(graph, quads, records)
    quads = [*quads, *question_quads()] if "questions" in chosen else quads
    wanted = {GRAPHS[name] for name in chosen}
    return Selection(graph, tuple(quad for quad in quads if quad.graph_name in wanted), chosen, found, asked)


def _graphs(given: tuple[str, ...], default: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of the chosen graphs in the order of GRAPHS; UnknownName gives near ones."""
    for name in given:
        if name not in GRAPHS:
            raise UnknownName("graph", name, near(name, GRAPHS), f"; one of: {', '.join(GRAPHS)}")
    return tuple(name for name in GRAPHS if name in (given or default))


def _of_records(graph: Graph, quads: list[ox.Quad], records: Iterable[str]) -> list[ox.Quad]:
    """Return the quads of the ontology, and those of the records and of all that they name, links to others left out."""
    loose, home = ({ox.NamedNode(row[0]) for row in answer(graph, f"export/{name}-link").rows} for name in ("loose", "home"))
    named, homes = defaultdict(set), {}
    for quad in quads:
        if quad.graph_name == DATA_GRAPH and (other := _named(quad)):
            if quad.predicate not in loose:
                named[_record(quad.subject.value)].add(other)
            if quad.predicate in home:
                homes[other] = _record(quad.subject.value)
    kept, front = set(), list(records)
    while front:
        record = front.pop()
        if record not in kept:
            kept.add(record)
            front += [*named[record], *([homes[record]] if record in homes else ())]
    return [quad for quad in quads if quad.graph_name == ONTOLOGY_GRAPH or _is_kept(quad, kept)]


def _is_kept(quad: ox.Quad, kept: set[str]) -> bool:
    return _record(quad.subject.value) in kept and (_named(quad) or _record(quad.subject.value)) in kept


def _named(quad: ox.Quad) -> str:
    """Return the record that the object of a quad is or is a part of, or nothing."""
    return _record(quad.object.value) if isinstance(quad.object, ox.NamedNode) else ""


def _record(iri: str) -> str:
    """Return the IRI of the record that an IRI of RAAD is of or is a part of, or nothing."""
    kind, slash, local = iri.removeprefix(BASE).partition("/")
    return f"{BASE}{kind}/{local.partition('/')[0]}" if slash and iri.startswith(BASE) else ""


def _iris(row: tuple) -> Iterable[str]:
    """Give the IRIs of a row, those in lists too."""
    for cell in row:
        if isinstance(cell, tuple):
            yield from _iris(cell)
        elif isinstance(cell, Iri):
            yield cell
