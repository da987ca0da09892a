"""The front door of a scenario as rows: the bot, the announced wait."""

from __future__ import annotations

from math import fsum

import numpy as np

from cxsim.clock import MINUTE, SECOND
from cxsim.distributions import exp_
from cxsim.plan_rows import duration_row, handle_rows
from cxsim.schema import CHANNELS, CHAT, QUEUES, REASONS
from cxsim.stages import announcement as a
from cxsim.stages import bot as b
from cxsim.stages import service as s


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


def announcement_rows(world, policy, beliefs) -> dict[str, np.ndarray]:
    """Rows of the announced wait: rule row, scale of felt minutes and mean work by queue, pace of a seat by pool."""
    x = beliefs.announcement
    row = np.zeros(a.N_ANNOUNCEMENT)
    row[a.TOLD_FACTOR], row[a.LEAVE_FACTOR] = policy.promise.announce_factor, x.leave_factor
    row[a.FELT], row[a.OVERRUN] = x.felt_factor, x.overrun_factor
    scale = np.array([getattr(beliefs.experience.wait_scale_min, q) for q in QUEUES], dtype=np.float64)
    chats = policy.staffing.chat_concurrency
    pace = np.ones(len(QUEUES))
    pace[CHAT] = chats * world.service.chat_speed_permille[chats - 1] / s.UNIT
    return {"announcement": row, "felt_scale": 1.0 / scale / MINUTE, "work_ms": mean_work(world), "pace": pace}


def mean_work(world) -> np.ndarray:
    """Mean work of a contact in ms by queue: over reasons, their difficulty included."""
    demand, slope = world.demand, world.service.handle_difficulty_slope
    spread = 0.5 * (slope * demand.difficulty_sd) ** 2
    weight = [getattr(demand.reason_share, r) * exp_(slope * getattr(demand.reason_difficulty, r) + spread)
              for r in REASONS]  # fmt: skip
    rows = handle_rows(world.service)[:len(QUEUES), :, s.MEAN]
    return np.array([fsum(w * mean for w, mean in zip(weight, queue.tolist(), strict=True)) for queue in rows])
