"""The result of a measure: a number never travels without its interval and the count behind it."""

from __future__ import annotations

from dataclasses import dataclass

from cxsim.messages import tr

__all__ = ["Measure"]


@dataclass(frozen=True, slots=True)
class Measure:
    """A measured value with its interval.

    Attributes
    ----------
    name : str
        Short name, for example "NPS".
    value : float
        Estimate in the unit of the measure; not a number when nobody answered.
    low, high : float
        Ends of the interval of confidence, same unit.
    n : int
        Answers used; missing ones are left out.
    method : str
        How the interval was computed.
    level : float
        Confidence of the interval, 0..1.
    """

    name: str
    value: float
    low: float
    high: float
    n: int
    method: str
    level: float = 0.95

    def __str__(self) -> str:
        if self.n == 0:
            return tr("{name}: no answers", name=self.name)
        return tr(
            "{name} {value} ({level} % {low} to {high}, n = {n})",
            name=self.name,
            value=f"{self.value:.1f}",
            level=f"{100 * self.level:g}",
            low=f"{self.low:.1f}",
            high=f"{self.high:.1f}",
            n=self.n,
        )
