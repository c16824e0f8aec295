"""Ten drawn questions answered from the curated YAML with loops over dictionaries, sharing no code with RAAD.

Each function returns all rows of a question with its default parameters, as tuples of the key columns that `COLUMNS`
names; several values of a cell stand in a frozenset.
"""

from __future__ import annotations

import os
import re

from plain_reader import Reader, listed

APART = ("absent", "rival")
REVIEWED = ("JournalArticle", "Review")
UNREVIEWED = ("PressRelease", "NewsItem", "WebPage", "TrialRecord", "MeetingAbstract", "Audit")
PREPRINT = re.compile(r"10[.](21203/rs[.]|31234/|20944/|1101/\d{4}[.]\d\d[.]\d\d[.])")
COLUMNS = {
    "compare/shared-event": ("leading", "mechanismA", "mechanismB", "event", "side", "standing"),
    "describe/mechanism-step": (
        "position", "step", "effect", "sign", "branch", "species", "stance", "proof", "publication", "finding", "measuresEffect",
    ),
    "evidence/null-result": ("finding", "endpoint", "species", "statement", "publication", "readings"),
    "evidence/trial": ("trial", "registry", "phase", "endpoint", "result", "direction", "publication", "finding"),
    "compare/opposed-action": ("target", "actionA", "signA", "actionB", "signB"),
    "describe/compound-action": ("action", "kind", "target", "sign", "affinity", "publication"),
    "evidence/search": ("search", "sought", "outcome", "date", "endpoint", "publication"),
    "evidence/company-verdict": (
        "subject", "mechanism", "verdict", "verdictWithout", "publicationsFor", "publicationsAgainst", "companyFor",
        "companyAgainst",
    ),
    "evidence/source-standing": ("publication", "reason", "checked", "findings"),
    "evidence/needed-event": ("mechanism", "step", "effect", "stance", "species", "finding", "publication"),
}  # fmt: skip


def shared_event(reader: Reader) -> set[tuple]:
    found = set()
    for one in reader.mechanisms("rapastinel"):
        for other in reader.mechanisms("ketamine"):
            leading = all(
                compound in listed(reader.mechanism[name].get("leads_for"))
                for name, compound in ((one, "rapastinel"), (other, "ketamine"))
            )
            both = reader.reached(one) & reader.reached(other)
            found |= {(leading, one, other, event, "both", "reached") for event in both}
            for own, rival, lacking, side in ((one, other, "ketamine", "A"), (other, one, "rapastinel", "B")):
                found |= {(leading, one, other, event, side, "reached") for event in reader.reached(own) - both}
                proposed = (_events(reader, own) - reader.reached(own)) & _missed(reader, lacking)
                found |= {(leading, one, other, event, side, "proposed") for event in proposed - reader.reached(rival)}
    return found


def _events(reader: Reader, mechanism: str) -> set[str]:
    return {step["effect"] for step in reader.mechanism[mechanism]["step"] if step["branch"] not in APART}


def _missed(reader: Reader, compound: str) -> set[str]:
    """Return the events that the compound was tested for and lacks or leaves open."""
    found = set()
    for mechanism in reader.mechanisms(compound):
        for step in reader.mechanism[mechanism]["step"]:
            lines = step.get("evidence_line", [])
            cited = [reader.finding[name] for line in lines for name in listed(line["finding"])]
            if step["branch"] != "absent" or not any(compound in listed(finding.get("compound")) for finding in cited):
                continue
            ways = {finding.get("direction") for finding in cited} & {"increase", "decrease", "no change"}
            against = [reader.finding[n] for line in lines if line["stance"] == "disputes" for n in listed(line["finding"])]
            if not ways or {finding.get("direction") for finding in against} & ways:
                found.add(step["effect"])
    return found


def mechanism_step(reader: Reader) -> set[tuple]:
    events = {record["id"]: record for record in reader.read("event.yaml")}
    found = set()
    for position, step in enumerate(reader.mechanism["ketamine-disinhibition"]["step"], 1):
        head = (position, step["id"], step["effect"], int(step["sign"]), step["branch"], frozenset(listed(step.get("species"))))
        lines = step.get("evidence_line", [])
        if not lines:
            found.add((*head, None, None, None, frozenset(), None))
        measures = set(listed(events[step["effect"]].get("measured_by")))
        for line in lines:
            cited = listed(line["finding"])
            kinds = {kind for name in cited for kind in reader.wider(reader.finding[name]["endpoint"])}
            said = (line["stance"], line["proof"], line["publication"], frozenset(cited), bool(measures & kinds))
            found.add((*head, *said))
    return found


def null_result(reader: Reader) -> set[tuple]:
    found = set()
    for name in reader.null_results("rapastinel"):
        finding = reader.finding[name]
        species, endpoint = frozenset(listed(finding.get("species"))), reader.endpoint[finding["endpoint"]]["label"]
        found.add((name, endpoint, species, finding["statement"], reader.reported[name], int(finding["readings"])))
    return found


def trial(reader: Reader) -> set[tuple]:
    found = set()
    for record in reader.read("trial.yaml"):
        if "rapastinel" in listed(record["compound"]):
            cited = listed(record.get("finding"))
            ways = frozenset(reader.finding[name]["direction"] for name in cited if "direction" in reader.finding[name])
            told = (record.get("phase"), record.get("endpoint_text"), record.get("result_text"), ways)
            numbers = frozenset(listed(record.get("registry_number")))
            found.add((record["id"], numbers, *told, frozenset(listed(record["publication"])), frozenset(cited)))
    return found


