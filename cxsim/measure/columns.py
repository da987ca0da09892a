"""What a column must hold, and how its cells are read: numbers, times, durations, words, names.

Question: is this cell what its column promises, and if it only looks different, what does it mean?
Inputs: a column of text as it stands in the file, and a `Column` that says what is allowed.
Outputs: the values; the cells that were repaired; the cells that cannot be used.
A spelling that can mean two things (1,234 or 03/04/2024) is refused until somebody says which.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from cxsim.guards import CxError, shown
from cxsim.measure.reading import Allowed
from cxsim.messages import tr

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["KINDS", "Cells", "Column", "column_from_words", "read_cells"]

#: What a column can hold.
KINDS = ("number", "time", "duration", "text", "choice", "id")
#: What in a text column can only be a formula, full-width signs too; "-2", "+86 138" and "+49-30-1" are no formulas.
_FORMULA = re.compile(r"^\s*[=@＝＠]|^[\t\r]|^\s*[+\-＋－](?![\d.,\s()\-]*$)")
_DATES = {
    "2024/3/31": re.compile(r"^(\d{4})/(\d{1,2})/(\d{1,2})(?:[ T](.*))?$"),
    "2024年3月31日": re.compile(r"^(\d{4})年(\d{1,2})月(\d{1,2})日?\s*(.*)?$"),
    "31.3.2024": re.compile(r"^(\d{1,2})\.(\d{1,2})\.(\d{4})(?:[ T](.*))?$"),
    "3/31/2024": re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{4})(?:[ T](.*))?$"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """What is allowed in a column.

    Attributes
    ----------
    kind : str
        "number", "time" (a date, with or without the hour), "duration" (seconds, 0 or more), "text", "choice" (one of
        ``values``) or "id" (text that stands once).
    low, high : float
        Ends of a number.
    whole : bool
        Whole numbers only.
    values : sequence of str
        Words of a choice.
    needed : bool
        Whether a missing cell is a fault.
    decimal : str
        "." or "," where the file says which; needed for figures such as 1,234.
    day_first : bool or None
        Order of a date with slashes, where no date of the column tells.
    """

    kind: str = "text"
    low: float = -np.inf
    high: float = np.inf
    whole: bool = False
    values: Sequence[str] = ()
    needed: bool = False
    decimal: str = ""
    day_first: bool | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            known = ", ".join(KINDS)
            raise CxError(
                tr("kind of column is {kind}; allowed: {known}", kind=shown(self.kind), known=known)
            )

    def allowed(self) -> Allowed:
        """The rule for numbers; a duration starts at 0."""
        low = max(0.0, self.low) if self.kind == "duration" else self.low
        return Allowed(low, self.high, self.whole)

    def says(self) -> str:
        """The rule in words."""
        if self.kind in ("number", "duration"):
            return self.allowed().says()
        if self.kind == "time":
            return tr("dates such as 2024-03-31 14:05")
        if self.kind == "choice":
            return ", ".join(self.values)
        return tr("text that no spreadsheet runs as a formula")


class Cells(NamedTuple):
    """A read column: values; for each kind of repair the places it was made; places that cannot be used."""

    values: pd.Series
    repaired: dict[str, np.ndarray]
    refused: np.ndarray


def column_from_words(text: str) -> Column:
    """A `Column` from its short form: "number 0..10 whole", "time day_first", "choice yes|no", "duration".

    Examples
    --------
    >>> column_from_words("number 0..10 whole").says()
    'whole numbers 0 to 10'
    """
    kind, *more = text.split() or [""]
    given: dict[str, Any] = {"kind": kind}
    for part in more:
        if ".." in part:
            low, high = part.split("..", 1)
            try:
                given["low"], given["high"] = float(low or "-inf"), float(high or "inf")
            except ValueError:
                raise CxError(
                    tr("{part} is no range; allowed: low..high, such as 0..10", part=shown(part))
                ) from None
        elif part in ("whole", "needed"):
            given[part] = True
        elif part in ("day_first", "month_first"):
            given["day_first"] = part == "day_first"
        elif part in ("decimal.", "decimal,"):
            given["decimal"] = part[-1]
        elif kind == "choice":
            given["values"] = tuple(part.split("|"))
        else:
            known = "low..high, whole, needed, day_first, month_first, decimal., decimal,"
            raise CxError(
                tr("{part} is unknown in a column's rule; allowed: {known}", part=shown(part), known=known)
            )
    return Column(**given)


def read_cells(cells: pd.Series, rule: Column) -> Cells:
    """Read a column of text by its rule; labels of rows may stand twice."""
    read = _by_rule(cells.reset_index(drop=True), rule)
    return read._replace(values=read.values.set_axis(cells.index))


def _by_rule(cells: pd.Series, rule: Column) -> Cells:
    text = cells.astype("str").str.strip()
    text = text.mask(cells.isna() | (text == ""))
    if rule.kind in ("number", "duration"):
        return _numbers(text, rule)
    if rule.kind == "time":
        return _times(text, rule)
    formula = text.str.match(_FORMULA).fillna(False).to_numpy(bool)
    values = text.mask(formula, "'" + text)
    refused = np.zeros(len(text), bool)
    if rule.kind == "choice":
        refused = (~text.isin(list(rule.values)) & text.notna()).to_numpy()
        values, formula = text.mask(refused), np.zeros(len(text), bool)
    return Cells(values, {tr("an apostrophe put before what a spreadsheet would run"): formula}, refused)


def _numbers(text: pd.Series, rule: Column) -> Cells:
    import pandas as pd

    found = pd.to_numeric(text, errors="coerce").astype(float)
    repaired: dict[str, np.ndarray] = {}
    odd = (found.isna() & text.notna()).to_numpy()
    if odd.any() or rule.decimal == ",":
        plain = _bare(text[odd])
        seconds = _clock(plain) if rule.kind == "duration" else pd.Series(np.nan, plain.index)
        plain = plain[seconds.isna().to_numpy()]
        decimal = rule.decimal or _decimal(plain, rule)
        some = odd.copy()
        if decimal == ",":  # then 1.234 is a thousand in every cell, and 7.5 is no number
            more = (found.notna() & text.str.contains(".", regex=False).fillna(False)).to_numpy(bool)
            some |= more
            plain = pd.concat([plain, text[more]])
        values = pd.to_numeric(_without_groups(plain, decimal), errors="coerce").reindex(text.index[some])
        found[some] = values.fillna(seconds.reindex(values.index)).to_numpy(float)
        repaired[tr("a number in another spelling (1,234; 1 234; 1:05) read")] = some & found.notna().to_numpy()
    refused = ((found.isna() & text.notna()) | (found.notna() & ~rule.allowed().holds(found))).to_numpy()
    return Cells(found.mask(refused), repaired, refused)


def _bare(text: pd.Series) -> pd.Series:
    """Full-width signs made plain, blanks and apostrophes between groups taken out."""
    strange = ~text.str.fullmatch(r"[\w.,:+-]*", flags=re.ASCII).to_numpy(bool)  # few, and the rest is quick
    if strange.any():
        text = text.copy()
        text[strange] = text[strange].str.normalize("NFKC").str.replace(r"[\s\u00a0\u202f'’]", "", regex=True)
    return text


def _without_groups(plain: pd.Series, decimal: str) -> pd.Series:
    """Numbers as a program writes them; the sign that is not decimal only where it parts groups of three."""
    if not decimal:
        return plain
    other = "," if decimal == "." else "."
    grouped = plain.str.match(rf"^[+-]?\d{{1,3}}(\{other}\d{{3}})+(\{decimal}\d*)?$").fillna(False)
    plain = plain.where(~grouped, plain.str.replace(other, "", regex=False))
    plain = plain.mask(plain.str.contains(other, regex=False).fillna(False))
    return plain.str.replace(decimal, ".", regex=False)


def _clock(plain: pd.Series) -> pd.Series:
    """Durations written as 1:05, 1:02:05 or 0:07.5 in seconds; missing where a cell is none."""
    parts = plain.str.extract(r"^(?:(\d+):)?(\d{1,2}):(\d{2}(?:\.\d+)?)$").astype(float)
    return (parts.fillna(0) @ np.array([3600.0, 60.0, 1.0])).where(parts[2].notna())


def _decimal(plain: pd.Series, rule: Column) -> str:
    """Which sign is the decimal one, where the column tells; empty where a comma could be either."""
    comma = plain[plain.str.contains(",", regex=False).fillna(False)]
    if not len(comma):
        several = plain.str.match(r"^[+-]?\d{1,3}(\.\d{3}){2,}$").fillna(False)
        return "," if several.any() else "."
    thousands = comma.str.match(r"^[+-]?\d{1,3}(,\d{3}){2,}$|^[+-]?\d{1,3}(,\d{3})+\.\d+$").any()
    decimals = comma.str.match(r"^[+-]?\d+,\d{1,2}$|^[+-]?\d+,\d{4,}$|^[+-]?\d{1,3}(\.\d{3})+,\d+$").any()
    if thousands != decimals:
        return "." if thousands else ","
    return "." if rule.whole and not decimals else ""


def _times(text: pd.Series, rule: Column) -> Cells:
    import pandas as pd

    found = pd.to_datetime(text.where(text.str.contains("-", regex=False)), format="ISO8601", errors="coerce")
    if getattr(found.dtype, "tz", None) is not None:
        found = found.dt.tz_convert("UTC").dt.tz_localize(None)
    repaired: dict[str, np.ndarray] = {}
    for name, pattern in _DATES.items():
        open_ = (found.isna() & text.notna()).to_numpy()
        if not open_.any():
            break
        parts = text[open_].str.extract(pattern)
        parts = parts[parts[0].notna()]
        if not len(parts):
            continue
        if name == "3/31/2024":
            parts = _slashes(parts, rule.day_first)
        year, month, day = (0, 1, 2) if name.startswith("2024") else (2, 1, 0)
        iso = parts[year] + "-" + parts[month].str.zfill(2) + "-" + parts[day].str.zfill(2)
        hours = parts[3].fillna("").str.strip()
        read = pd.to_datetime(
            iso.where(hours == "", iso + " " + hours), format="ISO8601", errors="coerce"
        ).dropna()
        found.loc[read.index] = read.to_numpy()
        repaired[tr("a date written as {example} read", example=name)] = text.index.isin(read.index)
    refused = (found.isna() & text.notna()).to_numpy()
    return Cells(found, repaired, refused)


def _slashes(parts: pd.DataFrame, day_first: bool | None) -> pd.DataFrame:
    """Put dates with slashes in the order day, month, year; leave them out where nothing tells the order."""
    first, second = parts[0].astype(int) > 12, parts[1].astype(int) > 12
    if day_first is None and first.any() != second.any():
        day_first = bool(first.any())
    if day_first is None:
        return parts[:0]
    return parts if day_first else parts.rename(columns={0: 1, 1: 0})[[0, 1, 2, 3]]
