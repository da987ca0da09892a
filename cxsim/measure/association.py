"""How two columns go together, the tie beside satisfaction, and who got more than expected.

Question: do they rise together, and is it more than both following a third?
Inputs: two columns (and one to hold constant); items of a bond; expectation and experience.
Outputs: `Measure` of a correlation (-1..1), a bond score (0..100), a gap (points of the scale).
Literature: Fisher 1921; Bonett & Wright 2000 (Psychometrika 65:23, rank correlation); Oliver 1980 (disconfirmation);
Thomson, MacInnis & Park 2005 (emotional attachment as something else than satisfaction).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from cxsim.guards import CxError
from cxsim.measure.intervals import fisher_interval, mean_of, share_of
from cxsim.measure.reading import LEAST_ZERO, Allowed, ends_of, matrix, numbers, one, word
from cxsim.measure.reliability import cronbach_alpha
from cxsim.measure.result import Measure, few, lines
from cxsim.messages import tr

__all__ = ["Bond", "GapGroups", "bond_score", "correlation", "gap_groups"]

_TITLES = {"delighted": "delighted", "satisfied": "satisfied", "disappointed": "disappointed"}


@dataclass(frozen=True, slots=True)
class Bond:
    """The emotional tie, measured apart from satisfaction.

    Attributes
    ----------
    score : Measure
        Mean bond, 0..100.
    alpha : Measure
        Whether the items belong together.
    retention : Measure or None
        Correlation with having stayed.
    beyond_satisfaction : Measure or None
        The same with satisfaction held constant: what the bond knows that satisfaction does not.
    """

    score: Measure
    alpha: Measure
    retention: Measure | None
    beyond_satisfaction: Measure | None

    def __str__(self) -> str:
        return lines(
            part for part in (self.score, self.alpha, self.retention, self.beyond_satisfaction) if part
        )


@dataclass(frozen=True, slots=True)
class GapGroups:
    """Customers by what they got against what they expected.

    Attributes
    ----------
    gap : Measure
        Mean of experience minus expectation, points of the scale.
    delighted, satisfied, disappointed : Measure
        Shares in percent: above, at and below the expectation (by more than the band).
    """

    gap: Measure
    delighted: Measure
    satisfied: Measure
    disappointed: Measure

    def __str__(self) -> str:
        return lines([self.gap, self.delighted, self.satisfied, self.disappointed])


def correlation(
    first: Iterable[float], second: Iterable[float], kind: str = "rank", given: Iterable[float] | None = None,
    level: float = 0.95,
) -> Measure:  # fmt: skip
    """Correlation of two columns, -1..1.

    Parameters
    ----------
    first, second : iterable of float
        One value per row; rows with a missing value are left out.
    kind : str
        "rank" (Spearman): rising together in any shape, outliers do no harm; "linear" (Pearson): along a straight
        line, and its interval needs values near the normal law (with log-normal ones it covers about 80 %).
    given : iterable of float, optional
        A third column that is held constant (partial correlation).
    level : float
        Confidence of the interval on Fisher's scale.

    Examples
    --------
    >>> round(correlation([1, 2, 3, 4, 5, 6], [1, 3, 2, 5, 4, 6]).value, 3)
    0.886
    """
    word(kind, "kind", ("rank", "linear"))
    columns = [numbers(first, "first"), numbers(second, "second")]
    if given is not None:
        columns.append(numbers(given, "given"))
    if len({len(column) for column in columns}) > 1:
        raise CxError(tr("correlation: the columns must be equally long"))
    rows = np.column_stack(columns)
    rows = rows[~np.isnan(rows).any(axis=1)]
    n, held = len(rows), len(columns) - 2
    if n < 4 + held:
        raise CxError(tr("correlation: {n} complete rows; at least {least} are needed", n=n, least=4 + held))
    if (rows.std(axis=0) == 0).any():
        raise CxError(tr("correlation: all values of a column are alike; it cannot be compared"))
    if kind == "rank":
        from scipy.stats import rankdata

        rows = rankdata(rows, axis=0)
    r = np.corrcoef(rows, rowvar=False)
    value = float(r[0, 1])
    if held:
        rest = math.sqrt(max(0.0, (1 - r[0, 2] ** 2) * (1 - r[1, 2] ** 2)))
        if rest < 1e-9:
            raise CxError(tr("correlation: the given column tells the same as one of the two"))
        value = float((r[0, 1] - r[0, 2] * r[1, 2]) / rest)
    # Bonett & Wright: ranks spread the estimate by 1 + r²/2
    low, high = fisher_interval(value, n - 3 - held, level, 1 + value**2 / 2 if kind == "rank" else 1.0)
    name = tr("rank correlation") if kind == "rank" else tr("linear correlation")
    return Measure(
        name, value, low, high, n, "Bonett-Wright" if kind == "rank" else "Fisher", level, few(n), 2
    )


def bond_score(
    items: Any,
    stayed: Iterable[float] | None = None,
    satisfaction: Iterable[float] | None = None,
    scale: tuple[float, float] = (1, 7),
    level: float = 0.95,
) -> Bond:
    """Bond score from several items ("I would miss them", "they know me"), 0..100.

    Parameters
    ----------
    items : table
        One column per item, one row per customer; a row with a missing item is left out.
    stayed : iterable of 0 or 1, optional
        Whether the customer was still there later.
    satisfaction : iterable of float, optional
        Her satisfaction; the tie's link with staying is then shown with satisfaction held constant too.
    scale : pair of float
        Lowest and highest answer.
    level : float
        Confidence of the intervals.
    """
    _, rows = matrix(items, "bond_score", ends_of(scale), complete=False)
    score = bonds(rows, scale)
    known = score[~np.isnan(score)]
    if not len(known):
        raise CxError(tr("bond_score: no row has an answer in every column; at least one is needed"))
    whole = mean_of(tr("bond score"), known, level, (0.0, 100.0))
    alpha = cronbach_alpha(rows, level)
    if stayed is None:
        return Bond(whole, alpha, None, None)
    kept = numbers(stayed, "stayed", Allowed(0, 1, whole=True))
    beyond = correlation(score, kept, "rank", satisfaction, level) if satisfaction is not None else None
    return Bond(whole, alpha, correlation(score, kept, "rank", None, level), beyond)


def bonds(rows: np.ndarray, scale: tuple[float, float] = (1, 7)) -> np.ndarray:
    """Bond of each customer, 0..100; NaN where an item is missing.

    Parameters
    ----------
    rows : array
        One row per customer, one column per item.
    scale : pair of float
        Lowest and highest answer.
    """
    return np.asarray(100 * (rows.mean(axis=1) - scale[0]) / (scale[1] - scale[0]), float)


def gap_groups(
    expected: Iterable[float], experienced: Iterable[float], band: float = 0.0, level: float = 0.95
) -> GapGroups:
    """Who got more, as much, or less than expected.

    Parameters
    ----------
    expected, experienced : iterable of float
        Scores of the same customers on the same scale; pairs with a missing one are left out.
    band : float
        Differences up to this size count as "as expected".
    level : float
        Confidence: Student for the mean gap, Wilson for the shares.

    Examples
    --------
    >>> got = gap_groups([4, 4, 4, 4], [5, 4, 3, 2])
    >>> got.gap.value, got.disappointed.value
    (-0.5, 50.0)
    """
    first, second = numbers(expected, "expected"), numbers(experienced, "experienced")
    if len(first) != len(second):
        raise CxError(tr("gap_groups: {one} expected and {two} experienced scores; they come in pairs", one=len(first),
                         two=len(second)))  # fmt: skip
    gap = (second - first)[~np.isnan(first) & ~np.isnan(second)]
    n, band = len(gap), one(band, "band", LEAST_ZERO)
    up, down = int(np.sum(gap > band)), int(np.sum(gap < -band))
    shares = [share_of(tr(_TITLES[name]), hits, n, level)
              for name, hits in (("delighted", up), ("satisfied", n - up - down), ("disappointed", down))]  # fmt: skip
    return GapGroups(mean_of(tr("gap"), gap, level, digits=2), *shares)
