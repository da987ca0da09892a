"""Made-up front doors for the comparison of the engines: bots, announced waits.

Each lever has dice of its own, so that a new one leaves the scenarios of the others as they are.
"""

from __future__ import annotations

from typing import Any

from cxsim.evidence.agree_dice import Dice
from cxsim.schema import CHANNELS, REASONS

#: Numbers that only the dice of this file move.
OWN_PATHS = ("world.bot.", "beliefs.bot.", "beliefs.announcement.")


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
    return _bot(Dice(seed, number, "agree/bot"), rooms) | _announcement(Dice(seed, number, "agree/announce"), rooms)


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
