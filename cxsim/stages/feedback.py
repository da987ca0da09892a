"""What comes of asking: after which reminder does somebody answer, and what does a call back give?

In: probability of answering, reminders, hours to the call. Out: number of the request that is answered, points of
satisfaction. An answer changes nothing by itself; reminders press, and a call back needs hands. Sources: Dillman, Smyth
& Christian 2014 (reminders add ever less); Strategies for raising customer satisfaction, 6.3 (closed loop).
"""

from __future__ import annotations

from cxsim._jit import rule
from cxsim.distributions import exp_

YEARLY_SHARE, REMINDER_FACTOR, REMINDER_POINTS, CALL_SHARE, CALL_POINTS, CALL_HALF_LIFE_H, CALL_MENDS = range(7)
N_FEEDBACK = 7
LN2 = 0.6931471805599453


@rule
def answered_request(luck, chance, reminders, row):
    """Number of the request that is answered: 0 the first one, 1 the first reminder ...; -1 for none."""
    reached = chance
    if luck < reached:
        return 0
    for request in range(1, reminders + 1):
        chance *= row[REMINDER_FACTOR]
        reached += (1.0 - reached) * chance
        if luck < reached:
            return request
    return -1


@rule
def pressure(requests, row):
    """Satisfaction (points) that being reminded so many times takes."""
    return row[REMINDER_POINTS] * requests


@rule
def call_back_gain(hours, row):
    """Satisfaction (points) that a call back gives, `hours` after the answer: half as much after each half-life."""
    return row[CALL_POINTS] * exp_(-LN2 * hours / row[CALL_HALF_LIFE_H])


@rule
def call_back_mends(hours, row):
    """Share of the damage of a failure that a call back mends, fading alike."""
    return row[CALL_MENDS] * exp_(-LN2 * hours / row[CALL_HALF_LIFE_H])
