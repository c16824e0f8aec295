"""What is scored: RAAD as it is published, with what describes it, or files of somebody's own."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from raad.curated.triple import ontology_quads
from raad.export.description import write_void
from raad.export.example import question_quads
from raad.export.form import FORMS
from raad.export.owl import one_ontology
from raad.export.selection import select
from raad.graph.cache import load
from raad.graph.query import run
from raad.link.reader import Reader
from raad.names import EXTERNAL
from raad.scorecard.rule import subject_query

_NAME = "scored"
_PART = f"{EXTERNAL}{_NAME}#part-"


@dataclass(frozen=True)
class Subject:
    """Something to score: its name, a store for each thing it holds (ontology, description, example), and how it is written.

    `base` begins the terms that are its own, or is empty where it does not say; `own` tells that it is RAAD itself.
    """

    name: str
    stores: dict[str, ox.Store]
    base: str
    syntaxes: tuple[str, ...]
    own: bool = False


def raad_subject(about: Iterable[str], progress: Callable[[str], None] = lambda stage: None) -> Subject:
    """Return what RAAD publishes, of the things named: its ontology as one file, the description of the data, the examples."""
    made = {"ontology": _store(one_ontology(ontology_quads()))}
    if "description" in about:
        made["description"] = _store(ox.parse(write_void(select(load(progress))), format=ox.RdfFormat.TURTLE))
    if "example" in about:
        made["example"] = _store(question_quads())
    known = (ox.RdfFormat.from_media_type(form.media_type) for form in FORMS.values())
    syntaxes = tuple(sorted({one.name for one in known if one}))
    return Subject("the RAAD ontology", made, _base(made["ontology"]), syntaxes, own=True)


def file_subject(paths: list[str]) -> Subject:
    """Return what the files hold, taken as one; nothing that they import is fetched, and UsageError says what cannot be read."""
    reader, store, syntaxes = Reader(), ox.Store(), set()
    try:
        with tempfile.TemporaryDirectory() as folder:
            stage = os.path.join(folder, "read.nt")
            for path in paths:
                size = os.path.getsize(path) if os.path.isfile(path) else 0
                syntaxes.add(reader.read(path, _NAME, stage, size)["format"])
                store.bulk_extend(map(_anonymous, ox.parse(path=stage, format=ox.RdfFormat.N_TRIPLES)))
    finally:
        reader.close()
    held = ["ontology", *(name for name in ("description", "example") if run(store, subject_query(name)))]
    return Subject(", ".join(paths), dict.fromkeys(held, store), _base(store), tuple(sorted(syntaxes)))


def _anonymous(quad: ox.Quad) -> ox.Quad:
    """Return a statement with the parts that the reader named for want of a name, such as restrictions, nameless again."""
    subject, value = (
        ox.BlankNode(term.value.removeprefix(_PART)) if isinstance(term, ox.NamedNode) and term.value.startswith(_PART) else term
        for term in (quad.subject, quad.object)
    )
    return ox.Quad(subject, quad.predicate, value)


def _base(store: ox.Store) -> str:
    """Return the namespace that the ontology states for its own terms, where it states one."""
    rows = run(store, subject_query("base")).rows
    return str(rows[0][0]) if len(rows) == 1 else ""


def _store(statements: Iterable[ox.Quad | ox.Triple]) -> ox.Store:
    store = ox.Store()
    store.bulk_extend(ox.Quad(one.subject, one.predicate, one.object) for one in statements)
    return store
