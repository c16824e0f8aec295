"""Proof of the guide: every number leads to its record and source, nothing is fetched, and the same pair gives the same bytes."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, pairwise
from xml.etree.ElementTree import Element

import bibtexparser
import html5lib
import pytest
import rispy
import yaml

from raad import ask, compare
from raad.cli import main
from raad.comparison.citation import citations, latex
from raad.comparison.value import Source
from raad.drawing.direction import Point, direction_chart
from raad.drawing.forest import Size, forest_plot
from raad.drawing.plot import MARKS, mark
from raad.drawing.time import time_course
from raad.graph.cache import Graph
from raad.guide.guide import Guide, guide
from raad.guide.typeset import address, plain, typeset
from raad.rooms import files

PAIRS = (("rapastinel", "ketamine"), ("ketamine", "esketamine"), ("doi", "dmt"), ("strychnine", "dizocilpine"))
NUMBERS = ("When", "Dose", "n", "Size and p", "Hedges g, computed", "From", "n and arms")
VOID = ("not stated", "not seen", "none recorded")


@dataclass(frozen=True)
class Page:
    """A guide with its HTML, parsed by a strict parser."""

    guide: Guide
    html: str

    @cached_property
    def tree(self) -> Element:
        """Return the tree; the parser raises on any error of HTML."""
        return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(self.html)

    def all(self, *names: str) -> list[Element]:
        """Return the elements of these names in the order of the page."""
        return [element for element in self.tree.iter() if isinstance(element.tag, str) and element.tag in names]

    @cached_property
    def ids(self) -> dict[str, Element]:
        """Return the elements by their id."""
        return {element.get("id"): element for element in self.tree.iter() if element.get("id")}

    @cached_property
    def text(self) -> str:
        """Return the words of the page."""
        return " ".join(words(self.tree.find("body")).split())


def words(element: Element) -> str:
    """Return the words in an element."""
    return "".join(element.itertext())


def links(element: Element) -> list[str]:
    """Return the targets of the links in an element."""
    return [link.get("href") for link in element.iter("a")]


@pytest.fixture(scope="module")
def pages(graph: Graph) -> dict[tuple[str, str], Page]:
    """Return the guides of the founding pair, of relatives, of two with one mechanism, and of a pair with almost no evidence."""
    made = {}
    for pair in PAIRS:
        one = guide(graph, compare(graph, *pair))
        made[pair] = Page(one, typeset(one.document, "html"))
    return made


@pytest.fixture(params=PAIRS, ids="-".join)
def page(request: pytest.FixtureRequest, pages: dict[tuple[str, str], Page]) -> Page:
    return pages[request.param]


@pytest.fixture(scope="module")
def founding(pages: dict[tuple[str, str], Page]) -> Page:
    return pages[PAIRS[0]]


# The page is one whole file that anybody can read.


def test_every_id_is_there_once_and_every_link_inside_leads_to_one(page: Page) -> None:
    found = [element.get("id") for element in page.tree.iter() if element.get("id")]
    assert sorted(set(found)) == sorted(found)
    assert {target for target in links(page.tree) if target.startswith("#")} - {f"#{name}" for name in page.ids} == set()


def test_nothing_is_fetched(page: Page) -> None:
    assert page.all("script", "link", "img", "iframe", "object", "embed", "audio", "video", "source") == []
    assert [element.tag for element in page.tree.iter() if element.get("src") or element.get("srcset")] == []
    assert re.findall(r"url\((?!#)|@import|@font-face", page.html) == []
    outside = [element for element in page.tree.iter() if (element.get("href") or "#")[0] != "#"]
    assert {element.tag for element in outside} <= {"a"}


def test_page_has_landmarks_and_headings_in_order(page: Page) -> None:
    assert page.tree.get("lang") == "en"
    assert [len(page.all(name)) for name in ("header", "nav", "main", "footer", "h1")] == [1, 1, 1, 1, 1]
    assert links(page.all("body")[0])[0] == "#body"
    levels = [int(element.tag[1]) for element in page.all("h1", "h2", "h3", "h4")]
    assert all(low <= high + 1 for high, low in pairwise(levels))


def test_tables_say_what_they_hold(page: Page) -> None:
    for table in page.all("table"):
        assert words(table.find("caption"))
        assert {head.get("scope") for head in table.find("thead").iter("th")} == {"col"}
        assert {head.get("scope") for body in table.iter("tbody") for head in body.iter("th")} <= {"row", "rowgroup"}


def test_pictures_have_title_and_description_and_a_table_beside(page: Page) -> None:
    for picture in page.all("{http://www.w3.org/2000/svg}svg", "svg"):
        assert picture.get("role") == "img"
        named = [page.ids[name] for name in picture.get("aria-labelledby").split()]
        assert [part.tag.rpartition("}")[2] for part in named] == ["title", "desc"]
        assert all(words(part) for part in named)
    for section in page.all("section"):
        assert bool(list(section.iter("figure"))) <= bool(list(section.iter("table")))


def test_any_pair_makes_a_whole_page(graph: Graph) -> None:
    names = [local.rpartition("/")[2] for local, _ in ask(graph, "find/record", C="raad:Compound").rows]
    for pair in random.Random(11).sample(list(combinations(names, 2)), 6):
        made = guide(graph, compare(graph, *pair))
        page = Page(made, typeset(made.document, "html"))
        found = re.findall(r'\sid="([^"]+)"', page.html)
        assert sorted(set(found)) == sorted(found), pair
        assert set(re.findall(r'href="#([^"]+)"', page.html)) - set(found) == set(), pair


# Every number is one click from its finding, and from there to its source.


def test_every_number_of_a_finding_leads_to_its_record(page: Page) -> None:
    cells = [cell for cell in page.all("td") if cell.get("data-label") in NUMBERS and words(cell) not in VOID]
    for cell in cells:
        assert any(target.startswith("#") for target in links(cell)), words(cell)


def test_every_cited_finding_stands_in_full_with_place_source_and_record(page: Page) -> None:
    appendix = next(section for section in page.all("section") if section.get("aria-labelledby") == "appendix")
    records = {card.get("id"): card for card in appendix.iter("article")}
    cited = {target[1:] for target in links(page.all("main")[0]) if re.fullmatch(r"#[a-z0-9-]+-f\d+", target)}
    assert cited == set(records)
    for name, card in records.items():
        assert {"statement", "place on the page", "source", "record"} <= {words(term) for term in card.iter("dt")}, name
        assert any(target.startswith("#source-") for target in links(card))
        assert links(card)[-1].endswith(f"/finding/{name}")


def test_numbers_are_those_of_the_curated_file(founding: Page) -> None:
    """Read the YAML without RAAD: dose, n, p and locator of cited findings stand in their records."""
    checked = 0
    for path in files("data", ".yaml"):
        if f"{os.sep}publication{os.sep}" not in path or "unverified" in path:
            continue
        with open(path, encoding="utf-8") as stream:
            publication = yaml.load(stream, Loader=yaml.BaseLoader)
        for record in publication.get("finding", ()):
            if record["id"] not in founding.ids:
                continue
            said = {words(row[0]): words(row[1]) for row in founding.ids[record["id"]].iter("div") if len(row) == 2}
            assert said["statement"].rstrip("†") == " ".join(record["statement"].split())
            assert said["place on the page"] == record["locator"]
            results = record.get("result", [])
            for number, result in enumerate(results if isinstance(results, list) else [results], 1):
                for key in {"n", "p", "statistic"} & set(result):
                    assert " ".join(result[key].split()) in said[f"result {number}"], record["id"]
                    checked += 1
            if isinstance(record.get("dose"), str) and "dose_text" not in record:
                assert said["dose"].rstrip("†") == record["dose"]
    assert checked > 100


def test_the_references_are_exactly_the_cited_sources(page: Page) -> None:
    main_part = page.all("main")[0]
    cited = {target for target in links(main_part) if target.startswith("#source-")}
    listed = [name for name in page.ids if re.fullmatch(r"source-\d+", name)]
    assert cited == {f"#{name}" for name in listed} == {f"#source-{source.number}" for source in page.guide.sources}


# The same pair gives the same guide.


def test_the_mirrored_guide_of_another_process_cites_the_same(founding: Page, tmp_path) -> None:
    target = tmp_path / "guide.html"
    command = [sys.executable, "-m", "raad", "report", "ketamine", "rapastinel", "-o", str(target)]
    subprocess.run(command, check=True, timeout=300, env={**os.environ, "PYTHONHASHSEED": "7"})
    mirrored = target.read_text(encoding="utf-8")
    assert "<h1>Ketamine and rapastinel" in mirrored
    ids = [set(re.findall(r'<article class="card" id="([^"]+)"', html)) for html in (founding.html, mirrored)]
    assert ids[0] == ids[1]


def test_guide_is_equal_byte_for_byte_when_made_again(graph: Graph, founding: Page) -> None:
    again = guide(graph, compare(graph, *PAIRS[0]))
    assert typeset(again.document, "html") == founding.html
    assert typeset(again.document, "md") == typeset(founding.guide.document, "md")
    assert not re.search(r"\b20\d\d-\d\d-\d\dT", founding.html)


def test_a_pair_with_almost_no_evidence_says_its_gaps(pages: dict[tuple[str, str], Page]) -> None:
    said = pages[PAIRS[3]].text
    assert "No mechanism is curated for strychnine" in said
    assert "No study of the curated set tested the two side by side" in said
    assert "That is a gap, not a result" in said or "No finding with strychnine" in said
    assert "No finding with strychnine, but with dizocilpine" in said
    assert "strychnine: no finding of either in the curated set" in said
    assert "No rows." not in said


def test_markdown_says_the_same_and_its_links_lead_somewhere(founding: Page) -> None:
    text = typeset(founding.guide.document, "md")
    anchors = set(re.findall(r'<a id="([^"]+)"></a>', text))
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) - anchors == set()
    for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        assert len({len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()}) == 1, table[:200]
    assert all(f"finding/{finding}" in text for finding in ("liu-2017-f03", "pryazhnikov-2018-f01"))


def test_markdown_shows_signs_as_they_are() -> None:
    assert plain("a|b *c* [d]\n<e>") == r"a\|b \*c\* \[d\] \<e\>"
    assert plain(" a \n b ") == " a b "
    assert address("http://x/(a)|b c") == "http://x/%28a%29%7Cb%20c"


# The command.


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(list(arguments))
    return left.value.code or 0


@pytest.mark.parametrize("name", ["guide.html", "guide.md", "refs.bib", "refs.ris", "refs.json"])
def test_the_ending_of_the_file_names_the_form(tmp_path, name: str) -> None:
    target = tmp_path / name
    assert run("report", "strychnine", "dizocilpine", "-o", str(target)) == 0
    starts = {"html": "<!DOCTYPE html>", "md": "# Strychnine", "bib": "@", "ris": "TY  - ", "json": "["}
    assert target.read_text(encoding="utf-8").startswith(starts[name.partition(".")[2]])


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("ketamine", "ketamine"), 2, "same compound"),
        (("ketamine", "ketamin3"), 3, "did you mean"),
        (("ketamine", "rapastinel", "--format", "ris"), 2, "give one of the two"),
    ],
)
def test_bad_input_writes_no_file(tmp_path, capsys, arguments: tuple[str, ...], code: int, said: str) -> None:
    target = tmp_path / "guide.html"
    assert run("report", *arguments, "-o", str(target)) == code
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_ending_and_a_missing_folder_say_what_would_work(tmp_path, capsys) -> None:
    assert run("report", "ketamine", "rapastinel", "-o", str(tmp_path / "guide.pdf")) == 2
    assert ".html" in capsys.readouterr().err
    assert run("report", "strychnine", "dizocilpine", "-o", str(tmp_path / "none" / "guide.html")) == 2
    assert list(tmp_path.iterdir()) == []


# The sources for other programs.


def keys(page: Page) -> list[str]:
    return [source.publication.rpartition("/")[2] for source in page.guide.sources]


def test_bibtex_reads_back_as_exactly_the_cited_sources(graph: Graph, founding: Page) -> None:
    library = bibtexparser.parse_string(citations(graph, founding.guide.sources, "bibtex"))
    assert library.failed_blocks == []
    assert [entry.key for entry in library.entries] == keys(founding)
    by = {entry.key: {field.key: field.value for field in entry.fields} for entry in library.entries}
    for source in founding.guide.sources:
        entry = by[source.publication.rpartition("/")[2]]
        assert entry.get("doi") == source.doi
        assert entry.get("year") == (str(source.year) if source.year else None)
        assert all(name in entry["note"] for name in ("DOI",) if "doi" in source.unverified)
    assert by["liu-2017"]["author"] == "Liu, R J and Duman, C and Kato, T and others"
    assert (by["liu-2017"]["volume"], by["liu-2017"]["number"], by["liu-2017"]["pages"]) == ("42", "6", "1231--1242")


def test_ris_reads_back_as_exactly_the_cited_sources(graph: Graph, founding: Page) -> None:
    entries = rispy.loads(citations(graph, founding.guide.sources, "ris"))
    assert [entry["id"] for entry in entries] == keys(founding)
    assert [entry.get("doi") for entry in entries] == [source.doi for source in founding.guide.sources]
    first = next(entry for entry in entries if entry["id"] == "liu-2017")
    assert (first["type_of_reference"], first["start_page"], first["end_page"]) == ("JOUR", "1231", "1242")


def test_csl_json_has_the_structure_of_csl(graph: Graph, founding: Page) -> None:
    entries = json.loads(citations(graph, founding.guide.sources, "csl-json"))
    assert [entry["id"] for entry in entries] == keys(founding)
    known = {"article-journal", "webpage", "article-newspaper", "paper-conference", "document"}
    for entry in entries:
        assert entry["type"] in known
        assert all(set(name) <= {"family", "given", "suffix", "literal"} and name for name in entry.get("author", ()))
        assert all(isinstance(year, int) for (year,) in entry.get("issued", {}).get("date-parts", ()))
        assert all(isinstance(value, str) for name, value in entry.items() if name not in ("author", "issued"))


def test_signs_of_other_languages_are_escaped(graph: Graph) -> None:
    odd = Source(
        1, "https://w3id.org/raad/publication/odd-2020", "journal article", "100 % {odd} & $_{x}$ #1 ~ ^ \\\nER  - end", None,
        False, 2020, "J & K", "7", "10.1/a_b", None, None, (), "retracted", None, "https://example.org/", ("doi",),
    )  # fmt: skip
    (entry,) = bibtexparser.parse_string(citations(graph, [odd], "bibtex")).entries
    assert entry["title"] == "{" + latex(odd.title) + "}"
    assert latex("100 % {a} & $_x$ #1") == r"100 \% \{a\} \& \$\_x\$ \#1"
    assert "RETRACTED; not seen on a page: DOI" in entry["note"]
    (read,) = rispy.loads(citations(graph, [odd], "ris"))
    assert read["title"].endswith("ER - end")
    assert json.loads(citations(graph, [odd], "csl-json"))[0]["title"] == odd.title


# The plots.


def test_each_direction_has_a_mark_of_its_own() -> None:
    assert len({mark(0, 0, direction) for direction in MARKS}) == len(MARKS)


def test_direction_chart_shows_every_finding_and_what_was_not_measured() -> None:
    points = [Point("a", "cortex", 24, "increase", "10 [1]"), Point("b", "cortex", None, "no change", "dose ? [2]"),
              Point("b", "striatum", 200, "decrease", "3, n 6 [3]")]  # fmt: skip
    drawn = direction_chart("chart", "spine density", ("a", "b"), points)
    assert [drawn.count(f">{point.words}<") for point in points] == [1, 1, 1]
    assert "No finding in the curated set: striatum." in drawn
    assert drawn.count("No finding in the curated set") == 1
    assert "b: 2 findings</desc>" in drawn or "b: 2 findings." in drawn


def test_time_course_puts_later_findings_further_right() -> None:
    points = [Point("a", "density", hours, "increase", "") for hours in (0, 1, 24, 168)]
    drawn = time_course("time", "time", [*points, Point("a", "density", None, "decrease", "")])
    tips = [float(x) for x in re.findall(r'<polygon class="full" points="([\d.]+),', drawn)][:4]
    assert tips == sorted(tips)
    assert len(set(tips)) == 4
    assert "4 findings with a time, of 5" in drawn


def test_forest_plot_sets_sizes_on_one_scale() -> None:
    sizes = [Size("one", -1.0, -2.0, 0.0, True), Size("two", 0.0, -1.0, 1.0, False), Size("three", 1.0, 0.0, 2.0, True)]
    drawn = forest_plot("forest", "sizes", sizes)
    middles = [float(x) + 5 for x in re.findall(r'<rect class="(?:full|open)" x="([\d.]+)"', drawn)]
    assert middles[1] - middles[0] == pytest.approx(middles[2] - middles[1])
    assert "0.00 [-1.00, 1.00]" in drawn
