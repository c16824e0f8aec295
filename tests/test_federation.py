"""Proof of the federated questions, against two endpoints of other makers and against services that fail.

The endpoints are Virtuoso and Comunica, on loopback, over tests/federated/*.ttl. The expected rows were derived by hand from
those files and data/; the numbers of rows from the identifiers in data/.
"""

from __future__ import annotations

import contextlib
import http.server
import json
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs

import pyoxigraph as ox
import pytest
from virtuoso import CLIENT, MISSING, SERVER, virtuoso

from raad.asking.inquiry import ask
from raad.errors import UsageError
from raad.graph.cache import Graph, cache_directory
from raad.graph.question import FEDERATED, question, questions
from raad.rooms import files

FOLDER = Path(__file__).parent / "federated"
NODE = ("@comunica/query-sparql-rdfjs-lite@5", "n3@2")
ASKED = questions((FEDERATED,))
NAMES = [asked.name for asked in ASKED]
EXACT = re.compile(r"^ *- curie: '?(\S+?)'?\n +match: exact$", re.MULTILINE)
PREFIX = {"uniprot": "UniProtKB", "chembl": "CHEMBL", "wikidata": "PUBCHEM.COMPOUND"}
UNKNOWN = {"uniprot": "unknown there", "chembl": "unknown there", "wikidata": "no item there"}
EXPECTED = {
    "uniprot": [
        ("UniProtKB:P28482", ["Kinase of the test"], ["GENE1"], ["Organismus probans"], "known there"),
        ("UniProtKB:P63085", [], [], [], "obsolete there"),
        ("UniProtKB:P63086", [], ["GENE1", "GENE2"], [], "known there"),
    ],
    "chembl": [
        ("CHEMBL:CHEMBL305187", ["NAME OF THE TEST"], [], "other name"),
        ("CHEMBL:CHEMBL3544917", [], [], "no name there"),
        ("CHEMBL:CHEMBL395091", ["S-Ketamine"], [], "same name"),
        ("CHEMBL:CHEMBL742", ["KETAMINE"], ["MODULATOR", "Test receptor blocker (BLOCKER)"], "same name"),
    ],
    "wikidata": [
        ("PUBCHEM.COMPOUND:133669", "urn:test:q2", None, "CAS", "81395-70-2", [], "not there"),
        ("PUBCHEM.COMPOUND:133669", "urn:test:q2", None, "CHEBI", None, [], "nowhere"),
        ("PUBCHEM.COMPOUND:133669", "urn:test:q2", None, "CHEMBL", None, ["CHEMBL0"], "not here"),
        ("PUBCHEM.COMPOUND:133669", "urn:test:q2", None, "DRUGBANK", None, [], "nowhere"),
        ("PUBCHEM.COMPOUND:3689", "urn:test:q3", "ifenprodil", "CAS", "23210-56-2", ["0-00-0", "23210-56-2"], "same"),
        ("PUBCHEM.COMPOUND:3689", "urn:test:q3", "ifenprodil", "CHEBI", "93829", [], "not there"),
        ("PUBCHEM.COMPOUND:3689", "urn:test:q3", "ifenprodil", "CHEMBL", "CHEMBL305187", [], "not there"),
        ("PUBCHEM.COMPOUND:3689", "urn:test:q3", "ifenprodil", "DRUGBANK", "DB08954", ["DB08954"], "same"),
        ("PUBCHEM.COMPOUND:3821", "urn:test:q1", "ketamine", "CAS", "6740-88-1", ["6740-88-1"], "same"),
        ("PUBCHEM.COMPOUND:3821", "urn:test:q1", "ketamine", "CHEBI", "6121", ["6121"], "same"),
        ("PUBCHEM.COMPOUND:3821", "urn:test:q1", "ketamine", "CHEMBL", "CHEMBL742", ["CHEMBL0"], "other"),
        ("PUBCHEM.COMPOUND:3821", "urn:test:q1", "ketamine", "DRUGBANK", "DB01221", ["01221"], "same"),
    ],
}


def exact(prefix: str) -> list[str]:
    """Return the exact identifiers of a database, as the curated files have them."""
    texts = (Path(path).read_text(encoding="utf-8") for path in files("data", ".yaml"))
    return sorted(curie for text in texts for curie in EXACT.findall(text) if curie.startswith(f"{prefix}:"))


# Answers of two endpoints.


