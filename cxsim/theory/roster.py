"""A roster hour by hour by Erlang C: which share of the day is answered in time?

Question: would the same hours of wages, placed elsewhere in the day, serve better?
Inputs: arrivals and agents of each hour, mean handle time and limit in seconds.
Outputs: share within the limit; each hour on its own, as if it lasted for ever. An hour with more load than agents
counts as 0, so a roster that is too short somewhere looks worse here than it is.
Literature: Erlang 1917; Green, Kolesar & Whitt 2007 on the hour-by-hour approximation.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cxsim.guards import CxError, shown
from cxsim.messages import tr
from cxsim.theory.erlang import within
from cxsim.theory.staffing import required_agents

__all__ = ["RosterShare", "required_roster", "roster_share"]


class RosterShare(NamedTuple):
    """What a roster achieves.

    Attributes
    ----------
    share : float
        Share of the day's contacts answered within the limit, 0..1.
    by_hour : tuple of float
        The same for each hour.
    agent_hours : float
        Paid hours of the roster.
    """

    share: float
    by_hour: tuple[float, ...]
    agent_hours: float


def roster_share(
    volumes: Sequence[float], roster: Sequence[int] | int, aht_s: float, within_s: float
) -> RosterShare:
    """Share of a day's contacts answered within a limit.

    Parameters
    ----------
    volumes : sequence of float
        Contacts of each hour.
    roster : sequence of int, or int
        Agents of each hour, or the same number in all hours.
    aht_s, within_s : float
        Mean handle time and limit, seconds.

    Examples
    --------
    >>> day = [20, 30, 60, 90, 100, 80, 60, 70, 90, 80, 60, 30]
    >>> round(100 * roster_share(day, 6, 180, 60).share, 1)
    84.0
    """
    hourly = _volumes(volumes)
    agents = list(roster) if isinstance(roster, Iterable) else [roster] * len(hourly)
    if len(agents) != len(hourly):
        raise CxError(tr("roster has {agents} hours and volumes {hours}; they must be alike", agents=len(agents),
                         hours=len(hourly)))  # fmt: skip
    for hour, number in enumerate(agents):
        if not 0 <= number < float("inf") or number != int(number):
            raise CxError(tr("roster, hour {hour} is {value}; allowed: whole numbers from 0", hour=hour,
                             value=shown(number)))  # fmt: skip
    _times(aht_s, within_s)
    served = tuple(
        (within(within_s, int(number), rate / 3600, 1 / aht_s) if number else 0.0) if rate else 1.0
        for rate, number in zip(hourly, agents, strict=True)
    )
    total = sum(hourly)
    share = sum(rate * part for rate, part in zip(hourly, served, strict=True)) / total if total else 1.0
    return RosterShare(share, served, float(sum(agents)))


def required_roster(volumes: Sequence[float], aht_s: float, within_s: float, share: float) -> list[int]:
    """Smallest number of agents of each hour that keeps the promise in each hour.

    Parameters
    ----------
    volumes, aht_s, within_s
        As in `roster_share`.
    share : float
        Promise, 0..1 without 1.

    Examples
    --------
    >>> required_roster([20, 30, 60, 90, 100, 80, 60, 70, 90, 80, 60, 30], 180, 60, 0.95)
    [3, 4, 6, 8, 9, 7, 6, 7, 8, 7, 6, 4]
    """
    _times(aht_s, within_s)
    return [
        required_agents(rate / 3600, 1 / aht_s, within_s, share) if rate else 0 for rate in _volumes(volumes)
    ]


def _volumes(volumes: Iterable[float]) -> list[float]:
    hourly = list(volumes)
    for hour, rate in enumerate(hourly):
        if not 0 <= rate < float("inf"):
            raise CxError(
                tr("volumes, hour {hour} is {value}; allowed: 0 or more", hour=hour, value=shown(rate))
            )
    if not hourly:
        raise CxError(tr("volumes are empty; at least one hour is needed"))
    return hourly


def _times(aht_s: float, within_s: float) -> None:
    for name, value, fits in (("aht_s", aht_s, aht_s > 0), ("within_s", within_s, within_s >= 0)):
        if not fits:
            raise CxError(tr("{name} is {value}; allowed: above 0", name=name, value=shown(value)))
