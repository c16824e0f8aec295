"""Proof of the flat findings and the bibliography: every row comes from a record, and other makers' readers read the same."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

import bibtexparser
import jsonschema
import pyarrow.parquet
import pyoxigraph as ox
import pytest
import rdflib
import rispy
from citeproc.source.json import CiteProcJSON
from csvw.metadata import Table
from frozen_graph import Frozen
from plain_reader import Reader, listed

from raad.curated.triple import canonical
from raad.errors import UsageError
from raad.export.form import written
from raad.export.selection import Selection, select
from raad.graph.cache import Graph
from raad.graph.query import run
from raad.graph.question import question
from raad.names import BASE
from raad.rooms import room

FINDING = f"{BASE}finding/"
ENDPOINT_TEXT = ox.NamedNode(f"{BASE}endpointText")
DEFINITION = ox.NamedNode(str(rdflib.SKOS.definition))
NAMED = ("comparator", "with", "blocked_by", "attenuated_by", "not_blocked_by")


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(room("data"))


@pytest.fixture(scope="module")
def whole(graph: Graph) -> Selection:
    return select(graph)


@pytest.fixture(scope="module")
def files(whole: Selection) -> dict[str, bytes]:
    return written(whole, "findings-csv-plain")


@pytest.fixture(scope="module")
def rows(files: dict[str, bytes]) -> dict[str, dict[str, str]]:
    read = csv.DictReader(io.StringIO(files["findings.csv"].decode()), strict=True)
    return {row["finding"].removeprefix(f"{BASE}finding/"): row for row in read}


def texts(value: object) -> set[str]:
    """Return the parts of a cell of several values, or the values of a record."""
    return set(filter(None, value.split(" | "))) if isinstance(value, str) else set(map(str, listed(value)))


def test_every_finding_is_one_row(rows: dict, files: dict[str, bytes], reader: Reader) -> None:
    assert set(rows) == set(reader.finding)
    assert files["findings.csv"].count(b"\n") > len(rows)
    assert len(rows) == len(list(csv.reader(io.StringIO(files["findings.csv"].decode())))) - 1


def test_a_row_holds_what_its_record_says(rows: dict, reader: Reader) -> None:
    for name, record in reader.finding.items():
        row, source = rows[name], reader.publication[reader.reported[name]]
        assert row["publication"] == f"{BASE}publication/{source['id']}"
        assert (row["pmid"], row["doi"], row["year"]) == (source.get("pmid", ""), source.get("doi", ""), source.get("year", ""))
        assert row["compound"].rpartition("/")[2] == record.get("compound", record.get("intervention"))
        assert row["endpoint"] == f"{BASE}endpoint/{record['endpoint']}"
        assert (row["statement"], row["locator"]) == (record["statement"], record["locator"])
        assert row["basis"].startswith(record["basis"])
        assert row["readings"] == record["readings"]
        assert row["direction"] == record.get("direction", "")
        assert row["time"] == record.get("time_text", "")
        assert len(texts(row["doseNumber"])) == len(set(map(Decimal, listed(record.get("dose")))))
        assert set(map(Decimal, texts(row["doseNumber"]))) == set(map(Decimal, listed(record.get("dose"))))
        for key, column in (("region", "region"), ("species", "species"), ("model", "model"), ("blocked_by", "blockedBy")):
            assert len(texts(row[column])) == len(listed(record.get(key))), (name, key)


def test_numbers_stand_as_printed_and_as_numbers(rows: dict, reader: Reader) -> None:
    seen = 0
    for name, record in reader.finding.items():
        row, result = rows[name], record.get("result", {})
        assert (row["p"], row["n"], row["nText"]) == (result.get("p", ""), result.get("n", ""), result.get("n_text", ""))
        assert row["difference"] == result.get("difference", "")
        assert (row["lower"], row["upper"]) == (result.get("ci95_lower", ""), result.get("ci95_upper", ""))
        for column in ("p", "difference", "lower", "upper", "percentChange"):
            assert bool(row[column]) == bool(row[f"{column}Number"])
            assert not row[column] or Decimal(row[column]) == Decimal(row[f"{column}Number"])
            seen += bool(row[column])
        for measured in listed(result.get("measurement")):
            arm = {"control": "control", "treated": "treated"}[measured["arm"]]
            assert row[f"{arm}N"] == measured.get("n", "")
            assert row[f"{arm}Mean"] == measured.get("mean_text", measured.get("mean", row[f"{arm}Mean"]))
            assert (row[f"{arm}Error"], row[f"{arm}ErrorType"]) == (measured.get("error", ""), measured.get("error_type", ""))
    assert seen > 300


def test_what_was_not_seen_and_what_was_taken_out_is_named(rows: dict, reader: Reader) -> None:
    for name, record in reader.finding.items():
        assert len(texts(rows[name]["withdrawn"])) == len(set(listed(record.get("withdrawn")))), name
    assert {name for name, record in reader.finding.items() if "unverified" in record} <= {
        n for n in rows if rows[n]["unverified"]
    }


def test_company_authorship_is_true_false_or_not_known(rows: dict, reader: Reader) -> None:
    companies = {record["id"] for record in reader.read("group.yaml") if record["type"] == "Company"}
    for name, row in rows.items():
        source = reader.publication[reader.reported[name]]
        stated = source.get("company_authorship")
        sponsored = bool(companies & set(listed(source.get("sponsor"))))
        true = stated == "stated" or sponsored or source["type"] == "PressRelease"
        assert row["companyAuthored"] == ("true" if true else "false" if stated else ""), name


def test_no_cell_runs_as_a_formula_and_numbers_stay_numbers(whole: Selection, rows: dict) -> None:
    guarded = csv.DictReader(io.StringIO(written(whole, "findings-csv")["findings.csv"].decode()), strict=True)
    changed = 0
    for row in guarded:
        plain = rows[row["finding"].rpartition("/")[2]]
        for column, cell in row.items():
            if cell[:1] in ("=", "+", "-", "@", "\t", "\r"):
                assert Decimal(cell) == Decimal(plain[column])
            if cell != plain[column]:
                assert cell == f"'{plain[column]}"
                changed += 1
    assert changed == sum(row["statistic"].startswith(("=", "+", "-")) for row in rows.values()) > 0


def test_a_text_that_begins_like_a_formula_is_guarded(frozen: Frozen) -> None:
    text = '=HYPERLINK("x")'
    quads = [
        quad if quad.predicate != ENDPOINT_TEXT else ox.Quad(quad.subject, quad.predicate, ox.Literal(text), quad.graph_name)
        for quad in frozen.store
    ]
    made = select(Graph("0.1.0", {}, quads=canonical(quads)))
    for name, cell in (("findings-csv", f"'{text}"), ("findings-csv-plain", text)):
        table = csv.DictReader(io.StringIO(written(made, name)["findings.csv"].decode()))
        assert {row["endpointText"] for row in table} == {cell}


def test_a_csvw_reader_reads_types_and_true_statements(graph: Graph, tmp_path) -> None:
    chosen = select(graph, compound="rapastinel")
    for name, content in written(chosen, "findings-csv-plain").items():
        (tmp_path / name).write_bytes(content)
    table = Table.from_file(tmp_path / "findings.csv-metadata.json")
    stated = rdflib.Graph()
    stated.parse(data=ox.serialize([q.triple for q in chosen.quads if FINDING in q.subject.value], format=ox.RdfFormat.N_TRIPLES))
    properties = {c.name: str(c.inherit("propertyUrl")) for c in table.tableSchema.columns if c.inherit("propertyUrl")}
    assert {"compound", "endpoint", "hours", "dose", "locator", "readings"} <= set(properties)
    read = list(table.iterdicts(strict=True))
    assert len({str(row["finding"]) for row in read}) == len(read) > 100
    said = 0
    for row in read:
        for name, address in properties.items():
            values = {o.toPython() for o in stated.objects(rdflib.URIRef(row["finding"].unsplit()), rdflib.URIRef(address))}
            value = row[name].unsplit() if hasattr(row[name], "unsplit") else row[name]
            assert values == ({value} - {None}), name
            said += len(values)
    assert said > 800


def test_each_column_has_a_meaning_of_the_ontology(graph: Graph, files: dict[str, bytes]) -> None:
    described = list(csv.DictReader(io.StringIO(files["data-dictionary.csv"].decode())))
    definitions = " ".join(quad.object.value for quad in graph.printed() if quad.predicate == DEFINITION)
    metadata = json.loads(files["findings.csv-metadata.json"])
    columns = next(csv.reader(io.StringIO(files["findings.csv"].decode())))
    assert [row["column"] for row in described] == [c["name"] for c in metadata["tableSchema"]["columns"]] == columns
    assert all(row["meaning"] and row["meaning"].split(".")[0] in definitions for row in described)


def test_parquet_holds_the_same_rows(whole: Selection, rows: dict) -> None:
    content = written(whole, "parquet")
    table = pyarrow.parquet.read_table(io.BytesIO(content))
    assert table.column_names == list(next(iter(rows.values())))
    for row in table.to_pylist():
        plain = rows[row["finding"].rpartition("/")[2]]
        for name, value in row.items():
            if isinstance(value, list):
                assert set(map(str, value)) == texts(plain[name]) or set(value) == set(map(float, texts(plain[name])))
            elif isinstance(value, bool):
                assert plain[name] == str(value).lower()
            elif isinstance(value, float):
                assert value == float(plain[name])
            else:
                assert ("" if value is None else str(value)) == plain[name]
    about = pyarrow.parquet.read_metadata(io.BytesIO(content)).metadata
    assert b"Research use, not medical advice." in about[b"release"]
    assert written(whole, "parquet") == content


def test_parquet_has_the_same_types_where_columns_are_empty(graph: Graph, whole: Selection) -> None:
    few, all_ = (written(chosen, "parquet") for chosen in (select(graph, compound="dizocilpine"), whole))
    read = pyarrow.parquet.read_table(io.BytesIO(few))
    assert any(column.null_count == len(column) for column in read.columns)
    assert read.schema == pyarrow.parquet.read_schema(io.BytesIO(all_))


def test_two_engines_give_the_same_rows(frozen: Frozen, frozen_dataset: rdflib.Dataset) -> None:
    text = question("export/finding").text
    ours = run(frozen.store, text)
    theirs = [tuple(row) for row in frozen_dataset.query(text)]
    assert len(ours.rows) == len(theirs) > 3
    lists = [ours.columns.index(name) for name in question("export/finding").lists]
    for one, other in zip(ours.rows, theirs, strict=True):
        for place, (value, term) in enumerate(zip(one, other, strict=True)):
            plain = None if term is None else term.toPython()
            if place in lists:
                assert texts(value) == texts(plain)
            else:
                assert (value is None and plain is None) or str(value) == str(plain), ours.columns[place]


def test_findings_of_a_compound_are_those_that_name_it(graph: Graph, reader: Reader) -> None:
    table = written(select(graph, compound="dizocilpine"), "findings-csv-plain")["findings.csv"].decode()
    names = {row["finding"].rpartition("/")[2] for row in csv.DictReader(io.StringIO(table))}
    wanted = reader.tested("dizocilpine") | {
        name for name, record in reader.finding.items() for key in NAMED if "compound:dizocilpine" in listed(record.get(key))
    }
    assert names == wanted != set()


def test_findings_of_a_question_are_those_of_its_answer(graph: Graph, reader: Reader) -> None:
    chosen = select(graph, question="null-result", values={"A": "rapastinel"})
    table = written(chosen, "findings-csv-plain")["findings.csv"].decode()
    names = {row["finding"].rpartition("/")[2] for row in csv.DictReader(io.StringIO(table))}
    assert names == reader.null_results("rapastinel")


@pytest.mark.parametrize("name", ["findings-csv", "parquet", "bibtex", "ris", "csl-json"])
def test_a_named_graph_makes_no_table(graph: Graph, name: str) -> None:
    with pytest.raises(UsageError, match="leave --graph out"):
        written(select(graph, ("ontology",)), name)


@pytest.mark.parametrize("name", ["findings-csv", "parquet"])
def test_a_selection_without_a_finding_makes_no_empty_table(graph: Graph, name: str) -> None:
    with pytest.raises(UsageError, match="names no finding"):
        written(select(graph, question="risk-of-bias", values={"A": "rapastinel"}), name)


TEXTS = ("id", "title", "container-title", "volume", "issue", "page", "number", "note", "URL", "DOI", "PMID", "PMCID")
NAMES = ("family", "given", "suffix", "literal")
CSL = {
    "type": "object",
    "required": ["type", "id"],
    "additionalProperties": False,
    "properties": {
        "type": {"enum": ["article-journal", "webpage", "article-newspaper", "paper-conference", "document"]},
        "author": {"items": {"additionalProperties": False, "properties": {name: {"type": "string"} for name in NAMES}}},
        "issued": {"properties": {"date-parts": {"items": {"items": {"type": "number"}, "minItems": 1, "maxItems": 3}}}},
        **{name: {"type": "string"} for name in TEXTS},
    },
}
"""What csl-data.json of citation-style-language/schema (commit 0041266) allows, for the variables that are written."""


def test_all_publications_are_in_each_bibliography(whole: Selection, reader: Reader) -> None:
    library = bibtexparser.parse_string(written(whole, "bibtex").decode())
    entries = json.loads(written(whole, "csl-json"))
    jsonschema.validate(entries, {"type": "array", "items": CSL})
    read = CiteProcJSON(entries)
    assert library.failed_blocks == []
    assert {entry.key for entry in library.entries} == set(reader.publication)
    assert {entry["id"] for entry in rispy.loads(written(whole, "ris").decode())} == set(reader.publication)
    assert set(read) == set(reader.publication)
    for name, record in reader.publication.items():
        assert "".join(read[name].get("DOI", [])) == record.get("doi", "")


def test_a_bibliography_of_a_compound_holds_every_source_it_rests_on(graph: Graph, reader: Reader) -> None:
    keys = {entry["id"] for entry in json.loads(written(select(graph, compound="dizocilpine"), "csl-json"))}
    actions = {
        source for action in reader.compound["dizocilpine"].get("action", []) for source in listed(action.get("publication"))
    }
    assert {reader.reported[name] for name in reader.tested("dizocilpine")} | actions <= keys < set(reader.publication)
