"""A made-up scenario ready to run: plans and draws of a number."""

from cxsim.draws import make_draws
from cxsim.evidence.agree_worlds import scenario
from cxsim.plan import build_plans

SEED = 1
#: Short and small, so that they can be run as plain Python; together they reach nearly all of the engines.
CHEAP = (214, 25, 23, 421)


def made(number):
    scenario_ = scenario(SEED, number)
    return (*build_plans([scenario_])[0], make_draws(scenario_, SEED, number))
