"""Keys of lesson 8: five vague goals repaired, a path to a target, years with the firm, two claims, a pilot.

Keys come from `cxsim.measure` and from the worksheet SMART card; 82 to 90, 5 to 2 % and the dates are the plan
template's, 2.37 % a point and 15 % for 5 % the slides', the rest is the course's own.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from cxsim.course import answers
from cxsim.course.exercise_keys import Key
from cxsim.measure import (
    clv_from_percent,
    days_between,
    expected_periods,
    linear_path,
    pilot_size,
    revenue_from_points,
)
from cxsim.messages import tr

CELLS = ("goal", "measure", "base", "target", "due", "owner", "path", "value", "serves")
ROADS = {"S": "vague", "R": "wrong_way", "T": "no_date"}
#: How each goal of 8.1 may be reached, and the measure that it serves.
LEVERS = (
    ("policy.staffing.roster.case.1.seats", "2", "retention_share"),
    ("policy.training.hours_week", "1", "nps_true"),
    ("policy.staffing.extra.phone", "1", "nps_true"),
    ("policy.recovery.compensation_cny", "100", "profit_cny"),
    ("policy.bot.on", "true", "profit_cny"),
)
DUE_DAYS = 180


def smart_goals(g: SimpleNamespace) -> Key:
    """8.1: five goals that earn all five letters, each on the measure that is asked for."""
    start = datetime.date.fromisoformat(g.start)
    rows = [_row(g, place, start) for place in range(len(g.measures))]
    wrong = {
        "vague": [{**row, "goal": text} for row, text in zip(rows, g.vague, strict=True)],
        "no_date": [{**row, "due": g.start} for row in rows],
        "wrong_way": [{**row, "target": 2 * row["base"] - row["target"]} for row in rows],
    }
    words = {"goal_list": "; ".join(g.vague), "measure_list": ", ".join(g.measures),
             "now_list": ", ".join(map(str, g.now)), "count": len(g.measures),
             "last": _last_day()}  # fmt: skip
    return Key(rows, wrong, words, judge=_judge(g))


def _last_day() -> str:
    """End of the year that the simulator lives: no goal can be due later."""
    from cxsim.scenario import Scenario

    year = Scenario()
    return (year.world.calendar.start_date + datetime.timedelta(weeks=year.weeks)).isoformat()


def _row(g: SimpleNamespace, place: int, start: datetime.date) -> dict[str, Any]:
    from cxsim.results.measures import MEASURES

    measure, now = g.measures[place], g.now[place]
    path, value, serves = LEVERS[place]
    target = round(now * (1 + 0.05 * MEASURES[measure].better), 4)
    due = start + datetime.timedelta(days=DUE_DAYS)
    return dict(zip(CELLS, (f"{measure} moves from {now} to {target} within half a year", measure, now, target,
                            due.isoformat(), "service manager", path, value, serves), strict=True))  # fmt: skip


def _judge(g: SimpleNamespace) -> Callable[[Any], str]:
    """Tell the road of an answer to 8.1: rows of a SMART card."""

    def road(answer: Any) -> str:
        rows = _rows(answer, len(g.measures))
        for place, row in enumerate(rows):
            if row["measure"] != g.measures[place]:
                return tr("goal {place} is to move {measure}.", place=place + 1, measure=g.measures[place])
            if row["base"] != g.now[place]:
                return tr("goal {place} does not start where the measure is now.", place=place + 1)
        return next(
            (_told(place, marks) for place, marks in enumerate(_letters(g, rows), 1) if "-" in marks), ""
        )

    return road


def _told(place: int, marks: str) -> str:
    """Name of the first lost letter, or its sentence where no usual road leads there."""
    lost = "SMART"[marks.index("-")]
    if lost in ROADS:
        return ROADS[lost]
    return tr("goal {place} has not earned the letter {letter}; ask for a hint.", place=place, letter=lost)


def _letters(g: SimpleNamespace, rows: list[dict[str, Any]]) -> list[str]:
    from cxsim.worksheets import SmartCard

    try:
        card = SmartCard(company="default company", start=g.start, goals=rows)
    except ValueError:
        raise answers.UnreadableAnswer(
            tr("a cell of the goals cannot be read: numbers as numbers, days as 2024-06-30.")
        ) from None
    return card.letters()


def _rows(answer: Any, count: int) -> list[dict[str, Any]]:
    rows = [dict(row) for row in answer] if _is_rows(answer) else []
    if len(rows) != count or any(set(row) != set(CELLS) for row in rows):
        raise answers.UnreadableAnswer(
            tr(
                "the answer is a list of {count} goals, each with: {cells}.",
                count=count,
                cells=", ".join(CELLS),
            )
        )
    return rows


def _is_rows(answer: Any) -> bool:
    return isinstance(answer, (list, tuple)) and all(isinstance(row, dict) for row in answer)


def path_to_target(g: SimpleNamespace) -> Key:
    """8.2: value on the way to a target, and the step of a month."""
    found = linear_path(g.now, g.goal, g.months, at=g.at)
    value, step = round(found.value, 2), round(found.step, 2)
    gain = value - g.now
    wrong = {
        "gain_only": (round(gain, 2), step),
        "swapped": (step, value),
        "whole_gain": (value, round(g.goal - g.now, 2)),
    }
    return Key(
        (value, step),
        wrong,
        {"gain": round(g.goal - g.now, 2), "step": step, "value": value},
    )


def years_with_the_firm(g: SimpleNamespace) -> Key:
    """8.3: expected periods before and after."""
    key = tuple(round(expected_periods(one), 6) for one in (g.before, g.after))
    wrong = {
        "stay": tuple(round(1 / (1 - one), 3) for one in (g.before, g.after)),
        "half": tuple(round(math.log(0.5) / math.log(1 - one), 2) for one in (g.before, g.after)),
        "swapped": key[::-1],
    }
    words = {
        "before_percent": g.before * 100,
        "after_percent": g.after * 100,
        "first": round(key[0], 1),
        "second": round(key[1], 1),
        "times": round(key[1] / key[0], 2),
    }
    return Key(key, wrong, words)


def two_claims(g: SimpleNamespace) -> Key:
    """8.4: what a rise of satisfaction is worth by two claims, the first added up and compounded, in per cent."""
    revenue, compounded = (
        round(100 * revenue_from_points(g.now, g.goal, g.point_percent / 100, compounded=how), 4)
        for how in (False, True)
    )
    value = round(100 * clv_from_percent(g.now, g.goal, 0.05, g.value_percent / 100), 4)
    points = g.goal - g.now
    relative = 100 * points / g.now
    wrong = {
        "both_points": (round(revenue, 2), round(compounded, 2), round(points / 5 * g.value_percent, 2)),
        "both_relative": (round(relative * g.point_percent, 2), round(compounded, 2), round(value, 2)),
        "added_twice": (round(revenue, 2), round(revenue, 2), round(value, 2)),
        "swapped": (round(value, 2), round(compounded, 2), round(revenue, 2)),
    }
    words = {
        "points": points,
        "relative": round(relative, 2),
        "revenue": round(revenue, 2),
        "value": round(value, 1),
    }
    return Key((revenue, compounded, value), wrong, words)


def size_of_a_pilot(g: SimpleNamespace) -> Key:
    """8.5: cases in each arm under two readings of a claim, and the days between two dates."""
    relative, points = (pilot_size(g.base, g.rise, reading) for reading in ("relative", "points"))
    days = days_between(g.first, g.last)
    wrong = {
        "both_arms": (2 * relative.per_arm, 2 * points.per_arm, days),
        "no_leap": (relative.per_arm, points.per_arm, days - 1),
        "swapped": (points.per_arm, relative.per_arm, days),
    }
    words = {
        "base_percent": g.base * 100,
        "rise_percent": round(g.rise * 100),
        "relative_target": round(100 * relative.target),
        "points_target": round(100 * points.target),
        "relative_cases": relative.per_arm,
        "points_cases": points.per_arm,
        "days": days,
    }
    return Key((relative.per_arm, points.per_arm, days), wrong, words)


def with_bad_years(g: SimpleNamespace) -> Key:
    """8.6: what a plan brings when some years are bad, and the share of bad years at which it brings nothing."""
    mean = (1 - g.bad_years) * g.usual + g.bad_years * g.bad
    even = 100 * g.usual / (g.usual - g.bad)
    wrong = {
        "usual_only": (float(g.usual), round(even, 2)),
        "plain_mean": ((g.usual + g.bad) / 2, round(even, 2)),
        "loss_alone": (round(mean, 2), round(-100 * g.usual / g.bad, 2)),
    }
    return Key(
        (round(mean, 2), round(even, 2)), wrong, {"bad_percent": 100 * g.bad_years, "mean": round(mean, 1)}
    )
