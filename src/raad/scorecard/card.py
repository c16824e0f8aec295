"""The score for people: as text, as a Markdown page, as rows for a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from raad.comparison.imprint import imprint
from raad.graph.query import Table
from raad.layout import Page, clean
from raad.scorecard.score import MISS, NONE, PASS, Fault, ListScore, Mark, Score

_SHOWN = 12
_PORT = (
    "This is RAAD's own port of these checklists, in its own queries and words. It is not the official service of any of them, "
    "and a pass here is no certificate of theirs."
)
_COLUMNS = ("list", "rule", "title", "standing", "level", "entity", "property", "value", "reason")


def score_text(score: Score, page: Page, version: str) -> str:
    """Return the score as text: each list with its count, then every rule that did not simply pass."""
    lines = [page.heading(clean(f"SCORE OF {score.subject}")), *page.paragraph(_PORT, 0)]
    for one in score.lists:
        lines += ["", page.heading(clean(f"{one.name}: {one.title}")), *page.paragraph(f"{_count(one)}.")]
        for mark in one.marks:
            if mark.standing not in (PASS, NONE):
                lines += _mark_lines(mark, page)
    lines += ["", *page.paragraph(f"{_verdict(score)} {imprint(version)}", 0)]
    return "\n".join(lines) + "\n"


def score_markdown(score: Score, version: str) -> str:
    """Return the score as a Markdown page: a table of rules for each list, then what was found and why."""
    lines = ["# Scorecard", "", f"Of {_plain(score.subject)}. {_PORT}", ""]
    lines += ["Written by `raad score --format md`; a test holds that it is what that command writes today.", ""]
    lines += [_verdict(score), "", "| list | rules | " + " | ".join(_STANDINGS) + " |", "| --- " * (len(_STANDINGS) + 2) + "|"]
    for one in score.lists:
        counts = Counter(mark.standing for mark in one.marks)
        lines.append(
            f"| [{one.name}](#{one.name}) | {len(one.marks)} | "
            + " | ".join(str(counts[name] or "") for name in _STANDINGS)
            + " |"
        )
    for one in score.lists:
        lines += ["", f"## {one.name}", "", f"{_plain(one.title)}. Source: {one.source}. Looked at: {_plain(one.entities)}.", ""]
        lines += ["| rule | level | demands | standing | found |", "| --- | --- | --- | --- | --- |"]
        lines += [
            f"| {mark.rule} | {mark.level} | {_plain(mark.title)} | {mark.standing} | {_found(mark)} |" for mark in one.marks
        ]
    return "\n".join([*lines, "", imprint(version)]) + "\n"


def score_table(score: Score) -> Table:
    """Return a row for each fault, and one for each rule without any."""
    rows = []
    for one in score.lists:
        for mark in one.marks:
            for fault in mark.faults or (Fault("", "", "", mark.level, mark.note),):
                said = (fault.level, fault.entity, fault.property, fault.value, fault.reason)
                rows.append((one.name, mark.rule, mark.title, mark.standing, *said))
    return Table(_COLUMNS, tuple(rows))


_STANDINGS = (PASS, "miss with a reason", MISS, "needs the web", "needs a reader", NONE)


def _mark_lines(mark: Mark, page: Page) -> list[str]:
    head = f"{mark.rule} ({mark.level}, {mark.standing}): {mark.title}."
    lines = page.paragraph(clean(f"{head} {_sentence(mark.note)}" if mark.note else head), hang=2)
    if mark.faults:
        lines += page.paragraph(f"Found: {mark.finds}; {mark.fix}.", 4)
    left = [fault for fault in mark.faults if not fault.reason]
    for fault in left[:_SHOWN]:
        lines += page.paragraph(
            clean(" ".join(filter(None, (fault.level, fault.entity, fault.property, _short(fault.value))))), 4, 2
        )
    if len(left) > _SHOWN:
        lines += page.paragraph(f"... and {len(left) - _SHOWN} more; --format csv has them all", 4)
    for words in _groups(fault for fault in mark.faults if fault.reason):
        lines += page.paragraph(clean(words), 4, 2)
    return lines


def _found(mark: Mark) -> str:
    """Return what a cell of the page says of a rule: the note, or the faults by reason with the entities concerned."""
    if not mark.faults:
        return _plain(_sentence(mark.note)) if mark.note else ""
    return _plain(" ".join(_groups(mark.faults, "`")))


def _groups(faults: Iterable[Fault], mark: str = "") -> list[str]:
    """Return faults in words, those of one level and reason together, with the entities and the reason."""
    groups: dict[tuple[str, str], list[Fault]] = {}
    for fault in faults:
        groups.setdefault((fault.level, fault.reason), []).append(fault)
    return [_group(level, reason, held, mark) for (level, reason), held in groups.items()]


def _group(level: str, reason: str, faults: list[Fault], mark: str) -> str:
    named = list(dict.fromkeys(f"{mark}{fault.entity}{mark} {fault.property}".rstrip() for fault in faults))
    shown = ", ".join(named[:_SHOWN]) + (f" and {len(named) - _SHOWN} more" if len(named) > _SHOWN else "")
    return f"{len(faults)} {level}: {shown}." + (f" {_sentence(reason)}" if reason else "")


def _count(one: ListScore) -> str:
    counts = Counter(mark.standing for mark in one.marks)
    return f"{len(one.marks)} rules: " + ", ".join(f"{counts[name]} {name}" for name in _STANDINGS if counts[name])


def _verdict(score: Score) -> str:
    """Return the one sentence that says how it went."""
    faults = [fault for one in score.lists for mark in one.marks for fault in mark.faults]
    open_faults = Counter(fault.level for fault in faults if not fault.reason)
    known = sum(bool(fault.reason) for fault in faults)
    left = ", ".join(f"{open_faults[level]} {level}" for level in ("ERROR", "WARN", "INFO"))
    return f"Found: {left}; {known} more have a stated reason."


def _short(value: str) -> str:
    text = " ".join(value.split())
    return text if len(text) <= 80 else text[:79] + "…"


def _sentence(words: str) -> str:
    begin = words if "/" in words.split(" ")[0] else words[:1].upper() + words[1:]
    return begin + ("" if words.endswith(".") else ".")


def _plain(words: str) -> str:
    return words.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")
