"""The same hours, better placed: a scenario with a roster that follows the load."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cxsim.clock import MINUTE
from cxsim.guards import CxError, shown
from cxsim.messages import tr
from cxsim.plan_front import mean_work
from cxsim.plan_roster import contacts_per_min, weekly_seats
from cxsim.scenario.rosters import roster_from_hours
from cxsim.schema import QUEUES
from cxsim.theory import equal_hours

if TYPE_CHECKING:
    from cxsim.scenario import Scenario


def rerostered(scenario: Scenario, pool: str = "phone", hours: float | None = None) -> Scenario:
    """The scenario with the seats of a pool placed by the load: a + beta x root of a in each staffed half hour.

    Parameters
    ----------
    scenario
        Its roster says which half hours are staffed and, without `hours`, how many seat hours there are.
    pool
        ``phone`` or ``chat``.
    hours
        Seat hours a week to be placed; none keeps those of the roster.

    Returns
    -------
    Scenario
        Named after the old one.

    Examples
    --------
    >>> from cxsim.scenario import Scenario
    >>> rerostered(Scenario()).policy.staffing.roster.phone != Scenario().policy.staffing.roster.phone
    True
    """
    if pool not in ("phone", "chat"):
        raise CxError(tr("pool is {got}; allowed: {known}", got=shown(pool), known="phone | chat"))
    number = QUEUES.index(pool)
    seats = weekly_seats(scenario, scenario.policy)[number]
    load = contacts_per_min(scenario, pool) * mean_work(scenario.world)[number] / MINUTE
    staffed = np.flatnonzero(seats > 0)
    total = int(seats.sum()) if hours is None else round(2 * hours)
    placed = np.zeros(len(seats), dtype=np.int64)
    placed[staffed] = equal_hours(load[staffed].tolist(), total).seats
    path = f"policy.staffing.roster.{pool}"
    name = tr("{name}, {pool} re-rostered to {hours} h", name=scenario.name, pool=pool, hours=f"{total / 2:g}")
    return scenario.replace({path: roster_from_hours(placed.reshape(7, 48)), f"policy.staffing.extra.{pool}": 0,
                             "policy.staffing.mode": "roster"}, name=name)  # fmt: skip
