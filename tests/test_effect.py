"""Proof of what is computed from printed numbers: formulas against hand and table, and every refusal to compute."""

from __future__ import annotations

import json
import math

import pytest

from raad import ask, compare, effects
from raad.asking.answer import answer
from raad.comparison.dose import equivalents, human_equivalent
from raad.comparison.effect import FORMULA, effect_size
from raad.comparison.recheck import rechecks, suspicion
from raad.comparison.value import EffectSize, Row
from raad.comparison.words import sized
from raad.graph.cache import Graph
from raad.layout import Page
from raad.report.brief import comparison_text
from raad.report.effect import appraisal_table, appraisal_text
from raad.report.output import json_text
from raad.statistic.distribution import f_tail, t_of, t_tail, z_of, z_tail
from raad.statistic.hedges import Hedges, correction, of_f, of_means, of_p, of_t
from raad.statistic.printed import Ambiguous, arms, interval, printed_tests, size, span, unit_of_analysis

EMPTY = dict.fromkeys(
    (
        "endpoint", "direction", "against", "comparatorLabel", "unit", "treatedMean", "treatedError", "treatedErrorType",
        "treatedN", "controlMean", "controlError", "controlErrorType", "controlN", "difference", "lower", "upper", "operator",
        "p", "statistic", "n", "nText", "doseFrom", "doseTo", "doseUnit", "publication",
    )
)  # fmt: skip


def row(**values: object) -> Row:
    """Return the row of a finding that prints nothing but what is given."""
    lists = {"species": (), "dose": (), "design": (), "unverified": ()}
    return {
        **EMPTY, **lists, "finding": "f", "compoundLabel": "ketamine", "proportion": False, "cellular": False, **values,
    }  # fmt: skip


def means(treated: str, control: str, error: str, kind: str = "SD", **values: object) -> Row:
    """Return the row of a finding with two means and one spread in both arms."""
    spread = {"treatedError": error, "controlError": error, "treatedErrorType": kind, "controlErrorType": kind}
    return row(treatedMean=treated, controlMean=control, **{**spread, **values})


@pytest.mark.parametrize(
    ("p", "df", "t"),
    [(0.05, 1, 12.706), (0.05, 2, 4.303), (0.05, 10, 2.228), (0.05, 30, 2.042), (0.01, 10, 3.169), (0.001, 20, 3.850)],
)
def test_t_is_that_of_the_printed_table(p: float, df: int, t: float) -> None:
    assert t_of(p, df) == pytest.approx(t, abs=5e-4)
    assert t_tail(t, df) == pytest.approx(p, rel=2e-3)


@pytest.mark.parametrize(
    ("numerator", "denominator", "f"), [(1, 10, 4.96), (2, 10, 4.10), (3, 20, 3.10), (4, 30, 2.69), (5, 5, 5.05)]
)
def test_f_at_five_percent_is_that_of_the_printed_table(numerator: int, denominator: int, f: float) -> None:
    assert f_tail(f, numerator, denominator) == pytest.approx(0.05, abs=2e-4)


def test_t_has_its_closed_forms() -> None:
    """One df is 1 - (2/pi) atan t, two df are 1 - t / sqrt(2 + t^2)."""
    for t in (0.01, 0.5, 1, 3, 40):
        assert t_tail(t, 1) == pytest.approx(1 - 2 / math.pi * math.atan(t), abs=1e-12)
        assert t_tail(t, 2) == pytest.approx(1 - t / math.sqrt(2 + t * t), abs=1e-12)


def test_quantiles_undo_tails() -> None:
    for p in (1e-12, 1e-4, 0.03, 0.5, 0.99):
        assert z_tail(z_of(p)) == pytest.approx(p, rel=1e-6)
        for df in (1, 2, 7, 300):
            assert t_tail(t_of(p, df), df) == pytest.approx(p, rel=1e-6)
    assert t_of(1, 5) == 0
    assert z_of(0.05) == pytest.approx(1.959964, abs=1e-6)


def test_correction_has_its_closed_forms() -> None:
    """J(2) is 1/sqrt(pi), J(4) is sqrt(2/pi); for many df it nears 1 - 3/(4 df - 1)."""
    assert correction(2) == pytest.approx(1 / math.sqrt(math.pi))
    assert correction(4) == pytest.approx(math.sqrt(2 / math.pi))
    assert correction(70) == pytest.approx(1 - 3 / 279, abs=2e-5)


