"""Rosters of the phone as whole people by weekday and half hour: thinner, or placed after the calls."""

from __future__ import annotations

from typing import Any

import numpy as np

from cxsim.scenario import Scenario
from cxsim.scenario.rosters import roster_from_hours
from cxsim.schema import PHONE

PHONE_ROSTER, PHONE_EXTRA = "policy.staffing.roster.phone", "policy.staffing.extra.phone"
DAYS, HALF_HOURS = 7, 48


def phone_seats(plan: Scenario) -> np.ndarray:
    """Seats on the phone as they are staffed, extra ones included; shape (7, 48)."""
    from cxsim.plan_roster import weekly_seats

    return weekly_seats(plan, plan.policy)[PHONE].reshape(DAYS, HALF_HOURS)


def roster_seats(plan: Scenario) -> np.ndarray:
    """Seats on the phone by the roster alone, without extra ones; shape (7, 48)."""
    return phone_seats(plan.replace({PHONE_EXTRA: 0}))


def phone_hours(plan: Scenario) -> float:
    """Seat hours a week on the phone."""
    return float(phone_seats(plan).sum()) / 2


def paid_hours(plan: Scenario, seat_hours: float) -> float:
    """Hours that are paid for so many hours at the desk: breaks, meetings and leave come on top."""
    return seat_hours / (1 - plan.world.costs.shrinkage)


def shorter(plan: Scenario, hours: float) -> dict[str, Any]:
    """Change that takes hours a week from the phone, in proportion to the seats; one seat always stays.

    Parameters
    ----------
    plan
        Whose roster is shortened; its extra seats count too.
    hours
        Seat hours a week to take away.
    """
    seats = phone_seats(plan).ravel()
    wanted = max(int((seats > 0).sum()), round(seats.sum() - 2 * hours))
    exact = seats * wanted / seats.sum()
    return _as_change(_whole(exact, seats > 0, wanted))


def placed(plan: Scenario, name: str | None = None) -> Scenario:
    """The same seat hours placed after the calls, in the half hours that are staffed now; extra seats stay extra."""
    from cxsim.plan_roster import contacts_per_min
    from cxsim.theory import equal_hours

    extra = plan.value(PHONE_EXTRA)
    seats = roster_seats(plan).ravel()
    staffed = seats > 0
    load = contacts_per_min(plan, "phone")[staffed] * plan.world.service.handle.phone.mean_min
    found = np.zeros_like(seats)
    found[staffed] = equal_hours(load.tolist(), int(seats.sum()), least=1 - min(0, extra)).seats
    return plan.replace({PHONE_ROSTER: roster_from_hours(found.reshape(DAYS, HALF_HOURS))}, name=name)


def _as_change(seats: np.ndarray) -> dict[str, Any]:
    return {PHONE_ROSTER: roster_from_hours(seats.reshape(DAYS, HALF_HOURS)), PHONE_EXTRA: 0}


def _whole(exact: np.ndarray, staffed: np.ndarray, wanted: int) -> np.ndarray:
    """Whole people by largest remainder, at least one wherever somebody sits now."""
    found = np.where(staffed, np.maximum(1, np.floor(exact)), 0).astype(int)
    order = np.argsort(-(exact - found), kind="stable")
    found[order[: max(0, wanted - int(found.sum()))]] += 1
    return found
