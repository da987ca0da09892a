"""The roster at each half hour: who is there, which seats open and close, and who sits where."""

from __future__ import annotations

from cxsim.clock import DAY, HALF_HOUR, WEEK
from cxsim.draws import ABSENCE
from cxsim.engines.reference.company import Company
from cxsim.engines.reference.desk import change_load, enqueue, fill_seat
from cxsim.engines.reference.luck import uniform
from cxsim.engines.reference.people import Employee, Pool, Seat
from cxsim.stages import staff


def change_shift(company: Company) -> None:
    """Bring the open seats of every pool to the roster; then let free seats take waiting needs."""
    now, plan = company.now, company.plan
    for pool in company.pools:
        wanted = plan.roster[pool.number][now // HALF_HOUR]
        same = (id(plan), wanted, now // DAY, plan.shift_of[pool.number][now // HALF_HOUR % 48])
        if same == pool.shift:  # nobody comes or goes within a shift unless the roster says so
            continue
        pool.shift = same
        pool.accrue(now)
        team = present_team(company, pool) if plan.with_staff and wanted else []
        present = min(wanted, len(team)) if plan.with_staff else wanted
        pool.absent = wanted - present
        if pool.opened < present:
            open_seats(company, pool, present)
        elif pool.opened > present:
            close_seats(company, pool, present)
        if plan.with_staff:
            seat_people(pool, [employee.position for employee in team])
    if any(pool.waiting for pool in company.pools):
        for pool in company.pools:
            for seat in pool.seats:
                if seat.open:
                    fill_seat(company, seat)


def present_team(company: Company, pool: Pool) -> list[Employee]:
    """The people of the present shift who are there, in the order of the rota."""
    plan, now, number = company.plan, company.now, pool.number
    day = now // DAY
    weekday, shift = day % 7, plan.shift_of[number][now // HALF_HOUR % 48]
    chance = staff.absence_probability(pool.strain, plan.staff)
    there = []
    for place in range(plan.team[number][weekday][shift]):
        position = staff.rota_position(now // WEEK, plan.slots[number], plan.offset[number][weekday][shift], place,
                                       plan.positions[number])
        employee = pool.employees[position]
        identity = staff.person_of(number, position)
        if employee.vacant_until <= now and uniform(
                company.keys[ABSENCE][0], identity, employee.generation, day) >= chance:
            there.append(employee)
    return there


def open_seats(company: Company, pool: Pool, wanted: int) -> None:
    """Open seats until there are enough: first those that were about to close, then the lowest closed ones."""
    for seat in [s for s in pool.seats if s.closing] + [s for s in pool.seats if not s.open and not s.closing]:
        if pool.opened >= wanted:
            return
        if seat.closing:
            seat.closing = False
            pool.closing -= 1
        else:
            seat.since = seat.charged = company.now
            seat.employee = -1
        seat.open = True
        pool.opened += 1


def seat_people(pool: Pool, team: list[int]) -> None:
    """Who sits there and belongs to the team stays; the other seats go to the rest of the team, as the rota says.

    Who still finishes a contact at a closing seat comes last: on two seats sits only whom nobody else can relieve.
    """
    seated = [seat for seat in pool.seats if seat.open]
    stays = {seat.employee: seat for seat in reversed(seated) if seat.employee in team}
    finishing = [seat.employee for seat in pool.seats if seat.closing]
    rest = sorted((position for position in team if position not in stays), key=finishing.__contains__)
    for seat in seated:
        if stays.get(seat.employee) is not seat:
            seat.employee = rest.pop(0)


def close_seats(company: Company, pool: Pool, wanted: int) -> None:
    """Close seats until there are few enough: idle ones first, from the highest; busy ones finish or hand back."""
    opened = [seat for seat in reversed(pool.seats) if seat.open]
    for seat in [s for s in opened if not s.needs] + [s for s in opened if s.needs]:
        if pool.opened <= wanted:
            return
        pool.opened -= 1
        seat.open = False
        if seat.needs and company.plan.hand_back:
            hand_back(company, seat)
        elif seat.needs:
            seat.closing = True
            pool.closing += 1


def hand_back(company: Company, seat: Seat) -> None:
    """Give the needs of a closing seat back to the heads of their queues; their work so far is kept."""
    while seat.needs:
        need = seat.needs[-1]
        change_load(company, seat, need, -1)
        need.version += 1
        need.remaining = max(1, need.remaining)
        need.hand_backs += 1
        need.seat, need.pool, need.employee = None, -1, -1
        enqueue(company, need, front=True)
