"""From plain fields to terms of the field: the CONSTRUCT queries of sparql/lift/, each naming the files it is for.

The header of a map names the columns (`columns`), top keys (`keys`) or root element (`root`) that a file must have. Of the
maps that fit, that with the longest list is taken. `whole: yes` reads a table at once, where rows need one another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice

import pyoxigraph as ox

from raad.graph.query import run
from raad.graph.question import Question, question, questions
from raad.link.facade import Facade, words
from raad.link.intake import Faulty, Intake
from raad.link.obo import Obo
from raad.link.recognition import Form
from raad.link.tree import read_json, read_table, read_xml, read_yaml
from raad.near import near

TOGETHER = 2000
_TREE = {"yaml": read_yaml, "json": read_json, "xml": read_xml}


def maps() -> list[Question]:
    """Return the maps, sorted by name."""
    return questions(("lift",))


def lift(intake: Intake, form: Form, name: str, graph: str, prefixes: dict[str, str]) -> tuple[str, Iterator[ox.Triple]]:
    """Return what a table, YAML, JSON or XML file is, and its triples; Faulty names the columns or keys that no map knows."""
    if form.kind == "table":
        said, columns, rows = read_table(intake)
        found = _fitting(intake, "columns", columns)
        facade = Facade(graph, found.header, {**prefixes, **_declared(said.get("curie_map"))})
        return found.title, _lift_rows(facade, found, list(facade.document(name, said)), rows)
    if form.kind == "obo":
        found = question("lift/obo")
        file = Obo(intake, prefixes)
        facade = Facade(graph, found.header, prefixes)
        return found.title, _lift_rows(facade, found, list(facade.document(name, file.header)), file.frames())
    made = _TREE[form.kind](intake)
    found = _fitting(intake, "root", form.root[1:]) if form.kind == "xml" else _fitting(intake, "keys", made)
    return found.title, lift_tree(found, name, graph, {**prefixes, **_declared(made.get("prefixes"))}, made)


def lift_tree(asked: Question, name: str, graph: str, prefixes: dict[str, str], made: dict) -> Iterator[ox.Triple]:
    """Give the triples that a map makes of one mapping with all below it."""
    facade = Facade(graph, asked.header, prefixes)
    yield from _construct(asked, facade.document(name, made))


def _declared(said: object) -> dict[str, str]:
    """Return the prefixes that a file declares for itself."""
    return {name: namespace for name, namespace in said.items() if isinstance(namespace, str)} if isinstance(said, dict) else {}


def _lift_rows(facade: Facade, found: Question, before: list[ox.Quad], rows: Iterable[dict]) -> Iterator[ox.Triple]:
    rows = iter(rows)
    while together := list(rows if "whole" in found.header else islice(rows, TOGETHER)):
        yield from _construct(found, chain(before, *map(facade.row, together)))


def _construct(asked: Question, quads: Iterable[ox.Quad]) -> Iterator[ox.Triple]:
    store = ox.Store()
    store.bulk_extend(quads)
    yield from run(store, asked.text)


def _fitting(intake: Intake, kind: str, names: Iterable[str]) -> Question:
    """Return the map with the longest list of names that the file has all of."""
    names = list(names)
    known = [asked for asked in maps() if kind in asked.header]
    fitting = [asked for asked in known if words(asked.header[kind]) <= set(names)]
    if fitting:
        return max(fitting, key=lambda asked: (len(words(asked.header[kind])), asked.name))
    wanted = {word for asked in known for word in words(asked.header[kind])}
    close = {name: found for name in names if name not in wanted and (found := near(name, wanted, 1))}
    guess = "".join(f"; {name!r} may be meant as {found[0]!r}" for name, found in list(close.items())[:3])
    raise Faulty(
        intake.path, f"no map reads {kind} {', '.join(map(repr, names[:6]))}{guess}; `raad link --formats` lists what is read", 1
    )
