"""Control chart: is this month different, or is it the same luck as ever?

Question: which point of a series asks for a cause, and which only looks bad?
Inputs: shares with the number of answers behind each (p chart), or single values (individuals chart).
Outputs: center line, limits, points outside them and points of a long run on one side.
Literature: Shewhart 1931; Montgomery, Statistical Quality Control, ch. 6 and 7.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from cxsim.guards import CxError
from cxsim.measure.reading import ANY, POSITIVE, SHARE, Allowed, numbers, one
from cxsim.messages import number, tr

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ControlChart", "Limits", "control_chart", "control_limits"]

#: Points in a row on one side of the center that count as a signal.
RUN = 8
#: Mean range of two draws of the normal law, in standard deviations.
_D2 = 2 / math.sqrt(math.pi)
_ENOUGH = 20


class Limits(NamedTuple):
    """Center line and control limits of a share, 0..1."""

    center: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ControlChart:
    """A series with its limits.

    Attributes
    ----------
    kind : str
        "p" (shares) or "individuals".
    center : float
        Center line, in the unit of the values.
    values, low, high : tuple of float
        Points, and the limits of each (they differ where the numbers of answers differ).
    labels : tuple
        Name of each point: its row.
    out : tuple
        Labels of the points outside the limits.
    runs : tuple
        Labels of the points that complete 8 or more in a row on one side of the center.
    warning : str
        What to keep in mind; empty where there is nothing.
    """

    kind: str
    center: float
    values: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    labels: tuple[Any, ...]
    out: tuple[Any, ...]
    runs: tuple[Any, ...]
    warning: str

    def __str__(self) -> str:
        none = tr("none")
        line = tr(
            "{kind} chart, {n} points, center {center}, limits {low} to {high}, outside: {out}, long runs: {runs}",
            kind=self.kind, n=len(self.values), center=self.center, low=number(min(self.low)),
            high=number(max(self.high)), out=", ".join(map(str, self.out)) or none,
            runs=", ".join(map(str, self.runs)) or none,
        )  # fmt: skip
        return tr("{line} – {warning}", line=line, warning=self.warning) if self.warning else line

    def table(self) -> pd.DataFrame:
        """One row per point: label, value, its limits, whether it is outside, whether it completes a long run."""
        import pandas as pd

        points = {"label": self.labels, "value": self.values, "low": self.low, "high": self.high}
        marks = {"outside": self.out, "long_run": self.runs}
        return pd.DataFrame(points | {name: [x in found for x in self.labels] for name, found in marks.items()})


def control_limits(share: float, n: int, sigmas: float = 3.0) -> Limits:
    """Limits of a share with `n` answers a month, when nothing has changed.

    Parameters
    ----------
    share : float
        Center line, 0..1.
    n : int
        Answers in each point.
    sigmas : float
        Distance of the limits in standard deviations.

    Examples
    --------
    >>> [round(100 * value, 1) for value in control_limits(0.856, 400)]
    [85.6, 80.3, 90.9]
    """
    center, count = one(share, "share", SHARE), one(n, "n", Allowed(1, whole=True))
    half = one(sigmas, "sigmas", POSITIVE) * math.sqrt(center * (1 - center) / count)
    return Limits(center, max(0.0, center - half), min(1.0, center + half))


def control_chart(
    values: Iterable[float],
    n: int | Iterable[int] | None = None,
    center: float | None = None,
    sigmas: float = 3.0,
) -> ControlChart:
    """Shewhart chart of a series.

    Parameters
    ----------
    values : iterable of float
        Shares 0..1 when `n` is given, else one number per point (NPS, minutes, money).
    n : int or iterable of int, optional
        Answers behind each share.
    center : float, optional
        Known center line; without it the mean of the series (weighted by `n`).
    sigmas : float
        Distance of the limits in standard deviations; 3 raises a false alarm in about 3 of 1,000 points.

    Returns
    -------
    ControlChart
        The individuals chart takes its deviation from the mean moving range.

    Examples
    --------
    >>> got = control_chart([.86, .85, .87, .78, .86], n=400, center=.856)
    >>> got.out
    (3,)
    """
    given = values if hasattr(values, "__array__") else list(values)
    points = numbers(given, "control_chart", ANY if n is None else SHARE)
    known = ~np.isnan(points)
    names = (
        list(given.index)
        if hasattr(given, "index") and hasattr(given, "to_numpy")
        else list(range(len(points)))
    )
    labels = [name for name, keep in zip(names, known, strict=True) if keep]
    if len(labels) < (1 if center is not None and n is not None else 2):
        raise CxError(
            tr("control_chart: number of points is {count}; at least 2 are needed", count=len(labels))
        )
    width = one(sigmas, "sigmas", POSITIVE)
    if n is None:
        middle, half = _individuals(points[known], center, width)
    else:
        middle, half = _shares(points[known], _sizes(n, known), center, width)
    found = points[known]
    low, high = middle - half, middle + half
    if n is not None:
        low, high = np.maximum(low, 0.0), np.minimum(high, 1.0)
    out = tuple(name for name, bad in zip(labels, (found < low) | (found > high), strict=True) if bad)
    return ControlChart(
        "individuals" if n is None else "p", middle, tuple(found.tolist()), tuple(low.tolist()), tuple(high.tolist()),
        tuple(labels), out, _runs(found - middle, labels), _doubt(len(found), center, low, n),
    )  # fmt: skip


def _individuals(points: np.ndarray, center: float | None, width: float) -> tuple[float, np.ndarray]:
    middle = float(np.mean(points)) if center is None else one(center, "center")
    half = width * float(np.mean(np.abs(np.diff(points)))) / _D2
    return middle, np.full(len(points), half)


def _shares(
    points: np.ndarray, sizes: np.ndarray, center: float | None, width: float
) -> tuple[float, np.ndarray]:
    middle = float(points @ sizes / sizes.sum()) if center is None else one(center, "center", SHARE)
    return middle, width * np.sqrt(middle * (1 - middle) / sizes)


def _sizes(n: int | Iterable[int], known: np.ndarray) -> np.ndarray:
    whole = Allowed(1, whole=True)
    if not hasattr(n, "__iter__"):
        return np.full(int(known.sum()), one(n, "n", whole))
    sizes = numbers(n, "n", whole)
    if len(sizes) != len(known) or np.isnan(sizes[known]).any():
        raise CxError(tr("n: {count} sizes for {asked} shares; one for each is needed",
                         count=int(np.sum(~np.isnan(sizes))), asked=len(known)))  # fmt: skip
    return sizes[known]


def _runs(distances: np.ndarray, labels: list[Any]) -> tuple[Any, ...]:
    """Points that stand at the end of a run of `RUN` or more on one side."""
    found, length, side = [], 0, 0
    for name, now in zip(labels, np.sign(distances), strict=True):
        length = length + 1 if now and now == side else int(now != 0)
        side = now
        if length >= RUN:
            found.append(name)
    return tuple(found)


def _doubt(points: int, center: float | None, low: np.ndarray, n: Any) -> str:
    if center is None and points < _ENOUGH:
        return tr(
            "only {points} points; below {least} the limits are a rough guide", points=points, least=_ENOUGH
        )
    if n is not None and (low <= 0).any():
        return tr("the lower limit is 0: too few answers in a point to see a fall")
    return ""
