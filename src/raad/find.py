"""From a name that somebody types to the record it means."""

from __future__ import annotations

import re

from raad.answer import answer
from raad.cache import Graph
from raad.context import Context, class_name, room_name
from raad.errors import UnknownName
from raad.names import BASE
from raad.near import fold, near
from raad.query import Iri


def resolve(graph: Graph, name: str, noun: str) -> Iri:
    """Return the IRI of the record of a kind that has the name: id, CURIE, IRI, label, synonym or code.

    Case, accents and hyphens are folded. UnknownName lists near names, or the candidates of an ambiguous one.
    """
    context = Context.load()
    base = f"{context.base}{room_name(noun)}/"
    table = answer(graph, "find/name", C=context.classes[class_name(noun)])
    names = {(record, text) for record, text in table.rows if record.startswith(base)}
    local = name.removeprefix(base).removeprefix(f"{room_name(noun)}:")
    records = {record for record, _ in names}
    if Iri(base + local) in records:
        return Iri(base + local)
    wanted = fold(name)
    found = sorted(
        {record for record, text in names if (text and fold(text) == wanted) or fold(record.removeprefix(base)) == wanted}
    )
    if len(found) == 1:
        return Iri(found[0])
    if found:
        raise UnknownName(noun, name, [short(record) for record in found], "; the name is ambiguous, use one of these")
    known = [text for _, text in names if text] + [record.removeprefix(base) for record in records]
    raise UnknownName(noun, name, near(name, known), f"; `raad list {noun}` lists all")


def resolve_record(graph: Graph, name: str) -> Iri:
    """Return the IRI of a record of any kind that has the name, or of an ontology term such as raad:Finding."""
    context = Context.load()
    if name.startswith(context.base):
        return Iri(name)
    prefix, _, local = name.partition(":")
    nouns = kinds()
    if prefix == "raad" and local:
        return Iri(context.base + local)
    if prefix in nouns and "/" in local:
        return Iri(f"{context.base}{prefix}/{local}")
    if prefix in nouns and local:
        return resolve(graph, local, prefix)
    found = []
    for noun in nouns:
        try:
            found.append(resolve(graph, name, noun))
        except UnknownName:
            continue
    if len(found) == 1:
        return found[0]
    if found:
        raise UnknownName("record", name, [short(record) for record in found], "; the name is ambiguous, use one of these")
    known = [text for noun in nouns for _, text in answer(graph, "find/name", C=context.classes[class_name(noun)]).rows if text]
    raise UnknownName("record", name, near(name, known), "; `raad search` looks into all texts")


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


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
