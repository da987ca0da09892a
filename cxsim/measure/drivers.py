"""Drivers: which of several things moves the score most?

Question: where would one step of improvement be felt most?
Inputs: a table with one row per respondent, the outcome, and the columns that may drive it.
Outputs: the drivers in order of weight, each with an interval; a warning where the order is not safe.
Literature: MacKinnon & White 1985 (HC3 errors); Belsley, Kuh & Welsch 1980 (collinearity).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from cxsim.guards import CxError, nearest
from cxsim.measure.reading import INSIDE, matrix, one
from cxsim.measure.result import Measure
from cxsim.messages import tr

__all__ = ["Drivers", "drivers"]

_PER_DRIVER = 10
_INFLATED = 5.0


@dataclass(frozen=True, slots=True)
class Drivers:
    """Drivers of an outcome, strongest first.

    Attributes
    ----------
    outcome : str
        What is driven.
    ranking : tuple of Measure
        Standard deviations of the outcome for one standard deviation of the driver, the others held.
    correlations : dict of str to float
        Simple correlation of each driver with the outcome, -1..1.
    r_squared : float
        Share of the variance of the outcome that all drivers explain together, 0..1.
    n : int
        Complete rows used.
    warning : str
        Reasons why the order may not hold. That it is no proof of a cause is always true.
    """

    outcome: str
    ranking: tuple[Measure, ...]
    correlations: dict[str, float]
    r_squared: float
    n: int
    warning: str

    def __str__(self) -> str:
        share = f"{100 * self.r_squared:.0f}"
        head = tr(
            "drivers of {outcome}, n = {n}, explained {share} %", outcome=self.outcome, n=self.n, share=share
        )
        return "\n".join([head, *map(str, self.ranking), *([self.warning] if self.warning else [])])

    def table(self) -> Any:
        """The ranking as a DataFrame: driver, weight, low, high, correlation."""
        import pandas as pd

        rows = [(m.name, m.value, m.low, m.high, self.correlations[m.name]) for m in self.ranking]
        return pd.DataFrame(rows, columns=["driver", "weight", "low", "high", "correlation"])


def drivers(table: Any, outcome: str, columns: Sequence[str] | None = None, level: float = 0.95) -> Drivers:
    """Rank the drivers of an outcome by a linear regression on standardized columns.

    Parameters
    ----------
    table : DataFrame or mapping of columns
        One row per respondent; rows with a missing number are left out.
    outcome : str
        Column to explain.
    columns : list of str, optional
        Columns that may drive it; without it all others, which must then be numbers.
    level : float
        Confidence of the intervals (HC3 errors, Student). They take the standard deviations as known, so they
        cover a little less where the drivers explain most of the outcome.

    Returns
    -------
    Drivers
        An association: a common cause, for example the difficulty of a case, moves several columns at once.
    """
    names = [str(key) for key in (table.columns if hasattr(table, "columns") else table)]
    chosen = (
        [name for name in names if name != outcome] if columns is None else [str(name) for name in columns]
    )
    for name in (outcome, *chosen):
        if name not in names:
            guess = nearest(name, names) or ", ".join(names)
            raise CxError(tr("drivers: no column {name}; nearest: {guess}", name=name, guess=guess))
    if not chosen or outcome in chosen:
        raise CxError(
            tr("drivers: name at least one column other than the outcome {outcome}", outcome=outcome)
        )
    _, rows = matrix({name: table[name] for name in (outcome, *chosen)}, "drivers")
    n, k = len(rows), len(chosen)
    if n < k + 3:
        words = {"n": n, "least": k + 3, "k": k}
        raise CxError(tr("drivers: {n} complete rows; at least {least} are needed for {k} drivers", **words))
    spread = rows.std(axis=0, ddof=1)
    for name, width in zip((outcome, *chosen), spread, strict=True):
        if width == 0:
            raise CxError(tr("drivers: all values of {name} are alike; it cannot be compared", name=name))
    return _ranked((outcome, chosen), (rows - rows.mean(axis=0)) / spread, one(level, "level", INSIDE))


def _ranked(names: tuple[str, list[str]], scaled: np.ndarray, level: float) -> Drivers:
    import statsmodels.api as sm

    outcome, chosen = names
    y, x = scaled[:, 0], scaled[:, 1:]
    inner = np.corrcoef(x, rowvar=False).reshape(x.shape[1], x.shape[1])
    if np.linalg.matrix_rank(inner, tol=1e-9) < len(chosen):
        raise CxError(
            tr("drivers: the columns {names} tell the same; leave one out", names=_twins(inner, chosen))
        )
    fit = sm.OLS(y, sm.add_constant(x)).fit(cov_type="HC3", use_t=True)
    ends = fit.conf_int(alpha=1 - level)
    n = len(y)
    found = [
        Measure(name, float(fit.params[k]), float(ends[k, 0]), float(ends[k, 1]), n, "OLS, HC3", level, "", 2)
        for k, name in enumerate(chosen, start=1)
    ]
    ranking = tuple(sorted(found, key=lambda measure: -abs(measure.value)))
    together = {name: float(np.corrcoef(y, x[:, k])[0, 1]) for k, name in enumerate(chosen)}
    inflated = [
        name for name, factor in zip(chosen, np.diag(np.linalg.inv(inner)), strict=True) if factor > _INFLATED
    ]
    return Drivers(outcome, ranking, together, float(fit.rsquared), n, _doubts(ranking, inflated, n))


def _twins(inner: np.ndarray, names: list[str]) -> str:
    """Names of the columns that repeat each other: those that the others explain fully."""
    alike = [
        name for k, name in enumerate(names)
        if np.linalg.matrix_rank(np.delete(np.delete(inner, k, 0), k, 1), tol=1e-9)
        == np.linalg.matrix_rank(inner, tol=1e-9)
    ]  # fmt: skip
    return ", ".join(alike)


def _doubts(ranking: tuple[Measure, ...], inflated: list[str], n: int) -> str:
    doubts = []
    if n < _PER_DRIVER * len(ranking):
        doubts.append(tr("only {n} rows for {k} drivers; ten for each are a minimum", n=n, k=len(ranking)))
    if inflated:
        doubts.append(
            tr("{names} move together: their weights cannot be told apart", names=", ".join(inflated))
        )
    if len(ranking) > 1:
        first, second = ranking[:2]
        closest = min(abs(first.low), abs(first.high)) if first.low * first.high > 0 else 0.0
        if closest < max(abs(second.low), abs(second.high)):
            doubts.append(tr("{first} and {second} may change places", first=first.name, second=second.name))
    return "; ".join(doubts)
