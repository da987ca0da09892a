"""The weekly reviews: who stays, leaves, joins and refers; who of the staff leaves; the accounts of the week."""

from __future__ import annotations

from cxsim._jit import fetch_row, step
from cxsim.clock import WEEK
from cxsim.distributions import to_normals
from cxsim.draws import HEAR, JOIN, LEAVE, REFER, REFER_JOIN, REVIEW_ANSWER, TURNOVER
from cxsim.engines.kernel.closing import join
from cxsim.engines.kernel.desk import accrue
from cxsim.engines.kernel.feedback import ask_yearly
from cxsim.engines.kernel.feelings import settle_feelings
from cxsim.engines.kernel.state import (
    ANSWER_Z,
    BLOCK,
    FAILURE,
    HEAR_U,
    HEAR_V,
    JOIN_U,
    LEAVE_P,
    LEAVE_U,
    REFER_P,
    REFER_U,
    REFER_V,
    SATISFACTION,
    STANDING,
    TAIL,
    WHERE,
    YEARS,
)
from cxsim.engines.kernel.teaching import forget, teach
from cxsim.engines.kernel.warning import warn_early
from cxsim.schema import CUSTOMER, JOINED_ALONE, JOINED_BY_REFERRAL, LEFT, MOVE_LEFT, PROSPECT, STAFF_LEFT
from cxsim.stages import experience, feedback, loyalty, staff
from cxsim.stages.population import YEAR
from cxsim.stages.warning import NO_WARNING, OFFER_LOGIT
from cxsim.streams import uniform, uniform_pair

REVIEW_WEEKS = 4


