"""The part of a log that counts.

A log begins with the burn-in. What a run shows and measures is what arrives or happens at or after the end of
the burn-in, ``t0``: contacts by arrival, needs by birth, cases by opening, money by the moment it moves.
Every table is ordered by number or time, so the cut is one search and a view.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

import numpy as np

from cxsim.clock import WEEK
from cxsim.schema import Log

#: Column by which each table is ordered in time, where it has one.
_TIME_OF = {"contacts": "arrived", "needs": "born", "cases": "opened", "moves": "time", "staff": "time"}


class Horizon(NamedTuple):
    """Where the measured time lies on the clock of the engines.

    Attributes
    ----------
    first_week
        Weeks of burn-in; the first measured week has this number.
    weeks
        Measured weeks.
    """

    first_week: int
    weeks: int

    @property
    def t0(self) -> int:
        """Start of the measured time, ms."""
        return self.first_week * WEEK

    @property
    def end(self) -> int:
        """End of the measured time, ms."""
        return (self.first_week + self.weeks) * WEEK


def first_row(table: np.ndarray, column: str, value: int) -> int:
    """First row of an ordered table whose column is at least ``value``."""
    values = table[column]
    return bisect_left(values, value)


def cut(log: Log, horizon: Horizon) -> Log:
    """The measured part of each table, as views; `persons` is their state at the end and stays whole."""
    parts = {name: getattr(log, name)[first_row(getattr(log, name), column, horizon.t0) :]
             for name, column in _TIME_OF.items()}  # fmt: skip
    for name in ("reviews", "weeks"):
        table = getattr(log, name)
        parts[name] = table[first_row(table, "week", horizon.first_week) :]
    return log._replace(**parts)
