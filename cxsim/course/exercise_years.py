"""Simulated keys: two plans in the same years, by how much figures differ, and which answers are accepted.

A learner plays a year of her own, so an answer is right within a range: so far from the mean of the years played here
as these differ among themselves, and never on the other side of zero.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from cxsim.results.run import Run
    from cxsim.scenario import Scenario

#: What the years of one pair differ by, times this, is half the width of the range; this part of the mean at least:
#: wide enough for any year of a learner's own, and so narrow that a typed result fails with other numbers.
YEARS, WIDTH, AT_LEAST = 2, 6.0, 0.3
#: Largest part of the mean that the range reaches to each side: the sign must be right.
AT_MOST = 0.9


class Accepted(NamedTuple):
    """Means of the years, and the ends between which an answer is right; a number for each figure."""

    mean: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


def differences(
    one: Scenario, two: Scenario, figures: Callable[[Run], tuple[float, ...]]
) -> tuple[tuple[float, ...], ...]:
    """For each year, figures of the first plan less those of the second."""
    from cxsim.course import company

    years = ([company.figures(plan, year, figures) for plan in (one, two)] for year in range(YEARS))
    return tuple(tuple(map(float, mine - other)) for mine, other in years)


def accepted(years: Sequence[Sequence[float]]) -> Accepted:
    """Mean of each figure over the years, and the range of right answers."""
    columns = list(zip(*years, strict=True))
    mean = tuple(sum(column) / len(column) for column in columns)
    half = [
        min(max(WIDTH * (max(column) - min(column)), AT_LEAST * abs(m)), AT_MOST * abs(m))
        for column, m in zip(columns, mean, strict=True)
    ]
    low, high = ([m + sign * h for m, h in zip(mean, half, strict=True)] for sign in (-1, 1))
    return Accepted(mean, tuple(low), tuple(high))
