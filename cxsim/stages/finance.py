"""What did the year cost and bring, to the fen.

Inputs: the weeks, reviews, cases, needs, moves and staff changes that an engine wrote, and the prices of the
world. Output: a ledger (kind, week, amount in fen) whose sum is the profit, and the equity of the customers
who remain. Every amount is rounded once, half to even, at the moment when a rate becomes money; from there on
only whole fen are added, so the ledger closes exactly in any order of summation.

Literature: Gupta, Lehmann and Stuart 2004, *Valuing customers*, J. Marketing Research 41(1) (customer equity
as margin x retention / (1 + discount - retention)); Cleveland 2012, *Call Center Management on Fast Forward*
(paid hours = seat hours over one minus shrinkage).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cxsim._jit import rule

HOUR_MS = 3_600_000
WEEKS_A_YEAR = 52
REVIEW_WEEKS = 4
REVIEWS_A_YEAR = WEEKS_A_YEAR // REVIEW_WEEKS

#: Kinds of ledger rows, in the order of a profit and loss statement. Income is positive, cost negative.
KINDS = (
    "revenue", "cost_of_sales",
    "labor_phone", "labor_chat", "labor_email", "labor_case", "overtime", "supervisors",
    "recruitment", "tools", "compensation", "acquisition", "lost_orders", "fixed", "bot",
    "measures", "bonus", "training", "approvals", "feedback", "retention",
)  # fmt: skip
REVENUE, COST_OF_SALES = 0, 1
LABOR = (2, 3, 4, 5)
OVERTIME, SUPERVISORS, RECRUITMENT, TOOLS, COMPENSATION, ACQUISITION, LOST_ORDERS, FIXED, BOT = range(6, 15)
MEASURES, BONUS, TRAINING, APPROVALS, FEEDBACK, RETENTION = range(15, 21)

LEDGER = np.dtype([("kind", "i1"), ("week", "i2"), ("amount", "i8")])


class Prices(NamedTuple):
    """What things cost, money already in fen (1/100 of the currency unit), rates as plain numbers."""

    wage_h: float
    overtime_factor: float
    shrinkage: float
    supervisor_factor: float
    recruit: int
    tools_year: int
    fixed_year: int
    acquisition: int
    acquisition_referral: int
    lost_order: int
    contribution_share: float
    discount_rate: float
    spend_slope: float
    spend_reference: float
    referral_margin: float
    bot_session: int = 0
    bot_year: int = 0
    reminder: int = 0
    yearly_survey: int = 0
    outreach: int = 0
    warning_year: int = 0
    announce_year: int = 0


class Hours(NamedTuple):
    """Paid time of one horizon by week and pool, in hours; arrays of shape (weeks, pools)."""

    regular: np.ndarray
    overtime: np.ndarray


def to_fen(amount: object) -> np.ndarray:
    """Round money in (fractions of) fen once, half to even, to int64 fen."""
    return np.rint(np.asarray(amount, dtype=np.float64)).astype(np.int64)


def paid_hours(rostered_ms: np.ndarray, overtime_ms: np.ndarray, shrinkage: float) -> Hours:
    """Paid hours from rostered seats.

    Parameters
    ----------
    rostered_ms
        Seats that the roster asks for, over time, in ms; shape (weeks, pools). Breaks, training and sick days
        are paid too: a seat hour costs ``1 / (1 - shrinkage)`` paid hours.
    overtime_ms
        Seats that finished a contact after their shift, over time, in ms; same shape. Paid as worked.
    shrinkage
        Share of paid time not at the seat.
    """
    return Hours(rostered_ms / HOUR_MS / (1.0 - shrinkage), overtime_ms / HOUR_MS)


def labor_cost(hours: Hours, prices: Prices) -> dict[int, np.ndarray]:
    """Wages in fen by ledger kind and week (int64, shape (weeks,) each, costs positive).

    Supervisors are a share of all agent pay (one for a dozen agents); they are rounded on the rounded wages,
    so that the printed percentage can be checked against the printed wages.
    """
    regular = to_fen(hours.regular * prices.wage_h)
    overtime = to_fen(hours.overtime * (prices.wage_h * prices.overtime_factor)).sum(axis=1)
    cost = {kind: regular[:, pool] for pool, kind in enumerate(LABOR)}
    cost[OVERTIME] = overtime
    cost[SUPERVISORS] = to_fen((regular.sum(axis=1) + overtime) * prices.supervisor_factor)
    return cost


def spread_over_weeks(year_fen: int, weeks: int) -> np.ndarray:
    """A yearly amount in whole fen by week; any 52 weeks in a row sum to the yearly amount exactly."""
    steps = np.arange(weeks + 1, dtype=np.int64)
    return np.diff(
        steps // WEEKS_A_YEAR * year_fen + to_fen(steps % WEEKS_A_YEAR * (year_fen / WEEKS_A_YEAR))
    )


@rule
def full_margin(margin_fen, referred, referral_margin):
    """Margin in four weeks at the reference satisfaction, fen, not rounded: the referred bring more."""
    return margin_fen * referral_margin if referred else margin_fen * 1.0


@rule
def spending(satisfaction, spend_slope, spend_reference):
    """Factor on a customer's margin: each point of satisfaction above the reference adds `spend_slope`."""
    return max(0.0, 1.0 + spend_slope * (satisfaction - spend_reference))