def test_means_give_the_published_example() -> None:
    """Borenstein et al. 2009: means 103 and 100, SD 5.5 and 4.5, n 50 and 50 give g 0.5924 with a standard error of 0.2028."""
    made = of_means((103, 5.5, 50), (100, 4.5, 50))
    assert made.g == pytest.approx(0.5924, abs=1e-4)
    assert (made.upper - made.lower) / 2 / 1.959964 == pytest.approx(0.2028, abs=1e-4)


def test_t_of_two_and_two() -> None:
    """Here d = 2 sqrt(1/2 + 1/2) = 2, J(2) = 1/sqrt(pi), V = 4/4 + 4/8 = 1.5."""
    made, j = of_t(2, 2, 2), 1 / math.sqrt(math.pi)
    assert made.g == pytest.approx(2 * j)
    assert made.upper - made.g == pytest.approx(1.959964 * j * math.sqrt(1.5), abs=1e-5)


def test_f_is_the_square_of_t() -> None:
    assert of_f(4, 8, 9) == of_t(2, 8, 9)


def test_p_goes_through_t() -> None:
    """Here p 0.05 at 10 df is t 2.228; d = 2.228 sqrt(1/6 + 1/6) = 1.2863; J(10) = 1 - 3/39 = 0.9231; g = 1.187."""
    assert of_p(0.05, 6, 6).g == pytest.approx(1.187, abs=1e-3)


@pytest.mark.parametrize(("sd", "n", "other"), [(0.5, 2, 9), (3, 12, 12), (40, 7, 300)])
def test_g_turns_with_its_arms_lies_in_its_interval_and_sharpens_with_n(sd: float, n: int, other: int) -> None:
    one, two = (4.0, sd, n), (1.5, 2 * sd, other)
    made, turned = of_means(one, two), of_means(two, one)
    assert (turned.g, turned.lower, turned.upper) == pytest.approx((-made.g, -made.upper, -made.lower))
    assert made.lower < made.g < made.upper
    larger = of_t(2, 2 * n, 2 * other)
    assert larger.upper - larger.lower < of_t(2, n, other).upper - of_t(2, n, other).lower


@pytest.mark.parametrize(
    "call",
    [
        lambda: of_means((1, 1, 1), (0, 1, 9)), lambda: of_means((1, 0, 5), (0, 0, 5)), lambda: of_means((1, -1, 5), (0, 1, 5)),
        lambda: of_means((math.inf, 1, 5), (0, 1, 5)), lambda: of_f(-1, 5, 5), lambda: of_p(0, 5, 5), lambda: of_p(1.2, 5, 5),
        lambda: of_p(-0.1, 5, 5), lambda: of_t(2, 0, 5), lambda: f_tail(-1, 1, 5), lambda: z_of(0),
    ],
)  # fmt: skip
def test_what_no_formula_can_take_is_refused(call) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        call()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("F1,78=15.79, p=0.0002", [("F", "15.79", (1, 78), "=", "0.0002")]),
        ("genotype F(1,78)=5.067 p=0.0272; drug F(1,78)=15.79", [
            ("F", "5.067", (1, 78), "=", "0.0272"), ("F", "15.79", (1, 78), "", "")]),
        ("F2,27=7.793; p 0.002 (ANOVA)", [("F", "7.793", (2, 27), "=", "0.002")]),
        ("t6=0.594", [("t", "0.594", (6,), "", "")]),
        ("ketamine t(46)=-10.31, midazolam t(24)=-4.63", [("t", "-10.31", (46,), "", ""), ("t", "-4.63", (24,), "", "")]),
        ("t = -2.4, df = 127; nominal p", [("t", "-2.4", (127,), "", "")]),
        ("F(1.89,13.23)=27.9, p<0.0001", [("F", "27.9", (1.89, 13.23), "<", "0.0001")]),
        ("t=2.4", []), ("F=8.15; p <0.05", []), ("r=-0.54", []), ("", []), (None, []),
    ],
)  # fmt: skip
def test_printed_tests_are_read(text: str | None, expected: list) -> None:
    assert [(test.kind, test.value, test.df, test.operator, test.p) for test in printed_tests(text)] == expected


