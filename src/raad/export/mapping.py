"""The mappings to outside databases as SSSOM: one row a mapping, refused ones kept with the modifier Not."""

from __future__ import annotations

import csv
import io

from raad.asking.answer import answer
from raad.export.selection import Selection

COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "predicate_modifier",
    "object_id",
    "object_label",
    "mapping_justification",
    "author_label",
    "object_source_version",
    "confidence",
    "comment",
)
_AUTHOR = "RAAD contributors"


def write_sssom(selection: Selection) -> bytes:
    """Return the mappings of the records of the selection as an SSSOM table with its metadata in the head.

    A mapping is a statement about two records and never says that they are the same thing.
    """
    chosen = {quad.subject.value for quad in selection.quads}
    prefixes = {row["prefix"]: row["namespace"] for row in answer(selection.graph, "find/database").records()}
    rows = [_row(row, prefixes) for row in answer(selection.graph, "export/mapping").records() if row["source"] in chosen]
    out = io.StringIO()
    out.writelines(f"#{line}\n" for line in _head(selection, prefixes, rows))
    writer = csv.DictWriter(out, COLUMNS, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def _row(row: dict, prefixes: dict[str, str]) -> dict[str, str]:
    return {
        "subject_id": _compact(row["subject"], prefixes),
        "subject_label": row["subjectLabel"],
        "predicate_id": _compact(row["predicate"], prefixes),
        "predicate_modifier": row["modifier"],
        "object_id": row["curie"],
        "object_label": row["termLabel"],
        "mapping_justification": _compact(row["justification"], prefixes),
        "author_label": _AUTHOR,
        "object_source_version": row["version"],
        "confidence": "" if row["confidence"] is None else f"{row['confidence']:.2f}",
        "comment": row["comment"],
    }


def _head(selection: Selection, prefixes: dict[str, str], rows: list[dict[str, str]]) -> list[str]:
    """Return the metadata of the set as lines of YAML, with the prefixes that its rows use."""
    named = ("subject_id", "predicate_id", "object_id", "mapping_justification")
    (about,) = answer(selection.graph, "export/mapping-set").records()
    used = sorted({name.partition(":")[0] for name in [about["subject_source"], *(row[c] for row in rows for c in named)]})
    return [
        *(f'{key}: "{value}"' for key, value in about.items()),
        "curie_map:",
        *(f'  {prefix}: "{prefixes[prefix]}"' for prefix in used),
    ]


def _compact(iri: str, prefixes: dict[str, str]) -> str:
    """Return an IRI by the longest namespace that it begins with."""
    prefix = max(
        (name for name, namespace in prefixes.items() if iri.startswith(namespace)), key=lambda name: len(prefixes[name])
    )
    return f"{prefix}:{iri.removeprefix(prefixes[prefix])}"
