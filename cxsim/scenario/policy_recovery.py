"""Policy of recovery: what a customer is given after a failure, by whom, and in which steps."""

from __future__ import annotations

from typing import Literal

from cxsim.scenario.fields import Flag, Label, Model, Real, quantity
from cxsim.scenario.groups import Classes

_COMPANY = "default company"
MOST_OFFER = 40_000.  # 400 CNY times the highest factors
MOST_BUDGET = 1e9


class Step(Model):
    """One step of a protocol for talks after a failure."""

    name: Label = quantity(..., unit="label", source="user", grade="Policy", doc="What the agent does.")
    seconds: Real = quantity(
        30., unit="s", low=0, high=3_600, source="user", grade="Policy",
        doc="Agent time that the step adds to the response.")
    justice: Literal["distributive", "interactional", "procedural"] = quantity(
        "interactional", unit="dimension", source="user", grade="Policy",
        doc="What it makes fairer: the outcome, the treatment, or the way there.")


class Recovery(Model):
    """What a customer is given after a failure."""

    trigger: Literal["none", "confirmed", "all"] = quantity(
        "confirmed", unit="rule", source=_COMPANY, grade="Policy",
        doc="Which complaints are recovered: none, those found justified, all.")
    apology: Flag = quantity(
        True, unit="on/off", source="Strategies for raising customer satisfaction, 3.4 (HEAT, LESCANT)",
        grade="Policy", doc="Does the agent apologize?")
    apology_s: Real = quantity(
        60., unit="s", low=0, high=3_600, source="assumption", grade="Policy",
        doc="Agent time that an apology adds to the response.")
    compensation_cny: Real = quantity(
        60., unit="CNY/case", low=0, high=400, source=_COMPANY, grade="Policy",
        doc="Compensation of a recovered case, before the class factor.")
    class_factor: Classes[Real] = quantity(
        Classes[Real](general=1., serious=1., major=1.), unit="ratio", low=0, high=10, source="neutral",
        grade="Policy", doc="Factor on the compensation by class.")
    authority_limit_cny: Real = quantity(
        MOST_OFFER, unit="CNY/case", low=0, high=MOST_OFFER, source="neutral: nobody has to ask", grade="Policy",
        doc="Compensation that an agent may give without approval; above it somebody must agree after the assessment.")
    high_value_factor: Classes[Real] = quantity(
        Classes[Real](general=1., serious=1., major=1.), unit="ratio", low=0, high=10, source="neutral",
        grade="Policy", doc="Factor on the compensation of a high-value customer, by class.")
    budget_year_cny: Real = quantity(
        MOST_BUDGET, unit="CNY/year", low=0, high=MOST_BUDGET, source="neutral: no limit that binds", grade="Policy",
        doc="Compensation that may be paid in a year; a case that no longer fits is resolved without.")
    protocol: tuple[Step, ...] = quantity(
        (), unit="steps", source="neutral: an apology or none", grade="Policy",
        doc="Steps of the first response to a complaint beside the apology (HEAT, LESCANT, your own).")
