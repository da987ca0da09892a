"""World at the front door: what a bot meets, how long its sessions take, what it costs."""

from __future__ import annotations

from cxsim.scenario.fields import Model, Real, quantity
from cxsim.scenario.groups import Duration, Reasons


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
