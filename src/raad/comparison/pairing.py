"""The comparison of two compounds, put together from stored questions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, replace

from raad.asking.answer import answer
from raad.asking.find import resolve
from raad.comparison.imprint import release
from raad.comparison.mechanism import mechanisms, pairs
from raad.comparison.outcome import findings_of, outcomes
from raad.comparison.reference import sources
from raad.comparison.value import ABSENT, PUBLICATION_ID, Comparison, EffectSize, Party, Row, Section, measured_with_both
from raad.errors import UsageError
from raad.graph.cache import Graph, keep_answer, read_answer
from raad.graph.question import bind, question
from raad.names import BASE


def compare(graph: Graph, a: str, b: str) -> Comparison:
    """Return the comparison of two compounds, named by id, label, synonym, code or IRI.

    UnknownName gives near names; UsageError says when both names mean one compound, or a roll-up would give
    both the same findings.
    """
    left, right = resolve(graph, a, "compound"), resolve(graph, b, "compound")
    if left == right:
        raise UsageError(f"{a} and {b} are the same compound; name two different ones")
    _apart(graph, left, right)
    computed = _computed(graph, left) | _computed(graph, right)
    head_to_head = _sized(computed, answer(graph, "compare/head-to-head", A=left, B=right).records())
    first, second = _party(graph, left, right), _party(graph, right, left)
    mechanism = pairs(graph, left, right, first.mechanism, second.mechanism)
    actions = _actions(graph, left, right)
    findings = _findings(graph, left, right, computed)
    contradictions = _contradictions(graph, left, right)
    outcome = outcomes(graph, left, right, computed)
    balance = tuple(answer(graph, "compare/evidence-balance", A=left, B=right).records())
    side_effect = tuple(answer(graph, "compare/side-effect", A=left, B=right).records())
    nearest = {compound: tuple(answer(graph, "describe/nearest-compound", A=compound).records()) for compound in (left, right)}
    comparison = Comparison(
        first, second, actions, mechanism, findings, head_to_head,
        tuple(answer(graph, "compare/tested-both", A=left, B=right).records()), contradictions, _gaps(graph, left, right),
        tuple(row for party in (first, second) for row in _robustness(graph, party)), balance, side_effect, nearest, outcome,
        (), release(graph.version), narrowed=graph.scope.narrows,
    )  # fmt: skip
    cited = sources(graph, _shown(graph, comparison), _behind(comparison))
    return replace(comparison, sources=cited, sections=_sections(graph, replace(comparison, sources=cited)))


def _gaps(graph: Graph, a: str, b: str) -> dict[str, tuple[Row, ...]]:
    """Return what was measured with one of the two only, and what was searched for with either."""
    return {
        "endpoint": tuple(answer(graph, "compare/unmeasured-endpoint", A=a, B=b).records()),
        "spine_region": tuple(answer(graph, "compare/unmeasured-spine-region", A=a, B=b).records()),
        "search": tuple({"compound": c, **row} for c in (a, b) for row in answer(graph, "evidence/search", A=c).records()),
    }


def _shown(graph: Graph, c: Comparison) -> set[str]:
    """Return the publications that the brief of a comparison cites."""
    lacking = [row[key] for row in c.findings["lacking"] for key in ("finding_has", "finding_lacks")]
    tables = (
        c.actions, c.head_to_head, c.contradictions, c.a.trial, c.b.trial, c.findings["spine"], lacking,
        c.findings["unmatched"], c.tested_both, c.findings["sized"], c.side_effect,
        measured_with_both(c.findings["synapse"], c.a.iri, c.b.iri),
    )  # fmt: skip
    notes = [row["note"] for row in c.actions] + [row["explanation"] for row in c.contradictions]
    related = {study for party in (c.a, c.b) for row in party.related for study in row["head_to_head"]}
    return _publications(tables) | _leading(c.a, c.b) | related | _mentioned(graph, notes)


def _behind(c: Comparison) -> set[str]:
    """Return the publications behind all hypotheses, synapse findings and outcomes."""
    lines = {line.publication for party in (c.a, c.b) for m in party.mechanism for s in m.step for line in s.evidence}
    return lines | _publications([c.findings["synapse"], *c.outcome.values()])


def _apart(graph: Graph, a: str, b: str) -> None:
    """Raise UsageError where a roll-up would put the findings of one molecule on both sides."""
    if not graph.scope.roll_up:
        return
    first, second = (dict(answer(graph, "find/roll-up", A=compound).rows) for compound in (a, b))
    shared = [name for form, name in sorted(first.items()) if form in second]
    if shared:
        raise UsageError(
            f"rolled up, both compounds hold the findings of {', '.join(shared)}; leave out --roll-up to set the two apart"
        )


def _party(graph: Graph, compound: str, other: str) -> Party:
    row = answer(graph, "find/identity", A=compound).records()[0]
    own = answer(graph, "describe/compound-finding", A=compound)
    return Party(
        compound, row["label"], row["kind"], row["inferredKind"], row["synonym"], row["identifier"], row["note"],
        sum(not row["molecule"] for row in own.records()), _related(graph, compound, other),
        tuple(answer(graph, "evidence/trial", A=compound).records()), mechanisms(graph, compound),
    )  # fmt: skip


def _robustness(graph: Graph, party: Party) -> list[Row]:
    """Return the verdicts on the leading mechanism of a party that change when one part of the evidence is left out."""
    return [
        {"compound": party.iri, **row}
        for mechanism in party.mechanism[:1]
        for row in answer(graph, "evidence/robustness", H=mechanism.mechanism).records()
    ]


def _related(graph: Graph, compound: str, other: str) -> tuple[Row, ...]:
    """Return the relatives of a compound, each with the studies that tested it against the other compound."""
    rows = answer(graph, "describe/related-compound", A=compound).records()
    for row in rows:
        against = () if row["compound"] == other else answer(graph, "compare/head-to-head", A=row["compound"], B=other).records()
        row["head_to_head"] = tuple(sorted({study["publication"] for study in against}))
    return tuple(rows)


def _actions(graph: Graph, a: str, b: str) -> tuple[Row, ...]:
    opposed = answer(graph, "compare/opposed-action", A=a, B=b).records()
    against: dict[str, set[str]] = {}
    for row in opposed:
        against.setdefault(row["actionA"], set()).add(row["targetLabel"])
        against.setdefault(row["actionB"], set()).add(row["targetLabel"])
    return tuple(
        {"compound": compound, **row, "opposed_on": tuple(sorted(against.get(row["action"], ())))}
        for compound in (a, b)
        for row in answer(graph, "describe/compound-action", A=compound).records()
    )


def _findings(graph: Graph, a: str, b: str, computed: dict[str, EffectSize]) -> dict[str, tuple[Row, ...]]:
    """Return spine and synapse findings of both, and the effects one has that the other was tested for and lacks.

    A finding that mirrors another of the same table says the same from the other side and is left out.
    """
    found = {}
    for key, name in (("spine", "evidence/spine-finding"), ("synapse", "evidence/synapse-finding")):
        rows = _sized(computed, ({"compound": c, **row} for c in (a, b) for row in answer(graph, name, A=c).records()))
        listed = {row["finding"] for row in rows if not row["molecule"]}
        found[key] = tuple(row for row in rows if row["mirrors"] not in listed)
    lacking = (*_lacking(graph, a, b), *_lacking(graph, b, a))
    listed = {row["finding"] for rows in found.values() for row in rows}
    unmatched = [row for row in (*_unmatched(graph, a, b), *_unmatched(graph, b, a)) if row["finding"] not in listed]
    own = (row | {"compound": c} for c in (a, b) for row in answer(graph, "describe/compound-finding", A=c).records())
    effect = tuple(row for row in _sized(computed, own) if row["computed"])
    return {**found, "lacking": lacking, "unmatched": tuple(unmatched), "sized": effect}


def _computed(graph: Graph, compound: str) -> dict[str, EffectSize]:
    """Return the effect sizes computed for the findings of a compound, by finding, kept with the answer they come from."""
    text = f"{bind(question('evidence/effect-input'), {'A': compound})}# effect sizes computed from the answer\n"
    kept = read_answer(graph, text)
    if kept is None:
        from raad.comparison.effect import computed

        kept = [asdict(effect) for effect in computed(answer(graph, "evidence/effect-input", A=compound).records())]
        keep_answer(graph, text, kept)
    return {row["finding"]: EffectSize(**{name: _frozen(value) for name, value in row.items()}) for row in kept}


def _frozen(value):
    return tuple(map(_frozen, value)) if isinstance(value, (list, tuple)) else value


def _sized(computed: dict[str, EffectSize], rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return findings, each with the effect size computed for it or None under `computed`."""
    return tuple({**row, "computed": computed.get(row["finding"])} for row in rows)


