"""The parts of a report that say who two compounds are and where they act."""

from __future__ import annotations

from raad.comparison.reference import DAGGER
from raad.comparison.value import Party, Row
from raad.comparison.words import SIGN, counted
from raad.layout import grid

NARROWEST = 30


def who(desk) -> list[str]:
    """Return who the two compounds are, and which relatives are kept apart."""
    lines = [desk.page.heading("WHO THEY ARE")]
    for party in (desk.c.a, desk.c.b):
        kinds = ", ".join(party.kind) or "kind not recorded"
        inferred = f"; by its actions {' and '.join(party.inferred_kind)}" if party.inferred_kind else ""
        names = f"; also {', '.join(party.synonym)}" if party.synonym else ""
        identifiers = (
            party.identifier
            if desk.full
            else [i for i in party.identifier if i.startswith(("CAS:", "CHEBI:", "DRUGBANK:"))] or party.identifier[:2]
        )
        known = f"{', '.join(identifiers) or 'no identifier'}; {counted(party.findings, 'finding')}"
        lines += desk.page.paragraph(f"{party.label}: {kinds}{inferred}{names}; {known}.", 2, 2)
        lines += _relatives(desk, party)
    return lines


def _relatives(desk, party: Party) -> list[str]:
    parts = []
    for row in {row["compound"]: row for row in reversed(party.related)}.values():
        mark = DAGGER if row["unverified"] else ""
        parts.append(f"{row['compoundLabel']} ({row['relation']}{mark}, {row['findings']})")
    return desk.page.paragraph(f"Kept apart, with their own findings: {'; '.join(sorted(parts))}.", 4, 2) if parts else []


def act(desk) -> list[str]:
    """Return the recorded actions of both with their signs."""
    lines = desk.head("WHERE THEY ACT AND WITH WHAT SIGN", "actions")
    merged: dict[str, Row] = {}
    for row in desk.c.actions:
        entry = merged.setdefault(row["action"], {**row, "affinities": []})
        entry["affinities"] += [row["affinity"]] if row["affinity"] else []
    rows = []
    for row in merged.values():
        said = "; ".join(filter(None, [*row["affinities"], desk.prose(row["note"] or "")]))
        mark = DAGGER if row["unverified"] else ""
        action = f"{row['kind']}{mark} {desk.refs(row['publication'])}{f': {said}' if said else ''}"
        rows.append([desk.label[row["compound"]], SIGN[row["sign"]], row["targetLabel"], action])
    widths = [min(24, max((len(row[column]) for row in rows), default=0)) for column in (0, 1, 2)]
    room = desk.page.width - sum(widths) - 8
    spread = [line for row in rows for line in desk.page.paragraph(f"{' '.join(row[:3])}: {row[3]}", 2, 2)]
    lines += grid(rows, [*widths, room]) if room >= NARROWEST else spread
    bare = [party.label for party in (desk.c.a, desk.c.b) if not any(row[0] == party.label for row in rows)]
    lines += desk.page.paragraph(f"No target is curated for {' and '.join(bare)}.") if bare else []
    opposed = sorted({target for row in desk.c.actions for target in row["opposed_on"]})
    return [*lines, f"  OPPOSITE SIGN on: {', '.join(opposed)}." if opposed else "  No target is recorded with opposite signs."]
