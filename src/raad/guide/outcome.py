"""The parts of a guide on outcomes: spines by region, method and model, onset and duration, turnover, dissociations, doses."""

from __future__ import annotations

from decimal import Decimal

from raad.comparison.dose import FORMULA
from raad.comparison.reference import DAGGER
from raad.comparison.value import Party, Row
from raad.comparison.words import DIRECTION, basis, counted, given_as
from raad.guide.desk import Desk, anchor
from raad.guide.document import Block, Grid, Group, Heading, Link, Paragraph, Section, Words, joined
from raad.report.region import DENSITY, NO_FINDING, tally
from raad.report.time import interval


def regions(desk: Desk) -> list[Block]:
    """Return spine density region by region, with the three kinds of no, and split by method and by state of the animals."""
    sides: dict[str, dict[str, Row]] = {}
    for row in desk.c.outcome["region"]:
        sides.setdefault(row["regionLabel"], {})[row["compound"]] = row
    seen = {name: by for name, by in sides.items() if any(row["finding"] for row in by.values())}
    rows = tuple(((name,), *(_region(desk, by[party.iri]) for party in desk.parties)) for name, by in sorted(seen.items()))
    columns = ("Region", *(party.label for party in desk.parties))
    caption = "Spine density with the compound alone against a control; a region counts with its parts"
    empty = "No region in which spine density was measured with either."
    blocks: list[Block] = [Heading("region", "Region by region"), Grid("region-table", caption, columns, (Group(rows),), empty)]
    never = sorted(set(sides) - set(seen))
    if never:
        blocks.append(Paragraph((f"{', '.join(never)}.",), "Measured with other compounds, with neither of these"))
    return [*blocks, *_split(desk, "method", "By method"), *_split(desk, "model", "By state of the animals")]


def _region(desk: Desk, row: Row) -> Words:
    """Return the counts of one region, which lead to their findings, or which kind of no it is."""
    counts, label = tally(row), desk.label[row["compound"]]
    if counts:
        part = "" if row["exact"] else " (in a part of it)"
        return Link(counts, f"#{anchor('spine', DENSITY, label)}"), f"{part} ", *desk.refs(row["publication"])
    if row["status"] == NO_FINDING:
        return (NO_FINDING,)
    said = f"density: no finding in scope; {'; '.join(row['other'])}" if row["other"] else row["status"]
    return f"{said}: ", *desk.found(row["finding"])


def _split(desk: Desk, topic: str, title: str) -> list[Block]:
    groups = [
        Group(
            tuple(
                ((row["quantity"],), (_kind(row),), (tally(row),), desk.found(row["finding"]))
                for row in desk.c.outcome[topic]
                if row["compound"] == party.iri
            ),
            (party.label,),
        )
        for party in desk.parties
    ]
    columns = ("Endpoint", title.removeprefix("By ").capitalize(), "Findings by direction", "Findings")
    filled = tuple(group for group in groups if group.rows)
    return [
        Heading(anchor(topic, "split"), title),
        Grid(f"{topic}-table", f"Spine findings {title.lower()}", columns, filled, "No spine finding with either."),
    ]


def _kind(row: Row) -> str:
    if "method" in row:
        return row["method"]
    return f"{row['state']} ({row['model']})" if row["model"] and row["model"] != row["state"] else row["state"]


def onset(desk: Desk) -> list[Block]:
    """Return from when to when effects were seen, study by study."""
    by: dict[str, list[Row]] = {}
    for row in desk.c.outcome["time_limit"]:
        by.setdefault(row["endpoint"], []).append(row)
    groups = tuple(
        Group(
            tuple(_interval(desk, row) for party in desk.parties for row in own if row["compound"] == party.iri),
            (name,),
            anchor("onset", name),
        )
        for name, own in sorted(by.items(), key=lambda item: (item[1][0]["family"] or "", item[0]))
    )
    caption = "First and last time of an effect, each within one study and one set of conditions"
    columns = ("Compound", "First and last time, conditions", "Findings")
    empty = "No finding with either states the time of an effect."
    return [Heading("onset", "Onset and duration"), Grid("onset-table", caption, columns, groups, empty)]


def _interval(desk: Desk, row: Row) -> tuple[Words, ...]:
    findings = sorted({*row["finding"], *row["null"], *row["overlap"]})
    return (desk.label[row["compound"]],), (interval(row),), desk.found(findings)


def turnover(desk: Desk) -> Section:
    """Return whether spines changed by more formation or less elimination, and what becomes of new spines."""
    groups = []
    for party in desk.parties:
        rows = tuple(_turnover(desk, row) for row in desk.c.outcome["turnover"] if row["compound"] == party.iri)
        said = party.label if rows else f"{party.label}: no finding of either in the curated set"
        groups.append(Group(rows, (said,)))
    columns = ("Reading", "Formation", "Elimination", "Where and in which animals")
    table = Grid("turnover-table", "Formation against elimination of spines", columns, tuple(groups))
    blocks = (table, Heading("new-spine", "Persistence, maturity and function of new spines"), _new_spines(desk))
    return Section("turnover", "More formation or less loss of spines", blocks, basis(desk.c.sections["turnover"]))


def _turnover(desk: Desk, row: Row) -> tuple[Words, ...]:
    place = ", ".join(filter(None, (" and ".join(row["region"]), " ".join((*row["model"], *row["species"])), row["schedule"])))
    cells = []
    for side in ("formation", "elimination"):
        finding = row[f"{side}Finding"]
        time = f" ({row[f'{side}Time']})" if row[f"{side}Time"] else ""
        words = f"{DIRECTION[row[side]]}{time}" if finding else ""
        cells.append((desk.finding(finding, words),) if finding else ("no finding",))
    return (row["gainBy"],), *cells, (f"{place or 'not stated'} ", *desk.refs([row["publication"]]))


