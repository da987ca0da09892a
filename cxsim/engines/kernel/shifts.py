"""The roster at each half hour: who is there, which seats open and close, and who sits where."""

from __future__ import annotations

from cxsim._jit import step
from cxsim.clock import DAY, HALF_HOUR, WEEK
from cxsim.draws import ABSENCE
from cxsim.engines.kernel.attempts import wait_patiently
from cxsim.engines.kernel.desk import accrue, change_load, enqueue, fill_seat
from cxsim.engines.kernel.state import SEAT_CLOSED, SEAT_CLOSING, SEAT_OPEN
from cxsim.stages import staff
from cxsim.streams import uniform

HALF_HOURS_A_DAY = 48


@step
def change_shift(sim, now):
    """Bring the open seats of every pool to the roster; then let free seats take waiting contacts."""
    half_hour = now // HALF_HOUR
    for number in range(sim.roster.shape[0]):
        wanted = sim.roster[number, half_hour]
        pool = sim.pools[number]
        if wanted == 0 and pool.opened == 0 and pool.absent == 0:
            continue
        accrue(pool, now)
        present = wanted
        if sim.plan.with_staff:
            present = min(wanted, count_present(sim, number, now))
        pool.absent = wanted - present
        open_seats(sim, number, present, now)
        close_seats(sim, number, present, now)
        if sim.plan.with_staff:
            seat_people(sim, number, now)
    for number in range(sim.seats.shape[0]):
        if sim.seats[number].state == SEAT_OPEN:
            fill_seat(sim, number, now)


@step
def team_place(sim, pool, place, now):
    """Position that has place `place` of the present shift, -1 when that person is absent or missing."""
    day = now // DAY
    weekday, shift = day % 7, sim.plan.shift_of[pool, now // HALF_HOUR % HALF_HOURS_A_DAY]
    if place >= sim.plan.team[pool, weekday, shift]:
        return -1
    position = staff.rota_position(now // WEEK, sim.plan.slots[pool], sim.plan.offset[pool, weekday, shift], place,
                                   sim.plan.positions[pool])
    person = sim.employees[sim.plan.position_start[pool] + position]
    if person.vacant_until > now:
        return -1
    chance = staff.absence_probability(sim.pools[pool].strain, sim.plan.staff)
    u = uniform(sim.keys[0, ABSENCE], staff.person_of(pool, position), person.generation, day)
    return -1 if u < chance else position


@step
def count_present(sim, pool, now):
    """How many of the team of the present shift are there."""
    day = now // DAY
    shift = sim.plan.shift_of[pool, now // HALF_HOUR % HALF_HOURS_A_DAY]
    present = 0
    for place in range(sim.plan.team[pool, day % 7, shift]):
        if team_place(sim, pool, place, now) >= 0:
            present += 1
    return present


@step
def open_seats(sim, number, wanted, now):
    """Open seats until there are enough: first those that were about to close, then the lowest closed ones."""
    pool = sim.pools[number]
    for state_before in (SEAT_CLOSING, SEAT_CLOSED):
        for place in range(sim.plan.seat_start[number], sim.plan.seat_start[number + 1]):
            seat = sim.seats[place]
            if pool.opened >= wanted or seat.state != state_before:
                continue
            if state_before == SEAT_CLOSING:
                pool.closing -= 1
            else:
                seat.since = now
                seat.charged = now
            seat.state = SEAT_OPEN
            pool.opened += 1
            pool.free += 1 if seat.load < sim.plan.capacity[number] else 0


@step
def close_seats(sim, number, wanted, now):
    """Close seats until there are few enough: idle ones first, from the highest; busy ones finish or hand back."""
    pool = sim.pools[number]
    for idle in (True, False):
        for back in range(sim.plan.seat_start[number + 1] - sim.plan.seat_start[number]):
            place = sim.plan.seat_start[number + 1] - 1 - back
            seat = sim.seats[place]
            if pool.opened <= wanted or seat.state != SEAT_OPEN or (seat.load == 0) != idle:
                continue
            pool.opened -= 1
            pool.free -= 1 if seat.load < sim.plan.capacity[number] else 0
            if idle:
                seat.state = SEAT_CLOSED
                continue
            seat.state = SEAT_CLOSING
            pool.closing += 1
            if sim.plan.hand_back:
                hand_back(sim, place, now)
                seat.state = SEAT_CLOSED
                pool.closing -= 1


@step
def hand_back(sim, place, now):
    """Give the contacts of a closing seat back to the heads of their queues; their work so far is kept."""
    seat = sim.seats[place]
    while seat.load > 0:
        slot = int(seat.works[seat.load - 1])
        work = sim.works[slot]
        change_load(sim, place, slot, -1, now)
        work.version += 1
        work.remaining = max(1, work.remaining)
        work.hand_backs += 1
        work.seat, work.employee = -1, -1
        enqueue(sim, slot, now, True)
        wait_patiently(sim, slot, now)


@step
def seat_people(sim, number, now):
    """Give the open seats, in order, to the people of the shift who are there."""
    place = 0
    for seat_number in range(sim.plan.seat_start[number], sim.plan.seat_start[number + 1]):
        seat = sim.seats[seat_number]
        if seat.state != SEAT_OPEN:
            continue
        position = -1
        while position < 0:
            position = team_place(sim, number, place, now)
            place += 1
        seat.employee = position
