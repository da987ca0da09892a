"""From satisfaction to revenue, and a claimed uplift turned into a profit with its range.

Question: what is a point of satisfaction worth here, and does the claim of 2.37 % a point fit?
Inputs: monthly satisfaction and revenue; or the base figures of a business and the uplifts somebody claims.
Outputs: `Measure` of the slope in percent per point; a bridge of profit, claim by claim.
Literature: Anderson, Fornell & Lehmann 1994 (satisfaction leads profit); Granger & Newbold 1974 (two trends correlate).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from cxsim.guards import CxError
from cxsim.measure.intervals import student_factor
from cxsim.measure.reading import ANY, COUNT, LEAST_ZERO, POSITIVE, numbers, one
from cxsim.measure.result import Measure, few
from cxsim.messages import tr

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["profit_bridge", "satisfaction_to_revenue"]


def satisfaction_to_revenue(
    satisfaction: Any, revenue: Any, lag: int = 0, changes: bool = True, level: float = 0.95
) -> Measure:
    """Percent of revenue for each point of satisfaction.

    Parameters
    ----------
    satisfaction : column
        Points, one value per period in order.
    revenue : column
        Money, above 0, the same periods.
    lag : int
        Periods by which satisfaction runs ahead.
    changes : bool
        Compare changes from period to period (default). Levels that both rise for years give a slope without any
        link between them.
    level : float
        Confidence (HC3 errors, Student).

    Returns
    -------
    Measure
        Compare ``low`` and ``high`` with a claim such as 2.37 % a point. A link in time is no proof of a cause.
    """
    score, money = numbers(satisfaction, "satisfaction"), numbers(revenue, "revenue", POSITIVE)
    if len(score) != len(money):
        raise CxError(tr("satisfaction_to_revenue: {one} scores and {two} revenues; one of each is needed",
                         one=len(score), two=len(money)))  # fmt: skip
    ahead = int(one(lag, "lag", COUNT))
    x, y = score[: len(score) - ahead], np.log(money[ahead:])
    if changes:
        x, y = np.diff(x), np.diff(y)
    kept = ~np.isnan(x) & ~np.isnan(y)
    x, y = x[kept], y[kept]
    if len(x) < 6 or x.std() == 0:
        raise CxError(tr("satisfaction_to_revenue: {n} pairs of periods; at least 6 with different scores are needed",
                         n=len(x)))  # fmt: skip
    import statsmodels.api as sm

    fit = sm.OLS(y, sm.add_constant(x)).fit(cov_type="HC3")
    half = student_factor(level, len(x) - 2) * float(fit.bse[1])
    slope = float(fit.params[1])
    value, low, high = (100 * float(np.expm1(end)) for end in (slope, slope - half, slope + half))
    text = few(len(x), 24)
    if not changes:
        text = "; ".join(p for p in (text, tr("levels, not changes: two trends look like a link")) if p)
    name = tr("revenue per point, %")
    return Measure(name, value, low, high, len(x), "OLS on logs, HC3", level, text, 2)


def profit_bridge(
    base: Mapping[str, float], claims: Mapping[str, tuple[float, float, float]]
) -> pd.DataFrame:
    """Profit before and after claimed uplifts, one claim at a time, with a low and a high reading.

    Parameters
    ----------
    base : mapping
        "customers", "margin" (per customer and year), "retention" (share a year), "new" (customers won a year),
        "complaints" (a year), "complaint_cost" (money for each), "fixed" (money a year).
    claims : mapping of name to (low, mid, high)
        Relative changes of a base figure: {"complaints": (-.1, -.25, -.42)}. Leave one out to switch it off.

    Returns
    -------
    DataFrame
        claim, low, mid, high: profit of the next year added by each claim, in order, then the profit itself. Claims are
        put one on the other; their sum is no forecast but what they say together.

    Examples
    --------
    >>> base = {"customers": 1000, "margin": 100, "retention": .8, "new": 200, "complaints": 50, "complaint_cost": 40,
    ...         "fixed": 60_000}
    >>> profit_bridge(base, {"complaints": (0, -.25, -.5)})["mid"].tolist()
    [38000.0, 500.0, 38500.0]
    """
    import pandas as pd

    names = ("customers", "margin", "retention", "new", "complaints", "complaint_cost", "fixed")
    start = {name: one(base.get(name), name, LEAST_ZERO) for name in names}
    odd = sorted((set(base) | set(claims)) - set(names))
    if odd:
        raise CxError(
            tr("profit_bridge: unknown {name}; allowed: {known}", name=odd[0], known=", ".join(names))
        )
    before = _profit(start)
    rows: list[list[Any]] = [["before", before, before, before], *[[name] for name in claims]]
    after = []
    for side in range(3):
        figures, last = dict(start), before
        for place, (name, change) in enumerate(claims.items(), start=1):
            moved = figures[name] * (1 + one(change[side], name, ANY))
            if name == "retention" and moved > 1:
                raise CxError(tr("retention would be {value}; allowed: at most 1", value=round(moved, 3)))
            figures[name] = moved
            rows[place].append(_profit(figures) - last)
            last = _profit(figures)
        after.append(last)
    return pd.DataFrame([*rows, ["after", *after]], columns=["claim", "low", "mid", "high"])


def _profit(f: Mapping[str, float]) -> float:
    """Profit of a year: those who stay and those who come pay a margin; complaints and fixed cost go off."""
    stay = f["customers"] * f["retention"] + f["new"]
    return stay * f["margin"] - f["complaints"] * f["complaint_cost"] - f["fixed"]
