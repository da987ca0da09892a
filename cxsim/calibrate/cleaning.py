"""Text of a table turned into times, durations and numbers; every repair and every lost row is counted.

Question: what does this cell say, and if nothing usable, why not?
Inputs: columns as they were exported (text, numbers, timestamps). Outputs: int64 ms, float64 seconds, a log of steps.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from cxsim.guards import CxError, shown
from cxsim.measure.columns import Column, read_cells
from cxsim.messages import percent, tr

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["MOST_LOST", "Step", "Steps", "durations", "far_off", "numbers", "times", "without_time"]

#: More rows than this share with a value that cannot be read: the map or the file is wrong, nothing is fitted.
MOST_LOST = 0.05
#: Nobody waits or works longer than this on one contact, seconds (assumption); a unit or a year is wrong.
LONGEST_S = 30 * 86_400.0
#: Rows farther than this from all others, where nearly all others stand together: a wrong year (assumption).
FAR_MS = 60 * 86_400_000
#: More than this share of all rows at 0:00:00 sharp is no luck.
MOST_AT_MIDNIGHT = 0.01
_PERCENT = r"\s*[%％]$"
_EITHER = r"^[+-]?\d{1,3},\d{3}$"
_CLOCK = r"^(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2}(?:\.\d+)?)$"
_ISO = r"^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)?$"
_YEAR_FIRST = r"^(?P<y>\d{4})\D(?P<m>\d{1,2})\D(?P<d>\d{1,2})日?(?:[T ]+(?P<t>.+))?$"
_DASHES = r"^\d{4}-\d{1,2}-\d"  # 2024-1-31 8:30 beside 2024-01-31 08:30 is no other form
_YEAR_LAST = r"^(?P<a>\d{1,2})[/.\-](?P<b>\d{1,2})[/.\-](?P<y>\d{4})(?:[T ]+(?P<t>.+))?$"
_PACKED = r"^(?P<y>\d{4}|\d{2})(?P<m>\d{2})(?P<d>\d{2})(?:[T ]+(?P<t>.+))?$"
_TIME = r"^(\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?\s*([AaPp])?\.?[Mm]?\.?$"


class Step(NamedTuple):
    """One thing that was done to the table: how many rows, what, and the first of them."""

    rows: int
    what: str
    first: str = ""

    def __str__(self) -> str:
        words = {"rows": self.rows, "what": self.what, "first": self.first}
        return tr("{rows} rows: {what} (first: {first})", **words) if self.first else tr("{rows} rows: {what}", **words)


@dataclass
class Steps:
    """The log of the cleaning; rows are named as a spreadsheet names them."""

    labels: np.ndarray
    done: list[Step] = field(default_factory=list)

    def note(self, rows: np.ndarray, what: str, column: str = "", values: Any = None) -> None:
        """Count rows (a mask) under a sentence; the first one is shown with its column and value."""
        count = int(rows.sum())
        if not count:
            return
        place = int(np.argmax(rows))
        first = tr("row {row}", row=str(self.labels[place]))
        if column:
            first = tr("{first}, column {column}", first=first, column=column)
            first += "" if values is None else ": " + shown(_cell(values, place))
        self.done.append(Step(count, what, first))

    def leave_out(self, lost: np.ndarray, what: str, allowed: str, column: str, values: Any) -> None:
        """Count rows that cannot be used under a sentence; refuse a column in which they are too many."""
        if len(lost) and lost.mean() > MOST_LOST:
            place = int(np.argmax(lost))
            words = {"row": str(self.labels[place]), "column": column, "value": shown(_cell(values, place)),
                     "allowed": allowed, "share": percent(float(lost.mean()), 0)}  # fmt: skip
            raise CxError(tr("row {row}, column {column}: {value}; allowed: {allowed} ({share} of all rows)", **words))
        self.note(lost, what, column, values)


def numbers(column: pd.Series, name: str, steps: Steps) -> np.ndarray:
    """Numbers with NaN where the cell is empty or unreadable; spellings are those of `cxsim.measure.columns`."""
    import pandas as pd

    if pd.api.types.is_numeric_dtype(column):
        found = column.to_numpy(float, na_value=np.nan, copy=True)
        lost = np.isinf(found)
    else:
        text = _text(column).str.replace(_PERCENT, "", regex=True)
        read = read_cells(text.mask(text == ""), Column("number", decimal=_decimal(text, name, steps)))
        found, lost = read.values.to_numpy(float, copy=True), read.refused
        signs = (text != "") & _text(column).str.contains("%", regex=False)
        mended = np.any([*read.repaired.values(), signs.to_numpy(bool)], axis=0)
        steps.note(mended & ~lost, tr("separator or sign taken out of a number"), name, column)
    found[lost] = np.nan
    steps.leave_out(lost, tr("text where a number belongs: left out"), tr("numbers"), name, column)
    return found


def _decimal(text: pd.Series, name: str, steps: Steps) -> str:
    """Whether 1,234 is a thousand or has three decimals, where no other spelling of the column tells; else empty.

    Three decimals would stand in nearly every cell, thousands only in the large ones, and never beside 1234 or 0,345.
    """
    either = text.str.match(_EITHER).to_numpy(bool)
    if not either.any() or text[~either].str.contains(",", regex=False).any():
        return ""
    if text.str.match(r"^[+-]?(?:0,\d{3}|\d{4,}(?:\.\d*)?)$").any():
        return ","
    if either.sum() < 0.5 * (text != "").sum():
        return "."
    place = int(np.argmax(either))
    words = {"row": str(steps.labels[place]), "column": name, "value": shown(text.iloc[place])}
    raise CxError(tr("row {row}, column {column}: {value} may be a thousand or three decimals; write plain numbers",
                     **words))  # fmt: skip


def durations(column: pd.Series, name: str, seconds: float, steps: Steps) -> np.ndarray:
    """Durations in seconds: numbers in the column's unit, or clock text such as 3:25; negative ones are left out."""
    import pandas as pd

    text = None if pd.api.types.is_numeric_dtype(column) else _text(column)
    found = np.full(len(column), np.nan)
    clock = np.zeros(len(column), bool)
    if text is not None and text.str.contains(":", regex=False).any():
        parts = text.str.extract(_CLOCK).astype(float).to_numpy()
        found = np.nan_to_num(parts[:, 0]) * 3600 + parts[:, 1] * 60 + parts[:, 2]
        clock = ~np.isnan(found)
        steps.note(clock, tr("clock text read as hours, minutes and seconds"), name, column)
    rest = column.mask(clock) if clock.any() else column
    found = np.where(clock, found, numbers(rest, name, steps) * seconds)
    negative = found < 0
    steps.leave_out(negative, tr("negative duration: left out"), tr("0 or more"), name, column)
    endless = found > LONGEST_S
    steps.leave_out(endless, tr("longer than 30 days: left out"), tr("at most 30 days"), name, column)
    return np.where(negative | endless, np.nan, found)


