"""One page: indicators by period and group, against their targets, with the odd ones out.

Question: what moved, where, and is it more than luck?
Inputs: a table of answers or contacts with a time, groups and indicator columns.
Outputs: tables with intervals; `cxsim.plots.dashboard` draws them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from cxsim.analysis.four import gaps, segments
from cxsim.analysis.inputs import column, frame, numeric
from cxsim.guards import CxError
from cxsim.measure.control import control_chart
from cxsim.measure.intervals import mean_of, share_of
from cxsim.measure.moments import days
from cxsim.measure.reading import Allowed, word
from cxsim.measure.result import Measure
from cxsim.measure.surveys import nps
from cxsim.messages import tr

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Dashboard", "dashboard", "kpi_table", "over_time"]

_PERIODS = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}
_KINDS = ("mean", "share", "nps")


@dataclass(frozen=True, slots=True, eq=False)
class Dashboard:
    """Tables of one page.

    Attributes
    ----------
    kpis : DataFrame
        Each indicator against its target.
    trends : dict of str to DataFrame
        Each indicator by period.
    groups : dict of str to DataFrame
        Each indicator by group, with the difference to the others.
    odd : tuple of str
        Sentences: periods outside their limits, groups that differ.
    """

    kpis: Any
    trends: dict[str, Any]
    groups: dict[str, Any]
    odd: tuple[str, ...]

    def __str__(self) -> str:
        text = self.kpis.to_string(index=False, float_format=lambda x: f"{x:,.2f}")
        return "\n".join([text, *self.odd])


def dashboard(
    table: Any, kinds: Mapping[str, str], time: str, group: str, targets: Mapping[str, float] | None = None,
    period: str = "month",
) -> Dashboard:  # fmt: skip
    """All indicators of a table on one page.

    Parameters
    ----------
    table : table
        One row per answer or contact.
    kinds : mapping of column to "mean", "share" or "nps"
        Indicators.
    time, group : str
        Column of dates, and of the group (region, product, channel).
    targets : mapping, optional
        Target of each indicator, in its unit (shares and NPS in points).
    period : str
        "day", "week", "month", "quarter" or "year".
    """
    data = frame(table)
    for name, kind in kinds.items():
        word(kind, name, _KINDS)
    trends = {name: over_time(data, name, time, period, kind) for name, kind in kinds.items()}
    groups = {name: segments(data, group, name, kind) for name, kind in kinds.items()}
    odd = []
    for name, found in trends.items():
        if len(found) >= 8:
            chart = control_chart(found["value"].to_numpy())
            odd += [tr("{name}: {period} is outside its limits", name=name, period=found["period"].iloc[int(place)])
                    for place in chart.out]  # fmt: skip
        apart = groups[name][groups[name]["differs"]]
        odd += [tr("{name}: {segment} differs from the others by {gap}", name=name, segment=part.segment,
                   gap=round(part.difference, 2)) for part in apart.itertuples()]  # fmt: skip
    return Dashboard(kpi_table(data, kinds, targets), trends, groups, tuple(odd))


def kpi_table(
    table: Any, kinds: Mapping[str, str], targets: Mapping[str, float] | None = None,
    lower_is_better: Sequence[str] = (),
) -> pd.DataFrame:  # fmt: skip
    """Indicators with interval, target and status.

    Parameters
    ----------
    table : table
        One row per answer or contact.
    kinds : mapping of column to "mean", "share" or "nps"
        How each column becomes an indicator.
    targets : mapping, optional
        Target of each, in its unit (percent for shares, points for NPS).
    lower_is_better : sequence of str
        Indicators where less is better.

    Returns
    -------
    DataFrame
        As `gaps` where there are targets; else indicator, value, low, high, n.
    """
    import pandas as pd

    data = frame(table)
    found = {name: _indicator(name, numeric(data, name), kind) for name, kind in kinds.items()}
    if targets is None:
        rows = [(name, part.value, part.low, part.high, part.n) for name, part in found.items()]
        return pd.DataFrame(rows, columns=["indicator", "value", "low", "high", "n"])
    return gaps(found, targets, lower_is_better)


def over_time(table: Any, value: str, time: str, period: str = "month", kind: str = "mean") -> pd.DataFrame:
    """One indicator by period.

    Parameters
    ----------
    table : table
        One row per answer.
    value, time : str
        Column of the answer, and of its date.
    period : str
        "day", "week", "month", "quarter" or "year".
    kind : str
        "mean", "share" (0 or 1, in percent) or "nps".

    Returns
    -------
    DataFrame
        period (text), n, value, low, high, in order of time; periods without an answer are missing, not zero.
    """
    import pandas as pd

    word(period, "period", tuple(_PERIODS))
    data = frame(table)
    answers, when = numeric(data, value), days(column(data, time), time)
    there = ~np.isnan(answers) & ~np.isnan(when)
    if not there.any():
        raise CxError(tr("{value}: no row has an answer and a time; at least one is needed", value=value))
    moments = pd.to_datetime(np.floor(when[there]), unit="D")
    codes, names = pd.factorize(pd.Series(moments).dt.to_period(_PERIODS[period]), sort=True)
    order = np.argsort(codes, kind="stable")
    parts = np.split(answers[there][order], np.flatnonzero(np.diff(codes[order])) + 1)
    rows = []
    for name, part in zip(names, parts, strict=True):
        found = _indicator(value, part, kind)
        rows.append((str(name), found.n, found.value, found.low, found.high))
    return pd.DataFrame(rows, columns=["period", "n", "value", "low", "high"])


def _indicator(name: str, answers: np.ndarray, kind: str) -> Measure:
    given = answers[~np.isnan(answers)]
    if word(kind, name, _KINDS) == "nps":
        return nps(given)
    if kind == "share":
        wrong = ~Allowed(0, 1, whole=True).holds(given)
        if wrong.any():
            value = float(given[wrong][0])
            raise CxError(tr("{name} has {value}; allowed for a share: 0 or 1", name=name, value=value))
        return share_of(name, int(given.sum()), len(given), 0.95)
    return mean_of(name, given, 0.95, digits=2)
