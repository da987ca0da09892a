"""Weights for those who did not answer: what the survey would say if everybody had.

Question: promoters and detractors answer more often than the contented; how far is the score off?
Inputs: true shares and response rates of groups, or answers with a weight each.
Outputs: observed and weighted scores; the interval of a weighted score is wider than that of a plain one.
Literature: Kish 1965 (effective sample); Groves 2006 (Public Opinion Quarterly 70:646); Horvitz & Thompson 1952.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from cxsim.guards import CxError
from cxsim.measure.intervals import nobody, student_factor
from cxsim.measure.reading import LEAST_ZERO, Allowed, add_to_one, named, numbers, one
from cxsim.measure.result import Measure, few
from cxsim.messages import tr

__all__ = ["GROUPS", "Nonresponse", "weight_for_nonresponse", "weighted_mean", "weighted_nps"]

#: The three groups of the net promoter score.
GROUPS = ("promoters", "passives", "detractors")


@dataclass(frozen=True, slots=True)
class Nonresponse:
    """What uneven response rates do to a net promoter score, and the weights that mend it.

    Attributes
    ----------
    response_rate : float
        Share of all who answer.
    observed : dict of str to float
        Share of each group among those who answer.
    observed_nps, true_nps, weighted_nps : float
        Points: of those who answered, of everybody, of those who answered with the weights.
    weights : dict of str to float
        Weight of one answer of each group; the mean weight of the answers is 1.
    """

    response_rate: float
    observed: dict[str, float]
    observed_nps: float
    true_nps: float
    weighted_nps: float
    weights: dict[str, float]


def weight_for_nonresponse(
    shares: Mapping[str, float] | Iterable[float], rates: Mapping[str, float] | Iterable[float]
) -> Nonresponse:
    """Observed score and weights when promoters, passives and detractors answer at different rates.

    Parameters
    ----------
    shares : mapping or list of three
        True shares of promoters, passives, detractors; they add to 1.
    rates : mapping or list of three
        Share of each group that answers, above 0.

    Examples
    --------
    >>> got = weight_for_nonresponse([.5, .3, .2], [.2, .1, .3])
    >>> round(got.observed_nps, 1), round(got.weighted_nps, 1)
    (21.1, 30.0)
    """
    true = add_to_one(named(shares, "shares", GROUPS), "shares")
    rate = named(rates, "rates", GROUPS)
    for group, value in zip(GROUPS, rate, strict=True):
        one(float(value), tr("rates, {group}", group=group), Allowed(0, 1, open_low=True))
    answers = true * rate
    total = float(answers.sum())
    observed = answers / total
    weights = total / rate
    mended = observed * weights
    return Nonresponse(
        total, dict(zip(GROUPS, observed.tolist(), strict=True)), _points(observed), _points(true),
        _points(mended / mended.sum()), dict(zip(GROUPS, weights.tolist(), strict=True)),
    )  # fmt: skip


def weighted_nps(answers: Iterable[float], weights: Iterable[float], level: float = 0.95) -> Measure:
    """Net promoter score with a weight per answer.

    Parameters
    ----------
    answers : iterable of float
        Whole numbers 0..10.
    weights : iterable of float
        One weight of 0 or more per answer: 1 / response rate of the answerer's group, or a customer's share of the
        population over that of the sample.
    level : float
        Confidence. The interval takes the weights as known (linearization).

    Examples
    --------
    >>> round(weighted_nps([10] * 100 + [8] * 30 + [3] * 60, [5] * 100 + [10] * 30 + [10 / 3] * 60).value, 6)
    30.0
    """
    scores = numbers(answers, "nps", Allowed(0, 10, whole=True))
    groups = np.where(
        np.isnan(scores), np.nan, np.where(scores >= 9, 100.0, np.where(scores <= 6, -100.0, 0.0))
    )
    return _weighted("NPS", groups, weights, level, (-100.0, 100.0))


def weighted_mean(
    answers: Iterable[float], weights: Iterable[float], level: float = 0.95, name: str = "weighted mean"
) -> Measure:
    """Mean with a weight per answer; for yes-or-no answers (0, 1) a share.

    Parameters
    ----------
    answers, weights, level
        As in `weighted_nps`, with any numbers as answers.
    name : str
        Name of the result.
    """
    return _weighted(name, numbers(answers, name), weights, level, (-math.inf, math.inf))


def _weighted(
    name: str, values: np.ndarray, weights: Iterable[float], level: float, ends: tuple[float, float]
) -> Measure:
    weight = numbers(weights, tr("weights"), LEAST_ZERO)
    if len(weight) != len(values):
        raise CxError(tr("{answers} answers and {weights} weights; one of each is needed", answers=len(values),
                         weights=len(weight)))  # fmt: skip
    both = ~np.isnan(values) & ~np.isnan(weight)
    values, weight = values[both], weight[both]
    total, n = float(weight.sum()), int(np.sum(weight > 0))
    if n == 0:
        if len(both):
            raise CxError(tr("{name}: no answer has a weight above 0; at least one is needed", name=name))
        return nobody(name, level)
    mean = float(weight @ values) / total
    effective = total**2 / float(weight @ weight)
    text = few(n) or few(math.floor(effective))
    if n == 1:
        low, high = ends if math.isfinite(ends[0]) else (math.nan, math.nan)
        return Measure(name, mean, low, high, n, "weighted", level, text)
    variance = n / (n - 1) * float((weight * (values - mean)) @ (weight * (values - mean))) / total**2
    half = student_factor(level, max(1.0, effective - 1)) * math.sqrt(variance)
    return Measure(
        name, mean, max(ends[0], mean - half), min(ends[1], mean + half), n, "weighted", level, text
    )


def _points(shares: np.ndarray) -> float:
    return 100 * float(shares[0] - shares[2])
