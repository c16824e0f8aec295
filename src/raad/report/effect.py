"""What printed numbers allow, as text and as a table: every computed value marked, with its formula and its input."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from raad.comparison.appraisal import Appraisal, Appraised
from raad.comparison.dose import FORMULA as DOSE_FORMULA
from raad.comparison.effect import FORMULA
from raad.comparison.imprint import imprint, scope_lines
from raad.comparison.recheck import Recheck
from raad.comparison.reference import DAGGER
from raad.comparison.words import counted, sized
from raad.graph.query import Iri, Table
from raad.layout import Page, clean_lines

COLUMNS = (
    "finding", "compound", "endpoint", "publication", "comparator", "g", "lower", "upper", "signed", "formula", "input",
    "unit", "n", "unitOfAnalysis", "warning", "reason", "recomputedP", "suspicion", "humanEquivalentDose", "unverified",
    "computed",
)  # fmt: skip


def appraisal_text(made: Appraisal, page: Page, names: dict[Iri, str]) -> str:
    """Return an appraisal as text; `names` holds publications as short references."""
    cited = (section(made, page, names) for section in (_effects, _rechecked, _units))
    plain = (section(made, page) for section in (_doses, _by_endpoint, _reasons))
    blocks = ["\n".join(lines) for lines in (scope_lines(made.release.version, page), *cited, *plain) if lines]
    end = "\n".join([*page.paragraph(made.pooling, 0), "", *page.paragraph(_marks(made) + imprint(made.release.version), 0)])
    return "\n\n".join(map(clean_lines, [*blocks, end])) + "\n"


def appraisal_table(made: Appraisal) -> Table:
    """Return an appraisal as a table with one row a finding; what is computed stands beside its formula and input."""
    return Table(COLUMNS, tuple(_cells(item) for item in made.findings))


def _effects(made: Appraisal, page: Page, names: dict[Iri, str]) -> list[str]:
    items = [item for item in made.findings if item.effect]
    total = counted(len(made.findings), "finding")
    title = "EFFECT SIZES, COMPUTED: Hedges g [95 % confidence interval], treated minus control on the scale as printed"
    lines = _head(page, title)
    lines += page.paragraph(f"{len(items) or 'None'} of {total} {'allows' if len(items) == 1 else 'allow'} one.")
    for item in items:
        against = f" against {item.comparator}" if item.comparator else ""
        head = f"{item.compound}{against}, {item.endpoint}{f' in {item.unit}' if item.unit else ''} ({names[item.publication]})"
        lines += page.paragraph(f"{head}: {sized(item.effect)}; formula {item.effect.formula}, from {_input(item)}.", 2, 2)
        told = [f"the source prints {item.effect.printed}"] if item.effect.printed else []
        lines += [line for words in (*told, *item.effect.warnings) for line in page.paragraph(f"- {words}", 4, 2)]
    used = [name for name in FORMULA if any(item.effect.formula == name for item in items)]
    return lines + [line for name in used for line in page.paragraph(f"Formula {name}: {FORMULA[name]}.", 2, 2)]


def _rechecked(made: Appraisal, page: Page, names: dict[Iri, str]) -> list[str]:
    checks = [(item, check) for item in made.findings for check in item.rechecks]
    unequal = [(item, check) for item, check in checks if not check.agrees]
    lines = _head(page, "PRINTED P AGAINST RECOMPUTED P, COMPUTED")
    said = f"{counted(len(checks), 'printed p value')} can be recomputed; {len(checks) - len(unequal)} can be what is recomputed."
    lines += page.paragraph(said if checks else "No printed p value can be recomputed.")
    for item, check in unequal:
        told = f"{_named(item, names)}: printed {check.printed}, recomputed {_range(check)} from {check.source}"
        lines += page.paragraph(f"DIFFERS: {told}{f'; {check.note}' if check.note else ''}.", 2, 2)
    doubted = [item for item in made.findings if item.suspicion]
    for item in doubted:
        told = f"printed as {item.suspicion.printed_as}, fits the printed p only as {item.suspicion.fits_as}"
        lines += page.paragraph(f"SUSPICION: {_named(item, names)}: the spread, {told}.", 2, 2)
    return lines + (
        [] if doubted else page.paragraph("No spread is under suspicion of being SEM labelled as SD or SD labelled as SEM.")
    )


def _units(made: Appraisal, page: Page, names: dict[Iri, str]) -> list[str]:
    counts = Counter(item.unit_of_analysis for item in made.findings)
    lines = _head(page, "UNIT OF ANALYSIS, as far as n is printed")
    said = "; ".join(f"{unit} {number}" for unit, number in counts.most_common())
    lines += page.paragraph(f"What n counts, by finding: {said}.")
    warned: dict[str, dict[str, None]] = {}
    for item in made.findings:
        if item.warning:
            warned.setdefault(item.warning, {})[names[item.publication]] = None
    number = Counter(item.warning for item in made.findings)
    for warning, sources in warned.items():
        lines += page.paragraph(f"WARNING, {warning}: {counted(number[warning], 'finding')} ({'; '.join(sources)}).", 2, 2)
    return lines


def _doses(made: Appraisal, page: Page) -> list[str]:
    """Return the equivalents of a compound's doses; of all compounds only how many there are."""
    doses = [dose for item in made.findings for dose in item.doses]
    lines = _head(page, "HUMAN-EQUIVALENT DOSES, COMPUTED")
    if not doses:
        return [*lines, *page.paragraph("No finding has a dose in mg/kg in mice or in rats.")]
    if made.compound is None:
        lines += page.paragraph(
            f"{len(doses)} doses in mg/kg in mice or rats have one; name a compound, or use --format csv or json."
        )
    else:
        said = {(dose.species, Decimal(dose.dose)): dose for dose in doses}
        shown = (
            f"{dose.species} {dose.dose}{DAGGER if dose.unverified else ''} -> {dose.equivalent:.3g}"
            for _, dose in sorted(said.items(), key=lambda pair: pair[0])
        )
        lines += page.paragraph(f"In mg/kg: {'; '.join(shown)}.", 2, 2)
    caveat = "It scales by body surface, says nothing of exposure, route or receptor, and is no advice on dosing"
    return lines + page.paragraph(f"Formula: {DOSE_FORMULA}. {caveat}.", 2, 2)


