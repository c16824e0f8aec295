"""Stored questions: one .rq file each, read with its header, bound to parameters, asked.

A parameter that is a record is a PREFIX line whose whole IRI is the record; a literal parameter is
one BIND line. Binding replaces that line by a checked IRI or an escaped literal, nothing else. A federated
question names one SERVICE, whose IRI can be replaced, and holds one line `VALUES ?name { UNDEF }` for what is sent.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from functools import cache

import pyoxigraph as ox

from raad.errors import UnknownName, UsageError
from raad.graph.query import Iri, Table
from raad.names import BASE
from raad.near import near
from raad.rooms import files, room

SEPARATOR = " | "
KINDS = ("compare", "describe", "evidence")
FEDERATED = "federated"
LISTED = (*KINDS, FEDERATED)
_RECORD = re.compile(r"^PREFIX (\w+): <([^>]*[^/#>])>$", re.MULTILINE)
_LITERAL = re.compile(r'^( *)BIND\("((?:[^"\\]|\\.)*)" AS \?(\w+)\)$', re.MULTILINE)
_SERVICE = re.compile(r"^( *SERVICE )<[^>]*>", re.MULTILINE)
_SENT = re.compile(r"^( *VALUES \?(\w+) )\{ UNDEF \}$", re.MULTILINE)
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]+")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a question: its name, the kind of record it takes (or `text`), its meaning, its default."""

    name: str
    kind: str
    meaning: str
    default: str


@dataclass(frozen=True)
class Question:
    """A stored question: its name (folder/file), its header, its text."""

    name: str
    text: str
    header: dict[str, str] = field(repr=False)
    parameters: tuple[Parameter, ...] = ()

    @property
    def title(self) -> str:
        """Return the title of the question."""
        return self.header.get("title", self.name)

    @property
    def lists(self) -> frozenset[str]:
        """Return the columns that hold several values."""
        return frozenset(self.header.get("list", "").split())

    @property
    def shows(self) -> dict[str, set[str]]:
        """Return the properties that each column shows, for marking unverified fields."""
        shown: dict[str, set[str]] = {}
        for pair in self.header.get("shows", "").split():
            column, _, name = pair.partition("=")
            shown.setdefault(column, set()).add(name)
        return shown


def questions(kinds: tuple[str, ...] = KINDS) -> list[Question]:
    """Return the stored questions of the given folders of sparql/, sorted by name."""
    paths = [path for path in files("sparql", ".rq") if os.path.basename(os.path.dirname(path)) in kinds]
    return [_read(path) for path in paths]


@cache
def question(name: str) -> Question:
    """Return the stored question of that name, with or without its folder; UnknownName gives near ones.

    UsageError where it would ask a service on the network, which only `federated` hands out.
    """
    if name.startswith(f"{FEDERATED}/"):
        raise UsageError(f"{name} asks a service on the network, which only `raad query {name}` does")
    whole = os.path.join(room("sparql"), *name.split("/")) + ".rq"
    if re.fullmatch(r"[a-z-]+/[a-z0-9-]+", name) and os.path.isfile(whole):
        return _read(whole)
    known = [
        path for path in files("sparql", ".rq") if _name(path).partition("/")[0] in (*KINDS, "check", "find", "leave-out", "link")
    ]
    for path in known:
        if name in (_name(path), _name(path).partition("/")[2]):
            return _read(path)
    names = [_name(path).partition("/")[2] for path in known if _name(path).partition("/")[0] in KINDS]
    raise UnknownName("question", name, near(name, names), "; `raad questions` lists all")


def federated(name: str) -> Question | None:
    """Return the question of that name that asks a service on the network, with or without its folder; None for others.

    UnknownName gives near ones where the folder is named.
    """
    known = {asked.name: asked for asked in questions((FEDERATED,))}
    folder, _, short = name.rpartition("/")
    if folder == FEDERATED and name not in known:
        raise UnknownName("question", name, near(name, list(known)), "; `raad questions` lists all")
    return known.get(name if folder else f"{FEDERATED}/{short}")


