"""Importance and performance; and how much an index hangs on the weights that somebody chose.

Question: what matters and goes badly, what matters and goes well, and where does the picture depend on taste?
Inputs: a table of importance ratings and one of performance ratings (the same columns), or weights of an index.
Outputs: a quadrant for each attribute with a word on how sure it is; ranges of an index under other weights.
Literature: Martilla & James 1977 (Journal of Marketing 41:77); Saltelli et al. 2008 (sensitivity).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from cxsim.guards import CxError
from cxsim.measure.intervals import mean_of
from cxsim.measure.quality import Csi, csi
from cxsim.measure.reading import SHARE, add_to_one, ends_of, matrix, named, one
from cxsim.measure.result import Measure
from cxsim.messages import tr

__all__ = [
    "QUADRANTS", "Attribute", "ImportancePerformance", "WeightChange", "csi_sensitivity", "importance_performance",
]  # fmt: skip

#: Quadrants by (important, performs well).
QUADRANTS = {
    (True, False): "concentrate here", (True, True): "keep up", (False, True): "possible overkill",
    (False, False): "low priority",
}  # fmt: skip

_TITLES = {name: name for name in QUADRANTS.values()}


class Attribute(NamedTuple):
    """One attribute in the grid; ``sure`` where neither interval crosses a line of the grid."""

    name: str
    importance: Measure
    performance: Measure
    quadrant: str
    sure: bool


@dataclass(frozen=True, slots=True)
class ImportancePerformance:
    """The grid of Martilla and James.

    Attributes
    ----------
    attributes : tuple of Attribute
        In the order of the columns.
    lines : tuple of float
        Where the grid is cut: importance, performance.
    """

    attributes: tuple[Attribute, ...]
    lines: tuple[float, float]

    def __str__(self) -> str:
        return "\n".join(
            tr("{name}: {quadrant}{doubt}; importance {importance}, performance {performance}", name=part.name,
               quadrant=tr(_TITLES[part.quadrant]), doubt="" if part.sure else tr(" (not sure)"),
               importance=part.importance.value, performance=part.performance.value)
            for part in self.attributes
        )  # fmt: skip

    def table(self) -> Any:
        """The grid as a DataFrame: attribute, importance, performance, their intervals, quadrant, sure."""
        import pandas as pd

        rows = [
            (a.name, a.importance.value, a.importance.low, a.importance.high, a.performance.value, a.performance.low,
             a.performance.high, a.quadrant, a.sure)
            for a in self.attributes
        ]  # fmt: skip
        names = (
            "attribute importance importance_low importance_high performance performance_low performance_high"
        )
        return pd.DataFrame(rows, columns=[*names.split(), "quadrant", "sure"])


class WeightChange(NamedTuple):
    """An index when the weight of one dimension is moved and the others share the rest as before."""

    dimension: str
    weight: float
    low_weight: float
    high_weight: float
    index_low: float
    index_high: float


def importance_performance(
    importance: Any,
    performance: Any,
    scale: tuple[float, float] = (1, 5),
    lines: tuple[float, float] | None = None,
    level: float = 0.95,
) -> ImportancePerformance:
    """Importance-performance grid.

    Parameters
    ----------
    importance, performance : table
        One column per attribute, the same in both; a respondent with a missing answer is left out of that table.
    scale : pair of float
        Lowest and highest answer.
    lines : pair of float, optional
        Where importance and performance are cut in two; without it the means of the attributes. A cut at the means
        always finds something to do, however well all goes.
    level : float
        Confidence of Student's intervals of the means.

    Examples
    --------
    >>> got = importance_performance({"wait": [5, 5, 4], "music": [1, 2, 2]}, {"wait": [2, 1, 2], "music": [5, 4, 5]})
    >>> [(a.name, a.quadrant) for a in got.attributes]
    [('wait', 'concentrate here'), ('music', 'possible overkill')]
    """
    first, wanted = matrix(importance, tr("importance"), ends_of(scale))
    second, given = matrix(performance, tr("performance"), ends_of(scale))
    if not first or sorted(first) != sorted(second):
        odd = ", ".join(sorted(set(first) ^ set(second))) or "-"
        text = tr(
            "importance_performance: both tables need the same named columns; not in both: {odd}", odd=odd
        )
        raise CxError(text)
    given = given[:, [second.index(name) for name in first]]
    ends = (float(scale[0]), float(scale[1]))
    rated = [
        (mean_of(name, wanted[:, k], level, ends, 2), mean_of(name, given[:, k], level, ends, 2))
        for k, name in enumerate(first)
    ]
    cut = lines or tuple(float(np.mean([pair[side].value for pair in rated])) for side in (0, 1))
    attributes = []
    for name, pair in zip(first, rated, strict=True):
        quadrant = QUADRANTS[pair[0].value >= cut[0], pair[1].value >= cut[1]]
        sure = all(not part.low <= line <= part.high for part, line in zip(pair, cut, strict=True))
        attributes.append(Attribute(name, *pair, quadrant, sure))
    return ImportancePerformance(tuple(attributes), (cut[0], cut[1]))


def csi_sensitivity(
    scores: Any,
    weights: Mapping[str, float] | Iterable[float] | None = None,
    change: float = 0.1,
    scale: tuple[float, float] = (1, 5),
) -> list[WeightChange]:
    """Range of the satisfaction index when each weight in turn is moved up and down.

    Parameters
    ----------
    scores, weights, scale
        As in `csi`.
    change : float
        Points of weight, 0..1: 0.1 moves a weight of .30 to .20 and .40; the others keep their proportions.

    Returns
    -------
    list of WeightChange
        The widest range first. A score that hangs on a weight nobody can defend is a matter of taste.

    Examples
    --------
    >>> got = csi_sensitivity({"quality": 4.2, "value": 3.8}, {"quality": .6, "value": .4})
    >>> got[0].dimension, round(got[0].index_low, 1), round(got[0].index_high, 1)
    ('quality', 75.0, 77.0)
    """
    base = csi(scores, weights, scale)
    names, move = list(base.dimensions), one(change, "change", SHARE)
    shares = np.full(len(names), 1 / len(names)) if weights is None else named(weights, "weights", names)
    add_to_one(shares, "weights")
    return sorted(
        (_moved(base, names, shares, place, move) for place in range(len(names))),
        key=lambda found: found.index_low - found.index_high,
    )


def _moved(base: Csi, names: list[str], shares: np.ndarray, place: int, move: float) -> WeightChange:
    points = np.array([base.dimensions[name].value for name in names])
    own, rest = float(shares[place]), 1 - float(shares[place])
    ends = max(0.0, own - move), min(1.0, own + move)
    others = (
        float(np.delete(points, place) @ np.delete(shares, place)) / rest
        if rest > 0
        else float(points[place])
    )
    found = sorted(float(points[place]) * end + others * (1 - end) for end in ends)
    return WeightChange(names[place], own, *ends, *found)
