"""Luck of the stored data beside that of the simulation: a uniform per question and subject, the same everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from cxsim.distributions import exp_, log_, normal_quantile_, normal_quantiles
from cxsim.stages.population import gamma_factors
from cxsim.streams import stream_key, uniform, uniforms

HIGHEST_COUNT = 1000


class Luck:
    """Keyed uniforms of one seed; each question has its own stream, so a new question moves no other answer.

    Parameters
    ----------
    seed
        Names the luck; any whole number.
    """

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._keys: dict[str, int] = {}

    def key(self, question: str) -> int:
        """Key of the stream of one question; no stream of the simulation has such a name."""
        if question not in self._keys:
            self._keys[question] = stream_key(self.seed, 0, f"data/{question}")
        return self._keys[question]

    def one(self, question: str, a: int, b: int = 0, c: int = 0) -> float:
        """Uniform of one subject."""
        return uniform(self.key(question), int(a), int(b), int(c))

    def many(self, question: str, a: Any, b: Any = 0, c: Any = 0) -> np.ndarray:
        """Uniforms of many subjects."""
        return uniforms(self.key(question), a, b, c)

    def normal(self, question: str, a: int, b: int = 0, c: int = 0) -> float:
        """Standard normal value of one subject."""
        return normal_quantile_(self.one(question, a, b, c))

    def normals(self, question: str, a: Any, b: Any = 0, c: Any = 0) -> np.ndarray:
        """Standard normal values of many subjects."""
        return normal_quantiles(self.many(question, a, b, c))

    def factors(self, question: str, cv: float, a: Any) -> np.ndarray:
        """Gamma factors of mean 1 of many subjects; ``cv`` is their spread over the mean."""
        return gamma_factors(self.many(question, a), float(cv))

    def happens(self, question: str, chance: float, a: int, b: int = 0, c: int = 0) -> bool:
        """Whether something of this chance happens to one subject."""
        return self.one(question, a, b, c) < chance

    def whole(self, question: str, low: int, high: int, *subject: int) -> int:
        """Whole number from low to high, each equally likely."""
        return low + int(self.one(question, *subject) * (high - low + 1))

    def choose(self, question: str, options: Sequence[Any], *subject: int) -> Any:
        """One of several options, each equally likely."""
        return options[int(self.one(question, *subject) * len(options))]

    def weighted(self, question: str, shares: dict[str, float], *subject: int) -> str:
        """One of several words, by their shares."""
        return by_share(self.one(question, *subject), shares)

    def count(self, question: str, mean: float, *subject: int) -> int:
        """Poisson count of a given mean."""
        return poisson(self.one(question, *subject), mean)

    def gap(self, question: str, mean: float, *subject: int) -> float:
        """Exponential time of a given mean, in the unit of the mean."""
        return -mean * log_(1.0 - self.one(question, *subject))


def by_share(u: float, shares: dict[str, float]) -> str:
    """Word that a uniform picks; the shares need not sum to 1."""
    words = list(shares)
    rest = u * ordered_sum(shares.values())
    for word in words:
        rest -= shares[word]
        if rest < 0:
            return word
    return words[-1]


def ordered_sum(values: Any) -> float:
    """Sum from left to right: numpy's and newer Pythons' sums may differ from it in the last bit."""
    total = 0.0
    for value in values:
        total += value
    return total


def poisson(u: float, mean: float) -> int:
    """Smallest count whose cumulative Poisson probability passes ``u``; at most 1000."""
    term = exp_(-mean)
    below, count = term, 0
    while u > below and count < HIGHEST_COUNT:
        count += 1
        term *= mean / count
        below += term
    return count


def bounded(value: float, low: int, high: int) -> int:
    """Nearest whole number within bounds, halves up."""
    return int(min(float(high), max(float(low), value)) + 0.5)
