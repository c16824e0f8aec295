"""A command of RAAD in a process of its own on the frozen records, for tests that kill it or take its room away.

python release_child.py COMMAND ARGUMENT ...: a release holds the formats that are written quickly. The line `writing` on
standard error comes when all that is left to do is to write.
"""

from __future__ import annotations

import sys

from frozen_graph import frozen_records

import raad.target as target
from raad.cli import main
from raad.command import releasing
from raad.curated.triple import canonical
from raad.graph import cache
from raad.graph.cache import Graph
from raad.graph.dataset import Dataset
from raad.graph.infer import infer
from raad.release import content

QUICK = ("turtle", "n-triples")


def frozen_graph() -> Graph:
    """Return the frozen records as a graph that was built."""
    stated = frozen_records().stated
    return Graph("0.1.0", {}, quads=canonical(stated + infer(stated)))


def frozen_build(graph: Graph) -> Dataset:
    """Return the frozen records as a build gives them."""
    collection = frozen_records().collection
    return Dataset(graph.quads, collection, collection, {}, graph.version)


def announced(function):
    """Return a function that says that it begins."""

    def run(*arguments, **options):
        print("writing", file=sys.stderr, flush=True)
        return function(*arguments, **options)

    return run


if __name__ == "__main__":
    graph = frozen_graph()
    cache.rebuild = lambda *arguments, **options: frozen_build(graph)
    releasing.load = cache.load = lambda *arguments, **options: graph
    releasing.published = set
    content.released_forms = lambda: list(QUICK)
    releasing.write_folder = announced(target.write_folder)
    main(sys.argv[1:])
