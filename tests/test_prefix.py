"""Proof of the prefix list: it is that of Bioregistry, and every outside identifier fits it.

Bioregistry ships its whole registry in its wheel, so nothing is looked up elsewhere.
"""

from __future__ import annotations

import csv
import os
import re
from collections import Counter

import bioregistry
import pyoxigraph as ox
import pytest

from raad.graph.cache import Graph
from raad.graph.query import run
from raad.graph.question import question, tidy
from raad.link.prefix import compress, converter, expand, prefix_list, standard
from raad.names import BASE
from raad.rooms import room

CURIE = ox.NamedNode(BASE + "curie")
ASKED = question("find/database")
LISTED = {row["prefix"]: row for row in tidy(ASKED, run(prefix_list(), ASKED.text)).records() if row["database"]}
SHARED = {uri for uri, count in Counter(bioregistry.get_uri_prefix(prefix) for prefix in LISTED).items() if count > 1}


def spelled(prefix: str) -> str:
    """Return the prefix as Bioregistry spells it."""
    name = bioregistry.normalize_prefix(prefix)
    assert name, prefix
    return name


def curies_of(graph: Graph) -> list[str]:
    """Return the outside identifiers of all records."""
    return [quad.object.value for quad in graph.store.quads_for_pattern(None, CURIE, None)]


@pytest.mark.parametrize("prefix", LISTED)
def test_prefix_has_namespace_and_pattern_of_bioregistry(prefix: str) -> None:
    """Two databases that Bioregistry puts into one namespace are told apart by its own resolver."""
    row, name = LISTED[prefix], spelled(prefix)
    uri = bioregistry.get_uri_prefix(name)
    resolver = bioregistry.get_bioregistry_iri(name, "") or ""
    assert row["namespace"] == (resolver if uri in SHARED else uri)
    assert row["pattern"] == bioregistry.get_pattern(name)
    others = {other.lower() for other in bioregistry.get_synonyms(name) or ()} | {name}
    assert {other.lower() for other in row["otherPrefix"]} <= others


@pytest.mark.parametrize("prefix", [prefix for prefix, row in LISTED.items() if row["otherNamespace"]])
def test_other_namespaces_are_known_to_bioregistry(prefix: str) -> None:
    known = bioregistry.get_resource(spelled(prefix)).get_uri_prefixes()
    assert set(LISTED[prefix]["otherNamespace"]) - known == set()


def test_listed_are_the_databases_that_records_name(graph: Graph) -> None:
    assert {curie.partition(":")[0] for curie in curies_of(graph)} == set(LISTED)


def test_every_identifier_goes_to_an_iri_and_back(graph: Graph) -> None:
    curies = curies_of(graph)
    assert len(curies) > 900
    assert [curie for curie in curies if compress(expand(curie) or "") != curie] == []
    assert len({expand(curie) for curie in curies}) == len(set(curies))


def test_every_collected_identifier_has_the_form_of_its_database() -> None:
    """NIFSTD is one place for many vocabularies; Bioregistry gives it the pattern of one of them."""
    with open(os.path.join(room("data"), "identifiers.tsv"), encoding="utf-8", newline="") as stream:
        rows = {row["curie"] for row in csv.DictReader(stream, delimiter="\t")}
    wrong = []
    for curie in rows:
        prefix, _, local = curie.partition(":")
        pattern = bioregistry.get_pattern(spelled(prefix))
        wrong += [curie] if pattern and not re.search(pattern, local) else []
    assert wrong == ["NIFSTD:sao1799103720"]


@pytest.mark.parametrize(
    ("name", "curie"),
    [
        ("chebi:6121", "CHEBI:6121"),
        ("uniprot:Q05586", "UniProtKB:Q05586"),
        ("http://purl.obolibrary.org/obo/UBERON_0001954", "UBERON:0001954"),
        ("http://id.nlm.nih.gov/mesh/D007649", "MESH:D007649"),
        ("http://identifiers.org/ncbigene/2902", "NCBIGene:2902"),
        ("https://w3id.org/raad/compound/ketamine", "compound:ketamine"),
        ("nowhere:1", None),
        ("https://example.org/1", None),
    ],
)
def test_any_way_of_writing_becomes_one(name: str, curie: str | None) -> None:
    assert standard(name) == curie


def test_no_prefix_stands_for_two_namespaces() -> None:
    records = converter().records
    assert len({record.uri_prefix for record in records}) == len(records)
