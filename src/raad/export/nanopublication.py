"""Findings as nanopublications: one a finding, each with head, assertion, provenance and publication information."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections import defaultdict
from collections.abc import Iterable

import pyoxigraph as ox

from raad.comparison.imprint import imprint
from raad.errors import UsageError
from raad.export.readable import Writer, natural
from raad.export.selection import Selection
from raad.graph.query import run
from raad.graph.question import bind, question
from raad.graph.shape import as_printed
from raad.names import BASE, DATA_GRAPH

Graphs = dict[ox.NamedNode, list[ox.Triple]]
FINDING = "finding"
_HEADS = ("nanopub-head", "nanopub-provenance", "nanopub-information")


def write_nanopub(selection: Selection, key: str | None = None) -> bytes:
    """Return the findings as TriG, one nanopublication each; signed where the file of a private RSA key is given.

    UsageError says that no finding is selected, or what is wrong with the key.
    """
    made = nanopublications(selection)
    if not made:
        raise UsageError("no finding is selected, and a nanopublication is of a finding")
    if key is not None:
        made = _signed(made, key)
    queries = [question(f"export/{name}").text for name in _HEADS]
    whole = {name: triples for graphs in made for name, triples in graphs.items()}
    return f"# {imprint(selection.version)}\n{Writer(selection.graph, queries).trig(whole)}".encode()


def nanopublications(selection: Selection) -> list[Graphs]:
    """Return the four graphs of each nanopublication, in the order of the findings."""
    store = ox.Store()
    store.bulk_extend(selection.graph.printed())
    values = {"nanopub-information": {"version": selection.version.partition(" ")[0]}}
    heads, provenance, information = (_asked(store, name, values.get(name, {})) for name in _HEADS)
    found: dict[str, list[ox.Triple]] = defaultdict(list)
    for quad in selection.quads:
        kind, _, rest = quad.subject.value.removeprefix(BASE).partition("/")
        if kind == FINDING and quad.graph_name == DATA_GRAPH:
            found[f"{BASE}nanopub/{rest.partition('/')[0]}/"].append(quad.triple)
    return [
        {
            ox.NamedNode(f"{space}Head"): heads[space],
            ox.NamedNode(f"{space}assertion"): found[space],
            ox.NamedNode(f"{space}provenance"): provenance[f"{space}assertion"],
            ox.NamedNode(f"{space}pubinfo"): information[space],
        }
        for space in sorted(found, key=lambda space: natural(ox.NamedNode(space)))
    ]


def _asked(store: ox.Store, name: str, values: dict[str, str]) -> dict[str, list[ox.Triple]]:
    """Return what a stored query gives, by subject."""
    found: dict[str, list[ox.Triple]] = defaultdict(list)
    for triple in sorted(run(store, bind(question(f"export/{name}"), values)), key=str):
        found[triple.subject.value].append(triple)
    return found


def _signed(made: Iterable[Graphs], key: str) -> list[Graphs]:
    """Return nanopublications signed with RSA, under the trusty names that follow from their content."""
    try:
        import rdflib
        from nanopub import Nanopub, NanopubConf, Profile
    except ModuleNotFoundError:
        raise UsageError("signing needs the package nanopub; install it with: pip install 'raad[nanopub]'") from None
    conf = NanopubConf(profile=Profile("", "", private_key=_private_key(key)))
    signed = []
    with as_printed():
        for graphs in made:
            quads = [ox.Quad(*triple, name) for name, triples in graphs.items() for triple in triples]
            dataset = rdflib.ConjunctiveGraph()
            dataset.parse(data=ox.serialize(quads, format=ox.RdfFormat.N_QUADS).decode(), format="nquads")
            one = Nanopub(rdf=dataset, conf=conf)
            one.sign()
            signed.append(_read(one.rdf.serialize(format="nquads")))
    return signed


def _read(text: str) -> Graphs:
    graphs: Graphs = defaultdict(list)
    for quad in sorted(ox.parse(text, format=ox.RdfFormat.N_QUADS), key=str):
        graphs[quad.graph_name].append(quad.triple)
    return {name: graphs[name] for name in sorted(graphs, key=str)}


def _private_key(path: str) -> str:
    """Return the private key of a file, PEM or bare, as one line; UsageError says that it cannot be read or is none."""
    from Crypto.PublicKey import RSA

    try:
        with open(path, encoding="ascii") as stream:
            text = stream.read().strip()
        found = RSA.import_key(text if text.startswith("-----") else b64decode(text))
    except OSError as error:
        raise UsageError(f"the key {path!r} cannot be read: {error.strerror}") from None
    except (ValueError, IndexError, TypeError):
        raise UsageError(f"{path!r} holds no RSA key; a private key is written as PEM, without a password") from None
    if not found.has_private():
        raise UsageError(f"{path!r} holds a public key; signing needs the private one")
    return b64encode(found.export_key("DER", pkcs=8)).decode()
