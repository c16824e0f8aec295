"""Proof of the audit: every statement of the founding guide is judged with reasons, and claims of one's own are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from raad import Scope, ask, audit, load
from raad.cli import main
from raad.comparison.judgement import Audit
from raad.errors import DataError, UnknownName, UsageError
from raad.graph.cache import Graph
from raad.layout import Page
from raad.report.audit import audit_text

CLAIMS = """id: my-claims
title: What I want to know
guide_statement:
  - id: my-claims-s01
    statement: Rapastinel raises extracellular glutamate.
    compound: rapastinel
    endpoint: extracellular-glutamate
    direction: increase
  - id: my-claims-s02
    statement: Ketamine raises extracellular glutamate in the rat prefrontal cortex.
    compound: ketamine
    endpoint: extracellular-glutamate
    direction: increase
    species: rat
    region: prefrontal-cortex
  - id: my-claims-s03
    statement: Midazolam forms spines.
    compound: midazolam
    endpoint: spine-formation
    direction: increase
"""


@pytest.fixture(scope="module")
def guide(graph: Graph) -> Audit:
    """Return the audit of the founding guide."""
    return audit(graph, "founding-guide")


@pytest.fixture(scope="module")
def aside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a file of three claims, and room for a cache of the graph that holds them."""
    folder = tmp_path_factory.mktemp("claims")
    (folder / "my-claims.yaml").write_text(CLAIMS)
    return folder


@pytest.fixture
def claims(aside: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the file of three claims, whose graph is built once and pushes no other out of the cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(aside))
    return aside / "my-claims.yaml"


def test_every_statement_of_the_guide_is_judged_with_reasons(guide: Audit) -> None:
    assert len(guide.judgement) == 30
    assert guide.read_on
    for judgement in guide.judgement:
        assert judgement.reader
        assert judgement.why
        assert judgement.rule.rule


def test_the_rule_counts_the_publications_of_the_findings(guide: Audit) -> None:
    for judgement in guide.judgement:
        assert judgement.rule.publications_for == len(judgement.publications_for)
        assert judgement.rule.publications_against == len(judgement.publications_against)


def test_where_reader_and_rule_differ_is_listed_and_nothing_else(guide: Audit) -> None:
    fitting = {
        "supported": {"supported"},
        "supported with qualification": {"supported", "single group", "contested"},
        "disputed": {"disputed", "contested"},
        "unsupported": {"untested"},
    }
    apart = [made for made in guide.judgement if made.rule.verdict not in fitting[made.reader]]
    assert [made.statement for made in guide.judgement if made.agrees is False] == [made.statement for made in apart]
    listed = audit_text(guide, Page(100)).partition("WHERE READER AND RULE DIFFER")[2].partition("SOURCES")[0]
    assert listed.count("reader ") == len(apart)


def test_every_source_of_an_audit_is_listed(guide: Audit) -> None:
    cited = {p for made in guide.judgement for p in (*made.publications_for, *made.publications_against)}
    assert cited == {source.publication for source in guide.sources}


def test_claims_are_judged_on_the_findings_that_speak_for_and_against_them(claims: Path) -> None:
    graph = load(scope=Scope(claims=str(claims)))
    glutamate, cortex, spines = audit(graph, "my-claims").judgement

    rows = ask(graph, "compound-finding", A="rapastinel").records()
    own = [row for row in rows if row["endpoint"] == "extracellular glutamate" and not row["with"]]
    against = {
        row["finding"] for row in own if row["direction"] in ("no change", "decrease") and row["against"] != "against comparator"
    }
    assert set(glutamate.findings_against) == against != set()
    assert glutamate.findings_for == ()
    assert glutamate.rule.verdict == "disputed"

    assert {"moghaddam-1997-f01"} <= {finding.rpartition("/")[2] for finding in cortex.findings_for}
    assert all(glutamate.reader is None and glutamate.agrees is None for glutamate in (glutamate, cortex, spines))
    assert (spines.rule.verdict, spines.findings_for, spines.findings_against) == ("untested", (), ())


def test_the_command_judges_a_file_of_claims(claims: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["audit", str(claims), "--format", "json"])
    told = json.loads(capsys.readouterr().out)
    assert [made["text"] for made in told["judgement"]][2] == "Midazolam forms spines."
    assert told["release"]["version"]


def test_a_claim_that_says_too_little_is_refused_with_its_place(tmp_path: Path) -> None:
    claims = tmp_path / "my-claims.yaml"
    claims.write_text(CLAIMS.replace("    endpoint: spine-formation\n", ""))
    with pytest.raises(DataError) as told:
        load(scope=Scope(claims=str(claims)))
    assert f"{claims}:16:" in str(told.value)
    assert "compound, endpoint and direction" in str(told.value)


def test_an_audit_that_is_not_there_is_told_with_near_names(graph: Graph) -> None:
    with pytest.raises(UnknownName, match="founding-guide"):
        audit(graph, "founding-gide")
    with pytest.raises(UsageError, match="no file of claims"):
        load(scope=Scope(claims="nowhere.yaml"))
