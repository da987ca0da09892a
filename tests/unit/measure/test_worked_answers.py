"""Does every worked answer of the lessons come out of a public function, to the digits printed?

The answers stand in worked_answers.csv by exercise; here stand the givens. The exercises of judgment (2.2, 2.5, 3.1,
3.2, 7.2, 8.1) have their keys in the solutions, and 4.5 is answered by the simulator.
"""

import csv
from pathlib import Path

import pytest

from cxsim import measure as m
from cxsim import theory

DAY = [20, 30, 60, 90, 100, 80, 60, 70, 90, 80, 60, 30]
REROSTERED = [2, 2, 5, 7, 7, 6, 5, 5, 7, 6, 5, 3]


def agents(per_hour, aht_s, within_s=60, share=0.95):
    return theory.required_agents(per_hour / 3600, 1 / aht_s, within_s, share)


def lesson_1():
    got = m.servqual([6.5, 6.2, 6.4, 5.8, 5.5], [5.9, 5.1, 6.1, 5.6, 5.7], [0.30, 0.25, 0.20, 0.15, 0.10])
    for name, gap in got.gaps.items():
        yield "1.1", f"gap {name}", gap.value
    yield "1.1", "worst", got.worst
    yield "1.1", "mean gap", got.mean_gap.value
    yield "1.1", "weighted gap", got.weighted_gap.value
    yield "1.2", "nps", m.nps_from_counts(250, 150, 100).value
    claim = m.claim_readings(85.6, (15, 25))
    for name, reading in (("relative", claim.relative), ("points", claim.points)):
        yield "1.3", f"{name} low", reading.low
        yield "1.3", f"{name} high", reading.high
        yield "1.3", f"{name} verdict", reading.possible
    yield "1.3", "highest base", m.claim_base_limit(25)
    for stay in (70, 80, 90):
        yield "1.4", f"{stay} to {stay + 5}", 100 * m.retention_profit(stay / 100, 0.05, 0.10).share
    yield "1.4", "churn 20 to 19", 100 * m.retention_profit(0.80, 0.05, 0.10, "relative").share
    cost = m.acquisition_cost_range(40, (5, 25))
    yield "1.5", "low", cost.low
    yield "1.5", "high", cost.high


def lesson_2():
    got = m.kano({"A": 30, "O": 40, "M": 20, "I": 10})
    yield "2.1", "better", got.better.value
    yield "2.1", "worse", got.worse.value
    for name, roster in (
        ("flat 5", 5),
        ("flat 6", 6),
        ("flat 7", 7),
        ("re-rostered", REROSTERED),
        ("flat 9", 9),
    ):
        found = theory.roster_share(DAY, roster, 180, 60)
        yield "2.3", name, 100 * found.share
        yield "2.3", f"{name} hours", found.agent_hours
    left = m.bot_load(1, 0.60, 0.80, 0.92).humans
    yield (
        "2.3",
        "flat 5 with bot",
        100 * theory.roster_share([left * volume for volume in DAY], 5, 180, 60).share,
    )
    fitted = theory.required_roster(DAY, 180, 60, 0.95)
    found = theory.roster_share(DAY, fitted, 180, 60)
    yield "2.3", "fitted roster", " ".join(map(str, fitted))
    yield "2.3", "fitted", 100 * found.share
    yield "2.3", "fitted hours", found.agent_hours
    yield "2.3", "hours saved", 100 * m.saved_share(108, found.agent_hours)
    fade = m.decay_below(0.15, 0.5)
    yield "2.4", "month", fade.period
    yield "2.4", "exact", fade.exact


def lesson_3():
    yield "3.3", "apart", 2 * agents(60, 180)
    yield "3.3", "pooled", agents(120, 180)
    yield "3.4", "same standard", agents(60, 300)
    yield "3.4", "within 30 min", agents(60, 300, within_s=1800)
    yield "3.5", "promise 30", m.expectation_gap(30, 40)
    yield "3.5", "promise 60", m.expectation_gap(60, 40)


def lesson_4():
    for share, limit in ((95, 60), (95, 30), (80, 20)):
        yield "4.1", f"{share} in {limit}", 3600 * theory.carried_rate(5, 1 / 180, limit, share / 100)
    for fcr in (90, 70):
        load = m.load_with_returns(100, fcr / 100)
        yield "4.2", f"load at {fcr}", load
        yield "4.2", f"agents at {fcr}", agents(load, 180)
    limits = {"level 1": 24, "level 2": 72, "level 3": 120, "complaint_48_72": 48}
    yield "4.3", "kept", " ".join(name for name, kept in m.promises_kept(limits, 24).items() if kept)
    yield "4.3", "mean limit", m.resolution_mix_mean([0.80, 0.15, 0.05], [48, 120, 240])
    yield "4.3", "mean limit reversed", m.resolution_mix_mean([0.05, 0.15, 0.80], [48, 120, 240])
    yield "4.4", "compensation", m.highest_compensation(2000, 0.60, 0.85)


