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

import numpy as np

from cxsim.guards import CxError
from cxsim.measure.intervals import mean_of, nobody, share_of, z_of
from cxsim.measure.reading import COUNT, Allowed, answered, one, word
from cxsim.measure.result import Measure, few
from cxsim.messages import tr

__all__ = ["ces", "csat", "nps", "nps_from_counts"]

_METHODS = ("Bonett-Price", "Wald")


def nps(answers: Iterable[float], level: float = 0.95, method: str = "Bonett-Price") -> Measure:
    """Net promoter score: share of 9 and 10 minus share of 0 to 6, in points from -100 to 100.

    Parameters
    ----------
    answers : iterable of float
        "How likely are you to recommend us?", whole numbers 0..10.
    level : float
        Confidence of the interval, between 0 and 1.
    method : str
        "Bonett-Price" adds one promoter and one detractor (Bonett & Price 2012), so that the interval has a
        width even when everybody agrees; "Wald" is the plain formula of the textbooks, divisor n.

    Returns
    -------
    Measure
        Value in points.

    Examples
    --------
    >>> print(nps([10] * 250 + [8] * 150 + [3] * 100))
    NPS 30.0 (95 % 23.0 to 36.7, n = 500)
    """
    given = answered(answers, "nps", Allowed(0, 10, whole=True))
    promoters, detractors = int(np.sum(given >= 9)), int(np.sum(given <= 6))
    found = nps_from_counts(promoters, len(given) - promoters - detractors, detractors, level, method)
    if len(given) >= 20 and given.max() <= 7:
        return found.with_warning(
            tr("no answer above {top}: is this a scale to {top}?", top=int(given.max()))
        )
    return found


def nps_from_counts(
    promoters: int, passives: int, detractors: int, level: float = 0.95, method: str = "Bonett-Price"
) -> Measure:
    """Net promoter score from the counts of the three groups.

    Parameters
    ----------
    promoters, passives, detractors : int
        Respondents who answered 9 to 10, 7 to 8, 0 to 6.
    level, method
        As in `nps`.

    Examples
    --------
    >>> round(nps_from_counts(250, 150, 100, method="Wald").half, 3)
    6.846
    """
    names = ("promoters", "passives", "detractors")
    up, calm, down = (
        int(one(c, n, COUNT)) for n, c in zip(names, (promoters, passives, detractors), strict=True)
    )
    word(method, "method", _METHODS)
    z, n = z_of(level), up + calm + down
    if n == 0:
        return nobody("NPS", level)
    more = 1 if method == "Bonett-Price" else 0
    p, d = (up + more) / (n + 2 * more), (down + more) / (n + 2 * more)
    half = 100 * z * math.sqrt((p + d - (p - d) ** 2) / (n + 2 * more))
    low, high = max(-100.0, 100 * (p - d) - half), min(100.0, 100 * (p - d) + half)
    return Measure("NPS", 100 * (up - down) / n, low, high, n, method, level, few(n))


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
    >>> got = csat([5, 4, 4, 3, 5, 4, 2, 5, 4, 4])
    >>> got.value, round(got.low, 1), round(got.high, 1), got.n
    (80.0, 49.0, 94.3, 10)
    """
    if not 0 < satisfied_from <= best:
        raise CxError(tr("satisfied_from is {value}; allowed: 1 to {best}", value=satisfied_from, best=best))
    given = answered(answers, "csat", Allowed(0, best, whole=True))
    return share_of("CSAT", int(np.sum(given >= satisfied_from)), len(given), level)


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
        Mean answer with Student's interval; the whole scale when a single person answered. With ten answers of
        which most are the best, it covers about 92 % instead of 95 %.

    Examples
    --------
    >>> got = ces([7, 6, 5, 6, 7, 4, 6])
    >>> round(got.value, 1), round(got.low, 1), round(got.high, 1)
    (5.9, 4.9, 6.8)
    """
    return mean_of("CES", answered(answers, "ces", Allowed(1, best, whole=True)), level, (1.0, float(best)))
