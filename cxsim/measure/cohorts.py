"""Customers by the month they came: what each cohort has brought, and what a channel's customers cost.

Question: are newer customers worth more or less than older ones were at the same age?
Inputs: one row per customer with the cohort and the margin of each period since joining; money and customers won.
Outputs: `Measure` of the value of each cohort at one common age; a ranking of channels.
Literature: Gupta & Lehmann 2005; Fader & Hardie 2010 (why cohorts must not be mixed).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from cxsim.guards import CxError
from cxsim.measure.intervals import mean_of
from cxsim.measure.reading import LEAST_ZERO, POSITIVE, SHARE, Allowed, matrix, one
from cxsim.measure.result import Measure, lines
from cxsim.measure.value import cac, clv_factor
from cxsim.messages import tr

__all__ = ["ChannelCost", "CohortValue", "channel_costs", "cohort_clv", "payback_with_churn"]


@dataclass(frozen=True, slots=True)
class CohortValue:
    """What cohorts are worth at one age.

    Attributes
    ----------
    cohorts : dict of str to Measure
        Discounted margin per customer who joined, up to the common age, money.
    age : int
        Periods counted: what every cohort has been seen for.
    active : dict of str to tuple of float
        Share of each cohort with a margin other than 0 at each age seen, 0..1.
    """

    cohorts: dict[str, Measure]
    age: int
    active: dict[str, tuple[float, ...]]

    def __str__(self) -> str:
        return lines(
            self.cohorts.values(), tr("discounted margin per customer over {age} periods", age=self.age)
        )


class ChannelCost(NamedTuple):
    """A channel of acquisition: cost of a customer, value over cost, periods until paid back (infinite: never)."""

    channel: str
    cac: Measure
    value_to_cost: float
    payback: float


def cohort_clv(
    cohorts: Iterable[Any], margins: Any, discount: float, age: int | None = None, level: float = 0.95
) -> CohortValue:
    """Lifetime value so far, by cohort, compared at the same age.

    Parameters
    ----------
    cohorts : iterable
        Cohort of each customer (month of joining).
    margins : table
        One column per period since joining, one row per customer who joined: money, 0 after she left, missing where
        the period has not come yet.
    discount : float
        Interest per period; the first period counts in full.
    age : int, optional
        Periods to count; without it as many as every cohort has been seen for.
    level : float
        Confidence of Student's intervals. Very skewed margins (log-normal, standard deviation of the logarithm 1)
        need several hundred customers a cohort: 30 give about 89 %, 100 about 91 % instead of 95 %.

    Examples
    --------
    >>> got = cohort_clv(["jan", "jan", "feb", "feb"], [[10, 10], [10, 0], [20, 20], [20, None]], 0.0)
    >>> got.age, got.cohorts["jan"].value, got.cohorts["feb"].value
    (1, 10.0, 20.0)
    """
    import pandas as pd

    _, rows = matrix(margins, "margins", complete=False)
    given = cohorts if hasattr(cohorts, "dtype") else np.array(list(cohorts), dtype=object)
    codes, known = pd.factorize(given, use_na_sentinel=True)
    if len(codes) != len(rows):
        raise CxError(tr("cohort_clv: {one} cohorts and {two} rows of margins; one of each is needed", one=len(codes),
                         two=len(rows)))  # fmt: skip
    seen = ~np.isnan(rows)
    if (seen[:, 1:] & ~seen[:, :-1]).any():
        place = int(np.argmax((seen[:, 1:] & ~seen[:, :-1]).any(axis=1)))
        raise CxError(tr("cohort_clv: row {row} has a margin after a missing one; allowed: missing at the end only",
                         row=place))  # fmt: skip
    if not len(known):
        raise CxError(tr("cohort_clv: no row has a cohort; at least one is needed"))
    lengths = {str(name): int(seen[codes == k].sum(axis=1).min()) for k, name in enumerate(known)}
    common = (
        min(lengths.values()) if age is None else int(one(age, "age", Allowed(1, rows.shape[1], whole=True)))
    )
    short = [name for name, length in lengths.items() if length < max(1, common)]
    if short:
        raise CxError(tr("cohort_clv: cohort {name} was seen for {seen} periods; at least {age} are needed",
                         name=short[0], seen=lengths[short[0]], age=max(1, common)))  # fmt: skip
    factor = (1 + one(discount, "discount", Allowed(-1, open_low=True))) ** -np.arange(common)
    value = rows[:, :common] @ factor
    found, active = {}, {}
    for k, name in enumerate(map(str, known)):
        mine = codes == k
        found[name] = mean_of(name, value[mine], level)
        active[name] = tuple(float(share) for share in (rows[mine, : lengths[name]] != 0).mean(axis=0))
    return CohortValue(found, common, active)


def payback_with_churn(cac: float, margin: float, retention: float) -> float:
    """Periods until the margins have paid for a customer when some leave in each; infinite where they never do.

    Parameters
    ----------
    cac, margin : float
        Cost of a customer; margin per period of one who is still there, the first at once.
    retention : float
        Share who stay from one period to the next.

    Examples
    --------
    >>> round(payback_with_churn(300, 100, 0.8), 1), payback_with_churn(600, 100, 0.8)
    (4.1, inf)
    """
    cost, gain = one(cac, "cac", LEAST_ZERO), one(margin, "margin", POSITIVE)
    stay = one(retention, "retention", SHARE)
    if stay == 1:
        return cost / gain
    left = 1 - cost * (1 - stay) / gain
    if left <= 0:
        return math.inf
    return math.log(left) / math.log(stay) if stay > 0 else 1.0


def channel_costs(
    spend: Mapping[str, float],
    new_customers: Mapping[str, int],
    margin: float,
    retention: float,
    discount: float,
) -> list[ChannelCost]:
    """Channels by what a customer's value is to her cost, best first.

    Parameters
    ----------
    spend, new_customers : mapping
        Money and customers won, by channel. The money must hold what is spent on those who did not come.
    margin, retention, discount : float
        Per customer and period; the same for all channels, which is an assumption worth checking.

    Examples
    --------
    >>> got = channel_costs({"ads": 9000, "referral": 800}, {"ads": 30, "referral": 10}, 100, 0.8, 0.1)
    >>> [(part.channel, part.cac.value, round(part.value_to_cost, 2)) for part in got]
    [('referral', 80.0, 4.58), ('ads', 300.0, 1.22)]
    """
    if set(spend) != set(new_customers):
        odd = ", ".join(sorted(set(spend) ^ set(new_customers)))
        raise CxError(tr("channel_costs: {odd} has money or customers only; both are needed", odd=odd))
    value = one(margin, "margin", POSITIVE) * clv_factor(retention, discount, first="now")
    found = []
    for name, money in spend.items():
        cost = cac(money, new_customers[name])
        ratio = value / cost.value if cost.value else math.inf
        found.append(ChannelCost(str(name), cost, ratio, payback_with_churn(cost.value, margin, retention)))
    return sorted(found, key=lambda part: -part.value_to_cost)