@step
def review_people(sim, pages, week, now):
    """Review a quarter of all people: those whose number fits the week."""
    people = sim.persons.shape[0]
    settle_feelings(sim, pages)
    for first in range(week % REVIEW_WEEKS, people, REVIEW_WEEKS * BLOCK):
        count = min(BLOCK, (people - first + REVIEW_WEEKS - 1) // REVIEW_WEEKS)
        weigh_block(sim, first, count, now)
        for place in range(count):
            who = first + REVIEW_WEEKS * place
            status = sim.persons[who].status
            if status == CUSTOMER:
                review_customer(sim, pages, who, place, now)
            elif status == PROSPECT and sim.traits[who].enter <= now:
                review_prospect(sim, pages, who, place, now)


@step
def weigh_block(sim, first, count, now):
    """Luck and probabilities of the reviews of a block of people; for customers, for prospects, or for both."""
    customers = 0
    for i in range(count):
        who = first + REVIEW_WEEKS * i
        customers += int(sim.persons[who].status == CUSTOMER)
        if who + REVIEW_WEEKS * BLOCK < sim.persons.shape[0]:  # have the next block at hand
            fetch_row(sim.persons, who + REVIEW_WEEKS * BLOCK)
            fetch_row(sim.traits, who + REVIEW_WEEKS * BLOCK)
    if customers > 0:
        weigh_customers(sim, first, count, now)
    if customers < count:
        draw_reviews(sim.luck[JOIN_U], sim.luck[TAIL], sim.keys[0, JOIN], first, now // WEEK)
        draw_reviews(sim.luck[HEAR_U], sim.luck[HEAR_V], sim.keys[0, HEAR], first, now // WEEK)


@step
def weigh_customers(sim, first, count, now):
    """What the review of each of a block of people would say if she is a customer.

    The answer depends on nobody else who is under review, so it is worked out side by side.
    """
    keys, luck, week = sim.keys[0], sim.luck, now // WEEK
    draw_reviews(luck[LEAVE_U], luck[TAIL], keys[LEAVE], first, week)
    draw_reviews(luck[ANSWER_Z], luck[TAIL], keys[REVIEW_ANSWER], first, week)
    draw_reviews(luck[REFER_U], luck[REFER_V], keys[REFER], first, week)
    to_normals(luck[ANSWER_Z], luck[TAIL], sim.marks[WHERE])
    for i in range(count):
        who = first + REVIEW_WEEKS * i
        person = sim.persons[who]
        luck[SATISFACTION, i], luck[FAILURE, i] = person.satisfaction, person.failure
        luck[YEARS, i] = (now - person.joined) / YEAR
        luck[STANDING, i] = standing_of(sim, who, now)
    leave_chances(luck[LEAVE_P], luck[SATISFACTION], luck[FAILURE], luck[YEARS], luck[STANDING], sim.plan.loyalty)
    refer_chances(luck[REFER_P], luck[SATISFACTION], sim.plan.loyalty)


# Loops over rows are functions of their own: the compiler then knows that the rows do not change under them.
@step
def draw_reviews(u, v, key, first, week):
    """Luck of one decision in the reviews of a block of people."""
    for i in range(u.shape[0]):
        u[i], v[i] = uniform_pair(key, first + REVIEW_WEEKS * i, 0, week)


@step
def leave_chances(found, satisfaction, failure, years, standing, row):
    """Probabilities of leaving."""
    for i in range(found.shape[0]):
        found[i] = loyalty.leave_probability(satisfaction[i], failure[i], years[i], standing[i], row)


@step
def refer_chances(found, satisfaction, row):
    """Probabilities of recommending us to a prospect."""
    for i in range(found.shape[0]):
        found[i] = loyalty.refer_probability(satisfaction[i], row)


@step
def standing_of(sim, who, now):
    """Part of the leave logit of a person that is not satisfaction."""
    person, traits = sim.persons[who], sim.traits[who]
    phase = loyalty.contract_phase(traits.contract, now // WEEK // REVIEW_WEEKS)
    stand = loyalty.standing(traits.frailty, person.referred, phase, person.open_cases, sim.plan.loyalty)
    if person.offer_until > now:
        stand += sim.plan.warning[OFFER_LOGIT]
    return stand


@step
def review_customer(sim, pages, who, place, now):
    """One customer: does she leave, what would she answer, does she refer somebody?"""
    person, traits, counters, luck = sim.persons[who], sim.traits[who], sim.counters, sim.luck
    chance = luck[LEAVE_P, place]
    if person.joined == now:  # referred by somebody who was reviewed a moment ago
        chance = loyalty.leave_probability(person.satisfaction, person.failure, 0.0, standing_of(sim, who, now),
                                           sim.plan.loyalty)
    leaves = luck[LEAVE_U, place] < chance
    scale = sim.plan.scale_use_sd * traits.scale_use
    row = pages.reviews[counters.n_reviews]
    counters.n_reviews += 1
    row.person, row.week, row.left, row.leave_probability = who, now // WEEK, leaves, chance
    row.recommend = experience.recommend(person.satisfaction, person.satisfaction, scale, luck[ANSWER_Z, place],
                                         sim.plan.answers)
    row.satisfaction, row.failure = person.satisfaction, person.failure
    ask_yearly(sim, row, who, now // WEEK)
    row.warning, row.offer = NO_WARNING, 0
    if sim.plan.warning_on and not leaves:
        warn_early(sim, row, chance, now)
    person.failure = loyalty.fade(person.failure, sim.plan.loyalty)
    if leaves:
        person.status = LEFT
        move = pages.moves[counters.n_moves]
        counters.n_moves += 1
        move.person, move.move, move.by, move.time = who, MOVE_LEFT, -1, now
        return
    if luck[REFER_U, place] < luck[REFER_P, place]:
        refer(sim, pages, who, luck[REFER_V, place], now)
    if row.reminders > 0:
        person.satisfaction -= feedback.pressure(row.reminders, sim.plan.feedback)


@step
def refer(sim, pages, who, u, now):
    """A customer recommends us to somebody, who may be a prospect and may join."""
    week, first = now // WEEK, sim.plan.first_prospect
    others = sim.persons.shape[0] - first
    if others == 0:
        return
    target = first + int(u * others)
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
        row.seat_ms, row.overtime_ms, row.absent_ms = pool.seat_ms, pool.overtime_ms, pool.absent_ms
        row.busy_ms, row.load_ms = pool.busy_ms + pool.busy * now, pool.load_ms + pool.load * now
        row.queue_ms = pool.queue_ms + pool.waiting * now
        pool.seat_ms_4 += row.seat_ms
        pool.busy_ms_4 += row.busy_ms
        pool.seat_ms, pool.overtime_ms, pool.absent_ms = 0, 0, 0
        pool.busy_ms, pool.load_ms, pool.queue_ms = -pool.busy * now, -pool.load * now, -pool.waiting * now
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
