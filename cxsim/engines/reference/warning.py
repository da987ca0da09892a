"""The early warning at a review: who is flagged, and who takes an offer to stay."""

from __future__ import annotations

from cxsim._jit import plain
from cxsim.clock import WEEK
from cxsim.draws import LEAVE, PRETEND_LUCK, WARNING_LUCK
from cxsim.engines.reference.company import Company
from cxsim.engines.reference.luck import uniform, uniform_pair
from cxsim.engines.reference.people import Person
from cxsim.stages import warning
from cxsim.stages.staff import REVIEW_WEEKS

warn, is_flagged = plain(warning.warn), plain(warning.is_flagged)


def warn_early(company: Company, person: Person, chance: float) -> tuple[int, int]:
    """What the warning says of a customer who stays at this review, and the offer in fen that she takes."""
    plan, who, now = company.plan, person.number, company.now
    if not plan.warning_on or person.offer_until > now or person.margin_fen < plan.warning_from_fen:
        return warning.NO_WARNING, 0
    week, row = now // WEEK, plan.warning_plain
    would_leave = any(uniform(company.keys[LEAVE][0], who, 0, week + REVIEW_WEEKS * later) < chance
                      for later in range(1, plan.warning_reviews + 1))
    u, v = uniform_pair(company.keys[WARNING_LUCK][0], who, 0, week)
    pretends = person.opportunist and uniform(company.keys[PRETEND_LUCK][0], who, 0, week) < row[warning.PRETEND]
    said = warn(u, would_leave, pretends, row)
    if not is_flagged(said) or v >= row[warning.ACCEPT]:
        return said, 0
    person.offer_until = now + plan.offer_ms
    return said, plan.offer_fen_stay
