"""Run the compiled engine: make room, step by week, hand over pages, finish the tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from cxsim._jit import by_reference
from cxsim._jit import step as compiled_step
from cxsim.clock import WEEK
from cxsim.engines.kernel.attempts import write_contact
from cxsim.engines.kernel.closing import write_case, write_need
from cxsim.engines.kernel.loop import DONE, NEED_STATE_ROOM, advance, schedule_fixed
from cxsim.engines.kernel.state import (
    FREE,
    PENDING,
    SERVING,
    Pages,
    Sim,
    State,
    copy_state,
    given,
    grow_state,
    new_pages,
    new_state,
)
from cxsim.schema import DTYPES, NEED_OPEN, OPEN, Log
from cxsim.stages.staff import REVIEW_WEEKS

FIRST_ROOM = {"contacts": 1 << 16, "needs": 1 << 16, "cases": 1 << 12, "reviews": 1 << 16, "moves": 1 << 14,
              "staff": 1 << 13, "weeks": 1 << 10}
SORT_KEY = {"contacts": "contact", "needs": "need", "cases": "case"}


class Start(NamedTuple):
    """A run at the end of its burn-in: the state and the pages so far. Copied before it is continued."""

    state: State
    pages: Pages
    full: tuple[dict, ...]


class Going:
    """One run under way: state, pages, and full pages that were put aside."""

    def __init__(self, state: State, pages: Pages, keep: Callable[[str, np.ndarray], None] | None = None):
        self.state, self.pages = state, pages
        self.full: dict[str, list[np.ndarray]] = {name: [] for name in Pages._fields}
        self._keep = keep

    def go(self, plan, draws, until: int) -> None:
        """Process every event before `until`, making room where it is needed."""
        packed = given(plan, draws)
        while True:
            answer = advance(packed, self.state, self.pages, until)
            if answer == DONE:
                return
            if answer == NEED_STATE_ROOM:
                self.state = grow_state(self.state)
            else:
                self.put_aside(len(draws.start))

    def put_aside(self, people: int) -> None:
        """Hand filled rows over and start every page anew; a page that was too small for one event grows."""
        counters = self.state.counters[0]
        rows = {}
        for name, page in self.pages._asdict().items():
            filled = int(getattr(counters, f"n_{name}"))
            chunk = np.asarray(page[:filled]).copy().view(DTYPES[name])
            if self._keep is not None:
                self._keep(name, chunk)
            else:
                self.full[name].append(chunk)
            setattr(counters, f"n_{name}", 0)
            needed = 2 * people // REVIEW_WEEKS + 64 if name in ("reviews", "moves") else 1 << 13
            rows[name] = max(len(page), needed)
        if any(rows[name] > len(page) for name, page in self.pages._asdict().items()):
            self.pages = new_pages(rows)

    def log(self, plan, draws) -> Log:
        """All tables in canonical order, with what is still open at the end."""
        self.put_aside(len(draws.start))
        slots = len(self.state.works) + 1  # the most rows that what is still open can take
        self.pages = new_pages({name: max(len(page), slots) for name, page in self.pages._asdict().items()})
        write_open(given(plan, draws), self.state, self.pages)
        self.put_aside(len(draws.start))
        tables = {}
        for name, chunks in self.full.items():
            table = np.concatenate(chunks) if len(chunks) != 1 else chunks[0]
            key = SORT_KEY.get(name)
            tables[name] = table[np.argsort(table[key], kind="stable")] if key else table
        return Log(persons=np.asarray(self.state.persons).view(DTYPES["persons"]), **tables)


@compiled_step
def write_open(given, state, pages):
    """Write rows for what is under way at the end of the horizon: attempts, needs and cases."""
    sim = by_reference(Sim(given.numbers[0], given.roster, given.next_open, given.open_end, given.case_prefix,
                           given.keys, given.traits, state.counters[0], state.persons, state.works, state.events,
                           state.seats, state.pools, state.employees))
    pages = by_reference(pages)
    counters = sim.counters
    now = counters.now
    for slot in range(sim.works.shape[0]):
        work = sim.works[slot]
        if work.status == FREE:
            continue
        if work.status != PENDING:
            write_contact(sim, pages, slot, OPEN, 0, now)
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
    rows = dict(FIRST_ROOM)
    for name in ("reviews", "moves"):
        rows[name] = max(rows[name], 2 * len(draws.start) // REVIEW_WEEKS + 64)
    schedule_fixed(state, plan.scalars[0].tick)
    return Going(state, new_pages(rows), keep)


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
    going.go(before, draws, int(before.scalars[0].switch_at))
    going.put_aside(len(draws.start))
    return Start(going.state, going.pages, tuple({name: list(chunks)} for name, chunks in going.full.items()))


def resume(start: Start) -> Going:
    """A new run that goes on from a copy of a start."""
    going = Going(copy_state(start.state), Pages(*(page.copy() for page in start.pages)))
    for part in start.full:
        going.full.update({name: list(chunks) for name, chunks in part.items()})
    return going


def run(before, plan, draws, start: Start | None = None, on_week=None, step: int = WEEK, keep=None) -> Log:
    """Run burn-in and horizon on the compiled engine.

    Parameters
    ----------
    before, plan : Plan
        Policy before the switch and policy under test.
    draws : Draws
    start : Start, optional
        The end of the burn-in of the same `before` and `draws`; without it the burn-in is run here.
    on_week : callable, optional
        Called with the number of weeks done after each step; whatever it raises stops the run.
    step : int
        Step length in ms; results do not depend on it.
    keep : callable, optional
        Takes (table, rows) whenever a page is full, instead of keeping the rows in memory.

    Returns
    -------
    Log
    """
    rules = plan.scalars[0]
    going = resume(start) if start is not None else begin(before, draws, keep)
    time = int(rules.switch_at) if start is not None else 0
    while time < rules.end:
        now_plan = before if time < rules.switch_at else plan
        if time == rules.switch_at:
            take_over(going.state, before, plan, int(rules.switch_at))
        limit = int(rules.switch_at) if time < rules.switch_at else int(rules.end)
        time = min(time + step, limit)
        going.go(now_plan, draws, time)
        if on_week is not None:
            on_week(time / WEEK)
    going.state.counters[0].now = rules.end
    return going.log(plan, draws)


def take_over(state: State, before, plan, now: int) -> None:
    """Let the new policy begin: places that it adds are filled by people hired at that moment."""
    for pool in range(len(plan.positions)):
        first, last = int(before.positions[pool]), int(plan.positions[pool])
        if last > first:
            at = plan.position_start[pool]
            state.employees[at + first:at + last].hired = now
