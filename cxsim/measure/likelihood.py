"""Fitting a law with a few positive numbers by maximum likelihood, with intervals for whatever follows from it.

Question: which parameters make what was seen most likely, and how sure is what they say?
Inputs: for each row the logarithm of its likelihood and its slope in each parameter.
Outputs: the parameters, and the spread of their logarithms; a `Measure` for any figure computed from them.
Literature: Efron & Hinkley 1978 (observed information); Berndt, Hall, Hall & Hausman 1974 (scoring); Lehmann &
Casella 1998, ch. 6.4 (one step from a good start is as good as many).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from cxsim.guards import CxError
from cxsim.measure.intervals import z_of
from cxsim.measure.result import Measure, few
from cxsim.messages import tr

__all__ = ["Fit", "fit_logs"]

#: Rows that the search for the top starts from; all rows are used to end it.
_START_ROWS = 20_000
#: Bounds of the logarithm of a parameter.
_FAR = 12.0

#: Gives for positive parameters (k) and a choice of rows: log-likelihood of each row, and slopes (rows × k).
Rows = Callable[[np.ndarray, "np.ndarray | slice"], tuple[np.ndarray, np.ndarray]]


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """Fitted positive parameters.

    Attributes
    ----------
    values : ndarray
        Parameters.
    spread : ndarray
        Covariance of their logarithms; not a number where they were given and not fitted.
    log_likelihood : float
        At the parameters.
    n : int
        Rows.
    warning : str
        What to keep in mind.
    """

    values: np.ndarray
    spread: np.ndarray
    log_likelihood: float
    n: int
    warning: str = ""

    def measure(
        self, name: str, figure: Callable[[np.ndarray], float], level: float = 0.95, digits: int = 2
    ) -> Measure:
        """Value of a positive figure of the parameters, with the delta method on its logarithm."""
        value = float(figure(self.values))
        if np.isnan(self.spread).any() or not value > 0:
            text = self.warning or (tr("no interval: the parameters were given") if self.n == 0 else "")
            return Measure(name, value, math.nan, math.nan, self.n, "given parameters", level, text, digits)
        slopes, step = np.zeros(len(self.values)), 1e-4
        for k in range(len(self.values)):
            moved = [
                self.values * np.exp(side * step * (np.arange(len(self.values)) == k)) for side in (-1, 1)
            ]
            slopes[k] = (math.log(figure(moved[1])) - math.log(figure(moved[0]))) / (2 * step)
        half = z_of(level) * math.sqrt(max(0.0, float(slopes @ self.spread @ slopes)))
        low, high = value * math.exp(-half), value * math.exp(half)
        return Measure(
            name, value, low, high, self.n, "maximum likelihood, delta, log", level, self.warning, digits
        )


def fit_logs(rows: Rows, n: int, start: np.ndarray, weight: np.ndarray | None = None) -> Fit:
    """Find the most likely positive parameters; ``weight`` is how often each row was seen (1 where not given)."""
    from scipy.optimize import minimize

    times = np.ones(n) if weight is None else weight
    some: np.ndarray | slice = (
        slice(None) if n <= _START_ROWS else np.linspace(0, n - 1, _START_ROWS).astype(int)
    )

    def lost(logs: np.ndarray) -> tuple[float, np.ndarray]:
        values = np.exp(np.clip(logs, -_FAR, _FAR))
        each, slopes = rows(values, some)
        part = times[some]
        total = part.sum()
        return -float(part @ each) / total, -(part @ slopes) * values / total

    with np.errstate(over="ignore", invalid="ignore"):
        found = minimize(lost, np.log(start), jac=True, method="L-BFGS-B", bounds=[(-_FAR, _FAR)] * len(start),
                         options={"maxiter": 500, "ftol": 1e-13, "gtol": 1e-8})  # fmt: skip
    logs = found.x
    if n > _START_ROWS:
        logs, each, information = _scored(rows, times, logs)
    else:
        each, information = rows(np.exp(logs), slice(None))[0], _curvature(rows, times, logs)
    if not np.isfinite(each).all():
        raise CxError(tr("the likelihood has no top that can be reached; look at the columns"))
    spread, text = _inverse(information), few(int(times.sum()))
    if np.abs(logs).max() > _FAR - 1 or np.isnan(spread).any():
        text = tr("the likelihood is flat: these rows cannot tell the parameters apart")
    return Fit(np.exp(logs), spread, float(times @ each), int(times.sum()), text)


def _scored(rows: Rows, times: np.ndarray, logs: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Steps over all rows from a start that is close, until a step is a small part of its standard error."""
    for _ in range(8):
        values = np.exp(logs)
        each, slopes = rows(values, slice(None))
        slopes *= values
        weighted = slopes if times.min() == times.max() == 1 else slopes * times[:, None]
        information = slopes.T @ weighted
        step = np.linalg.lstsq(information, weighted.sum(axis=0), rcond=None)[0]
        logs = np.clip(logs + np.clip(step, -0.5, 0.5), -_FAR, _FAR)
        if float(step @ information @ step) < 1e-3:  # a thirtieth of a standard error
            break
    return logs, each, information


def _curvature(rows: Rows, times: np.ndarray, logs: np.ndarray) -> np.ndarray:
    """Observed information of the log parameters, from the slopes a small step away on both sides."""
    k, step = len(logs), 1e-4
    found = np.zeros((k, k))
    for place in range(k):
        ends = []
        for side in (-1, 1):
            moved = np.exp(logs + side * step * (np.arange(k) == place))
            ends.append((times @ rows(moved, slice(None))[1]) * moved)
        found[place] = -(ends[1] - ends[0]) / (2 * step)
    return (found + found.T) / 2


def _inverse(information: np.ndarray) -> np.ndarray:
    try:
        np.linalg.cholesky(information)
        return np.linalg.inv(information)
    except np.linalg.LinAlgError:
        return np.full(information.shape, np.nan)
