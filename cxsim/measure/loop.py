"""Feedback that comes round: closed-loop rate, and the three indicators of departments that work together.

Question: of what customers told, how much was recorded, classified, assigned, solved and verified?
Inputs: one row per case; a column of 0 and 1 (or of times, where a missing one means "not done") for each step.
Outputs: `Measure` in percent for the loop, each step, and each indicator against its target.
Literature: Reichheld & Markey 2011 (closing the loop); targets of the indicators from the course's source S2 8.1.2.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from cxsim.guards import CxError
from cxsim.measure.intervals import share_of
from cxsim.measure.reading import LEAST_ZERO, SHARE, Allowed, answered, matrix, one
from cxsim.measure.result import Measure, lines
from cxsim.messages import tr

__all__ = ["ClosedLoop", "Indicator", "closed_loop_rate", "synergy_indicators"]

_YES_NO = Allowed(0, 1, whole=True)
_TITLES = {
    "response": "responses in time",
    "satisfaction": "satisfied with the solution",
    "closed": "closed feedback",
}


@dataclass(frozen=True, slots=True)
class ClosedLoop:
    """Cases that went round.

    Attributes
    ----------
    rate : Measure
        Share of the cases in which every step was done, percent.
    steps : dict of str to Measure
        Share of the cases that reached each step with all before it done, percent.
    leak : str
        Step at which most cases stop.
    out_of_order : int
        Cases in which a later step is marked done and an earlier one is not.
    """

    rate: Measure
    steps: dict[str, Measure]
    leak: str
    out_of_order: int

    def __str__(self) -> str:
        more = [tr("most cases stop before: {step}", step=self.leak)] if self.leak else []
        if self.out_of_order:
            more.append(
                tr("{count} cases have a later step done and an earlier one not", count=self.out_of_order)
            )
        return lines([self.rate, *self.steps.values()], *more)


class Indicator(NamedTuple):
    """An indicator against its target: "met", "missed", or "too close to call" where the interval holds the target."""

    found: Measure
    target: float
    status: str


def closed_loop_rate(steps: Any, level: float = 0.95) -> ClosedLoop:
    """Share of cases that were closed: every step done.

    Parameters
    ----------
    steps : table
        One column per step in its order, 0 or 1; a missing value is a step not done.
    level : float
        Confidence of Wilson's intervals.

    Examples
    --------
    >>> got = closed_loop_rate({"recorded": [1, 1, 1, 1], "solved": [1, 1, 1, 0], "verified": [1, 0, 0, 0]})
    >>> got.rate.value, got.leak
    (25.0, 'verified')
    """
    names, rows = matrix(steps, "closed_loop_rate", _YES_NO, complete=False)
    names = names or [str(place + 1) for place in range(rows.shape[1])]
    done = np.nan_to_num(rows) > 0
    reached = np.logical_and.accumulate(done, axis=1)
    n = len(done)
    if n == 0:
        raise CxError(tr("closed_loop_rate: there are no cases; at least one is needed"))
    found = {name: share_of(name, int(reached[:, k].sum()), n, level) for k, name in enumerate(names)}
    lost = -np.diff(np.append(n, reached.sum(axis=0)))
    rate = share_of(tr("closed-loop rate"), int(reached[:, -1].sum()), n, level)
    leak = names[int(np.argmax(lost))] if lost.max() > 0 else ""
    return ClosedLoop(rate, found, leak, int(np.sum((done & ~reached).any(axis=1))))


def synergy_indicators(
    response_h: Iterable[float],
    satisfied: Iterable[float],
    closed: Iterable[float],
    limit_h: float = 24.0,
    targets: Mapping[str, float] | None = None,
    level: float = 0.95,
) -> dict[str, Indicator]:
    """Three joint indicators: responses in time, satisfaction with the solution, feedback that was closed.

    Parameters
    ----------
    response_h : iterable of float
        Hours until the response.
    satisfied, closed : iterable of 0 or 1
        Satisfied with the solution; feedback closed.
    limit_h : float
        Hours allowed.
    targets : mapping, optional
        Share 0..1 for "response", "satisfaction", "closed"; without it .95 (assumption), .90 (source) and .95
        (assumption).
    level : float
        Confidence of Wilson's intervals.

    Examples
    --------
    >>> got = synergy_indicators([5] * 95 + [30] * 5, [1] * 97 + [0] * 3, [1] * 60 + [0] * 40)
    >>> [part.status for part in got.values()]
    ['too close to call', 'met', 'missed']
    """
    goal = {"response": 0.95, "satisfaction": 0.90, "closed": 0.95, **(dict(targets) if targets else {})}
    limit = one(limit_h, "limit_h", LEAST_ZERO)
    hits = {
        "response": answered(response_h, "response_h", LEAST_ZERO) <= limit,
        "satisfaction": answered(satisfied, "satisfied", _YES_NO) > 0,
        "closed": answered(closed, "closed", _YES_NO) > 0,
    }
    if set(goal) != set(hits):
        raise CxError(tr("targets: unknown {key}; allowed: {known}", key=", ".join(sorted(set(goal) - set(hits))),
                         known=", ".join(hits)))  # fmt: skip
    found = {}
    for name, hit in hits.items():
        target = 100 * one(goal[name], name, SHARE)
        share = share_of(tr(_TITLES[name]), int(hit.sum()), len(hit), level)
        status = "met" if share.low >= target else "missed" if share.high < target else "too close to call"
        found[name] = Indicator(share, target, status)
    return found
