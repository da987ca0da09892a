"""Seats of the week from a roster or a target, and the rota that says who sits there."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from cxsim.guards import CxError
from cxsim.messages import tr
from cxsim.schema import CHANNELS, QUEUES
from cxsim.theory import required_agents

SHIFTS_A_WEEK = 5  # a full-time employee; nobody works 84 hours a week
LEAST_LOAD = 1e-12  # Erlang; one seat is enough for less
MOST_SEATS = 40_000  # more can never be staffed, and Erlang C would be counted up to them for hours


class Rota(NamedTuple):
    """Who is on which shift. Shapes: shift_of (Q, 48), team and offset (Q, 7, shifts), slots and positions (Q,)."""

    shift_of: np.ndarray
    team: np.ndarray
    offset: np.ndarray
    slots: np.ndarray
    positions: np.ndarray


class Week(NamedTuple):
    """Who is planned: seats and seats off the phone, int64 (Q, 336), and the rota of both together."""

    seats: np.ndarray
    off: np.ndarray
    rota: Rota


def plan_week(scenario, policy) -> Week:
    """A usual week under a policy: the rota counts everybody, the seats leave out who is being trained."""
    seats = weekly_seats(scenario, policy)
    off = seats_off(scenario, policy, seats)
    return Week(seats - off, off, make_rota(seats, scenario.world.staff.shift_hours))


def seats_off(scenario, policy, seats: np.ndarray) -> np.ndarray:
    """Seats that are empty because somebody is trained, in whole people and half hours, spread over the week.

    Each half hour gives in proportion to the seats it has beyond the first (the last one stays, unless no half hour has
    two); what is left by rounding is carried on to the next half hour, so that the week gives what it owes.
    """
    off = np.zeros_like(seats)
    share = policy.training.hours_week / (SHIFTS_A_WEEK * scenario.world.staff.shift_hours)
    for i, pool in enumerate(QUEUES):
        if share > 0 and policy.training.who in ("all", pool) and seats[i].any():
            room = np.maximum(seats[i] - 1, 0) if seats[i].max() > 1 else seats[i]
            owed, whole = min(round(share * int(seats[i].sum())), int(room.sum())), int(room.sum())
            off[i] = np.diff((2 * owed * np.cumsum(room) + whole) // (2 * whole), prepend=0)
    return off


def taught_hours(scenario, week: Week) -> np.ndarray:
    """Hours of training of each employee in a week, by pool (float64): what the seats really gave."""
    whole = np.maximum((week.seats + week.off).sum(axis=1), 1)
    return week.off.sum(axis=1) / whole * (SHIFTS_A_WEEK * scenario.world.staff.shift_hours)


def weekly_seats(scenario, policy) -> np.ndarray:
    """Seats per pool and half hour of the week, in whole people.

    Returns
    -------
    int64 array, shape (Q, 336)
    """
    seats = np.zeros((len(QUEUES), 7, 48), dtype=np.int64)
    for i, pool in enumerate(QUEUES):
        for window in getattr(policy.staffing.roster, pool):
            for weekday in window.days:
                seats[i, weekday, window.from_min // 30:window.to_min // 30] = window.seats
    seats = seats.reshape(len(QUEUES), 336)
    if policy.staffing.mode == "to_target":
        for i, pool in enumerate(("phone", "chat")):
            seats[i] = seats_to_target(scenario, policy, pool, seats[i] > 0)
    for i, pool in enumerate(QUEUES):
        extra = getattr(policy.staffing.extra, pool)
        seats[i] = np.where(seats[i] > 0, np.maximum(0, seats[i] + extra), 0)
    return seats


def seats_to_target(scenario, policy, pool: str, staffed: np.ndarray) -> np.ndarray:
    """Least seats per half hour whose Erlang C service level meets the target on mean offered contacts.

    Repeats (redial, re-contact) are counted at the rate that first-contact resolution implies; half hours that the
    roster leaves empty stay empty. Erlang C ignores patience, so it staffs a little too well (a lesson).
    """
    offered = contacts_per_min(scenario, pool)
    handle = getattr(scenario.world.service.handle, pool).mean_min
    slots = 1.0
    if pool == "chat":
        slots = policy.staffing.chat_concurrency
        handle *= 1000 / scenario.world.service.chat_speed_permille[policy.staffing.chat_concurrency - 1]
    limit, share = policy.targets.live_within_s / 60, policy.targets.live_share
    found: dict[float, int] = {}
    seats = np.zeros(336, dtype=np.int64)
    for h in np.flatnonzero(staffed):
        rate = float(offered[h])
        if rate * handle > MOST_SEATS * slots:
            raise CxError(tr("policy.staffing.mode = to_target: {pool} needs more than {most} seats; lower "
                             "world.service.handle.{pool}.mean_min or the demand", pool=pool, most=MOST_SEATS))
        if rate not in found:
            needed = required_agents(rate, 1.0 / handle, limit, share) if rate * handle > LEAST_LOAD else 1
            found[rate] = max(1, math.ceil(needed / slots))
        seats[h] = found[rate]
    return seats


def contacts_per_min(scenario, pool: str) -> np.ndarray:
    """Mean contacts per minute that a channel is offered in each half hour of a usual week, repeats included."""
    world, beliefs = scenario.world, scenario.beliefs
    demand = world.demand
    needs = world.market.customers * demand.needs_per_year + world.market.prospects * demand.prospect_needs_per_year
    week = np.asarray(demand.weekday_weight)[:, None] * np.asarray(getattr(demand.half_hour_weight, pool))[None, :]
    share = getattr(demand.channel_share, pool) / sum(getattr(demand.channel_share, c) for c in CHANNELS)
    per_min = needs * demand.factor * share / (52 * 7 * 24 * 60) * (week / max(week.mean(), 1e-12)).ravel()
    unresolved = 1.0 - 1.0 / (1.0 + math.exp(-getattr(world.service.resolution, pool)))
    again = beliefs.contacts.recontact_share * unresolved if scenario.mechanisms.recontact else 0.0
    return per_min / (1.0 - min(again, .9))


def make_rota(seats: np.ndarray, shift_hours: float) -> Rota:
    """Cut the staffed day of each pool into shifts and count the people that a five-shift week needs.

    The rota walks through the positions shift by shift; there are at least as many positions as shifts in a day,
    so that nobody works two shifts on one day.
    """
    length = max(1, round(shift_hours * 2))
    n_shifts = -(-48 // length)
    shift_of = np.zeros((len(QUEUES), 48), dtype=np.int64)
    team = np.zeros((len(QUEUES), 7, n_shifts), dtype=np.int64)
    for i, week in enumerate(seats.reshape(len(QUEUES), 7, 48)):
        staffed = np.flatnonzero(week.any(axis=0))
        first = int(staffed[0]) if len(staffed) else 0
        shift_of[i] = np.clip((np.arange(48) - first) // length, 0, n_shifts - 1)
        for shift in range(n_shifts):
            inside = shift_of[i] == shift
            if inside.any():
                team[i, :, shift] = week[:, inside].max(axis=1)
    slots = team.sum(axis=(1, 2))
    offset = (np.cumsum(team.reshape(len(QUEUES), -1), axis=1) - team.reshape(len(QUEUES), -1)).reshape(team.shape)
    positions = np.maximum(-(-slots // SHIFTS_A_WEEK), team.sum(axis=2).max(axis=1))
    return Rota(shift_of, team, offset, slots, positions)
