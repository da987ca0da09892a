"""Time as whole milliseconds: ticks, the order of simultaneous events, and business hours.

All times are int64 milliseconds since the start of the calendar (a Monday at midnight). Ties are exact, so
their order is a rule of the model and is stated here once.

Business time knows the calendar as half hours that are open or closed. Time after the last half hour of
the calendar counts as open; plans give calendars that outlast the horizon.
"""

from __future__ import annotations

import math

import numpy as np

from cxsim._jit import rule

SECOND = 1_000
MINUTE = 60 * SECOND
HALF_HOUR = 30 * MINUTE
HOUR = 60 * MINUTE
DAY = 24 * HOUR
WEEK = 7 * DAY

FOREVER = 2**52
"""Longest duration in ms (140,000 years); longer or infinite ones are cut to it."""

# Ranks of simultaneous events. They start at 1 because priorities 0 and 1 are SimPy's own and an id may be 0.
SERVICE_END = 1
ROSTER = 2
RENEGE = 3
CASE_CLOCK = 4
FOLLOW_UP = 5
ARRIVAL = 6
SURVEY = 7
CUSTOMER_REVIEW = 8
ACCOUNTING = 9


@rule
def event_key(rank: int, number: int) -> int:
    """Return the place of an event among all events of the same millisecond: rank first, then number.

    Parameters
    ----------
    rank : int64
        One of the ranks of this module.
    number : int64
        Id unique within the rank, 0 to 2**40 - 1.

    Returns
    -------
    int64
        Smaller comes first.

    Examples
    --------
    >>> event_key(RENEGE, 900) < event_key(ARRIVAL, 5) < event_key(ARRIVAL, 6)
    True
    """
    return rank << 40 | number


@rule
def to_ticks(ms: float, tick_ms: int) -> int:
    """Round a duration half up to whole ticks, at least one.

    Parameters
    ----------
    ms : float64
        Duration in ms; at most `FOREVER` is used.
    tick_ms : int64
        Length of a tick in ms, 1 to 60000.

    Returns
    -------
    int64
        Multiple of ``tick_ms`` in ms.

    Examples
    --------
    >>> to_ticks(1499.9, 1000), to_ticks(1500.0, 1000), to_ticks(0.0, 1000)
    (1000, 2000, 1000)
    """
    if not ms < FOREVER:
        return FOREVER // tick_ms * tick_ms
    return max(math.floor(ms / tick_ms + 0.5), 1) * tick_ms


@rule
def ceil_divide(a: int, b: int) -> int:
    """Divide and round up, for -2**52 < a < 2**52 and 0 < b.

    The quotient of two such floats lies on the right side of every whole number, and dividing floats takes a
    fraction of the time of dividing whole numbers.
    """
    return math.ceil(a / b)


@rule
def to_ticks0(ms: float, tick_ms: int) -> int:
    """Round a duration as `to_ticks`, but let a duration of zero stay zero."""
    if ms <= 0.0:
        return 0
    return to_ticks(ms, tick_ms)


@rule
def _open_before(open_prefix: np.ndarray, t: int) -> int:
    # Open ms before time t; outside the calendar every ms is open.
    last = open_prefix.size - 1
    h = t // HALF_HOUR
    if h >= last:
        return int(open_prefix[last]) + t - last * HALF_HOUR
    if h < 0:
        return t
    before = int(open_prefix[h])
    if open_prefix[h + 1] > before:
        return before + t - h * HALF_HOUR
    return before


@rule
def business_elapsed(open_prefix: np.ndarray, a: int, b: int) -> int:
    """Measure the open time between two moments.

    Parameters
    ----------
    open_prefix : int64[half hours + 1]
        Open ms before each half hour, from `prefix_of_open`.
    a, b : int64
        Moments in ms.

    Returns
    -------
    int64
        Open ms from ``a`` to ``b``; negative when ``b`` is before ``a``.
    """
    return _open_before(open_prefix, b) - _open_before(open_prefix, a)


