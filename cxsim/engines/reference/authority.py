"""Who may do what alone: owners of needs, and compensations that somebody must approve."""

from __future__ import annotations

from cxsim._jit import plain
from cxsim.clock import to_ticks0
from cxsim.draws import APPROVAL, CONFIRMED, OWNER
from cxsim.engines.reference.company import Company
from cxsim.engines.reference.people import Need
from cxsim.stages import authority, complaints, service

one_agent_can, needs_approval, budget_year, within_budget = map(plain, (
    authority.one_agent_can, authority.needs_approval, complaints.budget_year, complaints.within_budget))


def take_ownership(company: Company, need: Need) -> None:
    """Decide whether the agent who begins with a need follows it to its end."""
    plan = company.plan
    need.owned = bool(plan.owner) and need.case < 0 and one_agent_can(company.once(OWNER, need), plan.one_agent_share)


def is_recovered(company: Company, need: Need) -> bool:
    """Whether the policy recovers this case: none, those found justified, or all."""
    plan = company.plan
    if plan.trigger == complaints.TRIGGER_CONFIRMED:
        return company.once(CONFIRMED, need) < plan.confirmed_share
    return plan.trigger == complaints.TRIGGER_ALL


def offer_to(company: Company, need: Need) -> int:
    """Compensation in fen that the policy offers in this case."""
    plan = company.plan
    return (plan.offer_high_fen if need.person.margin_fen >= plan.high_value_fen else plan.offer_fen)[need.case_class]


def pay_from_budget(company: Company, need: Need) -> int:
    """Pay what is offered where the budget of the year allows it; answers what was paid, in fen."""
    year = budget_year(company.now, company.plan.switch_at)
    if year != company.budget_year:
        company.budget_year, company.spent = year, 0
    paid = within_budget(offer_to(company, need), company.spent, company.plan.budget_fen)
    company.spent += paid
    return paid


def ask_for_approval(company: Company, need: Need) -> int:
    """After the assessment somebody may have to agree; answers when the resolution can begin."""
    plan = company.plan
    need.approved = -1
    if not needs_approval(offer_to(company, need), plan.authority_fen) or not is_recovered(company, need):
        return need.assessed
    u, v = company.two_once(APPROVAL, need)
    need.approved = need.assessed + to_ticks0(service.duration(plan.approval, 1.0, u, v), plan.tick)
    return need.approved
