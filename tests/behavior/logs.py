"""Logs of small companies on either engine, and the times that are in them."""

import functools
import importlib

import numpy as np

from cxsim.draws import make_draws
from cxsim.evidence.agree_worlds import scenario as made_up
from cxsim.plan import build_plans
from cxsim.scenario import Scenario
from cxsim.schema import QUEUES

SEED = 7
WEEK_MS = 7 * 24 * 3_600_000


def log_of(engine, scenario, seed=SEED):
    """Log of a scenario."""
    run = importlib.import_module(f"cxsim.engines.{engine}.run").run
    return run(*build_plans([scenario])[0], make_draws(scenario, seed))


@functools.cache
def made_log(engine, number):
    """Made-up scenario of a number, its plans and its log."""
    scenario = made_up(SEED, number)
    return scenario, build_plans([scenario])[0], log_of(engine, scenario)


def company(changes=None):
    """A company of 150 heavy users with few seats: about 1,300 contacts, everything switched on."""
    day = {"days": [0, 1, 2, 3, 4, 5, 6], "from": "08:00", "to": "20:00", "seats": 1}
    lunch = [day | {"to": "12:00", "seats": 2}, day | {"from": "12:00", "seats": 1}]
    rosters = {f"{room}.staffing.roster.{pool}": lunch if pool == "phone" else [day]
               for room in ("policy", "before") for pool in QUEUES}  # fmt: skip
    base = {
        "weeks": 4, "burn_in_weeks": 2, "world.market.customers": 150, "world.market.prospects": 100,
        "world.market.entrants_per_year": 300.0, "world.demand.needs_per_year": 45.0,
        "world.demand.prospect_needs_per_year": 20.0, "world.service.lines": {"phone": 3, "chat": 4},
        "world.service.handle.phone.mean_min": 20.0, "world.service.handle.chat.mean_min": 25.0,
        "world.service.handle.email.mean_min": 15.0, "world.service.transfer_share": {"phone": .1, "chat": .1},
        "world.service.patience.phone.balk_share": .1, "world.staff.turnover_year": 3.0, "world.staff.absence": .1,
        "beliefs.contacts.recontact_delay.mean_min": 500.0, "beliefs.complaining.intercept": 0.0,
        "beliefs.loyalty.hazard_intercept": -2.0, "beliefs.talk.join_intercept": -2.0,
        "beliefs.talk.referral_per_year": 3.0, "beliefs.complaining.opportunist_share": .5,
        "beliefs.complaining.misuse_per_100_cny": .4, **rosters,
    }  # fmt: skip
    return Scenario().replace(base | (changes or {}))


def end_of(scenario):
    """Last moment of the accounts: one tick before the end."""
    return (scenario.weeks + scenario.burn_in_weeks) * WEEK_MS - scenario.world.clock.tick_ms


def answered(contacts):
    """Moment at which the wait of each contact ended."""
    return contacts["arrived"] + contacts["wait"]


def ended(contacts):
    """Moment at which each attempt ended."""
    return answered(contacts) + contacts["handle"]


def overlap(start, stop, end):
    """Time between each start and stop that lies before `end`, summed."""
    return int((np.minimum(stop, end) - np.minimum(start, end)).sum())
