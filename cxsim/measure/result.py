"""The result of a measure: a number never travels without its interval and the count behind it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from cxsim.messages import number, tr

__all__ = ["SMALL", "Measure", "few", "lines"]

#: Answers below which an interval comes with a warning.
SMALL = 30


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
        Ends of the interval of confidence, same unit; not a number where there is no sample to take it from.
    n : int
        Answers used; missing ones are left out. 0 when the value was computed from given numbers.
    method : str
        How the interval was computed.
    level : float
        Confidence of the interval, 0..1.
    warning : str
        What to keep in mind, for example too few answers; empty where there is nothing.
    digits : int
        Decimals that are worth printing.
    """

    name: str
    value: float
    low: float
    high: float
    n: int
    method: str
    level: float = 0.95
    warning: str = ""
    digits: int = 1

    def __post_init__(self) -> None:
        if self.n > 0 and self.low == self.high:  # of a sample: such an interval looks surer than it is
            told = tr("the interval has no width, because nothing in the sample differs or everybody was asked")
            if told not in self.warning:
                object.__setattr__(self, "warning", "; ".join(part for part in (self.warning, told) if part))

    def __str__(self) -> str:
        if math.isnan(self.value) and self.n and self.warning:
            return tr("{name}: not known (n = {n}) – {warning}", name=self.name, n=self.n, warning=self.warning)
        if math.isnan(self.value):
            return tr("{name}: no answers", name=self.name)
        line = self.line()
        return tr("{line} – {warning}", line=line, warning=self.warning) if self.warning else line

    def line(self) -> str:
        """Value and interval without the warning."""
        value, low, high = (number(part, self.digits) for part in (self.value, self.low, self.high))
        if self.n == 0:
            return tr("{name} {value} (from given numbers, no interval)", name=self.name, value=value)
        if math.isnan(self.low):
            return tr("{name} {value} (n = {n}, no interval)", name=self.name, value=value, n=self.n)
        return tr(
            "{name} {value} ({level} % {low} to {high}, n = {n})",
            name=self.name, value=value, level=f"{100 * self.level:g}", low=low, high=high, n=self.n,
        )  # fmt: skip

    @property
    def half(self) -> float:
        """Half the width of the interval: the figure after "plus or minus"."""
        return (self.high - self.low) / 2

    def sign(self) -> str:
        """Say of a difference whether it is "higher", "lower" or "too close to call"."""
        if math.isnan(self.low) or self.low <= 0 <= self.high:
            return "too close to call"
        return "higher" if self.low > 0 else "lower"

    def with_warning(self, text: str) -> Measure:
        """The same measure with one more thing to keep in mind."""
        return replace(self, warning="; ".join(part for part in (self.warning, text) if part))


def few(n: int, least: int = SMALL) -> str:
    """Warning for a small sample; empty where ``n`` is large enough."""
    if n == 1:
        return tr("a single answer says nothing about the others")
    if n >= least:
        return ""
    return tr("only {n} answers; below {least} take the interval as a rough guide", n=n, least=least)


def lines(measures: Iterable[Measure], *more: str) -> str:
    """Several measures one under the other, then each warning once."""
    shown = list(measures)
    warnings = dict.fromkeys(text for text in (*(measure.warning for measure in shown), *more) if text)
    return "\n".join([*(measure.line() for measure in shown), *warnings])
