"""From a name that somebody types to the record it means."""

from __future__ import annotations

import re
from collections.abc import Callable

from raad.asking.answer import answer
from raad.curated.context import Context, class_name, room_name
from raad.errors import AmbiguousName, RetiredName, UnknownName
from raad.graph.cache import Graph
from raad.graph.query import Iri, Table
from raad.names import BASE
from raad.near import fold, near, squeeze

_STEERING = re.compile(r"[\x00-\x1f\x7f<>\"{}|\\^`]")
"""Marks that no IRI may hold and that no name has."""


def resolve(graph: Graph, name: str, noun: str) -> Iri:
    """Return the IRI of the record of a kind that has the name: id, IRI, label, synonym, code or outside identifier.

    Case, accents and hyphens are folded, other marks only where nothing else fits. UnknownName lists near names, or the
    candidates of an ambiguous one; RetiredName what takes the place of a record that is no longer used.
    """
    context = Context.load()
    base = f"{context.base}{room_name(noun)}/"
    table = answer(graph, "find/name", C=context.classes[class_name(noun)])
    names = {(record, text) for record, text in table.rows if record.startswith(base)}
    local = name.removeprefix(base).removeprefix(f"{room_name(noun)}:")
    records = {record for record, _ in names}
    if Iri(base + local) in records:
        return _in_use(graph, Iri(base + local), name, noun)
    names |= {(record, record.removeprefix(base)) for record in records}
    found = _called(name, names, fold) or (() if _STEERING.search(name) else _called(name, names, squeeze))
    retired = {record for record, _ in answer(graph, "find/deprecated").rows}
    found = [record for record in found if record not in retired] or found
    if len(found) == 1:
        return _in_use(graph, Iri(found[0]), name, noun)
    if found:
        raise AmbiguousName(noun, name, [short(record) for record in found])
    others, close = _of_other_kinds(graph, name, noun), near(name, [text for _, text in names if text])
    said = "".join(f"; {other}" for other in others)
    raise UnknownName(noun, name, None if others and not close else close, f"{said}; `raad list {noun}` lists all")


def resolve_record(graph: Graph, name: str) -> Iri:
    """Return the IRI of a record of any kind that has the name, or of an ontology term such as raad:Finding."""
    context = Context.load()
    if name.startswith(context.base):
        return Iri(name)
    prefix, _, local = name.partition(":")
    nouns = kinds()
    if prefix == "raad" and local:
        return Iri(context.base + local)
    if prefix in nouns and re.search(r"/\d+$", local):
        return Iri(f"{context.base}{prefix}/{local}")
    if prefix in nouns and local:
        return resolve(graph, local, prefix)
    found, several = [], []
    for noun in nouns:
        try:
            found.append(resolve(graph, name, noun))
        except AmbiguousName as ambiguous:
            several += ambiguous.near
        except UnknownName:
            continue
    if len(found) == 1 and not several:
        return found[0]
    if found or several:
        raise AmbiguousName("record", name, [*map(short, found), *several])
    known = [text for noun in nouns for _, text in answer(graph, "find/name", C=context.classes[class_name(noun)]).rows if text]
    raise UnknownName("record", name, near(name, known), "; `raad search` looks into all texts")


def search(graph: Graph, text: str) -> Table:
    """Return record, field and words of every record that holds all words of the text, its authors and parts counted in."""
    words = text.split()
    rows = [answer(graph, "find/text", text=word).rows for word in words]
    whole = set.intersection(*({_whole(record) for record, _, _ in found} for found in rows))
    kept = {(_whole(record), field, said) for found in rows for record, field, said in found}
    return Table(("record", "field", "words"), tuple(sorted(row for row in kept if row[0] in whole)))


def strangers(graph: Graph, text: str) -> list[tuple[str, list[str]]]:
    """Return the names of RAAD terms in a query of which nothing in the graph is said, each with near terms."""
    terms = {short(term) for (term,) in answer(graph, "find/term").rows}
    used = dict.fromkeys(re.findall(r"\braad:[A-Za-z]\w*", text))
    return [(name, near(name, terms)) for name in used if name not in terms]


def kinds() -> list[str]:
    """Return the kinds of record that have a room of their own, as typed on the command line."""
    context = Context.load()
    parts = {room_name(_snake(key)) for terms in context.keys.values() for key, term in terms.items() if term.form == "nested"}
    named = {room_name(_snake(name)) for name in context.keys}
    return sorted(named - parts | {"finding", "step"})


def short(iri: str) -> str:
    """Return the IRI as kind:id, kind:id/part/number or raad:Term where it is one of RAAD, else unchanged."""
    if not iri.startswith(BASE):
        return iri
    kind, slash, local = iri.removeprefix(BASE).partition("/")
    return f"{kind}:{local}" if slash else f"raad:{kind}"


def _in_use(graph: Graph, record: Iri, name: str, noun: str) -> Iri:
    """Return the record; RetiredName names the one that takes its place where it is no longer used."""
    replacement = dict(answer(graph, "find/deprecated").rows).get(record)
    if replacement:
        raise RetiredName(noun, name, short(record), short(replacement))
    return record


def _of_other_kinds(graph: Graph, name: str, noun: str) -> list[str]:
    """Return which records of other kinds have the name, each with its kind."""
    found = []
    prefix, _, local = name.removeprefix(BASE).replace("/", ":", 1).partition(":")
    for other in kinds():
        wanted = local if prefix == other and local else name
        rows = answer(graph, "find/name", C=Context.load().classes[class_name(other)]).rows if other != noun else ()
        names = {(record, text) for record, text in rows} | {(record, record.rpartition("/")[2]) for record, _ in rows}
        article = "an" if other[0] in "aeiou" else "a"
        found += [f"{short(record)} is {article} {other}, not a {noun}" for record in _called(wanted, names, fold)]
    return sorted(found)


def _called(name: str, names: set[tuple[Iri, str]], folded: Callable[[str], str]) -> list[str]:
    wanted = folded(name)
    return sorted({record for record, text in names if text and folded(text) == wanted}) if wanted else []


def _whole(iri: Iri) -> Iri:
    """Return the record that a part of one belongs to."""
    return Iri("/".join(iri.split("/")[: BASE.count("/") + 2])) if iri.startswith(BASE) else iri


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
