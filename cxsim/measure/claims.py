"""Claim checker: can a quoted improvement be true at all, and which reading of it?

Question: "satisfaction +15 to 25 %" – from which base, in points or relative, and is there room for it?
Inputs: the base in the unit of its ceiling (usually percent of 100), the claimed change in percent or points.
Outputs: the range after the change, whether it is possible, and the highest base that leaves room for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cxsim.guards import CxError, shown
from cxsim.measure.reading import POSITIVE, Allowed, one, word
from cxsim.messages import number, tr

__all__ = [
    "READINGS", "Claim", "ClaimReadings", "ObservedChange", "claim_base_limit", "claim_check", "claim_readings",
    "observed_change",
]  # fmt: skip

READINGS = ("relative", "points")


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim read in one way.

    Attributes
    ----------
    reading : str
        "relative" (+25 % of the base) or "points" (+25 points).
    base : float
        Value before.
    low, high : float
        Value after the smallest and the largest claimed change.
    possible : str
        "possible", "in part" (only the lower end) or "impossible".
    base_limit : float
        Highest base from which the largest claimed change is possible.
    ceiling : float
        Highest value there can be.
    """

    reading: str
    base: float
    low: float
    high: float
    possible: str
    base_limit: float
    ceiling: float

    def __str__(self) -> str:
        low, high, limit = (number(value, 1) for value in (self.low, self.high, self.base_limit))
        return tr(
            "{reading}: from {base} to {low}–{high}, {possible} (ceiling {ceiling}; needs a base of {limit} or less)",
            reading=_word(self.reading), base=self.base, low=low, high=high, possible=_word(self.possible),
            ceiling=self.ceiling, limit=limit,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ClaimReadings:
    """A claim in both readings.

    Attributes
    ----------
    relative, points : Claim
        The two readings.
    verdict : str
        "possible", "impossible", or "depends" on the reading or on the end of the range.
    """

    relative: Claim
    points: Claim
    verdict: str

    def __str__(self) -> str:
        return "\n".join([str(self.relative), str(self.points), _word(self.verdict)])


@dataclass(frozen=True, slots=True)
class ObservedChange:
    """A change that was reported, in both readings, beside the claim.

    Attributes
    ----------
    points : float
        After minus before.
    relative : float
        In percent of before.
    points_inside, relative_inside : bool
        Whether each lies in the claimed range.
    """

    points: float
    relative: float
    points_inside: bool
    relative_inside: bool


def claim_check(
    base: float, change: float | Sequence[float], reading: str = "relative", ceiling: float = 100
) -> Claim:
    """Read a claimed change in one way and see whether it fits under the ceiling.

    Parameters
    ----------
    base : float
        Value before, 0..`ceiling`.
    change : float or pair
        Claimed change: percent for "relative", the unit of the base for "points".
    reading : str
        "relative" or "points".
    ceiling : float
        Highest value there can be (100 for a share in percent, 5 for a mean on a five-point scale).

    Examples
    --------
    >>> print(claim_check(85.6, (15, 25)))
    relative: from 85.6 to 98.4–107.0, in part (ceiling 100; needs a base of 80.0 or less)
    """
    top = one(ceiling, "ceiling", POSITIVE)
    start = one(base, "base", Allowed(0, top))
    least, most = _ends(change)
    word(reading, "reading", READINGS)
    low, high = (start * (1 + c / 100) if reading == "relative" else start + c for c in (least, most))
    fits = [-1e-9 <= value <= top + 1e-9 for value in (low, high)]
    possible = "possible" if all(fits) else "in part" if any(fits) else "impossible"
    return Claim(reading, start, low, high, possible, claim_base_limit(most, reading, top), top)


def claim_readings(base: float, change: float | Sequence[float], ceiling: float = 100) -> ClaimReadings:
    """Read a claimed change in both ways.

    Examples
    --------
    >>> claim_readings(85.6, (15, 25)).verdict
    'depends'
    """
    relative, points = (claim_check(base, change, reading, ceiling) for reading in READINGS)
    found = {relative.possible, points.possible}
    return ClaimReadings(
        relative, points, found.pop() if found in ({"possible"}, {"impossible"}) else "depends"
    )


def claim_base_limit(change: float, reading: str = "relative", ceiling: float = 100) -> float:
    """Highest base from which a change is possible.

    Examples
    --------
    >>> claim_base_limit(25), round(claim_base_limit(30), 1), claim_base_limit(30, "points")
    (80.0, 76.9, 70.0)
    """
    top = one(ceiling, "ceiling", POSITIVE)
    word(reading, "reading", READINGS)
    most = one(change, "change", Allowed(-100, open_low=True))
    if reading == "points":
        return min(top, top - most)
    return min(top, top / (1 + most / 100))


def observed_change(before: float, after: float, claimed: float | Sequence[float]) -> ObservedChange:
    """A reported change in both readings, and whether the claimed range holds it.

    Parameters
    ----------
    before, after : float
        Reported values.
    claimed : float or pair
        Claimed range; a single number stands for "at least so much".

    Examples
    --------
    >>> got = observed_change(82, 91, (15, 20))
    >>> got.points, round(got.relative, 1), got.points_inside or got.relative_inside
    (9.0, 11.0, False)
    """
    start = one(before, "before", POSITIVE)
    points = one(after, "after") - start
    relative = 100 * points / start
    low, high = _ends(claimed)
    if low == high:
        high = float("inf")
    return ObservedChange(points, relative, low <= points <= high, low <= relative <= high)


def _word(token: str) -> str:
    """A token of a result in the reader's language."""
    return {
        "relative": tr("relative"),
        "points": tr("points"),
        "possible": tr("possible"),
        "in part": tr("in part"),
        "impossible": tr("impossible"),
        "depends": tr("depends"),
    }[token]


def _ends(change: float | Sequence[float]) -> tuple[float, float]:
    """Smallest and largest claimed change."""
    allowed = Allowed(-100, open_low=True)
    if isinstance(change, (str, bytes)) or not isinstance(change, Sequence):
        value = one(change, "change", allowed)
        return value, value
    if len(change) != 2 or change[0] > change[1]:
        raise CxError(
            tr("change is {value}; allowed: one number, or the lower and the upper end", value=shown(change))
        )
    return one(change[0], "change", allowed), one(change[1], "change", allowed)
