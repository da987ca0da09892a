"""World at the front door: what a bot meets and costs; what asking and calling back takes."""

from __future__ import annotations

from cxsim.scenario.fields import Model, Real, quantity
from cxsim.scenario.groups import Duration, Reasons, lognormal


class BotWorld(Model):
    """What is given where a bot stands in front; without one (`policy.bot.on`) nothing here acts."""

    common_share: Reasons[Real] = quantity(
        Reasons[Real](enquiry=.6, order=0., technical=0., billing=0., complaint=0.), unit="share", low=0, high=1,
        source="lesson 2 (given): 60 % of enquiries", grade="World",
        doc="Share of the needs of each reason that are common ones, which a bot can answer.")
    availability: Real = quantity(
        1., unit="share", low=0, high=1, source="Strategies for raising customer satisfaction, 5.3 (24/7)",
        grade="World", doc="Share of needs that find the bot working; a failure of the bot is 0.")
    session: Duration = quantity(
        Duration(family="exponential", mean_min=2.), unit="min", source="assumption", grade="World",
        doc="Length of a session.")
    session_cny: Real = quantity(
        .30, unit="CNY/session", low=0, high=1e4, source="assumption", grade="World", doc="Cost of one session.")
    year_cny: Real = quantity(
        150_000., unit="CNY/year", low=0, high=1e10, source="assumption", grade="World",
        doc="Licence and upkeep of a bot that is on.")


class FeedbackWorld(Model):
    """What it takes to ask again and to call back."""

    call_back: Duration = quantity(
        lognormal(8., .8692), unit="min", source="assumption; family as in Brown et al. 2005", grade="World",
        doc="Agent time of a call back.")
    reminder_cny: Real = quantity(
        .10, unit="CNY/reminder", low=0, high=1e4, source="assumption: a text message", grade="World",
        doc="Cost of one reminder.")
    yearly_cny: Real = quantity(
        2., unit="CNY/person", low=0, high=1e4, source="assumption", grade="World",
        doc="Cost of one yearly questionnaire that is sent.")


class WarningWorld(Model):
    """What an early warning costs, beside the offers."""

    outreach_cny: Real = quantity(
        10., unit="CNY/flag", low=0, high=1e5, source="assumption", grade="World",
        doc="Cost of getting in touch with one flagged customer.")
    year_cny: Real = quantity(
        60_000., unit="CNY/year", low=0, high=1e10, source="assumption", grade="World",
        doc="Data and model of an early warning that is on.")
