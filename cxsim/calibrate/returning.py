"""Who calls again: redial after giving up, coming back after not being helped; chance contacts taken away.

Question: what share returns, after how long? Inputs: arrivals with the sign of the person; opening hours.
Outputs: share and delay with intervals. A return that would fall into closed hours comes in the next open hours (the
World's rule), and everybody may have another matter besides: the time to the next contact is a mixture of both, fitted
by maximum likelihood with those who had not (yet) come at the end of the window as censored (a cure model: Boag 1949).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from cxsim.calibrate.reading import CLOSED, Contacts
from cxsim.calibrate.result import Fit, measure
from cxsim.messages import tr

__all__ = ["Clock", "Returns", "followers", "quiet", "returns_of"]

DAY_MS, HOUR_MS, HALF_HOUR_MS = 86_400_000, 3_600_000, 1_800_000
MOST_INDEX, FEWEST_EVENTS = 30_000, 50
REDIAL, COME_BACK = "redial", "come_back"


class Clock(NamedTuple):
    """Open stretches of a channel (ms since 1970, ordered, apart) and the usual contacts up to each half hour.

    `edges` and `mass`: boundaries of half hours and the number of usual hours of contacts before them.
    """

    opens: np.ndarray
    closes: np.ndarray
    edges: np.ndarray
    mass: np.ndarray


class Returns(NamedTuple):
    """Share who return, parameters of the delay (min), and the fits that are told."""

    share: float
    delay: tuple[float, ...]
    fits: tuple[Fit, ...]


class _Cases(NamedTuple):
    """Cases by their times in minutes: next contact or end of the window, closed hours before it, background."""

    event: np.ndarray
    until: np.ndarray
    opened: np.ndarray
    closed: np.ndarray
    left_share: np.ndarray
    length: np.ndarray
    usual: np.ndarray
    rate: np.ndarray


def quiet(log: Contacts, days: float) -> np.ndarray:
    """Contacts of people who had made none for so many days: first contacts of a need, whatever became of the last.

    A window of whole weeks leaves out every half hour of the week alike, so that the profile keeps its shape.
    """
    order = np.lexsort((log.arrived, log.customer))
    who, when = log.customer[order], log.arrived[order]
    gap = np.full(len(who), np.iinfo(np.int64).max)
    same = who[1:] == who[:-1]
    gap[1:][same] = (when[1:] - when[:-1])[same]
    found = np.zeros(len(who), bool)
    found[order] = (gap >= days * DAY_MS) & (who >= 0)
    return found & (log.arrived >= log.arrived.min() + days * DAY_MS)


def followers(log: Contacts, channel: int) -> np.ndarray:
    """For each contact the next one of the same person on the same channel (place in the log), -1 for none."""
    own = np.flatnonzero((log.channel == channel) & (log.customer >= 0))
    order = own[np.lexsort((log.arrived[own], log.customer[own]))]
    after = np.full(len(log.arrived), -1)
    same = log.customer[order[1:]] == log.customer[order[:-1]]
    after[order[:-1][same]] = order[1:][same]
    return after


def returns_of(log: Contacts, index: np.ndarray, kind: str, clock: Clock, frailty: float) -> Returns | None:
    """Fit who returns after the contacts `index` of one channel.

    Parameters
    ----------
    log
        All contacts.
    index
        Places of the contacts after which somebody may return.
    kind
        ``redial`` (exponential delay) or ``come_back`` (lognormal delay).
    clock
        Opening hours and usual contacts of the channel.
    frailty
        Relative variance of the contact rate between people, which the background allows for.
    """
    if not len(index):
        return None
    if len(index) > MOST_INDEX:
        index = np.sort(np.random.default_rng(11).choice(index, MOST_INDEX, replace=False))
    cases = _cases(log, index, 1.0 if kind == REDIAL else 14.0, clock)
    if cases.event.sum() < FEWEST_EVENTS:
        return None
    spread = (_exponential, _exponential_density) if kind == REDIAL else (_lognormal, _lognormal_density)
    start = [0.0, math.log(20.0), -8.0] if kind == REDIAL else [-1.0, math.log(1440.0), 0.0, -8.0]
    free, cov = _fitted(cases, spread, np.array(start), frailty)
    return Returns(_share(free[0]), tuple(map(_size, free[1:-1])), _fits(free, cov, len(cases.event), kind))


def _cases(log: Contacts, index: np.ndarray, days: float, clock: Clock) -> _Cases:
    """Times of each case, in minutes from the end of its contact."""
    channel = int(log.channel[index[0]])
    spent = np.nan_to_num(log.wait) + np.nan_to_num(log.handle)
    ended = log.arrived[index] + np.rint(1000 * spent[index]).astype(np.int64)
    after = followers(log, channel)[index]
    following = np.where(after >= 0, log.arrived[np.maximum(after, 0)], np.iinfo(np.int64).max)
    horizon = np.minimum(ended + int(days * DAY_MS), log.arrived.max())
    last = np.searchsorted(clock.closes, horizon, side="right") - 1
    if days <= 1.0:  # up to the end of the next open stretch, where whoever could not call at night has called
        last = np.searchsorted(clock.closes, ended, side="right") + 1
    fits = (last >= 0) & (last < len(clock.closes))
    end = np.where(fits, clock.closes[np.clip(last, 0, len(clock.closes) - 1)], -1)
    usable = fits & (end > ended) & (following >= ended) & (end <= log.arrived.max())
    ended, following, after, end = ended[usable], following[usable], after[usable], end[usable]
    stretch = np.searchsorted(clock.opens, following, side="right") - 1
    inside = (stretch >= 0) & (following < clock.closes[np.maximum(stretch, 0)])
    inside &= (after >= 0) & (log.outcome[np.maximum(after, 0)] != CLOSED)
    event = inside & (following <= end)
    stray = ~inside & (following <= end)  # another matter at a closed door: watched until the close before
    end[stray] = clock.closes[np.maximum(stretch[stray], 0)]
    usable = ~stray | (end > ended)
    return _timed(clock, ended[usable], np.where(event, following, end)[usable], event[usable])


def _timed(clock: Clock, ended: np.ndarray, until: np.ndarray, event: np.ndarray) -> _Cases:
    place = np.clip(np.searchsorted(clock.opens, until, side="right") - 1, 0, None)
    a, b = clock.opens[place], clock.closes[place]
    c = np.where(place > 0, clock.closes[np.maximum(place - 1, 0)], a)
    minute = 60_000.0
    usual = np.interp(until, clock.edges, clock.mass) - np.interp(ended, clock.edges, clock.mass)
    half = np.clip(np.searchsorted(clock.edges, until, side="right") - 1, 0, len(clock.edges) - 2)
    rate = (clock.mass[half + 1] - clock.mass[half]) / (HALF_HOUR_MS / minute)
    return _Cases(event, (until - ended) / minute, np.maximum(0.0, (a - ended) / minute),
                  np.maximum(0.0, (c - ended) / minute), np.where(event, (b - until) / (b - a), 0.0), (b - a) / minute,
                  usual, np.maximum(rate, 1e-9))  # fmt: skip


def _exponential(free: np.ndarray, t: np.ndarray) -> np.ndarray:
    """Distribution of the delay at positive times."""
    return -np.expm1(-t / math.exp(min(20.0, free[0])))


def _exponential_density(free: np.ndarray, t: np.ndarray) -> np.ndarray:
    mean = math.exp(min(20.0, free[0]))
    return np.exp(-t / mean) / mean


def _lognormal(free: np.ndarray, t: np.ndarray) -> np.ndarray:
    from scipy.special import ndtr

    return ndtr((np.log(t) - free[0]) / math.exp(min(5.0, free[1])))


def _lognormal_density(free: np.ndarray, t: np.ndarray) -> np.ndarray:
    spread = math.exp(min(5.0, free[1]))
    z = (np.log(t) - free[0]) / spread
    return np.exp(-0.5 * z * z) / (2.5066283 * spread * t)


def _fitted(cases: _Cases, delay: tuple[Callable, Callable], start: np.ndarray, frailty: float
            ) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """Parameters and covariance. Only where it counts is the delay evaluated: the density at events, nights if any."""
    from scipy.optimize import minimize
    from statsmodels.tools.numdiff import approx_hess

    by_time, density = delay
    until, event = np.maximum(cases.until, 1e-9), cases.event
    night_ends, night_begins = np.flatnonzero(cases.opened > 0), np.flatnonzero(cases.closed > 0)
    ends, begins = cases.opened[night_ends], cases.closed[night_begins]

    def loss(free: np.ndarray) -> float:
        share = _share(free[0])
        night = np.zeros(len(until))
        night[night_ends] = by_time(free[1:-1], ends)
        night[night_begins] -= by_time(free[1:-1], begins)
        come = share * np.clip(by_time(free[1:-1], until) - night * cases.left_share, 0.0, 1.0)
        flow = share * (density(free[1:-1], until[event]) + (night / cases.length)[event])
        background = math.exp(max(-30.0, min(5.0, free[-1])))
        soft = 1 + frailty * background * cases.usual
        none = soft ** (-1 / frailty)
        terms = (1 - come) * none
        terms[event] = flow * none[event] + terms[event] * (background * cases.rate / soft)[event]
        return -float(np.log(np.maximum(terms, 1e-300)).sum())

    n = len(cases.event)
    found = minimize(lambda x: loss(x) / n, start, method="L-BFGS-B", options={"ftol": 1e-13, "gtol": 1e-7})
    if not found.success:
        found = minimize(lambda x: loss(x) / n, found.x, method="Nelder-Mead", options={"fatol": 1e-10})
    return found.x, np.linalg.pinv(approx_hess(found.x, loss))


def _share(log_odds: float) -> float:
    return 1 / (1 + math.exp(-min(50.0, max(-50.0, log_odds))))


def _size(log_value: float) -> float:
    """A delay or a spread; where nobody returns nothing tells it, and it stays a number that can be written."""
    return math.exp(min(20.0, max(-20.0, log_value)))


def _fits(free: np.ndarray, cov: np.ndarray, n: int, kind: str) -> tuple[Fit, ...]:
    error = 1.959964 * np.sqrt(np.maximum(np.diag(cov), 0.0))
    share = [_share(free[0] + sign * error[0]) for sign in (0, -1, 1)]
    first = [_size(free[1] + sign * error[1]) for sign in (0, -1, 1)]
    method = "next contact of the same person, chance contacts taken away, maximum likelihood"
    if kind == REDIAL:
        return (
            Fit("redial_share", measure(tr("share who call again after giving up"), share[0], (share[1], share[2]), n,
                                        method, digits=3), "share", "beliefs.contacts.redial_share"),
            Fit("redial_delay", measure(tr("mean time to the redial"), first[0], (first[1], first[2]), n, method),
                "min", "beliefs.contacts.redial_delay.mean_min"),
        )  # fmt: skip
    spread = [_size(free[2] + sign * error[2]) for sign in (0, -1, 1)]
    return (
        Fit("come_back_share", measure(tr("share who come back after a first contact that was handled"), share[0],
                                       (share[1], share[2]), n, method, digits=3), "share",
            "world.service.resolution"),
        Fit("come_back_delay", measure(tr("median time until they come back"), first[0] / 60,
                                       (first[1] / 60, first[2] / 60), n, method), "h",
            "beliefs.contacts.recontact_delay.mean_min"),
        Fit("come_back_log_sd", measure(tr("spread of that time, log scale"), spread[0], (spread[1], spread[2]), n,
                                        method, digits=2), "log points", "beliefs.contacts.recontact_delay.cv"),
    )  # fmt: skip
