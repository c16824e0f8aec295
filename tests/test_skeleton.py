"""Proof of the empty records: what the shapes want is written out, what is filled in passes, what is left is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from core_yaml import read_core

from raad.asking.find import _snake
from raad.curated.context import Context, class_name
from raad.curated.file import has_folder
from raad.curated.record import POSITION, collect
from raad.editor.form import Forms
from raad.editor.skeleton import skeleton
from raad.graph.validation import validate

PLACEHOLDER = re.compile("<[^<>]*>")
FINDING = {
    "statement": "What was newly found.", "compound": "ketamine", "endpoint": "spine-density", "endpoint_text": "spines",
    "basis": "abstract", "locator": "abstract", "readings": "1",
}  # fmt: skip
VALUES = {
    "publication": {**FINDING, "type": "JournalArticle", "title": "A new title", "year": "2024", "source_page": "https://example.org"},
    "compound": {"label": "a new compound"},
    "target": {"label": "a new target"},
    "mechanism": {
        "label": "a new mechanism", "compound": "ketamine", "definition": "What it claims.", "standing_text": "new",
        "event": "spine-formation-increased", "sign": "1", "kind_text": "channel block", "branch": "main", "stance": "neutral",
        "relation": "causally upstream of, positive effect", "effect": "spine-formation-increased", "publication": "liu-2017",
        "finding": "liu-2017-f01", "proof": "correlation",
    },
    "contradiction": {
        "topic": "A new question", "outcome": "spines", "claim_text": "a side", "finding": "liu-2017-f01 liu-2017-f02",
        "differs_in": "dose", "status": "open", "explanation": "It is open.",
    },
    "database": {"label": "A new database", "prefix": "NEW", "source_page": "https://example.org"},
    "group": {"type": "Sponsor", "label": "A new sponsor"},
    "strain": {"label": "a new strain", "species": "rat"},
    "search": {
        "sought": "a number", "query": "words", "searched": "PubMed", "date": "2024-02-29", "outcome": "found",
        "publication": "liu-2017",
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def forms() -> Forms:
    """Return the forms of the shipped context, ontology and shapes."""
    return Forms(Context.load())


def filled(text: str, values: dict[str, str]) -> str:
    """Return a skeleton with the value of its key in place of each placeholder outside comments, ids one after the other."""
    lines, key, ids = [], "", {name: value.split() for name, value in values.items() if name == "finding"}
    for line in text.splitlines():
        key = (re.match(r"\s*(?:- )*(\w+):", line) or [None, key])[1]
        if PLACEHOLDER.search(line) and not _is_comment(line):
            line = PLACEHOLDER.sub(ids[key].pop(0) if key in ids else values[key], line, count=1)
        lines.append(line)
    return "\n".join(lines) + "\n"


def put(folder: Path, kind: str, text: str) -> str:
    """Write a file where its kind is told by its folder, or by its name for a list, and return its path."""
    name = re.search(r"^(- )?id: (\S+)", text, re.MULTILINE)[2]
    path = folder / kind / f"{name}.yaml" if has_folder(kind) else folder / f"{kind}.yaml"
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_text(text, encoding="utf-8")
    return str(path)


def _is_comment(line: str) -> bool:
    return line.lstrip(" -").startswith("#")


def kinds() -> list[str]:
    """Return the kinds that shipped files have."""
    context = Context.load()
    parts = {class_name(key) for terms in context.keys.values() for key, term in terms.items() if term.form == "nested"}
    return sorted(_snake(name).replace("_", "-") for name in context.keys if name not in parts)


def test_filled_skeletons_pass_and_each_key_written_out_is_needed(forms: Forms, tmp_path: Path) -> None:
    """Beside each filled skeleton lie copies that lack one line with a value; of those none passes."""
    whole, lacking = {}, {}
    for kind, values in VALUES.items():
        lines = filled(skeleton(forms, kind, "new-one", not has_folder(kind)), values).splitlines()
        plain = [n for n, line in enumerate(lines) if re.match(r"\s*\w+: \S", line) and not line.startswith("id:")]
        assert plain
        for number in [-1, *plain]:
            copy = "\n".join(line.replace("new", f"new{number + 1}") for n, line in enumerate(lines) if n != number) + "\n"
            path = put(tmp_path / f"{kind}{number + 1}", kind, copy)
            if number < 0:
                whole[path] = kind
            else:
                lacking[path] = f"{kind}: {lines[number]}"
    problems = validate([*whole, *lacking]).problems
    assert [str(one) for one in problems if one.file in whole and one.severity == "Violation"] == []
    faulty = {problem.file for problem in problems if problem.severity == "Violation"}
    assert [line for path, line in lacking.items() if path not in faulty] == []


@pytest.mark.parametrize("kind", VALUES)
def test_each_placeholder_left_is_refused_at_its_line(forms: Forms, tmp_path: Path, kind: str) -> None:
    text = skeleton(forms, kind, "new-one", not has_folder(kind))
    path = put(tmp_path, kind, text)
    left = {n for n, line in enumerate(text.splitlines(), 1) if PLACEHOLDER.search(line) and not _is_comment(line)}
    assert left
    assert {problem.line for problem in collect([(path, path)], forms.context).problems} == left


def test_a_publication_shows_what_the_shapes_want_and_one_finding(forms: Forms) -> None:
    made = yaml.load(skeleton(forms, "publication", "smith-2024"), yaml.BaseLoader)
    assert list(made) == ["id", "type", "title", "year", "source_page", "finding"]
    (finding,) = made["finding"]
    assert list(finding) == [
        "id", "statement", "compound", "endpoint", "endpoint_text", "basis", "locator", "source_page", "readings",
    ]  # fmt: skip
    assert finding["id"] == "smith-2024-f01"


def test_a_mechanism_shows_one_step_with_one_evidence_line(forms: Forms) -> None:
    made = yaml.load(skeleton(forms, "mechanism", "new-one"), yaml.BaseLoader)
    (step,) = made["step"]
    (line,) = step["evidence_line"]
    assert step["id"] == "new-one-s01"
    assert list(step) == ["id", "action", "relation", "effect", "sign", "branch", "evidence_line"]
    assert list(step["action"]) == ["kind_text", "compound"]
    assert list(line) == ["publication", "finding", "stance", "proof"]


def test_a_contradiction_shows_as_many_sides_as_it_needs(forms: Forms) -> None:
    (made,) = yaml.load(skeleton(forms, "contradiction", "new-one", listed=True), yaml.BaseLoader)
    assert len(made["side"]) == 2


def test_a_recorded_action_is_asked_for_more_than_the_action_of_a_step(forms: Forms) -> None:
    recorded = forms.part(forms.whole("compound").entries["action"])
    started = forms.part(forms.whole("mechanism").entries["step"])
    assert {key for key, entry in recorded.entries.items() if entry.least} == {"kind_text", "target", "sign", "publication"}
    assert {key for key, entry in forms.part(started.entries["action"]).entries.items() if entry.least} == {"kind_text"}


@pytest.mark.parametrize("kind", kinds())
def test_without_comment_signs_every_key_is_there(forms: Forms, kind: str) -> None:
    text = skeleton(forms, kind, "new-one", not has_folder(kind))
    bare = "\n".join(re.sub(r"^(\s*(?:- )*)# ", r"\1", line) for line in text.splitlines())
    made = read_core(bare)
    record = made if has_folder(kind) else made[0]
    wanted = {key for key in forms.context.keys[class_name(kind)] if key != POSITION}
    assert set(record) - {"id", "type"} == wanted
    if kind == "publication":
        assert (
            set(record["finding"][0]["result"]["measurement"][0]) == {*forms.context.keys["Measurement"]} - forms.context.shared
        )


@pytest.mark.parametrize("kind", kinds())
def test_every_comment_gives_the_advice_of_the_shapes(forms: Forms, kind: str) -> None:
    form, text = forms.whole(kind), skeleton(forms, kind, "new-one")
    for key, entry in form.entries.items():
        assert re.search(rf"^(# )?{key}:.*{re.escape(entry.advice)}", text, re.MULTILINE), key
