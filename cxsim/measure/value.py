"""What a customer is worth, what a new one costs, and what one more loyal customer brings.

Question: how much may keeping a customer cost?
Inputs: margins, retention and discount per period; money and counts of an acquisition budget.
Outputs: `Measure` where there is a table behind it, plain numbers where the inputs are given numbers.
Literature: Gupta & Lehmann 2003, 2005 (lifetime value); Reichheld & Sasser 1990 (churn and profit).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np

from cxsim.guards import CxError
from cxsim.measure.intervals import share_of, z_of
from cxsim.measure.reading import (
    ANY,
    COUNT,
    INSIDE,
    LEAST_ZERO,
    POSITIVE,
    SHARE,
    Allowed,
    answered,
    numbers,
    one,
    word,
)
from cxsim.measure.result import Measure, few
from cxsim.messages import tr

__all__ = [
    "Growth", "Range", "acquisition_cost_range", "cac", "cac_payback", "clv", "clv_factor", "clv_from_percent",
    "expected_periods", "highest_compensation", "ltv_to_cac", "retention_profit", "revenue_from_points",
]  # fmt: skip

_FIRST = ("later", "now")
_YES_NO = Allowed(0, 1, whole=True)


class Range(NamedTuple):
    """Two ends of a figure that is known roughly."""

    low: float
    high: float


class Growth(NamedTuple):
    """A quantity before and after; ``share`` is the relative change (0.275 = +27.5 %)."""

    before: float
    after: float
    share: float


def clv_factor(retention: float, discount: float, first: str = "later", periods: int | None = None) -> float:
    """Lifetime value of a customer who brings a margin of 1 per period.

    Parameters
    ----------
    retention : float
        Share who stay from one period to the next, 0..1.
    discount : float
        Interest per period, 0.10 = 10 %.
    first : str
        "later": the first margin comes after the first renewal, r / (1 + d - r); "now": a margin at once.
    periods : int, optional
        Number of renewals looked at; without it the customer's whole life.

    Examples
    --------
    >>> round(clv_factor(0.8, 0.1), 4), round(clv_factor(0.8, 0.1, first="now"), 4)
    (2.6667, 3.6667)
    """
    stay = one(retention, "retention", SHARE)
    rate = one(discount, "discount", Allowed(-1, open_low=True))
    word(first, "first", _FIRST)
    step = stay / (1 + rate)
    if periods is None:
        if step >= 1:
            raise CxError(
                tr("retention {stay} at discount {rate} has no end; give periods", stay=stay, rate=rate)
            )
        later = step / (1 - step)
    else:
        count = int(one(periods, "periods", COUNT))
        later = count if step == 1 else step * (1 - step**count) / (1 - step)
    return later + (1 if first == "now" else 0)


def clv(
    margin: float | Iterable[float],
    retention: float | Iterable[float],
    discount: float,
    first: str = "later",
    periods: int | None = None,
    level: float = 0.95,
) -> Measure:
    """Customer lifetime value, in the money of the margin.

    Parameters
    ----------
    margin : float or column
        Margin per customer and period.
    retention : float or column
        Share who stay, or one 0 or 1 per customer (1 = stayed), in the order of the margins.
    discount, first, periods
        As in `clv_factor`.
    level : float
        Confidence of the interval, where a column is given.

    Returns
    -------
    Measure
        From two numbers: no interval. From a column of stays alone: Wilson's interval of the retention, carried
        over. With a column of margins: delta method on the logarithm of the value; it needs a mean margin well
        above zero, and covers 92 to 93 % instead of 95 % where fewer than about 10 customers left.

    Examples
    --------
    >>> round(clv(100, 0.8, 0.10).value, 2)
    266.67
    """
    margins, stays = _column(margin, "margin", ANY), _column(retention, "retention", SHARE, _YES_NO)
    if len(margins) > 1 and len(stays) > 1:
        margins, stays = _pairs(margins, stays)
    margins, stays = margins[~np.isnan(margins)], stays[~np.isnan(stays)]
    n = max(len(margins), len(stays))
    mean, stay = float(np.mean(margins)), float(np.mean(stays))
    value = mean * clv_factor(stay, discount, first, periods)
    if n == 1:
        return Measure("CLV", value, math.nan, math.nan, 0, "given numbers", level)
    if mean <= 0 or value == 0 or (len(stays) > 1 and not 0 < stay < 1):
        text = tr("no interval: it needs a mean margin above 0, and customers who stayed and who left")
        return Measure("CLV", value, math.nan, math.nan, n, "none", level, text)
    text = few(n)
    left = round(len(stays) * (1 - stay)) if len(stays) > 1 else n
    if left < 10 and not text:
        text = tr("only {left} customers left: take the interval as a rough guide", left=left)
    if len(margins) == 1:
        ends = share_of("retention", round(float(stays.sum())), n, level, 1.0)
        low, high = (mean * clv_factor(end, discount, first, periods) for end in (ends.low, ends.high))
        return Measure("CLV", value, low, high, n, "Wilson", level, text)
    half = z_of(level) * _log_error(margins, stays, discount, first, periods)
    return Measure(
        "CLV", value, value * math.exp(-half), value * math.exp(half), n, "delta, log", level, text
    )


def _log_error(
    margins: np.ndarray, stays: np.ndarray, discount: float, first: str, periods: int | None
) -> float:
    """Standard error of the logarithm of the value; a margin of a customer and the customer's stay may be linked."""
    mean, influence = float(np.mean(margins)), margins / float(np.mean(margins))
    if len(stays) > 1:
        stay, step = float(np.mean(stays)), 1e-6
        move = step * stay * (1 - stay)
        ends = [clv_factor(stay + side * move, discount, first, periods) for side in (-1, 1)]
        influence = margins / mean + math.log(ends[1] / ends[0]) / (2 * move) * stays
    return float(np.std(influence, ddof=1)) / math.sqrt(len(influence))


