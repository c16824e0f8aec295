"""Proof of the data frames: types, what is missing, and numbers as printed beside their floats."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal

import pytest

from raad import ask, compare, effects, tables
from raad.errors import UsageError
from raad.graph import frame
from raad.graph.cache import Graph
from raad.graph.query import Iri, Table
from raad.graph.question import questions

TABLE = Table(
    ("finding", "count", "hours", "null", "region", "mixed", "nothing"),
    (
        (Iri("https://w3id.org/raad/finding/a"), 2, Decimal("0.5"), True, ("CA1", "CA3"), 1, None),
        (Iri("https://w3id.org/raad/finding/b"), None, 24, None, (), "one", None),
    ),
)


@pytest.fixture
def pandas():
    """Return pandas, or skip by name."""
    return pytest.importorskip("pandas", reason="pandas is not installed; pip install 'raad[frames]'")


@pytest.fixture
def polars():
    """Return polars, or skip by name."""
    return pytest.importorskip("polars", reason="polars is not installed; pip install 'raad[frames]'")


def test_pandas_has_a_nullable_type_a_column(pandas) -> None:
    made = TABLE.to_pandas()
    assert [str(kind) for kind in made.dtypes] == ["string", "Int64", "Float64", "boolean", "object", "string", "string"]
    assert made["count"].tolist() == [2, pandas.NA]
    assert made["hours"].tolist() == [0.5, 24.0]
    assert made["null"].isna().tolist() == [False, True]
    assert made["region"].tolist() == [["CA1", "CA3"], []]
    assert made["mixed"].tolist() == ["1", "one"]
    assert made["nothing"].isna().all()
    assert type(made["finding"][0]) is str


def test_polars_has_a_type_a_column(polars) -> None:
    made = TABLE.to_polars()
    assert made.dtypes == [
        polars.String, polars.Int64, polars.Float64, polars.Boolean, polars.List(polars.String), polars.String, polars.String,
    ]  # fmt: skip
    assert made["count"].to_list() == [2, None]
    assert made["region"].to_list() == [["CA1", "CA3"], []]


def test_an_empty_answer_keeps_its_columns_and_types(graph: Graph, pandas) -> None:
    """Muscimol has no spine finding; regions stay lists, hours numbers, readings whole numbers."""
    made = ask(graph, "spine-finding", A="muscimol").to_pandas()
    full = ask(graph, "spine-finding", A="ketamine").to_pandas()
    assert len(made) == 0
    assert list(made.columns) == list(full.columns)
    for name in ("hours", "readings", "region", "doseNumber", "finding"):
        assert made[name].dtype == full[name].dtype
    assert pandas.concat([made, full])["hours"].dtype == "Float64"


def test_a_printed_number_stays_text_and_has_a_float_beside_it(graph: Graph, pandas) -> None:
    """Berman 2000 and others give 0.5 mg/kg; a dose of several numbers has no float."""
    made = ask(graph, "compound-finding", A="ketamine").to_pandas()
    assert made.columns.get_loc("doseNumber") == made.columns.get_loc("dose") + 1
    printed = made.dropna(subset="dose")
    assert set(printed.loc[printed["dose"] == "0.5", "doseNumber"]) == {0.5}
    assert printed.loc[~printed["dose"].str.fullmatch(r"\d+(\.\d+)?"), "doseNumber"].isna().all()
    assert pandas.isna(made.loc[made["dose"].isna(), "doseNumber"]).all()


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_every_question_becomes_a_frame(graph: Graph, library: str) -> None:
    pytest.importorskip(library, reason=f"{library} is not installed; pip install 'raad[frames]'")
    for asked in questions():
        answer = ask(graph, asked.name)
        made = getattr(answer, f"to_{library}")()
        assert made.shape[0] == len(answer.rows), asked.name
        assert set(answer.columns) <= set(made.columns), asked.name
        text = [name for name, kind in zip(made.columns, made.dtypes, strict=True) if str(kind) in ("string", "String")]
        assert "finding" not in answer.columns or "finding" in text or "finding" in asked.lists


@pytest.mark.usefixtures("pandas")
def test_a_frame_says_its_question_release_and_columns(graph: Graph) -> None:
    made = ask(graph, "null-result", A="rapastinel").to_pandas()
    assert (made.attrs["question"], made.attrs["release"]) == ("evidence/null-result", graph.version)
    assert made.attrs["column"]["hours"] == "The time from the dose to the measurement, in hours."
    assert made.attrs["column"]["locator"] == "Where in the source the finding stands."
    assert set(made.attrs["column"]) <= set(made.columns)


def test_entries_are_dataclasses_with_the_columns_as_fields(graph: Graph) -> None:
    answer = ask(graph, "null-result", A="rapastinel")
    entries = answer.entries()
    assert [field.name for field in fields(entries[0])] == ["with_" if name == "with" else name for name in answer.columns]
    assert [entry.finding for entry in entries] == [row["finding"] for row in answer.records()]


@pytest.mark.usefixtures("pandas")
def test_sections_of_a_comparison_are_tables(graph: Graph) -> None:
    comparison = compare(graph, "rapastinel", "ketamine")
    sections = tables(comparison)
    spine = sections["spine"].to_pandas()
    assert spine["finding"].tolist() == [row["finding"] for row in comparison.findings["spine"]]
    assert str(sections["sized"].to_pandas()["computed_g"].dtype) == "Float64"
    assert set(sections["lacking"].columns) >= {"has", "finding_has_finding", "finding_lacks_direction"}
    assert len(sections["source"].rows) == len(comparison.sources)


@pytest.mark.usefixtures("pandas")
def test_computed_effect_sizes_are_floats(graph: Graph) -> None:
    """The g of the dissociation score after ketamine, 3.57 [2.07, 5.07], is the one that the README shows."""
    made = tables(effects(graph, "ketamine"))["finding"].to_pandas()
    (row,) = made[made["endpoint"].eq("dissociation score") & made["g"].notna()].itertuples()
    assert (round(row.g, 2), round(row.lower, 2), round(row.upper, 2)) == (3.57, 2.07, 5.07)


def test_a_missing_library_is_said_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pandas", None)
    with pytest.raises(UsageError, match=r"pandas is not installed; `pip install 'raad\[frames\]'`"):
        frame.pandas_frame((), (), {})
