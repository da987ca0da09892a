"""What comes next: volume by day or month, satisfaction by month, with how wrong it was before.

Question: how many contacts next month, and how far off would the same method have been on months already seen?
Inputs: one value per period, in order.
Outputs: values with prediction intervals, the error on periods that were kept back, beside that of "as last season".
Literature: Hyndman et al. 2008 (exponential smoothing); Hyndman & Koehler 2006. statsmodels does the work.
"""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np

from cxsim.guards import CxError
from cxsim.measure.reading import INSIDE, Allowed, numbers, one
from cxsim.messages import tr

__all__ = ["Forecast", "forecast"]

_TRENDS = ((None, False), ("add", False), ("add", True))


@dataclass(frozen=True, slots=True, eq=False)
class Forecast:
    """Periods to come.

    Attributes
    ----------
    table : DataFrame
        period (1 = next), value, low, high.
    method : str
        Model that was chosen.
    error : float
        Mean absolute error on the periods kept back, unit of the values; not a number where the series is too short.
    naive_error : float
        The same for "as in the last season" (or "as last period"); a forecast that does not beat it is none.
    inside : float
        Share of the periods kept back that fell into their interval, 0..1.
    warning : str
        What to keep in mind.
    """

    table: Any
    method: str
    error: float
    naive_error: float
    inside: float
    warning: str

    def __str__(self) -> str:
        text = self.table.to_string(index=False, float_format=lambda x: f"{x:,.1f}")
        note = tr("{method}; error on periods kept back {error}, naive {naive}", method=self.method, error=self.error,
                  naive=self.naive_error)  # fmt: skip
        return "\n".join(part for part in (text, note, self.warning) if part)


def forecast(
    values: Any,
    periods: int = 6,
    season: int = 1,
    ends: tuple[float, float] | None = None,
    level: float = 0.95,
) -> Forecast:
    """Forecast a series by exponential smoothing.

    Parameters
    ----------
    values : column
        One value per period, in order; gaps inside are refused, not filled.
    periods : int
        Periods to forecast.
    season : int
        Periods of a season: 7 for days with weeks, 12 for months with years, 1 for none. Two whole seasons are needed.
    ends : pair of float, optional
        Ends of the scale, for scores; volumes are cut at 0 where none was below it.
    level : float
        Confidence of the prediction intervals. They take the chosen model as true: expect 80 to 95 % inside,
        ``inside`` tells what it was here.
    """
    series = _series(values)
    ahead = int(one(periods, "periods", Allowed(1, whole=True)))
    cycle = int(one(season, "season", Allowed(1, whole=True)))
    one(level, "level", INSIDE)
    least = max(8, 2 * cycle + 2)
    if len(series) < least:
        raise CxError(tr("forecast: {n} periods; at least {least} are needed", n=len(series), least=least))
    limits = ends or ((0.0, math.inf) if series.min() >= 0 else (-math.inf, math.inf))
    table, method = _ahead(series, ahead, cycle, level)
    back = min(max(cycle, 3), ahead, len(series) // 4)
    error = naive = inside = math.nan
    if len(series) - back >= least:
        seen, later = series[:-back], series[-back:]
        tried, _ = _ahead(seen, back, cycle, level)
        error = float(np.abs(tried["value"] - later).mean())
        last = np.array([seen[-cycle + k % cycle] for k in range(back)])
        naive = float(np.abs(last - later).mean())
        inside = float(((tried["low"] <= later) & (later <= tried["high"])).mean())
    for name in ("value", "low", "high"):
        table[name] = table[name].clip(*limits)
    text = tr("it does not beat the naive forecast on the periods kept back") if error > naive else ""
    if cycle == 1 and len(series) >= 24:
        text = "; ".join(p for p in (text, tr("no season was asked for")) if p)
    return Forecast(table, method, error, naive, inside, text)


def _series(values: Any) -> np.ndarray:
    series = numbers(values, "values")
    known = np.flatnonzero(~np.isnan(series))
    if not len(known):
        raise CxError(tr("forecast: all {n} values are missing; at least 8 are needed", n=len(series)))
    series = series[known[0] : known[-1] + 1]
    if np.isnan(series).any():
        place = int(known[0] + np.argmax(np.isnan(series)))
        raise CxError(
            tr("forecast: period {place} is missing; allowed: a value for each period", place=place)
        )
    return series[-2000:]  # what is further back than that tells nothing more


def _ahead(series: np.ndarray, periods: int, season: int, level: float) -> tuple[Any, str]:
    """Best of a few models by the corrected information criterion, and its periods ahead."""
    import pandas as pd
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    if np.ptp(series) == 0:
        flat = np.full(periods, series[0])
        return _table(flat, flat, flat), tr("constant")
    best: Any = None
    cycles = [None, "add"] if season > 1 else [None]
    forms = [(trend, damped, cycle) for cycle in cycles for trend, damped in _TRENDS]
    data = pd.Series(series, index=pd.RangeIndex(len(series)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for trend, damped, cycle in forms:
            model = ETSModel(data, error="add", trend=trend, damped_trend=damped, seasonal=cycle,
                             seasonal_periods=season if cycle else None)  # fmt: skip
            fit = model.fit(disp=False, maxiter=200)
            if math.isfinite(fit.aicc) and (best is None or fit.aicc < best[0]):
                best = fit.aicc, fit, (tr("damped trend") if damped else tr("trend")) if trend else "", cycle
        fit = best[1]
        shown = fit.get_prediction(start=len(series), end=len(series) + periods - 1).summary_frame(
            alpha=1 - level
        )
    names = [tr("smoothing"), best[2], tr("season of {n}", n=season) if best[3] else ""]
    ends = shown["pi_lower"].to_numpy(), shown["pi_upper"].to_numpy()
    return _table(shown["mean"].to_numpy(), *ends), ", ".join(name for name in names if name)


def _table(value: np.ndarray, low: np.ndarray, high: np.ndarray) -> Any:
    import pandas as pd

    return pd.DataFrame({"period": np.arange(1, len(value) + 1), "value": value, "low": low, "high": high})