def _unmatched(graph: Graph, null: str, other: str) -> list[Row]:
    """Return the null results of a compound on endpoints that neither it nor the other is curated to change."""
    shown = {
        row["endpoint"]
        for compound in (null, other)
        for row in answer(graph, "describe/compound-finding", A=compound).records()
        if row["direction"] in ("increase", "decrease") and not row["with"] and not row["molecule"]
    }
    rows = answer(graph, "evidence/null-result", A=null).records()
    return [{"compound": null, **row} for row in rows if row["endpoint"] not in shown and not row["with"]]


def _lacking(graph: Graph, has: str, lacks: str) -> list[Row]:
    """Return each pair of findings in which one compound has an effect and the other lacks it, with both findings whole."""
    known = {
        row["finding"]: row
        for compound in (has, lacks)
        for row in answer(graph, "describe/compound-finding", A=compound).records()
    }
    return [
        {
            "has": has,
            "lacks": lacks,
            **{key: row[key] for key in ("endpoint", "endpointLabel", "direction")},
            "finding_has": known[row["findingA"]],
            "finding_lacks": known[row["findingB"]],
        }
        for row in answer(graph, "compare/lacking-effect", A=has, B=lacks).records()
    ]  # fmt: skip


def _contradictions(graph: Graph, a: str, b: str) -> tuple[Row, ...]:
    """Return the contradictions that touch either compound and have findings on both sides, those that touch both first."""
    reported = {row["finding"]: row["publication"] for row in answer(graph, "find/finding").records()}
    rows: dict[str, Row] = {}
    for compound in (a, b):
        for row in answer(graph, "evidence/contradiction", A=compound).records():
            rows.setdefault(row["contradiction"], {**row, "touches": ()})
            rows[row["contradiction"]]["touches"] += (compound,)
    for row in rows.values():
        row["touches"] = tuple(sorted(row["touches"]))
        for side in "12":
            row[f"publications{side}"] = tuple(sorted({reported[finding] for finding in row[f"findings{side}"]}))
    whole = (row for row in rows.values() if row["findings1"] and row["findings2"])
    return tuple(sorted(whole, key=lambda row: (-len(row["touches"]), row["contradiction"])))


