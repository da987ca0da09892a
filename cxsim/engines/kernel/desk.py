"""Queues and seats of the compiled engine: who waits, who is free, who serves whom."""

from __future__ import annotations

from cxsim._jit import kernel
from cxsim.clock import SERVICE_END, WEEK, event_key, to_ticks, to_ticks0
from cxsim.draws import HANDLE
from cxsim.engines.kernel.heap import push
from cxsim.engines.kernel.state import SEAT_CLOSED, SEAT_CLOSING, SEAT_OPEN, SERVING, WAITING
from cxsim.schema import CASE, CASE_RESOLUTION, CASE_RESPONSE
from cxsim.stages import service, staff
from cxsim.streams import uniform_pair


@kernel
def accrue(pool, now):
    """Charge the time since the last change to the accounts of a pool and its queue."""
    elapsed = now - pool.since
    if elapsed > 0:
        pool.seat_ms += elapsed * (pool.opened + pool.closing)
        pool.overtime_ms += elapsed * pool.closing
        pool.busy_ms += elapsed * pool.busy
        pool.load_ms += elapsed * pool.load
        pool.queue_ms += elapsed * pool.waiting
        pool.absent_ms += elapsed * pool.absent
        pool.since = now


@kernel
def enqueue(plan, state, slot, now, front):
    """Put a contact into its queue, at the end or (when handed back) at the head."""
    work, queue = state.works[slot], state.works[slot].queue
    rank = plan.class_rank[work.klass]
    due = work.arrived + plan.due[queue, work.klass]
    work.order = service.queue_order(plan.scalars[0].mode, rank, work.arrived, due)
    work.status = WAITING
    head, tail = state.heads[queue, rank], state.tails[queue, rank]
    work.next, work.previous_waiting = (head, -1) if front else (-1, tail)
    if head < 0:
        state.heads[queue, rank] = slot
        state.tails[queue, rank] = slot
    elif front:
        state.works[head].previous_waiting = slot
        state.heads[queue, rank] = slot
    else:
        state.works[tail].next = slot
        state.tails[queue, rank] = slot
    accrue(state.pools[queue], now)
    state.pools[queue].waiting += 1


@kernel
def unlink(plan, state, slot, now):
    """Take a waiting contact out of its queue."""
    work = state.works[slot]
    queue, rank = work.queue, plan.class_rank[work.klass]
    before, after = work.previous_waiting, work.next
    if before >= 0:
        state.works[before].next = after
    else:
        state.heads[queue, rank] = after
    if after >= 0:
        state.works[after].previous_waiting = before
    else:
        state.tails[queue, rank] = before
    accrue(state.pools[queue], now)
    state.pools[queue].waiting -= 1


@kernel
def next_waiting(plan, state, pool):
    """Slot of the waiting contact that an agent of the pool takes next, -1 for none."""
    best, best_preference, best_order, best_number = -1, 0, 0, 0
    for queue in range(plan.serves.shape[1]):
        preference = plan.serves[pool, queue]
        if preference == 0 or state.pools[queue].waiting == 0:
            continue
        for rank in range(state.heads.shape[1]):
            slot = state.heads[queue, rank]
            if slot < 0:
                continue
            work = state.works[slot]
            if best < 0 or service.comes_before(preference, work.order, work.contact,
                                                best_preference, best_order, best_number):
                best, best_preference, best_order, best_number = slot, preference, work.order, work.contact
    return best


@kernel
def free_seat(plan, state, queue):
    """Seat that takes a contact of the queue at once, -1 when all that serve it are full or closed."""
    best, best_preference = -1, 0
    for pool in range(plan.serves.shape[0]):
        preference = plan.serves[pool, queue]
        if preference == 0 or state.pools[pool].free == 0 or (best >= 0 and preference > best_preference):
            continue
        for number in range(plan.seat_start[pool], plan.seat_start[pool + 1]):
            seat = state.seats[number]
            if seat.state != SEAT_OPEN or seat.load >= plan.capacity[pool]:
                continue
            if best < 0 or preference < best_preference or service.sits_before(
                    seat.load, seat.since, state.seats[best].load, state.seats[best].since):
                best, best_preference = number, preference
    return best


