"""Steps of a protocol, compensation by value of the customer, and a budget: what they give back, take and cost."""

import numpy as np
import pytest
from logs import company, log_of

from cxsim.evidence.agree_compare import differences
from cxsim.simulate import simulate

ROOMS = ("policy", "before")
FAILING = {"beliefs.complaining.intercept": 2.0, "mechanisms.loyalty": False,
           "world.service.resolution": {"phone": -0.5, "chat": -0.5, "email": -0.5},
           "policy.recovery.trigger": "all", "before.recovery.trigger": "all",
           **{f"{room}.recovery.apology_s": 0.0 for room in ROOMS}, "mechanisms.staff": False,
           "beliefs.complaining.opportunist_share": 0.0}  # fmt: skip


def steps(*justice, seconds=60.0):
    return [{"name": name, "seconds": seconds, "justice": name} for name in justice]


def with_protocol(protocol):
    return FAILING | {f"{room}.recovery.protocol": protocol for room in ROOMS}


def recovered(log):
    """Mean share given back of cases that were resolved, and mean handle time of first responses, s."""
    done = log.contacts[(log.contacts["kind"] == 6) & (log.contacts["outcome"] == 0)]
    return log.cases["recovered"][log.cases["resolved"] >= 0].mean(), done["handle"].mean() / 1000


@pytest.mark.parametrize("justice", ["distributive", "interactional", "procedural"])
def test_each_step_takes_time_and_gives_something_back(engine, justice):
    found = [recovered(log_of(engine, company(with_protocol(steps(*[justice] * n, seconds=0.0))))) for n in (0, 1, 4)]
    assert found[0][0] < found[1][0] < found[2][0] < 0.85
    assert found[1][0] - found[0][0] < found[2][0] - found[0][0] < 4 * (found[1][0] - found[0][0])
    slow = recovered(log_of(engine, company(with_protocol(steps(*[justice] * 4)))))
    assert slow[1] == pytest.approx(found[0][1] + 240, rel=0.05)
    assert slow[0] <= found[2][0]  # what takes time delays the answers of the others


def test_steps_without_time_and_effect_are_no_steps(engine):
    nothing = {f"beliefs.recovery.step_gain.{name}": 0.0 for name in ("distributive", "interactional", "procedural")}
    usual = log_of(engine, company(FAILING | nothing))
    idle = with_protocol(steps("interactional", "procedural", seconds=0.0)) | nothing
    assert differences(0, usual, log_of(engine, company(idle))) == []


def test_customers_of_high_value_are_paid_by_their_own_table(engine):
    table = {"general": 2.0, "serious": 3.0, "major": 0.5}
    scenario = company(FAILING | {"policy.recovery.high_value_factor": table,
                                  "policy.routing.high_value_from_cny": 200.0})  # fmt: skip
    usual = log_of(engine, scenario.replace({"policy.recovery.high_value_factor": dict.fromkeys(table, 1.0)}))
    log = log_of(engine, scenario)
    late = log.cases[(log.cases["resolved"] >= 14 * 86_400_000) & (log.cases["paid"] > 0)]
    offer = np.array([6000 * factor for factor in table.values()])[late["case_class"]]
    valued = late["paid"] != 6000
    assert (late["paid"][valued] == offer[valued]).all() and 0.1 < valued.mean() < 0.9
    assert log.contacts.tobytes() == usual.contacts.tobytes()


def test_a_budget_pays_until_it_is_spent_and_begins_again_with_the_year():
    limit = {"policy.recovery.budget_year_cny": 1000.0}
    usual, short = (simulate(company(FAILING | changes)) for changes in ({}, limit))
    assert usual.summary()["compensation_cny"] > 2000
    paid = short.cases.sort_values("resolved")
    assert 940 < short.summary()["compensation_cny"] <= 1000
    assert (paid["paid_cny"].dropna().iloc[:10] == 60).all()
    done = paid[paid["resolved"].notna()]
    unpaid = done[done["paid_cny"] == 0]
    assert len(unpaid) > 10 and unpaid["recovered_share"].mean() < done[done["paid_cny"] > 0]["recovered_share"].mean()
    years = FAILING | limit | {"weeks": 60, "burn_in_weeks": 1, "policy.staffing.extra.case": 3}
    booked = simulate(company(years)).ledger.query("kind == 'compensation'")
    by_year = [-booked["amount_cny"][(booked["week"] - 1) // 52 == year].sum() for year in (0, 1)]
    assert [940 < spent <= 1000 for spent in by_year] == [True, True]


def test_a_budget_that_is_not_reached_is_none(engine):
    usual = log_of(engine, company(FAILING))
    assert differences(0, usual, log_of(engine, company(FAILING | {"policy.recovery.budget_year_cny": 1e6}))) == []
