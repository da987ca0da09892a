"""A made-up scenario ready to run: plans and draws of a number."""

from cxsim.draws import make_draws
from cxsim.evidence.agree_worlds import scenario
from cxsim.plan import build_plans

SEED = 1
#: Short and small, so that they can be run as plain Python.
CHEAP = (25, 118, 23, 461)
#: Together they reach every line of the engines.
REACHING = (*CHEAP, 374, 139, 337, 130)


def made(number):
    scenario_ = scenario(SEED, number)
    return (*build_plans([scenario_])[0], make_draws(scenario_, SEED, number))
