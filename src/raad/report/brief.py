"""A comparison as text: a brief that reads from top to bottom and can be traced to its sources."""

from __future__ import annotations

import re
from collections import Counter

from raad.comparison.imprint import imprint
from raad.comparison.mechanism import first_measured, missing
from raad.comparison.mechanism import measured_with_both as measured_events
from raad.comparison.reference import DAGGER, reference, short_reference
from raad.comparison.value import PUBLICATION_ID, Comparison, HypothesisPair, Party, measured_with_both
from raad.comparison.words import basis, counted, directions, sized
from raad.layout import Page, clean_lines
from raad.names import BASE
from raad.report.dose import dissociations, doses, pooled
from raad.report.evidence import BRIEF, disagree, head_to_head, lacks, spines, synapses
from raad.report.identity import act, who
from raad.report.mechanism import neighbours, side_effects
from raad.report.path import work
from raad.report.region import regions
from raad.report.time import times, turnover


class Desk:
    """What every section is written with: the comparison, the page, the numbers of its sources, and which were cited."""

    def __init__(self, comparison: Comparison, page: Page, full: bool) -> None:
        """Give the sources their numbers; `full` asks for all rows and whole references."""
        self.c, self.page, self.full = comparison, page, full
        self.number = {source.publication: source.number for source in comparison.sources}
        self.label = {party.iri: party.label for party in (comparison.a, comparison.b)}
        self.cited: set[int] = set()
        self.held = "this scope" if comparison.narrowed else "the curated set"

    def refs(self, publications) -> str:
        """Return the numbers of publications in brackets, and remember that they were cited."""
        numbers = sorted(self.number[publication] for publication in publications)
        self.cited |= set(numbers)
        return f"[{','.join(map(str, numbers))}]" if numbers else ""

    def split_registry(self, publications) -> tuple[str, str]:
        """Return the numbers of registry records and those of the other publications, each in brackets."""
        kind = {source.publication: source.kind for source in self.c.sources}
        registry = [publication for publication in publications if kind[publication] == "trial record"]
        return self.refs(registry), self.refs(publication for publication in publications if publication not in registry)

    def prose(self, text: str) -> str:
        """Return a curator's words with the ids of publications turned into the numbers of sources."""

        def number(found: re.Match) -> str:
            iri = f"{BASE}publication/{found[1]}"
            return self.refs([iri]) if iri in self.number else found[0]

        return PUBLICATION_ID.sub(number, text)

    def head(self, title: str, key: str) -> list[str]:
        """Return the heading of a section with what it rests on, below the title where both do not fit in one line."""
        said = f"({basis(self.c.sections[key])})"
        if len(title) + 2 + len(said) <= self.page.width:
            return [f"{self.page.heading(title)}  {said}"]
        return [*map(self.page.heading, self.page.paragraph(title, 0)), *self.page.paragraph(said)]


def comparison_text(comparison: Comparison, page: Page, full: bool = False) -> str:
    """Return a comparison as text: a brief, or with `full` every row and whole references."""
    desk = Desk(comparison, page, full)
    sections = [
        title,
        glance,
        who,
        act,
        head_to_head,
        work,
        spines,
        regions,
        synapses,
        times,
        turnover,
        dissociations,
        lacks,
        side_effects,
        doses,
        pooled,
        trials,
        disagree,
        unmeasured,
        neighbours,
        sources,
    ]
    blocks = ["\n".join(lines) for lines in (section(desk) for section in sections) if lines]
    text = "\n\n".join([*blocks, "\n".join(page.paragraph(imprint(comparison.release.version), 0))])
    return clean_lines(text) + "\n"


def title(desk: Desk) -> list[str]:
    """Return the title and how to read the marks."""
    c = desk.c
    marks = (
        f"[n] is a source, listed at the end. {DAGGER}: a value not found on a page that was read. 'For' and 'against' "
        f"count publications of {desk.held}, not of the literature."
    )
    return [
        desk.page.heading(f"{c.a.label.upper()} COMPARED WITH {c.b.label.upper()}"),
        *desk.page.paragraph(f"RAAD release {c.release.version}. {c.release.notice}", 0),
        *desk.page.paragraph(marks, 0),
    ]


