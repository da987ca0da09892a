"""Targets and promises: the path to a goal, how long an effect lasts, what a promise is worth.

Question: where must we stand in month 3, and which promise can be kept?
Inputs: values in any unit, shares 0..1, hours, dates.
Outputs: plain numbers and small tuples.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np

from cxsim.guards import CxError, shown
from cxsim.measure.reading import INSIDE, LEAST_ZERO, POSITIVE, Allowed, add_to_one, matrix, named, one
from cxsim.messages import tr

__all__ = [
    "Decay", "Path", "Priorities", "days_between", "decay_below", "expectation_gap", "linear_path", "priority_board",
    "promises_kept", "resolution_mix_mean", "saved_share",
]  # fmt: skip


class Path(NamedTuple):
    """A straight line to a target: value at the asked time, and the step per period."""

    value: float
    step: float


class Decay(NamedTuple):
    """When an effect that fades is below a share: exact time, and the first whole period."""

    exact: float
    period: int


class Priorities(NamedTuple):
    """Needs in order, best first, with their scores."""

    order: tuple[str, ...]
    scores: dict[str, float]


def linear_path(start: float, end: float, periods: float, at: float) -> Path:
    """Value at period `at` on a straight line from `start` to `end` in `periods`.

    Examples
    --------
    >>> got = linear_path(82, 90, 6, at=3)
    >>> got.value, round(got.step, 2)
    (86.0, 1.33)
    """
    length = one(periods, "periods", POSITIVE)
    time = one(at, "at", Allowed(0, length))
    first = one(start, "start")
    step = (one(end, "end") - first) / length
    return Path(first + step * time, step)


def decay_below(loss: float, share: float = 0.5) -> Decay:
    """Periods until an effect that loses the same share in each period is below `share` of its start.

    Parameters
    ----------
    loss : float
        Share lost per period, 0.15 = 15 %.
    share : float
        Share of the effect that is asked for.

    Examples
    --------
    >>> got = decay_below(0.15)
    >>> round(got.exact, 2), got.period
    (4.27, 5)
    """
    exact = math.log(one(share, "share", INSIDE)) / math.log(1 - one(loss, "loss", INSIDE))
    # at a whole number of periods the effect is equal to the share, not below it
    return Decay(exact, math.floor(exact + 1e-9) + 1)


def expectation_gap(promised: float, real: float) -> float:
    """Promised wait minus real wait: above zero the customer is served sooner than told.

    Examples
    --------
    >>> expectation_gap(30, 40), expectation_gap(60, 40)
    (-10.0, 20.0)
    """
    return one(promised, "promised", LEAST_ZERO) - one(real, "real", LEAST_ZERO)


def promises_kept(limits_h: Mapping[str, float], promise_h: float = 24) -> dict[str, bool]:
    """Which response limits keep a promise, by name.

    Parameters
    ----------
    limits_h : mapping of name to hours
        Longest response time that each rule allows.
    promise_h : float
        Hours that were promised.

    Examples
    --------
    >>> promises_kept({"level 1": 24, "level 2": 72})
    {'level 1': True, 'level 2': False}
    """
    promise = one(promise_h, "promise_h", LEAST_ZERO)
    return {str(name): one(value, str(name), LEAST_ZERO) <= promise for name, value in limits_h.items()}


def resolution_mix_mean(shares: Iterable[float], hours: Iterable[float]) -> float:
    """Mean time limit of a mix of classes.

    Parameters
    ----------
    shares : iterable of float
        Share of the cases in each class; they add to 1.
    hours : iterable of float
        Time limit of each class.

    Examples
    --------
    >>> round(resolution_mix_mean([.80, .15, .05], [48, 120, 240]), 1)
    68.4
    """
    limits = [one(value, "hours", LEAST_ZERO) for value in hours]
    names = [str(place) for place in range(len(limits))]
    return float(add_to_one(named(shares, "shares", names), "shares") @ np.array(limits))


def saved_share(before: float, after: float) -> float:
    """Share saved: 75 instead of 108 agent-hours saves 0.306.

    Examples
    --------
    >>> round(100 * saved_share(108, 75), 1)
    30.6
    """
    return 1 - one(after, "after", LEAST_ZERO) / one(before, "before", POSITIVE)


def days_between(start: str | datetime.date, end: str | datetime.date) -> int:
    """Days from one date to another, written year-month-day.

    Examples
    --------
    >>> days_between("2024-02-28", "2024-03-31")
    32
    """
    return (_date(end, "end") - _date(start, "start")).days


def priority_board(
    table: Any, weights: Mapping[str, float] | Iterable[float], names: Iterable[str] = ()
) -> Priorities:
    """Rank needs on several criteria.

    Parameters
    ----------
    table : DataFrame or mapping of columns
        One row per need, one column per criterion; more is better in each (turn difficulty round first).
    weights : mapping or list
        Importance of each criterion, adding to 1.
    names : iterable of str, optional
        Names of the needs; without it the row labels.

    Examples
    --------
    >>> priority_board({"value": [5, 3], "ease": [1, 5]}, {"value": .7, "ease": .3}, ["app", "call-back"]).order
    ('app', 'call-back')
    """
    criteria, rows = matrix(table, "priority_board", complete=False)
    if np.isnan(rows).any():
        row = int(np.argmax(np.isnan(rows).any(axis=1)))
        raise CxError(tr("priority_board: row {row} has a gap; every need must have every score", row=row))
    shares = add_to_one(named(weights, "weights", criteria), "weights")
    labels = [str(name) for name in names] or [str(key) for key in getattr(table, "index", range(len(rows)))]
    if len(labels) != len(rows) or len(set(labels)) != len(labels):
        raise CxError(tr("priority_board: {rows} rows need as many different names", rows=len(rows)))
    scores = dict(zip(labels, (rows @ shares).tolist(), strict=True))
    return Priorities(tuple(sorted(scores, key=lambda name: -scores[name])), scores)


def _date(value: str | datetime.date, name: str) -> datetime.date:
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    try:
        return datetime.date.fromisoformat(str(value))
    except ValueError:
        raise CxError(
            tr("{name} is {value}; allowed: a date such as 2024-02-28", name=name, value=shown(value))
        ) from None
