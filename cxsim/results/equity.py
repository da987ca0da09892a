"""Customer equity: what the future margin of those who are customers is worth.

Retention of the coming year is taken at the present state, with satisfaction half-way to the mean at the start
of the horizon and the memory of failure halved, because both drift back. The mean at the start is the same for
every policy under test: what a policy lifts would not last without its cost, and equity counts no cost of service.
"""

from __future__ import annotations

import numpy as np

from cxsim._jit import checked_kernel
from cxsim.clock import WEEK
from cxsim.distributions import exp_
from cxsim.results.facts import Facts, prices_of
from cxsim.schema import CUSTOMER
from cxsim.stages.finance import REVIEWS_A_YEAR, WEEKS_A_YEAR, equity, full_margin, spending
from cxsim.stages.loyalty import (
    CONTRACT_END,
    CONTRACT_RUNNING,
    CONTRACT_RUNS,
    NO_CONTRACT,
    leave_probability,
    standing,
)

YEAR = WEEKS_A_YEAR * WEEK


@checked_kernel
def _stay_a_year(chance, end_odds):
    """Probability of staying through the reviews of a year, from the chance of leaving at a usual review.

    `end_odds` is how much the odds of leaving grow at the one review at which a contract ends, 1 without one.
    """
    odds = chance / (1.0 - chance) * end_odds
    stay = 1.0 - chance
    twice = stay * stay
    four = twice * twice
    return four * four * four / (1.0 + odds)  # twelve usual reviews and the one at which a contract may end


@checked_kernel
def _mean_satisfaction(persons):
    total, n = 0.0, 0
    for i in range(persons.size):
        if persons[i]["status"] == CUSTOMER:
            total += persons[i]["satisfaction"]
            n += 1
    return total / max(n, 1)


@checked_kernel
def _value_customers(people, traits, moment, row, rates, value):
    persons, at_start = people
    slope, reference, discount, referral = rates
    mean, end_odds = _mean_satisfaction(at_start), exp_(row[CONTRACT_END] - row[CONTRACT_RUNNING])
    for i in range(persons.size):
        who, person = persons[i], traits[i]
        if who["status"] != CUSTOMER:
            continue
        bound = person["contract"] >= 0
        phase = CONTRACT_RUNS if bound else NO_CONTRACT
        stand = standing(person["frailty"], who["referred"] == 1, phase, 0, row)
        satisfaction, years = who["satisfaction"], (moment - who["joined"]) / YEAR
        chance = leave_probability(0.5 * (satisfaction + mean), 0.5 * who["failure"], years, stand, row)
        margin = full_margin(person["margin_fen"], who["referred"], referral)
        yearly = margin * spending(satisfaction, slope, reference) * REVIEWS_A_YEAR
        value[i] = equity(yearly, _stay_a_year(chance, end_odds if bound else 1.0), discount)


def customer_equity(persons: np.ndarray, moment: int, facts: Facts) -> np.ndarray:
    """Value in fen of the future margin of every person; zero for who is not a customer (int64, (persons,)).

    Parameters
    ----------
    persons
        State of every person at the moment.
    moment
        When, ms: fixes the tenure.
    facts
        Where the log comes from.
    """
    prices = prices_of(facts.scenario)
    rates = prices.spend_slope, prices.spend_reference, prices.discount_rate, prices.referral_margin
    value = np.zeros(len(persons), np.int64)
    people = persons, facts.persons_start
    _value_customers(people, facts.traits, moment, facts.plan.loyalty, rates, value)
    return value
