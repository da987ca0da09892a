"""SimPy with the total order of simultaneous events that `cxsim.clock` states. Only this file touches SimPy's insides.

SimPy orders events by (time, priority, number). We give the rank and id of an event as its priority. SimPy's own
events (a process that starts, a waiter that is woken) have priorities 0 and 1, below every rank: what an event wakes
runs before the next event of the same moment.
"""

from __future__ import annotations

from collections.abc import Callable, Generator

import simpy

from cxsim import clock
from cxsim._jit import plain

event_key = plain(clock.event_key)


class Clockwork(simpy.Environment):
    """An environment whose time is int64 milliseconds and whose events have a rank."""

    def moment(self, time: int, rank: int, identity: int) -> simpy.Event:
        """An event that happens at `time`, in the order of its rank and identity."""
        event = simpy.Event(self)
        event._ok = True
        event._value = None
        self.schedule(event, event_key(rank, identity), time - self._now)
        return event

    def call(self, time: int, rank: int, identity: int, what: Callable[[], None]) -> None:
        """Call a function at `time`, in the order of its rank and identity."""
        self.moment(time, rank, identity).callbacks.append(lambda _: what())

    def start(self, life: Generator) -> None:
        """Start a process at once."""
        simpy.Process(self, life)
