"""Queues and seats of the compiled engine: who waits, who is free, who serves whom."""

from __future__ import annotations

from cxsim._jit import step
from cxsim.clock import SERVICE_END, WEEK, ceil_divide, event_key, to_ticks, to_ticks0
from cxsim.distributions import LOGNORMAL
from cxsim.draws import HANDLE
from cxsim.engines.kernel.authority import take_ownership
from cxsim.engines.kernel.heap import push
from cxsim.engines.kernel.state import (
    ESCALATED,
    N_LINES,
    SEAT_CLOSED,
    SEAT_CLOSING,
    SEAT_OPEN,
    SERVING,
    WAITING,
    is_drawn_ahead,
)
from cxsim.schema import CALL_BACK, CASE, CASE_RESOLUTION, CASE_RESPONSE, TRANSFER
from cxsim.stages import service, staff
from cxsim.stages.bot import EXPLAIN_MS
from cxsim.streams import uniform_pair


@step
def accrue(pool, now):
    """Charge the time since the last change to the accounts of who sits in a pool; call before each change."""
    elapsed = now - pool.since
    pool.seat_ms += elapsed * (pool.opened + pool.closing)
    pool.overtime_ms += elapsed * pool.closing
    pool.absent_ms += elapsed * pool.absent
    pool.since = now


@step
def enqueue(sim, slot, now, front):
    """Put a contact into its queue, at the end or (when handed back) at the head."""
    work, queue = sim.works[slot], int(sim.works[slot].queue)
    line = line_of(work)
    set_order(sim.plan, work)
    work.status = WAITING
    head, tail = int(sim.pools[queue].heads[line]), int(sim.pools[queue].tails[line])
    work.next, work.previous_waiting = (head, -1) if front else (-1, tail)
    if head < 0:
        sim.pools[queue].heads[line] = slot
        sim.pools[queue].tails[line] = slot
    elif front:
        sim.works[head].previous_waiting = slot
        sim.pools[queue].heads[line] = slot
    else:
        sim.works[tail].next = slot
        sim.pools[queue].tails[line] = slot
    sim.counters.queues_waiting |= 1 << queue
    sim.pools[queue].waiting += 1
    sim.pools[queue].queue_ms -= now


@step
def line_of(work):
    """The line of its queue in which a contact waits: that of its class, or that of escalated cases."""
    return ESCALATED if work.escalated else int(work.klass)


@step
def set_order(rules, work):
    """Give a contact its place among the heads of the lines, by the routing now in force."""
    due = work.arrived + rules.due[work.queue, work.klass]
    work.order = service.queue_order(rules.mode, rules.class_rank[work.klass], work.arrived, due, int(work.escalated))


@step
def unlink(sim, slot, now):
    """Take a waiting contact out of its queue."""
    work = sim.works[slot]
    queue, line = int(work.queue), line_of(work)
    before, after = int(work.previous_waiting), int(work.next)
    if before >= 0:
        sim.works[before].next = after
    else:
        sim.pools[queue].heads[line] = after
    if after >= 0:
        sim.works[after].previous_waiting = before
    else:
        sim.pools[queue].tails[line] = before
    sim.pools[queue].waiting -= 1
    sim.counters.queues_waiting &= ~(int(sim.pools[queue].waiting == 0) << queue)
    sim.pools[queue].queue_ms += now


@step
def next_waiting(sim, pool):
    """Slot of the waiting contact that an agent of the pool takes next, -1 for none."""
    best, best_preference, best_order, best_number = -1, 0, 0, 0
    queues = sim.counters.queues_waiting & sim.plan.served[pool]  # in bits: mostly none, and one question tells
    if queues == 0:
        return best
    for queue in range(sim.plan.serves.shape[1]):
        if queues >> queue & 1 == 0:
            continue
        preference = sim.plan.serves[pool, queue]
        for line in range(N_LINES):
            slot = int(sim.pools[queue].heads[line])
            if slot < 0:
                continue
            work = sim.works[slot]
            if best < 0 or service.comes_before(preference, work.order, int(work.contact),
                                                best_preference, best_order, best_number):
                best, best_preference, best_order, best_number = slot, preference, work.order, int(work.contact)
    return best


