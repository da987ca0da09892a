"""A company's own table: read from a file, every cell held against what its column promises.

Question: can these rows be measured, and what was done to those that could not?
A value that is not allowed is refused in one line with row, column, value and what is allowed; with ``repair`` it is
mended where its meaning is certain and put aside where it is not, and every such cell stands in the log.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from cxsim.guards import CxError, file_trouble, listed, nearest, runs_as_formula, shown
from cxsim.measure.columns import Column, column_from_words, read_cells
from cxsim.measure.encodings import encoding_of
from cxsim.measure.steps import Step, Steps
from cxsim.messages import tr
from cxsim.whole_files import write_whole

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["column_of", "read_table", "write_table"]


def read_table(
    path: str | Path,
    columns: Mapping[str, Column | str] | None = None,
    order: Sequence[tuple[str, str]] = (),
    repair: bool = False,
    sheet: str | int = 0,
    encoding: str = "",
) -> pd.DataFrame:
    """Read a CSV file (comma, semicolon or tab between the columns) or an Excel sheet.

    Parameters
    ----------
    path : str or Path
        CSV in UTF-8, UTF-16 or GB18030 (GBK), or .xlsx; the first row has the names.
    columns : mapping of name to Column or words, optional
        What each column must hold, for example {"score": "number 0..10 whole", "started": "time"}; other columns
        stay text. Without it nothing is checked here, pandas takes the types, and a measure refuses what it cannot use.
    order : pairs of column names
        The first of a pair comes before the second: [("started", "ended")].
    repair : bool
        Mend what is certain and put the rest aside (missing) instead of refusing. The table then carries
        ``attrs["steps"]``, a `Steps` with every touched cell and what stood there.
    sheet : str or int
        Sheet of an Excel file.
    encoding : str
        Encoding of a CSV file, where it is neither of the three.

    Returns
    -------
    DataFrame
        Row labels count as a spreadsheet does: the first row of answers is row 2.
    """
    import pandas as pd

    if repair and not (columns or order):
        raise CxError(tr("repair needs columns or order, which say what is certain, such as score=number 0..10"))
    rules = {name: column_from_words(r) if isinstance(r, str) else r for name, r in (columns or {}).items()}
    steps = Steps()
    excel = Path(path).suffix.lower() in (".xlsx", ".xlsm")
    found = _excel(path, sheet) if excel else _csv(path, bool(rules), encoding, steps)
    found.columns = [str(name).strip() for name in found.columns]
    found.index = pd.RangeIndex(2, len(found) + 2)
    where = str(path)
    for name, rule in rules.items():
        found[name] = _checked(column_of(found, name, path), rule, (where, name), repair, steps)
    for first, second in order:
        _ordered(found, (first, second), where, repair, steps)
    for name, rule in rules.items():
        if rule.kind == "id":
            found = _single(found, name, where, repair, steps)
    found.attrs["steps"] = steps
    return found


def write_table(table: pd.DataFrame, path: str | Path) -> int:
    """Write a table as CSV (UTF-8 with mark, which spreadsheets read); give how many cells were defused.

    A text cell that a spreadsheet would run as a formula (=, +, -, @ in front, full-width ones too) gets an apostrophe
    before it.
    """
    import pandas as pd

    safe, count = table.copy(), 0
    for name in safe.columns:
        column = safe[name]
        if pd.api.types.is_numeric_dtype(column) or pd.api.types.is_datetime64_any_dtype(column):
            continue
        words = column.map(lambda cell: isinstance(cell, str) and runs_as_formula(cell)).to_numpy(bool)
        if words.any():
            safe[name] = column.astype(object).mask(words, "'" + column.astype(object).astype(str))
            count += int(words.sum())
    write_whole(path, "\ufeff" + safe.to_csv(index=False, lineterminator="\n"))  # the mark of UTF-8 that Excel asks for
    return count


def column_of(table: pd.DataFrame, name: str, path: str | Path) -> Any:
    """One column of a table that was read from a file, or the nearest name in the refusal."""
    if name in table.columns:
        return table[name]
    guess = nearest(name, table.columns) or listed(table.columns)
    raise CxError(tr("{path}: no column {name}; nearest: {guess}", path=str(path), name=name, guess=guess))


def _csv(path: str | Path, as_text: bool, encoding: str, steps: Steps) -> pd.DataFrame:
    import pandas as pd

    place = str(path)
    try:
        chosen = encoding or encoding_of(path)
        if chosen not in ("utf-8-sig", encoding):
            steps.add(Step("", tr("read as {encoding}", encoding=chosen), 1))
        with Path(path).open(encoding=chosen, newline="") as file:
            head = file.readline()
        separator = max(",;\t", key=head.count)
        types: dict[str, Any] = {"dtype": "str"} if as_text else {}
        with warnings.catch_warnings():
            # a row longer than the names would lose its end
            warnings.simplefilter("error", pd.errors.ParserWarning)
            return pd.read_csv(path, sep=separator, encoding=chosen, index_col=False, skip_blank_lines=False,
                               low_memory=False, **types)  # fmt: skip
    except OSError as error:
        raise file_trouble(error, path) from None
    except LookupError:
        raise CxError(tr("{path}: unknown encoding {name}", path=place, name=shown(encoding))) from None
    except UnicodeError:
        text = tr("{path}: not UTF-8 text; save it as CSV UTF-8, or name its encoding", path=place)
        raise CxError(text) from None
    except pd.errors.EmptyDataError:
        raise CxError(
            tr("{path}: the file is empty; a row of names and rows of answers are needed", path=place)
        ) from None
    except (pd.errors.ParserError, pd.errors.ParserWarning) as error:
        raise CxError(tr("{path}: not a table: {reason}", path=place, reason=str(error))) from None


def _excel(path: str | Path, sheet: str | int) -> pd.DataFrame:
    import zipfile

    import pandas as pd

    try:
        return pd.read_excel(path, sheet_name=sheet, engine="openpyxl")
    except OSError as error:
        raise file_trouble(error, path) from None
    except (zipfile.BadZipFile, KeyError, ValueError, IndexError) as error:
        reason = str(error) or type(error).__name__
        text = tr("{path}: not an Excel sheet that can be read: {reason}", path=str(path), reason=reason)
        raise CxError(text) from None


def _checked(cells: Any, rule: Column, place: tuple[str, str], repair: bool, steps: Steps) -> pd.Series:
    """A column by its rule: the first cell that does not fit is refused, or all of them are logged."""
    import pandas as pd

    (where, name), text = place, cells
    if pd.api.types.is_datetime64_any_dtype(cells):
        text = cells.dt.strftime("%Y-%m-%dT%H:%M:%S.%f").where(cells.notna())
    read = read_cells(text, rule)
    missing = cells.isna().to_numpy() | (cells.astype("str").str.strip() == "").to_numpy()
    if len(cells) and missing.all():
        text = tr("{path}, column {column}: all {count} values are missing; at least one is needed", path=where,
                  column=name, count=len(cells))  # fmt: skip
        raise CxError(text)
    if rule.needed and missing.any():
        _refuse(cells, missing, place, rule)
    for what, touched in read.repaired.items():
        if touched.any() and not repair:
            _refuse(cells, touched, place, rule)
        _note(steps, name, what, cells, touched)
    if read.refused.any() and not repair:
        _refuse(cells, read.refused, place, rule)
    what = tr("put aside; allowed: {allowed}", allowed=rule.says())
    _note(steps, name, what, cells, read.refused)
    return read.values


def _note(steps: Steps, name: str, what: str, cells: pd.Series, touched: np.ndarray) -> None:
    if touched.any():
        rows, before = tuple(cells.index[touched].tolist()), tuple(cells[touched].tolist())
        steps.add(Step(name, what, len(rows), rows, before))


def _refuse(cells: pd.Series, touched: np.ndarray, place: tuple[str, str], rule: Column) -> None:
    at = int(np.argmax(touched))
    words = {"path": place[0], "row": cells.index[at], "column": place[1], "value": _shown(cells.iloc[at]),
             "allowed": rule.says()}  # fmt: skip
    raise CxError(tr("{path}, row {row}, column {column}: {value}; allowed: {allowed}", **words))


def _shown(value: Any) -> str:
    return shown(value.item() if hasattr(value, "item") else value)


def _ordered(table: pd.DataFrame, pair: tuple[str, str], where: str, repair: bool, steps: Steps) -> None:
    """The second of two moments must not lie before the first."""
    first, second = (column_of(table, name, where) for name in pair)
    try:
        wrong = (second < first).to_numpy()
    except TypeError:
        text = tr("{path}: {first} and {second} cannot be compared; say what they hold", path=where, first=pair[0],
                  second=pair[1])  # fmt: skip
        raise CxError(text) from None
    if not wrong.any():
        return
    if not repair:
        at = int(np.argmax(wrong))
        words = {"path": where, "row": table.index[at], "column": pair[1], "value": str(second.iloc[at]),
                 "first": pair[0], "start": str(first.iloc[at])}  # fmt: skip
        raise CxError(tr("{path}, row {row}, column {column}: {value}; allowed: not before {first}, {start}", **words))
    what = tr("put aside, because it is before {first}", first=pair[0])
    steps.add(Step(pair[1], what, int(wrong.sum()), tuple(table.index[wrong].tolist()),
                   tuple(str(value) for value in second[wrong])))  # fmt: skip
    table[pair[1]] = second.mask(wrong)


def _single(table: pd.DataFrame, name: str, where: str, repair: bool, steps: Steps) -> pd.DataFrame:
    """Each id stands once; further rows are refused, or put aside with all that stood in them."""
    again = (table[name].duplicated() & table[name].notna()).to_numpy()
    if not again.any():
        return table
    if not repair:
        at = int(np.argmax(again))
        value = table[name].iloc[at]
        words = {"path": where, "row": table.index[at], "column": name, "value": shown(value),
                 "first": table.index[int(np.argmax((table[name] == value).to_numpy()))]}  # fmt: skip
        text = tr("{path}, row {row}, column {column}: {value}; allowed: once, and it is in row {first}", **words)
        raise CxError(text)
    extra = table[again]
    same = table.duplicated().to_numpy()[again]
    for what, chosen in ((tr("the same row again: put aside"), same),
                         (tr("the id again with other values: put aside, the first row is kept"), ~same)):  # fmt: skip
        rows = extra[chosen]
        before = tuple(" | ".join(map(str, row)) for row in rows.itertuples(index=False))
        steps.add(Step(name, what, len(rows), tuple(rows.index.tolist()), before))
    return table[~again]
