"""Tables, YAML, JSON and XML as plain triples: a node for each row, mapping and element, a property for each field.

Nothing here knows what a field means; that is said by a CONSTRUCT of sparql/lift/. A field is named as in the file, with `_`
for all that is no letter or digit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyoxigraph as ox

from raad.names import FIELD, RDF_TYPE

DEEPEST = 60


class Facade:
    """Triples about the fields of one file; its nodes are named below the graph of the file.

    Mappings under a key of `entries` are lists of what they hold, each with its key. A field of `lists` holds several texts
    with `|` or the stated `separator` between them. A field of `curies` holds compact IRIs; one whose prefix is not among
    `prefixes` stays a text.
    """

    def __init__(self, graph: str, header: dict[str, str], prefixes: dict[str, str]) -> None:
        """Name nodes below `graph`, and take entries, lists and curies from the header of a map."""
        own = (pair.partition("=") for pair in header.get("prefixes", "").split())
        self.graph, self.prefixes, self.count = graph, {**prefixes, **{prefix: namespace for prefix, _, namespace in own}}, 0
        self.separator = header.get("separator", "|")
        self.entries, self.lists, self.curies = (words(header.get(key, "")) for key in ("entries", "lists", "curies"))
        self.names: dict[str, ox.NamedNode] = {}

    def name(self, field: str) -> ox.NamedNode:
        """Return the property, or kind of node, of a field."""
        if field not in self.names:
            self.names[field] = ox.NamedNode(FIELD + (re.sub(r"\W+", "_", field).strip("_") or "_"))
        return self.names[field]

    def node(self, kind: str) -> tuple[ox.NamedNode, ox.Quad]:
        """Return a new node and its type."""
        self.count += 1
        made = ox.NamedNode(f"{self.graph}#{kind.lower()}-{self.count}")
        return made, ox.Quad(made, RDF_TYPE, self.name(kind))

    def document(self, name: str, fields: dict) -> Iterator[ox.Quad]:
        """Give the node of the file itself, with its name and what stands before the rows of a table."""
        made = ox.NamedNode(self.graph)
        yield ox.Quad(made, RDF_TYPE, self.name("Document"))
        yield ox.Quad(made, self.name("fileName"), ox.Literal(name))
        yield from self.fields(made, fields)

    def row(self, cells: dict) -> Iterator[ox.Quad]:
        """Give a node for a row; an empty cell says nothing."""
        made, typed = self.node("Row")
        yield typed
        yield from self.fields(
            made,
            {
                field: [part.strip() for part in cell.split(self.separator)] if field in self.lists else cell
                for field, cell in cells.items()
            },
        )

    def value(self, field: str, text: str) -> ox.NamedNode | ox.Literal:
        """Return what stands in a field: an IRI where the field holds compact IRIs and this is one, else a text."""
        return (field in self.curies and expand(text, self.prefixes)) or ox.Literal(text)

    def fields(self, made: ox.NamedNode, fields: dict, depth: int = 0) -> Iterator[ox.Quad]:
        """Give what a node of a tree holds, and all below it; RecursionError where it is nested too deeply."""
        if depth > DEEPEST:
            raise RecursionError
        for field, value in fields.items():
            if field in self.entries and isinstance(value, dict):
                value = [_entry(key, item) for key, item in value.items()]
            flat = value if isinstance(value, list) else [value]
            for position, item in enumerate(flat, 1):
                if isinstance(item, dict):
                    below, typed = self.node("Part")
                    yield from (typed, ox.Quad(made, self.name(field), below))
                    yield ox.Quad(below, self.name("position"), ox.Literal(position))
                    yield from self.fields(below, item, depth + 1)
                elif isinstance(item, list):
                    yield from self.fields(made, {field: item}, depth + 1)
                elif item not in (None, ""):
                    yield ox.Quad(made, self.name(field), self.value(field, item if isinstance(item, str) else str(item).lower()))


def _entry(key: str, item: object) -> dict:
    """Return an entry of a mapping as a mapping that holds its key too, as it is and in camel case."""
    camel = "".join(part[:1].upper() + part[1:] for part in key.split())
    return {**(item if isinstance(item, dict) else {"value": item}), "key": key, "camelKey": camel}


def expand(curie: str, prefixes: dict[str, str]) -> ox.NamedNode | None:
    """Return the IRI of a compact one, as it is written or with its prefix in small letters; None where it is none."""
    prefix, colon, local = curie.partition(":")
    if not colon or not local or re.search(r"[\s<>\"{}|^`\\]", curie):
        return None
    if local.startswith("//"):
        return ox.NamedNode(curie)
    namespace = prefixes.get(prefix) or prefixes.get(prefix.lower())
    return ox.NamedNode(namespace + local) if namespace else None


def words(text: str) -> frozenset[str]:
    """Return the parts of a list with commas."""
    return frozenset(filter(None, (part.strip() for part in text.split(","))))
