"""The causal graph as CX2, for Cytoscape and NDEx, with its style.

Cytoscape Exchange Format Specification (Version 2) and CX2 Visual Styles, as cytoscape.org publishes them.
"""

from __future__ import annotations

import json

from raad.asking.find import short
from raad.comparison.imprint import release
from raad.export.cx2_style import style
from raad.export.network import Edge, Network, Node, declared, network_of, stated
from raad.export.network_layout import layout
from raad.export.selection import Selection

TITLE = "RAAD: causal paths of rapid-acting antidepressants"


def write_cx2(selection: Selection) -> bytes:
    """Return the network of a selection as CX2: attributes with their types, coordinates, and a visual style."""
    network = network_of(selection)
    aspects = {
        "attributeDeclarations": [_declarations()],
        "networkAttributes": [_about(selection, network)],
        "nodes": _nodes(network),
        "edges": _edges(network),
        "visualProperties": [style(network)],
        "visualEditorProperties": [{"properties": {"nodeSizeLocked": False, "arrowColorMatchesEdge": True}}],
    }
    counts = [{"name": name, "elementCount": len(elements)} for name, elements in aspects.items()]
    parts = [
        {"CXVersion": "2.0", "hasFragments": False},
        {"metaData": counts},
        *({name: elements} for name, elements in aspects.items()),
        {"status": [{"success": True, "error": ""}]},
    ]
    return (json.dumps(parts, ensure_ascii=False, indent=1) + "\n").encode()


def _about(selection: Selection, network: Network) -> dict[str, str]:
    """Return what the network is, its hypotheses by the numbers that stand on the edges, and how to cite it."""
    made = release(selection.version)
    numbered = "".join(f" H{number}: {label}." for number, label in enumerate(network.hypotheses().values(), 1))
    of = f" of {short(selection.compound)}" if selection.compound else ""
    return {
        "name": TITLE + of,
        "description": made.notice + numbered,
        "version": made.version,
        "reference": made.citation,
        "rights": made.license,
    }


def _declarations() -> dict:
    """Return the types of the attributes; CX2 calls the label of a node `name`."""
    nodes = {("name" if name == "label" else name): {"d": kind} for name, kind in declared(Node).items()}
    edges = {name: {"d": kind} for name, kind in declared(Edge).items() if name not in ("source", "target")}
    about = {name: {"d": "string"} for name in ("name", "description", "version", "reference", "rights")}
    return {"networkAttributes": about, "nodes": nodes, "edges": edges}


def _nodes(network: Network) -> list[dict]:
    place = layout(network)
    made = []
    for number, node in enumerate(network.node):
        values = {("name" if name == "label" else name): value for name, value in stated(node).items()}
        x, y = place[node.iri]
        made.append({"id": number, "x": x, "y": y, "v": values})
    return made


def _edges(network: Network) -> list[dict]:
    number = {node.iri: count for count, node in enumerate(network.node)}
    made = []
    for count, edge in enumerate(network.edge):
        values = {name: value for name, value in stated(edge).items() if name not in ("source", "target")}
        made.append({"id": count, "s": number[edge.source], "t": number[edge.target], "v": values})
    return made
