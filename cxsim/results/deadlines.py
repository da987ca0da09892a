"""Which complaint clocks were met, by class of case; calendar time or the business hours of the case desk."""

from __future__ import annotations

import numpy as np

from cxsim.clock import HALF_HOUR, HOUR
from cxsim.results.facts import Facts
from cxsim.results.measures import CLOCKS
from cxsim.schema import CASE_CLASSES

#: Column of the table `cases` that stops each clock.
STOPS = {"confirm": "confirmed", "response": "responded", "assessment": "assessed", "resolution": "resolved"}


def open_before(prefix: np.ndarray, time: np.ndarray) -> np.ndarray:
    """Open ms before each moment, as `clock.business_elapsed` counts them (int64, shape of ``time``).

    Parameters
    ----------
    prefix
        Open ms before each half hour of the calendar, int64[half hours + 1].
    time
        Moments in ms, 0 or later; after the end of the calendar all time is open.
    """
    last = len(prefix) - 1
    h = np.minimum(time // HALF_HOUR, last - 1)
    beyond = np.maximum(time - last * HALF_HOUR, 0)
    within = np.where(prefix[h + 1] > prefix[h], np.minimum(time - h * HALF_HOUR, HALF_HOUR), 0)
    return prefix[h] + within + beyond


def elapsed_ms(cases: np.ndarray, clock: str, facts: Facts) -> tuple[np.ndarray, np.ndarray]:
    """Time on a clock of each case, until it stopped or the run ended; and whether it stopped."""
    stop = cases[STOPS[clock]]
    stopped = stop >= 0
    until, since = np.where(stopped, stop, facts.horizon.end), cases["opened"]
    if facts.scenario.policy.complaints.clock == "business":
        return open_before(facts.plan.case_prefix, until) - open_before(
            facts.plan.case_prefix, since
        ), stopped
    return until - since, stopped


def deadlines_met(cases: np.ndarray, facts: Facts) -> dict[str, float]:
    """Share of cases that met each deadline, of those that were stopped or whose deadline has passed."""
    found: dict[str, float] = {}
    deadlines = facts.scenario.policy.complaints.deadlines
    times = {clock: elapsed_ms(cases, clock, facts) for clock in CLOCKS}
    for code, name in enumerate(CASE_CLASSES):
        mine = cases["case_class"] == code
        for clock, (elapsed, stopped) in times.items():
            late = elapsed > getattr(getattr(deadlines, name), f"{clock}_h") * HOUR
            met, due = np.count_nonzero(mine & stopped & ~late), np.count_nonzero(mine & (stopped | late))
            found[f"{name}_{clock}_met_share"] = met / due if due else float("nan")
    return found
