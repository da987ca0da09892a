"""The event loop of the compiled engine: resumable, all luck keyed, all state in arrays."""

from __future__ import annotations

from cxsim._jit import kernel
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
from cxsim.distributions import normal_quantile_
from cxsim.draws import NATURE, NEED
from cxsim.engines.kernel.attempts import CASE_MOVES, GAVE_UP, GOES_ON, abandon, arrive, escalate, finish
from cxsim.engines.kernel.closing import close_need, move_case
from cxsim.engines.kernel.desk import fill_seat
from cxsim.engines.kernel.heap import pop, push
from cxsim.engines.kernel.people import close_week, review_people
from cxsim.engines.kernel.shifts import change_shift
from cxsim.engines.kernel.state import SERVING, WAITING
from cxsim.schema import FIRST, LEFT, PROSPECT
from cxsim.stages import demand, service
from cxsim.streams import uniform_pair

DONE, NEED_STATE_ROOM, NEED_PAGE_ROOM = range(3)
RANK_BITS = 40


@kernel
def schedule_fixed(state, tick):
    """Put the recurring events of the calendar into the heap; called once before the first step."""
    counters = state.counters[0]
    for time, rank in ((0, ROSTER), (WEEK - tick, CUSTOMER_REVIEW), (WEEK - tick, ACCOUNTING)):
        push(state.events, counters.events, time, event_key(rank, 0), -1, 0)
        counters.events += 1


@kernel
def advance(plan, draws, state, pages, until):
    """Process every event before `until` (ms); stop early when a page or the state needs more room.

    Returns
    -------
    int
        DONE, NEED_STATE_ROOM or NEED_PAGE_ROOM; after making room, call again.
    """
    counters, needs = state.counters[0], draws.need_time.shape[0]
    people = state.persons.shape[0] // 4 + 8
    while True:
        if counters.free < 2 or counters.events + 64 > state.events.shape[0]:
            return NEED_STATE_ROOM
        if not pages_have_room(counters, pages, people):
            return NEED_PAGE_ROOM
        next_time, next_key = until, 0
        if counters.events > 0:
            next_time, next_key = state.events[0].time, state.events[0].key
        if counters.cursor < needs:
            time, key = draws.need_time[counters.cursor], event_key(ARRIVAL, counters.cursor)
            if counters.events == 0 or time < next_time or (time == next_time and key < next_key):
                if time >= until:
                    return DONE
                counters.now = time
                counters.cursor += 1
                slot = begin_need(plan, draws, state, counters.cursor - 1, time)
                if slot >= 0:
                    fate = arrive(plan, draws.keys, state, pages, slot, time)
                    if fate != GOES_ON:
                        close_need(plan, draws, state, pages, slot, fate, time)
                continue
        if next_time >= until:
            return DONE
        counters.now = next_time
        pop(state.events, counters.events)
        counters.events -= 1
        handle_event(plan, draws, state, pages, counters.events)


@kernel
def pages_have_room(counters, pages, people):
    """Whether every log page can take the rows that one event may write."""
    return (counters.n_contacts + 2 <= pages.contacts.shape[0] and counters.n_needs + 2 <= pages.needs.shape[0]
            and counters.n_cases + 2 <= pages.cases.shape[0] and counters.n_reviews + people <= pages.reviews.shape[0]
            and counters.n_moves + people <= pages.moves.shape[0] and counters.n_weeks + 8 <= pages.weeks.shape[0]
            and counters.n_staff + 4096 <= pages.staff.shape[0])


@kernel
def begin_need(plan, draws, state, index, now):
    """A base need arises, unless its person is not in the market or the thinning skips it; answers its slot."""
    who, ordinal = draws.need_person[index], draws.need_ordinal[index]
    person, counters, rules = state.persons[who], state.counters[0], plan.scalars[0]
    if person.status == LEFT or draws.traits[who].enter > now:
        return -1
    prospect = person.status == PROSPECT
    urgency, chance = uniform_pair(draws.keys[NATURE, 0], who, ordinal, 0)
    if not demand.need_happens(chance, prospect, rules.prospect_ratio):
        return -1
    counters.free -= 1
    slot = state.free[counters.free]
    work = state.works[slot]
    u, v = uniform_pair(draws.keys[NEED, 0], who, ordinal, 0)
    reason = demand.reason_of(u, plan.reason_share)
    high_value = draws.traits[who].margin_fen >= rules.high_value_fen
    work.person, work.ordinal, work.need, work.case = who, ordinal, counters.needs, -1
    counters.needs += 1
    work.contact, work.kind, work.nth, work.reason, work.prospect = -1, FIRST, 0, reason, prospect
    work.queue = ordinal % demand.N_CHANNELS
    work.channel = work.queue
    work.klass = service.class_of(urgency < plan.urgent_share[reason], plan.reason_class[reason], high_value)
    work.difficulty = plan.reason_difficulty[reason] + rules.difficulty_sd * normal_quantile_(v)
    work.redials, work.recontacts, work.transfers, work.returns, work.switches = 0, 0, 0, 0, 0
    work.abandons, work.hand_backs, work.attempts, work.handlings, work.wait_units = 0, 0, 0, 0, 0.0
    work.born = now
    return slot


@kernel
def handle_event(plan, draws, state, pages, place):
    """Do what the event at `place` (just taken off the heap) says."""
    event = state.events[place]
    now, key, slot, version = event.time, event.key, event.slot, event.version
    rank, identity = key >> RANK_BITS, key & ((1 << RANK_BITS) - 1)
    fate = GOES_ON
    if rank == SERVICE_END:
        work = state.works[slot]
        if work.status != SERVING or work.contact != identity or work.version != version:
            return
        seat = work.seat
        fate = finish(plan, draws.keys, state, pages, slot, now)
        fill_seat(plan, draws.keys, state, seat, now)
    elif rank == RENEGE:
        work = state.works[slot]
        if work.status != WAITING or work.contact != identity or work.hand_backs != version:
            return
        fate = abandon(plan, draws.keys, state, pages, slot, now)
    elif rank == FOLLOW_UP:
        if state.works[slot].case < 0 and state.persons[state.works[slot].person].status == LEFT:
            fate = GAVE_UP
        else:
            fate = arrive(plan, draws.keys, state, pages, slot, now)
    elif rank == CASE_CLOCK:
        escalate(plan, state, slot, identity, now)
    else:
        handle_calendar(plan, draws, state, pages, rank, now)
    if fate == CASE_MOVES:
        move_case(plan, draws, state, pages, slot, now)
    elif fate != GOES_ON:
        close_need(plan, draws, state, pages, slot, fate, now)


@kernel
def handle_calendar(plan, draws, state, pages, rank, now):
    """Roster, reviews and accounts come back at fixed times."""
    counters = state.counters[0]
    later = now + WEEK
    if rank == ROSTER:
        change_shift(plan, draws, state, now)
        later = now + HALF_HOUR
    elif rank == CUSTOMER_REVIEW:
        if plan.scalars[0].loyalty:
            review_people(plan, draws, state, pages, now // WEEK, now)
    else:
        close_week(plan, draws, state, pages, now)
    push(state.events, counters.events, later, event_key(rank, 0), -1, 0)
    counters.events += 1
