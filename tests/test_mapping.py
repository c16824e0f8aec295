"""Proof of the mappings: the published file is what the records hold, and another library reads it without a fault."""

from __future__ import annotations

import os
from collections import Counter

import pyoxigraph as ox
import pytest
import sssom_pydantic
from curies.vocabulary import mapping_review, matching_processes
from frozen_graph import Frozen, dataset_of, store_of
from test_question import rows_of, said, second

from raad.export.form import written
from raad.export.selection import select
from raad.graph.cache import Graph
from raad.graph.query import run
from raad.graph.question import question, tidy
from raad.link.prefix import expand
from raad.names import BASE
from raad.rooms import room

PLACE = os.path.join(room("data"), "mapping.sssom.tsv")
NOT = "Not"
REFUSED = (
    ("judgesQuestion", ox.Literal("mapping")),
    ("judgesRecord", "compound/ketamine"),
    ("judgesTerm", ox.Literal("CHEBI:1")),
    ("refusesMatchKind", "ExactMatch"),
    ("verdictReason", ox.Literal("another substance", language="en")),
    ("judgedFrom", ox.Literal("a page")),
)


@pytest.fixture(scope="module")
def read() -> tuple:
    """Return mappings, converter, metadata and faults of the published file as sssom-pydantic reads them."""
    return sssom_pydantic.read(PLACE, return_errors=True)


def test_the_published_mappings_are_those_of_the_records(graph: Graph) -> None:
    with open(PLACE, "rb") as stream:
        assert stream.read() == written(select(graph), "sssom"), (
            "write it anew: raad export --format sssom -o data/mapping.sssom.tsv"
        )


def test_another_library_reads_every_mapping(graph: Graph, read: tuple) -> None:
    mappings, converter, about, faults = read
    held = Counter(quad.object.value for quad in graph.store.quads_for_pattern(None, ox.NamedNode(BASE + "curie"), None))
    assert faults == []
    assert Counter(mapping.object.curie for mapping in mappings if mapping.predicate_modifier != NOT) == held
    assert str(about.license)
    assert about.version
    for mapping in mappings:
        assert converter.expand(mapping.object.curie) == expand(mapping.object.curie)
        assert converter.expand(mapping.subject.curie) == expand(mapping.subject.curie)


def test_predicates_and_justifications_are_those_of_the_standards(read: tuple) -> None:
    names = {one.curie for one in matching_processes} | {mapping_review.curie}
    assert {mapping.justification.curie for mapping in read[0]} <= names
    assert {mapping.predicate.curie for mapping in read[0]} <= {
        f"skos:{name}Match" for name in ("exact", "close", "broad", "narrow", "related")
    }


def test_a_refused_mapping_is_kept_with_its_verdict_and_on_no_record(read: tuple) -> None:
    """DB01589 is quazepam."""
    refused, held = (
        {
            (one.subject.curie, one.predicate.curie, one.object.curie): one.comment
            for one in read[0]
            if (one.predicate_modifier == NOT) is no
        }
        for no in (True, False)
    )
    assert "quazepam" in refused["compound:rapastinel", "skos:exactMatch", "DRUGBANK:DB01589"]
    assert held.keys() & refused.keys() == set()


def test_a_confidence_is_stated_only_where_files_could_be_compared(read: tuple) -> None:
    for mapping in read[0]:
        assert mapping.confidence is None or 0 < mapping.confidence < 1
        assert mapping.confidence is None or mapping.predicate_modifier != NOT


def test_mappings_of_a_compound_are_its_own(graph: Graph) -> None:
    text = written(select(graph, compound="rapastinel"), "sssom").decode()
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")][1:]
    assert ["compound:rapastinel", "DRUGBANK:DB11801"] in [[row[0], row[4]] for row in rows]
    assert "compound:dizocilpine" not in {row[0] for row in rows}


@pytest.mark.parametrize("name", ["export/mapping", "export/mapping-set"])
def test_both_engines_give_the_same_mappings(frozen: Frozen, name: str) -> None:
    """No frozen mapping is refused, so that one is made up."""
    asked = question(name)
    store = store_of([*frozen.stated, *(said("link-judgement/test", *pair) for pair in REFUSED)])
    table = tidy(asked, run(store, asked.text))
    assert table.rows
    assert rows_of(second(dataset_of(store), asked, asked.text)) == rows_of(table)
    assert name != "export/mapping" or [row["curie"] for row in table.records() if row["modifier"] == NOT] == ["CHEBI:1"]
