"""Why a row stands in an answer: the minimal sub-graph behind it, what that follows from, and where it was read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

import pyoxigraph as ox

from raad.asking.answer import answer
from raad.asking.find import short
from raad.asking.inquiry import resolve_values
from raad.comparison.reference import short_references
from raad.errors import UsageError
from raad.explanation.location import find_records, line_of
from raad.explanation.text import explanation_text
from raad.explanation.value import Explanation, Inference, Origin, Statement
from raad.graph.cache import Graph
from raad.graph.query import Iri, Table, Value, run, value_of
from raad.graph.question import Question, bind, in_words, question, questions, tidy
from raad.graph.scope import ROLL_UP
from raad.graph.subgraph import minimal, named
from raad.layout import Page
from raad.names import BASE, DATA_GRAPH, INFERRED_GRAPH, RDF_TYPE
from raad.near import fold, near

LISTED = 20
_ABSENCE = re.compile(r"\bNOT\s+EXISTS\b|\bMINUS\b")
_GATHERED = re.compile(r"\b(?:COUNT|MIN|MAX|SUM|AVG|GROUP_CONCAT)\s*\(")
_TEMPLATE = re.compile(r"^CONSTRUCT \S \S+ (\S+) (\S+) ", re.MULTILINE)


def explain(graph: Graph, name: str, row: int | dict[str, str] | None = None, **values: str) -> Explanation:
    """Return why a row stands in the answer of a stored question: its minimal sub-graph, with rules and sources.

    `row` is its number in the order of the answer, from 1, or values by column that only it has; it may be left out where
    there is one row. `values` are the parameters, named as in `ask`. UsageError says what rows there are where none or
    several are meant, UnknownName gives near names.
    """
    asked = question(name)
    resolved = resolve_values(graph, asked, values)
    text = bind(asked, resolved)
    table = _table(graph, asked, text, resolved)
    number = _number(asked, table, row)
    cells, parameters = table.rows[number - 1], {p.name: resolved.get(p.name, p.default) for p in asked.parameters}
    starts = _records(cells) or [ox.NamedNode(p) for p in parameters.values() if p.startswith(BASE)]
    quads = minimal(graph.store, starts, text, lambda part: cells in tidy(asked, run(part, text)).rows)
    if quads is None:
        raise UsageError(f"row {number} of {asked.name} does not come again from the graph; ask the question again")
    statements = tuple(sorted(map(_statement, quads)))
    inferences = tuple(_inferences(graph, [quad for quad in quads if quad.graph_name == INFERRED_GRAPH]))
    record = dict(zip(table.columns, cells, strict=True))
    said = [*statements, *(premise for inference in inferences for premise in inference.premises)]
    made = Explanation(
        asked.name, in_words(asked, parameters), parameters, number, record, statements, inferences, _sources(graph, statements),
        _absent(asked, record), _names(graph, said, record), _places(graph, statements), graph.version,
    )  # fmt: skip
    return replace(made, text=explanation_text(made, Page()))


def _table(graph: Graph, asked: Question, text: str, values: dict[str, str]) -> Table:
    """Return the answer; UsageError says why there is no row to explain."""
    if not re.search(r"^SELECT\b", text, re.MULTILINE):
        raise UsageError(f"{asked.name} gives triples and no rows; `raad questions` lists the questions with rows")
    table = answer(graph, asked.name, **values)
    if not table.rows:
        raise UsageError(f"{asked.name} has no rows here, so there is none to explain: {asked.header.get('empty', 'none')}")
    return table


def _number(asked: Question, table: Table, row: int | dict[str, str] | None) -> int:
    """Return the number of the row that is meant."""
    count = len(table.rows)
    if isinstance(row, int):
        if not 1 <= row <= count:
            raise UsageError(f"{asked.name} has {count} row{'s' * (count != 1)} here, numbered from 1; there is no row {row}")
        return row
    for column in row or ():
        if column not in table.columns:
            guess = f"; did you mean {' or '.join(near(column, table.columns))}?" if near(column, table.columns) else ""
            raise UsageError(f"{asked.name} has no column {column!r}{guess}\nIts columns are: {', '.join(table.columns)}")
    wanted = {table.columns.index(column): value for column, value in (row or {}).items()}
    found = [n for n, cells in enumerate(table.rows, 1) if all(_is(cells[place], value) for place, value in wanted.items())]
    if len(found) == 1:
        return found[0]
    listed = "\n".join(f"  {n}: {_brief(table.rows[n - 1])}" for n in (found or range(1, count + 1))[:LISTED])
    said = " and ".join(f"{column}={value}" for column, value in (row or {}).items())
    problem = f"{len(found) or 'no'} rows have {said}" if said else f"{asked.name} has {count} rows here"
    more = f"\n  ... and {len(found or table.rows) - LISTED} more" if len(found or table.rows) > LISTED else ""
    raise UsageError(
        f"{problem}; name one by its number, --row N, or by more of its cells, --where COLUMN=VALUE:\n{listed}{more}"
    )


def _is(cell: Value, value: str) -> bool:
    """Return whether a cell, or one of its several values, is meant by a text."""
    if isinstance(cell, tuple):
        return any(_is(part, value) for part in cell)
    said = "" if cell is None else str(cell).lower() if isinstance(cell, bool) else str(cell)
    shown = {said, short(said), said.rpartition("/")[2]} if isinstance(cell, Iri) else {said}
    return fold(value) in set(map(fold, shown))


def _brief(cells: tuple[Value, ...]) -> str:
    """Return the first cells of a row that say something, cut where they are long."""
    texts = ["; ".join(map(str, cell)) if isinstance(cell, tuple) else cell for cell in cells if cell not in (None, ())]
    parts = [short(text) if isinstance(text, Iri) else str(text) for text in texts if not isinstance(text, bool)]
    return ", ".join(part if len(part) < 60 else part[:57] + "..." for part in parts[:6])


def _records(cells: tuple[Value, ...]) -> list[ox.NamedNode]:
    parts = [part for cell in cells for part in (cell if isinstance(cell, tuple) else (cell,))]
    return [ox.NamedNode(part) for part in dict.fromkeys(parts) if isinstance(part, Iri) and part.startswith(BASE)]


def _statement(quad: ox.Quad) -> Statement:
    inferred = quad.graph_name == INFERRED_GRAPH
    ends = (value_of(quad.subject), value_of(quad.predicate), value_of(quad.object))
    value = ends[2] if isinstance(ends[2], Iri) else quad.object.value
    return Statement(ends[0], ends[1], value, Iri(quad.graph_name.value), f"{quad.triple} .", inferred)


def _inferences(graph: Graph, quads: list[ox.Quad]) -> Iterable[Inference]:
    """Give for each inferred triple the first rule that gives it and what it follows from by that rule, one level deep."""
    rules, given = questions(("infer", ROLL_UP)), {}
    for triple in sorted((quad.triple for quad in quads), key=str):
        for rule in rules:
            if not _may_give(rule.text, triple):
                continue
            if rule.name not in given:
                given[rule.name] = set(run(graph.store, rule.text))
            found = triple in given[rule.name] and _premises(graph, rule.text, triple)
            if found:
                statement = _statement(ox.Quad(*triple, INFERRED_GRAPH))
                yield Inference(statement, rule.name, rule.header["rule"], tuple(sorted(map(_statement, found))))
                break


def _may_give(rule: str, triple: ox.Triple) -> bool:
    """Return whether the template of a rule can make such a triple."""
    predicate, value = _TEMPLATE.search(rule).groups()
    prefixes = "\n".join(line for line in rule.splitlines() if line.startswith("PREFIX"))
    possible = named(f"{prefixes}\n {predicate} {value} ") | ({RDF_TYPE} if predicate == "a" else set())
    return (predicate[0] == "?" or triple.predicate in possible) and (value[0] == "?" or triple.object in possible)


def _premises(graph: Graph, rule: str, triple: ox.Triple) -> list[ox.Quad] | None:
    starts = [end for end in triple if isinstance(end, ox.NamedNode)]
    return minimal(graph.store, starts, rule, lambda part: triple in run(part, rule), triple)


def _sources(graph: Graph, statements: Iterable[Statement]) -> tuple[Origin, ...]:
    """Return the findings of the statements with their publications, then publications without one of them."""
    said = {end for s in statements for end in (s.subject, s.value) if isinstance(end, Iri)}
    references = short_references(graph)
    rows = [row for row in answer(graph, "find/origin").rows if row[0] in said]
    found = [Origin(finding, publication, references[publication], *more) for finding, publication, *more in rows]
    others = sorted(said & set(references) - {origin.publication for origin in found})
    return tuple(sorted(found, key=lambda o: (o.publication, o.record))) + tuple(Origin(o, o, references[o]) for o in others)


def _absent(asked: Question, row: dict[str, Value]) -> tuple[str, ...]:
    """Return in words what the row rests on that is not in the graph."""
    said = [asked.header.get("absent", "what the question rules out")] if _ABSENCE.search(asked.text) else []
    empty = [column for column, cell in row.items() if cell in (None, ())]
    said += [f"a value for {', '.join(empty)}"] if empty else []
    gathered = asked.lists or _GATHERED.search(asked.text)
    return tuple(said + (["anything more that the question would count or list in this row"] if gathered else []))


def _names(graph: Graph, statements: list[Statement], row: dict[str, Value]) -> dict[Iri, str]:
    """Return the labels of all terms that are mentioned, and of publications their short references."""
    cells = [part for cell in row.values() for part in (cell if isinstance(cell, tuple) else (cell,))]
    terms = {end for s in statements for end in (s.subject, s.property, s.value, s.graph)} | set(cells)
    labels = dict(answer(graph, "find/label").rows) | short_references(graph)
    return {term: labels.get(term) or _plain(term) for term in sorted(filter(lambda t: isinstance(t, Iri), terms))}


def _plain(term: Iri) -> str:
    """Return a term without a label in words: kind:id of a record, else its last name split into words."""
    if term.startswith(BASE) and "/" in term.removeprefix(BASE):
        return short(term)
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", re.split(r"[/#]", term)[-1]).lower()


def _places(graph: Graph, statements: Iterable[Statement]) -> dict[Iri, str]:
    """Return the curated file and line of the records of the statements, of a few files at most."""
    subjects = sorted({s.subject for s in statements if s.graph == DATA_GRAPH.value})
    found = find_records(subjects, graph.scope)
    return {subject: line for subject in subjects if (line := line_of(found, subject))}