def without_time(moments: np.ndarray) -> np.ndarray:
    """Rows at 0:00:00 where that stands for no time: far more often than at the other full hours."""
    known = moments != NAT
    full = known & (moments % 3_600_000 == 0)
    zero = known & (moments % 86_400_000 == 0)
    usual = 10 * (full.sum() - zero.sum()) / 23
    return zero if zero.sum() > max(MOST_AT_MIDNIGHT * known.sum(), usual) else np.zeros(len(moments), bool)


def far_off(moments: np.ndarray) -> np.ndarray:
    """Rows that lie more than `FAR_MS` from all others, where all but `MOST_LOST` of the rows stand together."""
    far = np.zeros(len(moments), bool)
    rows = np.flatnonzero(moments != NAT)
    order = rows[np.argsort(moments[rows], kind="stable")]
    block = np.concatenate([[0], np.cumsum(np.diff(moments[order]) > FAR_MS)]) if len(order) else order
    sizes = np.bincount(block.astype(int)) if len(order) else np.zeros(1)
    if sizes.max() >= (1 - MOST_LOST) * len(order):
        far[order] = block != sizes.argmax()
    return far


def times(column: pd.Series, name: str, order: str, steps: Steps, day: np.ndarray | None = None) -> np.ndarray:
    """Moments in ms since 1970 (local wall time); the least int64 (NaT) where the cell is empty or unreadable.

    Parameters
    ----------
    column
        Timestamps, ISO text, 31/01/2024 or 01/31/2024, 2024年1月31日, 20240131 or 240131; with or without a time.
    name, steps
        For the log.
    order
        ``dmy`` or ``mdy`` where no date of the column tells; empty to let the dates tell.
    day
        ms of the day for cells that hold a time only; none when the column has its own days.
    """
    import pandas as pd

    if pd.api.types.is_datetime64_any_dtype(column):
        plain = column.dt.tz_localize(None) if getattr(column.dt, "tz", None) is not None else column
        return plain.to_numpy("datetime64[ms]").astype(np.int64)
    text = _text(column)
    if day is not None:
        found = np.where(day == NAT, NAT, day + _time_ms(text))
        found = np.where(_time_ms(text) < 0, NAT, found)
    else:
        found = _dated(text, name, order, steps)
    lost = (found == NAT) & (text != "").to_numpy()
    allowed = tr("a date and time such as 2024-01-31 08:30:00")
    steps.leave_out(lost, tr("not a date and time: left out"), allowed, name, column)
    return found


