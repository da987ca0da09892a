"""Answers and numbers as they come in: columns of a table, lists, single figures.

What cannot be used is refused in one line that names the row, the value and what is allowed. Rows are named by
their label in a pandas table and by their place from 0 in a list. Missing answers (None, NaN, NA, empty text)
are left out, never filled.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from cxsim.guards import CxError, nearest, shown
from cxsim.messages import number, tr

__all__ = [
    "ANY", "COUNT", "INSIDE", "LEAST_ZERO", "POSITIVE", "SEED", "SHARE", "Allowed",
    "add_to_one", "answered", "ends_of", "full_rows", "matrix", "named", "numbers", "one", "word",
]  # fmt: skip


#: Larger numbers cannot be squared; no table of a company holds one.
LARGEST = 1e150


class Allowed(NamedTuple):
    """What a number may be: between two ends (``open_*`` leaves the end out), whole or not."""

    low: float = -math.inf
    high: float = math.inf
    whole: bool = False
    open_low: bool = False
    open_high: bool = False

    def holds(self, values: Any) -> Any:
        """Tell for each value whether it is allowed."""
        above = values > self.low if self.open_low else values >= self.low
        below = values < self.high if self.open_high else values <= self.high
        fits = above & below & (np.abs(values) <= LARGEST)
        return fits & (values == np.floor(values)) if self.whole else fits

    def says(self) -> str:
        """The rule in words."""
        low, high = number(self.low), number(self.high)
        if math.isinf(self.low):
            return tr("numbers")
        if math.isinf(self.high):
            if self.whole:
                return tr("whole numbers from {low}", low=low)
            return tr("above {low}", low=low) if self.open_low else tr("{low} or more", low=low)
        if self.whole:
            return tr("whole numbers {low} to {high}", low=low, high=high)
        if self.open_low and self.open_high:
            return tr("above {low} and below {high}", low=low, high=high)
        if self.open_low:
            return tr("above {low}, at most {high}", low=low, high=high)
        if self.open_high:
            return tr("{low} or more, below {high}", low=low, high=high)
        return tr("{low} to {high}", low=low, high=high)


ANY = Allowed()
SHARE = Allowed(0, 1)
INSIDE = Allowed(0, 1, open_low=True, open_high=True)
POSITIVE = Allowed(0, open_low=True)
LEAST_ZERO = Allowed(0)
COUNT = Allowed(0, whole=True)
SEED = Allowed(0, 2**32 - 1, whole=True)


def one(value: Any, name: str, allowed: Allowed = ANY) -> float:
    """Take a single figure, or refuse it by its name."""
    try:
        found = float(value)
    except (TypeError, ValueError, OverflowError):  # a whole number may have more digits than a float
        found = math.nan
    if not allowed.holds(np.float64(found)):
        words = {"name": name, "value": shown(value), "allowed": allowed.says()}
        raise CxError(tr("{name} is {value}; allowed: {allowed}", **words))
    return found


def ends_of(scale: Any) -> Allowed:
    """Lowest and highest answer of a scale as a rule, or refuse the pair."""
    if isinstance(scale, (tuple, list)) and len(scale) == 2 and not any(isinstance(end, str) for end in scale):
        low, high = (one(end, "scale") for end in scale)
        if not low < high:
            raise CxError(tr("scale is {low} to {high}; the first must be lower", low=scale[0], high=scale[1]))
        return Allowed(low, high)
    raise CxError(tr("scale is {value}; allowed: two numbers, the lower one first", value=shown(scale)))


def word(value: str, name: str, known: Sequence[str]) -> str:
    """Take one of several words, or refuse it."""
    if value not in known:
        allowed = ", ".join(known)
        raise CxError(
            tr("{name} is {value}; allowed: {allowed}", name=name, value=shown(value), allowed=allowed)
        )
    return value


def numbers(values: Iterable[Any], name: str, allowed: Allowed = ANY) -> np.ndarray:
    """One column as float64 with NaN for a missing answer; a value that is not allowed is refused by its row."""
    if isinstance(values, (str, bytes, Mapping)) or not (
        hasattr(values, "__array__") or hasattr(values, "__iter__")
    ):
        raise CxError(
            tr("{name}: answers must be one column, got {kind}", name=name, kind=type(values).__name__)
        )
    given: Any = values if hasattr(values, "__array__") else list(values)
    try:
        # pandas writes a missing answer as NA, None or NaN; all of them become NaN
        found = (
            given.to_numpy(float, na_value=np.nan) if hasattr(given, "to_numpy") else np.array(given, float)
        )
    except (TypeError, ValueError, OverflowError):
        found = _one_by_one(given, name, allowed)
    if found.ndim != 1:
        raise CxError(tr("{name}: answers must be one column, got {ndim}", name=name, ndim=found.ndim))
    wrong = ~np.isnan(found) & ~allowed.holds(found)
    if wrong.any():
        place = int(np.argmax(wrong))
        if LARGEST < abs(found[place]) < math.inf:
            allowed = Allowed(-LARGEST, LARGEST)
        _refuse(name, _label(given, place), f"{found[place]:g}", allowed)
    return found


def answered(values: Iterable[Any], name: str, allowed: Allowed = ANY, least: int = 0) -> np.ndarray:
    """The answers of one column without the missing ones, at least ``least`` of them."""
    found = numbers(values, name, allowed)
    given = found[~np.isnan(found)]
    if found.size and not given.size:
        raise CxError(
            tr("{name}: all {count} answers are missing; at least one is needed", name=name, count=found.size)
        )
    if given.size < least:
        words = {"name": name, "count": given.size, "least": least}
        raise CxError(tr("{name}: number of answers is {count}; at least {least} are needed", **words))
    return given


def matrix(
    table: Any, name: str, allowed: Allowed = ANY, complete: bool = True
) -> tuple[list[str], np.ndarray]:
    """Names and columns of a table (respondents × columns); ``complete`` keeps only rows without a missing answer.

    A table is a DataFrame, a mapping of columns, a mapping of single figures or a plain list of single figures
    (one row); names are empty where the input has none.
    """
    if hasattr(table, "columns") or isinstance(table, Mapping):
        names = [str(key) for key in (table.columns if hasattr(table, "columns") else table)]
        parts = [table[key] for key in (table.columns if hasattr(table, "columns") else table)]
    elif hasattr(table, "index") and hasattr(table, "to_numpy"):  # a series: one row with labels
        names, parts = [str(key) for key in table.index], list(table)
    elif isinstance(table, np.ndarray) and table.ndim == 2 and table.dtype.kind in "fiub":
        found = table.astype(float, copy=False)
        if (allowed.holds(found) | np.isnan(found)).all() and found.size:
            return [], full_rows(found, name) if complete else found
        names, parts = [], list(table.T)
    else:
        names, parts = [], list(np.atleast_2d(np.asarray(table, dtype=object)).T)
    columns = []
    for place, part in enumerate(parts):
        label = tr("{name}, {column}", name=name, column=names[place] if names else place)
        single = np.ndim(part) == 0
        columns.append(numbers([part] if single else part, label, allowed))
    if not columns or len({len(column) for column in columns}) > 1:
        raise CxError(tr("{name}: the columns of a table must be there and equally long", name=name))
    rows = np.column_stack(columns)
    return names, full_rows(rows, name) if complete else rows


def full_rows(rows: np.ndarray, name: str) -> np.ndarray:
    """The rows without a missing answer; at least one is needed."""
    missing = np.isnan(rows).any(axis=1)
    kept = rows[~missing] if missing.any() else rows
    if not len(kept):
        raise CxError(tr("{name}: no row has an answer in every column; at least one is needed", name=name))
    return kept


def named(given: Mapping[str, float] | Iterable[float], name: str, names: Sequence[str]) -> np.ndarray:
    """One figure of 0 or more per name, in the order of ``names``; from a mapping or a list."""
    if hasattr(given, "to_dict"):
        given = given.to_dict()
    if isinstance(given, Mapping):
        unknown = [str(key) for key in given if str(key) not in names]
        if unknown:
            guess = nearest(unknown[0], names) or ", ".join(names)
            raise CxError(
                tr("{name}: unknown {key}; nearest: {guess}", name=name, key=unknown[0], guess=guess)
            )
        listed = {str(key): value for key, value in given.items()}
        missing = [key for key in names if key not in listed]
        if missing:
            raise CxError(tr("{name}: nothing is given for {key}", name=name, key=", ".join(missing)))
        found = [listed[key] for key in names]
    else:
        found = list(given)
        if len(found) != len(names):
            raise CxError(
                tr(
                    "{name}: {count} figures for {asked} columns",
                    name=name,
                    count=len(found),
                    asked=len(names),
                )
            )
    labels = [tr("{name}, {column}", name=name, column=key) for key in names]
    return np.array([one(value, label, LEAST_ZERO) for label, value in zip(labels, found, strict=True)])


def add_to_one(shares: np.ndarray, name: str) -> np.ndarray:
    """Shares that add to 1; any other sum is refused, nothing is rescaled silently."""
    total = float(np.sum(shares))
    if abs(total - 1) > 1e-6:
        raise CxError(tr("{name} add to {total}; they must add to 1", name=name, total=total))
    return shares


def _one_by_one(given: Any, name: str, allowed: Allowed) -> np.ndarray:
    """Find the answer that is no number; empty text and the NA of pandas are missing answers."""
    found = []
    for place, value in enumerate(given):
        blank = isinstance(value, str) and not value.strip()
        if blank or value is None or type(value).__name__ in ("NAType", "NaTType"):
            found.append(math.nan)
            continue
        try:
            found.append(float(value))
        except (TypeError, ValueError, OverflowError):
            _refuse(name, _label(given, place), shown(value), allowed, number_only=True)
    return np.array(found, float)


def _label(given: Any, place: int) -> str:
    """Where a value stands: its row in a pandas table, its place from 0 in a list."""
    if hasattr(given, "to_numpy") and hasattr(given, "index"):
        return tr("in row {row}", row=str(given.index[place]))
    return str(place)


def _refuse(name: str, row: str, value: str, allowed: Allowed, number_only: bool = False) -> None:
    words = {"name": name, "row": row, "value": value, "allowed": allowed.says()}
    if number_only:
        raise CxError(
            tr("{name}: answer {row} is {value}; answers must be numbers, allowed: {allowed}", **words)
        )
    raise CxError(tr("{name}: answer {row} is {value}; allowed: {allowed}", **words))
