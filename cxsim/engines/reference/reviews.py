"""The weekly reviews: who stays, leaves, joins and refers; who of the staff leaves; the accounts of the week."""

from __future__ import annotations

from cxsim._jit import direct, plain
from cxsim.clock import WEEK
from cxsim.draws import HEAR, REFER, REFER_JOIN, TURNOVER
from cxsim.engines.reference.closing import join
from cxsim.engines.reference.company import Company
from cxsim.engines.reference.feedback import ask_yearly, pressure
from cxsim.engines.reference.luck import review_luck, uniform, uniform_pair
from cxsim.engines.reference.people import Person, Pool
from cxsim.engines.reference.warning import warn_early
from cxsim.schema import CUSTOMER, JOINED_ALONE, JOINED_BY_REFERRAL, LEFT, MOVE_LEFT, PROSPECT, STAFF_LEFT
from cxsim.stages import experience, loyalty, staff, teaching
from cxsim.stages.population import YEAR
from cxsim.stages.staff import REVIEW_WEEKS
from cxsim.stages.warning import NO_WARNING, OFFER_LOGIT

leave_probability, refer_probability, join_probability = map(direct, (
    loyalty.leave_probability, loyalty.refer_probability, loyalty.join_probability), ("ffffr", "fr", "ifr"))
contract_phase, standing, fade, recommend_answer, remembered = map(plain, (
    loyalty.contract_phase, loyalty.standing, loyalty.fade, experience.recommend, teaching.remembered))


def review_people(company: Company) -> None:
    """Review a quarter of all people: those whose number fits the week."""
    now = company.now
    week = now // WEEK
    people = range(week % REVIEW_WEEKS, len(company.persons), REVIEW_WEEKS)
    for who, *luck in zip(people, *review_luck(company.keys, people, week), strict=True):
        person = company.persons[who]
        leave, answer, refer, hear, joins = luck
        if person.status == CUSTOMER:
            review_customer(company, person, leave, answer, refer)
        elif person.status == PROSPECT and person.enter <= now:
            review_prospect(company, person, hear, joins)


def review_customer(company: Company, person: Person, *luck: float) -> None:
    """One customer: does she leave, what would she answer, does she refer somebody? Her luck in this order."""
    now, plan, who = company.now, company.plan, person.number
    week, (leave, answer, refers) = now // WEEK, luck
    phase = contract_phase(person.contract, week // REVIEW_WEEKS)
    stand = standing(person.frailty, person.referred, phase, person.open_cases, plan.loyalty_plain)
    if person.offer_until > now:
        stand += plan.warning_plain[OFFER_LOGIT]
    years = (now - person.joined) / YEAR
    chance = leave_probability(person.satisfaction, person.failure, years, stand, plan.loyalty)
    leaves = int(leave < chance)
    scale = plan.scale_use_sd * person.scale_use
    recommend = recommend_answer(person.satisfaction, person.satisfaction, scale, answer, plan.answers_plain)
    state, reminders = ask_yearly(company, person, recommend)
    warned = (NO_WARNING, 0) if leaves else warn_early(company, person, chance)
    company.write("reviews", who, week, leaves, recommend, chance, person.satisfaction, person.failure,
                  state, reminders, *warned)
    person.failure = fade(person.failure, plan.loyalty_plain)
    if leaves:
        person.status = LEFT
        company.write("moves", who, MOVE_LEFT, -1, now)
        return
    if refers < refer_probability(person.satisfaction, plan.loyalty):
        refer(company, person)
    if reminders:
        person.satisfaction -= pressure(reminders, plan.feedback_plain)


def refer(company: Company, person: Person) -> None:
    """A customer recommends us to somebody, who may be a prospect and may join."""
    plan, week = company.plan, company.now // WEEK
    others = len(company.persons) - plan.first_prospect
    if others == 0:
        return
    _, v = uniform_pair(company.keys[REFER][0], person.number, 0, week)
    target = company.persons[plan.first_prospect + int(v * others)]
    if target.status != PROSPECT or target.enter > company.now:
        return
    luck = uniform(company.keys[REFER_JOIN][0], target.number, person.number, week)
    if luck < plan.loyalty_plain[loyalty.REFER_JOINS]:
        join(company, target, person.number, JOINED_BY_REFERRAL)


def review_prospect(company: Company, person: Person, hears: float, joins: float) -> None:
    """One prospect: does somebody tell her something, does she join?"""
    plan, heard = company.plan, -1
    if hears < plan.loyalty_plain[loyalty.HEAR_SHARE]:
        _, v = uniform_pair(company.keys[HEAR][0], person.number, 0, company.now // WEEK)
        teller = company.persons[int(v * len(company.persons))]
        if teller.status == CUSTOMER:
            scale = plan.scale_use_sd * teller.scale_use
            heard = recommend_answer(teller.satisfaction, teller.satisfaction, scale, 0.0, plan.answers_plain)
    if joins < join_probability(heard, plan.promise_gap, plan.loyalty):
        join(company, person, -1, JOINED_ALONE)


def close_week(company: Company) -> None:
    """Write the accounts of the week; every fourth week review the staff."""
    week = company.now // WEEK
    for pool in company.pools:
        pool.accrue(company.now)
        company.write("weeks", week, pool.number, *pool.accounts, pool.waiting)
        pool.seat_ms_4 += pool.accounts[0]
        pool.busy_ms_4 += pool.accounts[1]
        pool.accounts = [0] * 6
        teach(company, pool)
        if company.plan.with_staff and week % REVIEW_WEEKS == REVIEW_WEEKS - 1:
            review_staff(company, pool)
            pool.seat_ms_4 = pool.busy_ms_4 = 0


def teach(company: Company, pool: Pool) -> None:
    """A week of training: what each employee of the pool remembers, and what it is worth at the desk."""
    plan = company.plan
    for employee in pool.employees[:plan.positions[pool.number]]:
        taught = plan.teach[pool.number] if employee.vacant_until <= company.now else 0.0
        if taught > 0.0 or employee.taught > 0.0:
            employee.taught = remembered(employee.taught, taught, plan.teaching_plain)
            employee.insight = teaching.insight(employee.taught, plan.teaching)


def review_staff(company: Company, pool: Pool) -> None:
    """Occupancy of four weeks makes strain; some leave, and their places stay empty for a while."""
    now, plan, week = company.now, company.plan, company.now // WEEK
    occupancy = pool.busy_ms_4 / pool.seat_ms_4 if pool.seat_ms_4 else 0.0
    pool.strain = staff.strain_of(occupancy, plan.staff)
    chance = staff.leave_probability(pool.strain, plan.staff)
    for employee in pool.employees[:plan.positions[pool.number]]:
        if employee.vacant_until > now:
            continue
        identity = staff.person_of(pool.number, employee.position)
        if uniform(company.keys[TURNOVER][0], identity, employee.generation, week) < chance:
            company.write("staff", pool.number, employee.position, employee.generation, STAFF_LEFT, now)
            employee.generation += 1
            employee.forget()
            employee.vacant_until = employee.hired = now + int(plan.staff[staff.VACANCY_WEEKS]) * WEEK
