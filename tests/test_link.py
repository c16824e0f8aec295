"""Proof of linking: files from outside are told by what stands in them, loaded whole or not at all, and can be asked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from raad.names import BASE, EXTERNAL

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
        ("a", ["http://example.org/o/2026-01-01"], ["http://127.0.0.1:9/o"])
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
