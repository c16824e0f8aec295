"""JSON Schema (draft 2020-12) of curated files, with which an editor completes keys and marks slips while one types.

A schema sees one file, so it says what can be said of one value and one record; what holds between keys and between records
stays with shapes and checks. Values are those that a YAML 1.2 core loader gives: a number without quotes under a key
with a number, true or false without quotes, all else as text; a text may look like a number and need no quotes.
"""

from __future__ import annotations

from raad.curated.record import SLUG
from raad.editor.form import Entry, Form, Forms
from raad.names import JSON_SCHEMA

_KINDS = {"integer": "integer", "decimal": "number", "boolean": "boolean"}
_LIMITS = {
    "pattern": "pattern",
    "minLength": "minLength",
    "maxLength": "maxLength",
    "minInclusive": "minimum",
    "maxInclusive": "maximum",
    "minExclusive": "exclusiveMinimum",
    "maxExclusive": "exclusiveMaximum",
}
_DAY = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


def json_schema(forms: Forms, noun: str, listed: bool = False) -> dict:
    """Return the JSON Schema of a file with a record of a kind, or of a file with a list of them."""
    form = forms.whole(noun)
    made = _record(forms, form)
    made["required"] = ["id", *made.get("required", [])]
    about = {"$schema": JSON_SCHEMA, "title": f"{noun} of RAAD"}
    return {**about, "type": "array", "items": made} if listed else {**about, **made}


def _record(forms: Forms, form: Form) -> dict:
    properties = {"id": {"type": "string", "pattern": f"^{SLUG.pattern}$"}}
    if form.types:
        kind = {"enum": list(form.types)}
        properties["type"] = {**_about(form.type_advice), **(kind if form.type_advice else _several(kind, 1))}
    properties |= {key: _property(forms, form, entry) for key, entry in form.entries.items()}
    needed = [entry for entry in form.entries.values() if entry.least]
    required = ["type"] * bool(form.type_advice) + [entry.term.key for entry in needed if not entry.instead]
    made = {**_about(form.meaning), "type": "object", "properties": properties, "additionalProperties": False}
    if required:
        made["required"] = required
    choices = {entry.term.iri: [entry.term.key, *entry.instead] for entry in needed if entry.instead}
    if choices:
        made["allOf"] = [{"oneOf": [{"required": [key]} for key in sorted(keys)]} for keys in choices.values()]
    return made


def _property(forms: Forms, form: Form, entry: Entry) -> dict:
    value = _record(forms, forms.part(entry)) if entry.term.form == "nested" else _value(form, entry)
    about = _about(" ".join(filter(None, (entry.meaning, entry.advice))))
    return {**value, **about} if entry.single else {**about, **_several(value, max(entry.least, 1))}


def _several(value: dict, least: int) -> dict:
    """Return the schema of one value or a list of them, where one is enough, else of a list."""
    several = {"type": "array", "items": value, "minItems": least}
    return {"anyOf": [value, several]} if least == 1 else several


def _value(form: Form, entry: Entry) -> dict:
    """Return the schema of one plain value."""
    term = entry.term
    if term.form == "choice":
        return {"enum": [word for word, iri in term.options.items() if not entry.allowed or iri in entry.allowed]}
    if term.form == "field":
        return {"enum": list(form.entries)}
    if term.form == "reference":
        kinds = f"({'|'.join(term.prefixes)}):" if term.prefixes else ""
        return {"type": "string", "pattern": f"^{kinds}{SLUG.pattern}$"}
    if entry.allowed:
        return {"enum": list(entry.allowed)}
    limits = {_LIMITS[name]: value for name, value in entry.limits.items() if name in _LIMITS}
    datatype = term.datatype.rpartition("#")[2]
    if datatype in _KINDS:
        return {"type": _KINDS[datatype], **limits}
    if datatype == "date":
        return {"type": "string", "pattern": _DAY, **limits}
    return {"type": "string" if "pattern" in limits or datatype == "anyURI" else ["string", "number"], **limits}


def _about(text: str) -> dict:
    return {"description": text} if text else {}
