"""Files with what they are as an RO-Crate: the metadata of any set of files, and a selection as a crate of its own.

RO-Crate Metadata Specification 1.2: w3id.org/ro/crate/1.2.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress

from raad.asking.answer import answer
from raad.comparison.imprint import TITLE, release, scope_words
from raad.errors import UsageError
from raad.export.form import FORMS, written
from raad.export.selection import Selection
from raad.graph.cache import Graph
from raad.names import BASE, RO_CRATE

FILE = "ro-crate-metadata.json"
FORMAT = "application/ld+json"
CONTENT = ("n-quads", "turtle", "findings-csv", "bibtex")
_ENDINGS = {".csv": "text/csv", ".json": "application/json"}


def write_ro_crate(selection: Selection) -> dict[str, bytes]:
    """Return the records of a selection as N-Quads and Turtle, its findings and its publications, with the metadata.

    What cannot be made of the selection, such as a table of findings where none is named, is left out.
    """
    files: dict[str, tuple[bytes, str]] = {}
    words: dict[str, str] = {}
    for name in CONTENT:
        with suppress(UsageError):
            made = _named(name, written(selection, name))
            files |= made
            words |= dict.fromkeys(made, FORMS[name].title)
    return {path: body for path, (body, _) in files.items()} | {FILE: crate_metadata(selection.graph, files, words)}


def crate_metadata(graph: Graph, files: Mapping[str, tuple[bytes, str]], words: Mapping[str, str] | None = None) -> bytes:
    """Return `ro-crate-metadata.json` for files by their paths below the root, each its bytes and media type.

    `words` says by its path what a file is, where that is to be told. The day of publication is that of the ontology, so
    that the same files give the same bytes.
    """
    (about,) = answer(graph, "export/crate").records()
    made, scope = release(graph.version), scope_words(graph.version)
    maker, notice = "#raad-contributors", "#notice"
    parts = [{"@id": path} for path in sorted(files)]
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": f"{TITLE}, release {made.version.partition(' ')[0]}",
        "description": f"Compounds, mechanisms and findings with their sources.{f' Scope: {scope}.' if scope else ''}",
        "datePublished": about["issued"],
        "version": made.version,
        "url": BASE,
        "license": {"@id": str(about["license"])},
        "author": {"@id": maker},
        "publisher": {"@id": maker},
        "creditText": made.citation,
        "usageInfo": {"@id": notice},
        "hasPart": parts if len(parts) != 1 else parts[0],
    }
    graph_of_crate = [
        {
            "@id": FILE,
            "@type": "CreativeWork",
            "about": {"@id": "./"},
            "conformsTo": {"@id": RO_CRATE},
            "name": "Metadata of this crate",
        },
        root,
        *(_file(path, *files[path], (words or {}).get(path, "")) for path in sorted(files)),
        {"@id": maker, "@type": "Organization", "name": about["creator"], "url": BASE},
        {"@id": notice, "@type": "CreativeWork", "name": "Notice", "text": made.notice},
        {
            "@id": str(about["license"]),
            "@type": "CreativeWork",
            "name": "CC BY 4.0",
            "description": "Attribution 4.0 International",
        },
    ]
    whole = {"@context": f"{RO_CRATE}/context", "@graph": graph_of_crate}
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def _named(name: str, content: bytes | dict[str, bytes]) -> dict[str, tuple[bytes, str]]:
    """Return the files of a format by their paths, each with its media type."""
    form = FORMS[name]
    if isinstance(content, bytes):
        return {f"raad{form.ending}": (content, form.media_type)}
    return {f"{name}/{path}": (body, _ENDINGS[path[path.rindex(".") :]]) for path, body in content.items()}


def _file(path: str, content: bytes, kind: str, words: str) -> dict[str, str]:
    made = {
        "@id": path,
        "@type": "File",
        "name": path.rpartition("/")[2],
        "encodingFormat": kind,
        "contentSize": str(len(content)),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    return made | ({"description": words} if words else {})
