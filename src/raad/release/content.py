"""The files of a release, by their paths: the graph, its exports, the ontology, schemas, licences, what changed."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator

from raad.asking.difference import Difference
from raad.asking.find import kinds
from raad.curated.context import Context
from raad.curated.file import has_folder
from raad.curated.triple import canonical
from raad.editor.form import Forms
from raad.editor.json_schema import json_schema
from raad.export.crate import FILE as CRATE
from raad.export.crate import FORMAT as CRATE_FORMAT
from raad.export.crate import crate_metadata
from raad.export.form import FORMS, written
from raad.export.selection import Selection, select
from raad.graph.cache import Graph
from raad.names import VERSION_INFO, VERSION_IRI
from raad.release.answer_schema import AnswerSchemas
from raad.release.change import change_log
from raad.release.manifest import GRAPH, MANIFEST, SUMS, manifest, sums
from raad.release.published import FILE, listed, names_of, published
from raad.report.output import json_text
from raad.rooms import files, paper, room

TEXT, MARKDOWN, JSON, N_QUADS, TURTLE = "text/plain", "text/markdown", "application/json", "application/n-quads", "text/turtle"
_PAPERS = {"LICENSE": TEXT, "LICENSE-DATA": TEXT, "CITATION.cff": "application/yaml", "CHANGELOG.md": MARKDOWN}
# The canonical file of the graph stands at the top, and the release is itself a crate; a signature needs the key of a person.
LEFT_OUT = ("n-quads", "ro-crate")
Files = dict[str, tuple[bytes, str]]


def release_files(
    graph: Graph, changes: Difference | None, forms: Iterable[str], progress: Callable[[str], None] = lambda stage: None
) -> dict[str, bytes]:
    """Return all files of a release by their paths, the manifest and the sums among them."""
    selection, words = select(graph), {}
    made: Files = {GRAPH: (canonical(list(selection.quads)), N_QUADS)}
    for form in forms:
        progress(f"writing {form}")
        exported = _export(selection, form)
        made |= exported
        words |= dict.fromkeys(exported, FORMS[form].title)
    progress("writing the schemas")
    made |= _ontology(graph) | _schemas(graph)
    made |= {name: (_read(paper(name)), kind) for name, kind in _PAPERS.items()}
    log = change_log(made["CHANGELOG.md"][0].decode(), graph.version, changes)
    made["CHANGES.md"] = (log.encode(), MARKDOWN)
    made[FILE] = (listed(names_of(selection.quads) | published()).encode(), TEXT)
    made[CRATE] = (crate_metadata(graph, made, words), CRATE_FORMAT)
    whole = json.dumps(manifest(graph.version, selection.quads, graph.counts, made), ensure_ascii=False, indent=1) + "\n"
    content = {path: body for path, (body, _) in made.items()} | {MANIFEST: whole.encode()}
    return content | {SUMS: sums(content).encode()}


def released_forms() -> list[str]:
    """Return the formats that stand in a release."""
    return [name for name in FORMS if name not in LEFT_OUT]


def _export(selection: Selection, name: str) -> Files:
    form, content = FORMS[name], written(selection, name)
    if isinstance(content, dict):
        return {f"export/{name}/{path}": (body, media_type(path)) for path, body in content.items()}
    return {f"export/{name}{form.ending}": (content, form.media_type)}


def media_type(path: str) -> str:
    """Return the media type of a file by its ending."""
    by_ending = {form.ending.lstrip("."): form.media_type for form in FORMS.values() if not form.several}
    known = {"csv": "text/csv", "json": JSON, "md": MARKDOWN, "svg": "image/svg+xml", "tsv": "text/tab-separated-values"}
    known |= {"ttl": TURTLE, "txt": TEXT, "xml": "application/xml"}
    return (by_ending | known).get(path.rpartition(".")[2], "application/octet-stream")


def _ontology(graph: Graph) -> Files:
    """Return the modules of the ontology, each with the version of the release, and the context of the curated files."""
    made = {}
    versions = {quad.predicate: quad.object for quad in graph.printed() if quad.predicate in (VERSION_INFO, VERSION_IRI)}
    for path in files("ontology", ".ttl", ".xml", ".svg"):
        name, body = os.path.relpath(path, room("ontology")).replace(os.sep, "/"), _read(path)
        if name.endswith(".ttl") and str(VERSION_IRI) not in body.decode() and b"owl:versionIRI" not in body:
            body += _version(body.decode(), name.removesuffix(".ttl"), versions).encode()
        made[f"ontology/{name}"] = (body, media_type(name))
    made["ontology/context.jsonld"] = (_read(os.path.join(room("data"), "context.jsonld")), "application/ld+json")
    return made


def _version(body: str, module: str, versions: dict) -> str:
    """Return the statements that give a module of the ontology the version of the release."""
    subject = next(line.split()[0] for line in body.splitlines() if line.endswith("a owl:Ontology ;"))
    iri = f"<{versions[VERSION_IRI].value}/{module}>"
    return f"\n{subject} {VERSION_IRI} {iri} ; {VERSION_INFO} {versions[VERSION_INFO]} .\n"


def _schemas(graph: Graph) -> Files:
    """Return the schemas of answers and of curated files."""
    return {f"schema/{path}.json": (body.encode(), "application/schema+json") for path, body in _schema_texts(graph)}


def _schema_texts(graph: Graph) -> Iterator[tuple[str, str]]:
    answers, forms = AnswerSchemas(graph), Forms(Context.load())
    for name in answers.names():
        yield f"answer/{name}", json_text(answers.schema(name), graph.version)
    parts = {key for terms in forms.context.keys.values() for key, term in terms.items() if term.form == "nested"}
    for kind in kinds():
        if kind.replace("-", "_") not in parts:
            yield f"record/{kind}", json_text(json_schema(forms, kind, listed=not has_folder(kind)), graph.version)


def _read(path: str) -> bytes:
    with open(path, "rb") as stream:
        return stream.read()
