"""Who sits where, how well do they work, and who leaves?

In: rota numbers, weeks of experience, strain. Out: the position that takes a shift, speed, skill, absence and
leaving. Sources: Gans, Liu, Mandelbaum, Shen & Ye 2010 (agents differ and learn), Holman et al. 2007 (turnover),
Deery et al. 2002 (strain); sizes are assumptions.
"""

from __future__ import annotations

import numpy as np

from cxsim._jit import rule
from cxsim.clock import WEEK
from cxsim.distributions import exp_, log_, logistic_
from cxsim.streams import uniforms

(RAMP_WEEKS, NOVICE_SLOWDOWN, NOVICE_LOGIT, ABSENCE, ABSENCE_STRAIN, LEAVE_BASE, LEAVE_STRAIN, SPEED_STRAIN,
 COMFORTABLE, VACANCY_WEEKS) = range(10)
N_STAFF = 10


@rule
def rota_position(week, slots_a_week, offset, place, positions):
    """Position that takes place `place` of a shift: the rota walks through all positions and wraps around."""
    return (week * slots_a_week + offset + place) % positions


@rule
def experience_gap(weeks, row):
    """Share of the novice's handicap that is left after some weeks on the job (1 = novice, 0 = experienced)."""
    return exp_(-max(0.0, weeks) / row[RAMP_WEEKS])


@rule
def strain_of(occupancy, row):
    """Occupancy above the comfortable level, in tenths; none below it."""
    return max(0.0, occupancy - row[COMFORTABLE]) * 10.0


@rule
def speed_factor(gap, strain, row):
    """Factor on handle time of one agent: novices and strained pools are slower."""
    return 1.0 + row[NOVICE_SLOWDOWN] * gap + row[SPEED_STRAIN] * strain


@rule
def skill_logit(gap, row):
    """Part of the resolution logit that comes from experience."""
    return row[NOVICE_LOGIT] * gap


@rule
def absence_probability(strain, row):
    """Probability that somebody on the rota is absent on a day."""
    return min(1.0, row[ABSENCE] + row[ABSENCE_STRAIN] * strain)


@rule
def leave_probability(strain, row):
    """Probability that an employee leaves within a review period of four weeks."""
    if row[LEAVE_BASE] <= 0.0:
        return 0.0
    odds = row[LEAVE_BASE] / (1.0 - row[LEAVE_BASE])
    return logistic_(log_(odds) + row[LEAVE_STRAIN] * strain)


EXPERIENCED_WEEKS = 520  # without turnover everybody has been there for ten years
REVIEW_WEEKS = 4


def first_tenures(key: int, pool: int, places: np.ndarray, leave_base: float) -> np.ndarray:
    """Time on the job at the start of the burn-in: geometric, as turnover would have left it.

    Parameters
    ----------
    key : int
        Key of the stream of tenures.
    pool : int
    places : int array
        Positions within the pool.
    leave_base : float
        Probability of leaving within a review period, at no strain.

    Returns
    -------
    int64 array
        Milliseconds.
    """
    u = uniforms(key, [person_of(pool, int(place)) for place in places], 0, 0)
    if leave_base <= 0.0:
        return np.full(len(places), EXPERIENCED_WEEKS * WEEK)
    reviews = np.array([log_(1.0 - x) / log_(1.0 - leave_base) for x in u])
    return (np.minimum(reviews * REVIEW_WEEKS, EXPERIENCED_WEEKS) * WEEK).astype(np.int64)


@rule
def person_of(pool, position):
    """Number of a position that luck is keyed by; it does not depend on the size of other pools."""
    return (pool << 20) | position
