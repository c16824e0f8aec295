"""Proof of linking: files from outside are told by what stands in them, loaded whole or not at all, and can be asked."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from external_file import FOLDER as SHARED
from frozen_graph import dataset_of
from test_question import rows_of, second

from raad.graph.query import run
from raad.graph.question import Question, question, tidy
from raad.link.lift import maps
from raad.link.reading import Names, read
from raad.link.workspace import Workspace
from raad.names import BASE, CATALOGUE_GRAPH, EXTERNAL

needs_external = pytest.mark.skipif(not SHARED.is_dir(), reason="the files of ../shared/external are not beside the checkout")

TURTLE = """@prefix ex: <http://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<http://example.org/o> a owl:Ontology ; owl:versionIRI <http://example.org/o/2026-01-01> ; owl:imports <http://127.0.0.1:9/o> .
ex:a a owl:Class ; rdfs:label "an \\u001B[31mA" ; rdfs:subClassOf ex:b .
"""
PATHWAY = """<?xml version="1.0" encoding="UTF-8"?>
<Pathway xmlns="http://pathvisio.org/GPML/2013a" Name="Some pathway" Version="WP1_r2" Organism="Mus musculus">
  <DataNode TextLabel="Ketamine" GraphId="k" Type="Metabolite"><Xref Database="ChEBI" ID="CHEBI:6121" /></DataNode>
  <DataNode TextLabel="NR1" GraphId="n" Type="Protein"><Xref Database="Uniprot-TrEMBL" ID="P35438" /></DataNode>
  <Interaction GraphId="i">
    <Graphics><Point X="1" GraphRef="k" /><Point X="2" GraphRef="n" ArrowHead="mim-inhibition" /></Graphics>
  </Interaction>
