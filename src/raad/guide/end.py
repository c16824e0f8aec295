"""The end of a guide: gaps and null results, limits, numbered references, and every cited finding in full."""

from __future__ import annotations

from collections.abc import Iterable

from raad.comparison.reference import DAGGER, reference
from raad.comparison.value import Party, Source
from raad.comparison.words import basis, counted
from raad.guide.desk import COLUMNS, Desk, Field, local
from raad.guide.document import Block, Bullets, Card, Cards, Grid, Group, Heading, Link, Paragraph, Section, Words
from raad.names import BASE, DOI, PUBMED

LIMITS = (
    "RAAD holds what its curators read, not the literature. 'No finding' means none in the curated set.",
    "Most findings were read in abstracts, and part of them once; the appendix says for each how it was read.",
    "A verdict counts research groups under a stored rule; it does not weigh the quality of a study.",
    "Effects in animals, and human-equivalent doses, say little about people. Not medical advice.",
)
FIELDS = {
    "tests": "compound", "measures": "endpoint", "endpointText": "endpoint as stated", "doseText": "dose",
    "hasDoseUnit": "dose unit", "givenBy": "route", "onSchedule": "schedule", "scheduleText": "schedule as stated",
    "hoursAfterDoseText": "hours after dose", "timeText": "time as stated", "usesMethod": "method", "inModel": "model",
    "modelText": "model as stated", "inSpecies": "species", "inStrain": "strain", "inSex": "sex", "inRegion": "region",
    "inCellType": "cell type", "inCompartment": "compartment", "showsDirection": "direction",
    "locator": "place on the page", "hasBasis": "read in", "readingCount": "times read",
    "hasSecondReading": "second reading", "sourcePage": "page read", "secondSourcePage": "second page read",
    "comparedWith": "compared with", "relativeTo": "stated", "withdrawnField": "withdrawn, on no page",
    "notSeenField": "not seen", "sampleSizeText": "n as stated", "sampleSize": "n", "pValueText": "p",
    "hasOperator": "p is", "meanText": "mean", "errorText": "error", "hasErrorType": "error is", "hasUnit": "unit",
    "ofArm": "arm", "differenceText": "difference", "percentChangeText": "change in per cent",
    "ci95LowerText": "95 % interval from", "ci95UpperText": "95 % interval to", "doseFromText": "dose from",
    "doseToText": "dose to", "hoursFromText": "hours from", "hoursToText": "hours to", "givenWith": "given with",
}  # fmt: skip


def gaps(desk: Desk) -> Section:
    """Return the three kinds of no: measured and absent, measured and inconclusive, no finding, with the searches behind it."""
    blocks: list[Block] = [*_nulls(desk), Heading("gap-none", "No finding with one of the two")]
    for party, other in zip(desk.parties, desk.parties[::-1], strict=True):
        blocks += _missing(desk, party, other)
    blocks += _searches(desk)
    return Section("gap", "Gaps and null results", tuple(blocks), basis(desk.c.sections["gaps"]))


def _nulls(desk: Desk) -> list[Block]:
    rows = {row["finding"]: row for key in ("spine", "synapse", "unmatched") for row in desk.c.findings[key]}
    kinds = (("absent", "Measured, no change", "no change"), ("open", "Measured, inconclusive: no direction is stated", None))
    blocks: list[Block] = []
    for name, title, direction in kinds:
        own = [row for row in rows.values() if row["direction"] == direction]
        groups = [group for party in desk.parties for group in desk.grouped(own, "endpoint", party, f"gap-{name}")]
        caption = f"{title} ({counted(len(own), 'finding')})"
        blocks += [Heading(f"gap-{name}", title), Grid(f"gap-{name}-table", caption, COLUMNS, tuple(groups), "No such finding.")]
    lacking = Link("effects one has and the other lacks", "#lacking")
    return [*blocks, Paragraph(("Null results that stand against an effect of the other compound are under ", lacking, "."))]


def _missing(desk: Desk, party: Party, other: Party) -> list[Block]:
    by: dict[str, list[str]] = {}
    for row in desk.c.gaps["endpoint"]:
        if row["missingWith"] == party.iri:
            by.setdefault(row["family"], []).append(
                f"{row['endpointLabel']} ({counted(row['findings'], 'finding')} with {other.label})"
            )
    regions = [row["regionLabel"] for row in desk.c.gaps["spine_region"] if row["missingWith"] == party.iri]
    items: list[Words] = [(f"{family}: {', '.join(sorted(names))}",) for family, names in sorted(by.items())]
    items += [(f"spines in: {', '.join(regions)}",)] if regions else []
    title = f"No finding with {party.label}, but with {other.label}"
    return [
        Paragraph(("" if items else "nothing.",), f"{title}, as far as the curated set goes"),
        *([Bullets(tuple(items))] if items else []),
    ]


