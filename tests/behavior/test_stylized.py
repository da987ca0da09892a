"""Stylized facts that a small company shows in a moment; sizes and intervals are in the studies."""

import numpy as np
import pytest
from logs import WEEK_MS, company, log_of

from cxsim.clock import HALF_HOUR
from cxsim.distributions import exp_
from cxsim.draws import SURGED, intensity, make_draws, surges
from cxsim.plan_rows import complaints_row, loyalty_row
from cxsim.scenario import Scenario
from cxsim.schema import CUSTOMER, MOVE_LEFT
from cxsim.stages import complaints, experience, loyalty
from cxsim.streams import stream_key

ONLY_PEOPLE = dict.fromkeys(
    ("satisfaction_slope", "failure_slope", "tenure_slope", "open_case_logit", "contract_end_logit",
     "contract_bound_logit"), 0.0)  # fmt: skip


def test_a_cohort_stays_longer_by_sorting_alone(engine):
    """Nothing changes for anybody, yet the chance of leaving falls: who tends to leave is gone."""
    changes = {f"beliefs.loyalty.{name}": value for name, value in ONLY_PEOPLE.items()}
    chances = []
    for spread in (0.0, 1.0):
        reviews = log_of(engine, company(changes | {
            "weeks": 16, "burn_in_weeks": 0, "world.market.customers": 1500, "world.demand.needs_per_year": 1.0,
            "beliefs.loyalty.frailty_sd": spread, "beliefs.loyalty.hazard_intercept": -2.0})).reviews  # fmt: skip
        cohort = reviews[reviews["person"] < 1500]
        early, late = (cohort["leave_probability"][cohort["week"] // 4 == period].mean() for period in (0, 3))
        chances.append((early, late))
    assert chances[0][0] == pytest.approx(chances[0][1], rel=1e-6)
    assert chances[1][1] < .9 * chances[1][0]


def test_the_counts_of_busy_days_vary_by_one_plus_mean_times_cv_squared():
    """Over days of one weekday: the rate has the cv of the busy-day factor, so the ratio grows with the size."""
    ratios = []
    for customers in (1000, 4000):
        world = {"world.market.customers": customers, "world.market.prospects": 0,
                 "world.market.entrants_per_year": 0.0, "world.demand.season_amplitude": 0.0,
                 "world.demand.needs_cv": 0.0}  # fmt: skip
        scenario = Scenario().replace(world | {"weeks": 52, "burn_in_weeks": 104})
        days = make_draws(scenario, 0).need_time // (WEEK_MS // 7)
        counts = np.bincount(days, minlength=7 * 156).reshape(156, 7)[:, :5] / np.array([1.25, 1.1, 1, 1, 1])
        mean, variance = counts.mean(), counts.var(ddof=1)
        expected = 1 + mean * scenario.world.demand.busy_day_cv**2
        assert variance / mean == pytest.approx(expected, rel=.15)
        ratios.append(variance / mean)
    assert ratios[1] > 2 * ratios[0]


def test_the_busy_day_factor_has_the_stated_mean_and_spread():
    scenario = Scenario(weeks=260, burn_in_weeks=104)
    line = intensity(scenario.replace({"world.demand.season_amplitude": 0.0}), stream_key(1, 0, "busy_day"))[0]
    days = np.diff(line[::48]).reshape(-1, 7)
    factor = days / days.mean(axis=0)
    assert factor.mean() == pytest.approx(1, abs=.01)
    assert factor.std() == pytest.approx(scenario.world.demand.busy_day_cv, rel=.06)


def test_morning_and_afternoon_are_linked_as_stated():
    """Both halves keep mean and spread, their factors correlate as the link says, and no morning moves with it."""
    scenario = Scenario(weeks=260, burn_in_weeks=104).replace({"world.demand.season_amplitude": 0.0})
    key, halves = stream_key(1, 0, "busy_day"), {}
    for link in (1.0, 0.6, 0.0):
        line = intensity(scenario.replace({"world.demand.busy_day_link": link}), key)[0]
        day = np.stack([np.diff(line[::48]), line[24::48] - line[:-1:48]])
        part = np.stack([day[1], day[0] - day[1]]).reshape(2, -1, 7)
        halves[link] = (part / part.mean(axis=1, keepdims=True)).reshape(2, -1)
        assert np.corrcoef(halves[link])[0, 1] == pytest.approx(link, abs=.04)
        assert halves[link].std(axis=1) == pytest.approx(scenario.world.demand.busy_day_cv, rel=.06)
    assert np.allclose(halves[0.6][0], halves[1.0][0], atol=.02) and np.allclose(halves[1.0][0], halves[1.0][1])


def test_surges_add_needs_as_stated_and_move_no_other():
    """As many surges as days times share; three times the needs within one; all other needs keep time and luck."""
    calm = Scenario(weeks=104, burn_in_weeks=0).replace({"world.demand.weekday_weight": [1.0] * 5 + [0.0] * 2})
    before, found = make_draws(calm, 1), {}
    for share in (0.02, 0.1):
        wild = calm.replace({"world.demand.surge_day_share": share, "world.demand.surge_hours": 1.75})
        made, found[share] = make_draws(wild, 1), surges(stream_key(1, 0, "surge"), wild.world.demand, 104)
        usual = made.need_ordinal < SURGED
        for name in ("need_time", "need_person", "need_ordinal"):
            assert np.array_equal(getattr(made, name)[usual], getattr(before, name)), name
        assert (np.diff(made.need_time) >= 0).all()
        per_half_hour = [np.bincount(time // HALF_HOUR, minlength=48 * 728)
                         for time in (made.need_time[~usual], before.need_time)]  # fmt: skip
        more = found[share].ravel()
        expected = (more * per_half_hour[1]).sum()
        assert per_half_hour[0].sum() == pytest.approx(expected, abs=4 * np.sqrt(3 * expected))
        assert per_half_hour[0][more == 0].sum() == 0
    assert (found[0.1] >= found[0.02]).all() and found[0.1].max() == 2.0
    days = (found[0.1] > 0).any(axis=1).reshape(104, 7)
    assert not days[:, 5:].any() and days.sum() == pytest.approx(52, abs=4 * np.sqrt(52 * .9))
    assert found[0.1].sum() / 2 * .5 == pytest.approx(1.75 * days.sum())


def test_recovery_never_gives_back_more_than_was_lost():
    row = complaints_row(Scenario().beliefs, Scenario().policy.complaints)
    none = np.zeros(3)
    best = complaints.recovered_share(1e9, True, 0.0, row, none)
    usual = complaints.recovered_share(60.0, True, 4.0, row, none)
    assert 0 < complaints.recovered_share(0.0, False, 1e6, row, none) < usual < best < 1
    damage = complaints.damage(1.2, 0.0, row)
    assert damage - best * damage > 0
    assert complaints.damage(1.2, .5, row) == pytest.approx(2 * complaints.damage(1.2, 0.0, row))


def test_recovery_above_no_failure_needs_the_belief_switched(engine):
    """Customers who failed and were mended fast and fully, against the same customers with nothing to mend."""
    free = {"beliefs.failure.severity_low": 0.0, "beliefs.failure.severity_high": 0.0,
            "beliefs.experience.unresolved_penalty": 0.0, "beliefs.complaining.intercept": -40.0,
            "beliefs.complaining.opportunist_share": 0.0}  # fmt: skip
    mended = {"beliefs.complaining.intercept": 40.0, "beliefs.complaining.opportunist_share": 0.0,
              "beliefs.recovery.cap": 1.0, "beliefs.recovery.distributive_base": 1.0,
              "beliefs.recovery.interactional_base": 1.0, "beliefs.recovery.half_life_h": 1e5,
              "world.service.handle.case_response.mean_min": 0.0, "world.service.assessment.mean_min": 0.0,
              "world.service.handle.case_resolution.mean_min": 0.0, "beliefs.loyalty.hazard_intercept": -40.0,
              "policy.recovery.trigger": "all", "before.recovery.trigger": "all"}  # fmt: skip
    beyond = {"beliefs.recovery.cap": 1.5, "beliefs.experience.unresolved_penalty": 0.0,
              "beliefs.failure.satisfaction_drop": .5}  # fmt: skip

    def states(changes):
        persons = log_of(engine, company({"beliefs.contacts.recontact_share": .3} | changes)).persons
        return persons[persons["status"] == CUSTOMER]

    faithful = {"beliefs.loyalty.hazard_intercept": -40.0}
    none, full, more = states(free | faithful), states(mended), states(mended | beyond)
    assert full["satisfaction"].mean() < none["satisfaction"].mean() < more["satisfaction"].mean()
    assert none["failure"].max() == 0 and full["failure"].mean() < .05


def test_failure_and_dissatisfaction_raise_the_chance_of_leaving_within_bounds():
    row = loyalty_row(Scenario().beliefs)
    chance = [loyalty.leave_probability(s, 0.0, 2.0, 0.0, row) for s in (-6, -3, -1, 0, 1, 3, 6)]
    assert chance == sorted(chance, reverse=True)
    steps = np.diff(np.log(np.array(chance) / (1 - np.array(chance))))
    assert abs(steps[2]) > 5 * abs(steps[0]) and abs(steps[3]) > 5 * abs(steps[-1])  # S-shaped: flat far out
    assert loyalty.leave_probability(0.0, 2.0, 2.0, 0.0, row) > chance[3]


def test_losses_weigh_more_than_gains_of_the_same_size():
    row = np.zeros(experience.N_EXPERIENCE)
    row[experience.LOSS], row[experience.EXPONENT], row[experience.ZONE] = 2.0, .88, .2
    assert experience.gap_value(-1.0, 0.0, row) == pytest.approx(-2 * experience.gap_value(1.0, 0.0, row))
    assert experience.gap_value(.1, .2, row) == experience.gap_value(-.1, .2, row) == 0
    assert experience.gap_value(2.0, 0.0, row) == pytest.approx(exp_(.88 * np.log(2.0)))


def test_most_of_the_dissatisfied_do_not_complain(engine):
    usual = {"beliefs.complaining.intercept": Scenario().beliefs.complaining.intercept}
    log = log_of(engine, company(usual | {"beliefs.complaining.opportunist_share": 0.0}))
    failed = int((log.needs["severity"] > 0).sum())
    assert 0 < len(log.cases) < .5 * failed


def test_the_chance_of_leaving_is_what_happens(engine):
    """Leavers are as many as the chances at the reviews sum to, within four standard errors."""
    log = log_of(engine, company({"world.market.customers": 1500, "world.demand.needs_per_year": 4.0, "weeks": 12}))
    chance = log.reviews["leave_probability"].astype(float)
    left = int((log.moves["move"] == MOVE_LEFT).sum())
    assert left == int(log.reviews["left"].sum())
    assert abs(left - chance.sum()) < 4 * np.sqrt((chance * (1 - chance)).sum())
