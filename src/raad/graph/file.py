"""A graph from a file that `raad build -o` wrote."""

from __future__ import annotations

import pyoxigraph as ox

from raad.errors import UsageError
from raad.graph.cache import Graph
from raad.names import DATA_GRAPH, ONTOLOGY_GRAPH, VERSION_INFO

_WRITE = "`raad build -o FILE.nq` writes one"


def read_graph(path: str) -> Graph:
    """Return the graph of an N-Quads file; UsageError says why the file holds none of RAAD."""
    try:
        with open(path, "rb") as stream:
            content = stream.read()
    except OSError as error:
        raise UsageError(f"the file {path!r} cannot be read: {error.strerror}; {_WRITE}") from None
    store = ox.Store()
    try:
        store.bulk_load(content, format=ox.RdfFormat.N_QUADS)
    except (SyntaxError, ValueError) as error:
        raise UsageError(f"{path!r} is no N-Quads file: {error}; {_WRITE}") from None
    stated = next(store.quads_for_pattern(None, VERSION_INFO, None, ONTOLOGY_GRAPH), None)
    if stated is None or next(store.quads_for_pattern(None, None, None, DATA_GRAPH), None) is None:
        raise UsageError(f"{path!r} is no graph of RAAD: it holds no ontology with a version or no records; {_WRITE}")
    graph = Graph(stated.object.value, {}, quads=content)
    graph.store = store
    return graph
