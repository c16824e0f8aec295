"""Proof of the maps of sparql/lift/: a small file for each, what it must say, and the same triples by another engine."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic
from test_link import INTERACTION, OBO, PATH, PATHWAY

from raad.link import lift
from raad.link.reading import Names, read

OBO_LIBRARY = "http://purl.obolibrary.org/obo/"
SSSOM = (
    "#curie_map:\n#  skos: http://www.w3.org/2004/02/skos/core#\n#  semapv: https://w3id.org/semapv/vocab/\n"
    "#license: https://creativecommons.org/publicdomain/zero/1.0/\n#mapping_set_version: '7'\n"
    "subject_id\tsubject_label\tpredicate_id\tpredicate_modifier\tobject_id\tmapping_justification\tconfidence\n"
    "CHEBI:6121\tketamine\tskos:exactMatch\t\tMESH:D007649\tsemapv:ManualMappingCuration\t0.90\n"
    "CHEBI:6121\tketamine\tskos:exactMatch\tNot\tMESH:C1\tsemapv:ManualMappingCuration\t\n"
)
SAID = {
    "sssom": (
        SSSOM,
        {
            (OBO_LIBRARY + "CHEBI_6121", "exactMatch", "https://meshb.nlm.nih.gov/record/ui?ui=D007649"),
            ("row-4", "predicate_modifier", "Not"),
            ("row-3", "confidence", "0.90"),
        },
        {(OBO_LIBRARY + "CHEBI_6121", "exactMatch", "https://meshb.nlm.nih.gov/record/ui?ui=C1")},
    ),
    "doid-report": (
        'id\tlabel\tsubClassOf\n"DOID:2"\t"below"\t"above"\n"DOID:1"\t"above"\t""\n',
        {(OBO_LIBRARY + "DOID_2", "subClassOf", OBO_LIBRARY + "DOID_1"), (OBO_LIBRARY + "DOID_1", "label", "above")},
        set(),
    ),
    "pattern-table": (
        "defined_class\tdefined_class_label\ttarget\ttarget_label\nhttp://e.org/a\tgrowth of b\thttp://e.org/b\tb\n",
        {
            ("http://e.org/a", "target", "http://e.org/b"),
            ("http://e.org/b", "label", "b"),
            ("http://e.org/a", "label", "growth of b"),
        },
        set(),
    ),
    "wikipathways-datanode": (
        "Label\tType\tIdentifier\tComment\tEnsembl\tNCBI gene\tHGNC\tUniProt\tWikidata\tChEBI\n"
        "Ketamine\tMetabolite\thmdb:HMDB0015352\t\t\t\t\t\twikidata:Q1;wikidata:Q2\tchebi:6121\n",
        {
            ("row-1", "closeMatch", OBO_LIBRARY + "CHEBI_6121"),
            ("row-1", "closeMatch", "http://www.wikidata.org/entity/Q2"),
            ("row-1", "hasDbXref", "hmdb:HMDB0015352"),
            ("row-1", "isPartOf", "http://identifiers.org/wikipathways/WP7"),
        },
        set(),
    ),
    "wikipathways-bibliography": (
        'ID\tDatabase\tCitation\n123\tPubmed\t"A title. Someone. <a href=""http://x"">PubMed</a>"\n9\tDOI\tother\n',
        {
            ("http://identifiers.org/wikipathways/WP7", "references", "https://pubmed.ncbi.nlm.nih.gov/123"),
            ("https://pubmed.ncbi.nlm.nih.gov/123", "bibliographicCitation", "A title. Someone."),
        },
        {("http://identifiers.org/wikipathways/WP7", "references", "https://pubmed.ncbi.nlm.nih.gov/9")},
    ),
    "linkml-schema": (
        "id: http://e.org/m/\nname: m\nversion: 1.2\nprefixes: {SIO: 'http://semanticscience.org/resource/SIO_'}\n"
        "classes:\n  named thing: {description: any}\n  small molecule: {is_a: named thing, exact_mappings: ['SIO:1']}\n"
        "slots:\n  related to: {}\n  acts on: {is_a: related to}\n",
        {
            ("http://e.org/m/SmallMolecule", "subClassOf", "http://e.org/m/NamedThing"),
            ("http://e.org/m/SmallMolecule", "exactMatch", "http://semanticscience.org/resource/SIO_1"),
            ("http://e.org/m/acts_on", "subPropertyOf", "http://e.org/m/related_to"),
            ("http://e.org/m/", "versionInfo", "1.2"),
        },
        set(),
    ),
    "biolink-predicate": (
        "predicate mappings:\n- mapped predicate: raises\n  predicate: affects\n  object aspect qualifier: activity\n",
        {("part-1", "predicate", "https://w3id.org/biolink/vocab/affects"), ("part-1", "object_aspect_qualifier", "activity")},
        set(),
    ),
    "json-ld-context": (
        '{"@context": {"a": "http://e.org/a#", "b": {"@id": "http://e.org/b#", "@prefix": true}, "c": "a:c", "@vocab": "http://v/"}}',
        {("part-1", "namespace", "http://e.org/a#"), ("part-2", "prefix", "b"), ("part-2", "namespace", "http://e.org/b#")},
        set(),
    ),
    "gtopdb-ligand": (
        '"# GtoPdb Version"\n"Ligand id","Name","Type","Labelled","Radioactive","PubChem SID","PubChem CID","Synonyms","SMILES"\n'
        '"4233","ketamine","Synthetic organic","","","","3821","CI-581|Ketalar","CNC1"\n',
        {
            ("http://www.guidetopharmacology.org/GRAC/LigandDisplayForward?ligandId=4233", "hasRelatedSynonym", "Ketalar"),
            (
                "http://www.guidetopharmacology.org/GRAC/LigandDisplayForward?ligandId=4233",
                "closeMatch",
                "https://pubchem.ncbi.nlm.nih.gov/compound/3821",
            ),
        },
        set(),
    ),
    "gtopdb-target": (
        "Type,Family id,Family name,Target id,Target name,synonyms,HGNC symbol,Human SwissProt,Rat SwissProt,Mouse SwissProt\n"
        "lgic,75,Ionotropic glutamate receptors,455,GluN1,NR1|NMDA1,GRIN1,Q05586,P35439,P35438\n",
        {
            ("http://www.guidetopharmacology.org/GRAC/ObjectDisplayForward?objectId=455", "hasRelatedSynonym", "NMDA1"),
            (
                "http://www.guidetopharmacology.org/GRAC/ObjectDisplayForward?objectId=455",
                "closeMatch",
                "http://purl.uniprot.org/uniprot/P35438",
            ),
        },
        set(),
    ),
}
FILES = {
    **{name: text for name, (text, _, _) in SAID.items()},
    "obo": OBO,
    "wikipathways-gpml": PATHWAY,
    "drugmechdb-path": PATH,
    "gtopdb-interaction": INTERACTION,
}


def lifted(folder: Path, text: str) -> list[ox.Triple]:
    """Return the triples of a file called after a pathway."""
    path, stage = folder / "WP7-file.x", folder / "stage.nt"
    path.write_text(text, encoding="utf-8")
    read(str(path), "WP7-file.x", str(stage), Names.listed())
    return [quad.triple for quad in ox.parse(path=str(stage), format=ox.RdfFormat.N_TRIPLES)]


@pytest.mark.parametrize("name", SAID)
def test_a_map_says_this_and_not_that(tmp_path: Path, name: str) -> None:
    text, wanted, unwanted = SAID[name]
    found = {
        (
            triple.subject.value.rpartition("graph/external/WP7-file.x#")[2],
            re.split("[#/]", triple.predicate.value)[-1],
            triple.object.value,
        )
        for triple in lifted(tmp_path, text)
    }
    assert wanted - found == set()
    assert unwanted & found == set()


@pytest.mark.parametrize("name", FILES)
def test_another_engine_lifts_the_same(tmp_path: Path, name: str, monkeypatch) -> None:
    """The other engine, rdflib, is asked what pyoxigraph was asked, of the same fields."""
    seen = []
    ask = lift.run
    monkeypatch.setattr("raad.link.lift.run", lambda store, text: (seen.append((list(store), text)), ask(store, text))[1])
    mine = lifted(tmp_path, FILES[name])
    theirs = rdflib.Graph()
    for quads, text in seen:
        fields = rdflib.Graph()
        fields.parse(data=ox.serialize([quad.triple for quad in quads], format=ox.RdfFormat.N_TRIPLES), format="nt")
        theirs += fields.query(text).graph
    first = rdflib.Graph()
    first.parse(data=ox.serialize(mine, format=ox.RdfFormat.N_TRIPLES), format="nt")
    assert len(first) > 1
    assert isomorphic(first, theirs)


def test_every_map_has_its_file() -> None:
    assert {asked.name.partition("/")[2] for asked in lift.maps()} == {*FILES, "gtopdb-interaction-release", "catalogue"}
