"""Identities along the life of a need, a case, a customer and an employee."""

import itertools

import numpy as np
from logs import WEEK_MS, answered, company, ended, log_of, made_log

from cxsim.clock import DAY
from cxsim.plan import build_plans
from cxsim.schema import (
    BOT,
    CALL_BACK,
    CASE_RESOLUTION,
    CASE_RESPONSE,
    CUSTOMER,
    DROPPED,
    FAILED,
    FIRST,
    HANDLED,
    LEFT,
    MOVE_LEFT,
    NEED_OPEN,
    OPEN,
    RESOLVED,
)

NUMBERS = range(24)


def test_numbers_are_dense_and_given_in_the_order_of_time(engine):
    for number in NUMBERS:
        _, _, log = made_log(engine, number)
        numbered = (("contacts", "contact", "arrived"), ("needs", "need", "born"), ("cases", "case", "opened"))
        for table, column, time in numbered:
            rows = getattr(log, table)
            assert np.array_equal(rows[column], np.arange(len(rows)))
            assert (np.diff(rows[time]) >= 0).all()


def test_a_need_has_one_attempt_at_a_time_and_each_knows_the_one_before(engine):
    attempts = 0
    for number in NUMBERS:
        _, _, log = made_log(engine, number)
        contacts = log.contacts
        for work in np.split(contacts[order := np.lexsort((contacts["contact"], contacts["case"], contacts["need"]))],
                             starts(contacts[order])):  # fmt: skip
            assert work["previous"].tolist() == [-1, *work["contact"][:-1].tolist()]
            assert (work["arrived"][1:] >= ended(work)[:-1]).all()
            assert work["kind"][0] in ((FIRST, BOT) if work["case"][0] < 0 else (CASE_RESPONSE,))
            assert (work["outcome"][:-1] != OPEN).all()
            attempts += len(work)
    assert attempts > 5000


def starts(contacts):
    """Where the attempts of another need or case begin."""
    return np.flatnonzero((np.diff(contacts["need"]) != 0) | (np.diff(contacts["case"]) != 0)) + 1


def test_a_need_counts_its_attempts_and_ends_with_the_last(engine):
    for number in NUMBERS:
        _, _, log = made_log(engine, number)
        own = log.contacts[(log.contacts["case"] < 0) & (log.contacts["kind"] != CALL_BACK)]
        assert np.array_equal(np.bincount(own["need"], minlength=len(log.needs)), log.needs["attempts"])
        first = own[np.isin(own["kind"], (FIRST, BOT))]
        assert np.array_equal(first["need"], log.needs["need"])
        assert np.array_equal(first["arrived"], log.needs["born"])
        assert np.array_equal(first["person"], log.needs["person"])
        resolved = own["need"][own["resolved"] == 1]
        assert np.array_equal(np.sort(resolved), log.needs["need"][log.needs["state"] == RESOLVED] if not len(
            dropped := log.needs["need"][log.needs["state"] == DROPPED]) else np.sort(resolved))
        assert np.isin(resolved, np.concatenate((log.needs["need"][log.needs["state"] == RESOLVED], dropped))).all()
        last = np.zeros(len(log.needs), np.int64)
        np.maximum.at(last, own["need"], ended(own))
        done = np.isin(log.needs["state"], (RESOLVED, FAILED))
        assert np.array_equal(last[done], log.needs["closed"][done])
        assert ((log.needs["closed"] < 0) == (log.needs["state"] == NEED_OPEN)).all()


def test_a_case_follows_a_failure_or_is_misuse_and_its_clocks_run_forward(engine):
    for number in NUMBERS:
        _, _, log = made_log(engine, number)
        cases = log.cases
        state = log.needs["state"][cases["need"]]
        assert np.array_equal(state == FAILED, cases["misuse"] == 0)
        assert (state[cases["misuse"] == 1] == RESOLVED).all()
        assert np.array_equal(cases["opened"], log.needs["closed"][cases["need"]])
        assert len(np.unique(cases["need"])) == len(cases)
        answered_ = cases["responded"] >= 0
        assert (cases["responded"][answered_] >= cases["opened"][answered_]).all()
        assert (cases["assessed"][answered_] >= cases["responded"][answered_]).all()
        done = cases["resolved"] >= 0
        assert (cases["resolved"][done] > cases["assessed"][done]).all() and answered_[done].all()
        work = log.contacts[(log.contacts["case"] >= 0) & (log.contacts["outcome"] == HANDLED)]
        for kind, column in ((CASE_RESPONSE, "responded"), (CASE_RESOLUTION, "resolved")):
            of_kind = work[work["kind"] == kind]
            assert np.array_equal(ended(of_kind), cases[column][of_kind["case"]])
            assert len(of_kind) == np.sum(cases[column] >= 0)
        still = np.bincount(cases["person"][~done], minlength=len(log.persons))
        assert np.array_equal(still, log.persons["open_cases"])


