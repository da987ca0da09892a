"""Do service numbers say what was counted, and change when it is counted otherwise?"""

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from cxsim import measure as m
from cxsim.guards import CxError

WAITS, ANSWERED = [5, 30, 10, 40, 15], [1, 1, 0, 1, 1]


@pytest.mark.parametrize(
    ("rule", "share"), [("missed", 40), ("left out", 50), ("early left out", 50), ("early kept", 60)]
)
def test_each_treatment_of_abandoned_contacts(rule, share):
    assert m.service_level(WAITS, ANSWERED, 20, rule).value == share


def test_contacts_that_are_independent_have_wilsons_interval():
    got = m.service_level([5] * 30 + [50] * 10, [1] * 40, 20)
    assert (got.low / 100, got.high / 100) == pytest.approx(proportion_confint(30, 40, method="wilson"))


def test_bad_days_widen_the_interval():
    day = np.repeat(np.arange(20), 50)
    waits = np.where(day % 4 == 0, 60, 5)
    assert (
        m.service_level(waits, np.ones(1000), 20, blocks=day).half
        > 4 * m.service_level(waits, np.ones(1000), 20).half
    )


def test_a_longer_window_finds_more_failures():
    who, when = ["x", "a", "a", "b", "y"], [0, 20, 25, 22, 60]
    assert m.fcr(who, when, 3).value == 100
    assert m.fcr(who, when, 7).value == 50
    assert m.fcr(who, when, 7, ["r", "r", "s", "r", "r"]).value == 100


def test_denominator_and_clock():
    start = ["2024-03-01 16:00", "2024-03-01 16:00", "2024-03-07 16:00"]  # a Friday, a Friday, a Thursday
    end = ["2024-03-04 10:00", None, None]
    shown = [
        m.sla_attainment(start, end, 24, "2024-03-08 10:00", kind).value
        for kind in ("due", "finished", "all")
    ]
    assert shown == [0, 0, 0]
    office = m.OpenHours(9, 18)
    shown = [
        m.sla_attainment(start, end, 24, "2024-03-08 10:00", kind, office).value
        for kind in ("due", "finished", "all")
    ]
    assert [round(value, 1) for value in shown] == [50, 100, 33.3]
    assert m.OpenHours(9, 18, holidays=["2024-03-04"]).holidays


def test_business_hours_by_hand():
    from cxsim.measure.moments import days, hours_between

    start, end = days(["2024-03-01 16:00"], "a"), days(["2024-03-05 10:30"], "b")
    assert hours_between(start, end, m.OpenHours(9, 18))[0] == pytest.approx(2 + 9 + 1.5)
    assert hours_between(start, end, m.OpenHours(9, 18, holidays=["2024-03-04"]))[0] == pytest.approx(3.5)
    assert hours_between(start, end)[0] == pytest.approx(90.5)


def test_small_samples_are_drawn_to_the_team_and_nobody_is_ranked_by_luck():
    rng = np.random.default_rng(1)
    who = np.repeat(np.arange(12), 20)
    alike = m.agent_scorecard(who, rng.normal(4, 1, 240))
    assert alike.between < 0.2
    assert all(a.rank_high - a.rank_low >= 6 for a in alike.agents)
    apart = m.agent_scorecard([*who, 99, 99], [*(rng.normal(4, 1, 240) + who / 3), 20.0, 20.0])
    first = next(a for a in apart.agents if a.agent == "99")
    assert first.raw == 20
    assert first.score.value < 20
    assert apart.agents[-1].agent == "0"


def test_raking_meets_the_margins_and_agrees_with_poststratification():
    rng = np.random.default_rng(2)
    table = pd.DataFrame(
        {"sex": rng.choice(["f", "m"], 300, p=[0.7, 0.3]), "age": rng.choice(["y", "o"], 300)}
    )
    goal = {"sex": {"f": 0.5, "m": 0.5}, "age": {"y": 0.4, "o": 0.6}}
    found = m.rake(table, goal)
    for name, shares in goal.items():
        got = pd.Series(found.weights).groupby(table[name]).sum() / 300
        assert got.to_dict() == pytest.approx(shares)
    alone = m.rake(table, {"sex": goal["sex"]}).weights
    assert alone[(table["sex"] == "f").to_numpy()][0] == pytest.approx(0.5 / (table["sex"] == "f").mean())


