"""Seeded mutations of the shipped records: operators that make a record wrong, and edits that leave it right.

An operator takes a random generator and the curated files and gives one changed file. It knows what a record means,
and nothing of the shapes and checks that are to find it out.
"""

from __future__ import annotations

import copy
import os
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import yaml

from raad.rooms import files, room

Record = dict
Site = tuple["Curated", Record]


@dataclass
class Curated:
    """A curated file: its path below data/, and its content with every scalar as text."""

    path: str
    content: object

    @property
    def kind(self) -> str:
        """Return the kind of the records the file holds."""
        stem = os.path.splitext(os.path.basename(self.path))[0]
        return stem if isinstance(self.content, list) else os.path.basename(os.path.dirname(self.path))

    def records(self) -> list[Record]:
        """Return the records of the file."""
        return self.content if isinstance(self.content, list) else [self.content]


@dataclass
class Mutant:
    """A changed file, and what was changed."""

    operator: str
    file: Curated
    what: str


def curated() -> list[Curated]:
    """Return the curated files that are used, audit and vocabulary of free words aside."""
    paths = files("data", ".yaml", skip=("unverified", "audit"))
    base = room("data")
    found = []
    for path in paths:
        with open(path, encoding="utf-8") as stream:
            found.append(Curated(os.path.relpath(path, base), yaml.load(stream, yaml.BaseLoader)))
    return found


def mutate(rng: random.Random, operator: Callable, sources: list[Curated]) -> Mutant:
    """Return what an operator makes of one of its sites, drawn at random."""
    file, record, *kind = rng.choice(list(operator(None, sources)))
    whole = copy.deepcopy(file)
    place = next(one for one, original in zip(walk(whole), walk(file), strict=True) if original is record)
    what = operator((rng, place, *kind), [whole, *sources])
    return Mutant(operator.__name__, whole, what)


def walk(file: Curated) -> Iterator[Record]:
    """Give every mapping of a file, nested ones too."""
    todo = [file.content]
    while todo:
        node = todo.pop(0)
        if isinstance(node, dict):
            yield node
            todo += node.values()
        elif isinstance(node, list):
            todo += node


def parts(sources: list[Curated], kind: str, *keys: str) -> Iterator[Site]:
    """Give the mappings of a kind, wherever they are nested, that have the keys."""
    for file in sources:
        for record in file.records():
            yield from ((file, part) for part in _parts(record, file.kind, kind) if all(key in part for key in keys))


def _parts(record: Record, noun: str, kind: str) -> Iterator[Record]:
    if noun == kind:
        yield record
    for key, value in record.items():
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict):
                yield from _parts(item, key, kind)


def ids(sources: list[Curated], kind: str) -> list[str]:
    """Return the ids of the records of a kind."""
    return sorted(part["id"] for _, part in parts(sources, kind, "id"))


def listed(value: object) -> list:
    """Return a value as a list."""
    return value if isinstance(value, list) else [value]


REQUIRED = {
    "finding": ("statement", "endpoint", "basis", "locator", "readings", "source_page"),
    "step": ("relation", "effect", "sign", "branch"),
    "evidence_line": ("publication", "finding", "stance", "proof"),
    "mechanism": ("label", "definition", "overall_effect", "compound", "step"),
    "contradiction": ("topic", "status", "explanation", "differs_in"),
    "side": ("claim_text",),
    "trial": ("compound", "design", "population"),
    "event": ("label", "variable", "change", "level"),
    "compound": ("label",),
    "action": ("kind_text",),
    "identifier": ("curie", "match"),
    "affinity": ("parameter", "unit", "system"),
    "measurement": ("arm",),
}

