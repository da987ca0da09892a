"""Customers who never say goodbye: who is still alive, how often will they buy, and for how much?

Question: what will a customer without a contract bring, when silence is the only sign that she has left?
Inputs: for each customer the repeat purchases, the age at the last one and the age today; the mean amount.
Outputs: BG/NBD (purchases) and Gamma-Gamma (amounts) with `Measure` for what follows, columns for each customer.
Literature: Fader, Hardie & Lee 2005 (Marketing Science 24:275); Fader & Hardie 2013 (Gamma-Gamma, note 025).
Own code, because the libraries for it are no longer looked after or bring a Bayesian engine (docs/decisions.md).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from cxsim.guards import CxError
from cxsim.measure.likelihood import Fit, fit_logs
from cxsim.measure.moments import days
from cxsim.measure.reading import COUNT, LEAST_ZERO, numbers, one
from cxsim.measure.result import Measure
from cxsim.messages import tr

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["BgNbd", "GammaGamma", "fit_bg_nbd", "fit_gamma_gamma", "purchase_summary"]


@dataclass(frozen=True, slots=True)
class BgNbd:
    """Purchases at a rate of one's own (gamma: r, alpha) until one leaves after a purchase (beta: a, b).

    Attributes
    ----------
    r, alpha, a, b : float
        Parameters, above 0; alpha in the unit of the ages.
    fit : Fit or None
        Where they come from; without it nothing has an interval.
    """

    r: float
    alpha: float
    a: float
    b: float
    fit: Fit | None = None

    def expected_repeat(self, time: float, level: float = 0.95) -> Measure:
        """Repeat purchases of a new customer in a time."""
        span = one(time, "time", LEAST_ZERO)
        given = Fit(np.array([self.r, self.alpha, self.a, self.b]), np.full((4, 4), math.nan), math.nan, 0)
        name = tr("repeat purchases in {time}", time=span)
        return (self.fit or given).measure(name, lambda p: _repeat(p, span), level, 3)

    def alive(self, frequency: Any, recency: Any, age: Any) -> np.ndarray:
        """Chance of each customer to be still alive, 0..1."""
        x, seen, until = _columns(frequency, recency, age)
        with np.errstate(over="ignore"):
            silence = ((self.alpha + until) / (self.alpha + seen)) ** (self.r + x)
            odds = self.a / (self.b + np.maximum(x, 1) - 1) * silence
        return np.where(x > 0, 1 / (1 + odds), 1.0)

    def expected_purchases(self, time: float, frequency: Any, recency: Any, age: Any) -> np.ndarray:
        """Purchases of each customer in the coming time, given what was seen of her."""
        from scipy.special import hyp2f1

        x, seen, until = _columns(frequency, recency, age)
        span = one(time, "time", LEAST_ZERO)
        r, alpha, a, b = self.r, self.alpha, self.a, self.b
        # (a + b + x - 1) / (a - 1) × [1 - …] loses its digits at a = 1; a step aside changes nothing that is seen
        a = a + 1e-6 if abs(a - 1) < 1e-6 else a
        tail = hyp2f1(r + x, b + x, a + b + x - 1, span / (alpha + until + span))
        more = (a + b + x - 1) / (a - 1) * (1 - ((alpha + until) / (alpha + until + span)) ** (r + x) * tail)
        return more * self.alive(x, seen, until)

    def __str__(self) -> str:
        return tr(
            "BG/NBD: r {r}, alpha {alpha}, a {a}, b {b}", r=self.r, alpha=self.alpha, a=self.a, b=self.b
        )


@dataclass(frozen=True, slots=True)
class GammaGamma:
    """Mean amounts that differ between customers (p, q, gamma), unrelated to how often they buy.

    Attributes
    ----------
    p, q, gamma : float
        Parameters, above 0; gamma in money.
    fit : Fit or None
        Where they come from.
    """

    p: float
    q: float
    gamma: float
    fit: Fit | None = None

    def mean_amount(self, level: float = 0.95) -> Measure:
        """Mean amount over all customers, money; there is none where q is at most 1."""
        if self.q <= 1:
            raise CxError(tr("gamma-gamma: q is {q}; a mean amount needs more than 1", q=self.q))
        given = Fit(np.array([self.p, self.q, self.gamma]), np.full((3, 3), math.nan), math.nan, 0)
        return (self.fit or given).measure(
            tr("mean amount"), lambda p: p[0] * p[2] / max(1e-9, p[1] - 1), level
        )

    def expected_amount(self, frequency: Any, amount: Any) -> np.ndarray:
        """Amount to expect of each customer: hers, drawn towards the mean the less is known of her."""
        x, mean = numbers(frequency, "frequency", COUNT), numbers(amount, "amount", LEAST_ZERO)
        return self.p * (self.gamma + np.where(x > 0, x * mean, 0.0)) / (self.p * x + self.q - 1)

    def __str__(self) -> str:
        return tr("gamma-gamma: p {p}, q {q}, gamma {gamma}", p=self.p, q=self.q, gamma=self.gamma)


def fit_bg_nbd(frequency: Iterable[float], recency: Iterable[float], age: Iterable[float]) -> BgNbd:
    """Most likely BG/NBD law.

    Parameters
    ----------
    frequency : iterable of int
        Repeat purchases of each customer (the first purchase is not counted).
    recency : iterable of float
        Age at the last purchase; 0 where there was no repeat.
    age : iterable of float
        Time since the first purchase, at least the recency. All three come from `purchase_summary`.

    Returns
    -------
    BgNbd
        Intervals of what follows take the law as true and need a few hundred customers.
    """
    x, seen, until = _columns(frequency, recency, age)
    kept = ~(np.isnan(x) | np.isnan(seen) | np.isnan(until))
    x, seen, until = x[kept], seen[kept], until[kept]
    if len(x) < 10 or not x.any():
        raise CxError(tr("bg_nbd: {n} customers, {repeat} with a repeat purchase; at least 10 and 1 are needed",
                         n=len(x), repeat=int(np.sum(x > 0))))  # fmt: skip
    scale = float(until.mean())
    counts, place = np.unique(x, return_inverse=True)
    seen, until = seen / scale, until / scale

    def rows(p: np.ndarray, some: np.ndarray | slice) -> tuple[np.ndarray, np.ndarray]:
        return _purchases(p, (counts, place[some]), seen[some], until[some])

    fit = fit_logs(rows, len(x), np.array([1.0, 1.0, 1.0, 2.0]))
    values = fit.values * np.array([1.0, scale, 1.0, 1.0])
    fit = Fit(values, fit.spread, fit.log_likelihood - float(x.sum()) * math.log(scale), fit.n, fit.warning)
    r, alpha, a, b = values.tolist()
    return BgNbd(r, alpha, a, b, fit)


def fit_gamma_gamma(frequency: Iterable[float], amount: Iterable[float]) -> GammaGamma:
    """Most likely Gamma-Gamma law of mean amounts.

    Parameters
    ----------
    frequency : iterable of int
        Repeat purchases; customers without one say nothing and are left out.
    amount : iterable of float
        Mean amount of the repeat purchases, above 0.

    Notes
    -----
    The law supposes that who buys often does not spend more or less each time: look at their correlation first.
    """
    x, mean = numbers(frequency, "frequency", COUNT), numbers(amount, "amount", LEAST_ZERO)
    if len(x) != len(mean):
        raise CxError(tr("gamma_gamma: {one} frequencies and {two} amounts; one of each is needed", one=len(x),
                         two=len(mean)))  # fmt: skip
    kept = (x > 0) & (mean > 0)
    x, mean = x[kept], mean[kept]
    if len(x) < 10:
        raise CxError(
            tr("gamma_gamma: {n} customers with a repeat purchase; at least 10 are needed", n=len(x))
        )
    scale = float(mean.mean())
    counts, place = np.unique(x, return_inverse=True)
    spent = x * mean / scale

    def rows(p: np.ndarray, some: np.ndarray | slice) -> tuple[np.ndarray, np.ndarray]:
        return _amounts(p, (counts, place[some]), spent[some])

    fit = fit_logs(rows, len(x), np.array([4.0, 3.0, 0.5]))
    values = fit.values * np.array([1.0, 1.0, scale])
    fit = Fit(values, fit.spread, fit.log_likelihood - len(x) * math.log(scale), fit.n, fit.warning)
    p, q, gamma = values.tolist()
    return GammaGamma(p, q, gamma, fit)


def purchase_summary(customers: Any, times: Any, amounts: Any = None, end: Any = None) -> pd.DataFrame:
    """One row per customer from a list of orders: frequency, recency, age (days) and mean repeat amount.

    Parameters
    ----------
    customers, times : column
        Who ordered when (dates, or days as numbers). Orders of one customer on one day count as one.
    amounts : column, optional
        Money of each order.
    end : date or number, optional
        Last day of the table; without it the last order.
    """
    import pandas as pd

    when = np.floor(days(times, "times"))
    money = np.zeros(len(when)) if amounts is None else numbers(amounts, "amounts", LEAST_ZERO)
    table = pd.DataFrame({"customer": np.asarray(customers), "day": when, "amount": money}).dropna()
    if not len(table):
        raise CxError(
            tr("purchase_summary: no order has a customer, a time and an amount; at least one is needed")
        )
    last = float(table["day"].max()) if end is None else float(np.floor(days([end], "end")[0]))
    table = table[table["day"] <= last].groupby(["customer", "day"], as_index=False)["amount"].sum()
    first = table.groupby("customer")["day"].transform("min")
    table["repeat"] = (table["day"] > first).astype(int)
    table["later"] = table["amount"] * table["repeat"]
    found = table.groupby("customer").agg(first=("day", "min"), last=("day", "max"), frequency=("repeat", "sum"),
                                          later=("later", "sum"))  # fmt: skip
    result = pd.DataFrame({
        "frequency": found["frequency"], "recency": found["last"] - found["first"], "age": last - found["first"],
    })  # fmt: skip
    if amounts is not None:
        result["amount"] = found["later"] / found["frequency"].where(found["frequency"] > 0)
    return result


def _columns(frequency: Any, recency: Any, age: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    x, seen = numbers(frequency, "frequency", COUNT), numbers(recency, "recency", LEAST_ZERO)
    until = numbers(age, "age", LEAST_ZERO)
    if not len(x) == len(seen) == len(until):
        raise CxError(tr("bg_nbd: frequency, recency and age must be equally long"))
    wrong = np.flatnonzero((seen > until) | ((x > 0) & (seen <= 0)))
    if len(wrong):
        place = int(wrong[0])
        raise CxError(tr("bg_nbd: answer {place} has recency {seen} at age {age}; allowed: above 0 and up to the age"
                         " where there was a repeat", place=place, seen=seen[place], age=until[place]))  # fmt: skip
    return x, seen, until


def _purchases(
    p: np.ndarray, often: tuple[np.ndarray, np.ndarray], seen: np.ndarray, until: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Log-likelihood and slopes; ``often``: the different counts and the place of each row's (gammas once for each)."""
    from scipy.special import digamma, gammaln

    (r, alpha, a, b), (counts, place) = p, often
    x = counts[place]
    logs = gammaln(r + counts) - gammaln(r) + gammaln(a + b) - gammaln(a + b + counts)
    logs += gammaln(b + counts) - gammaln(b)
    slope_r = digamma(r + counts) - digamma(r)
    slope_a = digamma(a + b) - digamma(a + b + counts)
    slope_b = slope_a + digamma(b + counts) - digamma(b)
    gone = np.where(counts > 0, math.log(a) - np.log(np.maximum(b + counts - 1, 1e-300)), -np.inf)
    log_until, log_seen = np.log(alpha + until), np.log(alpha + seen)
    rate = r + x
    lead = gone[place] + rate * (log_until - log_seen)  # log odds of having left
    stayed = np.exp(-np.maximum(lead, -700))
    left = 1 / (1 + stayed)
    value = logs[place] + r * math.log(alpha) - rate * log_until - np.log1p(-np.minimum(left, 1 - 1e-16))
    away = np.where(counts > 0, 1 / np.maximum(b + counts - 1, 1e-300), 0.0)
    slopes = np.column_stack([
        slope_r[place] + math.log(alpha) - log_until + left * (log_until - log_seen),
        r / alpha - rate * ((1 - left) / (alpha + until) + left / (alpha + seen)),
        slope_a[place] + left / a,
        slope_b[place] - left * away[place],
    ])  # fmt: skip
    return value, slopes


