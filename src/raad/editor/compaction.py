"""Curated records back from their triples: the context read in reverse, as JSON-LD compaction does.

The graph keeps every value with its printed text, and the place of each part in its list. It does not keep comments, quotes,
the order of keys, the order of plain values in a list and whether one stands there twice, whether a single value stands in a
list, the order of records in a list file, and whether a printed text that equals its number was written beside it. Those
come back in the house form: keys as `Context.order` has them, plain values sorted, a list wherever the shapes allow several
values, no printed text that says the same as its number. Of two keys for one property, such as compound and intervention of
a finding, `unverified` and its like name the one that the record has, else the first.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox

from raad.curated.context import Term, class_name, room_name
from raad.curated.record import POSITION
from raad.editor.form import Form, Forms
from raad.names import RDF_TYPE, XSD

_BARE = [XSD + name for name in ("integer", "decimal", "boolean", "date")]

Values = dict[str, list[ox.NamedNode | ox.Literal]]


class Bare(str):
    """A value that a curated file writes without quotes: a number, a day, true or false."""

    __slots__ = ()


class Compaction:
    """The curated records that the quads of a data graph were made of."""

    def __init__(self, quads: Iterable[ox.Quad], forms: Forms) -> None:
        """Sort the quads by subject and property."""
        self.forms, self.context = forms, forms.context
        self._said: dict[str, Values] = {}
        for quad in quads:
            self._said.setdefault(quad.subject.value, {}).setdefault(quad.predicate.value, []).append(quad.object)

    def owner(self, iri: str) -> str:
        """Return the IRI of the whole record that a record or part stands in; empty where nothing is said of it."""
        if iri not in self._said:
            return ""
        kind, name, *_ = iri.removeprefix(self.context.base).split("/")
        root = f"{self.context.base}{kind}/{name}"
        for subject, values in self._said.items():
            if any(ox.NamedNode(root) in values.get(link, ()) for link in self._links(subject, kind)):
                return self.owner(subject)
        return root

    def record(self, iri: str) -> dict[str, object]:
        """Return a whole record as keys with texts, lists and mappings, in the order of a curated file."""
        return self._record(self.forms.whole(self._kind(iri)), iri, "")

    def _record(self, form: Form, iri: str, parent: str) -> dict[str, object]:
        made: dict[str, object] = {}
        if not parent or not iri.startswith(f"{parent}/"):
            made["id"] = iri.rpartition("/")[2]
        values = self._by_key(form, iri)
        types = sorted(self._types(form, iri))
        if types:
            made["type"] = types if len(types) > 1 else types[0]
        for key, entry in form.entries.items():
            if key not in values or _repeats(form, values, key):
                continue
            if entry.term.form == "nested":
                items = [self._record(self.forms.part(entry), part, iri) for part in self._in_order(values[key])]
            else:
                items = sorted((_word(form, entry.term, value, values) for value in values[key]), key=_rank)
            made[key] = items[0] if entry.single and len(items) == 1 else items
        return made

    def _by_key(self, form: Form, iri: str) -> Values:
        """Return what is said of a record by key; of keys for one property a value goes to the one it fits."""
        found: Values = {}
        for name, values in self._said[iri].items():
            terms = [entry.term for entry in form.entries.values() if entry.term.iri == name]
            for value in values if terms else ():
                key = next(term.key for term in terms if len(terms) == 1 or self._fits(term, value))
                found.setdefault(key, []).append(value)
        return found

    def _fits(self, term: Term, value: ox.NamedNode | ox.Literal) -> bool:
        if term.form == "nested":
            return self._kind(value.value) == room_name(term.key)
        return value.value.startswith(term.base)

    def _types(self, form: Form, iri: str) -> list[str]:
        stated = {value.value for value in self._said[iri][RDF_TYPE.value]} - {self.context.classes[form.name]}
        return [word for word, kind in self.context.classes.items() if kind in stated]

    def _in_order(self, parts: list[ox.NamedNode]) -> list[str]:
        place = self.context.keys[class_name(self._kind(parts[0].value))][POSITION].iri
        return sorted((part.value for part in parts), key=lambda part: int(self._said[part][place][0].value))

    def _links(self, subject: str, kind: str) -> list[str]:
        """Return the properties that link a subject to its parts of a kind."""
        terms = self.context.keys[class_name(self._kind(subject))].values()
        return [term.iri for term in terms if term.form == "nested" and room_name(term.key) == kind]

    def _kind(self, iri: str) -> str:
        """Return the kind of a record or part: what its id or number stands behind."""
        return iri.split("/")[-2]


def _word(form: Form, term: Term, value: ox.NamedNode | ox.Literal, values: Values) -> str:
    """Return a value as a curator writes it."""
    if term.form == "choice":
        return next(word for word, iri in term.options.items() if iri == value.value)
    if term.form == "field":
        keys = [key for key, entry in form.entries.items() if entry.term.iri == value.value]
        return next((key for key in keys if key in values), keys[0])
    if term.form == "reference":
        kind = next((f"{prefix}:" for prefix, base in (term.prefixes or {}).items() if value.value.startswith(base)), "")
        return kind + value.value.rpartition("/")[2]
    return Bare(value.value) if value.datatype.value in _BARE else value.value


def _repeats(form: Form, values: Values, key: str) -> bool:
    """Return whether a key holds the printed text of a number that has just this text."""
    number = key.removesuffix("_text")
    if number == key or number not in values or form.entries[number].term.datatype != XSD + "decimal":
        return False
    return [value.value for value in values[number]] == [value.value for value in values[key]]


def _rank(word: str) -> tuple[Decimal, str]:
    """Return a sort key by which 3 stands before 10."""
    try:
        return Decimal(word if isinstance(word, Bare) else 0), word
    except InvalidOperation:
        return Decimal(0), word
