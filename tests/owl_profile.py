"""What of a set of triples lies outside OWL 2 DL, RL or EL, after the structural specification and the profiles of the W3C.

Own code, so that nothing here shares a fault with what it judges: each triple must be part of one axiom, each axiom is
walked, and each fault is said with its place. https://www.w3.org/TR/owl2-syntax/ and https://www.w3.org/TR/owl2-profiles/
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

import pyoxigraph as ox
from owl_source import Placed

OWL, RDFS = "http://www.w3.org/2002/07/owl#", "http://www.w3.org/2000/01/rdf-schema#"
RDF, XSD = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2001/XMLSchema#"
FIRST, REST, NIL, TYPE = (ox.NamedNode(RDF + name) for name in ("first", "rest", "nil", "type"))


def names(namespace: str, words: str) -> set[str]:
    """Return the IRIs of names of a namespace."""
    return {namespace + word for word in words.split()}


RL_DATATYPES = {
    *names(RDF, "PlainLiteral XMLLiteral"),
    *names(RDFS, "Literal"),
    *names(XSD, "decimal integer nonNegativeInteger nonPositiveInteger positiveInteger negativeInteger long int short byte"),
    *names(XSD, "unsignedLong unsignedInt unsignedShort unsignedByte float double string normalizedString token language Name"),
    *names(XSD, "NCName NMTOKEN boolean hexBinary base64Binary anyURI dateTime dateTimeStamp"),
}
DATATYPES = RL_DATATYPES | names(OWL, "real rational")
EL_DATATYPES = DATATYPES - names(
    XSD,
    "nonPositiveInteger positiveInteger negativeInteger long int short byte unsignedLong unsignedInt unsignedShort "
    "unsignedByte float double language boolean",
)
KINDS = {
    "Class": "class", "ObjectProperty": "object property", "DatatypeProperty": "data property",
    "AnnotationProperty": "annotation property", "NamedIndividual": "individual",
}  # fmt: skip
BUILT_IN = {
    "class": {OWL + "Thing", OWL + "Nothing"},
    "object property": {OWL + "topObjectProperty", OWL + "bottomObjectProperty"},
    "data property": {OWL + "topDataProperty", OWL + "bottomDataProperty"},
    "annotation property": {
        *names(RDFS, "label comment seeAlso isDefinedBy"),
        *names(OWL, "deprecated versionInfo priorVersion backwardCompatibleWith incompatibleWith"),
    },
}
HEADER = {OWL + "imports", OWL + "versionIRI"}
SIMPLE_ONLY = names("", "FunctionalProperty InverseFunctionalProperty IrreflexiveProperty AsymmetricProperty")
CHARACTERISTICS = SIMPLE_ONLY | names("", "ReflexiveProperty SymmetricProperty TransitiveProperty")
NUMBERS = (
    "minCardinality",
    "maxCardinality",
    "cardinality",
    "minQualifiedCardinality",
    "maxQualifiedCardinality",
    "qualifiedCardinality",
)
FILLERS = ("someValuesFrom", "allValuesFrom", "hasValue", "hasSelf", *NUMBERS)
SETS = ("intersectionOf", "unionOf", "oneOf", "complementOf")
# What may stand where, by profile: a named class is allowed throughout, owl:Thing where it is named.
SUB, SUPER, EQUIVALENT = "the left of an axiom", "the right of an axiom", "an equivalence"
RL = {
    SUB: {"intersectionOf", "unionOf", "oneOf", "someValuesFrom", "hasValue"},
    SUPER: {"intersectionOf", "complementOf", "allValuesFrom", "hasValue", "maxCardinality", "maxQualifiedCardinality"},
    EQUIVALENT: {"intersectionOf", "hasValue"},
}
EL = {where: {"intersectionOf", "oneOf", "someValuesFrom", "hasValue", "hasSelf"} for where in (SUB, SUPER, EQUIVALENT)}
ALLOWED = {"RL": RL, "EL": EL}
NOT_IN = {
    "RL": {"ReflexiveProperty", "disjointUnionOf"},
    "EL": {
        "InverseFunctionalProperty", "IrreflexiveProperty", "SymmetricProperty", "AsymmetricProperty", "inverseOf",
        "propertyDisjointWith", "AllDisjointProperties", "disjointUnionOf",
    },
}  # fmt: skip


class Fault(Exception):
    """Something the specification does not allow; the walk goes on behind it."""


class Walk:
    """One walk over the axioms of a set of triples; `faults` has a line `place: what is wrong` for each fault by profile."""

    def __init__(self, triples: Iterable[Placed]) -> None:
        """Walk them all; what is wrong is kept, nothing is raised."""
        self.triples = list(dict.fromkeys(triples))
        self.out: dict = defaultdict(lambda: defaultdict(list))
        self.uses: dict = defaultdict(set)
        for triple in self.triples:
            self.out[triple.subject][triple.predicate.value].append(triple)
            if isinstance(triple.object, ox.BlankNode):
                self.uses[triple.object].add(triple)
        self.faults: dict[str, list[str]] = {"DL": [], "RL": [], "EL": []}
        self.kinds: dict[str, set[str]] = {kind: set(names) for kind, names in BUILT_IN.items()} | {"individual": set()}
        self.seen: set[Placed] = set()
        self.composite: set[str] = set()
        self.chains: list[tuple[str, list[str], str]] = []
        self.place = ""
        self._declarations()
        self._composites()
        for triple in self.triples:
            if triple not in self.seen and not isinstance(triple.subject, ox.BlankNode):
                self._try(triple)
        for triple in self.triples:
            if triple not in self.seen and self._is_axiom_node(triple):
                self._try(triple)
        self.faults["DL"] += [
            f"{t.place}: {t.predicate.value} of {t.subject} is part of no axiom" for t in self.triples if t not in self.seen
        ]
        self._regularity()

    def outside(self, profile: str) -> list[str]:
        """Return what lies outside a profile; RL and EL lie within DL."""
        return sorted({*self.faults["DL"], *(self.faults[profile] if profile != "DL" else ())})

    def _fault(self, what: str, profile: str = "DL") -> None:
        self.faults[profile].append(f"{self.place}: {what}")

    def _declarations(self) -> None:
        for triple in self.triples:
            kind = KINDS.get(triple.object.value.removeprefix(OWL)) if triple.predicate == TYPE else None
            if not kind or not triple.object.value.startswith(OWL) or not isinstance(triple.subject, ox.NamedNode):
                continue
            self.seen.add(triple)
            self.place, name = triple.place, triple.subject.value
            if name.startswith((OWL, RDF, RDFS, XSD)):
                self._fault(f"{name} is of the reserved vocabulary and may not be declared as {kind}")
            for other, names in self.kinds.items():
                if other != kind and name in names:
                    self._fault(f"{name} is both {other} and {kind}")
            if kind == "class" and name in DATATYPES:
                self._fault(f"{name} is both datatype and class")
            self.kinds[kind].add(name)

    def _composites(self) -> None:
        narrower = [(t.subject.value, t.object.value) for t in self.triples if t.predicate.value == RDFS + "subPropertyOf"]
        narrower += [pair for t in self.triples if t.predicate.value == OWL + "inverseOf" and isinstance(t.subject, ox.NamedNode)
                     for pair in ((t.subject.value, t.object.value), (t.object.value, t.subject.value))]  # fmt: skip
        self.composite = {t.subject.value for t in self.triples if t.predicate.value == OWL + "propertyChainAxiom"}
        self.composite |= {t.subject.value for t in self.triples if t.object == ox.NamedNode(OWL + "TransitiveProperty")}
        added = True
        while added:
            wider = {above for below, above in narrower if below in self.composite} - self.composite
            self.composite |= wider
            added = bool(wider)

    def _is_axiom_node(self, triple: Placed) -> bool:
        """Return whether a blank subject stands for an axiom, or for a class expression on the left of one."""
        return triple.predicate.value in (RDFS + "subClassOf", OWL + "equivalentClass", OWL + "disjointWith") or (
            triple.predicate == TYPE and triple.object.value.removeprefix(OWL).startswith(("All", "Axiom"))
        )

    def _try(self, triple: Placed) -> None:
        self.place = triple.place
        self.seen.add(triple)
        try:
            self._axiom(triple)
        except Fault as fault:
            self._fault(str(fault))

    def _axiom(self, triple: Placed) -> None:
        subject, name, value = triple.subject, triple.predicate.value, triple.object
        local = name.removeprefix(OWL).removeprefix(RDFS)
        for profile, names in NOT_IN.items():
            if local in names or (name == TYPE.value and value.value.removeprefix(OWL) in names):
                self._fault(f"{local if local in names else value.value.removeprefix(OWL)} is not in OWL 2 {profile}", profile)
        if name == TYPE.value:
            self._typed(subject, value)
        elif local == "subClassOf" and name.startswith(RDFS):
            self._class(subject, SUB)
            self._class(value, SUPER)
        elif local == "equivalentClass" or local == "disjointWith":
            for side in (subject, value):
                self._class(side, EQUIVALENT if local == "equivalentClass" else SUB)
        elif name in (RDFS + "domain", RDFS + "range"):
            self._bounded(subject.value, local, value)
        elif name == RDFS + "subPropertyOf" or local in ("equivalentProperty", "inverseOf", "propertyDisjointWith"):
            self._properties(local, subject.value, value.value)
        elif local == "propertyChainAxiom":
            chain = [self._property(item, ("object property",)) for item in self._list(value)]
            self._property(subject, ("object property",))
            self.chains.append((subject.value, chain, self.place))
        elif local in ("sameAs", "differentFrom") and name.startswith(OWL):
            self._individual(subject), self._individual(value)
        elif name in HEADER or self._is_header(subject):
            if name not in HEADER:
                self._annotation(name, value)
        else:
            self._assertion(subject, name, value)

    def _is_header(self, subject) -> bool:
        return any(t.object.value == OWL + "Ontology" for t in self.out[subject][TYPE.value])

    def _typed(self, subject, value) -> None:
        local = value.value.removeprefix(OWL) if isinstance(value, ox.NamedNode) else ""
        if local == "Ontology":
            return
        if local in CHARACTERISTICS:
            kinds = ("object property", "data property") if local == "FunctionalProperty" else ("object property",)
            kind = self._property(subject, kinds)
            if local in SIMPLE_ONLY and kind in self.composite:
                raise Fault(f"{kind} is composite (a chain or transitive) and may not be a {local}")
            if local == "FunctionalProperty" and subject.value in self.kinds["object property"]:
                self._fault(f"{kind}: a functional object property is not in OWL 2 EL", "EL")
        elif local in ("AllDisjointClasses", "AllDifferent", "AllDisjointProperties"):
            (members,) = self._take(subject, OWL + "members") or self._take(subject, OWL + "distinctMembers")
            for item in self._list(members):
                if local == "AllDisjointClasses":
                    self._class(item, SUB)
                elif local == "AllDifferent":
                    self._individual(item)
                elif self._property(item, ("object property", "data property")) in self.composite:
                    self._fault(f"{item.value} is composite and may not stand in {local}")
        elif local == "Axiom":
            self._annotated(subject)
        elif (
            isinstance(value, ox.NamedNode)
            and value.value.startswith((RDF, RDFS, OWL, XSD))
            and value.value not in self.kinds["class"]
        ):
            raise Fault(f"{value.value} is of the reserved vocabulary and no class")
        else:
            self._individual(subject)
            self._class(value, SUPER)

    def _annotated(self, node) -> None:
        """Walk the annotation of an axiom of one triple, which must be there."""
        parts = [self._take(node, OWL + name) for name in ("annotatedSource", "annotatedProperty", "annotatedTarget")]
        if [len(part) for part in parts] != [1, 1, 1]:
            raise Fault("the annotation of an axiom does not say which")
        (subject,), (predicate,), (value,) = parts
        if value not in [triple.object for triple in self.out[subject][predicate.value]]:
            raise Fault(f"an axiom is annotated that is not there: {subject} {predicate} {value}")
        for name in list(self.out[node]):
            if name != TYPE.value and not name.startswith(OWL + "annotated"):
                for annotation in self._take(node, name):
                    self._annotation(name, annotation)

    def _class(self, node, where: str) -> None:
        """Walk a class expression that stands in a position."""
        if isinstance(node, ox.NamedNode):
            if node.value not in self.kinds["class"]:
                raise Fault(f"{node.value} is used as a class and declared as none")
            if node.value == OWL + "Thing":
                self._fault(f"owl:Thing may not stand on {where} in OWL 2 RL", "RL")
            return
        if not isinstance(node, ox.BlankNode):
            raise Fault(f"{node} is no class")
        if len(self.uses[node]) > 1:
            raise Fault(f"a class expression is used {len(self.uses[node])} times")
        self._take(node, TYPE.value)
        named = [name for name in (*SETS, *FILLERS) if self.out[node][OWL + name]]
        if len(named) != 1:
            raise Fault(f"a class expression says {named or 'nothing'}")
        (form,) = named
        for profile, allowed in ALLOWED.items():
            if form not in allowed[where]:
                self._fault(f"{form} may not stand on {where} in OWL 2 {profile}", profile)
        (value,) = self._take(node, OWL + form)
        self._expression(node, form, value, where)

    def _expression(self, node, form: str, value, where: str) -> None:
        if form in ("intersectionOf", "unionOf"):
            for item in self._list(value):
                self._class(item, where)
        elif form == "complementOf":
            self._class(value, SUB)
        elif form == "oneOf":
            items = self._list(value)
            if len(items) != 1:
                self._fault("oneOf of several is not in OWL 2 EL", "EL")
            for item in items:
                self._individual(item)
        else:
            self._restriction(node, form, value, where)

    def _restriction(self, node, form: str, value, where: str) -> None:
        (on,) = self._take(node, OWL + "onProperty")
        name = self._property(on, ("object property", "data property"))
        is_object = name in self.kinds["object property"]
        if form in NUMBERS or form == "hasSelf":
            if name in self.composite:
                self._fault(f"{name} is composite and may not be counted")
            if form in NUMBERS and value.value not in ("0", "1"):
                self._fault(f"{form} {value.value} is not in OWL 2 RL", "RL")
            for filler in self._take(node, OWL + "onClass"):
                self._class(filler, SUB)
            for filler in self._take(node, OWL + "onDataRange"):
                self._datatype(filler)
        elif form == "hasValue":
            self._individual(value) if is_object else self._literal(value)
        elif not is_object:
            self._datatype(value)
        elif value != ox.NamedNode(OWL + "Thing") or where == SUPER:
            self._class(value, where)

    def _bounded(self, name: str, bound: str, value) -> None:
        if name in self.kinds["annotation property"]:
            return
        self._property(ox.NamedNode(name), ("object property", "data property"))
        if bound == "range" and name in self.kinds["data property"]:
            self._datatype(value)
        else:
            self._class(value, SUPER)

    def _properties(self, local: str, one: str, other: str) -> None:
        found = [kind for kind in list(KINDS.values())[1:4] if {one, other} <= self.kinds[kind]]
        if not found:
            raise Fault(f"{one} and {other} are not declared as properties of one kind")
        if local == "propertyDisjointWith" and {one, other} & self.composite:
            raise Fault(f"{one} or {other} is composite and may not be disjoint")

    def _assertion(self, subject, name: str, value) -> None:
        if name in self.kinds["annotation property"]:
            self._annotation(name, value)
        elif name in self.kinds["object property"]:
            if isinstance(value, ox.Literal):
                raise Fault(f"object property {name} with the literal {value}")
            self._individual(subject), self._individual(value)
        elif name in self.kinds["data property"]:
            self._individual(subject)
            self._literal(value)
        else:
            raise Fault(f"{name} is used as a property and declared as none")

    def _annotation(self, name: str, value) -> None:
        if name not in self.kinds["annotation property"]:
            raise Fault(f"{name} is used as an annotation and not declared as annotation property")
        if isinstance(value, ox.Literal):
            self._literal(value)

    def _individual(self, node) -> None:
        if isinstance(node, ox.Literal):
            raise Fault(f"{node} is no individual")
        if isinstance(node, ox.NamedNode):
            others = [kind for kind in KINDS.values() if kind != "individual" and node.value in self.kinds[kind]]
            if others or node.value in DATATYPES:
                raise Fault(f"{node.value} is both individual and {' and '.join(others) or 'datatype'}")

    def _literal(self, value) -> None:
        if not isinstance(value, ox.Literal):
            raise Fault(f"{value} where a literal belongs")
        if not value.language:
            self._datatype(value.datatype)

    def _datatype(self, node) -> None:
        if not isinstance(node, ox.NamedNode) or node.value not in DATATYPES:
            raise Fault(f"{getattr(node, 'value', node)} is no datatype of OWL 2")
        for profile, names in (("RL", RL_DATATYPES), ("EL", EL_DATATYPES)):
            if node.value not in names:
                self._fault(f"{node.value} is not in OWL 2 {profile}", profile)

    def _property(self, node, kinds: tuple[str, ...]) -> str:
        if isinstance(node, ox.BlankNode):
            (node,) = self._take(node, OWL + "inverseOf")
            self._fault("an inverse is not in OWL 2 EL", "EL")
        if not any(node.value in self.kinds[kind] for kind in kinds):
            raise Fault(f"{node.value} is not declared as {' or '.join(kinds)}")
        return node.value

    def _take(self, node, name: str) -> list:
        """Return the values of a property of a node, whose triples are thereby used."""
        self.seen.update(self.out[node][name])
        return [triple.object for triple in self.out[node][name]]

    def _list(self, node) -> list:
        items = []
        while node != NIL:
            first, rest = self._take(node, FIRST.value), self._take(node, REST.value)
            if len(first) != 1 or len(rest) != 1:
                raise Fault("a list is broken")
            items.append(first[0])
            node = rest[0]
        return items

    def _regularity(self) -> None:
        """Look for a property that a chain makes depend on itself, the two allowed forms of recursion aside."""
        needs: dict[str, set[str]] = defaultdict(set)
        for name, chain, _ in self.chains:
            inner = chain[1:] if chain[0] == name else chain[:-1] if chain[-1] == name else chain
            needs[name].update([] if chain == [name, name] else inner)
        for triple in self.triples:
            if triple.predicate.value == RDFS + "subPropertyOf" and triple.subject.value in self.kinds["object property"]:
                needs[triple.object.value].add(triple.subject.value)
        for name, _, place in self.chains:
            self.place = place
            if name in _reached(name, lambda at: needs[at]):
                self._fault(f"the chain of {name} depends on itself")


def _reached(start: str, following: Callable[[str], set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(following(start))
    while waiting:
        at = waiting.pop()
        if at not in found:
            found.add(at)
            waiting += following(at)
    return found


def placed(quads: Iterable[ox.Quad], place: Callable[[ox.Quad], str]) -> Iterator[Placed]:
    """Give quads as triples with the place that a function knows of each."""
    for quad in quads:
        yield Placed(quad.subject, quad.predicate, quad.object, place(quad))
