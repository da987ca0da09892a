"""The life of a need: attempt after attempt until it is resolved, given up or has failed; then perhaps a case."""

from __future__ import annotations

from collections.abc import Generator

from simpy import Event

from cxsim._jit import direct, plain
from cxsim.clock import FOLLOW_UP, HALF_HOUR, spread_to_open, to_ticks0
from cxsim.distributions import logit_
from cxsim.draws import (
    ASSESSMENT,
    BALK,
    BLOCKED_LUCK,
    CLOSED_LUCK,
    NATURE,
    NEED,
    RECONTACT_DELAY,
    RECONTACT_LUCK,
    REDIAL_DELAY,
    REDIAL_LUCK,
    RESOLVE,
    SPREAD,
    TRANSFER_LUCK,
)
from cxsim.engines.reference.announcement import felt_units, hears_too_much
from cxsim.engines.reference.authority import ask_for_approval
from cxsim.engines.reference.bot import bot_takes, talk_to_the_bot
from cxsim.engines.reference.closing import CALLED_BACK, COMPLAINS, close_need, open_case, recover
from cxsim.engines.reference.company import Company
from cxsim.engines.reference.desk import ABANDONED_QUEUE, enqueue, free_seat, start_service
from cxsim.engines.reference.feedback import call_back
from cxsim.engines.reference.luck import uniform_and_normal, uniform_pair
from cxsim.engines.reference.people import Need
from cxsim.schema import (
    ABANDONED,
    BALKED,
    BLOCKED,
    BOT,
    BOT_FAILED,
    CASE_RESOLUTION,
    CASE_RESPONSE,
    CHAT,
    CLOSED,
    EMAIL,
    FIRST,
    HANDLED,
    LEFT,
    OPEN,
    PROSPECT,
    RECONTACT,
    REDIAL,
    RETURN,
    SELF_SERVED,
    SWITCH,
    TRANSFER,
)
from cxsim.stages import demand, service
from cxsim.stages.bot import FELL_BACK, SOLVED

reason_of, need_happens, class_of, resolves = map(plain, (
    demand.reason_of, demand.need_happens, service.class_of, service.resolves))
logit = direct(logit_, "f")
GOES_ON, IS_RESOLVED, GAVE_UP, NOT_HELPED = range(4)


def begin_need(company: Company, who: int, ordinal: int) -> Need | None:
    """A base need arises, unless its person is not in the market or the thinning skips it."""
    person, plan, now = company.persons[who], company.plan, company.now
    if person.status == LEFT or person.enter > now:
        return None
    prospect = person.status == PROSPECT
    urgency, chance = uniform_pair(company.keys[NATURE][0], who, ordinal, 0)
    if not need_happens(chance, prospect, plan.prospect_ratio):
        return None
    need = Need(person, ordinal, company.needs, now)
    company.needs += 1
    u, z = uniform_and_normal(company.keys[NEED][0], who, ordinal, 0)
    need.prospect = prospect
    need.reason = reason = reason_of(u, plan.reason_share)
    need.queue = need.channel = ordinal % demand.N_CHANNELS
    need.klass = class_of(urgency < plan.urgent_share[reason], plan.reason_class[reason],
                                  person.margin_fen >= plan.high_value_fen)
    need.difficulty = plan.reason_difficulty[reason] + plan.difficulty_sd * z
    return need


def pursue(company: Company, need: Need) -> Generator:
    """One need from its first attempt to its end (a process)."""
    company.open[id(need)] = need
    fate = yield from attempt(company, need)
    while fate == GOES_ON:
        yield company.moment(need.arrived, FOLLOW_UP, 2 * need.number + 1)
        fate = GAVE_UP if need.person.status == LEFT else (yield from attempt(company, need))
    follows = close_need(company, need, fate == IS_RESOLVED, fate == GAVE_UP)
    if follows == COMPLAINS:
        open_case(company, need)
        yield from work_on_case(company, need)
    elif follows == CALLED_BACK:
        yield from call_back(company, need, fate != IS_RESOLVED)
    del company.open[id(need)]


