"""Courses of the eight lesson questions: what a trainee would try.

Where something is no lever of the policy, a change of the world or of a belief stands in for it, at the size of the
sources; `stand_in` says so.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from paired import Course, course

from cxsim.plan_roster import contacts_per_min, weekly_seats
from cxsim.scenario import Scenario
from cxsim.schema import PHONE

ROSTER, EXTRA = "policy.staffing.roster.phone", "policy.staffing.extra.phone"
MODE, TARGET, PROMISE = "policy.staffing.mode", "policy.targets.live_share", "policy.promise.live_share"
OFFER, TOOLS = "policy.recovery.compensation_cny", "world.costs.tools_cny_year"
RESPONSE = [f"policy.complaints.deadlines.{level}.response_h" for level in ("general", "serious", "major")]
CHANNELS = ("phone", "chat", "email")
ONE_POOL = {"policy.staffing.pool_serves.phone.chat": 1, "policy.staffing.pool_serves.chat.phone": 1,
            "policy.staffing.chat_concurrency": 1}  # fmt: skip
BOT, TELL = {"policy.bot.on": True}, {"policy.promise.announce": "wait"}
TRAINING, WEIGHT = "policy.training.hours_week", "policy.incentive.speed_weight"
BONUS = {"policy.incentive.bonus_share": .05}
HOURS_A_WEEK = 1 + 2 * 12 / 52  # the sources' rhythm: an hour a week and two a month, 3.66 % of the hours
WEEKDAYS = 5


class Lever(NamedTuple):
    """One answer to the question of a lesson.

    Attributes
    ----------
    lesson
        1 to 8.
    course
        What is done.
    stand_in
        What it stands for; empty for a lever of the policy.
    against
        Name of the course that it is compared with.
    by_design
        Whether the lesson wants it to be too close to call.
    """

    lesson: int
    course: Course
    stand_in: str = ""
    against: str = "default"
    by_design: bool = False


def phone_seats(base: Scenario) -> np.ndarray:
    """Phone seats by weekday and half hour, shape (7, 48)."""
    return weekly_seats(base, base.policy)[PHONE].reshape(7, 48)


def windows(seats: np.ndarray) -> list[dict]:
    """Roster windows for seats by weekday and half hour."""
    found = []
    for day, row in enumerate(seats):
        edges = [0, *(np.flatnonzero(np.diff(row)) + 1).tolist(), 48]
        found += [{"days": [day], "from": clock(a), "to": clock(b), "seats": int(row[a])}
                  for a, b in pairwise(edges) if row[a] > 0]  # fmt: skip
    return found


def clock(half_hour: int) -> str:
    """Wall time of a half hour of the day."""
    return f"{half_hour // 2:02d}:{half_hour % 2 * 30:02d}"


def fewer(base: Scenario, *cuts: tuple[int, int], seats: int = -1) -> list[dict]:
    """The phone roster with a seat less (or more) on weekdays between the half hours of each cut."""
    found = phone_seats(base).copy()
    for begin, end in cuts:
        found[:WEEKDAYS, begin:end] += seats
    return windows(found)


def fitted(base: Scenario, seat_hours: float) -> list[dict]:
    """A roster that follows the load: c = a + beta sqrt(a) in each staffed half hour, beta solved for the hours.

    A greedy roster by the Erlang C share would starve the busiest half hours; the square-root rule does not
    (Gans, Koole and Mandelbaum 2003).
    """
    staffed = phone_seats(base).ravel() > 0
    handle = base.world.service.handle.phone.mean_min * 1.06  # difficulty and novices lengthen it
    load = (contacts_per_min(base, "phone") * handle)[staffed]
    wanted = round(seat_hours * 2)
    beta = (wanted - load.sum()) / np.sqrt(load).sum()
    exact = load + beta * np.sqrt(load)
    whole = np.maximum(1, np.floor(exact)).astype(int)
    order = np.argsort(-(exact - whole), kind="stable")
    whole[order[: wanted - whole.sum()]] += 1
    seats = np.zeros(staffed.size, int)
    seats[staffed] = whole
    return windows(seats.reshape(7, 48))


def courses_1_to_4(base: Scenario) -> list[Lever]:
    """Foundations, needs, communication, delivery."""
    hours = phone_seats(base).sum() / 2
    one = dict.fromkeys(RESPONSE, 1.0)
    target = {level: {MODE: "to_target", TARGET: level, PROMISE: level} for level in (.80, .95)}
    phone_handle = base.world.service.handle.phone.mean_min
    return [
        Lever(1, course("one agent more", base, {EXTRA: 1})),
        Lever(1, course("two agents more", base, {EXTRA: 2})),
        Lever(1, course("20 seat-hours less", base, {ROSTER: fewer(base, (28, 36))})),
        Lever(1, course("50 seat-hours less", base, {ROSTER: fewer(base, (18, 38))})),
        Lever(1, course("100 seat-hours less", base, {ROSTER: fewer(base, (16, 40), (20, 36))})),
        Lever(2, course("re-roster, same hours", base, {ROSTER: fitted(base, hours)})),
        Lever(2, course("re-roster, 20 hours less", base, {ROSTER: fitted(base, hours - 20)})),
        Lever(2, course("triage tool", base, {
            "world.service.handle.phone.mean_min": phone_handle * .95, TOOLS: 50_000.}),
              "handle time on the phone -5 %, 50,000 a year"),
        Lever(3, course("one pool, chats one at a time", base, ONE_POOL)),
        Lever(3, course("honest announcement", base, TELL)),
        Lever(3, course("pool and announcement", base, ONE_POOL | TELL)),
        Lever(4, course("roster and promise 95 %", base, target[.95])),
        Lever(4, course("roster and promise 80 %", base, target[.80])),
        Lever(4, course("95 %, compensation 120", base, target[.95] | {OFFER: 120.})),
        Lever(4, course("promise 80 % only", base, {PROMISE: .80})),
        Lever(4, course("compensation 120 only", base, {OFFER: 120.})),
        Lever(4, course("case desk +1", base, {"policy.staffing.extra.case": 1})),
        Lever(4, course("one owner for each need", base, {"policy.service.owner": True})),
        Lever(4, course("escalation after 1 h", base, one), by_design=True),
    ]  # fmt: skip


def fault(weeks: int) -> dict[str, Any]:
    """Fewer matters solved at the first contact for some weeks from week 14 on."""
    harm = {f"world.service.resolution.{q}": .70 for q in CHANNELS}
    return {"world.shocks": [{"name": "fault", "from_week": 14, "weeks": weeks, "set": harm}]}


def courses_5_to_8(base: Scenario) -> list[Lever]:
    """Digital tools, measuring, organization, action plan."""
    case_time = base.world.service.handle.case_response.mean_min * .75
    desk = {f"world.service.handle.{kind}.mean_min": case_time for kind in ("case_response", "case_resolution")}
    return [
        Lever(5, course("bot, same roster", base, BOT)),
        Lever(5, course("bot, one agent less", base, BOT | {EXTRA: -1})),
        Lever(5, course("bot, two agents less", base, BOT | {EXTRA: -2})),
        Lever(5, course("bot that understands 35 %", base, BOT | {"policy.bot.accuracy": .35})),
        Lever(6, course("twice the surveys", base, {"policy.survey.sent_share": 1.0}), by_design=True),
        Lever(6, course("fault from week 14", base, fault(39)), "resolution .70 instead of 1.12 (logit)"),
        Lever(6, course("repaired in week 19", base, fault(5)), "as before", "fault from week 14"),
        Lever(6, course("repaired in week 18", base, fault(4)), "as before", "repaired in week 19"),
        Lever(7, course("pay for speed", base, BONUS | {WEIGHT: 1.0})),
        Lever(7, course("pay for resolution", base, BONUS | {WEIGHT: -1.0})),
        Lever(7, course("training, 1.5 h a week", base, {TRAINING: HOURS_A_WEEK})),
        Lever(7, course("training and pay for resolution", base, BONUS | {WEIGHT: -1.0, TRAINING: HOURS_A_WEEK})),
        Lever(8, course("A case tool", base, desk | {TOOLS: 52_000.}), "case time -25 %, 52,000"),
        Lever(8, course("B 12.5 hours at the peak", base, {ROSTER: fewer(base, (20, 25), seats=1)})),
        Lever(8, course("C compensation +10", base, {OFFER: 70.})),
        Lever(8, course("D re-roster tool", base, {
            ROSTER: fitted(base, phone_seats(base).sum() / 2), TOOLS: 52_000.})),
        Lever(8, course("E conduct training", base, {"beliefs.experience.empathy_base": .65, TOOLS: 52_000.}),
              "perceived empathy +.05, 52,000"),
    ]  # fmt: skip