def _publications(tables: Iterable[Iterable[Row]]) -> set[str]:
    """Return the publications named in the publication columns of rows."""
    found: set[str] = set()
    for rows in tables:
        for row in rows:
            for key, value in row.items():
                if key.startswith("publication") and not key.endswith("Kind") and value:
                    found |= set(value) if isinstance(value, tuple) else {value}
    return found


def _mentioned(graph: Graph, texts: Iterable[str | None]) -> set[str]:
    """Return the publications whose ids stand in texts."""
    known = {row["publication"] for row in answer(graph, "find/reference").records()}
    return {iri for text in texts for word in PUBLICATION_ID.findall(text or "") if (iri := f"{BASE}publication/{word}") in known}


def _leading(first: Party, second: Party) -> set[str]:
    """Return the publications of the first hypothesis of each side, and of what was looked for in vain in the others."""
    found = set()
    for party in (first, second):
        for number, mechanism in enumerate(party.mechanism):
            for step in mechanism.step:
                if number == 0 or step.branch == ABSENT:
                    found |= {line.publication for line in step.evidence}
    return found


def _sections(graph: Graph, comparison: Comparison) -> dict[str, Section]:
    """Return for each section how many rows and findings it rests on, and how well those were read."""
    read = {row["finding"]: row for row in answer(graph, "find/finding").records()}

    def section(rows: int, findings: Iterable[str]) -> Section:
        known = [read[finding] for finding in set(findings)]
        return Section(rows, len(known), sum(not row["unverified"] for row in known), sum(row["readings"] > 1 for row in known))

    steps = [step for party in (comparison.a, comparison.b) for m in party.mechanism[:1] for step in m.step]
    spine, synapse, lacking = (comparison.findings[key] for key in ("spine", "synapse", "lacking"))
    trials = comparison.a.trial + comparison.b.trial
    actions = {row["action"]: row["unverified"] for row in comparison.actions}
    members = [(*row["findings1"], *row["findings2"]) for row in comparison.contradictions]
    return {
        "actions": Section(len(actions), 0, sum(not seen for seen in actions.values()), None),
        "mechanism": section(len(steps), (f for step in steps for line in step.evidence for f in line.finding)),
        "spine": section(len(spine), (row["finding"] for row in spine)),
        "synapse": section(len(synapse), (row["finding"] for row in synapse)),
        **{topic: _topic(section, rows) for topic, rows in comparison.outcome.items()},
        "side_effect": section(len(comparison.side_effect), (row["finding"] for row in comparison.side_effect if row["finding"])),
        "lacking": section(len(lacking), (row[key]["finding"] for row in lacking for key in ("finding_has", "finding_lacks"))),
        "head_to_head": section(len(comparison.head_to_head), (row["finding"] for row in comparison.head_to_head)),
        "contradictions": section(len(members), (finding for group in members for finding in group)),
        "trials": section(len(trials), (finding for row in trials for finding in row["finding"])),
        "gaps": Section(sum(len(comparison.gaps[key]) for key in ("endpoint", "spine_region")), 0, None, None),
        "sources": Section(len(comparison.sources), 0, sum(not source.unverified for source in comparison.sources), None),
    }


def _topic(section: Callable[[int, set[str]], Section], rows: tuple[Row, ...]) -> Section:
    """Return on what the rows of a topic rest; rows that only count findings are counted themselves."""
    found = findings_of(rows)
    return section(len(rows), found) if found else Section(len(rows), 0, None, None)
