"""Made-up policies and hours for the comparison of the engines; every lever of a policy is moved somewhere."""

from __future__ import annotations

from typing import Any, NamedTuple

from cxsim.evidence.agree_dice import Dice
from cxsim.schema import CASE_CLASSES, CLASSES, QUEUES, REASONS

DAY = 48  # half hours


class Desk(NamedTuple):
    """What rosters are made for: open half hours by queue and weekday, and a usual number of seats."""

    opening: dict[str, list[list[int]]]
    seats: int


def hours_of(dice: Dice) -> list[list[int]]:
    """Open half hours of each weekday: daytime, around the clock, a short day, or two shifts with a gap."""
    kind = dice.pick(("daytime", "daytime", "always", "short", "split", "some days"))
    start = dice.whole(0, 36)
    if kind == "always":
        day = list(range(DAY))
    elif kind == "short":
        day = list(range(start, start + dice.whole(1, 10)))
    elif kind == "split":
        day = list(range(14, 22)) + list(range(26, 26 + dice.whole(2, 20)))
    else:
        day = list(range(16, 40))
    closed = 0.5 if kind == "some days" else 0.0
    return [day] + [[] if dice.chance(closed) else day for _ in range(6)]


def windows(hours: list[list[int]]) -> list[dict[str, Any]]:
    """Open half hours as windows of the calendar."""
    return roster([[int(h in day) for h in range(DAY)] for day in hours], keep=())


def roster(seats: list[list[int]], keep: tuple[str, ...] = ("seats",)) -> list[dict[str, Any]]:
    """Seats by weekday and half hour as windows: one for each stretch of equal numbers on days that are alike."""
    found = []
    for day in {tuple(day): None for day in seats}:
        days = [weekday for weekday, other in enumerate(seats) if tuple(other) == day]
        start = 0
        for h in range(1, DAY + 1):
            if h < DAY and day[h] == day[start]:
                continue
            if day[start]:
                window = {"days": days, "from": _clock(start), "to": _clock(h), "seats": day[start]}
                found.append({k: v for k, v in window.items() if k != "seats" or keep})
            start = h
    return found


def _clock(half_hour: int) -> str:
    return f"{half_hour // 2:02d}:{half_hour % 2 * 30:02d}"


def seats_of(dice: Dice, hours: list[list[int]], usual: int) -> list[list[int]]:
    """Seats over the week: even, with gaps in open hours, changing each half hour, or beyond the opening."""
    kind = dice.pick(("even", "even", "gaps", "ragged", "short", "around"))
    level = max(1, usual + dice.whole(-1, 1))
    every_day = dice.chance(0.7)
    week: list[list[int]] = []
    for day in hours:
        if week and every_day and day == hours[0]:
            week.append(week[0])
            continue
        row = [level if h in day else 0 for h in range(DAY)]
        if kind == "gaps":
            row = [0 if dice.chance(0.2) else n for n in row]
        elif kind == "ragged":
            row = [max(0, n + dice.whole(-2, 2)) if n else 0 for n in row]
        elif kind == "short":
            row = [n if h < 30 else 0 for h, n in enumerate(row)]
        elif kind == "around":
            row = [level] * DAY
        week.append(row)
    return week


def policy_changes(dice: Dice, room: str, desk: Desk) -> dict[str, Any]:
    """Changes that make up a policy.

    Parameters
    ----------
    dice : Dice
    room : str
        "policy" or "before".
    desk : Desk
        The opening that it must staff.
    """
    changes: dict[str, Any] = {
        "staffing.mode": "to_target" if dice.chance(0.15) else "roster",
        "staffing.chat_concurrency": dice.whole(1, 4),
    }
    for queue in QUEUES:
        changes[f"staffing.roster.{queue}"] = roster(seats_of(dice, desk.opening[queue], desk.seats))
        changes[f"staffing.extra.{queue}"] = dice.pick((0, 0, dice.whole(-2, 2)))
    changes |= _skills(dice) | _routing(dice) | _promise(dice) | _complaints(dice) | _recovery(dice)
    changes["survey.sent_share"] = round(dice.pick((0.0, 1.0, dice.unit())), 3)
    return {f"{room}.{path}": value for path, value in changes.items()}


def _skills(dice: Dice) -> dict[str, int]:
    """One skill a pool, or pools that also take work of other queues, each with its preferences."""
    if dice.chance(0.5):
        return {}
    return {
        f"staffing.pool_serves.{pool}.{queue}": (
            dice.pick((1, 1, 2)) if pool == queue else dice.pick((0, 0, dice.whole(1, 4))))
        for pool in QUEUES for queue in QUEUES
    }  # fmt: skip


def _routing(dice: Dice) -> dict[str, Any]:
    order = list(CLASSES)
    for place in range(len(order) - 1, 0, -1):
        other = dice.whole(0, place)
        order[place], order[other] = order[other], order[place]
    changes: dict[str, Any] = {
        "routing.mode": dice.pick(("fifo", "priority", "due")),
        "routing.order": order if dice.chance(0.6) else list(CLASSES),
        "routing.high_value_from_cny": dice.scale(50.0, 600.0),
        "targets.live_within_s": dice.scale(5.0, 600.0),
        "targets.live_share": round(dice.between(0.3, 0.97), 3),
    }
    changes |= {f"routing.reason_class.{r}": dice.pick(CLASSES) for r in REASONS if dice.chance(0.2)}
    changes |= {f"targets.due_min.{q}.{c}": dice.scale(0.1, 1000.0)
                for q in QUEUES for c in CLASSES if dice.chance(0.5)}  # fmt: skip
    return changes


def _promise(dice: Dice) -> dict[str, float]:
    return {
        "promise.live_share": round(dice.between(0.3, 0.99), 3),
        "promise.live_within_s": dice.scale(10.0, 600.0),
        "promise.email_h": dice.scale(0.5, 100.0),
        **{f"promise.complaint_response_h.{c}": dice.scale(1.0, 100.0) for c in CASE_CLASSES},
    }


def _complaints(dice: Dice) -> dict[str, Any]:
    """Deadlines from half a minute to days, so that escalation finds cases waiting, in work and done."""
    low, high = sorted((round(dice.between(0.2, 1.5), 3), round(dice.between(0.4, 2.5), 3)))
    clocks = ("confirm_h", "response_h", "assessment_h", "resolution_h")
    return {
        "complaints.serious_from": low,
        "complaints.major_from": high,
        "complaints.clock": dice.pick(("calendar", "business")),
        "complaints.escalation": dice.chance(0.8),
        "complaints.confirm_min": dice.scale(0.1, 500.0),
        **{f"complaints.deadlines.{c}.{clock}": dice.scale(0.01, 60.0) for c in CASE_CLASSES for clock in clocks},
    }


def _recovery(dice: Dice) -> dict[str, Any]:
    return {
        "recovery.trigger": dice.pick(("none", "confirmed", "all")),
        "recovery.apology": dice.chance(0.6),
        "recovery.apology_s": dice.scale(1.0, 3000.0),
        "recovery.compensation_cny": round(dice.pick((0.0, dice.between(0.0, 400.0))), 2),
        **{f"recovery.class_factor.{c}": round(dice.between(0.0, 3.0), 3) for c in CASE_CLASSES},
    }