def glance(desk: Desk) -> list[str]:
    """Return the answer in a few lines, each drawn from a section below."""
    c, pair = desk.c, desk.c.mechanism[0] if desk.c.mechanism else None
    opposed = sorted({target for row in c.actions for target in row["opposed_on"]})
    said = [f"First step: opposite sign on the {', '.join(opposed)}." if opposed else unopposed(c)]
    if pair:
        said.append(f"Leading hypotheses: {meeting_words(c, pair)}.")
        said += looked_for(c, pair)
    said += [
        f"No finding of {party.label} is in {desk.held}, so that what is missing here was perhaps never looked for."
        for party in (c.a, c.b)
        if not party.findings
    ]
    said += _spines(c)
    sizes = "; ".join(_effects(desk, party) for party in (c.a, c.b))
    said.append(f"Effect sizes that printed numbers allow: {sizes}; `raad effect` gives the inputs.")
    said.append(f"Tested side by side in {counted(len({row['publication'] for row in c.head_to_head}), 'publication')}.")
    said += [f"Trial records of {trial_ends(party)}." for party in (c.a, c.b)]
    open_ones = sum(row["status"] == "open" for row in c.contradictions)
    touch = "touches" if len(c.contradictions) == 1 else "touch"
    said.append(f"{counted(len(c.contradictions), 'contradiction')} {touch} them, {open_ones} of them open.")
    return [desk.page.heading("AT A GLANCE"), *(line for words in said for line in desk.page.paragraph(words, 2, 2))]


def unopposed(c: Comparison) -> str:
    """Return why no target with opposite signs is shown."""
    bare = [party.label for party in (c.a, c.b) if not any(row["compound"] == party.iri for row in c.actions)]
    if bare:
        return f"First step: no target is curated for {' and '.join(bare)}, so signs cannot be compared."
    return "First step: no target with opposite signs is recorded."


def meeting_words(c: Comparison, pair: HypothesisPair) -> str:
    """Return where two main paths meet, where they do so by measurement, and how many events they share."""
    meeting, measured = pair.first_convergence, first_measured(pair, c.a.mechanism[0], c.b.mechanism[0])
    event = next((event for event in pair.shared if meeting and event.event == meeting.event), None)
    bare = [party.label for party, side in ((c.a, "a"), (c.b, "b")) if event and not getattr(event, side).measured_with_compound]
    caveat = f" (not itself measured with {' or '.join(bare)})" if bare else ""
    met = f"the paths meet first at {meeting.label}{caveat}" if meeting else "the main paths do not meet"
    first = (
        f"the first shared event measured with both is {measured.label}"
        if measured
        else "no event of both main paths was measured with both"
    )
    shared = f"{counted(len(pair.shared), 'event')} {'is' if len(pair.shared) == 1 else 'are'} shared"
    return f"{met}; {first}; {shared}, {len(measured_events(pair))} of them measured with both"


def looked_for(c: Comparison, pair: HypothesisPair) -> list[str]:
    """Return what was looked for with one of the two: first what was absent, then what stayed inconclusive."""
    said = []
    for party, side in ((c.a, "a"), (c.b, "b")):
        found: dict[str, list[str]] = {}
        for event in pair.only_a + pair.only_b:
            if missing(getattr(event, side)):
                found.setdefault(getattr(event, side).standing, []).append(event.label)
        for standing in sorted(found):
            said.append(
                f"Measured with {party.label}, {standing.removeprefix('measured').lstrip(', ')}: {'; '.join(found[standing])}."
            )
    return said


def trial_ends(party: Party) -> str:
    """Return how many trials a compound has, and how those of phase 3 ended, by the first clause of their result."""
    late = [row for row in party.trial if row["phase"] == "phase 3"]
    ends = Counter((row["result"] or "result not seen").partition(";")[0] for row in late)
    results = ", ".join(f"{number} {end}" for end, number in ends.most_common())
    return f"{party.label}: {len(party.trial)}" + (f", {len(late)} of them in phase 3: {results}" if late else "")


def _spines(c: Comparison) -> list[str]:
    """Return how the spine or dendrite endpoint with most findings, if possible one of both compounds, moved with each."""
    rows = [
        row
        for row in c.findings["spine"]
        if row["against"] != "against comparator"
        and not row["with"]
        and row["publicationKind"] == "journal article"
        and row["basis"] != "second-hand"
    ]
    both = measured_with_both(tuple(rows), c.a.iri, c.b.iri) or rows
    if not both:
        return []
    name, _ = Counter(row["quantity"] for row in both).most_common(1)[0]
    said = []
    for party in (c.a, c.b):
        own = [row for row in rows if row["quantity"] == name and row["compound"] == party.iri]
        said.append(f"{party.label} {directions(own) if own else 'no finding in this scope' if c.narrowed else 'not measured'}")
    return [f"Findings of journal articles on {name} with the compound alone, against control: {'; '.join(said)}."]


def _effects(desk: Desk, party: Party) -> str:
    """Return the effect sizes computed for findings of a compound, each with its endpoint, comparator and source."""
    rows = [row for row in desk.c.findings["sized"] if row["compound"] == party.iri]
    said = (
        f"{row['endpoint']} against {row['comparatorLabel'] or 'control'} {sized(row['computed'])} "
        f"{desk.refs([row['publication']])}"
        for row in rows
    )
    return f"{party.label} {', '.join(said) or 'none'} (of {counted(party.findings, 'finding')})"


