"""Beliefs: who stays, who joins, who tells others; how work load wears on staff; what counts as relevant."""

from __future__ import annotations

from cxsim.scenario.fields import Model, Real, quantity

_BOLTON = "Bolton 1998; Mittal and Kamakura 2001; Kumar et al. 2013 (small size)"
_REFERRED = "Schmitt, Skiera and Van den Bulte 2011"


class Loyalty(Model):
    """Log odds of leaving at a review every four weeks, and spending."""

    hazard_intercept: Real = quantity(
        -4.62, unit="logit", low=-40, high=40, source="tuned to retention of 78-88 %", grade="World",
        doc="Log odds of leaving at a review for an average customer.")
    satisfaction_slope: Real = quantity(
        1.3, unit="logit/point", low=0, high=20, cited=(.7, 1.6), source=_BOLTON, grade="B",
        doc="How satisfaction lowers the log odds of leaving near the center.")
    satisfaction_scale: Real = quantity(
        1.2, unit="points", low=.01, high=100, cited=(.8, 2.), source="S-shape: Bolton 1998; Ngobo 1999",
        grade="B",
        doc="Distance from the center at which the effect of satisfaction levels off (tanh).")
    satisfaction_center: Real = quantity(
        .1, unit="points", low=-20, high=20, source="near the mean of the default company", grade="World",
        doc="Satisfaction at which the intercept holds.")
    failure_slope: Real = quantity(
        .4, unit="logit/severity", low=0, high=20, cited=(.2, .8), source="Knox and van Oest 2014 (sign)",
        grade="D",
        doc="How the memory of failure raises the log odds of leaving.")
    tenure_slope: Real = quantity(
        -.18, unit="logit", low=-10, high=10, cited=(-.4, 0.), source="Bolton 1998 (sign); size assumed",
        grade="D",
        doc="Effect of ln(1 + years as a customer).")
    tenure_center: Real = quantity(
        1.1, unit="ln years", low=-10, high=10, source="assumption", grade="World",
        doc="Tenure at which the intercept holds: 1.1 is two years.")
    contract_end_logit: Real = quantity(
        .9, unit="logit", low=-10, high=20, cited=(.4, 1.5), source="assumption", grade="D",
        doc="Effect of the review at which a contract ends.")
    contract_bound_logit: Real = quantity(
        -.25, unit="logit", low=-20, high=10, cited=(-.8, 0.), source="assumption", grade="D",
        doc="Effect of a contract at any other review.")
    frailty_sd: Real = quantity(
        .4, unit="logit", low=0, high=10, cited=(0., .8), source="Fader and Hardie 2007, 2010 (sorting)",
        grade="B",
        doc="Spread between people that nothing here explains; cohort retention rises by sorting alone.")
    referred_logit: Real = quantity(
        -.2, unit="logit", low=-10, high=10, cited=(-.3, 0.), source=_REFERRED + ": -18 % churn", grade="B",
        doc="Effect of having been referred.")
    open_case_logit: Real = quantity(
        .3, unit="logit/case", low=-10, high=10, cited=(0., .8), source="assumption", grade="D",
        doc="Effect of a complaint case that is still open.")
    spend_slope: Real = quantity(
        .05, unit="share/point", low=0, high=2, cited=(0., .10), source="assumption", grade="D",
        doc="How satisfaction changes the margin.")


