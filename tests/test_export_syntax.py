"""Proof of the syntaxes of RDF: readers of five makers read the statements that were written, number by number."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from foreign_reader import alike, by_jena, by_node, by_raptor, by_rdflib

from raad.export.form import FORMS, written
from raad.export.selection import Selection, select
from raad.graph.cache import Graph

DATASETS = ("json-ld", "n-quads", "trig")
TRIPLES = ("n-triples", "rdf-xml", "turtle")


@pytest.fixture(scope="module")
def chosen(graph: Graph) -> Selection:
    return select(graph, ("ontology", "data", "inferred"), compound="nitrous-oxide")


@pytest.fixture(scope="module")
def files(chosen: Selection, tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("export")
    for name in DATASETS + TRIPLES:
        (folder / f"raad{FORMS[name].ending}").write_bytes(written(chosen, name))
    return {name: folder / f"raad{FORMS[name].ending}" for name in DATASETS + TRIPLES}


def test_numbers_are_written_as_printed(chosen: Selection, files: dict[str, Path]) -> None:
    assert [quad for quad in chosen.quads if getattr(quad.object, "value", "") == "-7.00"]
    assert [name for name, path in files.items() if "-7.00" not in path.read_text(encoding="utf-8")] == []


def check(chosen: Selection, files: dict[str, Path], read) -> None:
    found = read([(FORMS[name].media_type, path) for name, path in files.items()])
    whole, flat = alike(chosen.quads), alike(ox.Quad(*quad.triple) for quad in chosen.quads)
    assert found
    for name, path in files.items():
        if path in found:
            assert found[path] == (whole if name in DATASETS else flat), name


def test_rdflib_reads_what_was_written(chosen: Selection, files: dict[str, Path]) -> None:
    check(chosen, files, by_rdflib)


def test_raptor_reads_what_was_written(chosen: Selection, files: dict[str, Path]) -> None:
    check(chosen, files, by_raptor)


def test_jena_reads_what_was_written(chosen: Selection, files: dict[str, Path], tmp_path: Path) -> None:
    check(chosen, files, lambda pairs: by_jena(pairs, tmp_path))


def test_node_readers_read_what_was_written(chosen: Selection, files: dict[str, Path]) -> None:
    check(chosen, files, by_node)


def test_pyoxigraph_reads_what_was_written(chosen: Selection, files: dict[str, Path]) -> None:
    forms = {path: ox.RdfFormat.from_media_type(FORMS[name].media_type) for name, path in files.items()}
    check(chosen, files, lambda pairs: {path: alike(ox.parse(path=path, format=forms[path])) for _, path in pairs})
