"""Run the compiled engine: make room, step by week, hand over pages, finish the tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType, SimpleNamespace
from typing import Any, NamedTuple

import numpy as np

from cxsim._jit import by_reference, plain
from cxsim._jit import step as compiled_step
from cxsim.clock import WEEK
from cxsim.engines.kernel.attempts import write_contact
from cxsim.engines.kernel.closing import write_case, write_need
from cxsim.engines.kernel.desk import line_up, set_order
from cxsim.engines.kernel.loop import DONE, NEED_STATE_ROOM, advance, least_room, schedule_fixed
from cxsim.engines.kernel.memory import keep_freed_memory
from cxsim.engines.kernel.people import REVIEW_WEEKS
from cxsim.engines.kernel.state import (
    FREE,
    PENDING,
    SEAT_OPEN,
    WAITING,
    Pages,
    Sim,
    State,
    copy_state,
    given,
    grow_state,
    new_page,
    new_pages,
    new_state,
    row_of,
)
from cxsim.engines.kernel.teaching import forget
from cxsim.schema import CALL_BACK, DTYPES, NEED_OPEN, OPEN, Log, copy_into

#: Room of pages that are handed over whenever one is full.
FIRST_ROOM = {"contacts": 1 << 16, "needs": 1 << 16, "cases": 1 << 12, "reviews": 1 << 16, "moves": 1 << 14,
              "staff": 1 << 13, "weeks": 1 << 10}
SORT_KEY = {"contacts": "contact", "needs": "need", "cases": "case"}
#: Rows that a page gets beside those that are expected, and most rows that it gets ahead; beyond, it grows.
SPARE, MOST_AHEAD = 1 << 12, 1 << 21
#: Rows for each base need to come, with a little to spare: two thirds of them happen, and some people come back.
ROWS_A_NEED = {"contacts": 1.1, "needs": 0.75, "cases": 0.03}


class Start(NamedTuple):
    """A run at the end of its burn-in: the state and the rows so far. Copied before it is continued.

    The row of what is still under way has its place and no number (-1) yet.
    """

    state: State
    full: dict[str, np.ndarray]


class Going:
    """One run under way. Its pages grow; or, with `keep`, full pages are handed over.

    Parameters
    ----------
    state : State
    room : dict
        Rows that are expected, by table.
    keep : callable, optional
        Takes (table, rows) whenever a page is full.
    so_far : dict
        Rows of the burn-in by table, where the tables shall hold them.
    """

    def __init__(self, state: State, room: dict[str, int], keep: Callable[[str, np.ndarray], None] | None = None,
                 so_far: Mapping[str, np.ndarray] = MappingProxyType({})):
        keep_freed_memory()
        self.state, self.room = state, room
        self._keep: Any = keep
        self.unsure = dict.fromkeys(SORT_KEY, 0)  # first rows of a page of which some belong to the burn-in
        counters = state.counters[0]
        counters.in_place = keep is None
        for name in Pages._fields:
            setattr(counters, f"n_{name}", len(so_far.get(name, ())) if keep is None else 0)
        if keep is None:
            self.find_first(so_far)
        self.pages = self.new_pages()
        for name, rows in so_far.items():
            if keep is None:
                copy_into(getattr(self.pages, name), rows)
            else:
                self.hand_over(name, rows[rows[SORT_KEY[name]] >= 0] if name in SORT_KEY else rows)
        for name, count in self.unsure.items():
            getattr(self.pages, name)[SORT_KEY[name]][:count] = -1

    def find_first(self, so_far: Mapping[str, np.ndarray]) -> None:
        """Let pages begin with the rows of the burn-in or, without these, with the first of what is under way."""
        counters = self.state.counters[0]
        for name, numbers in under_way(self.state).items():
            first = 0 if name in so_far else int(numbers.min(initial=counters[name]))
            self.unsure[name] = 0 if name in so_far else int(counters[name]) - first
            setattr(counters, f"first_{SORT_KEY[name]}", first)

    def new_pages(self, at_once: int = 2) -> Pages:
        """Pages with the usual room beside what is there and what one event (or what is written at once) takes.

        With only the larger of both, a large market filled its pages at every move: two thirds of its time.
        """
        needed = least_room(self.state, at_once)
        return new_pages({name: self.taken(name) + self.room[name] + needed[name] for name in Pages._fields})

    def go(self, packed, until: int) -> None:
        """Process every event before `until`, making room where it is needed."""
        while True:
            answer = advance(packed, self.state, self.pages, until)
            if answer == DONE:
                return
            if answer == NEED_STATE_ROOM:
                self.state = grow_state(self.state)
            elif self._keep is None:
                self.make_room(least_room(self.state))
            else:
                self.put_aside()

    def taken(self, name: str) -> int:
        """Rows of a page that are written, or belong to what has a number."""
        counters = self.state.counters[0]
        if counters.in_place and name in SORT_KEY:
            return int(counters[name] - counters[f"first_{SORT_KEY[name]}"])
        return int(counters[f"n_{name}"])

    def make_room(self, needed: dict[str, int]) -> None:
        """Let pages grow by at least a half where so many more rows do not fit."""
        for name, rows in needed.items():
            page, taken = getattr(self.pages, name), self.taken(name)
            if taken + rows > len(page):
                bigger = new_page(name, max(taken + rows, len(page) * 3 // 2))
                copy_into(bigger, page[:taken])
                self.pages = self.pages._replace(**{name: bigger})

    def put_aside(self, at_once: int = 2) -> None:
        """Hand the filled rows over and start new pages, with room for what will be written at once."""
        for name in Pages._fields:
            self.hand_over(name, self.table(name))
            setattr(self.state.counters[0], f"n_{name}", 0)
        self.pages = self.new_pages(at_once)

    def hand_over(self, name: str, rows: np.ndarray) -> None:
        """Let who keeps the rows have them."""
        if len(rows):
            self._keep(name, rows)

    def log(self, packed) -> Log:
        """All tables in canonical order, with what is still open at the end; empty what was handed over."""
        if self._keep is not None:
            self.put_aside(at_once=len(self.state.works))  # the most rows that what is still open can take
        write_open(packed, self.state, self.pages)
        if self._keep is not None:
            self.put_aside()
        persons = np.asarray(self.state.persons).view(DTYPES["persons"])
        return Log(persons=persons, **{name: self.table(name) for name in Pages._fields})

    def table(self, name: str) -> np.ndarray:
        """Rows of a table so far; those of the burn-in only where it was to hold them."""
        rows = np.asarray(getattr(self.pages, name)[:self.taken(name)]).view(DTYPES[name])
        unsure = self.unsure.get(name, 0)
        if unsure == 0:
            return rows
        ours = rows[:unsure][rows[SORT_KEY[name]][:unsure] >= 0]
        rows[unsure - len(ours):unsure] = ours
        return rows[unsure - len(ours):]


def under_way(state: State) -> dict[str, np.ndarray]:
    """Numbers of the contacts, needs and cases whose row is not yet written: those that `write_open` would write."""
    works = state.works[state.works["status"] != FREE]
    is_case = works["case"] >= 0
    return {"contacts": works["contact"][works["status"] != PENDING], "cases": works["case"][is_case],
            "needs": works["need"][~is_case & (works["kind"] != CALL_BACK)]}


def expected_rows(state: State, draws, until: int) -> dict[str, int]:
    """Roughly the rows that will be written up to a moment; where it is too few, pages grow."""
    counters, people = state.counters[0], len(state.persons)
    needs = int(np.searchsorted(draws.need_time, until)) - int(counters.cursor)
    reviews = people * (1 + (until - int(counters.now)) // (REVIEW_WEEKS * WEEK))
    room = {name: int(share * needs) + SPARE for name, share in ROWS_A_NEED.items()}
    return FIRST_ROOM | {name: min(MOST_AHEAD, rows) for name, rows in (*room.items(), ("reviews", reviews))}


@compiled_step
def write_open(given, state, pages):
    """Write rows for what is under way at the end of the horizon: attempts, needs and cases."""
    sim = by_reference(Sim(given.numbers[0], given.roster, given.next_open, given.open_end, given.case_prefix,
                           given.keys, given.luck, given.felt, given.marks, given.traits, state.counters[0],
                           state.persons, state.works, state.events, state.later, state.seats, state.pools,
                           state.employees))
    pages = by_reference(pages)
    counters = sim.counters
    now = counters.now
    for slot in range(sim.works.shape[0]):
        work = sim.works[slot]
        if work.status == FREE:
            continue
        if work.status != PENDING:
            write_contact(sim, pages, slot, OPEN, 0, now)
        if work.kind == CALL_BACK:  # the row of the need was written when it closed
            continue
        if work.case >= 0:
            row = pages.cases[row_of(counters, work.case, counters.first_case, counters.n_cases)]
            write_case(row, work, sim.persons[work.person])
            counters.n_cases += 1
        else:
            row = pages.needs[row_of(counters, work.need, counters.first_need, counters.n_needs)]
            write_need(row, work, -1)
            row.state = NEED_OPEN
            counters.n_needs += 1


def begin(plan, draws, until: int, keep=None) -> Going:
    """A run at time 0."""
    state = new_state(plan, draws)
    schedule_fixed(state, plan.scalars[0].tick)
    return Going(state, expected_rows(state, draws, until) if keep is None else FIRST_ROOM, keep)


def burn_in(before, draws) -> Start:
    """Run the policy before the horizon up to the moment of the switch.

    Parameters
    ----------
    before : Plan
    draws : Draws

    Returns
    -------
    Start
        To be continued, any number of times, by `run(..., start=...)`.
    """
    switch_at = int(before.scalars[0].switch_at)
    going = begin(before, draws, switch_at)
    going.go(given(before, draws), switch_at)
    rows = {name: going.table(name) for name in Pages._fields}
    for name, numbers in under_way(going.state).items():
        rows[name][SORT_KEY[name]][numbers] = -1
    return Start(going.state, rows)


def resume(start: Start, draws, until: int, keep=None) -> Going:
    """A new run that goes on from a copy of a start."""
    state = copy_state(start.state)
    room = expected_rows(state, draws, until) if keep is None else FIRST_ROOM
    return Going(state, room, keep, start.full)


def run(before, plan, draws, start: Start | None = None, on_week=None, step: int = WEEK, keep=None) -> Log:
    """Run burn-in and horizon on the compiled engine.

    Parameters
    ----------
    before, plan : Plan
        Policy before the switch and policy under test, with the plans that follow it.
    draws : Draws
    start : Start, optional
        The end of the burn-in of the same `before` and `draws`; without it the burn-in is run here.
    on_week : callable, optional
        Called with the number of weeks done after each step; whatever it raises stops the run.
    step : int
        Step length in ms; results do not depend on it.
    keep : callable, optional
        Takes (table, rows) whenever a page is full, instead of keeping the rows in memory; they come in the order
        of writing, not of their numbers.

    Returns
    -------
    Log
    """
    rules = plan.scalars[0]
    end = int(rules.end)
    going = resume(start, draws, end, keep) if start is not None else begin(before, draws, end, keep)
    time = int(rules.switch_at) if start is not None else 0
    packed = given(before if time < rules.switch_at else plan, draws)
    starts, now = dict([(int(rules.switch_at), plan), *plan.later]), before
    while time < rules.end:
        if time in starts:
            packed = given(starts[time], draws)
            take_over(going.state, now, starts[time], time)
            now = starts[time]
        limit = min([start for start in starts if start > time], default=int(rules.end))
        time = min(time + step, limit, int(rules.end))
        going.go(packed, time)
        if on_week is not None:
            on_week(time / WEEK)
    going.state.counters[0].now = rules.end
    return going.log(packed)


def take_over(state: State, before, plan, now: int) -> None:
    """Let the new policy begin.

    Places that it adds are filled by people hired at that moment; who waits is ordered by the new routing.
    """
    rules = SimpleNamespace(mode=int(plan.scalars[0].mode), due=plan.due, class_rank=plan.class_rank)
    desk = SimpleNamespace(plan=plan, seats=state.seats, pools=state.pools)
    for slot in np.flatnonzero(state.works["status"] == WAITING):
        plain(set_order)(rules, state.works[slot])
    state.pools["free_heads"], state.pools["free_tails"] = -1, -1
    for seat in np.flatnonzero(state.seats["state"] == SEAT_OPEN):  # how many contacts a seat may take can change
        plain(line_up)(desk, seat)
    for pool in range(len(plan.positions)):
        state.pools[pool].shift = 0  # the roster is looked at again
        first, last = int(before.positions[pool]), int(plan.positions[pool])
        if last > first:
            at = plan.position_start[pool]
            state.employees[at + first:at + last].hired = now
            plain(forget)(state.employees[at + first:at + last])
