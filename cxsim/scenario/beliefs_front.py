"""Beliefs at the front door: how people take a bot, an announced wait, reminders and call backs."""

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


class FeedbackBelief(Model):
    """What reminders and call backs do to people; without them nothing here acts."""

    reminder_factor: Real = quantity(
        .6, unit="ratio", low=0, high=1, cited=(.4, .9), source="Dillman et al. 2014 (sign); size assumed", grade="C",
        doc="Chance that a reminder is answered over that of the request before it.")
    reminder_points: Real = quantity(
        .002, unit="points", low=0, high=5, cited=(0., .01), source="assumption", grade="D",
        doc="Latent satisfaction that each reminder takes: contact pressure.")
    call_back_points: Real = quantity(
        .15, unit="points", low=-5, high=5, cited=(0., .3), source="assumption", grade="D",
        doc="Latent satisfaction that a call back at once gives, beside what it mends of a failure.")
    call_back_mends: Real = quantity(
        .2, unit="share", low=0, high=1, cited=(.05, .4), source="assumption: half of an apology without money",
        grade="D", doc="Share of the damage of a failure that a call back at once mends; it fades with the hours.")


class WarningBelief(Model):
    """What people make of an offer to stay."""

    accept_share: Real = quantity(
        .7, unit="share", low=0, high=1, cited=(.4, .9), source="assumption", grade="D",
        doc="Share of flagged customers who take the offer.")
    offer_logit: Real = quantity(
        -.5, unit="logit", low=-10, high=10, cited=(-1.2, 0.), source="assumption; Ascarza 2018: small or none",
        grade="D", doc="Most that an offer moves the log odds of leaving while it holds.")
    offer_scale_cny: Real = quantity(
        60., unit="CNY", low=.01, high=1e6, cited=(30., 120.), source="assumption: concave as compensation", grade="D",
        doc="Offer that reaches 63 % of the most.")
    pretend_per_100_cny: Real = quantity(
        .05, unit="share per 100 CNY", low=0, high=1, cited=(0., .10), source="assumption", grade="D",
        doc="Chance, at each review, that an opportunist threatens to leave for the offer.")
