"""Made-up worlds for the comparison of the engines: small, busy and odd, with every mechanism somewhere.

They are no companies anybody runs: seats vanish in open hours, customers redial for ever, half of the clocks
tick in minutes so that simultaneous events are common. All go through the ordinary `Scenario`.
"""

from __future__ import annotations

import datetime
import functools
from typing import Any

from cxsim.evidence.agree_dice import Dice
from cxsim.evidence.agree_front import OWN_PATHS, front_changes
from cxsim.evidence.agree_levers import lever_changes
from cxsim.evidence.agree_policies import Desk, hours_of, policy_changes, windows
from cxsim.guards import CxError
from cxsim.scenario import Scenario
from cxsim.scenario.paths import leaves
from cxsim.schema import CHANNELS, DIMENSIONS, QUEUES, REASONS, SEGMENTS

MOST_TRIES = 50  # few made-up scenarios are refused (no seat in an open hour); then the dice go on rolling
NUDGED = 0.3  # share of all other numbers that are moved off their default
SWITCHED_OFF = 0.12
MONDAY = datetime.date(2024, 1, 1)
#: Shares that must sum to one, and what no engine reads.
NEVER_NUDGED = ("beliefs.experience.weight.", "beliefs.recovery.distributive_weight", "beliefs.relevance.",
                "beliefs.recovery.interactional_weight", "beliefs.recovery.procedural_weight",
                "world.costs.", *OWN_PATHS,
                # moved by the dice of the levers
                "world.service.resolution_by_reason.", "beliefs.pay.", "beliefs.teaching.", "beliefs.owning.",
                "world.service.one_agent_share", "world.service.approval", "beliefs.recovery.step_gain.")  # fmt: skip


def scenario(seed: int, number: int) -> Scenario:
    """Make up the scenario of that number.

    Parameters
    ----------
    seed, number : int
        The same pair makes the same scenario, on every system.

    Returns
    -------
    Scenario
        A few hundred to two thousand contacts over a few weeks.
    """
    dice, levers = Dice(seed, number), Dice(seed, number, "agree levers")
    for _ in range(MOST_TRIES):
        changes = _changes(dice, coarse=number % 2 == 0)
        changes |= lever_changes(levers, changes)
        try:
            changes |= front_changes(seed, number, bool(changes["burn_in_weeks"]))
            return Scenario().replace(_tree(changes), name=f"agree {seed}/{number}")
        except CxError:
            continue
    raise CxError(f"agree {seed}/{number}: no scenario in {MOST_TRIES} tries")


def _changes(dice: Dice, coarse: bool) -> dict[str, Any]:
    weeks, burn_in = _lengths(dice)
    changes = _nudges(dice)
    changes |= {"weeks": weeks, "burn_in_weeks": burn_in}
    changes |= {f"mechanisms.{name}": False for name in _mechanisms() if dice.chance(SWITCHED_OFF)}
    opening = {queue: hours_of(dice) for queue in QUEUES}
    opening["email"] = [list(range(48))] * 7 if dice.chance(0.6) else opening["email"]
    changes |= {f"world.calendar.open.{queue}": windows(hours) for queue, hours in opening.items()}
    changes |= _calendar(dice, weeks + burn_in)
    changes["world.clock.tick_ms"] = dice.pick((60_000, 60_000, 60_000, 30_000)) if coarse else dice.pick(
        (1, 1, 1, 250, 7_777))
    desk = Desk(opening, dice.whole(1, 4))
    changes |= _market(dice, weeks + burn_in) | _service(dice, desk, changes)
    changes |= _people(dice) | _staff(dice)
    changes |= policy_changes(dice, "policy", desk)
    if burn_in and dice.chance(0.8):
        changes |= policy_changes(dice, "before", desk)
    return changes


def _tree(changes: dict[str, Any]) -> dict[str, Any]:
    """Dotted paths as nested mappings: one walk through the scenario instead of one for each path."""
    tree: dict[str, Any] = {}
    for path, value in changes.items():
        *rooms, last = path.split(".")
        place = tree
        for room in rooms:
            place = place.setdefault(room, {})
        place[last] = value
    return tree


def _mechanisms() -> list[str]:
    return list(type(Scenario().mechanisms).model_fields)


def _lengths(dice: Dice) -> tuple[int, int]:
    """Weeks and weeks of burn-in; staff is reviewed every fourth week, so some runs see two reviews."""
    if dice.chance(0.1):
        return dice.whole(4, 6), dice.whole(4, 5)
    if dice.chance(0.25):
        return dice.whole(1, 6), 0
    return dice.whole(1, 4), dice.whole(1, 3)


def _nudges(dice: Dice) -> dict[str, Any]:
    """Move any number of the world and the beliefs that nothing below sets."""
    changes: dict[str, Any] = {}
    for path, value, low, high in _numbers():
        if dice.chance(NUDGED):
            moved = value * dice.between(0.4, 1.8) if value else dice.between(low, min(high, 1.0))
            moved = min(high, max(low, moved))
            changes[path] = round(moved) if isinstance(value, int) else round(moved, 4)
    return changes


