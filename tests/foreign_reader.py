"""Readers of RDF of other makers: each takes files by media type and gives back their statements, or says what is not here."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from raad.graph.cache import cache_directory
from raad.graph.shape import as_printed

JAVA = Path("/usr/share/java")
JARS = (
    *(
        "jena-arq",
        "jena-base",
        "jena-cmds",
        "jena-core",
        "jena-iri",
        "jena-dboe-base",
        "jena-dboe-storage",
        "jena-tdb",
        "jena-tdb2",
    ),
    *("slf4j-api", "slf4j-nop", "thrift", "commons-cli", "commons-codec", "commons-compress", "commons-csv", "commons-io"),
    *("commons-lang3", "dexx.collection", "guava", "jackson-core", "jackson-databind", "jackson-annotations", "jsonld-java"),
    *("jakarta.json-api", "protobuf", "titanium-json-ld", "gson", "httpclient", "httpcore", "jcl-over-slf4j"),
)
NODE = ("n3@2", "jsonld@9", "rdfxml-streaming-parser@3")
RDFLIB = {
    "application/ld+json": "json-ld",
    "application/n-quads": "nquads",
    "application/n-triples": "nt",
    "application/rdf+xml": "xml",
    "application/trig": "trig",
    "text/turtle": "turtle",
}
RAPTOR = {"application/n-triples": "ntriples", "application/rdf+xml": "rdfxml", "text/turtle": "turtle"}

Files = Iterable[tuple[str, Path]]


def alike(quads: Iterable[ox.Quad]) -> set[ox.Quad]:
    """Return quads with canonical labels on their blank nodes (RDFC-1.0), so that isomorphic datasets are equal."""
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


def by_rdflib(files: Files) -> dict[Path, set[ox.Quad]]:
    """Return what rdflib reads."""
    found = {}
    for kind, path in files:
        with as_printed():
            dataset = rdflib.Dataset()
            dataset.parse(path, format=RDFLIB[kind])
            found[path] = _quads(dataset.serialize(format="nquads"))
    return found


def by_raptor(files: Files) -> dict[Path, set[ox.Quad]]:
    """Return what Raptor reads."""
    if not shutil.which("rapper"):
        pytest.skip("Raptor is not here: it comes with the Debian package raptor2-utils")
    return {
        path: _quads(_run("rapper", "-q", "-i", RAPTOR[kind], "-o", "ntriples", str(path)))
        for kind, path in files
        if kind in RAPTOR
    }


def by_jena(files: Files, folder: Path) -> dict[Path, set[ox.Quad]]:
    """Return what Apache Jena reads, all in one run; a marked statement parts one file from the next.

    JSON-LD is left out: the Debian build of Jena comes without a provider of JSON and reads none at all.
    """
    if not shutil.which("java") or not (JAVA / "jena-arq.jar").exists():
        pytest.skip("Apache Jena is not here: it comes with the Debian packages libapache-jena-java and default-jre-headless")
    _messages(folder)
    mark = folder / "mark.nt"
    mark.write_text("<urn:mark:mark> <urn:mark:mark> <urn:mark:mark> .\n")
    paths = [path for kind, path in files if kind != "application/ld+json"]
    arguments = [str(part) for path in paths for part in (path, mark)]
    places = os.pathsep.join([str(folder), *(str(JAVA / f"{jar}.jar") for jar in JARS)])
    text = _run("java", "-cp", places, "riotcmd.riot", "--output=nq", *arguments)
    return dict(zip(paths, (_quads(part) for part in text.split(mark.read_text())), strict=False))


def by_node(files: Files) -> dict[Path, set[ox.Quad]]:
    """Return what N3.js, jsonld.js and rdfxml-streaming-parser read."""
    pairs = [part for kind, path in files for part in (kind, str(path))]
    made = json.loads(_run("node", str(Path(__file__).with_suffix(".cjs")), str(node_home()), *pairs))
    return {Path(path): _quads(text) for path, text in made.items()}


def node_home() -> Path:
    """Return the folder into which the readers of Node are installed once; skips where they are not to be had."""
    home = Path(cache_directory()) / "node-reader"
    if not shutil.which("node") or not shutil.which("npm"):
        pytest.skip("Node.js with npm is not here, and readers of RDF come from its registry")
    if not (home / "node_modules" / "rdfxml-streaming-parser").exists():
        home.mkdir(parents=True, exist_ok=True)
        install = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(home), *NODE]
        if subprocess.run(install, capture_output=True, check=False).returncode:
            pytest.skip("the npm registry is not reached, and readers of RDF come from it")
    return home


def _messages(folder: Path) -> None:
    """Put the messages of the XML library inside Jena where its Debian build looks for them."""
    with zipfile.ZipFile(JAVA / "jena-core.jar") as jar:
        for name in jar.namelist():
            inside = name.removeprefix("org/apache/jena/ext/xerces/")
            if inside != name and name.endswith(".properties"):
                place = folder / "xerces" / inside
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(jar.read(name))


def _run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[:1000]
    return done.stdout


def _quads(text: str) -> set[ox.Quad]:
    return alike(ox.parse(text, format=ox.RdfFormat.N_QUADS))
