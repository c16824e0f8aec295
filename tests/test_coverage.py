"""Proof of the coverage of the ontology by the stored questions."""

from __future__ import annotations

import json

import pytest

from raad.asking.find import short
from raad.asking.term_coverage import _ASIDE, _NAMED, coverage
from raad.cli import main
from raad.graph.cache import Graph
from raad.graph.question import questions


def test_a_term_counts_only_where_a_question_names_it() -> None:
    text = "#+ rule: raad:InHeader\nPREFIX raad: <https://w3id.org/raad/>\n# raad:InComment\n"
    text += '?a raad:named/^raad:inPath* ?b . FILTER(?c != "raad:inText") BIND(<https://w3id.org/raad/inIri> AS ?d)'
    assert set(_NAMED.findall(_ASIDE.sub(" ", text))) == {"raad:named", "raad:inPath"}


def test_terms_come_with_their_use_and_their_questions(graph: Graph) -> None:
    """One racemate is curated, ketamine; authors stand in no question; NMDA receptor antagonists are only inferred."""
    made = {short(item.term): item for item in coverage(graph)}
    assert (made["raad:Racemate"].stated, made["raad:Racemate"].questions) == (1, ("describe/form-finding",))
    assert made["raad:hasAuthor"].stated > 2000
    assert made["raad:hasAuthor"].questions == ()
    assert made["raad:NmdaReceptorAntagonist"].stated == 0
    assert made["raad:NmdaReceptorAntagonist"].inferred > 0
    assert "evidence/trial" in made["raad:tests"].questions
    assert {item.kind for item in made.values()} == {"class", "property"}
    texts = "\n".join(asked.text for asked in questions())
    assert [term for term, item in made.items() if item.questions and term not in texts] == []


def test_command_lists_what_no_question_names(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["questions", "--coverage", "--format", "json"])
    assert left.value.code == 0
    document = json.loads(capsys.readouterr().out)
    terms = {row["term"].rpartition("/")[2] for row in document["rows"]}
    assert "hasAuthor" in terms
    assert "tests" not in terms
    assert "tests" in {item["term"].rpartition("/")[2] for item in document["covered"]}
    with pytest.raises(SystemExit):
        main(["questions", "--coverage"])
    assert "classes and properties of the ontology are named in no stored question" in " ".join(capsys.readouterr().out.split())
