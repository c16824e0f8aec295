"""The causal graph as GraphML 1.0, for networkx, igraph, Gephi, yEd and others.

GraphML has no lists: several values are one text, parted by `; `.
"""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from raad.comparison.imprint import imprint
from raad.export.network import Edge, Node, declared, network_of, stated
from raad.export.network_layout import layout
from raad.export.selection import Selection
from raad.names import GRAPHML

TYPES = {"string": "string", "list_of_string": "string", "integer": "int"}
PLACE = {"x": "double", "y": "double"}


def write_graphml(selection: Selection) -> bytes:
    """Return the network of a selection as GraphML: a directed graph whose edges may run side by side, with coordinates."""
    network = network_of(selection)
    place = layout(network)
    number = {node.iri: f"n{count}" for count, node in enumerate(network.node)}
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<graphml xmlns={quoteattr(GRAPHML)}>"]
    lines.append(f"  <desc>{escape(imprint(selection.version))}</desc>")
    lines += _keys("node", declared(Node), PLACE) + _keys("edge", declared(Edge), {})
    lines.append('  <graph id="raad" edgedefault="directed">')
    for node in network.node:
        at = dict(zip(PLACE, place[node.iri], strict=True))
        lines += [f'    <node id="{number[node.iri]}">', *_data("node", stated(node) | at), "    </node>"]
    for count, edge in enumerate(network.edge):
        ends = f'source="{number[edge.source]}" target="{number[edge.target]}"'
        lines += [f'    <edge id="e{count}" {ends}>', *_data("edge", stated(edge)), "    </edge>"]
    return "\n".join([*lines, "  </graph>", "</graphml>", ""]).encode()


def _keys(part: str, attributes: dict[str, str], more: dict[str, str]) -> list[str]:
    types = {name: TYPES[kind] for name, kind in attributes.items()} | more
    return [f'  <key id="{part}-{name}" for="{part}" attr.name="{name}" attr.type="{kind}"/>' for name, kind in types.items()]


def _data(part: str, values: dict) -> list[str]:
    said = {name: "; ".join(value) if isinstance(value, tuple) else str(value) for name, value in values.items()}
    return [f'      <data key="{part}-{name}">{escape(value)}</data>' for name, value in said.items()]
