"""A run over time: one row per week, and one row per half hour and queue."""

from __future__ import annotations

import numpy as np
import pandas as pd

from cxsim.clock import HALF_HOUR, HOUR, MINUTE, SECOND, WEEK
from cxsim.results.facts import Facts
from cxsim.results.frames import Columns, stamps, words
from cxsim.results.horizon import cut
from cxsim.results.money import keep_books
from cxsim.results.tallies import net_promoters
from cxsim.schema import (
    ABANDONED,
    ANSWERED,
    BALKED,
    BOT_FAILED,
    CALL_BACK,
    CLOSED,
    EMAIL,
    HANDLED,
    MOVE_LEFT,
    QUEUES,
    SELF_SERVED,
    Log,
)
from cxsim.stages import finance

NOT_OFFERED = (CLOSED, SELF_SERVED, BOT_FAILED)  # no seat was asked for


def intervals(log: Log, facts: Facts) -> pd.DataFrame:
    """One row per half hour and queue: arrivals, what became of them, waits, seats of the roster.

    Contacts are counted in the half hour in which they arrived.
    """
    horizon = facts.horizon
    part = cut(log, horizon).contacts
    part = part[part["kind"] != CALL_BACK]
    half_hours, queues = horizon.weeks * WEEK // HALF_HOUR, len(QUEUES)
    cell = (part["arrived"] - horizon.t0) // HALF_HOUR * queues + part["queue"]
    outcome, wait = part["outcome"], part["wait"]
    handled, size = outcome == HANDLED, half_hours * queues
    promise_ms = round(facts.scenario.policy.promise.live_within_s * SECOND)

    def count(mask: np.ndarray) -> np.ndarray:
        return np.bincount(cell[mask], minlength=size)

    n_handled = count(handled)
    waits = np.bincount(cell[handled], wait[handled], minlength=size)
    first = horizon.t0 // HALF_HOUR
    seats = np.asarray(facts.plan.roster)[:, first : first + half_hours].T.reshape(-1)
    starts = np.repeat(np.arange(half_hours, dtype=np.int64) * HALF_HOUR + horizon.t0, queues)
    columns: Columns = {
        "start": stamps(starts, facts, missing=False),
        "queue": words(np.tile(np.arange(queues), half_hours), QUEUES),
        "arrivals": np.bincount(cell, minlength=size),
        "closed": count(outcome == CLOSED),
        "bot": count((outcome == SELF_SERVED) | (outcome == BOT_FAILED)),
        "handled": n_handled,
        "abandoned": count((outcome == ABANDONED) | (outcome == BALKED)),
        "within_promise": count(handled & (wait <= promise_ms)),
        "wait_mean_min": np.divide(waits, n_handled * MINUTE, out=np.full(size, np.nan), where=n_handled > 0),
        "seats": seats,
    }
    return pd.DataFrame(columns)


def weeks(log: Log, facts: Facts) -> pd.DataFrame:
    """One row per week: desk, answers, moves and money."""
    horizon = facts.horizon
    number = np.arange(horizon.weeks)
    columns: Columns = {
        "week": number + 1,
        "start": stamps(number * WEEK + horizon.t0, facts, missing=False),
        **_desk(log, facts),
        **_answers(log, facts),
        **_moves(log, facts),
        **_money(log, facts),
    }
    return pd.DataFrame(columns)


def ledger(log: Log, facts: Facts) -> pd.DataFrame:
    """One row per kind of money and week: income positive, cost negative."""
    rows = keep_books(log, facts).ledger
    columns: Columns = {
        "kind": words(rows["kind"], finance.KINDS),
        "week": rows["week"].astype(np.int64) + 1,
        "amount_cny": rows["amount"] / 100,
        "amount_fen": np.ascontiguousarray(rows["amount"]),
    }
    return pd.DataFrame(columns)


