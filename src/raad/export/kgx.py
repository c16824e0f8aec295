"""The graph as KGX tables of nodes and edges in the words of the Biolink Model.

Categories, predicates and qualifiers stand in the stored questions sparql/export/kgx-*; each column of theirs is a Biolink
slot. KGX format: github.com/biolink/kgx, specification/kgx-format.md.
"""

from __future__ import annotations

import csv
import io
from collections import Counter

from raad.asking.answer import answer
from raad.errors import UsageError
from raad.export.record_choice import named_records
from raad.export.selection import Selection
from raad.graph.query import Value
from raad.names import BASE, DATA_GRAPH

NODES = "export/kgx-node"
EDGES = ("export/kgx-action", "export/kgx-relation", "export/kgx-step", "export/kgx-finding")
BY_ONE_END = EDGES[:2]
NODE_SLOTS = ("id", "category", "name", "synonym", "xref", "provided_by")
EDGE_SLOTS = (
    "id", "subject", "predicate", "object", "category", "qualified_predicate", "object_aspect_qualifier",
    "object_direction_qualifier", "causal_mechanism_qualifier", "species_context_qualifier", "anatomical_context_qualifier",
    "negated", "original_predicate", "publications", "has_evidence", "knowledge_level", "agent_type", "primary_knowledge_source",
    "description",
)  # fmt: skip
PREFERRED = ("CHEBI", "PUBCHEM.COMPOUND", "CHEMBL.COMPOUND", "DRUGBANK", "MESH", "CAS", "GO")
"""The databases whose identifier names a node, the first with exactly one exact match that no other record has."""
RENAMED = {"CHEMBL:": "CHEMBL.COMPOUND:"}
MANY = "|"
NO_LEVEL = {"knowledge_level": "not_provided"}
"""What is said in a scope of a step that has no evidence there: it may have some outside."""


def write_kgx(selection: Selection) -> dict[str, bytes]:
    """Return `nodes.tsv` and `edges.tsv`; the nodes are the ends of the edges, each sorted by its id.

    UsageError where the selection has no edge.
    """
    rows = answer(selection.graph, NODES).records()
    names = _node_ids(rows)
    papers = _publications(selection)
    edges = [_edge(row, names, papers) for row in _chosen(selection, set(names))]
    if selection.graph.scope.narrows:
        edges = [edge | NO_LEVEL if edge["knowledge_level"] == "prediction" else edge for edge in edges]
    if not edges:
        raise UsageError("the selection names no action, no relation, no step and no finding that Biolink can say")
    ends = {edge[side] for edge in edges for side in ("subject", "object")}
    nodes = [_node(row, names[row["record"]]) for row in rows if names[row["record"]] in ends]
    return {"nodes.tsv": _table(NODE_SLOTS, nodes), "edges.tsv": _table(EDGE_SLOTS, edges)}


def _chosen(selection: Selection, known: set[str]) -> list[dict]:
    """Return the rows of the edges that are selected, both ends of which are nodes."""
    chosen, kept = named_records(selection), []
    for name in EDGES:
        for row in answer(selection.graph, name).records():
            ends = {row["subject"], row["object"]}
            wanted = chosen is None or {row["id"], row.get("mechanism")} & chosen or ends <= chosen
            if ends <= known and (wanted or (name in BY_ONE_END and ends & chosen)):
                kept.append(row)
    return kept


def _node_ids(rows: list[dict]) -> dict[str, str]:
    """Return the id of each node by its record: an outside identifier that fits it alone, else its own."""
    exact = {row["record"]: [_renamed(curie) for curie in row["exact"]] for row in rows}
    uses = Counter(curie for curies in exact.values() for curie in curies)
    made = {}
    for record, curies in exact.items():
        by_database = {name: [curie for curie in curies if curie.startswith(f"{name}:")] for name in PREFERRED}
        alone = (found[0] for found in by_database.values() if len(found) == 1 and uses[found[0]] == 1)
        made[record] = next(alone, _curie(record))
    return made


def _publications(selection: Selection) -> dict[str, str]:
    """Return how Biolink names each publication: by PMID, else by DOI, else by its own record."""
    rows = answer(selection.graph, "find/reference").records()
    known = {row["publication"]: ("PMID", row["pmid"]) if row["pmid"] else ("doi", row["doi"]) for row in rows}
    return {record: f"{database}:{number}" if number else _curie(record) for record, (database, number) in known.items()}


def _node(row: dict, name: str) -> dict[str, Value]:
    others = sorted({_curie(row["record"]), *map(_renamed, row["exact"])} - {name})
    return row | {"id": name, "xref": tuple(others), "provided_by": DATA_GRAPH.value}


def _edge(row: dict, names: dict[str, str], papers: dict[str, str]) -> dict[str, Value]:
    sources = row["publications"] if isinstance(row["publications"], tuple) else (row["publications"],)
    return row | {
        "subject": names[row["subject"]],
        "object": names[row["object"]],
        "publications": tuple(sorted(papers[source] for source in sources)),
        "agent_type": "not_provided",
        "primary_knowledge_source": DATA_GRAPH.value,
    }


def _renamed(curie: str) -> str:
    return next((new + curie.removeprefix(old) for old, new in RENAMED.items() if curie.startswith(old)), curie)


def _curie(iri: str) -> str:
    return f"raad:{iri.removeprefix(BASE)}"


def _table(slots: tuple[str, ...], rows: list[dict[str, Value]]) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None)
    writer.writerow(slots)
    writer.writerows(sorted([_cell(row.get(slot)) for slot in slots] for row in rows))
    return stream.getvalue().encode()


def _cell(value: Value) -> str:
    if isinstance(value, tuple):
        return MANY.join(map(_cell, value))
    if isinstance(value, bool):
        return str(value).lower()
    text = "" if value is None else str(value)
    return _curie(text) if text.startswith(BASE) else " ".join(text.split())
