"""The weekly reviews: who stays, leaves, joins and refers; who of the staff leaves; the accounts of the week."""

from __future__ import annotations

from cxsim._jit import kernel
from cxsim.clock import WEEK
from cxsim.distributions import normal_quantile_
from cxsim.draws import HEAR, JOIN, LEAVE, REFER, REFER_JOIN, REVIEW_ANSWER, TURNOVER
from cxsim.engines.kernel.closing import join
from cxsim.engines.kernel.desk import accrue
from cxsim.schema import CUSTOMER, JOINED_ALONE, JOINED_BY_REFERRAL, LEFT, MOVE_LEFT, PROSPECT, STAFF_LEFT
from cxsim.stages import experience, loyalty, staff
from cxsim.stages.population import YEAR
from cxsim.streams import uniform, uniform_pair

REVIEW_WEEKS = 4


@kernel
def review_people(plan, draws, state, pages, week, now):
    """Review a quarter of all people: those whose number fits the week."""
    for who in range(week % REVIEW_WEEKS, state.persons.shape[0], REVIEW_WEEKS):
        status = state.persons[who].status
        if status == CUSTOMER:
            review_customer(plan, draws, state, pages, who, now)
        elif status == PROSPECT and draws.traits[who].enter <= now:
            review_prospect(plan, draws, state, pages, who, now)


@kernel
def review_customer(plan, draws, state, pages, who, now):
    """One customer: does she leave, what would she answer, does she refer somebody?"""
    person, traits, counters, week = state.persons[who], draws.traits[who], state.counters[0], now // WEEK
    phase = loyalty.contract_phase(traits.contract, week // REVIEW_WEEKS)
    stand = loyalty.standing(traits.frailty, person.referred, phase, person.open_cases, plan.loyalty)
    years = (now - person.joined) / YEAR
    chance = loyalty.leave_probability(person.satisfaction, person.failure, years, stand, plan.loyalty)
    leaves = uniform(draws.keys[LEAVE, 0], who, 0, week) < chance
    noise = normal_quantile_(uniform(draws.keys[REVIEW_ANSWER, 0], who, 0, week))
    scale = plan.scalars[0].scale_use_sd * traits.scale_use
    row = pages.reviews[counters.n_reviews]
    counters.n_reviews += 1
    row.person, row.week, row.left, row.leave_probability = who, week, leaves, chance
    row.recommend = experience.recommend(person.satisfaction, person.satisfaction, scale, noise, plan.answers)
    row.satisfaction, row.failure = person.satisfaction, person.failure
    person.failure = loyalty.fade(person.failure, plan.loyalty)
    if leaves:
        person.status = LEFT
        move = pages.moves[counters.n_moves]
        counters.n_moves += 1
        move.person, move.move, move.by, move.time = who, MOVE_LEFT, -1, now
    else:
        refer(plan, draws, state, pages, who, now)


@kernel
def refer(plan, draws, state, pages, who, now):
    """A customer may recommend us to somebody, who may be a prospect and may join."""
    week, first = now // WEEK, plan.scalars[0].first_prospect
    others = state.persons.shape[0] - first
    u, v = uniform_pair(draws.keys[REFER, 0], who, 0, week)
    if others == 0 or u >= loyalty.refer_probability(state.persons[who].satisfaction, plan.loyalty):
        return
    target = first + int(v * others)
    if state.persons[target].status != PROSPECT or draws.traits[target].enter > now:
        return
    if uniform(draws.keys[REFER_JOIN, 0], target, who, week) < plan.loyalty[loyalty.REFER_JOINS]:
        join(state, pages, target, who, JOINED_BY_REFERRAL, now)


@kernel
def review_prospect(plan, draws, state, pages, who, now):
    """One prospect: does somebody tell her something, does she join?"""
    week = now // WEEK
    u, v = uniform_pair(draws.keys[HEAR, 0], who, 0, week)
    heard = -1
    if u < plan.loyalty[loyalty.HEAR_SHARE]:
        teller = int(v * state.persons.shape[0])
        person = state.persons[teller]
        if person.status == CUSTOMER:
            scale = plan.scalars[0].scale_use_sd * draws.traits[teller].scale_use
            heard = experience.recommend(person.satisfaction, person.satisfaction, scale, 0.0, plan.answers)
    chance = loyalty.join_probability(heard, plan.scalars[0].promise_gap, plan.loyalty)
    if uniform(draws.keys[JOIN, 0], who, 0, week) < chance:
        join(state, pages, who, -1, JOINED_ALONE, now)


@kernel
def close_week(plan, draws, state, pages, now):
    """Write the accounts of the week; every fourth week review the staff."""
    week, counters = now // WEEK, state.counters[0]
    for number in range(state.pools.shape[0]):
        pool = state.pools[number]
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
        if plan.scalars[0].staff and week % REVIEW_WEEKS == REVIEW_WEEKS - 1:
            review_staff(plan, draws, state, pages, number, now)
            pool.seat_ms_4, pool.busy_ms_4 = 0, 0


@kernel
def review_staff(plan, draws, state, pages, number, now):
    """Occupancy of four weeks makes strain; some leave, and their places stay empty for a while."""
    pool, counters, week = state.pools[number], state.counters[0], now // WEEK
    occupancy = pool.busy_ms_4 / pool.seat_ms_4 if pool.seat_ms_4 > 0 else 0.0
    pool.strain = staff.strain_of(occupancy, plan.staff)
    chance = staff.leave_probability(pool.strain, plan.staff)
    for position in range(plan.positions[number]):
        person = state.employees[plan.position_start[number] + position]
        identity = staff.person_of(number, position)
        if person.vacant_until > now or uniform(draws.keys[TURNOVER, 0], identity, person.generation, week) >= chance:
            continue
        row = pages.staff[counters.n_staff]
        counters.n_staff += 1
        row.pool, row.position, row.generation, row.event, row.time = (
            number, position, person.generation, STAFF_LEFT, now)
        person.generation += 1
        person.vacant_until = now + int(plan.staff[staff.VACANCY_WEEKS]) * WEEK
        person.hired = person.vacant_until
