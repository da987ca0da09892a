"""A roster written as numbers by hour, turned into the windows of a scenario, and back."""

from __future__ import annotations

from typing import Any

import numpy as np

from cxsim.guards import CxError
from cxsim.messages import tr

DAY = 48  # half hours


def roster_from_hours(seats: Any) -> list[dict[str, Any]]:
    """Windows of a roster from seats by hour or half hour.

    Parameters
    ----------
    seats
        Whole people: 24 or 48 numbers for every day alike, or seven rows of so many, Monday first.

    Returns
    -------
    list of dict
        What `scenario.replace({"policy.staffing.roster.phone": ...})` takes.

    Examples
    --------
    >>> roster_from_hours([0] * 9 + [5] * 9 + [0] * 6)
    [{'days': [0, 1, 2, 3, 4, 5, 6], 'from': '09:00', 'to': '18:00', 'seats': 5}]
    """
    week = half_hours(seats)
    windows: list[dict[str, Any]] = []
    for day in dict.fromkeys(map(tuple, week.tolist())):
        days = [weekday for weekday in range(7) if tuple(week[weekday].tolist()) == day]
        start = 0
        for h in range(1, DAY + 1):
            if h < DAY and day[h] == day[start]:
                continue
            if day[start]:
                windows.append({"days": days, "from": _clock(start), "to": _clock(h), "seats": day[start]})
            start = h
    return windows


def half_hours(seats: Any) -> np.ndarray:
    """Seats as seven rows of 48 half hours, whole numbers from 0 on."""
    table = np.asarray(seats, dtype=float)
    if table.ndim == 1:
        table = np.tile(table, (7, 1))
    if table.shape not in ((7, 24), (7, 48)) or not np.isfinite(table).all():
        raise CxError(tr("A roster needs 24 or 48 numbers, or seven rows of them; got {shape}", shape=str(table.shape)))
    if (table < 0).any() or (table != np.floor(table)).any():
        raise CxError(tr("A roster counts whole people from 0 on; got {number}",
                         number=float(table[(table < 0) | (table != np.floor(table))][0])))
    return np.repeat(table, DAY // table.shape[1], axis=1).astype(np.int64)


def _clock(half_hour: int) -> str:
    return f"{half_hour // 2:02d}:{half_hour % 2 * 30:02d}"
