"""From the log to money: who paid or cost how much, when; the ledger; customer equity.

Every flow of money that belongs to a person is listed once as entries (person, week, fen). The ledger adds them by
week and the table of customers adds them by person, so both close to the same fen.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cxsim.clock import WEEK
from cxsim.results.facts import Facts, prices_of
from cxsim.results.horizon import Horizon, cut
from cxsim.schema import CUSTOMER, JOINED_BY_REFERRAL, MOVE_LEFT, NEED_OPEN, QUEUES, REASONS, RESOLVED, STAFF_HIRED, Log
from cxsim.stages import finance
from cxsim.stages.loyalty import year_retention

ORDER = REASONS.index("order")
REVIEWS_A_YEAR = finance.WEEKS_A_YEAR // finance.REVIEW_WEEKS


class Entries(NamedTuple):
    """Money of persons: who, in which measured week (from 0), how many fen (positive, whatever the direction)."""

    person: np.ndarray
    week: np.ndarray
    amount: np.ndarray


class Books(NamedTuple):
    """Entries of persons, the ledger of the company, and the hours paid."""

    margin: Entries
    revenue: Entries
    compensation: Entries
    acquisition: Entries
    lost_orders: Entries
    ledger: np.ndarray
    hours: finance.Hours


def keep_books(log: Log, facts: Facts) -> Books:
    """Book everything that happened in the measured time.

    Parameters
    ----------
    log
        The whole log, burn-in included: a case opened before the start may be paid after it.
    facts
        Where the log comes from.
    """
    horizon, prices = facts.horizon, prices_of(facts.scenario)
    part = cut(log, horizon)
    margin = _margin(part, log.persons, facts, prices)
    revenue = margin._replace(amount=finance.revenue_of(margin.amount, prices.contribution_share))
    compensation = _compensation(log.cases, horizon)
    acquisition = _acquisition(part.moves, horizon, prices)
    lost_orders = _lost_orders(log.needs, horizon, prices)
    hours = _hours(part.weeks, horizon, prices)
    hired = part.staff[part.staff["event"] == STAFF_HIRED]

    def weekly(entries: Entries) -> np.ndarray:
        return finance.by_week(entries.amount, entries.week, horizon.weeks)

    amounts = {
        finance.REVENUE: weekly(revenue),
        finance.COST_OF_SALES: weekly(revenue) - weekly(margin),
        **finance.labor_cost(hours, prices),
        finance.RECRUITMENT: np.bincount(_week(hired["time"], horizon), minlength=horizon.weeks) * prices.recruit,
        finance.TOOLS: finance.spread_over_weeks(prices.tools_year, horizon.weeks),
        finance.COMPENSATION: weekly(compensation),
        finance.ACQUISITION: weekly(acquisition),
        finance.LOST_ORDERS: weekly(lost_orders),
        finance.FIXED: finance.spread_over_weeks(prices.fixed_year, horizon.weeks),
    }
    ledger = finance.make_ledger(amounts)
    return Books(margin, revenue, compensation, acquisition, lost_orders, ledger, hours)


def _week(time: np.ndarray, horizon: Horizon) -> np.ndarray:
    """Measured week of a moment; the last moment of the horizon belongs to its last week."""
    return np.minimum((time - horizon.t0) // WEEK, horizon.weeks - 1)


def _margin(part: Log, persons: np.ndarray, facts: Facts, prices: finance.Prices) -> Entries:
    person = np.ascontiguousarray(part.reviews["person"])
    week = part.reviews["week"].astype(np.int64)
    margin = margin_of(persons, facts)
    joined = np.ascontiguousarray(persons["joined"])[person]
    share = np.minimum(((week + 1) * WEEK - joined) / (finance.REVIEW_WEEKS * WEEK), 1.0)
    amount = finance.review_margin(margin[person], part.reviews["satisfaction"], share, prices)
    return Entries(person, week - facts.horizon.first_week, amount)


def margin_of(persons: np.ndarray, facts: Facts) -> np.ndarray:
    """Margin in four weeks at the reference satisfaction, fen (float64, not yet rounded), of every person."""
    factor = facts.scenario.beliefs.talk.referral_margin_factor
    return facts.traits["margin_fen"] * np.where(persons["referred"] == 1, factor, 1.0)


def _compensation(cases: np.ndarray, horizon: Horizon) -> Entries:
    time = np.ascontiguousarray(cases["responded"])
    paid = np.flatnonzero((time >= horizon.t0) & (cases["paid"] > 0))
    return Entries(cases["person"][paid], _week(time[paid], horizon), cases["paid"][paid])


def _acquisition(moves: np.ndarray, horizon: Horizon, prices: finance.Prices) -> Entries:
    joined = moves[moves["move"] != MOVE_LEFT]
    referred = joined["move"] == JOINED_BY_REFERRAL
    cost = np.where(referred, prices.acquisition_referral, prices.acquisition).astype(np.int64)
    return Entries(np.ascontiguousarray(joined["person"]), _week(joined["time"], horizon), cost)


def _lost_orders(needs: np.ndarray, horizon: Horizon, prices: finance.Prices) -> Entries:
    closed = np.ascontiguousarray(needs["closed"])
    late = np.flatnonzero(closed >= horizon.t0)
    found = needs[late]
    lost = (found["reason"] == ORDER) & (found["state"] != RESOLVED) & (found["state"] != NEED_OPEN)
    rows = late[lost]
    amount = np.full(len(rows), prices.lost_order, np.int64)
    return Entries(needs["person"][rows], _week(closed[rows], horizon), amount)


def _hours(weeks: np.ndarray, horizon: Horizon, prices: finance.Prices) -> finance.Hours:
    shape = (horizon.weeks, len(QUEUES))
    rostered, overtime = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    at = (weeks["week"].astype(np.int64) - horizon.first_week, weeks["pool"])
    np.add.at(rostered, at, weeks["seat_ms"] - weeks["overtime_ms"] + weeks["absent_ms"])
    np.add.at(overtime, at, weeks["overtime_ms"])
    return finance.paid_hours(rostered, overtime, prices.shrinkage)


def customer_equity(persons: np.ndarray, moment: int, facts: Facts) -> np.ndarray:
    """Value in fen of the future margin of every person; zero for who is not a customer (int64, (persons,)).

    Retention of the coming year is taken at the present state, with satisfaction half-way to the mean of all
    customers and the memory of failure halved, because both drift back.

    Parameters
    ----------
    persons
        State of every person at the moment.
    moment
        When, ms: fixes the tenure.
    facts
        Where the log comes from.
    """
    value = np.zeros(len(persons), np.int64)
    who = np.flatnonzero(persons["status"] == CUSTOMER)
    if len(who) == 0:
        return value
    now, prices = persons[who], prices_of(facts.scenario)
    satisfaction = now["satisfaction"]
    years = (moment - now["joined"]) / (finance.WEEKS_A_YEAR * WEEK)
    retention = year_retention(
        0.5 * (satisfaction + satisfaction.mean()), 0.5 * now["failure"], years,
        (facts.traits["frailty"][who], now["referred"].astype(np.int64), facts.traits["contract"][who]),
        facts.loyalty,
    )  # fmt: skip
    margin = margin_of(persons, facts)[who] * (1.0 + prices.spend_slope * (satisfaction - prices.spend_reference))
    value[who] = finance.equity(np.maximum(margin, 0.0) * REVIEWS_A_YEAR, retention, prices.discount_rate)
    return value
