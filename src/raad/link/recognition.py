"""What a file is, told by what stands in it and never by its name."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from raad.link.entity import root_of
from raad.link.intake import Faulty, Intake

READ = (
    "RDF/XML, Turtle, TriG, N-Triples, N-Quads, JSON-LD, OBO, SSSOM and the tables, YAML and XML that `raad link --formats` lists"
)
_OBO = re.compile(r"^(format-version:|ontology:|data-version:|\[(Term|Typedef|Instance)\])", re.MULTILINE)
_IRI, _TEXT = r"<[^<>\"{}|^`\\\s]*>", r'"[^"\\]*+(?:\\.[^"\\]*+)*+"(?:\^\^<[^>]*>|@[\w-]+)?'
_TERM = rf"(?:{_IRI}|_:\S+)"
_LINE = re.compile(rf"{_TERM}\s*{_IRI}\s*(?:{_TERM}|{_TEXT})\s*({_TERM})?\s*\.\s*(?:#.*)?$")
_TURTLE = re.compile(
    r"@prefix\b|@base\b|@version\b|prefix\s+[\w.-]*:\s*<|base\s*<|version\s*[\"']|<[^<>\s]*>|_:|\[|\(", re.IGNORECASE
)
# An element with a prefix declares it in an attribute, which an IRI has not.
_XML = re.compile(r"<(\?xml|!|rdf:RDF\b|[A-Za-z][\w.-]*(:[\w.-]+)?\s+[\w:.-]+\s*=|[A-Za-z][\w.-]*\s*/?>)")
_YAML = re.compile(r"^(---|%YAML|[\w .@/-]+:(\s|$)|- )")
_FOREIGN = {
    "Ontology": "OWL/XML, which is not read; save the ontology as RDF/XML or Turtle",
    "html": "a web page and no data; the address it came from may ask for a login, or lead to another download",
    "HTML": "a web page and no data; the address it came from may ask for a login, or lead to another download",
}


@dataclass(frozen=True)
class Form:
    """The form of a file: how it is read (`rdf`, `obo`, `table`, `yaml`, `json` or `xml`) and by what name.

    Of XML it has the root, as namespace and local name, and the byte at which that begins.
    """

    kind: str
    name: str
    root: tuple[str, str] = ("", "")
    place: int = 0


def recognise(intake: Intake) -> Form:
    """Return the form of a file; Faulty says what it is instead and what would work."""
    text = intake.head.decode("utf-8", "ignore")
    begin = text.lstrip()
    if _XML.match(begin):
        return _xml(intake, begin)
    if begin[0] in "{[" and (begin[0] == "{" or re.match(r"\[\s*[{\[]", begin)):
        return _json(intake)
    if re.match(r"(Ontology|Prefix)\s*[(:]", begin):
        raise Faulty(intake.path, "is OWL in functional or Manchester syntax, which is not read; save it as RDF/XML or Turtle", 1)
    if _OBO.search("\n".join(line for line in begin.split("\n")[:200] if not line.startswith("!"))):
        return Form("obo", "OBO")
    lines = [line for line in begin.split("\n") if line.strip() and not line.startswith(("#", '"#'))]
    first = lines[0].strip() if lines else ""
    if found := _LINE.match(first):
        quads = found[1] or any(match and match[1] for match in map(_LINE.match, map(str.strip, lines[:200])))
        return Form("rdf", "N-Quads" if quads else "N-Triples")
    if _TURTLE.match(first):
        return Form("rdf", "Turtle")
    if "\t" in first or (first.count(",") > 1 and not _YAML.match(first)):
        return Form("table", "table")
    if _YAML.match(first):
        return Form("yaml", "YAML")
    raise Faulty(intake.path, f"is in no form that is known; {READ} are read", 1)


def _xml(intake: Intake, begin: str) -> Form:
    if re.match(r"<!doctype html|<html", begin, re.IGNORECASE):
        raise Faulty(intake.path, f"is {_FOREIGN['html']}", 1)
    namespace, local, place = root_of(intake)
    if local in _FOREIGN:
        raise Faulty(intake.path, f"is {_FOREIGN[local]}")
    return Form("rdf", "RDF/XML", place=place) if local == "RDF" else Form("xml", "XML", (namespace, local))


def _json(intake: Intake) -> Form:
    """Return whether the top of a JSON file makes it JSON-LD; a context alone is a list of prefixes."""
    try:
        with intake.open() as stream:
            made = json.load(stream)
    except (ValueError, RecursionError) as error:
        line, column = getattr(error, "lineno", None), getattr(error, "colno", None)
        raise Faulty(intake.path, f"is no JSON: {getattr(error, 'msg', 'nested too deeply')}", line, column) from None
    _no_remote_context(intake, made)
    keys = set(made) if isinstance(made, dict) else {key for item in made[:1] if isinstance(item, dict) for key in item}
    if "@context" in keys and not any(key for key in keys if key not in ("@context", "comments")):
        return Form("json", "JSON")
    return Form("rdf", "JSON-LD") if any(key.startswith("@") for key in keys) else Form("json", "JSON")


def _no_remote_context(intake: Intake, made: object) -> None:
    """Refuse a context that lies elsewhere, in any depth."""
    waiting = [made]
    while waiting:
        item = waiting.pop()
        if isinstance(item, list):
            waiting += item
        elif isinstance(item, dict):
            waiting += item.values()
            for key in ("@context", "@import"):
                value = item.get(key)
                for context in value if isinstance(value, list) else [value]:
                    if isinstance(context, str):
                        raise Faulty(
                            intake.path,
                            f"takes its context from {context!r}, and nothing is fetched; put the context into the file, "
                            "or save the data as N-Quads or Turtle",
                        )