def trials(desk: Desk) -> list[str]:
    """Return the trials of both and how they ended."""
    lines = desk.head("TRIALS", "trials")
    for party in (desk.c.a, desk.c.b):
        for row in party.trial:
            phase = f"{row['phase']}{DAGGER if 'inPhase' in row['unverified'] else ''}" if row["phase"] else ""
            number = ", ".join(row["registry"]) + (DAGGER if "registryNumber" in row["unverified"] else "")
            result = (row["result"] or "result not seen") + (DAGGER if "resultText" in row["unverified"] else "")
            design = row["design"] if desk.full or not number else ""
            registry, reports = desk.split_registry(row["publication"])
            number = f"{number} {registry}".strip()
            parts = [f"{party.label} {phase}".strip(), number, design, f"n {row['n']}" if row["n"] else "", row["endpoint"]]
            lines += desk.page.paragraph(f"{', '.join(filter(None, parts))}: {result} {reports}".rstrip(), 2, 2)
    if desk.c.narrowed:
        lines += desk.page.paragraph("Trial records stand whole: the scope confines findings.", 2, 2)
    return lines if desk.c.a.trial or desk.c.b.trial else [*lines, "  None in the curated set."]


def unmeasured(desk: Desk) -> list[str]:
    """Return what was measured with one and has no finding with the other; in a brief spines and synapses by name."""
    narrowed = desk.c.narrowed
    never = "WHAT WAS NEVER MEASURED WITH ONE OF THEM, AS FAR AS THE CURATED SET GOES"
    lines = desk.head("WHAT HAS NO FINDING IN THIS SCOPE WITH ONE OF THEM" if narrowed else never, "gaps")
    bare, spines_bare = (
        ("No finding in this scope", "No finding of spines in this scope") if narrowed else ("Never", "Spines never")
    )
    for party, other in ((desk.c.a, desk.c.b), (desk.c.b, desk.c.a)):
        rows = [row for row in desk.c.gaps["endpoint"] if row["missingWith"] == party.iri]
        named = [row for row in rows if desk.full or row["plasticity"]]
        said = ", ".join(
            row["endpointLabel"]
            for row in sorted(named, key=lambda row: (not row["plasticity"], row["family"], row["endpointLabel"]))
        )
        rest = f"{counted(len(rows) - len(named), 'other endpoint')} (--full names them)" if len(rows) > len(named) else ""
        lines += desk.page.paragraph(
            f"{bare} with {party.label}, but with {other.label}: {'; and '.join(filter(None, (said, rest))) or 'nothing'}.", 2, 2
        )
        regions = [row["regionLabel"] for row in desk.c.gaps["spine_region"] if row["missingWith"] == party.iri]
        if regions:
            lines += desk.page.paragraph(
                f"{spines_bare} with {party.label}, but with {other.label}, in: {', '.join(regions)}.", 2, 2
            )
        lines += _searched(desk, party)
    return lines


def _searched(desk: Desk, party: Party) -> list[str]:
    """Return how many searches for a compound are recorded, and what was sought and not found."""
    rows = [row for row in desk.c.gaps["search"] if row["compound"] == party.iri]
    if not rows:
        return desk.page.paragraph(f"No search for {party.label} is recorded, so that a gap may mean that nobody looked.", 2, 2)
    missing = [row for row in rows if row["outcome"] == "none found"]
    shown = missing if desk.full else missing[:BRIEF]
    said = "; ".join(f"{row['sought']} ({row['date']})" for row in shown)
    if len(missing) > len(shown):
        said += f"; and {len(missing) - len(shown)} more (`raad query search {party.iri.rpartition('/')[2]}`)"
    words = f"Recorded searches for {party.label}: {len(rows)}{f'; sought and not found: {said}' if said else ''}."
    return desk.page.paragraph(words, 2, 2)


def sources(desk: Desk) -> list[str]:
    """Return the sources that were cited, by number: in short, or whole with `full`."""
    cited = [source for source in desk.c.sources if source.number in desk.cited]
    lines = [
        desk.page.heading(f"SOURCES  ({len(cited)} cited here; {len(desk.c.sources)} behind all hypotheses, in the JSON form)")
    ]
    if desk.full:
        for source in cited:
            lines += desk.page.paragraph(f"[{source.number}] {reference(source)}", 0, 5)
        return lines
    entries = (f"[{source.number}]\u00a0{short_reference(source)}" for source in cited)
    return lines + desk.page.paragraph("; ".join(entries) + ".", 0) if cited else lines
