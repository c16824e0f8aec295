"""Files that hold a tree or a table, read whole or row by row into plain mappings and lists."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from itertools import chain

from raad.link.intake import Faulty, Intake, lines

# Read whole into memory: no YAML, JSON or pathway file that was looked at is larger than 1 MB.
LARGEST = 64 << 20
csv.field_size_limit(8 << 20)


def read_yaml(intake: Intake) -> dict:
    """Return the top mapping of a YAML file, all scalars as text; Faulty says at which line it is none."""
    import yaml

    try:
        made = _yaml(_whole(intake))
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
    comment, rows = _begun(intake)
    columns = _row(intake, rows, len(comment))
    twice = {column for column in columns if column and columns.count(column) > 1}
    if twice:
        raise Faulty(intake.path, f"has the column {min(twice)!r} twice", len(comment) + 1)
    return _said(comment), columns, _rows(intake, columns)


def _rows(intake: Intake, columns: list[str]) -> Iterator[dict[str, str]]:
    comment, rows = _begun(intake)
    _row(intake, rows, len(comment))
    yield from _checked(intake, rows, columns, len(comment))


def _begun(intake: Intake) -> tuple[list[str], Iterator[list[str]]]:
    """Return the comment lines before a table, and a reader of its rows, the first being the columns."""
    comment: list[str] = []
    numbered = lines(intake)
    for _, line in numbered:
        if line.strip() and not line.startswith(("#", '"#')):
            rest = (line for _, line in numbered)
            return comment, csv.reader(chain([line], rest), delimiter="\t" if "\t" in line else ",", strict=True)
        comment.append(line.rstrip("\r\n"))
    raise Faulty(intake.path, "holds comment lines and no table")


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


def _said(comment: list[str]) -> dict:
    """Return comment lines as the YAML that SSSOM puts there, else as text."""
    import yaml

    text = "\n".join(line.lstrip('"').removeprefix("#").removesuffix('"') for line in comment)
    try:
        made = _yaml(text)
    except (yaml.YAMLError, RecursionError):
        made = None
    return made if isinstance(made, dict) else {"comment": text.strip()}


def _yaml(text: str) -> object:
    """Return what YAML says, all scalars as text; an alias is refused, for aliases can grow without end."""
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    if re.search(r"(^|[\s,:\[{-])\*[\w-]", text):
        for event in yaml.parse(text, Loader=loader):
            if isinstance(event, yaml.AliasEvent):
                raise yaml.MarkedYAMLError(
                    problem="an alias, which is not read; write the value out", problem_mark=event.start_mark
                )
    return yaml.load(text, Loader=loader)


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