def sent(asked: Question) -> str:
    """Return the name of the variable whose values a federated question sends to its service."""
    return _SENT.search(asked.text)[2]


def bind_service(asked: Question, address: str, terms: list[ox.NamedNode | ox.Literal]) -> str:
    """Return the text of a federated question with the address of its service and what is sent there in their places.

    UsageError where the address is no IRI of http or https.
    """
    if not re.match(r"https?://[^/]", address) or not _IRI.fullmatch(address):
        raise UsageError(f"a service is asked at an address of http or https, not {address!r}")
    text = _SERVICE.sub(lambda found: f"{found[1]}<{address}>", asked.text)
    return _SENT.sub(lambda found: f"{found[1]}{{ {' '.join(map(str, terms))} }}", text)


def bind(asked: Question, values: dict[str, str]) -> str:
    """Return the text of the question with each given parameter put in place of its default.

    Record parameters take whole IRIs, text parameters any text. UsageError names an unknown
    parameter or an IRI that is none.
    """
    parameters = {parameter.name: parameter for parameter in asked.parameters}
    text = asked.text
    for name, value in values.items():
        if name not in parameters:
            known = ", ".join(parameters) or "none"
            raise UsageError(f"{asked.name} has no parameter {name!r}; it takes: {known}")
        text = _put(text, parameters[name], value)
    return text


def tidy(asked: Question, table: Table) -> Table:
    """Return the answer with list columns as sorted tuples and empty texts as None."""
    lists = [column in asked.lists for column in table.columns]
    rows = tuple(
        tuple(_split(cell) if several else (cell if cell != "" else None) for cell, several in zip(row, lists, strict=True))
        for row in table.rows
    )
    return Table(table.columns, rows)


def in_words(asked: Question, values: dict[str, str]) -> str:
    """Return the question with the given values of its parameters in their places."""
    words = asked.header.get("question", asked.title)
    for name, value in values.items():
        said = value.rpartition("/")[2] if value.startswith(BASE) else f"'{value}'"
        words = words.replace(f"{{{name}}}", said)
    return words


def unverified_columns(asked: Question, record: dict[str, object]) -> list[str]:
    """Return the columns of a row, given by column name, whose value was not seen on a page."""
    fields = set(record.get("unverified") or ())
    return [column for column in record if asked.shows.get(column, set()) & fields and record[column] not in (None, ())]


def _read(path: str) -> Question:
    with open(path, encoding="utf-8") as stream:
        text = stream.read()
    header: dict[str, str] = {}
    described: list[list[str]] = []
    for line in text.splitlines():
        if not line.startswith("#+ "):
            break
        key, _, value = line[3:].partition(": ")
        if key == "parameter":
            described.append(value.split(" ", 2))
        else:
            header[key] = value
    return Question(_name(path), text, header, tuple(_parameters(text, described)))


def _parameters(text: str, described: list[list[str]]):
    defaults = dict(_RECORD.findall(text))
    defaults |= {name: value for _, value, name in _LITERAL.findall(text)}
    for name, kind, meaning in described:
        yield Parameter(name, kind, meaning, defaults[name])


def _name(path: str) -> str:
    folder, file = os.path.split(path)
    return f"{os.path.basename(folder)}/{file.removesuffix('.rq')}"


def _put(text: str, parameter: Parameter, value: str) -> str:
    if parameter.kind == "text":
        literal = str(ox.Literal(value))
        return _LITERAL.sub(lambda m: f"{m[1]}BIND({literal} AS ?{m[3]})" if m[3] == parameter.name else m[0], text)
    if not _IRI.fullmatch(value):
        raise UsageError(f"parameter {parameter.name} takes the IRI of a {parameter.kind}, not {value!r}")
    return _RECORD.sub(lambda m: f"PREFIX {m[1]}: <{value}>" if m[1] == parameter.name else m[0], text)


def _split(cell) -> tuple:
    parts = sorted(set(filter(None, str(cell or "").split(SEPARATOR))))
    return tuple(Iri(part) if _IRI.fullmatch(part) else part for part in parts)
