"""Families I and J: the arrival rate or the roster changes with the hour, or the queue starts empty."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from functools import lru_cache, partial
from typing import NamedTuple

import numpy as np

from cxsim import theory
from cxsim.clock import DAY, HOUR, MINUTE
from cxsim.evidence.verify_cases import Case, NotCovered, Params
from cxsim.evidence.verify_desk import Desk, desk_spec
from cxsim.evidence.verify_laws import law_of
from cxsim.evidence.verify_moving import only
from cxsim.evidence.verify_specs import Choice, Estimate, Fixed, Spec, mean, plain, ratio
from cxsim.evidence.verify_stationary import Model, exponential_desk
from cxsim.evidence.verify_system import Law, Part, System, days_part, with_roster
from cxsim.evidence.verify_view import View
from cxsim.messages import tr

__all__ = ["family_i", "family_j"]


def family_i(p: Params, case: Case) -> Model:
    """Time-varying arrivals: a day of hours with a roster, or a sinusoid with agents for everybody."""
    if p.has("rel_amplitude"):
        return _sinusoid(p, case.model)
    if p.has("arrivals_per_hour"):
        return _day(p)
    raise NotCovered(tr("unknown model {name}", name=case.model))


def _day(p: Params) -> Model:
    """A day that starts empty, with an arrival rate and a number of seats for each hour; all times in minutes."""
    _starts_empty(p)
    hourly, staff = p.levels("arrivals_per_hour"), p.wholes("staff_by_hour")
    if len(hourly) != 24 or len(staff) != 24 or sum(hourly) <= 0:
        raise NotCovered(tr("arrivals_per_hour and staff_by_hour need 24 numbers each"))
    handle, theta = p.number("aht_min"), p.number("theta")
    system = System(
        sum(hourly) / 1440.0, {"phone": (max(1, *staff), Law("exponential", handle))},
        patience=Law("exponential", 1.0 / theta), shift_end=_shift_end(p),
    )
    part = days_part(system, float(MINUTE), [x for x in hourly for _ in (0, 1)], float(DAY))
    part = with_roster(part, [n for n in staff for _ in (0, 1)])
    load = sum(hourly) / 1440.0 * handle
    calls = sum(hourly)
    queue, delayed = _queue_in, _waited
    if system.shift_end == "hand_back" and min(staff) < max(staff):
        queue, delayed = partial(_beyond_seats, seats=tuple(staff)), partial(_found_all_taken, seats=tuple(staff))
    named: dict[str, Spec] = {
        "arrivals_day": plain(mean(lambda v: v.count(), calls)),
        "abandons_day": mean(_abandons, calls),
        "P_ab_day": ratio(_abandons, lambda v: v.count()),
        "P_delay_day": ratio(delayed, lambda v: v.count()),
        "EW_day": ratio(lambda v: np.sum(_by_hour(v, queue), axis=0) * (HOUR / v.unit_ms), lambda v: v.count(), handle),
        "worst_hour": Choice(("",), (partial(_by_hour, queue=queue),), _worst),
        "P_ab_day_SIPP": Fixed(_sipp(hourly, staff, handle, theta)),
    }
    for hour in range(24):
        named[f"EQ_hour{hour:02d}"] = mean(partial(queue, hour=hour), load)
        named[f"EN_hour{hour:02d}"] = mean(partial(_present_in, hour=hour), load)
    return Model({"": part}, only(named))


def _starts_empty(p: Params) -> None:
    """Refuse a start that is said to be another; empty is what is simulated."""
    words = p.text("start") if p.has("start") else "empty"
    if "empty" not in words.lower():
        raise NotCovered(tr("start is {words}; simulated: empty", words=words))


def _shift_end(p: Params) -> str:
    """What the case says about agents who are too many while they are busy."""
    words = p.text("staff_change").lower() if p.has("staff_change") else ""
    finishes = "exhaustive" in words or "finish" in words
    returns = "pre-emptive" in words or "preemptive" in words or "return to queue" in words
    if words and finishes == returns:
        raise NotCovered(tr("staff_change is neither exhaustive nor pre-emptive: {words}", words=words))
    return "hand_back" if returns else "first_free"


def _abandons(v: View) -> np.ndarray:
    return v.count(v.gave_up & (v.arrived + v.wait < v.end))


def _queue_in(v: View, hour: int) -> np.ndarray:
    return v.hour_area(v.arrived, v.arrived + v.wait, hour) / (HOUR / v.unit_ms)


def _present_in(v: View, hour: int) -> np.ndarray:
    return v.hour_area(v.arrived, v.arrived + v.wait + v.handle, hour) / (HOUR / v.unit_ms)


def _by_hour(v: View, queue: Callable[..., np.ndarray]) -> list[np.ndarray]:
    return [queue(v, hour=hour) for hour in range(24)]


def _waited(v: View) -> np.ndarray:
    return v.count(v.waited)


class Crowd(NamedTuple):
    """Contacts beside the seats of their hour.

    Attributes
    ----------
    beyond : array, shape (groups, 24)
        Contacts for whom there is no seat, integrated over each hour of a day, in units.
    met : array of bool, one per contact
        Whether it found every seat taken when it came.
    """

    beyond: np.ndarray
    met: np.ndarray


@lru_cache(maxsize=1)
def crowd(v: View, seats: tuple[int, ...]) -> Crowd:
    """Who waits where contacts are handed back: such a contact waits twice, and the log holds one wait.

    But it holds when everybody came and went, and at such a desk no seat is idle while somebody waits.
    """
    gone = v.arrived + v.wait + v.handle
    hours = np.arange(v.arrived.min() // DAY * 24, v.arrived.max() // DAY * 24 + 25) * HOUR
    times = np.concatenate((gone, v.arrived, hours))  # of one moment: first who leaves
    order = np.argsort(times, kind="stable")
    present = np.cumsum(np.repeat((-1, 1, 0), (len(gone), len(gone), len(hours)))[order])
    times = times[order]
    hour, wanted = times // HOUR % 24, np.array(seats)
    group = np.full(int(times[-1]) // DAY + 1, -1)
    group[v.arrived // DAY] = v.group
    cell = 24 * group[times // DAY] + hour
    beyond = np.maximum(present - wanted[hour], 0) * np.diff(times, append=times[-1])
    area = np.bincount(cell[cell >= 0], weights=beyond[cell >= 0], minlength=24 * v.groups).reshape(-1, 24) / v.unit_ms
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    came = place[len(gone):2 * len(gone)]
    return Crowd(area, present[came] > wanted[hour[came]])


def _beyond_seats(v: View, hour: int, seats: tuple[int, ...]) -> np.ndarray:
    return crowd(v, seats).beyond[:, hour] / (HOUR / v.unit_ms)


def _found_all_taken(v: View, seats: tuple[int, ...]) -> np.ndarray:
    return v.count(crowd(v, seats).met)


def _worst(sums: np.ndarray) -> tuple[float, list[Callable[..., np.ndarray]]]:
    """Hour with the longest queue, and its lead over the runner-up."""
    order = np.argsort(sums)
    first, second = int(order[-1]), int(order[-2])
    return float(first), [lambda s: s[..., first] - s[..., second]]


def _sipp(hourly: list[float], staff: list[int], handle: float, theta: float) -> float:
    """Abandonment if every hour were in steady state of its own: the approximation that the case asks for."""
    held = theory.Patience("exponential", 1.0 / theta)
    lost = sum(
        rate * theory.patience_queue(n, rate / 60.0, 1.0 / handle, held).abandons if n else rate
        for rate, n in zip(hourly, staff, strict=True)
        if rate > 0
    )
    return lost / sum(hourly)


def _sinusoid(p: Params, name: str) -> Model:
    """Infinitely many agents; the first harmonic of the number busy, with the period stretched to one day."""
    rate, amplitude = p.number("lam_bar"), p.share("rel_amplitude")
    period, handle = p.number("period"), p.number("mean_service")
    short = {"Mt/M/": "service exponential, infinite servers", "Mt/D/": "service deterministic, infinite servers"}
    words = p.text("form") if p.has("form") else short.get(name[:5], name)
    named = re.search(r"service (exponential|deterministic)", words)
    if not named or "infinite" not in words:
        raise NotCovered(tr("unknown form {words}", words=words))
    exact = theory.sinusoidal_load(rate, amplitude, period, handle)
    agents = math.ceil(exact.peak + 8.0 * math.sqrt(exact.peak)) + 10  # one more is needed once in 10^15
    system = System(rate, {"phone": (agents, law_of(named.group(1), handle, None))})
    unit_ms = DAY / period
    # constant half hours damp the first harmonic by sin(x) / x, x = pi / 48; they are drawn that much steeper
    steeper = amplitude / (math.sin(math.pi / 48) / (math.pi / 48))
    weights = [1.0 + steeper * math.sin(2.0 * math.pi * (h + 0.5) / 48) for h in range(48)]
    if min(weights) < 0:
        raise NotCovered(tr("amplitude {value} leaves no arrivals at night", value=amplitude))
    part = days_part(system, unit_ms, weights, float(DAY), (0, 1, 2, 3, 4))

    found: dict[str, Spec] = {
        "offered_load_mean": plain(ratio(lambda v: v.sum(v.handle), lambda v: v.length, exact.mean)),
        "offered_load_peak": Estimate(("",), (_harmonic,), _peak, exact.mean, False),
        "peak_lag_min": Estimate(("",), (_harmonic,), lambda s: _lag(s) * period, handle, False),
    }
    return Model({"": part}, only(found))


def _harmonic(v: View) -> tuple[np.ndarray, ...]:
    """Number busy and arrivals, each with its first harmonic; a service counts for the day it began on."""
    turn = 2.0 * math.pi / DAY
    at = turn * v.arrived
    begin, end = at + turn * v.wait, at + turn * (v.wait + v.handle)
    # integrals of cosine and sine over each service, in ms; `sum` turns them into units
    cosine, sine = (np.sin(end) - np.sin(begin)) / turn, (np.cos(begin) - np.cos(end)) / turn
    return v.sum(v.handle), v.sum(cosine), v.sum(sine), v.length, v.sum(np.cos(at)), v.sum(np.sin(at))


def _peak(s: np.ndarray) -> np.ndarray:
    return (s[..., 0] + 2.0 * np.hypot(s[..., 1], s[..., 2])) / s[..., 3]


def _lag(s: np.ndarray) -> np.ndarray:
    """Share of a period between the peak of the arrivals that came and the peak of the load they made."""
    behind = np.arctan2(s[..., 2], s[..., 1]) - np.arctan2(s[..., 5], s[..., 4])
    return (np.mod(behind + math.pi, 2.0 * math.pi) - math.pi) / (2.0 * math.pi)


def family_j(p: Params, case: Case) -> Model:
    """The first customers of a queue that starts empty, and its steady state for comparison."""
    if not p.has("n"):
        raise NotCovered(tr("a variance over infinitely long runs would take some 10^9 contacts to estimate"))
    _starts_empty(p)
    agents, arrivals, mu, first = p.whole("c"), p.number("lam"), p.number("mu"), p.whole("n")
    # long enough that the first customers have come but for one day in a billion
    burst = (first + 7.0 * math.sqrt(first) + 25.0) / arrivals
    part = _bursts(System(arrivals, {"phone": (agents, Law("exponential", 1.0 / mu))}), burst)
    systems: dict[str, System | Part] = {"": part}
    steady = arrivals < agents * mu * (1 - 1e-12)
    if steady:
        systems["steady"] = exponential_desk(agents, arrivals, mu)

    def spec(quantity: str) -> Spec:
        if quantity == "Wq_steady" and steady:
            return desk_spec("Wq", Desk(agents, 1.0 / mu, arrivals / mu, part="steady"))
        stem, _, number = quantity.rpartition("_")
        if not number.isdecimal() or not 1 <= int(number) <= first:
            raise NotCovered(tr("unknown quantity {name}", name=quantity))
        n = int(number)
        if stem == "mean_wait_first":
            return ratio(*_of_rank(lambda rank: (rank >= 1) & (rank <= n)), 1.0 / mu)
        if stem == "E_wait_customer":
            return ratio(*_of_rank(lambda rank: rank == n), 1.0 / mu)
        raise NotCovered(tr("unknown quantity {name}", name=quantity))

    return Model(systems, spec)


def _of_rank(chosen: Callable[[np.ndarray], np.ndarray]) -> tuple[Callable, Callable]:
    """Waits, and number, of customers chosen by their place in the order of arrival of their day."""
    return (lambda v: v.waits(chosen(v.rank_in_group()))), (lambda v: v.count(chosen(v.rank_in_group())))


def _bursts(system: System, burst: float) -> Part:
    """Eight hours of arrivals a day, the rest of the day to drain."""
    hours = 16
    unit_ms = hours * 0.5 * HOUR / burst
    if system.pools["phone"][1].mean * unit_ms < 1000:
        raise NotCovered(tr("a day of {times} handle times is too long for a clock of milliseconds",
                            times=f"{burst / system.pools['phone'][1].mean:,.0f}"))
    a_day = system._replace(arrivals=system.arrivals * hours / 48.0)
    weights = [1.0] * hours + [0.0] * (48 - hours)
    return days_part(a_day, unit_ms, weights, hours * 0.5 * HOUR)


