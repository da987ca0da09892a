"""Is every input that cannot be used refused in one line that names the row, the value and what is allowed?"""

import math

import numpy as np
import pandas as pd
import pytest

import cxsim as cx
from cxsim import measure as m
from cxsim import theory
from cxsim.guards import CxError

HALVES = pd.DataFrame(
    {"csat": [1, 2, 3, 4, 5, 6], "speed": [1, 3, 2, 5, 4, 6], "flat": 3, "word": list("abcdef")}
)

REFUSED = {
    "score of 11": (lambda: m.nps([10, 11]), "nps: answer 1 is 11; allowed: whole numbers 0 to 10"),
    "score of 11 in a table": (
        lambda: m.nps(pd.Series([10, 11], index=[2, 3])),
        "nps: answer in row 3 is 11; allowed: whole numbers 0 to 10",
    ),
    "text": (lambda: m.nps(pd.Series([9, "ten"])), "answer in row 1 is 'ten'; answers must be numbers"),
    "text in a list": (lambda: m.ces([7, "easy"]), "answer 1 is 'easy'"),
    "several lines": (lambda: m.ces([7, "a\nb"]), "answer 1 is"),
    "all missing": (lambda: m.nps([None, math.nan]), "all 2 answers are missing"),
    "a column of nothing": (lambda: m.csat(pd.Series([None, None])), "all 2 answers are missing"),
    "one text": (lambda: m.nps("10"), "one column"),
    "one number": (lambda: m.nps(10), "one column"),
    "a mapping": (lambda: m.nps({"a": 10}), "one column"),
    "a table": (lambda: m.csat(HALVES[["csat"]]), "one column"),
    "mixed scales": (lambda: m.csat([4, 5, 9]), "answer 2 is 9; allowed: whole numbers 0 to 5"),
    "negative count": (lambda: m.nps_from_counts(5, -1, 2), "passives is -1; allowed: whole numbers from 0"),
    "half a person": (lambda: m.nps_from_counts(5, 1.5, 2), "passives is 1.5"),
    "unknown method": (lambda: m.nps([9], method="exact"), "method is 'exact'; allowed: Bonett-Price, Wald"),
    "level in percent": (lambda: m.ces([7, 6], level=95), "level is 95; allowed: above 0 and below 1"),
    "negative Kano count": (lambda: m.kano({"A": -3, "O": 4}), "count of A is -3"),
    "Kano shares": (lambda: m.kano({"A": 0.3, "O": 0.4}), "add to 0.7; they must add to 1"),
    "a number of 400 digits": (lambda: m.share_margin(10**400), "allowed: whole numbers from 1"),
    "400 digits in a column": (lambda: m.nps([10**400]), "answer 0 is"),
    "a scale of nothing": (lambda: m.csi([[1, 2]], scale=[None]), "scale is [None]; allowed: two numbers"),
    "a scale of words": (lambda: m.mystery_shopper([1, 2], scale=("a", "b")), "allowed: two numbers"),
    "a scale backwards": (lambda: m.bond_score(HALVES[["csat"]], scale=(5, 1)), "the first must be lower"),
    "a band of words": (lambda: m.gap_groups([1], [2], band="x"), "band is 'x'; allowed: 0 or more"),
    "two limits for one case": (lambda: m.sla_attainment([0.0], [1.0], [1, 2]), "2 limits for 1 cases"),
    "an empty rule": (lambda: m.columns.column_from_words(" "), "kind of column is ''"),
    "no column of many": (
        lambda: m.tables.column_of(pd.DataFrame(columns=[f"c{i}" for i in range(99)]), "zzzz", "a.csv"), "c19 …"
    ),
    "Kano letter": (lambda: m.kano(["A", "X"]), "answer 1 is 'X'; allowed: A, O, M, I, R, Q"),
    "Kano word": (lambda: m.kano(["atractive"]), "did you mean attractive"),
    "Kano of nobody": (lambda: m.kano([]), "nobody is in class"),
    "Kano pairs": (lambda: m.kano_classes([1, 2], [1]), "in pairs"),
    "Kano answer": (lambda: m.kano_classes([1, 6], [1, 1]), "functional: answer 1 is 6"),
    "weights": (lambda: m.csi({"a": [4], "b": [3]}, [0.5, 0.6]), "weights add to 1.1; they must add to 1"),
    "weight below zero": (lambda: m.csi({"a": [4], "b": [3]}, [1.5, -0.5]), "weights, b is -0.5"),
    "weights by wrong name": (lambda: m.csi({"price": [4], "b": [3]}, {"pryce": 1}), "nearest: price"),
    "weight left out": (lambda: m.csi({"a": [4], "b": [3]}, {"a": 1}), "nothing is given for b"),
    "too many weights": (lambda: m.csi({"a": [4], "b": [3]}, [1, 0, 0]), "3 figures for 2 columns"),
    "index off the scale": (lambda: m.csi({"a": [4, 8]}), "csi, a: answer 1 is 8"),
    "index scale": (lambda: m.csi({"a": [4]}, scale=(5, 1)), "the first must be lower"),
    "index without a row": (lambda: m.csi({"a": [4, None], "b": [None, 3]}), "no row has an answer in every"),
    "gap tables": (lambda: m.servqual({"a": [4]}, {"b": [4]}), "a, b is not in both tables"),
    "gap shapes": (lambda: m.servqual({"a": [4, 5]}, {"a": [4]}), "they must be alike"),
    "gap off the scale": (lambda: m.servqual([8, 6, 6, 6, 6], [5] * 5), "expectations, 0: answer 0 is 8"),
    "too many gaps": (lambda: m.servqual([5] * 6, [5] * 6), "name the 6 dimensions"),
    "retention above 1": (lambda: m.clv(100, 1.2, 0.1), "retention is 1.2; allowed: 0 to 1"),
    "endless life": (lambda: m.clv_factor(1, 0), "has no end; give periods"),
    "stays as shares": (lambda: m.clv([1, 2], [0.5, 1], 0.1), "retention: answer 0 is 0.5; allowed: whole"),
    "unequal columns": (lambda: m.clv([1, 2, 3], [0, 1], 0.1), "3 margins and 2 stays"),
    "one customer": (lambda: m.clv([100], 0.8, 0.1), "number of answers is 1; at least 2"),
    "nobody won": (lambda: m.cac(1000, 0), "new_customers is 0; allowed: whole numbers from 1"),
    "cost below zero": (lambda: m.cac(-1, 5), "cost is -1"),
    "churn of nothing": (lambda: m.expected_periods(0), "churn is 0; allowed: above 0, at most 1"),
    "retention beyond 1": (lambda: m.retention_profit(0.97, 0.05, 0.1), "allowed: at most 1"),
    "unknown reading": (lambda: m.claim_check(80, 5, "percent"), "allowed: relative, points"),
    "base over the ceiling": (lambda: m.claim_check(120, 5), "base is 120; allowed: 0 to 100"),
    "three ends": (lambda: m.claim_check(80, (1, 2, 3)), "one number, or the lower and the upper end"),
    "ends turned round": (lambda: m.claim_check(80, (25, 15)), "one number, or the lower"),
    "margin in percent": (lambda: m.sample_size_margin(3), "margin is 3; allowed: above 0 and below 1"),
    "no difference": (lambda: m.sample_size_difference(0.7, 0.7), "a difference needs two shares"),
    "shares above 1": (lambda: m.nps_margin(100, 0.8, 0.4), "add to 1.2; allowed: at most 1"),
    "pilot beyond 1": (lambda: m.pilot_size(0.9, 0.2), "allowed: 0 to 1"),
    "shares of groups": (lambda: m.weight_for_nonresponse([0.5, 0.3, 0.1], [1, 1, 1]), "must add to 1"),
    "nobody answers": (lambda: m.weight_for_nonresponse([0.5, 0.3, 0.2], [1, 0, 1]), "rates, passives is 0"),
    "weights of answers": (lambda: m.weighted_nps([9, 8], [1]), "2 answers and 1 weights"),
    "no weight": (lambda: m.weighted_nps([9, 8], [0, 0]), "no answer has a weight above 0"),
    "one respondent": (lambda: m.difference([3], [4, 5]), "before: number of answers is 1; at least 2 are needed"),
    "share of 2": (lambda: m.difference([0, 1, 2], [1, 1], "share"), "answer 2 is 2; allowed: whole numbers 0 to 1"),
    "unknown kind": (lambda: m.difference([1, 2], [1, 2], "median"), "allowed: mean, share, nps"),
    "no such driver": (lambda: m.drivers(HALVES, "csat", ["sped"]), "no column sped; nearest: speed"),
    "no such outcome": (lambda: m.drivers(HALVES, "nps"), "no column nps"),
    "text driver": (lambda: m.drivers(HALVES, "csat", ["word"]), "drivers, word: answer in row 0 is 'a'"),
    "flat driver": (lambda: m.drivers(HALVES, "csat", ["speed", "flat"]), "all values of flat are alike"),
    "twin drivers": (
        lambda: m.drivers(HALVES.assign(twin=2 * HALVES.speed), "csat", ["speed", "twin"]),
        "speed, twin tell the same",
    ),
    "few rows": (lambda: m.drivers(HALVES.head(3), "csat", ["speed"]), "3 complete rows; at least 4"),
    "outcome drives itself": (lambda: m.drivers(HALVES, "csat", ["csat"]), "other than the outcome"),
    "percent chart": (lambda: m.control_chart([85.6, 86], 400), "answer 0 is 85.6; allowed: 0 to 1"),
    "one point": (lambda: m.control_chart([0.8]), "number of points is 1; at least 2"),
    "sizes": (lambda: m.control_chart([0.8, 0.9], [10]), "1 sizes for 2 shares"),
    "accuracy in percent": (lambda: m.bot_load(200, 0.6, 0.8, 92), "accuracy is 92; allowed: 0 to 1"),
    "nobody warned": (lambda: m.churn_precision(0.05, 0, 0), "nobody is warned about"),
    "all steps cut": (lambda: m.mobile_funnel(0.5, 4, 4), "cut is 4 of 4 steps"),
    "training all day": (lambda: m.training_capacity(40, 10, 173), "allowed: less than all"),
    "resolution beyond 1": (lambda: m.fcr_to_pay_for(0.99, 0.5), "allowed: at most 1"),
    "resolution of 0": (lambda: m.work_per_solved(180, 0), "fcr is 0; allowed: above 0, at most 1"),
    "mix": (lambda: m.resolution_mix_mean([0.8, 0.1], [48, 120]), "shares add to 0.9"),
    "after the end": (lambda: m.linear_path(82, 90, 6, 7), "at is 7; allowed: 0 to 6"),
    "no date": (lambda: m.days_between("2024-02-30", "2024-03-01"), "start is '2024-02-30'"),
    "gap in the board": (lambda: m.priority_board({"a": [1, None]}, [1]), "row 1 has a gap"),
    "no agents": (lambda: theory.erlang_c(0, 2.0), "agents is 0; allowed: whole numbers from 1"),
    "promise of all": (lambda: theory.required_agents(1, 1, 1, 1), "share is 1; allowed: 0 or more, below 1"),
    "no service": (lambda: theory.required_agents(1, 0, 1, 0.9), "service_rate is 0; allowed: above 0"),
    "endless arrivals": (lambda: theory.required_agents(math.inf, 1, 1, 0.9), "arrival_rate is inf"),
    "short roster": (lambda: theory.roster_share([20, 30], [2], 180, 60), "roster has 1 hours and volumes 2"),
    "roster below 0": (lambda: theory.roster_share([20, 30], [2, -1], 180, 60), "roster, hour 1 is -1"),
    "volume below 0": (lambda: theory.required_roster([20, -3], 180, 60, 0.9), "volumes, hour 1 is -3"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_refused_in_one_line(case):
    call, words = REFUSED[case]
    with pytest.raises(CxError) as error:
        call()
    assert words in str(error.value)
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 200


def test_nothing_is_an_answer_too():
    assert m.nps([]).n == 0
    assert m.nps(np.array([])).n == 0
    assert str(m.nps([])) == "NPS: no answers"
    assert m.nps([" ", None, "9", 10]).n == 2


def test_an_hour_without_agents_or_calls():
    assert theory.roster_share([10, 10], [0, 50], 180, 60).by_hour == (0.0, pytest.approx(1.0))
    assert theory.roster_share([0, 0], 1, 180, 60).share == 1.0
    assert theory.required_roster([0, 30], 180, 60, 0.95) == [0, 4]


def test_refusals_speak_the_language_of_the_user(monkeypatch):
    monkeypatch.setenv("CXSIM_LANG", "qps")
    for call, _ in REFUSED.values():
        with pytest.raises(CxError) as error:
            call()
        assert str(error.value).startswith("⟦")


def test_measures_are_at_hand():
    assert cx.measure is m
    for name in m.__all__:
        assert getattr(m, name).__doc__, name