def _searches(desk: Desk) -> list[Block]:
    missing = [row for row in desk.c.gaps["search"] if row["outcome"] == "none found"]
    rows = tuple(((desk.label[row["compound"]],), (row["sought"],), (row["searched"],), (str(row["date"]),)) for row in missing)
    said = []
    for party in desk.parties:
        own = sum(row["compound"] == party.iri for row in desk.c.gaps["search"])
        said.append(
            f"{counted(own, 'search').replace('searchs', 'searches')} for {party.label}"
            if own
            else f"no search for {party.label} is recorded, so that a gap may mean that nobody looked"
        )
    columns = ("Compound", "Sought", "Searched", "Date")
    return [
        Heading("gap-search", "Searched for and not found"),
        Paragraph((f"Recorded: {'; '.join(said)}.",)),
        Grid("search-table", "Searches that found nothing", columns, (Group(rows),), "None of them came back empty."),
    ]


def limits() -> Section:
    """Return what the guide cannot say."""
    return Section("limit", "Limits", (Bullets(tuple((words,) for words in LIMITS)),))


def references(desk: Desk) -> Section:
    """Return the cited sources by number, each with links to DOI, PubMed or the page read."""
    cited = [source for source in desk.c.sources if source.number in desk.sources]
    cards = tuple(Card(f"source-{source.number}", (f"[{source.number}]",), (("", _entry(source)),)) for source in cited)
    said = f"{counted(len(cited), 'source')}. {DAGGER}: not found on a page that was read."
    return Section("reference", "References", (Paragraph((said,)), Cards(cards, small=True)), basis(desk.c.sections["sources"]))


def _entry(source: Source) -> Words:
    links: list[str | Link] = [reference(source), " "]
    if source.doi:
        links += [Link("DOI", f"{DOI}{source.doi}"), " "]
    if source.pmid:
        links += [Link("PubMed", f"{PUBMED}{source.pmid}/"), " "]
    checked = f"; no retraction seen, checked {source.retraction_checked}" if source.retraction == "none seen" else ""
    return (*links, Link("page read", source.page), f" (publication:{local(source.publication)}{checked})")


def appendix(desk: Desk) -> Section:
    """Return every cited finding with its full record, by id."""
    cards = tuple(_record(desk, finding) for finding in sorted(desk.findings))
    said = (
        f"{counted(len(cards), 'finding')}, each with all that its record holds; {DAGGER} marks what was not seen on a page. "
        "The id is the one to ask for with raad describe finding:ID."
    )
    return Section("appendix", "Appendix: every finding cited, in full", (Paragraph((said,)), Cards(cards, small=True)))


def _record(desk: Desk, finding: str) -> Card:
    fields = desk.record[finding]
    said = [field.marked for field in fields if field.name == "statement"]
    rows: list[tuple[str, Words]] = [("statement", (" ".join(said),))]
    whole = [field for field in fields if not field.part and field.name != "statement"]
    for name, own in _by_name(whole):
        rows.append((FIELDS.get(name, own[0].label), _values(desk, own)))
    for part in sorted({field.part for field in fields if field.part}):
        own = [field for field in fields if field.part == part]
        words = "; ".join(
            f"{FIELDS.get(name, held[0].label)} {', '.join(f.marked for f in held)}" for name, held in _by_name(own)
        )
        rows.append((_part(part), (words,)))
    source = desk.refs([desk.publication[finding]])
    rows += [("source", source), ("record", (Link(finding, finding),))]
    return Card(local(finding), (local(finding),), tuple(rows))


def _by_name(fields: Iterable[Field]) -> list[tuple[str, list[Field]]]:
    """Return fields by name, in the order in which `FIELDS` tells them."""
    order = list(FIELDS)
    by: dict[str, list[Field]] = {}
    for field in fields:
        by.setdefault(field.name, []).append(field)
    return sorted(by.items(), key=lambda item: (order.index(item[0]) if item[0] in order else len(order), item[0]))


def _values(desk: Desk, fields: list[Field]) -> Words:
    words: list[str | Link] = []
    for field in fields:
        value: str | Link = field.marked
        if field.value.startswith(("http:", "https:")) and not field.value.startswith(BASE):
            value = Link(field.marked, field.value)
        elif field.value in desk.findings:
            value = Link(local(field.value), f"#{local(field.value)}")
        elif field.value.startswith(BASE):
            value = local(field.value) + DAGGER * (not field.seen)
        words += [", ", value] if words else [value]
    return tuple(words)


def _part(part: str) -> str:
    words = part.split("/")
    return f"result {words[1]}" + (f", arm {words[3]}" if len(words) > 2 else "")
