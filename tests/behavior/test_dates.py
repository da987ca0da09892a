"""Measures and shocks begin on their week, end on their week, move what they should, and cost what they say."""

import numpy as np
import pytest
from logs import WEEK_MS, company, log_of

from cxsim.evidence.agree_compare import differences
from cxsim.guards import CxError
from cxsim.scenario import Scenario
from cxsim.simulate import Notice, simulate

BURN_IN = 2


def first_difference(first, second):
    """First moment at which two logs differ in who came, how it ended, or how long it took."""
    n = min(len(first), len(second))
    names = ("arrived", "person", "outcome", "resolved", "wait", "handle")
    unequal = np.zeros(n, bool)
    for name in names:
        unequal |= first[name][:n] != second[name][:n]
    return int(first["arrived"][np.argmax(unequal)]) if unequal.any() else None


def measure(week, lead=0, **more):
    return {"name": "measure", "from_week": week, "lead_weeks": lead, **more}


def test_a_measure_acts_from_its_week_and_not_before(engine):
    scenario = company()
    usual = log_of(engine, scenario)
    changes = {"policy.staffing.extra.phone": 2}
    later = log_of(engine, scenario.replace({"policy.measures": [measure(2, 1, set=changes)]}))
    moment = first_difference(usual.contacts, later.contacts)
    assert (BURN_IN + 2) * WEEK_MS - 86_400_000 <= moment < (BURN_IN + 3) * WEEK_MS
    seats = [log.weeks[(log.weeks["pool"] == 0)]["seat_ms"] for log in (usual, later)]
    before = BURN_IN + 2
    assert abs(seats[0][:before] - seats[1][:before]).max() < 10**7  # overtime of the last minutes
    assert (seats[1][before:] > seats[0][before:]).all()


def test_a_measure_of_the_first_week_is_the_policy_itself(engine):
    changes = {"policy.recovery.compensation_cny": 200.0, "policy.staffing.extra.chat": 1}
    scenario = company()
    dated = scenario.replace({"policy.measures": [measure(1, set=changes)]})
    assert differences(0, log_of(engine, dated), log_of(engine, scenario.replace(changes))) == []


def test_what_begins_after_the_end_or_changes_nothing_is_nothing(engine):
    scenario = company()
    usual = log_of(engine, scenario)
    late = {"policy.staffing.extra.phone": 2}
    same = {"policy.staffing.extra.phone": 0}
    for dated in (measure(4, 9, set=late), measure(3, set=same)):
        assert differences(0, usual, log_of(engine, scenario.replace({"policy.measures": [dated]}))) == []
    shock = {"name": "calm", "from_week": 2, "weeks": 1, "set": {"world.demand.factor": 1.0}}
    assert differences(0, usual, log_of(engine, scenario.replace({"world.shocks": [shock]}))) == []


def test_measures_of_a_policy_before_are_all_in_force(engine):
    changes = {"policy.staffing.extra.phone": 1}
    dated = company({"before.measures": [measure(3, 9, set=changes)]})
    named = company({"before.staffing.extra.phone": 1})
    assert differences(0, log_of(engine, dated), log_of(engine, named)) == []


