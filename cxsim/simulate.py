"""The whole flow on one screen: scenario, plan, draws, engine, run.

``Scenario -> Plan -> Draws -> engine -> Log -> Run``; many runs make a Study (`cxsim.experiment`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cxsim.draws import make_draws
from cxsim.engines.choice import ENGINES, check_engine, play
from cxsim.guards import CxError, shown
from cxsim.messages import tr
from cxsim.plan import build_plans
from cxsim.results.facts import Facts
from cxsim.results.run import Run
from cxsim.scenario import Scenario, World

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ENGINES", "generate_customers", "simulate"]


def simulate(scenario: Scenario, seed: int = 7, replication: int = 0, engine: str = "kernel") -> Run:
    """Run one company once: the burn-in under the policy before, then the horizon under its own policy.

    Parameters
    ----------
    scenario
        The company.
    seed
        Names the luck; any whole number.
    replication
        Number of the replication, from 0: another year of the same company.
    engine
        ``"kernel"`` (compiled, fast) or ``"reference"`` (readable, on SimPy); both give equal results.

    Returns
    -------
    Run

    Examples
    --------
    >>> run = simulate(Scenario(weeks=1, burn_in_weeks=0).replace({"world.market.customers": 50}))
    >>> int(run.summary()["customers_start"])
    50
    """
    check_engine(engine)
    check_whole("seed", seed)
    check_whole("replication", replication, low=0)
    before, plan = build_plans([scenario])[0]
    draws = make_draws(scenario, seed, replication)
    log, persons_start = play(engine, before, plan, draws)
    return Run(log, Facts(scenario, seed, replication, engine, plan, np.asarray(draws.traits), persons_start))


def check_whole(name: str, value: object, low: int = -(2**63), high: int = 2**63 - 1) -> int:
    """Answer ``value`` when it is a whole number within bounds, or tell in one line what is allowed."""
    if isinstance(value, (int, np.integer)) and not isinstance(value, bool) and low <= int(value) <= high:
        return int(value)
    raise CxError(
        tr("{name} is {got}; allowed: a whole number from {low} to {high}", name=name, got=shown(value), low=low, high=high)
    )


def generate_customers(n: int, seed: int = 7, world: World | None = None) -> pd.DataFrame:
    """Make up customers: a readable table of named people with the traits that the simulation gives them.

    Parameters
    ----------
    n
        Number of customers.
    seed
        Names the luck; the same seed gives the same people as `simulate` in replication 0.
    world
        The market they belong to; none is that of the default company.

    Returns
    -------
    pandas.DataFrame
        One row per customer: number, name, segment, preferred channel, monthly margin, tenure, contract, and the
        factors by which the person differs from others.
    """
    from cxsim.draws import draw_people
    from cxsim.results.people import traits_table

    check_whole("n", n, low=1, high=10_000_000)
    check_whole("seed", seed)
    place = world if world is not None else World()
    market = place.market.model_copy(update={"customers": n, "prospects": 0, "entrants_per_year": 0.0})
    return traits_table(draw_people(place.model_copy(update={"market": market}), seed), seed)
