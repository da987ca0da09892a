"""Which needs does a bot take, and what comes of it?

In: luck, what share of a reason is common, the bot's skill. Out: whether the bot takes a need, how its session ends.
A session that no human contact follows is contained; contained is not resolved. Sources: Gartner 2023 (survey of 497
customers: failed bots add effort and repeats); Strategies for raising customer satisfaction, 5.3 (80 %, 92 %).
"""

from __future__ import annotations

from cxsim._jit import rule

AVAILABILITY, DEFLECTION, ACCURACY, NOTICES, EMPATHY, EXPLAIN_MS = range(6)  # columns of the bot row
N_BOT = 6

NO_BOT, SOLVED, FELL_BACK, CONTAINED = range(4)  # schema.BOT_STATES


@rule
def takes(works, common, tries, common_share, row):
    """Whether the bot takes a need: it is up, the need is a common one, and the customer goes along."""
    return works < row[AVAILABILITY] and common < common_share and tries < row[DEFLECTION]


@rule
def ending(understands, notices, row):
    """How a session ends: solved, handed to a person at once, or believed solved and found out later."""
    if understands < row[ACCURACY]:
        return SOLVED
    return FELL_BACK if notices < row[NOTICES] else CONTAINED
