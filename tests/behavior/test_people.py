"""What people are paid for, taught and allowed moves handle time and resolution, and costs what it says."""

import numpy as np
import pytest
from logs import WEEK_MS, company, log_of

from cxsim.evidence.agree_compare import differences
from cxsim.plan_roster import plan_week
from cxsim.scenario import Scenario
from cxsim.simulate import simulate

ROOMS = ("policy", "before")


def both(path, value):
    """The same number in the policy before and in the policy under test."""
    return {f"{room}.{path}": value for room in ROOMS}


def worked(log, queues=(0, 1, 2)):
    """Mean handle time and share resolved of what was handled in some queues, case work left out."""
    rows = log.contacts
    done = rows[(rows["outcome"] == 0) & (rows["case"] < 0)]
    done = done[[queue in queues for queue in done["queue"]]]
    return done["handle"].mean(), done["resolved"].mean()


CALM = {"mechanisms.transfer": False, "mechanisms.staff": False, "mechanisms.loyalty": False}


def test_pay_for_speed_shortens_and_solves_less_pay_for_resolution_the_reverse(engine):
    shares = {}
    for weight in (-1.0, 0.0, 1.0):
        shares[weight] = worked(log_of(engine, company(CALM | both("incentive.speed_weight", weight))))
    assert shares[1.0][0] < 0.87 * shares[0.0][0] and shares[-1.0][0] > 1.04 * shares[0.0][0]
    assert shares[1.0][1] < shares[0.0][1] - 0.03 and shares[-1.0][1] > shares[0.0][1] + 0.03


def test_pay_that_moves_nothing_is_no_pay(engine):
    still = {f"beliefs.pay.{name}": 0.0 for name in (
        "speed_handle_share", "speed_logit_loss", "resolution_handle_share", "resolution_logit_gain")}  # fmt: skip
    usual = log_of(engine, company())
    for weight in (-1.0, 1.0):
        assert differences(0, usual, log_of(engine, company(still | both("incentive.speed_weight", weight)))) == []
    assert differences(0, usual, log_of(engine, company({"policy.incentive.bonus_share": 0.5}))) == []


def test_a_bonus_is_a_share_of_the_wages_of_its_weeks():
    later = [{"name": "bonus", "from_week": 3, "set": {"policy.incentive.bonus_share": 0.125}}]
    run = simulate(company({"policy.measures": later}))
    by = run.ledger.pivot(index="week", columns="kind", values="amount_fen")
    wages = by[["labor_phone", "labor_chat", "labor_email", "labor_case"]].sum(axis=1)
    assert by["bonus"].tolist() == [0, 0, *(round(x * 0.125) for x in wages.tolist()[2:])]
    assert run.summary()["bonus_cny"] == pytest.approx(-by["bonus"].sum() / 100)


TRAINED = {"mechanisms.transfer": False, "mechanisms.loyalty": False, "world.staff.turnover_year": 0.0,
           "beliefs.teaching.most_logit": 3.0, "beliefs.teaching.scale_h": 4.0}  # fmt: skip


def test_training_takes_seats_in_proportion_and_leaves_the_last_one():
    scenario = Scenario()
    week = plan_week(scenario, scenario.replace({"policy.training.hours_week": 1.5}).policy)
    usual = plan_week(scenario, scenario.policy)
    assert (usual.off == 0).all() and (usual.seats == week.seats + week.off).all()
    assert week.off.sum(axis=1).tolist() == [round(1.5 / 30 * n) for n in usual.seats.sum(axis=1).tolist()]
    assert (week.off >= 0).all() and (week.seats[usual.seats > 0] >= 1).all()
    by_day = week.off[0].reshape(7, 48).sum(axis=1)
    assert by_day.min() >= 1 and by_day.max() <= 8  # spread over the week, not heaped on a day
    assert np.array_equal(week.rota.positions, usual.rota.positions)
    one = plan_week(scenario, scenario.replace({"policy.training": {"hours_week": 1.5, "who": "chat"}}).policy)
    assert one.off[[0, 2, 3]].sum() == 0 and np.array_equal(one.off[1], week.off[1])


def test_training_raises_resolution_slowly_and_it_fades_when_training_ends(engine):
    rosters = {f"{room}.staffing.extra.{pool}": 2 for room in ROOMS for pool in ("phone", "chat", "email")}
    stops = [{"name": "stop", "from_week": 9, "set": {"policy.training.hours_week": 0.0}}]
    long = TRAINED | rosters | {"weeks": 24, "beliefs.teaching.memory_weeks": 4.0}
    usual = log_of(engine, company(long)).contacts
    trained = log_of(engine, company(long | {"policy.training.hours_week": 5.0, "policy.measures": stops})).contacts
    gain = []
    for first, last in ((0, 2), (2, 4), (6, 11), (22, 26)):
        share = []
        for rows in (usual, trained):
            week = rows["arrived"] // WEEK_MS
            mine = rows[(week >= first) & (week < last) & (rows["outcome"] == 0) & (rows["case"] < 0)]
            share.append(mine["resolved"].mean())
        gain.append(share[1] - share[0])
    assert gain[0] == 0.0 and gain[2] > 0.1 and gain[2] > gain[1] - 0.02 and gain[3] < 0.6 * gain[2]


