"""The parts of a guide on studies: tested side by side, protocols of key experiments, trials, contradictions."""

from __future__ import annotations

from collections.abc import Iterable

from raad.asking.answer import answer
from raad.comparison.reference import DAGGER
from raad.comparison.value import MAIN, Party, Row
from raad.comparison.words import DIRECTION, basis, counted
from raad.guide.desk import COLUMNS, Desk, Field, anchor, local
from raad.guide.document import Block, Card, Cards, Grid, Group, Link, Paragraph, Section, Words, joined

PROTOCOL = (
    ("Compound", ("tests", "givenWith")), ("Dose", ("doseText", "hasDoseUnit")),
    ("Route", ("givenBy",)), ("Schedule", ("onSchedule", "scheduleText")), ("Species", ("inSpecies",)), ("Strain", ("inStrain",)),
    ("Sex", ("inSex",)), ("Model, age", ("inModel", "modelText")), ("Time", ("timeText", "hoursAfterDoseText")),
    ("Method", ("usesMethod",)), ("Region, cells", ("inRegion", "inCellType", "inCompartment")),
    ("Endpoint", ("endpointText",)), ("Compared with", ("comparedWith", "relativeTo")),
    ("n", ("sampleSizeText", "sampleSize")), ("Locator", ("locator", "hasBasis")),
)  # fmt: skip
WHOLE = 8


def head_to_head(desk: Desk) -> Section:
    """Return what was found where the two were tested against each other, and what is not counted as such."""
    c = desk.c
    blocks: list[Block] = []
    if c.head_to_head:
        blocks.append(Paragraph(("Direct: one study, both compounds. This is the strongest ground for a comparison.",)))
        caption = "Findings that name the one as comparator of the other"
        blocks.append(Grid("head-to-head-table", caption, COLUMNS, _studies(desk, c.head_to_head)))
    else:
        said = "No study of the curated set tested the two side by side; everything in this guide is indirect."
        blocks.append(Paragraph((said,), "Gap"))
    beside = {row["publication"] for row in c.tested_both} - {row["publication"] for row in c.head_to_head}
    if beside:
        said = ("no finding read names the one as comparator of the other ", *desk.refs(beside), ".")
        blocks.append(Paragraph(said, "Also tested both, but"))
    for party, other in zip(desk.parties, desk.parties[::-1], strict=True):
        for row in {row["compound"]: row for row in party.related if row["head_to_head"]}.values():
            blocks += _relative(desk, row, party, other)
    return Section("head-to-head", "Tested side by side in one study", tuple(blocks), basis(c.sections["head_to_head"]))


def _studies(desk: Desk, rows: Iterable[Row]) -> tuple[Group, ...]:
    by: dict[str, list[tuple[Words, ...]]] = {}
    for row in rows:
        cells = desk.row({"schedule": None, **row})
        said = (f"{row['compoundLabel']}: {row['endpoint']} {desk.result(row)}",)
        by.setdefault(row["publication"], []).append((cells[0], said, *cells[2:]))
    return tuple(Group(tuple(cells), desk.study(publication)) for publication, cells in by.items())


def _relative(desk: Desk, relative: Row, party: Party, other: Party) -> list[Block]:
    """Return the findings that set a relative of a compound against the other one, which are not counted as findings of it."""
    rows = answer(desk.graph, "compare/head-to-head", A=relative["compound"], B=other.iri).records()
    label = relative["compoundLabel"]
    caption = f"Not counted: {label}, not {party.label}, against {other.label}"
    return [Grid(anchor("relative", label, other.label), caption, COLUMNS, _studies(desk, rows))]


def protocols(desk: Desk) -> Section:
    """Return the key experiments as named fields: those with both, and the fullest on spines of each endpoint and direction."""
    chosen = _key(desk)
    cards = tuple(_protocol(desk, finding) for finding in chosen)
    said = (
        "Key experiments are those that tested both side by side and, of each spine endpoint, direction and compound and of "
        "each main step, the one whose record states most. A field that is missing was not seen in the source."
    )
    none = (Paragraph(("No finding of either compound is one of these.",)),)
    return Section("protocol", "Protocols of the key experiments", (Paragraph((said,)), *((Cards(cards),) if cards else none)))


def _key(desk: Desk) -> list[str]:
    """Return the findings whose protocol is shown, those tested side by side first."""
    direct = sorted(desk.c.head_to_head, key=lambda row: (-_fullness(desk, row["finding"]), row["finding"]))[:WHOLE]
    fullest: dict[tuple, str] = {}
    for row in desk.c.findings["spine"]:
        key = (row["compound"] != desk.c.a.iri, row["quantity"], DIRECTION[row["direction"]])
        if key not in fullest or _fullness(desk, row["finding"]) > _fullness(desk, fullest[key]):
            fullest[key] = row["finding"]
    ordered = [row["finding"] for row in direct] + [fullest[key] for key in sorted(fullest)] + _of_steps(desk)
    return list(dict.fromkeys(ordered))


