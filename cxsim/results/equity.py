"""Customer equity: what the future margin of those who are customers is worth.

Retention of the coming year is taken at the present state, with satisfaction half-way to the mean of all customers
and the memory of failure halved, because both drift back.
"""

from __future__ import annotations

import numpy as np

from cxsim._jit import kernel
from cxsim.clock import WEEK
from cxsim.results.facts import Facts, margin_of, prices_of
from cxsim.schema import CUSTOMER
from cxsim.stages.finance import REVIEWS_A_YEAR, WEEKS_A_YEAR, equity, spending
from cxsim.stages.loyalty import CONTRACT_ENDS, CONTRACT_RUNS, NO_CONTRACT, leave_probability, standing

YEAR = WEEKS_A_YEAR * WEEK


@kernel
def _stay_a_year(satisfaction, failure, years, traits, row):
    """Probability of staying through the reviews of the coming year at a state that holds all year."""
    frailty, referred, bound = traits
    usual = standing(frailty, referred, CONTRACT_RUNS if bound else NO_CONTRACT, 0, row)
    stay = 1.0 - leave_probability(satisfaction, failure, years, usual, row)
    total = stay
    if bound:  # one of the reviews is the one at which the contract ends
        last = standing(frailty, referred, CONTRACT_ENDS, 0, row)
        total = 1.0 - leave_probability(satisfaction, failure, years, last, row)
    for _ in range(REVIEWS_A_YEAR - 1):
        total *= stay
    return total


@kernel
def _mean_satisfaction(persons):
    total, n = 0.0, 0
    for i in range(persons.size):
        if persons[i]["status"] == CUSTOMER:
            total += persons[i]["satisfaction"]
            n += 1
    return total / max(n, 1)


@kernel
def _value_customers(persons, traits, moment, margin, row, rates, value):
    slope, reference, discount = rates
    mean = _mean_satisfaction(persons)
    for i in range(persons.size):
        who = persons[i]
        if who["status"] != CUSTOMER:
            continue
        satisfaction, years = who["satisfaction"], (moment - who["joined"]) / YEAR
        person = traits[i]["frailty"], who["referred"] == 1, traits[i]["contract"] >= 0
        retention = _stay_a_year(0.5 * (satisfaction + mean), 0.5 * who["failure"], years, person, row)
        value[i] = equity(margin[i] * spending(satisfaction, slope, reference) * REVIEWS_A_YEAR, retention, discount)


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
    rates = prices.spend_slope, prices.spend_reference, prices.discount_rate
    value = np.zeros(len(persons), np.int64)
    _value_customers(persons, facts.traits, moment, margin_of(persons, facts), facts.plan.loyalty, rates, value)
    return value
