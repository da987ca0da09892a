"""The stored survey answers of the made-up company, each satisfied or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxsim import datasets

if TYPE_CHECKING:
    import pandas as pd

#: Marks of 5 that count as satisfied.
SATISFIED_FROM = 4


def satisfied_answers() -> pd.DataFrame:
    """All stored answers with a column ``satisfied``, 1 or 0."""
    table = datasets.surveys()
    table["satisfied"] = (table["satisfaction"] >= SATISFIED_FROM).astype(int)
    return table
