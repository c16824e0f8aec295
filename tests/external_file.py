"""Files of other ontologies beside the checkout, for tests that are left out by name where a file is absent."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "external"


def external(name: str) -> Path:
    """Return the path of an outside file; the test is skipped where it is absent."""
    path = FOLDER / name
    if not path.is_file():
        pytest.skip(f"../shared/external/{name} is not beside this checkout")
    return path


def read_external(name: str) -> list[ox.Triple]:
    """Return the triples of an outside OWL file in RDF/XML or Turtle, without anything it imports."""
    path = external(name)
    form = ox.RdfFormat.TURTLE if path.suffix == ".ttl" else ox.RdfFormat.RDF_XML
    return [quad.triple for quad in ox.parse(path=str(path), format=form, rename_blank_nodes=True)]
