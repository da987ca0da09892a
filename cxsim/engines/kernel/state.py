"""The state of the compiled engine: a handful of record arrays that can be copied, grown and resumed."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cxsim._jit import step
from cxsim.draws import TENURE
from cxsim.schema import CASE_CLASSES, CLASSES, DTYPES, FIRST, QUEUES, RECONTACT, copy_into, copy_rows
from cxsim.stages.staff import LEAVE_BASE, first_tenures

FREE, PENDING, WAITING, SERVING, AT_BOT = range(5)  # status of a work slot
SEAT_CLOSED, SEAT_OPEN, SEAT_CLOSING = range(3)
MAX_LOAD = 8
MOST_SHIFTS = 48

# Luck of the same decision for many people is drawn in blocks, ahead of its use: the processor then works on
# several draws at once, which takes a fifth of the time of single draws. A draw is keyed, so its value does not
# depend on when it is drawn. Rows of the array `luck`; those of needs, episodes and reviews are never mixed.
BLOCK = 64
(NATURE_U, NATURE_V, REASON_U, DIFFICULTY, VARIANCE, HARDNESS, SIZE, RESOLVE_U, RESOLVE_V, LEAVE_U, ANSWER_Z, REFER_U,
 REFER_V, HEAR_U, HEAR_V, JOIN_U, SATISFACTION, FAILURE, YEARS, STANDING, LEAVE_P, REFER_P, TAIL,
 NEXT_SIZE, NEXT_U, NEXT_Z) = range(26)
LUCK_ROWS = 26
# Rows of `felt`: what is kept of closed needs until a block of them is felt at once, then what comes of it. The luck
# of a decision is two rows, those of the five dimensions lie side by side in the order of schema.DIMENSIONS.
(WAITED, ABANDONS, HARD, TRANSFERS, SWITCHES, DROP, CONDUCT_Z, SURROUNDINGS_Z, ANSWERS_Z, SURVEY_U, SEEN, EXPECTED,
 EPISODE, EFFORT, RECOMMEND, ANSWER_P) = (0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 14, 19, 24, 25, 26, 27)
FELT_ROWS = 28
# Rows of whole numbers of `marks`.
REASON, WHERE, PAGE_ROW, WHO, ORDINAL, NEXT_SLOT, NEXT_WHO, NEXT_ORDINAL, NEXT_NTH = range(9)
MARK_ROWS = 9
FIRST_WORKS = 4096

N_POOLS = len(QUEUES)
ESCALATED = len(CLASSES)  # each queue has a line for every class and one for escalated cases
N_LINES = ESCALATED + 1
N_CASE_CLASSES = len(CASE_CLASSES)

# One open need, or (after it failed) its complaint case. At any time it has at most one attempt under way.
WORK = np.dtype([
    ("person", "i4"), ("ordinal", "i4"), ("need", "i4"), ("case", "i4"), ("contact", "i4"), ("previous", "i4"),
    ("kind", "i1"), ("queue", "i1"), ("channel", "i1"), ("reason", "i1"), ("klass", "i1"), ("status", "i1"),
    ("prospect", "i1"), ("escalated", "i1"), ("misuse", "i1"), ("case_class", "i1"), ("owned", "i1"),
    ("nth", "i4"), ("redials", "i4"), ("recontacts", "i4"), ("transfers", "i4"), ("returns", "i4"),
    ("switches", "i4"), ("abandons", "i4"), ("hand_backs", "i4"), ("attempts", "i4"), ("handlings", "i4"),
    ("seat", "i4"), ("employee", "i4"), ("version", "i4"), ("next", "i4"), ("previous_waiting", "i4"),
    ("born", "i8"), ("arrived", "i8"), ("answered", "i8"), ("remaining", "i8"), ("order", "i8"),
    ("opened", "i8"), ("confirmed", "i8"), ("responded", "i8"), ("assessed", "i8"),
    ("approved", "i8"),
    ("difficulty", "f8"), ("wait_units", "f8"), ("skill", "f8"), ("damage", "f8"), ("drop", "f8"),
    ("hardness", "f8"), ("announced", "i8"), ("bot", "i1"),
    ("handle_size", "f8"), ("resolve_u", "f8"), ("resolve_z", "f8"), ("undrawn", "i1"),  # of attempts drawn in blocks
])
SEAT = np.dtype([
    ("pool", "i4"), ("number", "i4"), ("state", "i4"), ("load", "i4"), ("employee", "i4"),
    ("since", "i8"), ("charged", "i8"), ("works", "i4", (MAX_LOAD,)), ("before", "i4"), ("after", "i4"),
])
# From `busy_ms`, `load_ms` and `queue_ms` the moment is taken when something begins, and added when it ends; what is
# under way has to be added at the end. That is less work at each change than to charge the time since the last.
POOL = np.dtype([
    ("opened", "i8"), ("closing", "i8"), ("busy", "i8"), ("load", "i8"), ("waiting", "i8"), ("absent", "i8"),
    ("since", "i8"), ("seat_ms", "i8"), ("busy_ms", "i8"), ("overtime_ms", "i8"),
    ("absent_ms", "i8"), ("queue_ms", "i8"), ("load_ms", "i8"), ("seat_ms_4", "i8"), ("busy_ms_4", "i8"),
    ("in_system", "i8"), ("shift", "i8"), ("strain", "f8"), ("heads", "i4", (N_LINES,)), ("tails", "i4", (N_LINES,)),
    ("free_heads", "i4", (MAX_LOAD,)), ("free_tails", "i4", (MAX_LOAD,)),  # seats that can take one more, by load
])
# Moments of a roster event: the person was there, took a seat, still finished at another one. Then what is remembered
# of training, in hours, and what it is worth.
EMPLOYEE = np.dtype([("generation", "i4"), ("hired", "i8"), ("vacant_until", "i8"), ("here", "i8"), ("seated", "i8"),
                     ("finishing", "i8"), ("taught", "f8"), ("insight", "f8")])
EVENT = np.dtype([("time", "i8"), ("key", "i8"), ("slot", "i4"), ("version", "i4")])
COUNTERS = np.dtype([
    (name, "i8") for name in (
        "now", "cursor", "contacts", "needs", "cases", "free", "n_free", "events", "later", "felt", "undrawn",
        "queues_waiting",  # a bit for each queue in which somebody waits
        "n_contacts", "n_needs", "n_cases", "n_reviews", "n_moves", "n_staff", "n_weeks", "budget_year", "spent",
        "in_place", "first_contact", "first_need", "first_case",  # of what has a number, see `row_of`
    )
])


@step
def is_drawn_ahead(work):
    """Whether the luck of the present attempt's handling was drawn in a block."""
    return work.kind == FIRST or work.kind == RECONTACT


