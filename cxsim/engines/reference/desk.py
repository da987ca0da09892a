"""Who waits, who is free, who serves whom. Our own pool: `simpy.Resource` grants one waiter per change only."""

from __future__ import annotations

from collections import OrderedDict

from cxsim import clock
from cxsim._jit import direct, plain
from cxsim.clock import FOREVER, RENEGE, SERVICE_END, WEEK
from cxsim.draws import HANDLE, PATIENCE, PATIENCE_AGAIN
from cxsim.engines.reference.authority import take_ownership
from cxsim.engines.reference.company import Company
from cxsim.engines.reference.luck import uniform_pair
from cxsim.engines.reference.people import ESCALATED, Need, Pool, Seat
from cxsim.schema import CALL_BACK, CASE, CASE_RESOLUTION, CASE_RESPONSE, HANDLED, TRANSFER, URGENT
from cxsim.stages import service, staff
from cxsim.stages.bot import EXPLAIN_MS

time_left, experience_gap, handle_factor, duration, to_ticks, to_ticks0 = map(direct, (
    service.time_left, staff.experience_gap, service.handle_factor, service.duration, clock.to_ticks, clock.to_ticks0),
    ("ii", "fr", "fff", "rfff", "fi", "fi"))
queue_order, comes_before, sits_before, work_done, speed_factor, skill_logit = map(plain, (
    service.queue_order, service.comes_before, service.sits_before, service.work_done, staff.speed_factor,
    staff.skill_logit))
ABANDONED_QUEUE = -1  # value of a need's ending when patience ran out; otherwise HANDLED


def enqueue(company: Company, need: Need, front: bool = False) -> None:
    """Put a need into its queue, at the end or (when handed back) at the head."""
    pool, line = company.pools[need.queue], line_of(company, need)
    set_order(company, need)
    need.waiting = True
    pool.accrue(company.now)
    pool.waiting += 1
    line[need.contact] = need
    if front:
        line.move_to_end(need.contact, last=False)
    wait_patiently(company, need)


def line_of(company: Company, need: Need) -> OrderedDict[int, Need]:
    """The line of its queue in which a need waits: that of its class, or that of escalated cases."""
    return company.pools[need.queue].lines[ESCALATED if need.escalated else need.klass]


def set_order(company: Company, need: Need) -> None:
    """Give a need its place among the heads of the lines, by the routing now in force."""
    plan = company.plan
    due = need.arrived + plan.due[need.queue][need.klass]
    need.order = queue_order(plan.mode, plan.class_rank[need.klass], need.arrived, due, need.escalated)


def unlink(company: Company, need: Need) -> None:
    """Take a need out of its queue."""
    pool = company.pools[need.queue]
    del line_of(company, need)[need.contact]
    pool.accrue(company.now)
    pool.waiting -= 1
    need.waiting = False


def wait_patiently(company: Company, need: Need) -> None:
    """Set the moment at which a waiting customer loses patience."""
    patience = patience_ms(company, need)
    if patience < 0:
        return
    end = company.now + patience
    contact, hand_backs = need.contact, need.hand_backs

    def lose_patience(_) -> None:
        if need.waiting and need.contact == contact and need.hand_backs == hand_backs:
            unlink(company, need)
            company.pools[need.queue].in_system -= 1
            company.wake(need.ending, ABANDONED_QUEUE)

    if end < company.now + FOREVER:
        company.call(end, RENEGE, contact, lose_patience)


def patience_ms(company: Company, need: Need) -> int:
    """How long a customer waits at most in this attempt; -1 for ever."""
    plan = company.plan
    row = plan.patience[need.queue]
    if row[service.FAMILY] < 0.0 or need.kind == CALL_BACK:
        return -1
    key, nth = company.keys[PATIENCE][need.kind], need.nth
    if need.hand_backs:
        key, nth = company.keys[PATIENCE_AGAIN][need.kind], need.hand_backs
    u, v = uniform_pair(key, need.person.number, need.ordinal, nth)
    factor = need.person.patience
    if need.prospect:
        factor *= plan.patience_prospect
    if need.klass == URGENT:
        factor *= plan.patience_urgent
    return to_ticks0(duration(row, factor, u, v), plan.tick)


def next_waiting(company: Company, pool: Pool) -> Need | None:
    """The waiting need that an agent of the pool takes next."""
    best, best_preference = None, 0
    for queue, preference in enumerate(company.plan.serves[pool.number]):
        if preference == 0 or company.pools[queue].waiting == 0:
            continue
        for line in company.pools[queue].lines:
            if not line:
                continue
            need = next(iter(line.values()))
            if best is None or comes_before(preference, need.order, need.contact,
                                                    best_preference, best.order, best.contact):
                best, best_preference = need, preference
    return best


def free_seat(company: Company, queue: int) -> Seat | None:
    """The seat that takes a contact of the queue at once."""
    best, best_preference = None, 0
    for pool in company.pools:
        preference, capacity = company.plan.serves[pool.number][queue], company.plan.capacity[pool.number]
        if preference == 0 or (best is not None and preference > best_preference):
            continue
        for seat in pool.seats:
            if not seat.open or len(seat.needs) >= capacity:
                continue
            if best is None or preference < best_preference or sits_before(
                    len(seat.needs), seat.since, len(best.needs), best.since):
                best, best_preference = seat, preference
    return best


