"""The roster at each half hour: who is there, which seats open and close, and who sits where."""

from __future__ import annotations

from cxsim._jit import kernel
from cxsim.clock import DAY, HALF_HOUR, WEEK
from cxsim.draws import ABSENCE
from cxsim.engines.kernel.attempts import wait_patiently
from cxsim.engines.kernel.desk import accrue, change_load, enqueue, fill_seat
from cxsim.engines.kernel.state import SEAT_CLOSED, SEAT_CLOSING, SEAT_OPEN
from cxsim.stages import staff
from cxsim.streams import uniform

HALF_HOURS_A_DAY = 48


@kernel
def change_shift(plan, draws, state, now):
    """Bring the open seats of every pool to the roster; then let free seats take waiting contacts."""
    half_hour = now // HALF_HOUR
    for number in range(plan.roster.shape[0]):
        wanted = plan.roster[number, half_hour]
        pool = state.pools[number]
        if wanted == 0 and pool.opened == 0 and pool.absent == 0:
            continue
        accrue(pool, now)
        present = wanted
        if plan.scalars[0].staff:
            present = min(wanted, count_present(plan, draws, state, number, now))
        pool.absent = wanted - present
        open_seats(plan, state, number, present, now)
        close_seats(plan, draws.keys, state, number, present, now)
        if plan.scalars[0].staff:
            seat_people(plan, draws, state, number, now)
    for number in range(state.seats.shape[0]):
        if state.seats[number].state == SEAT_OPEN:
            fill_seat(plan, draws.keys, state, number, now)


@kernel
def team_place(plan, draws, state, pool, place, now):
    """Position that has place `place` of the present shift, -1 when that person is absent or missing."""
    day = now // DAY
    weekday, shift = day % 7, plan.shift_of[pool, now // HALF_HOUR % HALF_HOURS_A_DAY]
    if place >= plan.team[pool, weekday, shift]:
        return -1
    position = staff.rota_position(now // WEEK, plan.slots[pool], plan.offset[pool, weekday, shift], place,
                                   plan.positions[pool])
    person = state.employees[plan.position_start[pool] + position]
    if person.vacant_until > now:
        return -1
    chance = staff.absence_probability(state.pools[pool].strain, plan.staff)
    u = uniform(draws.keys[ABSENCE, 0], staff.person_of(pool, position), person.generation, day)
    return -1 if u < chance else position


@kernel
def count_present(plan, draws, state, pool, now):
    """How many of the team of the present shift are there."""
    day = now // DAY
    shift = plan.shift_of[pool, now // HALF_HOUR % HALF_HOURS_A_DAY]
    present = 0
    for place in range(plan.team[pool, day % 7, shift]):
        if team_place(plan, draws, state, pool, place, now) >= 0:
            present += 1
    return present


@kernel
def open_seats(plan, state, number, wanted, now):
    """Open seats until there are enough: first those that were about to close, then the lowest closed ones."""
    pool = state.pools[number]
    for state_before in (SEAT_CLOSING, SEAT_CLOSED):
        for place in range(plan.seat_start[number], plan.seat_start[number + 1]):
            seat = state.seats[place]
            if pool.opened >= wanted or seat.state != state_before:
                continue
            if state_before == SEAT_CLOSING:
                pool.closing -= 1
            else:
                seat.since = now
                seat.charged = now
            seat.state = SEAT_OPEN
            pool.opened += 1
            pool.free += 1 if seat.load < plan.capacity[number] else 0


@kernel
def close_seats(plan, keys, state, number, wanted, now):
    """Close seats until there are few enough: idle ones first, from the highest; busy ones finish or hand back."""
    pool = state.pools[number]
    for idle in (True, False):
        for back in range(plan.seat_start[number + 1] - plan.seat_start[number]):
            place = plan.seat_start[number + 1] - 1 - back
            seat = state.seats[place]
            if pool.opened <= wanted or seat.state != SEAT_OPEN or (seat.load == 0) != idle:
                continue
            pool.opened -= 1
            pool.free -= 1 if seat.load < plan.capacity[number] else 0
            if idle:
                seat.state = SEAT_CLOSED
                continue
            seat.state = SEAT_CLOSING
            pool.closing += 1
            if plan.scalars[0].hand_back:
                hand_back(plan, keys, state, place, now)
                seat.state = SEAT_CLOSED
                pool.closing -= 1


@kernel
def hand_back(plan, keys, state, place, now):
    """Give the contacts of a closing seat back to the heads of their queues; their work so far is kept."""
    seat = state.seats[place]
    while seat.load > 0:
        slot = seat.works[seat.load - 1]
        work = state.works[slot]
        change_load(plan, state, place, slot, -1, now)
        work.version += 1
        work.remaining = max(1, work.remaining)
        work.hand_backs += 1
        work.seat, work.employee = -1, -1
        enqueue(plan, state, slot, now, True)
        wait_patiently(plan, keys, state, slot, now)


@kernel
def seat_people(plan, draws, state, number, now):
    """Give the open seats, in order, to the people of the shift who are there."""
    place = 0
    for seat_number in range(plan.seat_start[number], plan.seat_start[number + 1]):
        seat = state.seats[seat_number]
        if seat.state != SEAT_OPEN:
            continue
        position = -1
        while position < 0:
            position = team_place(plan, draws, state, number, place, now)
            place += 1
        seat.employee = position
