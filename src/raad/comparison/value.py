"""The values a comparison of two compounds is made of.

Rows of stored questions stay dictionaries by column name; what is put together from several
questions has a class here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

Row = dict[str, object]

PUBLICATION_ID = re.compile(r"\b((?:[a-z0-9]+-)+\d{4}(?:-[a-z0-9]+)*?|nct\d{8})(?:-f\d+)?\b")
SUPPORTED = "supported"
PROPOSED = "proposed, no evidence read"
PROPOSED_IN_SCOPE = "proposed, no evidence in this scope"
MAIN = "main branch"
ABSENT = "absent branch"
APART = (ABSENT, "rival branch")


@dataclass(frozen=True)
class EvidenceLine:
    """One argument for or against a step: the publication, the findings it cites, and what they tested.

    `measures_effect` says whether a cited finding measures the effect of the step; `seen_as` names endpoints that only
    bear on it.
    """

    publication: str
    finding: tuple[str, ...]
    stance: str
    proof: str
    measures_effect: bool
    seen_as: tuple[str, ...]
    compound: tuple[str, ...]
    second_reading: str | None = None
    source_role: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class Verdict:
    """What a versioned rule makes of the evidence for a step or statement, counted over independent groups.

    `translation` says whether people were tested and whether they agree with the animals.
    """

    verdict: str
    groups_for: int
    groups_against: int
    publications_for: int
    publications_against: int
    translation: str | None
    rule: str


@dataclass(frozen=True)
class Step:
    """One causal step of a mechanism with its standing and its evidence lines."""

    step: str
    position: int
    cause: str
    cause_label: str
    relation: str
    sign: int
    event: str
    event_label: str
    branch: str
    standing: str
    species: tuple[str, ...]
    evidence: tuple[EvidenceLine, ...]
    verdict: Verdict
    note: str | None = None


@dataclass(frozen=True)
class Mechanism:
    """A hypothesis that explains one of the compounds, with its steps in order."""

    mechanism: str
    label: str
    leads: bool
    standing: str
    limit: tuple[str, ...]
    step: tuple[Step, ...]

    @cached_property
    def reached(self) -> frozenset[str]:
        """Return the events that a supported step of it reaches, on a branch that is neither absent nor rival."""
        return frozenset(step.event for step in self.step if step.branch not in APART and step.standing == SUPPORTED)


@dataclass(frozen=True)
class Party:
    """One of the two compounds: who it is, its relatives kept apart, its trials and its mechanisms."""

    iri: str
    label: str
    kind: tuple[str, ...]
    inferred_kind: tuple[str, ...]
    synonym: tuple[str, ...]
    identifier: tuple[str, ...]
    note: str | None
    findings: int
    related: tuple[Row, ...]
    trial: tuple[Row, ...]
    mechanism: tuple[Mechanism, ...]


@dataclass(frozen=True)
class Reach:
    """How one side stands to an event: its standing, and the publications for, against and neither.

    `disputes` names those that measured the event, `disputes_step` those that speak against the link to its cause
    without measuring the event. `with_compound` names those of them whose findings test the compound itself and not a relative or
    another drug; `elsewhere` names other hypotheses of the compound that reach the event; `measured` says
    whether a supporting finding measures the event itself, `measured_with_compound` whether one does so with the
    compound itself; `seen_as` names the endpoints in which it was only seen.
    """

    standing: str
    step: tuple[str, ...] = ()
    supports: tuple[str, ...] = ()
    disputes: tuple[str, ...] = ()
    disputes_step: tuple[str, ...] = ()
    neutral: tuple[str, ...] = ()
    with_compound: tuple[str, ...] = ()
    measured: bool = True
    measured_with_compound: bool = True
    seen_as: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()


@dataclass(frozen=True)
class EventPair:
    """One event seen from both sides of a pair of hypotheses."""

    event: str
    label: str
    a: Reach
    b: Reach


@dataclass(frozen=True)
class Divergence:
    """The first place at which two main paths differ: the position, and the event on each side."""

    position: int
    event_a: str
    label_a: str
    event_b: str
    label_b: str


@dataclass(frozen=True)
class Convergence:
    """The first event, after the divergence, that both main paths reach, and the steps each takes to it."""

    event: str
    label: str
    steps_a: int
    steps_b: int


@dataclass(frozen=True)
class HypothesisPair:
    """A hypothesis of one compound against a hypothesis of the other.

    `steps_a` and `steps_b` are the lengths of the main paths. `shared` holds events both reach with read evidence;
    `only_a` and `only_b` those one side reaches alone, those measured and not shown on the other side first.
    """

    hypothesis_a: str
    hypothesis_b: str
    steps_a: int
    steps_b: int
    shared: tuple[EventPair, ...]
    only_a: tuple[EventPair, ...]
    only_b: tuple[EventPair, ...]
    first_divergence: Divergence | None
    first_convergence: Convergence | None


@dataclass(frozen=True)
class Source:
    """A numbered publication behind the comparison."""

    number: int
    publication: str
    kind: str
    title: str | None
    first_author: str | None
    more_authors: bool
    year: int | None
    journal: str | None
    volume_pages: str | None
    doi: str | None
    pmid: int | None
    pmcid: str | None
    registry: tuple[str, ...]
    retraction: str | None
    retraction_checked: str | None
    page: str
    unverified: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """On how much a section rests: rows, distinct findings, and how many of these were fully seen and read twice.

    A section whose rows rest on no findings counts the rows themselves; `read_twice` is None where no reading is recorded.
    """

    rows: int
    findings: int
    verified: int | None
    read_twice: int | None


@dataclass(frozen=True)
class EffectSize:
    """Hedges g of a finding with its 95 % confidence interval: computed, treated minus control on the scale as printed.

    Where `signed` is false, no direction is stated and g is the size without a sign. `inputs` are the printed numbers it
    is computed from; `unverified` names those not seen on a page. `printed` is an effect size the source itself gives.
    """

    finding: str
    g: float
    lower: float
    upper: float
    signed: bool
    formula: str
    inputs: tuple[tuple[str, str], ...]
    unit_of_analysis: str
    warnings: tuple[str, ...]
    unverified: tuple[str, ...]
    printed: str | None = None
    computed: bool = True


@dataclass(frozen=True)
class Release:
    """The release an answer comes from, how to cite it, and for what it may be used."""

    version: str
    citation: str
    notice: str
    license: str


@dataclass(frozen=True)
class Comparison:
    """The comparison of two compounds, section by section; swapping the two mirrors it.

    Where it is `narrowed`, some findings were left out, so that a lack of findings speaks of the scope only.
    """

    a: Party
    b: Party
    actions: tuple[Row, ...]
    mechanism: tuple[HypothesisPair, ...]
    findings: dict[str, tuple[Row, ...]]
    head_to_head: tuple[Row, ...]
    tested_both: tuple[Row, ...]
    contradictions: tuple[Row, ...]
    gaps: dict[str, tuple[Row, ...]]
    robustness: tuple[Row, ...]
    balance: tuple[Row, ...]
    side_effect: tuple[Row, ...]
    nearest: dict[str, tuple[Row, ...]]
    outcome: dict[str, tuple[Row, ...]]
    sources: tuple[Source, ...]
    release: Release
    sections: dict[str, Section] = field(default_factory=dict)
    narrowed: bool = False


def measured_with_both(rows: tuple[Row, ...], a: str, b: str) -> tuple[Row, ...]:
    """Return the rows whose endpoint was measured with both compounds."""
    with_a, with_b = ({row["quantity"] for row in rows if row["compound"] == compound} for compound in (a, b))
    return tuple(row for row in rows if row["quantity"] in with_a & with_b)
