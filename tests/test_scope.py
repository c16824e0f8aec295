"""Proof of the scopes: a folder of one's own, verified values only, and no company-authored evidence, on every answer."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from raad import Scope, ask, compare, load
from raad.asking.answer import answer
from raad.cli import main
from raad.errors import DataError, RetiredName, UsageError
from raad.graph.cache import Graph
from raad.graph.query import run
from raad.names import BASE

PAPER = """id: new-2026
type: JournalArticle
title: A paper of one's own
year: 2026
source_page: https://example.org/new
group: new-lab
finding:
  - id: new-2026-f01
    statement: Midazolam left spine density unchanged.
    compound: midazolam
    species: mouse
    region: medial-prefrontal-cortex
    endpoint: spine-density
    endpoint_text: spine density
    direction: no change
    basis: abstract
    locator: abstract
    source_page: https://example.org/new
    readings: 1
"""
COMPOUND = BASE + "Compound"
TESTED = f"PREFIX raad: <{BASE}> SELECT DISTINCT ?compound WHERE {{ ?finding raad:tests ?compound }}"
GROUP = """- id: new-lab
  type: ResearchGroup
  label: New A
"""


@pytest.fixture(scope="module")
def verified() -> Graph:
    """Return the graph without the values that were not seen on a page."""
    return load(scope=Scope(leave_out=("unverified",)))


@pytest.fixture(scope="module")
def independent() -> Graph:
    """Return the graph without company-authored evidence."""
    return load(scope=Scope(leave_out=("company-authored",)))


def folder_of_one_paper(folder: Path) -> Path:
    """Return the folder with one new paper and the group it comes from in it."""
    (folder / "publication").mkdir()
    (folder / "publication" / "new-2026.yaml").write_text(PAPER)
    (folder / "group.yaml").write_text(GROUP)
    return folder


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Return a folder that holds one new paper."""
    return folder_of_one_paper(tmp_path)