def _week(time: np.ndarray, facts: Facts) -> np.ndarray:
    return np.minimum((time - facts.horizon.t0) // WEEK, facts.horizon.weeks - 1)


def _desk(log: Log, facts: Facts) -> Columns:
    part, weeks = cut(log, facts.horizon), facts.horizon.weeks
    offers = part.contacts["kind"] != CALL_BACK
    arrived, outcome, wait, place = (part.contacts[name][offers] for name in ("arrived", "outcome", "wait", "queue"))
    week = _week(arrived, facts)
    promise_ms = round(facts.scenario.policy.promise.live_within_s * SECOND)
    columns: Columns = {}
    for code, queue in enumerate(QUEUES):
        mine = place == code
        handled = mine & (outcome == HANDLED)
        gave_up = mine & ((outcome == ABANDONED) | (outcome == BALKED))
        offered = np.bincount(week[mine & ~np.isin(outcome, NOT_OFFERED)], minlength=weeks)
        answered = np.bincount(week[handled], minlength=weeks)
        pool = part.weeks[part.weeks["pool"] == code]
        columns |= {
            f"{queue}_offered": offered,
            f"{queue}_handled": answered,
            f"{queue}_wait_mean_min": _share(
                np.bincount(week[handled], wait[handled], weeks) / MINUTE, answered
            ),
            f"{queue}_occupancy_share": _share(pool["busy_ms"], pool["seat_ms"]),
            f"{queue}_seat_hours": pool["seat_ms"] / HOUR,
            f"{queue}_waiting_end": np.ascontiguousarray(pool["waiting"]),
        }
        if code < EMAIL:
            in_time = np.bincount(week[handled & (wait <= promise_ms)], minlength=weeks)
            columns[f"{queue}_within_promise_share"] = _share(in_time, offered)
            columns[f"{queue}_abandoned_share"] = _share(np.bincount(week[gave_up], minlength=weeks), offered)
    return columns


def _answers(log: Log, facts: Facts) -> Columns:
    part, weeks = cut(log, facts.horizon), facts.horizon.weeks
    needs = part.needs[part.needs["answer_state"] == ANSWERED]
    delay = round(facts.scenario.policy.survey.delay_h * HOUR)
    week = _week(needs["closed"] + delay, facts)
    yearly = part.reviews[part.reviews["answer_state"] == ANSWERED]
    asked = np.concatenate([week, yearly["week"] - facts.horizon.first_week])
    said = np.concatenate([needs["recommend"], yearly["recommend"]])
    observed = np.bincount(asked * 11 + said, minlength=weeks * 11).reshape(weeks, 11)
    seen = part.reviews[part.reviews["recommend"] >= 0]
    at = (seen["week"] - facts.horizon.first_week) * 11 + seen["recommend"]
    true = np.bincount(at, minlength=weeks * 11).reshape(weeks, 11)
    return {
        "surveys_answered": observed.sum(axis=1),
        "csat_observed_share": _share(
            np.bincount(week, needs["satisfied"] == 1, weeks), np.bincount(week, minlength=weeks)
        ),
        "nps_observed": net_promoters(observed),
        "nps_true": net_promoters(true),
        "complaints": np.bincount(_week(part.cases["opened"], facts), minlength=weeks),
    }


def _moves(log: Log, facts: Facts) -> Columns:
    moves, weeks = cut(log, facts.horizon).moves, facts.horizon.weeks
    week, left = _week(moves["time"], facts), moves["move"] == MOVE_LEFT
    return {
        "joiners": np.bincount(week[~left], minlength=weeks),
        "leavers": np.bincount(week[left], minlength=weeks),
    }


def _money(log: Log, facts: Facts) -> Columns:
    ledger = keep_books(log, facts).ledger
    amounts = ledger["amount"].reshape(len(finance.KINDS), facts.horizon.weeks)
    columns: Columns = {f"{kind}_cny": amounts[code] / 100 for code, kind in enumerate(finance.KINDS)}
    return columns | {"profit_cny": amounts.sum(axis=0) / 100}


def _share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return np.divide(part, whole, out=np.full(len(whole), np.nan), where=np.asarray(whole) > 0)
