"""What comes of asking: the yearly survey, and the closed loop that calls the unhappy back."""

from __future__ import annotations

from cxsim._jit import step
from cxsim.clock import FOLLOW_UP, HOUR, event_key, to_ticks0
from cxsim.draws import CALL_BACK_LUCK, YEARLY
from cxsim.engines.kernel.attempts import write_contact
from cxsim.engines.kernel.desk import enqueue, free_seat, start_service
from cxsim.engines.kernel.feelings import is_noted, settle_feelings
from cxsim.engines.kernel.heap import push
from cxsim.engines.kernel.state import FREE, PENDING
from cxsim.schema import ANSWERED, CALL_BACK, HANDLED, LEFT, NOT_SENT, RESOLVED, SILENT
from cxsim.stages import experience, feedback
from cxsim.streams import uniform, uniform_pair

REVIEW_WEEKS = 4


@step
def ask_yearly(sim, row, who, week):
    """The yearly survey, in the review period in which it goes out."""
    row.answer_state, row.reminders = NOT_SENT, 0
    if sim.plan.yearly_period < 0 or week // REVIEW_WEEKS % 13 != sim.plan.yearly_period:
        return
    u, v = uniform_pair(sim.keys[0, YEARLY], who, 0, week)
    if u >= sim.plan.feedback[feedback.YEARLY_SHARE]:
        return
    chance = experience.answer_probability(row.recommend, 0.0, sim.plan.answers)
    request = feedback.answered_request(v, chance, sim.plan.reminders, sim.plan.feedback)
    row.answer_state = ANSWERED if request >= 0 else SILENT
    row.reminders = request if request >= 0 else sim.plan.reminders


@step
def is_called_back(sim, pages, work, row):
    """Whether the answer after a need is so bad that it is called back."""
    settle_feelings(sim, pages)
    if row.answer_state != ANSWERED or row.recommend > sim.plan.call_back_up_to:
        return False
    u = uniform(sim.keys[0, CALL_BACK_LUCK], work.person, work.ordinal, 0)
    return u < sim.plan.feedback[feedback.CALL_SHARE]


@step
def plan_call_back(sim, slot, row, now):
    """An unhappy answer will come in; the slot of the need goes on as a call back."""
    work, counters, rules = sim.works[slot], sim.counters, sim.plan
    if row.state == RESOLVED:
        work.damage, work.drop = 0.0, 0.0
    work.kind, work.queue, work.klass, work.nth = CALL_BACK, rules.call_back_queue, rules.call_back_class, 0
    work.status = PENDING
    work.opened = now + to_ticks0(float(rules.call_back_delay), rules.tick)
    push(sim.events, counters.events, work.opened, event_key(FOLLOW_UP, 2 * int(work.need) + 1), slot, 0)
    counters.events += 1


@step
def begin_call_back(sim, slot, now):
    """Somebody shall call back: a free seat takes it, or it waits in its queue."""
    work, counters = sim.works[slot], sim.counters
    if sim.persons[work.person].status == LEFT:
        free_slot(sim, slot)
        return
    work.previous, work.contact = work.contact, counters.contacts
    counters.contacts += 1
    work.arrived, work.answered, work.remaining, work.seat, work.employee = now, -1, 0, -1, -1
    work.announced = -1
    sim.pools[work.queue].in_system += 1
    seat = free_seat(sim, int(work.queue))
    if seat >= 0:
        start_service(sim, slot, seat, now)
    else:
        enqueue(sim, slot, now, False)


@step
def soothe(sim, pages, slot, now):
    """A call back ended: a part of a failure is mended, and that somebody called does good."""
    work = sim.works[slot]
    write_contact(sim, pages, slot, HANDLED, 0, now)
    if is_noted(sim, int(work.person)):
        settle_feelings(sim, pages)
    person = sim.persons[work.person]
    if person.status != LEFT:
        hours = (work.answered - work.opened) / HOUR
        share = feedback.call_back_mends(hours, sim.plan.feedback)
        person.failure = max(0.0, person.failure - share * work.damage)
        person.satisfaction += share * work.drop + feedback.call_back_gain(hours, sim.plan.feedback)
    free_slot(sim, slot)


@step
def free_slot(sim, slot):
    """Give a slot back."""
    counters, work = sim.counters, sim.works[slot]
    work.status = FREE
    work.next = counters.free
    counters.free = slot
    counters.n_free += 1
