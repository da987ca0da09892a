"""Points in time as they come in, and time as a clock counts it: every hour, or the open ones only.

Question: how much time lies between two points, and when is a promise due?
Inputs: columns of dates (pandas, datetime, text as 2024-03-31 14:05) or of days as plain numbers.
Outputs: days since 1970 as float64, missing as NaN; hours between two points.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np

from cxsim.guards import CxError, shown
from cxsim.measure.reading import Allowed, numbers, one
from cxsim.messages import tr

__all__ = ["OpenHours", "days", "hours_between"]


class OpenHours(NamedTuple):
    """When a desk works on cases.

    Attributes
    ----------
    opens, closes : float
        Hours of the day, 0..24.
    weekdays : sequence of int
        0 = Monday … 6 = Sunday.
    holidays : sequence of date or text
        Days on which it is closed.
    """

    opens: float = 9.0
    closes: float = 18.0
    weekdays: Sequence[int] = (0, 1, 2, 3, 4)
    holidays: Sequence[Any] = ()


def days(values: Any, name: str) -> np.ndarray:
    """Points in time as days; numbers are taken as days already, other text than ISO dates is refused by its row."""
    import pandas as pd

    given = values if isinstance(values, pd.Series) else pd.Series(list(values) if _loose(values) else values)
    if pd.api.types.is_datetime64_any_dtype(given):
        found = given
    elif pd.api.types.is_numeric_dtype(given):
        return numbers(given, name, Allowed(-100_000, 100_000))  # days from 1970: the years 1696 to 2243
    else:
        found = pd.to_datetime(given, format="ISO8601", errors="coerce")
        blank = given.isna() | (given.astype(str).str.strip() == "")
        wrong = np.flatnonzero((found.isna() & ~blank).to_numpy())
        if len(wrong):
            place = int(wrong[0])
            raise CxError(tr("{name}: answer in row {row} is {value}; allowed: dates such as 2024-03-31 14:05",
                             name=name, row=given.index[place], value=shown(given.iloc[place])))  # fmt: skip
    if getattr(found.dt, "tz", None) is not None:
        found = found.dt.tz_convert("UTC").dt.tz_localize(None)
    whole = found.to_numpy().astype("datetime64[us]")
    result = whole.astype("int64") / 86_400e6
    return np.where(np.isnat(whole), np.nan, result)


def hours_between(start: np.ndarray, end: np.ndarray, open_hours: OpenHours | None = None) -> np.ndarray:
    """Hours between two columns of days: all of them, or the open ones only."""
    if open_hours is None:
        return (end - start) * 24
    known = np.concatenate([start[~np.isnan(start)], end[~np.isnan(end)]])
    if not len(known):
        return np.full(len(start), np.nan)
    first, last = int(np.floor(known.min())), int(np.floor(known.max()))
    opens, closes = (
        one(open_hours.opens, "opens", Allowed(0, 24)),
        one(open_hours.closes, "closes", Allowed(0, 24)),
    )
    if not opens < closes:
        raise CxError(
            tr("open hours are {opens} to {closes}; the first must be earlier", opens=opens, closes=closes)
        )
    calendar = np.arange(first, last + 1)
    works = np.isin((calendar + 3) % 7, list(open_hours.weekdays))  # day 0 of 1970 was a Thursday
    if len(open_hours.holidays):
        works &= ~np.isin(calendar, np.floor(days(list(open_hours.holidays), "holidays")))
    before = np.concatenate([[0.0], np.cumsum(works * (closes - opens))])

    def worked(moment: np.ndarray) -> np.ndarray:
        missing = np.isnan(moment)
        whole = np.floor(np.where(missing, first, moment)).astype(int)
        clock = (np.where(missing, first, moment) - whole) * 24
        hours = before[whole - first] + works[whole - first] * np.clip(clock - opens, 0, closes - opens)
        return np.where(missing, np.nan, hours)

    return worked(end) - worked(start)


def _loose(values: Any) -> bool:
    return isinstance(values, Iterable) and not hasattr(values, "__array__")
