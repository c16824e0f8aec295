"""The checklists and their rules, as they stand in sparql/scorecard/: a folder a list, a query a rule."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import cache

from raad.rooms import files, room

LEVELS = ("ERROR", "WARN", "INFO")


@dataclass(frozen=True)
class Rule:
    """A rule of a checklist: its code there, what it demands, how grave a miss is, and by what it is judged.

    `judged` is query, file, web, hand, test or none; a query stands in `text`, a file must be in `syntax` where one is named,
    for the others `why` says why no query can judge. `all_entities` tells that the rule is about terms of others too.
    """

    code: str
    title: str
    level: str
    judged: str
    finds: str = ""
    fix: str = ""
    why: str = ""
    text: str = ""
    syntax: str = ""
    all_entities: bool = False


@dataclass(frozen=True)
class Checklist:
    """A checklist: its name, title, source, what it is about (ontology, description or example), and its rules in order."""

    name: str
    title: str
    source: str
    about: str
    entities: str
    rules: tuple[Rule, ...]


@cache
def checklists() -> tuple[Checklist, ...]:
    """Return the checklists in the order in which the scorecard shows them."""
    import yaml

    with open(os.path.join(room("sparql"), "scorecard", "lists.yaml"), encoding="utf-8") as stream:
        described = yaml.safe_load(stream)
    return tuple(_checklist(name, said) for name, said in described.items())


@cache
def subject_query(name: str) -> str:
    """Return the query of that name about what a file holds."""
    with open(os.path.join(room("sparql"), "scorecard", "subject", f"{name}.rq"), encoding="utf-8") as stream:
        return stream.read()


def _checklist(name: str, said: dict) -> Checklist:
    every = said.get("all_entities", False)
    stored = [_stored(path, every) for path in files("sparql", ".rq") if _folder(path) == os.path.join("scorecard", name)]
    other = [Rule(**{"level": "INFO", **rule, "code": str(rule["code"])}) for rule in said.get("rules", [])]
    rules = tuple(sorted(stored + other, key=lambda rule: _natural(rule.code)))
    return Checklist(name, said["title"], said["source"], said["about"], said["entities"], rules)


def _stored(path: str, all_entities: bool) -> Rule:
    with open(path, encoding="utf-8") as stream:
        text = stream.read()
    header = dict(re.findall(r"^#\+ (\w+): (.+)$", text, re.MULTILINE))
    return Rule(
        header["rule"], header["title"], header["level"], "query", header["finds"], header["fix"], text=text,
        all_entities=all_entities or header.get("entities") == "all",
    )  # fmt: skip


def _folder(path: str) -> str:
    return os.path.dirname(os.path.relpath(path, room("sparql")))


def _natural(code: str) -> list[tuple[int, str]]:
    """Return what sorts P2 before P10."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", code) if part]
