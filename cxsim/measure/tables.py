"""A company's own CSV file, read as it is.

Question: which column of this file holds the answers?
Inputs: a CSV file in UTF-8 with a row of names.
Outputs: a DataFrame whose row labels are the rows that a spreadsheet shows (the names stand in row 1).
"""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxsim.guards import CxError, file_trouble, nearest
from cxsim.messages import tr

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["column_of", "read_table"]


def read_table(path: str | Path) -> pd.DataFrame:
    """Read a CSV file; comma, semicolon or tab between the columns.

    Parameters
    ----------
    path : str or Path
        File in UTF-8 (with or without mark) whose first row has the names.

    Returns
    -------
    DataFrame
        Row labels count as a spreadsheet does: the first row of answers is row 2.
    """
    import pandas as pd

    place = str(path)
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            head = file.readline()
        separator = max(",;\t", key=head.count)
        with warnings.catch_warnings():
            warnings.simplefilter(
                "error", pd.errors.ParserWarning
            )  # a row longer than the names would lose its end
            found = pd.read_csv(
                path, sep=separator, encoding="utf-8-sig", index_col=False, skip_blank_lines=False
            )
    except OSError as error:
        raise file_trouble(error, path) from None
    except UnicodeDecodeError:
        raise CxError(tr("{path}: not UTF-8 text; save it as CSV UTF-8", path=place)) from None
    except pd.errors.EmptyDataError:
        raise CxError(
            tr("{path}: the file is empty; a row of names and rows of answers are needed", path=place)
        ) from None
    except (pd.errors.ParserError, pd.errors.ParserWarning) as error:
        raise CxError(tr("{path}: not a table: {reason}", path=place, reason=str(error))) from None
    found.columns = [str(name).strip() for name in found.columns]
    found.index = pd.RangeIndex(2, len(found) + 2)
    return found


def column_of(table: pd.DataFrame, name: str, path: str | Path) -> Any:
    """One column of a table that was read from a file, or the nearest name in the refusal."""
    if name in table.columns:
        return table[name]
    guess = nearest(name, table.columns) or ", ".join(table.columns)
    raise CxError(tr("{path}: no column {name}; nearest: {guess}", path=str(path), name=name, guess=guess))
