"""The size of an effect, computed from the numbers a source prints, or the reason why it cannot be.

Only what is printed is used. A p that is a bound, a mean without a spread, sizes that cannot be told apart and a
comparison within the same individuals give no effect size.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from raad.comparison.value import EffectSize, Row
from raad.statistic.hedges import Hedges, of_f, of_means, of_p, of_t
from raad.statistic.printed import Ambiguous, Arms, adjusted, arms, number, printed_tests, size, unit_of_analysis, within

FORMULA = {
    "means": "difference of the means over the pooled SD, times J (Hedges 1981; Borenstein et al. 2009, eq. 4.18-4.24)",
    "t": "d = t sqrt(1/n1 + 1/n2), times J (Lakens 2013, eq. 2; Borenstein et al. 2009, eq. 4.20-4.24)",
    "F": "t = sqrt(F) for one numerator df, then as from t (Lakens 2013; Borenstein et al. 2009)",
    "p": "t is the two-sided quantile of p at n1 + n2 - 2 df, then as from t (Cochrane Handbook 6.5.2.3)",
}
_SIGN = {"increase": 1, "decrease": -1}
_SIZES = ("sampleSize", "sampleSizeText")
_FIELDS = {
    "means": ("mean", "error", "hasErrorType", *_SIZES),
    "t": ("statistic", "showsDirection", *_SIZES),
    "F": ("statistic", "showsDirection", *_SIZES),
    "p": ("pValue", "hasOperator", "showsDirection", *_SIZES),
}


def effect_size(row: Row) -> EffectSize | str:
    """Return the effect size of a row of `evidence/effect-input`, or in words why none can be computed."""
    try:
        return _effect_size(row)
    except (Ambiguous, ValueError, OverflowError) as error:
        return str(error)


def arms_of(row: Row) -> Arms:
    """Return the sizes of the two arms of a finding; Ambiguous says why they are not known."""
    treated, control = row["treatedN"], row["controlN"]
    if treated is None or control is None:
        return arms(row["n"], row["nText"], (row["compoundLabel"], row["comparatorLabel"]))
    whole = row["n"] == treated + control
    return Arms(treated, control, ordered=True, whole=whole, distinct=whole or treated != control)


def arm_values(row: Row) -> tuple[tuple[float, float], tuple[float, float], str] | None:
    """Return mean and spread of the treated and the control arm and the one kind of spread, or None where not all is printed."""
    treated = number(row["treatedMean"]), number(row["treatedError"])
    control = number(row["controlMean"]), number(row["controlError"])
    kind = row["treatedErrorType"]
    if None in (*treated, *control) or kind is None or kind != row["controlErrorType"]:
        return None
    return treated, control, kind


def deviations(errors: tuple[float, float], n: tuple[int, int], sem: bool) -> tuple[float, float]:
    """Return the SD of two arms from their SEM (SD = SEM sqrt(n)) or, where `sem` is false, the SD as they are."""
    return tuple(error * size**0.5 if sem else error for error, size in zip(errors, n, strict=True))


def _effect_size(row: Row) -> EffectSize:
    if row["proportion"]:
        raise Ambiguous("the endpoint is a share of patients, not a mean")
    key, compute = _route(row)
    if within((*row["design"], row["statistic"] or "", row["nText"] or "")):
        raise Ambiguous("the same individuals were measured under both conditions")
    if key != "means" and adjusted(row["statistic"]):
        raise Ambiguous("the test is adjusted or of a model with covariates, whose spread is not that of the arms")
    return compute(row, arms_of(row))


def _route(row: Row) -> tuple[str, Callable[[Row, Arms], EffectSize]]:
    """Return the best formula that the printed numbers allow; Ambiguous says what is missing."""
    printed = printed_tests(row["statistic"])
    if arm_values(row):
        return "means", _from_means
    if any(test.kind == "t" or test.df[0] == 1 for test in printed):
        return "test", _from_test
    if printed:
        raise Ambiguous("F has more than one numerator df")
    if row["p"] and not row["operator"] and not _correlation(row):
        return "p", _from_p
    raise Ambiguous(_missing(row))


def _missing(row: Row) -> str:
    if row["treatedMean"] and row["controlMean"]:
        return "means are printed without their spread"
    if _correlation(row):
        return "a correlation is printed, not a difference of two arms"
    if size(row["statistic"]):
        return "an effect size is printed without the numbers behind it"
    if row["p"]:
        return "p is printed only as a bound"
    if row["difference"]:
        return "a difference is printed without a p or a spread of the arms"
    return "no mean, test statistic or p is printed"


def _correlation(row: Row) -> bool:
    return bool(re.search(r"\br ?= ?-?\d", row["statistic"] or ""))


def _from_means(row: Row, sizes: Arms) -> EffectSize:
    (mean, error), (control_mean, control_error), kind = arm_values(row)
    _independent(sizes)

    def compute(n: int, other: int) -> Hedges:
        sd, control_sd = deviations((error, control_error), (n, other), kind == "SEM")
        return of_means((mean, sd, n), (control_mean, control_sd, other))

    made, warnings = compute(sizes.first, sizes.second), []
    spreads = deviations((error, control_error), (sizes.first, sizes.second), kind == "SEM")
    if max(spreads) > 2 * min(spreads):
        warnings.append("the SDs of the arms differ more than twofold, so that a pooled SD describes neither")
    if not sizes.ordered and sizes.first != sizes.second:
        if _rounded(made) != _rounded(compute(sizes.second, sizes.first)):
            raise Ambiguous("which arm has which n is not printed, and it changes the effect size")
        warnings.append("which arm has which n is not printed; either way the effect size is the same to two decimals")
    inputs = (
        ("treated", f"{row['treatedMean']} {kind} {row['treatedError']}"),
        ("control", f"{row['controlMean']} {kind} {row['controlError']}"),
    )
    return _made(row, sizes, "means", made, inputs, warnings)


def _from_test(row: Row, sizes: Arms) -> EffectSize:
    df = sizes.first + sizes.second - 2
    fitting = [t for t in printed_tests(row["statistic"]) if t.df[-1] == df and (t.kind == "t" or t.df[0] == 1)]
    if len(fitting) != 1:
        known = "no printed t or F" if not fitting else "more than one printed t or F"
        raise Ambiguous(f"{known} has the n1 + n2 - 2 degrees of freedom of two independent groups")
    test = fitting[0]
    value, warnings = float(test.value), []
    made = of_t(abs(value), sizes.first, sizes.second) if test.kind == "t" else of_f(value, sizes.first, sizes.second)
    if test.interaction:
        warnings.append("F is of an interaction; with the df of two groups that is one with time, so g is of the change")
    return _directed(row, sizes, test.kind, made, (("test", str(test)),), warnings)


def _from_p(row: Row, sizes: Arms) -> EffectSize:
    _independent(sizes)
    if not sizes.whole:
        raise Ambiguous("the number of groups behind p is not printed")
    made = of_p(float(row["p"]), sizes.first, sizes.second)
    warnings = ["the test behind p is not printed; p is taken as two-sided, of a t of two independent groups"]
    return _directed(row, sizes, "p", made, (("p", row["p"]),), warnings)


def _independent(sizes: Arms) -> None:
    if not sizes.distinct:
        raise Ambiguous("two independent groups are not known to have been compared")


def _directed(row: Row, sizes: Arms, formula: str, size: Hedges, inputs: tuple, warnings: list[str]) -> EffectSize:
    """Return the effect size with the sign of the stated direction; without one it stays without a sign."""
    sign = _SIGN.get(row["direction"])
    if sign is None:
        warnings.append("no direction is stated; the size is given without a sign")
    else:
        inputs = (*inputs, ("direction", row["direction"]))
    turned = size if sign != -1 else Hedges(-size.g, -size.upper, -size.lower)
    return _made(row, sizes, formula, turned, inputs, warnings, sign is not None)


def _made(
    row: Row, sizes: Arms, formula: str, made: Hedges, inputs: tuple, warnings: list[str], signed: bool = True
) -> EffectSize:
    unit, warning = unit_of_analysis(row["nText"], row["species"], row["cellular"])
    inputs = (*inputs, ("n", f"{sizes.first} and {sizes.second}"))
    unseen = tuple(name for name in _FIELDS[formula] if name in row["unverified"])
    return EffectSize(
        row["finding"], *(round(value, 4) for value in (made.g, made.lower, made.upper)), signed, formula, inputs, unit,
        tuple(filter(None, (*warnings, warning))), unseen, size(row["statistic"]),
    )  # fmt: skip


def _rounded(made: Hedges) -> tuple[float, ...]:
    return tuple(round(value, 2) for value in (made.g, made.lower, made.upper))


def computed(rows: list[Row]) -> list[EffectSize]:
    """Return the effect sizes of those rows that allow one."""
    return [made for made in map(effect_size, rows) if isinstance(made, EffectSize)]
