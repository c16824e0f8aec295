"""Proof of the rules for w3id.org: every term and record leads to a page in the form that is wanted most."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from apache import asked, available, serving
from rewrite import Answer, Rewrite

from raad.export.form import written
from raad.export.selection import select
from raad.graph.cache import Graph
from raad.names import BASE
from raad.release.published import names_of

RULES = Path(__file__).resolve().parents[1] / "docs" / "w3id" / ".htaccess"
SITE = "https://raad.invalid"
FORMS = {
    "text/html": "html",
    "text/turtle": "ttl",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdf",
    "application/n-triples": "nt",
}
# What is accepted, and the form that follows: RFC 9110, with the first digit of q.
ACCEPTED = {
    "": "html",
    "*/*": "html",
    "text/*;q=0.5": "html",
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8": "html",
    "text/turtle, */*;q=0.1": "ttl",
    "application/rdf+xml;q=0.9, text/turtle;q=0.8, */*;q=0.1": "rdf",
    "text/turtle;q=0.4,application/n-triples;q=0.7": "nt",
    "text/turtle;q=0.4,application/n-triples;q=0.75,application/ld+json": "jsonld",
    "TEXT/TURTLE": "ttl",
    "application/ld+json;profile=\"http://www.w3.org/ns/json-ld#compacted\"": "jsonld",
    "application/ld+json; profile=x; q=0.3, text/html;q=0.2": "jsonld",
    "text/html;q=0.1, text/turtle;q=1.0": "ttl",
    "text/turtle;q=0, application/rdf+xml;q=0.1": "rdf",
    "text/turtle;q=0.0, application/rdf+xml;q=0.1": "rdf",
    "text/html;q=0, */*;q=0.0": "",
    "text/html;q=0": "",
    "image/png": "",
    "application/sparql-results+json": "",
    "text/turtle-star": "",
}  # fmt: skip
PLACES = {
    "ontology": "/ontology/raad.ttl",
    "ontology/": "/ontology/raad.ttl",
    "ontology/entity": "/ontology/entity.ttl",
    "ontology/alignment/iao": "/ontology/alignment/iao.ttl",
    "ontology/2026-11-24/bridge/iao": "/release/2026-11-24/ontology/bridge/iao.ttl",
    "ontology/2026-11-24": "/release/2026-11-24/ontology/raad.ttl",
    "ontology/2026-11-24/entity": "/release/2026-11-24/ontology/entity.ttl",
    "ontology/0.2.0": "/release/0.2.0/ontology/raad.ttl",
    "Compound": "/term/Compound.ttl",
    "hasStep": "/term/hasStep.ttl",
    "compound/2r-6r-hydroxynorketamine": "/compound/2r-6r-hydroxynorketamine.ttl",
    "finding/liu-2017-f01/result/1": "/finding/liu-2017-f01.ttl",
    "graph/inferred": "/graph/inferred.ttl",
    "shape/Compound-label": "/shape.ttl",
    "prefix/CHEBI": "/ontology/prefixes.ttl",
    "dataset/0.1.0": "/void.ttl",
    "": "/void.ttl",
    "schema/answer/compare.json": "/schema/answer/compare.json",
    "release/0.1.0/raad.nq": "/release/0.1.0/raad.nq",
    "context.jsonld": "/context.jsonld",
    "nanopub/liu-2017-f01": "/nanopub/liu-2017-f01.trig",
    "nanopub/liu-2017-f01/assertion": "/nanopub/liu-2017-f01.trig",
}
NOWHERE = (
    "drug/ketamine",
    "compound/",
    "a/b/c",
    "ontologyx/y",
    "schema/../x.json",
    "has-step",
    "index.php",
)

pytestmark = pytest.mark.skipif(not RULES.exists(), reason="docs/ lies in the checkout only, not beside the installed package")
Ask = Callable[[str, str], Answer]


@pytest.fixture(scope="module")
def python() -> Ask:
    """Return a reading of the rules in Python."""
    return Rewrite(RULES).ask


@pytest.fixture(scope="module")
def apache(tmp_path_factory) -> Iterator[Ask]:
    """Return the rules as Apache applies them, on an address of this machine only."""
    if not available():
        pytest.skip("Apache is not installed (Debian and Ubuntu: apt install apache2)")
    with serving(RULES, tmp_path_factory.mktemp("apache")) as port:
        yield lambda path, accept="": Answer(*asked(port, f"/raad/{path}", accept))


@pytest.fixture(params=["python", "apache"])
def ask(request: pytest.FixtureRequest) -> Ask:
    """Return what answers a request: the reading in Python, or Apache."""
    return request.getfixturevalue(request.param)


@pytest.mark.parametrize("accept", ACCEPTED)
def test_the_form_that_is_wanted_most_is_given(ask: Ask, accept: str) -> None:
    wanted = ACCEPTED[accept]
    answer = ask("compound/ketamine", accept)
    assert answer == (Answer(303, f"{SITE}/compound/ketamine.{wanted}") if wanted else Answer(406))


@pytest.mark.parametrize("path", PLACES)
def test_each_kind_of_name_leads_to_its_place(ask: Ask, path: str) -> None:
    assert ask(path, "text/turtle") == Answer(303, SITE + PLACES[path])


def test_the_namespace_leads_a_reader_to_the_start_page(ask: Ask) -> None:
    assert ask("", "text/html") == Answer(303, f"{SITE}/")


@pytest.mark.parametrize("path", NOWHERE)
def test_what_is_none_of_raad_is_not_found(ask: Ask, path: str) -> None:
    assert ask(path, "text/turtle").status in (404, 400)
    assert ask(path, "").status in (404, 400)


def test_every_term_and_record_leads_somewhere_in_every_form(python: Ask, graph: Graph) -> None:
    names = names_of(graph.printed())
    assert len(names) > 4000
    for name in names:
        for accept, form in FORMS.items():
            answer = python(name, accept)
            assert answer.status == 303, name
            assert answer.location.endswith(f".{form}"), name


def test_every_name_of_what_is_exported_leads_somewhere(python: Ask, graph: Graph) -> None:
    selection = select(graph)
    for form in ("void", "sparql-example", "nanopub"):
        body = written(selection, form).decode()
        whole = re.findall(rf"<{BASE}([^>]*)>", "\n".join(line for line in body.splitlines() if "prefix" not in line.lower()))
        sample = random.Random(5).sample(sorted(set(whole)), min(500, len(set(whole))))
        assert [name for name in sample if python(name, "text/turtle").status != 303] == [], form


def test_apache_and_the_reading_agree_on_names_drawn_from_the_graph(python: Ask, apache: Ask, graph: Graph) -> None:
    drawn = random.Random(303).sample(sorted(names_of(graph.printed())), 60)
    for number, name in enumerate(drawn):
        accept = list(ACCEPTED)[number % len(ACCEPTED)]
        assert python(name, accept) == apache(name, accept), (name, accept)


def test_one_line_says_where_the_site_is() -> None:
    assert RULES.read_text(encoding="utf-8").count(SITE) == 1
