"""What a run must know beside its log: the scenario, the horizon, the luck, and the people."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cxsim.plan import Plan
from cxsim.results.horizon import Horizon
from cxsim.scenario import Scenario
from cxsim.stages.finance import Prices, to_fen


class Facts(NamedTuple):
    """Where a log comes from.

    Attributes
    ----------
    scenario, seed, replication, engine
        What was run.
    plan
        The scenario resolved to arrays, with the policy of the horizon.
    traits
        Traits of every person (`stages.population.TRAITS`), the same under every policy.
    persons_start
        State of every person at the start of the horizon (as the table `persons`).
    """

    scenario: Scenario
    seed: int
    replication: int
    engine: str
    plan: Plan
    traits: np.ndarray
    persons_start: np.ndarray

    @property
    def horizon(self) -> Horizon:
        """Where the measured time lies."""
        return Horizon(self.scenario.burn_in_weeks, self.scenario.weeks)


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
        announce_year=int(to_fen(costs.announce_cny_year * 100.0)),
        fixed_year=int(to_fen(costs.fixed_cny_year * 100.0)),
        acquisition=int(to_fen(costs.acquisition_cny * 100.0)),
        acquisition_referral=int(to_fen(costs.acquisition_referral_cny * 100.0)),
        lost_order=int(to_fen(costs.lost_order_cny * 100.0)),
        contribution_share=costs.contribution_share,
        discount_rate=costs.discount_rate,
        spend_slope=loyalty.spend_slope,
        spend_reference=loyalty.satisfaction_center,
        referral_margin=scenario.beliefs.talk.referral_margin_factor,
        bot_session=int(to_fen(scenario.world.bot.session_cny * 100.0)),
        bot_year=int(to_fen(scenario.world.bot.year_cny * 100.0)),
        reminder=int(to_fen(scenario.world.feedback.reminder_cny * 100.0)),
        yearly_survey=int(to_fen(scenario.world.feedback.yearly_cny * 100.0)),
        outreach=int(to_fen(scenario.world.warning.outreach_cny * 100.0)),
        warning_year=int(to_fen(scenario.world.warning.year_cny * 100.0)),
    )
