"""From the log to money: who paid or cost how much, and when; the ledger.

Every flow of money that belongs to a person is added by week for the ledger and by person for the table of
customers in the same step, so both close to the same fen.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cxsim._jit import checked_kernel
from cxsim.clock import WEEK
from cxsim.results.facts import Facts, prices_of
from cxsim.results.horizon import Horizon, cut
from cxsim.results.programs import announcement_upkeep, bot_licence, program_costs, warning_licence
from cxsim.schema import (
    BOT,
    CUSTOMER,
    DTYPES,
    JOINED_BY_REFERRAL,
    MOVE_LEFT,
    NOT_SENT,
    QUEUES,
    REASONS,
    RESOLVED,
    STAFF_LEFT,
    Log,
)
from cxsim.stages import finance
from cxsim.stages.finance import REVIEW_WEEKS, full_margin, revenue_of, review_margin
from cxsim.stages.warning import ALARM, HIT, PRETENDED

ORDER = REASONS.index("order")


class Flow(NamedTuple):
    """One kind of money between persons and the company, added two ways; fen, positive either way.

    Attributes
    ----------
    by_week
        int64, shape (measured weeks,).
    by_person
        int64, shape (persons,).
    """

    by_week: np.ndarray
    by_person: np.ndarray


class Books(NamedTuple):
    """Money of persons by kind (`revenue`, `margin`, `compensation` ...), the ledger, and the hours paid."""

    flows: dict[str, Flow]
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
    reviews = part.reviews if facts.scenario.mechanisms.loyalty else _silent_reviews(log.persons, facts)
    flows = _reviews(reviews, log.persons, facts, prices) | {
        "compensation": _compensation(log, horizon),
        "acquisition": _acquisition(part.moves, len(log.persons), horizon, prices),
        "lost_orders": _lost_orders(log, horizon, prices),
        "bot": _sessions(part.contacts, len(log.persons), horizon, prices),
        "feedback": _asking(log, part.reviews, horizon, prices),
    }
    flows["retention"] = _offers(part.reviews, len(log.persons), horizon, prices)
    weekly = {name: flow.by_week for name, flow in flows.items()}
    hours = _hours(part.weeks, horizon, prices)
    recruited, labor = _replacements(log.staff, facts), finance.labor_cost(hours, prices)
    amounts = {
        finance.REVENUE: weekly["revenue"],
        finance.COST_OF_SALES: weekly["revenue"] - weekly["margin"],
        **labor,
        finance.RECRUITMENT: recruited * prices.recruit,
        finance.TOOLS: finance.spread_over_weeks(prices.tools_year, horizon.weeks) + announcement_upkeep(facts),
        finance.COMPENSATION: weekly["compensation"],
        finance.ACQUISITION: weekly["acquisition"],
        finance.LOST_ORDERS: weekly["lost_orders"],
        finance.FIXED: finance.spread_over_weeks(prices.fixed_year, horizon.weeks),
        **program_costs(log, facts, sum(labor[kind] for kind in finance.LABOR)),
        finance.BOT: weekly["bot"] + bot_licence(facts),
        finance.FEEDBACK: weekly["feedback"],
        finance.RETENTION: weekly["retention"] + warning_licence(facts),
    }
    return Books(flows, finance.make_ledger(amounts), hours)


def _week(time: np.ndarray, horizon: Horizon) -> np.ndarray:
    """Measured week of a moment; the last moment of the horizon belongs to its last week."""
    return np.minimum((time - horizon.t0) // WEEK, horizon.weeks - 1)


def _flow(person: np.ndarray, time: np.ndarray, amount: np.ndarray, shape: tuple[int, Horizon]) -> Flow:
    """Add a few amounts by the week of their time and by person; shape is (persons, horizon)."""
    persons, horizon = shape
    return Flow(
        finance.by_week(amount, _week(time, horizon), horizon.weeks), finance.by_week(amount, person, persons)
    )


@checked_kernel
def _full_margins(traits, persons, referral, out):
    for i in range(out.size):
        out[i] = full_margin(traits[i]["margin_fen"], persons[i]["referred"], referral)


@checked_kernel
def _book_reviews(reviews, first_week, people, rates, margin, revenue):
    margin_fen, joined = people
    slope, reference, contribution = rates
    for i in range(reviews.size):
        row = reviews[i]
        person, week = row["person"], int(row["week"])  # as plain numbers: without numba narrow ones overflow
        stayed = ((week + 1) * WEEK - joined[person]) / (REVIEW_WEEKS * WEEK)
        amount = review_margin(margin_fen[person], float(row["satisfaction"]), min(stayed, 1.0), slope, reference)
        gross = revenue_of(amount, contribution)
        margin[0][week - first_week] += amount
        margin[1][person] += amount
        revenue[0][week - first_week] += gross
        revenue[1][person] += gross


def _silent_reviews(persons: np.ndarray, facts: Facts) -> np.ndarray:
    """Reviews that nobody wrote because loyalty is off: customers pay at their satisfaction of the end."""
    horizon = facts.horizon
    people = np.flatnonzero(persons["status"] == CUSTOMER)
    weeks = np.arange(horizon.first_week, horizon.first_week + horizon.weeks)
    due = [people[people % REVIEW_WEEKS == week % REVIEW_WEEKS] for week in weeks]
    table = np.zeros(sum(len(who) for who in due), DTYPES["reviews"])
    table["person"], table["week"] = np.concatenate(due), np.repeat(weeks, [len(who) for who in due])
    table["satisfaction"] = persons["satisfaction"][table["person"]]
    return table


def _reviews(
    reviews: np.ndarray, persons: np.ndarray, facts: Facts, prices: finance.Prices
) -> dict[str, Flow]:
    shape = facts.horizon.weeks, len(persons)
    margin, revenue = (Flow(*(np.zeros(n, np.int64) for n in shape)) for _ in range(2))
    rates = prices.spend_slope, prices.spend_reference, prices.contribution_share
    # narrow columns stay in the processor's cache while the reviews pass by, records of persons would not
    people = np.zeros(len(persons)), np.ascontiguousarray(persons["joined"])
    _full_margins(facts.traits, persons, prices.referral_margin, people[0])
    _book_reviews(reviews, facts.horizon.first_week, people, rates, tuple(margin), tuple(revenue))
    return {"revenue": revenue, "margin": margin}


def _compensation(log: Log, horizon: Horizon) -> Flow:
    cases = log.cases[(log.cases["resolved"] >= horizon.t0) & (log.cases["paid"] > 0)]
    return _flow(cases["person"], cases["resolved"], cases["paid"], (len(log.persons), horizon))


def _acquisition(moves: np.ndarray, persons: int, horizon: Horizon, prices: finance.Prices) -> Flow:
    joined = moves[moves["move"] != MOVE_LEFT]
    referred = joined["move"] == JOINED_BY_REFERRAL
    cost = np.where(referred, prices.acquisition_referral, prices.acquisition).astype(np.int64)
    return _flow(joined["person"], joined["time"], cost, (persons, horizon))


@checked_kernel
def _count_lost_orders(needs, t0, by_week, by_person):
    for i in range(needs.size):
        row = needs[i]
        if row["closed"] >= t0 and row["reason"] == ORDER and row["state"] != RESOLVED:
            by_week[min((row["closed"] - t0) // WEEK, by_week.size - 1)] += 1
            by_person[row["person"]] += 1


def _lost_orders(log: Log, horizon: Horizon, prices: finance.Prices) -> Flow:
    counts = np.zeros(horizon.weeks, np.int64), np.zeros(len(log.persons), np.int64)
    _count_lost_orders(log.needs, horizon.t0, *counts)
    return Flow(*(count * prices.lost_order for count in counts))


@checked_kernel
def _count_sessions(contacts, t0, by_week, by_person):
    for i in range(contacts.size):
        row = contacts[i]
        if row["kind"] == BOT:
            by_week[min((row["arrived"] - t0) // WEEK, by_week.size - 1)] += 1
            by_person[row["person"]] += 1


def _sessions(contacts: np.ndarray, persons: int, horizon: Horizon, prices: finance.Prices) -> Flow:
    counts = np.zeros(horizon.weeks, np.int64), np.zeros(persons, np.int64)
    _count_sessions(contacts, horizon.t0, *counts)
    return Flow(*(count * prices.bot_session for count in counts))


def _asking(log: Log, reviews: np.ndarray, horizon: Horizon, prices: finance.Prices) -> Flow:
    """Reminders after needs, and the yearly survey with its reminders."""
    needs = log.needs[(log.needs["reminders"] > 0) & (log.needs["closed"] >= horizon.t0)]
    yearly = reviews[reviews["answer_state"] != NOT_SENT]
    amount = np.concatenate([needs["reminders"].astype(np.int64) * prices.reminder,
                             yearly["reminders"].astype(np.int64) * prices.reminder + prices.yearly_survey])
    time = np.concatenate([needs["closed"], yearly["week"].astype(np.int64) * WEEK])
    return _flow(np.concatenate([needs["person"], yearly["person"]]), time, amount, (len(log.persons), horizon))


def _offers(reviews: np.ndarray, persons: int, horizon: Horizon, prices: finance.Prices) -> Flow:
    """Offers to stay that were taken, and the outreach to everybody who was flagged."""
    flagged = reviews[np.isin(reviews["warning"], (HIT, ALARM, PRETENDED))]
    amount = flagged["offer"].astype(np.int64) + prices.outreach
    return _flow(flagged["person"], flagged["week"].astype(np.int64) * WEEK, amount, (persons, horizon))


def _replacements(staff: np.ndarray, facts: Facts) -> np.ndarray:
    """People hired in each measured week: the place of a leaver is filled after the vacancy."""
    horizon = facts.horizon
    hired = staff["time"][staff["event"] == STAFF_LEFT] + facts.scenario.world.staff.vacancy_weeks * WEEK
    inside = hired[(hired >= horizon.t0) & (hired < horizon.end)]
    return np.bincount(_week(inside, horizon), minlength=horizon.weeks)


def _hours(weeks: np.ndarray, horizon: Horizon, prices: finance.Prices) -> finance.Hours:
    shape = (horizon.weeks, len(QUEUES))
    rostered, overtime = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    at = (weeks["week"].astype(np.int64) - horizon.first_week, weeks["pool"])
    np.add.at(rostered, at, weeks["seat_ms"] - weeks["overtime_ms"] + weeks["absent_ms"])
    np.add.at(overtime, at, weeks["overtime_ms"])
    return finance.paid_hours(rostered, overtime, prices.shrinkage)
