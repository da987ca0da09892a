"""An announced wait feels shorter while it holds and longer when it breaks; who has no patience for it leaves."""

import numpy as np
import pytest
from logs import company, log_of

import cxsim as cx
from cxsim.clock import MINUTE
from cxsim.evidence.agree_compare import differences
from cxsim.schema import BALKED, EMAIL, HANDLED

TELL = {f"{room}.promise.announce": "wait" for room in ("policy", "before")}
ALL_STAY = {"beliefs.announcement.leave_factor": 100.0}


STAFFED = {"world.staff.absence": 0.0, "world.staff.turnover_year": 0.0}  # somebody is always there in open hours


def told(changes=None):
    return company(TELL | (changes or {}))


def test_an_announcement_that_nobody_minds_leaves_every_byte_alone(engine):
    usual = company().beliefs.experience.perceived_wait_factor
    numb = told(ALL_STAY | {f"beliefs.announcement.{name}": usual for name in ("felt_factor", "overrun_factor")}
                | {"world.service.patience.phone.mean_min": 1e6, "world.service.patience.chat.mean_min": 1e6})
    silent = company({"world.service.patience.phone.mean_min": 1e6, "world.service.patience.chat.mean_min": 1e6})
    found = {f"{d.table}.{d.column}" for d in differences(0, log_of(engine, silent), log_of(engine, numb))}
    # felt waits are multiplied in another order: equal but for the last bits, so only what happened is compared
    assert {name for name in found if name.startswith(("contacts", "cases", "moves"))} <= {"contacts.announced"}


def test_only_who_must_wait_on_the_line_is_told(engine):
    log = log_of(engine, told(STAFFED))
    heard = log.contacts["announced"] >= 0
    assert heard.sum() > 200 and (log.contacts["queue"][heard] < EMAIL).all()
    served = (log.contacts["outcome"] == HANDLED) & (log.contacts["queue"] < EMAIL)
    waited = served & (log.contacts["wait"] > 0)
    assert heard[waited].mean() > .9
    assert not heard[served & (log.contacts["wait"] == 0)].any()


def test_the_longer_the_announced_wait_the_more_leave_at_once(engine):
    left = []
    for factor in (.2, 1.0, 5.0):
        log = log_of(engine, told({f"{room}.promise.announce_factor": factor for room in ("policy", "before")}))
        heard = log.contacts["announced"] >= 0
        left.append(np.mean(log.contacts["outcome"][heard] == BALKED))
    assert left[0] < left[1] < left[2]


def test_a_true_announcement_makes_waits_feel_shorter_and_a_false_one_longer(engine):
    felt = {}
    for name, factor in (("true", 3.0), ("false", .05)):
        log = log_of(engine, told(ALL_STAY | {f"{room}.promise.announce_factor": factor
                                              for room in ("policy", "before")}))  # fmt: skip
        felt[name] = log.needs["wait_units"][log.needs["closed"] >= 0].mean()
    silent = log_of(engine, company())
    assert felt["true"] < silent.needs["wait_units"][silent.needs["closed"] >= 0].mean() < felt["false"]


@pytest.mark.parametrize("queue", [0, 1])
def test_an_honest_announcement_is_about_right(engine, queue):
    log = log_of(engine, told(ALL_STAY | STAFFED | {"world.service.patience.chat.mean_min": 60.0,
                                                             "world.service.patience.phone.mean_min": 60.0}))
    heard = (log.contacts["announced"] >= 0) & (log.contacts["outcome"] == HANDLED) & (log.contacts["queue"] == queue)
    heard &= log.contacts["wait"] < 3 * 60 * MINUTE  # not those who waited for the next morning
    mean_told, mean_wait = (log.contacts[name][heard].mean() / MINUTE for name in ("announced", "wait"))
    assert heard.sum() > 10
    assert .5 * mean_wait < mean_told < 2 * mean_wait  # some ahead give up


def test_its_upkeep_is_in_the_ledger_to_the_fen(engine):
    run = cx.simulate(told({"world.costs.announce_cny_year": 13_000.0}), engine=engine)
    tools = run.ledger[run.ledger["kind"] == "tools"]
    assert -int(tools["amount_fen"].sum()) == 4 * 25_000
    assert 0 < run.summary()["announced_kept_share"] < 1
