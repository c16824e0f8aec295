"""Shapes run on triples: what a good record is, as SHACL says it."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import pyoxigraph as ox

from raad.errors import UsageError
from raad.rooms import files

ENGINES = ("shacl", "pyshacl")


class Violation(NamedTuple):
    """One result of a SHACL validation: IRIs as text, the value as its lexical form."""

    focus: str
    path: str
    value: str
    component: str
    shape: str
    message: str
    severity: str


def violations(quads: list[ox.Quad], engine: str = "shacl") -> list[Violation]:
    """Return what the shapes of shapes/ report on the triples, sorted.

    `shacl` is the fast engine; `pyshacl` is the reference it is proved equal to.
    """
    triples = ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES).decode()
    shapes = "\n".join(map(_text, files("shapes", ".ttl")))
    if engine not in ENGINES:
        raise UsageError(f"no SHACL engine is called {engine!r}; one of: {', '.join(ENGINES)}")
    return sorted(set(_fast(triples, shapes) if engine == "shacl" else _reference(triples, shapes)))


def _fast(triples: str, shapes: str):
    import shacl

    for result in shacl.Shapes.from_turtle(shapes).validate_text(triples, format="ntriples").results:
        path = _bare(result.path or "")
        shape, message = _bare(result.root_shape or ""), result.message or ""
        yield Violation(
            _bare(result.focus_node), path, result.value_plain or "", result.component, shape, message, result.severity
        )


def _reference(triples: str, shapes: str):
    import pyshacl
    import rdflib

    with as_printed():
        data = rdflib.Graph().parse(data=triples, format="nt")
        rules = rdflib.Graph().parse(data=shapes, format="turtle")
        _, report, _ = pyshacl.validate(data, shacl_graph=rules, inplace=True)
    term = rdflib.SH
    for result in report.subjects(rdflib.RDF.type, term.ValidationResult):
        focus, path, value, component, shape, message, severity = (
            report.value(result, term[name])
            for name in (
                "focusNode",
                "resultPath",
                "value",
                "sourceConstraintComponent",
                "sourceShape",
                "resultMessage",
                "resultSeverity",
            )
        )
        path = path if isinstance(path, rdflib.URIRef) else ""
        yield Violation(
            str(focus),
            str(path),
            "" if value is None else str(value),
            _local(component),
            str(shape),
            str(message or ""),
            _local(severity),
        )


@contextmanager
def as_printed() -> Iterator[None]:
    """Let rdflib keep each literal as it is printed; by itself it turns a boolean `yes` into `false` and 01 into 1."""
    import rdflib

    normalize, log = rdflib.NORMALIZE_LITERALS, logging.getLogger("rdflib.term")
    level = log.level
    rdflib.NORMALIZE_LITERALS = False
    log.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        rdflib.NORMALIZE_LITERALS = normalize
        log.setLevel(level)


def _text(path: str) -> str:
    with open(path, encoding="utf-8") as stream:
        return stream.read()


def _bare(term: str) -> str:
    """Return the IRI of a term in angle brackets, or nothing for a path that is no single IRI."""
    return term[1:-1] if term.startswith("<") and term.endswith(">") and term.count("<") == 1 else ""


def _local(iri: str) -> str:
    return str(iri).rpartition("#")[2]
