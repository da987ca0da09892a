"""The weekly reviews: who stays, leaves, joins and refers; who of the staff leaves; the accounts of the week."""

from __future__ import annotations

from cxsim._jit import step
from cxsim.clock import WEEK
from cxsim.distributions import normal_quantile_
from cxsim.draws import HEAR, JOIN, LEAVE, REFER, REFER_JOIN, REVIEW_ANSWER, TURNOVER
from cxsim.engines.kernel.closing import join
from cxsim.engines.kernel.desk import accrue
from cxsim.engines.kernel.state import (
    ANSWER_U,
    BLOCK,
    HEAR_U,
    HEAR_V,
    JOIN_U,
    LEAVE_U,
    REFER_U,
    REFER_V,
)
from cxsim.engines.kernel.teaching import forget, teach
from cxsim.schema import CUSTOMER, JOINED_ALONE, JOINED_BY_REFERRAL, LEFT, MOVE_LEFT, PROSPECT, STAFF_LEFT
from cxsim.stages import experience, loyalty, staff
from cxsim.stages.population import YEAR
from cxsim.streams import uniform, uniform_pair

REVIEW_WEEKS = 4


@step
def review_people(sim, pages, week, now):
    """Review a quarter of all people: those whose number fits the week."""
    people = sim.persons.shape[0]
    for first in range(week % REVIEW_WEEKS, people, REVIEW_WEEKS * BLOCK):
        draw_block(sim, first, week)
        for place in range(min(BLOCK, (people - first + REVIEW_WEEKS - 1) // REVIEW_WEEKS)):
            who = first + REVIEW_WEEKS * place
            status = sim.persons[who].status
            if status == CUSTOMER:
                review_customer(sim, pages, who, place, now)
            elif status == PROSPECT and sim.traits[who].enter <= now:
                review_prospect(sim, pages, who, place, now)


@step
def draw_block(sim, first, week):
    """Draw the luck of the reviews of a block of people."""
    keys, luck = sim.keys[0], sim.luck
    leave, answer, join_, refer_, hear = keys[LEAVE], keys[REVIEW_ANSWER], keys[JOIN], keys[REFER], keys[HEAR]
    for i in range(BLOCK):
        who = first + REVIEW_WEEKS * i
        luck[LEAVE_U, i] = uniform(leave, who, 0, week)
        luck[ANSWER_U, i] = uniform(answer, who, 0, week)
        luck[JOIN_U, i] = uniform(join_, who, 0, week)
        luck[REFER_U, i], luck[REFER_V, i] = uniform_pair(refer_, who, 0, week)
        luck[HEAR_U, i], luck[HEAR_V, i] = uniform_pair(hear, who, 0, week)


@step
def review_customer(sim, pages, who, place, now):
    """One customer: does she leave, what would she answer, does she refer somebody?"""
    person, traits, counters, week = sim.persons[who], sim.traits[who], sim.counters, now // WEEK
    phase = loyalty.contract_phase(traits.contract, week // REVIEW_WEEKS)
    stand = loyalty.standing(traits.frailty, person.referred, phase, person.open_cases, sim.plan.loyalty)
    years = (now - person.joined) / YEAR
    chance = loyalty.leave_probability(person.satisfaction, person.failure, years, stand, sim.plan.loyalty)
    leaves = sim.luck[LEAVE_U, place] < chance
    noise = normal_quantile_(sim.luck[ANSWER_U, place])
    scale = sim.plan.scale_use_sd * traits.scale_use
    row = pages.reviews[counters.n_reviews]
    counters.n_reviews += 1
    row.person, row.week, row.left, row.leave_probability = who, week, leaves, chance
    row.recommend = experience.recommend(person.satisfaction, person.satisfaction, scale, noise, sim.plan.answers)
    row.satisfaction, row.failure = person.satisfaction, person.failure
    person.failure = loyalty.fade(person.failure, sim.plan.loyalty)
    if leaves:
        person.status = LEFT
        move = pages.moves[counters.n_moves]
        counters.n_moves += 1
        move.person, move.move, move.by, move.time = who, MOVE_LEFT, -1, now
    else:
        refer(sim, pages, who, place, now)


@step
def refer(sim, pages, who, place, now):
    """A customer may recommend us to somebody, who may be a prospect and may join."""
    week, first = now // WEEK, sim.plan.first_prospect
    others = sim.persons.shape[0] - first
    u, v = sim.luck[REFER_U, place], sim.luck[REFER_V, place]
    if others == 0 or u >= loyalty.refer_probability(sim.persons[who].satisfaction, sim.plan.loyalty):
        return
    target = first + int(v * others)
    if sim.persons[target].status != PROSPECT or sim.traits[target].enter > now:
        return
    if uniform(sim.keys[0, REFER_JOIN], target, who, week) < sim.plan.loyalty[loyalty.REFER_JOINS]:
        join(sim, pages, target, who, JOINED_BY_REFERRAL, now)


@step
def review_prospect(sim, pages, who, place, now):
    """One prospect: does somebody tell her something, does she join?"""
    u, v = sim.luck[HEAR_U, place], sim.luck[HEAR_V, place]
    heard = -1
    if u < sim.plan.loyalty[loyalty.HEAR_SHARE]:
        teller = int(v * sim.persons.shape[0])
        person = sim.persons[teller]
        if person.status == CUSTOMER:
            scale = sim.plan.scale_use_sd * sim.traits[teller].scale_use
            heard = experience.recommend(person.satisfaction, person.satisfaction, scale, 0.0, sim.plan.answers)
    chance = loyalty.join_probability(heard, sim.plan.promise_gap, sim.plan.loyalty)
    if sim.luck[JOIN_U, place] < chance:
        join(sim, pages, who, -1, JOINED_ALONE, now)


@step
def close_week(sim, pages, now):
    """Write the accounts of the week; every fourth week review the staff."""
    week, counters = now // WEEK, sim.counters
    for number in range(sim.pools.shape[0]):
        pool = sim.pools[number]
        accrue(pool, now)
        row = pages.weeks[counters.n_weeks]
        counters.n_weeks += 1
        row.week, row.pool, row.waiting = week, number, pool.waiting
        row.seat_ms, row.busy_ms, row.overtime_ms = pool.seat_ms, pool.busy_ms, pool.overtime_ms
        row.absent_ms, row.queue_ms, row.load_ms = pool.absent_ms, pool.queue_ms, pool.load_ms
        pool.seat_ms_4 += pool.seat_ms
        pool.busy_ms_4 += pool.busy_ms
        pool.seat_ms, pool.busy_ms, pool.overtime_ms = 0, 0, 0
        pool.absent_ms, pool.queue_ms, pool.load_ms = 0, 0, 0
        teach(sim, number, now)
        if sim.plan.with_staff and week % REVIEW_WEEKS == REVIEW_WEEKS - 1:
            review_staff(sim, pages, number, now)
            pool.seat_ms_4, pool.busy_ms_4 = 0, 0


@step
def review_staff(sim, pages, number, now):
    """Occupancy of four weeks makes strain; some leave, and their places stay empty for a while."""
    pool, counters, week = sim.pools[number], sim.counters, now // WEEK
    occupancy = pool.busy_ms_4 / pool.seat_ms_4 if pool.seat_ms_4 > 0 else 0.0
    pool.strain = staff.strain_of(occupancy, sim.plan.staff)
    chance = staff.leave_probability(pool.strain, sim.plan.staff)
    for position in range(sim.plan.positions[number]):
        person = sim.employees[sim.plan.position_start[number] + position]
        identity = staff.person_of(number, position)
        if person.vacant_until > now or uniform(sim.keys[0, TURNOVER], identity, person.generation, week) >= chance:
            continue
        row = pages.staff[counters.n_staff]
        counters.n_staff += 1
        row.pool, row.position, row.generation, row.event, row.time = (
            number, position, person.generation, STAFF_LEFT, now)
        person.generation += 1
        person.vacant_until = now + int(sim.plan.staff[staff.VACANCY_WEEKS]) * WEEK
        person.hired = person.vacant_until
        forget(person)
