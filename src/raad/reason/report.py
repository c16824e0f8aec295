"""What was found by reasoning, for people and for programs: each axiom in words, with the place where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from raad.asking.find import short
from raad.comparison.imprint import imprint
from raad.curated.record import Collection
from raad.explanation.location import find_records, place_of
from raad.graph.query import Iri
from raad.graph.scope import WHOLE, Scope
from raad.layout import Page, clean
from raad.names import BASE, DATA_GRAPH
from raad.reason.axiom import Axiom, root
from raad.reason.check import HERMIT, Clash, Finding
from raad.reason.reading import file_of
from raad.reason.words import Names, sentence
from raad.rooms import files


@dataclass(frozen=True)
class StatedAxiom:
    """An axiom in words, the triples it is made of as N-Triples, and where it stands."""

    words: str
    place: str
    triples: tuple[str, ...]


@dataclass(frozen=True)
class ContradictingAxioms:
    """Statements that contradict each other, so that none of them can be left out; `kind` is a class that can have no member.

    `confirmed` is whether HermiT says so too, None where it was not asked; `smallest` whether the search came to its end.
    """

    rule: str | None
    words: str
    kind: Iri | None
    statements: tuple[StatedAxiom, ...]
    confirmed: bool | None
    smallest: bool


@dataclass(frozen=True)
class ConsistencyReport:
    """Whether what was checked can be so, by whose judgement, what contradicts in it and which classes can have no member."""

    checked: tuple[str, ...]
    triples: int
    consistent: bool
    judge: str
    contradictions: tuple[ContradictingAxioms, ...]
    unsatisfiable: tuple[ContradictingAxioms, ...]
    unexplained: int
    notes: tuple[str, ...]


def verdict(
    found: Finding, checked: Iterable[str], triples: int, names: Names, notes: Iterable[str], scope: Scope = WHOLE
) -> ConsistencyReport:
    """Return what was found in words, with the place of each axiom."""
    every = [axiom for clash in (*found.clashes, *found.empty) for axiom in clash.axioms]
    records = located(every, scope)
    clashes, empty = ([_contradiction(clash, names, records) for clash in group] for group in (found.clashes, found.empty))
    said = (*notes, *found.notes)
    return ConsistencyReport(
        tuple(checked), triples, found.consistent, found.judge, tuple(clashes), tuple(empty), found.more, tuple(said)
    )


def located(axioms: Iterable[Axiom], scope: Scope = WHOLE) -> Collection | None:
    """Return the curated records that axioms are about."""
    stated = {quad.subject.value for axiom in axioms for quad in axiom if quad.graph_name == DATA_GRAPH}
    return find_records(stated, scope)


def statements(axioms: Iterable[Axiom], names: Names, records: Collection | None) -> tuple[StatedAxiom, ...]:
    """Return axioms in words, facts about records first, then what the ontology says."""
    axioms = list(axioms)
    made = [(_rank(axiom), sentence(axiom, names, _mentioned(axioms, axiom)), axiom) for axiom in axioms]
    return tuple(
        StatedAxiom(words, place(axiom, records), tuple(f"{quad.triple} ." for quad in axiom))
        for _, words, axiom in sorted(made, key=lambda item: item[:2])
    )


def place(axiom: Axiom, records: Collection | None) -> str:
    """Return where an axiom stands: file, line and column of a curated record, file and line of the ontology, else the file."""
    subject, predicate, value = root(axiom)
    graph = axiom[0].graph_name
    if graph == DATA_GRAPH:
        return place_of(records, subject.value, predicate.value, getattr(value, "value", "")) or "the curated records"
    if file := file_of(graph):
        return clean(file)
    terms = [end.value for end in (subject, value) if isinstance(end, ox.NamedNode)]
    return next((_lines()[term] for term in terms if term in _lines()), "ontology")


def verdict_text(made: ConsistencyReport, page: Page, version: str) -> str:
    """Return a verdict for people."""
    lines = [page.heading(line) for line in page.paragraph(f"{_outcome(made)} {_judge(made)}", 0)]
    lines += page.paragraph(clean(f"Checked: {', '.join(made.checked)}; {made.triples:,} triples."), 0)
    for note in made.notes:
        lines += page.paragraph(clean(f"Note: {note}."), 0)
    for number, clash in enumerate(made.contradictions, 1):
        lines += ["", page.heading(f"CONTRADICTION {number}"), *_clash(clash, page)]
    for number, clash in enumerate(made.unsatisfiable, 1):
        lines += ["", page.heading(f"EMPTY CLASS {number}: {short(clash.kind)}"), *_clash(clash, page)]
    if made.unexplained:
        lines += ["", *page.paragraph(f"{made.unexplained} more are not explained here; mend these first.", 0)]
    return "\n".join([*lines, "", *page.paragraph(imprint(version), 0)]) + "\n"


def verdict_turtle(made: ConsistencyReport, prefixes: dict[str, str], version: str) -> str:
    """Return the axioms of each contradiction as Turtle, one after the other, with comment lines between them."""
    lines = [f"# {imprint(version)}", f"# {_outcome(made)} {_judge(made)}"]
    for clash in (*made.contradictions, *made.unsatisfiable):
        lines += ["", f"# {clean(clash.words)}", turtle(clash.statements, prefixes)]
    return "\n".join(lines) + "\n"


def turtle(found: Iterable[StatedAxiom], prefixes: dict[str, str]) -> str:
    """Return statements as Turtle, with the prefixes that they use."""
    text = "\n".join(dict.fromkeys(triple for statement in found for triple in statement.triples))
    used = {prefix: namespace for prefix, namespace in sorted(prefixes.items()) if namespace in text}
    parsed = [quad.triple for quad in ox.parse(text, format=ox.RdfFormat.N_TRIPLES)]
    return ox.serialize(parsed, format=ox.RdfFormat.TURTLE, prefixes=used).decode().strip()


def _contradiction(clash: Clash, names: Names, records: Collection | None) -> ContradictingAxioms:
    words = clash.by.words if clash.by else "HermiT finds that these contradict each other; no rule of ours sees it."
    kind = Iri(clash.kind) if clash.kind else None
    said = statements(clash.axioms, names, records)
    return ContradictingAxioms(clash.by.asked.name if clash.by else None, words, kind, said, clash.confirmed, clash.smallest)


def _mentioned(axioms: list[Axiom], axiom: Axiom) -> set[str]:
    """Return the terms that the other axioms name."""
    ends = (end for other in axioms if other != axiom for quad in other for end in quad.triple)
    return {end.value for end in ends if isinstance(end, ox.NamedNode)}


def _rank(axiom: Axiom) -> int:
    return (len(axiom) > 1) + (2 if axiom[0].graph_name.value.endswith("graph/ontology") else 0)


def _outcome(made: ConsistencyReport) -> str:
    if not made.consistent:
        return "INCONSISTENT: what is stated cannot all be so."
    if made.unsatisfiable:
        many = len(made.unsatisfiable) != 1
        return f"Consistent, but {len(made.unsatisfiable)} class{'es' * many} can have no member."
    return "Consistent, and every class can have a member."


def _judge(made: ConsistencyReport) -> str:
    if made.judge == HERMIT:
        return "Judged by HermiT."
    return "Judged by the OWL RL rules of RAAD only, which may miss what HermiT would see."


def _clash(clash: ContradictingAxioms, page: Page) -> Iterable[str]:
    yield from page.paragraph(clean(clash.words))
    for number, said in enumerate(clash.statements, 1):
        yield from page.paragraph(f"{number}. {said.words}  [{said.place}]", 4, 3)
    count = len(clash.statements)
    least = "without any one of them there is no contradiction" if clash.smallest else "fewer may do, the search was cut short"
    word = {True: "; HermiT confirms it", False: "; HermiT does not confirm it", None: ""}[clash.confirmed]
    about = f"that {short(clash.kind)} can have a member" if clash.kind else "each other"
    yield from page.paragraph(f"These {count} statements contradict {about}; {least}{word}.")


@cache
def _lines() -> dict[str, str]:
    """Return file and line of each term of the ontology."""
    found = {}
    for path in files("ontology", ".ttl"):
        name = path.replace("\\", "/").rpartition("/ontology/")[2]
        with open(path, encoding="utf-8") as stream:
            for number, line in enumerate(stream, 1):
                if term := re.match(r"raad:(\w+)\s*$", line):
                    found.setdefault(BASE + term[1], f"ontology/{name}:{number}")
    return found
