"""How many people wait, by half hour: from the contacts of a run, or averaged over the days of a week."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

HALF_HOURS = 48
_MS = 1_800_000


def waiting_by_half_hour(contacts: pd.DataFrame, channel: str = "phone") -> np.ndarray:
    """Mean number of people waiting in each half hour.

    Parameters
    ----------
    contacts
        The table `contacts` of a run: ``channel``, ``arrived`` (timestamp), ``wait_min``, ``outcome``.
    channel
        Whose queue.

    Returns
    -------
    numpy.ndarray
        Shape (days, 48); day 0 is the day of the first contact, half hour 0 begins at midnight.

    Notes
    -----
    The time that everybody together waited within a half hour, over its length (Little's law, exactly).
    """
    mine = contacts[(contacts["channel"] == channel) & (contacts["outcome"] != "closed")]
    arrived = mine["arrived"].to_numpy().astype("datetime64[ms]")
    day_one = contacts["arrived"].min().to_datetime64().astype("datetime64[D]").astype("datetime64[ms]")
    start = (arrived - day_one).astype(np.int64)
    end = start + np.rint(mine["wait_min"].to_numpy() * 60_000).astype(np.int64)
    days = int(start.max(initial=0) // (HALF_HOURS * _MS)) + 1
    total = np.zeros(days * HALF_HOURS)
    first, last = start // _MS, np.minimum(end // _MS, len(total) - 1)
    for step in range(int((last - first).max(initial=0)) + 1):
        slot = first + step
        inside = slot <= last
        low = np.maximum(start[inside], slot[inside] * _MS)
        high = np.minimum(end[inside], (slot[inside] + 1) * _MS)
        np.add.at(total, slot[inside], np.maximum(0, high - low))
    return (total / _MS).reshape(days, HALF_HOURS)


def open_hours(values: np.ndarray, first: float = 8, last: float = 20) -> tuple[np.ndarray, np.ndarray]:
    """Half hours between two times of the day: the hours, and the values in them (last axis)."""
    hours = np.arange(first, last, 0.5)
    return hours, values[..., int(first * 2) : int(last * 2)]
