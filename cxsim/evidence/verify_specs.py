"""From sums per replication to an estimate, its half-width, and whether it is precise enough to judge.

All intervals are two-sided Student intervals with the replications (or independent days) as the sample. What is
not a plain mean goes through the jackknife; its pseudo-values are regressed on controls, sums whose expectation
the scenario fixes (arrivals, handle times), which takes the luck of the input out of the output. The controls
themselves are tested against their expectation, and what they determine (occupancy) is estimated without them.
Literature: Miller 1974 (jackknife); Lavenberg & Welch 1981 (controls); Woodruff 1952 (quantiles);
Law, Simulation Modeling and Analysis, ch. 11.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from cxsim.evidence.verify_view import View
from cxsim.messages import tr

__all__ = [
    "Choice",
    "Estimate",
    "Fixed",
    "Found",
    "Quantile",
    "Spec",
    "at_least",
    "jackknife",
    "mean",
    "plain",
    "ratio",
    "student",
]

RELATIVE = 0.04  # a half-width of 4 % of the value is precise enough
FLOOR = 0.002  # or 0.002 of the natural scale: 1 for shares, the handle time for times, the load for numbers
NEGLIGIBLE = 0.1  # differences below this part of the floor are never called: the clock rounds, events are few
SPARE_GROUPS = 20  # groups beyond the number of controls that a regression needs

Columns = Callable[[View], Sequence[np.ndarray]]


class Found(NamedTuple):
    """An estimate so far.

    Attributes
    ----------
    value, half_width : float
        In the unit of the quantity.
    more : float
        How many times the present number of replications would be precise enough; at most 1 when it is now.
    """

    value: float
    half_width: float
    more: float


class Estimate(NamedTuple):
    """A smooth function of mean sums, possibly from several systems.

    Attributes
    ----------
    parts : tuple of str
        Systems it needs.
    columns : tuple of callable
        For each of them, the sums per group that it needs.
    value : callable
        Value from one array of sums per part, groups added up, last axis = columns.
    scale : float
        Natural scale of the quantity, for the precision floor.
    controlled : bool
        Whether controls may be used: not for what the controls determine by themselves.
    """

    parts: tuple[str, ...]
    columns: tuple[Columns, ...]
    value: Callable[..., np.ndarray]
    scale: float = 1.0
    controlled: bool = True

    @property
    def tolerance(self) -> float:
        """Difference that is never called a disagreement."""
        return NEGLIGIBLE * FLOOR * self.scale

    def find(self, rows: Sequence[np.ndarray], miss: float, controls: np.ndarray | None = None) -> Found:
        """Estimate from sums (groups by columns) of each part; `miss` is the share of false alarms."""
        value, error, free = jackknife(self.value, rows, controls if self.controlled else None)
        half = student(miss, free) * error
        if not math.isfinite(half):
            return Found(value, math.inf, 4.0)
        return Found(value, half, (half / max(RELATIVE * abs(value), FLOOR * self.scale)) ** 2)


class Quantile(NamedTuple):
    """A percentile of the wait, from counts of waits up to each of many limits."""

    parts: tuple[str, ...]
    columns: tuple[Columns, ...]
    share: float
    limits: np.ndarray
    scale: float = 1.0

    @property
    def tolerance(self) -> float:
        """Difference that is never called a disagreement."""
        return NEGLIGIBLE * FLOOR * self.scale

    def find(self, rows: Sequence[np.ndarray], miss: float, controls: np.ndarray | None = None) -> Found:
        """Woodruff: the interval of the share at the estimate, read back through the distribution."""
        total = rows[0].sum(axis=0)
        cdf = total[1:] / total[0]
        near = min(int(np.searchsorted(cdf, self.share)), len(cdf) - 1)
        share, error, free = jackknife(lambda s: s[..., 1] / s[..., 0], [rows[0][:, [0, 1 + near]]], controls)
        # the controls move the whole distribution as they move the share at the estimate
        aim = self.share + float(cdf[near]) - share
        value = self._at(cdf, aim)
        half_share = student(miss, free) * error
        low, high = self._at(cdf, aim - half_share), self._at(cdf, aim + half_share)
        half = max(value - low, high - value)
        if not math.isfinite(half):
            return Found(value, math.inf, 4.0)
        return Found(value, half, (half / max(RELATIVE * value, FLOOR * self.scale)) ** 2)

    def _at(self, cdf: np.ndarray, share: float) -> float:
        if share <= cdf[0]:
            return 0.0
        if share >= cdf[-1]:
            return math.inf
        return float(np.interp(share, cdf, self.limits))


class Choice(NamedTuple):
    """Which of several numbers is right (the least agents, the worst hour), when differences are significant.

    Attributes
    ----------
    parts, columns
        As in `Estimate`.
    margins : callable
        From the sums: the choice, and functions of the sums that must be above zero for it to hold.
    """

    parts: tuple[str, ...]
    columns: tuple[Columns, ...]
    margins: Callable[..., tuple[float, list[Callable[..., np.ndarray]]]]
    tolerance: float = 0.0

    def find(self, rows: Sequence[np.ndarray], miss: float, controls: np.ndarray | None = None) -> Found:
        """The choice; its half-width is 0 once every margin lies above zero with its interval."""
        choice, margins = self.margins(*(r.sum(axis=0) for r in rows))
        more = 0.0
        for margin in margins:
            value, error, free = jackknife(margin, rows, controls)
            reach = student(miss / len(margins), free) * error
            more = max(more, (reach / value) ** 2 if value > 0 else math.inf)
        return Found(choice, 0.0 if more <= 1 else math.inf, min(more, 16.0))


class Fixed(NamedTuple):
    """A number that is computed by a formula on purpose and never simulated."""

    value: float
    parts: tuple[str, ...] = ()
    columns: tuple[Columns, ...] = ()
    tolerance: float = 1e-9  # a zero is written with the rounding of its formula

    @property
    def note(self) -> str:
        """What is said beside the verdict."""
        return tr("a formula by definition, not simulated")

    def find(self, rows: Sequence[np.ndarray], miss: float, controls: np.ndarray | None = None) -> Found:
        """The number, equal to the anchor up to rounding of both."""
        del rows, miss, controls
        return Found(self.value, 1e-6 * abs(self.value), 0.0)


Spec = Estimate | Quantile | Choice | Fixed


def jackknife(
    value: Callable[..., np.ndarray], rows: Sequence[np.ndarray], controls: np.ndarray | None = None
) -> tuple[float, float, int]:
    """Value of a function of summed rows, corrected for bias, its standard error and degrees of freedom.

    Parameters
    ----------
    value : callable
        Takes one array per part (..., columns).
    rows : sequence of arrays
        Sums of each part, shape (groups, columns). Groups of the same place may share their luck.
    controls : array, optional
        Shape (groups, number of controls), expectation 0.

    Returns
    -------
    (float, float, int)
    """
    n = min(len(r) for r in rows)
    rows = [r[:n] for r in rows]
    totals = [r.sum(axis=0) for r in rows]
    with np.errstate(divide="ignore", invalid="ignore"):
        whole = float(value(*totals))
        if n < 2:
            return whole, math.inf, 1
        # what is left is scaled up, so that functions of totals keep their meaning
        left = np.asarray(value(*((t - r) * (n / (n - 1)) for t, r in zip(totals, rows, strict=True))), dtype=float)
    pseudo = n * whole - (n - 1) * left
    if not np.isfinite(pseudo).all():
        return whole, math.inf, 1
    if controls is None or n < controls.shape[1] + SPARE_GROUPS:
        return float(pseudo.mean()), float(pseudo.std(ddof=1)) / math.sqrt(n), n - 1
    return _regression(pseudo, controls[:n])


def _regression(pseudo: np.ndarray, controls: np.ndarray) -> tuple[float, float, int]:
    """Mean of the pseudo-values at controls of zero, by least squares."""
    design = np.column_stack((np.ones(len(pseudo)), controls))
    inverse = np.linalg.pinv(design.T @ design)
    fitted = inverse @ (design.T @ pseudo)
    free = len(pseudo) - design.shape[1]
    residual = pseudo - design @ fitted
    return float(fitted[0]), math.sqrt(float(residual @ residual) / free * float(inverse[0, 0])), free


def student(miss: float, free: int) -> float:
    """Two-sided Student factor with `free` degrees of freedom."""
    from scipy.special import stdtrit

    return float(stdtrit(free, 1.0 - miss / 2.0))


def ratio(
    top: Callable[[View], np.ndarray], bottom: Callable[[View], np.ndarray], scale: float = 1.0, part: str = ""
) -> Estimate:
    """Sum of one thing over the sum of another."""
    return Estimate((part,), (lambda v: (top(v), bottom(v)),), lambda s: s[..., 0] / s[..., 1], scale)


def plain(estimate: Estimate) -> Estimate:
    """The same without controls: for rates and occupancies, which the controls determine."""
    return estimate._replace(controlled=False)


def mean(top: Callable[[View], np.ndarray], scale: float = 1.0, part: str = "") -> Estimate:
    """Mean of a sum per group."""
    return ratio(top, lambda v: np.ones(v.groups), scale, part)


def at_least(share: Callable[[View], np.ndarray], bottom: Callable[[View], np.ndarray], rule: tuple) -> Choice:
    """Smallest number of agents for which a share keeps to its target.

    Parameters
    ----------
    share, bottom : callable
        Sums whose ratio is the share.
    rule : (float, int, bool, bool)
        Target; agents found by theory; whether the share must be at least (else at most) the target; whether
        one agent fewer has a steady state at all.
    """
    target, agents, rising, below = rule
    sign = 1.0 if rising else -1.0

    def keeps(*sums: np.ndarray) -> np.ndarray:
        return sign * (sums[0][..., 0] / sums[0][..., 1] - target)

    def fails(*sums: np.ndarray) -> np.ndarray:
        return sign * (target - sums[1][..., 0] / sums[1][..., 1])

    def margins(*sums: np.ndarray) -> tuple[float, list[Callable[..., np.ndarray]]]:
        enough = bool(keeps(*sums) >= 0)
        if not below:
            return (agents if enough else agents + 1), [keeps if enough else _minus(keeps)]
        short = bool(fails(*sums) > 0)
        choice = agents if enough and short else (agents - 1 if enough else agents + 1)
        return choice, [keeps if enough else _minus(keeps), fails if short else _minus(fails)]

    def columns(v: View) -> Sequence[np.ndarray]:
        return share(v), bottom(v)

    parts = ("", "fewer") if below else ("",)
    return Choice(parts, (columns,) * len(parts), margins)


def _minus(f: Callable[..., np.ndarray]) -> Callable[..., np.ndarray]:
    return lambda *sums: -f(*sums)