@pytest.mark.parametrize(
    ("text", "sizes", "ordered", "whole"),
    [
        ("163 vs 164", (163, 164), False, True),
        ("n=12, 11", (12, 11), False, True), ("227 (113 vs 114)", (113, 114), False, True),
        ("26 (13+13)", (13, 13), False, True), ("40 (20 per arm)", (20, 20), True, True),
        ("6 rats per group", (6, 6), True, False),
        ("202 (122 ketamine, 80 placebo)", (122, 80), True, True), ("9 saline, 8 ketamine", (8, 9), True, False),
        ("22 ketamine, 19 midazolam", (22, 19), True, False), ("12 cells/5 rats; 14 cells/6 rats", (12, 14), False, True),
    ],
)  # fmt: skip
def test_sizes_of_two_arms_are_read(text: str, sizes: tuple[int, int], ordered: bool, whole: bool) -> None:
    made = arms(None, text, ("ketamine", "midazolam"))
    assert ((made.first, made.second), made.ordered, made.whole) == (sizes, ordered, whole)


@pytest.mark.parametrize(
    "text",
    [
        None, "", "8-10 per group", "4-11", "3\u20134", "18-21 cells, 5-6 mice per group", "8 of 11", "48 male, 68 female",
        "26 enrolled, 24 completed", "439 (147/145/147)", "230 (113 vs 114)", "40 (19 per arm)", "210 (122 ketamine, 80 placebo)",
        "62 (22 placebo, 19 on 25 mg, 21 on 50 mg)", "123/163 vs 147/164", "151 registry; 140 press", "24 trials, 8 mice",
        "465 enrolled; 227 vs 231 started; 222 vs 224 completed", "102 patients in three arms",
    ],
)  # fmt: skip
def test_other_sizes_are_refused(text: str | None) -> None:
    with pytest.raises(Ambiguous):
        arms(20, text, ("ketamine", "midazolam"))


def test_the_rounding_of_a_printed_number_is_half_its_last_digit() -> None:
    assert span("9.62") == pytest.approx((9.615, 9.625))
    assert span("\u22123") == (-3.5, -2.5)
    assert span("~25") is None
    assert interval("95% CI -1.8 to -7.8") == (0.95, "-7.8", "-1.8")
    assert interval("OR 2.18 (95% CI 1.21-4.14)") is None
    assert size("MD 6.9 points (improvement); ES 0.57") == "0.57"
    assert size("effect size 0.7-1.0") is None


def test_sem_is_turned_into_sd() -> None:
    """SEM 1 of four is SD 2; d = (10 - 8)/2 = 1; J(6) = 2/(sqrt(3) 1.3293) = 0.8686."""
    made = effect_size(means("10", "8", "1", "SEM", treatedN=4, controlN=4, n=8))
    assert (made.g, made.formula, made.signed) == (pytest.approx(0.8686, abs=1e-4), "means", True)
    assert ("n", "4 and 4") in made.inputs
    assert made.computed


def test_an_interaction_with_the_df_of_two_groups_is_one_with_time() -> None:
    """Root of 9.62 is 3.1016; d = 3.1016 sqrt(1/47 + 1/25) = 0.7678; J(70) = 0.98925; g = 0.7595.

    Half the interval is 1.96 J sqrt(72/1175 + 0.7678^2/144) = 1.96 x 0.98925 x 0.25568 = 0.4957.
    """
    text = "F(1,70)=9.62; p <0.003 (interaction); ketamine t(46)=-10.31, midazolam t(24)=-4.63"
    made = effect_size(row(statistic=text, treatedN=47, controlN=25, n=72, direction="decrease", species=("human",)))
    assert (made.g, made.lower, made.upper) == pytest.approx((-0.7595, -1.2552, -0.2638), abs=2e-4)
    assert any("interaction" in warning for warning in made.warnings)
    assert made.unit_of_analysis == "persons"


@pytest.mark.parametrize(("direction", "sign"), [("increase", 1), ("decrease", -1)])
def test_the_sign_is_that_of_the_stated_direction(direction: str, sign: int) -> None:
    """A printed t of either sign: d = 2 sqrt(1/8 + 1/8) = 1, J(14) = 1 - 3/55 = 0.9455."""
    for t in ("2.00", "-2.00"):
        made = effect_size(row(statistic=f"t(14)={t}", nText="16 (8+8)", direction=direction))
        assert made.g == pytest.approx(sign * 0.9455, abs=1e-3)


@pytest.mark.parametrize("direction", [None, "no change", "mixed"])
def test_without_a_direction_the_size_has_no_sign_and_says_so(direction: str | None) -> None:
    made = effect_size(row(p="0.05", nText="12 (6+6)", direction=direction))
    assert (made.signed, made.g) == (False, pytest.approx(1.187, abs=1e-3))
    assert sized(made).startswith("|g| 1.19 [")
    assert sized(made).endswith("computed, direction not stated")