</Pathway>
"""
PATH = """graph: {_id: DB00001_MESH_D000001_1, drug: somedrug, drug_mesh: MESH:C1, drugbank: DB:DB00001}
links:
- {key: decreases activity of, source: MESH:C1, target: UniProt:P35438}
nodes:
- {id: MESH:C1, label: Drug, name: somedrug}
- {id: UniProt:P35438, label: Protein, name: NR1}
"""
INTERACTION = (
    "interaction_id,target,target_gene_symbol,target_uniprot,target_species,ligand,type,action,approved_drug,pubmed_id\n"
    "7,GluN1,GRIN1,P35438|Q05586,Mouse,some blocker,Channel blocker,None,t,1|2\n"
)


@pytest.fixture
def workspace(tmp_path: Path, raad):
    """Return a function that loads texts as files into a workspace, and one that asks it."""
    folder = str(tmp_path / "workspace")

    def link(*more: str, **texts: str):
        paths = []
        for name, text in texts.items():
            path = tmp_path / name
            path.write_text(text, encoding="utf-8")
            paths.append(str(path))
        return raad("link", *paths, *more, "--workspace", folder, "--format", "json")

    def ask(query: str) -> list[dict]:
        told = raad("sparql", query, "--workspace", folder, "--format", "json")
        assert told.code == 0, told.err
        return json.loads(told.out)["rows"]

    return link, ask


def test_files_of_four_kinds_are_told_by_content_and_asked_together_with_our_graph(workspace) -> None:
    """The names say nothing, or the wrong thing."""
    link, ask = workspace
    told = link(a=TURTLE, b=PATHWAY, c=PATH, d=INTERACTION)
    assert told.code == 0, told.err
    assert {row["name"]: row["format"] for row in json.loads(told.out)["rows"]} == {
        "a": "Turtle",
        "b": "WikiPathways pathway (GPML)",
        "c": "DrugMechDB path",
        "d": "GtoPdb interactions",
    }
    listed = json.loads(link("--list").out)["rows"]
    assert [(row["name"], row["version"], row["import"]) for row in listed if row["ontology"]] == [
        ("a", ["http://example.org/o/2026-01-01"], ["http://127.0.0.1:9/o"]),
        ("b", ["WP1_r2"], []),
    ]
    (row,) = ask(
        f"""PREFIX wp: <http://vocabularies.wikipathways.org/wp#> PREFIX biolink: <https://w3id.org/biolink/vocab/>
        SELECT ?label ?protein {{
          GRAPH <{EXTERNAL}b> {{
            ?i a wp:Inhibition ; wp:source/rdfs:label ?label ; wp:target/skos:exactMatch ?protein .
          }}
          GRAPH <{EXTERNAL}c> {{ ?link biolink:object ?protein }}
          GRAPH <{EXTERNAL}d> {{ ?target skos:closeMatch ?protein }}
          GRAPH <{BASE}graph/data> {{ compound:ketamine rdfs:label ?ours }}
          FILTER(LCASE(STR(?ours)) = LCASE(?label))
        }}"""
    )
    assert row == {"label": "Ketamine", "protein": "http://purl.uniprot.org/uniprot/P35438"}


def test_both_engines_list_the_same_files(workspace, tmp_path: Path) -> None:
    link, _ = workspace
    assert link(a=TURTLE, b=PATHWAY, d=INTERACTION).code == 0
    store, outside = Workspace(str(tmp_path / "workspace")).open(), ox.Store()
    graphs = [CATALOGUE_GRAPH, *(ox.NamedNode(EXTERNAL + name) for name in "abd")]
    outside.extend(quad for graph in graphs for quad in store.quads_for_pattern(None, None, None, graph))
    asked = question("workspace/external")
    mine = tidy(asked, run(outside, asked.text))
    place = mine.columns.index("name")
    assert [row[place] for row in mine.rows if row[place] in {"a", "b", "d"}] == ["a", "b", "d"]
    assert rows_of(second(dataset_of(outside), asked, asked.text)) == rows_of(mine)


def test_the_same_name_again_takes_the_place_of_the_old_graph(workspace) -> None:
    link, ask = workspace
    link(a=TURTLE, b=PATHWAY)
    link(a="<http://example.org/x> <http://example.org/y> 1, 2 .")
    count = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{EXTERNAL}a> {{ ?s ?p ?o }} }}"
    assert ask(count) == [{"n": 2}]
    assert {row["name"]: row["triples"] for row in json.loads(link("--list").out)["rows"]}["a"] == 2
    assert link("--remove", "a").code == 0
    assert ask(count) == [{"n": 0}]
    assert [row["name"] for row in json.loads(link("--list").out)["rows"]] == ["b"]
    assert "holds no graph called 'a'" in link("--remove", "a").err


OBO = """format-version: 1.2
data-version: 2026-02-03
ontology: demo
idspace: ex http://example.org/

