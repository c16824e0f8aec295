"""An explanation of a row as text, and its sub-graph as Turtle or TriG."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

import pyoxigraph as ox

from raad.asking.find import short
from raad.comparison.imprint import imprint
from raad.explanation.value import Explanation, Statement
from raad.graph.query import Iri, Value
from raad.layout import Page, clean

MINIMAL = "They alone give this row again; without any one of them it is lost or changed."


def explanation_text(made: Explanation, page: Page) -> str:
    """Return an explanation in words: the row, its triples by record, what was inferred, the sources, and what is absent."""
    lines = page.paragraph(clean(f"Why row {made.number} of {made.question} is there. {made.words}"), 0)
    lines += ["", page.heading("THE ROW"), *_row(made, page)]
    lines += ["", page.heading(f"THE {len(made.triples)} TRIPLES BEHIND IT"), *page.paragraph(f"{counted(made)}. {MINIMAL}")]
    lines += _records(made, page)
    if made.inferences:
        lines += ["", page.heading("WHAT WAS INFERRED, AND FROM WHAT"), *_inferred(made, page)]
    lines += ["", page.heading("SOURCES"), *_sources(made, page)]
    if made.absent:
        lines += ["", page.heading("ALSO RESTS ON ABSENCE"), *page.paragraph(absence(made))]
    return "\n".join([*lines, "", *page.paragraph(imprint(made.version), 0)]) + "\n"


def counted(made: Explanation) -> str:
    """Return how many triples come from which named graph."""
    graphs = sorted(statement.graph for statement in made.triples)
    return ", ".join(f"{len(list(group))} of {short_graph(graph)}" for graph, group in groupby(graphs))


def short_graph(graph: Iri) -> str:
    """Return what a named graph is in words."""
    return {"inferred": "what was inferred", "data": "the curated records", "ontology": "the ontology"}.get(
        graph.rpartition("/")[2], short(graph)
    )


def absence(made: Explanation) -> str:
    """Return in one sentence what the row rests on that is not in the graph."""
    return f"This row also rests on what is not in the graph: {'; '.join(made.absent)}."


def explanation_graph(made: Explanation, prefixes: dict[str, str], form: str) -> str:
    """Return the sub-graph, ordered, as `trig` with its named graphs or as `turtle` with a comment line for each."""
    quads = {graph: [] for graph in sorted({statement.graph for statement in made.triples})}
    for statement in made.triples:
        (triple,) = (quad.triple for quad in ox.parse(statement.ntriple, format=ox.RdfFormat.N_TRIPLES))
        quads[statement.graph].append(ox.Quad(*triple, ox.NamedNode(statement.graph)))
    lines = [f"# {imprint(made.version)}", f"# Row {made.number} of {made.question}: {clean(made.words)} {MINIMAL}"]
    lines += [f"# {clean(absence(made))}"] if made.absent else []
    text = "".join(statement.ntriple + statement.graph for statement in made.triples)
    used = {prefix: namespace for prefix, namespace in prefixes.items() if namespace in text}
    lines += [f"@prefix {prefix}: <{namespace}> ." for prefix, namespace in sorted(used.items())]
    kind = ox.RdfFormat.TRIG if form == "trig" else ox.RdfFormat.TURTLE
    for graph, group in quads.items():
        lines += ["", f"# {short(graph)}: {len(group)} triples of {short_graph(graph)}"]
        items = group if form == "trig" else [quad.triple for quad in group]
        written = ox.serialize(items, format=kind, prefixes=used).decode()
        lines += [line for line in written.splitlines() if not line.startswith("@prefix ")]
    return "\n".join(lines) + "\n"


def shown(made: Explanation, value: Value) -> str:
    """Return a value for people: a label, a short reference or short form, several joined."""
    if isinstance(value, tuple):
        return "; ".join(shown(made, part) for part in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return clean(made.name(value))


def _row(made: Explanation, page: Page) -> Iterable[str]:
    for column, value in made.row.items():
        if value not in (None, ()):
            yield from page.paragraph(f"{column}: {_identified(made, value)}", 2, 2)


def _identified(made: Explanation, value: Value) -> str:
    """Return a value in words, a record with its identifier after its label."""
    if isinstance(value, tuple):
        return "; ".join(_identified(made, part) for part in value)
    words = shown(made, value)
    return f"{words} ({short(value)})" if isinstance(value, Iri) and words != short(value) else words


def _records(made: Explanation, page: Page) -> Iterable[str]:
    cells = [part for cell in made.row.values() for part in (cell if isinstance(cell, tuple) else (cell,))]
    groups = [(subject, list(group)) for subject, group in groupby(made.triples, key=lambda statement: statement.subject)]
    for subject, group in sorted(groups, key=lambda pair: (pair[0] not in cells, len(pair[1]) == 1, pair[0])):
        place = f", {made.places[subject]}" if subject in made.places else ""
        yield from page.paragraph(f"{_identified(made, subject)}{place}", 2, 2)
        for statement in group:
            mark = " (inferred)" if statement.inferred else ""
            yield from page.paragraph(f"{made.name(statement.property)}: {shown(made, statement.value)}{mark}", 4, 2)


def sentence(made: Explanation, statement: Statement) -> str:
    """Return a triple as subject, property and value in words."""
    ends = (shown(made, statement.subject), made.name(statement.property), shown(made, statement.value))
    return f"{' / '.join(ends)}{' (inferred)' if statement.inferred else ''}"


def _inferred(made: Explanation, page: Page) -> Iterable[str]:
    for inference in made.inferences:
        yield from page.paragraph(sentence(made, inference.statement), 2, 2)
        yield from page.paragraph(f"by the rule {inference.rule}: {inference.words}", 4, 2)
        for premise in inference.premises:
            yield from page.paragraph(f"from {sentence(made, premise)}", 6, 2)


def _sources(made: Explanation, page: Page) -> Iterable[str]:
    if not made.sources:
        yield from page.paragraph("No finding or publication is part of this row.")
    for publication, group in groupby(made.sources, key=lambda origin: origin.publication):
        origins = list(group)
        yield from page.paragraph(f"{origins[0].reference} ({short(publication)})", 2, 2)
        for origin in origins:
            if origin.locator:
                read = f"{origin.basis}, read {'once' if origin.readings == 1 else f'{origin.readings} times'}"
                place = f"; {made.places[origin.record]}" if origin.record in made.places else ""
                yield from page.paragraph(f"{short(origin.record)}: {clean(origin.locator)}; {read}{place}", 4, 2)
