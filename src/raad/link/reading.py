"""One file from outside read into N-Triples, with what it says of itself."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from xml.parsers import expat

import pyoxigraph as ox

from raad.graph.query import run
from raad.graph.question import question, tidy
from raad.link.intake import Bounded, Faulty, Intake, take_in
from raad.link.lift import lift
from raad.link.recognition import Form, recognise
from raad.names import EXTERNAL
from raad.rooms import files

FORMATS = {
    "RDF/XML": ox.RdfFormat.RDF_XML,
    "Turtle": ox.RdfFormat.TRIG,
    "N-Triples": ox.RdfFormat.N_QUADS,
    "N-Quads": ox.RdfFormat.N_QUADS,
    "JSON-LD": ox.RdfFormat.JSON_LD,
}


@dataclass
class Told:
    """What is kept of a file: its name, digest, size and format, and how many triples it gave from how many graphs of its own."""

    name: str
    file: str
    sha256: str
    bytes: int
    format: str
    triples: int = 0
    graphs: int = 0


@dataclass(frozen=True)
class Names:
    """The namespace of each prefix, and for each other namespace of a database the one that RAAD uses."""

    prefixes: dict[str, str]
    standard: dict[str, str]

    @classmethod
    def listed(cls) -> Names:
        """Return those of the prefix list; a prefix stands also in small letters and by its other names."""
        asked, store = question("find/database"), ox.Store()
        for path in files("ontology", "prefixes.ttl"):
            store.load(path=path, format=ox.RdfFormat.TURTLE)
        prefixes, standard = {}, {}
        for row in tidy(asked, run(store, asked.text)).records():
            names = (row["prefix"], row["prefix"].lower(), *map(str.lower, row["otherPrefix"]))
            prefixes |= dict.fromkeys(names, row["namespace"])
            standard |= dict.fromkeys(map(str, row["otherNamespace"]), row["namespace"])
        return cls(prefixes, standard)

    def standardise(self, triple: ox.Triple) -> ox.Triple:
        """Return the triple with IRIs of other namespaces of a database brought into the one that RAAD uses."""
        others = tuple(self.standard)
        if not _begins(triple.subject, others) and not _begins(triple.object, others):
            return triple
        return ox.Triple(self._standard(triple.subject), triple.predicate, self._standard(triple.object))

    def _standard(self, term):
        for other, namespace in self.standard.items():
            if _begins(term, (other,)):
                return ox.NamedNode(namespace + term.value.removeprefix(other))
        return term


def _begins(term, others: tuple[str, ...]) -> bool:
    return isinstance(term, ox.NamedNode) and term.value.startswith(others)


def read(path: str, name: str, stage: str, names: Names) -> dict:
    """Write the triples of a file to `stage` as N-Triples, and return what is told of it; Faulty says what is wrong and where."""
    intake = take_in(path)
    form = recognise(intake)
    told = Told(name, os.path.basename(path), intake.sha256, intake.size, form.name)
    try:
        quads = _quads(intake, form, told, names)
        with open(stage, "wb") as stream:
            ox.serialize(_noted(quads, told, names), stream, format=ox.RdfFormat.N_TRIPLES)
    except SyntaxError as error:
        raise _placed(intake, form, error) from None
    except RecursionError:
        raise Faulty(path, "is nested too deeply") from None
    if told.graphs and form.name == "Turtle":
        told.format = "TriG"
    if not told.triples and form.kind != "table":
        raise Faulty(path, "holds no statement; is it the right file?")
    return asdict(told)


def _quads(intake: Intake, form: Form, told: Told, names: Names) -> Iterator[ox.Quad | ox.Triple]:
    if form.kind == "rdf":
        return _parsed(intake, form)
    told.format, triples = lift(intake, form, told.file, EXTERNAL + told.name, names.prefixes)
    return triples


def _parsed(intake: Intake, form: Form) -> Iterator[ox.Quad]:
    with intake.open() as stream:
        if form.name == "JSON-LD":
            yield from ox.parse(stream, FORMATS[form.name], rename_blank_nodes=True)
            return
        bounded = Bounded(intake.path, stream, form.place if form.name == "RDF/XML" else None)
        for quad in ox.parse(bounded, FORMATS[form.name], rename_blank_nodes=True):
            bounded.mark()
            yield quad


def _noted(quads: Iterator[ox.Quad | ox.Triple], told: Told, names: Names) -> Iterator[ox.Triple]:
    """Give the triples, out of whatever graph they stand in, in standard names, and count both."""
    graphs = set()
    for quad in quads:
        told.triples += 1
        if isinstance(quad, ox.Quad):
            if not isinstance(quad.graph_name, ox.DefaultGraph):
                graphs.add(quad.graph_name)
            quad = quad.triple
        yield names.standardise(quad)
    told.graphs = len(graphs)


def _placed(intake: Intake, form: Form, error: SyntaxError) -> Faulty:
    """Return what the parser says with its place in the file."""
    said = re.sub(r"^Parser error at (line \d+ (between columns \d+ and \d+|column \d+)|.*?): ", "", str(error))
    said = re.sub(r" \(line \d+\)$", "", said)
    line, column = error.lineno, error.offset
    if line is None:
        line, column = _where(intake, form, said)
    hint = "; an IRI must be whole, or the file must state a base" if "No scheme found" in said else ""
    hint = hint or ("; the file may be cut short" if "nexpected end" in said else "")
    return Faulty(intake.path, f"is no {form.name}: {said}{hint}", line, column)


def _where(intake: Intake, form: Form, said: str) -> tuple[int | None, int | None]:
    """Return the place of a fault that the parser gives none for: where XML breaks, else where the named IRI stands."""
    named = re.search(r"'([^']+)'", said)
    with intake.open() as stream:
        if form.name == "RDF/XML":
            parser = expat.ParserCreate()
            try:
                parser.ParseFile(stream)
            except expat.ExpatError as error:
                return error.lineno, error.offset + 1
            stream.seek(0)
        for number, line in enumerate(stream, 1):
            at = line.find(named[1].encode()) if named else -1
            if at >= 0:
                return number, at + 1
    return None, None
