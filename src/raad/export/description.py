"""RAAD described as a dataset: VoID and DCAT at the four levels of the W3C HCLS profile."""

from __future__ import annotations

import pyoxigraph as ox

from raad.export.form import FORMS
from raad.export.readable import Writer
from raad.export.selection import Selection
from raad.imprint import TITLE, imprint
from raad.query import run
from raad.question import bind, question

SYNTAXES = ("jelly", "json-ld", "n-quads", "n-triples", "rdf-xml", "trig", "turtle")
COUNTED = "n-quads"
_PARTS = ("class-partition", "property-partition", "linkset")


def write_void(selection: Selection) -> bytes:
    """Return summary, version, distributions and RDF distributions in Turtle, with counts; partitions stand on N-Quads."""
    store = ox.Store()
    store.bulk_extend(selection.quads)
    objects = {quad.object for quad in selection.quads}
    counts = {"tripleCount": str(len({quad.triple for quad in selection.quads})), "objectCount": str(len(objects))}
    release = selection.version.partition(" ")[0]
    triples = _asked(store, "dataset", version=release, words=TITLE)
    for name, form in FORMS.items():
        known = {"version": release, "format": name}
        triples |= _asked(store, "distribution", **known, title=TITLE, about=form.title, media=form.media_type)
        if name in SYNTAXES:
            triples |= _asked(store, "rdf-distribution", **known, **counts)
    for part in _PARTS:
        triples |= _asked(store, part, version=release, format=COUNTED)
    queries = [question(f"export/{name}").text for name in ("dataset", "distribution", "rdf-distribution")]
    return f"# {imprint(selection.version)}\n{Writer(selection.graph, queries).turtle(sorted(triples, key=str))}".encode()


def _asked(store: ox.Store, query: str, **values: str) -> set[ox.Triple]:
    return set(run(store, bind(question(f"export/{query}"), values)))