NAT = int(np.iinfo(np.int64).min)


def _dated(text: pd.Series, name: str, order: str, steps: Steps) -> np.ndarray:
    """Text with a date in it; the forms are tried one after the other."""
    found = _iso(text)
    usual = bool((found != NAT).any())
    forms = int(usual)
    for pattern in (_YEAR_FIRST, _YEAR_LAST, _PACKED):
        open_ = (found == NAT) & (text != "").to_numpy()
        if not open_.any():
            break
        parts = text[open_].str.extract(pattern)
        hit = parts["y"].notna().to_numpy()
        if not hit.any():
            continue
        forms += 1
        if pattern == _YEAR_LAST:
            parts = _ordered(parts, name, order, steps.labels[open_])
        values = np.full(len(parts), NAT)
        values[hit] = _assembled(parts[hit])
        found[open_] = values
        if forms > 1:
            rows = np.zeros(len(text), bool)
            rows[open_] = (values != NAT) & ~text[open_].str.match(_DASHES).to_numpy(bool)
            steps.note(rows, tr("date in another form than the others: read"), name, text)
    return found


def _iso(text: pd.Series) -> np.ndarray:
    """Cells such as 2024-01-31 08:30:00.250, which nearly every system writes, all at once; NaT for all others."""
    import pandas as pd

    found = np.full(len(text), NAT)
    plain = text.str.match(_ISO).to_numpy(bool)
    if plain.any():
        moments = pd.to_datetime(text[plain], format="ISO8601", errors="coerce").dt.round("ms")
        found[plain] = moments.to_numpy("datetime64[ms]").astype(np.int64)
    return found


def _ordered(parts: pd.DataFrame, name: str, order: str, labels: np.ndarray) -> pd.DataFrame:
    """Day and month of dates such as 31/01/2024; which comes first is told by dates or by the user, never guessed."""
    first, second = parts["a"].astype(float).to_numpy(), parts["b"].astype(float).to_numpy()
    if not order:
        by_day, by_month = bool((first > 12).any()), bool((second > 12).any())
        if by_day == by_month:
            place = int(np.argmax(second > 12 if by_day else np.isfinite(first)))
            value = "/".join(str(parts[part].iloc[place]) for part in ("a", "b", "y"))
            words = {"row": str(labels[place]), "column": name, "value": value}
            raise CxError(tr("row {row}, column {column}: {value} may be day or month first; say dates: dmy or mdy",
                             **words))  # fmt: skip
        order = "dmy" if by_day else "mdy"
    if order not in ("dmy", "mdy"):
        raise CxError(tr("dates is {value}; allowed: dmy, mdy", value=shown(order)))
    names = ("d", "m") if order == "dmy" else ("m", "d")
    return parts.rename(columns=dict(zip(("a", "b"), names, strict=True)))


def _assembled(parts: pd.DataFrame) -> np.ndarray:
    import pandas as pd

    year = parts["y"].astype(int)
    year = year.where(year > 99, year + np.where(year >= 70, 1900, 2000))
    days = pd.to_datetime(
        pd.DataFrame({"year": year, "month": parts["m"].astype(int), "day": parts["d"].astype(int)}), errors="coerce"
    )
    ms = days.to_numpy("datetime64[ms]").astype(np.int64)
    clock = _time_ms(parts["t"].fillna("0:00"))
    return np.where((ms == NAT) | (clock < 0), NAT, ms + clock)


def _time_ms(text: pd.Series) -> np.ndarray:
    """Time of day in ms; -1 where it is none."""
    parts = text.str.strip().str.extract(_TIME)
    hour, minute = parts[0].astype(float).to_numpy(), parts[1].astype(float).to_numpy()
    second = parts[2].astype(float).fillna(0.0).to_numpy()
    half = parts[3].str.lower()
    hour = np.where((half == "p").to_numpy() & (hour < 12), hour + 12, hour)
    hour = np.where((half == "a").to_numpy() & (hour == 12), 0, hour)
    bad = ~(hour < 24) | ~(minute < 60) | ~(second < 60)
    return np.where(bad, -1, np.rint((np.nan_to_num(hour) * 3600 + np.nan_to_num(minute) * 60 + second) * 1000)
                    ).astype(np.int64)  # fmt: skip


def _text(column: pd.Series) -> pd.Series:
    text = column.astype("str").str.strip()
    missing = column.isna() | text.str.lower().isin(["nan", "nat", "none", "null", "na", "n/a", "-", "<na>"])
    return text.mask(missing, "")


def _cell(values: Any, place: int) -> Any:
    value = values.iloc[place] if hasattr(values, "iloc") else values[place]
    return re.sub(r"\s+", " ", value) if isinstance(value, str) else getattr(value, "item", lambda: value)()
