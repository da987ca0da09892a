"""The best number of agents, target and compensation lie inside their range; intervals over years are in the studies.

One year of the default company is enough here: the ends are further away than years differ.
"""

import pytest

from cxsim.experiment import compare
from cxsim.scenario import Scenario

AGENTS, OFFER = "policy.staffing.extra.phone", "policy.recovery.compensation_cny"
SHARES = ("policy.targets.live_share", "policy.promise.live_share")
MODE = {"policy.staffing.mode": "to_target"}


@pytest.fixture(scope="module")
def year():
    """A year of the default company, after a short burn-in, under plans at the ends and in the middle."""
    base = Scenario(burn_in_weeks=8)
    plans = [base.replace({AGENTS: extra}, name=f"agents {extra}") for extra in (-3, 1, 5, 12)]
    plans += [base.replace(MODE | dict.fromkeys(SHARES, share), name=f"target {share}") for share in (.05, .8, .995)]
    plans += [base.replace({OFFER: cny}, name=f"offer {cny:g}") for cny in (0., 160., 400.)]
    return compare(plans, replications=1, seed=11)


@pytest.mark.parametrize(
    ("inside", "ends", "measure"),
    [
        ("agents 1", ("agents -3", "agents 12"), "profit_cny"),
        ("agents 5", ("agents -3", "agents 12"), "value_cny"),
        ("target 0.8", ("target 0.05", "target 0.995"), "profit_cny"),
        ("offer 160", ("offer 0", "offer 400"), "value_cny"),
    ],
)
def test_the_best_lies_inside(year, inside, ends, measure):
    for end in ends:
        assert (year.of(inside, measure) > year.of(end, measure)).all()


def test_profit_and_value_disagree_about_the_fifth_agent(year):
    """The horizon decides: five more agents cost profit within the year and add to what customers are worth."""
    assert (year.of("agents 5", "profit_cny") < year.of("agents 1", "profit_cny")).all()
    assert (year.of("agents 5", "value_cny") > year.of("agents 1", "value_cny")).all()


def test_compensation_never_pays_within_the_year(year):
    profits = [year.of(f"offer {cny}", "profit_cny") for cny in (0, 160, 400)]
    assert (profits[0] > profits[1]).all() and (profits[1] > profits[2]).all()
