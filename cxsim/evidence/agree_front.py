"""Made-up front doors for the comparison of the engines: bots, announced waits, surveys that come back, warnings.

Each lever has dice of its own, so that a new one leaves the scenarios of the others as they are.
"""

from __future__ import annotations

from typing import Any

from cxsim.evidence.agree_dice import Dice
from cxsim.schema import CHANNELS, CLASSES, QUEUES, REASONS

#: Numbers that only the dice of this file move.
OWN_PATHS = ("world.bot.", "beliefs.bot.", "beliefs.announcement.", "world.feedback.", "beliefs.feedback.",
             "world.warning.", "beliefs.warning.", "world.demand.busy_day_link", "world.demand.surge_")


def front_changes(seed: int, number: int, burn_in: bool) -> dict[str, Any]:
    """Changes of a scenario at its front door.

    Parameters
    ----------
    seed, number : int
        Name of the scenario.
    burn_in : bool
        Whether there is a policy before.
    """
    rooms = ("policy", "before") if burn_in else ("policy",)
    changes: dict[str, Any] = {}
    for name, lever in (("bot", _bot), ("announce", _announcement), ("feedback", _feedback), ("warning", _warning),
                        ("link", _link), ("surge", _surge)):  # fmt: skip
        changes |= lever(Dice(seed, number, f"agree/{name}"), rooms)
    return changes


def _bot(dice: Dice, rooms: tuple[str, ...]) -> dict[str, Any]:
    """A bot that fails often, in half of the scenarios, sometimes under one policy only."""
    if not dice.chance(0.5):
        return {}
    changes: dict[str, Any] = {
        **{f"world.bot.common_share.{reason}": round(dice.unit(), 3) for reason in REASONS},
        "world.bot.availability": dice.pick((1.0, 1.0, round(dice.unit(), 3))),
        "beliefs.bot.notice_share": round(dice.unit(), 3),
        "beliefs.bot.empathy_points": round(dice.between(-2.0, 1.0), 3),
        "beliefs.bot.explain_again_s": dice.pick((0.0, dice.scale(1.0, 1000.0))),
        **dice.duration("world.bot.session", dice.pick((0.0, dice.scale(0.1, 60.0)))),
    }
    for room in rooms:
        changes |= {
            f"{room}.bot.on": dice.chance(0.8), f"{room}.bot.deflection": round(dice.unit(), 3),
            f"{room}.bot.accuracy": round(dice.unit(), 3), f"{room}.bot.fallback": dice.chance(0.7),
            f"{room}.bot.context_passed": dice.chance(0.3),
            **{f"{room}.bot.front.{channel}": dice.chance(0.8) for channel in CHANNELS},
        }
    return changes


def _announcement(dice: Dice, rooms: tuple[str, ...]) -> dict[str, Any]:
    """Announced waits, true and false ones, in a third of the scenarios."""
    if not dice.chance(0.35):
        return {}
    changes: dict[str, Any] = {
        "beliefs.announcement.felt_factor": round(dice.between(0.5, 1.5), 3),
        "beliefs.announcement.overrun_factor": round(dice.between(0.5, 3.0), 3),
        "beliefs.announcement.leave_factor": dice.scale(0.5, 100.0),
    }
    for room in rooms:
        changes |= {f"{room}.promise.announce": dice.pick(("off", "wait", "wait", "wait")),
                    f"{room}.promise.announce_factor": dice.pick((1.0, dice.scale(0.1, 10.0)))}  # fmt: skip
    return changes


def _feedback(dice: Dice, rooms: tuple[str, ...]) -> dict[str, Any]:
    """People who are reminded, asked once a year and called back, in half of the scenarios."""
    if not dice.chance(0.5):
        return {}
    changes: dict[str, Any] = {
        "beliefs.feedback.reminder_factor": round(dice.unit(), 3),
        "beliefs.feedback.reminder_points": round(dice.between(0.0, 0.3), 3),
        "beliefs.feedback.call_back_points": round(dice.between(-0.5, 1.0), 3),
        "beliefs.feedback.call_back_mends": round(dice.unit(), 3),
        **dice.duration("world.feedback.call_back", dice.scale(0.5, 60.0)),
    }
    for room in rooms:
        changes |= {
            f"{room}.survey.mode": dice.pick(("touchpoint", "touchpoint", "yearly")),
            f"{room}.survey.yearly_week": dice.whole(1, 6),
            f"{room}.survey.reminders": dice.pick((0, dice.whole(1, 5))),
            f"{room}.survey.call_back_share": dice.pick((0.0, 1.0, round(dice.unit(), 3))),
            f"{room}.survey.call_back_up_to": dice.whole(4, 10), f"{room}.survey.call_back_queue": dice.pick(QUEUES),
            f"{room}.survey.call_back_class": dice.pick(CLASSES), f"{room}.survey.sent_share": dice.pick((1.0, 0.8)),
            f"{room}.survey.delay_h": dice.pick((0.0, dice.scale(0.01, 60.0))),
        }
    return changes


def _warning(dice: Dice, rooms: tuple[str, ...]) -> dict[str, Any]:
    """Early warnings that see much and little, in half of the scenarios."""
    if not dice.chance(0.5):
        return {}
    changes: dict[str, Any] = {
        "beliefs.warning.accept_share": round(dice.unit(), 3),
        "beliefs.warning.offer_logit": round(dice.between(-4.0, 1.0), 3),
        "beliefs.warning.offer_scale_cny": dice.scale(5.0, 300.0),
        "beliefs.warning.pretend_per_100_cny": round(dice.between(0.0, 0.8), 3),
    }
    for room in rooms:
        changes |= {
            f"{room}.warning.on": dice.chance(0.85), f"{room}.warning.lead_reviews": dice.whole(1, 6),
            f"{room}.warning.recall": round(dice.unit(), 3), f"{room}.warning.false_alarm": round(dice.unit(), 3),
            f"{room}.warning.who": dice.pick(("all", "all", "high_value")),
            f"{room}.warning.offer_cny": dice.pick((0.0, dice.scale(1.0, 500.0))),
        }
    return changes


def _link(dice: Dice, rooms: tuple[str, ...]) -> dict[str, Any]:
    """Afternoons that are not as busy as their mornings, in a third of the scenarios; no policy has a say in it."""
    return {"world.demand.busy_day_link": round(dice.unit(), 3)} if dice.chance(0.35) else {}


def _surge(dice: Dice, rooms: tuple[str, ...]) -> dict[str, Any]:
    """Surges on many days, in a fifth of the scenarios; no policy has a say in it."""
    if not dice.chance(0.2):
        return {}
    return {"world.demand.surge_day_share": round(dice.unit(), 3), "world.demand.surge_factor": dice.scale(1.0, 6.0),
            "world.demand.surge_hours": round(dice.between(0.5, 6.0), 2)}  # fmt: skip
