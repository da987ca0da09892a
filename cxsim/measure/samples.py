"""How many answers: for a margin, for a difference, for a pilot.

Question: how many must answer before the number says anything?
Inputs: shares 0..1, NPS in points; confidence and power 0..1.
Outputs: whole numbers of answers, rounded up; margins in the unit of the measure.
Literature: Cochran 1977 (sample size); Fleiss, Levin & Paik 2003, ch. 4 (two shares, pooled null); Cohen 1988
(arcsine). The normal factors are exact, not 1.96 and 0.84.
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import NamedTuple

from cxsim.guards import CxError
from cxsim.measure.intervals import z_of
from cxsim.measure.reading import INSIDE, POSITIVE, SHARE, Allowed, one, word
from cxsim.messages import tr

__all__ = [
    "PilotSize", "nps_margin", "pilot_size", "sample_size_difference", "sample_size_margin",
    "sample_size_nps_difference", "share_margin",
]  # fmt: skip

_METHODS = ("pooled", "arcsine")


class PilotSize(NamedTuple):
    """Size of a pilot with a control group.

    Attributes
    ----------
    target : float
        Share that the claim promises, 0..1.
    per_arm, total : int
        Cases in each of the two groups, and in both.
    days : float
        Days until so many cases have been seen; infinite where no volume was given.
    """

    target: float
    per_arm: int
    total: int
    days: float


def sample_size_margin(
    margin: float, share: float = 0.5, level: float = 0.95, population: int | None = None
) -> int:
    """Answers needed so that a share is known to plus or minus `margin`.

    Parameters
    ----------
    margin : float
        Half width of the interval, 0.03 = 3 points.
    share : float
        Expected share; 0.5 is the worst case.
    level : float
        Confidence.
    population : int, optional
        Customers there are; without it the population is large.

    Examples
    --------
    >>> sample_size_margin(0.03), sample_size_margin(0.03, 0.856), sample_size_margin(0.05)
    (1068, 527, 385)
    """
    half, expected = one(margin, "margin", INSIDE), one(share, "share", SHARE)
    n = expected * (1 - expected) * (z_of(level) / half) ** 2
    if population is not None:
        people = one(population, "population", Allowed(1, whole=True))
        n = n / (1 + (n - 1) / people) if n > 1 else n
    return max(1, _up(n))


def share_margin(n: int, share: float = 0.5, level: float = 0.95) -> float:
    """Half width of the interval of a share with `n` answers, for planning: 0.0098 = 0.98 points.

    Examples
    --------
    >>> round(100 * share_margin(10_000), 2)
    0.98
    """
    count, expected = one(n, "n", Allowed(1, whole=True)), one(share, "share", SHARE)
    return z_of(level) * math.sqrt(expected * (1 - expected) / count)


def nps_margin(n: int, promoters: float, detractors: float, level: float = 0.95) -> float:
    """Half width of the interval of an NPS with `n` answers, in points (divisor n).

    Parameters
    ----------
    n : int
        Answers.
    promoters, detractors : float
        Shares 0..1.

    Examples
    --------
    >>> round(nps_margin(500, 0.50, 0.20), 3)
    6.846
    """
    count = one(n, "n", Allowed(1, whole=True))
    return 100 * z_of(level) * math.sqrt(_nps_variance(promoters, detractors) / count)


def sample_size_difference(
    p1: float, p2: float, level: float = 0.95, power: float = 0.8, method: str = "pooled"
) -> int:
    """Answers per group to show that two shares differ, two-sided.

    Parameters
    ----------
    p1, p2 : float
        The two shares, 0..1.
    level : float
        1 - level is the chance of a false alarm.
    power : float
        Chance of showing a difference that is there.
    method : str
        "pooled": pooled variance under the null; "arcsine": Cohen's effect size.

    Examples
    --------
    >>> sample_size_difference(0.70, 0.84), sample_size_difference(0.70, 0.90)
    (141, 62)
    >>> sample_size_difference(0.70, 0.84, method="arcsine"), sample_size_difference(0.70, 0.90, method="arcsine")
    (139, 60)
    """
    first, second = one(p1, "p1", SHARE), one(p2, "p2", SHARE)
    alpha, strength = 1 - one(level, "level", INSIDE), one(power, "power", INSIDE)
    if first == second:
        raise CxError(tr("p1 and p2 are both {share}; a difference needs two shares", share=first))
    from statsmodels.stats.power import NormalIndPower
    from statsmodels.stats.proportion import proportion_effectsize, samplesize_proportions_2indep_onetail

    if word(method, "method", _METHODS) == "arcsine":
        effect = abs(float(proportion_effectsize(first, second)))
        return _up(float(NormalIndPower().solve_power(effect, alpha=alpha, power=strength)))
    return _up(float(samplesize_proportions_2indep_onetail(second - first, first, strength, alpha=alpha)))


def sample_size_nps_difference(
    difference: float, promoters: float, detractors: float, level: float = 0.95, power: float = 0.8
) -> int:
    """Answers per wave to show a change of NPS, two-sided; both waves with the same variance.

    Parameters
    ----------
    difference : float
        Change in points, above 0.
    promoters, detractors : float
        Shares 0..1 of the first wave.

    Examples
    --------
    >>> sample_size_nps_difference(8, 0.50, 0.20)
    1497
    """
    points = one(difference, "difference", POSITIVE) / 100
    factor = max(0.0, z_of(level) + NormalDist().inv_cdf(one(power, "power", INSIDE)))
    return max(1, _up(2 * _nps_variance(promoters, detractors) * (factor / points) ** 2))


def pilot_size(
    base: float,
    change: float,
    reading: str = "points",
    level: float = 0.95,
    power: float = 0.8,
    cases_per_day: float | None = None,
) -> PilotSize:
    """Cases per arm of a pilot that would show a claimed rise of a share.

    Parameters
    ----------
    base : float
        Share today, 0..1.
    change : float
        Claimed change: 0.20 is 20 points, or 20 % of the base.
    reading : str
        "points" or "relative".
    level, power
        As in `sample_size_difference`.
    cases_per_day : float, optional
        Cases that both arms see together in a day.

    Examples
    --------
    >>> pilot_size(0.70, 0.20, "relative").per_arm, pilot_size(0.70, 0.20, "points").per_arm
    (141, 62)
    """
    start, gain = one(base, "base", INSIDE), one(change, "change")
    target = (
        start * (1 + gain) if word(reading, "reading", ("points", "relative")) == "relative" else start + gain
    )
    if not 0 <= target <= 1:
        raise CxError(tr("the target {target} is no share; allowed: 0 to 1", target=target))
    per_arm = sample_size_difference(start, target, level, power)
    days = math.inf if cases_per_day is None else 2 * per_arm / one(cases_per_day, "cases_per_day", POSITIVE)
    return PilotSize(target, per_arm, 2 * per_arm, days)


def _nps_variance(promoters: float, detractors: float) -> float:
    up, down = one(promoters, "promoters", SHARE), one(detractors, "detractors", SHARE)
    if up + down > 1 + 1e-9:
        raise CxError(tr("promoters and detractors add to {total}; allowed: at most 1", total=up + down))
    return up + down - (up - down) ** 2


def _up(n: float) -> int:
    """Round up; a whole number that is off by rounding only stays what it is."""
    return math.ceil(n - 1e-9)
