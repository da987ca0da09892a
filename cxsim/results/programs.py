"""What programs of the company cost by week, in whole fen: dated measures, variable pay, training, approvals."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from cxsim.clock import WEEK
from cxsim.plan import days_since_start
from cxsim.plan_roster import plan_week
from cxsim.results.facts import Facts, prices_of
from cxsim.scenario import Policy, Scenario
from cxsim.scenario.dated import phases, undated
from cxsim.schema import Log
from cxsim.stages import finance


def program_costs(log: Log, facts: Facts, wages: np.ndarray) -> dict[int, np.ndarray]:
    """Cost of each kind of program by measured week, fen (int64, shape (weeks,)).

    Parameters
    ----------
    log, facts
        A run.
    wages
        Agents' regular pay by week, fen.
    """
    return {
        finance.MEASURES: measure_costs(facts),
        finance.BONUS: bonus(wages, facts),
        finance.TRAINING: training(facts),
        finance.APPROVALS: approvals(log.cases, facts),
    }


def training(facts: Facts) -> np.ndarray:
    """Training: hours off the phone are paid like any, supervisors' share included, and trainers by the hour."""
    costs, prices = facts.scenario.world.costs, prices_of(facts.scenario)
    hours, cost = training_hours(facts), np.zeros(facts.horizon.weeks, np.int64)
    for weeks, company in weeks_of(facts):
        pay = finance.to_fen(hours[weeks] / (1.0 - costs.shrinkage) * prices.wage_h)
        trainers = finance.to_fen(hours[weeks] * (company.policy.training.trainer_cny_h * 100.0))
        cost[weeks] = pay + finance.to_fen(pay * prices.supervisor_factor) + trainers
    return cost


def training_hours(facts: Facts) -> np.ndarray:
    """Seat hours off the phone for training by measured week (float64); none on a holiday."""
    hours, base, first = np.zeros(facts.horizon.weeks), undated(facts.scenario), facts.horizon.first_week
    closed = {days_since_start(facts.scenario, date) for date in base.world.calendar.holidays}
    for weeks, company in weeks_of(facts):
        if company.policy.training.hours_week > 0:
            by_day = plan_week(base, company.policy).off.sum(axis=0).reshape(7, 48).sum(axis=1) / 2
            hours[weeks] = [
                sum(by_day[day] for day in range(7) if 7 * (first + week) + day not in closed)
                for week in range(weeks.start, weeks.stop)
            ]
    return hours


def approvals(cases: np.ndarray, facts: Facts) -> np.ndarray:
    """Approvals in the week in which they were given: one amount in whole fen each."""
    horizon, world = facts.horizon, facts.scenario.world
    each = int(finance.to_fen(world.service.approval_min / 60.0 * world.costs.supervisor_cny_h * 100.0))
    given = cases["approved"][(cases["approved"] >= max(horizon.t0, 1)) & (cases["approved"] < horizon.end)]
    return np.bincount((given - horizon.t0) // WEEK, minlength=horizon.weeks).astype(np.int64) * each


def bot_licence(facts: Facts) -> np.ndarray:
    """Licence of the bot in the weeks in which it is on, fen."""
    return _licence(facts, prices_of(facts.scenario).bot_year, lambda policy: policy.bot.on)


def _licence(facts: Facts, year: int, is_on: Callable[[Policy], bool]) -> np.ndarray:
    cost = np.zeros(facts.horizon.weeks, np.int64)
    for weeks, company in weeks_of(facts):
        if is_on(company.policy):
            cost[weeks] = finance.spread_over_weeks(year, facts.horizon.weeks)[weeks]
    return cost


def warning_licence(facts: Facts) -> np.ndarray:
    """Data and model of the early warning in the weeks in which it is on, fen."""
    cost, year = np.zeros(facts.horizon.weeks, np.int64), prices_of(facts.scenario).warning_year
    for weeks, company in weeks_of(facts):
        if company.policy.warning.on:
            cost[weeks] = finance.spread_over_weeks(year, facts.horizon.weeks)[weeks]
    return cost


def announcement_upkeep(facts: Facts) -> np.ndarray:
    """Upkeep of announced waits in the weeks in which they are on, fen."""
    return _licence(facts, prices_of(facts.scenario).announce_year, lambda policy: policy.promise.announce != "off")


def weeks_of(facts: Facts) -> Iterator[tuple[slice, Scenario]]:
    """The stretches of measured weeks between two dates, each with the company as it is then."""
    cuts = phases(facts.scenario)
    ends = [*(week for week, _ in cuts[1:]), facts.horizon.weeks]
    for (first, company), end in zip(cuts, ends, strict=True):
        yield slice(first, end), company


def bonus(wages: np.ndarray, facts: Facts) -> np.ndarray:
    """Variable pay: a share of the rounded wages, so that the printed share can be checked against them."""
    cost = np.zeros(len(wages), np.int64)
    for weeks, company in weeks_of(facts):
        cost[weeks] = finance.to_fen(wages[weeks] * company.policy.incentive.bonus_share)
    return cost


def measure_costs(facts: Facts) -> np.ndarray:
    """Measures: once in the week of the decision, running from the week in which they take effect."""
    weeks = facts.horizon.weeks
    cost = np.zeros(weeks, np.int64)
    for measure in facts.scenario.policy.measures:
        if measure.from_week <= weeks:
            cost[measure.from_week - 1] += finance.to_fen(measure.cost_once_cny * 100.0)
        running = max(0, weeks - measure.in_force + 1)
        year = int(finance.to_fen(measure.cost_year_cny * 100.0))
        cost[weeks - running :] += finance.spread_over_weeks(year, running)
    return cost
