"""Looking at the contact log of one replication: which attempts count, and sums over them.

Everything is a sum per group, where a group is the whole counted stretch of a replication (steady state) or one
day that started empty. Groups are independent, or nearly so, and become the sample of the interval.
"""

from __future__ import annotations

import numpy as np

from cxsim.clock import DAY
from cxsim.schema import ABANDONED, BALKED, BLOCKED, FIRST, HANDLED, OPEN, QUEUES

__all__ = ["View"]


class View:
    """Attempts of one replication.

    Parameters
    ----------
    contacts : structured array
        Table `contacts` of a log.
    unit_ms : float
        Milliseconds per unit of time of the case.
    window : tuple of float
        Counted stretch in ms, or empty when days are counted.
    days : tuple of int
        Counted days, or empty.
    day_ms : float
        Counted length of a day in ms.
    """

    def __init__(self, contacts, unit_ms: float, window=(), days=(), day_ms: float = 0.0) -> None:
        self.unit_ms = unit_ms
        self.log = contacts
        self.arrived = np.ascontiguousarray(contacts["arrived"])
        self.wait = np.ascontiguousarray(contacts["wait"])
        self.handle = np.ascontiguousarray(contacts["handle"])
        self.outcome = np.ascontiguousarray(contacts["outcome"])
        if days:
            self.groups = len(days)
            of_day = np.full(max(int(days[-1]) + 1, int(self.arrived.max(initial=0)) // DAY + 1), -1)
            of_day[list(days)] = np.arange(len(days))
            day = self.arrived // DAY
            self.group = of_day[day]
            self.start: np.ndarray | np.float64 = day * float(DAY)
            self.end: np.ndarray | np.float64 = self.start + day_ms
            self.length = np.full(self.groups, day_ms / unit_ms)
        else:
            self.groups = 1
            self.group = np.zeros(len(contacts), dtype=np.int64)
            self.start, self.end = np.float64(window[0]), np.float64(window[1])
            self.length = np.full(1, (self.end - self.start) / unit_ms)
        self.inside = (self.arrived >= self.start) & (self.arrived < self.end) & (self.group >= 0)

    # ------------------------------------------------------------------ which attempts
    @property
    def waited(self) -> np.ndarray:
        """Attempts that waited at least a millisecond."""
        return self.wait > 0

    @property
    def handled(self) -> np.ndarray:
        """Attempts that an agent handled."""
        return self.outcome == HANDLED

    @property
    def gave_up(self) -> np.ndarray:
        """Attempts that abandoned the queue or did not join it."""
        return (self.outcome == ABANDONED) | (self.outcome == BALKED)

    @property
    def blocked(self) -> np.ndarray:
        """Attempts that heard the busy signal."""
        return self.outcome == BLOCKED

    @property
    def fresh(self) -> np.ndarray:
        """First attempts of a need."""
        return self.log["kind"] == FIRST

    def queue(self, name: str) -> np.ndarray:
        """Attempts that arrived in a queue."""
        return self.log["queue"] == QUEUES.index(name)

    def within(self, limit: float) -> np.ndarray:
        """Attempts that waited at most `limit` units."""
        return self.wait <= limit * self.unit_ms

    # ------------------------------------------------------------------ sums per group
    def count(self, which: np.ndarray | bool = True) -> np.ndarray:
        """Counted attempts."""
        return np.bincount(self.group[self.inside & which], minlength=self.groups).astype(float)

    def sum(self, values: np.ndarray, which: np.ndarray | bool = True) -> np.ndarray:
        """Sum of times (ms) over counted attempts, in units."""
        chosen = self.inside & which
        return np.bincount(self.group[chosen], weights=values[chosen], minlength=self.groups) / self.unit_ms

    def waits(self, which: np.ndarray | bool = True) -> np.ndarray:
        """Sum of waits."""
        return self.sum(self.wait, which)

    def area(self, start: np.ndarray, end: np.ndarray, which: np.ndarray | bool = True) -> np.ndarray:
        """Time between `start` and `end` that falls into the counted stretch, summed over all attempts."""
        overlap = np.minimum(end, self.end) - np.maximum(start, self.start)
        chosen = (self.group >= 0) & (overlap > 0) & which
        return np.bincount(self.group[chosen], weights=overlap[chosen], minlength=self.groups) / self.unit_ms

    def queue_area(self, which: np.ndarray | bool = True) -> np.ndarray:
        """Contacts waiting, integrated over time."""
        return self.area(self.arrived, self.arrived + self.wait, which)

    def busy_area(self, which: np.ndarray | bool = True) -> np.ndarray:
        """Contacts in service, integrated over time."""
        answered = self.arrived + self.wait
        return self.area(answered, answered + self.handle, which)

    def hour_area(self, start: np.ndarray, end: np.ndarray, hour: int) -> np.ndarray:
        """As `area`, within one hour of the day that starts at midnight of the arrival's day."""
        first = self.start + hour * (DAY / 24)
        overlap = np.minimum(end, first + DAY / 24) - np.maximum(start, first)
        chosen = (self.group >= 0) & (overlap > 0)
        return np.bincount(self.group[chosen], weights=overlap[chosen], minlength=self.groups) / self.unit_ms

    # ------------------------------------------------------------------ needs
    def per_need(self, values: np.ndarray) -> np.ndarray:
        """Sum of `values` over the attempts of each need, summed over needs born in the counted stretch."""
        need = self.log["need"]
        born = self.inside & self.fresh
        totals = np.bincount(need, weights=values)
        return np.bincount(self.group[born], weights=totals[need[born]], minlength=self.groups)

    def last(self, values: np.ndarray) -> np.ndarray:
        """Largest of `values` over the attempts of each need, summed over needs born in the counted stretch."""
        need = self.log["need"]
        born = self.inside & self.fresh
        largest = np.full(int(need.max(initial=0)) + 1, -np.inf)
        np.maximum.at(largest, need, values)
        return np.bincount(self.group[born], weights=largest[need[born]], minlength=self.groups)

    def never(self, which: np.ndarray) -> np.ndarray:
        """Needs born in the counted stretch none of whose attempts is in `which`."""
        need = self.log["need"]
        born = self.inside & self.fresh
        found = np.zeros(int(need.max(initial=0)) + 1, dtype=bool)
        found[need[which]] = True
        return np.bincount(self.group[born], weights=~found[need[born]], minlength=self.groups)

    def orbit_area(self) -> np.ndarray:
        """People between a busy signal and their next attempt, integrated over time."""
        previous = np.asarray(self.log["previous"], dtype=np.int64)
        again = (previous >= 0) & self.blocked[previous]
        since = np.where(again, self.arrived[previous], self.arrived)
        return self.area(since, self.arrived, again)

    def rank_in_group(self) -> np.ndarray:
        """Place of each attempt in the order of arrival of its day, 1 is the first; 0 outside counted days."""
        rank = np.zeros(len(self.log), dtype=np.int64)
        ok = np.flatnonzero(self.group >= 0)
        order = ok[np.argsort(self.group[ok], kind="stable")]
        first = np.searchsorted(self.group[order], np.arange(self.groups))
        rank[order] = np.arange(len(order)) - first[self.group[order]] + 1
        return rank

    def controls(self, fresh: float, handles: dict[str, float]) -> np.ndarray:
        """Luck of the input: fresh arrivals, and handle times per queue, over their expectation, minus 1.

        Handle times are added up against what as many of them should last, not averaged group by group: on a day of
        few contacts long ones leave time for fewer, so that the mean of such a day is above the mean of all.

        Parameters
        ----------
        fresh : float
            Expected fresh arrivals of a group.
        handles : dict of str to float
            Expected handle time (ms) by queue.

        Returns
        -------
        array, shape (groups, 1 + queues)
        """
        columns = [self.count(self.fresh) / fresh - 1.0]
        for name, mean in handles.items():
            which = self.handled & self.queue(name)
            served = self.count(which)
            total = self.sum(self.handle, which) * self.unit_ms
            columns.append((total / mean - served) / max(1.0, float(served.mean())))
        return np.column_stack(columns)

    def unfinished(self) -> int:
        """Counted attempts still open at the end of the log: their times are cut."""
        return int(np.sum(self.inside & (self.outcome == OPEN)))

    def starts_empty(self) -> bool:
        """Whether nobody of an earlier day is still there when a counted day begins."""
        gone = self.arrived + self.wait + self.handle
        return bool(np.all(gone < self.start + 2 * DAY))