REFERENCE = {
    "finding": {"compound": "compound", "region": "region", "cell_type": "cell-type", "endpoint": "endpoint", "method": "method",
                "model": "model", "species": "species", "route": "route", "dose_unit": "unit"},
    "step": {"effect": "event", "cause": "event", "cell_type": "cell-type", "region": "region", "species": "species"},
    "evidence_line": {"publication": "publication", "finding": "finding"},
    "mechanism": {"compound": "compound", "rival": "mechanism", "discriminating_finding": "finding"},
    "trial": {"compound": "compound", "publication": "publication", "finding": "finding"},
    "side": {"finding": "finding"},
    "action": {"target": "target", "publication": "publication"},
    "relation": {"compound": "compound"},
    "event": {"entity": "target", "event_term": "event-term"},
    "result": {"unit": "unit"},
}  # fmt: skip


def _draw(table: dict[str, object], sources: list[Curated]) -> Iterator[tuple[Curated, Record, str]]:
    """Give the mappings of each kind of a table that have one of its keys, with the kind."""
    for kind, keys in table.items():
        yield from ((file, record, kind) for file, record in parts(sources, kind) if any(key in record for key in keys))


def drop_required(at, sources):
    """Leave out a value that the record cannot do without."""
    if at is None:
        return _draw(REQUIRED, sources)
    rng, record, kind = at
    key = rng.choice([key for key in REQUIRED[kind] if key in record])
    del record[key]
    return f"{key} dropped"


def wrong_class(at, sources):
    """Put the id of a record of another kind."""
    if at is None:
        return _draw(REFERENCE, sources)
    rng, record, kind = at
    key = rng.choice([key for key in REFERENCE[kind] if key in record])
    other = rng.choice(
        [noun for noun in ("compound", "target", "event", "region", "endpoint", "species") if noun != REFERENCE[kind][key]]
    )
    value = rng.choice(sorted(set(ids(sources, other)) - set(ids(sources, REFERENCE[kind][key]))))
    record[key] = [value, *listed(record[key])[1:]] if isinstance(record[key], list) else value
    return f"{key} is the {other} {value}"


def dangling_id(at, sources):
    """Misspell the id of a record."""
    if at is None:
        return _draw(REFERENCE, sources)
    rng, record, kind = at
    key = rng.choice([key for key in REFERENCE[kind] if key in record])
    values = listed(record[key])
    word = values[0]
    place = rng.randrange(len(word))
    wrong = word[:place] + rng.choice("abcdefghijklmnopqrstuvwxyz".replace(word[place], "")) + word[place + 1 :]
    record[key] = [wrong, *values[1:]] if isinstance(record[key], list) else wrong
    return f"{key} is {wrong}"


SINGLE = {
    "finding": {"endpoint": "endpoint", "method": "method", "cell_type": "cell-type", "route": "route", "dose_unit": "unit"},
    "step": {"effect": "event", "cause": "event"},
    "evidence_line": {"publication": "publication"},
    "event": {"event_term": "event-term"},
    "relation": {"compound": "compound"},
}


def second_value(at, sources):
    """Give a second value where there is room for one."""
    if at is None:
        return _draw(SINGLE, sources)
    rng, record, kind = at
    key = rng.choice([key for key in SINGLE[kind] if key in record])
    other = rng.choice([word for word in ids(sources, SINGLE[kind][key]) if word != record[key]])
    record[key] = [record[key], other]
    return f"{key} has {record[key]} too"


def flip_step_sign(at, sources):
    """Turn the sign of a step round."""
    if at is None:
        return parts(sources, "step", "sign")
    at[1]["sign"] = "1" if at[1]["sign"] == "-1" else "-1"
    return "sign flipped"


def flip_overall_sign(at, sources):
    """Turn the declared overall sign of a mechanism round."""
    if at is None:
        return parts(sources, "overall_effect", "sign")
    at[1]["sign"] = "1" if at[1]["sign"] == "-1" else "-1"
    return "sign flipped"


