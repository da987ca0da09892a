"""The front door of a scenario as rows: the bot, the announced wait, surveys that come back, the early warning."""

from __future__ import annotations

from math import fsum

import numpy as np

from cxsim.clock import HOUR, MINUTE, SECOND, WEEK
from cxsim.distributions import exp_
from cxsim.plan_rows import duration_row, handle_rows
from cxsim.schema import CHANNELS, CHAT, CLASSES, QUEUES, REASONS
from cxsim.stages import announcement as a
from cxsim.stages import bot as b
from cxsim.stages import feedback as f
from cxsim.stages import service as s
from cxsim.stages import warning as w


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


def feedback_rows(scenario, policy) -> dict[str, np.ndarray]:
    """Rows of reminders, the yearly survey and the closed loop."""
    x, beliefs = policy.survey, scenario.beliefs
    row = np.zeros(f.N_FEEDBACK)
    yearly = scenario.mechanisms.surveys and x.mode == "yearly"
    row[f.YEARLY_SHARE] = x.sent_share if yearly else 0.0
    row[f.REMINDER_FACTOR], row[f.REMINDER_POINTS] = beliefs.feedback.reminder_factor, beliefs.feedback.reminder_points
    row[f.CALL_SHARE], row[f.CALL_POINTS] = x.call_back_share, beliefs.feedback.call_back_points
    row[f.CALL_MENDS] = beliefs.feedback.call_back_mends
    row[f.CALL_HALF_LIFE_H] = beliefs.recovery.half_life_h
    return {"feedback": row, "call_back_time": duration_row(scenario.world.feedback.call_back)}


def feedback_scalars(scenario, policy) -> dict[str, float]:
    """Whole numbers of the same; the yearly period counts four-week periods from the start of the burn-in."""
    x, on = policy.survey, scenario.mechanisms
    period = (scenario.burn_in_weeks + x.yearly_week - 1) // 4 % 13
    return {
        "reminders": x.reminders, "call_backs": x.call_back_share > 0 and on.surveys and on.experience,
        "yearly_period": period if x.mode == "yearly" and on.surveys else -1,
        "call_back_queue": QUEUES.index(x.call_back_queue), "call_back_class": CLASSES.index(x.call_back_class),
        "call_back_delay": round(x.delay_h * HOUR), "call_back_up_to": x.call_back_up_to,
    }


def warning_row(policy, beliefs) -> np.ndarray:
    """Row of the early warning; a larger offer does more, ever more slowly."""
    x, people = policy.warning, beliefs.warning
    row = np.zeros(w.N_WARNING)
    row[w.RECALL], row[w.FALSE_ALARM], row[w.ACCEPT] = x.recall, x.false_alarm, people.accept_share
    row[w.OFFER_LOGIT] = people.offer_logit * (1.0 - exp_(-x.offer_cny / people.offer_scale_cny))
    row[w.PRETEND] = people.pretend_per_100_cny * x.offer_cny / 100.0
    return row


def warning_scalars(policy) -> dict[str, int]:
    """Whole numbers of the same."""
    x = policy.warning
    valued = round(policy.routing.high_value_from_cny * 100 * 12 / 13)  # margin is counted in four weeks
    return {"warning_on": x.on, "warning_reviews": x.lead_reviews, "offer_fen_stay": round(x.offer_cny * 100),
            "offer_ms": x.lead_reviews * 4 * WEEK + 1, "warning_from_fen": valued if x.who != "all" else 0}