def _of_steps(desk: Desk) -> list[str]:
    """Return for each main step of the leading hypotheses the supporting finding whose record states most."""
    found = []
    for step in (step for party in desk.parties for m in party.mechanism[:1] for step in m.step if step.branch == MAIN):
        cited = sorted({finding for line in step.evidence if line.stance == "supports" for finding in line.finding})
        found += [max(cited, key=lambda finding: _fullness(desk, finding))] if cited else []
    return found


def _fullness(desk: Desk, finding: str) -> int:
    held = {field.name for field in desk.record.get(finding, ()) if field.seen}
    return sum(bool(held & set(names)) for _, names in PROTOCOL)


def _protocol(desk: Desk, finding: str) -> Card:
    fields = desk.record.get(finding, [])
    rows: list[tuple[str, Words]] = []
    for label, names in PROTOCOL:
        values = list(dict.fromkeys(field.marked for name in names for field in fields if field.name == name and not _arm(field)))
        if values:
            words = " ".join(values) if label == "Dose" else "; ".join(values[:1] if label in ("n", "Time") else values)
            rows.append((label, (desk.finding(finding, words),) if label in ("Dose", "Time", "n") else (words,)))
    rows.insert(-1, ("Result", (_held(desk, finding, "statement"),)))
    rows.append(("Source", desk.refs([desk.publication[finding]])))
    return Card(
        f"protocol-{local(finding)}",
        (_held(desk, finding, "tests"), ": ", _held(desk, finding, "measures"), " ", desk.finding(finding)),
        tuple(rows),
    )


def _arm(field: Field) -> bool:
    return "/measurement/" in field.part


def _held(desk: Desk, finding: str, name: str) -> str:
    return " ".join(field.marked for field in desk.record.get(finding, []) if field.name == name)


def trials(desk: Desk) -> Section:
    """Return the trials of both and how they ended."""
    groups = []
    for party in desk.parties:
        rows = tuple(_trial(desk, row) for row in party.trial)
        groups.append(
            Group(rows or ((("none in the curated set",), *(((),) * 6)),), (f"{party.label} ({counted(len(rows), 'trial')})",))
        )
    columns = ("Trial", "Phase", "Design and population", "n and arms", "Endpoint", "Result", "Findings and sources")
    table = Grid("trial-table", "Trials and how they ended", columns, tuple(groups))
    return Section("trial", "Trials", (table,), basis(desk.c.sections["trials"]))


def _trial(desk: Desk, row: Row) -> tuple[Words, ...]:
    def mark(field: str) -> str:
        return DAGGER * (field in row["unverified"])

    findings = joined([(desk.finding(finding),) for finding in sorted(row["finding"])])
    size = f"n {row['n']}" if row["n"] else ""
    number = ", ".join(row["registry"]) + mark("registryNumber") if row["registry"] else local(row["trial"])
    arms = "; ".join(row["arms"])
    counted_words = " ".join(filter(None, (size, f"({arms})" if arms else ""))) or "not seen"
    sources = desk.refs(row["publication"])
    first = min(desk.number[publication] for publication in row["publication"])
    return (
        (number,),
        ((row["phase"] or "not seen") + mark("inPhase"),),
        (f"{row['design']}; {row['population']}",),
        (Link(counted_words, f"#source-{first}"),),
        (row["endpoint"] or "not seen",),
        ((row["result"] or "result not seen") + mark("resultText"),),
        (*findings, " " if findings else "", *sources),
    )


def disagreements(desk: Desk) -> Section:
    """Return the contradictions that touch either compound, each with both sides, what differs, and how far it is settled."""
    cards = tuple(_contradiction(desk, row) for row in desk.c.contradictions)
    none = (Paragraph(("None in the curated set.",)),)
    said = "Those that touch both compounds come first. Open: nobody has settled it."
    blocks = (Paragraph((said,)), Cards(cards)) if cards else none
    return Section("contradiction", "What disagrees", blocks, basis(desk.c.sections["contradictions"]))


def _contradiction(desk: Desk, row: Row) -> Card:
    once = len(row["readOnce"])
    sides = [
        (f"{row[f'claim{side}']}: " if row[f"claim{side}"] else "not read on a page", *desk.found(row[f"findings{side}"]))
        for side in "12"
    ]
    fields = [
        ("One side", sides[0]),
        ("Other side", sides[1]),
        ("Differ in", (", ".join(row["differsInText"] or row["differsIn"]),)),
        ("Reading", desk.prose(row["explanation"])),
        ("Concerns", (", ".join(desk.label[iri] for iri in row["touches"]),)),
    ]
    if once:
        fields.append(("Read once", joined([(desk.finding(finding),) for finding in sorted(row["readOnce"])])))
    return Card(f"contradiction-{local(row['contradiction'])}", (f"{row['topic']} ({row['status']})",), tuple(fields))
