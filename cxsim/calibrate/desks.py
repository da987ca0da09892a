"""When is it open, and how many people sit there? Both read from who was answered when.

Inputs: clean contacts of one channel. Outputs: open half hours of the week; seats: whoever has to wait finds every seat
busy, so the contacts in service at that moment are the seats.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cxsim.calibrate.arrivals import HALF_HOURS, Days
from cxsim.calibrate.reading import ANSWERED, CLOSED, Contacts
from cxsim.calibrate.returning import DAY_MS, HALF_HOUR_MS, Clock

__all__ = ["Desk", "clock_of", "desk_of", "open_week", "windows"]

#: A half hour with answers on fewer than this share of its days is closed; waits from 1 s on are waits.
SELDOM, WAITS_FROM_S = 0.1, 1.0


class Desk(NamedTuple):
    """Seats by weekday and half hour, and how they were found: moments of waiting used, half hours without any."""

    seats: np.ndarray
    moments: int
    guessed: int


def open_week(log: Contacts, channel: int, days: Days, start: int) -> np.ndarray:
    """Half hours of the week in which the channel is open (7, 48): from the first to the last answered one of a day.

    `start` is midnight of the first day of the counts, ms.
    """
    own = (log.channel == channel) & (log.outcome != CLOSED)
    since = log.arrived[own] - start
    day, half = since // DAY_MS, since % DAY_MS // HALF_HOUR_MS
    count = int(day.max()) + 1 if len(day) else 0
    met = np.bincount(day * HALF_HOURS + half, minlength=count * HALF_HOURS).reshape(count, HALF_HOURS) > 0
    of_day = (np.arange(count) + (days.first.astype("datetime64[D]").astype(int) + 3)) % 7
    seen = np.zeros((7, HALF_HOURS))
    np.add.at(seen, of_day, met)
    found = np.zeros((7, HALF_HOURS), bool)
    for one in range(7):
        number = max(1, int(met[of_day == one].any(axis=1).sum()))
        often = np.flatnonzero(seen[one] >= max(1.0, SELDOM * number))
        if len(often):
            found[one, often[0]:often[-1] + 1] = True
    return found


def windows(open_: np.ndarray) -> list[dict]:
    """Opening hours for a World: days with equal hours together."""
    found: dict[tuple[int, int], list[int]] = {}
    for day in range(7):
        half = np.flatnonzero(open_[day])
        if len(half):
            found.setdefault((int(half[0]), int(half[-1]) + 1), []).append(day)
    return [{"days": days, "from": _clock(a), "to": _clock(b)} for (a, b), days in found.items()]


def _clock(half: int) -> str:
    return f"{half // 2:02d}:{30 * (half % 2):02d}"


def clock_of(open_: np.ndarray, days: Days, rate: np.ndarray, span: tuple[int, int]) -> Clock:
    """Open stretches and usual contacts over the whole log.

    Parameters
    ----------
    open_
        Open half hours of the week.
    days
        For the weekday of the first day, and the days that were closed.
    rate
        Usual contacts by weekday and half hour, any unit.
    span
        Midnight of the first day, number of days.
    """
    start, count = span
    day = np.arange(count)
    weekday = (day + (days.first.astype("datetime64[D]").astype(int) + 3)) % 7
    flags = open_[weekday].copy()
    flags[days.odd[days.odd < count]] = False
    works = flags.any(axis=1)  # one stretch a day; a night without closing has no length
    first, last = flags.argmax(axis=1), HALF_HOURS - flags[:, ::-1].argmax(axis=1)
    edges = start + HALF_HOUR_MS * np.arange(count * HALF_HOURS + 1)
    usual = np.where(open_, rate, 0.0)  # who comes at a closed door is not among those who return
    relative = usual[weekday].ravel() / max(1e-12, float(usual[open_].mean()) if open_.any() else 1.0)
    mass = np.concatenate([[0.0], np.cumsum(relative * 30.0)])
    midnight = start + DAY_MS * day
    return Clock((midnight + HALF_HOUR_MS * first)[works], (midnight + HALF_HOUR_MS * last)[works], edges, mass)


def desk_of(log: Contacts, channel: int, open_: np.ndarray) -> Desk | None:
    """Seats by weekday and half hour; none where answer and end of contacts are not known.

    Where nobody waits in a half hour, the most contacts in service at once are a lower bound.
    """
    own = log.of(log.channel == channel)
    served = (own.outcome == ANSWERED) & np.isfinite(own.wait) & np.isfinite(own.handle)
    if served.sum() < 100:
        return None
    answer = own.arrived[served] + np.rint(1000 * own.wait[served]).astype(np.int64)
    end = answer + np.rint(1000 * own.handle[served]).astype(np.int64)
    waits = np.nan_to_num(own.wait) >= WAITS_FROM_S
    waits &= own.outcome != CLOSED
    moment = own.arrived[waits]
    starts, ends = np.sort(answer), np.sort(end)
    busy = np.searchsorted(starts, moment, side="right") - np.searchsorted(ends, moment, side="right")
    at_answer = np.searchsorted(starts, answer, side="right") - np.searchsorted(ends, answer, side="right")
    seats = np.zeros((7, HALF_HOURS), np.int64)
    guessed = 0
    waited, answered = _by_slot(moment, busy), _by_slot(answer, at_answer)
    for day, half in np.argwhere(open_):
        slot = day * HALF_HOURS + half
        here = waited.get(slot)
        if here is not None and len(here) >= 5:
            seats[day, half] = max(1, round(float(np.median(here))))
            continue
        guessed += 1
        most = answered.get(slot)
        seats[day, half] = max(1, int(np.quantile(most, 0.98)) if most is not None else 1)
    return Desk(seats, int(waits.sum()), guessed)


def _by_slot(moment: np.ndarray, busy: np.ndarray) -> dict[int, np.ndarray]:
    """Busy seats by half hour of the week (Monday 0:00 first)."""
    slot = (moment // HALF_HOUR_MS + 3 * HALF_HOURS) % (7 * HALF_HOURS)
    order = np.argsort(slot, kind="stable")
    cuts = np.flatnonzero(np.diff(slot[order])) + 1
    parts = np.split(busy[order], cuts)
    names = slot[order][np.concatenate([[0], cuts])] if len(order) else []
    return {int(name): part for name, part in zip(names, parts, strict=True)} if len(order) else {}
