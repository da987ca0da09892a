"""Who is flagged as about to leave, and what does an offer do?

In: luck, whether the person would leave within the lead, what the tool sees. Out: what the warning says. Nobody knows
who would leave; the model does, because the luck of coming reviews is fixed: "would leave" means that today's
probability is enough for one of them. Sources: 2025 guide to after-sales service, 3.4.1 (lead of 3 to 6 months);
Strategies for raising customer satisfaction, 5.3 (78 %); Ascarza 2018 (who is at risk is not who can be kept).
"""

from __future__ import annotations

from cxsim._jit import rule

RECALL, FALSE_ALARM, ACCEPT, OFFER_LOGIT, PRETEND = range(5)  # columns of the warning row
N_WARNING = 5

NO_WARNING, HIT, ALARM, MISSED, PRETENDED = range(5)  # schema.WARNINGS


@rule
def warn(luck, would_leave, pretends, row):
    """What a warning comes to: right, false, missed, or somebody who only threatens to leave."""
    if would_leave:
        return HIT if luck < row[RECALL] or pretends else MISSED
    if pretends:
        return PRETENDED
    return ALARM if luck < row[FALSE_ALARM] else NO_WARNING


@rule
def is_flagged(warning):
    """Whether the company sees a warning."""
    return warning in (HIT, ALARM, PRETENDED)
