"""What a curator may and must write in each kind of record: the keys of the context with what the shapes ask of them."""

from __future__ import annotations

from dataclasses import dataclass, field

import pyoxigraph as ox

from raad.curated.context import Context, Term, class_name
from raad.curated.record import POSITION
from raad.curated.triple import ontology_quads
from raad.graph.query import Value, run
from raad.graph.question import question
from raad.rooms import files

_QUERIES = ("constraint", "alternative", "type", "definition")


@dataclass(frozen=True, slots=True)
class Entry:
    """One key of a kind of record.

    `least` and `most` bound its number of values; `wanted` is set where the key is one of several ways to meet a shape.
    `limits` has the constraints on a value by their SHACL names, `allowed` the values of sh:in, `instead` the other keys
    for the same property.
    """

    term: Term
    meaning: str
    advice: str = ""
    least: int = 0
    most: int | None = None
    wanted: bool = False
    limits: dict[str, Value] = field(default_factory=dict)
    allowed: tuple[Value, ...] = ()
    instead: tuple[str, ...] = ()

    @property
    def single(self) -> bool:
        """Return whether the key has one value at most, and so no list."""
        return self.most == 1


@dataclass(frozen=True, slots=True)
class Form:
    """One kind of record: its class in the context, what it is, the types it may name, and its keys in the order of files.

    `type_advice` says what the shapes ask of the type; it is empty where they ask for none.
    """

    name: str
    meaning: str
    types: tuple[str, ...]
    type_advice: str
    entries: dict[str, Entry]


class Forms:
    """The forms of all kinds of record, made from the context, the ontology and the shapes by the queries of sparql/form/."""

    def __init__(self, context: Context) -> None:
        """Read ontology and shapes."""
        self.context = context
        store = ox.Store()
        store.extend(ontology_quads())
        for path in files("shapes", ".ttl"):
            store.extend(ox.parse(path=path, format=ox.RdfFormat.TURTLE, rename_blank_nodes=True))
        self._constraints, self._alternatives, self._types, definitions = (_rows(store, name) for name in _QUERIES)
        self._definitions = dict(definitions)
        self._made: dict[tuple[str, str], Form] = {}

    def whole(self, noun: str) -> Form:
        """Return the form of a kind of record that stands by itself."""
        return self._form(class_name(noun), "")

    def part(self, entry: Entry) -> Form:
        """Return the form of the records under a key of another record, with what is asked of them there."""
        return self._form(class_name(entry.term.key), entry.term.iri)

    def _form(self, name: str, link: str) -> Form:
        if (name, link) not in self._made:
            self._made[name, link] = self._make(name, link)
        return self._made[name, link]

    def _make(self, name: str, link: str) -> Form:
        owners, terms = (self.context.classes[name], link), self.context.keys[name]
        narrower = {kind: advice for owner, kind, advice in self._types if owner == owners[0]}
        types = tuple(word for word, iri in self.context.classes.items() if word not in self.context.keys and iri in narrower)
        advice = next(filter(None, narrower.values()), "")
        keys = [key for key in self.context.order(name) if key != POSITION]
        entries = {key: self._entry(owners, terms[key], [k for k in keys if terms[k].iri == terms[key].iri]) for key in keys}
        return Form(name, self._definitions.get(owners[0], ""), types, advice, entries)

    def _entry(self, owners: tuple[str, str], term: Term, keys: list[str]) -> Entry:
        found = [(name, value) for owner, iri, _, name, value in self._constraints if owner in owners and iri == term.iri]
        ways = [advice for owner, iri, advice in self._alternatives if owner in owners and iri == term.iri]
        said = [str(value) for name, value in found if name == "message"]
        return Entry(
            term,
            self._definitions.get(term.iri, ""),
            " ".join(dict.fromkeys([*said, *ways])),
            max((value for name, value in found if name == "minCount"), default=0),
            min((value for name, value in found if name == "maxCount"), default=None),
            bool(ways),
            {name: value for name, value in found if name not in ("message", "minCount", "maxCount", "in")},
            tuple(value for name, value in found if name == "in"),
            tuple(key for key in keys if key != term.key),
        )


def _rows(store: ox.Store, name: str) -> tuple[tuple[Value, ...], ...]:
    return run(store, question(f"form/{name}").text).rows
