"""A bot takes common needs off the desk day and night; contained is not resolved; every session is paid."""

import numpy as np
import pytest
from logs import company, log_of

import cxsim as cx
from cxsim.evidence.agree_compare import differences
from cxsim.schema import (
    BOT,
    BOT_CONTAINED,
    BOT_FAILED,
    BOT_FELL_BACK,
    BOT_SOLVED,
    HANDLED,
    RECONTACT,
    RESOLVED,
    SELF_SERVED,
    TRANSFER,
)

REASONS = ("enquiry", "order", "technical", "billing", "complaint")
EVERYTHING = {f"world.bot.common_share.{reason}": 1.0 for reason in REASONS}
SEEN_AT_ONCE = {"beliefs.bot.notice_share": 1.0}


def with_bot(changes=None):
    rooms = {f"{room}.bot.{name}": value for room in ("policy", "before")
             for name, value in {"on": True, "deflection": .8, "accuracy": .9}.items()}  # fmt: skip
    return company(rooms | (changes or {}))


@pytest.mark.parametrize("changes", [
    {"policy.bot.deflection": 0.0, "before.bot.deflection": 0.0},
    {"world.bot.availability": 0.0},
    {"world.bot.common_share.enquiry": 0.0},
    {f"{room}.bot.front.{c}": False for room in ("policy", "before") for c in ("phone", "chat", "email")},
], ids=["deflects nobody", "is down", "nothing is common", "stands nowhere"])  # fmt: skip
def test_a_bot_that_takes_nothing_leaves_every_byte_alone(engine, changes):
    assert differences(0, log_of(engine, company()), log_of(engine, with_bot(changes))) == []


def test_people_have_less_to_do_and_the_same_needs_arise(engine):
    without, log = log_of(engine, company()), log_of(engine, with_bot(EVERYTHING))
    by_people = [np.sum(found.contacts["outcome"] == HANDLED) for found in (without, log)]
    assert by_people[1] < .7 * by_people[0]
    assert np.mean(log.needs["state"] == RESOLVED) > np.mean(without.needs["state"] == RESOLVED)
    # the same base needs, except those of people who left or joined under one of the two only
    keys = [set(zip(found.needs["person"].tolist(), found.needs["ordinal"].tolist(), strict=True))
            for found in (without, log)]  # fmt: skip
    assert len(keys[0] & keys[1]) > .9 * len(keys[0])


def test_the_bot_is_awake_when_the_phone_is_closed(engine):
    log = log_of(engine, with_bot(EVERYTHING))
    sessions = log.contacts[log.contacts["kind"] == BOT]
    hour = sessions["arrived"] // 3_600_000 % 24
    live = sessions["queue"] < 2
    assert np.sum(live & ((hour < 8) | (hour >= 20))) > 5
    assert (sessions["wait"] == 0).all() and (sessions["seat"] == -1).all()


def test_contained_is_not_resolved(engine):
    blind = with_bot(EVERYTHING | {"policy.bot.accuracy": .2, "before.bot.accuracy": .2,
                                   "beliefs.bot.notice_share": 0.0, "beliefs.contacts.recontact_share": 1.0})
    log = log_of(engine, blind)
    sessions = log.contacts[log.contacts["outcome"] == SELF_SERVED]
    assert np.sum(log.contacts["outcome"] == BOT_FAILED) == 0 and len(sessions) > 300
    assert .1 < sessions["resolved"].mean() < .3
    wrong = log.needs["need"][log.needs["bot"] == BOT_CONTAINED]
    back = log.contacts["need"][log.contacts["kind"] == RECONTACT]
    assert np.isin(wrong, back).mean() > .8
    right = np.isin(log.needs["need"], sessions["need"][sessions["resolved"] == 1])
    assert (log.needs["bot"][right] == BOT_SOLVED).all()


def test_who_is_misread_and_notices_goes_on_to_a_person_and_costs_more_time(engine):
    half = EVERYTHING | SEEN_AT_ONCE | {"policy.bot.accuracy": .5, "before.bot.accuracy": .5}
    explain = {"beliefs.bot.explain_again_s": 300.0}
    log, passed = (log_of(engine, with_bot(half | explain | {f"{room}.bot.context_passed": known
                                                           for room in ("policy", "before")}))
                   for known in (False, True))  # fmt: skip
    fell = log.needs["need"][log.needs["bot"] == BOT_FELL_BACK]
    after = log.contacts[(log.contacts["kind"] == TRANSFER) & np.isin(log.contacts["need"], fell)]
    assert np.isin(fell, after["need"]).mean() > .9
    of_both = [np.mean(found.contacts["handle"][(found.contacts["kind"] == TRANSFER)
                                                & (found.contacts["outcome"] == HANDLED)]) for found in (log, passed)]
    assert of_both[0] > of_both[1] + 150_000


def test_without_a_way_to_people_the_misread_come_back_another_day(engine):
    closed = EVERYTHING | SEEN_AT_ONCE | {f"{room}.bot.fallback": False for room in ("policy", "before")}
    log = log_of(engine, with_bot(closed))
    assert np.sum(log.contacts["outcome"] == BOT_FAILED) == 0
    assert np.sum(log.needs["bot"] == BOT_CONTAINED) > 10


def test_sessions_and_licence_are_in_the_ledger_to_the_fen(engine):
    run = cx.simulate(with_bot({"world.bot.session_cny": .37, "world.bot.year_cny": 52_000.0}), engine=engine)
    sessions = int((run.contacts["kind"] == "bot").sum())
    ledger = run.ledger[run.ledger["kind"] == "bot"]
    assert sessions > 20
    assert -int(ledger["amount_fen"].sum()) == sessions * 37 + 4 * 100_000
    assert run.summary()["bot_sessions"] == sessions
    assert run.customers["bot_cny"].sum() == pytest.approx(sessions * .37)
