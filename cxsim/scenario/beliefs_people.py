"""Beliefs: how the people who serve react to pay, teaching and responsibility."""

from __future__ import annotations

from cxsim.scenario.fields import Model, Real, quantity

_PAID = "Holmstrom and Milgrom 1991 (sign); size assumed"


class PayBelief(Model):
    """What variable pay moves when it rewards one thing alone."""

    speed_handle_share: Real = quantity(
        .20, unit="share", low=0, high=.95, cited=(.05, .30), source=_PAID, grade="D",
        doc="Handle time saved where speed alone is paid.")
    speed_logit_loss: Real = quantity(
        .45, unit="logit", low=0, high=10, cited=(0., 1.), source=_PAID + ": first-contact resolution 72 to 63 %",
        grade="D", doc="Log odds of resolution lost where speed alone is paid.")
    resolution_handle_share: Real = quantity(
        .08, unit="share", low=0, high=5, cited=(0., .20), source=_PAID, grade="D",
        doc="Handle time added where resolution alone is paid.")
    resolution_logit_gain: Real = quantity(
        .40, unit="logit", low=0, high=10, cited=(0., .6), source=_PAID + ": first-contact resolution 72 to 79 %",
        grade="D", doc="Log odds of resolution gained where resolution alone is paid.")


class Teaching(Model):
    """What an hour of training is worth, and how it fades."""

    most_logit: Real = quantity(
        .40, unit="logit", low=0, high=10, cited=(0., .8), source="Arthur et al. 2003 (sign); size assumed", grade="D",
        doc="Most that training can add to the log odds of resolution.")
    scale_h: Real = quantity(
        20., unit="h", low=.01, high=1e5, cited=(10., 60.), source="assumption", grade="D",
        doc="Remembered hours of training that reach 63 % of the most.")
    memory_weeks: Real = quantity(
        8., unit="weeks", low=.1, high=1000, cited=(4., 26.), source="Arthur et al. 1998 (sign); size assumed",
        grade="D",
        doc="Time in which what was learned fades to 37 %, and in which steady training reaches 63 % of its effect.")


class Owning(Model):
    """What an agent does with a need that is hers to the end."""

    handle_share: Real = quantity(
        .15, unit="share", low=0, high=5, cited=(0., .4), source="assumption", grade="D",
        doc="Handle time that ownership adds.")
    logit_gain: Real = quantity(
        .40, unit="logit", low=0, high=10, cited=(0., 1.), source="Bowen and Lawler 1992 (sign); size assumed",
        grade="D", doc="What ownership adds to the log odds of resolution.")
