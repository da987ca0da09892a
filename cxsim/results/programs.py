"""What programs of the company cost by week, in whole fen: dated measures."""

from __future__ import annotations

import numpy as np

from cxsim.results.facts import Facts
from cxsim.schema import Log
from cxsim.stages import finance


def program_costs(log: Log, facts: Facts) -> dict[int, np.ndarray]:
    """Cost of each kind of program by measured week, fen (int64, shape (weeks,))."""
    return {finance.MEASURES: measure_costs(facts)}


def measure_costs(facts: Facts) -> np.ndarray:
    """Measures: once in the week of the decision, running from the week in which they take effect."""
    weeks = facts.horizon.weeks
    cost = np.zeros(weeks, np.int64)
    for measure in facts.scenario.policy.measures:
        if measure.from_week <= weeks:
            cost[measure.from_week - 1] += finance.to_fen(measure.cost_once_cny * 100.0)
        running = max(0, weeks - measure.in_force + 1)
        year = int(finance.to_fen(measure.cost_year_cny * 100.0))
        cost[weeks - running:] += finance.spread_over_weeks(year, running)
    return cost
