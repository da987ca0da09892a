"""Service quality by dimension: SERVQUAL gaps and the customer satisfaction index.

Question: on which dimension do customers get less than they expect, and what is the sum of it?
Inputs: a table with one column per dimension (rows are respondents), or one mean per dimension.
Outputs: one `Measure` per dimension and one for the whole.
Literature: Parasuraman, Zeithaml & Berry 1988 (SERVQUAL); Fornell et al. 1996 (index rescaled to 0..100).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from cxsim.guards import CxError
from cxsim.measure.intervals import mean_of
from cxsim.measure.reading import Allowed, add_to_one, ends_of, full_rows, matrix, named
from cxsim.measure.reliability import alphas_of, dimension_means
from cxsim.measure.result import Measure, lines
from cxsim.messages import tr

__all__ = ["DIMENSIONS", "Csi", "Servqual", "csi", "servqual"]

#: The five dimensions of SERVQUAL, in the order of the textbooks.
DIMENSIONS = ("reliability", "responsiveness", "assurance", "empathy", "tangibles")


@dataclass(frozen=True, slots=True)
class Servqual:
    """Gaps between what was perceived and what was expected; below zero: worse than expected.

    Attributes
    ----------
    gaps : dict of str to Measure
        Gap of each dimension, in points of the scale.
    mean_gap : Measure
        All dimensions alike.
    weighted_gap : Measure or None
        With the weights that were given.
    worst : str
        Dimension with the lowest gap.
    alphas : dict of str to Measure
        Cronbach's alpha of the gaps of the items of each dimension; empty where dimensions came without items.
    """

    gaps: dict[str, Measure]
    mean_gap: Measure
    weighted_gap: Measure | None
    worst: str
    alphas: dict[str, Measure] = field(default_factory=dict)

    def __str__(self) -> str:
        parts = [*self.gaps.values(), self.mean_gap, *([self.weighted_gap] if self.weighted_gap else [])]
        return lines([*parts, *self.alphas.values()], tr("worst: {dimension}", dimension=self.worst))


@dataclass(frozen=True, slots=True)
class Csi:
    """A satisfaction index of 0 to 100 and what each dimension adds to it.

    Attributes
    ----------
    index : Measure
        Weighted index.
    dimensions : dict of str to Measure
        Each dimension alone, on the same scale.
    contributions : dict of str to float
        Weight times score; they add up to the index.
    """

    index: Measure
    dimensions: dict[str, Measure]
    contributions: dict[str, float]

    @property
    def value(self) -> float:
        """The index alone."""
        return self.index.value

    def __str__(self) -> str:
        return lines([self.index, *self.dimensions.values()])


def servqual(
    expectations: Any,
    perceptions: Any,
    weights: Mapping[str, float] | Iterable[float] | None = None,
    scale: tuple[float, float] = (1, 7),
    level: float = 0.95,
    items: Mapping[str, Sequence[str]] | None = None,
) -> Servqual:
    """SERVQUAL: perceived minus expected service, by dimension.

    Parameters
    ----------
    expectations, perceptions : table, or one mean per dimension
        The same columns in both; in tables the rows belong to the same respondents in the same order, and a
        respondent with a missing answer is left out. A list of five has the dimensions in `DIMENSIONS`.
    weights : mapping or list, optional
        Importance of each dimension, adding to 1.
    scale : pair of float
        Lowest and highest answer.
    level : float
        Confidence of Student's intervals of the paired gaps.
    items : mapping of dimension to column names, optional
        The questions behind each dimension; a dimension is then the mean of its items, and alpha says whether they
        belong together. Tables of 22 columns are read as the questionnaire of 1988 (`reliability.ITEMS`).

    Examples
    --------
    >>> got = servqual([6.5, 6.2, 6.4, 5.8, 5.5], [5.9, 5.1, 6.1, 5.6, 5.7], [.30, .25, .20, .15, .10])
    >>> got.worst, round(got.mean_gap.value, 2), round(got.weighted_gap.value, 3)
    ('responsiveness', -0.4, -0.525)
    """
    names, gaps = _paired(expectations, perceptions, ends_of(scale))
    alphas: dict[str, Measure] = {}
    if items is not None or len(gaps[0]) == 22:
        table = dict(zip(names, gaps.T, strict=True)) if items is not None else gaps
        names, gaps, groups = dimension_means(table, "servqual", items=items)
        alphas = alphas_of(groups, level)
    parts = {name: _gap(name, gaps[:, place], level) for place, name in enumerate(names)}
    mean_gap = _gap(tr("mean gap"), gaps.mean(axis=1), level)
    weighted = None
    if weights is not None:
        shares = add_to_one(named(weights, "weights", names), "weights")
        weighted = _gap(tr("weighted gap"), gaps @ shares, level)
    return Servqual(parts, mean_gap, weighted, min(parts, key=lambda name: parts[name].value), alphas)


def csi(
    scores: Any,
    weights: Mapping[str, float] | Iterable[float] | None = None,
    scale: tuple[float, float] = (1, 5),
    level: float = 0.95,
) -> Csi:
    """Customer satisfaction index: weighted mean of the dimensions, from 0 (all worst) to 100 (all best).

    Parameters
    ----------
    scores : table, or one mean per dimension
        One column per dimension; respondents with a missing answer are left out.
    weights : mapping or list, optional
        Adding to 1; equal where not given.
    scale : pair of float
        Lowest and highest answer. The index is 100 × (score - lowest) / (highest - lowest).
    level : float
        Confidence of Student's intervals.

    Examples
    --------
    >>> print(csi({"quality": 4.2, "value": 3.8}, {"quality": .6, "value": .4}).index)
    CSI 76.0 (n = 1, no interval) – one row of means: no interval
    """
    names, rows = matrix(scores, "csi", ends_of(scale))
    names = names or [str(place + 1) for place in range(rows.shape[1])]
    shares = np.full(len(names), 1 / len(names)) if weights is None else named(weights, "weights", names)
    add_to_one(shares, "weights")
    points = 100 * (rows - scale[0]) / (scale[1] - scale[0])
    parts = {name: _index(name, points[:, place], level) for place, name in enumerate(names)}
    adds = {name: float(share * parts[name].value) for name, share in zip(names, shares, strict=True)}
    return Csi(_index("CSI", points @ shares, level), parts, adds)


def _paired(expectations: Any, perceptions: Any, allowed: Allowed) -> tuple[list[str], np.ndarray]:
    """Names of the dimensions and the gaps (respondents × dimensions), complete pairs only."""
    first, expected = matrix(expectations, "expectations", allowed, complete=False)
    second, perceived = matrix(perceptions, "perceptions", allowed, complete=False)
    if first and second and first != second:
        if sorted(first) != sorted(second):
            odd = sorted(set(first) ^ set(second))
            raise CxError(tr("servqual: {columns} is not in both tables", columns=", ".join(odd)))
        perceived = perceived[:, [second.index(name) for name in first]]
    if expected.shape != perceived.shape:
        text = tr("servqual: expectations are {one}, perceptions {two} (rows × dimensions); they must be alike",
                  one=" × ".join(map(str, expected.shape)), two=" × ".join(map(str, perceived.shape)))  # fmt: skip
        raise CxError(text)
    names = first or second or list(DIMENSIONS[: expected.shape[1]])
    if expected.shape[1] == 22 and not (first or second):
        names = [str(place + 1) for place in range(22)]
    if len(names) != expected.shape[1]:
        raise CxError(tr("servqual: name the {count} dimensions", count=expected.shape[1]))
    return names, full_rows(perceived - expected, "servqual")


def _gap(name: str, gaps: np.ndarray, level: float) -> Measure:
    return _of_means(mean_of(name, gaps, level, digits=2))


def _index(name: str, points: np.ndarray, level: float) -> Measure:
    found = mean_of(name, points, level, (0.0, 100.0))
    return _of_means(found)


def _of_means(found: Measure) -> Measure:
    """A single row is a row of means that somebody has computed: it carries no interval."""
    if found.n > 1:
        return found
    nan = float("nan")
    return Measure(found.name, found.value, nan, nan, 1, "means", found.level,
                   tr("one row of means: no interval"), found.digits)  # fmt: skip
