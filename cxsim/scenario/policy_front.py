"""Policies at the ends of a relation: the bot at the front door, the early warning before somebody leaves."""

from __future__ import annotations

from typing import Literal

from cxsim.scenario.fields import Flag, Model, Real, Whole, quantity
from cxsim.scenario.groups import Channels

FILLED_GROUPS = (Channels[Flag],)  # at module level for pickle, as in groups
_S0 = "Strategies for raising customer satisfaction, 5.3"


class Bot(Model):
    """An automatic answer in front of the channels, around the clock; people follow where it fails."""

    on: Flag = quantity(
        False, unit="on/off", source="none in the default company", grade="Policy",
        doc="Does a bot answer first?")
    front: Channels[Flag] = quantity(
        Channels[Flag](phone=True, chat=True, email=True), unit="on/off", source="assumption", grade="Policy",
        doc="Channels in front of which the bot stands.")
    deflection: Real = quantity(
        .80, unit="share", low=0, high=1, cited=(.1, .8), source=_S0 + "; Gartner 2023: 10-40 % try", grade="Policy",
        doc="Share of common needs that the bot takes.")
    accuracy: Real = quantity(
        .92, unit="share", low=0, high=1, cited=(.17, .92), source=_S0 + "; Gartner 2023: 17-58 % resolved",
        grade="Policy",
        doc="Share of its sessions in which the bot understands what is wanted; these needs are solved.")
    fallback: Flag = quantity(
        True, unit="on/off", source=_S0, grade="Policy",
        doc="Can who is misread go on to a person at once?")
    context_passed: Flag = quantity(
        False, unit="on/off", source="assumption", grade="Policy",
        doc="Does the person see what the bot was told, so that nothing is explained again?")


class EarlyWarning(Model):
    """Churn early warning: who seems about to leave is offered something to stay."""

    on: Flag = quantity(
        False, unit="on/off", source="none in the default company", grade="Policy", doc="Is there an early warning?")
    lead_reviews: Whole = quantity(
        4, unit="reviews", low=1, high=13, cited=(3, 6), source="2025 guide to after-sales service, 3.4.1: 3-6 months",
        grade="Policy", doc="How many four-week reviews ahead it looks; the offer holds as long.")
    recall: Real = quantity(
        .78, unit="share", low=0, high=1, cited=(.3, .8), source=_S0, grade="Policy",
        doc="Share flagged of those who would leave within the lead.")
    false_alarm: Real = quantity(
        .10, unit="share", low=0, high=1, cited=(.02, .3), source="assumption", grade="Policy",
        doc="Share flagged, at each review, of those who would stay.")
    who: Literal["all", "high_value"] = quantity(
        "all", unit="rule", source="assumption", grade="Policy",
        doc="All customers, or those from routing.high_value_from_cny on.")
    offer_cny: Real = quantity(
        60., unit="CNY/offer", low=0, high=10_000, source="assumption", grade="Policy",
        doc="What a flagged customer is offered.")
