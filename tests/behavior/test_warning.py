"""An early warning finds a part of those who would leave; offers keep some, cost money, and go to others too."""

import numpy as np
import pytest
from logs import company, log_of

import cxsim as cx
from cxsim.evidence.agree_compare import differences
from cxsim.stages.warning import ALARM, HIT, MISSED, PRETENDED

HONEST = {"beliefs.complaining.opportunist_share": 0.0}
SURE = {"beliefs.warning.accept_share": 1.0, "beliefs.warning.offer_logit": -6.0, "policy.warning.offer_cny": 500.0}


def warned(changes=None):
    return company({"weeks": 16, "beliefs.loyalty.hazard_intercept": -3.0, "policy.warning.on": True} | (changes or {}))


def silent():
    return warned({"policy.warning.on": False})


def test_a_warning_that_nobody_heeds_leaves_all_but_its_own_columns_alone(engine):
    numb = log_of(engine, warned({"beliefs.warning.accept_share": 0.0}))
    found = {f"{d.table}.{d.column}" for d in differences(0, log_of(engine, silent()), numb)}
    assert found == {"reviews.warning"}


def test_it_finds_the_share_that_it_promises_and_raises_the_false_alarms_that_it_does(engine):
    log = log_of(engine, warned(HONEST | {"beliefs.warning.accept_share": 0.0, "world.market.customers": 600,
                                          "world.demand.needs_per_year": 10.0}))  # fmt: skip
    said = log.reviews["warning"][log.reviews["week"] >= 2]
    hit, alarm, missed = (np.sum(said == code) for code in (HIT, ALARM, MISSED))
    assert hit / (hit + missed) == pytest.approx(.78, abs=.08)
    assert alarm / np.sum(said < HIT) < .2 and np.sum(said == PRETENDED) == 0


def test_those_it_calls_right_do_leave_more_when_nothing_is_done(engine):
    log = log_of(engine, warned(HONEST | {"beliefs.warning.accept_share": 0.0}))
    early = log.reviews[(log.reviews["week"] < 6) & (log.reviews["week"] >= 2)]
    left = log.persons["status"][early["person"]] == 2
    would = np.isin(early["warning"], (HIT, MISSED))
    assert left[would].mean() > left[~would & (early["left"] == 0)].mean() + .3


def test_offers_keep_customers_and_a_larger_one_keeps_more(engine):
    leavers = [np.sum(log_of(engine, scenario).moves["move"] == 0) for scenario in (
        silent(), warned({"policy.warning.offer_cny": 30.0}), warned(SURE))]  # fmt: skip
    assert leavers[0] > leavers[1] > leavers[2]


def test_who_wants_the_money_gets_flagged(engine):
    greedy = log_of(engine, warned({"beliefs.warning.pretend_per_100_cny": 1.0, "policy.warning.offer_cny": 100.0}))
    assert np.sum(greedy.reviews["warning"] == PRETENDED) > 20


def test_nobody_gets_a_second_offer_while_one_holds(engine):
    log = log_of(engine, warned(SURE | {"policy.warning.false_alarm": 1.0}))
    offers = log.reviews[log.reviews["offer"] > 0]
    assert len(offers) > 30
    for person in np.unique(offers["person"]):
        assert (np.diff(offers["week"][offers["person"] == person]) > 16).all()


def test_tool_outreach_and_offers_are_in_the_ledger_to_the_fen(engine):
    run = cx.simulate(warned({"world.warning.outreach_cny": 7.25, "world.warning.year_cny": 5_200.0}), engine=engine)
    log = run.log.reviews[run.log.reviews["week"] >= 2]
    flags = int(np.isin(log["warning"], (HIT, ALARM, PRETENDED)).sum())
    paid = -int(run.ledger[run.ledger["kind"] == "retention"]["amount_fen"].sum())
    assert paid == 725 * flags + int(log["offer"].sum(dtype=np.int64)) + 16 * 10_000
    assert run.summary()["warnings"] == flags > 0
