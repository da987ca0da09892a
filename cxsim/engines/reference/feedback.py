"""What comes of asking: reminders, the yearly survey, and the closed loop that calls the unhappy back."""

from __future__ import annotations

from collections.abc import Generator

from cxsim._jit import plain
from cxsim.clock import FOLLOW_UP, HOUR, WEEK, to_ticks0
from cxsim.draws import CALL_BACK_LUCK, YEARLY
from cxsim.engines.reference.company import Company
from cxsim.engines.reference.desk import enqueue, free_seat, start_service
from cxsim.engines.reference.luck import uniform_pair
from cxsim.engines.reference.people import Need, Person
from cxsim.schema import ANSWERED, CALL_BACK, HANDLED, LEFT, NOT_SENT, SILENT
from cxsim.stages import experience, feedback
from cxsim.stages.staff import REVIEW_WEEKS

answered_request, pressure, call_back_gain, call_back_mends = map(plain, (
    feedback.answered_request, feedback.pressure, feedback.call_back_gain, feedback.call_back_mends))


def ask(company: Company, recommend: int, luck: float) -> tuple[int, int]:
    """Whether somebody who is asked answers, and how many reminders that took."""
    plan = company.plan
    chance = experience.answer_probability(recommend, 0.0, plan.answers)
    request = answered_request(luck, chance, plan.reminders, plan.feedback_plain)
    return (ANSWERED, request) if request >= 0 else (SILENT, plan.reminders)


def ask_yearly(company: Company, person: Person, recommend: int) -> tuple[int, int]:
    """The yearly survey, in the review period in which it goes out."""
    plan, week = company.plan, company.now // WEEK
    if plan.yearly_period < 0 or week // REVIEW_WEEKS % 13 != plan.yearly_period:
        return NOT_SENT, 0
    u, v = uniform_pair(company.keys[YEARLY][0], person.number, 0, week)
    return ask(company, recommend, v) if u < plan.feedback_plain[feedback.YEARLY_SHARE] else (NOT_SENT, 0)


def is_called_back(company: Company, need: Need, answers: tuple) -> bool:
    """Whether the answer after a need is so bad that it is called back."""
    plan, (state, recommend, *_) = company.plan, answers
    if not plan.call_backs or state != ANSWERED or recommend > plan.call_back_up_to:
        return False
    return company.once(CALL_BACK_LUCK, need) < plan.feedback_plain[feedback.CALL_SHARE]


def call_back(company: Company, need: Need, failed: bool) -> Generator:
    """An unhappy answer comes in; somebody of a queue calls back."""
    plan = company.plan
    if not failed:
        need.damage = need.drop = 0.0
    need.kind, need.queue, need.klass, need.nth = CALL_BACK, plan.call_back_queue, plan.call_back_class, 0
    need.opened = company.now + to_ticks0(float(plan.call_back_delay), plan.tick)
    yield company.moment(need.opened, FOLLOW_UP, 2 * need.number + 1)
    if need.person.status == LEFT:
        return
    need.previous, need.contact = need.contact, company.contacts
    company.contacts += 1
    need.arrived, need.answered, need.remaining, need.announced = company.now, -1, 0, -1
    need.seat, need.pool, need.employee = None, -1, -1
    company.pools[need.queue].in_system += 1
    need.ending = company.event()
    seat = free_seat(company, need.queue)
    if seat is not None:
        start_service(company, need, seat)
    else:
        enqueue(company, need)
    yield need.ending
    soothe(company, need)


def soothe(company: Company, need: Need) -> None:
    """A call back ended: a part of a failure is mended, and that somebody called does good."""
    plan, person, seat = company.plan, need.person, need.seat
    company.write("contacts", need.contact, need.number, -1, need.previous, person.number, CALL_BACK, need.queue,
                  need.reason, need.klass, HANDLED, 0, need.pool, seat.number, need.employee, need.arrived,
                  need.answered - need.arrived, company.now - need.answered, -1)
    if person.status == LEFT:
        return
    hours = (need.answered - need.opened) / HOUR
    share = call_back_mends(hours, plan.feedback_plain)
    person.failure = max(0.0, person.failure - share * need.damage)
    person.satisfaction += share * need.drop + call_back_gain(hours, plan.feedback_plain)
