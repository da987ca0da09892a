"""Ownership of needs and approval of compensations in the compiled engine."""

from __future__ import annotations

from cxsim._jit import step
from cxsim.clock import to_ticks0
from cxsim.draws import APPROVAL, CONFIRMED, OWNER
from cxsim.stages import authority, complaints, service
from cxsim.streams import uniform, uniform_pair


@step
def take_ownership(sim, work):
    """Decide whether the agent who begins with a need follows it to its end."""
    work.owned = False
    if sim.plan.owner and work.case < 0:
        u = uniform(sim.keys[0, OWNER], work.person, work.ordinal, 0)
        work.owned = authority.one_agent_can(u, sim.plan.one_agent_share)


@step
def is_recovered(sim, work):
    """Whether the policy recovers this case: none, those found justified, or all."""
    trigger = sim.plan.trigger
    if trigger == complaints.TRIGGER_CONFIRMED:
        return uniform(sim.keys[0, CONFIRMED], work.person, work.ordinal, 0) < sim.plan.confirmed_share
    return trigger == complaints.TRIGGER_ALL


@step
def offer_to(sim, work):
    """Compensation in fen that the policy offers in this case."""
    if sim.traits[work.person].margin_fen >= sim.plan.high_value_fen:
        return sim.plan.offer_high_fen[work.case_class]
    return sim.plan.offer_fen[work.case_class]


@step
def pay_from_budget(sim, work, now):
    """Pay what is offered where the budget of the year allows it; answers what was paid, in fen."""
    counters, year = sim.counters, complaints.budget_year(now, sim.plan.switch_at)
    if year != counters.budget_year:
        counters.budget_year, counters.spent = year, 0
    paid = complaints.within_budget(offer_to(sim, work), counters.spent, sim.plan.budget_fen)
    counters.spent += paid
    return paid


@step
def ask_for_approval(sim, work):
    """After the assessment somebody may have to agree; answers when the resolution can begin."""
    work.approved = -1
    if not authority.needs_approval(offer_to(sim, work), sim.plan.authority_fen) or not is_recovered(sim, work):
        return work.assessed
    u, v = uniform_pair(sim.keys[0, APPROVAL], work.person, work.ordinal, 0)
    work.approved = work.assessed + to_ticks0(service.duration(sim.plan.approval, 1.0, u, v), sim.plan.tick)
    return work.approved
