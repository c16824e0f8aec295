"""Proof that a bad file from outside is refused in one line that says what and where, at once, and fetches nothing."""

from __future__ import annotations

import gzip
import json
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from raad.errors import UsageError
from raad.link.intake import LONGEST
from raad.link.reader import Reader
from raad.link.reading import Names, read

RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://example.org/">\n'
TRIPLE = "<http://example.org/a> <http://example.org/b> "
BOMB = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
NAMES = Names.listed()
FETCHED: list[str] = []
HOOKED: list[bool] = []


@pytest.fixture(autouse=True)
def nothing_is_fetched() -> Iterator[None]:
    """Hold that no socket is made and no address looked up while a file is read."""
    if not HOOKED:
        HOOKED.append(True)
        sys.addaudithook(lambda event, args: FETCHED.append(event) if event.startswith("socket.") else None)
    FETCHED.clear()
    yield
    assert FETCHED == []


def fault(folder: Path, text: str | bytes, name: str = "file") -> str:
    """Return what is said of a file with a text."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(UsageError) as told:
        read(str(path), "x", str(folder / "stage.nt"), NAMES)
    assert "\n" not in str(told.value)
    assert "\x1b" not in str(told.value)
    return str(told.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            f'<!DOCTYPE r [<!ENTITY l0 "lol">{BOMB}]>\n{RDF}<e:a e:b="&l9;"/></rdf:RDF>',
            "file:1:528: the entity l3 grows beyond 300",
        ),
        (
            f'<!DOCTYPE r [\n<!ENTITY x SYSTEM "file:///etc/passwd">]>\n{RDF}</rdf:RDF>',
            "file:2:39: the entity x comes from outside",
        ),
        (f'<!DOCTYPE r [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd"> %x;]>{RDF}</rdf:RDF>', "the entity x comes from outside"),
        (
            f'<!DOCTYPE r SYSTEM "http://127.0.0.1:9/r.dtd">{RDF}</rdf:RDF>',
            "DOCTYPE points outside the file, and nothing is fetched",
        ),
        (f'<!DOCTYPE r [<!ENTITY a "&b;"><!ENTITY b "&a;">]>{RDF}</rdf:RDF>', "holds itself"),
        (f"<!DOCTYPE r [<!ELEMENT a ANY>]>{RDF}</rdf:RDF>", "declares more than entities"),
        (
            '{"@context": "http://127.0.0.1:9/c.jsonld", "@id": "http://example.org/a", "b": 1}',
            "nothing is fetched; put the context",
        ),
        (
            '{"@id": "http://e.org/a", "http://e.org/b": {"@context": ["file:///etc/passwd"]}}',
            "'file:///etc/passwd', and nothing",
        ),
        (f"{TRIPLE}1 .\n{TRIPLE}<rel> .\n", "file:2:47: is no Turtle: No scheme found in an absolute IRI; an IRI must be whole"),
        (f'{RDF}\n<e:a rdf:about="#x"/></rdf:RDF>', "file:3:17: is no RDF/XML: "),
        (f"{RDF}<e:a>\n</e:b></rdf:RDF>", "file:3:3: is no RDF/XML: "),
        ("<rdf:RDF", "file:1:1: begins as XML and comes to no element"),
        (f'{TRIPLE}"cut', "the file may be cut short"),
        (f"{TRIPLE}1 .\r\n{TRIPLE}1 .\r\n{TRIPLE} .\r\n", "file:3:"),
        (f'{TRIPLE}"a" .\n{TRIPLE}"Caf'.encode() + b'\xe9" .\n', "file:2:51: byte 0xe9 is no UTF-8; save the file as UTF-8"),
        (f'{TRIPLE}"é" .\n'.encode("utf-16"), "is UTF-16; save it as UTF-8"),
        (f'{TRIPLE}"a\0b" .\n', "file:1:49: holds a NUL byte"),
        (b"\x89PNG\r\n\x1a\n", "file:1:1: byte 0x89 is no UTF-8"),
        ("", "is empty"),
        ("  \n\n", "is empty"),
        (gzip.compress(b"<a"), "is in no form that is known"),
        (gzip.compress(f"{TRIPLE}1 .\n".encode() * 1000)[:-30], "the gzip file is damaged or cut short"),
        (gzip.compress(b" " * (70 << 20)), "unpacks to more than 300 times its size"),
        ("<html><body>404 Not Found</body></html>", "is a web page and no data"),
        ("<!DOCTYPE html>\n<html><body>Log in</body></html>", "is a web page and no data"),
        (
            '<?xml version="1.0"?><Ontology xmlns="http://www.w3.org/2002/07/owl#"/>',
            "is OWL/XML, which is not read; save the ontology",
        ),
        ("Prefix(:=<http://example.org/>)\nOntology(<http://example.org/o>)", "functional or Manchester syntax"),
        ("ligand,target,action\nketamine,NMDA,block\n", "no map reads columns 'ligand', 'target', 'action'"),
        ("subject id\tpredicate_id\tobject_id\tmapping_justification\n", "'subject id' may be meant as 'subject_id'"),
        (
            "subject_id\tpredicate_id\tobject_id\tmapping_justification\na\tb\tc\n",
            "file:2: the row has 3 cells and the table 4 columns",
        ),
        ('id\tlabel\tsubClassOf\nDOID:1\t"open\tx\n', "file:2: is no table: unexpected end of data"),
        ("graph: {a: [1, 2}\nlinks: []\nnodes: []\n", "file:1: is no YAML"),
        ("graph: &a {b: 1}\nlinks: *a\nnodes: []\n", "file:2: is no YAML: an alias"),
        ("graph:\n\tx: 1\nlinks: 1\n", "file:2: is no YAML"),
        ('{"a": [1,\n2', "file:2:2: is no JSON"),
        ("format-version: 1.2\n\n[Term]\nid: A:1\nno clause here\n", "file:5:1: is no clause of OBO"),
        ("format-version: 1.2\n\n[Term]\nname: a\n", "file:3: the [Term] that ends here has no id"),
        ('format-version: 1.2\n\n[Term]\nid: A:1\ndef: "open\n', "file:5: a text must stand in quotes"),
        ("@prefix : <http://example.org/> .\n# nothing\n", "holds no statement"),
        ("hello world\n", "file:1: is in no form that is known"),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) and "\n" not in value[:30] and "\0" not in value else "text",
)
def test_a_bad_file_is_refused_with_place_and_reason(tmp_path: Path, text: str | bytes, said: str) -> None:
    assert said in fault(tmp_path, text)


def test_what_is_no_plain_file_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    os.symlink(tmp_path / "loop", tmp_path / "loop")
    for path, said in (
        (tmp_path, "is a folder; name the files in it"),
        (tmp_path / "pipe", "is no plain file but a pipe or device"),
        (Path("/dev/zero"), "is no plain file but a pipe or device"),
        (tmp_path / "loop", "cannot be read: Too many levels of symbolic links"),
        (tmp_path / "absent", "cannot be read: No such file or directory"),
    ):
        with pytest.raises(UsageError, match=said):
            read(str(path), "x", str(tmp_path / "stage.nt"), NAMES)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (b"\xef\xbb\xbf" + f"{TRIPLE}1 .\n".encode(), 1),
        (f"{TRIPLE}1 .\r\n{TRIPLE}2 .\r\n".encode(), 2),
        (gzip.compress(f"{TRIPLE}1 .\n".encode()), 1),
        (f'<!DOCTYPE r [<!ENTITY e "http://e.org/"><!ENTITY f "&e;f">]>{RDF}<e:a rdf:about="&f;"/></rdf:RDF>'.encode(), 1),
        (b'{"@context": {"@vocab": "http://e.org/"}, "@id": "http://e.org/a", "b": [1, 2]}', 2),
        (f"{TRIPLE}<<( <http://e.org/a> <http://e.org/b> 1 )>> .\n".encode(), 1),
        (b"<urn:a> <urn:b> <urn:c> .\n", 1),
        (f'<http://e.org/g> {{ {TRIPLE}"1" }}\n{TRIPLE}"2" .\n'.encode(), 2),
    ],
    ids=["byte order mark", "CRLF", "gzip", "short entities", "own context", "triple term", "IRI like a tag", "graphs"],
)
def test_what_only_looks_odd_is_read(tmp_path: Path, text: bytes, lines: int) -> None:
    (tmp_path / "file").write_bytes(text)
    stage = tmp_path / "stage.nt"
    told = read(str(tmp_path / "file"), "x", str(stage), NAMES)
    assert told["triples"] == lines
    assert len(stage.read_bytes().splitlines()) == lines


def test_imports_are_not_followed_and_cycles_do_no_harm(tmp_path: Path) -> None:
    """A server that would answer is listening; nobody calls."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.settimeout(0.2)
        owl, port = "http://www.w3.org/2002/07/owl#", server.getsockname()[1]
        FETCHED.clear()
        for one, other in (("a", "b"), ("b", "a")):
            (tmp_path / one).write_text(f"<http://127.0.0.1:{port}/{one}> <{owl}imports> <http://127.0.0.1:{port}/{other}> .\n")
            assert read(str(tmp_path / one), one, str(tmp_path / "stage.nt"), NAMES)["triples"] == 1
        assert FETCHED == []
        with pytest.raises(TimeoutError):
            server.accept()
        FETCHED.clear()