def node_home() -> Path:
    """Return the folder into which Comunica is installed once; skips where it is not to be had."""
    home = Path(cache_directory()) / "node-endpoint"
    if not shutil.which("node") or not shutil.which("npm"):
        pytest.skip("Node.js with npm is not here, and Comunica comes from its registry")
    if not (home / "node_modules" / "n3").exists():
        home.mkdir(parents=True, exist_ok=True)
        install = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(home), *NODE]
        if subprocess.run(install, capture_output=True, check=False).returncode:
            pytest.skip("the npm registry is not reached, and Comunica comes from it")
    return home


@contextlib.contextmanager
def comunica(file: Path) -> Iterator[str]:
    """Give the address of a Comunica over a file."""
    command = ["node", str(FOLDER / "endpoint.cjs"), str(node_home()), str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        try:
            yield f"http://127.0.0.1:{int(running.stdout.readline())}/sparql"
        finally:
            running.kill()


@pytest.fixture(scope="module")
def by_virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Return the address of a Virtuoso that holds all files, for each service."""
    if not (SERVER and CLIENT):
        pytest.skip(MISSING)
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as server:
        quads = [ox.Quad(*triple, ox.NamedNode("urn:test:graph")) for name in EXPECTED for triple in _triples(name)]
        server.load(ox.serialize(quads, format=ox.RdfFormat.N_QUADS))
        yield dict.fromkeys(EXPECTED, f"http://127.0.0.1:{server.http}/sparql")


@pytest.fixture(scope="module")
def by_comunica() -> Iterator[dict[str, str]]:
    """Return the address of a Comunica for each service."""
    with contextlib.ExitStack() as stack:
        yield {name: stack.enter_context(comunica(FOLDER / f"{name}.ttl")) for name in EXPECTED}


def _triples(name: str) -> Iterator[ox.Triple]:
    return (quad.triple for quad in ox.parse(path=FOLDER / f"{name}.ttl", format=ox.RdfFormat.TURTLE))


@pytest.mark.parametrize("asked", ASKED, ids=NAMES)
@pytest.mark.parametrize("maker", ["by_virtuoso", "by_comunica"])
def test_identifiers_are_joined_with_the_answer_of_the_service(raad, request, maker: str, asked) -> None:
    name = asked.header["service"].partition(" ")[0]
    address = request.getfixturevalue(maker)[name]
    told = raad("query", asked.name, "--service", f"{name}={address}", "--format", "json", "--deadline", "10")
    assert told.code == 0, told.err
    ours = exact(PREFIX[name])
    assert f"raad: asking {address[7:].partition('/')[0]} on the network about {len(set(ours))} identifiers ..." in told.err
    rows = json.loads(told.out)["rows"]
    known = [row for row in rows if row["verdict"] != UNKNOWN[name]]
    found = sorted(tuple(row.values())[2:] for row in known)
    assert found == [tuple(value for value in row) for row in EXPECTED[name]]
    assert sorted({row["curie"] for row in rows}) == sorted(set(ours))
    assert len(rows) - len(known) == len(ours) - len({row[0] for row in EXPECTED[name]})


# Services that fail.

EMPTY = json.dumps({"head": {"vars": ["term"]}, "results": {"bindings": []}}).encode()
JSON = "application/sparql-results+json"


class Stub(http.server.BaseHTTPRequestHandler):
    """A service that answers as its path says, and remembers what it was sent."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """Answer one request."""
        self.server.sent.append(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())["query"][0])
        if self.path == "/slow":
            self.server.released.wait(20)
        status = {"/error": 500, "/elsewhere": 302, "/busy": 429, "/part": 206}.get(self.path, 200)
        body = {"/cut": EMPTY[:30], "/page": b"<html>Log in</html>", "/truth": b'{"head":{},"boolean":true}', "/nothing": b""}
        made = body.get(self.path, EMPTY)
        self.send_response(status)
        self.send_header("Content-Type", "text/html" if self.path == "/page" or status >= 400 else JSON)
        self.send_header("Location", "/empty")
        self.send_header("Content-Length", str(len(made)))
        self.end_headers()
        self.wfile.write(made)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def stub() -> Iterator[http.server.ThreadingHTTPServer]:
    """Return a running stub."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Stub) as server:
        server.sent, server.released = [], threading.Event()
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.released.set()
        server.shutdown()


def service(server: http.server.ThreadingHTTPServer, path: str) -> str:
    """Return the option that leads a question about UniProt to a path of the stub."""
    return f"uniprot=http://127.0.0.1:{server.server_address[1]}{path}"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/error", "status 500 Internal Server Error"),
        ("/busy", "status 429 Too Many Requests"),
        ("/elsewhere", "status 302 Found"),
        ("/cut", "Parser error"),
        ("/nothing", "Parser error"),
        ("/page", "it sent text/html, which is no result of a query"),
        ("/truth", ""),
        ("/part", "status 206 Partial Content"),
    ],
)
def test_a_service_without_an_answer_is_told_in_one_line(raad, stub, path: str, said: str) -> None:
    told = raad("query", "federated/uniprot-protein", "--service", service(stub, path))
    *_, last = told.err.splitlines()
    assert (told.code, told.out) == (2, "")
    assert last.startswith(f"raad: 127.0.0.1:{stub.server_address[1]} gave no answer that can be used: ")
    assert said in last
    assert len(stub.sent) == 1


