"""The score: every rule of the checklists held against a subject."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from raad.graph.query import Iri, run
from raad.graph.question import question
from raad.rooms import room
from raad.scorecard.rule import Checklist, Rule, checklists, subject_query
from raad.scorecard.subject import Subject

PASS, MISS, KNOWN = "pass", "miss", "miss with a reason"
WEB, HAND, NONE = "needs the web", "needs a reader", "not applicable"


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that a rule finds: the entity, property and value concerned, how grave it is, and the reason if one is known."""

    entity: str
    property: str
    value: str
    level: str
    reason: str = ""


@dataclass(frozen=True)
class Mark:
    """What became of a rule: its standing, what was looked at or why it was not judged, and the faults that were found."""

    rule: str
    title: str
    level: str
    judged: str
    standing: str
    note: str
    finds: str
    fix: str
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class ListScore:
    """The marks of one checklist, and which entities its rules look at."""

    name: str
    title: str
    source: str
    entities: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Score:
    """The marks of a subject by checklist; it passed if no error and no warning was found for which no reason is known."""

    subject: str
    passed: bool
    lists: tuple[ListScore, ...]


def score(subject: Subject, names: tuple[str, ...] = (), base: str | None = None) -> Score:
    """Return the score of a subject on the checklists of those names, or on all.

    Rules look at the subject's own terms, the ROBOT rules at every entity as ROBOT does; `base`, where given, narrows all of
    them to entities whose IRI begins with it.
    """
    chosen = [one for one in checklists() if not names or one.name in names]
    lists = tuple(
        ListScore(one.name, one.title, one.source, one.entities, tuple(_mark(one, rule, subject, base) for rule in one.rules))
        for one in chosen
    )
    faults = [fault for one in lists for mark in one.marks for fault in mark.faults]
    return Score(subject.name, not any(fault.level in ("ERROR", "WARN") and not fault.reason for fault in faults), lists)


@cache
def reviews() -> dict[str, dict[str, dict]]:
    """Return what readers found of RAAD itself, and the reasons of its misses, by list and rule."""
    import yaml

    with open(os.path.join(room("sparql"), "scorecard", "review.yaml"), encoding="utf-8") as stream:
        return yaml.safe_load(stream)


def _mark(checklist: Checklist, rule: Rule, subject: Subject, base: str | None) -> Mark:
    """Return the mark of a rule: by a query or the file where one judges, else what a reader found, or why nobody judged."""
    review = reviews().get(checklist.name, {}).get(rule.code, {}) if subject.own else {}
    if rule.judged in ("query", "file"):
        if checklist.about not in subject.stores:
            return _made(rule, NONE, f"there is no {checklist.about} to judge")
        known = review.get("known", {})
        found = _syntax_faults(rule, subject) if rule.judged == "file" else _query_faults(checklist, rule, subject, base, known)
        told = tuple(sorted(found))
        return _made(rule, PASS if not told else KNOWN if all(fault.reason for fault in told) else MISS, "", told)
    if review:
        return _made(rule, review["standing"], review["found"])
    return _made(rule, {"web": WEB, "none": NONE}.get(rule.judged, HAND), rule.why)


def _made(rule: Rule, standing: str, note: str, faults: tuple[Fault, ...] = ()) -> Mark:
    return Mark(rule.code, rule.title, rule.level, rule.judged, standing, note, rule.finds, rule.fix, faults)


def _query_faults(checklist: Checklist, rule: Rule, subject: Subject, base: str | None, known: dict[str, str]) -> set[Fault]:
    """Return what the query of a rule finds among the entities it is about, each with the reason that is known for it."""
    store = subject.stores[checklist.about]
    narrow = base if base is not None else "" if rule.all_entities else subject.base
    headers = {str(row[0]) for row in run(store, subject_query("header")).rows} if base is None else set()
    found = set()
    for row in run(store, rule.text).records():
        iri = str(row["entity"] or "")
        if iri.startswith(narrow) or iri in headers:
            entity, about = _shown(row["entity"]), _shown(row.get("property"))
            reason = known.get(about) or known.get(entity) or known.get("all", "")
            found.add(Fault(entity, about, _shown(row.get("value")), str(row.get("level") or rule.level), reason))
    return found


def _syntax_faults(rule: Rule, subject: Subject) -> set[Fault]:
    """Return what the file itself shows against a rule; one that does not parse, or has relative names, is never scored."""
    if rule.syntax and rule.syntax not in subject.syntaxes:
        return {Fault(subject.name, "", " and ".join(subject.syntaxes), rule.level)}
    return set()


def _shown(value: object) -> str:
    """Return a value as the score shows it: an IRI in short form, a blank node without its passing name."""
    if value is None:
        return ""
    if isinstance(value, Iri):
        return "[]" if value.startswith("_:") else short(value)
    return str(value)


def short(iri: str) -> str:
    """Return an IRI by the longest namespace of the prefix list that it begins with, or as it is."""
    for namespace, prefix in _prefixes():
        if iri.startswith(namespace) and re.fullmatch(r"[\w.-]+", iri.removeprefix(namespace)):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


@cache
def _prefixes() -> list[tuple[str, str]]:
    store = ox.Store()
    store.bulk_load(path=os.path.join(room("ontology"), "prefixes.ttl"), format=ox.RdfFormat.TURTLE)
    rows = run(store, question("find/prefix").text).rows
    return sorted(((str(namespace), str(prefix)) for prefix, namespace in rows), key=lambda row: (-len(row[0]), row))
