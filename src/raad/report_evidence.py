"""The parts of a report that lay out findings, head-to-head studies and contradictions."""

from __future__ import annotations

from raad.comparison import Row, measured_with_both
from raad.words import DIRECTION, finding, outcome

BRIEF = 6


def spines(desk) -> list[str]:
    """Return spine and dendrite findings by endpoint and region, side by side."""
    return [desk.head("SPINES AND DENDRITES, by endpoint and region", "spine"), *_matrix(desk, desk.c.findings["spine"])]


def synapses(desk) -> list[str]:
    """Return synapse findings for the endpoints measured with both, or for all with `full`."""
    rows = desk.c.findings["synapse"]
    both = measured_with_both(rows, desk.c.a.iri, desk.c.b.iri)
    lines = [desk.head("SYNAPTIC TRANSMISSION AND PLASTICITY, by endpoint and region", "synapse")]
    alone = len({row["endpoint"] for row in rows}) - len({row["endpoint"] for row in both})
    if alone and not desk.full:
        lines += desk.page.paragraph(f"Shown: endpoints measured with both. {alone} more were measured with one of them only (--full shows them).")
    return lines + _matrix(desk, rows if desk.full else both)


def _matrix(desk, rows: tuple[Row, ...]) -> list[str]:
    """Return findings grouped by endpoint, then compound, then region, with `no finding` where there is none."""
    if not rows:
        return ["  No finding to set side by side."]
    cells: dict[str, dict[str, dict[str, list[str]]]] = {}
    for row in rows:
        region = " and ".join(row["region"]) or "region not stated"
        said = cells.setdefault(row["endpoint"], {}).setdefault(row["compound"], {}).setdefault(region, [])
        words = f"{finding(row)} {desk.refs([row['publication']])}"
        if words not in said:
            said.append(words)
    lines = []
    for endpoint, by_compound in sorted(cells.items()):
        lines.append(f"  {endpoint}")
        for party in (desk.c.a, desk.c.b):
            regions = sorted(by_compound.get(party.iri, {}).items())
            said = ". ".join(f"{region.upper()}: {'; '.join(words)}" for region, words in regions) or "no finding"
            lines += desk.page.paragraph(f"{party.label}: {said}", 4, 2)
    return lines


def lacks(desk) -> list[str]:
    """Return the effects that one has and the other was tested for and lacks."""
    lines = [desk.head("EFFECTS ONE HAS AND THE OTHER WAS TESTED FOR AND LACKS", "lacking")]
    groups: dict[tuple, list[Row]] = {}
    for row in desk.c.findings["lacking"]:
        groups.setdefault((row["endpointLabel"], row["direction"], row["has"], row["lacks"]), []).append(row)
    for (endpoint, direction, has, without), rows in sorted(groups.items()):
        shown, null = (desk.refs({row[f"publication_{side}"] for row in rows}) for side in ("has", "lacks"))
        said = f"{endpoint}: {desk.label[has]} {DIRECTION[direction]} {shown}; {desk.label[without]} no change {null}"
        lines += desk.page.paragraph(said, 2, 2)
    return lines if groups else [*lines, "  None in the curated set."]


def head_to_head(desk) -> list[str]:
    """Return what was found where the two were tested against each other, and what is not counted as such."""
    lines = [desk.head("TESTED AGAINST EACH OTHER", "head_to_head")]
    groups: dict[tuple, list[Row]] = {}
    for row in desk.c.head_to_head:
        groups.setdefault((row["publication"], row["endpoint"]), []).append(row)
    for (publication, endpoint), rows in groups.items():
        said = "; ".join(dict.fromkeys(f"{row['compoundLabel']} {outcome(row)}" for row in rows))
        kind = "" if rows[0]["publicationKind"] == "journal article" else f" ({rows[0]['publicationKind']})"
        lines += desk.page.paragraph(f"{endpoint}: {said} {desk.refs([publication])}{kind}", 2, 2)
    if not groups:
        lines.append("  No study of the curated set tested the two against each other; what stands above is indirect.")
    for party, other in ((desk.c.a, desk.c.b), (desk.c.b, desk.c.a)):
        for row in {row["compound"]: row for row in party.related if row["head_to_head"]}.values():
            said = f"NOT COUNTED: {row['compoundLabel']}, not {party.label}, was tested against {other.label} {desk.refs(row['head_to_head'])}."
            lines += desk.page.paragraph(said, 2, 2)
    return lines


def disagree(desk) -> list[str]:
    """Return the contradictions that touch either compound, those nearest to the rest of the report first."""
    lines = [desk.head("WHAT DISAGREES", "contradictions")]
    ranked = _ranked(desk)
    shown = ranked if desk.full else ranked[:BRIEF]
    for row in shown:
        refs = [desk.refs(row[f"publications{side}"]) for side in "12"]
        members = len(row["findings1"]) + len(row["findings2"])
        once = f" {len(row['readOnce'])} of its {members} findings were read once." if row["readOnce"] else ""
        lines += desk.page.paragraph(f"{row['topic']}? ({row['status']}) {row['claim1']} {refs[0]} AGAINST {row['claim2']} {refs[1]}.", 2, 2)
        lines += desk.page.paragraph(f"Differ in: {', '.join(row['differsIn'])}. {row['explanation']}{once}", 4, 0)
    if len(ranked) > len(shown):
        rest = "; ".join(f"{row['topic']} ({row['status']})" for row in ranked[len(shown) :])
        lines += desk.page.paragraph(f"{len(ranked) - len(shown)} more (--full shows them): {rest}.", 2, 2)
    return lines if len(lines) > 1 else [*lines, "  None in the curated set."]


def _ranked(desk) -> list[Row]:
    """Return the contradictions, those of the two compounds taking turns, by how much of them stands above."""
    c = desk.c
    cited = {f for party in (c.a, c.b) for m in party.mechanism[:1] for step in m.step for line in step.evidence for f in line.finding}
    cited |= {row["finding"] for row in c.findings["spine"]} | {row["finding"] for row in c.head_to_head}
    targets = {publication for row in c.actions for publication in row["publication"]}

    def nearness(row: Row) -> tuple:
        members = {*row["findings1"], *row["findings2"]}
        near = len(cited & members) + len(targets & {*row["publications1"], *row["publications2"]})
        return -near, row["contradiction"]

    rank: dict[str, int] = {}
    for party in (c.a, c.b):
        for number, row in enumerate(sorted((r for r in c.contradictions if party.iri in r["touches"]), key=nearness)):
            rank[row["contradiction"]] = min(number, rank.get(row["contradiction"], number))
    return sorted(c.contradictions, key=lambda row: (-len(row["touches"]), rank[row["contradiction"]], row["contradiction"]))
