"""The roster at each half hour: who is there, which seats open and close, and who sits where."""

from __future__ import annotations

from cxsim._jit import step
from cxsim.clock import DAY, HALF_HOUR, WEEK
from cxsim.draws import ABSENCE
from cxsim.engines.kernel.attempts import wait_patiently
from cxsim.engines.kernel.desk import accrue, change_load, enqueue, fill_seat, line_up, step_out
from cxsim.engines.kernel.state import MOST_SHIFTS, SEAT_CLOSED, SEAT_CLOSING, SEAT_OPEN
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
        same = (now // DAY * MOST_SHIFTS + sim.plan.shift_of[number, half_hour % HALF_HOURS_A_DAY]) << 32 | (wanted + 1)
        if same == pool.shift:  # nobody comes or goes within a shift unless the roster says so
            continue
        pool.shift = same
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
    """How many of the team of the present shift are there; those get the mark `here`."""
    day = now // DAY
    shift = sim.plan.shift_of[pool, now // HALF_HOUR % HALF_HOURS_A_DAY]
    present = 0
    for place in range(sim.plan.team[pool, day % 7, shift]):
        position = team_place(sim, pool, place, now)
        if position >= 0:
            sim.employees[sim.plan.position_start[pool] + position].here = now
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
                seat.employee = -1
            seat.state = SEAT_OPEN
            pool.opened += 1
            line_up(sim, place)


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
            step_out(sim, place)
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
    """Who sits there and belongs to the team stays; the other seats go to the rest of the team, as the rota says.

    Who still finishes a contact at a closing seat comes last: on two seats sits only whom nobody else can relieve.
    """
    mark_seated(sim, number, now)
    day, place, late = now // DAY, 0, False
    team = sim.plan.team[number, day % 7, sim.plan.shift_of[number, now // HALF_HOUR % HALF_HOURS_A_DAY]]
    for seat_number in range(sim.plan.seat_start[number], sim.plan.seat_start[number + 1]):
        seat = sim.seats[seat_number]
        while seat.state == SEAT_OPEN and seat.employee < 0:
            if place == team:
                place, late = 0, True
            position = team_place(sim, number, place, now)
            place += 1
            if position >= 0:
                person = sim.employees[sim.plan.position_start[number] + position]
                if person.seated != now and (late or person.finishing != now):
                    person.seated = now
                    seat.employee = position


@step
def mark_seated(sim, number, now):
    """Mark who of the team keeps a seat or finishes at another one; open seats of others become nobody's."""
    for finishing in (False, True):
        for seat_number in range(sim.plan.seat_start[number], sim.plan.seat_start[number + 1]):
            seat = sim.seats[seat_number]
            if seat.state != (SEAT_CLOSING if finishing else SEAT_OPEN) or seat.employee < 0:
                continue
            person = sim.employees[sim.plan.position_start[number] + seat.employee]
            if finishing:
                person.finishing = now
            elif person.here == now and person.seated != now:
                person.seated = now
            else:
                seat.employee = -1
