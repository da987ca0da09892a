"""A made-up log with the shape of a real one, for tests of what is computed from logs."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from cxsim import schema
from cxsim.clock import DAY, HALF_HOUR, HOUR, WEEK, prefix_of_open
from cxsim.results.facts import Facts
from cxsim.scenario import Scenario
from cxsim.schema import DTYPES, Log
from cxsim.stages import loyalty
from cxsim.stages.population import TRAITS


def loyalty_row() -> np.ndarray:
    """Leaving as in the default company."""
    row = np.zeros(loyalty.N_LOYALTY)
    named = {
        loyalty.BASE: -4.62, loyalty.SLOPE: 1.3, loyalty.SCALE: 1.2, loyalty.NEUTRAL: 0.1,
        loyalty.FAILURE_SLOPE: 0.4, loyalty.TENURE_SLOPE: -0.18, loyalty.TENURE_MIDDLE: 1.1,
        loyalty.FRAILTY: 0.4, loyalty.REFERRED: -0.2, loyalty.CONTRACT_END: 0.9,
        loyalty.CONTRACT_RUNNING: -0.25, loyalty.FADE: 0.87,
    }  # fmt: skip
    for column, value in named.items():
        row[column] = value
    return row


def scenario(weeks: int = 8, burn_in_weeks: int = 4) -> Scenario:
    """The default scenario, short."""
    return Scenario(name="made up", weeks=weeks, burn_in_weeks=burn_in_weeks)


def facts(people: int = 300, customers: int = 200, weeks: int = 8, burn_in_weeks: int = 4) -> Facts:
    """Facts of a made-up market; the plan holds only what results read."""
    rng = np.random.default_rng(5)
    short = scenario(weeks, burn_in_weeks)
    traits = np.zeros(people, TRAITS)
    traits["segment"] = rng.integers(0, 4, people)
    traits["preferred"] = rng.integers(0, 3, people)
    traits["contract"] = rng.integers(-1, 13, people)
    traits["margin_fen"] = rng.integers(5_000, 50_000, people)
    traits["frailty"] = rng.normal(size=people)
    half_hours = (weeks + burn_in_weeks) * 336
    hour = np.arange(half_hours) % 48 / 2
    plan = SimpleNamespace(
        loyalty=loyalty_row(),
        case_prefix=prefix_of_open((hour >= 8) & (hour < 20)),
        roster=np.tile((hour >= 8) & (hour < 20), (4, 1)).astype(np.int64) * 3,
    )
    return Facts(short, 7, 0, "made up", plan, traits, _persons(rng, people, customers))  # type: ignore[arg-type]


def _persons(rng: np.random.Generator, people: int, customers: int) -> np.ndarray:
    persons = np.zeros(people, DTYPES["persons"])
    persons["status"] = schema.PROSPECT
    persons["status"][:customers] = schema.CUSTOMER
    persons["joined"] = -1
    persons["joined"][:customers] = -rng.integers(1, 5 * 364 * DAY, customers)
    persons["satisfaction"] = rng.normal(0.1, 0.7, people)
    persons["failure"] = rng.exponential(0.2, people)
    return persons


def log(given: Facts, contacts: int = 4000, needs: int = 2500, cases: int = 120) -> Log:
    """Tables over burn-in and horizon, ordered as the engines order them."""
    rng = np.random.default_rng(6)
    end, people = given.horizon.end, len(given.traits)
    tables = {
        "contacts": _contacts(rng, contacts, needs, people, end),
        "needs": _needs(rng, needs, people, end),
        "cases": _cases(rng, cases, needs, people, end),
        "weeks": _weeks(rng, given.horizon.first_week + given.horizon.weeks),
    }
    moves, persons = _moves(rng, given)
    reviews = _reviews(rng, given)
    staff = np.zeros(6, DTYPES["staff"])
    staff["event"] = [0, 1, 0, 1, 0, 1]
    staff["time"] = np.linspace(0, end - 1, 6).astype(np.int64)
    return Log(**tables, reviews=reviews, moves=moves, staff=staff, persons=persons)


def _contacts(rng: np.random.Generator, n: int, needs: int, people: int, end: int) -> np.ndarray:
    table = np.zeros(n, DTYPES["contacts"])
    table["contact"] = np.arange(n)
    table["need"] = np.sort(rng.integers(0, needs, n))
    table["case"] = table["previous"] = table["employee"] = table["seat"] = table["pool"] = -1
    table["person"] = rng.integers(0, people, n)
    table["kind"] = rng.choice([0, 0, 0, 1, 2, 3, 6, 7], n)
    table["queue"] = np.where(table["kind"] >= 6, schema.CASE, rng.integers(0, 3, n))
    live = table["queue"] <= schema.CHAT
    table["outcome"] = np.where(
        live, rng.choice([0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5], n), rng.choice([0] * 9 + [5], n)
    )
    handled = table["outcome"] == schema.HANDLED
    table["resolved"] = handled & (rng.random(n) < 0.7)
    for column in ("seat", "employee"):
        table[column][handled] = rng.integers(0, 3, handled.sum())
    table["pool"][handled] = table["queue"][handled]
    table["arrived"] = np.sort(rng.integers(0, end, n))
    table["wait"] = np.where(handled | (table["outcome"] == 1), rng.exponential(45_000, n), 0)
    table["handle"] = np.where(handled, rng.lognormal(12, 0.7, n), 0)
    return table


def _needs(rng: np.random.Generator, n: int, people: int, end: int) -> np.ndarray:
    table = np.zeros(n, DTYPES["needs"])
    table["need"] = np.arange(n)
    table["person"] = rng.integers(0, people, n)
    table["reason"], table["channel"] = rng.integers(0, 5, n), rng.integers(0, 3, n)
    table["state"] = rng.choice([0, 0, 0, 1, 2, 3], n)
    table["attempts"] = rng.integers(1, 4, n)
    table["handlings"] = rng.integers(0, table["attempts"] + 1)
    table["born"] = np.sort(rng.integers(0, end, n))
    closed = table["state"] != schema.NEED_OPEN
    table["closed"] = np.where(closed, np.minimum(table["born"] + rng.integers(0, 5 * DAY, n), end - 1), -1)
    table["recommend"] = np.where(closed, rng.integers(0, 11, n), -1)
    table["satisfied"] = np.where(closed, rng.random(n) < 0.8, -1)
    table["effort"] = np.where(closed, rng.integers(1, 8, n), -1)
    table["answer_state"] = np.where(closed, rng.choice([0, 1, 1, 1, 2], n), schema.NOT_SENT)
    for column in ("satisfaction", "episode"):
        table[column] = rng.normal(0.1, 0.8, n)
    table["failure"] = rng.exponential(0.2, n)
    return table


def _cases(rng: np.random.Generator, n: int, needs: int, people: int, end: int) -> np.ndarray:
    table = np.zeros(n, DTYPES["cases"])
    table["case"], table["need"] = np.arange(n), rng.integers(0, needs, n)
    table["person"], table["case_class"] = rng.integers(0, people, n), rng.integers(0, 3, n)
    table["escalated"], table["misuse"] = rng.random(n) < 0.1, rng.random(n) < 0.05
    table["opened"] = time = np.sort(rng.integers(0, end, n))
    for column, delay in (
        ("confirmed", HALF_HOUR),
        ("responded", 6 * HOUR),
        ("assessed", DAY),
        ("resolved", DAY),
    ):
        time = np.where(time >= 0, time + rng.integers(1, 3 * delay, n), -1)
        time = np.where(time >= end, -1, time)
        table[column] = time
    table["paid"] = np.where(table["responded"] >= 0, 6_000, 0)
    table["satisfaction"], table["failure"] = rng.normal(0, 0.8, n), rng.exponential(0.5, n)
    return table


def _weeks(rng: np.random.Generator, weeks: int) -> np.ndarray:
    table = np.zeros(weeks * 4, DTYPES["weeks"])
    table["week"], table["pool"] = np.repeat(np.arange(weeks), 4), np.tile(np.arange(4), weeks)
    table["seat_ms"] = 84 * 3 * HOUR
    table["busy_ms"] = rng.integers(50, 200, weeks * 4) * HOUR
    table["overtime_ms"], table["absent_ms"] = rng.integers(0, HOUR, (2, weeks * 4))
    table["queue_ms"] = rng.integers(0, WEEK, weeks * 4)
    return table


def _moves(rng: np.random.Generator, given: Facts) -> tuple[np.ndarray, np.ndarray]:
    """Some customers leave and some prospects join after the start of the horizon."""
    persons = given.persons_start.copy()
    leavers = np.flatnonzero(persons["status"] == schema.CUSTOMER)[::17]
    joiners = np.flatnonzero(persons["status"] == schema.PROSPECT)[::9]
    moves = np.zeros(len(leavers) + len(joiners), DTYPES["moves"])
    moves["person"] = np.concatenate([leavers, joiners])
    moves["move"][len(leavers) :] = rng.integers(1, 4, len(joiners))
    moves["by"] = -1
    moves["time"] = rng.integers(given.horizon.t0, given.horizon.end, len(moves))
    persons["status"][leavers] = schema.LEFT
    persons["status"][joiners] = schema.CUSTOMER
    persons["joined"][joiners] = moves["time"][len(leavers) :]
    persons["referred"][joiners] = moves["move"][len(leavers) :] == schema.JOINED_BY_REFERRAL
    persons["satisfaction"] += rng.normal(0, 0.2, len(persons))
    return moves[np.argsort(moves["time"], kind="stable")], persons


def _reviews(rng: np.random.Generator, given: Facts) -> np.ndarray:
    people = np.flatnonzero(given.persons_start["status"] == schema.CUSTOMER)
    rows = []
    for week in range(given.horizon.first_week + given.horizon.weeks):
        due = people[people % 4 == week % 4]
        table = np.zeros(len(due), DTYPES["reviews"])
        table["person"], table["week"] = due, week
        table["recommend"] = rng.integers(0, 11, len(due))
        table["leave_probability"] = rng.random(len(due)) * 0.05
        table["satisfaction"] = rng.normal(0.1, 0.7, len(due))
        table["failure"] = rng.exponential(0.2, len(due))
        rows.append(table)
    return np.concatenate(rows)
