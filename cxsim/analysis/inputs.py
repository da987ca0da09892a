"""Columns of a table by name; a name that is not there is told with the nearest one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from cxsim.guards import CxError, listed, nearest
from cxsim.measure.reading import ANY, Allowed, numbers
from cxsim.messages import tr

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["column", "complete", "frame", "numeric", "numeric_names"]


def frame(table: Any) -> pd.DataFrame:
    """The table as a DataFrame with names as text; at least one row is needed."""
    import pandas as pd

    found = table if isinstance(table, pd.DataFrame) else pd.DataFrame(table)
    if not len(found):
        raise CxError(tr("the table has no rows; at least one is needed"))
    return found


def column(table: pd.DataFrame, name: str) -> pd.Series:
    """One column, or a refusal with the nearest name."""
    if name in table.columns:
        return table[name]
    known = [str(key) for key in table.columns]
    guess = nearest(str(name), known) or listed(known)
    raise CxError(tr("no column {name}; nearest: {guess}", name=str(name), guess=guess))


def numeric(table: pd.DataFrame, name: str, allowed: Allowed = ANY) -> np.ndarray:
    """One column of numbers with NaN for a missing one."""
    return numbers(column(table, name), name, allowed)


def numeric_names(table: pd.DataFrame, names: Sequence[str] | None, leave: Sequence[str] = ()) -> list[str]:
    """The columns named, or all columns of numbers except some."""
    if names:
        return [str(name) for name in names if column(table, name) is not None]
    from pandas.api.types import is_numeric_dtype

    found = [str(name) for name in table.columns if is_numeric_dtype(table[name]) and name not in leave]
    if not found:
        raise CxError(tr("the table has no column of numbers; name the columns"))
    return found


def complete(table: pd.DataFrame, names: Sequence[str], least: int) -> pd.DataFrame:
    """The columns as numbers, rows without a missing one only; ``least`` rows are needed."""
    import pandas as pd

    found = pd.DataFrame({name: numeric(table, name) for name in names}, index=table.index).dropna()
    if len(found) < least:
        words = {"n": len(found), "least": least}
        raise CxError(tr("{n} rows have a number in every column; at least {least} are needed", **words))
    return found
