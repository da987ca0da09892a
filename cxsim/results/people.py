"""Customers and employees of a run: who they are, what happened to them, what they brought and cost."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cxsim.clock import MINUTE, WEEK
from cxsim.results.equity import customer_equity
from cxsim.results.facts import Facts
from cxsim.results.frames import Columns, stamps, whole, words
from cxsim.results.horizon import cut
from cxsim.results.money import keep_books
from cxsim.results.names import names_of
from cxsim.schema import (
    ABANDONED,
    BALKED,
    CHANNELS,
    HANDLED,
    MOVE_LEFT,
    OF_CUSTOMERS,
    PROSPECT,
    QUEUES,
    SEGMENTS,
    STAFF_LEFT,
    STATUSES,
    Log,
)
from cxsim.stages.finance import REVIEWS_A_YEAR, WEEKS_A_YEAR

MONTHS_A_YEAR = 12


def traits_table(traits: np.ndarray, seed: int, start_ms: int = 0) -> pd.DataFrame:
    """Who the people are before anything happens to them.

    Parameters
    ----------
    traits
        One row per person (`stages.population.TRAITS`).
    seed
        Seed of the names.
    start_ms
        Moment to which the tenure is counted, ms since the start of the burn-in.
    """
    number = np.arange(len(traits))
    years = (start_ms - traits["joined"]) / (WEEKS_A_YEAR * WEEK)
    columns: Columns = {
        "customer": number,
        "name": names_of(number, seed),
        "segment": words(traits["segment"], SEGMENTS),
        "preferred_channel": words(traits["preferred"], CHANNELS),
        "margin_month_cny": np.rint(traits["margin_fen"] * REVIEWS_A_YEAR / MONTHS_A_YEAR) / 100,
        "tenure_years": years,
        "contract_ends_at_review": whole(traits["contract"]),
        "need_rate_factor": np.ascontiguousarray(traits["rate"]),
        "patience_factor": np.ascontiguousarray(traits["patience"]),
        "personal_level": np.ascontiguousarray(traits["level"]),
        "scale_use": np.ascontiguousarray(traits["scale_use"]),
        "frailty": np.ascontiguousarray(traits["frailty"]),
    }
    return pd.DataFrame(columns)


def customers(log: Log, facts: Facts) -> pd.DataFrame:
    """One row per person in the market, prospects included; counts and money add up to the summary.

    Money is what moved within the horizon; `equity_cny` is the value of the future margin at its end.
    """
    part, n = cut(log, facts.horizon), len(log.persons)
    start, end = facts.persons_start, log.persons
    table = traits_table(facts.traits, facts.seed, facts.horizon.t0)
    joined = np.where(end["status"] == PROSPECT, -1, end["joined"] - facts.horizon.t0 + 1)
    own = np.isin(part.contacts["kind"], OF_CUSTOMERS)
    gave_up = (part.contacts["outcome"] == ABANDONED) | (part.contacts["outcome"] == BALKED)
    left = np.full(n, -1, np.int64)
    leaving = part.moves[part.moves["move"] == MOVE_LEFT]
    left[leaving["person"]] = leaving["time"]
    years = (facts.horizon.t0 - end["joined"]) / (WEEKS_A_YEAR * WEEK)
    table["tenure_years"] = np.where((end["status"] != PROSPECT) & (joined <= 0), years, np.nan)
    columns: Columns = {
        "status_start": words(start["status"], STATUSES),
        "status_end": words(end["status"], STATUSES),
        "referred": end["referred"] == 1,
        "joined": stamps(np.where(joined > 0, end["joined"], -1), facts),
        "left": stamps(left, facts),
        "satisfaction_start": np.ascontiguousarray(start["satisfaction"]),
        "satisfaction_end": np.ascontiguousarray(end["satisfaction"]),
        "failure_end": np.ascontiguousarray(end["failure"]),
        "needs": _count(part.needs["person"], n),
        "contacts": _count(part.contacts["person"][own], n),
        "abandoned": _count(part.contacts["person"][gave_up], n),
        "complaints": _count(part.cases["person"], n),
    }
    for name, flow in keep_books(log, facts).flows.items():
        columns[f"{name}_cny"] = flow.by_person / 100
    columns["equity_cny"] = customer_equity(end, facts.horizon.end, facts) / 100
    return pd.concat([table, pd.DataFrame(columns)], axis=1)


def _count(person: np.ndarray, n: int) -> np.ndarray:
    return np.bincount(np.ascontiguousarray(person), minlength=n)


def employees(log: Log, facts: Facts) -> pd.DataFrame:
    """One row per person who held a position within the horizon: from when to when, and the work done."""
    rows = [pd.DataFrame(_holders(code, log.staff, facts)) for code in range(len(QUEUES))]
    table = pd.concat([row for row in rows if len(row)], ignore_index=True)
    contacts = cut(log, facts.horizon).contacts
    contacts = contacts[contacts["outcome"] == HANDLED]
    place = contacts["pool"].astype(np.int64) * 10**6 + contacts["employee"]
    answered = contacts["arrived"] + contacts["wait"]
    # people are ordered by pool, position and time: who handled a contact is the last one hired before it
    first = (table["pool_code"] * 10**6 + table["position"]).to_numpy()
    order = np.lexsort((answered, place))
    who = _last_before(first, table.pop("hired_ms").to_numpy(), place[order], answered[order])
    found = {name: np.zeros(len(table)) for name in ("handled", "handle", "resolved")}
    np.add.at(found["handled"], who, 1)
    np.add.at(found["handle"], who, contacts["handle"][order] / MINUTE)
    np.add.at(found["resolved"], who, contacts["resolved"][order])
    handled = np.where(found["handled"] > 0, found["handled"], np.nan)
    table["pool"] = words(table.pop("pool_code").to_numpy(), QUEUES)
    table["handled"] = found["handled"].astype(np.int64)
    table["handle_mean_min"] = found["handle"] / handled
    table["resolved_share"] = found["resolved"] / handled
    return table


def _holders(pool: int, staff: np.ndarray, facts: Facts) -> Columns:
    """Everybody who held a position of one pool within the horizon, by position and time."""
    left = staff[(staff["pool"] == pool) & (staff["event"] == STAFF_LEFT)]
    vacancy = facts.scenario.world.staff.vacancy_weeks * WEEK
    position, generation, hired, gone = [], [], [], []
    most = max(int(plan.positions[pool]) for plan in (facts.plan, *(later for _, later in facts.plan.later)))
    for place in range(most):
        times = np.sort(left["time"][left["position"] == place])
        starts = np.concatenate([[-1], times + vacancy])
        ends = np.concatenate([times, [-1]])
        shown = (starts < facts.horizon.end) & ((ends < 0) | (ends >= facts.horizon.t0))
        position += [place] * int(shown.sum())
        generation += np.flatnonzero(shown).tolist()
        hired += starts[shown].tolist()
        gone += ends[shown].tolist()
    return {
        "pool_code": np.full(len(position), pool), "position": np.array(position, np.int64),
        "generation": np.array(generation, np.int64), "hired": stamps(np.array(hired, np.int64), facts),
        "left": stamps(np.array(gone, np.int64), facts), "hired_ms": np.array(hired, np.int64),
    }  # fmt: skip


def _last_before(first: np.ndarray, hired: np.ndarray, place: np.ndarray, time: np.ndarray) -> np.ndarray:
    """Row of the holder of each place at each time; rows are ordered by place, then by hiring."""
    rows = np.searchsorted(first, place, side="right") - 1
    while True:
        late = (hired[rows] > time) & (rows > 0) & (first[np.maximum(rows - 1, 0)] == place)
        if not late.any():
            return rows
        rows = np.where(late, rows - 1, rows)
