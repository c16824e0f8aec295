"""JSON Schema of the values that commands write as JSON: dataclasses, tuples, dictionaries and plain values."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from decimal import Decimal
from types import NoneType, UnionType
from typing import Union, get_args, get_origin, get_type_hints

Schema = dict[str, object]

_PLAIN = {bool: "boolean", int: "integer", float: "number", Decimal: "number", NoneType: "null"}
SINGLE: Schema = {"type": ["string", "number", "boolean", "null"]}
SEVERAL: Schema = {"type": "array", "items": {"type": ["string", "number", "boolean"]}}
CELL: Schema = {"anyOf": [SINGLE, SEVERAL]}


class Types:
    """Schemas of types: a dataclass becomes a named definition, with its docstring as description and no other key.

    `rows` gives the schema of a field whose type says less than is known, by the names of class and field; it gives None
    where the type says it all.
    """

    def __init__(self, rows: Callable[[str, str], Schema | None]) -> None:
        """Begin without definitions."""
        self.definitions: dict[str, Schema] = {}
        self._rows = rows

    def of(self, kind: object) -> Schema:
        """Return the schema of a type."""
        origin, parts = get_origin(kind), get_args(kind)
        if is_dataclass(kind):
            return self._named(kind)
        if origin in (Union, UnionType):
            return _either([self.of(part) for part in parts])
        if origin is tuple:
            return self._tuple(parts)
        if origin is dict:
            return {"type": "object", "additionalProperties": self.of(parts[1])}
        if kind is object:
            return CELL
        if kind is tuple:
            return SEVERAL
        return {"type": _PLAIN.get(kind, "string")}

    def _named(self, kind: type) -> Schema:
        if kind.__name__ not in self.definitions:
            self.definitions[kind.__name__] = {}
            hints = get_type_hints(kind)
            properties = {
                field.name: self._rows(kind.__name__, field.name) or self.of(hints[field.name]) for field in fields(kind)
            }
            self.definitions[kind.__name__] = closed(properties, inspect.getdoc(kind) or "")
        return {"$ref": f"#/$defs/{kind.__name__}"}

    def _tuple(self, parts: tuple) -> Schema:
        if len(parts) == 2 and parts[1] is Ellipsis:
            return {"type": "array", "items": self.of(parts[0])}
        return {"type": "array", "prefixItems": [self.of(part) for part in parts], "items": False, "minItems": len(parts)}


def closed(properties: dict[str, Schema], description: str = "", optional: tuple[str, ...] = ()) -> Schema:
    """Return the schema of an object with just these keys, all of them needed but the optional ones."""
    made: Schema = {"description": " ".join(description.split())} if description else {}
    made |= {"type": "object", "properties": properties}
    return made | {"required": [name for name in properties if name not in optional], "additionalProperties": False}


def several(schema: Schema) -> Schema:
    """Return the schema of a list of such values."""
    return {"type": "array", "items": schema}


def _either(choices: list[Schema]) -> Schema:
    """Return the schema of one of several kinds of value, in one word where they are plain."""
    if all(list(choice) == ["type"] and isinstance(choice["type"], str) for choice in choices):
        return {"type": list(dict.fromkeys(choice["type"] for choice in choices))}
    return {"anyOf": choices}
