"""The four analyses: trend, gap, correlation, segment. One finding each, with how sure it is.

Question: where is it going, how far from the target, what moves with it, and for whom is it different?
Inputs: a table with one row per month, indicator or customer.
Outputs: a `Measure`, or a DataFrame with one row per finding.
Literature: Newey & West 1987 (trend with months that hang together); Holm 1979 (many looks).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from cxsim.analysis.inputs import column, frame, numeric, numeric_names
from cxsim.guards import CxError
from cxsim.measure.association import correlation
from cxsim.measure.difference import difference
from cxsim.measure.intervals import mean_of, share_of
from cxsim.measure.reading import Allowed, numbers, one, word
from cxsim.measure.result import Measure, few
from cxsim.measure.surveys import nps
from cxsim.messages import tr

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["correlations", "gaps", "segments", "trend"]

_KINDS = ("mean", "share", "nps")


def trend(values: Any, per: int = 1, level: float = 0.95) -> Measure:
    """Change per period of a series, by a straight line.

    Parameters
    ----------
    values : column
        One value per period, in order; missing ones are left out and keep their place.
    per : int
        Periods of one step of the result: 12 gives the change per year of a monthly series.
    level : float
        Confidence (Newey-West errors with one lag, Student). Months that hang together strongly (correlation of
        neighbors above .3) make it cover 75 to 90 % instead of 95 %; a season needs whole years.

    Examples
    --------
    >>> round(trend([80, 81, 82, 83, 84, 85.5]).value, 2)
    1.07
    """
    series = numbers(values, "values")
    time = np.flatnonzero(~np.isnan(series)).astype(float)
    y = series[~np.isnan(series)]
    n = len(y)
    if n < 4:
        raise CxError(tr("trend: {n} values; at least 4 are needed", n=n))
    # the whole of statsmodels takes five times as long to load
    from statsmodels.regression.linear_model import OLS

    fit = OLS(y, np.column_stack([np.ones(n), time])).fit()
    robust = fit.get_robustcov_results("HAC", maxlags=1, use_correction=True)
    from cxsim.measure.intervals import student_factor

    # the larger of the two errors: the robust one is too small in short series
    error = max(float(robust.bse[1]), float(fit.bse[1]))
    value, half = float(fit.params[1]), student_factor(level, n - 2) * error
    neighbors = (
        float(np.corrcoef(fit.resid[1:], fit.resid[:-1])[0, 1]) if n > 4 and np.ptp(fit.resid) > 1e-9 else 0.0
    )
    text = few(n, 8)
    if neighbors > 0.3:
        text = "; ".join(p for p in (text, tr("neighbors hang together: the interval is too narrow")) if p)
    scale = one(per, "per", Allowed(1))
    low, value, high = scale * (value - half), scale * value, scale * (value + half)
    return Measure(tr("trend"), value, low, high, n, "OLS, Newey-West", level, text, 3)


def gaps(
    values: Mapping[str, Any], targets: Mapping[str, float], lower_is_better: Sequence[str] = ()
) -> pd.DataFrame:
    """Each indicator beside its target or the industry's value, the worst first.

    Parameters
    ----------
    values : mapping
        A number or a `Measure` for each indicator.
    targets : mapping
        Target or benchmark of each.
    lower_is_better : sequence of str
        Indicators where less is better (waits, complaints).

    Returns
    -------
    DataFrame
        indicator, value, low, high, target, gap (below zero: behind), relative, status ("met", "missed", or
        "too close to call" where the interval holds the target).

    Examples
    --------
    >>> gaps({"CSAT": 82.0, "wait": 40.0}, {"CSAT": 85.6, "wait": 60.0}, ["wait"])["status"].tolist()
    ['missed', 'met']
    """
    import pandas as pd

    if set(values) != set(targets):
        odd = ", ".join(sorted(set(values) ^ set(targets)))
        raise CxError(tr("gaps: {odd} has a value or a target only; both are needed", odd=odd))
    rows = []
    for name, given in values.items():
        value, low, high = (given.value, given.low, given.high) if isinstance(given, Measure) else (
            one(given, name), math.nan, math.nan)  # fmt: skip
        target, side = one(targets[name], name), -1 if name in lower_is_better else 1
        gap = side * (value - target)
        status = "met" if gap >= 0 else "missed"
        if not math.isnan(low) and low <= target <= high and value != target:
            status = "too close to call"
        rows.append(
            (str(name), value, low, high, target, gap, gap / abs(target) if target else math.nan, status)
        )
    names = ["indicator", "value", "low", "high", "target", "gap", "relative", "status"]
    return pd.DataFrame(rows, columns=names).sort_values("relative", kind="stable").reset_index(drop=True)


def correlations(
    table: Any, outcome: str | None = None, columns: Sequence[str] | None = None, kind: str = "rank",
    level: float = 0.95,
) -> pd.DataFrame:  # fmt: skip
    """Correlation of each pair of columns, or of each column with an outcome, the strongest first.

    Parameters
    ----------
    table : table
        One row per customer or month.
    outcome : str, optional
        Then only pairs with it.
    columns : sequence of str, optional
        Columns of numbers; without it all of them.
    kind, level
        As in `cxsim.measure.correlation`. Of twenty pairs one is "sure" by luck: ``sure`` is corrected by Bonferroni.

    Returns
    -------
    DataFrame
        first, second, value, low, high, n, sure.
    """
    import pandas as pd

    data = frame(table)
    names = numeric_names(data, columns, (outcome,) if outcome else ())
    pairs = [(name, outcome) for name in names] if outcome else list(combinations(names, 2))
    if not pairs:
        raise CxError(tr("correlations: at least two columns of numbers are needed"))
    rows = []
    for first, second in pairs:
        a, b = numeric(data, first), numeric(data, second)
        found = correlation(a, b, kind, level=level)
        strict = correlation(a, b, kind, level=1 - (1 - level) / len(pairs))
        rows.append(
            (first, second, found.value, found.low, found.high, found.n, strict.sign() != "too close to call")
        )
    names = ["first", "second", "value", "low", "high", "n", "sure"]
    found = pd.DataFrame(rows, columns=names)
    return found.sort_values("value", key=lambda value: -value.abs(), kind="stable").reset_index(drop=True)


def segments(
    table: Any, group: str, value: str, kind: str = "mean", least: int = 2, level: float = 0.95
) -> pd.DataFrame:
    """One indicator by segment, and each segment against all others.

    Parameters
    ----------
    table : table
        One row per answer.
    group, value : str
        Column of the segment, and of the answer.
    kind : str
        "mean", "share" (0 or 1) or "nps" (0 to 10).
    least : int
        Answers below which a segment is left out of the comparison.
    level : float
        Confidence; ``differs`` is corrected for the number of segments (Bonferroni).

    Returns
    -------
    DataFrame
        segment, n, value, low, high, difference (to the others), differs, worst first.
    """
    import pandas as pd

    word(kind, "kind", _KINDS)
    least = int(one(least, "least", Allowed(1, whole=True)))
    data = frame(table)
    answers, names = numeric(data, value), column(data, group)
    known = list(names.dropna().unique())
    codes = pd.Categorical(names, categories=known).codes
    there = ~np.isnan(answers) & (codes >= 0)
    answers, codes = answers[there], codes[there]
    rows = []
    for k, name in enumerate(known):
        mine = answers[codes == k]
        found = _level(str(name), mine, kind, level)
        gap, differs = math.nan, False
        if len(mine) >= max(2, least) and len(answers) - len(mine) >= 2:
            against = difference(answers[codes != k], mine, kind, 1 - (1 - level) / max(1, len(known)))
            gap, differs = against.value, against.sign() != "too close to call"
        rows.append((str(name), found.n, found.value, found.low, found.high, gap, differs))
    columns = ["segment", "n", "value", "low", "high", "difference", "differs"]
    return pd.DataFrame(rows, columns=columns).sort_values("value", kind="stable").reset_index(drop=True)


def _level(name: str, answers: np.ndarray, kind: str, level: float) -> Measure:
    if kind == "nps":
        return nps(answers, level)
    if kind == "share":
        hits = numbers(answers, name, Allowed(0, 1, whole=True))
        return share_of(name, int(hits.sum()), len(hits), level)
    return mean_of(name, answers, level, digits=2)
