"""What went into a build: what was read, what is used, what is set apart."""

from __future__ import annotations

import csv
import hashlib
import os
from dataclasses import dataclass

from raad.asking.find import kinds
from raad.comparison.imprint import imprint
from raad.curated.context import class_name
from raad.curated.file import count
from raad.graph.dataset import Dataset
from raad.layout import Page, grid
from raad.rooms import room


@dataclass(frozen=True)
class Inventory:
    """Counts of a build: files and statements read, records used and set apart by class, identifiers, size and digest."""

    files: dict[str, int]
    used: dict[str, int]
    parts: dict[str, int]
    set_apart: dict[str, int]
    identifiers: dict[str, int]
    reading: dict[str, int]
    quads: int
    sha256: str
    version: str


def inventory(dataset: Dataset) -> Inventory:
    """Return what went into a dataset."""
    named = {class_name(kind) for kind in kinds()}
    used = {name: number for name, number in dataset.counts.items() if name in named}
    parts = {name: number for name, number in dataset.counts.items() if name not in named}
    files = {"used": len(dataset.used.files), "set_apart": len(dataset.apart.files)}
    digest = hashlib.sha256(dataset.quads).hexdigest()
    return Inventory(
        files,
        used,
        parts,
        count(dataset.apart),
        _identifiers(dataset),
        _reading(dataset),
        dataset.quads.count(b"\n"),
        digest,
        dataset.version,
    )


def inventory_text(made: Inventory, page: Page, path: str | None) -> str:
    """Return the inventory as text; `path` names the file the graph was written to."""
    lines = [
        page.heading("READ"),
        f"  {made.files['used']} curated files; {made.files['set_apart']} files of data/unverified/ stay out of every answer",
    ]
    lines += [
        "",
        page.heading("USED, every finding read on a page"),
        *_tally(made.used, page),
        "  Their parts:",
        *_tally(made.parts, page),
    ]
    lines += ["", page.heading("SET APART, known from memory only, no evidence and in no answer"), *_tally(made.set_apart, page)]
    read = made.reading
    lines += ["", page.heading("HOW THE FINDINGS WERE READ")]
    lines += page.paragraph(
        f"{_share(read['twice'], read['findings'])} read twice; {_share(read['unverified'], read['findings'])} with a field that "
        f"was not seen on a page; {read['withdrawn']} values of {read['withdrawn_findings']} findings were taken out because no "
        f"page that was read shows them; {_share(read['grouped'], read['publications'])} of the publications have a known group "
        f"or sponsor; retraction status checked for {_share(read['checked'], read['publications'])}."
    )
    seen = made.identifiers
    lines += ["", page.heading("IDENTIFIERS")]
    lines += page.paragraph(
        f"{seen['listed']} rows of data/identifiers.tsv, of which {seen['used']} stand on a record; "
        f"{seen['unlisted']} identifiers of records are in no row."
    )
    lines += [
        "",
        page.heading("BUILT"),
        f"  {made.quads} statements, SHA-256 {made.sha256}",
        f"  written to {path}" if path else "  kept in the cache; -o FILE writes it",
    ]
    return "\n".join([*lines, "", *page.paragraph(imprint(made.version), 0)]) + "\n"


def _share(part: int, whole: int) -> str:
    return f"{part} ({100 * part / whole:.1f} %)"


def _reading(dataset: Dataset) -> dict[str, int]:
    """Return how findings were read, and of how many publications group and retraction status are known."""
    places = dataset.used.places.values()
    findings = [place.node.entries for place in places if place.noun == "Finding"]
    publications = [place.node.entries for place in places if place.noun == "Publication"]
    doubtful = [
        entry for entry in findings if "unverified" in entry or any("unverified" in part for part in _parts(entry, "result"))
    ]
    withdrawn = [entry["withdrawn"][1] for entry in findings if "withdrawn" in entry]
    return {
        "findings": len(findings),
        "twice": sum(int(entry["readings"][1].text) > 1 for entry in findings),
        "unverified": len(doubtful),
        "withdrawn": sum(len(getattr(node, "items", [node])) for node in withdrawn),
        "withdrawn_findings": len(withdrawn),
        "publications": len(publications),
        "grouped": sum("group" in entry or "sponsor" in entry for entry in publications),
        "checked": sum("retraction_status" in entry for entry in publications),
    }


def _parts(entry: dict, key: str) -> list[dict]:
    """Return the entries of the mappings that stand under a key."""
    node = entry[key][1] if key in entry else None
    return [part.entries for part in (getattr(node, "items", [node]) if node else [])]


def _tally(counts: dict[str, int], page: Page) -> list[str]:
    """Return counts as rows of three columns."""
    cells = [f"{number:>5} {name}" for name, number in counts.items()]
    cells += [""] * (-len(cells) % 3)
    return grid([cells[start : start + 3] for start in range(0, len(cells), 3)], [(page.width - 6) // 3] * 3)


def _identifiers(dataset: Dataset) -> dict[str, int]:
    """Return how many rows of identifiers.tsv there are, how many stand on a record, and what records have beyond them."""
    with open(os.path.join(room("data"), "identifiers.tsv"), encoding="utf-8", newline="") as stream:
        listed = [row["curie"] for row in csv.DictReader(stream, delimiter="\t")]
    entries = [place.node.entries for place in dataset.used.places.values() if "curie" in place.node.entries]
    written = {entry["curie"][1].text for entry in entries}
    return {
        "listed": len(listed),
        "used": sum(curie in written for curie in listed),
        "unlisted": len(written - set(listed)),
    }
