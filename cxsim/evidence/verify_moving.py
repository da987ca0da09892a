"""Families in which contacts come back, move on, or the day changes: G, I and J."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from cxsim import theory
from cxsim.clock import DAY, HOUR, MINUTE
from cxsim.evidence.verify_cases import Case, NotCovered, Params
from cxsim.evidence.verify_desk import Desk, desk_spec
from cxsim.evidence.verify_specs import Choice, Estimate, Fixed, mean, plain, ratio
from cxsim.evidence.verify_stationary import Model, erlang_a, exponential_desk, settled
from cxsim.evidence.verify_system import (
    Law,
    Part,
    System,
    days_part,
    relaxation,
    with_roster,
)
from cxsim.evidence.verify_view import View
from cxsim.messages import tr

__all__ = ["family_g", "family_i", "family_j"]

Spec = Callable[[str], object]


def family_g(p: Params, case: Case) -> Model:
    """Contacts that come back or move on, told apart by their parameters."""
    if p.has("p_escalate"):
        return _two_tiers(p)
    if p.has("p_recontact"):
        return _feedback(p)
    if p.has("c1") and p.has("c2"):
        return _tandem(p)
    if p.has("p_redial"):
        return _redial(p)
    if p.has("nu"):
        return _retrial(p)
    raise NotCovered(tr("unknown model {name}", name=case.model))


def _look_up(named: dict[str, object], desk: Desk) -> Spec:
    return lambda quantity: named[quantity] if quantity in named else desk_spec(quantity, desk)


def _feedback(p: Params) -> Model:
    """Erlang-R: a share of handlings is followed by another contact after a delay."""
    agents, needs, mu = p.whole("c"), p.number("lam_external"), p.number("mu")
    share, delay = p.share("p_recontact"), Law("exponential", 1.0 / p.number("delay_rate"))
    law = Law("exponential", 1.0 / mu)
    if not 0 < share < 1:
        raise NotCovered(tr("{name} is {value}; allowed: above 0, below 1", name="p_recontact", value=share))
    lam = needs / (1.0 - share)
    settled(agents, lam, law)
    rounds = 1.0 / (1.0 - share)
    relax = rounds * (relaxation(agents, lam, law) + share * delay.mean)
    system = System(needs, {"phone": (agents, law)}, again=(share, delay), relax=relax,
                    life=rounds * (delay.mean + law.mean))
    desk = Desk(agents, law.mean, lam * law.mean)
    named = {
        "lam_effective": plain(ratio(lambda v: v.count(), lambda v: v.length, lam)),
        "contacts_per_issue": plain(ratio(lambda v: v.per_need(np.ones(len(v.log))), lambda v: v.count(v.fresh))),
        "Wq_per_issue": ratio(lambda v: v.per_need(v.wait) / v.unit_ms, lambda v: v.count(v.fresh), law.mean),
        "mean_time_to_resolution": ratio(_life, lambda v: v.count(v.fresh), law.mean),
    }
    return Model({"": system}, _look_up(named, desk))


def _life(v: View) -> np.ndarray:
    """Time from the first arrival to the end of the last contact, over needs."""
    born = v.sum(v.arrived, v.fresh)
    return v.last(v.arrived + v.wait + v.handle) / v.unit_ms - born


def _two_tiers(p: Params) -> Model:
    """A front line that escalates, a second line that may send back, front-line contacts that return."""
    agents = (p.whole("c1"), p.whole("c2"))
    laws = tuple(Law("exponential", 1.0 / p.number(n)) for n in ("mu1", "mu2"))
    needs, again = p.number("lam"), (p.share("p_escalate"), p.share("p_recontact_L1"), p.share("p_return_from_L2"))
    rates = (1.0 / laws[0].mean, 1.0 / laws[1].mean)
    exact = theory.two_tiers(agents, needs, rates, again)
    settled(agents[0], exact.rate_first, laws[0])
    settled(agents[1], exact.rate_second, laws[1])
    rounds = exact.rate_first / needs
    delay = Law("exponential", laws[0].mean)
    relax = rounds * (
        relaxation(agents[0], exact.rate_first, laws[0]) + relaxation(agents[1], exact.rate_second, laws[1])
    )
    system = System(
        needs, {"phone": (agents[0], laws[0]), "email": (agents[1], laws[1])},
        again=(again[1], delay) if again[1] > 0 else None,
        transfers={"phone": ("email", again[0]), "email": ("phone", again[2])},
        relax=relax + delay.mean, life=2.0 * rounds * (laws[0].mean + laws[1].mean),
    )
    desks = _stages(system, (exact.rate_first, exact.rate_second))
    total = ratio(lambda v: v.per_need(v.wait + v.handle) / v.unit_ms, lambda v: v.count(v.fresh), laws[0].mean)
    named = {"total_time_per_issue": total}
    for tier, desk in desks.items():
        named[f"lam_L{tier}"] = plain(ratio(_counter(desk), lambda v: v.length, desk.load / desk.handle))
        named[f"Wq_L{tier}"] = desk_spec("Wq", desk)
        named[f"occ_L{tier}"] = desk_spec("occupancy", desk)
        named[f"P_wait_L{tier}"] = desk_spec("P_wait", desk)
    return Model({"": system}, _only(named))


def _counter(desk: Desk) -> Callable[[View], np.ndarray]:
    return lambda v: v.count(desk.which(v))


def _stages(system: System, rates: tuple[float, ...]) -> dict[int, Desk]:
    """Desk of each pool, numbered from 1, that looks at its own queue."""
    desks = {}
    for i, (pool, (agents, law)) in enumerate(system.pools.items()):
        desks[i + 1] = Desk(agents, law.mean, rates[i] * law.mean, which=lambda v, q=pool: v.queue(q))
    return desks


def _only(named: dict[str, object]) -> Spec:
    def spec(quantity: str) -> object:
        if quantity not in named:
            raise NotCovered(tr("unknown quantity {name}", name=quantity))
        return named[quantity]

    return spec


def _tandem(p: Params) -> Model:
    """Every contact is handed on from the first pool to the second."""
    agents, needs = (p.whole("c1"), p.whole("c2")), p.number("lam")
    laws = tuple(Law("exponential", 1.0 / p.number(n)) for n in ("mu1", "mu2"))
    for n, law in zip(agents, laws, strict=True):
        settled(n, needs, law)
    system = System(
        needs, {"phone": (agents[0], laws[0]), "email": (agents[1], laws[1])}, transfers={"phone": ("email", 1.0)},
        relax=sum(relaxation(n, needs, law) for n, law in zip(agents, laws, strict=True)),
        life=laws[0].mean + laws[1].mean,
    )
    desks = _stages(system, (needs, needs))

    def spec(quantity: str) -> object:
        stem, _, stage = quantity.rpartition("_")
        if stage not in ("1", "2"):
            raise NotCovered(tr("unknown quantity {name}", name=quantity))
        return desk_spec({"occ": "occupancy"}.get(stem, stem), desks[int(stage)])

    return Model({"": system}, spec)


def _retrial(p: Params) -> Model:
    """No waiting line: who hears the busy signal tries again and again."""
    agents = p.whole("c") if p.has("c") else 1
    arrivals, law, delay = p.number("lam"), Law("exponential", 1.0 / p.number("mu")), 1.0 / p.number("nu")
    settled(agents, arrivals, law)
    slow = relaxation(agents, arrivals, law)
    spare = 1.0 - arrivals * law.mean / agents
    relax = slow + delay / spare**2
    retry = (1.0, Law("exponential", delay))
    system = System(arrivals, {"phone": (agents, law)}, lines=agents, redial=retry, blocked=1.0,
                    relax=relax, life=law.mean + delay / spare)
    desk = Desk(agents, law.mean, arrivals * law.mean)
    since = {
        "L_orbit": ratio(lambda v: v.orbit_area(), lambda v: v.length, desk.load),
        "W_orbit": ratio(_orbit_time, lambda v: v.count(v.fresh), law.mean),
    }
    return Model({"": system}, _look_up(since, desk))


def _orbit_time(v: View) -> np.ndarray:
    """Time from the first attempt to the last, over needs."""
    return v.last(v.arrived) / v.unit_ms - v.sum(v.arrived, v.fresh)


def _redial(p: Params) -> Model:
    """Erlang A whose abandoning customers call again."""
    fresh, share = p.number("lam_fresh"), p.share("p_redial")
    base = erlang_a(p.whole("n"), fresh, p.number("mu"), p.number("theta"))
    delay = Law("exponential", 1.0 / p.number("redial_rate"))
    agents, law = base.pools["phone"]
    # whoever redials comes again at most 1 / (1 - share) times on average
    most = fresh / (1.0 - share) if share < 1 else math.inf
    if share >= 1:
        raise NotCovered(tr("{name} is {value}; allowed: above 0, below 1", name="p_redial", value=share))
    rounds = most / fresh
    system = base._replace(redial=(share, delay), relax=rounds * (base.relax + delay.mean),
                           life=base.life + rounds * delay.mean)
    desk = Desk(agents, law.mean, fresh * law.mean)
    named = {
        "lam_total": plain(ratio(lambda v: v.count(), lambda v: v.length, fresh)),
        "P_lost_issue": ratio(lambda v: v.never(v.handled), lambda v: v.count(v.fresh)),
    }
    return Model({"": system}, _look_up(named, desk))


# ---------------------------------------------------------------------- I: the day changes
def family_i(p: Params, case: Case) -> Model:
    """Time-varying arrivals: a day of hours with a roster, or a sinusoid with agents for everybody."""
    if p.has("rel_amplitude"):
        return _sinusoid(p)
    if p.has("arrivals_per_hour"):
        return _day(p)
    raise NotCovered(tr("unknown model {name}", name=case.model))


def _day(p: Params) -> Model:
    """A day that starts empty, with an arrival rate and a number of seats for each hour; all times in minutes."""
    hourly, staff = p.levels("arrivals_per_hour"), p.wholes("staff_by_hour")
    if len(hourly) != 24 or len(staff) != 24 or sum(hourly) <= 0:
        raise NotCovered(tr("arrivals_per_hour and staff_by_hour need 24 numbers each"))
    handle, theta = p.number("aht_min"), p.number("theta")
    system = System(
        sum(hourly) / 1440.0, {"phone": (max(1, *staff), Law("exponential", handle))},
        patience=Law("exponential", 1.0 / theta), hand_back=_hands_back(p),
    )
    part = days_part(system, float(MINUTE), [x for x in hourly for _ in (0, 1)], float(DAY))
    part = with_roster(part, [n for n in staff for _ in (0, 1)])
    load = sum(hourly) / 1440.0 * handle
    calls = sum(hourly)
    named = {
        "arrivals_day": plain(mean(lambda v: v.count(), calls)),
        "abandons_day": mean(_abandons, calls),
        "P_ab_day": ratio(_abandons, lambda v: v.count()),
        "P_delay_day": ratio(lambda v: v.count(v.waited), lambda v: v.count()),
        "EW_day": ratio(lambda v: v.queue_area(), lambda v: v.count(), handle),
        "worst_hour": Choice(("",), (_hourly_queue,), _worst),
        "P_ab_day_SIPP": Fixed(_sipp(hourly, staff, handle, theta), tr("a formula by definition, not simulated")),
    }
    for hour in range(24):
        named[f"EQ_hour{hour:02d}"] = mean(lambda v, h=hour: _queue_in(v, h), load)
        named[f"EN_hour{hour:02d}"] = mean(lambda v, h=hour: _present_in(v, h), load)
    return Model({"": part}, _only(named))


def _hands_back(p: Params) -> bool:
    """What the case says about agents whose shift ends while they are busy."""
    words = p.text("staff_change").lower() if p.has("staff_change") else ""
    finishes = "exhaustive" in words or "finish" in words
    returns = "pre-emptive" in words or "preemptive" in words or "return to queue" in words
    if words and finishes == returns:
        raise NotCovered(tr("staff_change is neither exhaustive nor pre-emptive: {words}", words=words))
    return returns


def _abandons(v: View) -> np.ndarray:
    return v.count(v.gave_up & (v.arrived + v.wait < v.end))


def _queue_in(v: View, hour: int) -> np.ndarray:
    return v.hour_area(v.arrived, v.arrived + v.wait, hour) / (HOUR / v.unit_ms)


def _present_in(v: View, hour: int) -> np.ndarray:
    return v.hour_area(v.arrived, v.arrived + v.wait + v.handle, hour) / (HOUR / v.unit_ms)


def _hourly_queue(v: View) -> list[np.ndarray]:
    return [_queue_in(v, hour) for hour in range(24)]


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


def _sinusoid(p: Params) -> Model:
    """Infinitely many agents; the first harmonic of the number busy, with the period stretched to one day."""
    rate, amplitude = p.number("lam_bar"), p.share("rel_amplitude")
    period, handle = p.number("period"), p.number("mean_service")
    if p.has("form"):
        words = p.text("form")
        if "exponential" not in words or "infinite" not in words:
            raise NotCovered(tr("unknown form {words}", words=words))
    exact = theory.sinusoidal_load(rate, amplitude, period, handle)
    agents = math.ceil(exact.peak + 8.0 * math.sqrt(exact.peak)) + 10  # one more is needed once in 10^15
    system = System(rate, {"phone": (agents, Law("exponential", handle))})
    unit_ms = DAY / period
    # constant half hours damp the first harmonic by sin(x) / x, x = pi / 48; they are drawn that much steeper
    steeper = amplitude / (math.sin(math.pi / 48) / (math.pi / 48))
    weights = [1.0 + steeper * math.sin(2.0 * math.pi * (h + 0.5) / 48) for h in range(48)]
    if min(weights) < 0:
        raise NotCovered(tr("amplitude {value} leaves no arrivals at night", value=amplitude))
    part = days_part(system, unit_ms, weights, float(DAY), tuple(range(7)))

    def columns(v: View) -> tuple[np.ndarray, ...]:
        turn = 2.0 * math.pi / DAY
        begin, end = turn * (v.arrived + v.wait), turn * (v.arrived + v.wait + v.handle)
        to_units = 1.0 / turn  # integrals of cos and sin over the service, in ms; `sum` turns them into units
        cosine, sine = (np.sin(end) - np.sin(begin)) * to_units, (np.cos(begin) - np.cos(end)) * to_units
        at = turn * v.arrived
        return v.sum(v.handle), v.sum(cosine), v.sum(sine), v.length, v.sum(np.cos(at)), v.sum(np.sin(at))

    def peak(s: np.ndarray) -> np.ndarray:
        return (s[..., 0] + 2.0 * np.hypot(s[..., 1], s[..., 2])) / s[..., 3]

    def lag(s: np.ndarray) -> np.ndarray:
        # between the peak of the arrivals that came and the peak of the load that they made
        behind = np.arctan2(s[..., 2], s[..., 1]) - np.arctan2(s[..., 5], s[..., 4])
        return (np.mod(behind + math.pi, 2.0 * math.pi) - math.pi) / (2.0 * math.pi) * period

    named = {
        "offered_load_mean": plain(ratio(lambda v: v.sum(v.handle), lambda v: v.length, exact.mean)),
        "offered_load_peak": plain(Estimate(("",), (columns,), peak, exact.mean)),
        "peak_lag_min": plain(Estimate(("",), (columns,), lag, handle)),
        "peak_lag": plain(Estimate(("",), (columns,), lag, handle)),
    }
    return Model({"": part}, _only(named))


# ---------------------------------------------------------------------- J: starting empty
def family_j(p: Params, case: Case) -> Model:
    """The first customers of a queue that starts empty, and its steady state for comparison."""
    if not p.has("n"):
        raise NotCovered(tr("a variance over infinitely long runs would take some 10^9 contacts to estimate"))
    agents, arrivals, mu, first = p.whole("c"), p.number("lam"), p.number("mu"), p.whole("n")
    # long enough that the first customers have come but for one day in a billion
    burst = (first + 7.0 * math.sqrt(first) + 25.0) / arrivals
    part = _bursts(System(arrivals, {"phone": (agents, Law("exponential", 1.0 / mu))}), burst)
    systems: dict[str, object] = {"": part}
    steady = arrivals < agents * mu * (1 - 1e-12)
    if steady:
        systems["steady"] = exponential_desk(agents, arrivals, mu)

    def spec(quantity: str) -> object:
        if quantity == "Wq_steady" and steady:
            return desk_spec("Wq", Desk(agents, 1.0 / mu, arrivals / mu, part="steady"))
        stem, _, number = quantity.rpartition("_")
        if not number.isdigit() or not 1 <= int(number) <= first:
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
        raise NotCovered(tr("too many customers a day for a clock of milliseconds"))
    a_day = system._replace(arrivals=system.arrivals * hours / 48.0)
    weights = [1.0] * hours + [0.0] * (48 - hours)
    return days_part(a_day, unit_ms, weights, hours * 0.5 * HOUR)


