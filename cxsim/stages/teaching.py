"""What training leaves in a person: hours learned that fade, and the skill they are worth.

In: hours of training a week, what is still remembered. Out: remembered hours, a part of the resolution logit.
Sources: Arthur, Bennett, Edens & Bell 2003 J. Applied Psychology (training works, d = .6), Arthur et al. 1998 Human
Performance (unused skill fades within months); sizes are assumptions.
"""

from __future__ import annotations

from cxsim._jit import rule
from cxsim.distributions import exp_

KEEP, MOST, SCALE_H = range(3)  # columns of the teaching row
N_TEACHING = 3


@rule
def remembered(hours, taught, row):
    """Hours of training that are still alive after one more week, with those taught in it."""
    return hours * row[KEEP] + taught


@rule
def insight(hours, row):
    """Part of the resolution logit that remembered hours are worth: more helps less and less."""
    return row[MOST] * (1.0 - exp_(-hours / row[SCALE_H]))
