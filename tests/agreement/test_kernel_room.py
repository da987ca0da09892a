"""Does the kernel give the same log however it is stepped, paged, grown, continued and shared out?"""

import platform
import sys
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import numpy as np
import pytest
from made_worlds import CHEAP, SEED, made

from cxsim.clock import DAY, HALF_HOUR, HOUR, WEEK
from cxsim.draws import make_draws
from cxsim.engines.kernel import run as kernel
from cxsim.engines.kernel import state
from cxsim.engines.kernel.memory import keep_freed_memory
from cxsim.evidence.agree_compare import differences, digests
from cxsim.evidence.agree_worlds import scenario
from cxsim.plan import build_plans
from cxsim.schema import Log
from cxsim.simulate import without_burn_in

NUMBERS = CHEAP
#: One that counts seconds would step ten thousand times a week; this one is prime and fits nothing.
STEPS = (HALF_HOUR // 3, 3 * HOUR, DAY, 7_919_003, 5 * WEEK, 1000 * WEEK)


def equal(log, other):
    assert differences(0, log, other) == []


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("number", NUMBERS[:2])
def test_the_length_of_a_step_changes_nothing(number, step):
    equal(kernel.run(*made(number)), kernel.run(*made(number), step=step))


@pytest.mark.parametrize("number", [NUMBERS[0], pytest.param(NUMBERS[1], marks=pytest.mark.coverage), *NUMBERS[2:]])
def test_a_shared_burn_in_changes_nothing_and_is_not_used_up(number):
    before, plan, draws = made(number)
    whole = kernel.run(before, plan, draws)
    start = kernel.burn_in(before, draws)
    for _ in range(2):
        equal(whole, kernel.run(before, plan, draws, start=start))
    assert len(whole.contacts) > 50


@pytest.mark.parametrize("rows", [1, 100_000])
def test_without_the_rows_of_the_burn_in_there_is_what_ended_later(rows, monkeypatch):
    before, plan, draws = made(NUMBERS[1])  # the one with a burn-in
    whole = kernel.run(before, plan, draws)
    monkeypatch.setattr(kernel, "expected_rows", lambda *_: dict.fromkeys(kernel.FIRST_ROOM, rows))
    start = kernel.burn_in(before, draws)
    for table, key in kernel.SORT_KEY.items():
        written = {int(number) for number in start.full[table][key] if number >= 0}
        kept = getattr(whole, table)
        ours = kept[[int(number) not in written for number in kept[key]]]
        found = getattr(kernel.run(before, plan, draws, start=without_burn_in(start)), table)
        assert np.array_equal(found, ours)
        assert 0 < len(written) < len(start.full[table])  # something was under way


@pytest.mark.parametrize("number", NUMBERS)
def test_room_for_the_seats_of_other_plans_changes_nothing(number):
    own = scenario(SEED, number)
    more = {f"policy.staffing.extra.{pool}": 17 for pool in ("phone", "chat", "email", "case")}
    wider = own.replace(more)
    (before, plan), _ = build_plans([own, wider])
    alone = made(number)
    assert plan.seat_start[-1] > alone[1].seat_start[-1]
    equal(kernel.run(*alone), kernel.run(before, plan, alone[2]))


@pytest.mark.parametrize("number", [pytest.param(NUMBERS[0], marks=pytest.mark.coverage), *NUMBERS[1:]])
def test_pages_of_one_row_and_growing_state_change_nothing(number, monkeypatch):
    usual = kernel.run(*made(number))
    grown = []
    grow = kernel.grow_state
    monkeypatch.setattr(kernel, "grow_state", lambda small: grown.append(len(small.works)) or grow(small))
    monkeypatch.setattr(kernel, "expected_rows", lambda *_: dict.fromkeys(kernel.FIRST_ROOM, 1))
    monkeypatch.setattr(state, "FIRST_WORKS", 2)
    equal(usual, kernel.run(*made(number)))
    assert len(grown) >= 3


def handed_over(before, plan, draws, start=None):
    """The log of a run whose full pages are handed over, put in order; and how often contacts were."""
    taken = defaultdict(list)
    rest = kernel.run(before, plan, draws, start=start, keep=lambda table, rows: taken[table].append(rows))
    tables = {}
    for name in Log._fields[:-1]:
        assert len(getattr(rest, name)) == 0
        rows = np.concatenate([getattr(rest, name), *taken[name]])
        key = kernel.SORT_KEY.get(name)
        tables[name] = rows[np.argsort(rows[key], kind="stable")] if key else rows
    return Log(persons=rest.persons, **tables), len(taken["contacts"])


@pytest.mark.parametrize("rows", [1, 64])
@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("number", NUMBERS[:2])
def test_rows_that_are_handed_over_are_the_rows_that_are_kept(number, shared, rows, monkeypatch):
    before, plan, draws = made(number)
    usual = kernel.run(before, plan, draws)
    monkeypatch.setattr(kernel, "FIRST_ROOM", dict.fromkeys(kernel.FIRST_ROOM, rows))
    found, times = handed_over(before, plan, draws, kernel.burn_in(before, draws) if shared else None)
    assert times > 3
    equal(usual, found)


def test_a_large_market_does_not_fill_its_pages_at_every_move(monkeypatch):
    # One review may move a quarter of all people; with room for just those, each move handed all pages over.
    market = scenario(SEED, 0).replace({
        "weeks": 4, "burn_in_weeks": 0, "world.market.customers": 1500, "world.market.prospects": 1500,
        "mechanisms.loyalty": True,
    })  # fmt: skip
    (before, plan), draws = build_plans([market])[0], make_draws(market, 3)
    monkeypatch.setattr(kernel, "FIRST_ROOM", kernel.FIRST_ROOM | {"moves": 64})
    calls = []
    put_aside = kernel.Going.put_aside
    monkeypatch.setattr(kernel.Going, "put_aside", lambda *how, **room: calls.append(1) or put_aside(*how, **room))
    moves = len(handed_over(before, plan, draws)[0].moves)
    assert moves > 40
    assert len(calls) <= 2 + moves // 64
    grown = []
    make_room = kernel.Going.make_room
    monkeypatch.setattr(kernel.Going, "make_room", lambda *how: grown.append(1) or make_room(*how))
    assert len(kernel.run(before, plan, draws).moves) == moves
    assert len(grown) <= 2 + moves // 64


@pytest.mark.coverage
def test_the_weeks_done_are_told_and_what_that_raises_stops_the_run():
    before, plan, draws = made(NUMBERS[0])
    told = []
    kernel.run(before, plan, draws, on_week=told.append)
    assert told == list(range(1, int(plan.scalars[0].end) // WEEK + 1))

    def stop(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        kernel.run(before, plan, draws, on_week=stop)


@pytest.mark.parametrize("name", ["WORK", "SEAT", "POOL", "EMPLOYEE", "EVENT", "COUNTERS"])
def test_no_column_has_a_name_that_numpy_keeps_for_itself(name):
    # As plain Python `row.size` is numpy's own 1 and never the column; compiled it is the column.
    columns = set(getattr(state, name).names)
    assert columns.isdisjoint(dir(np.record))


def digests_of(number):
    return digests(kernel.run(*made(number)))


def test_four_threads_and_four_processes_give_what_one_gives():
    numbers = range(12)
    alone = [digests_of(number) for number in numbers]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(digests_of, numbers)) == alone
    with ProcessPoolExecutor(4) as processes:
        assert list(processes.map(digests_of, numbers)) == alone


def test_more_work_at_once_than_a_page_holds_is_written_whole(monkeypatch):
    # Nobody is on duty at first and thousands write: what is open at the end takes more rows than a page has.
    flood = scenario(SEED, 0).replace({
        "weeks": 1, "burn_in_weeks": 0, "world.market.customers": 4000, "world.demand.needs_per_year": 60.0,
        "world.demand.channel_share": {"phone": 0.0, "chat": 0.0, "email": 1.0}, "world.demand.factor": 1.0,
        "world.calendar.open.email": [{"days": [0, 1, 2, 3, 4, 5, 6], "from": "00:00", "to": "24:00"}],
        "policy.staffing.roster.email": [{"days": [6], "from": "23:30", "to": "24:00", "seats": 300}],
        "policy.staffing.extra.email": 0, "world.calendar.holidays": [], "policy.staffing.mode": "roster",
    })  # fmt: skip
    (before, plan), draws = build_plans([flood])[0], make_draws(flood, 3)
    monkeypatch.setattr(kernel, "FIRST_ROOM", dict.fromkeys(kernel.FIRST_ROOM, 1000))
    monkeypatch.setattr(kernel, "expected_rows", lambda *_: kernel.FIRST_ROOM)
    log = kernel.run(before, plan, draws)
    equal(log, handed_over(before, plan, draws)[0])
    waiting = log.contacts[log.contacts["outcome"] == 5]
    assert len(waiting) > 4096
    assert np.array_equal(log.contacts["contact"], np.arange(len(log.contacts)))
    assert len(waiting) - 400 <= log.weeks["waiting"][log.weeks["pool"] == 2].tolist()[-1] <= len(waiting)


def test_freed_memory_is_kept_where_the_c_library_can(monkeypatch):
    keep_freed_memory.cache_clear()
    assert keep_freed_memory() == (platform.libc_ver()[0] == "glibc")
    keep_freed_memory.cache_clear()
    monkeypatch.setattr(sys, "platform", "win32")
    assert keep_freed_memory() is False
    keep_freed_memory.cache_clear()
