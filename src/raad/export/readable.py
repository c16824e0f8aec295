"""Turtle and TriG for reading: prefixes, one record after the other with its parts, properties in the order of curated files.

Every term keeps its lexical form. Blank nodes that are named once stand where they are named, lists as lists.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from operator import itemgetter

import pyoxigraph as ox

from raad.asking.answer import answer
from raad.curated.context import Context
from raad.graph.cache import Graph
from raad.names import RDF, RDF_TYPE, XSD

LABEL = "label"
_LOCAL = re.compile(r"[A-Za-z_0-9](?:[\w-]|\.(?=[\w.-]*[\w-]))*", re.ASCII)
DECLARED = re.compile(r"^PREFIX ([a-z]+): <(.*)>$", re.MULTILINE)
_SHORT = {
    "boolean": re.compile(r"true|false"),
    "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    "integer": re.compile(r"[+-]?[0-9]+"),
}
_FIRST, _REST, _NIL = (ox.NamedNode(RDF + name) for name in ("first", "rest", "nil"))

Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


class Writer:
    """Writes triples as Turtle with the prefixes of the ontology."""

    def __init__(self, graph: Graph, queries: Iterable[str] = ()) -> None:
        """Read the prefixes, those that stored queries declare added, and the order of properties."""
        self.prefixes: dict[str, str] = dict(answer(graph, "find/prefix").rows)
        for query in queries:
            self.prefixes = dict(DECLARED.findall(query)) | self.prefixes
        self._used: set[str] = set()
        self._spaces = {namespace: prefix for prefix, namespace in self.prefixes.items()}
        context = Context.load()
        keys = [(key in context.shared, context.keys[name][key].iri) for name in context.keys for key in context.order(name)]
        self._order = {iri: number for number, iri in enumerate(dict.fromkeys(iri for _, iri in sorted(keys, key=itemgetter(0))))}

    def turtle(self, triples: Iterable[ox.Triple]) -> str:
        """Return triples as Turtle."""
        body = "\n\n".join(self._records(triples))
        return f"{self._head()}\n\n{body}\n"

    def trig(self, graphs: dict[ox.NamedNode | ox.DefaultGraph, list[ox.Triple]]) -> str:
        """Return triples by named graph as TriG."""
        blocks = []
        for name, triples in graphs.items():
            block = "\n\n".join(self._records(triples))
            blocks.append(block if isinstance(name, ox.DefaultGraph) else f"{self.term(name)} {{\n\n{block}\n\n}}")
        body = "\n\n".join(blocks)
        return f"{self._head()}\n\n{body}\n"

    def term(self, node: Node) -> str:
        """Return a term in its shortest form."""
        if isinstance(node, ox.NamedNode):
            return self._iri(node.value)
        if isinstance(node, ox.Triple):
            return f"<<( {self.term(node.subject)} {self.term(node.predicate)} {self.term(node.object)} )>>"
        if not isinstance(node, ox.Literal) or node.language or node.datatype.value == XSD + "string":
            return _long(node) if isinstance(node, ox.Literal) and "\n" in node.value else str(node)
        kind = node.datatype.value.removeprefix(XSD)
        if kind in _SHORT and _SHORT[kind].fullmatch(node.value):
            return node.value
        return f"{ox.Literal(node.value)}^^{self._iri(node.datatype.value)}"

    def _rank(self, predicate: ox.NamedNode) -> tuple[int, int, str]:
        """Return the sort key of a property: the type, the label, as curated files have them, then by name."""
        if predicate == RDF_TYPE:
            return (0, 0, "")
        if predicate.value.endswith(f"#{LABEL}"):
            return (1, 0, "")
        return (2, self._order.get(predicate.value, len(self._order)), predicate.value)

    def _records(self, triples: Iterable[ox.Triple]) -> Iterator[str]:
        """Give the text of each subject that does not stand inside another."""
        block = Block(triples)
        for subject in sorted((node for node in block.said if node not in block.inner), key=natural):
            yield f"{self.term(subject)}{self._properties(block, subject, 1)} ."

    def _properties(self, block: Block, subject: Node, depth: int) -> str:
        lines = []
        for predicate in sorted(block.said[subject], key=self._rank):
            name = "a" if predicate == RDF_TYPE else self.term(predicate)
            values = sorted(block.said[subject][predicate], key=natural)
            lines.append(f"{name} {', '.join(self._value(block, value, depth) for value in values)}")
        gap = "\n" + "    " * depth
        return (" " if depth == 1 and lines[0].startswith("a ") else gap) + f" ;{gap}".join(lines)

    def _value(self, block: Block, node: Node, depth: int) -> str:
        if node not in block.inner:
            return self.term(node)
        items = block.items(node)
        if items is not None:
            return f"( {' '.join(self._value(block, item, depth + 1) for item in items)} )"
        return f"[{self._properties(block, node, depth + 1)}\n{'    ' * depth}]"

    def _iri(self, iri: str) -> str:
        end = max(iri.rfind("/"), iri.rfind("#")) + 1
        prefix = self._spaces.get(iri[:end])
        if prefix is None or not _LOCAL.fullmatch(iri[end:]):
            prefix, end = next(
                (
                    (name, len(space))
                    for space, name in self._spaces.items()
                    if iri.startswith(space) and _LOCAL.fullmatch(iri[len(space) :])
                ),
                (None, 0),
            )
        if prefix is None:
            return f"<{iri}>"
        self._used.add(prefix)
        return f"{prefix}:{iri[end:]}"

    def _head(self) -> str:
        return "\n".join(f"@prefix {name}: <{space}> ." for name, space in self.prefixes.items() if name in self._used)


class Block:
    """The triples of one graph by subject; `inner` are the blank nodes that are named once and may stand where they are."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        """Sort the triples by subject and property."""
        self.said: dict[Node, dict[ox.NamedNode, list[Node]]] = {}
        for triple in dict.fromkeys(triples):
            self.said.setdefault(triple.subject, {}).setdefault(triple.predicate, []).append(triple.object)
        named = Counter(value for said in self.said.values() for values in said.values() for value in values)
        once = {node for node in self.said if isinstance(node, ox.BlankNode) and named[node] == 1}
        self.inner = once & self._reached(once)

    def items(self, node: Node) -> list[Node] | None:
        """Return the items of a list that has nothing but items, or None."""
        items = []
        while node != _NIL:
            said = self.said.get(node, {})
            if node not in self.inner or set(said) != {_FIRST, _REST} or any(len(values) > 1 for values in said.values()):
                return None
            items.append(said[_FIRST][0])
            node = said[_REST][0]
        return items

    def _reached(self, inner: set[Node]) -> set[Node]:
        """Return the nodes that are reached from a subject outside of them; what is not would never be written."""
        front = [node for node in self.said if node not in inner]
        reached: set[Node] = set(front)
        while front:
            for values in self.said[front.pop()].values():
                fresh = {value for value in values if value in inner} - reached
                reached |= fresh
                front += fresh
        return reached


def _long(literal: ox.Literal) -> str:
    """Return a text of several lines as it stands, its marks escaped."""
    text = literal.value.replace("\\", "\\\\").replace('"', '\\"').replace("\r", "\\r")
    return f'"""{text}"""' + (f"@{literal.language}" if literal.language else "")


def natural(node: Node) -> list[tuple[int, int, str]]:
    """Return the sort key of a term by which a record stands before its parts and number 2 before number 10."""
    text = node.value if isinstance(node, ox.NamedNode) else f"~{node}"
    return [(0, int(word), word) if word.isdigit() else (1, 0, word) for word in re.split(r"([0-9]+)", text)]