def _amounts(
    p: np.ndarray, often: tuple[np.ndarray, np.ndarray], spent: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Log-likelihood and slopes for the whole money ``spent`` in so many purchases."""
    from scipy.special import digamma, gammaln

    (shape, q, gamma), (counts, place) = p, often
    x = counts[place]
    logs = gammaln(shape * counts + q) - gammaln(shape * counts) - gammaln(q) + np.log(counts)
    both, own = digamma(shape * counts + q), digamma(shape * counts)
    total, log_spent, rate = np.log(gamma + spent), np.log(spent), shape * x
    value = logs[place] + q * math.log(gamma) + (rate - 1) * log_spent - (rate + q) * total
    slopes = np.column_stack([
        x * ((both - own)[place] + log_spent - total),
        (both - digamma(q))[place] + math.log(gamma) - total,
        q / gamma - (rate + q) / (gamma + spent),
    ])  # fmt: skip
    return value, slopes


def _repeat(p: np.ndarray, time: float) -> float:
    from scipy.special import hyp2f1

    r, alpha, a, b = p
    a = a + 1e-6 if abs(a - 1) < 1e-6 else a
    tail = float(hyp2f1(r, b, a + b - 1, time / (alpha + time)))
    return float((a + b - 1) / (a - 1) * (1 - (alpha / (alpha + time)) ** r * tail))
