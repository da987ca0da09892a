"""The intervals that several measures share.

Literature: Student 1908; Wilson 1927; Garwood 1936 (exact interval of a count).
"""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np

from cxsim.measure.reading import INSIDE, one
from cxsim.measure.result import Measure, few

__all__ = ["mean_of", "nobody", "share_of", "student_factor", "z_of"]


def z_of(level: float) -> float:
    """Factor of the normal law for a two-sided interval of confidence ``level``."""
    return NormalDist().inv_cdf(0.5 + one(level, "level", INSIDE) / 2)


def student_factor(level: float, freedom: float) -> float:
    """Factor of Student's law for a two-sided interval."""
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.5 + one(level, "level", INSIDE) / 2))


def share_of(name: str, hits: int, n: int, level: float, scale: float = 100.0) -> Measure:
    """A share with Wilson's interval, times ``scale`` (100: in percent; -1: a share counted below zero)."""
    if n == 0:
        return nobody(name, level)
    from scipy.stats import binomtest

    found = binomtest(hits, n).proportion_ci(confidence_level=one(level, "level", INSIDE), method="wilson")
    low, high = sorted((scale * float(found.low), scale * float(found.high)))
    digits = 1 if abs(scale) >= 100 else 2
    return Measure(name, scale * hits / n, low, high, n, "Wilson", level, few(n), digits)


def mean_of(
    name: str,
    values: np.ndarray,
    level: float,
    ends: tuple[float, float] = (-math.inf, math.inf),
    digits: int = 1,
) -> Measure:
    """A mean with Student's interval, cut at the ends of the scale; one answer has the whole scale, if there is one."""
    n = len(values)
    one(level, "level", INSIDE)
    if n == 0:
        return nobody(name, level)
    mean, (low, high) = float(np.mean(values)), ends
    if n > 1:
        half = student_factor(level, n - 1) * float(np.std(values, ddof=1)) / math.sqrt(n)
        low, high = max(low, mean - half), min(high, mean + half)
    elif math.isinf(low) or math.isinf(high):
        low = high = math.nan
    return Measure(name, mean, low, high, n, "Student", level, few(n), digits)


def nobody(name: str, level: float) -> Measure:
    """The measure of nobody's answers."""
    return Measure(name, math.nan, math.nan, math.nan, 0, "none", one(level, "level", INSIDE))