def _new_spines(desk: Desk) -> Grid:
    aspects = ("persistence", "maturity", "function")
    groups = []
    for party in desk.parties:
        own = [row for row in desk.c.outcome["new_spine"] if row["compound"] == party.iri]
        missing = [aspect for aspect in aspects if not any(row["aspect"] == aspect for row in own)]
        said = f"{party.label}; no finding on {' or '.join(missing)}" if missing else party.label
        groups.append(Group(tuple(_new_spine(desk, row) for row in own), (said,)))
    columns = ("Aspect", "Finding", "Result", "Where", "When")
    return Grid("new-spine-table", "What becomes of new spines", columns, tuple(groups))


def _new_spine(desk: Desk, row: Row) -> tuple[Words, ...]:
    said = f"{row['endpoint']} {DIRECTION[row['direction']]}" if row["direction"] else row["statement"].rstrip(".")
    return (
        (row["aspect"],),
        (desk.finding(row["finding"]), " ", *desk.refs([row["publication"]])),
        (said,),
        (" and ".join(row["region"]) or "not stated",),
        desk.value(row, row["time"] or "") or ("not stated",),
    )


def dissociations(desk: Desk) -> Section:
    """Return the studies in which a spine or synapse measure and behaviour did not go together."""
    groups = []
    for party in desk.parties:
        studies: dict[tuple, list[Row]] = {}
        for row in desk.c.outcome["dissociation"]:
            if row["compound"] == party.iri:
                studies.setdefault((row["kind"], row["publication"]), []).append(row)
        said = party.label if studies else f"{party.label}: none found, which is no proof that behaviour follows spines"
        groups.append(Group(tuple(_dissociation(desk, *study, own) for study, own in studies.items()), (said,)))
    columns = ("Kind", "Spines or synapses", "Behaviour", "Source")
    table = Grid("dissociation-table", "Within one study with one compound", columns, tuple(groups))
    return Section(
        "dissociation", "Where spines or synapses and behaviour part", (table,), basis(desk.c.sections["dissociation"])
    )


def _dissociation(desk: Desk, kind: str, publication: str, rows: list[Row]) -> tuple[Words, ...]:
    cells = []
    for side in ("structure", "behaviour"):
        by = {row[f"{side}Finding"]: row for row in rows}
        cells.append(joined([_side(desk, finding, row, side) for finding, row in sorted(by.items())], "; "))
    return (kind,), *cells, desk.study(publication)


def _side(desk: Desk, finding: str, row: Row, side: str) -> Words:
    hours = f"{row[f'{side}Hours']} h" if row[f"{side}Hours"] is not None else "time not stated in hours"
    place = f", {' and '.join(row['region'])}" if side == "structure" and row["region"] else ""
    return (desk.finding(finding, f"{row[side]} {DIRECTION[row[f'{side}Direction']]} ({hours}{place})"),)


def doses(desk: Desk) -> Section:
    """Return the doses of both by species with the human-equivalent dose, computed."""
    groups = []
    for party in desk.parties:
        rows = _doses(desk, party)
        groups.append(Group(rows, (party.label if rows else f"{party.label}: no finding states a dose with its species",)))
    columns = ("Species", "Dose", "Human-equivalent dose, computed", "Route and schedule", "Findings and sources")
    table = Grid("dose-table", "Doses by species", columns, tuple(groups))
    caveat = "It scales by body surface, says nothing of exposure, route or receptor, and is no advice on dosing."
    said = Paragraph((f"{FORMULA}. {caveat}",), "Human-equivalent dose")
    return Section("dose", "Doses", (said, table), basis(desk.c.sections["dose"]))


def _doses(desk: Desk, party: Party) -> tuple[tuple[Words, ...], ...]:
    rows = [row for row in desk.c.outcome["dose"] if row["compound"] == party.iri]
    return tuple(_dose(desk, row) for row in rows)


def _dose(desk: Desk, row: Row) -> tuple[Words, ...]:
    sources = desk.refs(row["publication"])
    first = f"#source-{min(desk.number[publication] for publication in row['publication'])}"
    equivalent = f"{Decimal(row['humanEquivalentDose']):.3g} mg/kg" if row["humanEquivalentDose"] else ""
    return (
        (row["species"],),
        (Link(f"{row['dose']} {row['doseUnit']}{DAGGER * bool(row['unverified'])}", first),),
        (Link(equivalent, first),) if equivalent else ("not computed",),
        (", ".join((row["route"] or "route not stated", row["schedule"] or "schedule not stated")),),
        (f"{counted(row['findings'], 'finding')}{given_as(row)} ", *sources),
    )


def pooling(desk: Desk) -> list[Block]:
    """Return for which endpoints an effect size can be computed, and why none is pooled."""
    groups = []
    for party in desk.parties:
        own = [row for row in desk.c.outcome["pooling"] if row["compound"] == party.iri]
        rows = tuple(
            ((row["endpoint"],), (Link(f"{row['k']} of {row['findings']}", "#size-table"),), (row["reason"],))
            for row in own
            if row["k"]
        )
        bare = [row for row in own if not row["k"]]
        rest = (
            f"{party.label}; on {counted(len(bare), 'other endpoint')} {bare[0]['reason']}"
            if bare
            else f"{party.label}{'' if rows else ': nothing was measured'}"
        )
        groups.append(Group(rows, (rest,)))
    columns = ("Endpoint", "Findings with a size", "Why it is not pooled")
    return [
        Heading("pooling", "Pooled effects: none"),
        Grid("pooling-table", "Effects refused for pooling", columns, tuple(groups)),
    ]