def _column(given: Any, name: str, single: Allowed, each: Allowed | None = None) -> np.ndarray:
    """A single figure or a column; a column alone loses its missing answers, two columns lose them pair by pair."""
    if isinstance(given, str) or not hasattr(given, "__iter__"):
        return np.array([one(given, name, single)])
    answered(given, name, each or single, least=2)
    return numbers(given, name, each or single)


def _pairs(margins: np.ndarray, stays: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    if len(margins) != len(stays):
        text = tr(
            "clv: {one} margins and {two} stays; one of each per customer", one=len(margins), two=len(stays)
        )
        raise CxError(text)
    both = ~np.isnan(margins) & ~np.isnan(stays)
    if not both.any():
        raise CxError(tr("clv: no customer has both a margin and a stay; at least one is needed"))
    return margins[both], stays[both]


def cac(cost: float, new_customers: int, level: float = 0.95) -> Measure:
    """Customer acquisition cost: money spent for each new customer.

    Parameters
    ----------
    cost : float
        Money spent in a period.
    new_customers : int
        Customers won by it.
    level : float
        Confidence of the interval; it takes the count as Poisson (Garwood's exact ends) and the money as known.

    Examples
    --------
    >>> print(cac(20_000, 50))
    CAC 400.0 (95 % 303.4 to 538.9, n = 50)
    """
    spent, won = (
        one(cost, "cost", LEAST_ZERO),
        int(one(new_customers, "new_customers", Allowed(1, whole=True))),
    )
    from scipy.stats import chi2

    tail = (1 - one(level, "level", INSIDE)) / 2
    fewest, most = chi2.ppf(tail, 2 * won) / 2, chi2.isf(tail, 2 * won + 2) / 2
    return Measure(
        "CAC", spent / won, float(spent / most), float(spent / fewest), won, "Garwood", level, few(won, 10)
    )


def cac_payback(cac: float, margin: float) -> float:
    """Periods until the margin has paid the cost of winning the customer (churn and interest left aside).

    Parameters
    ----------
    cac : float
        Cost of a new customer.
    margin : float
        Margin per customer and period.
    """
    return one(cac, "cac", LEAST_ZERO) / one(margin, "margin", POSITIVE)


def ltv_to_cac(ltv: float, cac: float) -> float:
    """Lifetime value for each unit of money spent on winning the customer; 3 is a usual rule of thumb."""
    return one(ltv, "ltv") / one(cac, "cac", POSITIVE)


def acquisition_cost_range(retention_cost: float, times: tuple[float, float] = (5, 25)) -> Range:
    """Cost of a new customer by a claim of the form "winning costs 5 to 25 times as much as keeping".

    Examples
    --------
    >>> acquisition_cost_range(40)
    Range(low=200.0, high=1000.0)
    """
    cost = one(retention_cost, "retention_cost", LEAST_ZERO)
    return Range(*(cost * one(factor, "times", LEAST_ZERO) for factor in times))


def retention_profit(retention: float, change: float, discount: float, reading: str = "points") -> Growth:
    """Growth of lifetime value when fewer customers leave.

    Parameters
    ----------
    retention : float
        Share who stay per period today, 0..1.
    change : float
        Size of the improvement, 0..1: "5 % less churn" is 0.05.
    discount : float
        Interest per period.
    reading : str
        "points": churn falls by so many points (20 to 15 %); "relative": by that share of itself (20 to 19 %).

    Examples
    --------
    >>> round(100 * retention_profit(0.80, 0.05, 0.10).share, 1)
    27.5
    >>> round(100 * retention_profit(0.80, 0.05, 0.10, "relative").share, 1)
    4.7
    """
    stay, less = one(retention, "retention", INSIDE), one(change, "change", SHARE)
    word(reading, "reading", ("points", "relative"))
    after = stay + (less if reading == "points" else (1 - stay) * less)
    if after > 1:
        raise CxError(tr("retention {stay} plus {less} is above 1; allowed: at most 1", stay=stay, less=less))
    before, then = clv_factor(stay, discount), clv_factor(after, discount)
    return Growth(before, then, then / before - 1)


def expected_periods(churn: float) -> float:
    """Mean number of periods a customer stays when the same share leaves in each: 1 / churn.

    Examples
    --------
    >>> expected_periods(0.05), expected_periods(0.02)
    (20.0, 50.0)
    """
    return 1 / one(churn, "churn", Allowed(0, 1, open_low=True))


def highest_compensation(clv: float, without: float, with_recovery: float) -> float:
    """Most that a recovery may cost per failure: lifetime value times the retention it wins back.

    Parameters
    ----------
    clv : float
        Lifetime value of a customer, money.
    without, with_recovery : float
        Share who stay after a failure without and with the recovery.

    Examples
    --------
    >>> highest_compensation(2000, 0.60, 0.85)
    500.0
    """
    gain = one(with_recovery, "with_recovery", SHARE) - one(without, "without", SHARE)
    return one(clv, "clv") * gain


def revenue_from_points(
    start: float, end: float, per_point: float = 0.0237, compounded: bool = False
) -> float:
    """Growth of revenue by a claim of the form "each point of satisfaction brings 2.37 %".

    Returns
    -------
    float
        Relative growth: 0.1896 = +18.96 %.

    Examples
    --------
    >>> round(100 * revenue_from_points(82, 90), 2), round(100 * revenue_from_points(82, 90, compounded=True), 1)
    (18.96, 20.6)
    """
    points, gain = (
        one(end, "end") - one(start, "start"),
        one(per_point, "per_point", Allowed(-1, open_low=True)),
    )
    return (1 + gain) ** points - 1 if compounded else gain * points


def clv_from_percent(start: float, end: float, step: float = 0.05, gain: float = 0.15) -> float:
    """Growth of lifetime value by a claim of the form "5 % more satisfaction brings 15 % more value" (relative).

    Examples
    --------
    >>> round(100 * clv_from_percent(82, 90), 1)
    29.3
    """
    rise = one(end, "end") / one(start, "start", POSITIVE) - 1
    return rise / one(step, "step", POSITIVE) * one(gain, "gain")