def lesson_5():
    bot = m.bot_load(200, 0.60, 0.80, 0.92)
    for name, value in zip(bot._fields, bot, strict=True):
        yield "5.1", name.replace("_", " "), value
    yield "5.1", "agents before", agents(200, 180)
    yield "5.1", "agents after", agents(bot.humans, 180)
    yield "5.1", "slogan agents", agents(bot.slogan_humans, 180)
    churn = m.churn_precision(0.05, 0.78, 0.10)
    yield "5.2", "precision", 100 * churn.precision
    yield "5.2", "nobody churns", 100 * churn.accuracy_of_nobody
    yield "5.2", "accuracy below nobody churns", str(churn.accuracy < churn.accuracy_of_nobody)
    funnel = m.funnel_of_claim(0.38, 8, 2)
    for name, value in zip(funnel._fields, funnel, strict=True):
        yield "5.3", name.replace("_", " "), 100 * value
    yield "5.3", "from 80", m.claim_check(80, 38, "relative").possible
    time = m.efficiency_readings(180, 0.28)
    yield "5.4", "more output", time.more_output
    yield "5.4", "less time", time.less_time
    yield "5.4", "agents before", agents(100, 180)
    yield "5.4", "agents more output", agents(100, time.more_output)
    yield "5.4", "agents less time", agents(100, time.less_time)
    back = m.payback(50_000, 3, 88.32, 12)
    yield "5.5", "contacts", back.contacts
    yield "5.5", "days", back.days


def lesson_6():
    yield "6.1", "margin", m.nps_margin(500, 0.50, 0.20)
    yield "6.2", "answers", m.sample_size_nps_difference(8, 0.50, 0.20)
    yield "6.3", "worst case", m.sample_size_margin(0.03)
    yield "6.3", "at 85.6", m.sample_size_margin(0.03, 0.856)
    yield "6.3", "five points", m.sample_size_margin(0.05)
    uneven = m.weight_for_nonresponse([0.50, 0.30, 0.20], [0.20, 0.10, 0.30])
    yield "6.4", "observed", uneven.observed_nps
    yield "6.4", "weighted", uneven.weighted_nps
    change = m.observed_change(82, 91, (15, 20))
    yield "6.5", "points", change.points
    yield "6.5", "relative", change.relative
    yield "6.5", "inside in a reading", str(change.points_inside or change.relative_inside)
    limits = m.control_limits(0.856, 400)
    yield "6.5", "low limit", 100 * limits.low
    yield "6.5", "high limit", 100 * limits.high


def lesson_7():
    pace = m.speed_pay(180, 0.90, 144, 0.70)
    yield "7.1", "before", pace.before
    yield "7.1", "after", pace.after
    yield "7.1", "change", 100 * pace.change
    yield "7.1", "break-even", 100 * pace.break_even_fcr
    spent = m.training_capacity(1, 2, 173)
    yield "7.3", "capacity", 100 * spent
    yield "7.3", "resolution", 100 * m.fcr_to_pay_for(0.70, spent)
    yield "7.4", "precision", 100 * m.share_margin(10_000)
    claim = m.claim_readings(60, 30)
    yield "7.5", "relative", claim.relative.high
    yield "7.5", "points", claim.points.high
    yield "7.5", "highest base", m.claim_base_limit(30)


def lesson_8():
    path = m.linear_path(82, 90, 6, at=3)
    yield "8.2", "month 3", path.value
    yield "8.2", "step", path.step
    yield "8.3", "before", m.expected_periods(0.05)
    yield "8.3", "after", m.expected_periods(0.02)
    yield "8.4", "revenue", 100 * m.revenue_from_points(82, 90)
    yield "8.4", "revenue compounded", 100 * m.revenue_from_points(82, 90, compounded=True)
    yield "8.4", "value", 100 * m.clv_from_percent(82, 90)
    for reading in ("relative", "points"):
        pilot = m.pilot_size(0.70, 0.20, reading)
        yield "8.5", reading, pilot.per_arm
        yield "8.5", f"{reading} target", 100 * pilot.target
    yield "8.5", "days", m.days_between("2024-02-28", "2024-03-31")


LESSONS = (lesson_1, lesson_2, lesson_3, lesson_4, lesson_5, lesson_6, lesson_7, lesson_8)


def worked():
    with Path(__file__).with_name("worked_answers.csv").open(encoding="utf-8") as file:
        return {(row["exercise"], row["part"]): row["answer"] for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def found():
    return {(exercise, part): value for lesson in LESSONS for exercise, part, value in lesson()}


def printed(value, like):
    """Write a value with as many decimals as the printed answer has."""
    if isinstance(value, str):
        return value
    return f"{value:{',' if ',' in like else ''}.{len(like.partition('.')[2])}f}"


@pytest.mark.parametrize("key", sorted(worked()), ids=" ".join)
def test_worked_answer(found, key):
    answer = worked()[key]
    assert printed(found[key], answer) == answer


def test_nothing_is_computed_without_a_printed_answer(found):
    assert set(found) == set(worked())


def test_methods_behind_the_answers():
    """The other usual formulas give other numbers; ours is the one that is named."""
    assert printed(m.nps_margin(500, 0.5, 0.2), "6.846") == "6.846"
    assert m.sample_size_difference(0.70, 0.84, method="arcsine") == 139
    assert m.sample_size_difference(0.70, 0.90, method="arcsine") == 60


def test_a_wrong_answer_is_seen():
    assert printed(58.64, "58.7") != "58.7"
    assert printed(1496.0, "1,497") != "1,497"
