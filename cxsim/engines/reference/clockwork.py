"""SimPy with the total order of simultaneous events that `cxsim.clock` states. Only this file touches SimPy's insides.

SimPy orders events by (time, priority, number). We give the rank and id of an event as its priority. SimPy's own
events (a process that starts, a waiter that is woken) have priorities 0 and 1, below every rank: what an event wakes
runs before the next event of the same moment.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from heapq import heappop, heappush

import simpy

from cxsim import clock
from cxsim._jit import plain

event_key = plain(clock.event_key)


class Clockwork(simpy.Environment):
    """An environment whose time is int64 milliseconds and whose events have a rank.

    Attributes
    ----------
    now
        Time in ms since the start of the burn-in: a plain attribute, because it is asked for a dozen times per contact.
    """

    now = 0

    def moment(self, time: int, rank: int, identity: int) -> simpy.Event:
        """An event that happens at `time`, in the order of its rank and identity."""
        event = simpy.Event(self)
        event._ok, event._value = True, None
        heappush(self._queue, (time, event_key(rank, identity), next(self._eid), event))
        return event

    def call(self, time: int, rank: int, identity: int, what: Callable[[simpy.Event], None]) -> None:
        """Call a function with the event at `time`, in the order of its rank and identity."""
        self.moment(time, rank, identity).callbacks.append(what)

    def start(self, life: Generator) -> None:
        """Start a process at once."""
        simpy.Process(self, life)

    def run_until(self, time: int) -> None:
        """Let everything happen that happens before `time`.

        The loop of SimPy's `run` and `step` in one place: two calls and an exception frame less per event. A
        process that fails by a mistake shows it at once, because nobody here waits for a process.
        """
        queue = self._queue
        while queue and queue[0][0] < time:
            self.now, _, _, event = heappop(queue)
            self._now = self.now
            callbacks, event.callbacks = event.callbacks, None
            for callback in callbacks:
                callback(event)
            if not event._ok:
                raise event._value
        self.now = self._now = time
