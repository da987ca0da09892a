"""Keys of lesson 5: what a bot leaves for people, what a warning is worth, two claims, when a price is back.

Keys come from `cxsim.measure` and from Erlang C; the givens are the sources' (80 %, 92 %, 78 %, 28 %, 38 %,
50,000 yuan) or the course's own (60 % common, 5 % leave, 10 % false alarms, 3 yuan a contact).
"""

from __future__ import annotations

import math
from types import SimpleNamespace

from cxsim.course.exercise_keys import Key
from cxsim.course.exercises.communication import agents_for
from cxsim.measure import bot_load, churn_precision, efficiency_readings, funnel_of_claim, payback
from cxsim.messages import tr

#: Contacts that the bot starts on for each that it solves (source: it understands 92 %).
STARTED_FOR_SOLVED = 1 / 0.92


def left_for_people(g: SimpleNamespace) -> Key:
    """5.1: what a bot takes, solves and returns, what is left for people, and agents before and after."""

    def figures(common: float, accuracy: float) -> tuple[float, ...]:
        got = bot_load(g.per_hour, common, g.taken, accuracy)
        load = (got.taken, got.solved, got.returned, got.humans)
        return (*(round(part, 1) for part in load), *(agents(left) for left in (g.per_hour, got.humans)))

    def agents(left: float) -> int:
        return agents_for(left, g.call_min, g.within_s, g.share)

    key, slogan = figures(g.common, g.accuracy), figures(1.0, 1.0)
    wrong = {
        "slogan": slogan,
        "no_returns": figures(g.common, 1.0),
        "all_common": figures(1.0, g.accuracy),
    }
    words = {
        "common_percent": round(g.common * 100),
        "taken_percent": round(g.taken * 100),
        "accuracy_percent": round(g.accuracy * 100),
        "percent": g.share * 100,
        "before": key[4],
        "key_agents": key[5],
        "slogan_agents": slogan[5],
    }
    return Key(key, wrong, words)


def right_warnings(g: SimpleNamespace) -> Key:
    """5.2: of 100 warned, how many would leave; of 100 customers, how many the warning and "nobody" judge rightly."""
    got = churn_precision(g.leave, g.found, g.false_alarm)
    right, judged, nobody = (
        round(100 * share, 1) for share in (got.precision, got.accuracy, got.accuracy_of_nobody)
    )
    wrong = {
        "found": (round(100 * g.found, 1), judged, nobody),
        "warned": (round(100 * got.warned, 1), judged, nobody),
        "leavers": (right, judged, round(100 * g.leave, 1)),
        "shares": (right / 100, judged / 100, nobody / 100),
    }
    words = {
        "leave_percent": round(100 * g.leave),
        "found_percent": round(100 * g.found),
        "alarm_percent": round(100 * g.false_alarm),
        "reading": tr("Most warnings are false, since few leave.")
        if got.precision < 0.5
        else tr("Here most warnings are right, and many are still false."),
        "compared": tr("“Nobody leaves” judges more customers rightly and helps nobody.")
        if nobody > judged
        else tr("The warning judges more customers rightly than “nobody leaves” does.")
        if nobody < judged
        else tr("“Nobody leaves” judges as many customers rightly and helps nobody."),
    }
    return Key((right, judged, nobody), wrong, words)


def app_of_the_claim(g: SimpleNamespace) -> Key:
    """5.3: share that goes on at each step, and who finishes before and after, of 100."""
    cut = round(g.steps * g.fewer)
    got = _of_100(funnel_of_claim(g.gain, g.steps, cut))
    rate = (1 + g.gain) ** (-1 / g.steps)
    one = _of_100(funnel_of_claim(g.gain, g.steps, 1))
    wrong = {
        "all_steps": _of_100((rate, rate**g.steps, rate ** (g.steps - cut))),
        "one_step": one if cut > 1 else (one[0], one[1], 100.0),
        "swapped": (got[0], got[2], got[1]),
    }
    words = {
        "fewer_percent": round(100 * g.fewer),
        "gain_percent": round(100 * g.gain),
        "before": got[1],
        "most": round(100 / (1 + g.gain), 1),
    }
    return Key(got, wrong, words)


def _of_100(shares: tuple[float, float, float]) -> tuple[float, ...]:
    return tuple(round(100 * share, 1) for share in shares)


def two_readings(g: SimpleNamespace) -> Key:
    """5.4: seconds and agents in two readings of a gain, and the agents of today."""
    got = efficiency_readings(g.call_s, g.gain)

    def desk(seconds: float) -> int:
        return agents_for(g.per_hour, seconds / 60, g.within_s, g.share)

    times = tuple(round(seconds, 1) for seconds in got)
    people, now = tuple(map(desk, got)), desk(g.call_s)
    work = tuple(int(g.per_hour * seconds // 3600) for seconds in got)
    wrong = {
        "swapped": (times[1], times[0], now, people[1], people[0]),
        "today": (g.call_s, g.call_s, now, now, now),
        "load_only": (*times, int(g.per_hour * g.call_s // 3600), *work),
        "load_up": tuple([*times, *(math.ceil(g.per_hour * one / 3600) for one in (g.call_s, *got))]),
    }
    reading = (
        tr("two readings that differ by seconds need the same desk.")
        if people[0] == people[1]
        else tr("here the seconds between the two readings are {count} agents.", count=people[0] - people[1])
        if people[0] - people[1] > 1
        else tr("here the seconds between the two readings are one agent.")
    )
    words = {"gain_percent": round(100 * g.gain), "percent": g.share * 100, "reading": reading}
    return Key((*times, now, *people), wrong, words)


def days_to_pay(g: SimpleNamespace) -> Key:
    """5.5: contacts that pay the price, and the days until so many are removed."""
    got = payback(g.cost_cny, g.saving_cny, g.fewer_per_hour, g.hours)
    taken = g.fewer_per_hour * STARTED_FOR_SOLVED
    contacts, days = round(got.contacts), round(got.days, 1)
    wrong = {
        "around_the_clock": (contacts, round(got.days * g.hours / 24, 1)),
        "in_hours": (contacts, round(got.days * g.hours, 1)),
        "slogan": (contacts, round(payback(g.cost_cny, g.saving_cny, taken, g.hours).days, 1)),
    }
    return Key((contacts, days), wrong, {"taken": round(taken, 1)})


def one_night(g: SimpleNamespace) -> Key:
    """5.6: who is helped while the desk is closed, who waits, and how long."""
    got = bot_load(g.per_night, g.common, g.taken, g.accuracy)
    helped = g.per_night - got.humans

    def night(helped: float, hours: float) -> tuple[float, float, float]:
        return round(helped, 2), round(g.per_night - helped, 2), hours

    wrong = {
        "contained": night(got.taken, g.closed_h / 2),
        "whole_night": night(helped, float(g.closed_h)),
        "slogan": night(g.per_night * g.taken, g.closed_h / 2),
    }
    words = {
        "common_percent": round(g.common * 100),
        "taken_percent": round(g.taken * 100),
        "accuracy_percent": round(g.accuracy * 100),
        "misread": round(got.taken - helped, 1),
    }
    return Key(night(helped, g.closed_h / 2), wrong, words)