def work_on_case(company: Company, need: Need) -> Generator:
    """A complaint case: first response, assessment, resolution."""
    begins = company.now
    for kind in (CASE_RESPONSE, CASE_RESOLUTION):
        plan_follow_up(company, need, kind, begins)
        yield company.moment(need.arrived, FOLLOW_UP, 2 * need.case)
        arrive(company, need)
        company.pools[need.queue].in_system += 1
        yield seek_service(company, need)
        write_contact(company, need, HANDLED, 1)
        if kind == CASE_RESPONSE:
            u, v = company.two_once(ASSESSMENT, need)
            need.responded = company.now
            need.assessed = company.now + to_ticks0(service.duration(company.plan.assessment, 1.0, u, v),
                                                    company.plan.tick)
            begins = ask_for_approval(company, need)
    recover(company, need)


def arrive(company: Company, need: Need) -> None:
    """Give an attempt its number."""
    need.previous, need.contact = need.contact, company.contacts
    company.contacts += 1
    need.arrived, need.answered, need.remaining, need.announced = company.now, -1, 0, -1
    need.seat, need.pool, need.employee = None, -1, -1
    need.attempts += 1


def seek_service(company: Company, need: Need) -> Event:
    """Take a free seat or wait for one; answers the end of the handling or of patience, which tells which it is."""
    need.ending = company.event()
    seat = free_seat(company, need.queue)
    if seat is not None:
        start_service(company, need, seat)
    else:
        enqueue(company, need)
    return need.ending


