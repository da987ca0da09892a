"""One attempt of a need: it arrives, waits, is given up or handled, and what the need does next.

Each function answers with the fate of the need: GOES_ON while an attempt is under way or planned.
"""

from __future__ import annotations

from cxsim._jit import step
from cxsim.clock import FOLLOW_UP, HALF_HOUR, RENEGE, event_key, spread_to_open, to_ticks0
from cxsim.distributions import logit_, normal_quantile_
from cxsim.draws import (
    BALK,
    BLOCKED_LUCK,
    CLOSED_LUCK,
    RECONTACT_DELAY,
    RECONTACT_LUCK,
    REDIAL_DELAY,
    REDIAL_LUCK,
    RESOLVE,
    SPREAD,
    TRANSFER_LUCK,
)
from cxsim.engines.kernel.announcement import felt_units, hears_too_much, patience_ms
from cxsim.engines.kernel.bot import begin_session, bot_takes, end_session
from cxsim.engines.kernel.desk import enqueue, free_seat, leave_seat, start_service, unlink
from cxsim.engines.kernel.fresh import draw_later
from cxsim.engines.kernel.heap import push
from cxsim.engines.kernel.state import PENDING, WAITING, is_drawn_ahead, row_of
from cxsim.schema import (
    ABANDONED,
    BALKED,
    BLOCKED,
    BOT,
    BOT_FAILED,
    CALL_BACK,
    CASE_RESPONSE,
    CHAT,
    CLOSED,
    EMAIL,
    FIRST,
    HANDLED,
    RECONTACT,
    REDIAL,
    RETURN,
    SELF_SERVED,
    SWITCH,
    TRANSFER,
)
from cxsim.stages import service
from cxsim.stages.bot import CONTAINED, FELL_BACK, SOLVED
from cxsim.streams import uniform, uniform_pair

GOES_ON, IS_RESOLVED, GAVE_UP, NOT_HELPED, CASE_MOVES, IS_CALLED = range(6)


@step
def luck(sim, decision, work):
    """The uniform of one decision about the present attempt of a need."""
    return uniform(sim.keys[work.kind, decision], work.person, work.ordinal, work.nth)


@step
def write_contact(sim, pages, slot, outcome, resolved, now):
    """Write the row of an attempt that just ended."""
    counters, work = sim.counters, sim.works[slot]
    row = pages.contacts[row_of(counters, work.contact, counters.first_contact, counters.n_contacts)]
    counters.n_contacts += 1
    row.contact, row.need, row.case, row.previous = work.contact, work.need, work.case, work.previous
    row.person, row.kind, row.queue, row.reason = work.person, work.kind, work.queue, work.reason
    row.klass, row.outcome, row.resolved, row.arrived = work.klass, outcome, resolved, work.arrived
    row.pool, row.seat, row.employee, row.handle = -1, -1, -1, 0
    row.wait, row.announced = now - work.arrived, work.announced
    if work.answered >= 0:
        row.wait = work.answered - work.arrived
    if work.kind == BOT:
        row.handle = now - work.answered
    if work.seat >= 0:
        seat = sim.seats[work.seat]
        row.pool, row.seat, row.employee, row.handle = seat.pool, seat.number, work.employee, now - work.answered


