"""The three checks of lesson 4: what five agents carry, what returns cost, what a recovery may cost.

Keys come from the queueing formulas of `cxsim.theory`; the givens are the sources' (five agents, calls of three
minutes, 95 % within 60 s) or the course's own.
"""

from __future__ import annotations

import math

from cxsim.course.checks import Check, Wrong
from cxsim.messages import tr

AGENTS, CALL_MIN, WITHIN_S, SHARE = 5, 3.0, 60.0, 0.95
NEW_PER_HOUR, SOLVED_FIRST, SOLVED_FIRST_GOOD = 100, 0.70, 0.90
CUSTOMER_CNY, STAY_WITHOUT, STAY_WITH = 2000, 0.60, 0.85


def carried(agents: int, call_min: float, within_s: float, share: float) -> float:
    """Most calls an hour that so many agents answer as promised (Erlang C, nobody hangs up)."""
    from cxsim.theory.erlang import within

    low, high = 0.0, agents * 60 / call_min
    for _ in range(60):
        middle = (low + high) / 2
        kept = middle == 0 or within(within_s / 60, agents, middle / 60, 1 / call_min) >= share
        low, high = (middle, high) if kept else (low, middle)
    return low


def agents_for(per_hour: float) -> int:
    """Agents that keep 95 % within 60 s at so many calls an hour."""
    from cxsim.theory.staffing import required_agents

    return required_agents(per_hour / 60, 1 / CALL_MIN, WITHIN_S / 60, SHARE)


def five_agents_wrong(full: float, key: float) -> tuple[Wrong, ...]:
    """Known wrong answers to check 4.1, in calls an hour."""
    return (
        Wrong(
            "full",
            full,
            tr(
                "{full} calls fill every minute of every agent; then nobody is free when the next "
                "customer calls, and the queue grows without end.",
                full=full,
            ),
        ),
        Wrong(
            "other_promise",
            round(carried(AGENTS, CALL_MIN, 20, 0.80)),
            tr("that is the answer for another promise, 80 % within 20 seconds."),
        ),
        Wrong(
            "per_agent",
            round(key / AGENTS),
            tr("that is for one agent; the question is about all of them."),
        ),
    )


def five_agents() -> Check:
    """Check 4.1: what five agents can carry."""
    full = AGENTS * 60 / CALL_MIN
    key = carried(AGENTS, CALL_MIN, WITHIN_S, SHARE)
    return Check(
        "4.1",
        tr(
            "{agents} agents, calls of {minutes} minutes. How many calls an hour can they take so that {share} % are "
            "answered within {seconds} seconds?",
            agents=AGENTS,
            minutes=CALL_MIN,
            share=SHARE * 100,
            seconds=WITHIN_S,
        ),
        tr("calls an hour"),
        math.floor(key),
        1.0,
        five_agents_wrong(full, key),
        (
            tr(
                "How many calls could they take if they never had a free minute? The promise needs less than that."
            ),
            tr("With few agents about half of the time has to stay free, because calls come in bunches."),
            tr("It is a little below half of {full} calls an hour.", full=full),
        ),
        tr(
            "At {key} calls an hour the agents are busy {busy} % of the time: keeping the promise costs free minutes.",
            key=math.floor(key),
            busy=round(100 * key / full),
        ),
    )


def returns_wrong(good: int) -> tuple[Wrong, ...]:
    """Known wrong answers to check 4.2, in agents."""
    return (
        Wrong(
            "no_returns",
            good,
            tr(
                "that is enough when {solved} % of calls solve the matter (or nobody returns).",
                solved=SOLVED_FIRST_GOOD * 100,
            ),
        ),
        Wrong(
            "once",
            agents_for(NEW_PER_HOUR * (2 - SOLVED_FIRST)),
            tr("you let each unsolved customer return once; those who return may return again."),
        ),
        Wrong(
            "load_only",
            int(NEW_PER_HOUR / SOLVED_FIRST * CALL_MIN // 60),
            tr("that is the work in hours, without one free minute for the promise."),
        ),
    )


def returns() -> Check:
    """Check 4.2: what customers who come back cost in agents."""
    key = agents_for(NEW_PER_HOUR / SOLVED_FIRST)
    good = agents_for(NEW_PER_HOUR / SOLVED_FIRST_GOOD)
    return Check(
        "4.2",
        tr(
            "{calls} new calls an hour, {minutes} minutes each, {share} % to be answered within {seconds} seconds. "
            "Only {solved} % of calls solve the matter; the rest call again until it is solved. How many agents?",
            calls=NEW_PER_HOUR,
            minutes=CALL_MIN,
            share=SHARE * 100,
            seconds=WITHIN_S,
            solved=SOLVED_FIRST * 100,
        ),
        tr("agents"),
        key,
        0.25,
        returns_wrong(good),
        (
            tr("First count all calls: new ones, those who return, and those who return again."),
            tr("All calls = new calls divided by the share that is solved."),
            tr(
                "That is {all} calls an hour, {work} hours of work in each hour, plus free minutes for the promise.",
                all=round(NEW_PER_HOUR / SOLVED_FIRST),
                work=round(NEW_PER_HOUR / SOLVED_FIRST * CALL_MIN / 60, 1),
            ),
        ),
        tr(
            "At {good} % solved, {fewer} agents would do: each unsolved call is staffed again and again.",
            good=SOLVED_FIRST_GOOD * 100,
            fewer=good,
        ),
    )


def compensation_wrong() -> tuple[Wrong, ...]:
    """Known wrong answers to check 4.4, in CNY."""
    return (
        Wrong(
            "all_who_stay",
            round(CUSTOMER_CNY * STAY_WITH),
            tr(
                "{without} % would have stayed anyway; only the difference is bought.",
                without=STAY_WITHOUT * 100,
            ),
        ),
        Wrong(
            "those_without",
            round(CUSTOMER_CNY * STAY_WITHOUT),
            tr("that is the value of those who stay without any recovery."),
        ),
        Wrong(
            "share",
            STAY_WITH - STAY_WITHOUT,
            tr("that is the share of customers it keeps; the question asks for CNY per case."),
        ),
    )


def compensation() -> Check:
    """Check 4.4: the highest compensation that pays."""
    key = CUSTOMER_CNY * (STAY_WITH - STAY_WITHOUT)
    return Check(
        "4.4",
        tr(
            "A customer is worth {value} CNY over the years. After a failure {without} % stay if nothing is done, "
            "{stay} % if the failure is repaired with an apology and money. Up to how many CNY per case does that pay?",
            value=CUSTOMER_CNY,
            without=STAY_WITHOUT * 100,
            stay=STAY_WITH * 100,
        ),
        "CNY",
        round(key),
        1.0,
        compensation_wrong(),
        (
            tr("Of 100 customers with a failure, how many more stay because of the recovery?"),
            tr(
                "Those who stay because of it bring their whole value; the compensation is paid to all of them."
            ),
            tr("Highest amount = value × (share that stays with − share that stays without)."),
        ),
        tr(
            "{key} CNY: {more} of 100 customers are kept, and all 100 are paid.",
            key=round(key),
            more=round(100 * (STAY_WITH - STAY_WITHOUT)),
        ),
    )