def test_a_prefix_means_in_each_file_what_the_file_says(tmp_path: Path) -> None:
    head = "subject_id\tpredicate_id\tobject_id\tmapping_justification\nZ:1\tskos:exactMatch\tZ:2\tsemapv:X\n"
    found = []
    for namespace in ("http://one.org/", "http://two.org/"):
        (tmp_path / "file").write_text(f"#curie_map:\n#  Z: {namespace}\n#  skos: http://www.w3.org/2004/02/skos/core#\n{head}")
        read(str(tmp_path / "file"), "x", str(tmp_path / "stage.nt"), NAMES)
        found.append((tmp_path / "stage.nt").read_text())
    for namespace, text in zip(("http://one.org/", "http://two.org/"), found, strict=True):
        assert f"<{namespace}1> <http://www.w3.org/2004/02/skos/core#exactMatch> <{namespace}2> ." in text


@pytest.mark.parametrize("form", ["turtle", "rdf/xml", "table"])
@pytest.mark.parametrize("size", [LONGEST + (1 << 20), pytest.param(1 << 30, marks=pytest.mark.campaign)])
def test_a_value_without_end_is_refused_in_bounded_memory(tmp_path: Path, form: str, size: int) -> None:
    """The campaign writes the gigabyte that the issue asks for."""
    before, after = {
        "turtle": (f'{TRIPLE}"', '" .\n'),
        "rdf/xml": (f'{RDF}<rdf:Description rdf:about="http://e.org/a"><e:b>', "</e:b></rdf:Description></rdf:RDF>"),
        "table": ('id\tlabel\tsubClassOf\nDOID:1\t"', '"\tx\n'),
    }[form]
    path = tmp_path / "file"
    with open(path, "w", encoding="utf-8") as stream:
        stream.write(before)
        for _ in range(size >> 20):
            stream.write("long " * ((1 << 20) // 5))
        stream.write(after)
    reader = Reader()
    try:
        with pytest.raises(UsageError, match=r"more than 8 MB|longer than 8 MB"):
            reader.read(str(path), "x", str(tmp_path / "stage.nt"), size)
        assert peak(reader.process.pid) < 200
    finally:
        reader.close()


def peak(process: int) -> int:
    """Return the most memory in MB that a process held so far."""
    with open(f"/proc/{process}/status", encoding="utf-8") as stream:
        return next(int(line.split()[1]) >> 10 for line in stream if line.startswith("VmHWM"))


def test_a_bomb_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    path, reader = tmp_path / "file", Reader()
    path.write_text(f'<!DOCTYPE r [<!ENTITY l0 "lol">{BOMB}]>\n{RDF}<e:a e:b="&l9;"/></rdf:RDF>')
    try:
        with pytest.raises(UsageError, match="as a bomb does"):
            reader.read(str(path), "x", str(tmp_path / "stage.nt"), 1000)
        assert peak(reader.process.pid) < 100
    finally:
        reader.close()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"{TRIPLE}{'<<( <http://e.org/a> <http://e.org/b> ' * 100_000}1{' )>>' * 100_000} .\n", "nested too deeply"),
        ('{"@id": "http://e.org/a", "http://e.org/b": ' * 5_000, "nested too deeply"),
        ("graph: " + "[" * 20_000, "nested too deeply|is no YAML"),
        (f"{TRIPLE}" + "(" * 200_000, "is no Turtle"),
        (
            '<Pathway xmlns="http://pathvisio.org/GPML/2013a">' + "<a>" * 100_000 + "</a>" * 100_000 + "</Pathway>",
            "nested too deeply",
        ),
    ],
    ids=["triple terms", "JSON-LD", "YAML", "Turtle lists", "XML"],
)
def test_what_is_nested_without_end_ends_no_more_than_its_reader(tmp_path: Path, text: str, said: str) -> None:
    path, good, reader = tmp_path / "file", tmp_path / "good", Reader()
    path.write_text(text)
    good.write_text(f"{TRIPLE}1 .\n")
    try:
        with pytest.raises(UsageError, match=said):
            reader.read(str(path), "x", str(tmp_path / "stage.nt"), len(text))
        assert reader.read(str(good), "x", str(tmp_path / "stage.nt"), 10)["triples"] == 1
    finally:
        reader.close()