class Talk(Model):
    """Referral, word of mouth, and what makes a prospect join."""

    referral_per_year: Real = quantity(
        .05, unit="referrals/year", low=0, high=10, cited=(.02, .10), source=_REFERRED + "; rate assumed",
        grade="D",
        doc="Referrals of a customer at central satisfaction in a year.")
    referral_slope: Real = quantity(
        1.2, unit="logit/point", low=-10, high=10, cited=(.6, 1.8), source="East et al. 2008 (sign)",
        grade="D",
        doc="How satisfaction moves referring.")
    referral_join_share: Real = quantity(
        .35, unit="share", low=0, high=1, cited=(.2, .5), source="assumption", grade="D",
        doc="Share of referred prospects who join.")
    referral_margin_factor: Real = quantity(
        1.16, unit="ratio", low=0, high=10, cited=(1., 1.25), source=_REFERRED + ": +16 % value", grade="B",
        doc="Margin of a referred customer over that of others.")
    hear_share: Real = quantity(
        .3, unit="share", low=0, high=1, cited=(.1, .5), source="assumption", grade="D",
        doc="Chance that a prospect hears a customer between two reviews.")
    happy_from: Real = quantity(
        9., unit="answer 0-10", low=0, high=10, source="Reichheld 2003 (promoter)", grade="World",
        doc="Recommend answer from which a customer speaks well.")
    unhappy_to: Real = quantity(
        6., unit="answer 0-10", low=0, high=10, source="Reichheld 2003 (detractor)", grade="World",
        doc="Recommend answer up to which a customer speaks badly.")
    join_intercept: Real = quantity(
        -4.5, unit="logit", low=-40, high=40, source="tuned to joiners about equal to leavers", grade="World",
        doc="Log odds that a prospect joins at a review.")
    happy_logit: Real = quantity(
        .5, unit="logit", low=-10, high=10, cited=(.2, .8),
        source="East et al. 2008 (positive at least as strong)",
        grade="B", doc="Effect of hearing a happy customer.")
    unhappy_logit: Real = quantity(
        -.4, unit="logit", low=-10, high=10, cited=(-.8, -.2), source="East et al. 2008", grade="B",
        doc="Effect of hearing an unhappy customer.")
    promise_logit: Real = quantity(
        .2, unit="logit/point", low=0, high=10, cited=(0., .4), source="assumption", grade="D",
        doc="Effect of the promise on joining: a weaker promise costs joiners.")
    contact_join_share: Real = quantity(
        .20, unit="share", low=0, high=1, cited=(.15, .35), source="assumption", grade="D",
        doc="Share of prospects who join after a contact that helped at once.")
    contact_join_repeat_factor: Real = quantity(
        .6, unit="ratio", low=0, high=10, cited=(.4, .9), source="assumption", grade="D",
        doc="The same after repeated contacts, over that.")


class Strain(Model):
    """What weekly occupancy above the comfortable level does; slopes per ten points of occupancy."""

    handle_per_tenth: Real = quantity(
        .03, unit="share per 10 points", low=0, high=2, cited=(0., .08),
        source="KC and Terwiesch 2009 (sign)",
        grade="C", doc="Extra handle time.")
    absence_per_tenth: Real = quantity(
        .01, unit="share per 10 points", low=0, high=1, cited=(0., .03), source="Deery et al. 2002 (sign)",
        grade="C",
        doc="Extra absence.")
    leaving_per_tenth: Real = quantity(
        .3, unit="logit per 10 points", low=0, high=10, cited=(0., .8), source="Deery et al. 2002 (sign)",
        grade="C",
        doc="Effect on the log odds that an agent leaves.")


class Relevance(Model):
    """Differences below these margins are too close to call, however sure they are."""

    true_nps: Real = quantity(
        .5, unit="NPS points", low=0, high=200, source="assumption", grade="D", doc="Margin of true NPS.")
    observed_nps: Real = quantity(
        1., unit="NPS points", low=0, high=200, source="assumption", grade="D", doc="Margin of observed NPS.")
    retention_points: Real = quantity(
        .2, unit="points", low=0, high=100, source="assumption", grade="D", doc="Margin of yearly retention.")
    profit_share: Real = quantity(
        .004, unit="share", low=0, high=1, source="assumption", grade="D",
        doc="Margin of profit and value as a share of the base's profit.")
    profit_floor_cny: Real = quantity(
        30_000., unit="CNY", low=0, high=1e12, source="assumption", grade="D",
        doc="Least margin of profit and value; the larger of the two holds.")
