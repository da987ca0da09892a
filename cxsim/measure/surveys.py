"""Three survey numbers: net promoter score, customer satisfaction, customer effort.

Question: what do the answers say about all customers like those who answered?
Inputs: one answer per respondent (list, array or pandas series); missing answers are left out.
Outputs: `Measure`. The interval covers the luck of who was asked, not the bias of who chose to answer.
Literature: Reichheld 2003 (NPS); Dixon, Freeman & Toman 2010 (effort); Wilson 1927 and Bonett & Price 2012
(J. Educational and Behavioral Statistics 37:479) for the intervals.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from statistics import NormalDist

import numpy as np

from cxsim.guards import CxError
from cxsim.measure.result import Measure
from cxsim.messages import tr

__all__ = ["ces", "csat", "nps"]


def nps(answers: Iterable[float], level: float = 0.95) -> Measure:
    """Net promoter score: share of 9 and 10 minus share of 0 to 6, in points from -100 to 100.

    Parameters
    ----------
    answers : iterable of float
        "How likely are you to recommend us?", whole numbers 0..10.
    level : float
        Confidence of the interval, between 0 and 1.

    Returns
    -------
    Measure
        Value in points. The interval adds one promoter and one detractor (Bonett & Price 2012), so that it
        has a width even when everybody agrees.

    Examples
    --------
    >>> print(nps([10] * 250 + [8] * 150 + [3] * 100))
    NPS 30.0 (95 % 23.0 to 36.7, n = 500)
    """
    scores = _answers(answers, 0, 10, "nps")
    z = _z(level)
    n = len(scores)
    if n == 0:
        return _nobody("NPS", level)
    promoters, detractors = int(np.sum(scores >= 9)), int(np.sum(scores <= 6))
    p, d = (promoters + 1) / (n + 2), (detractors + 1) / (n + 2)
    half = 100 * z * math.sqrt((p + d - (p - d) ** 2) / (n + 2))
    center = 100 * (p - d)
    return Measure(
        name="NPS",
        value=100 * (promoters - detractors) / n,
        low=max(-100.0, center - half),
        high=min(100.0, center + half),
        n=n,
        method="Bonett-Price",
        level=level,
    )


def csat(answers: Iterable[float], satisfied_from: int = 4, best: int = 5, level: float = 0.95) -> Measure:
    """Customer satisfaction: share of answers at or above `satisfied_from`, in percent.

    Parameters
    ----------
    answers : iterable of float
        Whole numbers 0..`best`; for answers that are already yes or no use `satisfied_from=1, best=1`.
    satisfied_from : int
        Lowest answer that counts as satisfied (4 of 5: "top two boxes").
    best : int
        Best answer of the scale.
    level : float
        Confidence of the interval, between 0 and 1.

    Returns
    -------
    Measure
        Value in percent with Wilson's interval.

    Examples
    --------
    >>> print(csat([5, 4, 4, 3, 5, 4, 2, 5, 4, 4]))
    CSAT 80.0 (95 % 49.0 to 94.3, n = 10)
    """
    if not 0 < satisfied_from <= best:
        raise CxError(
            tr("satisfied_from is {value}; allowed: 1 to {best}", value=satisfied_from, best=best),
        )
    scores = _answers(answers, 0, best, "csat")
    z = _z(level)
    n = len(scores)
    if n == 0:
        return _nobody("CSAT", level)
    share = float(np.mean(scores >= satisfied_from))
    center = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return Measure(
        name="CSAT",
        value=100 * share,
        low=100 * max(0.0, center - half),
        high=100 * min(1.0, center + half),
        n=n,
        method="Wilson",
        level=level,
    )


def ces(answers: Iterable[float], best: int = 7, level: float = 0.95) -> Measure:
    """Customer effort score: mean answer to "it was easy", 1 to `best` (`best` = easy).

    Parameters
    ----------
    answers : iterable of float
        Whole numbers 1..`best`.
    best : int
        Easiest answer of the scale.
    level : float
        Confidence of the interval, between 0 and 1.

    Returns
    -------
    Measure
        Mean answer with Student's interval; the whole scale when a single person answered.

    Examples
    --------
    >>> print(ces([7, 6, 5, 6, 7, 4, 6]))
    CES 5.9 (95 % 4.9 to 6.8, n = 7)
    """
    scores = _answers(answers, 1, best, "ces")
    _z(level)
    n = len(scores)
    if n == 0:
        return _nobody("CES", level)
    mean = float(np.mean(scores))
    low, high = 1.0, float(best)
    if n > 1:
        from scipy.special import stdtrit

        half = float(stdtrit(n - 1, 0.5 + level / 2)) * float(np.std(scores, ddof=1)) / math.sqrt(n)
        low, high = max(low, mean - half), min(high, mean + half)
    return Measure(name="CES", value=mean, low=low, high=high, n=n, method="Student", level=level)


def _answers(answers: Iterable[float], low: int, high: int, name: str) -> np.ndarray:
    """Answers as float64 without the missing ones; anything off the scale is refused with its place."""
    given = answers if hasattr(answers, "__array__") else list(answers)
    try:
        # pandas writes a missing answer as NA, None or NaN; all of them become NaN
        scores = given.to_numpy(float, na_value=np.nan) if hasattr(given, "to_numpy") else np.array(given, float)
    except (TypeError, ValueError):
        raise CxError(tr("{name}: answers must be numbers {low} to {high}", name=name, low=low, high=high)) from None
    if scores.ndim != 1:
        raise CxError(tr("{name}: answers must be one column, got {ndim}", name=name, ndim=scores.ndim))
    missing = np.isnan(scores)
    wrong = ~missing & ((scores < low) | (scores > high) | (scores != np.floor(scores)))
    if wrong.any():
        row = int(np.argmax(wrong))
        raise CxError(
            tr(
                "{name}: answer {row} is {value}; allowed: whole numbers {low} to {high}",
                name=name,
                row=row,
                value=f"{scores[row]:g}",
                low=low,
                high=high,
            )
        )
    return scores[~missing]


def _z(level: float) -> float:
    if not 0 < level < 1:
        raise CxError(tr("level is {level}; allowed: between 0 and 1", level=level))
    return NormalDist().inv_cdf(0.5 + level / 2)


def _nobody(name: str, level: float) -> Measure:
    return Measure(name, math.nan, math.nan, math.nan, 0, "none", level)
