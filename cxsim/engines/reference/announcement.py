"""Who cannot be served at once is told how long it will take: some leave, the others wait more easily."""

from __future__ import annotations

from cxsim._jit import plain
from cxsim.clock import to_ticks
from cxsim.engines.reference.company import Company
from cxsim.engines.reference.desk import patience_ms
from cxsim.engines.reference.people import Need
from cxsim.stages import announcement

told_wait, leaves_at_once, felt_wait = map(plain, (
    announcement.told_wait, announcement.leaves_at_once, announcement.felt_wait))


def hears_too_much(company: Company, need: Need) -> bool:
    """Tell a customer how long it will take; answers whether she leaves at once."""
    plan, queue = company.plan, need.queue
    pace = 0.0
    for pool in company.pools:
        if plan.serves[pool.number][queue]:
            pace += pool.opened * plan.pace[pool.number]
    if pace <= 0.0:  # nobody is there: nothing can be told
        return False
    told = told_wait(company.pools[queue].waiting, plan.work_ms[queue], pace, plan.announcement_plain)
    need.announced = to_ticks(told, plan.tick)
    patience = patience_ms(company, need)
    return patience >= 0 and leaves_at_once(float(need.announced), float(patience), plan.announcement_plain)


def felt_units(company: Company, need: Need, wait: int) -> float:
    """What a wait adds to the felt waits of a need, on the scale of its queue."""
    plan = company.plan
    if need.announced < 0:
        return float(wait) * plan.wait_scale[need.queue]
    felt = felt_wait(float(wait), float(need.announced), plan.announcement_plain)
    return felt * plan.felt_scale[need.queue]