def test_unequal_spreads_and_unnamed_sizes_are_warned_of() -> None:
    """Here 15.1 SD 11.3 and 12.9 SD 10.4 give 2.2/10.86 = 0.20, whichever arm is the one of 113 or of 114."""
    unequal = effect_size(means("10", "9", "2", controlError="5", nText="120 (60+60)"))
    assert ["twofold" in warning for warning in unequal.warnings] == [True]
    unnamed = effect_size(means("15.1", "12.9", "11.3", controlError="10.4", nText="227 (113 vs 114)"))
    assert ["either way" in warning for warning in unnamed.warnings] == [True]
    assert unnamed.g == pytest.approx(0.20, abs=0.005)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({}, "no mean, test statistic or p"),
        ({"p": "0.05", "operator": "less than", "nText": "12 (6+6)"}, "only as a bound"),
        ({"p": "0.04", "nText": "12 (6+6)", "proportion": True}, "share of patients"),
        ({"p": "0.04", "nText": "12 (6+6)", "design": ("infusion, crossover",)}, "same individuals"),
        ({"p": "0.04", "nText": "12 (6+6)", "statistic": "paired t"}, "same individuals"),
        ({"p": "0.04", "nText": "12 (6+6)", "statistic": "LS means"}, "adjusted"),
        ({"p": "0.04", "nText": "12 (6+6)", "statistic": "p-adj"}, "adjusted"),
        ({"p": "0.04", "nText": "12 (6+6)", "statistic": "F(2,9)=5.1"}, "more than one numerator df"),
        ({"p": "0.04", "nText": "6 vs 6"}, "two independent groups are not known"),
        ({"p": "0.04", "nText": "6 per group"}, "number of groups behind p"),
        ({"p": "0.04", "nText": "8-10 per group"}, "n is printed as a range"),
        ({"p": "0.04", "n": 12}, "for the whole"),
        ({"p": "0.04"}, "n is not printed"),
        ({"p": "0.04", "statistic": "r=0.8", "nText": "12 (6+6)"}, "correlation"),
        ({"statistic": "effect size d = 0.40", "n": 22}, "effect size is printed"),
        ({"difference": "-4.0"}, "difference is printed without"),
        ({"treatedMean": "4", "controlMean": "5"}, "without their spread"),
        ({"statistic": "t6=0.594", "nText": "16 (8+8)"}, "no printed t or F has"),
        ({"statistic": "t(14)=2.1, t(14)=3.0", "nText": "16 (8+8)"}, "more than one printed t or F"),
        ({"p": "0", "nText": "12 (6+6)"}, "above 0"),
        ({"p": "1.5", "nText": "12 (6+6)"}, "not above 1"),
        ({"p": "0.04", "treatedN": 1, "controlN": 6, "n": 7}, "fewer than two"),
    ],
)
def test_every_refusal_says_why(values: dict, reason: str) -> None:
    made = effect_size(row(**values))
    assert isinstance(made, str)
    assert reason in made


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (means("4", "5", "0", nText="12 (6+6)"), "any spread"),
        (means("10", "0", "1", controlError="9", nText="55 (5 vs 50)"), "it changes the effect size"),
        (means("4", "5", "1", None, nText="12 (6+6)"), "without their spread"),
        (means("~25", "5", "1", nText="12 (6+6)"), "without their spread"),
        (means("4", "5", "1", controlErrorType="SEM", nText="12 (6+6)"), "without their spread"),
    ],
)
def test_means_that_do_not_suffice_give_no_size(made: Row, reason: str) -> None:
    assert reason in str(effect_size(made))


def test_an_input_that_was_not_seen_on_a_page_carries_a_dagger() -> None:
    seen = effect_size(row(p="0.05", nText="12 (6+6)", direction="decrease", unverified=("hasDoseUnit",)))
    unseen = effect_size(row(p="0.05", nText="12 (6+6)", direction="decrease", unverified=("sampleSizeText",)))
    assert ("\u2020" in sized(seen), "\u2020" in sized(unseen)) == (False, True)
    assert unseen.unverified == ("sampleSizeText",)


