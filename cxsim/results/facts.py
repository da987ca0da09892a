"""What a run must know beside its log: the scenario, the horizon, the luck, and the people."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cxsim.results.horizon import Horizon
from cxsim.scenario import Scenario
from cxsim.stages.finance import Prices, to_fen


class Facts(NamedTuple):
    """Where a log comes from.

    Attributes
    ----------
    scenario, horizon, seed, replication, engine
        What was run.
    traits
        Traits of every person (`stages.population.TRAITS`), the same under every policy.
    persons_start
        State of every person at the start of the horizon (as the table `persons`).
    loyalty
        Parameters of leaving (a row for the rules of `stages.loyalty`).
    case_open
        Open ms of the case desk before each half hour (for clocks that count business time).
    """

    scenario: Scenario
    horizon: Horizon
    seed: int
    replication: int
    engine: str
    traits: np.ndarray
    persons_start: np.ndarray
    loyalty: np.ndarray
    case_open: np.ndarray


def prices_of(scenario: Scenario) -> Prices:
    """Prices of the world in fen, with the belief about spending."""
    costs, loyalty = scenario.world.costs, scenario.beliefs.loyalty
    return Prices(
        wage_h=costs.wage_cny_h * 100.0,
        overtime_factor=costs.overtime_factor,
        shrinkage=costs.shrinkage,
        supervisor_factor=costs.supervisor_factor,
        recruit=int(to_fen(costs.recruit_cny * 100.0)),
        tools_year=int(to_fen(costs.tools_cny_year * 100.0)),
        fixed_year=int(to_fen(costs.fixed_cny_year * 100.0)),
        acquisition=int(to_fen(costs.acquisition_cny * 100.0)),
        acquisition_referral=int(to_fen(costs.acquisition_referral_cny * 100.0)),
        lost_order=int(to_fen(costs.lost_order_cny * 100.0)),
        contribution_share=costs.contribution_share,
        discount_rate=costs.discount_rate,
        spend_slope=loyalty.spend_slope,
        spend_reference=loyalty.satisfaction_center,
    )
