"""The event loop of the compiled engine: resumable, all luck keyed, all state in arrays."""

from __future__ import annotations

from cxsim._jit import by_reference, fetch_row, step
from cxsim.clock import (
    ACCOUNTING,
    ARRIVAL,
    CASE_CLOCK,
    CUSTOMER_REVIEW,
    FOLLOW_UP,
    HALF_HOUR,
    RENEGE,
    ROSTER,
    SERVICE_END,
    WEEK,
    event_key,
)
from cxsim.engines.kernel.attempts import (
    CASE_MOVES,
    GAVE_UP,
    GOES_ON,
    IS_CALLED,
    abandon,
    arrive,
    escalate,
    finish,
    leave_bot,
)
from cxsim.engines.kernel.closing import close_need, move_case
from cxsim.engines.kernel.desk import fill_seat, stay_or_go
from cxsim.engines.kernel.feedback import begin_call_back, soothe
from cxsim.engines.kernel.feelings import settle_feelings
from cxsim.engines.kernel.fresh import begin_need, draw_ahead, draw_noted
from cxsim.engines.kernel.heap import pop, push
from cxsim.engines.kernel.people import close_week, review_people
from cxsim.engines.kernel.shifts import change_shift
from cxsim.engines.kernel.state import AT_BOT, BLOCK, SERVING, WAITING, Sim, row_of
from cxsim.schema import CALL_BACK, LEFT

DONE, NEED_STATE_ROOM, NEED_PAGE_ROOM = range(3)
RANK_BITS = 40
NEEDS_AHEAD = 8  # base needs whose people are fetched in advance
PLANNED_AT_ONCE = 16  # most heap places that one event needs which is not of the calendar
EVENTS_OF_A_SEAT = 20  # most heap places one event needs for each seat: four chats handed back, four others begun


@step
def schedule_fixed(state, tick):
    """Put the recurring events of the calendar into the heap; called once before the first step."""
    counters = state.counters[0]
    for time, rank in ((0, ROSTER), (WEEK - tick, CUSTOMER_REVIEW), (WEEK - tick, ACCOUNTING)):
        push(state.later, counters.later, time, event_key(rank, 0), -1, 0)
        counters.later += 1


@step
def advance(given, state, pages, until):
    """Process every event before `until` (ms); stop early when a page or the state needs more room.

    Returns
    -------
    int
        DONE, NEED_STATE_ROOM or NEED_PAGE_ROOM; after making room, call again.
    """
    sim = by_reference(Sim(given.numbers[0], given.roster, given.next_open, given.open_end, given.case_prefix,
                           given.keys, given.luck, given.felt, given.marks, given.traits, state.counters[0],
                           state.persons, state.works, state.events, state.later, state.seats, state.pools,
                           state.employees))
    pages = by_reference(pages)
    answer = process(given, sim, pages, until)
    settle_feelings(sim, pages)
    draw_noted(sim)
    return answer


