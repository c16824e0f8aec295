"""Operators that make a causal path or its evidence wrong."""

from __future__ import annotations

from mutation import Record, ids, listed, parts


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


def cyclic_step(at, sources):
    """Let a step of the main path lead back to an event that an earlier one has reached."""
    if at is None:
        return ((file, part) for file, part in parts(sources, "mechanism", "step") if len(_main(part)) > 2)
    rng, record = at
    early, late = sorted(rng.sample(range(len(_main(record))), 2))
    _main(record)[late]["effect"] = _main(record)[early]["effect"]
    return f"step {late + 1} ends where step {early + 1} does"


def _main(mechanism: Record) -> list[Record]:
    return [step for step in mechanism["step"] if step["branch"] == "main"]


PATH = (
    flip_step_sign, flip_overall_sign, flip_action_sign, flip_event, other_cause, circle, cyclic_step, foreign_finding,
)  # fmt: skip
