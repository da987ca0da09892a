"""A second, independent simulation of twenty lines: it writes the same log, so estimators can be tried on it."""

import heapq
import math

import numpy as np

from cxsim.schema import ABANDONED, BLOCKED, DTYPES, HANDLED


def toy_log(rng, agents, arrivals, handles, patience=None, lines=math.inf):
    """First come, first served. Times in ms; every waiting customer of the log is served or gives up in order."""
    log = np.zeros(len(arrivals), DTYPES["contacts"])
    log["contact"] = log["need"] = np.arange(len(arrivals))
    log["previous"] = -1
    log["arrived"] = arrivals
    free = [0.0] * agents
    heapq.heapify(free)
    present: list[float] = []
    for i, now in enumerate(arrivals):
        while present and present[0] <= now:
            heapq.heappop(present)
        if len(present) >= lines:
            log[i]["outcome"] = BLOCKED
            continue
        start = max(now, free[0])
        if patience is not None and start - now > patience[i]:
            log[i]["outcome"], log[i]["wait"] = ABANDONED, patience[i]
            heapq.heappush(present, now + patience[i])
            continue
        heapq.heapreplace(free, start + handles[i])
        heapq.heappush(present, start + handles[i])
        log[i]["outcome"], log[i]["wait"], log[i]["handle"] = HANDLED, start - now, handles[i]
    return log


def poisson(rng, rate, length):
    """Arrival times of a Poisson process, whole ms."""
    n = rng.poisson(rate * length)
    return np.sort(rng.integers(0, int(length), n))
