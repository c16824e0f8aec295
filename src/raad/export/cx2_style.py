"""How the causal graph looks in Cytoscape: colour says the hypothesis, the line how it stands, the arrow its sign.

Nothing is said by colour alone: each edge bears the number of its hypothesis and step, and the publications for and against.
"""

from __future__ import annotations

from raad.comparison.value import PROPOSED, PROPOSED_IN_SCOPE, SUPPORTED
from raad.export.network import Network

PALETTE = (
    "#4477AA", "#CC6677", "#228833", "#AA4499", "#B8860B", "#332288", "#E07B39", "#44AA99", "#882255", "#117733", "#7F7F00",
    "#555555",
)  # fmt: skip
"""Colours of Paul Tol's qualitative schemes, darkened where they were too light for a line on white."""
NEUTRAL = "#777777"
SHAPE = {"compound": "round-rectangle", "target": "hexagon", "event": "rectangle"}
FILL = {"compound": "#F6E3C5", "target": "#E3E3F3", "event": "#FFFFFF"}
LINE = {SUPPORTED: "solid", PROPOSED: "dashed", PROPOSED_IN_SCOPE: "dashed", "part of a rival account": "dashed"}
ARROW = {1: "triangle", -1: "tee", 0: "none"}


def style(network: Network) -> dict:
    """Return the visual properties: defaults, and mappings from the attributes of nodes and edges."""
    colour = {name: PALETTE[number % len(PALETTE)] for number, name in enumerate(network.hypotheses())}
    standings = sorted({edge.standing for edge in network.edge} - {""})
    return {
        "default": _default(),
        "nodeMapping": {
            "NODE_LABEL": _passed("name", "string"),
            "NODE_SHAPE": _mapped("kind", "string", SHAPE),
            "NODE_BACKGROUND_COLOR": _mapped("kind", "string", FILL),
        },
        "edgeMapping": {
            "EDGE_LABEL": _passed("mark", "string"),
            "EDGE_LINE_COLOR": _mapped("mechanism", "string", colour),
            "EDGE_TARGET_ARROW_COLOR": _mapped("mechanism", "string", colour),
            "EDGE_LABEL_COLOR": _mapped("mechanism", "string", colour),
            "EDGE_LINE_STYLE": _mapped("standing", "string", {name: LINE.get(name, "dotted") for name in standings}),
            "EDGE_TARGET_ARROW_SHAPE": _mapped("sign", "integer", ARROW),
        },
    }


def _default() -> dict:
    face = {"FONT_FAMILY": "sans-serif", "FONT_STYLE": "normal", "FONT_WEIGHT": "normal"}
    return {
        "network": {"NETWORK_BACKGROUND_COLOR": "#FFFFFF"},
        "node": {
            "NODE_WIDTH": 230, "NODE_HEIGHT": 46, "NODE_BORDER_COLOR": "#1B1B1B", "NODE_BORDER_WIDTH": 1,
            "NODE_LABEL_COLOR": "#1B1B1B", "NODE_LABEL_FONT_SIZE": 13, "NODE_LABEL_MAX_WIDTH": 220, "NODE_LABEL_FONT_FACE": face,
        },
        "edge": {
            "EDGE_WIDTH": 2, "EDGE_LINE_COLOR": NEUTRAL, "EDGE_TARGET_ARROW_COLOR": NEUTRAL, "EDGE_LINE_STYLE": "solid",
            "EDGE_TARGET_ARROW_SHAPE": "none", "EDGE_TARGET_ARROW_SIZE": 8, "EDGE_CURVE_STYLE": "bezier",
            "EDGE_LABEL_BACKGROUND_SHAPE": "rectangle", "EDGE_LABEL_BACKGROUND_COLOR": "#FFFFFF",
            "EDGE_LABEL_BACKGROUND_OPACITY": 0.8,
            "EDGE_LABEL_FONT_SIZE": 10, "EDGE_LABEL_COLOR": NEUTRAL, "EDGE_LABEL_FONT_FACE": face,
        },
    }  # fmt: skip


def _passed(attribute: str, kind: str) -> dict:
    return {"type": "PASSTHROUGH", "definition": {"attribute": attribute, "type": kind}}


def _mapped(attribute: str, kind: str, values: dict) -> dict:
    pairs = [{"v": value, "vp": shown} for value, shown in values.items()]
    return {"type": "DISCRETE", "definition": {"attribute": attribute, "type": kind, "map": pairs}}
