"""Proof of the network: each edge comes from a record, signs multiply, and Cytoscape's, networkx's and igraph's readers agree."""

from __future__ import annotations

import io
import json
from collections import Counter
from dataclasses import replace
from itertools import combinations

import igraph
import networkx
import pytest
from ndex2.cx2 import CX2Network
from plain_reader import Reader, listed

from raad.errors import UsageError
from raad.export.form import written
from raad.export.selection import select
from raad.graph.cache import Graph
from raad.graph.scope import Scope
from raad.names import BASE
from raad.rooms import room

LINES = {"solid", "dotted", "dashed", "double"}
ARROWS = {"none", "triangle", "triangle-cross", "square", "diamond", "circle", "vee", "tee"}
SHAPES = {
    "ellipse", "triangle", "rectangle", "round-rectangle", "parallelogram", "diamond", "hexagon", "octagon", "vee",
}  # fmt: skip
"""The values that CX2 Visual Styles (cytoscape.org, 2024) allows."""


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(room("data"))


@pytest.fixture(scope="module")
def drawn(graph: Graph) -> networkx.MultiDiGraph:
    return networkx.read_graphml(io.BytesIO(written(select(graph), "graphml")))


@pytest.fixture(scope="module")
def cx2(graph: Graph) -> list[dict]:
    return json.loads(written(select(graph), "cx2"))


def steps(reader: Reader) -> dict[str, dict]:
    return {step["id"]: step for record in reader.mechanism.values() for step in record["step"]}


def local(iri: str) -> str:
    return iri.rpartition("/")[2]


def test_every_action_and_every_step_is_drawn(drawn: networkx.MultiDiGraph, reader: Reader) -> None:
    found = Counter((values["kind"], values["record"].removeprefix(BASE)) for _, _, values in drawn.edges(data=True))
    wanted = Counter()
    for name, record in reader.compound.items():
        for number, _ in enumerate(record.get("action", []), 1):
            wanted["action", f"compound/{name}/action/{number}"] = 1
    for name, step in steps(reader).items():
        targets = len(listed(step.get("action", {}).get("target")))
        wanted["step", f"step/{name}"] = targets or 1
        wanted["action in a step", f"step/{name}"] = targets
    assert found == +wanted


def test_an_edge_says_what_its_step_says(drawn: networkx.MultiDiGraph, reader: Reader) -> None:
    known = steps(reader)
    for source, target, values in drawn.edges(data=True):
        if values["kind"] == "step":
            step = known[local(values["record"])]
            assert local(drawn.nodes[target]["iri"]) == step["effect"]
            started = listed(step.get("action", {}).get("target")) or [step.get("action", {}).get("compound")]
            assert local(drawn.nodes[source]["iri"]) in ([step["cause"]] if "cause" in step else started)
            by = {
                stance: {e["publication"] for e in step.get("evidence_line", []) if e["stance"] == stance}
                for stance in ("supports", "disputes")
            }
            assert (values["publications_for"], values["publications_against"]) == (len(by["supports"]), len(by["disputes"]))
            assert len(values.get("supporting", "").split("; ")) == (len(by["supports"]) or 1)
            if not step.get("action", {}).get("target"):
                assert values["sign"] == int(step["sign"])


def test_signs_along_a_path_multiply_to_the_sign_of_its_step(drawn: networkx.MultiDiGraph, reader: Reader) -> None:
    tried = 0
    for name, step in steps(reader).items():
        for acted in listed(step.get("action", {}).get("target")):
            parts = [
                values["sign"]
                for source, target, values in drawn.edges(data=True)
                if local(values["record"]) == name
                and acted in (local(drawn.nodes[source]["iri"]), local(drawn.nodes[target]["iri"]))
            ]
            assert len(parts) == 2
            assert parts[0] * parts[1] == int(step["sign"]), name
            tried += 1
    assert tried > 20


def test_igraph_and_networkx_read_the_same_graphml(graph: Graph, drawn: networkx.MultiDiGraph, tmp_path) -> None:
    place = tmp_path / "raad.graphml"
    place.write_bytes(written(select(graph), "graphml"))
    other = igraph.Graph.Read_GraphML(str(place))
    assert (other.is_directed(), other.vcount(), other.ecount()) == (True, len(drawn), drawn.number_of_edges())
    ours = Counter(
        (drawn.nodes[s]["iri"], drawn.nodes[t]["iri"], v["record"], v["sign"], v["mark"]) for s, t, v in drawn.edges(data=True)
    )
    theirs = Counter(
        (other.vs[e.source]["iri"], other.vs[e.target]["iri"], e["record"], int(e["sign"]), e["mark"]) for e in other.es
    )
    assert ours == theirs
    assert {v["label"] for v in other.vs} == {values["label"] for _, values in drawn.nodes(data=True)}


def test_the_reader_of_ndex_reads_the_same_network(cx2: list[dict], drawn: networkx.MultiDiGraph) -> None:
    read = CX2Network()
    read.create_from_raw_cx2(cx2)
    nodes = {number: node["v"]["iri"] for number, node in read.get_nodes().items()}
    assert sorted(nodes.values()) == sorted(values["iri"] for _, values in drawn.nodes(data=True))
    theirs = Counter(
        (nodes[e["s"]], nodes[e["t"]], e["v"]["record"], e["v"]["sign"], e["v"]["mark"]) for e in read.get_edges().values()
    )
    assert theirs == Counter(
        (drawn.nodes[s]["iri"], drawn.nodes[t]["iri"], v["record"], v["sign"], v["mark"]) for s, t, v in drawn.edges(data=True)
    )
    supporting = [edge["v"]["supporting"] for edge in read.get_edges().values() if "supporting" in edge["v"]]
    assert all(isinstance(value, list) for value in supporting)


