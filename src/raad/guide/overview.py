"""The opening of a guide: how to read it, the answer at a glance, who the two compounds are, and where they act."""

from __future__ import annotations

from raad.comparison.reference import DAGGER
from raad.comparison.value import Party
from raad.comparison.words import SIGN, basis, counted, directions, sized
from raad.guide.desk import Desk, anchor
from raad.guide.document import Block, Bullets, Grid, Group, Link, Paragraph, Section, Words, joined
from raad.report.brief import looked_for, meeting_words, trial_ends, unopposed


def opening(desk: Desk, scope: str) -> tuple[Block, ...]:
    """Return release, scope, citation and the meaning of the marks."""
    made = desk.c.release
    return (
        Paragraph((f"{made.version}. {made.notice}",), "Release"),
        Paragraph((f"{_scope(scope)}. Relatives, such as a metabolite, are kept apart.",), "Scope"),
        Paragraph((f"{made.citation} Cite the publications behind the rows you use as well. Licence: {made.license}.",), "Cite"),
        Paragraph(
            (
                "[n] leads to a source; a value or the id of a finding leads to its full record in the ",
                Link("appendix", "#appendix"),
                f", and from there to source, place on the page and page. {DAGGER} marks a value that was not found on a "
                "page that was read. A count leads to the table of what it counts. 'For' and 'against' count "
                "publications of the curated set, not of the literature.",
            ),
            "How to read it",
        ),
        Paragraph(
            (
                "Measured, no change: looked for and absent. Measured, inconclusive: looked at, and the source says neither. "
                "No finding: nothing in the curated set. The three are never merged.",
            ),
            "Three kinds of no",
        ),
    )


def _scope(words: str) -> str:
    """Return in words what the guide rests on."""
    return f"{words}; 'the curated set' means below what is left of it" if words else "all curated findings"


def glance(desk: Desk) -> Section:
    """Return the answer in a few lines, each with a link to what it is drawn from."""
    c, pair = desk.c, desk.c.mechanism[0] if desk.c.mechanism else None
    opposed = sorted({target for row in c.actions for target in row["opposed_on"]})
    said = f"opposite sign on the {', '.join(opposed)}" if opposed else unopposed(c).removeprefix("First step: ").rstrip(".")
    items: list[Words] = [("First step: ", Link(said, "#action"), ".")]
    if pair:
        items.append((f"Leading hypotheses: {meeting_words(c, pair)} (", Link("paths", "#mechanism"), ")."))
        items += [(f"{words.rstrip('.')} (", Link("events", "#event-table"), ").") for words in looked_for(c, pair)]
    items += _spines(desk)
    items += [_effects(desk, party) for party in desk.parties]
    tested = counted(len({row["publication"] for row in c.head_to_head}), "publication")
    items.append(("Tested side by side in ", Link(tested, "#head-to-head"), "; everything else sets one study against another."))
    items += [(f"Trial records of {trial_ends(party)} (", Link("trials", "#trial"), ").") for party in desk.parties]
    unsettled = sum(row["status"] == "open" for row in c.contradictions)
    touch = "touches" if len(c.contradictions) == 1 else "touch"
    number = f"{counted(len(c.contradictions), 'contradiction')} {touch} them, {unsettled} of them open"
    items.append((Link(number, "#contradiction"), "."))
    return Section("glance", "At a glance", (Bullets(tuple(items)),))


def _spines(desk: Desk) -> list[Words]:
    """Return how spine density, or the spine endpoint with most findings, moved with each, by table."""
    rows = desk.c.findings["spine"]
    if not rows:
        return [(Link("No finding on spines or dendrites with either", "#spine"), ".")]
    names = [row["quantity"] for row in rows]
    name = max(sorted(set(names)), key=names.count)
    said: list[Words] = []
    for party in desk.parties:
        own = [row for row in rows if row["quantity"] == name and row["compound"] == party.iri]
        where = f"#{anchor('spine', name, party.label)}" if own else "#gap"
        said.append((f"{party.label} ", Link(directions(own) if own else "no finding", where)))
    return [(f"Findings on {name}, whatever it is set against: ", *joined(said, "; "), ".")]


def _effects(desk: Desk, party: Party) -> Words:
    rows = [row for row in desk.c.findings["sized"] if row["compound"] == party.iri]
    if not rows:
        return (f"Effect sizes that printed numbers of {party.label} allow: none of {counted(party.findings, 'finding')}.",)
    each = [
        (
            f"{row['endpoint']} against {row['comparatorLabel'] or 'control'} ",
            *desk.value(row, sized(row["computed"])),
            " ",
            *desk.refs([row["publication"]]),
        )
        for row in rows
    ]
    return (f"Effect sizes that printed numbers of {party.label} allow: ", *joined(each, "; "), ".")


def who(desk: Desk) -> Section:
    """Return who the two compounds are, side by side, and which relatives are kept apart."""
    rows = [
        ("Kind", lambda p: ", ".join(p.kind)),
        ("By its actions", lambda p: ", ".join(p.inferred_kind)),
        ("Other names", lambda p: ", ".join(p.synonym)),
        ("Identifiers", lambda p: ", ".join(p.identifier)),
        ("Findings in the curated set", lambda p: str(p.findings)),
        ("Kept apart, with findings of their own", _relatives),
        ("Note", lambda p: p.note or ""),
    ]
    made = tuple(((name,), *((said(party) or "none recorded",) for party in desk.parties)) for name, said in rows)
    made = tuple(row for row in made if any(cell != ("none recorded",) for cell in row[1:]))
    columns = ("", *(party.label for party in desk.parties))
    return Section("who", "Who they are", (Grid("who-table", "The two compounds", columns, (Group(made),)),))


def _relatives(party: Party) -> str:
    known = {row["compound"]: row for row in reversed(party.related)}.values()
    each = (
        f"{r['compoundLabel']} ({r['relation']}{DAGGER * bool(r['unverified'])}, {counted(r['findings'], 'finding')})"
        for r in known
    )
    return "; ".join(sorted(each))


def act(desk: Desk) -> Section:
    """Return the recorded actions of both with sign, affinity and sources."""
    groups = []
    for party in desk.parties:
        merged: dict[str, dict] = {}
        for row in desk.c.actions:
            if row["compound"] == party.iri:
                merged.setdefault(row["action"], {**row, "affinities": []})["affinities"] += (
                    [row["affinity"]] if row["affinity"] else []
                )
        rows = tuple(
            (
                (row["targetLabel"],),
                (SIGN[row["sign"]] + (" (opposed)" if row["opposed_on"] else ""),),
                (row["kind"] + DAGGER * bool(row["unverified"]),),
                (*("; ".join(row["affinities"]),), " ", *desk.refs(row["publication"]))
                if row["affinities"]
                else ("none recorded",),
                desk.prose(row["note"]),
                desk.refs(row["publication"]),
            )
            for row in merged.values()
        )
        none = () if rows else (("no target is curated", *("",) * 5),)
        groups.append(Group(rows or tuple(tuple((cell,) for cell in row) for row in none), (party.label,)))
    opposed = sorted({target for row in desk.c.actions for target in row["opposed_on"]})
    said = f"Opposite sign on: {', '.join(opposed)}." if opposed else "No target is recorded with opposite signs."
    columns = ("Target", "Sign", "Action", "Affinity or concentration", "Note", "Sources")
    table = Grid("action-table", "Recorded actions: + raises, - lowers the activity of the target", columns, tuple(groups))
    return Section("action", "Where they act, and with what sign", (Paragraph((said,)), table), basis(desk.c.sections["actions"]))
