"""The intervals that several measures share.

Literature: Student 1908; Wilson 1927; Garwood 1936 (exact interval of a count).
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Any

import numpy as np

from cxsim.guards import CxError
from cxsim.measure.reading import INSIDE, one
from cxsim.measure.result import Measure, few
from cxsim.messages import tr

__all__ = [
    "clustered_share", "clusters_of", "design_effect", "fisher_interval", "mean_of", "nobody", "ratio_of", "share_of",
    "student_factor", "wilson", "z_of",
]  # fmt: skip


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
    low, high = sorted(scale * float(end) for end in wilson(hits / n, n, level))
    digits = 1 if abs(scale) >= 100 else 2
    return Measure(name, scale * hits / n, low, high, n, "Wilson", level, few(n), digits)


def wilson(share: Any, n: float, level: float = 0.95) -> tuple[Any, Any]:
    """Ends of Wilson's interval of shares of ``n``, as `scipy.stats` has them, which takes a second to load."""
    z = z_of(level)
    whole = 2 * (n + z**2)
    center, half = (2 * n * share + z**2) / whole, z / whole * np.sqrt(4 * n * share * (1 - share) + z**2)
    return np.where(share == 0, 0.0, center - half), np.where(share == 1, 1.0, center + half)


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


def clusters_of(groups: Any, name: str, n: int) -> np.ndarray:
    """Number of each row's cluster, 0 … k - 1; -1 where it is missing."""
    import pandas as pd

    given = groups if hasattr(groups, "dtype") else np.array(list(groups), dtype=object)
    codes = pd.factorize(given, use_na_sentinel=True)[0]
    if len(codes) != n:
        raise CxError(tr("{name}: {one} answers and {two} groups; one of each is needed", name=name, one=n,
                         two=len(codes)))  # fmt: skip
    return np.asarray(codes)


def design_effect(values: np.ndarray, codes: np.ndarray) -> tuple[float, int]:
    """How many times the variance of a mean grows because rows of one cluster are alike (at least 1), and clusters."""
    n, sums = len(values), np.bincount(codes)
    sums = sums[sums > 0]
    spread = float(np.var(values, ddof=1)) if n > 1 else 0.0
    if spread == 0 or len(sums) < 2:
        return 1.0, len(sums)
    k = len(sums)
    off = np.bincount(codes, values - values.mean())
    between = k / (k - 1) * float(off @ off) / n**2
    return max(1.0, between / (spread / n)), k


def clustered_share(name: str, hits: np.ndarray, codes: np.ndarray | None, level: float) -> Measure:
    """A share in percent; where rows come in clusters, Wilson's interval of the answers that they are worth.

    The effective number of answers is n over the design effect (Kish 1965; Korn & Graubard 1998), with Student's
    factor for the number of clusters.
    """
    n, found = len(hits), int(hits.sum())
    if n == 0:
        return nobody(name, level)
    effect, k = (1.0, n) if codes is None else design_effect(hits.astype(float), codes)
    if codes is None or k < 2:
        return share_of(name, found, n, level)
    z = student_factor(level, k - 1)
    size, p = n / effect, found / n
    middle = (p + z * z / (2 * size)) / (1 + z * z / size)
    half = z / (1 + z * z / size) * math.sqrt(p * (1 - p) / size + z * z / (4 * size * size))
    low, high = max(0.0, middle - half), min(1.0, middle + half)
    return Measure(name, 100 * p, 100 * low, 100 * high, n, "Wilson, clusters", level, few(min(n, k)))


def ratio_of(
    name: str, top: np.ndarray, below: np.ndarray, level: float, scale: float = 100.0, high_end: float = math.inf
) -> Measure:
    """Sum over sum (linearization): rows are the blocks between which luck is independent."""
    n, whole = len(top), float(below.sum())
    if n == 0 or whole == 0:
        return nobody(name, level)
    value = float(top.sum()) / whole
    if n == 1:
        return Measure(name, scale * value, math.nan, math.nan, 1, "ratio", level, few(1))
    off = top - value * below
    half = student_factor(level, n - 1) * math.sqrt(n / (n - 1) * float(off @ off)) / whole
    low, high = scale * max(0.0, value - half), min(high_end, scale * (value + half))
    return Measure(name, scale * value, low, high, n, "ratio, linearized", level, few(n))


def fisher_interval(r: float, freedom: float, level: float, factor: float = 1.0) -> tuple[float, float]:
    """Ends for a correlation on Fisher's scale; ``freedom`` = n - 3 less what was held constant."""
    if freedom <= 0 or abs(r) >= 1:
        return (math.nan, math.nan) if abs(r) < 1 else (r, r)
    half = z_of(level) * math.sqrt(factor / freedom)
    return math.tanh(math.atanh(r) - half), math.tanh(math.atanh(r) + half)
