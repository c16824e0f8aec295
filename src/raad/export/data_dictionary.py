"""What the columns of a table are: their meaning in the words of the ontology, as CSV and as CSVW metadata.

CSVW: Metadata Vocabulary for Tabular Data, W3C Recommendation of 17 December 2015.
"""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass

from raad.asking.column import columns_of
from raad.comparison.imprint import release
from raad.graph.cache import Graph
from raad.graph.frame import INTEGER, LIST, NUMBER, TEXT, TRUTH
from raad.graph.question import SEPARATOR, Question
from raad.names import BASE, CSVW, DATA_LICENSE

RECORD = "record"
DATATYPES = {INTEGER: "integer", NUMBER: "decimal", TRUTH: "boolean", TEXT: "string", RECORD: "anyURI"}


@dataclass(frozen=True)
class Field:
    """A column: its name, meaning and kind, the kind of its parts where it is a list, and the property whose value it holds."""

    name: str
    meaning: str
    kind: str
    part: str
    term: str

    @property
    def datatype(self) -> str:
        """Return the CSVW datatype of a cell, or of each part of one."""
        return DATATYPES[self.part if self.kind == LIST else self.kind]


def fields_of(graph: Graph, asked: Question, names: tuple[str, ...]) -> tuple[Field, ...]:
    """Return the columns of a stored question; its header says under `kind` what the ontology cannot tell."""
    told = dict(pair.split("=") for pair in asked.header.get("kind", "").split())
    made = []
    for column in columns_of(graph, asked, names):
        kind = told.get(column.name) or column.kind or TEXT
        several = column.name in asked.lists
        part = told.get(column.name, TEXT) if several else ""
        made.append(Field(column.name, column.meaning, LIST if several else kind, part, _property(asked.text, column.name)))
    return tuple(made)


def dictionary_csv(fields: tuple[Field, ...]) -> bytes:
    """Return the columns as a table: name, meaning, datatype, what parts several values, the property a value is of."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(("column", "meaning", "datatype", "separator", "property"))
    for field in fields:
        separator = SEPARATOR if field.kind == LIST else ""
        writer.writerow((field.name, field.meaning, field.datatype, separator, field.term))
    return stream.getvalue().encode()


def dictionary_json(version: str, file: str, title: str, fields: tuple[Field, ...], rule: str) -> bytes:
    """Return the CSVW metadata of a table whose first column names the record that a row is about."""
    made = release(version)
    about = {
        "@context": [CSVW, {"@language": "en"}],
        "url": file,
        "dc:title": title,
        "dc:description": rule,
        "dc:license": {"@id": DATA_LICENSE},
        "dc:bibliographicCitation": made.citation,
        "dc:rights": made.notice,
        "dc:hasVersion": made.version,
        "dialect": {"commentPrefix": None, "lineTerminators": ["\n"]},
        "tableSchema": {
            "aboutUrl": f"{{+{fields[0].name}}}",
            "primaryKey": fields[0].name,
            "columns": [_described(field) for field in fields],
        },
    }
    return (json.dumps(about, ensure_ascii=False, indent=1) + "\n").encode()


def _described(field: Field) -> dict:
    made = {"name": field.name, "titles": field.name, "dc:description": field.meaning, "datatype": field.datatype}
    made |= {"separator": SEPARATOR, "ordered": False} if field.kind == LIST else {}
    made |= {"propertyUrl": field.term} if field.term else {}
    return made | ({"valueUrl": f"{{+{field.name}}}"} if field.term and field.kind == RECORD else {})


def _property(text: str, name: str) -> str:
    """Return the property of which a column holds the values themselves for the record that a row is about, if there is one."""
    found = set(re.findall(rf"\?finding (?:[^.{{}}]*; )?raad:(\w+) \?{name}\b", text))
    return BASE + found.pop() if len(found) == 1 else ""
