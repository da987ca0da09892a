"""A need ends: what the customer felt, would answer, remembers; and the complaint case that may follow."""

from __future__ import annotations

from cxsim._jit import direct, plain
from cxsim.clock import CASE_CLOCK, HOUR, business_add
from cxsim.draws import (
    ANSWER,
    CONDUCT,
    FAILURE_LUCK,
    JOIN_CONTACT,
    MISUSE,
    SURROUNDINGS,
    SURVEY_LUCK,
)
from cxsim.engines.reference.authority import is_recovered, pay_from_budget
from cxsim.engines.reference.company import Company
from cxsim.engines.reference.desk import enqueue, unlink
from cxsim.engines.reference.feedback import ask, is_called_back, pressure
from cxsim.engines.reference.people import Need, Person
from cxsim.schema import (
    CASE,
    COMPLAINT,
    CUSTOMER,
    DROPPED,
    FAILED,
    JOINED_AFTER_CONTACT,
    LEFT,
    NEED_OPEN,
    NOT_SENT,
    PROSPECT,
    RESOLVED,
)
from cxsim.stages import complaints, experience, loyalty, service
from cxsim.stages.bot import EMPATHY

(reliability_of, assurance_of, empathy_of, tangibles_of, expected_responsiveness, remember, adapt, recommend_answer,
 is_satisfied) = map(plain, (
     experience.reliability, experience.assurance, experience.empathy, experience.tangibles,
     experience.expected_responsiveness, experience.remember, experience.adapt, experience.recommend,
     experience.is_satisfied))
score, responsiveness_of, effort_of = map(direct, (
    experience.dimension_score, experience.responsiveness, experience.effort), ("iffr", "fir", "iiiffr"))
DONE, COMPLAINS, CALLED_BACK = range(3)
NO_ANSWER = (NOT_SENT, -1, -1, -1)


def close_need(company: Company, need: Need, resolved: bool, gave_up: bool) -> int:
    """End a need; answers whether the customer complains or is called back."""
    plan, person = company.plan, need.person
    state = RESOLVED if resolved else FAILED
    answers, episode, size, complains = NO_ANSWER, 0.0, 0.0, False
    if person.status == LEFT:
        state = DROPPED
    else:
        if plan.with_experience:
            answers, episode = feel(company, need, resolved)
        if not resolved and plan.with_experience:
            size, complains = fail(company, need, gave_up)
        elif resolved:
            complains = bool(plan.with_complaints) and misuses(company, need)
            if plan.with_loyalty and person.status == PROSPECT:
                join_after_contact(company, need)
    if need.reminders:
        person.satisfaction -= pressure(need.reminders, plan.feedback_plain)
    write_need(company, need, state, answers, (size, episode), company.now)
    return COMPLAINS if complains else CALLED_BACK if is_called_back(company, need, answers) else DONE


def write_need(company: Company, need: Need, state: int, answers: tuple, scores: tuple, closed: int) -> None:
    """Write the row of a need."""
    size, episode = scores
    person = need.person
    lived = state != NEED_OPEN
    company.write("needs", need.number, person.number, need.ordinal, need.reason, need.channel, state, need.prospect,
                  need.attempts, need.handlings, *answers, size, need.wait_units, episode,
                  person.satisfaction if lived else 0.0, person.failure if lived else 0.0, need.born, closed, need.bot,
                  need.reminders)


def feel(company: Company, need: Need, resolved: bool) -> tuple[tuple, float]:
    """The episode as it was felt moves satisfaction and expectation; answers the survey answers and the episode."""
    x, row, person = company.plan.experience, company.plan.experience_plain, need.person
    a, b = company.normals_once(CONDUCT, need)
    c, d = company.normals_once(SURROUNDINGS, need)
    reliability = reliability_of(need.handlings, resolved, row)
    responsiveness = responsiveness_of(need.wait_units, need.abandons, x)
    assurance, empathy = person.expect_assurance, person.expect_empathy
    if need.handlings > 0:  # who reached nobody learns nothing about competence and conduct
        assurance = assurance_of(need.difficulty, a, row)
        empathy = empathy_of(b, row)
        if need.bot and need.handlings == 1:  # nobody but the bot
            empathy += company.plan.bot_plain[EMPATHY]
    tangibles = tangibles_of(c, row)
    promised = company.plan.promise[need.channel]
    wanted = expected_responsiveness(person.expect_responsiveness, promised, row)
    episode = row[experience.LEVEL_WEIGHT] * person.level
    episode += score(experience.RELIABILITY, reliability, person.expect_reliability, x)
    episode += score(experience.RESPONSIVENESS, responsiveness, wanted, x)
    episode += score(experience.ASSURANCE, assurance, person.expect_assurance, x)
    episode += score(experience.EMPATHY, empathy, person.expect_empathy, x)
    episode += score(experience.TANGIBLES, tangibles, person.expect_tangibles, x)
    person.satisfaction = remember(person.satisfaction, episode, row)
    person.expect_reliability = adapt(person.expect_reliability, reliability, row)
    person.expect_responsiveness = adapt(person.expect_responsiveness, responsiveness, row)
    person.expect_assurance = adapt(person.expect_assurance, assurance, row)
    person.expect_empathy = adapt(person.expect_empathy, empathy, row)
    person.expect_tangibles = adapt(person.expect_tangibles, tangibles, row)
    return answer(company, need, episode, d), episode