def test_training_without_effect_or_person_changes_seats_only(engine):
    nothing = {"policy.training.hours_week": 3.0, "beliefs.teaching.most_logit": 0.0}
    anybody = {"policy.training.hours_week": 3.0, "mechanisms.staff": False, "beliefs.teaching.most_logit": 3.0}
    known = company({"mechanisms.staff": False})
    logs = [log_of(engine, s) for s in (company(), company(nothing), known, company(anybody), company(
        anybody | {"beliefs.teaching.most_logit": 0.0}))]  # fmt: skip
    for usual, trained in (logs[:2], logs[2:4]):
        seats = [rows.weeks["seat_ms"][rows.weeks["week"] >= 2].sum() for rows in (usual, trained)]
        assert seats[1] < seats[0]
    assert differences(0, *logs[3:]) == []
    still = company({"beliefs.teaching.most_logit": 3.0, "policy.training.who": "case"})
    assert differences(0, logs[0], log_of(engine, still)) == []


def test_hours_of_training_are_paid_like_any():
    changes = {"policy.training.hours_week": 3.0, "policy.training.trainer_cny_h": 12.34, "mechanisms.staff": False,
               "world.calendar.holidays": ["2024-01-09"]}  # fmt: skip
    usual, trained = (simulate(company(c)) for c in (
        {"mechanisms.staff": False, "world.calendar.holidays": ["2024-01-09"]}, changes))  # fmt: skip
    week = plan_week(trained.scenario, trained.scenario.policy)
    by_day = week.off.sum(axis=0).reshape(7, 48).sum(axis=1) / 2
    hours = [by_day.sum(), by_day.sum() - by_day[1], by_day.sum(), by_day.sum()]
    pay = [round(h / 0.7 * 5000) for h in hours]
    booked = trained.ledger[trained.ledger["kind"] == "training"]["amount_fen"].tolist()
    assert booked == [-(p + round(p * 0.13) + round(h * 1234)) for p, h in zip(pay, hours, strict=True)]
    kinds = ["labor_phone", "labor_chat", "labor_email", "labor_case"]
    wages = [run.ledger[run.ledger["kind"].isin(kinds)]["amount_fen"].sum() for run in (usual, trained)]
    assert wages[1] - wages[0] == pytest.approx(sum(pay), abs=20)
    overtime = [run.ledger[run.ledger["kind"] == "overtime"]["amount_fen"].sum() / -7500 for run in (usual, trained)]
    paid = [run.summary()["paid_hours"] - extra for run, extra in zip((usual, trained), overtime, strict=True)]
    assert paid[1] == pytest.approx(paid[0], abs=0.1)


HANDED = {"world.service.transfer_share": {"phone": 0.3, "chat": 0.3, "email": 0.3}, "mechanisms.staff": False,
          "mechanisms.loyalty": False, "world.service.one_agent_share": 0.6}  # fmt: skip


def test_an_owner_hands_over_less_takes_longer_and_solves_more(engine):
    usual, owned = (log_of(engine, company(HANDED | both("service.owner", on))) for on in (False, True))
    handed = []
    for log in (usual, owned):
        handled = log.contacts[(log.contacts["outcome"] == 0) & (log.contacts["case"] < 0)]
        handed.append((log.contacts["kind"] == 3).sum() / len(handled))
    assert handed[1] == pytest.approx(0.4 * handed[0], rel=0.25)
    times = [worked(log)[0] for log in (usual, owned)]
    assert 1.04 < times[1] / times[0] < 1.15
    solved = [log.contacts[(log.contacts["outcome"] == 0) & (log.contacts["case"] < 0)]["resolved"].mean()
              for log in (usual, owned)]  # fmt: skip
    assert solved[1] > solved[0] + 0.1


def test_an_owner_of_nothing_is_no_owner(engine):
    nobody = HANDED | {"world.service.one_agent_share": 0.0}
    assert differences(0, *(log_of(engine, company(nobody | both("service.owner", on))) for on in (False, True))) == []
    idle = CALM | {"beliefs.owning.handle_share": 0.0, "beliefs.owning.logit_gain": 0.0}
    assert differences(0, *(log_of(engine, company(idle | both("service.owner", on))) for on in (False, True))) == []


def test_what_must_be_approved_is_resolved_later_and_costs_the_supervisors_time():
    paid = {"policy.recovery.trigger": "confirmed", "beliefs.recovery.confirmed_share": 0.7,
            "world.service.approval": {"family": "deterministic", "mean_min": 600.0},
            "world.service.approval_min": 12.5, "world.costs.supervisor_cny_h": 77.0}  # fmt: skip
    usual, asked = (simulate(company(paid | {"policy.recovery.authority_limit_cny": limit})) for limit in (60.0, 59.0))
    assert usual.cases["approved"].isna().all() and usual.summary()["approvals_cny"] == 0
    done = asked.cases[asked.cases["approved"].notna()]
    assert 0.55 < len(done) / asked.cases["assessed"].notna().sum() < 0.85
    assert ((done["approved"] - done["assessed"]).dt.total_seconds() == 36_000).all()
    assert (done["resolved"].dropna() >= done["approved"][done["resolved"].notna()]).all()
    assert (asked.cases["paid_cny"][asked.cases["approved"].isna()] == 0).all()
    rows = asked.log.cases["approved"]
    given = ((rows >= asked.facts.horizon.t0) & (rows < asked.facts.horizon.end)).sum()
    booked = asked.ledger[asked.ledger["kind"] == "approvals"]["amount_fen"].sum()
    assert given > 10 and booked == -given * round(12.5 / 60 * 7700)


def test_approval_is_asked_for_on_either_engine(engine):
    usual, asked = (log_of(engine, company(both("recovery.authority_limit_cny", limit))) for limit in (60.0, 0.0))
    assert differences(0, usual, log_of(engine, company())) == []
    times = []
    for cases in (usual.cases, asked.cases):
        done = cases[(cases["resolved"] >= 0) & (cases["paid"] > 0)]
        times.append((done["resolved"] - done["responded"]).mean())
    assert times[1] > times[0] + 3 * 3_600_000