def opposed_action(reader: Reader) -> set[tuple]:
    target = reader.files("target")

    def above(name: str) -> set[str]:
        return {name}.union(*(above(parent) for parent in listed(target[name].get("parent"))))

    found = set()
    for a, one in enumerate(reader.compound["rapastinel"].get("action", []), 1):
        for b, other in enumerate(reader.compound["ketamine"].get("action", []), 1):
            if {one["sign"], other["sign"]} != {"positive", "negative"}:
                continue
            both = _reached(one, above) & _reached(other, above)
            lowest = {name for name in both if not any(name in above(lower) for lower in both - {name})}
            names = (f"compound/rapastinel/action/{a}", one["sign"], f"compound/ketamine/action/{b}", other["sign"])
            found |= {(name, *names) for name in lowest}
    return found


def _reached(action: dict, above) -> set[str]:
    return set().union(*(above(name) for name in listed(action["target"])))


def compound_action(reader: Reader) -> set[tuple]:
    units = {record["id"]: record["label"] for record in reader.read(os.path.join("vocabulary", "unit.yaml"))}
    found = set()
    for number, action in enumerate(reader.compound["rapastinel"].get("action", []), 1):
        printed = [
            f"{datum['parameter']} {datum.get('value_text', datum.get('value'))} {units[datum['unit']]} ({datum['system']})"
            for datum in action.get("affinity", [])
            if {"parameter", "unit", "system"} <= set(datum) and {"value_text", "value"} & set(datum)
        ]
        for target in listed(action["target"]):
            for affinity in printed or [None]:
                name, sources = f"compound/rapastinel/action/{number}", frozenset(listed(action.get("publication")))
                found.add((name, action["kind_text"], target, action["sign"], affinity, sources))
    return found


def search(reader: Reader) -> set[tuple]:
    return {
        (
            record["id"],
            record["sought"],
            record["outcome"],
            record["date"],
            frozenset(reader.endpoint[name]["label"] for name in listed(record.get("endpoint"))),
            frozenset(listed(record.get("publication"))),
        )
        for record in reader.read("search.yaml")
        if "rapastinel" in listed(record.get("compound"))
    }


def company_verdict(reader: Reader) -> set[tuple]:
    kinds = {record["id"]: record["type"] for record in reader.read("group.yaml")}

    def of_company(name: str) -> bool:
        record = reader.publication[name]
        sponsored = any(kinds[sponsor] == "Company" for sponsor in listed(record.get("sponsor")))
        return record.get("company_authorship") == "stated" or sponsored or record["type"] == "PressRelease"

    def groups(names: set[str]) -> int:
        records = [reader.publication[name] for name in names]
        known = {group for record in records for group in listed(record.get("group")) or listed(record.get("sponsor"))}
        return len(known) or bool(names)

    def verdict(for_it: set[str], against: set[str]) -> str:
        if groups(for_it):
            return "contested" if groups(against) else "supported" if groups(for_it) > 1 else "single group"
        return "disputed" if groups(against) else "untested"

    found = set()
    for mechanism in reader.mechanisms("rapastinel"):
        for step in reader.mechanism[mechanism]["step"]:
            for_it, against = (
                {
                    reader.reported[name]
                    for line in step.get("evidence_line", [])
                    if line["stance"] == stance
                    for name in listed(line["finding"])
                    if reader.publication[reader.reported[name]].get("retraction_status") != "retracted"
                }
                for stance in ("supports", "disputes")
            )
            own_for, own_against = (frozenset(filter(of_company, names)) for names in (for_it, against))
            if own_for or own_against:
                verdicts = (verdict(for_it, against), verdict(for_it - own_for, against - own_against))
                found.add((step["id"], mechanism, *verdicts, len(for_it), len(against), own_for, own_against))
    return found


def source_standing(reader: Reader) -> set[tuple]:
    notices = {"retracted", "expression of concern", "corrected"}
    found = set()
    for record in [*reader.publication.values(), *reader.files("audit").values()]:
        kind, status = record.get("type", "Audit"), record.get("retraction_status")
        said = {
            status if status in notices else None,
            "preprint" if "preprint" in record.get("journal", "").lower() or PREPRINT.match(record.get("doi", "")) else None,
            "not peer reviewed" if kind in UNREVIEWED else None,
            "no original work" if kind == "Review" else None,
            "retraction not checked" if kind in REVIEWED and status is None else None,
        } - {None}
        if said:
            found.add((record["id"], frozenset(said), record.get("retraction_checked"), len(record.get("finding", []))))
    return found


def needed_event(reader: Reader) -> set[tuple]:
    found = set()
    for name, mechanism in reader.mechanism.items():
        for step in mechanism["step"]:
            if step.get("cause") != "mtorc1-signalling-increased" or step["branch"] in APART:
                continue
            for line in step.get("evidence_line", []):
                if line["proof"] == "necessity":
                    for cited in listed(line["finding"]):
                        species = frozenset(listed(reader.finding[cited].get("species")))
                        row = (name, step["id"], step["effect"], line["stance"], species, cited, reader.reported[cited])
                        found.add(row)
    return found


ANSWERS = {
    "compare/shared-event": shared_event,
    "describe/mechanism-step": mechanism_step,
    "evidence/null-result": null_result,
    "evidence/trial": trial,
    "compare/opposed-action": opposed_action,
    "describe/compound-action": compound_action,
    "evidence/search": search,
    "evidence/company-verdict": company_verdict,
    "evidence/source-standing": source_standing,
    "evidence/needed-event": needed_event,
}
