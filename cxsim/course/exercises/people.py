"""Keys of lesson 7: work behind a solved case, a repaired RACI, what training takes, secret visits, staff who stay.

Keys come from `cxsim.measure` and from the check of the worksheet `Raci`; the givens are the sources' (weekly and
monthly training, 10,000 visits, +30 %) or the course's own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

from cxsim.course.answers import UnreadableAnswer
from cxsim.course.exercise_keys import Key
from cxsim.measure import claim_readings, fcr_to_pay_for, share_margin, speed_pay, training_capacity
from cxsim.messages import tr
from cxsim.worksheets import Raci

Matrix = Mapping[str, Mapping[str, str]]
#: Roads of 7.2 by the kind of finding, in the order in which they are told.
ROADS = {
    "unknown_letter": "unknown_letter",
    "accountable": "not_one_a",
    "no_responsible": "nobody_does",
    "too_many_consulted": "all_asked",
}


def work_of_speed(g: SimpleNamespace) -> Key:
    """7.1: work behind a solved case when speed is paid for, its change, and the share at which it breaks even."""
    found = speed_pay(g.handle_s, g.solved, g.fast_s, g.solved_fast)
    after, change, even = (round(x, 1) for x in (found.after, 100 * found.change, 100 * found.break_even_fcr))
    per_call = (g.fast_s, round(100 * (g.fast_s / g.handle_s - 1), 1), even)
    times = g.fast_s * g.solved_fast
    wrong = {
        "per_call": per_call,
        "multiplied": (round(times, 1), round(100 * (times / (g.handle_s * g.solved) - 1), 1), even),
        "seconds_more": (after, round(found.after - found.before, 1), even),
        "shares": (after, round(found.change, 3), round(found.break_even_fcr, 3)),
    }
    words = {
        "solved_percent": round(100 * g.solved),
        "fast_percent": round(100 * g.solved_fast),
        "before": round(found.before, 1),
        "after": round(after, 1),
        "even": round(even, 1),
        "reading": tr("calls are shorter and the work is not.")
        if found.after >= found.before
        else tr("calls are shorter, and so is the work."),
    }
    return Key((after, change, even), wrong, words)


def repaired_matrix(g: SimpleNamespace) -> Key:
    """7.2: a responsibility matrix in which every row has one A and an R; rows without a fault stay."""
    kinds = _faulty(g.matrix)
    key = {task: _repaired(row) if task in kinds else dict(row) for task, row in g.matrix.items()}
    sound = next(task for task in g.matrix if task not in kinds)
    wrong: dict[str, Any] = {ROADS[kind]: {**key, task: g.matrix[task]} for task, kind in kinds.items()}
    wrong["rows_gone"] = {task: row for task, row in key.items() if task != sound}
    wrong["touched"] = {**key, sound: {role: letter.replace("I", "") for role, letter in key[sound].items()}}
    words = {"faults": len(kinds), "rows": len(g.matrix), "sound": sound}
    return Key(key, wrong, words, judge=_judge(g.matrix))


def _repaired(row: Mapping[str, str]) -> dict[str, str]:
    """One of the right repairs of a row."""
    found = {role: letter if set(letter) <= set("RACI/") else "I" for role, letter in row.items()}
    bosses = [role for role, letter in found.items() if "A" in letter]
    for role in bosses[:-1]:
        found[role] = "I"
    for letter in "AR":
        if not any(letter in one for one in found.values()):
            found[next(role for role in reversed(found) if not found[role])] = letter
    asked = [role for role, letter in found.items() if letter == "C"]
    for role in asked[len(found) // 2 :]:
        found[role] = "I"
    return found


def _judge(matrix: Matrix) -> Callable[[Any], str]:
    """Tell the road of an answer to 7.2: letters by role, by task."""
    faulty = set(_faulty(matrix))

    def road(answer: Any) -> str:
        given = _letters(answer)
        if set(given) != set(matrix) or any(set(given[task]) != set(matrix[task]) for task in matrix):
            return "rows_gone"
        kinds = {finding.kind for finding in _sheet(given).check() if finding.kind in ROADS}
        for kind, name in ROADS.items():
            if kind in kinds:
                return name
        return "touched" if any(given[task] != matrix[task] for task in matrix if task not in faulty) else ""

    return road


def _faulty(matrix: Matrix) -> dict[str, str]:
    """Kind of the fault by task, for the tasks of a matrix that the worksheet's check names."""
    found = {}
    for task, row in matrix.items():
        kinds = [finding.kind for finding in _sheet({task: row}).check() if finding.kind in ROADS]
        if kinds:
            found[task] = kinds[0]
    return found


