"""Policy for people: what they are paid for, what they are taught, what they may decide."""

from __future__ import annotations

from typing import Literal

from cxsim.scenario.fields import Flag, Model, Real, quantity


class Incentive(Model):
    """What variable pay rewards in the handling of contacts."""

    speed_weight: Real = quantity(
        0., unit="weight", low=-1, high=1, source="neutral", grade="Policy",
        doc="Variable pay: 1 rewards short handlings alone, -1 solved needs alone, 0 both alike or none.")
    bonus_share: Real = quantity(
        0., unit="share", low=0, high=1, source="neutral", grade="Policy",
        doc="Variable pay on top of the agents' regular pay.")


class Training(Model):
    """Hours off the phone that are spent on learning."""

    hours_week: Real = quantity(
        0., unit="h/week", low=0, high=20, source="neutral", grade="Policy",
        doc="Training of each employee in a week, taken from the hours at the seat; acts where the mechanism staff is "
            "on.")
    who: Literal["all", "phone", "chat", "email", "case"] = quantity(
        "all", unit="pool", source="neutral", grade="Policy", doc="Pool that is trained.")
    trainer_cny_h: Real = quantity(
        0., unit="CNY/h", low=0, high=1e5, source="neutral", grade="Policy",
        doc="Cost of trainer and material for one hour of one employee, beside the wage.")


class ServiceRules(Model):
    """How contacts are handled."""

    owner: Flag = quantity(
        False, unit="on/off", source="neutral; Drafting customer-service rules, first-contact responsibility",
        grade="Policy", doc="Does the first agent follow a need to its end wherever one agent can solve it?")
