"""The parts of a report that lay out findings, head-to-head studies and contradictions."""

from __future__ import annotations

from collections import Counter

from raad.comparison import Row, measured_with_both
from raad.words import DIRECTION, finding, outcome, setting

BRIEF = 5
BRIEF_FINDINGS = 2


def spines(desk) -> list[str]:
    """Return spine and dendrite findings by endpoint and region, side by side."""
    return [*desk.head("SPINES AND DENDRITES, by endpoint and region", "spine"), *_matrix(desk, desk.c.findings["spine"])]


def synapses(desk) -> list[str]:
    """Return synapse findings for the endpoints measured with both, or for all with `full`."""
    rows = desk.c.findings["synapse"]
    both = measured_with_both(rows, desk.c.a.iri, desk.c.b.iri)
    lines = desk.head("SYNAPTIC TRANSMISSION AND PLASTICITY, by endpoint and region", "synapse")
    alone = len({row["endpoint"] for row in rows}) - len({row["endpoint"] for row in both})
    if alone and not desk.full:
        lines += desk.page.paragraph(
            f"Shown: endpoints measured with both. {alone} more were measured with one of them only (--full shows them)."
        )
    return lines + _matrix(desk, rows if desk.full else both)


def _matrix(desk, rows: tuple[Row, ...]) -> list[str]:
    """Return findings by endpoint, those measured with both first, each compound with its findings by region."""
    if not rows:
        return ["  No finding to set side by side."]
    both = {row["endpoint"] for row in measured_with_both(rows, desk.c.a.iri, desk.c.b.iri)}
    count = Counter(row["endpoint"] for row in rows)
    lines = []
    for endpoint in sorted(count, key=lambda name: (name not in both, -count[name], name)):
        cells = [
            (party, [row for row in rows if row["endpoint"] == endpoint and row["compound"] == party.iri])
            for party in (desk.c.a, desk.c.b)
        ]
        said = [(party.label, _cell(desk, own)) for party, own in cells if own]
        if endpoint in both:
            lines += [
                f"  {endpoint}",
                *(line for label, words in said for line in desk.page.paragraph(f"{label}: {words}", 4, 2)),
            ]
        else:
            lines += [line for label, words in said for line in desk.page.paragraph(f"{endpoint}, {label} only: {words}", 2, 4)]
    return lines


def _cell(desk, rows: list[Row]) -> str:
    """Return findings grouped by region; in a brief the fullest of each direction, and the rest by direction."""
    shown = rows if desk.full else _fullest(rows)
    regions: dict[str, dict[str, None]] = {}
    for row in sorted(shown, key=lambda row: (_region(row), row["finding"])):
        regions.setdefault(_region(row), {})[f"{finding(row)} {desk.refs([row['publication']])}"] = None
    said = [f"{region.upper()}: {'; '.join(words)}" for region, words in regions.items()]
    return ". ".join([*said, *_rest(desk, [row for row in rows if row not in shown])])


def _region(row: Row) -> str:
    place = " and ".join(row["region"]) or "region not stated"
    return f"{place}, {row['compartment']}" if row["compartment"] else place


def _fullest(rows: list[Row]) -> list[Row]:
    """Return of each direction the row that states most, then others that state most up to a few."""

    def lack(row: Row) -> tuple:
        silent = sum(not row[key] for key in ("n", "dose", "region", "species")) + (row["hours"] is None and not row["time"])
        return row["against"] == "against comparator", silent, len(row["unverified"]), row["finding"]

    ordered = sorted(rows, key=lack)
    first = list({row["direction"]: row for row in reversed(ordered)}.values())
    others = [row for row in ordered if row not in first]
    return first + others[: max(0, BRIEF_FINDINGS - len(first))]


def _rest(desk, rows: list[Row]) -> list[str]:
    if not rows:
        return []
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(DIRECTION[row["direction"]], []).append(row)
    said = [f"{len(group)} {word} {desk.refs({row['publication'] for row in group})}" for word, group in groups.items()]
    return [f"MORE: {', '.join(said)}"]


