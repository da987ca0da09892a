"""Run the compiled engine: make room, step by week, hand over pages, finish the tables."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from cxsim._jit import by_reference, copy_row, kernel, plain
from cxsim._jit import step as compiled_step
from cxsim.clock import WEEK
from cxsim.engines.kernel.attempts import write_contact
from cxsim.engines.kernel.closing import write_case, write_need
from cxsim.engines.kernel.desk import line_up, set_order
from cxsim.engines.kernel.loop import DONE, NEED_STATE_ROOM, advance, least_room, schedule_fixed
from cxsim.engines.kernel.memory import keep_freed_memory
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
    new_pages,
    new_state,
)
from cxsim.engines.kernel.teaching import forget
from cxsim.schema import CALL_BACK, DTYPES, NEED_OPEN, OPEN, Log, as_bytes, copy_rows

FIRST_ROOM = {"contacts": 1 << 16, "needs": 1 << 16, "cases": 1 << 12, "reviews": 1 << 16, "moves": 1 << 14,
              "staff": 1 << 13, "weeks": 1 << 10}
SORT_KEY = {"contacts": "contact", "needs": "need", "cases": "case"}


class Start(NamedTuple):
    """A run at the end of its burn-in: the state and the rows so far. Copied before it is continued."""

    state: State
    full: tuple[dict, ...]


class Going:
    """One run under way: state, pages, and full pages that were put aside."""

    def __init__(self, state: State, keep: Callable[[str, np.ndarray], None] | None = None):
        keep_freed_memory()
        self.state = state
        self.full: dict[str, list[np.ndarray]] = {name: [] for name in Pages._fields}
        self._keep = keep
        self.pages = self.new_pages()

    def new_pages(self, at_once: int = 2) -> Pages:
        """Pages with the usual room beside what one event (or what is written at once) takes.

        With only the larger of both, a large market filled its pages at every move: two thirds of its time.
        """
        needed = least_room(self.state, at_once)
        return new_pages({name: rows + needed[name] for name, rows in FIRST_ROOM.items()})

    def go(self, packed, until: int) -> None:
        """Process every event before `until`, making room where it is needed."""
        while True:
            answer = advance(packed, self.state, self.pages, until)
            if answer == DONE:
                return
            if answer == NEED_STATE_ROOM:
                self.state = grow_state(self.state)
            else:
                self.put_aside()

    def put_aside(self, at_once: int = 2) -> None:
        """Hand the filled rows over and start new pages, with room for what will be written at once."""
        counters = self.state.counters[0]
        for name, page in self.pages._asdict().items():
            filled = int(getattr(counters, f"n_{name}"))
            setattr(counters, f"n_{name}", 0)
            rows = np.asarray(page[:filled]).view(DTYPES[name])
            self.take(name, rows if 2 * filled > len(page) or self._keep is not None else copy_rows(rows))
        self.pages = self.new_pages(at_once)

    def take(self, name: str, rows: np.ndarray) -> None:
        """Keep filled rows in memory, or hand them over."""
        if len(rows) == 0:
            return
        if self._keep is None:
            self.full[name].append(rows)
        else:
            self._keep(name, rows)

    def log(self, packed) -> Log:
        """All tables in canonical order, with what is still open at the end; empty what was handed over."""
        self.put_aside(at_once=len(self.state.works))  # the most rows that what is still open can take
        write_open(packed, self.state, self.pages)
        self.put_aside()
        persons = np.asarray(self.state.persons).view(DTYPES["persons"])
        return Log(persons=persons, **{name: in_order(name, chunks) for name, chunks in self.full.items()})


def in_order(name: str, chunks: list[np.ndarray]) -> np.ndarray:
    """One table in canonical order from the rows in the order of writing.

    A row's number says where it goes, which saves sorting. Rows are moved as bytes: numpy moves rows with named
    columns column by column, several times slower.
    """
    table = np.empty(sum(map(len, chunks)), DTYPES[name])
    if name in SORT_KEY and len(table):
        numbers = [np.ascontiguousarray(chunk[SORT_KEY[name]]) for chunk in chunks]
        first, last = min(part.min() for part in numbers), max(part.max() for part in numbers)
        place = np.zeros(last - first + 1, dtype=np.int32)
        for part in numbers:
            mark(place, part, first)
        count_up(place)  # numbers may be missing when a burn-in was dropped
        for chunk, part in zip(chunks, numbers, strict=True):
            put_rows(as_bytes(table), as_bytes(chunk), place, part, first)
    elif len(table):
        np.concatenate([as_bytes(chunk) for chunk in chunks], out=as_bytes(table))
    return table


@kernel
def mark(place, numbers, first):
    """Set to 1 the places of some numbers."""
    for i in range(numbers.shape[0]):
        place[numbers[i] - first] = 1


@kernel
def count_up(place):
    """Turn marks (1) into the place of each among all that are marked."""
    count = 0
    for i in range(place.shape[0]):
        count += place[i]
        place[i] = count - 1


@kernel
def put_rows(table, rows, place, numbers, first):
    """Copy rows of bytes to the places of their numbers."""
    for i in range(rows.shape[0]):
        copy_row(table, place[numbers[i] - first], rows, i)


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
            write_case(pages.cases[counters.n_cases], work, sim.persons[work.person])
            counters.n_cases += 1
        else:
            row = pages.needs[counters.n_needs]
            write_need(row, work, -1)
            row.state = NEED_OPEN
            counters.n_needs += 1


def begin(plan, draws, keep=None) -> Going:
    """A run at time 0."""
    state = new_state(plan, draws)
    schedule_fixed(state, plan.scalars[0].tick)
    return Going(state, keep)


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
    going = begin(before, draws)
    going.go(given(before, draws), int(before.scalars[0].switch_at))
    going.put_aside()
    return Start(going.state, tuple({name: list(chunks)} for name, chunks in going.full.items()))


def resume(start: Start, keep=None) -> Going:
    """A new run that goes on from a copy of a start."""
    going = Going(copy_state(start.state), keep)
    for part in start.full:
        for name, chunks in part.items():
            for chunk in chunks:
                going.take(name, chunk)
    return going


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
    going = resume(start, keep) if start is not None else begin(before, draws, keep)
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
