"""A company small enough to be simulated in tests within a moment, with every mechanism at work."""

from __future__ import annotations

from cxsim.scenario import Scenario

PHONE = [{"days": [0, 1, 2, 3, 4, 5, 6], "from": "08:00", "to": "20:00", "seats": 2}]
ONE = [{"days": [0, 1, 2, 3, 4, 5, 6], "from": "08:00", "to": "20:00", "seats": 1}]


def small(weeks: int = 9, burn_in_weeks: int = 5, name: str = "small") -> Scenario:
    """1,500 customers, a desk in moderate trouble, turnover and market high enough that something happens."""
    roster = {
        f"policy.staffing.roster.{pool}": PHONE if pool == "phone" else ONE
        for pool in ("phone", "chat", "email", "case")
    }
    return Scenario(weeks=weeks, burn_in_weeks=burn_in_weeks).replace(
        {
            "world.market.customers": 1500,
            "world.market.prospects": 800,
            "world.market.entrants_per_year": 500.0,
            "world.demand.needs_per_year": 22.0,
            "world.staff.turnover_year": 2.0,
            "world.costs.tools_cny_year": 1234.56,
            **roster,
        },
        name=name,
    )


def more_agents(base: Scenario, agents: int = 1, name: str = "one more") -> Scenario:
    """The same company with more people on the phone."""
    return base.replace({"policy.staffing.extra.phone": agents}, name=name)