@step
def free_seat(sim, queue):
    """Seat that takes a contact of the queue at once, -1 when all that serve it are full or closed."""
    best, best_preference = -1, 0
    for pool in range(sim.plan.serves.shape[0]):
        preference = sim.plan.serves[pool, queue]
        if preference == 0 or (best >= 0 and preference > best_preference):
            continue
        number, load = -1, 0
        while number < 0 and load < sim.plan.capacity[pool]:
            number = int(sim.pools[pool].free_heads[load])
            load += 1
        if number < 0:
            continue
        seat = sim.seats[number]
        if best < 0 or preference < best_preference or service.sits_before(
                int(seat.load), seat.since, int(sim.seats[best].load), sim.seats[best].since):
            best, best_preference = number, preference
    return best


@step
def start_service(sim, slot, number, now):
    """Let a seat take a contact: who sits there, how long it takes, when it ends."""
    work, seat, rules = sim.works[slot], sim.seats[number], sim.plan
    if work.status != SERVING and work.answered < 0:
        work.answered = now
        work.handlings += 1
    work.employee = seat.employee
    work.seat = number
    work.status = SERVING
    speed, work.skill = agent_now(sim, seat, now)
    if work.remaining <= 0:
        work.remaining = service.UNIT * handle_ms(sim, work, rules, speed)
    change_load(sim, number, slot, 1, now)


@step
def agent_now(sim, seat, now):
    """Speed factor and skill of the person who sits there now (1 and 0 without a staff layer)."""
    if seat.employee < 0:
        return 1.0, 0.0
    person = sim.employees[sim.plan.position_start[seat.pool] + seat.employee]
    gap = staff.experience_gap((now - person.hired) / WEEK, sim.plan.staff)
    strain = sim.pools[seat.pool].strain
    return staff.speed_factor(gap, strain, sim.plan.staff), staff.skill_logit(gap, sim.plan.staff) + person.insight


@step
def handle_ms(sim, work, rules, speed):
    """Handle time of one contact in ms, drawn with the luck of this attempt."""
    kind = int(work.queue)
    if work.kind == CASE_RESOLUTION:
        kind = CASE + 1
    row, factor = sim.plan.handle[kind, work.reason], work.hardness * speed
    take_ownership(sim, work)
    if work.owned:
        factor *= rules.owner_handle
    if is_drawn_ahead(work) and row[service.FAMILY] == LOGNORMAL:
        ms = service.lognormal_duration(row, factor, work.handle_size)
    else:
        u, v = uniform_pair(sim.keys[work.kind, HANDLE], work.person, work.ordinal, work.nth)
        if work.kind == CALL_BACK:
            ms = service.duration(sim.plan.call_back_time, factor, u, v)
        else:
            ms = service.duration(row, factor, u, v)
    handle = to_ticks(ms, rules.tick)
    if work.kind == CASE_RESPONSE and rules.apology:
        handle += to_ticks0(float(rules.apology_ms), rules.tick)
    if work.kind == CASE_RESPONSE and rules.protocol_ms > 0:
        handle += to_ticks0(float(rules.protocol_ms), rules.tick)
    if work.bot and work.kind == TRANSFER and work.transfers == 1:
        handle += to_ticks0(rules.bot[EXPLAIN_MS], rules.tick)
    return handle


@step
def change_load(sim, number, slot, change, now):
    """Add a contact to a seat or take it off; the others at the seat are charged and their ends move."""
    seat, works = sim.seats[number], sim.works
    pool = sim.pools[seat.pool]
    old, is_open = int(seat.load), seat.state == SEAT_OPEN
    if is_open:
        step_out(sim, number)
    done = service.work_done(now - seat.charged, sim.plan.speed[seat.pool, old])
    for place in range(old):
        works[seat.works[place]].remaining -= done
    seat.charged = now
    if change > 0:
        seat.works[old] = slot
    else:
        place = 0
        while seat.works[place] != slot:
            place += 1
        for later in range(place, old - 1):
            seat.works[later] = seat.works[later + 1]
    seat.load = old + change
    seat.since = now
    pool.load += change
    pool.load_ms -= change * now
    if old == 0 or seat.load == 0:
        pool.busy += change
        pool.busy_ms -= change * now
    if is_open:
        line_up(sim, number)
    schedule_ends(sim, number, now)


