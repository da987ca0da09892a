"""The early warning at a review: who is flagged, and who takes an offer to stay."""

from __future__ import annotations

from cxsim._jit import step
from cxsim.draws import LEAVE, PRETEND_LUCK, WARNING_LUCK
from cxsim.stages import warning
from cxsim.streams import uniform, uniform_pair

REVIEW_WEEKS = 4


@step
def warn_early(sim, row, chance, now):
    """Write what the warning says of a customer who stays at this review, and the offer that she takes."""
    who, week, rules = int(row.person), int(row.week), sim.plan
    person = sim.persons[who]
    if person.offer_until > now or sim.traits[who].margin_fen < rules.warning_from_fen:
        return
    would_leave = False
    for later in range(1, rules.warning_reviews + 1):
        would_leave |= uniform(sim.keys[0, LEAVE], who, 0, week + REVIEW_WEEKS * later) < chance
    u, v = uniform_pair(sim.keys[0, WARNING_LUCK], who, 0, week)
    pretends = False
    if sim.traits[who].opportunist:
        pretends = uniform(sim.keys[0, PRETEND_LUCK], who, 0, week) < sim.plan.warning[warning.PRETEND]
    row.warning = warning.warn(u, would_leave, pretends, sim.plan.warning)
    if warning.is_flagged(row.warning) and v < sim.plan.warning[warning.ACCEPT]:
        row.offer = rules.offer_fen_stay
        person.offer_until = now + rules.offer_ms
