"""Curated files as JSON-LD records, each with the place it came from.

One generic step stands between YAML and RDF, and it knows no class and no key: a nested mapping
gets the class of its key, an identifier (its own, or parent/key/n) and its position in the list;
a decimal gets its printed text beside it. All else is said by the context.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from raad.curated.context import Context, Term, class_name, room_name
from raad.curated.source import Mapping, Node, Sequence, Text, read
from raad.errors import DataError, Problem
from raad.names import XSD
from raad.near import near

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_CONTROL = re.compile(r"[\x00-\x1f\u202a-\u202e]")  # controls, and marks that turn the direction of text
POSITION = "position"
_PLACEHOLDER = re.compile("<[^<>]*>")
_DECIMAL = XSD + "decimal"


@dataclass(slots=True)
class Place:
    """Where a record stands: file, class, its name for people, and its mapping node."""

    file: str
    noun: str
    name: str
    node: Mapping


@dataclass
class Collection:
    """What a set of curated files holds: JSON-LD documents, the place of every record, and the problems met."""

    context: Context
    documents: list[dict] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    def check(self) -> Collection:
        """Return the collection itself; DataError lists all problems if there are any."""
        if self.problems:
            raise DataError(self.problems)
        return self


def collect(
    paths: Iterable[tuple[str, str]], context: Context, over: Collection | None = None, noun: str | None = None
) -> Collection:
    """Return the records of curated files, given as pairs of path and display name, with those of `over`.

    A file that holds a mapping takes its class from its folder, a file that holds a list from its own name; `noun` says
    the kind of records where neither does.
    A record that `over` holds already takes the place of the one in the files. Problems are gathered in the
    collection, never raised one by one.
    """
    collection = over or Collection(context)
    replaced = frozenset(document["@id"] for document in collection.documents)
    for path, name in paths:
        collection.files.append(name)
        try:
            node = read(path, name)
        except DataError as error:
            collection.problems += error.problems
            continue
        _Reader(collection, name, replaced).file(node, path, noun)
    return collection


class _Reader:
    """Turns the node tree of one file into JSON-LD, noting places and problems."""

    def __init__(self, collection: Collection, name: str, replaced: frozenset[str]) -> None:
        self.collection, self.context, self.name, self.replaced = collection, collection.context, name, replaced

    def file(self, node: Node, path: str, noun: str | None) -> None:
        stem = os.path.splitext(os.path.basename(path))[0]
        noun = noun or (stem if isinstance(node, Sequence) else os.path.basename(os.path.dirname(path)))
        if class_name(noun) not in self.context.keys:
            kinds = sorted(room_name(_snake(name)) for name in self.context.keys)
            where = "the folder of a record, or the name of a list file, names its kind"
            self._problem(node, "", f"no kind of record is called {noun!r}{_guess(noun, kinds)}; {where}")
            return
        items = node.items if isinstance(node, Sequence) else [node]
        for item in items:
            if not isinstance(item, Mapping):
                self._problem(item, "", f"a {noun} record must be a mapping of keys")
                continue
            _, identifier = item.entries.get("id", (None, None))
            if isinstance(identifier, Text) and f"{room_name(noun)}/{identifier.text}" in self.replaced:
                continue
            document = self.record(item, noun, parent="", key=noun, number=0)
            if document is None:
                continue
            if isinstance(node, Mapping) and document["@id"] != f"{room_name(noun)}/{stem}":
                found = item.entries["id"][1]
                self._problem(found, found.text, f"the id differs from the file name {stem!r}; make them equal")
            self.collection.documents.append(document)

    def record(self, node: Mapping, noun: str, parent: str, key: str, number: int) -> dict | None:
        """Return the JSON-LD of one mapping and of all that is nested in it."""
        identity = self._identity(node, noun, parent, key, number)
        if identity is None:
            return None
        iri = self.context.base + identity
        name = f"{noun.replace('_', ' ')} {identity.removeprefix(room_name(noun) + '/')}"
        if iri in self.collection.places:
            first = self.collection.places[iri]
            self._problem(node, name, f"this id stands already at {first.file}:{first.node.line}; choose another")
            return None
        self.collection.places[iri] = Place(self.name, class_name(noun), name, node)
        document = {"@id": identity, "@type": [class_name(noun), *self._types(node, name)]}
        if number:
            document[POSITION] = str(number)
        terms = self.context.keys[class_name(noun)]
        for word, (key_node, value) in node.entries.items():
            if word in ("id", "type"):
                continue
            term = terms.get(word)
            if term is None:
                self._problem(key_node, name, f"unknown key `{word}`{_guess(word, [*terms, 'id', 'type'])}")
            else:
                self._entry(document, term, terms, value, name, identity)
        return document

    def _identity(self, node: Mapping, noun: str, parent: str, key: str, number: int) -> str | None:
        if "id" not in node.entries:
            if parent:
                return f"{parent}/{room_name(key)}/{number}"
            self._problem(node, noun, "the record has no id; add `id:` with lower-case words joined by hyphens")
            return None
        value = node.entries["id"][1]
        if not isinstance(value, Text) or not SLUG.fullmatch(value.text):
            self._problem(value, noun, "an id is written in lower-case letters and digits joined by single hyphens")
            return None
        return f"{room_name(noun)}/{value.text}"

    def _types(self, node: Mapping, name: str) -> Iterator[str]:
        for item in _items(node.entries["type"][1]) if "type" in node.entries else ():
            if isinstance(item, Text) and item.text in self.context.classes:
                yield item.text
            else:
                word = item.text if isinstance(item, Text) else ""
                self._problem(item, name, f"no class is called `{word}`{_guess(word, self.context.classes)}")

    def _entry(self, document: dict, term: Term, terms: dict[str, Term], value: Node, name: str, identity: str) -> None:
        made = []
        for number, item in enumerate(_items(value), 1):
            if term.form == "nested":
                made.append(self._nested(term, item, name, identity, number))
            else:
                made.append(self._scalar(term, terms, item, name))
        made = [entry for entry in made if entry is not None]
        document[term.key] = made
        text = f"{term.key}_text"
        if term.datatype == _DECIMAL and text in terms and text not in document and len(made) == 1:
            document[text] = made[0]

    def _nested(self, term: Term, item: Node, name: str, identity: str, number: int) -> dict | None:
        if not isinstance(item, Mapping):
            self._problem(item, name, f"`{term.key}` holds mappings of keys, not plain values")
            return None
        return self.record(item, term.key, identity, term.key, number)

    def _scalar(self, term: Term, terms: dict[str, Term], item: Node, name: str) -> str | None:
        if not isinstance(item, Text):
            self._problem(item, name, f"`{term.key}` holds plain values, not mappings")
            return None
        if not item.quoted and item.text in ("", "null", "~"):
            self._problem(item, name, f"`{term.key}` has no value; fill it in or leave the key out")
            return None
        if not item.quoted and _PLACEHOLDER.fullmatch(item.text):
            self._problem(item, name, f"`{term.key}` still has the placeholder {item.text}; fill it in or leave the key out")
            return None
        message = _refusal(term, terms, item.text)
        if message:
            self._problem(item, name, message)
            return None
        return item.text

    def _problem(self, node: Node, record: str, message: str) -> None:
        self.collection.problems.append(Problem(self.name, node.line, node.column, record, message))


def _refusal(term: Term, terms: dict[str, Term], word: str) -> str:
    """Return why a value cannot stand under its key, or nothing."""
    if term.form == "choice" and word not in term.options:
        return f"`{term.key}` has no value `{word}`{_guess(word, term.options)}; one of: {', '.join(term.options)}"
    if term.form == "field" and word not in terms:
        return f"`{term.key}` names `{word}`, which is no key of this record{_guess(word, terms)}"
    if term.form == "reference" and term.prefixes and word.partition(":")[0] not in term.prefixes:
        kinds = " or ".join(f"{prefix}:id" for prefix in term.prefixes)
        return f"`{term.key}` has `{word}`; write the kind before the id: {kinds}"
    if term.form == "reference" and not SLUG.fullmatch(word.rpartition(":")[2] if term.prefixes else word):
        return f"`{term.key}` has `{word}`, which is not an id; an id has lower-case letters and digits joined by hyphens"
    if _CONTROL.search(word):
        return f"`{term.key}` holds a control character; remove it"
    return ""


def _items(node: Node) -> list:
    return node.items if isinstance(node, Sequence) else [node]


def _guess(word: str, known: Iterable[str]) -> str:
    found = near(word, known)
    return f"; did you mean `{found[0]}`?" if found else ""


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
