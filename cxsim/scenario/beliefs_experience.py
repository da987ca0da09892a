"""Beliefs: how a contact becomes satisfaction, and satisfaction an answer."""

from __future__ import annotations

from cxsim.scenario.fields import Model, Real, quantity
from cxsim.scenario.groups import Dimensions, Queues

_OLIVER = "Oliver 1980; Szymanski and Henard 2001 (meta-analysis)"
_WAIT = "Maister 1985; Hornik 1984; Antonides et al. 2002"


class Experience(Model):
    """From what happened to a score: performance, expectation and the gap between them."""

    weight: Dimensions[Real] = quantity(
        Dimensions[Real](reliability=.30, responsiveness=.25, assurance=.20, empathy=.15, tangibles=.10),
        unit="share", low=0, high=1, source="lesson 1 (given)", grade="World",
        doc="Weight of each SERVQUAL dimension; they sum to 1.")
    performance_weight: Real = quantity(
        1., unit="ratio", low=0, high=10, cited=(.5, 1.5), source=_OLIVER, grade="A",
        doc="Weight of perceived performance in the episode score.")
    disconfirmation_weight: Real = quantity(
        1., unit="ratio", low=0, high=10, cited=(.5, 1.5), source=_OLIVER, grade="A",
        doc="Weight of the valued gap between performance and expectation.")
    loss_aversion: Real = quantity(
        2., unit="ratio", low=0, high=20, cited=(1.5, 2.5),
        source="Tversky and Kahneman 1992; Brown et al. 2024 (money gambles)", grade="B",
        doc="A shortfall weighs this many times as much as an equal surplus.")
    gap_exponent: Real = quantity(
        .88, unit="exponent", low=.1, high=2, cited=(.8, 1.), source="Tversky and Kahneman 1992", grade="B",
        doc="Diminishing sensitivity to the size of a gap.")
    expectation_step: Real = quantity(
        .2, unit="share per need", low=0, high=1, cited=(.1, .4),
        source="Boulding et al. 1993; Rust et al. 1999", grade="B",
        doc="How far expectation moves to what was lived.")
    promise_weight: Real = quantity(
        .2, unit="share", low=0, high=1, cited=(0., .5), source="assumption", grade="D",
        doc="Weight of the promise in expected responsiveness; the rest is what was lived.")
    promise_floor: Real = quantity(
        -.5, unit="points", low=-5, high=1, cited=(-2.5, 0.), source="assumption", grade="D",
        doc="Lowest responsiveness that a weak promise can make people expect.")
    tolerance_zone: Real = quantity(
        .2, unit="points", low=0, high=5, cited=(0., .5),
        source="Zeithaml et al. 1993 (form); size assumed", grade="B",
        doc="Gap in responsiveness that goes unnoticed.")
    perceived_wait_factor: Real = quantity(
        1.2, unit="ratio", low=0, high=10, cited=(1., 1.4), source=_WAIT, grade="B",
        doc="Perceived over actual wait.")
    wait_scale_min: Queues[Real] = quantity(
        Queues[Real](phone=1., chat=1., email=240., case=1440.), unit="min", low=.001, high=1e6,
        source="assumption", grade="D",
        doc="Wait on a logarithmic scale: responsiveness = 1 - ln(1 + perceived wait / scale).")
    responsiveness_floor: Real = quantity(
        -2.5, unit="points", low=-20, high=1, cited=(-4., -1.5), source="assumption", grade="D",
        doc="Lowest perceived responsiveness.")
    abandon_penalty: Real = quantity(
        .5, unit="points", low=0, high=20, cited=(0., 1.), source="assumption", grade="D",
        doc="Responsiveness lost by waiting in vain, beside the wait itself.")
    repeat_penalty: Real = quantity(
        .55, unit="points", low=0, high=20, cited=(.3, .8), source="SQM: -15 points of top-box per attempt",
        grade="C", doc="Reliability lost with each further handling of a need.")
    unresolved_penalty: Real = quantity(
        2., unit="points", low=0, high=20, cited=(1., 3.), source="assumption", grade="D",
        doc="Reliability lost when a need is never resolved.")
    assurance_base: Real = quantity(
        .6, unit="points", low=-10, high=10, cited=(.3, .9), source="assumption", grade="D",
        doc="Perceived assurance at difficulty 0.")
    assurance_difficulty_slope: Real = quantity(
        -.25, unit="points/sd", low=-10, high=10, cited=(-.5, 0.), source="assumption", grade="D",
        doc="How difficulty changes perceived assurance.")
    assurance_noise_sd: Real = quantity(
        .5, unit="points", low=0, high=10, cited=(.3, .8), source="assumption", grade="D",
        doc="Spread of perceived assurance between needs.")
    empathy_base: Real = quantity(
        .6, unit="points", low=-10, high=10, cited=(.3, .9), source="assumption", grade="D",
        doc="Mean perceived empathy.")
    empathy_noise_sd: Real = quantity(
        .7, unit="points", low=0, high=10, cited=(.4, 1.), source="assumption", grade="D",
        doc="Spread of perceived empathy between needs.")
    tangibles_base: Real = quantity(
        .5, unit="points", low=-10, high=10, cited=(.2, .8), source="assumption", grade="D",
        doc="Mean perceived tangibles.")
    tangibles_noise_sd: Real = quantity(
        .3, unit="points", low=0, high=10, cited=(.1, .6), source="assumption", grade="D",
        doc="Spread of perceived tangibles between needs.")
    memory_step: Real = quantity(
        .15, unit="share per need", low=0, high=1, cited=(.08, .25), source="assumption", grade="D",
        doc="How far latent satisfaction moves to the latest episode (alpha).")
    personal_sd: Real = quantity(
        .7, unit="points", low=0, high=10, cited=(.4, 1.),
        source="assumption; r(NPS answer, stay) reaches .13",
        grade="D", doc="Spread of the persistent personal level between people; enters every episode.")
    start_satisfaction: Real = quantity(
        .17, unit="points", low=-20, high=20, source="calibrated near the run mean", grade="World",
        doc="Latent satisfaction of a newcomer and before burn-in.")
    start_expectation: Dimensions[Real] = quantity(
        Dimensions[Real](reliability=.55, responsiveness=.31, assurance=.6, empathy=.6, tangibles=.5),
        unit="points", low=-20, high=20, source="calibrated near the run mean", grade="World",
        doc="Expectation of a newcomer and before burn-in.")


