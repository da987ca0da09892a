"""Scenario: World, Policy, Beliefs and a horizon; frozen and compared by value."""

from __future__ import annotations

from cxsim.scenario.beliefs import Beliefs
from cxsim.scenario.fields import Flag, Model, Text, Whole, part, quantity
from cxsim.scenario.policy import Policy
from cxsim.scenario.world import World


def _switch(doc: str) -> bool:
    return quantity(True, unit="on/off", source="all on in the default company", grade="World", doc=doc)


class Mechanisms(Model):
    """Independent switches; with all of them off the model is a textbook queue."""

    abandonment: Flag = _switch("People on the line lose patience.")
    redial: Flag = _switch("Those who abandoned or were blocked call again or write.")
    recontact: Flag = _switch("Those not helped come back.")
    transfer: Flag = _switch("Handlings are handed over to other queues.")
    busy_day: Flag = _switch("The level of demand varies from day to day.")
    season: Flag = _switch("Demand follows the season.")
    experience: Flag = _switch("Contacts move satisfaction and expectation.")
    surveys: Flag = _switch("Surveys are sent and answered.")
    loyalty: Flag = _switch("Customers are reviewed: stay, leave, join, refer.")
    complaints: Flag = _switch("Failures become complaints and cases.")
    staff: Flag = _switch("Employees are absent, learn, tire, leave.")


class Scenario(Model):
    """A company in its market for some weeks: what is given, decided and believed."""

    name: Text = quantity("default", unit="label", source="user", grade="World", doc="Name in tables and pictures.")
    world: World = part(World(), "What the company is given.")
    policy: Policy = part(Policy(), "What the trainee decides.")
    beliefs: Beliefs = part(Beliefs(), "How people react.")
    before: Policy | None = part(None, "Policy in force during burn-in; none is the default company's policy.")
    weeks: Whole = quantity(
        52, unit="weeks", low=1, high=260, source="one year", grade="World", doc="Length of the horizon.")
    burn_in_weeks: Whole = quantity(
        52, unit="weeks", low=0, high=104, source="one year; the start state must be stationary", grade="World",
        doc="Weeks simulated before the horizon, under the policy before.")
    mechanisms: Mechanisms = part(Mechanisms(), "Switches of the model's parts.")
