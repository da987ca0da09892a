"""Why did this customer stay or leave? One life in at most 12 lines, each with what it moved.

Each line carries latent satisfaction, memory of failure and the probability of leaving at the next review as
they stand after it; `move` is the change of that probability. The moves add up from the first value to the
last. Where there are more events than lines, those that moved least are told together.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd

from cxsim.clock import WEEK
from cxsim.guards import CxError
from cxsim.messages import tr
from cxsim.results.facts import Facts
from cxsim.results.frames import stamps, whole
from cxsim.results.life import CASE, JOIN, LEFT, NEED, REVIEW, Event, life_of
from cxsim.schema import Log
from cxsim.stages import loyalty
from cxsim.stages.finance import REVIEW_WEEKS, WEEKS_A_YEAR
from cxsim.stages.warning import OFFER_LOGIT

MOST_LINES = 12
ALWAYS_TOLD = 2.0  # more than any probability can move


def why(log: Log, facts: Facts, person: int) -> pd.DataFrame:
    """Life line of one person within the horizon.

    Parameters
    ----------
    log, facts
        The run.
    person
        Number of the person, as in the column `customer` of every table.

    Returns
    -------
    pandas.DataFrame
        At most 12 rows in time order: when, kind, event, wait_min, answer (survey), satisfaction, failure,
        leave_probability (at the next review; missing before the person is a customer) and move.
    """
    number = _known(person, len(log.persons))
    events = life_of(log, facts, number)
    chances = np.array([_leaving(event, number, log, facts) for event in events])
    lines, last = _tell(events, chances)
    chance = chances[last]
    return pd.DataFrame({
        "when": stamps(np.array([line.time for line in lines]), facts, missing=False),
        "kind": [line.kind for line in lines],
        "event": [line.text for line in lines],
        "wait_min": [line.wait_min for line in lines],
        "answer": whole(np.array([line.answer for line in lines])),
        "satisfaction": [line.satisfaction for line in lines],
        "failure": [line.failure for line in lines],
        "leave_probability": chance,
        "move": np.nan_to_num(np.diff(chance, prepend=chance[0])),
    })  # fmt: skip


def _known(person: object, people: int) -> int:
    text = tr("customer is {got}; allowed: a whole number from 0 to {last}", got=str(person), last=people - 1)
    try:
        number = int(person)  # type: ignore[call-overload]
    except (TypeError, ValueError, OverflowError):
        raise CxError(text) from None
    if isinstance(person, bool) or number != person or not 0 <= number < people:
        raise CxError(text)
    return number


def _leaving(event: Event, person: int, log: Log, facts: Facts) -> float:
    """Probability of leaving at the next review with the state after an event; NaN for who is no customer."""
    if not event.is_customer:
        return float("nan")
    traits, end, row = facts.traits[person], log.persons[person], facts.plan.loyalty
    week = _review_week(event, person, log)
    phase = loyalty.contract_phase(int(traits["contract"]), week // REVIEW_WEEKS)
    stand = loyalty.standing(float(traits["frailty"]), bool(end["referred"]), phase, event.open_cases, row)
    mine = log.reviews[(log.reviews["person"] == person) & (log.reviews["offer"] > 0)]["week"]
    if ((mine < week) & (week <= mine + REVIEW_WEEKS * int(facts.plan.scalars[0]["warning_reviews"]))).any():
        stand += float(facts.plan.warning[OFFER_LOGIT])
    years = ((week + 1) * WEEK - int(end["joined"])) / (WEEKS_A_YEAR * WEEK)
    return float(loyalty.leave_probability(event.satisfaction, event.failure, years, stand, row))


def _review_week(event: Event, person: int, log: Log) -> int:
    """Week of the review to which the state after an event counts."""
    week = event.time // WEEK
    if event.kind == LEFT:  # the review at which it happened
        return week
    if event.kind == REVIEW:
        return week + REVIEW_WEEKS
    week += (person - week) % REVIEW_WEEKS
    # people also join while a review goes on; only the log knows whether their own turn was still to come
    mine = log.reviews[(log.reviews["person"] == person) & (log.reviews["week"] == week)]
    if event.kind == JOIN and week == event.time // WEEK and not len(mine):
        week += REVIEW_WEEKS
    return week


def _tell(events: list[Event], chances: np.ndarray) -> tuple[list[Event], list[int]]:
    """Lines to be told and, for each, the number of the last event in it; quiet neighbors share a line."""
    moves = np.abs(np.nan_to_num(np.diff(chances, prepend=chances[0])))
    weight = [ALWAYS_TOLD if event.loud else float(move) for event, move in zip(events, moves, strict=True)]
    groups = [[number] for number in range(len(events))]
    while len(groups) > MOST_LINES:
        pairs = [sum(weight[n] for n in left + right) for left, right in pairwise(groups)]
        at = int(np.argmin(pairs))
        groups[at : at + 2] = [groups[at] + groups[at + 1]]
    return [_together([events[n] for n in group]) for group in groups], [group[-1] for group in groups]


def _together(events: list[Event]) -> Event:
    """One line for several events; the state is that after the last of them."""
    last = events[-1]
    if len(events) == 1:
        return last
    count = {kind: sum(event.kind == kind for event in events) for kind in (NEED, REVIEW, CASE)}
    if count[REVIEW] == len(events):
        text = tr("quiet time: stays at {reviews} reviews", reviews=count[REVIEW])
        return last._replace(kind="several", text=text)
    named = {NEED: tr("needs: {count}", count=count[NEED]), CASE: tr("complaint steps: {count}", count=count[CASE]),
             REVIEW: tr("reviews: {count}", count=count[REVIEW])}  # fmt: skip
    told = ", ".join(words for kind, words in named.items() if count[kind])
    text = tr("quiet time ({events})", events=told) if told else tr("quiet time")
    answers = [event.answer for event in events if event.answer >= 0]
    wait = sum(event.wait_min for event in events)
    return last._replace(kind="several", text=text, wait_min=wait, answer=answers[-1] if answers else -1)
