"""Service in numbers whose small print is said aloud: denominator, clock, window, treatment of those who hung up.

Question: how often was the promise kept, and which cases were counted to say so?
Inputs: columns of contacts or cases: times, waits, who answered; half hours of busy and staffed time.
Outputs: `Measure` in percent. Contacts of one person, or of one bad day, are alike: give the column and the interval
grows. Definitions differ between companies by more than most improvements; the name of the result says which it is.
Literature: Cleveland, Call Center Management on Fast Forward (service level); Koole 2013 (abandonment in it).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from cxsim.guards import CxError
from cxsim.measure.intervals import clustered_share, clusters_of, ratio_of
from cxsim.measure.moments import OpenHours, days, hours_between
from cxsim.measure.reading import LEAST_ZERO, POSITIVE, Allowed, numbers, one, word
from cxsim.measure.result import Measure
from cxsim.messages import tr

__all__ = ["ABANDONED", "DENOMINATORS", "fcr", "occupancy", "service_level", "sla_attainment"]

#: What a contact that hung up does to a service level.
ABANDONED = ("missed", "left out", "early left out", "early kept")
#: Which cases a share of kept promises is of.
DENOMINATORS = ("due", "finished", "all")
_TITLES = {name: name for name in ABANDONED}
_YES_NO = Allowed(0, 1, whole=True)


def fcr(
    customers: Iterable[Any],
    times: Any,
    window_days: float = 7.0,
    reasons: Iterable[Any] | None = None,
    level: float = 0.95,
) -> Measure:
    """First-contact resolution: share of first contacts after which nobody came back within a window, in percent.

    Parameters
    ----------
    customers : iterable
        Who made each contact; rows without a customer or a time are left out.
    times : column
        When (dates, or days as numbers).
    window_days : float
        A further contact within so many days means "not solved". A longer window gives a lower figure.
    reasons : iterable, optional
        Then only a further contact for the same reason counts.
    level : float
        Confidence; contacts of one customer are one cluster.

    Returns
    -------
    Measure
        Contacts in the first and the last window of the table are left out (nobody knows what came before, or will
        come after); the warning counts them. It is resolution as silence: who gave up looks solved.

    Examples
    --------
    >>> got = fcr(["x", "a", "a", "b", "c", "d"], [0, 10, 12, 11, 12, 30], window_days=7)
    >>> round(got.value, 1), got.n
    (66.7, 3)
    """
    window, when = one(window_days, "window_days", POSITIVE), days(times, "times")
    who = clusters_of(customers, "fcr", len(when)).astype(np.int64)
    topic = np.zeros(len(when), np.int64)
    if reasons is not None:
        topic = clusters_of(reasons, "fcr", len(when)).astype(np.int64)
    known = (who >= 0) & (topic >= 0) & ~np.isnan(when)
    if not known.any():
        raise CxError(tr("fcr: no row has a customer, a time and a reason; at least one is needed"))
    who, when, topic = who[known], when[known], topic[known]
    thread = who * (int(topic.max()) + 1) + topic
    order = np.lexsort((when, thread))
    thread, when, who = thread[order], when[order], who[order]
    same = thread[1:] == thread[:-1]
    gap = np.where(same, np.diff(when), np.inf)
    first = np.append(True, gap > window)
    solved = np.append(gap > window, True)
    inside = (when >= when.min() + window) & (when <= when.max() - window)
    used = first & inside
    found = clustered_share(tr("FCR ({window} days)", window=window), solved[used], who[used], level)
    out = int(np.sum(first & ~inside))
    return found.with_warning(
        tr("{count} first contacts too near the ends of the table were left out", count=out) if out else ""
    )


def _limits(due_h: Any, cases: int) -> np.ndarray:
    """The deadline of each case, h: one for all, or one for each."""
    if np.isscalar(due_h):
        return np.full(cases, one(due_h, "due_h", POSITIVE))
    found = numbers(due_h, "due_h", POSITIVE)
    if len(found) != cases:
        raise CxError(tr("due_h: {n} limits for {cases} cases; allowed: one for each case, or one number",
                         n=len(found), cases=cases))  # fmt: skip
    return found


def sla_attainment(
    started: Any,
    finished: Any,
    due_h: Any,
    now: Any = None,
    denominator: str = "due",
    open_hours: OpenHours | None = None,
) -> Measure:
    """Share of cases that kept their deadline, in percent, with Wilson's interval (95 %).

    Parameters
    ----------
    started, finished : column
        Dates (or days); ``finished`` is missing for an open case.
    due_h : float or column
        Hours allowed.
    now : date, optional
        When the table was drawn; without it the last time in it.
    denominator : str
        "due": cases whose deadline has passed by now, open ones included; "finished": finished cases only, which
        flatters whoever leaves hard ones lying; "all": every case, an open one counts as not kept.
    open_hours : OpenHours, optional
        Then only open hours count (business clock); without it every hour does (calendar clock).

    Examples
    --------
    >>> opened = ["2024-03-01 09:00", "2024-03-01 10:00", "2024-03-01"]
    >>> got = sla_attainment(opened, ["2024-03-01 20:00", None, None], 24, now="2024-03-05")
    >>> got.name, round(got.value, 1), got.n
    ('SLA (due, calendar clock)', 33.3, 3)
    """
    word(denominator, "denominator", DENOMINATORS)
    start, end = days(started, "started"), days(finished, "finished")
    if len(start) != len(end):
        raise CxError(
            tr("sla: {one} starts and {two} ends; one of each is needed", one=len(start), two=len(end))
        )
    wrong = np.flatnonzero(end < start)
    if len(wrong):
        place = int(wrong[0])
        row = started.index[place] if hasattr(started, "index") and not isinstance(started, list) else place
        raise CxError(tr("sla: the case in row {row} ends {hours} h before it starts; allowed: 0 h or more", row=row,
                         hours=round(float(start[place] - end[place]) * 24, 3)))  # fmt: skip
    limit = _limits(due_h, len(start))
    used = ~np.isnan(start) & ~np.isnan(limit)
    start, end, limit = start[used], end[used], limit[used]
    if not len(start):
        raise CxError(tr("sla: no case has a start and a deadline; at least one is needed"))
    seen = np.nanmax(np.concatenate([start, end])) if now is None else float(days([now], "now")[0])
    end = np.where(end > seen, np.nan, end)
    open_ = np.isnan(end)
    kept = ~open_ & (hours_between(start, end, open_hours) <= limit + 1e-9)
    passed = hours_between(start, np.full(len(start), seen), open_hours) >= limit
    used = {"due": passed, "finished": ~open_, "all": np.ones(len(start), bool)}[denominator]
    clock = tr("business clock") if open_hours else tr("calendar clock")
    name = tr("SLA ({denominator}, {clock})", denominator=denominator, clock=clock)
    found = clustered_share(name, kept[used], None, 0.95)
    out = int(np.sum(~used))
    return found.with_warning(tr("{count} cases are not in the denominator", count=out) if out else "")


def service_level(
    waits: Iterable[float],
    answered: Iterable[float],
    within: float = 20.0,
    abandoned: str = "missed",
    blocks: Iterable[Any] | None = None,
    level: float = 0.95,
) -> Measure:
    """Share of contacts answered within a time, in percent.

    Parameters
    ----------
    waits : iterable of float
        Wait until the answer or until hanging up, seconds (or any unit).
    answered : iterable of 0 or 1
        0 where the contact hung up.
    within : float
        Time allowed, unit of the waits.
    abandoned : str
        "missed": hung up counts as not answered in time; "left out": only answered contacts count; "early left out":
        who hung up within the time is left out, later ones are missed; "early kept": who hung up within the time
        counts as kept. Between the first and the last lie often ten points.
    blocks : iterable, optional
        Day or half hour of each contact; contacts of one block share its luck, and the interval knows.
    level : float
        Confidence of the interval; without blocks it takes contacts as independent, which a busy desk's are not.

    Examples
    --------
    >>> waits, answered = [5, 30, 10, 40], [1, 1, 0, 1]
    >>> [service_level(waits, answered, 20, rule).value for rule in ("missed", "early kept")]
    [25.0, 50.0]
    """
    word(abandoned, "abandoned", ABANDONED)
    limit, wait = one(within, "within", LEAST_ZERO), numbers(waits, "waits", LEAST_ZERO)
    done = numbers(answered, "answered", _YES_NO)
    if len(wait) != len(done):
        raise CxError(tr("service_level: {one} waits and {two} answers; one of each is needed", one=len(wait),
                         two=len(done)))  # fmt: skip
    codes = None if blocks is None else clusters_of(blocks, "service_level", len(wait))
    used = ~np.isnan(wait) & ~np.isnan(done) & (True if codes is None else codes >= 0)
    left, early = done == 0, wait <= limit
    if abandoned == "left out":
        used &= ~left
    elif abandoned == "early left out":
        used &= ~(left & early)
    kept = early & (~left | (abandoned == "early kept"))
    name = tr("service level (abandoned {treatment})", treatment=tr(_TITLES[abandoned]))
    return clustered_share(name, kept[used], None if codes is None else codes[used], level)


def occupancy(busy: Iterable[float], staffed: Iterable[float], level: float = 0.95) -> Measure:
    """Share of the staffed time in which agents were at work with customers, in percent.

    Parameters
    ----------
    busy, staffed : iterable of float
        Agent time of each interval (half hours, days), the same unit; busy at most staffed.
    level : float
        Confidence; intervals are taken as independent, so give days where half hours hang together.

    Examples
    --------
    >>> occupancy([20, 25, 30], [30, 30, 40]).value
    75.0
    """
    work, there = numbers(busy, "busy", LEAST_ZERO), numbers(staffed, "staffed", LEAST_ZERO)
    if len(work) != len(there):
        raise CxError(tr("occupancy: {one} busy and {two} staffed times; one of each is needed", one=len(work),
                         two=len(there)))  # fmt: skip
    wrong = np.flatnonzero(work > there * (1 + 1e-9))
    if len(wrong):
        place = int(wrong[0])
        row = busy.index[place] if hasattr(busy, "index") and not isinstance(busy, (list, tuple)) else place
        raise CxError(tr("busy: answer in row {row} is {value}; allowed: 0 to {staffed}, the staffed time", row=row,
                         value=float(work[place]), staffed=float(there[place])))  # fmt: skip
    used = ~np.isnan(work) & ~np.isnan(there) & (there > 0)
    return ratio_of(tr("occupancy"), work[used], there[used], level, 100.0, 100.0)
