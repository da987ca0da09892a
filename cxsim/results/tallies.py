"""Counts and sums behind the summary, in one pass over each table.

Only whole numbers are added here (counts, milliseconds, fen), so the order of adding never matters. A year of
280,000 contacts takes a few milliseconds; nothing here knows pandas.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cxsim.results.horizon import chunks
from cxsim.schema import ANSWERED, HANDLED, KINDS, NEED_OPEN, NOT_SENT, OUTCOMES, PHONE, QUEUES, RESOLVED

N_QUEUES, N_KINDS, N_OUTCOMES = len(QUEUES), len(KINDS), len(OUTCOMES)
ANSWERS = 11


class ContactTally(NamedTuple):
    """Contacts by queue, kind and outcome, and the times of handled ones by queue (ms)."""

    count: np.ndarray
    wait_ms: np.ndarray
    handle_ms: np.ndarray
    in_promise: np.ndarray
    live_waits: tuple[np.ndarray, np.ndarray]


class NeedTally(NamedTuple):
    """Counts over needs; answers by value for all closed needs (true) and for answered surveys (observed)."""

    born: int
    handled: int
    closed: int
    resolved: int
    first: int
    attempts: int
    sent: int
    answered: int
    satisfied: np.ndarray
    effort: np.ndarray
    recommend: np.ndarray


def _add(total: np.ndarray, code: np.ndarray, weights: np.ndarray | None = None) -> None:
    # float64 weights are exact: a year of waits is far below 2**53 ms.
    total += np.bincount(code, weights, minlength=len(total)).astype(np.int64)


def tally_contacts(contacts: np.ndarray, promise_ms: int) -> ContactTally:
    """Count contacts and add up their times.

    Parameters
    ----------
    contacts
        Rows of the table `contacts`.
    promise_ms
        Promised time to answer on the line, ms.
    """
    count = np.zeros(N_QUEUES * N_KINDS * N_OUTCOMES, np.int64)
    wait_ms, handle_ms, in_promise = (np.zeros(N_QUEUES, np.int64) for _ in range(3))
    waits: tuple[list[np.ndarray], list[np.ndarray]] = ([], [])
    for queue, kind, outcome, wait, handle in chunks(contacts, ("queue", "kind", "outcome", "wait", "handle")):
        code = queue.astype(np.int64)
        _add(count, (code * N_KINDS + kind) * N_OUTCOMES + outcome)
        served = outcome == HANDLED
        code, wait = code[served], wait[served]
        _add(wait_ms, code, wait)
        _add(handle_ms, code, handle[served])
        _add(in_promise, code[wait <= promise_ms])
        for live, found in enumerate(waits, start=PHONE):
            found.append(wait[code == live])
    live_waits = tuple(np.concatenate(found) if found else np.zeros(0, np.int64) for found in waits)
    return ContactTally(count.reshape(N_QUEUES, N_KINDS, N_OUTCOMES), wait_ms, handle_ms, in_promise, live_waits)


_NEED_COLUMNS = ("state", "handlings", "attempts", "answer_state", "satisfied", "effort", "recommend")


def tally_needs(needs: np.ndarray) -> NeedTally:
    """Count needs and answers; rows of the table `needs`."""
    counts = np.zeros(7, np.int64)
    satisfied, effort, recommend = (np.zeros((2, size), np.int64) for size in (2, 8, ANSWERS))
    for state, handlings, attempts, answer, happy, ease, score in chunks(needs, _NEED_COLUMNS):
        handled, closed, resolved = handlings > 0, state != NEED_OPEN, state == RESOLVED
        answered = answer == ANSWERED
        counts += (
            np.count_nonzero(handled), np.count_nonzero(closed), np.count_nonzero(resolved),
            np.count_nonzero(resolved & (handlings == 1)), attempts.sum(dtype=np.int64),
            np.count_nonzero(answer != NOT_SENT), np.count_nonzero(answered),
        )  # fmt: skip
        for row, mask in enumerate((closed, answered)):
            # a closed need without any experience (the mechanism is off) carries -1
            for total, value in ((satisfied, happy), (effort, ease), (recommend, score)):
                _add(total[row], value[mask & (value >= 0)])
    return NeedTally(len(needs), *(int(value) for value in counts), satisfied, effort, recommend)


def tally_reviews(reviews: np.ndarray, first_week: int, periods: int) -> np.ndarray:
    """Recommend answers of all customers under review, by four-week period and answer (int64, (periods, 11))."""
    count = np.zeros(periods * ANSWERS, np.int64)
    for week, score in chunks(reviews, ("week", "recommend")):
        period = (week.astype(np.int64) - first_week) // 4
        _add(count, (period * ANSWERS + score)[score >= 0])
    return count.reshape(periods, ANSWERS)


def net_promoters(answers: np.ndarray) -> np.ndarray:
    """NPS in points from counts of the answers 0 to 10 (last axis); not a number where nobody answered."""
    n = answers.sum(axis=-1)
    return 100.0 * (answers[..., 9:].sum(axis=-1) - answers[..., :7].sum(axis=-1)) / np.where(n > 0, n, np.nan)


def mean_of(answers: np.ndarray) -> float:
    """Mean of the values 0, 1, 2 ... from how often each occurred."""
    return ratio(float(np.arange(len(answers)) @ answers), float(answers.sum()))


def ratio(part: float, whole: float) -> float:
    """Part over whole; not a number when there is no whole."""
    return float(part) / float(whole) if whole else float("nan")


def percentile_ms(waits: np.ndarray, share: float) -> float:
    """Wait that a share of the contacts stays at or below (the smallest such wait that occurred), ms."""
    if len(waits) == 0:
        return float("nan")
    rank = max(int(np.ceil(share * len(waits))) - 1, 0)
    return float(np.partition(waits, rank)[rank])
