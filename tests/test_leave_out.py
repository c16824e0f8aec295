"""Proof of the rules that leave statements out: each takes from the frozen records what it says, and nothing else."""

from __future__ import annotations

import os
import re
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
import yaml
from frozen_graph import FOLDER, Frozen, dataset_of

from raad.graph.infer import infer, leave_out
from raad.graph.query import run
from raad.graph.question import question
from raad.graph.scope import CONSEQUENCES, RULES
from raad.names import BASE, DATA_GRAPH, ONTOLOGY_GRAPH, XSD
from raad.rooms import files

PATHS = [path for path in files("sparql", ".rq") if os.path.basename(os.path.dirname(path)) == RULES]
NAMES = [os.path.basename(path).removesuffix(".rq") for path in PATHS]
FILTERS = [name for name in NAMES if name.startswith("other-")]
WHOLE = [name for name in NAMES if name not in (*FILTERS, *CONSEQUENCES)]
BEFORE = {"unreported-finding.rq": ("other-species",), "bare-argument.rq": ("other-species", "unreported-finding")}
COMPANY = ("allergan-2019", "nct02943564")
# Read by hand from tests/frozen/: a value that its record names as unverified, and a value of that record which was seen.
UNSEEN = (
    ("finding/pothula-2021-f03", "inSpecies", "showsDirection"),
    ("finding/liu-2017-f09", "inSpecies", "tests"),
    ("publication/moghaddam-1997", "pmid", "pmcid"),
    ("publication/lepack-2016", "hasAuthor", "pmid"),
    ("publication/liu-2017", "doi", "pmcid"),
)


def node(name: str) -> ox.NamedNode:
    """Return a term or record of RAAD."""
    return ox.NamedNode(BASE + name)


def rule(name: str) -> str:
    """Return a rule of sparql/leave-out/ as it lies there."""
    return question(f"{RULES}/{name}").text


def said(name: str, predicate: str, value: str) -> ox.Quad:
    """Return one more statement about a frozen record."""
    return ox.Quad(node(name), node(predicate), node(value), DATA_GRAPH)


def findings(publication: str) -> list[str]:
    """Return the findings of a frozen publication, as its file lists them."""
    with open(os.path.join(FOLDER, "publication", publication + ".yaml"), encoding="utf-8") as stream:
        return [finding["id"] for finding in yaml.safe_load(stream)["finding"]]


def lines(publication: str) -> list[str]:
    """Return the evidence lines of a frozen publication, as the mechanism files list them, by their place below a step."""
    found = []
    for path in sorted(Path(FOLDER, "mechanism").glob("*.yaml")):
        for step in yaml.safe_load(path.read_text(encoding="utf-8"))["step"]:
            for number, line in enumerate(step.get("evidence_line", ()), 1):
                found += [f"step/{step['id']}/evidence-line/{number}"] * (line["publication"] == publication)
    return found


def touches(quad: ox.Quad, places: set[str]) -> bool:
    """Say whether a statement is one of a record at one of the places, of a part of it, or one that cites it."""
    ends = [term.value for term in (quad.subject, quad.object) if isinstance(term, ox.NamedNode)]
    return any(end == BASE + place or end.startswith(f"{BASE}{place}/") for end in ends for place in places)


def without_company(stated: list[ox.Quad], publications: tuple[str, ...]) -> list[ox.Quad]:
    """Return the statements that do not touch a finding of the publications or an evidence line reported in them."""
    gone = {"finding/" + finding for name in publications for finding in findings(name)}
    gone |= {line for name in publications for line in lines(name)}
    return [quad for quad in stated if not touches(quad, gone)]


@pytest.mark.parametrize("path", PATHS, ids=NAMES)
def test_every_rule_says_what_it_leaves_out(path: str) -> None:
    text = Path(path).read_text(encoding="utf-8")
    assert re.match(r"#\+ title: [A-Z].+\n#\+ label: [a-z].+\n#\+ rule: [A-Z].+\.\n", text)
    assert re.findall(r"^(CONSTRUCT|SELECT|ASK|DESCRIBE)\b", text, re.MULTILINE) == ["CONSTRUCT"]


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_is_found_by_its_name(name: str) -> None:
    assert question(f"{RULES}/{name}").header["label"]


@pytest.mark.parametrize("name", [*WHOLE, *FILTERS])
def test_every_rule_leaves_out_some_records_and_nothing_of_the_ontology(frozen: Frozen, name: str) -> None:
    left = leave_out(frozen.stated, [rule(name)])
    assert set(left) < set(frozen.stated)
    assert {quad.graph_name for quad in set(frozen.stated) - set(left)} == {DATA_GRAPH}
    assert ONTOLOGY_GRAPH in {quad.graph_name for quad in left}


@pytest.mark.parametrize("path", PATHS, ids=NAMES)
def test_both_engines_leave_out_the_same(frozen: Frozen, path: str) -> None:
    text = Path(path).read_text(encoding="utf-8")
    store = ox.Store()
    stated = [*frozen.stated, said("publication/zanos-2016", "hasCompanyAuthorship", "CompanyAuthorshipStated")]
    store.bulk_extend(leave_out(stated, [rule(name) for name in BEFORE.get(os.path.basename(path), ())]))
    first = {str(triple) for triple in run(store, text)}
    assert first
    second: rdflib.Dataset = dataset_of(store)
    assert first == {f"{s.n3()} {p.n3()} {o.n3()}" for s, p, o in second.query(text)}


