"""The state of the compiled engine: a handful of record arrays that can be copied, grown and resumed."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cxsim.draws import TENURE
from cxsim.schema import CASE_CLASSES, CLASSES, DTYPES, QUEUES
from cxsim.stages.staff import LEAVE_BASE, first_tenures

FREE, PENDING, WAITING, SERVING = range(4)  # status of a work slot
SEAT_CLOSED, SEAT_OPEN, SEAT_CLOSING = range(3)
MAX_LOAD = 8

N_POOLS = len(QUEUES)
N_CLASSES = len(CLASSES)
N_CASE_CLASSES = len(CASE_CLASSES)

# One open need, or (after it failed) its complaint case. At any time it has at most one attempt under way.
WORK = np.dtype([
    ("person", "i4"), ("ordinal", "i4"), ("need", "i4"), ("case", "i4"), ("contact", "i4"), ("previous", "i4"),
    ("kind", "i1"), ("queue", "i1"), ("channel", "i1"), ("reason", "i1"), ("klass", "i1"), ("status", "i1"),
    ("prospect", "i1"), ("escalated", "i1"), ("misuse", "i1"), ("case_class", "i1"),
    ("nth", "i4"), ("redials", "i4"), ("recontacts", "i4"), ("transfers", "i4"), ("returns", "i4"),
    ("switches", "i4"), ("abandons", "i4"), ("hand_backs", "i4"), ("attempts", "i4"), ("handlings", "i4"), ("seat", "i4"), ("employee", "i4"),
    ("version", "i4"), ("next", "i4"), ("previous_waiting", "i4"),
    ("born", "i8"), ("arrived", "i8"), ("answered", "i8"), ("remaining", "i8"), ("order", "i8"),
    ("opened", "i8"), ("confirmed", "i8"), ("responded", "i8"), ("assessed", "i8"),
    ("difficulty", "f8"), ("wait_units", "f8"), ("skill", "f8"), ("damage", "f8"), ("drop", "f8"),
])
SEAT = np.dtype([
    ("pool", "i4"), ("number", "i4"), ("state", "i4"), ("load", "i4"), ("employee", "i4"),
    ("since", "i8"), ("charged", "i8"), ("works", "i4", (MAX_LOAD,)),
])
POOL = np.dtype([
    ("opened", "i8"), ("closing", "i8"), ("busy", "i8"), ("load", "i8"), ("waiting", "i8"), ("absent", "i8"),
    ("free", "i8"), ("since", "i8"), ("seat_ms", "i8"), ("busy_ms", "i8"), ("overtime_ms", "i8"),
    ("absent_ms", "i8"), ("queue_ms", "i8"), ("load_ms", "i8"), ("seat_ms_4", "i8"), ("busy_ms_4", "i8"),
    ("in_system", "i8"), ("strain", "f8"),
])
EMPLOYEE = np.dtype([("generation", "i4"), ("hired", "i8"), ("vacant_until", "i8")])
EVENT = np.dtype([("time", "i8"), ("key", "i8"), ("slot", "i4"), ("version", "i4")])
COUNTERS = np.dtype([
    (name, "i8") for name in (
        "now", "cursor", "contacts", "needs", "cases", "free", "events",
        "n_contacts", "n_needs", "n_cases", "n_reviews", "n_moves", "n_staff", "n_weeks",
    )
])


class State(NamedTuple):
    """Everything that changes while the kernel runs; copying the arrays copies the run."""

    counters: np.ndarray
    persons: np.ndarray
    works: np.ndarray
    free: np.ndarray
    events: np.ndarray
    heads: np.ndarray
    tails: np.ndarray
    seats: np.ndarray
    pools: np.ndarray
    employees: np.ndarray
    patience: np.ndarray


class Pages(NamedTuple):
    """Log pages with room for new rows; the counters say how far each is filled."""

    contacts: np.ndarray
    needs: np.ndarray
    cases: np.ndarray
    reviews: np.ndarray
    moves: np.ndarray
    staff: np.ndarray
    weeks: np.ndarray


def records(n, dtype):
    """Zeroed record array whose rows read like objects, compiled or not."""
    return np.zeros(n, dtype).view(np.recarray)


def new_pages(rows: dict[str, int]) -> Pages:
    """Empty log pages with room for `rows[table]` rows each."""
    return Pages(*(records(rows[name], DTYPES[name]) for name in Pages._fields))


def new_state(plan, draws) -> State:
    """State at the start of the burn-in: nobody waits, no seat is open."""
    works = 4096
    state = State(
        counters=records(1, COUNTERS), persons=draws.start.copy().view(np.recarray), works=records(works, WORK),
        free=np.arange(works, dtype=np.int32), events=records(8192, EVENT),
        heads=np.full((N_POOLS, N_CLASSES), -1, np.int32), tails=np.full((N_POOLS, N_CLASSES), -1, np.int32),
        seats=records(int(plan.seat_start[-1]), SEAT), pools=records(N_POOLS, POOL),
        employees=first_employees(plan, draws), patience=np.ascontiguousarray(draws.traits.patience),
    )
    state.counters[0].free = works
    for pool in range(N_POOLS):
        for seat in range(plan.seat_start[pool], plan.seat_start[pool + 1]):
            state.seats[seat].pool = pool
            state.seats[seat].number = seat - plan.seat_start[pool]
    return state


def first_employees(plan, draws):
    """Employees at the start of the burn-in; how long each has been there is drawn once per place."""
    employees = records(int(plan.position_start[-1]), EMPLOYEE)
    for pool in range(N_POOLS):
        places = np.arange(plan.position_start[pool + 1] - plan.position_start[pool])
        tenure = first_tenures(draws.keys[TENURE, 0], pool, places, plan.staff[LEAVE_BASE])
        employees[plan.position_start[pool]:plan.position_start[pool + 1]].hired = -tenure
    return employees


def copy_state(state: State) -> State:
    """An independent copy, so that several policies can go on from one burn-in."""
    return State(*(array.copy() for array in state))


def grow_state(state: State) -> State:
    """The same state with twice the room for open needs and events."""
    works, counters = state.works, state.counters[0]
    n = len(works)
    bigger = records(2 * n, WORK)
    bigger[:n] = works
    free = np.zeros(2 * n, np.int32)
    free[:n] = np.arange(n, 2 * n, dtype=np.int32)
    free[n:n + counters.free] = state.free[:counters.free]
    counters.free += n
    events = records(2 * len(state.events), EVENT)
    events[:len(state.events)] = state.events
    return state._replace(works=bigger, free=free, events=events)