def test_a_shock_of_demand_adds_needs_and_moves_no_other(engine):
    scenario = company({"mechanisms.loyalty": False, "beliefs.talk.contact_join_share": 0.0})
    shock = {"name": "rush", "from_week": 2, "weeks": 2, "set": {"world.demand.factor": 1.3}}
    usual, rush = (log_of(engine, s) for s in (scenario, scenario.replace({"world.shocks": [shock]})))
    born = [{(n["person"], n["ordinal"]): n["born"] for n in log.needs[["person", "ordinal", "born"]]}
            for log in (usual, rush)]  # fmt: skip
    assert born[0].items() <= born[1].items()
    added = np.array([time for key, time in born[1].items() if key not in born[0]]) // WEEK_MS
    assert set(added.tolist()) == {BURN_IN + 1, BURN_IN + 2}
    per_week = np.bincount(usual.needs["born"] // WEEK_MS)
    assert len(added) > 0.1 * per_week[BURN_IN + 1 : BURN_IN + 3].sum()


def test_a_fault_in_a_product_lowers_resolution_of_that_reason_while_it_lasts(engine):
    fault = {"name": "fault", "from_week": 2, "weeks": 2,
             "set": {"world.service.resolution_by_reason.technical": -3.0}}  # fmt: skip
    scenario = company({"world.demand.reason_share": {"enquiry": 0.5, "order": 0.0, "technical": 0.5, "billing": 0.0,
                                                      "complaint": 0.0}, "mechanisms.recontact": False})  # fmt: skip
    usual, faulty = (log_of(engine, s).contacts for s in (scenario, scenario.replace({"world.shocks": [fault]})))
    for rows in (usual, faulty):
        handled = rows[(rows["outcome"] == 0) & (rows["case"] < 0)]
        week = handled["arrived"] // WEEK_MS
        during = (week >= BURN_IN + 1) & (week < BURN_IN + 3)
        share = [handled["resolved"][(handled["reason"] == reason) & during].mean() for reason in (0, 2)]
        assert (share[1] < 0.25) == (rows is faulty)
        assert share[0] > 0.5
    after = (faulty["arrived"] >= (BURN_IN + 3) * WEEK_MS) & (faulty["outcome"] == 0) & (faulty["reason"] == 2)
    assert faulty["resolved"][after & (faulty["case"] < 0)].mean() > 0.35


def test_absence_as_a_shock_takes_seats_away_for_its_weeks(engine):
    sick = {"name": "flu", "from_week": 3, "weeks": 1, "set": {"world.staff.absence": 0.6}}
    usual, flu = (log_of(engine, s).weeks for s in (company(), company({"world.shocks": [sick]})))
    for week in range(6):
        missing = [rows["absent_ms"][rows["week"] == week].sum() for rows in (usual, flu)]
        assert (missing[1] > missing[0] + 10**8) == (week == BURN_IN + 2)


def test_measures_cost_what_they_say_to_the_fen():
    dated = [measure(2, 1, cost_once_cny=1234.56, cost_year_cny=52_000.52, set={"policy.survey.sent_share": 0.5}),
             measure(4, 5, cost_once_cny=10.0, cost_year_cny=1e6)]  # fmt: skip
    usual = simulate(company())
    with pytest.warns(Notice, match="week 9, after the last of the 4 weeks"):  # paid for, but too late to act
        with_cost = simulate(company({"policy.measures": dated}))
    booked = with_cost.ledger[with_cost.ledger["kind"] == "measures"]["amount_fen"].tolist()
    a_week = -(5_200_052 // 52)
    assert booked[1] == -123_456 and booked[0] == 0 and booked[3] - a_week == -1000 + (booked[2] - a_week)
    assert sum(booked) == -round(123_456 + 2 * 5_200_052 / 52 + 1000)
    found = [run.summary() for run in (usual, with_cost)]
    assert found[1]["measures_cny"] == -sum(booked) / 100 and found[0]["measures_cny"] == 0.0
    ledgers = [run.ledger["amount_fen"].sum() for run in (usual, with_cost)]
    assert ledgers[1] - ledgers[0] == sum(booked)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"policy.measures": [measure(1, set={"policy.stafing.extra.phone": 1})]}, "nearest"),
        ({"policy.measures": [measure(1, set={"world.demand.factor": 1.1})]}, "cannot change on a date"),
        ({"policy.measures": [measure(1, set={"policy.measures": []})]}, "cannot change on a date"),
        ({"world.shocks": [{"name": "x", "set": {"world.costs.wage_cny_h": 1.0}}]}, "cannot change on a date"),
        ({"world.shocks": [{"name": "x", "set": {"world.demand.factor": 2.0}}]}, "headroom"),
        ({"policy.measures": [measure(0)]}, "between 1 and 260"),
        ({"before.measures": [measure(1, set={"policy.x": 1})]}, "Unknown path"),
    ],
)  # fmt: skip
def test_what_cannot_be_dated_is_told_in_one_line(changes, said):
    with pytest.raises(CxError, match=said) as told:
        Scenario().replace(changes)
    assert "\n" not in str(told.value)
