"""The statements of a selection as Jelly, a binary form of RDF that is small and quick to read."""

from __future__ import annotations

import io

import pyoxigraph as ox

from raad.comparison.imprint import imprint
from raad.errors import UsageError
from raad.export.selection import Selection
from raad.names import XSD


def write_jelly(selection: Selection) -> bytes:
    """Return the quads, sorted, as a Jelly stream named after the release; UsageError where its package is not installed."""
    try:
        from pyjelly.integrations.generic.generic_sink import IRI, BlankNode, Literal, Quad
        from pyjelly.integrations.generic.serialize import flat_stream_to_file
        from pyjelly.jelly import LOGICAL_STREAM_TYPE_FLAT_QUADS
        from pyjelly.options import StreamParameters
        from pyjelly.serialize.streams import SerializerOptions
    except ModuleNotFoundError:
        raise UsageError("Jelly needs the package pyjelly; install it with: pip install 'raad[jelly]'") from None

    def term(node: ox.NamedNode | ox.BlankNode | ox.Literal) -> IRI | BlankNode | Literal:
        if isinstance(node, ox.NamedNode):
            return IRI(node.value)
        if isinstance(node, ox.BlankNode):
            return BlankNode(node.value)
        plain = node.language or node.datatype.value == XSD + "string"
        return Literal(node.value, node.language, None if plain else node.datatype.value)

    quads = sorted(set(selection.quads), key=str)
    stream = io.BytesIO()
    named = SerializerOptions(
        logical_type=LOGICAL_STREAM_TYPE_FLAT_QUADS, params=StreamParameters(stream_name=imprint(selection.version))
    )
    flat_stream_to_file((Quad(*map(term, quad)) for quad in quads), stream, options=named)
    return stream.getvalue()
