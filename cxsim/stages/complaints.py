"""Who complains after a failure, what is the complaint worth, and what does recovery give back?

In: severity, memory of failure, the recovery policy. Out: damage, probability of complaining, class, recovered
share. Sources: Knox & van Oest 2014 (recovery cuts but rarely offsets), Smith, Bolton & Wagner 1999 and Gelbrich &
Roschk 2011 (justice dimensions), Maxham & Netemeyer 2002 (double deviation), Goodman/TARP (few complain).
"""

from __future__ import annotations

from cxsim._jit import rule
from cxsim.clock import WEEK
from cxsim.distributions import exp_, logistic_

(SEVERITY_LOW, SEVERITY_SPAN, GAVE_UP_FACTOR, DOUBLE_FACTOR, DOUBLE_ABOVE, FAILURE_CAP, FAILURE_DROP, COMPLAIN_BASE,
 COMPLAIN_SEVERITY, COMPLAIN_MIDDLE, COMPLAIN_OFFER, COMPLAIN_VALUE, RECOVERY_CAP, DISTRIBUTIVE, INTERACTIONAL,
 PROCEDURAL, BASE_JUSTICE, OFFER_SCALE_CNY, APOLOGY_JUSTICE, PLAIN_JUSTICE, HALF_LIFE_H, MISUSE_RATE, SERIOUS_ABOVE,
 MAJOR_ABOVE) = range(24)
N_COMPLAINTS = 24

TRIGGER_NONE, TRIGGER_CONFIRMED, TRIGGER_ALL = range(3)
BUDGET_YEAR = 52 * WEEK
LN2 = 0.6931471805599453


@rule
def severity(u, gave_up, row):
    """Severity of a failed need (points): uniform, smaller when the customer gave up before being handled."""
    size = row[SEVERITY_LOW] + row[SEVERITY_SPAN] * u
    return size * row[GAVE_UP_FACTOR] if gave_up else size


@rule
def damage(size, failure, row):
    """What a failure adds to the memory of failure: it counts double when an earlier one is still remembered."""
    factor = row[DOUBLE_FACTOR] if failure > row[DOUBLE_ABOVE] else 1.0
    return min(row[FAILURE_CAP] - failure, size * factor)


@rule
def satisfaction_drop(added, row):
    """What the damage takes from latent satisfaction, beyond the bad episode itself."""
    return row[FAILURE_DROP] * added


@rule
def complain_probability(size, offer_cny, high_value, row):
    """Probability that a failure becomes a complaint: severity, a known offer and a high value raise it."""
    logit = row[COMPLAIN_BASE] + row[COMPLAIN_SEVERITY] * (size - row[COMPLAIN_MIDDLE])
    logit += row[COMPLAIN_OFFER] * offer_cny / 100.0
    return logistic_(logit + (row[COMPLAIN_VALUE] if high_value else 0.0))


@rule
def misuse_probability(offer_cny, row):
    """Probability that an opportunist complains after a good contact, for the compensation."""
    return row[MISUSE_RATE] * offer_cny / 100.0


@rule
def case_class_of(size, row):
    """Class of a complaint (general, serious, major = 0, 1, 2) by severity."""
    if size > row[MAJOR_ABOVE]:
        return 2
    return 1 if size > row[SERIOUS_ABOVE] else 0


@rule
def budget_year(now, start):
    """Year of the budget, counted from the start of the horizon; the years of the burn-in are negative."""
    return (now - start) // BUDGET_YEAR


@rule
def within_budget(paid, spent, budget):
    """What is paid in a case when so much of the year's budget is spent: all or nothing (fen)."""
    return paid if spent + paid <= budget else 0


@rule
def recovered_share(offer_cny, apology, hours, row, closed):
    """Share of the damage that a recovery takes back: distributive, interactional and procedural justice.

    `offer_cny` is what was paid, `hours` from the complaint to the first substantive response. The cap stays
    below 1, so that recovery never beats "no failure" by default. `closed` is the share of what is missing to full
    justice that the steps of the protocol close, by dimension.
    """
    distributive = row[BASE_JUSTICE] + (1.0 - row[BASE_JUSTICE]) * (1.0 - exp_(-offer_cny / row[OFFER_SCALE_CNY]))
    interactional = row[APOLOGY_JUSTICE] if apology else row[PLAIN_JUSTICE]
    procedural = exp_(-LN2 * hours / row[HALF_LIFE_H])
    distributive += (1.0 - distributive) * closed[0]
    interactional += (1.0 - interactional) * closed[1]
    procedural += (1.0 - procedural) * closed[2]
    justice = row[DISTRIBUTIVE] * distributive + row[INTERACTIONAL] * interactional + row[PROCEDURAL] * procedural
    return row[RECOVERY_CAP] * justice