def answer(company: Company, need: Need, episode: float, noise: float) -> tuple:
    """What the customer would answer; whether she is asked; whether she answers."""
    x, row, person = company.plan.answers, company.plan.answers_plain, need.person
    a, b = company.normals_once(ANSWER, need)
    u, v = company.two_once(SURVEY_LUCK, need)
    scale = company.plan.scale_use_sd * person.scale_use
    recommend = recommend_answer(person.satisfaction, episode, scale, a, row)
    satisfied = is_satisfied(episode, person.scale_use, noise, row)
    effort = effort_of(need.attempts, need.counts[3], need.counts[5], need.wait_units, b, x)
    state = NOT_SENT
    if u < row[experience.SENT_SHARE]:
        state, need.reminders = ask(company, recommend, v)
    return state, recommend, int(satisfied), effort


def fail(company: Company, need: Need, gave_up: bool) -> tuple[float, bool]:
    """A failure leaves a mark; a part of the customers complains. Answers severity and whether she does."""
    plan, x, person = company.plan, company.plan.complaints, need.person
    u, v = company.two_once(FAILURE_LUCK, need)
    size = complaints.severity(u, gave_up, x)
    added = complaints.damage(size, person.failure, x)
    drop = complaints.satisfaction_drop(added, x)
    person.failure += added
    person.satisfaction -= drop
    need.damage, need.drop, need.misuse = added, drop, 0
    need.case_class = complaints.case_class_of(size, x)
    high_value = person.margin_fen >= plan.high_value_fen
    return size, bool(plan.with_complaints) and v < complaints.complain_probability(size, plan.offer_cny,
                                                                                   high_value, x)


def misuses(company: Company, need: Need) -> bool:
    """Whether an opportunist complains after a good contact."""
    if not need.person.opportunist:
        return False
    need.damage, need.drop, need.misuse, need.case_class = 0.0, 0.0, 1, 0
    return company.once(MISUSE, need) < complaints.misuse_probability(company.plan.offer_cny, company.plan.complaints)


def join_after_contact(company: Company, need: Need) -> None:
    """A prospect who was helped may become a customer."""
    chance = loyalty.join_after_contact_probability(need.handlings, company.plan.loyalty)
    if company.once(JOIN_CONTACT, need) < chance:
        join(company, need.person, -1, JOINED_AFTER_CONTACT)


def join(company: Company, person: Person, by: int, how: int) -> None:
    """A prospect becomes a customer."""
    person.status, person.joined, person.referred = CUSTOMER, company.now, int(by >= 0)
    company.write("moves", person.number, how, by, company.now)


def open_case(company: Company, need: Need) -> None:
    """A complaint arrives at the case desk; its clocks start."""
    plan, person, now = company.plan, need.person, company.now
    need.case, need.contact, need.queue = company.cases, -1, CASE
    company.cases += 1
    need.escalated = need.attempts = need.handlings = need.nth = 0
    need.klass = service.class_of(False, COMPLAINT, person.margin_fen >= plan.high_value_fen)
    need.opened, need.confirmed, need.responded, need.assessed = now, now + plan.confirm, -1, -1
    person.open_cases += 1
    if plan.escalation:
        limit = plan.deadlines[need.case_class][1]
        due = business_add(plan.case_prefix, now, limit) if plan.business_clock else now + limit
        due = -(-due // plan.tick) * plan.tick
        company.call(due, CASE_CLOCK, need.case, lambda _: escalate(company, need))


def escalate(company: Company, need: Need) -> None:
    """A complaint without a response in time goes to the front of the desk, or will when it is handed back."""
    if need.responded >= 0:
        return
    waits = need.waiting
    if waits:
        unlink(company, need)
    need.escalated = 1
    if waits:
        enqueue(company, need)


def recover(company: Company, need: Need) -> None:
    """A case is resolved: what was lost is partly given back, and the row is written."""
    plan, person = company.plan, need.person
    person.open_cases -= 1
    share, paid = 0.0, 0
    if is_recovered(company, need):
        paid = pay_from_budget(company, need)
        hours = (need.responded - need.opened) / HOUR
        share = complaints.recovered_share(paid / 100.0, plan.apology, hours, plan.complaints, plan.closed)
        if person.status != LEFT:
            person.failure = max(0.0, person.failure - share * need.damage)
            person.satisfaction += share * need.drop
    write_case(company, need, paid, share, company.now)


def write_case(company: Company, need: Need, paid: int, share: float, resolved: int) -> None:
    """Write the row of a case."""
    person = need.person
    company.write("cases", need.case, need.number, person.number, need.case_class, need.escalated, need.misuse, paid,
                  share, need.damage, person.satisfaction, person.failure, need.opened, need.confirmed,
                  need.responded, need.assessed, resolved, need.approved)
