"""OBO files read frame by frame, as the OBO format 1.4 says and as releases are written.

fastobo is not used: it refuses the whole of a release, such as ECO of 2024, for one value without quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from raad.link.intake import Faulty, Intake, lines

_STANZA = re.compile(r"\[(\w+)\]\s*(?:!.*)?$")
_TAG = re.compile(r"([\w-]+):\s*(.*)$")
_QUOTED = re.compile(r'"([^"\\]*+(?:\\.[^"\\]*+)*+)"\s*(.*)$')
_QUALIFIER = re.compile(r"\s*\{[^{}]*\}\s*$")
_COMMENT = re.compile(r"\s+!.*$")
_XREFS = re.compile(r"\[([^\]\\]*+(?:\\.[^\]\\]*+)*+)\]")
_ESCAPE = re.compile(r"\\(.)")
_LETTER = {"n": "\n", "t": "\t", "W": " "}
# Tags whose value is an identifier, and tags whose values are text to the end of the line.
_IDENTIFIER = frozenset(
    ["id", "is_a", "union_of", "disjoint_from", "equivalent_to", "replaced_by", "consider", "domain", "range"]
).union(["inverse_of", "transitive_over", "instance_of", "equivalent_to_chain", "holds_over_chain", "disjoint_over"])
_TEXT = frozenset(["name", "comment", "namespace", "remark", "date", "data-version", "ontology", "default-namespace"])
_SCOPES = frozenset(["EXACT", "BROAD", "NARROW", "RELATED"])

Frame = dict[str, "str | list"]


class Obo:
    """An OBO file: its header, and then its frames."""

    def __init__(self, intake: Intake, prefixes: dict[str, str]) -> None:
        """Read the header, and which relation each short name of one stands for."""
        self.intake, self.prefixes, self.relations = intake, prefixes, {}
        self.namespace, self.spaces, self.ontology = prefixes["obo"], {}, "obo"
        self.header = next(self._read())
        self.ontology = str(self.header.get("ontology") or "obo")
        for space in self.header.get("idspace", []):
            prefix, _, rest = str(space).partition(" ")
            self.spaces[prefix] = rest.split(" ")[0]
        self.header["ontologyIri"] = f"{self.namespace}{self.ontology}.owl"
        version = self.header.get("data-version")
        if version:
            self.header["versionIri"] = f"{self.namespace}{self.ontology}/{str(version).replace(' ', '-')}/{self.ontology}.owl"
        self._find_relations()

    def frames(self) -> Iterator[Frame]:
        """Give the frames, every identifier as a whole IRI; Faulty names the line that is none of OBO."""
        frames = self._read()
        next(frames)
        for frame in frames:
            if "id" not in frame:
                raise Faulty(self.intake.path, f"the [{frame['stanza']}] that ends here has no id", frame["line"])
            yield frame

    def iri(self, name: str) -> str:
        """Return the whole IRI of an identifier: as it is, by an idspace or the prefix list, or below the OBO namespace."""
        name = _ESCAPE.sub(r"\1", name)
        if re.match(r"[a-z]+://", name):
            return name
        if name in self.relations:
            return self.relations[name]
        prefix, colon, local = name.partition(":")
        if not colon:
            return f"{self.namespace}{self.ontology}#{name}"
        return self.spaces.get(prefix, self.prefixes.get(prefix, f"{self.namespace}{prefix}_")) + local

    def _find_relations(self) -> None:
        """Note the identifier that a short name of a relation stands for: the first xref of its [Typedef] that is an IRI's."""
        name, inside = "", False
        for _, line in lines(self.intake):
            if line.startswith("["):
                inside, name = line.startswith("[Typedef]"), ""
            elif inside and line.startswith("id:"):
                name = _COMMENT.sub("", line[3:]).strip()
            elif inside and name and ":" not in name and line.startswith("xref:"):
                xref = _COMMENT.sub("", line[5:]).strip()
                if re.match(r"(RO|BFO|IAO|OBI|BSPO|[A-Z]+):\d+$", xref) and name not in self.relations:
                    self.relations[name] = self.iri(xref)

    def _read(self) -> Iterator[Frame]:
        """Give the header as a frame, and then the frames."""
        frame: Frame = {"stanza": "header", "line": 0}
        for number, line in lines(self.intake):
            line = line.rstrip()
            if not line or line.startswith("!"):
                continue
            if found := _STANZA.match(line):
                yield frame
                frame = {"stanza": found[1], "line": number}
                continue
            clause = _TAG.match(line)
            if not clause:
                raise Faulty(self.intake.path, "is no clause of OBO; a clause is `tag: value`", number, 1)
            self._clause(frame, clause[1], clause[2], number)
        yield frame

    def _clause(self, frame: Frame, tag: str, value: str, number: int) -> None:
        """Put a clause into its frame."""
        if tag in ("def", "synonym"):
            frame.setdefault(tag, []).append(self._quoted(value, number))
        elif tag in _IDENTIFIER:
            names = _COMMENT.sub("", _QUALIFIER.sub("", value)).split()
            if not names:
                raise Faulty(self.intake.path, f"the clause {tag} has no value", number)
            frame[tag] = self.iri(names[0]) if tag == "id" else [*frame.get(tag, []), *map(self.iri, names[:1])]
            if tag == "id":
                frame["curie"] = names[0]
        elif tag == "alt_id":
            frame.setdefault(tag, []).append(_plain(_COMMENT.sub("", value)))
            frame.setdefault("alternativeIri", []).append(self.iri(frame[tag][-1]))
        elif tag in ("relationship", "intersection_of"):
            names = _COMMENT.sub("", _QUALIFIER.sub("", value)).split()
            self._pair(frame, tag, names, number)
        elif tag == "property_value":
            frame.setdefault(tag, []).append(self._property(value, number))
        elif tag in _TEXT:
            frame[tag] = _plain(_QUALIFIER.sub("", value) if tag != "comment" else value)
        else:
            frame.setdefault(tag, []).append(_plain(_COMMENT.sub("", _QUALIFIER.sub("", value))))

    def _pair(self, frame: Frame, tag: str, names: list[str], number: int) -> None:
        if tag == "relationship" and len(names) < 2:
            raise Faulty(self.intake.path, "a relationship names a relation and a term", number)
        made = {"target": self.iri(names[1]), "property": self.iri(names[0])} if len(names) > 1 else {"genus": self.iri(names[0])}
        frame.setdefault(tag, []).append(made)

    def _quoted(self, value: str, number: int) -> dict:
        """Return a text in quotes with scope, kind and sources."""
        found = _QUOTED.match(value)
        if not found:
            raise Faulty(self.intake.path, "a text must stand in quotes, and they must be closed", number)
        made: dict = {"text": _plain(found[1])}
        rest = found[2].split("[")[0].split()
        made["scope"] = rest[0] if rest and rest[0] in _SCOPES else "RELATED"
        xrefs = _XREFS.search(found[2])
        if xrefs:
            made["xref"] = [_plain(part.split(' "')[0].strip()) for part in re.split(r"(?<!\\),", xrefs[1]) if part.strip()]
        return made

    def _property(self, value: str, number: int) -> dict:
        """Return a property with its value, which is a text with or without quotes, or an identifier."""
        name, _, rest = value.partition(" ")
        rest = _QUALIFIER.sub("", rest)
        if found := _QUOTED.match(rest):
            return {"property": self.iri(name), "text": _plain(found[1])}
        rest = _COMMENT.sub("", rest).strip()
        if not rest:
            raise Faulty(self.intake.path, "a property_value names a property and a value", number)
        if rest.endswith((" xsd:string", " xsd:date", " xsd:dateTime", " xsd:boolean", " xsd:integer", " xsd:anyURI")):
            return {"property": self.iri(name), "text": _plain(rest.rpartition(" ")[0])}
        return {"property": self.iri(name), "target": self.iri(rest)}


def _plain(text: str) -> str:
    """Return a text with its escapes undone."""
    return _ESCAPE.sub(lambda found: _LETTER.get(found[1], found[1]), text).strip()
