"""What is scored: the ontology of RAAD as it is published with what describes it, or a file of somebody's own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from raad.export.form import FORMS
from raad.graph import ontology_quads
from raad.query import run
from raad.scorecard.rule import subject_query
from raad.scorecard.syntax import parse


@dataclass(frozen=True)
class Subject:
    """Something to score: its name, a store for each thing it holds (ontology, description, example), and how it is written.

    `base` begins the terms that are its own, or is empty where it does not say; `own` tells that it is RAAD itself.
    """

    name: str
    stores: dict[str, ox.Store]
    base: str
    syntaxes: tuple[str, ...]
    relative: tuple[str, ...] = ()
    own: bool = False


def raad_subject() -> Subject:
    """Return the ontology of RAAD as it is published: one file of all that the main module imports, under one header."""
    store = _store(ontology_quads())
    published = _store(ox.Quad(*triple) for triple in run(store, subject_query("published")))
    return Subject("the RAAD ontology", {"ontology": published}, _base(published), _exported(), own=True)


def file_subject(paths: list[str]) -> Subject:
    """Return what the files hold, taken as one; UsageError says why one of them cannot be read."""
    parsed = [parse(path) for path in paths]
    store = _store(quad for one in parsed for quad in one.quads)
    held = ["ontology", *(name for name in ("description", "example") if run(store, subject_query(name)))]
    syntaxes = tuple(dict.fromkeys(one.syntax for one in parsed))
    relative = tuple(name for one in parsed for name in one.relative)
    return Subject(", ".join(paths), dict.fromkeys(held, store), _base(store), syntaxes, relative)


def _exported() -> tuple[str, ...]:
    """Return the names of the syntaxes of RDF that an export writes."""
    known = (ox.RdfFormat.from_media_type(form.media_type) for form in FORMS.values())
    return tuple(dict.fromkeys(one.name for one in known if one))


def _base(store: ox.Store) -> str:
    """Return the namespace that the ontology states for its own terms, where it states one."""
    rows = run(store, subject_query("base")).rows
    return str(rows[0][0]) if len(rows) == 1 else ""


def _store(quads: Iterable[ox.Quad]) -> ox.Store:
    store = ox.Store()
    store.bulk_extend(ox.Quad(*quad.triple) for quad in quads)
    return store
