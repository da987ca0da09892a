"""Contacts that come back: re-contacts, escalation to a second tier, busy signals that redial.

Literature: Jackson 1957, 1963; Yom-Tov & Mandelbaum 2014 (Erlang-R); Falin & Templeton 1997.
"""

from __future__ import annotations

from typing import NamedTuple

from cxsim.theory.erlang import mean_wait

__all__ = ["Feedback", "Retrial", "TwoTiers", "feedback", "retrial_single", "two_tiers"]


class Feedback(NamedTuple):
    """A desk whose unresolved customers call again. Times in the unit of time of the rates.

    Attributes
    ----------
    contact_rate : float
        Contacts per unit of time, repeats included.
    contacts_per_need : float
        Mean contacts until resolved.
    wait_per_contact, wait_per_need : float
        Mean wait of one contact, and summed over all contacts of a need.
    time_to_resolution : float
        Mean time from the first arrival to the end of the last contact, delays included.
    """

    contact_rate: float
    contacts_per_need: float
    wait_per_contact: float
    wait_per_need: float
    time_to_resolution: float


class TwoTiers(NamedTuple):
    """A front line that escalates and a second line that may send back. Rates per unit of time."""

    rate_first: float
    rate_second: float
    wait_first: float
    wait_second: float
    time_per_need: float


class Retrial(NamedTuple):
    """One line, callers who hear the busy signal try again.

    Attributes
    ----------
    orbit : float
        Mean number of callers between two attempts.
    orbit_time : float
        Mean time a caller spends between attempts, those answered at once included.
    """

    orbit: float
    orbit_time: float


def feedback(agents: int, need_rate: float, service_rate: float, again: float, delay: float) -> Feedback:
    """Erlang-R in steady state: each contact is followed by another with probability `again`.

    Parameters
    ----------
    agents : int
        Agents.
    need_rate, service_rate : float
        New needs, and contacts one agent finishes, per unit of time.
    again : float
        Probability that a contact leaves the need unresolved, 0..1 without 1.
    delay : float
        Mean time from the end of a contact to the next attempt.
    """
    per_need = 1.0 / (1.0 - again)
    wait = mean_wait(agents, need_rate * per_need, service_rate)
    time = per_need * (wait + 1.0 / service_rate) + (per_need - 1.0) * delay
    return Feedback(need_rate * per_need, per_need, wait, per_need * wait, time)


def two_tiers(
    agents: tuple[int, int],
    need_rate: float,
    service_rates: tuple[float, float],
    again: tuple[float, float, float],
) -> TwoTiers:
    """Jackson network of two pools.

    Parameters
    ----------
    agents, service_rates : pair
        Agents, and contacts one agent finishes per unit of time, in the first and the second line.
    need_rate : float
        New needs per unit of time; all start at the first line.
    again : (escalate, recontact, returned)
        Share of first-line contacts handed to the second line; share of the others that come back to the
        first line; share of second-line contacts sent back to the first line.
    """
    escalate, recontact, returned = again
    first = need_rate / (1.0 - (1.0 - escalate) * recontact - escalate * returned)
    second = escalate * first
    wait_first = mean_wait(agents[0], first, service_rates[0])
    wait_second = mean_wait(agents[1], second, service_rates[1])
    time = first * (wait_first + 1.0 / service_rates[0]) + second * (wait_second + 1.0 / service_rates[1])
    return TwoTiers(first, second, wait_first, wait_second, time / need_rate)


def retrial_single(arrival_rate: float, service_rate: float, retry_rate: float) -> Retrial:
    """One agent, no waiting line, everybody redials after an exponential time (M/M/1 retrial queue).

    Parameters
    ----------
    arrival_rate, service_rate, retry_rate : float
        New callers, contacts finished, and attempts of one waiting caller, per unit of time.

    Returns
    -------
    Retrial
        Falin & Templeton 1997, ch. 1.
    """
    rho = arrival_rate / service_rate
    orbit = rho / (1.0 - rho) * (rho + arrival_rate / retry_rate)
    return Retrial(orbit, orbit / arrival_rate)