class Answers(Model):
    """From satisfaction to what people say: recommend, satisfied, effort; and who answers at all."""

    recommend_intercept: Real = quantity(
        7.55, unit="answer 0-10", low=-20, high=30, source="tuned to NPS 5-25", grade="World",
        doc="Mean recommend answer at satisfaction 0.")
    recommend_slope: Real = quantity(
        1.25, unit="answer/point", low=-10, high=10, cited=(.8, 1.8), source="assumption", grade="D",
        doc="How satisfaction moves the recommend answer.")
    scale_use_sd: Real = quantity(
        1., unit="answer", low=0, high=10, cited=(.5, 1.5), source="ECSI 1998 data: scale use per person",
        grade="B", doc="Spread of the personal use of the scale.")
    recommend_noise_sd: Real = quantity(
        1.2, unit="answer", low=0, high=10, cited=(.8, 1.8), source="item reliability .5-.7", grade="B",
        doc="Noise of a single recommend answer.")
    episode_weight: Real = quantity(
        .3, unit="share", low=0, high=1, cited=(0., .6), source="assumption", grade="D",
        doc="Weight of the episode beside latent satisfaction in a survey answer.")
    csat_intercept: Real = quantity(
        1.1, unit="points", low=-20, high=20, source="tuned to CSAT 80-86", grade="World",
        doc="Latent rating at episode score 0; satisfied if above 0.")
    csat_slope: Real = quantity(
        .8, unit="ratio", low=-10, high=10, cited=(.5, 1.2), source="assumption", grade="D",
        doc="How the episode moves the latent rating.")
    csat_scale_use: Real = quantity(
        .35, unit="points", low=0, high=10, cited=(.2, .5), source="assumption", grade="D",
        doc="How the personal use of the scale moves the latent rating.")
    csat_noise_sd: Real = quantity(
        .7, unit="points", low=0, high=10, cited=(.5, 1.), source="item reliability .5-.7", grade="B",
        doc="Noise of a single rating.")
    effort_base: Real = quantity(
        2., unit="answer 1-7", low=-10, high=20, cited=(1.5, 3.), source="assumption", grade="D",
        doc="Mean effort answer for one contact answered at once (7 is most effort).")
    effort_per_contact: Real = quantity(
        .8, unit="answer", low=0, high=10, cited=(.4, 1.2), source="Dixon et al. 2010 (form); size assumed",
        grade="C", doc="Effort of each further contact of a need.")
    effort_per_transfer: Real = quantity(
        .6, unit="answer", low=0, high=10, cited=(.3, 1.), source="Dixon et al. 2010 (form); size assumed",
        grade="C", doc="Effort of each hand-over: telling the story again.")
    effort_per_switch: Real = quantity(
        .5, unit="answer", low=0, high=10, cited=(.2, 1.), source="Dixon et al. 2010 (form); size assumed",
        grade="C", doc="Effort of each change of channel.")
    effort_per_log_wait: Real = quantity(
        .4, unit="answer", low=0, high=10, cited=(.2, .8), source="assumption", grade="D",
        doc="Effort of ln(1 + perceived wait / scale).")
    effort_noise_sd: Real = quantity(
        .8, unit="answer", low=0, high=10, cited=(.5, 1.2), source="item reliability .5-.7", grade="B",
        doc="Noise of a single effort answer.")
    response_intercept: Real = quantity(
        -2., unit="logit", low=-40, high=40, cited=(-3., -1.), source="Groves 2006; rates of 5-25 %",
        grade="A",
        doc="Log odds of answering a survey when the answer would be neutral.")
    response_extremity: Real = quantity(
        .12, unit="logit/answer", low=-10, high=10, cited=(-.1, .3),
        source="Hu, Pavlou and Zhang 2009 (form); size assumed", grade="B",
        doc="People with extreme answers answer more (mild U); negative turns it round.")
    response_center: Real = quantity(
        7.5, unit="answer 0-10", low=0, high=10, cited=(5., 9.), source="assumption", grade="D",
        doc="Answer at which people are least moved to respond.")
