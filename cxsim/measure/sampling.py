"""Whom to ask, whom the answers stand for, and how to get more of them.

Question: does the sample look like the customers, and what mends it where it does not?
Inputs: a column of groups for customers and for the sample; known shares of the population.
Outputs: places of the drawn rows, coverage by group, weights that reproduce known shares, response rates compared.
Literature: Cochran 1977 (strata); Neyman 1934 (allocation); Deming & Stephan 1940 (raking); Kish 1965; Holm 1979.
Raking is own code of 30 lines: none of the kept libraries has it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from cxsim.guards import CxError, shown
from cxsim.measure.difference import difference
from cxsim.measure.intervals import share_of, student_factor
from cxsim.measure.reading import COUNT, LEAST_ZERO, SEED, Allowed, numbers, one, word
from cxsim.measure.result import Measure, few
from cxsim.messages import tr

__all__ = [
    "Coverage", "Raked", "Response", "StratifiedSample", "coverage", "rake", "response_rates", "stratified_mean",
    "stratified_sample",
]  # fmt: skip

_YES_NO = Allowed(0, 1, whole=True)


class StratifiedSample(NamedTuple):
    """A drawn sample: places of the rows (from 0), rows drawn and rows there are in each group."""

    places: np.ndarray
    drawn: dict[str, int]
    population: dict[str, int]


class Coverage(NamedTuple):
    """A group in sample and population; ``holds`` where the interval of the sample's share holds the population's."""

    group: str
    share: Measure
    population: float
    holds: bool


class Response(NamedTuple):
    """Response rate of a technique and its difference to the first one, with the p-value corrected for many looks."""

    technique: str
    rate: Measure
    gain: Measure | None
    p_value: float


@dataclass(frozen=True, slots=True, eq=False)
class Raked:
    """Weights that give each margin its known share.

    Attributes
    ----------
    weights : ndarray
        One per row, mean 1; not a number where a margin is missing.
    rounds : int
        Rounds until all margins fitted.
    design_effect : float
        How many times the variance grows by uneven weights (Kish).
    effective : float
        Answers that the weighted sample is worth.
    """

    weights: np.ndarray
    rounds: int
    design_effect: float
    effective: float


def stratified_sample(
    groups: Iterable[Any], n: int, allocation: str = "proportional", spread: Mapping[str, float] | None = None,
    seed: int = 7,
) -> StratifiedSample:  # fmt: skip
    """Draw a sample from each group.

    Parameters
    ----------
    groups : iterable
        Group of each customer.
    n : int
        Rows to draw in all.
    allocation : str
        "proportional": as in the population; "equal": the same from each group, for comparing them; "neyman": more
        from large and from varied groups.
    spread : mapping, optional
        Standard deviation in each group, for "neyman".
    seed : int
        Seed of the draw.

    Examples
    --------
    >>> got = stratified_sample(["mass"] * 80 + ["value"] * 20, 10)
    >>> got.drawn
    {'mass': 8, 'value': 2}
    """
    names, codes = _groups(groups, "stratified_sample")
    sizes = np.bincount(codes[codes >= 0], minlength=len(names))
    total = int(one(n, "n", Allowed(1, int(sizes.sum()), whole=True)))
    word(allocation, "allocation", ("proportional", "equal", "neyman"))
    if allocation == "neyman":
        if spread is None:
            raise CxError(tr("stratified_sample: neyman needs the spread of each group"))
        given = [one(spread.get(name), tr("spread of {name}", name=name), LEAST_ZERO) for name in names]
        wish = sizes * np.array(given)
    else:
        wish = sizes.astype(float) if allocation == "proportional" else np.ones(len(names))
    drawn = _allotted(wish, sizes, total)
    rng = np.random.default_rng(int(one(seed, "seed", SEED)))
    places = [
        rng.choice(np.flatnonzero(codes == k), size=count, replace=False)
        for k, count in enumerate(drawn)
        if count
    ]
    by_name = dict(zip(names, drawn.tolist(), strict=True))
    return StratifiedSample(
        np.sort(np.concatenate(places)), by_name, dict(zip(names, sizes.tolist(), strict=True))
    )


def coverage(sample: Iterable[Any], population: Iterable[Any], level: float = 0.95) -> list[Coverage]:
    """Share of each group in the sample beside its share in the population.

    Parameters
    ----------
    sample, population : iterable
        Group of each respondent, and of each customer.
    level : float
        Confidence of Wilson's intervals; of many groups one in twenty lies outside by luck.

    Examples
    --------
    >>> [part.holds for part in coverage(["a"] * 90 + ["b"] * 10, ["a"] * 600 + ["b"] * 400)]
    [False, False]
    """
    names, codes = _groups(population, "population")
    asked, places = _groups(sample, "sample")
    unknown = [name for name in asked if name not in names]
    if unknown:
        raise CxError(tr("coverage: the population has no group {name}; allowed: {known}", name=unknown[0],
                         known=", ".join(names)))  # fmt: skip
    there = np.bincount(codes[codes >= 0], minlength=len(names))
    hits = dict(zip(asked, np.bincount(places[places >= 0], minlength=len(asked)).tolist(), strict=True))
    n, found = int(sum(hits.values())), []
    for name, size in zip(names, there.tolist(), strict=True):
        share, known = share_of(name, hits.get(name, 0), n, level), 100 * size / int(there.sum())
        found.append(Coverage(name, share, known, bool(share.low <= known <= share.high)))
    return found


def stratified_mean(
    answers: Iterable[float], groups: Iterable[Any], sizes: Mapping[str, float], level: float = 0.95
) -> Measure:
    """Mean of the population from a stratified sample; a group counts as much as it has customers.

    Parameters
    ----------
    answers : iterable of float
        Numbers (0 and 1 for a share).
    groups : iterable
        Group of each answer.
    sizes : mapping
        Customers in each group; drawing most of a group makes its part surer.
    level : float
        Confidence; at least two answers in each group, and about 10 for answers of 0 and 1.

    Examples
    --------
    >>> round(stratified_mean([4, 5, 1, 2], ["a", "a", "b", "b"], {"a": 900, "b": 100}).value, 2)
    4.2
    """
    values, (names, codes) = numbers(answers, "answers"), _groups(groups, "stratified_mean")
    if len(values) != len(codes):
        raise CxError(tr("stratified_mean: {one} answers and {two} groups; one of each is needed", one=len(values),
                         two=len(codes)))  # fmt: skip
    used = ~np.isnan(values) & (codes >= 0)
    values, codes = values[used], codes[used]
    unasked = [name for name in sizes if name not in names]
    people = np.array([one(sizes.get(name), tr("size of {name}", name=name), COUNT) for name in names])
    n = np.bincount(codes, minlength=len(names))
    if unasked or (n < 2).any():
        name = unasked[0] if unasked else names[int(np.argmax(n < 2))]
        text = tr(
            "stratified_mean: group {name} has fewer than two answers; at least two are needed", name=name
        )
        raise CxError(text)
    if (n > people).any():
        at = int(np.argmax(n > people))
        words = {"name": names[at], "n": int(n[at]), "people": int(people[at])}
        raise CxError(tr("stratified_mean: {n} answers in group {name} of {people} customers; allowed: at most as many",
                         **words))  # fmt: skip
    mean = np.bincount(codes, values, minlength=len(names)) / n
    spread = np.bincount(codes, (values - mean[codes]) ** 2, minlength=len(names)) / (n - 1)
    weight = people / people.sum()
    parts = weight**2 * np.maximum(0.0, 1 - n / people) * spread / n
    variance, value = float(parts.sum()), float(weight @ mean)
    freedom = variance**2 / float(np.sum(parts**2 / (n - 1))) if variance > 0 else math.inf
    half = student_factor(level, freedom) * math.sqrt(variance) if variance > 0 else 0.0
    low, high, count = value - half, value + half, len(values)
    return Measure(
        tr("stratified mean"), value, low, high, count, "strata, Satterthwaite", level, few(count), 2
    )


def rake(
    groups: Any, targets: Mapping[str, Mapping[str, float]], rounds: int = 100, limit: float = 5.0
) -> Raked:
    """Weights under which every column of groups has the shares of the population.

    Parameters
    ----------
    groups : table
        One column of groups for each margin (region, age, segment).
    targets : mapping of column to mapping of group to share
        Known shares, adding to 1 in each column.
    rounds : int
        Most rounds over all margins.
    limit : float
        Largest weight allowed; a larger one would let one person speak for a crowd and is refused, not cut.

    Examples
    --------
    >>> got = rake({"sex": ["f", "f", "f", "m"]}, {"sex": {"f": .5, "m": .5}})
    >>> got.weights.round(2).tolist(), round(got.effective, 1)
    ([0.67, 0.67, 0.67, 2.0], 3.0)
    """
    for name, given in targets.items():
        if not isinstance(given, Mapping):
            raise CxError(tr("rake: targets of {name} is {value}; allowed: a share for each group", name=name,
                             value=shown(given)))  # fmt: skip
    columns = [_margin(groups, name, shares) for name, shares in targets.items()]
    if not columns:
        raise CxError(tr("rake: name at least one column with its shares"))
    used = np.logical_and.reduce([codes >= 0 for codes, _ in columns])
    weight, count = np.ones(int(used.sum())), int(one(rounds, "rounds", Allowed(1, whole=True)))
    for done in range(1, count + 1):  # noqa: B007
        worst = 0.0
        for codes, shares in columns:
            now = np.bincount(codes[used], weight, minlength=len(shares)) / weight.sum()
            worst = max(worst, float(np.abs(now - shares).max()))
            weight = weight * (shares / np.where(now > 0, now, 1))[codes[used]]
        if worst < 1e-9:
            break
    else:
        raise CxError(
            tr("rake: the margins do not fit after {rounds} rounds; join small groups", rounds=count)
        )
    weight = weight / weight.mean()
    top = one(limit, "limit", Allowed(1))
    if weight.max() > top:
        raise CxError(tr("rake: a weight is {weight}; allowed: at most {limit}; join small groups",
                         weight=round(float(weight.max()), 2), limit=top))  # fmt: skip
    result = np.full(len(used), np.nan)
    result[used] = weight
    effect = float(np.mean(weight**2))
    return Raked(result, done, effect, len(weight) / effect)


def response_rates(
    techniques: Iterable[Any], answered: Iterable[float], level: float = 0.95
) -> list[Response]:
    """Response rate of each technique (reminder, incentive, channel), compared with the first one that appears.

    Parameters
    ----------
    techniques : iterable
        Technique used on each invited person; assigned by lot, or the difference is not the technique's.
    answered : iterable of 0 or 1
        Whether she answered.
    level : float
        Confidence: Wilson for rates, Newcombe for differences; p-values by Fisher's exact test, corrected by Holm.

    Examples
    --------
    >>> got = response_rates(["mail"] * 100 + ["reminder"] * 100, [1] * 20 + [0] * 80 + [1] * 40 + [0] * 60)
    >>> got[1].gain.value, got[1].p_value < 0.01
    (20.0, True)
    """
    hits, (names, codes) = numbers(answered, "answered", _YES_NO), _groups(techniques, "techniques")
    if len(hits) != len(codes):
        raise CxError(tr("response_rates: {one} answers and {two} techniques; one of each is needed", one=len(hits),
                         two=len(codes)))  # fmt: skip
    used = ~np.isnan(hits) & (codes >= 0)
    parts = [hits[used & (codes == k)] for k in range(len(names))]
    rates = [
        share_of(name, int(part.sum()), len(part), level) for name, part in zip(names, parts, strict=True)
    ]
    gains: list[Measure | None] = [None, *[difference(parts[0], part, "share", level) for part in parts[1:]]]
    from scipy.stats import fisher_exact

    def table(part: np.ndarray) -> list[list[int]]:
        return [[int(p.sum()), len(p) - int(p.sum())] for p in (parts[0], part)]

    chances = _holm([float(fisher_exact(table(part)).pvalue) for part in parts[1:]])
    return [Response(*found) for found in zip(names, rates, gains, [math.nan, *chances], strict=True)]


def _holm(chances: list[float]) -> list[float]:
    if not chances:
        return []
    from statsmodels.stats.multitest import multipletests

    return [float(p) for p in multipletests(chances, method="holm")[1]]


def _groups(values: Any, name: str) -> tuple[list[str], np.ndarray]:
    """Names in the order in which they appear, and the place of each row's; -1 where it is missing."""
    import pandas as pd

    given = values if hasattr(values, "dtype") else np.array(list(values), dtype=object)
    codes, known = pd.factorize(given, use_na_sentinel=True)
    if not len(known):
        raise CxError(tr("{name}: no row has a group; at least one is needed", name=name))
    return [str(group) for group in known], np.asarray(codes)


