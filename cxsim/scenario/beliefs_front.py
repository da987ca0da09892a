"""Beliefs at the front door: how people take a bot."""

from __future__ import annotations

from cxsim.scenario.fields import Model, Real, quantity


class BotBelief(Model):
    """What people do with a bot and how its answer feels."""

    notice_share: Real = quantity(
        .5, unit="share", low=0, high=1, cited=(.3, .8), source="assumption", grade="D",
        doc="Share of the misread who notice at once; the others believe it solved and find out later.")
    empathy_points: Real = quantity(
        -.7, unit="points", low=-10, high=10, cited=(-1.2, 0.), source="assumption", grade="D",
        doc="Perceived empathy of a need that only the bot handled, over that of a person.")
    explain_again_s: Real = quantity(
        30., unit="s", low=0, high=3_600, cited=(0., 90.),
        source="Dixon et al. 2010 (form: repeating information); size assumed", grade="D",
        doc="Agent time to hear again what the bot was told.")
