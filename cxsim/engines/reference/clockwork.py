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


class Life:
    """A process for which nobody waits: like `simpy.Process`, without an event for its begin and one for its end.

    Those were a quarter of all events.
    """

    __slots__ = ("_send",)

    def __init__(self, generator: Generator):
        self._send = generator.send

    def go_on(self, event: simpy.Event) -> None:
        """Go on with what an event brought, up to the next event that is waited for."""
        try:
            self._send(event._value).callbacks.append(self.go_on)
        except StopIteration:
            return


class Clockwork(simpy.Environment):
    """An environment whose time is int64 milliseconds and whose events have a rank.

    Attributes
    ----------
    now
        Time in ms since the start of the burn-in: a plain attribute, because it is asked for a dozen times per contact.
    """

    now = 0

    def __init__(self) -> None:
        super().__init__()
        self._begin = self.event()
        self._begin._value = None

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
        Life(life).go_on(self._begin)

    def wake(self, waited_for: simpy.Event, value: int) -> None:
        """Let what a process waits for happen now; the last thing that an event does, because the process goes on."""
        waited_for._ok, waited_for._value = True, value
        callbacks, waited_for.callbacks = waited_for.callbacks, None
        for callback in callbacks:
            callback(waited_for)

    def run_until(self, time: int) -> None:
        """Let everything happen that happens before `time`.

        The loop of SimPy's `run` and `step` in one place: two calls and an exception frame less per event.
        """
        queue = self._queue
        while queue and queue[0][0] < time:
            self.now, _, _, event = heappop(queue)
            self._now = self.now
            callbacks, event.callbacks = event.callbacks, None
            for callback in callbacks:
                callback(event)
        self.now = self._now = time
