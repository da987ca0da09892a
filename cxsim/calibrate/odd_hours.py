"""Which hours of which days stand out far beyond what their hours and days usually do?

Inputs: counts by day and half hour, expected totals of days. Output: lines for reading; no number of the World is
taken from them, because one event tells its size and hardly how often such a thing comes.
"""

from __future__ import annotations

import numpy as np

from cxsim.calibrate.arrivals import Days, Level
from cxsim.messages import number, tr

__all__ = ["odd_hours"]

#: An hour is named beyond so many standard deviations, from so many contacts on; and so many hours at most.
BEYOND_SD, FEWEST, MOST_NAMED = 6.0, 30.0, 5


def odd_hours(days: Days, level: Level) -> tuple[str, ...]:
    """Hours with far more contacts than their weekday and hour usually have, the largest first.

    Parameters
    ----------
    days
        Counts of usable days.
    level
        Expected total of each of these days, and how much days differ.

    Returns
    -------
    tuple of str
        One line for each hour. Usual is the median of that hour on that weekday, by the expected total of the day; its
        spread is the median distance of all days from it (which the odd hour does not move), or that of whole days and
        counting where it is larger.
    """
    expected = level.expected
    hourly = days.counts.sum(axis=0).reshape(len(expected), 24, 2).sum(axis=2)
    share, usual = hourly / expected[:, None], np.zeros(hourly.shape)
    for one in np.unique(days.weekday):
        own = days.weekday == one
        usual[own] = np.median(share[own], axis=0) * expected[own, None]
    spread = np.maximum(1.4826 * np.median(np.abs(hourly - usual), axis=0), np.sqrt(usual + (level.cv * usual) ** 2))
    found = np.argwhere((hourly > usual + BEYOND_SD * spread) & (hourly >= FEWEST))
    found = found[np.argsort(-(hourly - usual)[tuple(found.T)], kind="stable")]
    lines = [tr("{day} {hour}:00: {count} contacts where {usual} ± {spread} were expected",
                day=str(days.first + days.number[day]), hour=f"{hour:02d}", count=number(float(hourly[day, hour]), 0),
                usual=number(float(usual[day, hour]), 0), spread=number(float(2 * spread[day, hour]), 0))
             for day, hour in found[:MOST_NAMED]]  # fmt: skip
    more = len(found) - len(lines)
    return (*lines, tr("and {count} more such hours", count=more)) if more else tuple(lines)
