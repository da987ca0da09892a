"""Is it real? Differences between two groups, and between a change and its control group.

Question: did the score move more than luck moves it, and more than it moved where nothing was changed?
Inputs: the answers of each group; a kind: "mean", "share" (0 or 1) or "nps" (0..10).
Outputs: `Measure` of the difference; `sign()` says higher, lower or too close to call.
Literature: Welch 1947; Newcombe 1998 (two shares); Bonett & Price 2012 (NPS); Price & Bonett 2004 (contrasts).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from cxsim.measure.intervals import student_factor, z_of
from cxsim.measure.reading import ANY, INSIDE, Allowed, answered, one, word
from cxsim.measure.result import Measure, few
from cxsim.messages import tr

__all__ = ["KINDS", "difference", "difference_with_control"]

KINDS = ("mean", "share", "nps")


class _Group(NamedTuple):
    """Value of a group with the moments that its interval is built from."""

    value: float
    middle: float
    variance: float
    freedom: float
    n: int


def difference(
    before: Iterable[float], after: Iterable[float], kind: str = "mean", level: float = 0.95
) -> Measure:
    """Second group minus first.

    Parameters
    ----------
    before, after : iterable of float
        Answers of two groups of different people; missing ones are left out.
    kind : str
        "mean" of any numbers; "share" of answers 0 or 1, in points of percent; "nps" of answers 0..10, in points.
    level : float
        Confidence of the interval: Welch's for means, Newcombe's for shares, adjusted Wald for NPS. Means of very
        skewed values (waits, money) need about 100 answers a group; with 30 and 15 the interval covers about 92 %.

    Examples
    --------
    >>> got = difference([1] * 140 + [0] * 60, [1] * 168 + [0] * 32, "share")
    >>> round(got.value, 1), got.sign()
    (14.0, 'higher')
    """
    word(kind, "kind", KINDS)
    first, second = _answers(before, "before", kind), _answers(after, "after", kind)
    if kind == "share":
        from statsmodels.stats.proportion import confint_proportions_2indep

        one(level, "level", INSIDE)
        hits = int(second.sum()), int(first.sum())
        low, high = confint_proportions_2indep(
            hits[0], len(second), hits[1], len(first), method="newcomb", alpha=1 - level
        )
        value = 100 * (hits[0] / len(second) - hits[1] / len(first))
        smaller = min(len(first), len(second))
        n = len(first) + len(second)
        return Measure(
            tr("difference"), value, 100 * float(low), 100 * float(high), n, "Newcombe", level, few(smaller)
        )
    return _contrast([(1, second), (-1, first)], kind, level)


def difference_with_control(
    before_treated: Iterable[float],
    after_treated: Iterable[float],
    before_control: Iterable[float],
    after_control: Iterable[float],
    kind: str = "mean",
    level: float = 0.95,
) -> Measure:
    """Change of the treated group minus change of the control group ("difference in differences").

    Parameters
    ----------
    before_treated, after_treated, before_control, after_control : iterable of float
        Answers of four groups of different people.
    kind, level
        As in `difference`.

    Returns
    -------
    Measure
        It is the effect only if both groups would have moved alike without the change.

    Examples
    --------
    >>> print(difference_with_control([3, 4, 5] * 20, [5, 6, 7] * 20, [3, 4, 5] * 20, [4, 5, 6] * 20))
    difference against control 1.00 (95 % 0.58 to 1.42, n = 240)
    """
    word(kind, "kind", KINDS)
    names = ("before_treated", "after_treated", "before_control", "after_control")
    groups = (before_treated, after_treated, before_control, after_control)
    parts = [_answers(group, name, kind) for name, group in zip(names, groups, strict=True)]
    return _contrast(list(zip((-1, 1, 1, -1), parts, strict=True)), kind, level)


def _answers(given: Iterable[float], name: str, kind: str) -> np.ndarray:
    allowed = {"mean": ANY, "share": Allowed(0, 1, whole=True), "nps": Allowed(0, 10, whole=True)}[kind]
    return answered(given, name, allowed, least=2)


def _contrast(parts: list[tuple[int, np.ndarray]], kind: str, level: float) -> Measure:
    groups = [(sign, _group(answers, kind, len(parts))) for sign, answers in parts]
    value = sum(sign * group.value for sign, group in groups)
    middle = sum(sign * group.middle for sign, group in groups)
    variance = sum(group.variance for _, group in groups)
    if kind == "mean":
        below = sum(group.variance**2 / group.freedom for _, group in groups)
        factor = student_factor(level, variance**2 / below) if below else z_of(level)
    else:
        factor = z_of(level)
    half = factor * math.sqrt(variance)
    text = few(min(group.n for _, group in groups))
    name = tr("difference") if len(parts) == 2 else tr("difference against control")
    method = {"mean": "Welch", "share": "Price-Bonett", "nps": "Bonett-Price"}[kind]
    n = sum(group.n for _, group in groups)
    return Measure(
        name, value, middle - half, middle + half, n, method, level, text, 2 if kind == "mean" else 1
    )


def _group(answers: np.ndarray, kind: str, groups: int) -> _Group:
    """A group's value and moments; shares and NPS with a fraction of an answer added on each side."""
    n = len(answers)
    if kind == "mean":
        mean = float(np.mean(answers))
        return _Group(mean, mean, float(np.var(answers, ddof=1)) / n, n - 1, n)
    more = 2 / groups if kind == "share" else 1 / groups
    if kind == "share":
        hits = float(answers.sum())
        p = (hits + more) / (n + 2 * more)
        return _Group(100 * hits / n, 100 * p, 1e4 * p * (1 - p) / (n + 2 * more), math.inf, n)
    up, down = float(np.sum(answers >= 9)), float(np.sum(answers <= 6))
    p, d = (up + more) / (n + 2 * more), (down + more) / (n + 2 * more)
    variance = 1e4 * (p + d - (p - d) ** 2) / (n + 2 * more)
    return _Group(100 * (up - down) / n, 100 * (p - d), variance, math.inf, n)