@step
def line_up(sim, number):
    """Line up an open seat that can take one more contact among those of its pool and load, as `sits_before` says.

    The first of a line is the seat to take, so nobody need look through all seats (with a million customers that
    took a third of the time). Who comes now mostly belongs at the end.
    """
    seat = sim.seats[number]
    pool, load = sim.pools[seat.pool], int(seat.load)
    if load >= sim.plan.capacity[seat.pool]:
        return
    before, after = int(pool.free_tails[load]), -1
    while before >= 0 and (seat.since < sim.seats[before].since or (
            seat.since == sim.seats[before].since and number < before)):
        before, after = int(sim.seats[before].before), before
    seat.before, seat.after = before, after
    if before >= 0:
        sim.seats[before].after = number
    else:
        pool.free_heads[load] = number
    if after >= 0:
        sim.seats[after].before = number
    else:
        pool.free_tails[load] = number


@step
def step_out(sim, number):
    """Take an open seat out of the line of its load, when it is in one."""
    seat = sim.seats[number]
    pool, load = sim.pools[seat.pool], int(seat.load)
    if load >= sim.plan.capacity[seat.pool]:
        return
    before, after = int(seat.before), int(seat.after)
    if before >= 0:
        sim.seats[before].after = after
    else:
        pool.free_heads[load] = after
    if after >= 0:
        sim.seats[after].before = before
    else:
        pool.free_tails[load] = before


@step
def schedule_ends(sim, number, now):
    """Schedule the first end among the contacts at a seat at its present speed; older ends become stale.

    When it comes, the load changes and the next end is scheduled, so the others need not wait in the heap.
    """
    seat, rules = sim.seats[number], sim.plan
    speed, first, first_end = sim.plan.speed[seat.pool, seat.load], -1, 0
    for place in range(seat.load):
        slot = int(seat.works[place])
        work = sim.works[slot]
        work.version += 1
        left = max(0, service.time_left(work.remaining, speed))
        end = now + ceil_divide(left, rules.tick) * rules.tick
        if first < 0 or end < first_end or (end == first_end and work.contact < sim.works[first].contact):
            first, first_end = slot, end
    if first >= 0:
        work, counters = sim.works[first], sim.counters
        push(sim.events, counters.events, first_end, event_key(SERVICE_END, int(work.contact)), first,
             int(work.version))
        counters.events += 1


@step
def stay_or_go(sim, number, now):
    """Where whoever is free first goes, an idle seat closes for a busy one that was to close; answers who stays."""
    seat, pool = sim.seats[number], sim.pools[sim.seats[number].pool]
    if pool.closing == 0 or seat.state != SEAT_OPEN or seat.load > 0:
        return number
    stays = int(sim.plan.seat_start[seat.pool])
    while sim.seats[stays].state != SEAT_CLOSING:
        stays += 1
    step_out(sim, number)
    seat.state, sim.seats[stays].state = SEAT_CLOSED, SEAT_OPEN
    line_up(sim, stays)
    accrue(pool, now)
    pool.closing -= 1
    pool.shift = 0  # who sits there is looked at again at the next half hour
    return stays


@step
def fill_seat(sim, number, now):
    """Let a free seat take waiting contacts until it is full or nobody waits."""
    seat = sim.seats[number]
    while seat.state == SEAT_OPEN and seat.load < sim.plan.capacity[seat.pool]:
        slot = next_waiting(sim, int(seat.pool))
        if slot < 0:
            break
        unlink(sim, slot, now)
        start_service(sim, slot, number, now)


@step
def leave_seat(sim, slot, now):
    """Take a finished contact off its seat; a seat that only finished its work closes."""
    number = int(sim.works[slot].seat)
    change_load(sim, number, slot, -1, now)
    seat = sim.seats[number]
    sim.pools[sim.works[slot].queue].in_system -= 1
    if seat.state == SEAT_CLOSING and seat.load == 0:
        seat.state = SEAT_CLOSED
        accrue(sim.pools[seat.pool], now)
        sim.pools[seat.pool].closing -= 1

