"""Files that hold a tree or a table, read whole or row by row into plain mappings and lists."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

from raad.link.intake import Faulty, Intake

# Read whole into memory: no YAML, JSON or pathway file that was looked at is larger than 1 MB.
LARGEST = 64 << 20
csv.field_size_limit(16 << 20)


def read_yaml(intake: Intake) -> dict:
    """Return the top mapping of a YAML file, all scalars as text; Faulty says at which line it is none."""
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        made = yaml.load(_whole(intake), Loader=_plain(yaml, loader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Faulty(intake.path, f"is no YAML: {error.problem}", mark.line + 1 if mark else None) from None
    except (yaml.YAMLError, RecursionError) as error:
        raise Faulty(intake.path, f"is no YAML: {error or 'nested too deeply'}") from None
    if not isinstance(made, dict):
        raise Faulty(intake.path, "holds no mapping at its top", 1)
    return made


def read_json(intake: Intake) -> dict:
    """Return the top object of a JSON file."""
    made = json.loads(_whole(intake))
    if not isinstance(made, dict):
        raise Faulty(intake.path, "holds no object at its top", 1)
    return made


def read_xml(intake: Intake) -> dict:
    """Return the root of an XML file: attributes, then elements by local name, then text. The prolog was looked at before."""
    from xml.etree import ElementTree

    try:
        root = ElementTree.fromstring(_whole(intake))
    except ElementTree.ParseError as error:
        raise Faulty(intake.path, f"is no well-formed XML: {error.msg}", error.position[0], error.position[1] + 1) from None
    try:
        return _element(root)
    except RecursionError:
        raise Faulty(intake.path, "is nested too deeply") from None


def read_table(intake: Intake) -> tuple[dict, list[str], Iterator[dict[str, str]]]:
    """Return what the comment lines before a table say, its columns, and its rows.

    Faulty, while rows are read too, names the line of a row that has more or fewer cells than there are columns.
    """
    stream = io.TextIOWrapper(intake.open(), encoding="utf-8", newline="")
    comment: list[str] = []
    line = stream.readline()
    while line.startswith(("#", '"#')) or not line.strip():
        comment.append(line.rstrip("\r\n"))
        line = stream.readline()
        if not line:
            raise Faulty(intake.path, "holds comment lines and no table")
    tab = "\t" in line
    rows = csv.reader(_chain(line, stream), delimiter="\t" if tab else ",", strict=True)
    columns = _row(intake, rows, len(comment))
    twice = {column for column in columns if column and columns.count(column) > 1}
    if twice:
        raise Faulty(intake.path, f"has the column {min(twice)!r} twice", len(comment) + 1)
    return _said(comment), columns, _rows(intake, stream, rows, columns, len(comment))


def _rows(intake: Intake, stream: io.TextIOWrapper, rows, columns: list[str], before: int) -> Iterator[dict[str, str]]:
    with stream:
        yield from _checked(intake, rows, columns, before)


def _checked(intake: Intake, rows, columns: list[str], before: int) -> Iterator[dict[str, str]]:
    while (cells := _row(intake, rows, before)) is not None:
        if cells and len(cells) != len(columns):
            raise Faulty(
                intake.path,
                f"the row has {len(cells)} cells and the table {len(columns)} columns; the file may be cut short or badly quoted",
                before + rows.line_num,
            )
        if cells:
            yield dict(zip(columns, cells, strict=True))


def _row(intake: Intake, rows, before: int) -> list[str] | None:
    try:
        return next(rows, None)
    except csv.Error as error:
        raise Faulty(intake.path, f"is no table: {error}", before + rows.line_num) from None


def _chain(first: str, stream: io.TextIOWrapper) -> Iterator[str]:
    yield first
    yield from stream


def _said(comment: list[str]) -> dict:
    """Return comment lines as the YAML that SSSOM puts there, else as text."""
    import yaml

    text = "\n".join(line.lstrip('"').removeprefix("#").removesuffix('"') for line in comment)
    try:
        made = yaml.load(text, Loader=_plain(yaml, getattr(yaml, "CBaseLoader", yaml.BaseLoader)))
    except (yaml.YAMLError, RecursionError):
        made = None
    return made if isinstance(made, dict) else {"comment": text.strip()}


def _plain(yaml, loader: type) -> type:
    """Return a loader that takes no alias, for aliases can grow without end."""

    class Plain(loader):
        def compose_node(self, parent, index):
            if self.check_event(yaml.AliasEvent):
                raise yaml.MarkedYAMLError(problem="an alias, which is not read", problem_mark=self.peek_event().start_mark)
            return super().compose_node(parent, index)

    return Plain


def _element(element) -> dict:
    made: dict = dict(element.attrib)
    for part in element:
        made.setdefault(part.tag.rpartition("}")[2], []).append(_element(part))
    if element.text and element.text.strip():
        made["text"] = element.text.strip()
    return made


def _whole(intake: Intake) -> str:
    if intake.size > LARGEST:
        raise Faulty(intake.path, f"is larger than {LARGEST >> 20} MB, more than is read of its kind; give RDF instead")
    with intake.open() as stream:
        return stream.read().decode()
