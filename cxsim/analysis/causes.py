"""Drivers, and the warning when one thing behind them moves them all.

Question: would improving this column move the score, or do both follow the difficulty of the case?
Inputs: a table with the outcome, the candidate drivers and the columns that may stand behind them.
Outputs: each driver alone, with the others, and with the suspected cause held constant.
Literature: Cochran 1938 (omitted variables); Pearl 2009 (common causes, and why no table can prove their absence).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cxsim.analysis.inputs import column, frame
from cxsim.guards import CxError
from cxsim.measure.drivers import Drivers, drivers
from cxsim.messages import tr

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["CommonCause", "common_cause", "pareto"]

#: A driver that loses this share of its weight once the cause is known was mostly the cause's shadow.
_SHRINKS = 1 / 3


@dataclass(frozen=True, slots=True)
class CommonCause:
    """Drivers without and with the suspected cause.

    Attributes
    ----------
    without, with_cause : Drivers
        Ranking before and after the cause is held constant.
    shrunk : tuple of str
        Drivers that lose at least a third of their weight, or change their sign.
    """

    without: Drivers
    with_cause: Drivers
    shrunk: tuple[str, ...]

    @property
    def warning(self) -> str:
        """What to keep in mind; empty where no driver shrinks."""
        if not self.shrunk:
            return ""
        return tr("a common cause moves {names}: their weight shrinks by a third or more once it is held constant",
                  names=", ".join(self.shrunk))  # fmt: skip

    def table(self) -> pd.DataFrame:
        """One row per driver: weight, low, high without and with the cause, shrunk."""
        first = self.without.table().set_index("driver")[["weight", "low", "high"]]
        second = self.with_cause.table().set_index("driver")[["weight", "low", "high"]]
        found = first.join(second.add_suffix("_given_cause"))
        found["shrunk"] = found.index.isin(self.shrunk)
        return found.reset_index()

    def __str__(self) -> str:
        return "\n".join(part for part in (str(self.with_cause), self.warning) if part)


def common_cause(
    table: Any, outcome: str, columns: Sequence[str], cause: Sequence[str] | str, level: float = 0.95
) -> CommonCause:
    """Drivers of an outcome before and after a suspected common cause is held constant.

    Parameters
    ----------
    table : table
        One row per respondent.
    outcome : str
        Column to explain.
    columns : sequence of str
        Candidate drivers.
    cause : str or sequence of str
        Columns that may move drivers and outcome alike: difficulty of the case, season, segment as a number.
    level : float
        Confidence of the intervals.

    Notes
    -----
    A cause that stands in no column stays invisible; only a trial by lot can rule it out.
    """
    behind = [cause] if isinstance(cause, str) else list(cause)
    if not behind or set(behind) & {outcome, *columns}:
        raise CxError(tr("common_cause: name at least one cause that is neither outcome nor driver"))
    data = frame(table)
    kept = data[[outcome, *columns, *behind]] if all(column(data, c) is not None for c in behind) else data
    kept = kept.dropna()  # both rankings on the same rows
    first = drivers(kept, outcome, list(columns), level)
    second = drivers(kept, outcome, [*columns, *behind], level)
    after = {part.name: part.value for part in second.ranking}
    shrunk = []
    for part in first.ranking:
        seen = part.sign() != "too close to call"
        if seen and after[part.name] / part.value < 1 - _SHRINKS:
            shrunk.append(part.name)
    return CommonCause(first, second, tuple(shrunk))


def pareto(table: Any, cause: str, weight: str = "") -> pd.DataFrame:
    """Causes by how much they account for: which few explain most complaints?

    Parameters
    ----------
    table : table
        One row per complaint.
    cause : str
        Column of the cause; missing ones are counted as "(missing)".
    weight : str
        Column of money or minutes; without it every complaint counts once.

    Returns
    -------
    DataFrame
        cause, amount, share, low, high (Wilson, of counts), cumulative; largest first. Shares 0..1.

    Examples
    --------
    >>> pareto({"why": ["late"] * 6 + ["rude"] * 3 + ["price"]}, "why")["cumulative"].round(2).tolist()
    [0.6, 0.9, 1.0]
    """
    import numpy as np
    import pandas as pd

    from cxsim.analysis.inputs import numeric
    from cxsim.measure.intervals import share_of
    from cxsim.measure.reading import LEAST_ZERO

    data = frame(table)
    names = column(data, cause).astype(object).where(column(data, cause).notna(), "(missing)")
    amount = numeric(data, weight, LEAST_ZERO) if weight else np.ones(len(data))
    sums = (
        pd.Series(np.nan_to_num(amount))
        .groupby(names.to_numpy())
        .sum()
        .sort_values(ascending=False, kind="stable")
    )
    if sums.sum() == 0:
        raise CxError(tr("pareto: the weights add to 0; something above 0 is needed"))
    counts = names.value_counts()
    ends = [share_of(str(name), int(counts[name]), len(data), 0.95, 1.0) for name in sums.index]
    share = sums.to_numpy() / sums.sum()
    return pd.DataFrame({
        "cause": sums.index.astype(str), "amount": sums.to_numpy(), "share": share,
        "low": [np.nan if weight else end.low for end in ends],
        "high": [np.nan if weight else end.high for end in ends],
        "cumulative": share.cumsum(),
    })  # fmt: skip
