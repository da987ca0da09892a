"""Identities between the contacts and the accounts of pools, queues and staff, exact to the millisecond."""

import numpy as np
import pytest
from logs import WEEK_MS, answered, end_of, ended, made_log, overlap

from cxsim.clock import HALF_HOUR
from cxsim.schema import ABANDONED, BOT, HANDLED, OPEN, QUEUES

NUMBERS = range(24)


def finishing(engine):
    """Made-up companies in which a busy agent finishes: nobody is handed back in the middle of a contact."""
    for number in NUMBERS:
        scenario, plans, log = made_log(engine, number)
        if scenario.world.service.shift_end != "hand_back":
            yield scenario, plans, log


def of_pool(log, pool):
    return log.weeks[log.weeks["pool"] == pool]


def test_littles_law_the_time_in_a_queue_is_the_sum_of_the_waits(engine):
    total = 0
    for scenario, _, log in finishing(engine):
        for queue in range(len(QUEUES)):
            waits = log.contacts[log.contacts["queue"] == queue]
            booked = int(of_pool(log, queue)["queue_ms"].sum())
            assert overlap(waits["arrived"], answered(waits), end_of(scenario)) == booked
            total += booked
    assert total > 10 * 24 * 3_600_000


def test_who_waits_at_the_end_of_a_week_has_come_and_not_been_answered(engine):
    for scenario, _, log in finishing(engine):
        for queue in range(len(QUEUES)):
            contacts = log.contacts[log.contacts["queue"] == queue]
            for row in of_pool(log, queue):
                now = (int(row["week"]) + 1) * WEEK_MS - scenario.world.clock.tick_ms
                assert row["waiting"] == np.sum((contacts["arrived"] <= now) & (answered(contacts) > now))


def test_flow_balance_who_came_was_handled_gave_up_was_turned_away_or_is_there(engine):
    for _, _, log in finishing(engine):
        contacts = log.contacts[log.contacts["kind"] != BOT]
        gone = np.isin(contacts["outcome"], (HANDLED, ABANDONED, OPEN))
        assert (contacts["wait"][~gone] == 0).all() and (contacts["handle"][~gone] == 0).all()
        assert ((contacts["seat"] >= 0) == (contacts["pool"] >= 0)).all()
        assert (contacts["seat"][contacts["outcome"] == HANDLED] >= 0).all()
        assert (contacts["seat"][np.isin(contacts["outcome"], (HANDLED, OPEN), invert=True)] == -1).all()


def test_load_is_the_sum_of_handling_and_one_contact_at_a_time_is_busy_time(engine):
    for scenario, _, log in finishing(engine):
        for pool in range(len(QUEUES)):
            handled = log.contacts[log.contacts["pool"] == pool]
            weeks = of_pool(log, pool)
            assert overlap(answered(handled), ended(handled), end_of(scenario)) == weeks["load_ms"].sum()
            if pool != 1:
                assert (weeks["load_ms"] == weeks["busy_ms"]).all()
            assert (weeks["busy_ms"] <= weeks["load_ms"]).all()


def test_open_seats_are_the_roster_less_absence_plus_overtime(engine):
    for number in NUMBERS:
        scenario, (before, plan), log = made_log(engine, number)
        switch, end = int(plan.scalars[0].switch_at) // HALF_HOUR, int(plan.scalars[0].end) // HALF_HOUR
        tick = scenario.world.clock.tick_ms
        for pool in range(len(QUEUES)):
            seats = np.concatenate((before.roster[pool, :switch], plan.roster[pool, switch:end]))
            until = np.concatenate(([0], np.cumsum(seats * HALF_HOUR)))
            for row in of_pool(log, pool):
                first, last = (max(0, w * WEEK_MS - tick) for w in (int(row["week"]), int(row["week"]) + 1))
                wanted = seat_time(until, seats, last) - seat_time(until, seats, first)
                assert row["seat_ms"] - row["overtime_ms"] + row["absent_ms"] == wanted
                assert 0 <= row["busy_ms"] <= row["seat_ms"] and 0 <= row["overtime_ms"] <= row["busy_ms"]
                assert row["absent_ms"] >= 0


def seat_time(until, seats, moment):
    whole, rest = divmod(moment, HALF_HOUR)
    return until[whole] + (rest * seats[whole] if rest else 0)


def test_no_seat_holds_more_than_it_can(engine):
    for scenario, _, log in finishing(engine):
        policies = [scenario.policy, scenario.before or scenario.policy, type(scenario.policy)()]
        most = max(policy.staffing.chat_concurrency for policy in policies)
        served = log.contacts[log.contacts["seat"] >= 0]
        for pool in range(len(QUEUES)):
            for seat in np.unique(served["seat"][served["pool"] == pool]):
                here = served[(served["pool"] == pool) & (served["seat"] == seat)]
                assert at_once(answered(here), ended(here)) <= (most if pool == 1 else 1)


def at_once(starts, stops):
    """Most intervals that overlap; one that ends when another begins does not."""
    times = np.concatenate((starts, stops))
    steps = np.repeat([1, -1], len(starts))
    order = np.lexsort((steps, times))
    return int(np.cumsum(steps[order]).max(initial=0))


@pytest.mark.parametrize("number", [0, 3])
def test_nothing_happens_outside_of_the_run(engine, number):
    scenario, _, log = made_log(engine, number)
    end = end_of(scenario) + scenario.world.clock.tick_ms
    assert log.contacts["arrived"].min() >= 0 and ended(log.contacts).max() <= end
    for table, column in (("needs", "closed"), ("cases", "resolved"), ("moves", "time"), ("staff", "time")):
        times = getattr(log, table)[column]
        assert times.max(initial=0) <= end and times.min(initial=-1) >= -1
