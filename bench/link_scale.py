"""Loads ontologies of ChEBI's size and measures it: ./run python bench/link_scale.py [CLASSES].

The ontology is made up, seeded, with the shape of ChEBI: a label, synonyms, cross references, a definition, two superclasses at
most and roles for each class. It is written as OBO and as RDF/XML, and each is loaded into a workspace of its own.
"""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyoxigraph as ox

CLASSES = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
ROLES = CLASSES // 100
OBO = "http://purl.obolibrary.org/obo/"
QUESTIONS = {
    "all classes below a class (property path)": """
        SELECT (COUNT(DISTINCT ?c) AS ?n) {{ GRAPH <{g}> {{ ?c rdfs:subClassOf+ <{c}7> }} }}""",
    "classes with a role or one below it": """
        SELECT (COUNT(DISTINCT ?c) AS ?n) {{ GRAPH <{g}> {{
          ?role rdfs:subClassOf* <{c}3> .
          ?r owl:someValuesFrom ?role ; owl:onProperty obo:RO_0000087 .
          ?c rdfs:subClassOf ?r }} }}""",
    "our CHEBI identifiers with their labels there": """
        SELECT (COUNT(*) AS ?n) {{
          ?record raad:hasIdentifier/raad:curie ?curie FILTER(STRSTARTS(?curie, "CHEBI:"))
          BIND(IRI(CONCAT("{c}", STRAFTER(?curie, ":"))) AS ?c) GRAPH <{g}> {{ ?c rdfs:label ?label }} }}""",
}
SPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "oboInOwl": "http://www.geneontology.org/formats/oboInOwl#",
    "obo": OBO,
    "raad": "https://w3id.org/raad/",
}


def classes(seed: int = 11):
    """Give each class as its number, superclasses, roles, synonyms and cross references."""
    drawn = random.Random(seed)
    for number in range(1, CLASSES + 1):
        above = sorted({drawn.randint(1, number - 1) for _ in range(drawn.choice((1, 1, 1, 2)))}) if number > 1 else []
        above = [below % ROLES + 1 if number <= ROLES else below for below in above if below != number]
        roles = [] if number <= ROLES else [drawn.randint(1, ROLES) for _ in range(drawn.choice((0, 0, 1, 2)))]
        synonyms = [f"synonym {drawn.randint(0, 10**9)} of {number}" for _ in range(drawn.choice((0, 1, 2, 4)))]
        xrefs = [f"X:{drawn.randint(0, 10**9)}" for _ in range(drawn.choice((0, 1, 2, 3)))]
        yield number, [parent for parent in above if parent < number], roles, synonyms, xrefs


def write_obo(path: Path) -> None:
    """Write the ontology as OBO."""
    with open(path, "w", encoding="utf-8") as stream:
        stream.write("format-version: 1.2\ndata-version: 1\nontology: chebi\n")
        for number, above, roles, synonyms, xrefs in classes():
            stream.write(
                f'\n[Term]\nid: CHEBI:{number}\nname: substance {number}\ndef: "The substance {number} of this list." []\n'
            )
            stream.writelines(f'synonym: "{text}" RELATED [X]\n' for text in synonyms)
            stream.writelines(f"xref: {text}\n" for text in xrefs)
            stream.writelines(f"is_a: CHEBI:{parent}\n" for parent in above)
            stream.writelines(f"relationship: RO:0000087 CHEBI:{role}\n" for role in roles)


def write_owl(path: Path) -> None:
    """Write the ontology as RDF/XML."""
    with open(path, "w", encoding="utf-8") as stream:
        declared = " ".join('xmlns:{}="{}"'.format(*item) for item in SPACES.items())
        stream.write(f"<rdf:RDF {declared}>\n")
        stream.write(f'<owl:Ontology rdf:about="{OBO}chebi.owl"/>\n')
        for number, above, roles, synonyms, xrefs in classes():
            stream.write(f'<owl:Class rdf:about="{OBO}CHEBI_{number}">\n<rdfs:label>substance {number}</rdfs:label>\n')
            stream.write(f"<obo:IAO_0000115>The substance {number} of this list.</obo:IAO_0000115>\n")
            stream.writelines(f"<oboInOwl:hasRelatedSynonym>{text}</oboInOwl:hasRelatedSynonym>\n" for text in synonyms)
            stream.writelines(f"<oboInOwl:hasDbXref>{text}</oboInOwl:hasDbXref>\n" for text in xrefs)
            stream.writelines(f'<rdfs:subClassOf rdf:resource="{OBO}CHEBI_{parent}"/>\n' for parent in above)
            for role in roles:
                stream.write(f'<rdfs:subClassOf><owl:Restriction><owl:onProperty rdf:resource="{OBO}RO_0000087"/>')
                stream.write(f'<owl:someValuesFrom rdf:resource="{OBO}CHEBI_{role}"/></owl:Restriction></rdfs:subClassOf>\n')
            stream.write("</owl:Class>\n")
        stream.write("</rdf:RDF>\n")


def measure(path: Path, folder: Path) -> None:
    """Load a file, twice, and ask; print what it took."""
    for word in ("loaded", "loaded again"):
        begun = time.monotonic()
        command = [sys.executable, "-m", "raad", "link", str(path), "--workspace", str(folder), "--format", "csv"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
            told = process.stdout.read()
            _, process.returncode, spent = os.wait4(process.pid, 0)
        triples = int(re.search(r'"[^"]+",(\d+),', told)[1])
        size = sum(entry.stat().st_size for entry in (folder / (folder / "current").read_text().strip()).iterdir()) >> 20
        processor, peak = spent.ru_utime + spent.ru_stime, spent.ru_maxrss >> 10
        seconds, what = time.monotonic() - begun, f"{path.suffix[1:]}, {path.stat().st_size >> 20} MB, {word}"
        print(f"| {what} | {triples:,} | {seconds:.0f} | {processor:.0f} | {peak} | {size} |", flush=True)
    from raad.graph.query import run
    from raad.link.workspace import Workspace

    store = Workspace(str(folder)).open()
    graph = next(name.value for name in store.named_graphs() if isinstance(name, ox.NamedNode) and name.value.endswith(path.name))
    for words, text in QUESTIONS.items():
        begun = time.process_time()
        rows = run(store, text.format(g=graph, c=f"{OBO}CHEBI_"), SPACES).rows
        print(f"  {words}: {rows[0][0]} in {(time.process_time() - begun) * 1000:.0f} ms", flush=True)


with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as below:
    for name, writer in (("chebi.obo", write_obo), ("chebi.owl", write_owl)):
        writer(Path(below) / name)
        measure(Path(below) / name, Path(below) / f"workspace-{name}")