@pytest.mark.parametrize("name", WHOLE)
def test_a_number_is_left_out_however_it_is_written(frozen: Frozen, name: str) -> None:
    dose, finding = node("dose"), node("finding/" + findings(COMPANY[0])[0])
    marked = [said(finding.value.removeprefix(BASE), "unverifiedField", "dose")]
    number = ox.Quad(finding, dose, ox.Literal("25.20", datatype=ox.NamedNode(XSD + "decimal")), DATA_GRAPH)
    stated = [quad for quad in frozen.stated if (quad.subject, quad.predicate) != (finding, dose)]
    left = leave_out([*stated, *marked, number], [rule(name)])
    assert [Decimal(quad.object.value) for quad in left if (quad.subject, quad.predicate) == (finding, dose)] == []


def test_what_is_left_holds_no_unverified_value(frozen: Frozen) -> None:
    mark, prints = node("unverifiedField"), node("printsValueOf")
    marked = {(quad.subject, quad.object) for quad in frozen.stated if quad.predicate == mark}
    texts = {(quad.object, quad.subject) for quad in frozen.stated if quad.predicate == prints}
    hidden = marked | {(record, text) for record, field in marked for value, text in texts if field == value}
    assert {field for _, field in marked} & {value for value, _ in texts}
    left = leave_out(frozen.stated, [rule("unverified")])
    assert [quad for quad in left if quad.predicate == mark] == []
    assert [quad for quad in left if (quad.subject, quad.predicate) in hidden] == []
    seen = [quad for quad in frozen.stated if quad.predicate != mark and (quad.subject, quad.predicate) not in hidden]
    assert set(left) == set(seen)


@pytest.mark.parametrize(("record", "unseen", "seen"), UNSEEN)
def test_a_record_keeps_what_was_seen(frozen: Frozen, record: str, unseen: str, seen: str) -> None:
    before, after = (
        {quad.predicate for quad in quads if quad.subject == node(record)}
        for quads in (frozen.stated, leave_out(frozen.stated, [rule("unverified")]))
    )
    assert {node(unseen), node(seen)} <= before
    assert node(seen) in after
    assert node(unseen) not in after


def test_what_is_left_holds_no_company_evidence(frozen: Frozen) -> None:
    left = leave_out(frozen.stated, [rule("company-authored")])
    assert set(left) == set(without_company(frozen.stated, COMPANY))
    assert [line for name in COMPANY for line in lines(name)]
    kept = {quad.subject for quad in left if quad.object == node("EvidenceLine")}
    reported = {quad.object for quad in left if quad.subject in kept and quad.predicate == node("reportedIn")}
    assert reported
    assert reported & {node("publication/" + name) for name in COMPANY} == set()
    assert {quad.subject for quad in left} >= {node("publication/" + name) for name in COMPANY}


@pytest.mark.parametrize(
    ("publication", "predicate", "value", "leaves"),
    [
        ("zanos-2016", "hasCompanyAuthorship", "CompanyAuthorshipStated", True),
        ("lepack-2016", "hasSponsor", "group/allergan", True),
        ("lepack-2016", "hasSponsor", "group/duman-rs", False),
        ("moskal-2014", "hasCompanyAuthorship", "NoCompanyAuthorshipStated", False),
    ],
)
def test_each_ground_counts_alone(frozen: Frozen, publication: str, predicate: str, value: str, leaves: bool) -> None:
    stated = [*frozen.stated, said("publication/" + publication, predicate, value)]
    left = leave_out(stated, [rule("company-authored")])
    assert set(left) == set(without_company(stated, (*COMPANY, publication) if leaves else COMPANY))


def test_a_press_release_counts_without_a_sponsor(frozen: Frozen) -> None:
    stated = [quad for quad in frozen.stated if quad.predicate != node("hasSponsor")]
    left = leave_out(stated, [rule("company-authored")])
    assert set(left) == set(without_company(stated, ("allergan-2019",)))


def test_an_action_stays_while_one_other_publication_reports_it(frozen: Frozen) -> None:
    authored = ("gerhard-2020", "pothula-2021")
    stated = [
        *frozen.stated,
        *(said("publication/" + name, "hasCompanyAuthorship", "CompanyAuthorshipStated") for name in authored),
    ]
    left = leave_out(stated, [rule("company-authored")])
    lost = said("compound/ketamine", "hasAction", "compound/ketamine/action/2")
    assert lost in stated
    assert set(left) == set(without_company(stated, (*COMPANY, *authored))) - {lost}
    assert said("compound/ketamine", "hasAction", "compound/ketamine/action/1") in left


def test_nothing_follows_from_what_is_left_out(frozen: Frozen) -> None:
    stated = [*frozen.stated, said("publication/gerhard-2020", "hasCompanyAuthorship", "CompanyAuthorshipStated")]
    speaks = {node("speaksFor"), node("speaksAgainst")}
    speakers = [
        {quad.subject for quad in infer(quads) if quad.predicate in speaks}
        for quads in (stated, leave_out(stated, [rule("company-authored")]))
    ]
    assert node("publication/gerhard-2020") in speakers[0]
    assert speakers[0] - speakers[1] >= {node("publication/gerhard-2020")}
    assert speakers[1] & {node("publication/" + name) for name in (*COMPANY, "gerhard-2020")} == set()