def _sheet(matrix: Matrix) -> Raci:
    tasks = [{"task": task, "letters": dict(letters)} for task, letters in matrix.items()]
    return Raci.model_validate({"process": "", "company": "", "tasks": tasks, "roles": []})


def _letters(answer: Any) -> dict[str, dict[str, str]]:
    if not isinstance(answer, Mapping) or not all(isinstance(row, Mapping) for row in answer.values()):
        raise UnreadableAnswer(tr("the answer is the whole matrix: for each task the letters by role."))
    if any(letter is ... for row in answer.values() for letter in row.values()):
        raise TypeError(...)  # an open gap: told as not attempted
    return {
        str(task): {str(role): str(letter or "").strip().upper() for role, letter in row.items()}
        for task, row in answer.items()
    }


def time_for_training(g: SimpleNamespace) -> Key:
    """7.3: share of capacity that training takes, and the resolution that gives it back, per cent."""

    def given_back(share: float) -> tuple[float, float]:
        return round(100 * share, 2), round(100 * fcr_to_pay_for(g.solved, share), 2)

    share = training_capacity(g.weekly_h, g.monthly_h, g.month_h)
    key = given_back(share)
    wrong = {
        "four_weeks": given_back((4 * g.weekly_h + g.monthly_h) / g.month_h),
        "added": (key[0], round(100 * g.solved + key[0], 2)),
        "one_week": given_back((g.weekly_h + g.monthly_h) / g.month_h),
        "shares": (round(share, 4), round(key[1] / 100, 4)),
    }
    words = {
        "solved_percent": round(100 * g.solved),
        "hours": round(g.weekly_h * 52 / 12 + g.monthly_h, 1),
        "taken": key[0],
        "needed": round(key[1], 1),
    }
    return Key(key, wrong, words)


def precision_of_visits(g: SimpleNamespace) -> Key:
    """7.4: half the width of the 95 % interval of a share, in points."""
    exact = 100 * share_margin(g.visits, g.share)
    key = round(exact, 2)
    wrong = {
        "whole_width": round(2 * exact, 2),
        "no_level": round(100 * (g.share * (1 - g.share) / g.visits) ** 0.5, 2),
        "as_share": round(exact / 100, 4),
    }
    words = {"share_percent": round(100 * g.share), "points": key, "fewer": g.visits // 100,
             "wide": round(100 * share_margin(g.visits // 100, g.share), 1)}  # fmt: skip
    return Key(key, wrong, words)


def staff_who_stay(g: SimpleNamespace) -> Key:
    """7.5: where a claimed rise ends in both readings, and the highest start for the first."""
    found = claim_readings(g.base, g.most)
    share, points, start = (
        round(x, 2) for x in (found.relative.high, found.points.high, found.relative.base_limit)
    )
    wrong = {
        "swapped": (points, share, start),
        "start_in_points": (share, points, found.points.base_limit),
        "of_leavers": (g.base + g.most / 100 * (100 - g.base), points, start),
    }
    words = {"as_share": round(share, 1), "as_points": round(points, 1), "start": round(start, 1),
             "growth": 1 + g.most / 100}  # fmt: skip
    return Key((share, points, start), wrong, words)