def _margin(groups: Any, column: str, shares: Mapping[str, float]) -> tuple[np.ndarray, np.ndarray]:
    try:
        names, codes = _groups(groups[column], column)
    except KeyError:
        raise CxError(tr("rake: no column {column}", column=column)) from None
    odd = sorted(set(names) ^ {str(key) for key in shares})
    if odd:
        raise CxError(tr("rake: {column} has {odd} on one side only; groups and shares must match", column=column,
                         odd=", ".join(odd)))  # fmt: skip
    known = {str(key): one(value, str(key), Allowed(0, 1, open_low=True)) for key, value in shares.items()}
    found = np.array([known[name] for name in names])
    if abs(float(found.sum()) - 1) > 1e-6:
        total = float(found.sum())
        raise CxError(tr("shares of {column} add to {total}; they must add to 1", column=column, total=total))
    return codes, found


def _allotted(wish: np.ndarray, sizes: np.ndarray, total: int) -> np.ndarray:
    """Whole numbers that add to the total: largest remainders, never more than there are."""
    drawn, left = np.zeros(len(wish), int), wish.astype(float)
    for _ in range(len(wish) + 1):
        room = sizes - drawn
        left = np.where(room > 0, left, 0.0)
        missing = total - int(drawn.sum())
        if missing == 0 or left.sum() == 0:
            break
        exact = np.minimum(missing * left / left.sum(), room)
        more = np.floor(exact + 1e-9).astype(int)
        spare = max(0, min(missing, round(float(exact.sum()))) - int(more.sum()))
        rest = np.argsort(-(exact - more), kind="stable")[:spare]
        more[rest] += 1
        drawn += np.minimum(more, room)
    return drawn
