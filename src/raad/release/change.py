"""What changed since the release before: terms, records and answers, as Markdown and as data."""

from __future__ import annotations

import re

from raad.asking.difference import Difference
from raad.asking.find import short
from raad.asking.record_difference import RecordChange, kind_of
from raad.names import BASE

_CHANGED = ("definition", "label", "altLabel", "example", "scopeNote")
SHOWN = 20


def terms(made: Difference) -> dict[str, tuple[str, ...]]:
    """Return the terms of RAAD that were added, deprecated, or that have another label or definition."""
    own = [change for change in made.records if change.record.startswith(BASE) and not kind_of(change.record)]
    return {
        "added": tuple(short(change.record) for change in own if change.kind == "added"),
        "deprecated": tuple(short(change.record) for change in own if _deprecated(change)),
        "redefined": tuple(short(change.record) for change in own if _redefined(change)),
    }


def _deprecated(change: RecordChange) -> bool:
    return any(_name(field.property) == "deprecated" and "true" in field.new for field in change.fields)


def _redefined(change: RecordChange) -> bool:
    return any(_name(field.property) in _CHANGED for field in change.fields)


def _name(term: str) -> str:
    return re.split(r"[:/#]", term)[-1]


def section(text: str, version: str) -> str:
    """Return what a change log says of a version, what is not released yet before it."""
    parts = re.split(r"^(?=## )", text, flags=re.MULTILINE)
    wanted = [part for part in parts if re.match(rf"## (?:Unreleased|{re.escape(version)})\b", part)]
    return "".join(part for part in wanted if part.strip() != "## Unreleased").strip() + "\n"


def change_log(written: str, version: str, made: Difference | None) -> str:
    """Return the changes of a release: what people wrote, then terms, records and answers against the release before."""
    lines = [f"# Changes of RAAD {version}", "", section(written, version)]
    if made is None:
        return "\n".join([*lines, "No release before it was given to compare with.", ""])
    lines += [f"# Against release {made.old_version}", "", "## Terms", ""]
    lines += [f"- {word}: {', '.join(names) or 'none'}" for word, names in terms(made).items()]
    lines += ["", "## Records", "", *_records(made), "", "## Answers", "", *_answers(made), ""]
    return "\n".join(lines)


def _records(made: Difference) -> list[str]:
    kinds: dict[tuple[str, str], list[str]] = {}
    for change in made.records:
        if kind_of(change.record):
            kinds.setdefault((kind_of(change.record), change.kind), []).append(short(change.record))
    return [f"- {kind} {word}: {len(names)} ({_some(names)})" for (kind, word), names in sorted(kinds.items())] or ["- none"]


def _answers(made: Difference) -> list[str]:
    lines = [
        f"{len(made.answers)} of {made.asked} answers that were asked for changed; `raad diff` says because of which record."
    ]
    for item in made.answers:
        given = " ".join(f"{name}={short(value)}" for name, value in item.parameters.items())
        counts = [f"{sum(row.kind == word for row in item.rows)} {word}" for word in ("added", "removed", "changed")]
        lines.append(f"- {f'{item.question} {given}'.rstrip()}: rows {', '.join(c for c in counts if not c.startswith('0 '))}")
    return lines


def _some(names: list[str]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more
