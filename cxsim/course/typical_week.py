"""One possible week of a plan, fast enough to follow a slider.

The people, their needs and the weeks before are drawn and run once; a move of a slider then runs one week of the
compiled engine from there. It is the same luck each time, so what moves in the picture is the plan.
"""

from __future__ import annotations

import numpy as np

from cxsim.draws import make_draws
from cxsim.engines.kernel.run import burn_in, run
from cxsim.plan import build_plans
from cxsim.results.facts import Facts
from cxsim.results.run import Run
from cxsim.scenario import Scenario
from cxsim.schema import DTYPES

WEEKS_BEFORE = 2


class TypicalWeek:
    """A company at the beginning of one week.

    Parameters
    ----------
    base
        The company; plans that are tried may differ from it in their policy only.
    seed
        Names the luck of the week.
    """

    def __init__(self, base: Scenario, seed: int = 7) -> None:
        self.base, self.seed = _short(base), seed
        self._draws = make_draws(self.base, seed, 0)
        before, _ = build_plans([self.base])[0]
        self._start = burn_in(before, self._draws)
        self._persons = np.asarray(self._start.state.persons).view(DTYPES["persons"]).copy()

    def run(self, plan: Scenario) -> Run:
        """Run the week under a plan."""
        scenario = _short(plan)
        before, now = build_plans([scenario])[0]
        log = run(before, now, self._draws, self._start)
        facts = Facts(scenario, self.seed, 0, "kernel", now, np.asarray(self._draws.traits), self._persons)
        return Run(log, facts)


def _short(scenario: Scenario) -> Scenario:
    return scenario.replace({"weeks": 1, "burn_in_weeks": WEEKS_BEFORE})
