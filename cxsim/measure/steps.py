"""The log of what was done to a table before it was measured: each step counted, each old value kept.

Question: what was changed on the way from the file to the figure, in which rows, and what stood there before?
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from cxsim.messages import tr

__all__ = ["Step", "Steps", "steps_of"]


class Step(NamedTuple):
    """One kind of repair in one column.

    Attributes
    ----------
    column : str
        Column; empty where whole rows or the file are meant.
    what : str
        What was done.
    number : int
        Cells or rows it was done to.
    rows : tuple
        Labels of the rows.
    before : tuple
        What stood there, in the order of the rows.
    """

    column: str
    what: str
    number: int
    rows: tuple[Any, ...] = ()
    before: tuple[Any, ...] = ()


class Steps:
    """Steps in the order in which they were done. Tables carry it along in ``attrs["steps"]``."""

    def __init__(self, steps: list[Step] | None = None) -> None:
        self.steps = list(steps or [])

    def add(self, step: Step) -> None:
        """Note a step; one that touched nothing is not noted."""
        if step.number:
            self.steps.append(step)

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps)

    def __len__(self) -> int:
        return len(self.steps)

    def __deepcopy__(self, memo: Any) -> Steps:
        return self  # pandas copies attrs with every view of a table; the log is one

    def table(self) -> Any:
        """The log as a DataFrame: column, what, count, first row, what stood there."""
        import pandas as pd

        rows = [
            (s.column, s.what, s.number, s.rows[0] if s.rows else None, s.before[0] if s.before else None)
            for s in self.steps
        ]
        return pd.DataFrame(rows, columns=["column", "what", "count", "first_row", "before"])

    def cells(self) -> Any:
        """Every touched cell as a DataFrame: column, what, row, before."""
        import pandas as pd

        rows = [
            (s.column, s.what, row, old)
            for s in self.steps
            for row, old in zip(s.rows, s.before, strict=False)
        ]
        return pd.DataFrame(rows, columns=["column", "what", "row", "before"])

    def __str__(self) -> str:
        return "\n".join(
            tr("{column}: {what} ({count})", column=s.column or tr("table"), what=s.what, count=s.number)
            for s in self.steps
        )


def steps_of(table: Any) -> Steps:
    """The log that a table carries; an empty one where it carries none."""
    found = getattr(table, "attrs", {}).get("steps")
    return found if isinstance(found, Steps) else Steps()
