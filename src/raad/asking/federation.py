"""Federated questions: our identifiers sent to a service on the network, its answer joined with our records.

Nothing else in RAAD sends anything. Each question sends one request, and its answer is not kept.
"""

from __future__ import annotations

import queue
import threading
from dataclasses import dataclass
from urllib.parse import urlsplit

import pyoxigraph as ox

from raad.asking.relay import Relay
from raad.errors import QueryError, ServiceError, ServiceTimeout, UsageError
from raad.graph.cache import Graph
from raad.graph.query import Table, run, solutions
from raad.graph.question import Question, bind, bind_service, question, sent, tidy
from raad.layout import clean

DEADLINE = 60.0
"""Seconds that a service may take for its answer."""
_LONGEST = 200


@dataclass(frozen=True)
class Service:
    """A service on the network: the name by which its question calls it, and its address."""

    name: str
    address: str

    @property
    def host(self) -> str:
        """Return the host that is asked, with its port where the address names one."""
        return urlsplit(self.address).netloc.rpartition("@")[2]


def service_of(asked: Question, given: str | None = None) -> Service:
    """Return the service of a federated question, at the address given as NAME=URL; UsageError where it has no such service."""
    name, _, address = asked.header["service"].partition(" ")
    if given is None:
        return Service(name, address)
    named, _, address = given.partition("=")
    if named != name or not address:
        raise UsageError(f"{asked.name} asks the service {name}; give --service {name}=URL, not {given!r}")
    bind_service(asked, address, [])
    return Service(name, address)


def terms_sent(graph: Graph, asked: Question) -> list[ox.NamedNode | ox.Literal]:
    """Return what a federated question sends: the terms, or the local identifiers, of the database its header names."""
    text = bind(question("find/identifier-of-database"), {"prefix": asked.header["sends"]})
    return list(dict.fromkeys(row[sent(asked)] for row in solutions(graph.store, text)))


def ask_service(
    graph: Graph, asked: Question, service: Service, terms: list[ox.NamedNode | ox.Literal], deadline: float = DEADLINE
) -> Table:
    """Return the answer of a federated question, with the terms sent to the service.

    ServiceError says why the service gave no answer, ServiceTimeout that it gave none within `deadline` seconds. The engine
    cannot be stopped: its thread is left behind then, and ends with the process.
    """
    store, answers = graph.store, queue.SimpleQueue()
    with Relay(service.address, deadline) as relay:
        text = bind_service(asked, relay.place, terms)

        def work() -> None:
            try:
                answers.put(run(store, text))
            except (QueryError, OSError, RuntimeError, ValueError) as error:
                answers.put(relay.fault or _reason(error))

        threading.Thread(target=work, daemon=True).start()
        try:
            answer = answers.get(timeout=deadline)
        except queue.Empty:
            raise ServiceTimeout(
                f"{service.host} gave no answer within {deadline:g} s; --deadline SECONDS waits longer"
            ) from None
    if isinstance(answer, str):
        raise ServiceError(f"{service.host} gave no answer that can be used: {clean(answer)}")
    return tidy(asked, answer)


def _reason(error: Exception) -> str:
    """Return in one short line what the engine has against an answer."""
    said = " ".join(str(error).removeprefix("the query cannot be run: ").split())
    return said if len(said) <= _LONGEST else f"{said[:_LONGEST]} ..."