@step
def plan_follow_up(sim, slot, kind, time):
    """Plan the next attempt of a need; one that falls into closed hours is spread over the next open ones."""
    work, counters = sim.works[slot], sim.counters
    if work.case < 0 and work.queue <= EMAIL and time < sim.plan.end:
        opens = sim.next_open[work.queue, time // HALF_HOUR]
        if time < opens:
            u, tick = luck(sim, SPREAD, work), sim.plan.tick
            later = spread_to_open(sim.open_end[work.queue], sim.next_open[work.queue], time, u)
            time = max(opens, later // tick * tick)
    work.kind = kind
    work.status = PENDING
    identity = 2 * int(work.need) + 1 if work.case < 0 else 2 * int(work.case)
    push(sim.later, counters.later, time, event_key(FOLLOW_UP, identity), slot, 0)
    counters.later += 1


@step
def arrive(sim, pages, slot, now):
    """An attempt arrives: door, lines, free seat, queue."""
    work, counters = sim.works[slot], sim.counters
    work.previous, work.contact = work.contact, counters.contacts
    counters.contacts += 1
    work.arrived, work.answered, work.remaining, work.seat, work.employee = now, -1, 0, -1, -1
    work.announced = -1
    work.attempts += 1
    if sim.plan.bot_on and work.kind == FIRST and bot_takes(sim, work):
        begin_session(sim, slot, now)
        return GOES_ON
    queue = int(work.queue)
    if work.case < 0 and queue <= EMAIL and now < sim.next_open[queue, now // HALF_HOUR]:
        return meet_closed_door(sim, pages, slot, now)
    pool = sim.pools[queue]
    if sim.plan.lines[queue] > 0 and pool.in_system >= sim.plan.lines[queue]:
        return meet_busy_lines(sim, pages, slot, now)
    pool.in_system += 1
    seat = free_seat(sim, queue)
    if seat >= 0:
        start_service(sim, slot, seat, now)
        return GOES_ON
    balk = sim.plan.patience[queue, service.BALK]
    leaves = balk > 0.0 and luck(sim, BALK, work) < balk
    if not leaves and sim.plan.announce and queue <= CHAT:
        leaves = hears_too_much(sim, work)
        work.abandons += 1 if leaves else 0  # asked in vain, though without a wait
    if leaves:
        pool.in_system -= 1
        write_contact(sim, pages, slot, BALKED, 0, now)
        return try_again_or_give_up(sim, slot, now)
    enqueue(sim, slot, now, False)
    wait_patiently(sim, slot, now)
    return GOES_ON


@step
def wait_patiently(sim, slot, now):
    """Set the moment at which a waiting customer loses patience."""
    work, counters = sim.works[slot], sim.counters
    patience = patience_ms(sim, work)
    if patience < 0:
        return
    push(sim.events, counters.events, now + patience, event_key(RENEGE, int(work.contact)), slot, int(work.hand_backs))
    counters.events += 1


@step
def meet_closed_door(sim, pages, slot, now):
    """Nobody answers before opening: some come back when it is open, the rest give up."""
    work = sim.works[slot]
    write_contact(sim, pages, slot, CLOSED, 0, now)
    if luck(sim, CLOSED_LUCK, work) >= sim.plan.return_share:
        return GAVE_UP
    plan_follow_up(sim, slot, RETURN, now)
    work.nth = work.returns
    work.returns += 1
    return GOES_ON


@step
def meet_busy_lines(sim, pages, slot, now):
    """All lines are taken: some redial later, the rest give up."""
    work = sim.works[slot]
    write_contact(sim, pages, slot, BLOCKED, 0, now)
    if luck(sim, BLOCKED_LUCK, work) >= sim.plan.blocked_redial:
        return GAVE_UP
    redial(sim, slot, now)
    return GOES_ON


@step
def redial(sim, slot, now):
    """Plan a redial after a short delay."""
    work, tick = sim.works[slot], sim.plan.tick
    u, v = uniform_pair(sim.keys[work.kind, REDIAL_DELAY], work.person, work.ordinal, work.nth)
    delay = to_ticks0(service.duration(sim.plan.redial_delay, 1.0, u, v), tick)
    plan_follow_up(sim, slot, REDIAL, now + delay)
    work.nth = work.redials
    work.redials += 1


@step
def try_again_or_give_up(sim, slot, now):
    """After waiting in vain: redial, write an email instead, or give up."""
    work, rules = sim.works[slot], sim.plan
    u = luck(sim, REDIAL_LUCK, work)
    if u < rules.redial_share:
        redial(sim, slot, now)
        return GOES_ON
    if u < rules.redial_share + rules.switch_share and work.queue != EMAIL:
        work.queue = EMAIL
        plan_follow_up(sim, slot, SWITCH, now)
        work.nth = work.switches
        work.switches += 1
        return GOES_ON
    return GAVE_UP


@step
def abandon(sim, pages, slot, now):
    """A waiting customer loses patience."""
    work = sim.works[slot]
    unlink(sim, slot, now)
    sim.pools[work.queue].in_system -= 1
    work.wait_units += felt_units(sim, work, now - work.arrived)
    work.answered = -1  # who was handed back and gives up has waited in vain from the beginning
    work.abandons += 1
    write_contact(sim, pages, slot, ABANDONED, 0, now)
    return try_again_or_give_up(sim, slot, now)


@step
def finish(sim, pages, slot, now):
    """A handling ends: the seat is free; was the need resolved, handed over, or must the customer come back?"""
    work, rules = sim.works[slot], sim.plan
    leave_seat(sim, slot, now)
    if work.case >= 0:
        write_contact(sim, pages, slot, HANDLED, 1, now)
        return CASE_MOVES
    if work.kind == CALL_BACK:
        return IS_CALLED
    queue = int(work.queue)
    work.wait_units += felt_units(sim, work, work.answered - work.arrived)
    share = sim.plan.transfer_share[queue]
    if share > 0.0 and not work.owned and luck(sim, TRANSFER_LUCK, work) < share:
        write_contact(sim, pages, slot, HANDLED, 0, now)
        work.queue = sim.plan.transfer_to[queue]
        plan_follow_up(sim, slot, TRANSFER, now + to_ticks0(float(rules.transfer_delay), rules.tick))
        work.nth = work.transfers
        work.transfers += 1
        return GOES_ON
    u, z = work.resolve_u, work.resolve_z
    if not is_drawn_ahead(work):
        u, v = uniform_pair(sim.keys[work.kind, RESOLVE], work.person, work.ordinal, work.nth)
        u, z = logit_(u), normal_quantile_(v)
    intercept = sim.plan.intercept[queue] + sim.plan.reason_logit[work.reason]
    if work.owned:
        intercept += rules.owner_logit
    if service.resolves(u, intercept, rules.resolution_slope * work.difficulty, rules.noise_sd * z, work.skill,
                        rules.repeat_penalty * (work.handlings - 1)):
        write_contact(sim, pages, slot, HANDLED, 1, now)
        return IS_RESOLVED
    write_contact(sim, pages, slot, HANDLED, 0, now)
    return come_back_or_give_up(sim, slot, now)


@step
def leave_bot(sim, pages, slot, now):
    """A session with the bot ended: solved, on to a person, or back later because only the bot thought so."""
    work = sim.works[slot]
    ended = end_session(sim, work)
    write_contact(sim, pages, slot, BOT_FAILED if ended == FELL_BACK else SELF_SERVED, ended == SOLVED, now)
    if ended == SOLVED:
        return IS_RESOLVED
    if ended == CONTAINED:
        return come_back_or_give_up(sim, slot, now)
    plan_follow_up(sim, slot, TRANSFER, now)
    work.nth = work.transfers
    work.transfers += 1
    return GOES_ON


@step
def come_back_or_give_up(sim, slot, now):
    """Not helped: most come back on the channel where they began, after a day or so."""
    work, rules = sim.works[slot], sim.plan
    if work.recontacts >= rules.repeats_max or luck(sim, RECONTACT_LUCK, work) >= rules.recontact_share:
        return NOT_HELPED
    u, v = uniform_pair(sim.keys[work.kind, RECONTACT_DELAY], work.person, work.ordinal, work.nth)
    delay = to_ticks0(service.duration(sim.plan.recontact_delay, 1.0, u, v), rules.tick)
    work.queue = work.channel
    plan_follow_up(sim, slot, RECONTACT, now + delay)
    work.nth = work.recontacts
    work.recontacts += 1
    draw_later(sim, slot)
    return GOES_ON


@step
def escalate(sim, slot, case, now):
    """A complaint without a response in time goes to the front of the desk, or will when it is handed back."""
    work = sim.works[slot]
    if work.case != case or work.kind != CASE_RESPONSE or work.escalated or work.responded >= 0:
        return
    waits = work.status == WAITING
    if waits:
        unlink(sim, slot, now)
    work.escalated = 1
    if waits:
        enqueue(sim, slot, now, False)
