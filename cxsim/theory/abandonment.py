"""Customers who hang up: Erlang A and its generalization to any patience (M/M/n+G).

Question: how many give up, how long do they wait, how many are answered in time?
Inputs: arrivals and service per unit of time, agents, a `Patience`.
Literature: Palm 1957; Baccelli & Hebuterne 1981; Zeltyn & Mandelbaum 2005 (Queueing Systems 51) for
the integrals; Mandelbaum & Zeltyn 2007 for Erlang A.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from cxsim.theory.erlang import erlang_b

__all__ = ["Patience", "WithPatience", "patience_queue"]

_ERFC = np.vectorize(math.erfc, otypes=[float])
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(24)


class Patience(NamedTuple):
    """How long a waiting customer holds the line.

    Attributes
    ----------
    family : str
        "exponential", "deterministic", "erlang", "hyperexponential" or "lognormal".
    mean : float
        Mean patience of those who do not balk, in the unit of time of the rates.
    shape : float
        Erlang: whole number of stages; lognormal: coefficient of variation; hyperexponential:
        probability of the first branch; unused otherwise.
    shape2 : float
        Hyperexponential: mean of the first branch divided by `mean`; unused otherwise.
    balk : float
        Share of customers who leave at once when they would have to wait, 0..1.
    """

    family: str
    mean: float
    shape: float = 1.0
    shape2: float = 1.0
    balk: float = 0.0

    def survival(self, x: np.ndarray) -> np.ndarray:
        """Share of customers still holding the line after a wait `x`."""
        return (1.0 - self.balk) * _survival(self, np.asarray(x, dtype=float))

    def held(self, x: np.ndarray) -> np.ndarray:
        """Mean time held up to `x`: the integral of `survival` from 0 to `x`."""
        return (1.0 - self.balk) * _held(self, np.asarray(x, dtype=float))


class WithPatience(NamedTuple):
    """What happens in a queue whose customers may give up. Shares are of all arrivals, 0..1.

    Attributes
    ----------
    busy : float
        Share of arrivals that find every agent busy.
    waits : float
        Share of arrivals with a wait above zero (a balking customer does not wait).
    abandons : float
        Share of arrivals that give up, balking included.
    mean_wait : float
        Mean time in queue of all arrivals, served or not, in the unit of time of the rates.
    occupancy : float
        Busy share of one agent.
    served_within : float
        Share of all arrivals served within the asked limit.
    abandons_within : float
        Share of all arrivals that give up within the asked limit.
    """

    busy: float
    waits: float
    abandons: float
    mean_wait: float
    occupancy: float
    served_within: float
    abandons_within: float


def _branches(patience: Patience) -> list[tuple[float, float]]:
    """Mixture of exponentials as (probability, mean)."""
    if patience.family == "exponential":
        return [(1.0, patience.mean)]
    p, first = patience.shape, patience.shape2 * patience.mean
    return [(p, first), (1.0 - p, (patience.mean - p * first) / (1.0 - p))]


def _normal(z: np.ndarray) -> np.ndarray:
    return 0.5 * _ERFC(-z / math.sqrt(2.0))


def _lognormal_z(patience: Patience, x: np.ndarray) -> tuple[np.ndarray, float]:
    sigma = math.sqrt(math.log1p(patience.shape**2))
    with np.errstate(divide="ignore"):
        return (np.log(x / patience.mean) + 0.5 * sigma**2) / sigma, sigma


def _erlang_cdf(stages: int, rate: float, x: np.ndarray) -> np.ndarray:
    term = np.exp(-rate * x)
    below = term.copy()
    for j in range(1, stages):
        term = term * rate * x / j
        below += term
    return 1.0 - below


def _survival(patience: Patience, x: np.ndarray) -> np.ndarray:
    if patience.family in ("exponential", "hyperexponential"):
        return np.add.reduce([p * np.exp(-x / m) for p, m in _branches(patience)])
    if patience.family == "deterministic":
        return (x < patience.mean).astype(float)
    if patience.family == "erlang":
        k = int(patience.shape)
        return 1.0 - _erlang_cdf(k, k / patience.mean, x)
    if patience.family == "lognormal":
        return _normal(-_lognormal_z(patience, x)[0])
    raise ValueError(f"unknown family of patience: {patience.family}")


def _held(patience: Patience, x: np.ndarray) -> np.ndarray:
    if patience.family in ("exponential", "hyperexponential"):
        return np.add.reduce([p * m * -np.expm1(-x / m) for p, m in _branches(patience)])
    if patience.family == "deterministic":
        return np.minimum(x, patience.mean)
    if patience.family == "erlang":
        k = int(patience.shape)
        return patience.mean * _erlang_cdf(k + 1, k / patience.mean, x) + x * _survival(patience, x)
    if patience.family == "lognormal":
        z, sigma = _lognormal_z(patience, x)
        return patience.mean * _normal(z - sigma) + x * _normal(-z)
    raise ValueError(f"unknown family of patience: {patience.family}")


def _integral(f, edges: np.ndarray) -> float:
    """Gauss-Legendre with 24 nodes on each interval between neighboring `edges`."""
    half = 0.5 * np.diff(edges)
    middle = 0.5 * (edges[1:] + edges[:-1])
    x = middle[:, None] + half[:, None] * _NODES
    return float(np.sum(half[:, None] * _WEIGHTS * f(x)))


def _horizon(exponent, scale: float) -> float:
    """Point beyond which exp(exponent) is negligible, by doubling from one service time of the whole desk."""
    end = scale
    while exponent(np.array(end)) > -50.0:
        end *= 2.0
    return end


def _edges(start: float, end: float, patience: Patience) -> np.ndarray:
    """Many short intervals near zero, where the integrand bends; a kink of constant patience is an edge."""
    inner = np.concatenate((np.geomspace(end * 1e-6, end, 60), np.linspace(0.0, end, 120)))
    if patience.family == "deterministic":
        inner = np.append(inner, patience.mean)
    inner = inner[(inner > start) & (inner < end)]
    return np.unique(np.concatenate(([start], inner, [end])))


def patience_queue(
    agents: int, arrival_rate: float, service_rate: float, patience: Patience, limit: float = 0.0
) -> WithPatience:
    """First come, first served; every customer carries a patience; who runs out of it leaves.

    Parameters
    ----------
    agents : int
        Agents, at least 1.
    arrival_rate, service_rate : float
        Arrivals, and contacts one agent finishes, per unit of time.
    patience : Patience
        Family, mean and share of balking. `Patience("exponential", 1 / theta)` gives Erlang A.
    limit : float
        Wait for the service level, in that unit of time.

    Returns
    -------
    WithPatience
        By the integrals of Zeltyn & Mandelbaum 2005, about 1e-10 of absolute error.

    Examples
    --------
    >>> round(patience_queue(50, 48.0, 1.0, Patience("exponential", 2.0)).abandons, 3)
    0.031
    """
    if not (math.isfinite(patience.mean) and patience.mean > 0):
        raise ValueError(f"mean patience must be finite and above 0, got {patience.mean}")
    lam, capacity = arrival_rate, agents * service_rate

    def exponent(x: np.ndarray) -> np.ndarray:
        return lam * patience.held(x) - capacity * x

    end = max(_horizon(exponent, 1.0 / capacity), 2.0 * limit)
    whole, tail = _edges(0.0, end, patience), _edges(limit, end, patience)
    # under overload the exponent has a large hump: everything is divided by the exponential of its top
    top = max(0.0, float(np.max(exponent(whole))))
    j = _integral(lambda x: np.exp(exponent(x) - top), whole)
    j_held = _integral(lambda x: patience.held(x) * np.exp(exponent(x) - top), whole)
    j_tail = j if limit == 0.0 else _integral(lambda x: np.exp(exponent(x) - top), tail)
    load = lam / service_rate
    idle = 1.0 / erlang_b(agents - 1, load) if agents > 1 else 1.0
    norm = idle * math.exp(-top) + lam * j
    abandons = (math.exp(-top) + (lam - capacity) * j) / norm
    served_late = (capacity * j_tail - float(np.exp(exponent(np.array(limit)) - top))) / norm
    late = float(patience.survival(np.array(limit))) * lam * j_tail / norm
    return WithPatience(
        busy=lam * j / norm,
        waits=float(patience.survival(np.array(0.0))) * lam * j / norm,
        abandons=abandons,
        mean_wait=lam * j_held / norm,
        occupancy=load * (1.0 - abandons) / agents,
        served_within=1.0 - abandons - served_late,
        abandons_within=abandons - (late - served_late),
    )
