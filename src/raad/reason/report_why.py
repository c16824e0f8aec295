"""Why a record is of a class, or not, for people and as Turtle."""

from __future__ import annotations

from collections.abc import Iterable

from raad.asking.find import short
from raad.comparison.imprint import imprint, scope_lines
from raad.layout import Page, clean
from raad.reason.report import StatedAxiom, turtle
from raad.reason.why import Membership
from raad.reason.words import article


def membership_text(made: Membership, page: Page, version: str) -> str:
    """Return why a record is of a class, or what is missing for it, in words."""
    lines = [page.heading(line) for line in page.paragraph(clean(headline(made)), 0)]
    lines += scope_lines(version, page)
    facts = [said for said in made.statements if not said.place.startswith("ontology")]
    meanings = [said for said in made.statements if said.place.startswith("ontology")]
    lines += _block("WHAT IS RECORDED", facts, 1, page) + _block("WHAT THE WORDS MEAN", meanings, 1 + len(facts), page)
    if made.deductions:
        lines += ["", page.heading("SO IT FOLLOWS")]
        for step in made.deductions:
            from_ = ", ".join(map(str, step.follows_from))
            lines += page.paragraph(clean(f"{step.number}. {step.words} (from {from_})"), 2, 4)
    if made.sources:
        lines += ["", page.heading("SOURCES")]
        for source, reference in made.sources.items():
            lines += page.paragraph(clean(f"{reference} ({short(source)})"), 2, 2)
    if not made.member:
        lines += _missing(made, page)
    return "\n".join([*lines, "", *page.paragraph(imprint(version), 0)]) + "\n"


def headline(made: Membership) -> str:
    """Return in one or two sentences whether a record is known to be of a class, and by what."""
    said = f"{made.subject_label} ({short(made.subject)})", f"{article(made.kind_label)} ({short(made.kind)})"
    if made.stated:
        return f"{said[0]} is {said[1]}: that is stated."
    if made.member:
        count = f"the {len(made.statements)} statements below, of which none can be left out"
        return f"{said[0]} is {said[1]}. Nobody stated that; it follows from {count}."
    ending = " What it does state rules it out." if made.ruled_out else ""
    return f"RAAD does not state that {said[0]} is {said[1]}, and it does not follow.{ending}"


def membership_turtle(made: Membership, prefixes: dict[str, str], version: str) -> str:
    """Return the statements from which the membership follows, or that rule it out, as Turtle."""
    said = made.statements or made.ruled_out
    lines = [f"# {imprint(version)}", f"# {clean(headline(made))}"]
    return "\n".join([*lines, "", *([turtle(said, prefixes)] if said else [])]) + "\n"


def _block(title: str, said: Iterable[StatedAxiom], first: int, page: Page) -> list[str]:
    lines = []
    for number, one in enumerate(said, first):
        lines += page.paragraph(f"{number}. {one.words}  [{one.place}]", 2, 4)
    return ["", page.heading(title), *lines] if lines else []


def _missing(made: Membership, page: Page) -> list[str]:
    lines = _block("WHAT RULES IT OUT", made.ruled_out, 1, page)
    for number, way in enumerate(made.requirements, 1):
        title = "WHAT IT WOULD TAKE" if len(made.requirements) == 1 else f"WHAT IT WOULD TAKE, WAY {number}"
        lines += ["", page.heading(title)]
        for one in way:
            said = "yes:" if one.met else "RAAD does not state that"
            lines += page.paragraph(clean(f"{said} {one.words}."), 2 + 2 * one.depth, 2)
    if made.narrower:
        lines += ["", page.heading("KINDS OF IT"), *page.paragraph(clean(", ".join(made.narrower.values())))]
    if not made.requirements and not made.ruled_out:
        lines += [
            "",
            *page.paragraph("The ontology defines the class by no condition; a record is of it where that is stated.", 0),
        ]
    return lines
