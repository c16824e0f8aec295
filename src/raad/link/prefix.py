"""Prefixes of outside databases: a CURIE as IRI and back, by the one prefix list of the ontology."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from raad.errors import UsageError
from raad.graph.query import run
from raad.graph.question import question, tidy
from raad.rooms import files

if TYPE_CHECKING:
    from curies import Converter


@cache
def converter() -> Converter:
    """Return the converter of the prefix list; UsageError where curies is not installed.

    A prefix is also known in small letters and by its alternative names, a namespace by its alternatives.
    """
    try:
        import curies
    except ModuleNotFoundError:
        raise UsageError("links to other databases need the package curies: pip install 'raad[link]'") from None
    asked = question("find/database")
    return curies.Converter(
        [
            curies.Record(
                prefix=row["prefix"],
                uri_prefix=row["namespace"],
                prefix_synonyms=sorted({row["prefix"].lower(), *row["otherPrefix"]} - {row["prefix"]}),
                uri_prefix_synonyms=list(row["otherNamespace"]),
                pattern=row["pattern"],
            )
            for row in tidy(asked, run(prefix_list(), asked.text)).records()
        ]
    )


def prefix_list() -> ox.Store:
    """Return the prefix list of the ontology alone."""
    store = ox.Store()
    for path in files("ontology", "prefixes.ttl"):
        store.load(path=path, format=ox.RdfFormat.TURTLE)
    return store


def expand(curie: str) -> str | None:
    """Return the IRI of a CURIE, whose prefix may be written in any of its ways; None for a prefix that is not listed."""
    return converter().expand(curie)


def compress(iri: str) -> str | None:
    """Return the CURIE of an IRI as curated files write it; None for a namespace that is not listed."""
    return converter().compress(iri)


def standard(name: str) -> str | None:
    """Return a CURIE or an IRI as the CURIE that curated files write; None where neither prefix nor namespace is listed."""
    return compress(name) or converter().standardize_curie(name)
