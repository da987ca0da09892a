"""Beliefs at the front door: how people take a bot and an announced wait."""

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


class AnnouncementBelief(Model):
    """What an announced wait does; without one (`policy.promise.announce`) nothing here acts."""

    felt_factor: Real = quantity(
        1.07, unit="ratio", low=0, high=10, cited=(1., 1.2),
        source="Antonides et al. 2002; Katz et al. 1991 (sign); size assumed", grade="C",
        doc="Perceived over actual wait as long as the announcement holds.")
    overrun_factor: Real = quantity(
        1.6, unit="ratio", low=0, high=20, cited=(1.2, 2.5), source="Maister 1985 (sign); size assumed", grade="D",
        doc="Perceived over actual wait beyond what was announced.")
    leave_factor: Real = quantity(
        1.2, unit="ratio", low=.01, high=100, cited=(1., 2.),
        source="Aksin et al. 2017; Yu et al. 2017 (sign); size assumed", grade="D",
        doc="People leave at once when the announced wait is more than so many times their patience.")
