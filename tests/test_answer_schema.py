"""Proof of the schemas of answers: what commands write is valid, and a key that is added, dropped or renamed is seen."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest
from frozen_graph import Frozen

from raad.command.parser import parser
from raad.curated.file import read_set_apart, read_used
from raad.curated.triple import canonical
from raad.graph.cache import Graph
from raad.graph.dataset import Dataset
from raad.graph.infer import infer
from raad.release.answer_schema import AnswerSchemas
from raad.report.inventory import inventory
from raad.report.output import json_text

# The answers by the schema they are held to; each command is here with every kind of answer that it gives.
COMMANDS = [
    ("audit", "audit"),
    ("compare", "compare rapastinel ketamine"),
    ("compare", "compare esketamine arketamine --species mouse"),
    ("compare", "compare scopolamine psilocybin"),
    ("compare", "compare rapastinel ketamine psilocybin"),
    ("describe", "describe publication:liu-2017"),
    ("describe", "describe raad:Compound"),
    ("effect", "effect ketamine"),
    ("evidence/null-result", "query null-result rapastinel"),
    ("describe/identifier", "query identifier ketamine"),
    ("explain", "explain null-result rapastinel --row 3"),
    ("link", "link --formats"),
    ("link", "link DIR/small.ttl --workspace DIR/store"),
    ("link", "link --list --workspace DIR/store"),
    ("list", "list"),
    ("list", "list compound"),
    ("query", "query spine-finding ketamine"),
    ("questions", "questions"),
    ("questions", "questions --coverage"),
    ("reason", "reason"),
    ("score", "score --list foops"),
    ("search", "search apical tuft"),
    ("sparql", "sparql SELECT(1AS?n){}"),
    ("sparql", "sparql ASK{?s?p?o}"),
    ("validate", "validate"),
    ("why", "why rapastinel NmdaReceptorPositiveModulator"),
    ("why", "why ketamine NmdaReceptorPositiveModulator"),
]
# Objects whose keys are names and not words of the format.
FREE = {
    "parameters", "statements", "row", "rows", "names", "places", "nearest", "sections", "endpoints", "reasons", "files", "used",
    "parts", "set_apart", "identifiers", "reading", "graphs", "records", "sources", "narrower",
}  # fmt: skip
ROWS_ARE_FREE = ("query", "sparql")
LISTED, SEVERAL = 1, 25
KINDS = ("added", "dropped", "renamed")
SAME_KEYS = ("compare esketamine arketamine --species mouse", "compare scopolamine psilocybin")


@pytest.fixture(scope="module")
def schemas(graph: Graph) -> AnswerSchemas:
    """Return the schemas of the shipped graph."""
    return AnswerSchemas(graph)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory) -> str:
    """Return a folder for a workspace, with a file to load."""
    folder = tmp_path_factory.mktemp("workspace")
    (folder / "small.ttl").write_text("<https://example.org/a> <https://example.org/b> 1 .\n", encoding="utf-8")
    return str(folder)


@pytest.fixture(scope="module")
def outputs(frozen: Frozen, graph: Graph, tmp_path_factory) -> dict[str, list[dict]]:
    """Return what two commands write that are slow on all records: of the frozen records, and of the shipped graph as kept."""
    folder = tmp_path_factory.mktemp("graphs")
    stated = [quad for quad in frozen.stated if "liu-2017-f07" not in str(quad)]
    for name, quads in (("old", frozen.stated), ("new", stated)):
        (folder / f"{name}.nq").write_bytes(canonical(quads + infer(quads)))
    dataset = Dataset(b"", read_used(), read_set_apart(), graph.counts, graph.version)
    return {
        "build": [json.loads(json_text(inventory(dataset), "0"))],
        "diff": [_diff(folder)],
        "release": _releases(folder),
    }


def _diff(folder: Path) -> dict:
    from raad.asking.difference import diff
    from raad.graph.file import read_graph

    made = diff(read_graph(str(folder / "old.nq")), read_graph(str(folder / "new.nq")))
    assert made.records
    assert made.answers
    return json.loads(json_text(made, made.new_version))


def _releases(folder: Path) -> list[dict]:
    words = [sys.executable, str(Path(__file__).parent / "release_child.py"), "release", str(folder / "release")]
    made = [subprocess.run([*words, *more, "--format", "json"], capture_output=True, check=True) for more in ((), ("--check",))]
    return [json.loads(told.stdout) for told in made]


def validator(schemas: AnswerSchemas, name: str) -> jsonschema.Draft202012Validator:
    """Return the validator of an answer; its schema is a schema itself."""
    made = schemas.schema(name)
    jsonschema.Draft202012Validator.check_schema(made)
    return jsonschema.Draft202012Validator(made)


def shortened(value: object) -> object:
    """Return an answer with its lists cut, so that many changes of it can be judged."""
    if isinstance(value, dict):
        return {key: shortened(item) for key, item in value.items()}
    return [shortened(item) for item in value[:LISTED]] if isinstance(value, list) else value


def objects(value: object, path: tuple = ()) -> Iterator[tuple]:
    """Give the path of every object of an answer."""
    if isinstance(value, dict):
        yield path
    for key, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from objects(item, (*path, key))


def at(value: object, path: tuple) -> dict:
    """Return the object at a path."""
    for key in path:
        value = value[key]
    return value


def fixed(path: tuple, name: str) -> bool:
    """Return whether the keys of the object at a path are words of the format."""
    words = [key for key in path if isinstance(key, str)]
    if words and words[-1] == "rows":
        return name not in ROWS_ARE_FREE
    return not words or (words[-1] not in FREE and "statements" not in words and not words[-1].startswith("http"))


def changed(answer: dict, name: str) -> Iterator[tuple[str, dict]]:
    """Give an answer with one key added to, dropped from or renamed in each kind of object that it holds."""
    seen = set()
    for path in objects(answer):
        keys = tuple(key for key in at(answer, path) if key != "scope")
        if not fixed(path, name) or (place := (tuple(k for k in path if isinstance(k, str)), keys)) in seen:
            continue
        seen.add(place)
        for kind in KINDS if len(seen) < SEVERAL else (KINDS[len(seen) % 3],):
            made = copy.deepcopy(answer)
            whole = at(made, path)
            if kind != "added":
                value = whole.pop(keys[-1])
            if kind != "dropped":
                whole["new"] = value if kind == "renamed" else 1
            yield f"{kind} in {path}", made


def test_every_command_with_json_has_a_schema(schemas: AnswerSchemas) -> None:
    commands = parser()._subparsers._group_actions[0].choices.items()
    forms = {name: next((a.choices for a in made._actions if a.dest == "format"), None) or () for name, made in commands}
    assert schemas.names() == sorted(name for name, given in forms.items() if "json" in given)


def test_every_schema_is_proved_by_an_answer(schemas: AnswerSchemas, outputs: dict) -> None:
    assert {name for name, _ in COMMANDS if "/" not in name} | outputs.keys() == set(schemas.names())


@pytest.mark.parametrize(("name", "command"), COMMANDS, ids=[command for _, command in COMMANDS])
def test_answer_is_valid_and_a_changed_one_is_not(raad, schemas: AnswerSchemas, workspace: str, name: str, command: str) -> None:
    words = command.replace("DIR", workspace).split()
    words = [words[0], " ".join(words[1:])] if words[0] in ("sparql", "search") else words
    told = raad(*words, "--format", "json")
    assert told.code == 0
    held_to(schemas, name, json.loads(told.out), change=command not in SAME_KEYS)


@pytest.mark.parametrize("name", ["build", "diff", "release"])
def test_answer_of_a_slow_command_is_valid_and_a_changed_one_is_not(schemas: AnswerSchemas, outputs: dict, name: str) -> None:
    for answer in outputs[name]:
        held_to(schemas, name, answer)


def held_to(schemas: AnswerSchemas, name: str, answer: dict, change: bool = True) -> None:
    """Hold an answer and, where asked, changes of it to a schema."""
    judge = validator(schemas, name)
    assert [error.message[:300] for error in judge.iter_errors(answer)] == []
    made = list(changed(shortened(answer), name)) if change else []
    assert len(made) >= 6 * change
    assert [what for what, wrong in made if judge.is_valid(wrong)] == []


def test_a_value_of_another_type_is_not_valid(raad, schemas: AnswerSchemas) -> None:
    judge, answer = validator(schemas, "effect"), json.loads(raad("effect", "rapastinel", "--format", "json").out)
    assert judge.is_valid(answer)
    for path, wrong in ((("release", "version"), 1), (("pooling",), None), (("findings", 0, "rechecks"), {})):
        made = copy.deepcopy(answer)
        at(made, path[:-1])[path[-1]] = wrong
        assert not judge.is_valid(made), path


def test_schema_of_an_answer_is_written_and_says_what_its_columns_mean(raad) -> None:
    told = raad("schema", "--answer", "null-result")
    made = json.loads(told.out)
    assert made["$schema"].endswith("/2020-12/schema")
    row = made["$defs"]["evidence-null-result-dagger"]
    assert "dose" in row["properties"]
    assert row["properties"]["direction"]["description"]


def test_schema_names_what_it_can_be_asked_for(raad) -> None:
    assert raad("schema").code == 2
    assert raad("schema", "publication", "--answer", "compare").code == 2
    told = raad("schema", "--answer", "compaer")
    assert told.code == 3
    assert "did you mean compare" in told.err
