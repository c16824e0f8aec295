"""What the proofs share: the frozen records, and the shipped graph."""

from __future__ import annotations

import pytest
import rdflib
from frozen_graph import Frozen, dataset_of, frozen_records

from raad.cache import Graph, load


@pytest.fixture(scope="session")
def frozen() -> Frozen:
    """Return the frozen records with all that follows from them."""
    return frozen_records()


@pytest.fixture(scope="session")
def frozen_dataset(frozen: Frozen) -> rdflib.Dataset:
    """Return the frozen graph for the second engine."""
    return dataset_of(frozen.store)


@pytest.fixture(scope="session")
def graph() -> Graph:
    """Return the shipped graph."""
    return load()
