"""How many agents: the smallest number that keeps a promise, and the square-root rule of thumb.

Literature: Halfin & Whitt 1981; Garnett, Mandelbaum & Reiman 2002; Koole 2013, ch. 6.
"""

from __future__ import annotations

import math

from cxsim.guards import CxError, shown
from cxsim.messages import tr
from cxsim.theory.abandonment import Patience, patience_queue
from cxsim.theory.erlang import within

__all__ = [
    "carried_rate",
    "halfin_whitt_delay",
    "required_agents",
    "required_agents_patience",
    "square_root_agents",
]


def required_agents(arrival_rate: float, service_rate: float, limit: float, share: float) -> int:
    """Smallest number of agents that answers `share` of the arrivals within `limit` (Erlang C).

    Parameters
    ----------
    arrival_rate, service_rate : float
        Per unit of time.
    limit : float
        In that unit of time.
    share : float
        Target, 0..1 without 1.

    Examples
    --------
    100 calls an hour of three minutes, 80 % within 20 seconds:

    >>> required_agents(100 / 3600, 1 / 180, 20, 0.8)
    8
    """
    _check_share(share)
    _check_rates(arrival_rate, service_rate)
    agents = max(1, math.floor(arrival_rate / service_rate) + 1)
    while within(limit, agents, arrival_rate, service_rate) < share:
        agents += 1
    return agents


def carried_rate(agents: int, service_rate: float, limit: float, share: float) -> float:
    """Largest arrival rate that so many agents answer as promised (Erlang C).

    Parameters
    ----------
    agents : int
        Agents, at least 1.
    service_rate : float
        Contacts one agent finishes per unit of time.
    limit : float
        In that unit of time.
    share : float
        Promise, 0..1 without 0 and 1.

    Returns
    -------
    float
        Arrivals per unit of time.

    Examples
    --------
    Five agents, three minutes each, 95 % within 60 seconds, in calls an hour:

    >>> round(3600 * carried_rate(5, 1 / 180, 60, 0.95), 1)
    48.5
    """
    _check_share(share)
    low, high = 0.0, agents * service_rate
    for _ in range(80):
        middle = (low + high) / 2
        if within(limit, agents, middle, service_rate) >= share:
            low = middle
        else:
            high = middle
    return low


def required_agents_patience(
    arrival_rate: float, service_rate: float, patience: Patience, abandons: float
) -> int:
    """Smallest number of agents that keeps the share of those who give up at or below `abandons`.

    Parameters
    ----------
    arrival_rate, service_rate : float
        Per unit of time.
    patience : Patience
        Of the waiting customers, in that unit of time; without balking.
    abandons : float
        Target, above 0, at most 1.
    """
    if not 0 < abandons <= 1:
        raise CxError(tr("abandons is {value}; allowed: above 0, at most 1", value=shown(abandons)))
    _check_rates(arrival_rate, service_rate)
    agents = max(1, math.floor((1.0 - abandons) * arrival_rate / service_rate))  # fewer cannot serve enough
    while patience_queue(agents, arrival_rate, service_rate, patience).abandons > abandons:
        agents += 1
    return agents


def square_root_agents(load: float, beta: float) -> int:
    """Square-root staffing: the load plus a safety margin that grows with its root only.

    Parameters
    ----------
    load : float
        Offered load in Erlang.
    beta : float
        Margin in roots of the load; larger means better service.

    Examples
    --------
    >>> square_root_agents(100.0, 0.5)
    105
    """
    # a margin that is whole but for rounding must not cost one more agent
    return max(1, math.ceil(load + beta * math.sqrt(load) - 1e-9))


def halfin_whitt_delay(beta: float) -> float:
    """Share that waits in a large desk staffed with margin `beta` (approximation for large loads).

    Parameters
    ----------
    beta : float
        Margin in roots of the load, above 0.
    """
    density = math.exp(-0.5 * beta * beta) / math.sqrt(2.0 * math.pi)
    below = 0.5 * math.erfc(-beta / math.sqrt(2.0))
    return 1.0 / (1.0 + beta * below / density)


def _check_share(share: float) -> None:
    if not 0 <= share < 1:
        raise CxError(tr("share is {value}; allowed: 0 or more, below 1", value=shown(share)))


def _check_rates(arrival_rate: float, service_rate: float) -> None:
    """Refuse a rate that no number of agents could serve; the search would never end."""
    if not 0 <= arrival_rate < math.inf:
        raise CxError(tr("arrival_rate is {value}; allowed: 0 or more", value=shown(arrival_rate)))
    if not 0 < service_rate < math.inf:
        raise CxError(tr("service_rate is {value}; allowed: above 0", value=shown(service_rate)))
