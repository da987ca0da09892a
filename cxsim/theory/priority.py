"""Priority classes at one pool: who pays for serving the urgent first.

Literature: Cobham 1954; Kella & Yechiali 1985; Gross & Harris ch. 3.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from cxsim.theory.erlang import erlang_c

__all__ = ["priority_waits"]


def priority_waits(
    agents: int, arrival_rates: Sequence[float], means: Sequence[float], seconds: Sequence[float]
) -> list[float]:
    """Mean wait per class, first class first, nobody interrupted (Cobham).

    Parameters
    ----------
    agents : int
        Agents. More than one requires the same exponential handle time in every class.
    arrival_rates : sequence of float
        Arrivals of each class per unit of time, most urgent class first.
    means, seconds : sequence of float
        E[S] and E[S^2] of each class in that unit of time.

    Returns
    -------
    list of float
        Mean waits in that unit of time; infinite from the class on that the agents cannot keep up with.
    """
    if agents > 1 and any(abs(m - means[0]) > 1e-12 * means[0] for m in means):
        raise ValueError("several agents: the formula needs one common exponential handle time")
    load = sum(a * m for a, m in zip(arrival_rates, means, strict=True))
    if agents == 1:
        residual = 0.5 * sum(a * s for a, s in zip(arrival_rates, seconds, strict=True))
    else:
        residual = erlang_c(agents, load) * means[0] / agents
    waits, above = [], 0.0
    for rate, mean in zip(arrival_rates, means, strict=True):
        here = above + rate * mean / agents
        waits.append(residual / ((1.0 - above) * (1.0 - here)) if here < 1 else math.inf)
        above = min(here, 1.0)
    return waits
