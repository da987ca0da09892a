"""Luck that is asked for together: one way into compiled code costs more than what is worked out there.

Nothing here is a rule of the model: each function gives what `uniform_pair` and `normal_quantile_` would give one by
one, with the same bits.
"""

from __future__ import annotations

import numpy as np

from cxsim._jit import direct, rule
from cxsim.distributions import normal_quantile_, normal_quantiles
from cxsim.draws import HEAR, JOIN, LEAVE, REFER, REVIEW_ANSWER
from cxsim.streams import uniform, uniform_pair, uniforms


@rule
def normal_pair(key, a, b, c):
    """Both normals of one decision."""
    u, v = uniform_pair(key, a, b, c)
    return normal_quantile_(u), normal_quantile_(v)


@rule
def uniform_and_normal(key, a, b, c):
    """A uniform and a normal of one decision."""
    u, v = uniform_pair(key, a, b, c)
    return u, normal_quantile_(v)


uniform, uniform_pair, normal_pair, uniform_and_normal = (
    direct(draw, "iiii") for draw in (uniform, uniform_pair, normal_pair, uniform_and_normal))


def review_luck(keys: list, people: range, week: int) -> tuple[list[float], ...]:
    """Luck of the reviews of a week, one list per decision in the order of `people`.

    Returns
    -------
    leave, answer, refer, hear, join : lists of float
        Uniforms (of `refer` and `hear` the first one), but normals for `answer`.
    """
    who = np.arange(people.start, people.stop, people.step)
    leave, answer, refer, hear, join = (uniforms(keys[decision][0], who, 0, week)
                                        for decision in (LEAVE, REVIEW_ANSWER, REFER, HEAR, JOIN))
    return leave.tolist(), normal_quantiles(answer).tolist(), refer.tolist(), hear.tolist(), join.tolist()