[Term]
id: DEMO:1
name: a kind ! of thing
alt_id: DEMO:9
def: "Says \\"so\\"." [PMID:1, url:http\\://x.org/y]
synonym: "one" EXACT []
synonym: "any" []
is_a: ex:above {source="X"} ! above
relationship: part_of DEMO:2 ! whole
property_value: IAO:0000234 UniProt:Somebody xsd:string
is_obsolete: true
replaced_by: DEMO:2

[Typedef]
id: part_of
name: part of
xref: BFO:0000050
"""


def test_obo_becomes_the_owl_that_its_specification_says(tmp_path: Path) -> None:
    """Among it what a strict parser refuses in the releases of ECO: a text without quotes."""
    obo = "http://purl.obolibrary.org/obo/"
    triples = triples_of(tmp_path, OBO, name="demo.x")
    said = {(re.split("[#/]", t.predicate.value)[-1], t.object.value) for t in triples if t.subject.value == obo + "DEMO_1"}
    restriction = next(t.subject for t in triples if t.predicate.value.endswith("someValuesFrom"))
    assert said == {
        ("type", "http://www.w3.org/2002/07/owl#Class"),
        ("label", "a kind ! of thing"),
        ("id", "DEMO:1"),
        ("hasAlternativeId", "DEMO:9"),
        ("IAO_0000115", 'Says "so".'),
        ("hasExactSynonym", "one"),
        ("hasRelatedSynonym", "any"),
        ("subClassOf", "http://example.org/above"),
        ("subClassOf", restriction.value),
        ("IAO_0000234", "UniProt:Somebody"),
        ("deprecated", "true"),
        ("IAO_0100001", obo + "DEMO_2"),
    }
    of = {t.predicate.value.rpartition("#")[2]: t.object.value for t in triples if t.subject == restriction}
    assert (of["onProperty"], of["someValuesFrom"]) == (obo + "BFO_0000050", obo + "DEMO_2")
    assert {(t.subject.value, t.object.value) for t in triples if t.predicate.value.endswith("versionIRI")} == {
        (obo + "demo.owl", obo + "demo/2026-02-03/demo.owl")
    }
    assert (obo + "DEMO_9", "true") in {
        (t.subject.value, t.object.value) for t in triples if t.predicate.value.endswith("deprecated")
    }


def triples_of(folder: Path, text: str | bytes, name: str = "file") -> list[ox.Triple]:
    """Return the triples that a file with a text gives."""
    path, stage = folder / name, folder / "stage.nt"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    read(str(path), name, str(stage), Names.listed())
    return [quad.triple for quad in ox.parse(path=str(stage), format=ox.RdfFormat.N_TRIPLES)]


@needs_external
@pytest.mark.parametrize(
    ("obo", "owl", "prefix"),
    [("pato/pato.obo", "pato/pato-simple.owl", "PATO_")],
)
def test_obo_says_what_the_owl_of_the_same_release_says(tmp_path: Path, obo: str, owl: str, prefix: str) -> None:
    """ROBOT made both from one source: labels, definitions, named superclasses, exact synonyms, what is obsolete."""
    first, second = (_said(triples_of(tmp_path, (SHARED / path).read_bytes()), prefix) for path in (obo, owl))
    assert len(first) > 5000
    assert first == second


def _said(triples: list[ox.Triple], prefix: str) -> set[tuple[str, str, str]]:
    wanted = ("label", "subClassOf", "IAO_0000115", "hasExactSynonym", "deprecated")
    return {
        (triple.subject.value, triple.predicate.value, triple.object.value)
        for triple in triples
        if triple.predicate.value.endswith(wanted)
        and f"/{prefix}" in str(triple.subject)
        and not isinstance(triple.object, ox.BlankNode)
        and "#part-" not in triple.object.value
    }


@needs_external
@pytest.mark.parametrize("large", [False, pytest.param(True, marks=pytest.mark.campaign)])
def test_every_file_from_outside_is_read_with_all_its_triples(tmp_path: Path, large: bool) -> None:
    """PROVENANCE.tsv has the number of triples as rdflib counts them; the tables of more than 1 MB are for the campaign."""
    with open(SHARED / "PROVENANCE.tsv", encoding="utf-8", newline="") as stream:
        listed = list(csv.DictReader(stream, delimiter="\t"))
    assert len(listed) == 123
    names, stage, total = Names.listed(), tmp_path / "stage.nt", 0
    for row in listed:
        stated = re.match(r"(\d+) (?:triples|quads)", row["triples_or_rows"])
        if large != (int(row["bytes"]) > 1_000_000 and not stated):
            continue
        told = read(str(SHARED / row["file"]), "x", str(stage), names)
        found = len({quad.triple for quad in ox.parse(path=str(stage), format=ox.RdfFormat.N_TRIPLES)})
        if stated:
            assert found == int(stated[1]), row["file"]
            total += found
        else:
            assert found or row["triples_or_rows"] == "0 rows", (row["file"], told)
    assert total == (0 if large else 385_000)


def test_gtopdb_as_it_is_published_stands_under_its_ids(tmp_path: Path) -> None:
    """The columns are those of the release of 2026, the row is made up."""
    table = (
        '"# GtoPdb Version: 2026.3 - published: 2026-09-16"\n'
        '"Target","Target ID","Target Subunit IDs","Target Gene Symbol","Target UniProt ID","Target Species",'
        '"Ligand ID","Ligand","Ligand Type","Approved","Type","Action",'
        '"Affinity Units","Affinity High","Affinity Median","Affinity Low","PubMed ID"\n'
        '"some receptor","12","","AAA|BBB","P1|P2","Human",'
        '"34","some drug","","yes","Antagonist","Antagonist","pIC50","","8.10","","5|6"\n'
    )
    triples = triples_of(tmp_path, table)
    named = {re.split("[#/]", t.predicate.value)[-1]: set() for t in triples}
    for triple in triples:
        named[re.split("[#/]", triple.predicate.value)[-1]].add(triple.object.value)
    page = "http://www.guidetopharmacology.org/GRAC/"
    assert named["hasTarget"] == {page + "ObjectDisplayForward?objectId=12"}
    assert named["hasLigand"] == {page + "LigandDisplayForward?ligandId=34"}
    assert named["closeMatch"] == {"http://purl.uniprot.org/uniprot/P1", "http://purl.uniprot.org/uniprot/P2"}
    assert named["hasReference"] == {"https://pubmed.ncbi.nlm.nih.gov/5", "https://pubmed.ncbi.nlm.nih.gov/6"}
    assert (named["action"], named["affinity_median"]) == ({"Antagonist"}, {"8.10"})
    assert named["label"] == {"some receptor", "some drug"}


@pytest.mark.parametrize("asked", maps(), ids=lambda asked: asked.name)
def test_a_map_says_what_it_is_for_and_reads(asked) -> None:
    assert asked.title
    assert asked.header["rule"].endswith(".")
    assert sum(kind in asked.header for kind in ("columns", "keys", "root", "frames", "facts")) == 1
    assert list(ox.Store().query(asked.text)) == []


def test_a_report_answers_every_question_of_the_folder(workspace, monkeypatch, raad, tmp_path: Path) -> None:
    text = (
        "PREFIX owl: <http://www.w3.org/2002/07/owl#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
        f'SELECT ?label ?empty {{ GRAPH <{EXTERNAL}a> {{ ?s a owl:Class ; rdfs:label ?label }} BIND("" AS ?empty) }}'
    )
    asked = [
        Question("link/one", text, {"title": "Classes", "question": "Which | classes?", "empty": "there is none"}),
        Question(
            "link/two", "SELECT ?x { FILTER(false) }", {"title": "Nothing", "question": "What?", "empty": "nothing is there"}
        ),
    ]
    monkeypatch.setattr("raad.link.report.questions", lambda kinds: asked if kinds == ("link",) else [])
    link, _ = workspace
    link(a=TURTLE.replace("an ", "a|n <b>"))
    folder = str(tmp_path / "workspace")
    made = json.loads(link("--report").out)["answers"]
    assert [(one["question"], len(one["rows"])) for one in made] == [("link/one", 1), ("link/two", 0)]
    assert made[0]["rows"] == [{"label": "a|n <b>\x1b[31mA", "empty": None}]
    page = raad("link", "--report", "--workspace", folder, "--format", "md").out
    assert (
        "## Classes\n\nWhich \\| classes?\n\n| label | empty |\n| --- | --- |\n| a\\|n &lt;b>\\\\x1b[31mA |  |\n\n1 row.\n"
        in page
    )
    assert "## Nothing\n\nWhat?\n\nNo rows: nothing is there.\n" in page
    text = raad("link", "--report", "--workspace", folder).out
    assert "a|n <b>\\x1b[31mA" in text
    assert "No rows: nothing is there." in text
    told = raad("link", "--report", "--workspace", folder, "--format", "csv")
    assert (told.code, "a report is text, json or md" in told.err) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "give files to load, or one of --list, --remove NAME, --report and --formats"),
        (["--list", "--formats"], "give files to load, or one of"),
        (["--formats", "--format", "md"], "md is a form of --report"),
        (["--list"], "there is no workspace in"),
        (["--remove", "x"], "there is no workspace in"),
        (["absent.ttl"], "absent.ttl: cannot be read: No such file or directory"),
    ],
)
def test_a_wrong_call_says_what_would_be_right(raad, tmp_path: Path, arguments: list[str], said: str) -> None:
    told = raad("link", *arguments, "--workspace", str(tmp_path / "workspace"))
    assert (told.code, said in told.err, told.out) == (2, True, ""), told.err


def test_what_can_be_loaded_is_listed(raad) -> None:
    rows = json.loads(raad("link", "--formats", "--format", "json").out)["rows"]
    assert {"RDF/XML", "JSON-LD", "OBO", "SSSOM mappings", "DrugMechDB path"} <= {row["format"] for row in rows}
