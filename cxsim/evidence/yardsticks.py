"""Two plain desk days to measure the engines by: the least code that a compiled loop or SimPy needs for a queue.

They know a first-come queue with patience and nothing else: no customers, seats, employees or accounts.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import NamedTuple

import numpy as np
import simpy

from cxsim._jit import kernel
from cxsim.streams import stream_key, uniforms


class DeskDay(NamedTuple):
    """Ready draws of a desk day, minutes. Shapes (contacts,)."""

    arrivals: np.ndarray
    handles: np.ndarray
    patience: np.ndarray


def draw_desk_day(contacts: int, agents: int, seed: int = 7) -> DeskDay:
    """Poisson arrivals at 90 % load, exponential handle times of 5 minutes, exponential patience of 6 minutes."""
    number = np.arange(contacts)
    u = [uniforms(stream_key(seed, 0, name), number, 0, 0) for name in ("arrivals", "handles", "patience")]
    gaps, handles, patience = (-np.log(x) for x in u)
    return DeskDay(np.cumsum(gaps) * 5.0 / (0.9 * agents), handles * 5.0, patience * 6.0)


@kernel
def plain_loop(arrivals, handles, patience, agents):
    """Serve every contact first come first served; answers the number served and the mean wait.

    First come first served needs no event list: a contact takes the agent who is free first, or leaves.
    """
    free_at = np.zeros(agents)
    served, waited = 0, 0.0
    for i in range(arrivals.size):
        first = 0
        for agent in range(1, agents):
            if free_at[agent] < free_at[first]:
                first = agent
        wait = max(0.0, free_at[first] - arrivals[i])
        if wait <= patience[i]:
            free_at[first] = arrivals[i] + wait + handles[i]
            served += 1
            waited += wait
    return served, waited / max(1, served)


def plain_simpy(day: DeskDay, agents: int) -> int:
    """The same day as anybody would write it with SimPy; answers the number served."""
    env = simpy.Environment()
    desk = simpy.Resource(env, agents)
    served = 0

    def customer(handle: float, patience: float) -> Generator:
        nonlocal served
        with desk.request() as request:
            yield request | env.timeout(patience)
            if request.triggered:
                served += 1
                yield env.timeout(handle)

    def arrivals() -> Generator:
        for at, handle, patience in zip(*(x.tolist() for x in day), strict=True):
            yield env.timeout(at - env.now)
            env.process(customer(handle, patience))

    env.process(arrivals())
    env.run()
    return served
