"""Edits of the shipped records that leave them right."""

from __future__ import annotations

from mutation import draw, listed, parts

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
        return draw(OPTIONAL, sources)
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


def reviewed(at, sources):
    """Sign a record with an ORCID and a day."""
    if at is None:
        return (site for kind in ("publication", "compound", "mechanism") for site in parts(sources, kind, "id"))
    at[1].update(reviewer="0000-0002-1825-0097", review_date="2026-11-25")
    return "signed"


def withdrawn(at, sources):
    """Take the value of a field that was not seen out of a finding."""
    free = ("strain", "sex", "method", "model", "cell_type", "compartment")
    if at is None:
        return (
            (file, part)
            for file, part in parts(sources, "finding", "unverified")
            if set(free) & set(listed(part["unverified"])) & set(part)
        )
    rng, record = at
    key = rng.choice(sorted(set(free) & set(listed(record["unverified"])) & set(record)))
    del record[key]
    marks = [mark for mark in listed(record.pop("unverified")) if mark != key]
    record |= {"withdrawn": [*listed(record.get("withdrawn", [])), key], **({"unverified": marks} if marks else {})}
    return f"{key} withdrawn"


def retracted(at, sources):
    """Record that a publication was retracted or corrected since."""
    if at is None:
        return parts(sources, "publication", "retraction_checked")
    rng, record = at
    record |= {"retraction_status": rng.choice(["corrected", "retracted", "expression of concern"])}
    record |= {"retraction_checked": f"2027-0{rng.randrange(1, 5)}-11"}
    return f"{record['retraction_status']} on {record['retraction_checked']}"


def other_dose(at, sources):
    """Correct a dose to half or twice what it was."""
    if at is None:
        return ((file, part) for file, part in parts(sources, "finding", "dose") if isinstance(part["dose"], str))
    rng, record = at
    if "dose_text" in record:
        del record["dose_text"]
    record["dose"] = f"{float(record['dose']) * rng.choice((0.5, 2)):g}"
    return f"dose is {record['dose']}"


def more_in_the_sample(at, sources):
    """Correct the size of a sample."""
    if at is None:
        return ((file, part) for file, part in parts(sources, "result", "n") if "n_text" not in part)
    at[1]["n"] = str(int(at[1]["n"]) + at[0].randrange(1, 3))
    return f"n is {at[1]['n']}"


EDITS = (
    drop_optional, new_synonym, new_paper, other_words, more_evidence, reviewed, withdrawn, retracted, other_dose,
    more_in_the_sample,
)  # fmt: skip
