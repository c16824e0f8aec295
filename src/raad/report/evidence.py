"""The parts of a report that lay out findings, head-to-head studies and contradictions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from raad.comparison.value import Row, measured_with_both
from raad.comparison.words import DIRECTION, counted, directions, finding, given_as, outcome, setting, sized

BRIEF = 5
BRIEF_FINDINGS = 2


def spines(desk) -> list[str]:
    """Return spine and dendrite findings by endpoint and region, side by side."""
    rows = desk.c.findings["spine"]
    return [*desk.head("SPINES AND DENDRITES, by endpoint and region", "spine"), *_sizes(desk, rows), *_matrix(desk, rows)]


def synapses(desk) -> list[str]:
    """Return synapse findings by endpoint and region, side by side."""
    rows = desk.c.findings["synapse"]
    head = desk.head("SYNAPTIC TRANSMISSION AND PLASTICITY, by endpoint and region", "synapse")
    return [*head, *_sizes(desk, rows), *_matrix(desk, rows)]


def _sizes(desk, rows: tuple[Row, ...]) -> list[str]:
    """Return for how many of the findings the size of the effect was seen."""
    sized = sum(row["effect"] is not None for row in rows)
    of = counted(len(rows), "finding")
    said = f"The size of the effect was seen for {sized or 'none'} of {of}; the others state a direction only."
    return desk.page.paragraph(said) if len(rows) > sized else []


def _matrix(desk, rows: tuple[Row, ...]) -> list[str]:
    """Return findings by endpoint, first those measured with both; in a brief the others by direction only."""
    if not rows:
        return ["  No finding to set side by side."]
    both = {row["quantity"] for row in measured_with_both(rows, desk.c.a.iri, desk.c.b.iri)}
    lines = [line for name in _ordered(rows, both) for line in _endpoint(desk, name, rows)]
    for party in _parties(desk):
        own = [row for row in rows if row["compound"] == party.iri and row["quantity"] not in both]
        names = _ordered(own, {row["quantity"] for row in own})
        if desk.full:
            lines += [line for name in names for line in _endpoint(desk, name, own)]
        elif names:
            said = (_counted(desk, name, [row for row in own if row["quantity"] == name]) for name in names)
            lines += desk.page.paragraph(f"With {party.label} only (--full shows more): {'; '.join(said)}.", 2, 2)
    return lines


def _ordered(rows: Iterable[Row], names: set[str]) -> list[str]:
    """Return the names of endpoints, those with most findings first."""
    count = Counter(row["quantity"] for row in rows)
    return sorted(names, key=lambda name: (-count[name], name))


def _endpoint(desk, name: str, rows: Iterable[Row]) -> list[str]:
    """Return the findings of both compounds on one endpoint."""
    lines = desk.page.paragraph(f"{name}{_directness(desk, name, rows)}", 2, 2)
    for party in _parties(desk):
        own = [row for row in rows if row["quantity"] == name and row["compound"] == party.iri]
        lines += desk.page.paragraph(f"{party.label}{_cell(desk, own)}", 4, 2) if own else []
    return lines


def _directness(desk, name: str, rows: Iterable[Row]) -> str:
    """Return which studies measured an endpoint with both, or that the comparison is indirect."""
    pooled = {source.publication for source in desk.c.sources if source.kind == "review"}
    a, b = (
        {row["publication"] for row in rows if row["quantity"] == name and row["compound"] == party.iri and not row["molecule"]}
        - pooled
        for party in _parties(desk)
    )
    if not (a and b):
        return ""
    return f" (both in {desk.refs(a & b)}, else indirect)" if a & b else " (indirect: in different studies)"


def _counted(desk, name: str, rows: list[Row]) -> str:
    """Return an endpoint with how many findings show which direction."""
    return f"{name} ({directions(rows)}) {desk.refs({row['publication'] for row in rows})}"


def _cell(desk, rows: list[Row]) -> str:
    """Return findings grouped by region, after their count by direction; in a brief the fullest of each direction."""
    shown = rows if desk.full else _fullest(rows)
    regions: dict[str, dict[str, None]] = {}
    for row in sorted(shown, key=lambda row: (_region(row), row["finding"])):
        regions.setdefault(_region(row), {})[f"{finding(row)} {desk.refs([row['publication']])}"] = None
    said = [f"{region.upper()}: {'; '.join(words)}" for region, words in regions.items()]
    total = f", {counted(len(rows), 'finding')}{_own(rows)}" if len(rows) > len(shown) else ""
    return f"{total}: {'. '.join([*said, *_rest(desk, [row for row in rows if row not in shown])])}"


def _own(rows: list[Row]) -> str:
    """Return the directions of findings with the compound alone against its control, and how many others there are."""
    own = [row for row in rows if row["against"] != "against comparator" and not row["with"]]
    others = len(rows) - len(own)
    said = f", against control {directions(own)}" if own else ""
    return said + (f", {others} with or against another drug" if others else "")


def _parties(desk) -> tuple:
    return desk.c.a, desk.c.b


def _region(row: Row) -> str:
    place = " and ".join(row["region"]) or "region not stated"
    return f"{place}, {row['compartment']}" if row["compartment"] else place


def _fullest(rows: list[Row]) -> list[Row]:
    """Return of each direction the row that states most, then others that state most up to a few."""

    def lack(row: Row) -> tuple:
        silent = sum(not row[key] for key in ("n", "dose", "region", "species")) + (row["hours"] is None and not row["time"])
        return (
            bool(row["molecule"]),
            row["against"] == "against comparator",
            bool(row["with"]),
            silent,
            len(row["unverified"]),
            row["finding"],
        )

    ordered = sorted(rows, key=lack)
    first = list({row["direction"]: row for row in reversed(ordered)}.values())
    others = [row for row in ordered if row not in first]
    return first + others[: max(0, BRIEF_FINDINGS - len(first))]


def _rest(desk, rows: list[Row]) -> list[str]:
    if not rows:
        return []
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(DIRECTION[row["direction"]] + given_as(row), []).append(row)
    said = [f"{len(group)} {word} {desk.refs({row['publication'] for row in group})}" for word, group in groups.items()]
    return [f"MORE: {', '.join(said)}"]


def lacks(desk) -> list[str]:
    """Return the effects that one has and the other was tested for and lacks, those of one study first."""
    lines = desk.head("EFFECTS ONE HAS AND THE OTHER WAS TESTED FOR AND LACKS", "lacking")
    pooled = {source.publication for source in desk.c.sources if source.kind == "review"}
    for title, same in (("In one study", True), ("In different studies, so look at time, dose and animals first", False)):
        groups: dict[tuple, list[Row]] = {}
        for row in desk.c.findings["lacking"]:
            source = row["finding_has"]["publication"]
            if (source == row["finding_lacks"]["publication"] and source not in pooled) is same:
                groups.setdefault((row["endpointLabel"], row["has"], row["lacks"]), []).append(row)
        lines += [f"  {title}:"] if groups else []
        for (endpoint, has, without), rows in sorted(groups.items()):
            shown, null = (_once(desk, [row[f"finding_{side}"] for row in rows]) for side in ("has", "lacks"))
            lines += desk.page.paragraph(f"{endpoint}: {desk.label[has]} {shown}; {desk.label[without]} {null}", 4, 2)
    lines += [] if desk.c.findings["lacking"] else [f"  None in {desk.held}."]
    return lines + _unmatched(desk)


def _unmatched(desk) -> list[str]:
    """Return the null results of one for which the other has no finding of an effect to set against."""
    nulls: dict[str, dict[str, set[str]]] = {}
    for row in desk.c.findings["unmatched"]:
        nulls.setdefault(row["endpoint"], {}).setdefault(row["compound"], set()).add(row["publication"])
    lines = []
    known = "in this scope" if desk.c.narrowed else "curated"
    for party, other in zip(_parties(desk), _parties(desk)[::-1], strict=True):
        said = [f"{name} {desk.refs(by[party.iri])}" for name, by in sorted(nulls.items()) if set(by) == {party.iri}]
        if said:
            words = f"No change with {party.label}, and no effect of {other.label} {known} to set against: {'; '.join(said)}."
            lines += desk.page.paragraph(words, 2, 2)
    either = [f"{name} {desk.refs(set().union(*by.values()))}" for name, by in sorted(nulls.items()) if len(by) > 1]
    return lines + (desk.page.paragraph(f"No change with either: {'; '.join(either)}.", 2, 2) if either else [])


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
        said = "; ".join(dict.fromkeys(_sided(row) for row in rows))
        kind = "" if rows[0]["publicationKind"] == "journal article" else f" ({rows[0]['publicationKind']})"
        lines += desk.page.paragraph(f"{endpoint}: {said} {desk.refs([publication])}{kind}", 2, 2)
    beside = {row["publication"] for row in desk.c.tested_both} - {row["publication"] for row in desk.c.head_to_head}
    if beside:
        pooled = beside & {source.publication for source in desk.c.sources if source.kind == "review"}
        names = ((beside - pooled, ""), (pooled, "reviews "))
        refs = "; ".join(f"{word}{desk.refs(group)}" for group, word in names if group)
        said = f"Also with findings of both, none of which names the one as comparator of the other: {refs}."
        lines += desk.page.paragraph(said, 2, 2)
    elif not groups:
        lines.append(f"  No study of {desk.held} tested the two side by side; what stands above is indirect.")
    for party, other in zip(_parties(desk), _parties(desk)[::-1], strict=True):
        for row in {row["compound"]: row for row in party.related if row["head_to_head"]}.values():
            said = f"{row['compoundLabel']}, not {party.label}, was tested against {other.label} {desk.refs(row['head_to_head'])}"
            ask = f"raad query head-to-head -p A={_id(row['compound'])} -p B={_id(other.iri)}"
            lines += desk.page.paragraph(f"NOT COUNTED: {said}; `{ask}` shows it.", 2, 2)
    return lines


def _sided(row: Row) -> str:
    """Return what one side of a study showed, and where."""
    if not row["direction"]:
        return row["statement"].rstrip(".")
    place = ", ".join(filter(None, (" and ".join(row["region"]), row["cellType"])))
    size = f", {sized(row['computed'])}" if row.get("computed") else ""
    return f"{row['compoundLabel']} {outcome(row)}" + (f" ({place})" if place else "") + size


def _id(iri: str) -> str:
    return iri.rpartition("/")[2]


def disagree(desk) -> list[str]:
    """Return the contradictions that touch either compound, those nearest to the rest of the report first."""
    lines = desk.head("WHAT DISAGREES", "contradictions")
    ranked = _ranked(desk)
    shown = ranked if desk.full else ranked[:BRIEF]
    for row in shown:
        one, two = (
            f"{row[f'claim{side}'] or 'the other side was not read on a page'} {desk.refs(row[f'publications{side}'])}".strip()
            for side in "12"
        )
        members, once = len(row["findings1"]) + len(row["findings2"]), len(row["readOnce"])
        read = f" {once} of its {counted(members, 'finding')} {'was' if once == 1 else 'were'} read once." if once else ""
        lines += desk.page.paragraph(f"{row['topic']} ({row['status']}): {one} AGAINST {two}.", 2, 2)
        lines += desk.page.paragraph(
            f"Differ in: {', '.join(row['differsInText'] or row['differsIn'])}. {desk.prose(row['explanation'])}{read}", 4, 0
        )
    if len(ranked) > len(shown):
        unsettled = "; ".join(row["topic"] for row in ranked[len(shown) :] if row["status"] == "open")
        lines += desk.page.paragraph(
            f"{len(ranked) - len(shown)} more (--full shows them). Open among them: {unsettled or 'none'}.", 2, 2
        )
    return lines if ranked else [*lines, f"  None in {desk.held}."]


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
