"""Base needs: their luck and nature are worked out in blocks, ahead of their time; each begins when it arises.

So is the luck of recontacts, which are planned a day or so before they happen.
"""

from __future__ import annotations

from cxsim._jit import step
from cxsim.distributions import logit_, lognormal_factor, to_normals
from cxsim.draws import HANDLE, NATURE, NEED, RESOLVE
from cxsim.engines.kernel.state import (
    BLOCK,
    DIFFICULTY,
    HARDNESS,
    NATURE_U,
    NATURE_V,
    NEXT_NTH,
    NEXT_ORDINAL,
    NEXT_SIZE,
    NEXT_SLOT,
    NEXT_U,
    NEXT_WHO,
    NEXT_Z,
    REASON,
    REASON_U,
    RESOLVE_U,
    RESOLVE_V,
    SIZE,
    TAIL,
    VARIANCE,
    WHERE,
)
from cxsim.schema import FIRST, LEFT, PROSPECT, RECONTACT
from cxsim.stages import demand, service
from cxsim.streams import uniform_pair


@step
def draw_ahead(given, sim, cursor):
    """Work out the next base needs and the luck of their first attempts; the answer is the first need without.

    Nothing here depends on what happens before a need arises. Side by side it takes a quarter of the time (measured).
    """
    count = min(BLOCK, given.need_time.shape[0] - cursor)
    luck, keys = sim.luck, sim.keys[FIRST]
    who, ordinal = given.need_person[cursor:cursor + count], given.need_ordinal[cursor:cursor + count]
    draw_needs(luck[NATURE_U], luck[NATURE_V], keys[NATURE], who, ordinal)
    draw_needs(luck[REASON_U], luck[DIFFICULTY], keys[NEED], who, ordinal)
    draw_needs(luck[SIZE], luck[TAIL], keys[HANDLE], who, ordinal)
    draw_needs(luck[RESOLVE_U], luck[RESOLVE_V], keys[RESOLVE], who, ordinal)
    for row in (DIFFICULTY, SIZE, RESOLVE_V):
        to_normals(luck[row], luck[TAIL], sim.marks[WHERE])
    to_logits(luck[RESOLVE_U])
    weigh_ahead(given, sim, cursor, count)
    return cursor + BLOCK


@step
def weigh_ahead(given, sim, cursor, count):
    """Reason, difficulty and, where handle times are lognormal, the size of the first handling."""
    luck, reasons, rules = sim.luck, sim.marks[REASON], sim.plan
    for i in range(count):
        reason = demand.reason_of(luck[REASON_U, i], sim.plan.reason_share)
        reasons[i] = reason
        luck[DIFFICULTY, i] = sim.plan.reason_difficulty[reason] + rules.difficulty_sd * luck[DIFFICULTY, i]
        queue = int(given.need_ordinal[cursor + i]) % demand.N_CHANNELS
        luck[VARIANCE, i] = sim.plan.handle[queue, reason, service.SHAPE2]
    weigh_handlings(luck[HARDNESS], luck[SIZE], luck[DIFFICULTY], luck[VARIANCE], rules.difficulty_slope)


@step
def draw_needs(u, v, key, who, ordinal):
    """Luck of one decision about each of a block of needs."""
    for i in range(who.shape[0]):
        u[i], v[i] = uniform_pair(key, who[i], ordinal[i], 0)


@step
def to_logits(values):
    """Turn a row of uniforms into their log odds in place."""
    for i in range(values.shape[0]):
        values[i] = logit_(values[i])


@step
def weigh_handlings(hardness, size, difficulty, variance, slope):
    """How hard each need is for who handles it, and the size of its first handling."""
    for i in range(size.shape[0]):
        hardness[i] = service.hardness(difficulty[i], slope)
    for i in range(size.shape[0]):
        size[i] = lognormal_factor(size[i], variance[i])


