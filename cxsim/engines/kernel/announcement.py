"""Who cannot be served at once is told how long it will take: some leave, the others wait more easily."""

from __future__ import annotations

from cxsim._jit import step
from cxsim.clock import to_ticks, to_ticks0
from cxsim.draws import PATIENCE, PATIENCE_AGAIN
from cxsim.schema import CALL_BACK
from cxsim.stages import announcement, service
from cxsim.streams import uniform_pair


@step
def patience_ms(sim, work):
    """How long a customer waits at most in this attempt; -1 for ever."""
    row = sim.plan.patience[work.queue]
    if row[service.FAMILY] < 0.0 or work.kind == CALL_BACK:
        return -1
    decision, nth = PATIENCE, int(work.nth)
    if work.hand_backs > 0:
        decision, nth = PATIENCE_AGAIN, int(work.hand_backs)
    u, v = uniform_pair(sim.keys[work.kind, decision], work.person, work.ordinal, nth)
    factor = sim.traits[work.person].patience
    if work.prospect:
        factor *= sim.plan.patience_prospect
    if work.klass == 0:
        factor *= sim.plan.patience_urgent
    return to_ticks0(service.duration(row, factor, u, v), sim.plan.tick)


@step
def hears_too_much(sim, work):
    """Tell a customer how long it will take; answers whether she leaves at once."""
    queue, pace = int(work.queue), 0.0
    for pool in range(sim.pools.shape[0]):
        if sim.plan.serves[pool, queue] > 0:
            pace += sim.pools[pool].opened * sim.plan.pace[pool]
    if pace <= 0.0:  # nobody is there: nothing can be told
        return False
    told = announcement.told_wait(sim.pools[queue].waiting, sim.plan.work_ms[queue], pace, sim.plan.announcement)
    work.announced = to_ticks(told, sim.plan.tick)
    patience = patience_ms(sim, work)
    return patience >= 0 and announcement.leaves_at_once(float(work.announced), float(patience),
                                                         sim.plan.announcement)


@step
def felt_units(sim, work, wait):
    """What a wait adds to the felt waits of a need, on the scale of its queue."""
    if work.announced < 0:
        return float(wait) * sim.plan.wait_scale[work.queue]
    felt = announcement.felt_wait(float(wait), float(work.announced), sim.plan.announcement)
    return felt * sim.plan.felt_scale[work.queue]