@rule
def review_margin(margin_fen, satisfaction, period_share, spend_slope, spend_reference):
    """Margin that a customer brought in the four weeks before a review, in whole fen.

    `margin_fen` is that of four weeks at the reference satisfaction, `period_share` the share of them in
    which the person was a customer.
    """
    return round(margin_fen * spending(satisfaction, spend_slope, spend_reference) * period_share)


@rule
def revenue_of(margin_fen, contribution_share):
    """Revenue in fen behind a margin in fen: margin is revenue without the cost of what was sold."""
    return round(margin_fen / contribution_share)


def by_week(amount_fen: np.ndarray, week: np.ndarray, weeks: int) -> np.ndarray:
    """Sum whole fen by week (weeks count from the start of the horizon; shape (weeks,), int64, exact)."""
    total = np.zeros(weeks, np.int64)
    # contiguous whole numbers let numpy take its fast path; columns of a log are neither
    np.add.at(total, np.array(week, np.intp), np.array(amount_fen, np.int64))
    return total


def make_ledger(amounts: dict[int, np.ndarray]) -> np.ndarray:
    """One row per kind and week, in the order of `KINDS`, then of weeks; signed amounts in fen.

    Parameters
    ----------
    amounts
        For each kind an int64 array by week, all of one length. Everything but revenue is given as a positive
        cost and booked negative.
    """
    weeks = len(amounts[REVENUE])
    ledger = np.zeros(len(KINDS) * weeks, LEDGER)
    ledger["kind"] = np.repeat(np.arange(len(KINDS)), weeks)
    ledger["week"] = np.tile(np.arange(weeks), len(KINDS))
    for kind, amount in amounts.items():
        ledger["amount"][kind * weeks : (kind + 1) * weeks] = amount if kind == REVENUE else -amount
    return ledger


def totals(ledger: np.ndarray) -> np.ndarray:
    """Signed amount in fen of each kind over all weeks (int64, shape (kinds,)); its sum is the profit."""
    return by_week(ledger["amount"], ledger["kind"], len(KINDS))


@rule
def equity(margin_year_fen, retention, discount_rate):
    """Value in whole fen of a customer's future margin, ``m r / (1 + d - r)``.

    `retention` is the probability of being a customer still in a year, `discount_rate` per year. A retention
    of 1 without discounting would be worth any sum; it counts as a hundred years.
    """
    return round(margin_year_fen * retention / max(1.0 + discount_rate - retention, 0.01))
