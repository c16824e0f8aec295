"""Operators that make a number, its unit, its direction or a date wrong."""

from __future__ import annotations

from mutation import Record, field_sites, ids, listed, parts

LATEST_YEAR = 2026
HOURS = ("hours_after_dose", "hours_from", "hours_to")
DOSE = ("dose", "dose_from", "dose_to")


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


def flip_number(at, sources):
    """Turn the sign of a change, a difference or a mean round."""
    if at is None:
        return field_sites(
            sources, {"result": ("difference", "percent_change"), "measurement": ("mean",)}, lambda text: float(text) != 0
        )
    _, record, key = at
    record[key] = record[key].removeprefix("-") if record[key].startswith("-") else f"-{record[key]}"
    return f"{key} is {record[key]}"


def move_point_of_dose(at, sources):
    """Move the decimal point of a dose."""
    if at is None:
        return field_sites(sources, {"finding": DOSE})
    return _moved(at)


def move_point_of_hours(at, sources):
    """Move the decimal point of the hours after the dose."""
    if at is None:
        return field_sites(sources, {"finding": HOURS}, lambda text: float(text) != 0)
    return _moved(at)


def move_point_of_result(at, sources):
    """Move the decimal point of a mean, a difference, a bound, a change in per cent or a p value."""
    table = {"result": ("difference", "percent_change", "p", "ci95_lower", "ci95_upper"), "measurement": ("mean", "error")}
    if at is None:
        return field_sites(sources, table, lambda text: float(text) != 0)
    return _moved(at)


def _moved(at) -> str:
    rng, record, key = at
    values = listed(record[key])
    place = rng.randrange(len(values))
    moved = f"{float(values[place]) * rng.choice((0.1, 10)):.10g}"
    record[key] = [*values[:place], moved, *values[place + 1 :]] if isinstance(record[key], list) else moved
    return f"{key} {values[place]} is {moved}"


def p_above_one(at, sources):
    """Write a p value above one."""
    if at is None:
        return parts(sources, "result", "p")
    at[1]["p"] = f"{at[0].randrange(101, 999) / 100:g}"
    return f"p is {at[1]['p']}"


def n_of_nothing(at, sources):
    """Write a sample of nobody."""
    if at is None:
        return field_sites(sources, dict.fromkeys(("result", "measurement", "trial", "arm"), ("n",)))
    at[1]["n"] = "0"
    return "n is 0"


def below_zero(at, sources):
    """Write a dose, a time or a spread below zero."""
    if at is None:
        return field_sites(sources, {"finding": DOSE + HOURS, "measurement": ("error",)}, lambda text: float(text) != 0)
    _, record, key = at
    record[key] = f"-{listed(record[key])[0]}"
    return f"{key} is {record[key]}"


def year_to_come(at, sources):
    """Date a publication into the future."""
    if at is None:
        return parts(sources, "publication", "year")
    at[1]["year"] = str(LATEST_YEAR + at[0].randrange(1, 75))
    return f"year is {at[1]['year']}"


def day_to_come(at, sources):
    """Date a check for a retraction or a search into the future."""
    if at is None:
        return field_sites(sources, {"publication": ("retraction_checked",), "search": ("date",)})
    rng, record, key = at
    record[key] = f"{LATEST_YEAR + rng.randrange(1, 75)}{record[key][4:]}"
    return f"{key} is {record[key]}"


def percent_above_hundred(at, sources):
    """Let more than all patients respond."""
    if at is None:
        return (
            (file, part)
            for file, whole in parts(sources, "result", "unit", "measurement")
            if whole["unit"].startswith(("percent-of-patients", "percent-of-responders", "percent-occupancy"))
            for part in listed(whole["measurement"])
            if "mean" in part
        )
    at[1]["mean"] = f"{float(at[1]['mean']) + 100:g}"
    return f"mean is {at[1]['mean']}"


def drop_unit(at, sources):
    """Leave out the unit of a number."""
    if at is None:
        doses = parts(sources, "finding", "dose", "dose_unit")
        results = (site for site in parts(sources, "result", "unit") if "measurement" in site[1] or "difference" in site[1])
        return (site for sites in (doses, results) for site in sites)
    key = "dose_unit" if "dose_unit" in at[1] else "unit"
    del at[1][key]
    return f"{key} dropped"


def wrong_unit_of_dose(at, sources):
    """Give a dose another unit that doses have."""
    if at is None:
        return parts(sources, "finding", "dose_unit")
    rng, record = at
    units = {part["dose_unit"] for _, part in parts(sources, "finding", "dose_unit")}
    old, record["dose_unit"] = record["dose_unit"], rng.choice(sorted(units - {record["dose_unit"]}))
    return f"{record.get('compound')} in {old} is in {record['dose_unit']}"


def wrong_unit_of_result(at, sources):
    """Give a result another unit, whatever it is a unit of."""
    if at is None:
        return parts(sources, "result", "unit")
    rng, record = at
    old, record["unit"] = record["unit"], rng.choice(sorted(set(ids(sources, "unit")) - {record["unit"]}))
    return f"{old} is {record['unit']}"


def error_without_kind(at, sources):
    """Leave out whether an error is a standard deviation or of the mean."""
    if at is None:
        return parts(sources, "measurement", "error", "error_type")
    del at[1]["error_type"]
    return "error_type dropped"


def exchanged_error_kind(at, sources):
    """Call a standard deviation a standard error or the other way round, in one arm or in both."""
    if at is None:
        return (site for site in parts(sources, "result", "measurement") if _with_error(site[1]))
    rng, record = at
    arms = _with_error(record)
    for arm in rng.choice([arms, arms[:1]]):
        arm["error_type"] = "SD" if arm["error_type"] == "SEM" else "SEM"
    return f"error types are {[arm['error_type'] for arm in arms]}"


def _with_error(result: Record) -> list[Record]:
    return [part for part in listed(result["measurement"]) if "error_type" in part]


def interval_without_estimate(at, sources):
    """Leave out the estimate that an interval belongs to."""
    if at is None:
        return parts(sources, "result", "difference", "ci95_lower", "ci95_upper")
    del at[1]["difference"]
    return "difference dropped"


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


def exchanged_ends(at, sources):
    """Exchange first and last hour, or lowest and highest dose."""
    if at is None:
        return (site for stem in ("hours", "dose") for site in parts(sources, "finding", f"{stem}_from", f"{stem}_to"))
    record = at[1]
    stem = at[0].choice([stem for stem in ("hours", "dose") if f"{stem}_from" in record])
    record[f"{stem}_from"], record[f"{stem}_to"] = record[f"{stem}_to"], record[f"{stem}_from"]
    return f"{stem} exchanged"


NUMBER = (
    direction_against_number, flip_number, move_point_of_dose, move_point_of_hours, move_point_of_result, p_above_one,
    n_of_nothing, below_zero, year_to_come, day_to_come, percent_above_hundred, drop_unit, wrong_unit_of_dose,
    wrong_unit_of_result, error_without_kind, exchanged_error_kind, interval_without_estimate, broken_interval, exchanged_ends,
)  # fmt: skip
