"""A need ends: what the customer felt, would answer, remembers; and the complaint case that may follow."""

from __future__ import annotations

from cxsim._jit import step
from cxsim.clock import CASE_CLOCK, HOUR, business_add, event_key, to_ticks0
from cxsim.draws import (
    ASSESSMENT,
    FAILURE_LUCK,
    JOIN_CONTACT,
    MISUSE,
)
from cxsim.engines.kernel.attempts import GAVE_UP, IS_RESOLVED, plan_follow_up
from cxsim.engines.kernel.authority import ask_for_approval, is_recovered, pay_from_budget
from cxsim.engines.kernel.feedback import free_slot, is_called_back, plan_call_back
from cxsim.engines.kernel.feelings import is_noted, note_feeling, settle_feelings
from cxsim.engines.kernel.heap import push
from cxsim.engines.kernel.state import DROP, row_of
from cxsim.schema import (
    CASE,
    CASE_RESOLUTION,
    CASE_RESPONSE,
    COMPLAINT,
    CUSTOMER,
    DROPPED,
    FAILED,
    JOINED_AFTER_CONTACT,
    LEFT,
    NOT_SENT,
    PROSPECT,
    RESOLVED,
)
from cxsim.stages import complaints, loyalty, service
from cxsim.streams import uniform, uniform_pair


@step
def close_need(sim, pages, slot, fate, now):
    """End a need with its fate; the slot goes on as a complaint case or becomes free."""
    rules, counters, work = sim.plan, sim.counters, sim.works[slot]
    person = sim.persons[work.person]
    page_row = row_of(counters, work.need, counters.first_need, counters.n_needs)
    row = pages.needs[page_row]
    counters.n_needs += 1
    write_need(row, work, now)
    row.state = RESOLVED if fate == IS_RESOLVED else FAILED
    becomes_case = False
    if person.status == LEFT:
        row.state = DROPPED
    else:
        if rules.with_experience:
            note_feeling(sim, pages, work, page_row)
        if fate != IS_RESOLVED and rules.with_experience:
            becomes_case = fail(sim, work, person, row, fate == GAVE_UP)
        elif fate == IS_RESOLVED:
            becomes_case = rules.with_complaints and misuses(sim, work)
            if rules.with_loyalty and person.status == PROSPECT:
                join_after_contact(sim, pages, work, now)
    row.satisfaction, row.failure = person.satisfaction, person.failure
    if becomes_case:
        open_case(sim, slot, now)
    elif rules.call_backs and row.state != DROPPED and is_called_back(sim, pages, work, row):
        plan_call_back(sim, slot, row, now)
    else:
        free_slot(sim, slot)


@step
def write_need(row, work, now):
    """What is known of a need without asking the customer."""
    row.need, row.person, row.ordinal = work.need, work.person, work.ordinal
    row.reason, row.channel, row.prospect = work.reason, work.channel, work.prospect
    row.attempts, row.handlings, row.born, row.closed = work.attempts, work.handlings, work.born, now
    row.answer_state, row.recommend, row.satisfied, row.effort = NOT_SENT, -1, -1, -1
    row.bot, row.reminders = work.bot, 0
    row.severity, row.wait_units, row.episode, row.satisfaction, row.failure = 0.0, work.wait_units, 0.0, 0.0, 0.0


@step
def fail(sim, work, person, row, gave_up):
    """A failure leaves a mark; a part of the customers complains. Answers whether she does."""
    x, rules = sim.plan.complaints, sim.plan
    u, v = uniform_pair(sim.keys[0, FAILURE_LUCK], work.person, work.ordinal, 0)
    size = complaints.severity(u, gave_up, x)
    added = complaints.damage(size, person.failure, x)
    drop = complaints.satisfaction_drop(added, x)
    person.failure += added
    sim.felt[DROP, sim.counters.felt - 1] = drop  # taken from satisfaction when the need is felt
    row.severity = size
    work.damage, work.drop, work.misuse = added, drop, 0
    work.case_class = complaints.case_class_of(size, x)
    high_value = sim.traits[work.person].margin_fen >= rules.high_value_fen
    return rules.with_complaints and v < complaints.complain_probability(size, rules.offer_cny, high_value, x)


