"""Who will leave: a model read in full, with the threshold at which acting on it pays.

Question: whom should we call, how many calls are wasted, and how long before the end does the warning come?
Inputs: a table of customers (or customer-months) with who left, and columns that were known before.
Outputs: precision, recall, calibration and profit by threshold on customers the model has not seen; lead times.
Literature: Hosmer & Lemeshow 2000; Brier 1950; Platt 1999. scikit-learn does the work (logistic regression: the reasons
can be read). Columns that became known only because the customer left make any model look perfect.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from cxsim.analysis.inputs import column, frame, numeric, numeric_names
from cxsim.guards import CxError
from cxsim.measure.intervals import share_of
from cxsim.measure.moments import days
from cxsim.measure.reading import LEAST_ZERO, SEED, SHARE, Allowed, one
from cxsim.measure.result import Measure
from cxsim.messages import tr

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ChurnModel", "churn_model", "lead_time"]

_FIT_ROWS, _FOLDS = 200_000, 5
_YES_NO = Allowed(0, 1, whole=True)
_TITLES = {name: name for name in ("precision", "recall", "false alarms", "accuracy")}


@dataclass(frozen=True, slots=True, eq=False)
class ChurnModel:
    """A churn model and what it is worth.

    Attributes
    ----------
    chance : Series
        Chance of leaving of each complete row, from a model that did not see the row.
    left : ndarray
        Whether the row's customer left.
    weights : DataFrame
        column, weight (change of the log odds per standard deviation), in order of size.
    auc : float
        Chance that a leaver gets a higher figure than a stayer: .5 is a coin.
    brier, brier_of_nobody : float
        Mean squared error of the chances, and of "everybody has the base rate".
    base : float
        Share who left, 0..1.
    warning : str
        What to keep in mind.
    """

    chance: Any
    left: np.ndarray
    weights: Any
    auc: float
    brier: float
    brier_of_nobody: float
    base: float
    warning: str

    def at(self, threshold: float, level: float = 0.95) -> dict[str, Measure]:
        """Precision, recall, false alarms and accuracy in percent when everybody above a threshold is warned about."""
        cut = one(threshold, "threshold", SHARE)
        warned, left = self.chance.to_numpy() >= cut, self.left > 0
        right = warned == left
        parts = {
            "precision": left[warned],
            "recall": warned[left],
            "false alarms": warned[~left],
            "accuracy": right,
        }
        return {
            name: share_of(tr(_TITLES[name]), int(hit.sum()), len(hit), level) for name, hit in parts.items()
        }

    def calibration(self, groups: int = 10) -> pd.DataFrame:
        """Chance promised beside share that left, in groups of equal size: promised, left, low, high, n (0..1)."""
        import pandas as pd

        order = np.argsort(self.chance.to_numpy(), kind="stable")
        rows = []
        for part in np.array_split(order, int(one(groups, "groups", Allowed(1, whole=True)))):
            if len(part):
                found = share_of("left", int(self.left[part].sum()), len(part), 0.95, 1.0)
                promised = float(self.chance.to_numpy()[part].mean())
                rows.append((promised, found.value, found.low, found.high, found.n))
        return pd.DataFrame(rows, columns=["promised", "left", "low", "high", "n"])

    def profit(self, value: float, cost: float, kept: float) -> pd.DataFrame:
        """Profit by threshold of an offer to everybody above it.

        Parameters
        ----------
        value : float
            Value of a customer who stays, money.
        cost : float
            Cost of an offer, also to those who would have stayed.
        kept : float
            Share of the leavers whom the offer keeps, 0..1 (an assumption until a trial by lot has shown it).

        Returns
        -------
        DataFrame
            threshold, warned, precision, recall, profit; 0.00 to 1.00. The row with the most profit is the threshold;
            chosen on these rows, its profit is a little flattered.
        """
        import pandas as pd

        worth, price = one(value, "value", LEAST_ZERO), one(cost, "cost", LEAST_ZERO)
        share, chance, rows = one(kept, "kept", SHARE), self.chance.to_numpy(), []
        for cut in np.linspace(0, 1, 101).round(2):
            warned = chance >= cut
            hits, n = float(self.left[warned].sum()), int(warned.sum())
            precision = hits / n if n else np.nan
            rows.append((cut, n, precision, hits / self.left.sum(), worth * share * hits - price * n))
        return pd.DataFrame(rows, columns=["threshold", "warned", "precision", "recall", "profit"])

    def __str__(self) -> str:
        found = self.at(self.base)
        head = tr("churn model: {n} rows, base {base} %, AUC {auc}, Brier {brier} (nobody: {nobody})", n=len(self.left),
                  base=round(100 * self.base, 1), auc=round(self.auc, 3), brier=round(self.brier, 4),
                  nobody=round(self.brier_of_nobody, 4))  # fmt: skip
        weights = self.weights.to_string(index=False, float_format=lambda x: f"{x:.2f}")
        lines = [head, *map(str, found.values()), weights, self.warning]
        return "\n".join(line for line in lines if line)


def churn_model(
    table: Any, left: str, columns: Sequence[str] | None = None, time: str = "", seed: int = 7
) -> ChurnModel:
    """Logistic model of leaving, judged on rows that it has not seen.

    Parameters
    ----------
    table : table
        One row per customer, or customer and month; rows with a missing number are left out.
    left : str
        Column of 0 and 1: left afterwards.
    columns : sequence of str, optional
        Columns known before; without it all columns of numbers.
    time : str
        Column of the month. Then the model learns from the earlier two thirds and is judged on the later third, as in
        use; without it five parts take turns.
    seed : int
        Seed of the parts.
    """
    import pandas as pd

    data = frame(table)
    names = numeric_names(data, columns, (left, time))
    gone = numeric(data, left, _YES_NO)
    x = np.column_stack([numeric(data, name) for name in names])
    kept = ~np.isnan(x).any(axis=1) & ~np.isnan(gone)
    moment = days(column(data, time), time) if time else np.zeros(len(data))
    kept &= ~np.isnan(moment)
    x, y, moment = x[kept], gone[kept], moment[kept]
    if min(y.sum(), len(y) - y.sum()) < 10:
        raise CxError(tr("churn_model: {left} of {n} rows left; at least 10 who left and 10 who stayed are needed",
                         left=int(y.sum()), n=len(y)))  # fmt: skip
    seed = int(one(seed, "seed", SEED))
    chance = _later(x, y, moment, seed) if time else _in_turns(x, y, seed)
    judged = ~np.isnan(chance)
    rows = pd.Series(chance[judged], index=data.index[kept][judged], name="chance")
    model = _fitted(x, y, seed)
    weights = pd.DataFrame({"column": names, "weight": model[-1].coef_[0]})
    weights = weights.sort_values("weight", key=lambda w: -w.abs(), kind="stable").reset_index(drop=True)
    return _judged(rows, y[judged], weights, len(names))


def _judged(chance: Any, y: np.ndarray, weights: Any, columns: int) -> ChurnModel:
    from sklearn.metrics import roc_auc_score

    base = float(y.mean())
    if base in (0.0, 1.0):
        raise CxError(
            tr("churn_model: in the rows kept back nobody left or everybody did; choose other months")
        )
    auc = float(roc_auc_score(y, chance))
    brier = float(np.mean((chance.to_numpy() - y) ** 2))
    doubts = []
    if min(y.sum(), len(y) - y.sum()) < 10 * columns:
        doubts.append(tr("fewer than ten leavers for each column"))
    if auc > 0.98:
        doubts.append(tr("too good: does a column know the end already?"))
    return ChurnModel(chance, y, weights, auc, brier, base * (1 - base), base, "; ".join(doubts))


def _fitted(x: np.ndarray, y: np.ndarray, seed: int) -> Any:
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    if len(y) > _FIT_ROWS:
        some = np.random.default_rng(seed).choice(len(y), _FIT_ROWS, replace=False)
        x, y = x[some], y[some]
    return make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000)).fit(x, y)


def _in_turns(x: np.ndarray, y: np.ndarray, seed: int) -> np.ndarray:
    part = np.random.default_rng(seed).permutation(len(y)) % _FOLDS
    chance = np.full(len(y), np.nan)
    for k in range(_FOLDS):
        rest = part != k
        if 0 < y[rest].sum() < rest.sum():
            chance[~rest] = _fitted(x[rest], y[rest], seed).predict_proba(x[~rest])[:, 1]
    return chance


def _later(x: np.ndarray, y: np.ndarray, moment: np.ndarray, seed: int) -> np.ndarray:
    known = np.unique(moment)
    if len(known) < 3:
        raise CxError(tr("churn_model: {count} months; at least 3 are needed", count=len(known)))
    cut = known[max(1, round(2 * len(known) / 3)) - 1]
    early = moment <= cut
    if not 0 < y[early].sum() < early.sum():
        raise CxError(
            tr("churn_model: in the earlier months nobody left or everybody did; choose other months")
        )
    chance = np.full(len(y), np.nan)
    chance[~early] = _fitted(x[early], y[early], seed).predict_proba(x[~early])[:, 1]
    return chance


def lead_time(
    table: Any, customer: str, month: str, chance: str, left_month: str, threshold: float
) -> pd.DataFrame:
    """Months between the first warning of a leaver and her end, from a panel of customer-months.

    Parameters
    ----------
    table : table
        One row per customer and month.
    customer, month, chance, left_month : str
        Columns: who, which month (a number), chance of leaving on that day, month of leaving (missing: stayed).
    threshold : float
        Chance from which there is a warning.

    Returns
    -------
    DataFrame
        lead (months, 0 = in the month of leaving; missing: never warned), leavers, share (0..1).
    """
    import pandas as pd

    data = frame(table)
    panel = pd.DataFrame({
        "who": column(data, customer), "month": numeric(data, month), "chance": numeric(data, chance, SHARE),
        "end": numeric(data, left_month),
    })  # fmt: skip
    leavers = panel[panel["end"].notna() & (panel["month"] <= panel["end"])]
    if not len(leavers):
        raise CxError(tr("lead_time: nobody left; at least one leaver is needed"))
    warned = leavers[leavers["chance"] >= one(threshold, "threshold", SHARE)].groupby("who")["month"].min()
    lead = leavers.groupby("who")["end"].first() - warned.reindex(leavers["who"].unique())
    counts = lead.value_counts(dropna=False).sort_index()
    return pd.DataFrame(
        {"lead": counts.index, "leavers": counts.to_numpy(), "share": counts.to_numpy() / len(lead)}
    )