def test_customers_are_those_at_the_start_plus_joiners_less_leavers(engine):
    for number in NUMBERS:
        scenario, _, log = made_log(engine, number)
        moves, persons = log.moves, log.persons
        left = moves["person"][moves["move"] == MOVE_LEFT]
        joined = moves["person"][moves["move"] != MOVE_LEFT]
        assert len(np.unique(left)) == len(left) and len(np.unique(joined)) == len(joined)
        assert (joined >= scenario.world.market.customers).all()
        assert np.array_equal(np.sort(left), np.flatnonzero(persons["status"] == LEFT))
        assert np.sum(persons["status"] == CUSTOMER) == scenario.world.market.customers + len(joined) - len(left)
        assert np.array_equal(left, log.reviews["person"][log.reviews["left"] == 1])
        by = moves["by"]
        assert np.array_equal(by >= 0, moves["move"] == 3)
        assert persons["referred"].sum() == np.sum(by >= 0)
        gone = np.full(len(persons), np.iinfo(np.int64).max)
        gone[left] = moves["time"][moves["move"] == MOVE_LEFT]
        assert (log.contacts["arrived"][log.contacts["case"] < 0] <= gone[log.contacts["person"][
            log.contacts["case"] < 0]]).all()


def test_everybody_is_reviewed_every_fourth_week_and_at_most_once(engine):
    for number in NUMBERS:
        scenario, _, log = made_log(engine, number)
        if not scenario.mechanisms.loyalty:
            assert len(log.reviews) == 0
            continue
        assert (log.reviews["week"] % 4 == log.reviews["person"] % 4).all()
        pairs = log.reviews[["person", "week"]]
        assert len(np.unique(pairs)) == len(pairs)
        stayed = np.flatnonzero(log.persons["status"][:scenario.world.market.customers] == CUSTOMER)
        weeks = scenario.weeks + scenario.burn_in_weeks
        expected = [sum(week % 4 == who % 4 for week in range(weeks)) for who in stayed]
        assert [int(np.sum(log.reviews["person"] == who)) for who in stayed] == expected


def ragged():
    """Rosters that change all day within four-hour shifts, much absence, nobody around midnight."""
    steps = (2, 3, 1, 3, 2, 1, 0, 2, 3, 1, 2, 3)
    roster = [{"days": [0, 1, 2, 3, 4, 5, 6], "from": f"{8 + h:02d}:00", "to": f"{9 + h:02d}:00", "seats": n}
              for h, n in enumerate(steps) if n]  # fmt: skip
    rosters = {f"{room}.staffing.roster.{pool}": roster for room in ("policy", "before") for pool in ("phone", "chat")}
    return company({"world.staff.shift_hours": 4.0, "world.staff.absence": .2, "policy.staffing.extra.phone": 1,
                    "policy.staffing.chat_concurrency": 3, **rosters})  # fmt: skip


def test_nobody_of_the_staff_is_on_two_seats_at_once(engine):
    log = log_of(engine, ragged())
    served = log.contacts[log.contacts["employee"] >= 0]
    assert len(served) > 500
    for pool in range(4):
        for employee in np.unique(served["employee"][served["pool"] == pool]):
            own = served[(served["pool"] == pool) & (served["employee"] == employee)]
            own = own[np.argsort(answered(own), kind="stable")]
            for first, other in itertools.pairwise(own):
                assert first["seat"] == other["seat"] or answered(other) >= ended(first)


def test_nobody_of_the_staff_works_more_than_five_days_or_forty_hours_a_week(engine):
    scenario = ragged()
    log = log_of(engine, scenario)
    served = log.contacts[log.contacts["employee"] >= 0]
    begin = answered(served)
    for pool in range(4):
        for employee in np.unique(served["employee"][served["pool"] == pool]):
            own = (served["pool"] == pool) & (served["employee"] == employee)
            for week in np.unique(begin[own] // WEEK_MS):
                days = begin[own & (begin // WEEK_MS == week)] // DAY
                assert len(np.unique(days)) <= 5
                for day in np.unique(days):
                    today = begin[own & (begin // DAY == day)]
                    assert today.max() - today.min() <= scenario.world.staff.shift_hours * 3_600_000
    assert 5 * scenario.world.staff.shift_hours <= 40


def test_the_rota_gives_nobody_two_shifts_a_day_or_six_a_week():
    for number in NUMBERS:
        for plan in made_log("kernel", number)[1]:
            for pool in range(4):
                check_rota(plan, pool)
    for plan in build_plans([ragged()])[0]:
        check_rota(plan, 0)


def check_rota(plan, pool):
    for week in (0, 1, 7):
        places = [
            (day, (week * plan.slots[pool] + plan.offset[pool, day, shift] + place) % plan.positions[pool])
            for day in range(7)
            for shift in range(plan.team.shape[2])
            for place in range(plan.team[pool, day, shift])
        ]
        assert len(set(places)) == len(places)
        if places:
            assert np.bincount([position for _, position in places]).max() <= 5
