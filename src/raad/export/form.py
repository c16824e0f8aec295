"""The formats of an export: one table, to which a format is added by a line and its function.

A function takes a selection and returns the bytes of one file, or bytes by file name where the format is of several.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module

from raad.errors import UnknownName
from raad.export.selection import Selection
from raad.near import near


@dataclass(frozen=True, slots=True)
class Form:
    """A format: its function as `module.name` in raad.export, the ending of its file, its media type, and what it is.

    `several` formats give a folder of files; `takes` names the options of the command that go to the function;
    a `whole` format is of all that RAAD is, and no part of it can be selected.
    """

    function: str
    ending: str
    media_type: str
    title: str
    several: bool = False
    takes: tuple[str, ...] = ()
    whole: bool = False


FORMS = {
    "jelly": Form("jelly.write_jelly", ".jelly", "application/x-jelly-rdf", "all named graphs in a binary form, small and quick"),
    "json-ld": Form("linked_json.write_json_ld", ".jsonld", "application/ld+json", "all named graphs with our JSON-LD context"),
    "nanopub": Form("nanopublication.write_nanopub", ".trig", "application/trig", "a nanopublication a finding", takes=("key",)),
    "n-quads": Form("syntax.write_n_quads", ".nq", "application/n-quads", "all named graphs, a statement a line, sorted"),
    "n-triples": Form("syntax.write_n_triples", ".nt", "application/n-triples", "the statements without their graphs, sorted"),
    "classes": Form(
        "class_companion.write_classes", ".owl", "application/rdf+xml", "a class a compound, target and event, for EL", whole=True
    ),
    "owl": Form("owl.write_owl", ".owl", "application/rdf+xml", "the ontology with the records as one ontology, for Protege"),
    "rdf-1.2": Form(
        "triple_term.write_rdf_12", ".trig", "application/trig;version=1.2", "TriG of RDF 1.2, each step with what it argues for"
    ),
    "rdf-xml": Form("syntax.write_rdf_xml", ".rdf", "application/rdf+xml", "the statements without their graphs, as XML"),
    "sssom": Form("mapping.write_sssom", ".sssom.tsv", "text/tab-separated-values", "the mappings to outside databases as SSSOM"),
    "sparql-example": Form(
        "syntax.write_examples", ".ttl", "text/turtle", "the stored questions as SPARQL example records", whole=True
    ),
    "trig": Form("syntax.write_trig", ".trig", "application/trig", "all named graphs, for reading"),
    "turtle": Form("syntax.write_turtle", ".ttl", "text/turtle", "the statements without their graphs, for reading"),
    "bioschemas": Form("schema_org.write_bioschemas", ".jsonld", "application/ld+json", "compounds and articles in schema.org"),
    "bibtex": Form("bibliography.write_bibtex", ".bib", "application/x-bibtex", "the publications, for LaTeX"),
    "csl-json": Form(
        "bibliography.write_csl_json", ".json", "application/vnd.citationstyles.csl+json", "the publications, for CSL"
    ),
    "cx2": Form("cx2.write_cx2", ".cx2", "application/json", "the causal paths, for Cytoscape and NDEx"),
    "findings-csv": Form("finding_table.write_csv", ".csv", "text/csv", "a row a finding, and a data dictionary", True),
    "findings-csv-plain": Form("finding_table.write_csv_plain", ".csv", "text/csv", "the same, for programs only", True),
    "graphml": Form("graphml.write_graphml", ".graphml", "application/xml", "the causal paths, for programs of graphs"),
    "kgx": Form("kgx.write_kgx", ".tsv", "text/tab-separated-values", "nodes and edges in the words of Biolink", True),
    "parquet": Form("finding_table.write_parquet", ".parquet", "application/vnd.apache.parquet", "a row a finding, with types"),
    "ris": Form("bibliography.write_ris", ".ris", "application/x-research-info-systems", "the publications, for libraries"),
    "ro-crate": Form("crate.write_ro_crate", ".json", "application/ld+json", "the records and findings as an RO-Crate", True),
    "void": Form(
        "description.write_void", ".ttl", "text/turtle", "what RAAD is and holds, as VoID, DCAT and HCLS ask", whole=True
    ),
}


def form(name: str) -> Form:
    """Return the format of that name; UnknownName gives near ones and all."""
    if name not in FORMS:
        raise UnknownName("format", name, near(name, FORMS), f"; one of: {', '.join(FORMS)}")
    return FORMS[name]


def written(selection: Selection, name: str, **options: str) -> bytes | dict[str, bytes]:
    """Return a selection in the format of that name: the bytes of a file, or of each file by its name."""
    module, _, function = form(name).function.rpartition(".")
    return getattr(import_module(f"raad.export.{module}"), function)(selection, **options)