@pytest.fixture(scope="module")
def aside(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return a cache folder for graphs of folders of one's own, where they push no other graph out."""
    return str(tmp_path_factory.mktemp("cache"))


def kept(scope: Scope, cache: str) -> Graph:
    """Return the graph of a scope, kept in the given cache folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", cache)
        return load(scope=scope)


@pytest.fixture(scope="module")
def laid_over(aside: str, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """Return the graph with the folder of one new paper."""
    folder = folder_of_one_paper(tmp_path_factory.mktemp("own"))
    return kept(Scope(data=str(folder)), aside)


@pytest.fixture(scope="module")
def changed(laid_over: Graph, aside: str) -> Graph:
    """Return the graph with the same folder after its paper was changed and a shipped group was added under another name."""
    folder = Path(laid_over.scope.data)
    (folder / "publication" / "new-2026.yaml").write_text(PAPER.replace("direction: no change", "direction: decrease"))
    (folder / "group.yaml").write_text(GROUP + "- id: duman-rs\n  type: ResearchGroup\n  label: another name\n")
    return kept(laid_over.scope, aside)


def count(graph: Graph, pattern: str) -> int:
    """Return how many solutions a pattern has."""
    prefixes = dict(answer(graph, "find/prefix").rows)
    return run(graph.store, f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}", prefixes).rows[0][0]


def test_verified_only_leaves_no_value_that_is_marked(graph: Graph, verified: Graph) -> None:
    assert count(graph, "?record raad:unverifiedField ?field") > 0
    assert count(verified, "?record raad:unverifiedField ?field") == 0
    rows = {row["finding"]: row for row in ask(graph, "spine-finding", A="ketamine").records()}
    left = {row["finding"]: row for row in ask(verified, "spine-finding", A="ketamine").records()}
    doubtful = {finding: row for finding, row in rows.items() if "inSpecies" in row["unverified"]}
    assert doubtful
    assert all(left[finding]["species"] == () for finding in doubtful if finding in left)


def test_verified_only_keeps_what_was_seen(graph: Graph, verified: Graph) -> None:
    seen = {row["finding"]: row for row in ask(graph, "synapse-finding", A="rapastinel").records() if not row["unverified"]}
    left = {row["finding"]: row for row in ask(verified, "synapse-finding", A="rapastinel").records()}
    assert seen
    assert all(left[finding] == row for finding, row in seen.items())


def test_a_finding_whose_compound_was_not_seen_is_left_out_of_the_counts(graph: Graph, verified: Graph) -> None:
    pattern = "?finding a raad:Finding ; raad:tests ?compound"
    unsure = count(graph, "?finding a raad:Finding ; raad:unverifiedField raad:tests")
    assert unsure
    assert count(graph, pattern) - count(verified, pattern) == unsure


def test_without_company_no_finding_of_a_company_remains(graph: Graph, independent: Graph) -> None:
    for pattern in (
        "?publication raad:hasCompanyAuthorship raad:CompanyAuthorshipStated ; raad:hasFinding ?finding",
        "?publication raad:hasSponsor/rdf:type raad:Company ; raad:hasFinding ?finding",
        "?publication a raad:PressRelease ; raad:hasFinding ?finding",
        "?line a raad:EvidenceLine ; raad:reportedIn ?publication . ?publication a raad:PressRelease",
    ):
        assert count(graph, pattern) > 0
        assert count(independent, pattern) == 0
    plain = "?publication raad:hasFinding ?finding"
    assert 0 < count(independent, plain) < count(graph, plain)


def test_without_company_a_verdict_that_rests_on_companies_changes(graph: Graph, independent: Graph) -> None:
    with_them, without = (
        {row["subject"]: row for row in ask(scope, "verdict", H="rapastinel-nmdar-pam").records()}
        for scope in (graph, independent)
    )
    changed = {step for step in with_them if with_them[step]["verdict"] != without[step]["verdict"]}
    assert changed
    assert all(without[step]["publicationsFor"] <= with_them[step]["publicationsFor"] for step in with_them)


@pytest.mark.parametrize(
    ("flag", "said"),
    [("--verified-only", "(verified values only)"), ("--without-company", "(without company-authored evidence)")],
)
def test_every_answer_says_in_what_scope_it_was_given(capsys: pytest.CaptureFixture[str], flag: str, said: str) -> None:
    for arguments in (["compare", "rapastinel", "ketamine"], ["query", "null-result"], ["describe", "ketamine"]):
        with pytest.raises(SystemExit):
            main([*arguments, flag])
        assert said in " ".join(capsys.readouterr().out.split())


def test_the_scopes_change_the_comparison(graph: Graph, verified: Graph, independent: Graph) -> None:
    whole, seen, free = (compare(scope, "rapastinel", "ketamine") for scope in (graph, verified, independent))
    assert seen.sections["spine"].verified == seen.sections["spine"].findings
    assert whole.sections["spine"].verified < whole.sections["spine"].findings
    assert free.a.findings < whole.a.findings


def test_one_new_paper_in_a_folder_is_in_every_answer(graph: Graph, laid_over: Graph) -> None:
    assert "new-2026-f01" in {row["finding"].rpartition("/")[2] for row in ask(laid_over, "null-result", A="midazolam").records()}
    assert laid_over.counts["Publication"] == graph.counts["Publication"] + 1
    assert any(source.publication.endswith("/new-2026") for source in compare(laid_over, "midazolam", "ketamine").sources)
    assert "with 2 curated files of" in laid_over.version


def test_an_empty_folder_changes_nothing_but_the_label(graph: Graph, aside: str, tmp_path: Path) -> None:
    empty = kept(Scope(data=str(tmp_path)), aside)
    assert empty.counts == graph.counts
    shipped = load()
    assert Path(empty.folder, "graph.nq").read_bytes() == Path(shipped.folder, "graph.nq").read_bytes()
    assert empty.folder != shipped.folder
    assert shipped.version == graph.version != empty.version


def test_a_record_of_one_s_own_takes_the_place_of_the_shipped_one(changed: Graph) -> None:
    assert count(changed, 'group:duman-rs rdfs:label "another name"@en') == 1
    assert count(changed, "group:duman-rs rdfs:label ?label") == 1


def test_a_changed_paper_is_read_anew(laid_over: Graph, changed: Graph) -> None:
    assert laid_over.scope == changed.scope
    assert ask(laid_over, "null-result", A="midazolam").rows
    assert ask(changed, "null-result", A="midazolam").rows == ()


def test_a_wrong_file_of_one_s_own_is_told_with_its_place(own: Path) -> None:
    file = own / "publication" / "new-2026.yaml"
    file.write_text(PAPER.replace("endpoint: spine-density", "endpoint: spine-densty"))
    with pytest.raises(DataError) as told:
        load(scope=Scope(data=str(own)))
    line = PAPER.splitlines().index("    endpoint: spine-density") + 1
    assert f"{file}:{line}:" in str(told.value)
    assert "did you mean spine-density" in str(told.value)


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="takes a folder of curated files"):
        load(scope=Scope(data=str(tmp_path / "nowhere")))


def test_validate_checks_a_folder_of_one_s_own(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["validate", "--data", str(own), "--format", "json"])
    assert not left.value.code
    assert json.loads(capsys.readouterr().out)["passed"]
    assert os.path.isdir(own)


RETIRED = """id: glyx-old
type: Peptide
label: GLYX old name
synonym:
  - GLYX-0
replaced_by: rapastinel
"""


@pytest.fixture(scope="module")
def retiring(aside: str, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """Return the graph with a folder in which an id was retired."""
    folder = tmp_path_factory.mktemp("retired")
    (folder / "compound").mkdir()
    (folder / "compound" / "glyx-old.yaml").write_text(RETIRED)
    return kept(Scope(data=str(folder)), aside)


@pytest.mark.parametrize("name", ["glyx-old", "compound:glyx-old", "GLYX old name", "glyx 0"])
def test_a_retired_id_names_what_takes_its_place(retiring: Graph, name: str) -> None:
    assert count(retiring, "compound:glyx-old owl:deprecated true") == 1
    with pytest.raises(RetiredName, match="compound:glyx-old was replaced by compound:rapastinel; ask for that") as told:
        compare(retiring, name, "ketamine")
    assert (told.value.exit_code, told.value.near) == (3, ["compound:rapastinel"])


def test_a_name_in_use_is_not_taken_for_a_retired_one(retiring: Graph) -> None:
    assert compare(retiring, "GLYX-13", "ketamine").a.label == "rapastinel"


def test_a_compound_without_evidence_says_so(graph: Graph, capsys: pytest.CaptureFixture[str]) -> None:
    tested = {row for (row,) in run(graph.store, TESTED).rows}
    bare = next(iri for iri, _ in answer(graph, "find/record", C=COMPOUND).rows if iri not in tested).rpartition("/")[2]
    label = compare(graph, bare, "ketamine").a.label
    for arguments, said in (
        (["compare", bare, "ketamine"], f"No finding of {label} is in the curated set"),
        (["query", "compound-finding", bare], "No rows: the curated set holds no finding that tests this compound"),
        (["effect", bare], "None of 0 findings allow one"),
    ):
        with pytest.raises(SystemExit) as left:
            main(arguments)
        assert not left.value.code
        assert said in " ".join(capsys.readouterr().out.split())