@step
def process(given, sim, pages, until):
    """The loop of `advance`."""
    counters, needs = sim.counters, given.need_time.shape[0]
    people = sim.persons.shape[0] // 4 + 8
    room = sim.events.shape[0] - EVENTS_OF_A_SEAT * sim.seats.shape[0] - PLANNED_AT_ONCE
    drawn, sure = counters.cursor, 0
    while True:
        if sure == 0:
            if counters.n_free < 2 or max(counters.events, counters.later) > room:
                return NEED_STATE_ROOM
            if not pages_have_room(counters, pages, people, sim.employees.shape[0]):
                return NEED_PAGE_ROOM
            sure = min(events_with_room(counters, pages, people), counters.n_free // 2,
                       (room - max(counters.events, counters.later)) // PLANNED_AT_ONCE + 1)
        sure -= 1
        soon, late = sim.events[0], sim.later[0]  # the calendar comes back for ever, so something is always late
        is_soon = counters.events > 0 and (soon.time < late.time or (soon.time == late.time and soon.key < late.key))
        next_time, next_key = (soon.time, soon.key) if is_soon else (late.time, late.key)
        cursor = counters.cursor
        if cursor < needs:
            time = given.need_time[cursor]
            if time < next_time or (time == next_time and event_key(ARRIVAL, cursor) < next_key):
                if time >= until:
                    return DONE
                counters.now = time
                counters.cursor += 1
                drawn = take_need(given, sim, pages, cursor, drawn)
                continue
        if next_time >= until:
            return DONE
        counters.now = next_time
        if is_soon:
            pop(sim.events, counters.events)
            counters.events -= 1
            handle_event(sim, pages, sim.events[counters.events])
            continue
        sure = 0  # the calendar writes many rows at once
        pop(sim.later, counters.later)
        counters.later -= 1
        fetch_next(sim)
        handle_event(sim, pages, sim.later[counters.later])


@step
def take_need(given, sim, pages, cursor, drawn):
    """Let the next base need arise; answers up to which need luck is drawn, having drawn a block more if it must."""
    if cursor >= drawn:
        drawn = draw_ahead(given, sim, cursor)
    if cursor + NEEDS_AHEAD < given.need_time.shape[0]:
        fetch_person(sim, int(given.need_person[cursor + NEEDS_AHEAD]))
    meet_need(sim, pages, int(given.need_person[cursor]), int(given.need_ordinal[cursor]), BLOCK - drawn + cursor,
              given.need_time[cursor])
    return drawn


@step
def fetch_next(sim):
    """Have the person at hand whom the next of the later events is about."""
    if sim.later[0].slot >= 0:
        fetch_person(sim, int(sim.works[sim.later[0].slot].person))


@step
def fetch_person(sim, who):
    """Have the rows of a person at hand who will soon be needed."""
    fetch_row(sim.persons, who)
    fetch_row(sim.traits, who)


@step
def pages_have_room(counters, pages, people, employees):
    """Whether every log page can take the rows that one event may write (`least_room` says how many)."""
    contacts, needs, cases = rows_taken(counters)
    return (contacts + 2 <= pages.contacts.shape[0] and needs + 2 <= pages.needs.shape[0]
            and cases + 2 <= pages.cases.shape[0] and counters.n_reviews + people <= pages.reviews.shape[0]
            and counters.n_moves + people <= pages.moves.shape[0] and counters.n_weeks + 8 <= pages.weeks.shape[0]
            and counters.n_staff + employees + 8 <= pages.staff.shape[0])


@step
def events_with_room(counters, pages, people):
    """How many events, other than those of the calendar, the pages surely have room for; at least 1."""
    contacts, needs, cases = rows_taken(counters)
    return min((pages.contacts.shape[0] - contacts) // 2, (pages.needs.shape[0] - needs) // 2,
               (pages.cases.shape[0] - cases) // 2, (pages.moves.shape[0] - counters.n_moves - people) // 2 + 1)


@step
def rows_taken(counters):
    """How many rows of the pages of contacts, needs and cases are written, or belong to what has a number."""
    return (row_of(counters, counters.contacts, counters.first_contact, counters.n_contacts),
            row_of(counters, counters.needs, counters.first_need, counters.n_needs),
            row_of(counters, counters.cases, counters.first_case, counters.n_cases))


def least_room(state, at_once=2):
    """Rows that a page must have room for: those of one event, and of `at_once` contacts, needs and cases."""
    people, employees = len(state.persons) // 4 + 8, len(state.employees) + 8
    return {"contacts": max(2, at_once), "needs": max(2, at_once), "cases": max(2, at_once), "reviews": people,
            "moves": people, "staff": employees, "weeks": 8}


@step
def meet_need(sim, pages, who, ordinal, place, now):
    """A base need arises and makes its first attempt."""
    slot = begin_need(sim, who, ordinal, place, now)
    if slot >= 0:
        fate = arrive(sim, pages, slot, now)
        if fate != GOES_ON:
            close_need(sim, pages, slot, fate, now)


@step
def handle_event(sim, pages, event):
    """Do what an event (just taken off its heap) says."""
    now, key, slot, version = event.time, event.key, int(event.slot), int(event.version)
    rank, identity = key >> RANK_BITS, key & ((1 << RANK_BITS) - 1)
    fate = GOES_ON
    if rank == SERVICE_END:
        work = sim.works[slot]
        if work.status == AT_BOT and work.contact == identity:
            fate = leave_bot(sim, pages, slot, now)
        elif work.status != SERVING or work.contact != identity or work.version != version:
            return
        else:
            seat = int(work.seat)
            fate = finish(sim, pages, slot, now)
            if sim.plan.first_free:
                seat = stay_or_go(sim, seat, now)
            fill_seat(sim, seat, now)
    elif rank == RENEGE:
        work = sim.works[slot]
        if work.status != WAITING or work.contact != identity or work.hand_backs != version:
            return
        fate = abandon(sim, pages, slot, now)
    elif rank == FOLLOW_UP:
        if sim.works[slot].undrawn:
            draw_noted(sim)
        if sim.works[slot].kind == CALL_BACK:
            begin_call_back(sim, slot, now)
        elif sim.works[slot].case < 0 and sim.persons[sim.works[slot].person].status == LEFT:
            fate = GAVE_UP
        else:
            fate = arrive(sim, pages, slot, now)
    elif rank == CASE_CLOCK:
        escalate(sim, slot, identity, now)
    else:
        handle_calendar(sim, pages, rank, now)
    if fate == CASE_MOVES:
        move_case(sim, pages, slot, now)
    elif fate == IS_CALLED:
        soothe(sim, pages, slot, now)
    elif fate != GOES_ON:
        close_need(sim, pages, slot, fate, now)


@step
def handle_calendar(sim, pages, rank, now):
    """Roster, reviews and accounts come back at fixed times."""
    counters = sim.counters
    later = now + WEEK
    if rank == ROSTER:
        change_shift(sim, now)
        later = now + HALF_HOUR
    elif rank == CUSTOMER_REVIEW:
        if sim.plan.with_loyalty:
            review_people(sim, pages, now // WEEK, now)
    else:
        close_week(sim, pages, now)
    push(sim.later, counters.later, later, event_key(rank, 0), -1, 0)
    counters.later += 1