@step
def misuses(sim, work):
    """Whether an opportunist complains after a good contact."""
    if not sim.traits[work.person].opportunist:
        return False
    u = uniform(sim.keys[0, MISUSE], work.person, work.ordinal, 0)
    work.damage, work.drop, work.misuse, work.case_class = 0.0, 0.0, 1, 0
    return u < complaints.misuse_probability(sim.plan.offer_cny, sim.plan.complaints)


@step
def join_after_contact(sim, pages, work, now):
    """A prospect who was helped may become a customer."""
    u = uniform(sim.keys[0, JOIN_CONTACT], work.person, work.ordinal, 0)
    if u < loyalty.join_after_contact_probability(work.handlings, sim.plan.loyalty):
        join(sim, pages, int(work.person), -1, JOINED_AFTER_CONTACT, now)


@step
def join(sim, pages, who, by, how, now):
    """A prospect becomes a customer."""
    person, counters = sim.persons[who], sim.counters
    person.status, person.joined = CUSTOMER, now
    person.referred = by >= 0
    row = pages.moves[counters.n_moves]
    counters.n_moves += 1
    row.person, row.move, row.by, row.time = who, how, by, now


@step
def open_case(sim, slot, now):
    """A complaint arrives at the case desk; its clocks start."""
    rules, counters, work = sim.plan, sim.counters, sim.works[slot]
    work.case, work.contact = counters.cases, -1
    counters.cases += 1
    work.queue, work.escalated, work.attempts, work.handlings, work.nth = CASE, 0, 0, 0, 0
    high_value = sim.traits[work.person].margin_fen >= rules.high_value_fen
    work.klass = service.class_of(False, COMPLAINT, high_value)
    work.opened, work.confirmed, work.responded, work.assessed = now, now + rules.confirm, -1, -1
    work.approved = -1
    sim.persons[work.person].open_cases += 1
    plan_follow_up(sim, slot, CASE_RESPONSE, now)
    if rules.escalation:
        limit = sim.plan.deadlines[work.case_class, 1]
        due = business_add(sim.case_prefix, now, limit) if rules.business_clock else now + limit
        due = (due + rules.tick - 1) // rules.tick * rules.tick
        push(sim.later, counters.later, due, event_key(CASE_CLOCK, int(work.case)), slot, 0)
        counters.later += 1


@step
def move_case(sim, pages, slot, now):
    """After case work: first response done and assessment begins, or the case is resolved."""
    work, rules = sim.works[slot], sim.plan
    if work.kind == CASE_RESPONSE:
        u, v = uniform_pair(sim.keys[0, ASSESSMENT], work.person, work.ordinal, 0)
        work.responded = now
        work.assessed = now + to_ticks0(service.duration(sim.plan.assessment, 1.0, u, v), rules.tick)
        plan_follow_up(sim, slot, CASE_RESOLUTION, ask_for_approval(sim, work))
        return
    recover(sim, pages, slot, now)
    free_slot(sim, slot)


@step
def recover(sim, pages, slot, now):
    """A case is resolved: what was lost is partly given back, and the row is written."""
    work, rules, counters = sim.works[slot], sim.plan, sim.counters
    person = sim.persons[work.person]
    if is_noted(sim, int(work.person)):
        settle_feelings(sim, pages)
    person.open_cases -= 1
    share, paid = 0.0, 0
    if is_recovered(sim, work):
        paid = pay_from_budget(sim, work, now)
        hours = (work.responded - work.opened) / HOUR
        share = complaints.recovered_share(paid / 100.0, rules.apology, hours, sim.plan.complaints,
                                           sim.plan.closed)
        if person.status != LEFT:
            person.failure = max(0.0, person.failure - share * work.damage)
            person.satisfaction += share * work.drop
    row = pages.cases[row_of(counters, work.case, counters.first_case, counters.n_cases)]
    counters.n_cases += 1
    write_case(row, work, person)
    row.paid, row.recovered, row.resolved = paid, share, now


@step
def write_case(row, work, person):
    """What is known of a case before it is resolved."""
    row.case, row.need, row.person, row.case_class = work.case, work.need, work.person, work.case_class
    row.escalated, row.misuse, row.damage = work.escalated, work.misuse, work.damage
    row.opened, row.confirmed, row.responded, row.assessed = work.opened, work.confirmed, work.responded, work.assessed
    row.satisfaction, row.failure = person.satisfaction, person.failure
    row.paid, row.recovered, row.resolved, row.approved = 0, 0.0, -1, work.approved

