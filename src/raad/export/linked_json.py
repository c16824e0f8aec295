"""JSON-LD with the context of the curated files: records as they are curated, their parts inside them, the rest by prefixes."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict

import pyoxigraph as ox

from raad.asking.answer import answer
from raad.comparison.imprint import release, scope_words
from raad.curated.context import Context, Term, class_name
from raad.export.readable import Block, Node, natural
from raad.export.selection import Selection
from raad.names import DATA_GRAPH, RDF_TYPE, XSD

Values = dict[ox.NamedNode, list[Node]]


def write_json_ld(selection: Selection) -> bytes:
    """Return the quads as JSON-LD, a graph object a named graph; release and scope stand beside it and mean no triple."""
    graphs = defaultdict(list)
    for quad in selection.quads:
        graphs[quad.graph_name].append(quad.triple)
    prefixes = dict(answer(selection.graph, "find/prefix").rows)
    named = [
        {"id": name.value, "@graph": _Graph(triples, prefixes, records=name == DATA_GRAPH).nodes()}
        for name, triples in sorted(graphs.items(), key=lambda pair: pair[0].value)
    ]
    context = Context.load().document["@context"]
    body = json.dumps(named)
    own = {
        name: {"@id": space, "@prefix": True} for name, space in prefixes.items() if name not in context and f"{name}:" in body
    }
    head = {"@context": [context, {**own, "release": None, "scope": None}], "release": asdict(release(selection.version))}
    head |= {"scope": words} if (words := scope_words(selection.version)) else {}
    return (json.dumps({**head, "@graph": named}, ensure_ascii=False, indent=1) + "\n").encode()


class _Graph:
    """The node objects of one named graph."""

    def __init__(self, triples: Iterable[ox.Triple], prefixes: dict[str, str], records: bool) -> None:
        self.block, self.records, self.context = Block(triples), records, Context.load()
        self.prefixes = sorted(prefixes.items(), key=lambda pair: -len(pair[1]))

    def nodes(self) -> list[dict]:
        """Return the nodes that are no part of another, in their order."""
        parts = {part for node in self.block.said for part in self._parts(node)}
        return [self._node(node) for node in sorted(self.block.said, key=natural) if node not in parts | self.block.inner]

    def _parts(self, node: Node) -> Iterable[Node]:
        for values in self._terms(node).values():
            for term, value in values:
                if term.form == "nested" and value in self.block.said:
                    yield value

    def _terms(self, node: Node) -> dict[str, list[tuple[Term, Node]]]:
        """Return the values of a record that keys of its class stand for, by key in the order of curated files."""
        noun = _noun(node)
        if not self.records or noun not in self.context.keys:
            return {}
        terms = self.context.keys[noun]
        by_iri = defaultdict(list)
        for key in self.context.order(noun):
            by_iri[terms[key].iri].append(terms[key])
        found = {key: [] for key in self.context.order(noun)}
        for predicate, values in self.block.said[node].items():
            for value in sorted(values, key=natural):
                term = next((term for term in by_iri[predicate.value] if _word(term, terms, value) is not None), None)
                if term:
                    found[term.key].append((term, value))
        return {key: values for key, values in found.items() if values}

    def _node(self, node: Node) -> dict:
        made = {} if node in self.block.inner else {"id": self._id(node)}
        said, terms = self.block.said[node], self._terms(node)
        types = [self._type(node, value) for value in sorted(said.get(RDF_TYPE, ()), key=natural)]
        if types:
            made["type"] = _single(sorted(types, key=lambda word: word != _noun(node)))
        for key, values in terms.items():
            made[key] = _single([self._own(node, term, value) for term, value in values])
        told = {(term.iri, value) for values in terms.values() for term, value in values}
        for predicate in sorted(said, key=natural):
            left = [value for value in sorted(said[predicate], key=natural) if (predicate.value, value) not in told]
            if left and predicate != RDF_TYPE:
                made[self._compact(predicate.value)] = _single([self._value(value) for value in left])
        return made

    def _own(self, node: Node, term: Term, value: Node) -> dict | str:
        """Return a value of a record as curated files have it; a part that is told here is its node."""
        if term.form == "nested":
            return self._node(value) if value in self.block.said else {"id": self._id(value)}
        return _word(term, self.context.keys[_noun(node)], value)

    def _value(self, value: Node) -> dict:
        if isinstance(value, ox.Literal):
            if value.language:
                return {"@value": value.value, "@language": value.language}
            kind = {} if value.datatype.value == XSD + "string" else {"@type": self._compact(value.datatype.value)}
            return {"@value": value.value, **kind}
        if value not in self.block.inner:
            return {"id": self._id(value)}
        items = self.block.items(value)
        return self._node(value) if items is None else {"@list": [self._value(item) for item in items]}

    def _type(self, node: Node, value: Node) -> str:
        words = [word for word, iri in self.context.classes.items() if iri == value.value] if self.records else []
        return next((word for word in words if word == _noun(node) or word not in self.context.keys), self._compact(value.value))

    def _id(self, node: Node) -> str:
        if isinstance(node, ox.BlankNode):
            return str(node)
        local = node.value.removeprefix(self.context.base)
        return local if "/" in local and local != node.value else self._compact(node.value)

    def _compact(self, iri: str) -> str:
        for prefix, space in self.prefixes:
            local = iri.removeprefix(space)
            if local not in ("", iri) and not local.startswith("/") and "/" not in local:
                return f"{prefix}:{local}"
        return iri


def _word(term: Term, terms: dict[str, Term], value: Node) -> str | None:
    """Return the text that stands for a value under a key, or None where it does not fit there."""
    if isinstance(value, ox.Literal):
        if term.form != "literal" or (value.language or "") != term.language:
            return None
        return value.value if term.language or value.datatype.value == (term.datatype or XSD + "string") else None
    if term.form == "nested":
        return value.value if _noun(value) == class_name(term.key) else None
    if term.form == "choice":
        return next((word for word, iri in term.options.items() if iri == value.value), None)
    if term.form == "field":
        return next((key for key, other in terms.items() if other.iri == value.value), None)
    if term.form == "reference":
        for prefix, base in (term.prefixes or {"": term.base}).items():
            local = value.value.removeprefix(base)
            if local != value.value and "/" not in local:
                return f"{prefix}:{local}" if prefix else local
    return None


def _noun(node: Node) -> str:
    """Return the class that a record is called after: by what stands before its id or number."""
    return class_name(node.value.split("/")[-2]) if isinstance(node, ox.NamedNode) and node.value.count("/") > 1 else ""


def _single(values: list) -> object:
    return values[0] if len(values) == 1 else values
