"""What the proofs share: the frozen records, and the shipped graph."""

from __future__ import annotations

from typing import NamedTuple

import pytest
import rdflib
from frozen_graph import Frozen, dataset_of, frozen_records

from raad.cli import main
from raad.graph.cache import Graph, load


class Result(NamedTuple):
    """What a command wrote and how it ended."""

    code: int
    out: str
    err: str


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


@pytest.fixture
def raad(capsys: pytest.CaptureFixture[str]):
    """Return a function that runs one command in this process."""

    def run(*arguments: str) -> Result:
        with pytest.raises(SystemExit) as left:
            main(list(arguments))
        told = capsys.readouterr()
        return Result(left.value.code or 0, told.out, told.err)

    return run
