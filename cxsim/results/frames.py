"""The tables of a run as DataFrames: one row per contact, need, case, survey, review; units of the surface.

Times are timestamps counted from the start date, durations minutes or hours, money in units of the currency,
codes the words of the schema. Only what belongs to the measured time is shown; the burn-in is not.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from cxsim.clock import HOUR, MINUTE, WEEK
from cxsim.results.facts import Facts
from cxsim.results.horizon import cut
from cxsim.schema import (
    ANSWER_STATES,
    ANSWERED,
    BOT_STATES,
    CASE_CLASSES,
    CLASSES,
    KINDS,
    NEED_STATES,
    OUTCOMES,
    QUEUES,
    REASONS,
    WARNINGS,
    Log,
)

Columns = dict[str, object]


def words(codes: np.ndarray, names: Sequence[str]) -> pd.Categorical:
    """Codes as words; a negative code is missing."""
    return pd.Categorical.from_codes(np.maximum(codes, -1).astype(np.int8), list(names))


def whole(numbers: np.ndarray) -> pd.arrays.IntegerArray:
    """Numbers of which a negative one means missing, as nullable integers."""
    return pd.arrays.IntegerArray(np.ascontiguousarray(numbers), np.ascontiguousarray(numbers < 0))


def stamps(time: np.ndarray, facts: Facts, missing: bool = True) -> np.ndarray:
    """Moments of the engine's clock as timestamps (datetime64[ms]).

    Parameters
    ----------
    time
        ms since the start of the burn-in.
    facts
        Says when the horizon starts.
    missing
        Whether a negative time means that it never happened (NaT).
    """
    start = np.datetime64(facts.scenario.world.calendar.start_date.isoformat(), "ms")
    found = start + (np.asarray(time, np.int64) - facts.horizon.t0).astype("timedelta64[ms]")
    if missing:
        found[np.asarray(time) < 0] = np.datetime64("NaT")
    return found


def contacts(log: Log, facts: Facts) -> pd.DataFrame:
    """One row per attempt: every first contact, redial, re-contact, transfer and piece of case work."""
    t = cut(log, facts.horizon).contacts
    columns: Columns = {
        "contact": np.ascontiguousarray(t["contact"]),
        "need": np.ascontiguousarray(t["need"]),
        "case": whole(t["case"]),
        "previous": whole(t["previous"]),
        "customer": np.ascontiguousarray(t["person"]),
        "kind": words(t["kind"], KINDS),
        "channel": words(t["queue"], QUEUES),
        "reason": words(t["reason"], REASONS),
        "priority": words(t["klass"], CLASSES),
        "outcome": words(t["outcome"], OUTCOMES),
        "resolved": t["resolved"] == 1,
        "pool": words(t["pool"], QUEUES),
        "seat": whole(t["seat"]),
        "employee": whole(t["employee"]),
        "arrived": stamps(t["arrived"], facts),
        "wait_min": t["wait"] / MINUTE,
        "handle_min": t["handle"] / MINUTE,
        "announced_min": np.where(t["announced"] >= 0, t["announced"] / MINUTE, np.nan),
    }
    return pd.DataFrame(columns)


def needs(log: Log, facts: Facts) -> pd.DataFrame:
    """One row per need born in the horizon; `true_...` is what the person would answer, asked or not."""
    t = cut(log, facts.horizon).needs
    columns: Columns = {
        "need": np.ascontiguousarray(t["need"]),
        "customer": np.ascontiguousarray(t["person"]),
        "ordinal": np.ascontiguousarray(t["ordinal"]),
        "reason": words(t["reason"], REASONS),
        "channel": words(t["channel"], QUEUES),
        "prospect": t["prospect"] == 1,
        "born": stamps(t["born"], facts),
        "closed": stamps(t["closed"], facts),
        "state": words(t["state"], NEED_STATES),
        "attempts": np.ascontiguousarray(t["attempts"]),
        "handlings": np.ascontiguousarray(t["handlings"]),
        "bot": words(t["bot"], BOT_STATES),
        "wait_units": np.ascontiguousarray(t["wait_units"]),
        "severity": np.ascontiguousarray(t["severity"]),
        "episode": np.ascontiguousarray(t["episode"]),
        "satisfaction": np.ascontiguousarray(t["satisfaction"]),
        "failure": np.ascontiguousarray(t["failure"]),
        "survey": words(t["answer_state"], ANSWER_STATES),
        "reminders": np.ascontiguousarray(t["reminders"]),
        "true_recommend": whole(t["recommend"]),
        "true_satisfied": whole(t["satisfied"]),
        "true_effort": whole(t["effort"]),
    }
    return pd.DataFrame(columns)


def surveys(log: Log, facts: Facts) -> pd.DataFrame:
    """One row per answered survey: what the company really knows.

    Answers to the yearly survey follow those after needs. They are dated by the week in which they are asked, know no
    need, channel or reason, and no question but the recommendation: all that is missing there.
    """
    part = cut(log, facts.horizon)
    t = part.needs[part.needs["answer_state"] == ANSWERED]
    yearly = part.reviews[part.reviews["answer_state"] == ANSWERED]
    delay = round(facts.scenario.policy.survey.delay_h * HOUR)
    asked = np.concatenate([t["closed"] + delay, yearly["week"].astype(np.int64) * WEEK])

    def after_needs(name: str) -> np.ndarray:
        return np.concatenate([t[name], np.full(len(yearly), -1, t[name].dtype)])

    columns: Columns = {
        "customer": np.concatenate([t["person"], yearly["person"]]),
        "need": after_needs("need"),
        "answered": stamps(asked, facts),
        "channel": words(after_needs("channel"), QUEUES),
        "reason": words(after_needs("reason"), REASONS),
        "recommend": np.concatenate([t["recommend"], yearly["recommend"]]),
        "satisfied": after_needs("satisfied"),
        "effort": after_needs("effort"),
    }
    if len(yearly):
        columns |= {name: whole(after_needs(name)) for name in ("need", "satisfied", "effort")}
    return pd.DataFrame(columns)


def cases(log: Log, facts: Facts) -> pd.DataFrame:
    """One row per complaint case opened in the horizon, with its clocks."""
    t = cut(log, facts.horizon).cases
    hours = (t["responded"] - t["opened"]) / HOUR
    columns: Columns = {
        "case": np.ascontiguousarray(t["case"]),
        "need": np.ascontiguousarray(t["need"]),
        "customer": np.ascontiguousarray(t["person"]),
        "case_class": words(t["case_class"], CASE_CLASSES),
        "escalated": t["escalated"] == 1,
        "misuse": t["misuse"] == 1,
        **{
            name: stamps(t[name], facts)
            for name in ("opened", "confirmed", "responded", "assessed", "approved", "resolved")
        },
        "response_h": np.where(t["responded"] >= 0, hours, np.nan),
        "paid_cny": t["paid"] / 100,
        "damage": np.ascontiguousarray(t["damage"]),
        "recovered_share": np.ascontiguousarray(t["recovered"]),
        "satisfaction": np.ascontiguousarray(t["satisfaction"]),
        "failure": np.ascontiguousarray(t["failure"]),
    }
    return pd.DataFrame(columns)


def reviews(log: Log, facts: Facts) -> pd.DataFrame:
    """One row per customer and four-week review."""
    t = cut(log, facts.horizon).reviews
    columns: Columns = {
        "customer": np.ascontiguousarray(t["person"]),
        "week": t["week"] - facts.horizon.first_week + 1,
        "left": t["left"] == 1,
        "true_recommend": whole(t["recommend"]),
        "yearly_survey": words(t["answer_state"], ANSWER_STATES),
        "warning": words(t["warning"], WARNINGS),
        "offer_cny": t["offer"] / 100,
        "leave_probability": np.ascontiguousarray(t["leave_probability"]),
        "satisfaction": np.ascontiguousarray(t["satisfaction"]),
        "failure": np.ascontiguousarray(t["failure"]),
    }
    return pd.DataFrame(columns)
