"""The events of one person's life within the horizon, in time order, told in words."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cxsim.clock import HOUR, MINUTE, WEEK
from cxsim.messages import tr
from cxsim.results.facts import Facts
from cxsim.schema import (
    ANSWERED,
    BOT_SOLVED,
    CASE_CLASSES,
    CUSTOMER,
    JOINED_AFTER_CONTACT,
    JOINED_BY_REFERRAL,
    MOVE_LEFT,
    QUEUES,
    REASONS,
    RESOLVED,
    SEGMENTS,
    Log,
)
from cxsim.stages import loyalty
from cxsim.stages.finance import REVIEW_WEEKS, WEEKS_A_YEAR

START, JOIN, NEED, CASE, REVIEW, LEFT = "start", "joined", "need", "case", "review", "left"


class Event(NamedTuple):
    """One moment of a life.

    Attributes
    ----------
    time
        ms since the start of the burn-in.
    kind, text
        What it was, as a fixed word and as a sentence.
    satisfaction, failure
        State after it.
    wait_min
        Minutes spent waiting, 0 for none.
    answer
        Recommend answer given in a survey, -1 for none.
    loud
        Whether it always deserves a line of its own.
    is_customer, open_cases
        Standing after it.
    """

    time: int
    kind: str
    text: str
    satisfaction: float
    failure: float
    wait_min: float = 0.0
    answer: int = -1
    loud: bool = False
    is_customer: bool = True
    open_cases: int = 0


def life_of(log: Log, facts: Facts, person: int) -> list[Event]:
    """Events of one person from the start of the horizon to its end, or to the day she left."""
    t0 = facts.horizon.t0
    reviews = log.reviews[log.reviews["person"] == person]
    found = [
        *_needs(log, t0, person),
        *_cases(log.cases[log.cases["person"] == person], t0),
        *_reviews(reviews[reviews["week"] >= facts.horizon.first_week], facts),
        *_moves(log.moves[(log.moves["person"] == person) & (log.moves["time"] >= t0)], facts),
    ]
    order = (NEED, CASE, JOIN, REVIEW, LEFT)  # at one moment: what was felt first, what followed after it
    found.sort(key=lambda event: (event.time, order.index(event.kind)))
    return _complete([_start(facts, person), *found], log.cases[log.cases["person"] == person], facts, person)


def _complete(events: list[Event], cases: np.ndarray, facts: Facts, person: int) -> list[Event]:
    """Carry the state over events that do not know it, and add the standing of the person."""
    told: list[Event] = []
    is_customer = facts.persons_start["status"][person] == CUSTOMER
    for event in events:
        if np.isnan(event.satisfaction):
            event = event._replace(satisfaction=told[-1].satisfaction)
        if np.isnan(event.failure):
            event = event._replace(failure=told[-1].failure)
        is_customer = is_customer or event.kind == JOIN
        now_open = (cases["opened"] <= event.time) & (
            (cases["resolved"] < 0) | (cases["resolved"] > event.time)
        )
        told.append(event._replace(is_customer=is_customer, open_cases=int(np.count_nonzero(now_open))))
        if event.kind == LEFT:
            break
    return told


def _start(facts: Facts, person: int) -> Event:
    state, t0 = facts.persons_start[person], facts.horizon.t0
    if state["status"] == CUSTOMER:
        text = tr(
            "at the start: customer for {years} years, kind of customer: {segment}",
            years=f"{(t0 - int(state['joined'])) / (WEEKS_A_YEAR * WEEK):.1f}",
            segment=tr(SEGMENTS[facts.traits["segment"][person]]),
        )
    else:
        text = tr("at the start: not a customer")
    return Event(t0, START, text, float(state["satisfaction"]), float(state["failure"]), loud=True)


def _needs(log: Log, t0: int, person: int) -> list[Event]:
    needs = log.needs[(log.needs["person"] == person) & (log.needs["closed"] >= t0)]
    contacts = log.contacts[log.contacts["person"] == person]
    events = []
    for need in needs:
        mine = contacts[(contacts["need"] == need["need"]) & (contacts["case"] < 0)]
        wait = float(mine["wait"].sum()) / MINUTE
        answer = int(need["recommend"]) if need["answer_state"] == ANSWERED else -1
        state = float(need["satisfaction"]), float(need["failure"])
        events.append(Event(int(need["closed"]), NEED, _need_text(need, wait), *state, wait, answer))
    return events


def _need_text(need: np.void, wait_min: float) -> str:
    known = {
        "reason": tr(REASONS[need["reason"]]), "channel": tr(QUEUES[need["channel"]]),
        "attempts": int(need["attempts"]), "wait": f"{wait_min:.1f}",
    }  # fmt: skip
    if need["bot"] == BOT_SOLVED:
        return tr("{reason} by {channel}: solved by the bot", **known)
    if need["state"] == RESOLVED and need["attempts"] == 1:
        return tr("{reason} by {channel}: solved at the first contact, waited {wait} min", **known)
    if need["state"] == RESOLVED:
        return tr("{reason} by {channel}: solved at contact {attempts}, waited {wait} min in all", **known)
    if need["handlings"] == 0:
        return tr(
            "{reason} by {channel}: gave up without reaching anybody, waited {wait} min in all", **known
        )
    return tr("{reason} by {channel}: not solved, contacts {attempts}, waited {wait} min in all", **known)


def _cases(cases: np.ndarray, t0: int) -> list[Event]:
    events = []
    for case in cases:
        word = tr(CASE_CLASSES[case["case_class"]])
        if case["opened"] >= t0:
            text = tr("complained, class {case_class}", case_class=word)
            events.append(Event(int(case["opened"]), CASE, text, np.nan, np.nan, loud=True))
        if case["resolved"] >= t0:
            text = tr(
                "complaint closed: first answer after {hours} h, paid {paid}, {share} % of the damage mended",
                hours=f"{(int(case['responded']) - int(case['opened'])) / HOUR:.1f}",
                paid=f"{case['paid'] / 100:g}", share=f"{100 * case['recovered']:.0f}",
            )  # fmt: skip
            state = float(case["satisfaction"]), float(case["failure"])
            events.append(Event(int(case["resolved"]), CASE, text, *state, loud=True))
    return events


def _reviews(reviews: np.ndarray, facts: Facts) -> list[Event]:
    events = []
    for review in reviews[reviews["left"] == 0]:
        week = int(review["week"])
        month = int(facts.traits["contract"][review["person"]])
        text = tr("review: stays; would answer {answer} of 10", answer=int(review["recommend"]))
        if loyalty.contract_phase(month, week // REVIEW_WEEKS + 1) == loyalty.CONTRACT_ENDS:
            text = tr(
                "review: stays; would answer {answer} of 10; the contract ends by the next review",
                answer=int(review["recommend"]),
            )
        fresh = float(loyalty.fade(float(review["failure"]), facts.plan.loyalty))
        moment = (week + 1) * WEEK - facts.scenario.world.clock.tick_ms
        events.append(Event(moment, REVIEW, text, float(review["satisfaction"]), fresh))
    return events


def _moves(moves: np.ndarray, facts: Facts) -> list[Event]:
    events = []
    for move in moves:
        code, time = int(move["move"]), int(move["time"])
        if code == MOVE_LEFT:
            events.append(Event(time, LEFT, tr("left at the review"), np.nan, np.nan, loud=True))
            continue
        text = tr("became a customer of her own accord")
        if code == JOINED_AFTER_CONTACT:
            text = tr("became a customer after being helped")
        elif code == JOINED_BY_REFERRAL:
            text = tr("became a customer because customer {by} told her", by=int(move["by"]))
        events.append(Event(time, JOIN, text, np.nan, np.nan, loud=True))
    return events
