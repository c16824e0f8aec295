"""The JSON-LD context as the law of what a curated file may say.

The context gives each class its keys (type-scoped) and each key its property, its datatype or
its fixed values; nothing of that is repeated in Python.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from functools import cache

from raad.rooms import room


@dataclass(frozen=True, slots=True)
class Term:
    """One key of one class: its property and the form of its value.

    `form` is `nested` (a mapping with a class of its own), `reference` (ids of records),
    `choice` (one of `options`), `field` (a key of the same record) or `literal`.
    """

    key: str
    iri: str
    form: str
    datatype: str = ""
    language: str = ""
    base: str = ""
    options: dict[str, str] | None = None
    prefixes: dict[str, str] | None = None


class Context:
    """The context file, with its terms expanded."""

    def __init__(self, document: dict) -> None:
        """Keep the parsed document and expand every class of it."""
        self.document = document
        self._raw = document["@context"]
        self.base: str = self._raw["@base"]
        self.classes: dict[str, str] = {}
        self.keys: dict[str, dict[str, Term]] = {}
        for name, definition in self._raw.items():
            if name[0].isupper():
                self.classes[name] = self.expand(definition if isinstance(definition, str) else definition["@id"])
        shared = {k: v for k, v in self._raw.items() if isinstance(v, dict) and k[0].islower()}
        self.shared = frozenset(shared)
        for name, definition in self._raw.items():
            if name[0].isupper() and isinstance(definition, dict):
                scope = {**shared, **definition["@context"]}
                self.keys[name] = {key: self._term(key, value) for key, value in scope.items()}

    @classmethod
    @cache
    def load(cls) -> Context:
        """Return the context that lies with the data, read once."""
        with open(os.path.join(room("data"), "context.jsonld"), encoding="utf-8") as stream:
            return cls(json.load(stream))

    def expand(self, compact: str) -> str:
        """Return the whole IRI of a compact one."""
        prefix, _, local = compact.partition(":")
        namespace = self._raw.get(prefix)
        return namespace + local if isinstance(namespace, str) and not local.startswith("//") else compact

    def order(self, name: str) -> list[str]:
        """Return the keys of a class as curated files order them: its own, those of any record, and last the parts it ends in."""
        own = [key for key in self.keys[name] if key not in self.shared]
        ends = len(own)
        while ends and self.keys[name][own[ends - 1]].form == "nested":
            ends -= 1
        return [*own[:ends], *(key for key in self.keys[name] if key in self.shared), *own[ends:]]

    def is_nested(self, key: str) -> bool:
        """Return whether a class is named after the key."""
        return isinstance(self._raw.get(class_name(key)), dict)

    def _term(self, key: str, definition: str | dict) -> Term:
        if isinstance(definition, str):
            definition = {"@id": definition}
        iri, kind, scoped = self.expand(definition["@id"]), definition.get("@type"), definition.get("@context", {})
        if kind is None and "@language" not in definition and self.is_nested(key):
            return Term(key, iri, "nested")
        if kind == "@id":
            prefixes = {name: entry["@id"] for name, entry in scoped.items() if isinstance(entry, dict)}
            return Term(key, iri, "reference", base=scoped.get("@base", self.base), prefixes=prefixes or None)
        if kind == "@vocab" and scoped:
            return Term(key, iri, "choice", options={name: self.expand(value) for name, value in scoped.items()})
        if kind == "@vocab":
            return Term(key, iri, "field")
        return Term(key, iri, "literal", self.expand(kind) if kind else "", definition.get("@language", ""))


def class_name(noun: str) -> str:
    """Return the class name of a key or folder name: evidence_line and evidence-line give EvidenceLine."""
    return "".join(part[:1].upper() + part[1:] for part in noun.replace("-", "_").split("_"))


def room_name(noun: str) -> str:
    """Return the path segment of a key: evidence_line gives evidence-line."""
    return noun.replace("_", "-")
