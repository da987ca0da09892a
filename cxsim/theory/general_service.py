"""Handle times that are not exponential: one agent with any spread, several agents with constant times.

Question: what does variability of handle time do to the wait?
Inputs: rates, mean and spread of the handle time.
Literature: Pollaczek 1930, Khinchine 1932 (Gross & Harris ch. 5); Crommelin 1932, Tijms 2003.
"""

from __future__ import annotations

import math
from typing import NamedTuple

__all__ = ["SingleServer", "deterministic_service_wait", "single_server"]


class SingleServer(NamedTuple):
    """M/G/1. Times in the unit of time of the rates.

    Attributes
    ----------
    waits : float
        Share of arrivals that wait, equal to the occupancy, 0..1.
    mean_wait : float
        Mean wait of all arrivals.
    sd_wait : float
        Standard deviation of the wait; not a number when no third moment was given.
    """

    waits: float
    mean_wait: float
    sd_wait: float


def single_server(arrival_rate: float, mean: float, second: float, third: float = math.nan) -> SingleServer:
    """One agent, Poisson arrivals, any handle time given by its first three moments.

    Parameters
    ----------
    arrival_rate : float
        Arrivals per unit of time.
    mean, second, third : float
        E[S], E[S^2], E[S^3] of the handle time S in that unit of time.

    Returns
    -------
    SingleServer
        Pollaczek-Khinchine mean and the Takacs second moment.
    """
    rho = arrival_rate * mean
    if rho >= 1:
        return SingleServer(1.0, math.inf, math.inf)
    mean_wait = arrival_rate * second / (2.0 * (1.0 - rho))
    square = 2.0 * mean_wait**2 + arrival_rate * third / (3.0 * (1.0 - rho))
    return SingleServer(rho, mean_wait, math.sqrt(square - mean_wait**2))


def deterministic_service_wait(agents: int, arrival_rate: float, handle: float) -> float:
    """Mean wait when every contact takes exactly the same time (M/D/c).

    Parameters
    ----------
    agents : int
        Agents, at least 1.
    arrival_rate : float
        Arrivals per unit of time.
    handle : float
        Handle time in that unit of time.

    Returns
    -------
    float
        Mean wait by Crommelin's series, summed until its terms vanish.
    """
    from scipy.special import gammainc

    load = arrival_rate * handle
    if load >= agents:
        return math.inf
    total, i = 0.0, 1
    while True:
        # P(N >= k) for a Poisson count N of mean m is the regularized gamma function gammainc(k, m)
        m, k = i * load, i * agents
        term = float(gammainc(k, m)) - float(gammainc(k + 1, m)) * agents / load
        total += term
        if abs(term) < 1e-16 and i > 5:
            return total * handle
        i += 1
