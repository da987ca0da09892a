"""Pilots and funnels: will the trial show it, how long must it run, and where do people drop out?

Question: what is the chance that a pilot of this size shows a difference that is there?
Inputs: shares 0..1, cases per arm, cases per day; counts of people at each step.
Outputs: plain numbers for plans; `Measure` for the steps of a funnel.
Literature: Fleiss, Levin & Paik 2003 (power of two shares); Donner & Klar 2000 (clusters).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from cxsim.guards import CxError
from cxsim.measure.intervals import share_of
from cxsim.measure.reading import COUNT, INSIDE, LEAST_ZERO, POSITIVE, SHARE, Allowed, one
from cxsim.measure.result import Measure, lines
from cxsim.messages import tr

__all__ = ["Duration", "StepFunnel", "pilot_duration", "pilot_power", "step_funnel"]


class Duration(NamedTuple):
    """A pilot in time: cases per arm with clusters in mind, days of intake, days until the result, whole weeks."""

    per_arm: int
    intake_days: float
    days: float
    weeks: int


@dataclass(frozen=True, slots=True)
class StepFunnel:
    """A journey step by step.

    Attributes
    ----------
    steps : dict of str to Measure
        Share of those at the step before who reach each step, percent (the first step has none before it).
    completion : Measure
        Share of all who start that reach the last step, percent.
    worst : str
        Step with the largest share lost.
    """

    steps: dict[str, Measure]
    completion: Measure
    worst: str

    def __str__(self) -> str:
        return lines(
            [*self.steps.values(), self.completion], tr("most are lost before: {step}", step=self.worst)
        )


def pilot_power(base: float, target: float, per_arm: int, level: float = 0.95) -> float:
    """Chance of showing that two shares differ, two-sided, with so many cases in each arm.

    Examples
    --------
    >>> round(pilot_power(0.70, 0.84, 141), 2)
    0.8
    """
    first, second = one(base, "base", INSIDE), one(target, "target", INSIDE)
    size = int(one(per_arm, "per_arm", Allowed(2, whole=True)))
    alpha = 1 - one(level, "level", INSIDE)
    from statsmodels.stats.proportion import power_proportions_2indep

    return float(power_proportions_2indep(second - first, first, size, alpha=alpha).power)


def pilot_duration(
    per_arm: int,
    cases_per_day: float,
    follow_up_days: float = 0.0,
    cluster: float = 1.0,
    likeness: float = 0.0,
) -> Duration:
    """Time that a pilot with two arms takes.

    Parameters
    ----------
    per_arm : int
        Cases in each arm, from `pilot_size`.
    cases_per_day : float
        Cases that both arms see together in a day.
    follow_up_days : float
        Days until a case shows its outcome (a window of first-contact resolution, a renewal).
    cluster, likeness : float
        Cases in one team or shop, and how alike they are, 0..1: whole teams that change together need
        1 + (cluster - 1) × likeness times the cases.

    Examples
    --------
    >>> pilot_duration(141, 40, follow_up_days=7)
    Duration(per_arm=141, intake_days=7.05, days=14.05, weeks=3)
    """
    size = one(per_arm, "per_arm", Allowed(1, whole=True))
    effect = 1 + (one(cluster, "cluster", Allowed(1)) - 1) * one(likeness, "likeness", SHARE)
    cases = math.ceil(size * effect - 1e-9)
    intake = 2 * cases / one(cases_per_day, "cases_per_day", POSITIVE)
    whole = intake + one(follow_up_days, "follow_up_days", LEAST_ZERO)
    return Duration(cases, intake, whole, math.ceil(whole / 7 - 1e-9))


def step_funnel(counts: Mapping[str, float], level: float = 0.95) -> StepFunnel:
    """Where a journey loses people.

    Parameters
    ----------
    counts : mapping of step to people
        People who reached each step, in order; never more than at the step before.
    level : float
        Confidence of Wilson's intervals.

    Examples
    --------
    >>> got = step_funnel({"open": 1000, "choose": 700, "pay": 350, "done": 343})
    >>> got.completion.value, got.worst
    (34.3, 'pay')
    """
    names = [str(name) for name in counts]
    people = [int(one(value, name, COUNT)) for name, value in zip(names, counts.values(), strict=True)]
    if len(people) < 2 or people[0] == 0:
        raise CxError(tr("step_funnel: at least two steps, and people at the first one, are needed"))
    for name, before, after in zip(names[1:], people, people[1:], strict=False):
        if after > before:
            raise CxError(tr("step_funnel: {name} has {after} people; allowed: at most {before}, as before it",
                             name=name, after=after, before=before))  # fmt: skip
    steps = {
        name: share_of(name, after, before, level)
        for name, before, after in zip(names[1:], people, people[1:], strict=False)
    }
    reached = {name: step for name, step in steps.items() if step.n}
    worst = min(reached, key=lambda name: reached[name].value)
    return StepFunnel(steps, share_of(tr("completion"), people[-1], people[0], level), worst)
