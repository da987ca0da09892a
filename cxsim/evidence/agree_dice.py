"""Seeded choices for made-up scenarios: the same on every system and in every version of Python."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from cxsim.distributions import exp_, log_
from cxsim.streams import stream_key, uniform

Choice = TypeVar("Choice")

FAMILIES = ("deterministic", "exponential", "erlang", "hyperexponential", "lognormal")


class Dice:
    """An endless row of choices that a seed and a number name; luck from the same streams as the model's."""

    def __init__(self, seed: int, number: int, name: str = "agree") -> None:
        self._key, self._count = stream_key(seed, number, name), 0

    def unit(self) -> float:
        """A number between 0 and 1."""
        self._count += 1
        return uniform(self._key, self._count, 0, 0)

    def chance(self, share: float) -> bool:
        """True in that share of cases."""
        return self.unit() < share

    def pick(self, choices: Sequence[Choice]) -> Choice:
        """One of the choices, each as likely."""
        return choices[int(self.unit() * len(choices))]

    def whole(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self.unit() * (high - low + 1))

    def between(self, low: float, high: float) -> float:
        """A number from low to high."""
        return low + (high - low) * self.unit()

    def scale(self, low: float, high: float) -> float:
        """A number from low to high, each order of magnitude as likely; rounded, so that it reads well."""
        return float(f"{low * exp_(log_(high / low) * self.unit()):.4g}")

    def shares(self, names: Sequence[str], zero: float = 0.0) -> dict[str, float]:
        """Shares that sum to one; each but the first is zero in a share `zero` of cases."""
        weights = [0.0 if i and self.chance(zero) else self.between(0.1, 1.0) for i in range(len(names))]
        return {name: weight / sum(weights) for name, weight in zip(names, weights, strict=True)}

    def duration(self, path: str, mean_min: float) -> dict[str, Any]:
        """A random time of any family with a mean, as changes of a scenario."""
        branch = round(self.between(0.05, 0.95), 3)
        return {
            f"{path}.family": self.pick(FAMILIES),
            f"{path}.mean_min": float(f"{mean_min:.4g}"),
            f"{path}.cv": round(self.between(0.1, 2.0), 3),
            f"{path}.stages": self.whole(1, 6),
            f"{path}.branch_share": branch,
            f"{path}.branch_mean_ratio": round(self.between(0.05, 0.95) / branch, 3),
        }