@rule
def business_add(open_prefix: np.ndarray, a: int, d: int) -> int:
    """Find when a promise of so much open time falls due.

    Parameters
    ----------
    open_prefix : int64[half hours + 1]
        Open ms before each half hour, from `prefix_of_open`.
    a : int64
        Moment in ms at which the promise starts, 0 or later.
    d : int64
        Open time in ms; 0 or less gives ``a`` itself.

    Returns
    -------
    int64
        The earliest moment ``t >= a`` with ``business_elapsed(open_prefix, a, t) == d``; a promise that ends
        exactly at closing time is due at closing time, not at the next opening.

    Examples
    --------
    >>> prefix = prefix_of_open(np.array([False, True, True, False, False, True]))
    >>> business_add(prefix, 50 * MINUTE, 45 * MINUTE) // MINUTE
    155
    >>> business_elapsed(prefix, 50 * MINUTE, 155 * MINUTE) // MINUTE
    45
    """
    if d <= 0:
        return a
    target = _open_before(open_prefix, a) + d
    last = open_prefix.size - 1
    if target > open_prefix[last]:
        return last * HALF_HOUR + target - int(open_prefix[last])
    low, high = 0, last  # prefix[low] < target <= prefix[high]
    while high - low > 1:
        middle = (low + high) // 2
        if open_prefix[middle] < target:
            low = middle
        else:
            high = middle
    return low * HALF_HOUR + target - int(open_prefix[low])


@rule
def next_open(open_end: np.ndarray, next_start: np.ndarray, t: int) -> int:
    """Find the first open moment at or after ``t``.

    Parameters
    ----------
    open_end, next_start : int64[half hours]
        From `open_intervals`.
    t : int64
        Moment in ms, 0 or later.

    Returns
    -------
    int64
        ``t`` itself when open then.
    """
    h = t // HALF_HOUR
    if h >= next_start.size:
        return t
    start = int(next_start[h])
    if start <= t < open_end[h]:
        return t
    return start


@rule
def spread_to_open(open_end: np.ndarray, next_start: np.ndarray, t: int, u: float) -> int:
    """Move a contact that falls into closed hours to a moment in the next open interval.

    Parameters
    ----------
    open_end, next_start : int64[half hours]
        From `open_intervals`.
    t : int64
        Moment in ms, 0 or later.
    u : float64
        Uniform in (0, 1); places the contact within the interval.

    Returns
    -------
    int64
        ``t`` itself when open then, otherwise a moment spread evenly over the next open interval.

    Examples
    --------
    >>> next_start, open_end = open_intervals(np.array([False, True, True, False]))
    >>> spread_to_open(open_end, next_start, 10 * MINUTE, 0.25) // MINUTE
    45
    """
    start = next_open(open_end, next_start, t)
    if start == t:
        return t
    return start + math.floor(u * (int(open_end[t // HALF_HOUR]) - start))


def prefix_of_open(open_mask: np.ndarray) -> np.ndarray:
    """Count the open time before each half hour of a calendar.

    Parameters
    ----------
    open_mask : bool[half hours]
        True where the half hour is open.

    Returns
    -------
    numpy.ndarray
        int64[half hours + 1], in ms.
    """
    prefix = np.zeros(len(open_mask) + 1, dtype=np.int64)
    np.cumsum(np.asarray(open_mask, dtype=np.int64) * HALF_HOUR, out=prefix[1:])
    return prefix


def open_intervals(open_mask: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Find the next open interval from each half hour of a calendar.

    Parameters
    ----------
    open_mask : bool[half hours]
        True where the half hour is open.

    Returns
    -------
    next_start, open_end : numpy.ndarray
        int64[half hours], in ms: the first open moment at or after the start of the half hour, and the end of
        the unbroken open interval that contains it. When nothing opens any more: the end of the calendar and
        one half hour later.
    """
    mask = np.asarray(open_mask, dtype=bool)
    size = mask.size
    h = np.arange(size, dtype=np.int64)

    def next_where(condition: np.ndarray) -> np.ndarray:
        found = np.where(condition, h, size)
        return np.minimum.accumulate(found[::-1])[::-1]

    next_start = next_where(mask)
    closing = np.append(next_where(~mask), size + 1)  # the last entry: after the calendar, one half hour
    open_end = closing[next_start]
    return next_start * HALF_HOUR, open_end * HALF_HOUR
