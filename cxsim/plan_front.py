"""The front door of a scenario as rows: the bot."""

from __future__ import annotations

import numpy as np

from cxsim.clock import SECOND
from cxsim.plan_rows import duration_row
from cxsim.schema import CHANNELS, REASONS
from cxsim.stages import bot as b


def bot_rows(world, policy, beliefs) -> dict[str, np.ndarray]:
    """Rows of the bot: its rule row, what is common by reason, where it stands, how long a session takes."""
    x, given = policy.bot, world.bot
    row = np.zeros(b.N_BOT)
    row[b.AVAILABILITY], row[b.DEFLECTION], row[b.ACCURACY] = given.availability, x.deflection, x.accuracy
    row[b.NOTICES] = beliefs.bot.notice_share if x.fallback else 0.0
    row[b.EMPATHY] = beliefs.bot.empathy_points
    row[b.EXPLAIN_MS] = 0.0 if x.context_passed else beliefs.bot.explain_again_s * SECOND
    return {
        "bot": row, "bot_common": np.array([getattr(given.common_share, r) for r in REASONS], dtype=np.float64),
        "bot_front": np.array([int(x.on and getattr(x.front, c)) for c in CHANNELS]),
        "bot_time": duration_row(given.session),
    }
