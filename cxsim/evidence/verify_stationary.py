"""Families of a single desk in steady state: A to F, H, K and Whitt's tables.

Each function reads the parameters of a case by name and says which systems to simulate and how to estimate a
quantity from their logs. No case is known by its number.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import NamedTuple

from cxsim import theory
from cxsim.evidence.verify_cases import Case, NotCovered, Params
from cxsim.evidence.verify_desk import Desk, desk_spec
from cxsim.evidence.verify_laws import law_of, patience_of, phases_of, service_of, whitt_law
from cxsim.evidence.verify_specs import Estimate, Fixed, Spec, at_least, ratio
from cxsim.evidence.verify_system import MOST_SEATS, Law, Part, System, relaxation
from cxsim.messages import tr

__all__ = ["Model", "desk_model", "erlang_a", "exponential_desk", "settled"]


ROUNDED = 0.001  # a speed of a chat may be rounded to whole per mille if it changes by no more than this share


class Model(NamedTuple):
    """Systems of a case by name, and how to estimate a quantity from them."""

    systems: Mapping[str, System | Part]
    spec: Callable[[str], Spec]


def settled(agents: int, arrivals: float, law: Law) -> None:
    """Refuse a queue without abandonment that the agents cannot keep up with."""
    if arrivals * law.mean >= agents * (1 - 1e-12):
        raise NotCovered(
            tr("no steady state: load {load} at {agents} agents", load=f"{arrivals * law.mean:g}", agents=agents)
        )


def desk_model(system: System, limit: float | None = None) -> Model:
    """One system with the usual quantities of a desk."""
    agents, law = system.pools[system.home]
    desk = Desk(agents, law.mean, system.arrivals * law.mean, limit)
    return Model({"": system}, lambda quantity: desk_spec(quantity, desk))


def waiting_desk(agents: int, arrivals: float, law: Law) -> System:
    """First come, first served; nobody gives up."""
    settled(agents, arrivals, law)
    return System(arrivals, {"phone": (agents, law)}, relax=relaxation(agents, arrivals, law), life=law.mean)


def exponential_desk(agents: int, arrivals: float, service_rate: float) -> System:
    """Erlang C."""
    return waiting_desk(agents, arrivals, Law("exponential", 1.0 / service_rate))


def impatient_desk(agents: int, arrivals: float, law: Law, held: Law, balk: float = 0.0) -> System:
    """First come, first served; every customer carries a patience."""
    relax = relaxation(agents, arrivals, law, held.mean)
    # a patience of years is never waited out where the agents keep up
    life = law.mean + min(held.mean, relaxation(agents, arrivals, law))
    return System(arrivals, {"phone": (agents, law)}, patience=held, balk=balk, relax=relax, life=life)


def erlang_a(agents: int, arrivals: float, service_rate: float, theta: float) -> System:
    """Erlang A."""
    return impatient_desk(
        agents, arrivals, Law("exponential", 1.0 / service_rate), Law("exponential", 1.0 / theta)
    )


def family_a(p: Params, case: Case) -> Model:
    """M/M/c."""
    return desk_model(exponential_desk(p.whole("c"), p.number("lam"), p.number("mu")))


def family_b(p: Params, case: Case) -> Model:
    """M/M/c with at most K contacts present."""
    agents, lines = p.whole("c"), p.whole("K_total")
    arrivals, law = p.number("lam"), Law("exponential", 1.0 / p.number("mu"))
    if lines < agents:
        raise NotCovered(tr("K_total is {lines}; allowed: whole numbers from c = {agents}", lines=lines, agents=agents))
    room = lines - agents + 1
    relax = law.mean + min(relaxation(agents, arrivals, law), room**2 * law.mean / agents)
    more = arrivals - agents / law.mean  # than the agents can keep up with: the lines are soon full and stay so
    if more > 0:
        relax = min(relax, law.mean + room / more + 1.0 / (math.sqrt(arrivals) - math.sqrt(agents / law.mean)) ** 2)
    system = System(arrivals, {"phone": (agents, law)}, lines=lines, relax=relax, life=law.mean * (1 + room / agents))
    return desk_model(system)


def family_c(p: Params, case: Case) -> Model:
    """Erlang A."""
    system = erlang_a(p.whole("n"), p.number("lam"), p.number("mu"), p.number("theta"))
    return desk_model(system, p.number("T") if p.has("T") else None)


def family_d(p: Params, case: Case) -> Model:
    """M/M/n with any patience."""
    held, balk = patience_of(p)
    system = impatient_desk(p.whole("n"), p.number("lam"), Law("exponential", 1.0 / p.number("mu")), held, balk)
    return desk_model(system, p.number("T") if p.has("T") else None)


def family_e_single(p: Params, case: Case) -> Model:
    """M/G/1."""
    agents = p.whole("c") if p.has("c") else 1
    return desk_model(waiting_desk(agents, p.number("lam"), service_of(p)))


def family_e_constant(p: Params, case: Case) -> Model:
    """M/D/c, beside M/M/c of the same load for the ratio of their waits."""
    agents, arrivals, handle = p.whole("c"), p.number("lam"), p.number("D")
    constant = waiting_desk(agents, arrivals, Law("deterministic", handle, 0.0))
    desk = Desk(agents, handle, arrivals * handle)

    def spec(quantity: str) -> Spec:
        if quantity != "ratio_to_MMc":
            return desk_spec(quantity, desk)
        columns = desk_spec("Wq", desk).columns[0]
        return Estimate(
            ("", "M/M/c"), (columns, columns), lambda a, b: (a[..., 0] / a[..., 1]) / (b[..., 0] / b[..., 1])
        )

    return Model({"": constant, "M/M/c": exponential_desk(agents, arrivals, 1.0 / handle)}, spec)


def family_e_phases(p: Params, case: Case) -> Model:
    """M/PH/c with Erlang or hyperexponential phases."""
    return desk_model(waiting_desk(p.whole("c"), p.number("lam"), phases_of(p)))


def family_f(p: Params, case: Case) -> Model:
    """Non-preemptive priority, first class first."""
    agents, rates = p.whole("c"), p.numbers("lams")
    if not 1 < len(rates) <= 4:
        raise NotCovered(tr("{number} classes; the simulator has 2 to 4", number=len(rates)))
    laws = _class_laws(p, len(rates))
    total = sum(rates)
    load = sum(a * law.mean for a, law in zip(rates, laws, strict=True))
    square = sum(a * law.mean**2 * (1 + law.cv**2) for a, law in zip(rates, laws, strict=True)) / total
    mixed = Law("mixture", load / total, max(0.0, square / (load / total) ** 2 - 1.0) ** 0.5)
    settled(agents, total, mixed)
    # the last class is served in what the others leave, so it forgets more slowly
    relax = relaxation(agents, total, mixed) / (1.0 - (load - rates[-1] * laws[-1].mean) / agents)
    classes = tuple((a / total, law) for a, law in zip(rates, laws, strict=True))
    pools = {"phone": (agents, max(laws, key=lambda law: law.mean))}
    system = System(total, pools, classes=classes, relax=relax, life=load / total)
    desk = Desk(agents, load / total, load)

    def spec(quantity: str) -> Spec:
        stem, _, number = quantity.rpartition("_class")
        if stem and number.isdecimal() and 1 <= int(number) <= len(rates):
            klass = int(number) - 1
            return desk_spec(stem, desk._replace(which=lambda v: v.log["klass"] == klass))
        return desk_spec("Wq" if quantity == "Wq_aggregate" else quantity, desk)

    return Model({"": system}, spec)


def _class_laws(p: Params, classes: int) -> list[Law]:
    if p.has("mu"):
        return [Law("exponential", 1.0 / p.number("mu"))] * classes
    means, spreads = p.numbers("mean_service"), p.levels("cv_service")
    if len(means) != classes or len(spreads) != classes:
        raise NotCovered(tr("mean_service and cv_service need one number for each of {number} classes", number=classes))
    return [
        Law("exponential", m) if cv == 1 else law_of("lognormal", m, cv)
        for m, cv in zip(means, spreads, strict=True)
    ]


def family_h(p: Params, case: Case) -> Model:
    """Staffing rules, confirmed by simulating the agents they give and one fewer."""
    if p.has("R"):
        return _square_root(p)
    if p.has("target_ab"):
        return _least_agents_patience(p)
    if p.has("groups"):
        each, one = p.whole("c_each"), exponential_desk(p.whole("c_each"), p.number("lam_each"), p.number("mu"))
        groups = p.whole("groups", 2)
        many = exponential_desk(groups * each, groups * one.arrivals, p.number("mu"))
        return _parts({"_separate": one, "_pooled": many})
    return _least_agents(p)


def _square_root(p: Params) -> Model:
    """Agents by the square-root rule, in units of the handle time; with patience where the case gives it."""
    load, agents = p.number("R"), p.whole("c" if p.has("c") else "n")
    beta = p.number("beta", low=-1e9) if p.has("beta") else (agents - load) / math.sqrt(load)
    if p.has("beta") and theory.square_root_agents(load, beta) != agents:
        raise NotCovered(tr("agents are not the load plus beta roots of it, rounded up"))
    mu = p.number("mu") if p.has("mu") else 1.0
    if p.has("theta"):
        model = desk_model(erlang_a(agents, load * mu, mu, p.number("theta")))
    else:
        model = desk_model(exponential_desk(agents, load * mu, mu))

    def spec(quantity: str) -> Spec:
        if quantity == "P_wait_HW" and beta > 0 and not p.has("theta"):
            return Fixed(theory.halfin_whitt_delay(beta))
        return model.spec(quantity.removesuffix("_exact"))

    return Model(model.systems, spec)


def _parts(systems: dict[str, System]) -> Model:
    """Quantities whose names end in the name of the system they belong to."""

    def spec(quantity: str) -> Spec:
        for ending, system in systems.items():
            if quantity.endswith(ending):
                agents, law = system.pools["phone"]
                desk = Desk(agents, law.mean, system.arrivals * law.mean, part=ending)
                return desk_spec(quantity.removesuffix(ending), desk)
        raise NotCovered(tr("unknown quantity {name}", name=quantity))

    return Model(dict(systems), spec)


def _least_agents(p: Params) -> Model:
    rate, mu = p.number("calls_per_hour") / 3600.0, 1.0 / p.number("aht_s")
    limit, target = p.number("T_s"), p.share("target")
    _searchable(rate / mu)
    agents = theory.required_agents(rate, mu, limit, target)
    fewer = (agents - 1) * mu > rate * (1 + 1e-9)
    systems = {"": exponential_desk(agents, rate, mu)}
    if fewer:
        systems["fewer"] = exponential_desk(agents - 1, rate, mu)

    def spec(quantity: str) -> Spec:
        if quantity == "agents":
            return at_least(lambda v: v.count(v.within(limit)), lambda v: v.count(), (target, agents, True, fewer))
        if quantity == "SL_at_c_minus_1" and not fewer:
            raise NotCovered(tr("no steady state with one agent fewer"))
        part = {"SL_at_c": "", "SL_at_c_minus_1": "fewer"}.get(quantity)
        if part is None:
            raise NotCovered(tr("unknown quantity {name}", name=quantity))
        return ratio(lambda v: v.count(v.within(limit)), lambda v: v.count(), 1.0, part)

    return Model(systems, spec)


def _least_agents_patience(p: Params) -> Model:
    lam, mu, theta, target = p.number("lam"), p.number("mu"), p.number("theta"), p.share("target_ab")
    _searchable(lam / mu)
    agents = theory.required_agents_patience(lam, mu, theory.Patience("exponential", 1.0 / theta), target)
    systems = {"": erlang_a(agents, lam, mu, theta)}
    if agents > 1:
        systems["fewer"] = erlang_a(agents - 1, lam, mu, theta)

    def spec(quantity: str) -> Spec:
        if quantity == "agents":
            rule = (target, agents, False, agents > 1)
            return at_least(lambda v: v.count(v.gave_up), lambda v: v.count(), rule)
        part = {"P_ab_at_n": "", "P_ab_at_n_minus_1": "fewer"}.get(quantity)
        if part is None or part not in systems:
            raise NotCovered(tr("unknown quantity {name}", name=quantity))
        return ratio(lambda v: v.count(v.gave_up), lambda v: v.count(), 1.0, part)

    return Model(systems, spec)


def _searchable(load: float) -> None:
    """Refuse to search for more agents than the simulator takes."""
    if load > MOST_SEATS:
        raise NotCovered(tr("{seats} agents; the simulator takes up to {most}", seats=f"{load:,.0f}", most=MOST_SEATS))


def family_k(p: Params, case: Case) -> Model:
    """One chat agent who slows down with each further chat (processor sharing)."""
    if p.whole("agents") != 1:
        raise NotCovered(tr("several chat agents: the anchor does not say who takes the next chat"))
    chats, rates = p.whole("concurrency"), p.numbers("per_chat_rate_when_j_chats")
    if chats > 4 or len(rates) != chats:
        raise NotCovered(tr("{chats} chats at a time; the simulator has 1 to 4, with one rate each", chats=chats))
    speeds = _whole_speeds(rates)
    arrivals, law = p.number("lam"), Law("exponential", speeds[0] / (1000.0 * rates[0]))
    held = Law("exponential", 1.0 / p.number("theta"))
    slow = 1.0 / rates[-1]
    system = System(
        arrivals, {"chat": (1, law)}, patience=held, chat=(chats, speeds),
        relax=2.0 * (slow + held.mean), life=slow + held.mean,
    )
    desk = Desk(1, law.mean, float(chats))

    def spec(quantity: str) -> Spec:
        if quantity == "mean_chats_in_progress":
            return ratio(lambda v: v.busy_area(), lambda v: v.length, float(chats))
        if quantity == "mean_chat_duration":
            return ratio(lambda v: v.sum(v.handle, v.handled), lambda v: v.count(v.handled), law.mean)
        if quantity == "occupancy":
            raise NotCovered(tr("unknown quantity {name}", name=quantity))
        return desk_spec(quantity, desk)

    return Model({"": system}, spec)


def _whole_speeds(rates: list[float]) -> tuple[int, ...]:
    """Speeds in whole per mille up to 1000 that stand to each other as the rates do, most exactly."""

    def rounded(first: int) -> tuple[float, tuple[int, ...]]:
        speeds = [first * rate / rates[0] for rate in rates]
        whole = tuple(round(speed) for speed in speeds)
        fits = min(whole) >= 1 and max(whole) <= 1000
        return max(abs(s / w - 1) for s, w in zip(speeds, whole, strict=True)) if fits else math.inf, whole

    error, speeds = min((rounded(first) for first in range(1000, 0, -1)), key=lambda found: found[0])
    if error > ROUNDED:
        given = ", ".join(f"{rate / max(rates):g}" for rate in rates)
        raise NotCovered(tr("speeds {speeds} are not whole per mille up to 1000", speeds=given))
    return speeds


def family_w(p: Params, case: Case) -> Model:
    """Whitt 2005: many agents, general service and patience, published simulations."""
    law = whitt_law(p.words("service"), p.number("mean_service"))
    held = whitt_law(p.words("patience"), float("inf"))
    return desk_model(impatient_desk(p.whole("n"), p.number("lam"), law, held))
