"""Survival and retention under censoring: how long, when many are still there at the end of the table.

Question: how many stay (or wait) longer than a given time, although the end of most stories has not been seen yet?
Inputs: one duration per customer or call, and whether it ended (1) or was cut off by the end of the table (0).
Outputs: a curve, and `Measure` for a time, a quantile, a mean up to a time, and the difference of two groups.
Literature: Kaplan & Meier 1958; Greenwood 1926; Kalbfleisch & Prentice 1980 (log-log interval); Mantel 1966.
The mean of the ended durations alone is wrong: it leaves out exactly those that last.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from cxsim.guards import CxError
from cxsim.measure.intervals import student_factor, z_of
from cxsim.measure.reading import INSIDE, LEAST_ZERO, Allowed, numbers, one
from cxsim.measure.result import Measure, few
from cxsim.messages import tr

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Survival", "retention", "survival", "survival_difference"]

_YES_NO = Allowed(0, 1, whole=True)


@dataclass(frozen=True, slots=True, eq=False)
class Survival:
    """A survival curve (Kaplan-Meier).

    Attributes
    ----------
    times : ndarray
        Distinct times at which somebody left, ascending, unit of the durations.
    share : ndarray
        Share that lasts longer than each time, 0..1.
    error : ndarray
        Greenwood's standard error of the share.
    at_risk, ended : ndarray
        Under observation just before each time, and ended at it.
    n, events : int
        Durations, and how many of them ended.
    longest : float
        Longest duration seen; the curve says nothing beyond it.
    level : float
        Confidence of the intervals.
    """

    times: np.ndarray
    share: np.ndarray
    error: np.ndarray
    at_risk: np.ndarray
    ended: np.ndarray
    n: int
    events: int
    longest: float
    level: float

    def at(self, time: float, name: str = "") -> Measure:
        """Share that lasts longer than ``time``, in percent, with the log-log interval."""
        moment = one(time, "time", LEAST_ZERO)
        title = name or tr("lasting longer than {time}", time=moment)
        place = int(np.searchsorted(self.times, moment, side="right")) - 1
        if moment > self.longest and (place < 0 or self.share[-1] > 0):
            raise CxError(
                tr("survival: time is {time}; allowed: 0 to {longest}, the longest duration seen",
                   time=moment, longest=self.longest)
            )  # fmt: skip
        share = 1.0 if place < 0 else float(self.share[place])
        low, high = self._ends(place, share)
        risk = self.n if place < 0 else int(self.at_risk[place])
        return Measure(title, 100 * share, 100 * low, 100 * high, self.n, "Kaplan-Meier, log-log", self.level,
                       few(min(risk, self.n)))  # fmt: skip

    def quantile(self, share: float = 0.5) -> Measure:
        """Time by which ``share`` of all have ended (0.5: the median); not a number where the curve stays above."""
        part = one(share, "share", INSIDE)
        name = tr("median time") if part == 0.5 else tr("time until {share} have ended", share=part)
        value, bounds = self._crossing(self.share, 1 - part), self._bounds()
        low, high = (self._crossing(curve, 1 - part) for curve in bounds)
        text = few(self.events)
        if math.isnan(value):
            text = tr("fewer than {share} of the durations ended: no such time was seen", share=part)
        elif math.isnan(high):
            text = "; ".join(part for part in (text, tr("the upper end was not seen")) if part)
        return Measure(name, value, low, high, self.n, "Kaplan-Meier, log-log", self.level, text, 2)

    def mean(self, until: float | None = None) -> Measure:
        """Mean duration counted up to ``until`` (area under the curve); without it, up to the longest one seen.

        The plain mean needs the whole curve; where the longest durations were cut off only this one is known.
        """
        end = self.longest if until is None else one(until, "until", Allowed(0, self.longest))
        inside = self.times < end
        steps = np.concatenate([[0.0], self.times[inside], [end]])
        heights = np.concatenate([[1.0], self.share[inside]])
        areas = np.diff(steps) * heights
        value = float(areas.sum())
        left = value - np.cumsum(areas)[:-1]  # area to the right of each time
        ended, risk = self.ended[inside].astype(float), self.at_risk[inside].astype(float)
        open_ = risk > ended
        variance = float(
            np.sum(left[open_] ** 2 * ended[open_] / (risk[open_] * (risk[open_] - ended[open_])))
        )
        half = student_factor(self.level, max(1, self.events - 1)) * math.sqrt(variance)
        name = tr("mean duration up to {end}", end=end)
        low, high, text = max(0.0, value - half), min(end, value + half), few(self.events)
        if not ended.sum():
            low, high, text = math.nan, math.nan, tr("nobody ended before {end}", end=end)
        return Measure(name, value, low, high, self.n, "restricted mean, Greenwood", self.level, text, 2)

    def table(self) -> pd.DataFrame:
        """The curve as a table: time, at_risk, ended, share, low, high (shares 0..1)."""
        import pandas as pd

        low, high = self._bounds()
        return pd.DataFrame({
            "time": self.times, "at_risk": self.at_risk, "ended": self.ended, "share": self.share, "low": low,
            "high": high,
        })  # fmt: skip

    def __str__(self) -> str:
        return "\n".join(str(part) for part in (self.quantile(), self.mean()))

    def _ends(self, place: int, share: float) -> tuple[float, float]:
        tail = (1 - self.level) / 2
        if place < 0 or share == 1.0:  # nobody has left yet: the exact ends of "0 of n"
            return tail ** (1 / self.n), 1.0
        if share == 0.0:
            return 0.0, 1 - tail ** (1 / max(1, int(self.at_risk[place])))
        low, high = _log_log(np.array([share]), np.array([self.error[place]]), z_of(self.level))
        return float(low[0]), float(high[0])

    def _bounds(self) -> tuple[np.ndarray, np.ndarray]:
        return _log_log(self.share, self.error, z_of(self.level))

    def _crossing(self, curve: np.ndarray, height: float) -> float:
        """First time at which a curve is at or below a height."""
        below = np.flatnonzero(curve <= height + 1e-12)
        return float(self.times[below[0]]) if len(below) else math.nan


def _log_log(share: np.ndarray, error: np.ndarray, z: float) -> tuple[np.ndarray, np.ndarray]:
    """Ends on the scale of log(-log), which keeps them inside 0 and 1."""
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.exp(z * error / (share * np.abs(np.log(share))))
        low, high = share**spread, share ** (1 / spread)
    gone = (share <= 0) | (share >= 1)
    return np.where(gone, share, low), np.where(gone, share, high)


def survival(durations: Iterable[float], ended: Iterable[float], level: float = 0.95) -> Survival:
    """Survival curve of durations of which some were cut off (Kaplan-Meier).

    Parameters
    ----------
    durations : iterable of float
        Time under observation, 0 or more, any unit.
    ended : iterable of 0 or 1
        1: the story ended (left, hung up); 0: it was still open when last seen (answered, still a customer).
        Pairs with a missing value are left out.
    level : float
        Confidence of the pointwise intervals. With fewer than about 10 still under observation, or fewer than
        about 5 ended, they cover between 91 and 99 % instead of 95 %.

    Examples
    --------
    >>> curve = survival([1, 2, 2, 3, 4, 5], [1, 1, 0, 1, 0, 1])
    >>> round(curve.at(3).value, 1), curve.quantile().value
    (44.4, 3.0)
    """
    time, over = _pairs(durations, ended)
    from statsmodels.duration.survfunc import SurvfuncRight

    one(level, "level", INSIDE)
    if not over.any():
        empty = np.array([])
        return Survival(empty, empty, empty, empty, empty, len(time), 0, float(time.max()), level)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = SurvfuncRight(time, over)
    hit = found.n_events > 0
    return Survival(
        np.asarray(found.surv_times)[hit], np.asarray(found.surv_prob)[hit],
        np.nan_to_num(np.asarray(found.surv_prob_se)[hit], nan=0.0),
        np.asarray(found.n_risk)[hit].astype(np.int64), np.asarray(found.n_events)[hit].astype(np.int64),
        len(time), int(over.sum()), float(time.max()), level,
    )  # fmt: skip


def retention(durations: Iterable[float], ended: Iterable[float], at: float, level: float = 0.95) -> Measure:
    """Share of customers who are still there after a time, in percent, although some were seen for less long.

    Parameters
    ----------
    durations, ended, level
        As in `survival`; ``ended`` = 1 where the customer left.
    at : float
        Time, unit of the durations.

    Examples
    --------
    >>> got = retention([2, 5, 12, 12, 7], [1, 1, 0, 0, 0], at=6)
    >>> round(got.value, 1)
    60.0
    """
    return survival(durations, ended, level).at(at, tr("retention at {time}", time=at))


def survival_difference(
    durations: Iterable[float], ended: Iterable[float], group: Iterable[Any], at: float, level: float = 0.95
) -> Measure:
    """Second group minus first of the share that lasts longer than a time, in points of percent.

    Parameters
    ----------
    durations, ended, at, level
        As in `retention`.
    group : iterable
        Two groups, one value per duration; "first" is the one that sorts first.

    Returns
    -------
    Measure
        Interval from the two log-log intervals (Newcombe's way of putting two together); the log-rank p-value of
        the whole curves stands in ``method``.
    """
    time, over = _checked(durations, ended)
    names = np.asarray(list(group), dtype=object).astype(str)
    if len(names) != len(time):
        raise CxError(tr("survival: {one} durations and {two} groups; one of each is needed", one=len(time),
                         two=len(names)))  # fmt: skip
    kept = ~np.isnan(time) & ~np.isnan(over)
    time, over, names = time[kept], over[kept], names[kept]
    known = sorted(set(names.tolist()))
    if len(known) != 2:
        raise CxError(tr("survival: group has {count} values; allowed: two", count=len(known)))
    from statsmodels.duration.survfunc import survdiff

    first, second = (survival(time[names == key], over[names == key], level).at(at) for key in known)
    p_value = survdiff(time, over, names)[1] if over.any() else math.nan  # nobody ended: nothing to compare
    value = second.value - first.value
    low = value - math.hypot(second.value - second.low, first.high - first.value)
    high = value + math.hypot(second.high - second.value, first.value - first.low)
    method = tr("Kaplan-Meier, log-log; log-rank p = {p_value}", p_value=f"{p_value:.3g}")
    return Measure(tr("{second} minus {first}", second=known[1], first=known[0]), value, low, high, len(time),
                   method, level, few(min(first.n, second.n)))  # fmt: skip


def _checked(durations: Iterable[float], ended: Iterable[float]) -> tuple[np.ndarray, np.ndarray]:
    time, over = numbers(durations, "durations", LEAST_ZERO), numbers(ended, "ended", _YES_NO)
    if len(time) != len(over):
        raise CxError(tr("survival: {one} durations and {two} ends; one of each is needed", one=len(time),
                         two=len(over)))  # fmt: skip
    return time, over


def _pairs(durations: Iterable[float], ended: Iterable[float]) -> tuple[np.ndarray, np.ndarray]:
    time, over = _checked(durations, ended)
    both = ~np.isnan(time) & ~np.isnan(over)
    if not both.any():
        raise CxError(tr("survival: no row has a duration and an end; at least one is needed"))
    return time[both], over[both]