@step
def row_of(counters, number, first, written):
    """Row of a page that something with a number gets: its own place, or the next one where full pages are handed over.

    Rows are written when something ends, in no order. Written to their places they need not be put in order afterwards,
    which took a twentieth of a year; a page that is handed over cannot wait for what is still under way.
    """
    return number - first if counters.in_place else written


class State(NamedTuple):
    """Everything that changes while the kernel runs; copying the arrays copies the run."""

    counters: np.ndarray
    persons: np.ndarray
    works: np.ndarray
    events: np.ndarray
    later: np.ndarray
    seats: np.ndarray
    pools: np.ndarray
    employees: np.ndarray


class Given(NamedTuple):
    """What the kernel reads: numbers of the plan in one record, its calendar, and the luck of the replication."""

    numbers: np.ndarray
    roster: np.ndarray
    next_open: np.ndarray
    open_end: np.ndarray
    case_prefix: np.ndarray
    keys: np.ndarray  # by kind and decision
    luck: np.ndarray  # luck drawn in blocks, see above
    felt: np.ndarray
    marks: np.ndarray
    traits: np.ndarray
    need_time: np.ndarray
    need_person: np.ndarray
    need_ordinal: np.ndarray


class Sim(NamedTuple):
    """What the steps of the kernel see. `plan` and `counters` are records; few arrays, so that calls stay cheap."""

    plan: np.record
    roster: np.ndarray
    next_open: np.ndarray
    open_end: np.ndarray
    case_prefix: np.ndarray
    keys: np.ndarray
    luck: np.ndarray
    felt: np.ndarray
    marks: np.ndarray
    traits: np.ndarray
    counters: np.record
    persons: np.ndarray
    works: np.ndarray
    events: np.ndarray
    later: np.ndarray
    seats: np.ndarray
    pools: np.ndarray
    employees: np.ndarray


class Pages(NamedTuple):
    """Log pages with room for new rows; the counters say how far each is filled, and which number its first row has."""

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
    """Log pages with room for `rows[table]` rows each."""
    return Pages(*(new_page(name, rows[name]) for name in Pages._fields))


