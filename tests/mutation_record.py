"""Operators that make a record wrong in its keys, references and identifiers."""

from __future__ import annotations

import random
from collections.abc import Iterator

from mutation import Curated, Record, Site, draw, field_sites, ids, listed, parts

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


def drop_required(at, sources):
    """Leave out a value that the record cannot do without."""
    if at is None:
        return draw(REQUIRED, sources)
    rng, record, kind = at
    key = rng.choice([key for key in REQUIRED[kind] if key in record])
    del record[key]
    return f"{key} dropped"


def wrong_class(at, sources):
    """Put the id of a record of another kind."""
    if at is None:
        return draw(REFERENCE, sources)
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
        return draw(REFERENCE, sources)
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
        return draw(SINGLE, sources)
    rng, record, kind = at
    key = rng.choice([key for key in SINGLE[kind] if key in record])
    other = rng.choice([word for word in ids(sources, SINGLE[kind][key]) if word != record[key]])
    record[key] = [record[key], other]
    return f"{key} has {record[key]} too"


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


def cas_digit(at, sources):
    """Change a digit of a CAS number."""
    if at is None:
        return _codes(sources, "CAS:")
    rng, record = at
    return _respelt(rng, record, "0123456789")


def inchikey_letter(at, sources):
    """Change a letter of an InChIKey."""
    if at is None:
        return _codes(sources, "INCHIKEY:")
    rng, record = at
    return _respelt(rng, record, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def orcid_digit(at, sources):
    """Change a digit of the ORCID of a reviewer."""
    if at is None:
        return parts(sources, "publication", "reviewer")
    rng, record = at
    place = rng.choice([n for n, c in enumerate(record["reviewer"]) if c.isdigit()])
    digit = rng.choice("0123456789".replace(record["reviewer"][place], ""))
    record["reviewer"] = record["reviewer"][:place] + digit + record["reviewer"][place + 1 :]
    return f"reviewer is {record['reviewer']}"


def inchikey_against_smiles(at, sources):
    """Give a compound that has a SMILES the InChIKey of another."""
    if at is None:
        return parts(sources, "compound", "smiles", "identifier")
    rng, record = at
    own = next(part for part in listed(record["identifier"]) if part["curie"].startswith("INCHIKEY:"))
    own["curie"] = rng.choice(sorted({part["curie"] for _, part in _codes(sources, "INCHIKEY:")} - {own["curie"]}))
    return f"curie is {own['curie']}"


def _codes(sources: list[Curated], prefix: str) -> Iterator[Site]:
    return ((file, part) for file, part in parts(sources, "identifier", "curie") if part["curie"].startswith(prefix))


def _respelt(rng: random.Random, record: Record, signs: str) -> str:
    prefix, _, local = record["curie"].partition(":")
    place = rng.choice([n for n, c in enumerate(local) if c != "-"])
    record["curie"] = f"{prefix}:{local[:place]}{rng.choice(signs.replace(local[place], ''))}{local[place + 1 :]}"
    return f"curie is {record['curie']}"


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


def both_sides(at, sources):
    """Put a finding of one side of a contradiction on the other too."""
    if at is None:
        return (site for site in parts(sources, "contradiction", "side") if all("finding" in side for side in site[1]["side"]))
    rng, record = at
    one, two = record["side"]
    two["finding"] = [*listed(two["finding"]), rng.choice(listed(one["finding"]))]
    return f"{two['finding'][-1]} on both sides"


def difference_that_is_none(at, sources):
    """Say that the sides of a contradiction differ in a condition that all their findings share."""
    if at is None:
        return ((file, part) for file, part in parts(sources, "contradiction", "side") if _shared(part, sources))
    rng, record = at
    record["differs_in"] = [*listed(record["differs_in"]), rng.choice(_shared(record, sources))]
    return f"differs_in {record['differs_in'][-1]}"


def _shared(contradiction: Record, sources: list[Curated]) -> list[str]:
    cited = {name for side in contradiction["side"] for name in listed(side.get("finding", []))}
    found = [part for _, part in parts(sources, "finding", "id") if part["id"] in cited]
    conditions = {"species": "species", "region": "region", "endpoint": "endpoint", "route": "route", "compound": "compound"}
    return [
        word
        for word, key in conditions.items()
        if word not in listed(contradiction["differs_in"])
        and all(key in part for part in found)
        and len({str(part[key]) for part in found}) == 1
        and all("finding" in side for side in contradiction["side"])
    ]


def cyclic_parent(at, sources):
    """Make a term narrower than one that is narrower than it."""
    kinds = ("endpoint", "region", "method", "model", "cell-type", "intervention")
    if at is None:
        return ((file, part, kind) for kind in kinds for file, part in parts(sources, kind, "parent"))
    _, record, kind = at
    wider = next(part for _, part in parts(sources, kind, "id") if part["id"] == record["parent"])
    wider["parent"] = record["id"]
    return f"{wider['id']} is narrower than {record['id']}"


def strain_of_another_species(at, sources):
    """Give a finding in rats a strain of mice, or the other way round."""
    if at is None:
        return parts(sources, "finding", "strain", "species")
    rng, record = at
    others = [part["id"] for _, part in parts(sources, "strain", "species") if part["species"] not in listed(record["species"])]
    record["strain"] = rng.choice(sorted(others))
    return f"strain of {record['species']} is {record['strain']}"


def basis_from_memory(at, sources):
    """Rest a finding on memory."""
    if at is None:
        return parts(sources, "finding", "basis")
    at[1]["basis"] = "memory"
    return "basis is memory"


def source_of_the_wrong_kind(at, sources):
    """Name a sponsor as the research group of a publication, or a research group as its sponsor."""
    if at is None:
        return field_sites(sources, {"publication": ("group", "sponsor")})
    rng, record, key = at
    research = {part["id"] for _, part in parts(sources, "group", "type") if part["type"] == "ResearchGroup"}
    record[key] = rng.choice(sorted(set(ids(sources, "group")) - research if key == "group" else research))
    return f"{key} is {record[key]}"


def check_without_outcome(at, sources):
    """Give the day of a check for a retraction without its outcome, or the outcome without the day."""
    if at is None:
        return parts(sources, "publication", "retraction_status", "retraction_checked")
    key = at[0].choice(["retraction_status", "retraction_checked"])
    del at[1][key]
    return f"{key} dropped"


def company_without_name(at, sources):
    """Leave out which company an author is employed at."""
    if at is None:
        return parts(sources, "publication", "company_authorship", "company_text")
    del at[1]["company_text"]
    return "company_text dropped"


def bias_judged_amiss(at, sources):
    """Say of one item of the risk of bias both, say not stated of a text that was not seen, or judge a review."""
    if at is None:
        sites = list(parts(sources, "publication"))
        given = ((file, part, "both") for file, part in sites if "risk_of_bias" in part)
        unseen = ((file, part, "unseen") for file, part in sites if "risk_of_bias" in part and "full text" not in str(part))
        return (*given, *unseen, *((file, part, "review") for file, part in sites if part.get("type") == "Review"))
    rng, record, what = at
    item = rng.choice(["blinding", "randomisation", "sample_size_reason", "exclusions"])
    words = {"both": ["stated", "not stated"], "unseen": "not stated", "review": "stated"}[what]
    record["risk_of_bias"] = {**record.get("risk_of_bias", {}), item: words}
    return f"{item} is {words} ({what})"


def search_against_outcome(at, sources):
    """Turn the outcome of a search round, or leave out what it found."""
    if at is None:
        return parts(sources, "search", "outcome")
    rng, record = at
    if record["outcome"] == "found" and rng.random() < 0.5:
        del record["publication"]
        return "publication dropped"
    record["outcome"] = "none found" if record["outcome"] == "found" else "found"
    return f"outcome is {record['outcome']}"


def withdrawn_and_unverified(at, sources):
    """Name a field both under withdrawn and under unverified, or under withdrawn or not_seen while its value stands."""
    if at is None:
        return parts(sources, "finding", "unverified")
    rng, record = at
    mark = rng.choice(listed(record["unverified"]))
    key = rng.choice(["withdrawn", "not_seen"])
    record[key] = [*listed(record.get(key, [])), mark]
    if rng.random() < 0.5:
        record["unverified"] = [word for word in listed(record["unverified"]) if word != mark] or ["statement"]
    return f"{mark} is {key}, unverified is {record['unverified']}"


def mirror_of_another_result(at, sources):
    """Let a finding mirror one that is not its counterpart."""
    if at is None:
        return parts(sources, "finding", "mirror_of")
    rng, record = at
    others = [name for name in ids(sources, "finding") if name not in (record["mirror_of"], record["id"])]
    record["mirror_of"] = rng.choice(others)
    return f"mirror_of is {record['mirror_of']}"


def doubled_registry_number(at, sources):
    """Give a trial the registry number of another."""
    if at is None:
        return parts(sources, "trial", "registry_number")
    rng, record = at
    own = set(listed(record["registry_number"]))
    known = {number for _, part in parts(sources, "trial", "registry_number") for number in listed(part["registry_number"])}
    record["registry_number"] = [rng.choice(sorted(known - own))]
    return f"registry_number is {record['registry_number']}"


RECORD = (
    drop_required, wrong_class, dangling_id, second_value, doi_as_address, doubled_number, cas_digit, inchikey_letter,
    orcid_digit, inchikey_against_smiles, uncounted_reading, same_compound, wrong_word, both_sides, difference_that_is_none,
    cyclic_parent, strain_of_another_species, basis_from_memory, source_of_the_wrong_kind, check_without_outcome,
    company_without_name, bias_judged_amiss, search_against_outcome, withdrawn_and_unverified, mirror_of_another_result,
    doubled_registry_number,
)  # fmt: skip