def lacks(desk) -> list[str]:
    """Return the effects that one has and the other was tested for and lacks, with the conditions of each."""
    lines = desk.head("EFFECTS ONE HAS AND THE OTHER WAS TESTED FOR AND LACKS", "lacking")
    groups: dict[tuple, list[Row]] = {}
    for row in desk.c.findings["lacking"]:
        groups.setdefault((row["endpointLabel"], row["has"], row["lacks"]), []).append(row)
    for (endpoint, has, without), rows in sorted(groups.items()):
        shown, null = (_once(desk, [row[f"finding_{side}"] for row in rows]) for side in ("has", "lacks"))
        lines += desk.page.paragraph(f"{endpoint}: {desk.label[has]} {shown}; {desk.label[without]} {null}", 2, 2)
    return lines if groups else [*lines, "  None in the curated set."]


def _once(desk, rows: list[Row]) -> str:
    """Return findings by outcome and conditions, each said once with all its sources."""
    said: dict[str, set[str]] = {}
    for row in rows:
        said.setdefault(f"{outcome(row)} ({setting(row)})", set()).add(row["publication"])
    return ", ".join(f"{words} {desk.refs(publications)}" for words, publications in said.items())


def head_to_head(desk) -> list[str]:
    """Return what was found where the two were tested against each other, and what is not counted as such."""
    lines = desk.head("TESTED SIDE BY SIDE IN ONE STUDY", "head_to_head")
    groups: dict[tuple, list[Row]] = {}
    for row in desk.c.head_to_head:
        groups.setdefault((row["publication"], row["endpoint"]), []).append(row)
    for (publication, endpoint), rows in groups.items():
        said = "; ".join(
            dict.fromkeys(
                f"{row['compoundLabel']} {outcome(row)}" if row["direction"] else row["statement"].rstrip(".") for row in rows
            )
        )
        kind = "" if rows[0]["publicationKind"] == "journal article" else f" ({rows[0]['publicationKind']})"
        lines += desk.page.paragraph(f"{endpoint}: {said} {desk.refs([publication])}{kind}", 2, 2)
    if not groups:
        lines.append("  No study of the curated set tested the two side by side; what stands above is indirect.")
    for party, other in ((desk.c.a, desk.c.b), (desk.c.b, desk.c.a)):
        for row in {row["compound"]: row for row in party.related if row["head_to_head"]}.values():
            said = f"{row['compoundLabel']}, not {party.label}, was tested against {other.label}"
            lines += desk.page.paragraph(f"NOT COUNTED: {said} {desk.refs(row['head_to_head'])}.", 2, 2)
    return lines


def disagree(desk) -> list[str]:
    """Return the contradictions that touch either compound, those nearest to the rest of the report first."""
    lines = desk.head("WHAT DISAGREES", "contradictions")
    ranked = _ranked(desk)
    shown = ranked if desk.full else ranked[:BRIEF]
    for row in shown:
        refs = [desk.refs(row[f"publications{side}"]) for side in "12"]
        members = len(row["findings1"]) + len(row["findings2"])
        once = f" {len(row['readOnce'])} of its {members} findings were read once." if row["readOnce"] else ""
        lines += desk.page.paragraph(
            f"{row['topic']}? ({row['status']}) {row['claim1']} {refs[0]} AGAINST {row['claim2']} {refs[1]}.", 2, 2
        )
        lines += desk.page.paragraph(f"Differ in: {', '.join(row['differsIn'])}. {row['explanation']}{once}", 4, 0)
    if len(ranked) > len(shown):
        unsettled = "; ".join(row["topic"] for row in ranked[len(shown) :] if row["status"] == "open")
        lines += desk.page.paragraph(
            f"{len(ranked) - len(shown)} more (--full shows them). Open among them: {unsettled or 'none'}.", 2, 2
        )
    return lines if ranked else [*lines, "  None in the curated set."]


def _ranked(desk) -> list[Row]:
    """Return the contradictions, those of the two compounds taking turns, by how much of them stands above."""
    c = desk.c
    cited = {
        f for party in (c.a, c.b) for m in party.mechanism[:1] for step in m.step for line in step.evidence for f in line.finding
    }
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
