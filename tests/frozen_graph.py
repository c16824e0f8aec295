"""The frozen records as a graph, and a graph for the second engine."""

from __future__ import annotations

import os
from dataclasses import dataclass

import pyoxigraph as ox
import rdflib

from raad.curated.context import Context
from raad.curated.record import Collection, collect
from raad.curated.triple import canonical, ontology_quads, record_quads
from raad.graph.infer import infer
from raad.rooms import walk

FOLDER = os.path.join(os.path.dirname(__file__), "frozen")


@dataclass(frozen=True)
class Frozen:
    """The frozen records with the ontology as stated quads, and the store of all that follows."""

    collection: Collection
    stated: list[ox.Quad]
    store: ox.Store


def store_of(stated: list[ox.Quad]) -> ox.Store:
    """Return the store of stated quads and of what follows from them."""
    store = ox.Store()
    store.bulk_extend(stated + infer(stated))
    return store


def dataset_of(store: ox.Store) -> rdflib.Dataset:
    """Return the store as an rdflib dataset whose default graph is the union of all."""
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=canonical(list(store)), format="nquads")
    return dataset


def frozen_records() -> Frozen:
    """Return the frozen records, which no later edit of data/ moves."""
    paths = [(path, os.path.relpath(path, os.path.dirname(FOLDER))) for path in walk(FOLDER, ".yaml")]
    collection = collect(paths, Context.load()).check()
    stated = ontology_quads() + record_quads(collection)
    return Frozen(collection, stated, store_of(stated))