@functools.cache
def _numbers() -> tuple[tuple[str, float, float, float], ...]:
    """Path, default and bounds of the numbers that may be nudged."""
    default, found = Scenario(), []
    for path, known in leaves(Scenario):
        allowed = path.startswith(("world.", "beliefs.")) and not path.startswith(NEVER_NUDGED)
        if allowed and known.low is not None and known.high is not None:
            value = default.value(path)
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                found.append((path, value, known.low, known.high))
    return tuple(found)


def _calendar(dice: Dice, weeks: int) -> dict[str, Any]:
    """Which days are holidays: none, some, or (rarely) all of them to the end of the calendar."""
    first = MONDAY - datetime.timedelta(weeks=weeks)
    days = range(7 * (2 * weeks + 10))
    if dice.chance(0.02):
        chosen = [day for day in days if day >= 7 * weeks]
    elif dice.chance(0.3):
        chosen = [day for day in days if dice.chance(0.12)]
    else:
        chosen = []
    demand = {f"world.demand.half_hour_weight.{channel}": _profile(dice) for channel in CHANNELS}
    return demand | {
        "world.calendar.holidays": [first + datetime.timedelta(days=day) for day in chosen],
        "world.demand.weekday_weight": [1.0] + [dice.pick((0.0, 0.5, 1.0, 2.0)) for _ in range(6)],
    }


def _profile(dice: Dice) -> list[float]:
    """Demand by half hour: flat, in one block of hours, in one burst, or ragged."""
    kind, start = dice.pick(("flat", "block", "burst", "ragged")), dice.whole(0, 40)
    length = 1 if kind == "burst" else dice.whole(2, 16)
    if kind == "flat":
        return [1.0] * 48
    if kind in ("block", "burst"):
        return [1.0 if start <= h < start + length else 0.02 for h in range(48)]
    return [dice.pick((0.0, 0.2, 1.0, 3.0)) for _ in range(47)] + [1.0]


def _market(dice: Dice, weeks: int) -> dict[str, Any]:
    """Few people with heavy needs, so that the same person is met often."""
    customers, needs = round(dice.scale(3, 250)), dice.scale(80, 450)
    prospects = dice.pick((0, dice.whole(1, 20), dice.whole(20, 150)))
    per_year = needs / (customers + 0.5 * prospects) * 52 / weeks
    factor = round(dice.between(0.5, 1.3), 3) if dice.chance(0.4) else 1.0
    changes: dict[str, Any] = {
        "world.market.customers": customers,
        "world.market.prospects": prospects,
        "world.market.entrants_per_year": dice.pick((0.0, dice.scale(50, 800))),
        "world.market.contract_share": round(dice.unit(), 3),
        "world.demand.needs_per_year": round(per_year, 3),
        "world.demand.prospect_needs_per_year": round(per_year * dice.between(0.0, 1.2), 3),
        "world.demand.factor": factor,
        "world.demand.headroom": round(max(factor, dice.between(1.0, 1.4)), 3),
        "world.demand.busy_day_cv": round(dice.between(0.0, 0.8), 3),
    }
    for path, names, zero in (("market.segment_share", SEGMENTS, 0.2), ("demand.channel_share", CHANNELS, 0.15),
                              ("demand.reason_share", REASONS, 0.2)):  # fmt: skip
        changes |= {f"world.{path}.{name}": share for name, share in dice.shares(names, zero).items()}
    changes |= {f"world.demand.urgent_share.{reason}": round(dice.between(0.0, 0.5), 3) for reason in REASONS}
    return changes


