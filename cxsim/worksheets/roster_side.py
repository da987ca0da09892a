"""What the roster of a company can keep: textbook shares answered in time, and hours when nobody works."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cxsim.plan_roster import contacts_per_min, weekly_seats
from cxsim.scenario import Scenario
from cxsim.schema import QUEUES
from cxsim.theory.roster import roster_share

HALF_HOURS = 336  # of a week, Monday midnight first


class Kept(NamedTuple):
    """What a live channel can keep.

    Attributes
    ----------
    share
        Share of the week's contacts in staffed hours that are answered in time, 0..1.
    by_half_hour
        The same for each half hour of the week, shape (336,); nan where nobody works.
    """

    share: float
    by_half_hour: np.ndarray


def kept(scenario: Scenario, channel: str, within_s: float) -> Kept:
    """Share answered in time by Erlang C, half hour by half hour, on the mean contacts of a usual week.

    Days that are busier than usual, agents who learn or are absent and calls that come back make the real share
    lower; a promise above this number cannot be kept.

    Parameters
    ----------
    scenario
        The company.
    channel
        ``phone`` or ``chat``; an agent with two chats at a time counts as two slower ones.
    within_s
        Promised wait, in seconds.
    """
    seats = weekly_seats(scenario, scenario.policy)[QUEUES.index(channel)].astype(float)
    handle_min = getattr(scenario.world.service.handle, channel).mean_min
    if channel == "chat":
        chats = scenario.policy.staffing.chat_concurrency
        seats *= chats
        handle_min *= 1000 / scenario.world.service.chat_speed_permille[chats - 1]
    offered = contacts_per_min(scenario, channel)
    staffed = np.flatnonzero(seats > 0)
    if not len(staffed):
        return Kept(0.0, np.full(HALF_HOURS, np.nan))
    hourly, agents = 60 * offered[staffed], [int(number) for number in seats[staffed]]
    answered = roster_share([float(rate) for rate in hourly], agents, 60 * handle_min, within_s)
    by_half_hour = np.full(HALF_HOURS, np.nan)
    by_half_hour[staffed] = answered.by_hour
    return Kept(answered.share, by_half_hour)


def longest_gap_h(scenario: Scenario, pool: str) -> float:
    """Longest stretch of the week in which nobody works in a pool, in hours (over the end of the week too)."""
    staffed = np.flatnonzero(weekly_seats(scenario, scenario.policy)[QUEUES.index(pool)] > 0)
    if not len(staffed):
        return float("inf")
    around = np.append(staffed, staffed[0] + HALF_HOURS)
    return float(np.diff(around).max() - 1) / 2


def is_staffed(scenario: Scenario, pool: str) -> bool:
    """Does anybody ever work in a pool?"""
    return bool(weekly_seats(scenario, scenario.policy)[QUEUES.index(pool)].any())


def seat_hours(scenario: Scenario) -> float:
    """Seat hours that all pools staff in a week."""
    return float(weekly_seats(scenario, scenario.policy).sum()) / 2


def seat_cost_cny(scenario: Scenario, hours_a_week: float) -> float:
    """Pay of a year for seat hours a week: wage over the share of paid hours at the seat, with supervisors."""
    costs = scenario.world.costs
    return 52 * hours_a_week / (1 - costs.shrinkage) * costs.wage_cny_h * (1 + costs.supervisor_factor)
