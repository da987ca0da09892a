"""Contracts that come up for renewal: why retention seems to rise although no customer changes.

Question: how many of a cohort will still be there, when customers differ and the weak ones leave first?
Inputs: customers alive after 0, 1, 2 … renewals of one cohort.
Outputs: the shifted-beta-geometric law, its survival, retention rates and discounted lifetime.
Literature: Fader & Hardie 2007 (J. Interactive Marketing 21:76); Fader & Hardie 2010 (Marketing Science 29:85).
Own code, because the libraries for it are no longer looked after or bring a Bayesian engine (docs/decisions.md).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from cxsim.guards import CxError
from cxsim.measure.likelihood import Fit, fit_logs
from cxsim.measure.reading import COUNT, POSITIVE, Allowed, answered, one
from cxsim.measure.result import Measure
from cxsim.messages import tr

__all__ = ["ShiftedBetaGeometric", "fit_shifted_beta_geometric"]


@dataclass(frozen=True, slots=True)
class ShiftedBetaGeometric:
    """Customers leave at each renewal with a chance of their own, beta-distributed over customers.

    Attributes
    ----------
    alpha, beta : float
        Parameters of the beta law, above 0; alpha / (alpha + beta) leave at the first renewal.
    fit : Fit or None
        Where they come from; without it nothing has an interval.
    """

    alpha: float
    beta: float
    fit: Fit | None = None

    def survival(self, renewals: int, level: float = 0.95) -> Measure:
        """Share of the cohort alive after a number of renewals, 0..1."""
        count = int(one(renewals, "renewals", COUNT))
        return self._figure(
            tr("alive after {count} renewals", count=count), lambda p: _alive(p, count), level
        )

    def retention(self, renewal: int, level: float = 0.95) -> Measure:
        """Share of those still there who renew at a renewal (1, 2, …); rises with no change in any customer."""
        count = int(one(renewal, "renewal", Allowed(1, whole=True)))
        return self._figure(
            tr("retention at renewal {count}", count=count),
            lambda p: (p[1] + count - 1) / (p[0] + p[1] + count - 1), level,
        )  # fmt: skip

    def discounted_lifetime(self, discount: float, level: float = 0.95) -> Measure:
        """Discounted number of periods a new customer pays for, the first at once; ``discount`` per period."""
        rate = one(discount, "discount", POSITIVE)
        return self._figure(tr("discounted lifetime"), lambda p: _lifetime(p, rate), level)

    def __str__(self) -> str:
        return tr("shifted beta-geometric: alpha {alpha}, beta {beta}", alpha=self.alpha, beta=self.beta)

    def _figure(self, name: str, figure: object, level: float) -> Measure:
        given = Fit(np.array([self.alpha, self.beta]), np.full((2, 2), math.nan), math.nan, 0)
        return (self.fit or given).measure(name, figure, level, 3)  # type: ignore[arg-type]


def fit_shifted_beta_geometric(alive: Iterable[float]) -> ShiftedBetaGeometric:
    """Most likely shifted-beta-geometric law of a cohort.

    Parameters
    ----------
    alive : iterable of int
        Customers alive after 0, 1, 2 … renewals, never rising; at least two renewals.

    Examples
    --------
    >>> got = fit_shifted_beta_geometric([1000, 631, 468, 382, 326, 289, 262, 241])
    >>> round(got.alpha, 3), round(got.beta, 3)
    (0.704, 1.182)
    """
    seen = answered(alive, "alive", COUNT, least=3)
    for place in np.flatnonzero(np.diff(seen) > 0)[:1]:
        raise CxError(tr("alive: {more} customers after {fewer}; a cohort cannot grow", more=seen[place + 1],
                         fewer=seen[place]))  # fmt: skip
    periods = len(seen) - 1
    times = np.append(-np.diff(seen), seen[-1])
    if seen[0] == seen[-1]:
        raise CxError(tr("alive: nobody left; the law needs somebody who leaves"))
    weight = times[times > 0]
    ages = np.append(np.arange(1, periods + 1), periods)[times > 0]
    stays = (np.arange(periods + 1) == periods)[times > 0]

    def rows(p: np.ndarray, some: np.ndarray | slice) -> tuple[np.ndarray, np.ndarray]:
        return _likelihood(p, ages[some], stays[some])

    fit = fit_logs(rows, len(ages), np.array([1.0, 2.0]), weight)
    return ShiftedBetaGeometric(float(fit.values[0]), float(fit.values[1]), fit)


def _likelihood(p: np.ndarray, age: np.ndarray, stays: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Leaving at a renewal: B(a + 1, b + t - 1) / B(a, b); staying through it: B(a, b + t) / B(a, b)."""
    from scipy.special import betaln, digamma

    a, b = p
    up, on = np.where(stays, 0.0, 1.0), np.where(stays, age, age - 1)
    value = betaln(a + up, b + on) - betaln(a, b)
    whole = digamma(a + b) - digamma(a + b + up + on)
    return value, np.column_stack(
        [digamma(a + up) - digamma(a) + whole, digamma(b + on) - digamma(b) + whole]
    )


def _alive(p: np.ndarray, renewals: int) -> float:
    from scipy.special import betaln

    return float(np.exp(betaln(p[0], p[1] + renewals) - betaln(p[0], p[1])))


def _lifetime(p: np.ndarray, discount: float) -> float:
    from scipy.special import hyp2f1

    return float(hyp2f1(1, p[1], p[0] + p[1], 1 / (1 + discount)))