def test_a_mean_by_strata_is_that_of_the_textbook():
    got = m.stratified_mean([1, 3, 10, 14], ["a", "a", "b", "b"], {"a": 60, "b": 40})
    variance = 0.6**2 * (1 - 2 / 60) * 2 / 2 + 0.4**2 * (1 - 2 / 40) * 8 / 2
    assert got.value == pytest.approx(0.6 * 2 + 0.4 * 12)
    freedom = variance**2 / ((0.6**2 * (58 / 60)) ** 2 + (0.4**2 * (38 / 40) * 4) ** 2)
    from scipy.stats import t

    assert got.half == pytest.approx(t.ppf(0.975, freedom) * variance**0.5)


def test_correlation_agrees_with_scipy():
    from scipy.stats import pearsonr, spearmanr

    x, y = np.random.default_rng(5).normal(size=(2, 40))
    linear = m.correlation(x, y, "linear")
    both = pearsonr(x, y)
    assert linear.value == pytest.approx(both.statistic)
    assert (linear.low, linear.high) == pytest.approx(tuple(both.confidence_interval(0.95)))
    assert m.correlation(x, y).value == pytest.approx(spearmanr(x, y).statistic)


def test_holding_the_cause_constant_leaves_nothing():
    cause, a, b = np.random.default_rng(6).normal(size=(3, 400))
    assert m.correlation(cause + a / 3, cause + b / 3, "linear").sign() == "higher"
    assert m.correlation(cause + a / 3, cause + b / 3, "linear", cause).sign() == "too close to call"


def test_alpha_is_that_of_the_analysis_of_variance():
    rows = np.random.default_rng(7).integers(1, 8, (40, 5)) + np.arange(40)[:, None] / 8
    grand = rows.mean()
    people = 5 * np.sum((rows.mean(axis=1) - grand) ** 2) / 39
    items = 40 * np.sum((rows.mean(axis=0) - grand) ** 2)
    rest = (np.sum((rows - grand) ** 2) - 39 * people - items) / (39 * 4)
    assert m.cronbach_alpha(rows).value == pytest.approx(1 - rest / people)


def test_22_items_become_five_dimensions():
    expected, perceived = np.full((50, 22), 6), np.random.default_rng(8).integers(1, 8, (50, 22))
    perceived[:, 9:13] = 1
    got = m.servqual(expected, perceived)
    assert (got.worst, got.gaps["responsiveness"].value) == ("responsiveness", -5)
    assert got.gaps["tangibles"].value == pytest.approx(perceived[:, :4].mean() - 6)
    named = {str(k): column for k, column in enumerate(perceived.T)}
    two = m.servqual(dict.fromkeys(named, expected[:, 0]), named, items={"a": ["0", "1"], "b": ["9"]})
    assert list(two.gaps) == ["a", "b"]
    assert list(two.alphas) == ["a"]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: m.sla_attainment(["2024-03-02"], ["2024-03-01"], 4), "row 0 ends 24 h before it starts"),
        (lambda: m.sla_attainment(["3.1.2024"], [None], 4), "row 0 is '3.1.2024'; allowed: dates such as"),
        (lambda: m.occupancy([5], [4]), "row 0 is 5; allowed: 0 to 4"),
        (lambda: m.service_level([-1], [1]), "waits: answer 0 is -1; allowed: 0 or more"),
        (lambda: m.service_level([1], [1], 20, "ignored"), "abandoned is 'ignored'; allowed: missed"),
        (lambda: m.rake({"s": ["f"]}, {"s": {"f": 0.5, "m": 0.5}}), "s has m on one side only"),
        (lambda: m.agent_scorecard(["a"], [1]), "1 agents with 1 ratings"),
        (lambda: m.cronbach_alpha({"a": [1, 2]}), "2 rows of 1 items"),
        (lambda: m.step_funnel({"a": 5, "b": 6}), "b has 6 people; allowed: at most 5"),
        (lambda: m.coverage(["z"], ["a"]), "the population has no group z"),
    ],
)
def test_refused(call, words):
    with pytest.raises(CxError, match=words):
        call()
