"""Offered load that follows the day, with a lag: the busiest moment comes after the peak of arrivals.

Literature: Eick, Massey & Whitt 1993 (Management Science 39:241).
"""

from __future__ import annotations

import math
from typing import NamedTuple

__all__ = ["SinusoidalLoad", "sinusoidal_load"]


class SinusoidalLoad(NamedTuple):
    """Agents busy if there were always enough of them.

    Attributes
    ----------
    mean : float
        Mean number busy (Erlang).
    peak : float
        Largest mean number busy over the cycle (Erlang).
    lag : float
        Time from the peak of arrivals to the peak of the load, in the unit of time of the rates.
    """

    mean: float
    peak: float
    lag: float


def sinusoidal_load(
    arrival_rate: float, amplitude: float, period: float, mean_service: float
) -> SinusoidalLoad:
    """Arrival rate a(1 + amplitude sin(2 pi t / period)), exponential service, infinitely many agents.

    Parameters
    ----------
    arrival_rate : float
        Mean arrivals per unit of time.
    amplitude : float
        Relative amplitude, 0..1.
    period, mean_service : float
        Length of the cycle and mean handle time, in that unit of time.
    """
    angular = 2.0 * math.pi / period
    damp = math.sqrt(1.0 + (angular * mean_service) ** 2)
    mean = arrival_rate * mean_service
    return SinusoidalLoad(mean, mean * (1.0 + amplitude / damp), math.atan(angular * mean_service) / angular)
