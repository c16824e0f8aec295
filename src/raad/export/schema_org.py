"""Dataset, compounds and publications as schema.org JSON-LD by the profiles of Bioschemas, for search engines."""

from __future__ import annotations

import json

import pyoxigraph as ox

from raad.comparison.imprint import TITLE, scope_words
from raad.export.readable import DECLARED, Block, Node, natural
from raad.export.selection import Selection
from raad.graph.query import run
from raad.graph.question import bind, question
from raad.names import RDF_TYPE

QUERY = "export/bioschemas"
_INNER = ("author", "isPartOf")


def write_bioschemas(selection: Selection) -> bytes:
    """Return the dataset with the chosen compounds and publications as JSON-LD whose context needs no fetching."""
    prefixes = dict(DECLARED.findall(question(QUERY).text))
    made = _Nodes(Block(sorted(schema_triples(selection), key=str)), prefixes["schema"], prefixes["dcterms"])
    context = {"@vocab": prefixes["schema"], "dcterms": prefixes["dcterms"], "scope": None}
    head = {"@context": context} | ({"scope": words} if (words := scope_words(selection.version)) else {})
    return (json.dumps({**head, "@graph": made.nodes()}, ensure_ascii=False, indent=1) + "\n").encode()


def schema_triples(selection: Selection) -> set[ox.Triple]:
    """Return the triples of the dataset and of the chosen compounds and publications in the words of schema.org."""
    store = ox.Store()
    store.bulk_extend(selection.quads)
    values = {"version": selection.version.partition(" ")[0], "title": TITLE}
    return set(run(store, bind(question(QUERY), values)))


class _Nodes:
    """The node objects, in which authors and journals stand inside their article."""

    def __init__(self, block: Block, vocabulary: str, terms: str) -> None:
        self.block, self.spaces = block, {vocabulary: "", terms: "dcterms:"}

    def nodes(self) -> list[dict]:
        """Return the nodes that stand inside no other."""
        inner = {
            value
            for said in self.block.said.values()
            for name, values in said.items()
            if self._key(name) in _INNER
            for value in values
        }
        return [self._node(node) for node in sorted(self.block.said, key=natural) if node not in inner]

    def _node(self, node: Node) -> dict:
        said = self.block.said[node]
        made = {"@id": node.value, "@type": self._key(said[RDF_TYPE][0])}
        for predicate in sorted(said, key=natural):
            if predicate != RDF_TYPE:
                values = [self._value(predicate, value) for value in sorted(said[predicate], key=natural)]
                made[self._key(predicate)] = values[0] if len(values) == 1 else values
        return made

    def _value(self, predicate: ox.NamedNode, value: Node) -> object:
        if not isinstance(value, ox.NamedNode):
            return {"@value": value.value, "@language": value.language} if value.language else value.value
        return self._node(value) if self._key(predicate) in _INNER else {"@id": value.value}

    def _key(self, term: ox.NamedNode) -> str:
        for space, prefix in self.spaces.items():
            if term.value.startswith(space):
                return prefix + term.value.removeprefix(space)
        return term.value
