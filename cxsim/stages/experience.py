"""What did the customer feel, what does she remember, and what would she answer?

In: what happened in one need, what she expected. Out: performance on the five SERVQUAL dimensions, the value of
each gap, the episode score, latent satisfaction with memory, survey answers. Sources: Oliver 1980 (performance and
disconfirmation), Parasuraman, Zeithaml & Berry 1988 (dimensions), Tversky & Kahneman 1992 (losses weigh more),
Boulding et al. 1993 (expectations adapt), Maister 1985 (perceived wait), Dixon, Freeman & Toman 2010 (effort).
"""

from __future__ import annotations

from cxsim._jit import inlined_rule, rule
from cxsim.distributions import exp_, log_, logistic_

# Columns of the experience row; the five weights come first, in the order of schema.DIMENSIONS.
RELIABILITY, RESPONSIVENESS, ASSURANCE, EMPATHY, TANGIBLES = range(5)
(PERFORMANCE, DISCONFIRMATION, LOSS, EXPONENT, ZONE, STEP, PROMISE_WEIGHT, REPEAT_PENALTY,
 UNRESOLVED_PENALTY, FLOOR, ASSURANCE_BASE, ASSURANCE_DIFFICULTY, ASSURANCE_NOISE, EMPATHY_BASE, EMPATHY_NOISE,
 TANGIBLES_BASE, TANGIBLES_NOISE, LEVEL_WEIGHT, MEMORY, ABANDON_PENALTY) = range(5, 25)
N_EXPERIENCE = 25

# Columns of the answers row.
(RECOMMEND_BASE, RECOMMEND_SLOPE, RECOMMEND_NOISE, EPISODE_SHARE, CSAT_BASE, CSAT_SLOPE, CSAT_PERSON, CSAT_NOISE,
 ANSWER_BASE, ANSWER_SLOPE, ANSWER_MIDDLE, EFFORT_BASE, EFFORT_CONTACT, EFFORT_TRANSFER, EFFORT_SWITCH, EFFORT_WAIT,
 EFFORT_NOISE, SENT_SHARE) = range(18)
N_ANSWERS = 18


@inlined_rule
def responsiveness(wait_units, abandons, row):
    """Perceived responsiveness: 1 without a wait, falling with the log of the felt wait and with waits in vain."""
    return max(row[FLOOR], 1.0 - log_(1.0 + wait_units) - row[ABANDON_PENALTY] * abandons)


@rule
def reliability(handlings, resolved, row):
    """Perceived reliability: 1 when solved at once, less for each repeat, much less when never solved."""
    return 1.0 - row[REPEAT_PENALTY] * max(0, handlings - 1) - (0.0 if resolved else row[UNRESOLVED_PENALTY])


@rule
def assurance(difficulty, luck, row):
    """Perceived competence: harder needs leave more doubt."""
    return row[ASSURANCE_BASE] - row[ASSURANCE_DIFFICULTY] * difficulty + row[ASSURANCE_NOISE] * luck


@rule
def empathy(luck, row):
    """Perceived conduct and wording of the agent."""
    return row[EMPATHY_BASE] + row[EMPATHY_NOISE] * luck


@rule
def tangibles(luck, row):
    """Perceived channel and environment."""
    return row[TANGIBLES_BASE] + row[TANGIBLES_NOISE] * luck


@rule
def expected_responsiveness(lived, promised, row):
    """Expected responsiveness: mostly what was lived, partly what was promised."""
    return (1.0 - row[PROMISE_WEIGHT]) * lived + row[PROMISE_WEIGHT] * promised


@inlined_rule
def gap_value(gap, zone, row):
    """Value of perceived minus expected: losses weigh more; a gap inside the tolerance zone counts as none."""
    exponent, loss = row[EXPONENT], row[LOSS]  # read in any case, so that a loop need not look which gaps count
    if abs(gap) < zone or gap == 0.0:
        return 0.0
    size = exp_(exponent * log_(abs(gap)))
    return size if gap > 0.0 else -loss * size


@inlined_rule
def dimension_score(dimension, perceived, expected, row):
    """Part of the episode score that one dimension brings: performance and disconfirmation, weighted."""
    zone = row[ZONE] if dimension == RESPONSIVENESS else 0.0
    value = gap_value(perceived - expected, zone, row)
    return row[dimension] * (row[PERFORMANCE] * perceived + row[DISCONFIRMATION] * value)


@rule
def remember(satisfaction, episode, row):
    """Latent satisfaction after an episode: exponential memory."""
    return satisfaction + row[MEMORY] * (episode - satisfaction)


@rule
def adapt(expected, perceived, row):
    """Expectation after an episode moves toward what was lived."""
    return expected + row[STEP] * (perceived - expected)


@rule
def recommend(satisfaction, episode, scale_use, luck, row):
    """Answer to "would you recommend us", 0 to 10: latent satisfaction, the last episode, the person's scale."""
    latent = satisfaction + row[EPISODE_SHARE] * (episode - satisfaction)
    answer = row[RECOMMEND_BASE] + row[RECOMMEND_SLOPE] * latent + scale_use + row[RECOMMEND_NOISE] * luck
    return int(min(10.0, max(0.0, answer)) + 0.5)


@rule
def is_satisfied(episode, scale_use, luck, row):
    """Whether the person would rate this need as satisfied."""
    return row[CSAT_BASE] + row[CSAT_SLOPE] * episode + row[CSAT_PERSON] * scale_use + row[CSAT_NOISE] * luck > 0.0


@inlined_rule
def effort(attempts, transfers, switches, wait_units, luck, row):
    """Customer effort answer, 1 to 7 (7 is most effort): repeats, hand-overs, switches and felt waits cost."""
    answer = row[EFFORT_BASE] + row[EFFORT_CONTACT] * (attempts - 1) + row[EFFORT_TRANSFER] * transfers
    answer += row[EFFORT_SWITCH] * switches + row[EFFORT_WAIT] * log_(1.0 + wait_units) + row[EFFORT_NOISE] * luck
    return int(min(7.0, max(1.0, answer)) + 0.5)


@inlined_rule
def answer_probability(answer, person_shift, row):
    """Probability that a survey is answered: the very happy and the very unhappy answer more (mild U)."""
    return logistic_(row[ANSWER_BASE] + person_shift + row[ANSWER_SLOPE] * abs(answer - row[ANSWER_MIDDLE]))
