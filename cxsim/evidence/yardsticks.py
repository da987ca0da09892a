"""Two plain desk days to measure the engines by: the least code that a compiled loop or SimPy needs for a queue.

They know a first-come queue with patience and nothing else: no customers, seats, employees or accounts.
"""

from __future__ import annotations

import heapq
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
    """The desk day as a bare event loop: a heap of ends and lost patience, a queue, free agents.

    Answers the number served. Events are told apart by sign: contact + 1 ends, -(contact + 1) loses patience.
    """
    n = arrivals.size
    heap = [(0.0, 0) for _ in range(0)]
    gone = np.zeros(n, np.bool_)
    free, head, arrived, served = agents, 0, 0, 0
    while arrived < n or len(heap) > 0:
        if len(heap) == 0 or (arrived < n and arrivals[arrived] <= heap[0][0]):
            contact = arrived
            arrived += 1
            if free > 0:
                free -= 1
                served += 1
                gone[contact] = True
                heapq.heappush(heap, (arrivals[contact] + handles[contact], contact + 1))
            else:
                heapq.heappush(heap, (arrivals[contact] + patience[contact], -contact - 1))
            continue
        now, what = heapq.heappop(heap)
        if what < 0:
            gone[-what - 1] = True
            continue
        while head < arrived and gone[head]:
            head += 1
        if head == arrived:
            free += 1
        else:
            served += 1
            gone[head] = True
            heapq.heappush(heap, (now + handles[head], head + 1))
    return served


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
