"""Counts and sums behind the summary: one compiled pass over each table.

Only whole numbers are added here (counts, milliseconds, fen), so the order of adding never matters. A year of
280,000 contacts takes a few milliseconds; nothing here knows pandas.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from cxsim._jit import checked_kernel
from cxsim.schema import (
    ANSWERED,
    BALKED,
    CALL_BACK,
    CHAT,
    EMAIL,
    HANDLED,
    KINDS,
    NEED_OPEN,
    NOT_SENT,
    OPEN,
    OUTCOMES,
    QUEUES,
    RESOLVED,
    SELF_SERVED,
)

ANSWERS = 11
PERIOD_WEEKS = 4
(WAIT, HANDLE, IN_PROMISE, OPEN_SINCE, BOT_SOLVED, TOLD, TOLD_LEFT, TOLD_ANSWERED, TOLD_KEPT, CALLED, CALL_WAIT,
 CALLED_15MIN, CALLED_24H) = range(13)
HANDLED_NEEDS, CLOSED_NEEDS, RESOLVED_NEEDS, FIRST_CONTACT, ATTEMPTS, SENT, ANSWERED_NEEDS = range(7)
TRUE, OBSERVED = range(2)


class ContactTally(NamedTuple):
    """Contacts and their times.

    Attributes
    ----------
    tally
        Number of contacts by queue, kind and outcome, int64.
    sums
        By queue: wait and handle time of handled contacts (ms), contacts answered within the promise, and the
        sum of arrival times of those still open (ms), needs that a bot solved, contacts that were told
        a wait, of them left at once, answered, answered within the wait told, call backs, their
        waits (ms), those within 15 min and within 24 h, int64, shape (queues, 13).
    waits
        Waits of handled phone and of handled chat contacts, ms.
    """

    tally: np.ndarray
    sums: np.ndarray
    waits: tuple[np.ndarray, np.ndarray]


class NeedTally(NamedTuple):
    """Needs and answers.

    Attributes
    ----------
    tally
        Needs handled, closed, resolved, resolved at first contact; attempts; surveys sent and answered,
        int64.
    satisfied, effort, recommend
        How often each answer occurred, for all closed needs (row `TRUE`) and for answered surveys
        (`OBSERVED`).
    """

    tally: np.ndarray
    satisfied: np.ndarray
    effort: np.ndarray
    recommend: np.ndarray


@checked_kernel
def _count_contacts(contacts, promise_ms, count, sums):
    for i in range(contacts.size):
        row = contacts[i]
        queue, outcome = row["queue"], row["outcome"]
        count[queue, row["kind"], outcome] += 1
        if row["kind"] == CALL_BACK:
            if outcome == HANDLED:
                sums[queue, CALLED] += 1
                sums[queue, CALL_WAIT] += row["wait"]
                sums[queue, CALLED_15MIN] += row["wait"] <= 900_000
                sums[queue, CALLED_24H] += row["wait"] <= 86_400_000
            continue
        if row["announced"] >= 0:
            sums[queue, TOLD] += 1
            sums[queue, TOLD_LEFT] += outcome == BALKED
            sums[queue, TOLD_ANSWERED] += outcome == HANDLED
            sums[queue, TOLD_KEPT] += outcome == HANDLED and row["wait"] <= row["announced"]
        if outcome == HANDLED:
            sums[queue, WAIT] += row["wait"]
            sums[queue, HANDLE] += row["handle"]
            if row["wait"] <= promise_ms:
                sums[queue, IN_PROMISE] += 1
        elif outcome == SELF_SERVED:
            sums[queue, BOT_SOLVED] += row["resolved"]
        elif outcome == OPEN:
            sums[queue, OPEN_SINCE] += row["arrived"]


@checked_kernel
def _collect_waits(contacts, phone, chat):
    phones, chats = 0, 0
    for i in range(contacts.size):
        row = contacts[i]
        if row["outcome"] == HANDLED and row["queue"] < EMAIL and row["kind"] != CALL_BACK:
            if row["queue"] == CHAT:
                chat[chats] = row["wait"]
                chats += 1
            else:
                phone[phones] = row["wait"]
                phones += 1


def tally_contacts(contacts: np.ndarray, promise_ms: int) -> ContactTally:
    """Count contacts and add up their times.

    Parameters
    ----------
    contacts
        Rows of the table `contacts`.
    promise_ms
        Promised time to answer on the line, ms.
    """
    count = np.zeros((len(QUEUES), len(KINDS), len(OUTCOMES)), np.int64)
    sums = np.zeros((len(QUEUES), 13), np.int64)
    _count_contacts(contacts, promise_ms, count, sums)
    handled = count[:, :, HANDLED].sum(axis=1) - count[:, CALL_BACK, HANDLED]
    waits = np.empty(handled[0], np.int64), np.empty(handled[CHAT], np.int64)
    _collect_waits(contacts, *waits)
    return ContactTally(count, sums, waits)


@checked_kernel
def _count_needs(needs, count, satisfied, effort, recommend):
    for i in range(needs.size):
        row = needs[i]
        count[ATTEMPTS] += row["attempts"]
        count[HANDLED_NEEDS] += row["handlings"] > 0
        count[SENT] += row["answer_state"] != NOT_SENT
        if row["state"] == NEED_OPEN:
            continue
        answered = row["answer_state"] == ANSWERED
        count[CLOSED_NEEDS] += 1
        count[ANSWERED_NEEDS] += answered
        if row["state"] == RESOLVED:
            count[RESOLVED_NEEDS] += 1
            count[FIRST_CONTACT] += row["handlings"] == 1
        if row["recommend"] >= 0:  # -1 where the mechanism experience is off
            for seen in range(TRUE, OBSERVED + answered):
                satisfied[seen, row["satisfied"]] += 1
                effort[seen, row["effort"]] += 1
                recommend[seen, row["recommend"]] += 1


def tally_needs(needs: np.ndarray) -> NeedTally:
    """Count needs and answers; rows of the table `needs`."""
    tally = NeedTally(np.zeros(7, np.int64), *(np.zeros((2, size), np.int64) for size in (2, 8, ANSWERS)))
    _count_needs(needs, *tally)
    return tally


@checked_kernel
def _count_reviews(reviews, first_week, count):
    for i in range(reviews.size):
        row = reviews[i]
        if row["recommend"] >= 0:
            count[(row["week"] - first_week) // PERIOD_WEEKS, row["recommend"]] += 1


def tally_reviews(reviews: np.ndarray, first_week: int, weeks: int) -> np.ndarray:
    """Recommend answers of all customers under review, int64 by four-week period and answer (periods, 11)."""
    count = np.zeros((-(-weeks // PERIOD_WEEKS), ANSWERS), np.int64)
    _count_reviews(reviews, first_week, count)
    return count


def net_promoters(answers: np.ndarray) -> np.ndarray:
    """NPS in points from counts of the answers 0 to 10 (last axis); not a number where nobody answered."""
    n = answers.sum(axis=-1)
    return (
        100.0 * (answers[..., 9:].sum(axis=-1) - answers[..., :7].sum(axis=-1)) / np.where(n > 0, n, np.nan)
    )


def mean_of(answers: np.ndarray) -> float:
    """Mean of the values 0, 1, 2 ... from how often each occurred."""
    return ratio(float(np.arange(len(answers)) @ answers), float(answers.sum()))


def ratio(part: Any, whole: Any) -> float:
    """Part over whole; not a number when there is no whole."""
    return float(part) / float(whole) if whole else float("nan")


def percentile_ms(waits: np.ndarray, share: float) -> float:
    """Wait that a share of the contacts stays at or below (the smallest such wait that occurred), ms."""
    if len(waits) == 0:
        return float("nan")
    rank = max(int(np.ceil(share * len(waits))) - 1, 0)
    return float(np.partition(waits, rank)[rank])