def start_service(company: Company, need: Need, seat: Seat) -> None:
    """Let a seat take a need: who sits there, how long it takes, when it ends."""
    if need.answered < 0:
        need.answered = company.now
        need.handlings += 1
    need.seat, need.pool, need.employee = seat, seat.pool.number, seat.employee
    speed, need.skill = agent_now(company, seat)
    if need.remaining <= 0:
        need.remaining = service.UNIT * handle_ms(company, need, speed)
    change_load(company, seat, need, 1)


def agent_now(company: Company, seat: Seat) -> tuple[float, float]:
    """Speed factor and skill of the person who sits there now (1 and 0 without a staff layer)."""
    if seat.employee < 0:
        return 1.0, 0.0
    plan, employee = company.plan, seat.pool.employees[seat.employee]
    gap, row = experience_gap((company.now - employee.hired) / WEEK, plan.staff), plan.staff_plain
    return speed_factor(gap, seat.pool.strain, row), skill_logit(gap, row) + employee.insight


def handle_ms(company: Company, need: Need, speed: float) -> int:
    """Handle time of one contact, drawn with the luck of this attempt."""
    plan = company.plan
    work = CASE + 1 if need.kind == CASE_RESOLUTION else need.queue
    row = plan.call_back_time if need.kind == CALL_BACK else plan.handle[work][need.reason]
    u, v = company.two(HANDLE, need)
    factor = handle_factor(need.difficulty, plan.difficulty_slope, speed)
    take_ownership(company, need)
    if need.owned:
        factor *= plan.owner_handle
    handle = to_ticks(duration(row, factor, u, v), plan.tick)
    if need.kind == CASE_RESPONSE and plan.apology:
        handle += to_ticks0(float(plan.apology_ms), plan.tick)
    if need.kind == CASE_RESPONSE and plan.protocol_ms > 0:
        handle += to_ticks0(float(plan.protocol_ms), plan.tick)
    if need.bot and need.kind == TRANSFER and need.counts[TRANSFER] == 1:
        handle += to_ticks0(plan.bot_plain[EXPLAIN_MS], plan.tick)
    return handle


def change_load(company: Company, seat: Seat, need: Need, change: int) -> None:
    """Add a need to a seat or take it off; the others there are charged and their ends move."""
    plan, pool, now = company.plan, seat.pool, company.now
    pool.accrue(now)
    speeds, old = plan.speed[pool.number], len(seat.needs)
    done = work_done(now - seat.charged, speeds[old])
    for other in seat.needs:
        other.remaining -= done
    seat.charged = seat.since = now
    if change > 0:
        seat.needs.append(need)
        pool.busy += old == 0
    else:
        seat.needs.remove(need)
        pool.busy -= old == 1
    pool.load += change
    if seat.needs:
        schedule_first_end(company, seat.needs, speeds[len(seat.needs)])


def schedule_first_end(company: Company, needs: list[Need], speed: int) -> None:
    """Schedule the first end among the needs at a seat; older ends become stale.

    When it comes, the load changes and the next end is scheduled.
    """
    tick, first, first_end = company.plan.tick, needs[0], FOREVER
    for other in needs:
        other.version += 1
        left = max(0, time_left(other.remaining, speed))
        end = company.now - (-left // tick) * tick
        if end < first_end or (end == first_end and other.contact < first.contact):
            first, first_end = other, end
    need, version, contact = first, first.version, first.contact

    def end_service(_) -> None:
        if need.version == version and need.contact == contact and need.seat is not None:
            seat = need.seat
            leave_seat(company, need)
            fill_seat(company, stay_or_go(company, seat))
            company.wake(need.ending, HANDLED)

    company.call(first_end, SERVICE_END, contact, end_service)


def leave_seat(company: Company, need: Need) -> None:
    """Take a finished need off its seat; a seat that only finished its work closes."""
    seat = need.seat
    change_load(company, seat, need, -1)
    need.version += 1
    company.pools[need.queue].in_system -= 1
    if seat.closing and not seat.needs:
        seat.closing = False
        seat.pool.closing -= 1


def stay_or_go(company: Company, seat: Seat) -> Seat:
    """Where whoever is free first goes, an idle seat closes for a busy one that was to close; answers who stays."""
    if not company.plan.first_free or not seat.pool.closing or not seat.open or seat.needs:
        return seat
    stays = next(other for other in seat.pool.seats if other.closing)
    seat.open, stays.closing, stays.open = False, False, True
    seat.pool.closing -= 1
    seat.pool.shift = None  # who sits there is looked at again at the next half hour
    return stays


def fill_seat(company: Company, seat: Seat) -> None:
    """Let a free seat take waiting needs until it is full or nobody waits."""
    while seat.open and len(seat.needs) < company.plan.capacity[seat.pool.number]:
        need = next_waiting(company, seat.pool)
        if need is None:
            break
        unlink(company, need)
        start_service(company, need, seat)
