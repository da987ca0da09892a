"""Does the customer stay, does a prospect join, does anybody refer?

In: latent satisfaction, memory of failure, tenure, traits. Out: probabilities per four-week review. Satisfaction
moves leaving through an S-shaped logit with small explained variance: Bolton 1998; Kumar, Dalla Pozza & Ganesh
2013. NPS answers never enter. Word of mouth: East, Hammond & Lomax 2008. Referral: Schmitt, Skiera & Van den
Bulte 2011.
"""

from __future__ import annotations

from cxsim._jit import inlined_rule, rule
from cxsim.distributions import exp_, log_, logistic_

(BASE, SLOPE, SCALE, NEUTRAL, FAILURE_SLOPE, TENURE_SLOPE, TENURE_MIDDLE, FRAILTY, REFERRED, CONTRACT_END,
 CONTRACT_RUNNING, OPEN_CASE, FADE, REFER_RATE, REFER_SLOPE, REFER_JOINS, JOIN_BASE, JOIN_HAPPY, JOIN_UNHAPPY,
 JOIN_PROMISE, HAPPY_FROM, UNHAPPY_TO, HEAR_SHARE, JOIN_CONTACT, JOIN_REPEAT_FACTOR) = range(25)
N_LOYALTY = 25

NO_CONTRACT, CONTRACT_ENDS, CONTRACT_RUNS = range(3)
REVIEWS_A_YEAR = 13


@inlined_rule
def tanh_(x):
    """Hyperbolic tangent through `exp_`, the same bits everywhere."""
    e = exp_(-2.0 * abs(x))
    return ((e - 1.0) if x < 0.0 else (1.0 - e)) / (1.0 + e)


@rule
def contract_phase(month, review):
    """Where a yearly contract stands at a review: no contract (month -1), ends now, or still running."""
    if month < 0:
        return NO_CONTRACT
    return CONTRACT_ENDS if review % REVIEWS_A_YEAR == month else CONTRACT_RUNS


@rule
def standing(frailty, referred, phase, open_cases, row):
    """Part of the leave logit that is not satisfaction: traits, referral, contract, open complaint cases."""
    logit = row[FRAILTY] * frailty + row[OPEN_CASE] * open_cases
    if referred:
        logit += row[REFERRED]
    if phase == CONTRACT_ENDS:
        logit += row[CONTRACT_END]
    elif phase == CONTRACT_RUNS:
        logit += row[CONTRACT_RUNNING]
    return logit


@inlined_rule
def leave_probability(satisfaction, failure, years, stand, row):
    """Probability of leaving at one four-week review."""
    pull = row[SLOPE] * row[SCALE] * tanh_((satisfaction - row[NEUTRAL]) / row[SCALE])
    tenure = row[TENURE_SLOPE] * (log_(1.0 + years) - row[TENURE_MIDDLE])
    return logistic_(row[BASE] + stand - pull + row[FAILURE_SLOPE] * failure + tenure)


@rule
def fade(failure, row):
    """Memory of failure after one more review period."""
    return failure * row[FADE]


@inlined_rule
def refer_probability(satisfaction, row):
    """Probability of recommending us to a prospect within one review period."""
    return row[REFER_RATE] / REVIEWS_A_YEAR * 2.0 * logistic_(row[REFER_SLOPE] * (satisfaction - row[NEUTRAL]))


@rule
def join_probability(heard_answer, promise_gap, row):
    """Probability that a prospect joins at a review: what a customer told, and how strong the promise is.

    `heard_answer` is the recommend answer (0-10) of the customer who was heard, -1 when nobody was.
    """
    logit = row[JOIN_BASE] + row[JOIN_PROMISE] * promise_gap
    if heard_answer >= row[HAPPY_FROM]:
        logit += row[JOIN_HAPPY]
    elif 0 <= heard_answer <= row[UNHAPPY_TO]:
        logit += row[JOIN_UNHAPPY]
    return logistic_(logit)


@rule
def join_after_contact_probability(handlings, row):
    """Probability that a prospect joins after a resolved contact; less after a repeat."""
    return row[JOIN_CONTACT] if handlings <= 1 else row[JOIN_CONTACT] * row[JOIN_REPEAT_FACTOR]
