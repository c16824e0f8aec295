"""An audit as text: statement by statement, the reader's verdict beside that of the rule, and where they differ."""

from __future__ import annotations

from collections import Counter

from raad.comparison.imprint import imprint, scope_lines
from raad.comparison.judgement import Audit, Judgement
from raad.comparison.reference import short_reference
from raad.comparison.words import counted, stands
from raad.layout import Page, clean


def audit_text(made: Audit, page: Page) -> str:
    """Return an audit as text, with the sources of the findings by number at the end."""
    number = {source.publication: source.number for source in made.sources}
    lines = [*map(page.heading, page.paragraph(f"AUDIT: {made.title}", 0))]
    lines += [*scope_lines(made.release.version, page), *_head(made, page), ""]
    for place, judgement in enumerate(made.judgement, 1):
        lines += _statement(judgement, place, number, page)
    lines += ["", page.heading("WHERE READER AND RULE DIFFER"), *_differences(made, page)]
    lines += ["", page.heading("SOURCES")]
    said = "; ".join(f"[{source.number}]\u00a0{short_reference(source)}" for source in made.sources)
    lines += page.paragraph(f"{said or 'none'}.", 0)
    return "\n".join([*map(clean, lines), "", *page.paragraph(imprint(made.release.version), 0)]) + "\n"


def _head(made: Audit, page: Page) -> list[str]:
    readers = Counter(judgement.reader for judgement in made.judgement if judgement.reader)
    rules = Counter(judgement.rule.verdict for judgement in made.judgement)
    said = f"{counted(len(made.judgement), 'statement')}. Rule {made.judgement[0].rule.rule}: {_tally(rules)}."
    if readers:
        day = f" on {made.read_on}" if made.read_on else ""
        said += f" A reader judged{day}: {_tally(readers)}; that is a judgement of the text, the rule counts findings."
    return page.paragraph(said, 0)


def _tally(counts: Counter) -> str:
    return ", ".join(f"{number} {word}" for word, number in counts.most_common())


def _statement(made: Judgement, place: int, number: dict[str, int], page: Page) -> list[str]:
    where = f" (paragraph {made.paragraph})" if made.paragraph and made.paragraph.isdigit() else ""
    lines = page.paragraph(f"{place:>2} {made.text}{where}", 0, 3)
    if made.reader:
        lines += page.paragraph(f"reader: {made.reader}. {made.why}", 3, 2)
    lines += page.paragraph(f"rule: {_rule(made)}. {_evidence(made, number)}", 3, 2)
    return lines


def _rule(made: Judgement) -> str:
    return "untested, no finding for or against" if made.rule.verdict == "untested" else stands(made.rule)


def _evidence(made: Judgement, number: dict[str, int]) -> str:
    sides = (("For", made.publications_for), ("Against", made.publications_against))
    return " ".join(f"{word} [{','.join(str(number[p]) for p in side)}]." for word, side in sides if side)


def _differences(made: Audit, page: Page) -> list[str]:
    apart = [(place, judgement) for place, judgement in enumerate(made.judgement, 1) if judgement.agrees is False]
    if not apart:
        return ["  Nowhere."]
    lines = []
    for place, judgement in apart:
        lines += page.paragraph(f"{place}: reader {judgement.reader}, rule {judgement.rule.verdict}: {judgement.text}", 2, 2)
    return lines