def flip_action_sign(at, sources):
    """Turn the sign of an action round."""
    if at is None:
        return (
            (file, part) for file, part in parts(sources, "action", "sign", "type") if part["sign"] in ("positive", "negative")
        )
    at[1]["sign"] = "negative" if at[1]["sign"] == "positive" else "positive"
    return "sign flipped"


def flip_event(at, sources):
    """Turn the direction of an event round."""
    if at is None:
        return parts(sources, "event", "change")
    at[1]["change"] = "decrease" if at[1]["change"] == "increase" else "increase"
    return "change flipped"


def direction_against_number(at, sources):
    """Turn the direction of a finding round that states a change, a difference or two means."""
    turned = {"increase": "decrease", "decrease": "increase"}
    if at is None:
        return (
            (file, part)
            for file, part in parts(sources, "finding", "direction", "result")
            if part["direction"] in turned and _tells(part["result"])
        )
    at[1]["direction"] = turned[at[1]["direction"]]
    return "direction flipped"


def _tells(result: Record) -> bool:
    if isinstance(result, list):
        return any(map(_tells, result))
    means = [part for part in listed(result.get("measurement", [])) if "mean" in part]
    return "percent_change" in result or "difference" in result or len(means) == 2


def move_point(at, sources):
    """Move the decimal point of the hours after the dose."""
    if at is None:
        return (
            (file, part)
            for file, part in parts(sources, "finding", "hours_after_dose", "time_text")
            if float(part["hours_after_dose"]) and re.match(r"[0-9.]+ (min|h|d|week)", part["time_text"])
        )
    rng, record = at
    record["hours_after_dose"] = f"{float(record['hours_after_dose']) * rng.choice((0.1, 10)):g}"
    return f"hours_after_dose is {record['hours_after_dose']}"


def impossible_number(at, sources):
    """Write a number that cannot be: p above one, n of zero, a negative dose, a year to come."""
    wrong = {"p": "1.5", "n": "0", "dose": "-10", "year": "2062", "hours_after_dose": "-1", "readings": "0"}
    if at is None:
        return (
            site
            for kind in ("result", "finding", "publication", "measurement", "trial")
            for site in parts(sources, kind)
            if set(wrong) & set(site[1])
        )
    rng, record = at
    key = rng.choice(sorted(set(wrong) & set(record)))
    record[key] = wrong[key]
    return f"{key} is {wrong[key]}"


def drop_unit(at, sources):
    """Leave out the unit of a number."""
    if at is None:
        doses = parts(sources, "finding", "dose", "dose_unit")
        results = (site for site in parts(sources, "result", "unit") if "measurement" in site[1] or "difference" in site[1])
        return (site for sites in (doses, results) for site in sites)
    key = "dose_unit" if "dose_unit" in at[1] else "unit"
    del at[1][key]
    return f"{key} dropped"


def wrong_unit(at, sources):
    """Give a dose the unit of a concentration, or a bath the unit of a dose."""
    if at is None:
        return parts(sources, "finding", "dose_unit", "route")
    rng, record = at
    record["dose_unit"] = "mg-kg" if record["dose_unit"] in ("um", "nm") else rng.choice(("um", "nm"))
    return f"dose_unit is {record['dose_unit']} by {record['route']}"


def error_without_kind(at, sources):
    """Leave out whether an error is a standard deviation or of the mean."""
    if at is None:
        return parts(sources, "measurement", "error", "error_type")
    del at[1]["error_type"]
    return "error_type dropped"


def broken_interval(at, sources):
    """Exchange the bounds of an interval, leave one out, or move the estimate out of it."""
    if at is None:
        return parts(sources, "result", "ci95_lower", "ci95_upper")
    rng, record = at
    what = rng.choice(["exchanged", "halved"] + ["moved"] * ("difference" in record))
    if what == "exchanged":
        record["ci95_lower"], record["ci95_upper"] = record["ci95_upper"], record["ci95_lower"]
    elif what == "halved":
        del record["ci95_upper"]
    else:
        record["difference"] = f"{float(record['difference']) + 100:g}"
    return what


