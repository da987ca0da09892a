"""Do several questions measure one thing? Cronbach's alpha, and the 22 questions of SERVQUAL by dimension.

Question: may the answers to these items be added up to one score?
Inputs: a table with one column per item, one row per respondent.
Outputs: `Measure` of alpha with Feldt's interval; the items of a dimension as one mean per respondent.
Literature: Cronbach 1951; Feldt 1965 and Feldt, Woodruff & Salih 1987 (interval); Nunnally 1978 (0.7 as a rule of
thumb); Parasuraman, Zeithaml & Berry 1988 (the 22 items).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from cxsim.guards import CxError
from cxsim.measure.reading import ANY, INSIDE, Allowed, matrix, one
from cxsim.measure.result import Measure, few
from cxsim.messages import tr

__all__ = ["ITEMS", "cronbach_alpha", "dimension_means"]

#: Places of the 22 items of SERVQUAL in the order of the questionnaire of 1988, by dimension.
ITEMS: dict[str, tuple[int, ...]] = {
    "tangibles": (1, 2, 3, 4), "reliability": (5, 6, 7, 8, 9), "responsiveness": (10, 11, 12, 13),
    "assurance": (14, 15, 16, 17), "empathy": (18, 19, 20, 21, 22),
}  # fmt: skip


def cronbach_alpha(items: Any, level: float = 0.95, name: str = "alpha") -> Measure:
    """Cronbach's alpha: how much of the spread of a sum of items they share.

    Parameters
    ----------
    items : table
        One column per item, at least two; rows with a missing answer are left out. Items that are worded the other
        way round must be turned first.
    level : float
        Confidence of Feldt's interval, which takes the items as normal with equal covariances; with skewed five-point
        answers it covers about 90 to 95 % instead of 95 %.
    name : str
        Name of the result.

    Returns
    -------
    Measure
        At most 1; below zero where items work against each other.

    Examples
    --------
    >>> got = cronbach_alpha({"a": [1, 2, 2, 3, 2, 2, 3, 3, 2, 3], "b": [1, 1, 1, 2, 3, 3, 2, 3, 3, 3],
    ...                       "c": [1, 1, 2, 1, 2, 3, 3, 3, 2, 3]})
    >>> round(got.value, 3), round(got.low, 3), round(got.high, 3)
    (0.773, 0.336, 0.939)
    """
    _, rows = matrix(items, "cronbach_alpha")
    one(level, "level", INSIDE)
    n, k = rows.shape
    if k < 2 or n < 2:
        raise CxError(tr("cronbach_alpha: {n} rows of {k} items; at least 2 of each are needed", n=n, k=k))
    total = float(rows.sum(axis=1).var(ddof=1))
    if total == 0:
        raise CxError(tr("cronbach_alpha: all respondents have the same sum; alpha needs a difference"))
    alpha = k / (k - 1) * (1 - float(rows.var(axis=0, ddof=1).sum()) / total)
    from scipy.stats import f

    tail, freedom = (1 - level) / 2, ((n - 1), (n - 1) * (k - 1))
    low = 1 - (1 - alpha) * float(f.isf(tail, *freedom))
    high = 1 - (1 - alpha) * float(f.ppf(tail, *freedom))
    text = few(n)
    if not text and high < 0.7:
        text = tr("below 0.7: the items hardly measure one thing")
    return Measure(name, alpha, low, high, n, "Feldt", level, text, 2)


def dimension_means(
    table: Any, name: str, allowed: Allowed = ANY, items: Mapping[str, Sequence[Any]] | None = None
) -> tuple[list[str], np.ndarray, dict[str, np.ndarray]]:
    """Names of the dimensions, one mean per respondent and dimension, and the items of each dimension.

    Without ``items`` a table of 22 columns is the questionnaire of 1988. A respondent who left out an item of a
    dimension has no mean there.
    """
    names, rows = matrix(table, name, allowed, complete=False)
    if items is None:
        if rows.shape[1] != 22:
            raise CxError(tr("{name}: {count} items; allowed: 22, or name the items of each dimension", name=name,
                             count=rows.shape[1]))  # fmt: skip
        places = {key: [place - 1 for place in group] for key, group in ITEMS.items()}
    else:
        places = {str(key): [_place(item, names, name) for item in group] for key, group in items.items()}
    groups = {key: rows[:, group] for key, group in places.items()}
    means = np.column_stack([group.mean(axis=1) for group in groups.values()])
    return list(groups), means, groups


def alphas_of(groups: Mapping[str, np.ndarray], level: float) -> dict[str, Measure]:
    """Alpha of each dimension with at least two items and two respondents who differ; others are left out."""
    found = {}
    for key, rows in groups.items():
        missing = np.isnan(rows).any(axis=1)
        kept = rows[~missing] if missing.any() else rows
        if kept.shape[1] > 1 and len(kept) > 1 and kept.sum(axis=1).var() > 0:
            found[key] = cronbach_alpha(kept, level, tr("alpha of {dimension}", dimension=key))
    return found


def _place(item: Any, names: Sequence[str], where: str) -> int:
    if str(item) in names:
        return list(names).index(str(item))
    raise CxError(tr("{name}: no column {column}; allowed: {known}", name=where, column=str(item),
                     known=", ".join(names)))  # fmt: skip