@pytest.mark.parametrize(
    ("values", "agrees"),
    [
        ({"statistic": "t(10)=2.228", "p": "0.05"}, True), ({"statistic": "t(10)=2.228", "p": "0.04"}, False),
        ({"statistic": "F(2,10)=4.10", "p": "0.05", "operator": "less than"}, True),
        ({"statistic": "F(3,20)=3.10", "p": "0.01", "operator": "less than"}, False),
        ({"statistic": "F(3,20)=3.10", "p": "0.10", "operator": "greater than"}, False),
        ({"statistic": "F(1,10)=4.96, p=0.050"}, True), ({"statistic": "F(1,10)=4.96, p=0.5"}, False),
        ({"difference": "-4.00", "lower": "-8.00", "upper": "0.00", "p": "0.050"}, True),
        ({"difference": "-4.00", "statistic": "95% CI -8.00 to 0.00", "p": "0.02"}, False),
    ],
)  # fmt: skip
def test_a_printed_p_is_held_against_its_recomputation(values: dict, agrees: bool) -> None:
    """The table gives 2.228 for t at 10 df, F 4.96 (1, 10), 4.10 (2, 10), 3.10 (3, 20) for p 0.05.

    A 95 % interval that ends at 0 is p 0.05.
    """
    assert [check.agrees for check in rechecks(row(**values))] == [agrees]


def test_an_interval_of_few_may_be_one_of_t() -> None:
    """Half of 2.228 to a difference of 2 is t = 2 at 10 df, p 0.0734; read as normal it is z = 1.759, p 0.0785."""
    checked = rechecks(row(difference="2.000", lower="-0.228", upper="4.228", p="0.073", nText="12 (6+6)"))
    assert [check.agrees for check in checked] == [True]
    assert [check.agrees for check in rechecks(row(difference="2.000", lower="-0.228", upper="4.228", p="0.073"))] == [False]


def test_nothing_is_rechecked_that_cannot_be() -> None:
    for values in (
        {"p": "0.04"},
        {"statistic": "t(10)=2.2"},
        {"statistic": "t(10)=2.2", "p": "1.5"},
        {"difference": "2", "p": "0.1"},
    ):
        assert rechecks(row(**values)) == []


def test_an_sem_labelled_as_sd_is_under_suspicion() -> None:
    """Means 10 and 8, spread 1, n 16 and 16: as SD t = 2/sqrt(1/8) = 5.66, p < 0.0001; as SEM SD 4, t = 1.414, p 0.17."""
    values = {"nText": "32 (16+16)", "p": "0.17"}
    doubt = suspicion(means("10.0", "8.0", "1.00", **values))
    assert (doubt.printed_as, doubt.fits_as) == ("SD", "SEM")
    assert suspicion(means("10.0", "8.0", "1.00", "SEM", **values)) is None
    doubt = suspicion(means("10.0", "8.0", "1.00", "SEM", nText="32 (16+16)", p="0.0001", operator="less than"))
    assert (doubt.printed_as, doubt.fits_as) == ("SEM", "SD")
    assert suspicion(means("10.0", "8.0", "1.00", nText="32 (16+16)")) is None
    assert suspicion(means("10.0", "8.0", "1.00", nText="32 (16+16)", p="0.9")) is None


@pytest.mark.parametrize(
    ("text", "species", "cellular", "unit", "warns"),
    [
        ("10-18 cells from 4-7 rats", ("rat",), True, "cells", "beside it"),
        ("12 neurons", ("mouse",), True, "cells", "not printed"),
        ("6 rats per group", ("rat",), False, "animals", ""),
        ("24 trials, 8 mice", ("mouse",), False, "animals", "several measurements"),
        ("7 trials, 147 ketamine-treated", ("human",), False, "persons", ""),
        ("14 each", ("rat",), True, "not stated", "possible"),
        ("14 each", ("rat",), False, "not stated", ""),
    ],
)  # fmt: skip
def test_what_n_counts(text: str, species: tuple[str, ...], cellular: bool, unit: str, warns: str) -> None:
    made, warning = unit_of_analysis(text, species, cellular)
    assert made == unit
    assert bool(warning) is bool(warns)
    assert warns in warning


def test_a_size_from_cells_warns_of_pseudo_replication() -> None:
    made = effect_size(row(p="0.03", nText="12 cells/5 rats; 14 cells/6 rats", direction="increase", cellular=True))
    assert made.unit_of_analysis == "cells"
    assert any("pseudo-replication" in warning for warning in made.warnings)


