"""The questions that ask a service on the network, as `raad query` asks them."""

from __future__ import annotations

import argparse

from raad.asking.federation import DEADLINE, ask_service, service_of, terms_sent
from raad.command.argument import parameters
from raad.command.reply import table
from raad.command.terminal import progress
from raad.errors import UsageError
from raad.graph.cache import Graph
from raad.graph.question import Question


def ask_elsewhere(options: argparse.Namespace, graph: Graph, asked: Question) -> int:
    """Write the answer of a question that asks a service; which host is asked is said on standard error before."""
    parameters(options.parameter, asked, options.value)
    if graph.scope.roll_up:
        raise UsageError(f"a roll-up adds nothing to {asked.name}")
    service = service_of(asked, options.service)
    terms = terms_sent(graph, asked)
    progress(f"asking {service.host} on the network about {len(terms)} identifiers")
    return table(options, graph, ask_service(graph, asked, service, terms, options.deadline or DEADLINE), asked)
