"""What people are paid for, taught and allowed moves handle time and resolution, and costs what it says."""

import pytest
from logs import company, log_of

from cxsim.evidence.agree_compare import differences
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
