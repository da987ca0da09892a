"""Who are the people: customers at the start, prospects, and those who enter the market later?

In: the market of a World, beliefs on spread between people, keys. Out: one row of traits per person, drawn once and
the same under every policy. Heterogeneity makes cohort retention rise by sorting alone (Fader & Hardie 2007).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from cxsim._jit import kernel
from cxsim.clock import WEEK
from cxsim.distributions import exp_, gamma_factor, log_, normal_quantiles
from cxsim.schema import CUSTOMER, DTYPES, PROSPECT, SEGMENTS
from cxsim.streams import uniforms

TRAITS = np.dtype([
    ("segment", "i1"), ("preferred", "i1"), ("contract", "i1"), ("opportunist", "i1"),
    ("margin_fen", "i8"), ("joined", "i8"), ("enter", "i8"),
    ("rate", "f8"), ("level", "f8"), ("scale_use", "f8"), ("frailty", "f8"), ("patience", "f8"),
])
YEAR = 52 * WEEK
REVIEWS_A_YEAR = 13
NEW = SEGMENTS.index("new")


def gamma_factors(u, cv):
    """Mean-1 gamma factors of an array of uniforms."""
    return gamma_factors_of_normals(normal_quantiles(u), cv)


@kernel
def gamma_factors_of_normals(z, cv):
    """Mean-1 gamma factors of an array of standard normal values."""
    out = np.empty(z.size)
    for i in range(z.size):
        out[i] = gamma_factor(z[i], cv)
    return out


@kernel
def lognormal_factors(z, sd):
    """Mean-1 lognormal factors of an array of normals."""
    out = np.empty(z.size)
    for i in range(z.size):
        out[i] = exp_(sd * z[i] - 0.5 * sd * sd)
    return out


@kernel
def exponentials(u, mean):
    """Exponential times of an array of uniforms."""
    out = np.empty(u.size)
    for i in range(u.size):
        out[i] = -mean * log_(1.0 - u[i])
    return out


def pick(u: np.ndarray, shares: list[float]) -> np.ndarray:
    """Code that each uniform picks from a list of shares that sum to 1."""
    return np.minimum(np.searchsorted(np.cumsum(shares), u, side="right"), len(shares) - 1).astype(np.int8)


def draw_traits(world, beliefs, weeks: int, key: Callable[[str], int]) -> np.ndarray:
    """Traits of every person who is in the market at any time of the run.

    Parameters
    ----------
    world, beliefs : World, Beliefs
    weeks : int
        Length of burn-in and horizon together.
    key : callable
        Key of a stream by its name.

    Returns
    -------
    structured array of TRAITS
        Customers first, then prospects, then entrants; times in ms since the start of the burn-in.
    """
    market = world.market
    entrants = round(market.entrants_per_year * weeks / 52)
    n = market.customers + market.prospects + entrants
    person = np.arange(n)
    u = {name: uniforms(key(name), person, 0, 0) for name in
         ("segment", "preference", "contract", "opportunist", "tenure", "enter", "rate", "margin")}
    z = {name: normal_quantiles(uniforms(key(name), person, 0, 0)) for name in
         ("level", "scale_use", "frailty", "patience_person")}
    traits = np.zeros(n, TRAITS)
    traits["segment"] = pick(u["segment"], [getattr(market.segment_share, s) for s in SEGMENTS])
    share = world.demand.channel_share
    traits["preferred"] = pick(u["preference"], [share.phone, share.chat, share.email])
    bound = u["contract"] < market.contract_share
    month = np.floor(u["contract"] / max(market.contract_share, 1e-9) * REVIEWS_A_YEAR)
    traits["contract"] = np.where(bound, np.minimum(month, REVIEWS_A_YEAR - 1), -1)
    traits["opportunist"] = u["opportunist"] < beliefs.complaining.opportunist_share
    factor = np.array([getattr(market.margin_factor, s) for s in SEGMENTS])[traits["segment"]]
    spread = lognormal_factors(normal_quantiles(u["margin"]), market.margin_log_sd)
    per_review = market.margin_month_cny * 100 * 12 / REVIEWS_A_YEAR
    traits["margin_fen"] = np.rint(per_review * factor * spread)
    traits["rate"] = gamma_factors(u["rate"], world.demand.needs_cv)
    traits["level"], traits["scale_use"], traits["frailty"] = z["level"], z["scale_use"], z["frailty"]
    traits["patience"] = lognormal_factors(z["patience_person"], world.service.patience_person_sd)
    years = exponentials(u["tenure"], market.tenure_mean_years)
    years = np.where(traits["segment"] == NEW, np.minimum(years, u["tenure"]), years)
    traits["joined"] = -np.floor(years * YEAR)
    first_entrant = market.customers + market.prospects
    traits["enter"][first_entrant:] = np.floor(u["enter"][first_entrant:] * weeks * WEEK)
    return traits


def start_persons(traits: np.ndarray, customers: int, beliefs) -> np.ndarray:
    """State of every person at the start of the burn-in: customers know the service, the others guess."""
    experience = beliefs.experience
    persons = np.zeros(len(traits), DTYPES["persons"])
    persons["status"] = PROSPECT
    persons["status"][:customers] = CUSTOMER
    persons["joined"] = np.where(persons["status"] == CUSTOMER, traits["joined"], -1)
    persons["satisfaction"] = experience.start_satisfaction + experience.personal_sd * traits["level"]
    for dimension in type(experience.start_expectation).model_fields:
        persons[f"expect_{dimension}"] = getattr(experience.start_expectation, dimension)
    return persons
