"""How long the queue is and how long callers wait, by half hour, from the contacts of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

HALF_HOURS = 48
_MS = 1_800_000


def longest_queue(contacts: pd.DataFrame, channel: str = "phone") -> np.ndarray:
    """Most people waiting at the same time in each half hour.

    Parameters
    ----------
    contacts
        The table `contacts` of a run: ``channel``, ``arrived`` (timestamp), ``wait_min``, ``outcome``.
    channel
        Whose queue.

    Returns
    -------
    numpy.ndarray
        int64, shape (days, 48); day 0 is the day of the first contact, half hour 0 begins at midnight.
    """
    start, wait, days = _waits(contacts, channel)
    end = start + wait
    times = np.concatenate([start, end])
    step = np.concatenate([np.ones(len(start), np.int64), -np.ones(len(end), np.int64)])
    order = np.lexsort((step, times))  # who leaves at the moment another arrives was not waiting beside her
    times, waiting = times[order], np.cumsum(step[order])
    most = np.zeros(days * HALF_HOURS, np.int64)
    np.maximum.at(most, np.minimum(times // _MS, len(most) - 1), waiting)
    edges = np.arange(len(most)) * _MS
    held = np.searchsorted(times, edges, side="right") - 1
    carried = np.where(held >= 0, waiting[np.maximum(held, 0)], 0) if len(waiting) else 0
    return np.maximum(most, carried).reshape(days, HALF_HOURS)


def wait_by_half_hour(contacts: pd.DataFrame, channel: str = "phone") -> np.ndarray:
    """Mean wait of those who came in each half hour of the day, over all days of the table, in seconds.

    Everybody counts who found the door open, also who hung up: so many seconds they waited until then.

    Returns
    -------
    numpy.ndarray
        Shape (48,); 0 where nobody came.
    """
    start, wait, _ = _waits(contacts, channel)
    slot = start // _MS % HALF_HOURS
    count = np.bincount(slot, minlength=HALF_HOURS)
    return np.bincount(slot, wait / 1000, minlength=HALF_HOURS) / np.maximum(count, 1)


def open_hours(values: np.ndarray, first: float = 8, last: float = 20) -> tuple[np.ndarray, np.ndarray]:
    """Half hours between two times of the day: the hours, and the values in them (last axis)."""
    hours = np.arange(first, last, 0.5)
    return hours, values[..., int(first * 2) : int(last * 2)]


def _waits(contacts: pd.DataFrame, channel: str) -> tuple[np.ndarray, np.ndarray, int]:
    """Arrival and wait in milliseconds since the midnight before the first contact; number of days."""
    day_one = contacts["arrived"].min().to_datetime64().astype("datetime64[D]").astype("datetime64[ms]")
    mine = contacts[(contacts["channel"] == channel) & (contacts["outcome"] != "closed")]
    start = (mine["arrived"].to_numpy().astype("datetime64[ms]") - day_one).astype(np.int64)
    wait = np.rint(mine["wait_min"].to_numpy() * 60_000).astype(np.int64)
    return start, wait, int(start.max(initial=0) // (HALF_HOURS * _MS)) + 1
