"""Family G: contacts that come back or move on."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from cxsim import theory
from cxsim.evidence.verify_cases import Case, NotCovered, Params
from cxsim.evidence.verify_desk import Desk, desk_spec
from cxsim.evidence.verify_specs import Spec, plain, ratio
from cxsim.evidence.verify_stationary import Model, erlang_a, settled
from cxsim.evidence.verify_system import Law, System, relaxation
from cxsim.evidence.verify_view import View
from cxsim.messages import tr

__all__ = ["family_g", "only"]

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


def _look_up(named: Mapping[str, Spec], desk: Desk) -> Callable[[str], Spec]:
    """Named quantities first, then the usual ones of a desk."""
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
    system = System(needs, {"phone": (agents, law)}, again=(share, delay), rounds=rounds, relax=relax,
                    life=rounds * (delay.mean + law.mean))
    desk = Desk(agents, law.mean, lam * law.mean)
    named: dict[str, Spec] = {
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
        rounds=rounds, relax=relax + delay.mean, life=2.0 * rounds * (laws[0].mean + laws[1].mean),
    )
    desks = _stages(system, (exact.rate_first, exact.rate_second))
    total = ratio(lambda v: v.per_need(v.wait + v.handle) / v.unit_ms, lambda v: v.count(v.fresh), laws[0].mean)
    named: dict[str, Spec] = {"total_time_per_issue": total}
    for tier, desk in desks.items():
        named[f"lam_L{tier}"] = plain(ratio(_counter(desk), lambda v: v.length, desk.load / desk.handle))
        named[f"Wq_L{tier}"] = desk_spec("Wq", desk)
        named[f"occ_L{tier}"] = desk_spec("occupancy", desk)
        named[f"P_wait_L{tier}"] = desk_spec("P_wait", desk)
    return Model({"": system}, only(named))


def _counter(desk: Desk) -> Callable[[View], np.ndarray]:
    return lambda v: v.count(desk.which(v))


def _stages(system: System, rates: tuple[float, ...]) -> dict[int, Desk]:
    """Desk of each pool, numbered from 1, that looks at its own queue."""
    desks = {}
    for i, (pool, (agents, law)) in enumerate(system.pools.items()):
        desks[i + 1] = Desk(agents, law.mean, rates[i] * law.mean, which=partial(View.queue, name=pool))
    return desks


def only(named: Mapping[str, Spec]) -> Callable[[str], Spec]:
    """Named quantities and no others."""

    def spec(quantity: str) -> Spec:
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

    def spec(quantity: str) -> Spec:
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
    # exact for one agent (Falin & Templeton 1997); for several between slow retrials and a queue
    rounds = _slow_attempts(agents, arrivals * law.mean) + theory.mean_wait(agents, arrivals, 1.0 / law.mean) / delay
    system = System(arrivals, {"phone": (agents, law)}, lines=agents, redial=retry, blocked=1.0, rounds=rounds,
                    relax=relax, life=law.mean + delay / spare)
    desk = Desk(agents, law.mean, arrivals * law.mean)
    named: dict[str, Spec] = {
        "L_orbit": ratio(lambda v: v.orbit_area(), lambda v: v.length, desk.load),
        "W_orbit": ratio(_orbit_time, lambda v: v.count(v.fresh), law.mean),
    }
    return Model({"": system}, _look_up(named, desk))


def _slow_attempts(agents: int, load: float) -> float:
    """Attempts of a need whose retrials come so late that they find what a newcomer finds: carried load is the load."""
    from scipy.optimize import brentq

    def missing(offered: float) -> float:
        return load - offered * (1.0 - theory.erlang_b(agents, offered))

    most = 2.0 * load
    while missing(most) > 0:
        most *= 2.0
    return brentq(missing, load, most) / load


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
    system = base._replace(redial=(share, delay), rounds=rounds, relax=rounds * (base.relax + delay.mean),
                           life=base.life + rounds * delay.mean)
    desk = Desk(agents, law.mean, fresh * law.mean)
    named: dict[str, Spec] = {
        "lam_total": plain(ratio(lambda v: v.count(), lambda v: v.length, fresh)),
        "P_lost_issue": ratio(lambda v: v.never(v.handled), lambda v: v.count(v.fresh)),
    }
    return Model({"": system}, _look_up(named, desk))
