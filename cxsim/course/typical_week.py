"""One possible week of a plan, fast enough to follow a slider.

The people, their needs and the weeks before are drawn and run once; a move of a slider then runs one week of the
compiled engine from there. It is the same luck each time, so what moves in the picture is the plan.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from cxsim.draws import make_draws
from cxsim.plan import build_plans
from cxsim.results.run import Run
from cxsim.scenario import Scenario
from cxsim.simulate import begin, run_of, without_burn_in

WEEKS_BEFORE = 2
ENGINE = "kernel"


class TypicalWeek:
    """A company at the beginning of one week.

    Parameters
    ----------
    base
        The company; plans that are tried may differ from it in their policy only.
    largest
        A plan with as many seats as will be tried. A plan with more seats still runs, but the weeks before are
        then run once more, because the engine makes room for seats and people before it starts.
    seed
        Names the luck of the week.
    """

    def __init__(self, base: Scenario, largest: Scenario | None = None, seed: int = 7) -> None:
        self._room = _short(largest or base)
        self._draws = make_draws(self._room, seed)
        self._limits: Any = None
        self.run(base)

    def run(self, plan: Scenario) -> Run:
        """Run the week under a plan."""
        scenario = _short(plan)
        plans = build_plans([self._room, scenario])[1]
        limits = np.concatenate([plans[1].seat_start, plans[1].position_start])
        if not np.array_equal(limits, self._limits):
            if self._limits is not None:
                self._room = scenario
            self._limits = limits
            self._start = without_burn_in(begin(ENGINE, plans[0], self._draws))
        return run_of(scenario, plans, self._draws, self._start, engine=ENGINE)


def _short(scenario: Scenario) -> Scenario:
    return scenario.replace({"weeks": 1, "burn_in_weeks": WEEKS_BEFORE})