def exchanged_hours(at, sources):
    """Exchange first and last hour."""
    if at is None:
        return parts(sources, "finding", "hours_from", "hours_to")
    at[1]["hours_from"], at[1]["hours_to"] = at[1]["hours_to"], at[1]["hours_from"]
    return "hours exchanged"


def doi_as_address(at, sources):
    """Write a DOI as a web address."""
    if at is None:
        return parts(sources, "publication", "doi")
    at[1]["doi"] = f"https://doi.org/{at[1]['doi']}"
    return "doi with resolver"


def doubled_number(at, sources):
    """Give a publication the PubMed number or DOI of another."""
    if at is None:
        return (site for site in parts(sources, "publication") if "pmid" in site[1] or "doi" in site[1])
    rng, record = at
    key = rng.choice([key for key in ("pmid", "doi") if key in record])
    record[key] = rng.choice(sorted({part[key] for _, part in parts(sources, "publication", key)} - {record[key]}))
    return f"{key} is {record[key]}"


def wrong_digit(at, sources):
    """Change a digit of a CAS number, or a letter of an InChIKey block into a digit."""
    if at is None:
        return (
            (file, part)
            for file, part in parts(sources, "identifier", "curie")
            if part["curie"].startswith(("CAS:", "INCHIKEY:"))
        )
    rng, record = at
    prefix, _, local = record["curie"].partition(":")
    place = rng.choice([n for n, c in enumerate(local) if c != "-"])
    new = str((int(local[place]) + rng.randrange(1, 9)) % 10) if prefix == "CAS" else "7"
    record["curie"] = f"{prefix}:{local[:place]}{new}{local[place + 1 :]}"
    return f"curie is {record['curie']}"


def other_cause(at, sources):
    """Let a step of the main path start from another event than the one before it ends in."""
    if at is None:
        return ((file, part) for file, part in parts(sources, "step", "cause", "branch") if part["branch"] == "main")
    rng, record = at
    record["cause"] = rng.choice([word for word in ids(sources, "event") if word != record["cause"]])
    return f"cause is {record['cause']}"


def circle(at, sources):
    """Let a step end where it starts."""
    if at is None:
        return parts(sources, "step", "cause")
    at[1]["effect"] = at[1]["cause"]
    return "effect is the cause"


def foreign_finding(at, sources):
    """Let an evidence line cite a finding of another paper."""
    if at is None:
        return parts(sources, "evidence_line", "finding")
    rng, record = at
    own = set(listed(record["finding"]))
    record["finding"] = rng.choice(
        [word for word in ids(sources, "finding") if word not in own and not word.startswith(record["publication"])]
    )
    return f"finding is {record['finding']}"


def both_sides(at, sources):
    """Put a finding of one side of a contradiction on the other too."""
    if at is None:
        return (site for site in parts(sources, "contradiction", "side") if all("finding" in side for side in site[1]["side"]))
    rng, record = at
    one, two = record["side"]
    two["finding"] = [*listed(two["finding"]), rng.choice(listed(one["finding"]))]
    return f"{two['finding'][-1]} on both sides"


def uncounted_reading(at, sources):
    """Claim a second reading that did not take place, or forget one that did."""
    if at is None:
        return parts(sources, "finding", "readings")
    at[1]["readings"] = "1" if at[1]["readings"] == "2" else "2"
    return f"readings is {at[1]['readings']}"


def same_compound(at, sources):
    """Compare a compound with itself."""
    if at is None:
        return (
            (file, part)
            for file, part in parts(sources, "finding", "comparator", "compound", "relative_to")
            if isinstance(part["compound"], str) and part["comparator"] != f"compound:{part['compound']}" and "with" not in part
        )
    at[1]["comparator"] = f"compound:{at[1]['compound']}"
    return "compared with itself"