def test_a_service_that_is_not_there_is_told(raad) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    told = raad("query", "federated/uniprot-protein", "--service", f"uniprot=http://127.0.0.1:{port}/")
    assert (told.code, told.out) == (2, "")
    assert f"raad: 127.0.0.1:{port} gave no answer that can be used: Connection refused" in told.err


def test_a_slow_service_is_left_at_the_deadline(stub) -> None:
    command = [sys.executable, "-m", "raad", "query", "uniprot-protein", "--service", service(stub, "/slow"), "--deadline", "0.5"]
    begun = time.monotonic()
    told = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (told.returncode, told.stdout) == (4, "")
    assert told.stderr.splitlines()[-1].endswith("gave no answer within 0.5 s; --deadline SECONDS waits longer")
    assert time.monotonic() - begun < 10


# What is sent, and when.


def test_one_request_holds_our_identifiers_and_is_made_anew_each_time(raad, stub) -> None:
    for _ in range(2):
        told = raad("query", "federated/uniprot-protein", "--service", service(stub, "/empty"), "--format", "json")
        assert {row["verdict"] for row in json.loads(told.out)["rows"]} == {"unknown there"}
    first, second = stub.sent
    assert first == second
    curies = {curie.replace("UniProtKB:", "http://purl.uniprot.org/uniprot/") for curie in exact("UniProtKB")}
    assert set(re.findall(r"<(http://purl.uniprot.org/uniprot/[^>]*)>", first)) == curies
    assert "raad" not in first


def test_no_other_way_leads_to_a_service(raad, graph: Graph) -> None:
    for name in NAMES:
        assert f"raad query {name}" in raad("explain", name, "--row", "1").err
        assert raad("export", "--format", "turtle", "--question", name).code == 2
        assert raad("schema", "--answer", name).code == 2
        with pytest.raises(UsageError, match="asks a service on the network"):
            ask(graph, name)
        with pytest.raises(UsageError, match="asks a service on the network"):
            question(name)
    assert [asked.name for asked in questions() if "SERVICE" in asked.text] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["wikidata-compound", "--service", "uniprot=http://127.0.0.1/"],
            "asks the service wikidata; give --service wikidata=URL",
        ),
        (["wikidata-compound", "--service", "wikidata=file:///etc/passwd"], "an address of http or https"),
        (["wikidata-compound", "--service", "wikidata=http://127.0.0.1/> { } #"], "an address of http or https"),
        (["wikidata-compound", "--service", "wikidata=http:///"], "an address of http or https"),
        (["wikidata-compound", "--deadline", "0"], "a deadline is a number of seconds"),
        (["wikidata-compound", "ketamine"], "takes 0 value(s)"),
        (["null-result", "--deadline", "5"], "asks no service"),
        (["null-result", "--service", "uniprot=http://127.0.0.1/"], "asks no service"),
    ],
)
def test_what_cannot_be_asked_is_refused_before_anything_is_sent(raad, arguments: list[str], said: str) -> None:
    told = raad("query", *arguments)
    assert told.code == 2
    assert said in told.err
    assert "on the network about" not in told.err


@pytest.mark.parametrize("asked", ASKED, ids=NAMES)
def test_a_question_names_its_service_and_where_its_terms_were_seen(asked) -> None:
    _, address = asked.header["service"].split()
    assert re.findall(r"SERVICE (?:SILENT )?<([^>]*)>", asked.text) == [address]
    assert asked.header["seen"]
    assert len(re.findall(r"VALUES \?\w+ \{ UNDEF \}", asked.text)) == 1
