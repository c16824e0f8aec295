"""The parts of a report on dissociations, doses and pooling."""

from __future__ import annotations

from decimal import Decimal

from raad.comparison.dose import FORMULA
from raad.comparison.reference import DAGGER
from raad.comparison.value import Row
from raad.comparison.words import DIRECTION, counted, given_as
from raad.layout import grid

DOSES = 3
DISSOCIATIONS = 3


def dissociations(desk) -> list[str]:
    """Return the studies in which a spine or synapse measure and behaviour did not go together."""
    rows = desk.c.outcome["dissociation"]
    lines = desk.head("WHERE SPINES OR SYNAPSES AND BEHAVIOUR PART, in one study with one compound", "dissociation")
    groups: dict[tuple, list[Row]] = {}
    for row in rows:
        groups.setdefault((row["kind"], row["compound"], row["publication"]), []).append(row)
    shown = list(groups.items()) if desk.full else _first_of_each(groups)
    for (kind, compound, publication), own in shown:
        structure = dict.fromkeys(_side(row, "structure", row["region"]) for row in own)
        behaviour = dict.fromkeys(_side(row, "behaviour", ()) for row in own)
        words = f"{desk.label[compound]}: {kind}: {'; '.join(structure)}; BUT {'; '.join(behaviour)} {desk.refs([publication])}"
        lines += desk.page.paragraph(words, 2, 2)
    if len(groups) > len(shown):
        lines += desk.page.paragraph(f"{len(groups) - len(shown)} more (--full shows them).", 2, 2)
    bare = [party.label for party in (desk.c.a, desk.c.b) if not any(row["compound"] == party.iri for row in rows)]
    if bare:
        lines += desk.page.paragraph(
            f"None found with {' and '.join(bare)}; that is no proof that behaviour follows spines.", 2, 2
        )
    return lines


def _first_of_each(groups: dict[tuple, list[Row]]) -> list[tuple[tuple, list[Row]]]:
    """Return the first studies of each compound, those in which the synapse changed and behaviour did not before the others."""
    ordered = sorted(groups.items(), key=lambda item: (item[0][0].startswith("behaviour"), item[0]))
    places = {key: sum(other[1] == key[1] for other, _ in ordered[:number]) for number, (key, _) in enumerate(ordered)}
    return [(key, own) for key, own in ordered if places[key] < DISSOCIATIONS]


def _side(row: Row, side: str, region: tuple) -> str:
    hours, words = row[f"{side}Hours"], row[f"{side}Time"]
    time = f"{hours} h" if hours is not None else words or "time not stated"
    place = f", {' and '.join(region)}" if region else ""
    return f"{row[side]} {DIRECTION[row[f'{side}Direction']]} ({time}{place})"


def doses(desk) -> list[str]:
    """Return the doses by species, those of most findings, with the human-equivalent dose; with `full` every dose."""
    lines = desk.head("DOSES AND HUMAN-EQUIVALENT DOSES, COMPUTED", "dose")
    for party in (desk.c.a, desk.c.b):
        rows = [row for row in desk.c.outcome["dose"] if row["compound"] == party.iri]
        if not rows:
            lines += desk.page.paragraph(f"{party.label}: no finding states a dose with its species.", 2, 2)
        elif desk.full:
            lines += [f"  {party.label}", *_table(desk, rows)]
        else:
            said = (_species(rows, species) for species in dict.fromkeys(row["species"] for row in rows))
            lines += desk.page.paragraph(f"{party.label}: {'. '.join(said)}.", 2, 2)
    caveat = "It scales by body surface, says nothing of exposure, route or receptor, and is no advice on dosing"
    return lines + desk.page.paragraph(f"HED: {FORMULA}. {caveat}.", 2, 2)


def _species(rows: list[Row], species: str) -> str:
    """Return for a species the doses with most findings and how many other doses, routes and schedules there are."""
    own = [row for row in rows if row["species"] == species]
    ranked = sorted(
        own,
        key=lambda row: (
            -row["findings"],
            row["doseUnit"],
            row["dose"],
            row["route"] or "",
            row["schedule"] or "",
            row["molecule"] or "",
        ),
    )
    said = [f"{_dose(row)}, {counted(row['findings'], 'finding')}" for row in ranked[:DOSES]]
    rest = len(ranked) - DOSES
    return f"{species}: {'; '.join(said)}" + (f"; and {rest} more (--full)" if rest > 0 else "")


def _dose(row: Row) -> str:
    given = ", ".join(filter(None, (row["route"], row["schedule"])))
    mark = DAGGER if row["unverified"] else ""
    equivalent = f" (HED {Decimal(row['humanEquivalentDose']):.3g} mg/kg)" if row["humanEquivalentDose"] else ""
    return f"{row['dose']} {row['doseUnit']}{mark}{equivalent}{f' {given}' if given else ''}{given_as(row)}"


def _table(desk, rows: list[Row]) -> list[str]:
    cells = [["SPECIES", "DOSE", "HED, mg/kg", "ROUTE, SCHEDULE", "FINDINGS AND SOURCES"]]
    for row in rows:
        mark = DAGGER if row["unverified"] else ""
        given = ", ".join((row["route"] or "route not stated", row["schedule"] or "schedule not stated"))
        cells.append([
            row["species"], f"{row['dose']} {row['doseUnit']}{mark}", row["humanEquivalentDose"] or "-", given,
            f"{row['findings']}{given_as(row)} {desk.refs(row['publication'])}",
        ])  # fmt: skip
    widths = [min(most, max(len(row[column]) for row in cells)) for column, most in enumerate((18, 16, 10, 26))]
    return grid(cells, [*widths, max(20, desk.page.width - sum(widths) - 12)], indent=4)


def pooled(desk) -> list[str]:
    """Return for how many findings on an outcome an effect size can be computed, and why none of these are pooled."""
    lines = desk.head("POOLED EFFECTS", "pooling")
    lines += desk.page.paragraph("None is pooled. k counts the findings whose printed numbers allow an effect size.")
    for party in (desk.c.a, desk.c.b):
        rows = [row for row in desk.c.outcome["pooling"] if row["compound"] == party.iri]
        sized = [row for row in rows if row["k"]]
        said = [
            f"{row['endpoint']}: k {row['k']} of {row['findings']}, {row['reason']} {desk.refs(row['publication'])}"
            for row in sized
        ]
        bare = [row for row in rows if not row["k"]]
        if bare:
            spines = sum(row["findings"] for row in bare if row["endpoint"] in ("spine density", "spine number"))
            names = f" ({', '.join(row['endpoint'] for row in bare)})" if desk.full else ""
            among = f", {counted(spines, 'finding')} on spine density or number among them" if spines else ""
            said.append(
                f"k 0 on {counted(len(bare), 'other outcome' if sized else 'outcome')}{names}{among}: {bare[0]['reason']}"
            )
        lines += desk.page.paragraph(f"{party.label}: {'. '.join(said) or 'nothing was measured'}.", 2, 2)
    return lines