@kernel
def start_service(plan, keys, state, slot, number, now):
    """Let a seat take a contact: who sits there, how long it takes, when it ends."""
    work, seat, rules = state.works[slot], state.seats[number], plan.scalars[0]
    if work.status != SERVING and work.answered < 0:
        work.answered = now
        work.handlings += 1
    work.employee = seat.employee
    work.seat = number
    work.status = SERVING
    speed, work.skill = agent_now(plan, state, seat, now)
    if work.remaining <= 0:
        work.remaining = service.UNIT * handle_ms(plan, keys, work, rules, speed)
    change_load(plan, state, number, slot, 1, now)


@kernel
def agent_now(plan, state, seat, now):
    """Speed factor and skill of the person who sits there now (1 and 0 without a staff layer)."""
    if seat.employee < 0:
        return 1.0, 0.0
    person = state.employees[plan.position_start[seat.pool] + seat.employee]
    gap = staff.experience_gap((now - person.hired) / WEEK, plan.staff)
    strain = state.pools[seat.pool].strain
    return staff.speed_factor(gap, strain, plan.staff), staff.skill_logit(gap, plan.staff)


@kernel
def handle_ms(plan, keys, work, rules, speed):
    """Handle time of one contact in ms, drawn with the luck of this attempt."""
    kind = work.queue
    if work.kind == CASE_RESOLUTION:
        kind = CASE + 1
    u, v = uniform_pair(keys[HANDLE, work.kind], work.person, work.ordinal, work.nth)
    factor = service.handle_factor(work.difficulty, rules.difficulty_slope, speed)
    handle = to_ticks(service.duration(plan.handle[kind, work.reason], factor, u, v), rules.tick)
    if work.kind == CASE_RESPONSE and rules.apology:
        handle += to_ticks0(float(rules.apology_ms), rules.tick)
    return handle


@kernel
def change_load(plan, state, number, slot, change, now):
    """Add a contact to a seat or take it off; the others at the seat are charged and their ends move."""
    seat, works = state.seats[number], state.works
    pool = state.pools[seat.pool]
    accrue(pool, now)
    old, capacity = seat.load, plan.capacity[seat.pool]
    done = service.work_done(now - seat.charged, plan.speed[seat.pool, old])
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
    pool.busy += (1 if seat.load == 1 else 0) if change > 0 else (-1 if seat.load == 0 else 0)
    if seat.state == SEAT_OPEN:
        pool.free += (1 if seat.load < capacity else 0) - (1 if old < capacity else 0)
    if capacity > 1 or change > 0:
        schedule_ends(plan, state, number, now)


@kernel
def schedule_ends(plan, state, number, now):
    """Schedule the end of every contact at a seat at its present speed; older ends become stale."""
    seat, rules = state.seats[number], plan.scalars[0]
    speed = plan.speed[seat.pool, seat.load]
    for place in range(seat.load):
        slot = seat.works[place]
        work = state.works[slot]
        work.version += 1
        left = max(0, service.time_left(work.remaining, speed))
        end = now + (left + rules.tick - 1) // rules.tick * rules.tick
        push(state.events, state.counters[0].events, end, event_key(SERVICE_END, work.contact), slot, work.version)
        state.counters[0].events += 1


@kernel
def fill_seat(plan, keys, state, number, now):
    """Let a free seat take waiting contacts until it is full or nobody waits."""
    seat = state.seats[number]
    while seat.state == SEAT_OPEN and seat.load < plan.capacity[seat.pool]:
        slot = next_waiting(plan, state, seat.pool)
        if slot < 0:
            break
        unlink(plan, state, slot, now)
        start_service(plan, keys, state, slot, number, now)


@kernel
def leave_seat(plan, state, slot, now):
    """Take a finished contact off its seat; a seat that only finished its work closes."""
    number = state.works[slot].seat
    change_load(plan, state, number, slot, -1, now)
    seat = state.seats[number]
    state.pools[state.works[slot].queue].in_system -= 1
    if seat.state == SEAT_CLOSING and seat.load == 0:
        seat.state = SEAT_CLOSED
        state.pools[seat.pool].closing -= 1

