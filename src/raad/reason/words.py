"""Axioms in words that a pharmacologist reads."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import pyoxigraph as ox

from raad.asking.find import short
from raad.layout import clean
from raad.names import OWL, RDF, RDF_TYPE, RDFS
from raad.reason.axiom import Axiom, root, store_of

_FIRST, _REST, _NIL = (ox.NamedNode(RDF + name) for name in ("first", "rest", "nil"))
_VOWEL = re.compile(r"[aeiou]|[AEFHILMNORSX](?![a-z])|[AEIO]")
_MANY = 6
Names = dict[str, str]
_TRAIT = {
    "FunctionalProperty": "Nothing has more than one value by '{0}'",
    "InverseFunctionalProperty": "No two things share a value by '{0}'",
    "IrreflexiveProperty": "Nothing is joined to itself by '{0}'",
    "AsymmetricProperty": "No two things are joined both ways by '{0}'",
    "SymmetricProperty": "What is joined by '{0}' one way is joined the other way too",
    "TransitiveProperty": "What is joined by '{0}' twice in a row is joined by it",
}
_JOINED = {
    RDFS + "subPropertyOf": "What is joined by '{0}' is also joined by '{1}'",
    OWL + "equivalentProperty": "'{0}' and '{1}' mean the same",
    OWL + "inverseOf": "'{0}' is '{1}' the other way round",
    OWL + "propertyDisjointWith": "No two things are joined by both '{0}' and '{1}'",
    OWL + "sameAs": "{0} and {1} are the same",
    OWL + "differentFrom": "{0} and {1} are different",
}


def sentence(axiom: Axiom, names: Names, mentioned: Iterable[str] = ()) -> str:
    """Return an axiom as a sentence; of a long list only the terms that are `mentioned` elsewhere are named."""
    return clean(_Words(axiom, names, set(mentioned)).said()) + "."


def statement(triple: ox.Triple, names: Names) -> str:
    """Return a triple as a sentence without its full stop."""
    subject, value = name(triple.subject, names), triple.object
    if triple.predicate == RDF_TYPE:
        return f"{subject} is {article(name(value, names))}"
    verb, said = names.get(triple.predicate.value) or short(triple.predicate.value), name(value, names)
    stem, _, last = verb.rpartition(" ")
    return f"{subject} {stem if stem and said.startswith(last + ' ') else verb} {said}"


def name(term: ox.NamedNode | ox.BlankNode | ox.Literal, names: Names) -> str:
    """Return the label of a term, else its short form; a text in quotation marks."""
    if isinstance(term, ox.Literal):
        return f'"{term.value}"'
    if isinstance(term, ox.BlankNode):
        return "something"
    return names.get(term.value) or _part(term.value, names) or short(term.value)


def article(noun: str) -> str:
    """Return a noun with its indefinite article."""
    return f"{'an' if _VOWEL.match(noun) else 'a'} {noun}"


def _part(iri: str, names: Names) -> str:
    """Return a nested record by its owner: `rapastinel, action 1`."""
    found = re.fullmatch(r"(.*)/([\w-]+)/(\d+)", iri)
    owner = found and (names.get(found[1]) or _part(found[1], names) or short(found[1]))
    return f"{found[2].replace('-', ' ')} {found[3]} of {owner}" if found else ""


class _Words:
    """Puts one axiom into words."""

    def __init__(self, axiom: Axiom, names: Names, mentioned: set[str]) -> None:
        self.store, self.root, self.names, self.mentioned = store_of([axiom]), root(axiom), names, mentioned

    def said(self) -> str:
        subject, predicate, value = self.root
        kind = value.value.removeprefix(OWL) if isinstance(value, ox.NamedNode) else ""
        list_of = self._value(subject, "members") or self._value(subject, "distinctMembers")
        if list_of is not None:
            return self._several(list_of)
        if predicate == RDF_TYPE and kind in _TRAIT:
            return _TRAIT[kind].format(name(subject, self.names))
        if predicate.value in _JOINED:
            return _JOINED[predicate.value].format(name(subject, self.names), name(value, self.names))
        made: dict[str, Callable[[], str]] = {
            RDFS + "subClassOf": lambda: f"{self._every(subject)} {self._is(value)}",
            OWL + "equivalentClass": lambda: (
                f"{_capital(article(self._noun(subject)))} is, by definition, exactly {self._defined(value)}"
            ),
            OWL + "disjointWith": lambda: f"Nothing is both {article(self._noun(subject))} and {article(self._noun(value))}",
            OWL + "propertyChainAxiom": self._chain,
            RDFS + "domain": lambda: f"Only {article(self._noun(value))} can have '{name(subject, self.names)}'",
            RDFS + "range": lambda: f"A value by '{name(subject, self.names)}' {self._kind_of_value(value)}",
            RDF_TYPE.value: lambda: f"{name(subject, self.names)} {self._is(value)}",
        }
        return made[predicate.value]() if predicate.value in made else statement(self.root, self.names)

    def _several(self, list_of: ox.BlankNode) -> str:
        members = self._items(list_of)
        shown = [m for m in members if len(members) <= _MANY or getattr(m, "value", "") in self.mentioned] or members
        said = _and([self._noun(member) for member in shown])
        left = f" (and {len(members) - len(shown)} more)" if len(shown) < len(members) else ""
        apart = self._value(self.root.subject, "distinctMembers") is not None or self._is_a("AllDifferent")
        return f"{said}{left} are all different" if apart else f"Nothing is more than one of these: {said}{left}"

    def _is_a(self, kind: str) -> bool:
        return any(self.store.quads_for_pattern(self.root.subject, RDF_TYPE, ox.NamedNode(OWL + kind)))

    def _chain(self) -> str:
        steps = [f"'{name(step, self.names)}'" for step in self._items(self.root.object)]
        return f"What is joined by {' and then '.join(steps)} is joined by '{name(self.root.subject, self.names)}'"

    def _kind_of_value(self, kind: ox.NamedNode) -> str:
        datatype = kind.value.rpartition("#")[2]
        return f"is of the datatype {datatype}" if "#" in kind.value and not kind.value.startswith(OWL) else self._is(kind)

    def _every(self, term: ox.NamedNode | ox.BlankNode) -> str:
        return f"Every {self._noun(term)}"

    def _defined(self, term: ox.NamedNode | ox.BlankNode) -> str:
        return self._is(term).removeprefix("is ") if self._is(term).startswith("is ") else f"what {self._is(term)}"

    def _noun(self, term: ox.NamedNode | ox.BlankNode) -> str:
        if not isinstance(term, ox.BlankNode):
            return name(term, self.names)
        genus, rest = self._parts(term)
        return f"{' and '.join(name(kind, self.names) for kind in genus) or 'thing'} that {' and '.join(rest) or 'is'}"

    def _parts(self, term: ox.BlankNode) -> tuple[list[ox.NamedNode], list[str]]:
        """Return the named classes of an overlap, and what else it asks for as verb phrases."""
        parts = self._value(term, "intersectionOf")
        items = self._items(parts) if parts is not None else [term]
        named = [item for item in items if isinstance(item, ox.NamedNode)]
        rest = [self._is(item) for item in items if isinstance(item, ox.BlankNode)]
        return (named, rest) if rest else (named[:1], [self._is(item) for item in named[1:]])

    def _is(self, term: ox.NamedNode | ox.BlankNode) -> str:
        """Return what a member of a class is or has, as a verb phrase."""
        if not isinstance(term, ox.BlankNode):
            return f"is {article(name(term, self.names))}"
        if self._value(term, "intersectionOf") is not None:
            genus, rest = self._parts(term)
            that = " and ".join(rest)
            return f"is {' and '.join(article(name(kind, self.names)) for kind in genus)} that {that}" if genus else that
        if (parts := self._value(term, "unionOf")) is not None:
            return " or ".join(map(self._is, self._items(parts)))
        if (other := self._value(term, "complementOf")) is not None:
            return f"is not what {self._is(other)}"
        if (listed := self._value(term, "oneOf")) is not None:
            return "is one of " + ", ".join(name(item, self.names) for item in self._items(listed))
        return self._restricted(term)

    def _restricted(self, term: ox.BlankNode) -> str:
        held = self._value(term, "onProperty")
        said = name(held, self.names) if isinstance(held, ox.NamedNode) else "is joined with"
        if (value := self._value(term, "hasValue")) is not None:
            return f"{said} {name(value, self.names)}"
        if (kind := self._value(term, "someValuesFrom")) is not None:
            return f"{said} some {self._noun(kind)}"
        if (kind := self._value(term, "allValuesFrom")) is not None:
            return f"{said} nothing but what {self._is(kind)}"
        for bound, word in (("max", "at most"), ("min", "at least"), ("", "exactly")):
            for key in ("ualifiedCardinality", "ardinality"):
                number = self._value(term, f"{bound}{'QC'[key[0] == 'a'] if bound else 'qc'[key[0] == 'a']}{key}")
                if number is not None:
                    return f"{said} {word} {number.value} thing{'s' * (number.value != '1')}"
        return f"fits a description by '{said}'"

    def _value(self, term: ox.NamedNode | ox.BlankNode, key: str):
        found = sorted(self.store.quads_for_pattern(term, ox.NamedNode(OWL + key), None), key=str)
        return found[0].object if found else None

    def _items(self, list_of: ox.NamedNode | ox.BlankNode) -> list:
        items = []
        while list_of != _NIL and (found := list(self.store.quads_for_pattern(list_of, _FIRST, None))):
            items.append(found[0].object)
            list_of = next((quad.object for quad in self.store.quads_for_pattern(list_of, _REST, None)), _NIL)
        return items


def _and(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