def test_cx2_has_the_structure_of_its_specification(cx2: list[dict]) -> None:
    assert cx2[0] == {"CXVersion": "2.0", "hasFragments": False}
    assert cx2[-1] == {"status": [{"success": True, "error": ""}]}
    aspects = {name: elements for part in cx2[2:-1] for name, elements in part.items()}
    assert {entry["name"]: entry["elementCount"] for entry in cx2[1]["metaData"]} == {
        name: len(all_) for name, all_ in aspects.items()
    }
    (types,) = aspects["attributeDeclarations"]
    plain = {"string": str, "integer": int, "list_of_string": list}
    for aspect in ("nodes", "edges"):
        for element in aspects[aspect]:
            for name, value in element["v"].items():
                assert isinstance(value, plain[types[aspect][name]["d"]]), name


def test_style_uses_values_of_the_specification_and_every_hypothesis_has_a_colour(cx2: list[dict]) -> None:
    aspects = {name: elements for part in cx2[2:-1] for name, elements in part.items()}
    (style,) = aspects["visualProperties"]
    (types,) = aspects["attributeDeclarations"]
    for part in ("node", "edge"):
        for name, mapping in style[f"{part}Mapping"].items():
            asked = mapping["definition"]
            assert types[f"{part}s"][asked["attribute"]]["d"] == asked["type"]
            shown = {pair["vp"] for pair in asked.get("map", ())}
            allowed = {"EDGE_LINE_STYLE": LINES, "EDGE_TARGET_ARROW_SHAPE": ARROWS, "NODE_SHAPE": SHAPES}.get(name)
            assert shown <= allowed if allowed else all(value[0] == "#" and len(value) == 7 for value in shown), name
    mechanisms = {edge["v"]["mechanism"] for edge in aspects["edges"] if "mechanism" in edge["v"]}
    standings = {edge["v"]["standing"]: edge["v"] for edge in aspects["edges"] if "standing" in edge["v"]}
    mapped = {
        name: {pair["v"]: pair["vp"] for pair in m["definition"].get("map", ())} for name, m in style["edgeMapping"].items()
    }
    assert set(mapped["EDGE_LINE_COLOR"]) == mechanisms
    assert set(mapped["EDGE_LINE_STYLE"]) == set(standings)
    assert mapped["EDGE_LINE_STYLE"]["supported"] == "solid" != mapped["EDGE_LINE_STYLE"]["disputed"]


@pytest.mark.parametrize("compound", [None, "ketamine", "rapastinel"])
def test_no_node_covers_another_and_compounds_stand_above_what_they_lead_to(graph: Graph, compound: str | None) -> None:
    aspects = {
        name: elements for part in json.loads(written(select(graph, compound=compound), "cx2")) for name, elements in part.items()
    }
    size = aspects["visualProperties"][0]["default"]["node"]
    for one, other in combinations(aspects["nodes"], 2):
        apart = abs(one["x"] - other["x"]) >= size["NODE_WIDTH"] or abs(one["y"] - other["y"]) >= size["NODE_HEIGHT"]
        assert apart, (one["v"]["name"], other["v"]["name"])
    lowest = {kind: max(n["y"] for n in aspects["nodes"] if n["v"]["kind"] == kind) for kind in ("compound", "target", "event")}
    assert lowest["compound"] < lowest["target"] < lowest["event"]


def test_the_network_of_a_compound_is_that_of_its_actions_and_mechanisms(graph: Graph, reader: Reader) -> None:
    read = networkx.read_graphml(io.BytesIO(written(select(graph, compound="rapastinel"), "graphml")))
    assert {
        local(v["mechanism"].replace(":", "/")) for _, _, v in read.edges(data=True) if "mechanism" in v
    } == reader.mechanisms("rapastinel")
    actions = [v for _, _, v in read.edges(data=True) if v["kind"] == "action"]
    assert len(actions) == len(reader.compound["rapastinel"]["action"])


def test_the_network_of_a_question_is_that_of_the_steps_it_names(graph: Graph) -> None:
    chosen = select(graph, question="weak-step", values={"A": "rapastinel"})
    read = networkx.read_graphml(io.BytesIO(written(chosen, "graphml")))
    named = {str(cell) for row in chosen.answer.rows for cell in row if str(cell).startswith(f"{BASE}step/")}
    assert named != set()
    assert named <= {values["record"] for _, _, values in read.edges(data=True)}


def test_a_scope_says_that_evidence_may_lie_outside(graph: Graph) -> None:
    narrow = replace(graph, scope=Scope(leave_out=("company-authored",)))
    made = networkx.read_graphml(io.BytesIO(written(select(narrow, compound="rapastinel"), "graphml")))
    standings = {values.get("standing") for _, _, values in made.edges(data=True)}
    assert "proposed, no evidence in this scope" in standings
    assert "proposed, no evidence read" not in standings
    edges = written(select(narrow, compound="rapastinel"), "kgx")["edges.tsv"].decode()
    assert "\tprediction\t" not in edges
    assert "\tprediction\t" in written(select(graph, compound="rapastinel"), "kgx")["edges.tsv"].decode()


def test_a_selection_without_a_path_is_told(graph: Graph) -> None:
    with pytest.raises(UsageError, match="no network"):
        written(select(graph, compound="strychnine"), "cx2")