def _by_endpoint(made: Appraisal, page: Page) -> list[str]:
    lines = _head(page, "BY ENDPOINT: findings that allow an effect size")
    for name, (with_size, without) in made.endpoints.items():
        lines += page.paragraph(f"{name}: {with_size} of {with_size + without}", 2, 2) if with_size else []
    none = sorted(((without, name) for name, (with_size, without) in made.endpoints.items() if not with_size), key=_most)
    said = ", ".join(f"{name} {number}" for number, name in none)
    return lines + (page.paragraph(f"None of the findings on: {said}.", 2, 2) if none else [])


def _most(pair: tuple[int, str]) -> tuple[int, str]:
    return -pair[0], pair[1]


def _reasons(made: Appraisal, page: Page) -> list[str]:
    without = sum(made.reasons.values())
    lines = _head(page, f"WHY {counted(without, 'finding').upper()} ALLOW{'S' * (without == 1)} NONE")
    return lines + [line for why, number in made.reasons.items() for line in page.paragraph(f"{number:>4}  {why}", 2, 6)]


def _head(page: Page, words: str) -> list[str]:
    return [page.heading(line) for line in page.paragraph(words, 0)]


def _named(item: Appraised, names: dict[Iri, str]) -> str:
    return f"{item.compound}, {item.endpoint} ({names[item.publication]})"


def _input(item: Appraised) -> str:
    return ", ".join(f"{name} {value}" for name, value in item.effect.inputs)


def _range(check: Recheck) -> str:
    """Return the range of a recomputed p in three digits, as one number where both ends round to it."""
    lowest, highest = f"{check.lowest:.3g}", f"{check.highest:.3g}"
    return lowest if lowest == highest else f"{lowest} to {highest}"


def _marks(made: Appraisal) -> str:
    doubtful = any(item.effect and item.effect.unverified for item in made.findings)
    return f"{DAGGER}: an input not found on a page that was read. " if doubtful else ""


def _cells(item: Appraised) -> tuple:
    effect = item.effect
    g = [Decimal(str(value)) for value in (effect.g, effect.lower, effect.upper)] if effect else [None] * 3
    rechecked = tuple(
        f"{check.printed}, recomputed {_range(check)} from {check.source}: " + ("agrees" if check.agrees else "differs")
        for check in item.rechecks
    )
    doses = tuple(f"{dose.species} {dose.dose} mg/kg -> {dose.equivalent:.3g} mg/kg" for dose in item.doses)
    doubt = f"printed as {item.suspicion.printed_as}, fits as {item.suspicion.fits_as}" if item.suspicion else None
    warnings = effect.warnings if effect else (item.warning,) if item.warning else ()
    unseen = {*(effect.unverified if effect else ()), *(name for dose in item.doses for name in dose.unverified)}
    return (
        item.finding, item.compound, item.endpoint, item.publication, item.comparator, *g, effect.signed if effect else None,
        effect.formula if effect else None, _input(item) if effect else None, item.unit, item.n_printed, item.unit_of_analysis,
        warnings, item.reason, rechecked, doubt, doses, tuple(sorted(unseen)), bool(effect or item.rechecks or item.doses),
    )  # fmt: skip