def wrong_word(at, sources):
    """Write a word under unverified that is no field with a value."""
    if at is None:
        return parts(sources, "finding", "unverified")
    rng, record = at
    absent = [key for key in ("strain", "sex", "compartment", "dose", "route", "result", "hours_from") if key not in record]
    record["unverified"] = [*listed(record["unverified"]), rng.choice(absent)]
    return f"unverified names {record['unverified'][-1]}"


OPERATORS = (
    drop_required, wrong_class, dangling_id, second_value, flip_step_sign, flip_overall_sign, flip_action_sign, flip_event,
    direction_against_number, move_point, impossible_number, drop_unit, wrong_unit, error_without_kind, broken_interval,
    exchanged_hours, doi_as_address, doubled_number, wrong_digit, other_cause, circle, foreign_finding, both_sides,
    uncounted_reading, same_compound, wrong_word,
)  # fmt: skip


OPTIONAL = {
    "finding": (
        "strain",
        "sex",
        "model_text",
        "compartment",
        "cell_type",
        "supports",
        "contradicts",
        "method",
        "schedule_text",
        "note",
    ),
    "publication": ("volume_pages", "journal", "pmcid", "note"),
    "step": ("cell_type", "region", "species", "note"),
    "mechanism": ("limit", "rival", "discriminating_finding", "hypothesis", "guide_paragraph"),
    "event": ("event_term", "cell_type", "region", "identifier"),
    "compound": ("synonym", "note"),
    "evidence_line": ("note", "second_reading"),
    "trial": ("n_text",),
}


def drop_optional(at, sources):
    """Leave out a value that a record can do without, and its mark."""
    if at is None:
        return _draw(OPTIONAL, sources)
    rng, record, kind = at
    key = rng.choice([key for key in OPTIONAL[kind] if key in record])
    del record[key]
    marks = [mark for mark in listed(record.get("unverified", [])) if mark != key]
    record.pop("unverified", None)
    record |= {"unverified": marks} if marks else {}
    return f"{key} dropped"


def new_synonym(at, sources):
    """Give a compound, target or endpoint one more name."""
    if at is None:
        return (site for kind in ("compound", "target", "endpoint", "region") for site in parts(sources, kind, "label"))
    at[1]["synonym"] = [*listed(at[1].get("synonym", [])), f"another name of {at[1]['id']}"]
    return "synonym added"


def new_paper(at, sources):
    """Write the record of a new paper after the pattern of one that is there."""
    if at is None:
        return ((file, part) for file, part in parts(sources, "publication", "finding") if "mirror_of" not in str(part))
    rng, record = at
    for key in ("doi", "pmid", "pmcid", "registry_number"):
        record.pop(key, None)
    old, record["id"] = record["id"], f"new-{rng.randrange(10**6)}-2026"
    record.pop("unverified", None)
    record |= {"year": "2026", "title": f"A new paper like {old}"}
    for number, finding in enumerate(record["finding"], 1):
        finding["id"] = f"{record['id']}-f{number:02d}"
    return f"{record['id']} after {old}"


def other_words(at, sources):
    """Say a statement, label or note in other words."""
    if at is None:
        return parts(sources, "finding", "statement")
    at[1]["statement"] = f"In other words, {at[1]['statement'][:190]}"
    return "statement reworded"


def more_evidence(at, sources):
    """Let a step cite one more finding, in a line of its own."""
    if at is None:
        return ((file, part) for file, part in parts(sources, "step", "branch") if part["branch"] in ("main", "side"))
    rng, record = at
    file, finding = rng.choice([(f, part) for f, part in parts(sources, "finding", "id") if f.kind == "publication"])
    line = {"publication": file.content["id"], "finding": finding["id"], "stance": "disputes", "proof": "correlation"}
    record["evidence_line"] = [*record.get("evidence_line", []), line]
    return f"{finding['id']} cited"


EDITS = (drop_optional, new_synonym, new_paper, other_words, more_evidence)
