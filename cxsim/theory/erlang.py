"""Erlang B and Erlang C: agents in parallel, exponential handle times, no abandonment.

Question: how often does a caller find every agent busy, and how long is the wait then?
Inputs: arrivals per unit of time, contacts one agent finishes per unit of time, agents (lines).
Literature: Erlang 1917; Gross & Harris, Fundamentals of Queueing Theory, ch. 2.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from cxsim.guards import CxError, shown
from cxsim.messages import tr

__all__ = ["FiniteLines", "erlang_b", "erlang_c", "finite_lines", "mean_wait", "wait_quantile", "within"]


class FiniteLines(NamedTuple):
    """A queue with a limit on the contacts present (in service and waiting).

    Attributes
    ----------
    blocked : float
        Share of arrivals that hear the busy signal, 0..1.
    waits : float
        Share of accepted arrivals that wait, 0..1.
    mean_wait : float
        Mean wait of accepted arrivals, in the unit of time of the rates.
    occupancy : float
        Busy share of one agent, 0..1.
    within_limit : float
        Share of accepted arrivals answered within the asked limit, 0..1.
    """

    blocked: float
    waits: float
    mean_wait: float
    occupancy: float
    within_limit: float


def _require(agents: int, load: float) -> None:
    if agents < 1 or agents != int(agents):
        raise CxError(tr("agents is {value}; allowed: whole numbers from 1", value=shown(agents)))
    if not (load >= 0 and math.isfinite(load)):
        raise CxError(tr("offered load is {value} Erlang; allowed: 0 or more", value=shown(load)))


def erlang_b(agents: int, load: float) -> float:
    """Share of arrivals lost when nobody can wait.

    Parameters
    ----------
    agents : int
        Agents (lines), at least 1.
    load : float
        Offered load in Erlang: arrivals per unit of time times mean handle time.

    Returns
    -------
    float
        Blocking probability, 0..1. The recursion of Gross & Harris (2.36) neither overflows nor loses digits.

    Examples
    --------
    >>> round(erlang_b(10, 10.0), 4)
    0.2146
    """
    _require(agents, load)
    blocking = 1.0
    for n in range(1, int(agents) + 1):
        blocking = load * blocking / (n + load * blocking)
    return blocking


def erlang_c(agents: int, load: float) -> float:
    """Share of arrivals that wait when everybody waits as long as it takes.

    Parameters
    ----------
    agents : int
        Agents, at least 1.
    load : float
        Offered load in Erlang. At or above `agents` the queue grows for ever and the answer is 1.

    Returns
    -------
    float
        Probability of waiting, 0..1.

    Examples
    --------
    >>> round(erlang_c(14, 10.0), 3)
    0.174
    """
    blocking = erlang_b(agents, load)
    if load >= agents:
        return 1.0
    return blocking / (1.0 - (load / agents) * (1.0 - blocking))


def mean_wait(agents: int, arrival_rate: float, service_rate: float) -> float:
    """Mean wait over all arrivals ("average speed of answer").

    Parameters
    ----------
    agents : int
        Agents, at least 1.
    arrival_rate, service_rate : float
        Arrivals, and contacts one agent finishes, per unit of time.

    Returns
    -------
    float
        Mean wait in that unit of time; infinite when the agents cannot keep up.
    """
    spare = agents * service_rate - arrival_rate
    if spare <= 0:
        return math.inf
    return erlang_c(agents, arrival_rate / service_rate) / spare


def within(limit: float, agents: int, arrival_rate: float, service_rate: float) -> float:
    """Service level: share of arrivals answered within `limit`.

    Parameters
    ----------
    limit : float
        Longest acceptable wait, in the unit of time of the rates.
    agents, arrival_rate, service_rate
        As in `mean_wait`.

    Returns
    -------
    float
        Share 0..1; 0 when the agents cannot keep up.
    """
    spare = agents * service_rate - arrival_rate
    if spare <= 0:
        return 0.0
    return 1.0 - erlang_c(agents, arrival_rate / service_rate) * math.exp(-spare * limit)


def wait_quantile(share: float, agents: int, arrival_rate: float, service_rate: float) -> float:
    """Wait that `share` of the arrivals do not exceed (0.9 gives the ninetieth percentile).

    Parameters
    ----------
    share : float
        Between 0 and 1, both excluded.
    agents, arrival_rate, service_rate
        As in `mean_wait`.

    Returns
    -------
    float
        Wait in the unit of time of the rates; 0 when at least `share` of the arrivals do not wait.
    """
    spare = agents * service_rate - arrival_rate
    if spare <= 0:
        return math.inf
    return max(0.0, math.log(erlang_c(agents, arrival_rate / service_rate) / (1.0 - share)) / spare)


def finite_lines(
    agents: int, lines: int, arrival_rate: float, service_rate: float, limit: float = 0.0
) -> FiniteLines:
    """Queue with at most `lines` contacts present; one more arrival hears the busy signal.

    Parameters
    ----------
    agents : int
        Agents, at least 1.
    lines : int
        Contacts present at most, in service and waiting together; at least `agents`.
    arrival_rate, service_rate : float
        Per unit of time.
    limit : float
        Wait for the service level, in that unit of time.

    Returns
    -------
    FiniteLines
        Source: birth-death process M/M/c/K, Gross & Harris ch. 2.
    """
    load = arrival_rate / service_rate
    _require(agents, load)
    if lines < agents:
        raise CxError(
            tr("lines is {lines}; allowed: at least the {agents} agents", lines=lines, agents=agents)
        )
    log_weights = [0.0]
    for present in range(1, int(lines) + 1):
        log_weights.append(log_weights[-1] + math.log(load / min(present, agents)))
    top = max(log_weights)
    weights = [math.exp(w - top) for w in log_weights]
    total = math.fsum(weights)
    share = [w / total for w in weights]
    accepted = 1.0 - share[-1]
    queued = range(int(agents), int(lines))
    waiting = math.fsum((n - agents) * share[n] for n in range(int(agents), int(lines) + 1))
    late = math.fsum(share[n] * _erlang_tail(n - agents + 1, agents * service_rate * limit) for n in queued)
    return FiniteLines(
        blocked=share[-1],
        waits=math.fsum(share[n] for n in queued) / accepted,
        mean_wait=waiting / (arrival_rate * accepted),
        occupancy=load * accepted / agents,
        within_limit=1.0 - late / accepted,
    )


def _erlang_tail(stages: int, x: float) -> float:
    """Probability that a sum of `stages` unit exponentials exceeds `x` (a Poisson count below `stages`)."""
    term = math.exp(-x)
    total = term
    for j in range(1, stages):
        term *= x / j
        total += term
    return total