def new_page(name: str, rows: int) -> np.ndarray:
    """One page; every column of a row is written, so nothing is cleared."""
    return np.empty(rows, DTYPES[name]).view(np.recarray)


def new_state(plan, draws) -> State:
    """State at the start of the burn-in: nobody waits, no seat is open."""
    state = State(
        counters=records(1, COUNTERS), persons=copy_rows(draws.start).view(np.recarray),
        works=records(FIRST_WORKS, WORK), events=records(2 * FIRST_WORKS, EVENT),
        later=records(2 * FIRST_WORKS, EVENT),
        seats=records(int(plan.seat_start[-1]), SEAT), pools=records(N_POOLS, POOL),
        employees=first_employees(plan, draws),
    )
    link_free(state, 0)
    for ends in ("heads", "tails", "free_heads", "free_tails"):
        state.pools[ends] = -1
    state.seats["employee"] = -1  # nobody in person sits there until the staff layer says who
    for pool in range(N_POOLS):
        for seat in range(plan.seat_start[pool], plan.seat_start[pool + 1]):
            state.seats[seat].pool = pool
            state.seats[seat].number = seat - plan.seat_start[pool]
    return state


def link_free(state: State, first: int) -> None:
    """Chain the work slots from `first` on in front of the free ones."""
    works, counters = state.works, state.counters[0]
    works["next"][first:] = np.arange(first + 1, len(works) + 1)
    works["next"][-1] = counters.free if counters.n_free else -1
    counters.free = first
    counters.n_free += len(works) - first


def first_employees(plan, draws):
    """Employees at the start of the burn-in; how long each has been there is drawn once per place."""
    employees = records(int(plan.position_start[-1]), EMPLOYEE)
    for moment in ("here", "seated", "finishing"):
        employees[moment] = -1
    for pool in range(N_POOLS):
        places = np.arange(plan.position_start[pool + 1] - plan.position_start[pool])
        tenure = first_tenures(draws.keys[TENURE, 0], pool, places, plan.staff[LEAVE_BASE])
        employees[plan.position_start[pool]:plan.position_start[pool + 1]].hired = -tenure
    return employees


def copy_state(state: State) -> State:
    """An independent copy, so that several policies can go on from one burn-in."""
    return State(*map(copy_rows, state))


def grow_state(state: State) -> State:
    """The same state with twice the room for open needs and events."""
    works = records(2 * len(state.works), WORK)
    copy_into(works, state.works)
    events = records(2 * len(state.events), EVENT)
    copy_into(events, state.events)
    later = records(2 * len(state.later), EVENT)
    copy_into(later, state.later)
    bigger = state._replace(works=works, events=events, later=later)
    link_free(bigger, len(state.works))
    return bigger


def given(plan, draws) -> Given:
    """Pack a plan and the draws for the kernel."""
    fields = plan._asdict()
    calendar = {name: np.ascontiguousarray(fields.pop(name), dtype=np.int64)
                for name in ("roster", "next_open", "open_end", "case_prefix")}
    scalars = fields.pop("scalars")
    fields["served"] = (plan.serves != 0) @ (1 << np.arange(plan.serves.shape[1]))  # a bit for each queue, by pool
    for name in ("team", "offset"):  # the number of shifts varies; one fixed shape saves compiling again
        padded = np.zeros((N_POOLS, 7, MOST_SHIFTS), dtype=np.int64)
        padded[:, :, :fields[name].shape[2]] = fields[name]
        fields[name] = padded
    layout = [(name, array.dtype, array.shape) for name, array in fields.items()]
    numbers = records(1, np.dtype([(name, scalars.dtype[name]) for name in scalars.dtype.names] + layout))
    for name in scalars.dtype.names:
        numbers[name] = scalars[name]
    for name, array in fields.items():
        numbers[name][0] = array
    return Given(numbers=numbers, keys=np.ascontiguousarray(draws.keys.T), luck=np.zeros((LUCK_ROWS, BLOCK)),
                 felt=np.zeros((FELT_ROWS, BLOCK)), marks=np.zeros((MARK_ROWS, BLOCK), dtype=np.int64),
                 traits=draws.traits, need_time=draws.need_time, need_person=draws.need_person,
                 need_ordinal=draws.need_ordinal, **calendar)
