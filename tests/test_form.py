"""Proof of the queries of sparql/form/: both engines read the same from ontology and shapes."""

from __future__ import annotations

import os

import pyoxigraph as ox
import pytest
import rdflib

from raad.curated.context import Context
from raad.curated.triple import ontology_quads
from raad.editor.form import Forms
from raad.graph.query import run
from raad.graph.question import question, questions
from raad.rooms import room

SHAPES = ("action", "endpoint", "group", "publication", "review-of-record", "risk-of-bias", "search", "side", "step")
NAMES = [asked.name for asked in questions(("form",))]


@pytest.fixture(scope="module")
def turtle() -> str:
    """Return ontology and the shapes of every form as N-Triples; all shapes would take the second engine half a minute."""
    triples = [quad.triple for quad in ontology_quads()]
    for path in (os.path.join(room("shapes"), f"{name}.ttl") for name in SHAPES):
        triples += [quad.triple for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE, rename_blank_nodes=True)]
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES).decode()


@pytest.mark.parametrize("name", NAMES)
def test_both_engines_read_the_same(turtle: str, name: str) -> None:
    store = ox.Store()
    store.load(turtle.encode(), format=ox.RdfFormat.N_TRIPLES)
    rows = run(store, question(name).text).rows
    second = rdflib.Graph().parse(data=turtle, format="nt").query(question(name).text)
    assert rows
    assert {tuple("" if cell is None else str(cell) for cell in row) for row in rows} == {
        tuple("" if cell is None else str(cell) for cell in row) for row in second
    }


def test_a_shape_of_a_wider_class_holds_for_the_narrower() -> None:
    entry = Forms(Context.load()).whole("publication").entries["reviewer"]
    assert entry.single
    assert entry.limits["pattern"].startswith("^[0-9]{4}-")


def test_a_key_that_meets_a_shape_only_where_another_key_stands_is_not_wanted() -> None:
    """review_date is needed beside reviewer, unit beside a mean: a record without either meets the shape."""
    forms = Forms(Context.load())
    finding = forms.part(forms.whole("publication").entries["finding"])
    assert not forms.whole("publication").entries["review_date"].wanted
    assert not forms.part(finding.entries["result"]).entries["unit"].wanted
    assert forms.whole("publication").entries["title"].wanted


def test_types_are_the_narrower_classes_that_the_context_knows() -> None:
    form = Forms(Context.load()).whole("group")
    assert form.types == ("ResearchGroup", "Sponsor", "Company")
    assert form.type_advice == "Give exactly one type: ResearchGroup, Sponsor or Company."
    assert not Forms(Context.load()).whole("compound").type_advice
