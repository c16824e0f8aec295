"""A curated YAML file as a tree of nodes that know their line and column.

Scalars are kept as the text that stands in the file (0.050 stays 0.050); aliases, tags and
doubled keys are refused, so that a record is what it looks like.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from raad.errors import DataError, Problem

SIZE_LIMIT = 2_000_000
DEPTH_LIMIT = 20


@dataclass(slots=True)
class Text:
    """A scalar: the text in the file and where it stands (line and column from one)."""

    text: str
    line: int
    column: int
    quoted: bool = False


@dataclass(slots=True)
class Sequence:
    """A list of nodes and where it begins."""

    line: int
    column: int
    items: list = field(default_factory=list)


@dataclass(slots=True)
class Mapping:
    """Keys with their nodes, in file order, and where the mapping begins."""

    line: int
    column: int
    entries: dict[str, tuple[Text, object]] = field(default_factory=dict)


Node = Text | Sequence | Mapping


def read(path: str, name: str) -> Node:
    """Return the node tree of one file; DataError names the place of the first thing that cannot be read."""
    size = os.path.getsize(path)
    if size > SIZE_LIMIT:
        raise _error(name, 1, 1, f"the file has {size:,} bytes; a curated file has at most {SIZE_LIMIT:,}, split it by record")
    with open(path, "rb") as stream:
        return parse(stream.read(), name)


def parse(content: bytes, name: str) -> Node:
    """Return the node tree of the bytes of one file; DataError names the place of what cannot be read."""
    import yaml

    text = _decode(content, name)
    loader = yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader
    try:
        node = _compose(yaml.parse(text, Loader=loader), name)
    except yaml.MarkedYAMLError as error:
        open_ended = "end of stream" in (error.problem or "")
        mark = (open_ended and error.context_mark) or error.problem_mark or error.context_mark
        raise _error(name, mark.line + 1, mark.column + 1, _yaml_message(error, text, mark)) from None
    except yaml.YAMLError as error:
        raise _error(name, *_control_character(text), str(error).split("\n")[0]) from None
    if node is None:
        raise _error(name, 1, 1, "the file is empty; a record begins with `id:`")
    return node


def _decode(content: bytes, name: str) -> str:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8")
        line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        byte = content[error.start]
        raise _error(name, line, column, f"byte 0x{byte:02x} is not UTF-8; save the file as UTF-8") from None
    if text.startswith("\ufeff"):
        raise _error(name, 1, 1, "the file begins with a byte order mark; save it as UTF-8 without one")
    return text


def _compose(events, name: str) -> Node | None:
    import yaml

    root: Node | None = None
    stack: list[tuple[Node, Text | None]] = []
    for event in events:
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _error(name, line, column, "anchors and aliases are not read; write the value out")
        if isinstance(event, yaml.DocumentStartEvent) and root is not None:
            raise _error(name, line, column, "a second document begins; one file holds one document")
        if isinstance(event, yaml.CollectionEndEvent):
            stack.pop()
            continue
        if not isinstance(event, yaml.NodeEvent):
            continue
        if event.tag not in (None, "!"):
            raise _error(name, line, column, f"the tag {event.tag} is not read; write a plain value")
        node = _node(event, line, column)
        if not stack:
            root = node
        else:
            _attach(stack, node, name)
        if not isinstance(node, Text):
            if len(stack) >= DEPTH_LIMIT:
                raise _error(name, line, column, f"nested deeper than {DEPTH_LIMIT} levels")
            stack.append((node, None))
    return root


def _node(event, line: int, column: int) -> Node:
    import yaml

    if isinstance(event, yaml.MappingStartEvent):
        return Mapping(line, column)
    if isinstance(event, yaml.SequenceStartEvent):
        return Sequence(line, column)
    return Text(event.value, line, column, quoted=bool(event.style))


def _attach(stack: list, node: Node, name: str) -> None:
    parent, key = stack[-1]
    if isinstance(parent, Sequence):
        parent.items.append(node)
    elif key is None:
        if not isinstance(node, Text):
            raise _error(name, node.line, node.column, "a key must be a word")
        if node.text in parent.entries:
            first = parent.entries[node.text][0]
            raise _error(name, node.line, node.column, f"the key `{node.text}` stands already in line {first.line}; keep one")
        stack[-1] = (parent, node)
    else:
        parent.entries[key.text] = (key, node)
        stack[-1] = (parent, None)


def _yaml_message(error, text: str, mark) -> str:
    lines = text.split("\n")
    line = lines[mark.line] if mark.line < len(lines) else ""
    if "\t" in line[: mark.column + 1]:
        return "a tab stands where YAML wants spaces; indent with spaces"
    problem = error.problem or error.context or "the YAML cannot be read"
    return f"the YAML cannot be read here: {problem}"


def _control_character(text: str) -> tuple[int, int]:
    """Return line and column of the first character that YAML does not allow."""
    for number, line in enumerate(text.split("\n"), 1):
        for column, character in enumerate(line, 1):
            if (ord(character) < 32 and character not in "\t\r") or (127 <= ord(character) < 160 and character != "\x85"):
                return number, column
    return 1, 1


def _error(name: str, line: int, column: int, message: str) -> DataError:
    return DataError([Problem(name, line, column, "", message)])
