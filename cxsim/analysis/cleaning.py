"""Cleaning with a log of steps, and a report on quality before and after.

Question: what was wrong with the table, what was done about it, and what is still wrong?
Inputs: a table; rules of its columns; what to do with duplicates, gaps and outliers.
Outputs: the clean table with its `Steps`; a quality report with one row per column.
Nothing is filled or cut unless it is asked for: a mean in the place of a missing answer is an invented answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from cxsim.analysis.inputs import column, frame, numeric
from cxsim.guards import CxError
from cxsim.measure.columns import Column, column_from_words, read_cells
from cxsim.measure.reading import POSITIVE, one, word
from cxsim.measure.steps import Step, Steps, steps_of
from cxsim.messages import tr

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["clean", "mixed_scales", "quality_report"]


def clean(
    table: Any,
    unique: Sequence[str] | str = (),
    outliers: Mapping[str, float] | None = None,
    gaps: Mapping[str, str] | None = None,
    group: str = "",
) -> pd.DataFrame:
    """Clean a table step by step.

    Parameters
    ----------
    table : table
        Any table; one from `read_table` brings its log along.
    unique : str or sequence of str
        Columns that tell one row from another; further rows of the same are put aside.
    outliers : mapping of column to number
        Values farther than so many interquartile ranges outside the quartiles are put aside (3 is usual).
    gaps : mapping of column to "drop" or "median"
        Drop rows without a value, or fill in the median (of the group). A filled column understates its spread.
    group : str
        Column of groups for the median.

    Returns
    -------
    DataFrame
        With ``attrs["steps"]``; every row that went and every value that was replaced stands in it.

    Examples
    --------
    >>> clean({"id": [1, 1, 2], "wait": [5, 5, 900]}, unique="id")["wait"].tolist()
    [5, 900]
    """
    data = frame(table).copy()
    steps = Steps(list(steps_of(table)))
    keys = [unique] if isinstance(unique, str) and unique else list(unique)
    if keys:
        again = data[[column(data, key).name for key in keys]].duplicated()
        _put_aside(steps, data[again], tr("row of the same {keys} put aside", keys=", ".join(keys)))
        data = data[~again].copy()
    for name, fence in (outliers or {}).items():
        values = numeric(data, name)
        low, high = np.nanquantile(values, [0.25, 0.75])
        far = one(fence, name, POSITIVE) * (high - low)
        odd = (values < low - far) | (values > high + far)
        _replace(steps, data, name, odd, np.full(len(data), np.nan), tr("outlier put aside"))
    for name, way in (gaps or {}).items():
        word(way, name, ("drop", "median"))
        missing = column(data, name).isna()
        if way == "drop":
            _put_aside(steps, data[missing], tr("row without {name} put aside", name=name))
            data = data[~missing].copy()
        else:
            numeric(data, name)
            middle = (
                data.groupby(column(data, group))[name].transform("median") if group else data[name].median()
            )
            filled = data[name].fillna(middle)
            where = (missing & filled.notna()).to_numpy()
            _replace(steps, data, name, where, filled.to_numpy(), tr("median filled in"))
    data.attrs["steps"] = steps
    return data


def quality_report(
    table: Any, columns: Mapping[str, Column | str] | None = None, unique: str = ""
) -> pd.DataFrame:
    """How good is the table, column by column.

    Parameters
    ----------
    table : table
        Any table.
    columns : mapping of name to `Column` or words, optional
        What columns must hold; then ``valid`` is told.
    unique : str
        Column that should stand once.

    Returns
    -------
    DataFrame
        column, rows, filled (share 0..1), different (values), valid (share of the filled ones), repeated (further rows
        with the same value, of ``unique``), note.
    """
    import pandas as pd

    data, rows = frame(table), []
    rules = {
        name: column_from_words(rule) if isinstance(rule, str) else rule
        for name, rule in (columns or {}).items()
    }
    for name in rules:
        column(data, name)
    for name in data.columns:
        cells = data[name]
        filled = cells.notna()
        if cells.dtype.kind not in "iufbM":
            filled &= cells.astype("str").str.strip() != ""
        valid, note = np.nan, ""
        if str(name) in rules and filled.any():
            text = cells.astype("str").where(filled)
            read = read_cells(text, rules[str(name)])
            valid = 1 - float(read.refused.sum()) / int(filled.sum())
            note = tr("allowed: {allowed}", allowed=rules[str(name)].says())
        again = int(cells[filled].duplicated().sum()) if name == unique else 0
        rows.append((str(name), len(cells), float(filled.mean()), int(cells.nunique()), valid, again, note))
    return pd.DataFrame(rows, columns=["column", "rows", "filled", "different", "valid", "repeated", "note"])


def mixed_scales(table: Any, score: str, source: str) -> pd.DataFrame:
    """Whether sources of one column of scores used different scales (0 to 10 here, 1 to 5 there, percent elsewhere).

    Parameters
    ----------
    table : table
        One row per answer.
    score, source : str
        Column of the score, and of where it came from.

    Returns
    -------
    DataFrame
        source, n, lowest, highest, scale (the smallest usual one that holds all), suspect. Nothing is rescaled: an
        answer of 5 on two scales is not the same answer.
    """
    import pandas as pd

    data = frame(table)
    values, names = numeric(data, score), column(data, source)
    rows = []
    for name in names.dropna().unique():
        mine = values[(names == name).to_numpy() & ~np.isnan(values)]
        if len(mine):
            low, high = float(mine.min()), float(mine.max())
            rows.append((str(name), len(mine), low, high, _scale(low, high)))
    if not rows:
        raise CxError(tr("mixed_scales: no row has a score and a source; at least one is needed"))
    found = pd.DataFrame(rows, columns=["source", "n", "lowest", "highest", "scale"])
    widest = found.loc[found["n"].idxmax(), "scale"]
    found["suspect"] = (found["scale"] != widest) & (found["n"] >= 5)
    return found


def _scale(low: float, high: float) -> str:
    for name, least, most in (
        ("1..5", 1, 5),
        ("0..5", 0, 5),
        ("1..7", 1, 7),
        ("0..10", 0, 10),
        ("0..100", 0, 100),
    ):
        if least <= low and high <= most:
            return name
    return tr("other")


def _put_aside(steps: Steps, rows: pd.DataFrame, what: str) -> None:
    before = tuple(" | ".join(map(str, row)) for row in rows.itertuples(index=False))
    steps.add(Step("", what, len(rows), tuple(rows.index.tolist()), before))


def _replace(
    steps: Steps, data: pd.DataFrame, name: str, where: np.ndarray, values: np.ndarray, what: str
) -> None:
    if where.any():
        old = tuple(data.loc[where, name].tolist())
        steps.add(Step(name, what, int(where.sum()), tuple(data.index[where].tolist()), old))
        data[name] = np.where(where, values, data[name].to_numpy())