def test_what_takes_too_long_is_given_up(tmp_path: Path, monkeypatch) -> None:
    """A second of processor time is not enough for a million lines, and the next file is read."""
    monkeypatch.setattr("raad.link.reader.SECONDS", 0)
    monkeypatch.setattr("raad.link.reader.BYTES_A_SECOND", 10**12)
    path, good, reader = tmp_path / "file", tmp_path / "good", Reader()
    path.write_text(f"{TRIPLE}1 .\n" * 10**6)
    good.write_text(f"{TRIPLE}1 .\n")
    try:
        with pytest.raises(UsageError, match="was not read within 0 s of processor time; N-Triples are read fastest"):
            reader.read(str(path), "x", str(tmp_path / "stage.nt"), 1)
        monkeypatch.setattr("raad.link.reader.SECONDS", 60)
        assert reader.read(str(good), "x", str(tmp_path / "stage.nt"), 10)["triples"] == 1
    finally:
        reader.close()


def test_no_module_beside_the_file_is_run(tmp_path: Path, monkeypatch) -> None:
    """Somebody unpacks a download and works where it lies."""
    for name in ("json", "csv", "yaml", "contextlib"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit(7)\n")
    (tmp_path / "file").write_text("a: 1\n")
    (tmp_path / "good").write_text(f"{TRIPLE}1 .\n")
    monkeypatch.chdir(tmp_path)
    reader = Reader()
    try:
        assert reader.read("good", "x", "stage.nt", 10)["triples"] == 1
        with pytest.raises(UsageError, match="no map reads keys 'a'"):
            reader.read("file", "x", "stage.nt", 10)
    finally:
        reader.close()


def test_a_label_steers_no_terminal(tmp_path: Path, raad) -> None:
    (tmp_path / "a.ttl").write_text(f'{TRIPLE}"one \\u001B[31m\\u202Etwo\\u0000" .\n')
    folder = str(tmp_path / "workspace")
    assert raad("link", str(tmp_path / "a.ttl"), "--workspace", folder).code == 0
    query = "SELECT ?o { <http://example.org/a> <http://example.org/b> ?o }"
    assert "one \\x1b[31m\\u202etwo\\x00" in raad("sparql", query, "--workspace", folder).out
    kept = json.loads(raad("sparql", query, "--workspace", folder, "--format", "json").out)["rows"]
    assert kept == [{"o": "one \x1b[31m\u202etwo\0"}]