def attempt(company: Company, need: Need) -> Generator:
    """One attempt: door, lines, queue, handling. Answers the fate of the need."""
    arrive(company, need)
    plan, queue, now = company.plan, need.queue, company.now
    if plan.bot_on and need.kind == FIRST and bot_takes(company, need):
        return after_the_bot(company, need, (yield from talk_to_the_bot(company, need)))
    if queue <= EMAIL and now < plan.next_open[queue, now // HALF_HOUR]:
        return meet_closed_door(company, need)
    pool = company.pools[queue]
    if 0 < plan.lines[queue] <= pool.in_system:
        return meet_busy_lines(company, need)
    balk = plan.patience[queue][service.BALK]
    if balk > 0.0 and free_seat(company, queue) is None and company.luck(BALK, need) < balk:
        write_contact(company, need, BALKED, 0)
        return try_again_or_give_up(company, need)
    if plan.announce and queue <= CHAT and free_seat(company, queue) is None and hears_too_much(company, need):
        need.abandons += 1  # asked in vain, though without a wait
        write_contact(company, need, BALKED, 0)
        return try_again_or_give_up(company, need)
    pool.in_system += 1
    if (yield seek_service(company, need)) == ABANDONED_QUEUE:
        need.wait_units += felt_units(company, need, company.now - need.arrived)
        need.answered = -1  # who was handed back and gives up has waited in vain from the beginning
        need.abandons += 1
        write_contact(company, need, ABANDONED, 0)
        return try_again_or_give_up(company, need)
    return after_handling(company, need)


def after_handling(company: Company, need: Need) -> int:
    """A handling ended: was the need handed over, resolved, or must the customer come back?"""
    plan, queue = company.plan, need.queue
    need.wait_units += felt_units(company, need, need.answered - need.arrived)
    share = plan.transfer_share[queue]
    if share > 0.0 and not need.owned and company.luck(TRANSFER_LUCK, need) < share:
        write_contact(company, need, HANDLED, 0)
        need.queue = plan.transfer_to[queue]
        delay = to_ticks0(float(plan.transfer_delay), plan.tick)
        return plan_follow_up(company, need, TRANSFER, company.now + delay)
    u, z = uniform_and_normal(company.keys[RESOLVE][need.kind], need.person.number, need.ordinal, need.nth)
    intercept = plan.intercept[queue] + plan.reason_logit[need.reason]
    if need.owned:
        intercept += plan.owner_logit
    resolved = resolves(
        logit(u), intercept, plan.resolution_slope * need.difficulty,
        plan.noise_sd * z, need.skill, plan.repeat_penalty * (need.handlings - 1))
    write_contact(company, need, HANDLED, int(resolved))
    if resolved:
        return IS_RESOLVED
    return come_back_or_give_up(company, need)


def after_the_bot(company: Company, need: Need, ended: int) -> int:
    """A session with the bot ended: solved, on to a person, or back later because only the bot thought so."""
    write_contact(company, need, BOT_FAILED if ended == FELL_BACK else SELF_SERVED, int(ended == SOLVED))
    if ended == SOLVED:
        return IS_RESOLVED
    if ended == FELL_BACK:
        return plan_follow_up(company, need, TRANSFER, company.now)
    return come_back_or_give_up(company, need)


def come_back_or_give_up(company: Company, need: Need) -> int:
    """Not helped: most come back on the channel where they began, after a day or so."""
    plan = company.plan
    if need.counts[RECONTACT] >= plan.repeats_max or company.luck(RECONTACT_LUCK, need) >= plan.recontact_share:
        return NOT_HELPED
    u, v = company.two(RECONTACT_DELAY, need)
    delay = to_ticks0(service.duration(plan.recontact_delay, 1.0, u, v), plan.tick)
    need.queue = need.channel
    return plan_follow_up(company, need, RECONTACT, company.now + delay)


def meet_closed_door(company: Company, need: Need) -> int:
    """Nobody answers before opening: some come back when it is open, the rest give up."""
    write_contact(company, need, CLOSED, 0)
    if company.luck(CLOSED_LUCK, need) >= company.plan.return_share:
        return GAVE_UP
    return plan_follow_up(company, need, RETURN, company.now)


def meet_busy_lines(company: Company, need: Need) -> int:
    """All lines are taken: some redial later, the rest give up."""
    write_contact(company, need, BLOCKED, 0)
    if company.luck(BLOCKED_LUCK, need) >= company.plan.blocked_redial:
        return GAVE_UP
    return redial(company, need)


def redial(company: Company, need: Need) -> int:
    """Plan a redial after a short delay."""
    u, v = company.two(REDIAL_DELAY, need)
    delay = to_ticks0(service.duration(company.plan.redial_delay, 1.0, u, v), company.plan.tick)
    return plan_follow_up(company, need, REDIAL, company.now + delay)


def try_again_or_give_up(company: Company, need: Need) -> int:
    """After waiting in vain: redial, write an email instead, or give up."""
    plan, u = company.plan, company.luck(REDIAL_LUCK, need)
    if u < plan.redial_share:
        return redial(company, need)
    if u < plan.redial_share + plan.switch_share and need.queue != EMAIL:
        need.queue = EMAIL
        return plan_follow_up(company, need, SWITCH, company.now)
    return GAVE_UP


def plan_follow_up(company: Company, need: Need, kind: int, time: int) -> int:
    """Plan the next attempt; one that falls into closed hours is spread over the next open ones."""
    plan, queue = company.plan, need.queue
    if need.case < 0 and queue <= EMAIL and time < plan.end:
        opens = int(plan.next_open[queue, time // HALF_HOUR])
        if time < opens:
            u = company.luck(SPREAD, need)
            later = spread_to_open(plan.open_end[queue], plan.next_open[queue], time, u)
            time = max(opens, later // plan.tick * plan.tick)
    need.arrived = time
    if need.case < 0:
        need.nth = need.counts[kind]
        need.counts[kind] += 1
    need.kind = kind
    return GOES_ON


def write_contact(company: Company, need: Need, outcome: int, resolved: int) -> None:
    """Write the row of an attempt that just ended."""
    now, seat = company.now, need.seat
    wait = (need.answered if need.answered >= 0 else now) - need.arrived
    company.write("contacts", need.contact, need.number, need.case, need.previous, need.person.number, need.kind,
                  need.queue, need.reason, need.klass, outcome, resolved, need.pool,
                  -1 if seat is None else seat.number, need.employee, need.arrived, wait,
                  0 if seat is None and need.kind != BOT else now - need.answered, need.announced)


def write_open_attempt(company: Company, need: Need) -> None:
    """Write the row of an attempt that is under way at the end of the horizon."""
    if need.waiting or need.at_bot or (need.seat is not None and need in need.seat.needs):
        write_contact(company, need, OPEN, 0)
