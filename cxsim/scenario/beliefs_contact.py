"""Beliefs: what people do after a wait or a contact that failed, and what mends it."""

from __future__ import annotations

from cxsim.scenario.fields import Model, Real, Whole, quantity
from cxsim.scenario.groups import Duration, Justice

_BANK = "Anonymous Bank 1999"
_JUSTICE = "Orsingher et al. 2010; Gelbrich and Roschk 2011; size within the evidence"


class Contacting(Model):
    """Redial, switch, come back."""

    redial_share: Real = quantity(
        .45, unit="share", low=0, high=1, cited=(.30, .70), source=_BANK, grade="B",
        doc="Share of those who abandoned and call again.")
    redial_delay: Duration = quantity(
        Duration(family="exponential", mean_min=20.), unit="min", source=_BANK + ": most within the hour",
        grade="B", doc="Time to the redial.")
    switch_to_email_share: Real = quantity(
        .15, unit="share", low=0, high=1, cited=(0., .30), source="assumption", grade="D",
        doc="Share of those who abandoned and write an email instead; the rest give up.")
    recontact_share: Real = quantity(
        .95, unit="share", low=0, high=1, cited=(.70, 1.),
        source="SQM: FCR 70 %, 28-30 % come back", grade="C",
        doc="Share of those not helped who come back; the rest give up unresolved.")
    recontact_delay: Duration = quantity(
        Duration(family="lognormal", mean_min=2374.2, cv=1.3108), unit="min",
        source="assumption: median 1 day, log-sd 1", grade="D", doc="Time to the re-contact.")
    repeats_max: Whole = quantity(
        5, unit="contacts", low=0, high=1_000_000, source="assumption", grade="D",
        doc="After so many re-contacts a need that is still open is given up.")


class Failure(Model):
    """A need that ended without help, and how long it is remembered."""

    severity_low: Real = quantity(
        .2, unit="severity", low=0, high=100, cited=(.1, .4), source="assumption", grade="D",
        doc="Least severity of a failure (uniform).")
    severity_high: Real = quantity(
        1.2, unit="severity", low=0, high=100, cited=(.9, 1.5), source="assumption", grade="D",
        doc="Greatest severity of a failure (uniform).")
    gave_up_factor: Real = quantity(
        .5, unit="ratio", low=0, high=10, cited=(.3, 1.), source="assumption", grade="D",
        doc="Severity when the caller gave up over that of a service that failed.")
    double_deviation: Real = quantity(
        2., unit="ratio", low=0, high=20, cited=(1.5, 3.),
        source="Bitner et al. 1990; Maxham and Netemeyer 2002",
        grade="B", doc="A second failure counts this many times.")
    double_from: Real = quantity(
        .4, unit="severity", low=0, high=100, cited=(.2, .8), source="assumption", grade="D",
        doc="Memory of failure above which the next one is a second failure.")
    memory_keep: Real = quantity(
        .87, unit="share per 4 weeks", low=0, high=1, cited=(.75, .95),
        source="assumption: half-life 20 weeks",
        grade="D", doc="Share of the memory of failure that is left at the next review.")
    memory_cap: Real = quantity(
        4., unit="severity", low=0, high=100, cited=(2., 6.), source="assumption", grade="D",
        doc="Most that the memory of failure can hold.")
    satisfaction_drop: Real = quantity(
        .2, unit="points/severity", low=0, high=10, cited=(0., .5), source="assumption", grade="D",
        doc="Latent satisfaction lost with a failure, beside the bad episode; recovery gives its share back.")


class Complaining(Model):
    """Who says so. Most of the dissatisfied leave in silence."""

    intercept: Real = quantity(
        -1.35, unit="logit", low=-40, high=40, cited=(-2.5, -.5),
        source="TARP: about 5 % to management, 45 % to the front line; 22 % of failures here", grade="C",
        doc="Log odds of a complaint after a failure of the central severity.")
    severity_slope: Real = quantity(
        1.2, unit="logit/severity", low=-20, high=20, cited=(.6, 2.), source="assumption", grade="D",
        doc="Severe failures are complained about more.")
    severity_center: Real = quantity(
        .7, unit="severity", low=0, high=100, cited=(.4, 1.), source="assumption", grade="D",
        doc="Severity at which the intercept holds.")
    compensation_slope: Real = quantity(
        .3, unit="logit per 100 CNY", low=-10, high=10, cited=(.1, .6), source="assumption", grade="D",
        doc="An offer draws complaints.")
    high_value_logit: Real = quantity(
        .25, unit="logit", low=-10, high=10, cited=(0., .5), source="assumption", grade="D",
        doc="High-value customers complain more.")
    opportunist_share: Real = quantity(
        .05, unit="share", low=0, high=1, cited=(0., .10), source="assumption", grade="D",
        doc="Share of customers who complain without cause when it pays.")
    misuse_per_100_cny: Real = quantity(
        .05, unit="share per 100 CNY", low=0, high=1, cited=(0., .10), source="assumption", grade="D",
        doc="Chance that an opportunist complains after a good contact.")


class RecoveryBelief(Model):
    """How far a recovery mends a failure: justice in outcome, conduct and procedure."""

    distributive_weight: Real = quantity(
        .45, unit="share", low=0, high=1, cited=(.3, .6), source=_JUSTICE, grade="A",
        doc="Weight of what the customer gets.")
    interactional_weight: Real = quantity(
        .35, unit="share", low=0, high=1, cited=(.2, .5), source=_JUSTICE, grade="A",
        doc="Weight of how the customer is treated.")
    procedural_weight: Real = quantity(
        .20, unit="share", low=0, high=1, cited=(.1, .3), source=_JUSTICE, grade="A",
        doc="Weight of speed and procedure; the three weights sum to 1.")
    cap: Real = quantity(
        .85, unit="share", low=0, high=1.5, cited=(.6, 1.),
        source="de Matos et al. 2007; Knox and van Oest 2014",
        grade="A", doc="Most of a failure that can be mended; below 1 nobody gains from a failure.")
    distributive_base: Real = quantity(
        .15, unit="share", low=0, high=1, cited=(0., .4), source="assumption", grade="D",
        doc="Distributive justice of a solution without compensation.")
    compensation_scale_cny: Real = quantity(
        60., unit="CNY", low=.01, high=1e6, cited=(30., 120.),
        source="Gelbrich et al. 2015 (concave); size assumed",
        grade="B", doc="Compensation that closes 63 % of the rest.")
    interactional_base: Real = quantity(
        .35, unit="share", low=0, high=1, cited=(.2, .5), source="assumption", grade="D",
        doc="Interactional justice without an apology.")
    apology_gain: Real = quantity(
        .20, unit="share", low=0, high=1, cited=(.1, .4), source="Smith et al. 1999 (sign); size assumed",
        grade="B", doc="Interactional justice that an apology adds.")
    step_gain: Justice[Real] = quantity(
        Justice[Real](distributive=.10, interactional=.10, procedural=.10), unit="share", low=0, high=1,
        cited=(0., .25), source="Davidow 2003; Gelbrich and Roschk 2011 (sign); size assumed", grade="D",
        doc="Share of what is missing to full justice that each step of a protocol closes.")
    half_life_h: Real = quantity(
        36., unit="h", low=.01, high=1e5, cited=(24., 48.), source="Smith et al. 1999; Davidow 2003",
        grade="B",
        doc="Hours to the response that halve procedural justice.")
    confirmed_share: Real = quantity(
        .8, unit="share", low=0, high=1, cited=(.6, .95), source="assumption", grade="D",
        doc="Share of complaints that the assessment finds justified.")