@step
def begin_need(sim, who, ordinal, place, now):
    """The slot of a new need; -1 when its person is not in the market or the thinning skips it."""
    person, counters, rules = sim.persons[who], sim.counters, sim.plan
    if person.status == LEFT or sim.traits[who].enter > now:
        return -1
    prospect = person.status == PROSPECT
    urgency = sim.luck[NATURE_U, place]
    if not demand.need_happens(sim.luck[NATURE_V, place], prospect, rules.prospect_ratio):
        return -1
    slot = int(counters.free)
    work = sim.works[slot]
    counters.free = work.next
    counters.n_free -= 1
    reason = sim.marks[REASON, place]
    high_value = sim.traits[who].margin_fen >= rules.high_value_fen
    work.person, work.ordinal, work.need, work.case = who, ordinal, counters.needs, -1
    counters.needs += 1
    work.contact, work.kind, work.nth, work.reason, work.prospect = -1, FIRST, 0, reason, prospect
    work.queue = ordinal % demand.N_CHANNELS
    work.channel = work.queue
    work.klass = service.class_of(urgency < sim.plan.urgent_share[reason], sim.plan.reason_class[reason], high_value)
    work.difficulty, work.hardness = sim.luck[DIFFICULTY, place], sim.luck[HARDNESS, place]
    work.handle_size = sim.luck[SIZE, place]
    work.resolve_u, work.resolve_z = sim.luck[RESOLVE_U, place], sim.luck[RESOLVE_V, place]
    work.redials, work.recontacts, work.transfers, work.returns, work.switches = 0, 0, 0, 0, 0
    work.abandons, work.hand_backs, work.attempts, work.handlings, work.wait_units = 0, 0, 0, 0, 0.0
    work.escalated, work.bot, work.owned, work.undrawn = 0, 0, 0, 0
    work.born = now
    return slot


@step
def draw_later(sim, slot):
    """Note a planned recontact: nobody asks for the luck of its handling before it arrives, a day or so later."""
    if sim.counters.undrawn == BLOCK:
        draw_noted(sim)
    work, marks, place = sim.works[slot], sim.marks, sim.counters.undrawn
    sim.counters.undrawn += 1
    work.undrawn = True
    marks[NEXT_SLOT, place], marks[NEXT_WHO, place] = slot, work.person
    marks[NEXT_ORDINAL, place], marks[NEXT_NTH, place] = work.ordinal, work.nth


@step
def draw_noted(sim):
    """Draw the luck of all noted recontacts side by side."""
    count, luck, marks, keys = sim.counters.undrawn, sim.luck, sim.marks, sim.keys[RECONTACT]
    if count == 0:
        return
    sim.counters.undrawn = 0
    who, ordinal, nth = marks[NEXT_WHO], marks[NEXT_ORDINAL], marks[NEXT_NTH]  # beyond `count` is what was there before
    draw_attempts(luck[NEXT_SIZE], luck[TAIL], keys[HANDLE], who, ordinal, nth)
    draw_attempts(luck[NEXT_U], luck[NEXT_Z], keys[RESOLVE], who, ordinal, nth)
    for row in (NEXT_SIZE, NEXT_Z):
        to_normals(luck[row], luck[TAIL], marks[WHERE])
    to_logits(luck[NEXT_U])
    for i in range(count):
        work = sim.works[marks[NEXT_SLOT, i]]
        work.undrawn = False
        variance = sim.plan.handle[work.queue, work.reason, service.SHAPE2]
        work.handle_size = lognormal_factor(luck[NEXT_SIZE, i], variance)
        work.resolve_u, work.resolve_z = luck[NEXT_U, i], luck[NEXT_Z, i]


@step
def draw_attempts(u, v, key, who, ordinal, nth):
    """Luck of one decision about each of a block of attempts."""
    for i in range(u.shape[0]):
        u[i], v[i] = uniform_pair(key, who[i], ordinal[i], nth[i])