def test_human_equivalent_dose_is_that_of_the_guidance() -> None:
    """The guidance multiplies by 0.08 for mice and 0.16 for rats; 10 mg/kg is 10 x 3/37 = 0.811 and 10 x 6/37 = 1.622."""
    assert human_equivalent(1, "mouse") == pytest.approx(0.08, abs=0.005)
    assert human_equivalent(1, "rat") == pytest.approx(0.16, abs=0.005)
    doses = [equivalents(row(dose=("10",), doseUnit="mg/kg", species=(name,)))[0] for name in ("mouse", "rat")]
    assert [(dose.equivalent, dose.computed) for dose in doses] == [(0.811, True), (1.622, True)]
    spanned = equivalents(row(doseFrom="3", doseTo="30", doseUnit="mg/kg", species=("mouse",), unverified=("doseTo",)))
    assert [(dose.dose, dose.equivalent, dose.unverified) for dose in spanned] == [
        ("3", 0.243, ("doseTo",)),
        ("30", 2.432, ("doseTo",)),
    ]


@pytest.mark.parametrize(
    ("unit", "species"),
    [("mg", ("mouse",)), ("mg/kg/day", ("rat",)), ("mg/kg", ("human",)), ("mg/kg", ("rat", "mouse")), (None, ("rat",))],
)
def test_other_doses_have_no_equivalent(unit: str | None, species: tuple[str, ...]) -> None:
    assert equivalents(row(dose=("10",), doseUnit=unit, species=species)) == []


def test_every_finding_has_a_size_or_a_reason(graph: Graph) -> None:
    made = effects(graph)
    assert len(made.findings) == graph.counts["Finding"]
    assert all((item.effect is None) is bool(item.reason) for item in made.findings)
    sized_ones = sum(item.effect is not None for item in made.findings)
    assert sum(made.reasons.values()) == len(made.findings) - sized_ones
    assert sum(with_size for with_size, _ in made.endpoints.values()) == sized_ones
    assert sum(map(sum, made.endpoints.values())) == len(made.findings)
    assert made.pooling.startswith("Nothing is pooled")
    for item in made.findings:
        if item.effect:
            assert item.effect.lower < item.effect.g < item.effect.upper
            assert item.effect.formula in FORMULA


def test_the_two_questions_say_the_same(graph: Graph) -> None:
    whole = {line[0]: line for line in answer(graph, "find/effect-input-of-all").rows}
    own = ask(graph, "effect-input", A="ketamine").rows
    assert own == tuple(whole[line[0]] for line in own)
    assert len(own) == sum(line[1] == "ketamine" for line in whole.values())


def test_text_and_table_show_formula_input_and_reasons(graph: Graph) -> None:
    made = effects(graph, "ketamine")
    names = dict.fromkeys((item.publication for item in made.findings), "source")
    text = " ".join(appraisal_text(made, Page(), names).split())
    assert "g -0.76 [-1.26, -0.26] computed; formula F, from test F(1, 70) = 9.62, direction decrease, n 47 and 25" in text
    assert "Lakens 2013" in text
    for reason, number in made.reasons.items():
        assert f"{number} {reason}" in text
    table = {line["finding"].rpartition("/")[2]: line for line in appraisal_table(made).records()}
    assert str(table["murrough-2013-f01"]["g"]) == "-0.7595"
    assert table["murrough-2013-f02"]["reason"] == "the endpoint is a share of patients, not a mean"
    assert table["pryazhnikov-2018-f01"]["humanEquivalentDose"] == ("mouse 10 mg/kg -> 0.811 mg/kg",)


def test_a_comparison_shows_what_was_computed(graph: Graph) -> None:
    for _ in range(2):
        made = compare(graph, "ketamine", "midazolam")
        rows = {line["finding"].rpartition("/")[2]: line for line in made.head_to_head}
        assert rows["murrough-2013-f01"]["computed"].g == -0.7595
        assert all("computed" in line for key in ("spine", "synapse") for line in made.findings[key])
    assert "g -0.76 [-1.26, -0.26] computed" in " ".join(comparison_text(made, Page()).split())
    told = json.loads(json_text(made, graph.version))["head_to_head"]
    assert {line["computed"]["g"] for line in told if line["computed"]} >= {-0.7595}


def test_a_computed_size_is_never_minus_nought() -> None:
    assert "g 0.00 [-0.10, 0.10]" in sized(EffectSize("f", -0.001, -0.1, 0.1, True, "t", (), "persons", (), ()))
    assert Hedges(0, -1, 1).g == 0
