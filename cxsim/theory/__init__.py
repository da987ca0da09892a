"""Exact results of queueing theory: the yardstick beside the simulator.

Question: what would a textbook say about waiting, losing and staffing, given a few numbers?
Every function is pure, takes rates in one common unit of time (for example per minute) and
returns plain floats or a small named tuple. Nothing here knows of the simulation.
"""

from cxsim.theory.abandonment import Patience, WithPatience, patience_queue
from cxsim.theory.day import Day, day_with_patience
from cxsim.theory.equal_hours import EqualHours, equal_hours
from cxsim.theory.erlang import (
    erlang_b,
    erlang_c,
    finite_lines,
    mean_wait,
    wait_quantile,
    within,
)
from cxsim.theory.general_service import deterministic_service_wait, single_server
from cxsim.theory.networks import feedback, retrial_single, two_tiers
from cxsim.theory.offered_load import sinusoidal_load
from cxsim.theory.priority import priority_waits
from cxsim.theory.roster import RosterShare, required_roster, roster_share
from cxsim.theory.staffing import (
    carried_rate,
    halfin_whitt_delay,
    required_agents,
    required_agents_patience,
    square_root_agents,
)

__all__ = [
    "Day",
    "EqualHours",
    "Patience",
    "RosterShare",
    "WithPatience",
    "carried_rate",
    "day_with_patience",
    "deterministic_service_wait",
    "equal_hours",
    "erlang_b",
    "erlang_c",
    "feedback",
    "finite_lines",
    "halfin_whitt_delay",
    "mean_wait",
    "patience_queue",
    "priority_waits",
    "required_agents",
    "required_agents_patience",
    "required_roster",
    "retrial_single",
    "roster_share",
    "single_server",
    "sinusoidal_load",
    "square_root_agents",
    "two_tiers",
    "wait_quantile",
    "within",
]
