"""Policy for people: what they are paid for, what they are taught, what they may decide."""

from __future__ import annotations

from cxsim.scenario.fields import Model, Real, quantity


class Incentive(Model):
    """What variable pay rewards in the handling of contacts."""

    speed_weight: Real = quantity(
        0., unit="weight", low=-1, high=1, source="neutral", grade="Policy",
        doc="Variable pay: 1 rewards short handlings alone, -1 solved needs alone, 0 both alike or none.")
    bonus_share: Real = quantity(
        0., unit="share", low=0, high=1, source="neutral", grade="Policy",
        doc="Variable pay on top of the agents' regular pay.")
