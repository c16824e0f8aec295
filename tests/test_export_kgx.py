"""Proof of the KGX tables: every name is one of the Biolink Model and fits its domain and range, and edges come from records."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from importlib.resources import files

import networkx
import pytest
import rdflib
import yaml
from bmt import Toolkit
from frozen_graph import Frozen
from plain_reader import Reader, listed

from raad.errors import UsageError
from raad.export.form import written
from raad.export.kgx import EDGE_SLOTS, EDGES, NODE_SLOTS, NODES
from raad.export.selection import select
from raad.graph.cache import Graph
from raad.graph.query import run
from raad.graph.question import question
from raad.rooms import room

MODEL = files("biolink_model") / "schema" / "biolink_model.yaml"
MANY = {"synonym", "xref", "provided_by", "publications", "has_evidence", "anatomical_context_qualifier"}
CATEGORIES = {
    "SmallMolecule", "MolecularEntity", "MolecularMixture", "ChemicalMixture", "ChemicalEntity", "Protein", "ProteinFamily",
    "MacromolecularComplex", "BiologicalProcess", "PhenotypicFeature",
}  # fmt: skip
ASSOCIATIONS = {
    "Association", "ChemicalAffectsBiologicalEntityAssociation", "ChemicalEntityToChemicalEntityAssociation",
    "ChemicalEntityToBiologicalProcessAssociation",
}  # fmt: skip
PREDICATES = {
    "affects", "contributes_to", "directly_physically_interacts_with", "derives_from", "has_part", "part_of",
    "chemically_similar_to",
}  # fmt: skip
"""Names of the Biolink Model 4.4 that the tables use, as its YAML has them."""


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(room("data"))


def read(made: dict[str, bytes], name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(made[name].decode()), delimiter="\t", quoting=csv.QUOTE_NONE, strict=True))


@pytest.fixture(scope="module")
def tables(graph: Graph) -> tuple[dict[str, dict], list[dict]]:
    made = written(select(graph), "kgx")
    return {row["id"]: row for row in read(made, "nodes.tsv")}, read(made, "edges.tsv")


class Biolink:
    """The model as its YAML says it: ancestors of classes and slots with their mixins, slots of classes, enumerations."""

    def __init__(self) -> None:
        """Read the model as its makers publish it."""
        model = yaml.load(MODEL.read_text(encoding="utf-8"), yaml.CSafeLoader)
        self.classes, self.slots, self.enums = model["classes"], model["slots"], model["enums"]

    @staticmethod
    def words(name: str) -> str:
        """Return a class or slot name in the words of the YAML: `biolink:SmallMolecule` is `small molecule`."""
        local = name.removeprefix("biolink:")
        return local.replace("_", " ") if local[0].islower() else re.sub(r"(?<!^)(?=[A-Z])", " ", local).lower()

    def above(self, table: dict, name: str) -> set[str]:
        """Return a class or slot with all above it, mixins too."""
        entry = table[name]
        parents = [*([entry["is_a"]] if "is_a" in entry else []), *entry.get("mixins", [])]
        return {name}.union(*(self.above(table, parent) for parent in parents))

    def of_class(self, name: str) -> set[str]:
        """Return the slots that a class and those above it have."""
        return {slot for above in self.above(self.classes, name) for slot in self.classes[above].get("slots", [])}

    def end(self, association: str, side: str) -> str | None:
        """Return the range that an association gives to its subject or object."""
        for above in (association, *self.above(self.classes, association)):
            found = self.classes[above].get("slot_usage", {}).get(side, {}).get("range")
            if found:
                return found
        return None


@pytest.fixture(scope="module")
def biolink() -> Biolink:
    return Biolink()


def test_only_known_names_are_used(tables: tuple) -> None:
    nodes, edges = tables
    assert {row["category"].removeprefix("biolink:") for row in nodes.values()} <= CATEGORIES
    assert {row["predicate"].removeprefix("biolink:") for row in edges} == PREDICATES
    assert {row["category"].removeprefix("biolink:") for row in edges} == ASSOCIATIONS
    assert {row["qualified_predicate"] for row in edges} == {"", "biolink:causes"}
    assert {row["agent_type"] for row in edges} == {"not_provided"}


def test_every_name_is_of_the_model(biolink: Biolink, tables: tuple) -> None:
    for name in CATEGORIES | ASSOCIATIONS:
        entry = biolink.classes[biolink.words(name)]
        assert not {"abstract", "mixin", "deprecated"} & set(entry), name
    for name in PREDICATES | {"causes"}:
        assert "related to" in biolink.above(biolink.slots, biolink.words(name))
        assert not biolink.slots[biolink.words(name)].get("deprecated")
    for slot in (*NODE_SLOTS, *EDGE_SLOTS):
        assert biolink.words(slot) in biolink.slots or slot == "id", slot
    assert {slot for slot in (*NODE_SLOTS, *EDGE_SLOTS) if biolink.slots.get(biolink.words(slot), {}).get("multivalued")} - {
        "category"
    } == MANY
    for slot, enum in (
        ("knowledge_level", "KnowledgeLevelEnum"),
        ("agent_type", "AgentTypeEnum"),
        ("object_direction_qualifier", "DirectionQualifierEnum"),
        ("object_aspect_qualifier", "GeneOrGeneProductOrChemicalEntityAspectEnum"),
        ("causal_mechanism_qualifier", "CausalMechanismQualifierEnum"),
    ):
        assert {row[slot] for row in tables[1]} - {""} <= set(biolink.enums[enum]["permissible_values"])


def test_ends_of_an_edge_fit_its_predicate_and_its_association(biolink: Biolink, tables: tuple) -> None:
    nodes, edges = tables
    kinds = {
        (row["category"], row["predicate"], nodes[row["subject"]]["category"], nodes[row["object"]]["category"]) for row in edges
    }
    for association, predicate, *ends in kinds:
        slot = biolink.words(predicate)
        for side, limit, category in zip(("subject", "object"), ("domain", "range"), ends, strict=True):
            above = biolink.above(biolink.classes, biolink.words(category))
            wanted = [biolink.slots[name].get(limit) for name in biolink.above(biolink.slots, slot)]
            wanted.append(biolink.end(biolink.words(association), side))
            assert all(one is None or one in above for one in wanted), (association, predicate, category, wanted)


def test_the_toolkit_of_biolink_accepts_every_edge(tables: tuple) -> None:
    nodes, edges = tables
    toolkit = Toolkit(schema=str(MODEL), predicate_map={"predicate mappings": []})
    kinds = {(nodes[row["subject"]]["category"], row["predicate"], nodes[row["object"]]["category"]) for row in edges}
    assert [kind for kind in sorted(kinds) if not toolkit.validate_edge(*kind)] == []
    assert not toolkit.validate_edge("biolink:PhenotypicFeature", "biolink:has_metabolite", "biolink:SmallMolecule")
    assert all(toolkit.is_qualifier(slot) for slot in EDGE_SLOTS if slot.endswith("_qualifier") or slot == "qualified_predicate")


def test_an_edge_has_only_slots_of_its_association(biolink: Biolink, tables: tuple) -> None:
    everywhere = {"id", "category", "description"}
    for association in ASSOCIATIONS:
        known = biolink.of_class(biolink.words(association))
        for row in tables[1]:
            if row["category"] == f"biolink:{association}":
                used = {slot for slot, value in row.items() if value} - everywhere
                assert {slot for slot in used if biolink.words(slot) not in known} == set(), association


def test_networkx_reads_a_whole_graph(tables: tuple) -> None:
    nodes, edges = tables
    made = networkx.MultiDiGraph()
    made.add_nodes_from(nodes)
    made.add_edges_from((row["subject"], row["object"], row["id"]) for row in edges)
    assert (len(made), made.number_of_edges()) == (len(nodes), len(edges)) == (len(nodes), len({row["id"] for row in edges}))
    assert min(degree for _, degree in made.degree()) > 0
    assert networkx.has_path(made, "CHEBI:6121", "raad:event/spine-density-increased")


def test_edges_are_those_of_the_records(tables: tuple, reader: Reader) -> None:
    found = Counter(row["id"].removeprefix("raad:").partition("/")[0] for row in tables[1])
    binding = {
        name
        for name in reader.endpoint
        if {"binding-measure", "pharmacokinetic-measure", "descriptive-statement"} & set(reader.wider(name))
    }
    said = {
        name
        for name, record in reader.finding.items()
        if "compound" in record
        and record.get("direction") in ("increase", "decrease", "no change")
        and record.get("relative_to") != "comparator"
        and not {"with", "mirror_of"} & set(record)
        and record["endpoint"] not in binding
        and "species" in record
    }
    assert {row["id"].rpartition("/")[2] for row in tables[1] if row["id"].startswith("raad:finding/")} == said
    parts = [(record, action) for record in reader.compound.values() for action in record.get("action", [])]
    relations = [one for record in reader.compound.values() for one in record.get("relation", []) if one["kind"] != "subclass of"]
    assert found["compound"] == len(parts) + len(relations)


def test_a_finding_keeps_its_direction(tables: tuple, reader: Reader) -> None:
    words = {"increase": ("increased", ""), "decrease": ("decreased", ""), "no change": ("", "true")}
    for row in tables[1]:
        if row["id"].startswith("raad:finding/"):
            record = reader.finding[row["id"].rpartition("/")[2]]
            assert (row["object_direction_qualifier"], row["negated"]) == words[record["direction"]]
            assert row["knowledge_level"] == "observation"


def test_a_step_is_claimed_only_as_far_as_its_evidence_goes(tables: tuple, reader: Reader) -> None:
    steps = {step["id"]: step for record in reader.mechanism.values() for step in record["step"]}
    seen = Counter()
    for row in tables[1]:
        if row["id"].startswith("raad:step/"):
            step = steps[row["id"].rpartition("/")[2]]
            lines = step.get("evidence_line", [])
            supporting = {one["publication"] for one in lines if one["stance"] == "supports"}
            assert step["branch"] not in ("rival", "modifier")
            if row["negated"]:
                assert step["branch"] == "absent"
            elif supporting:
                assert row["knowledge_level"] == "knowledge_assertion"
                assert len(row["publications"].split("|")) == len(supporting)
                assert set(row["has_evidence"].split("|")) == {
                    f"raad:finding/{name}" for one in lines if one["stance"] == "supports" for name in listed(one["finding"])
                }
            else:
                assert (row["knowledge_level"], row["publications"]) == ("prediction", "")
            seen[row["negated"], row["knowledge_level"]] += 1
    assert len(seen) == 3


def test_a_publication_is_named_by_pmid_then_doi(tables: tuple, reader: Reader) -> None:
    named = {name for row in tables[1] for name in row["publications"].split("|") if name}
    ours = [
        f"PMID:{record['pmid']}"
        if "pmid" in record
        else f"doi:{record['doi']}"
        if "doi" in record
        else f"raad:publication/{name}"
        for name, record in reader.publication.items()
    ]
    assert named <= set(ours)
    assert sum(name.startswith("PMID:") for name in named) > 100


def test_a_node_has_an_outside_id_only_where_it_is_the_only_exact_match(tables: tuple, reader: Reader) -> None:
    for name, row in tables[0].items():
        own = [other for other in row["xref"].split("|") if other.startswith("raad:")]
        assert name.startswith("raad:") or len(own) == 1
        if own and own[0].startswith("raad:compound/"):
            record = reader.compound[own[0].rpartition("/")[2]]
            exact = {one["curie"] for one in record["identifier"] if one["match"] == "exact"}
            assert name.replace("CHEMBL.COMPOUND:", "CHEMBL:") in exact


@pytest.mark.parametrize("name", [NODES, *EDGES])
def test_two_engines_give_the_same_rows(frozen: Frozen, frozen_dataset: rdflib.Dataset, name: str) -> None:
    asked = question(name)
    ours = run(frozen.store, asked.text)
    theirs = [tuple(None if term is None else term.toPython() for term in row) for row in frozen_dataset.query(asked.text)]
    lists = {ours.columns.index(column) for column in asked.lists}

    def plain(row: tuple) -> tuple:
        return tuple(
            frozenset(str(v or "").split(" | ")) if n in lists else None if v is None else str(v) for n, v in enumerate(row)
        )

    assert list(map(plain, ours.rows)) == list(map(plain, theirs))
    assert ours.rows


def test_tables_of_a_compound_name_it(graph: Graph, reader: Reader) -> None:
    made = written(select(graph, compound="rapastinel"), "kgx")
    edges, nodes = read(made, "edges.tsv"), {row["id"]: row for row in read(made, "nodes.tsv")}
    assert {row["subject"] for row in edges} | {row["object"] for row in edges} == set(nodes)
    steps = {step["id"] for name in reader.mechanisms("rapastinel") for step in reader.mechanism[name]["step"]}
    assert {row["id"].rpartition("/")[2] for row in edges if row["id"].startswith("raad:step/")} <= steps
    with pytest.raises(UsageError, match="Biolink can say"):
        written(select(graph, question="risk-of-bias", values={"A": "rapastinel"}), "kgx")
