"""Customers in groups that are worth a name: how many, how firm, and do they still fit next month?

Question: are there groups in the table, or does the program draw lines through one cloud?
Inputs: a table of customers with columns of numbers.
Outputs: groups with profile and value, how separate and how repeatable they are, and an alarm when they drift.
Literature: Rousseeuw 1987 (silhouette); Hubert & Arabie 1985 and Hennig 2007 (repeatability); Siddiqi 2006 (population
stability index, .1 and .25 as rules of thumb). scikit-learn does the work.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from cxsim.analysis.inputs import complete, frame, numeric, numeric_names
from cxsim.guards import CxError
from cxsim.measure.intervals import mean_of
from cxsim.measure.reading import SEED, Allowed, one
from cxsim.messages import tr

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Drift", "Personas", "personas"]

_FIT_ROWS, _JUDGE_ROWS = 50_000, 4_000
_FIRM, _APART, _DRIFTED = 0.8, 0.25, 0.25


@dataclass(frozen=True, slots=True)
class Drift:
    """New customers against the groups of old.

    Attributes
    ----------
    table : DataFrame
        persona, before, now (shares), change.
    index : float
        Population stability index; above .1 look, above .25 build the groups anew.
    p_value : float
        Chance of such a change by luck (chi-square).
    farther : float
        Mean distance to the own group's center, now over before; well above 1 means that the groups fit no longer.
    alarm : bool
        Whether to build the personas anew.
    """

    table: Any
    index: float
    p_value: float
    farther: float
    alarm: bool

    def __str__(self) -> str:
        state = tr("alarm: build the personas anew") if self.alarm else tr("the personas still fit")
        return tr("{state} (stability index {index}, distance ×{farther}, p = {p_value})", state=state,
                  index=self.index, farther=self.farther, p_value=f"{self.p_value:.3g}")  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Personas:
    """Groups of customers.

    Attributes
    ----------
    columns : tuple of str
        Columns that the groups were made from.
    labels : Series
        Group of each complete row, 1 = largest.
    profile : DataFrame
        One row per group: n, share, the mean of each column.
    tried : DataFrame
        For each number of groups: silhouette (how separate) and repeat (how alike on another half of the rows).
    warning : str
        What to keep in mind.
    """

    columns: tuple[str, ...]
    labels: Any
    profile: Any
    tried: Any
    warning: str
    center: np.ndarray
    spread: np.ndarray
    centers: np.ndarray
    distance: float

    def assign(self, table: Any) -> pd.Series:
        """Group of each row of another table; missing where a number is missing."""
        import pandas as pd

        data = frame(table)
        rows = np.column_stack([numeric(data, name) for name in self.columns])
        label, _ = _nearest((rows - self.center) / self.spread, self.centers)
        found = pd.Series(label + 1, index=data.index, dtype="Int64", name="persona")
        return found.mask(np.isnan(rows).any(axis=1))

    def drift(self, table: Any) -> Drift:
        """Whether the customers of a later table still fall into the groups as before."""
        import pandas as pd
        from scipy.stats import chi2_contingency

        rows = complete(frame(table), self.columns, 1).to_numpy()
        label, far = _nearest((rows - self.center) / self.spread, self.centers)
        k = len(self.centers)
        before, now = self.profile["n"].to_numpy(float), np.bincount(label, minlength=k).astype(float)
        old, new = (np.maximum(part / part.sum(), 1e-4) for part in (before, now))
        index = float(np.sum((new - old) * np.log(new / old)))
        chance = float(chi2_contingency(np.array([before, now])[:, (before + now) > 0])[1]) if k > 1 else 1.0
        farther = float(far.mean()) / self.distance if self.distance else 1.0
        shares = pd.DataFrame(
            {"persona": np.arange(1, k + 1), "before": before / before.sum(), "now": now / now.sum()}
        )
        shares["change"] = shares["now"] - shares["before"]
        alarm = (index > 0.1 and chance < 0.01) or farther > 1 + _DRIFTED
        return Drift(shares, index, chance, farther, bool(alarm))

    def value(self, money: Any, level: float = 0.95) -> pd.DataFrame:
        """Mean money of each group with its interval; ``money`` in the order of the rows of the first table."""
        import pandas as pd

        worth = pd.Series(np.asarray(money, float)).reindex(range(len(money)))
        aligned = (
            worth.to_numpy()[self.labels.index.to_numpy()]
            if len(worth) > len(self.labels)
            else worth.to_numpy()
        )
        found = []
        for group in self.profile["persona"]:
            mine = aligned[(self.labels == group).to_numpy()]
            part = mean_of(str(group), mine[~np.isnan(mine)], level)
            found.append((group, part.n, part.value, part.low, part.high))
        return pd.DataFrame(found, columns=["persona", "n", "value", "low", "high"])

    def __str__(self) -> str:
        text = self.profile.to_string(index=False, float_format=lambda x: f"{x:.3g}")
        return "\n".join(part for part in (text, self.warning) if part)


def personas(
    table: Any, columns: Sequence[str] | None = None, groups: int | None = None, seed: int = 7
) -> Personas:
    """Group customers by k-means on standardized columns.

    Parameters
    ----------
    table : table
        One row per customer; rows with a missing number are left out.
    columns : sequence of str, optional
        Columns of numbers; without it all of them. Very skewed ones (money) are better given as logarithms.
    groups : int, optional
        Number of groups; without it the one of 2 to 6 with the highest silhouette.
    seed : int
        Seed of starts and samples.
    """
    import pandas as pd

    data = frame(table).reset_index(drop=True)
    names = numeric_names(data, columns)
    rows = complete(data, names, 10)
    values = rows.to_numpy()
    center, spread = values.mean(axis=0), values.std(axis=0)
    if (spread == 0).any():
        flat = names[int(np.argmax(spread == 0))]
        raise CxError(tr("personas: all values of {name} are alike; leave it out", name=flat))
    scaled = (values - center) / spread
    seed = int(one(seed, "seed", SEED))
    rng = np.random.default_rng(seed)
    some = scaled if len(scaled) <= _FIT_ROWS else scaled[rng.choice(len(scaled), _FIT_ROWS, replace=False)]
    most = min(6, len(some) // 5)
    judged = [(k, *_judged(some, k, seed)) for k in range(2, most + 1)]
    tried = pd.DataFrame(judged, columns=["groups", "silhouette", "repeat"])
    count = int(tried.loc[tried["silhouette"].idxmax(), "groups"]) if groups is None else int(
        one(groups, "groups", Allowed(2, len(values), whole=True)))  # fmt: skip
    centers = _means(some, count, seed)
    label, far = _nearest(scaled, centers)
    order = np.argsort(-np.bincount(label, minlength=count), kind="stable")
    centers, label = centers[order], np.argsort(order)[label]
    profile = pd.DataFrame(values, columns=names).groupby(label).mean()
    sizes = np.bincount(label, minlength=count)
    profile.insert(0, "share", sizes / sizes.sum())
    profile.insert(0, "n", sizes)
    profile.insert(0, "persona", np.arange(1, count + 1))
    labels = pd.Series(label + 1, index=rows.index, name="persona")
    return Personas(tuple(names), labels, profile.reset_index(drop=True), tried, _doubts(tried, count), center, spread,
                    centers, float(far.mean()))  # fmt: skip


def _doubts(tried: pd.DataFrame, count: int) -> str:
    chosen = tried[tried["groups"] == count]
    if not len(chosen):
        return ""
    found, doubts = chosen.iloc[0], []
    if found["silhouette"] < _APART:
        doubts.append(tr("the groups are not separate: lines through one cloud"))
    if found["repeat"] < _FIRM:
        doubts.append(tr("another half of the customers gives other groups"))
    return "; ".join(doubts)


def _judged(rows: np.ndarray, count: int, seed: int) -> tuple[float, float]:
    """Silhouette, and agreement of the groups from two halves on all rows (adjusted Rand)."""
    from sklearn.metrics import adjusted_rand_score, silhouette_score

    rng = np.random.default_rng(seed)
    part = rows[rng.permutation(len(rows))[:_JUDGE_ROWS]]
    half = len(part) // 2
    labels = [_nearest(part, _means(side, count, seed))[0] for side in (part, part[:half], part[half:])]
    if len(np.unique(labels[0])) < 2:
        return 0.0, 0.0
    return float(silhouette_score(part, labels[0])), float(adjusted_rand_score(labels[1], labels[2]))


def _means(rows: np.ndarray, count: int, seed: int) -> np.ndarray:
    from sklearn.cluster import KMeans

    return np.asarray(KMeans(count, n_init=5, random_state=seed).fit(rows).cluster_centers_)


def _nearest(rows: np.ndarray, centers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Place of the nearest center, and the distance to it."""
    label, least = np.zeros(len(rows), int), np.full(len(rows), np.inf)
    for k, center in enumerate(centers):
        far = np.sqrt(((np.nan_to_num(rows) - center) ** 2).sum(axis=1))
        label, least = np.where(far < least, k, label), np.minimum(far, least)
    return label, least