def _service(dice: Dice, desk: Desk, known: dict[str, Any]) -> dict[str, Any]:
    """Handle times that load the desk to between a third and twice what it can do, impatience, lines, hand-overs."""
    changes: dict[str, Any] = {}
    weeks = known["weeks"] + known["burn_in_weeks"]
    for kind, queue in (*((c, c) for c in CHANNELS), ("case_response", "case"), ("case_resolution", "case")):
        seat_min = desk.seats * max(2, sum(len(day) for day in desk.opening[queue])) * 30 * weeks
        wanted = dice.scale(0.3, 2.0) * seat_min / (30 if queue == "case" else 250)
        changes |= dice.duration(f"world.service.handle.{kind}", min(240.0, max(0.5, wanted)))
        changes[f"world.service.transfer_share.{queue}"] = round(dice.between(0.0, 0.5), 3) if dice.chance(0.4) else 0.0
        changes[f"world.service.transfer_to.{queue}"] = dice.pick(QUEUES)
        changes[f"world.service.resolution.{queue}"] = round(dice.between(-2.0, 2.0), 3)
    for channel in ("phone", "chat"):
        mean = 0.0 if dice.chance(0.12) else dice.scale(0.5, 90.0)
        changes |= dice.duration(f"world.service.patience.{channel}", mean)
        changes[f"world.service.patience.{channel}.balk_share"] = dice.pick((0.0, 0.0, round(dice.unit(), 3)))
        changes[f"world.service.lines.{channel}"] = dice.pick((0, 0, dice.whole(1, 6)))
    for reason in REASONS:
        if dice.chance(0.15):
            path = f"world.service.handle_by_reason.{reason}"
            changes |= {f"{path}.factor": round(dice.between(0.3, 2.0), 3), f"{path}.family": dice.pick(
                ("exponential", "lognormal", "deterministic")), f"{path}.cv": round(dice.between(0.1, 1.5), 3)}
            changes |= {f"{path}.mean_min": dice.scale(1.0, 60.0)} if dice.chance(0.5) else {}
    speeds = sorted((dice.whole(100, 1000) for _ in range(3)), reverse=True)
    return changes | dice.duration("world.service.assessment", dice.scale(1.0, 2000.0)) | {
        "world.service.chat_speed_permille": [1000, *speeds],
        "world.service.shift_end": dice.pick(("finish", "first_free", "hand_back")),
        "world.service.transfer_delay_min": dice.pick((0.0, 0.0, dice.scale(0.1, 1500.0))),
        "world.service.blocked_redial_share": round(dice.between(0.0, 0.9), 3),
        "world.service.patience_person_sd": dice.pick((0.0, round(dice.between(0.0, 1.0), 3))),
    }


def _people(dice: Dice) -> dict[str, Any]:
    """People who act often: redial, come back, complain, leave, join and refer within weeks."""
    low, high = sorted((round(dice.between(0.0, 1.5), 3), round(dice.between(0.0, 2.5), 3)))
    changes: dict[str, Any] = {
        "beliefs.contacts.redial_share": round(dice.between(0.0, 0.85), 3),
        "beliefs.contacts.switch_to_email_share": round(dice.between(0.0, 0.6), 3),
        "beliefs.contacts.recontact_share": round(dice.between(0.3, 1.0), 3),
        "beliefs.contacts.repeats_max": dice.whole(0, 6),
        "beliefs.failure.severity_low": low,
        "beliefs.failure.severity_high": high,
        "beliefs.complaining.intercept": round(dice.between(-2.0, 3.0), 3),
        "beliefs.complaining.opportunist_share": round(dice.between(0.0, 0.6), 3),
        "beliefs.complaining.misuse_per_100_cny": round(dice.between(0.0, 0.5), 3),
        "beliefs.loyalty.hazard_intercept": round(dice.between(-5.0, -0.5), 3),
        "beliefs.talk.referral_per_year": round(dice.between(0.0, 10.0), 3),
        "beliefs.talk.join_intercept": round(dice.between(-4.0, 0.0), 3),
        "beliefs.talk.contact_join_share": round(dice.between(0.0, 0.5), 3),
        "beliefs.talk.happy_from": round(dice.between(7.0, 9.0), 2),
        "beliefs.talk.unhappy_to": round(dice.between(3.0, 6.9), 2),
    }
    changes |= dice.duration("beliefs.contacts.redial_delay", dice.scale(0.5, 200.0))
    changes |= dice.duration("beliefs.contacts.recontact_delay", dice.scale(0.5, 4000.0))
    if dice.chance(0.3):
        names = ("distributive_weight", "interactional_weight", "procedural_weight")
        changes |= {f"beliefs.recovery.{name}": share for name, share in dice.shares(names).items()}
        changes |= {f"beliefs.experience.weight.{d}": share for d, share in dice.shares(DIMENSIONS, 0.2).items()}
    return changes


def _staff(dice: Dice) -> dict[str, Any]:
    """A staff that is often absent, leaves soon and learns fast."""
    return {
        "world.staff.shift_hours": dice.pick((0.5, 2.0, 4.0, 6.0, 8.0, 24.0)),
        "world.staff.absence": round(dice.pick((0.0, dice.between(0.0, 0.5))), 3),
        "world.staff.turnover_year": round(dice.pick((0.0, dice.between(0.0, 5.0))), 3),
        "world.staff.vacancy_weeks": dice.pick((0, 1, 3, 6)),
        "world.staff.ramp_weeks": dice.pick((0.0, dice.scale(0.5, 20.0))),
        "world.staff.novice_slowdown": round(dice.between(0.0, 2.0), 3),
        "world.staff.novice_logit": round(dice.between(-3.0, 0.5), 3),
        "world.staff.comfortable_occupancy": round(dice.between(0.0, 0.9), 3),
        "beliefs.staff.absence_per_tenth": round(dice.between(0.0, 0.1), 3),
        "beliefs.staff.leaving_per_tenth": round(dice.between(0.0, 1.0), 3),
    }
