"""How long does a contact take: mean and spread of the handle time, and is it lognormal?

Inputs: handle times in seconds. Outputs: what the log shows and what the World holds (the World adds the difficulty of
a need on top, so its own mean and spread are a little smaller). Literature: Brown et al. 2005 (lognormal).
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from cxsim.calibrate.result import Curve, Fit, measure
from cxsim.measure.intervals import student_factor
from cxsim.messages import number, tr
from cxsim.scenario import Scenario

__all__ = ["Handle", "handle_of"]

FEWEST, SAMPLE, CLEARLY_BETTER, FEWEST_GROUPS = 100, 20_000, 10.0, 10


class Handle(NamedTuple):
    """Mean (min) and cv of the World's lognormal, the fits that are told, and the picture."""

    mean_min: float
    cv: float
    fits: tuple[Fit, ...]
    curve: Curve


def handle_of(seconds: np.ndarray, channel: str, base: Scenario, agents: np.ndarray | None = None) -> Handle | None:
    """Fit the handle time of a channel; none where there are fewer than a hundred.

    Parameters
    ----------
    seconds
        Handle times; NaN and 0 are left out by the caller's count.
    channel
        phone, chat or email.
    base
        Scenario whose difficulty (slope, spread, reasons) the World's own parameters leave room for.
    agents
        Who worked on each, by stretch of weeks (-1 unknown): agents differ and learn, so that contacts of one agent
        tell less than as many of all. None where the table does not say.
    """
    known = np.isfinite(seconds) & (seconds > 0)
    minutes = seconds[known] / 60
    if len(minutes) < FEWEST:
        return None
    logs = np.log(minutes)
    n, spread = len(logs), float(logs.std(ddof=1))
    mean = float(minutes.mean())
    error, freedom, method = _error(minutes, None if agents is None else agents[known])
    lift, extra = difficulty_part(base)
    lift *= novice_part(base)
    warning = _family_warning(minutes, channel)
    half = student_factor(0.95, freedom) * error
    shown = measure(tr("{channel}: mean handle time", channel=channel), mean, (mean - half, mean + half), n,
                    method, digits=2, warning=warning)  # fmt: skip
    own = measure(tr("{channel}: mean handle time, usual need, experienced agent", channel=channel), mean / lift,
                  ((mean - half) / lift, (mean + half) / lift), n, method, digits=2)  # fmt: skip
    cv, ends = _cv(spread, extra, n)
    wide = measure(tr("{channel}: spread of handle time (cv)", channel=channel), cv, ends, n,
                   "chi-square on logarithms", digits=3)  # fmt: skip
    path = f"world.service.handle.{channel}"
    fits = (Fit(f"{channel}_handle_seen", shown, "min"), Fit(f"{channel}_handle_mean", own, "min", f"{path}.mean_min"),
            Fit(f"{channel}_handle_cv", wide, "ratio", f"{path}.cv"))  # fmt: skip
    return Handle(mean / lift, cv, fits, _curve(minutes, channel, logs.mean(), spread))


def _error(minutes: np.ndarray, agents: np.ndarray | None) -> tuple[float, int, str]:
    """Standard error of the mean, degrees of freedom and method; groups of contacts where agents are known."""
    plain = float(minutes.std(ddof=1)) / math.sqrt(len(minutes))
    if agents is None or (agents >= 0).mean() < 0.5:
        return plain, len(minutes) - 1, "Student"
    _, group = np.unique(agents, return_inverse=True)
    sums = np.bincount(group, weights=minutes - minutes.mean())
    count = len(sums)
    if count < FEWEST_GROUPS:
        return plain, len(minutes) - 1, "Student"
    grouped = math.sqrt(float((sums**2).sum()) * count / (count - 1)) / len(minutes)
    return max(plain, grouped), count - 1, "Student, agents and stretches of weeks as groups"


def difficulty_part(base: Scenario) -> tuple[float, float]:
    """What the difficulty of needs does to handle times: factor on the mean, variance of the logarithm."""
    demand, slope = base.world.demand, base.world.service.handle_difficulty_slope
    share, middle = (np.array(list(dict(group).values())) for group in (demand.reason_share, demand.reason_difficulty))
    lift = float(np.sum(share * np.exp(slope * middle + slope**2 * demand.difficulty_sd**2 / 2)))
    between = float(np.sum(share * middle**2) - np.sum(share * middle) ** 2)
    return lift, slope**2 * (demand.difficulty_sd**2 + between)


def novice_part(base: Scenario) -> float:
    """What novices do to the mean handle time: the World slows them itself, so its own mean is that of the experienced.

    Whoever is slow has fewer contacts: over contacts the mean is the harmonic one over agents (all taken as busy).
    Strain is left out: a log does not tell it from long contacts.
    """
    staff = base.world.staff
    if not base.mechanisms.staff or staff.turnover_year <= 0:
        return 1.0
    place = (np.arange(2000) + 0.5) / 2000
    gap = place ** (52 / staff.turnover_year / max(1e-9, staff.ramp_weeks))  # as in `novice_gap`
    return float(1 / np.mean(1 / (1 + staff.novice_slowdown * gap)))


def novice_gap(base: Scenario) -> float:
    """Mean share of a novice's handicap that is left (0 = all experienced), where staff is switched on.

    Time on the job is exponential under steady turnover, and the handicap fades exponentially.
    """
    staff = base.world.staff
    if not base.mechanisms.staff or staff.turnover_year <= 0:
        return 0.0
    leaving, learning = staff.turnover_year / 52, 1 / max(1e-9, staff.ramp_weeks)
    return leaving / (leaving + learning)


def _cv(spread: float, extra: float, n: int) -> tuple[float, tuple[float, float]]:
    """Spread of the World's lognormal from the standard deviation of logarithms, with its interval."""
    from scipy.stats import chi2

    def cv(variance: float) -> float:
        return math.sqrt(max(0.0, math.expm1(variance - extra)))

    seen = spread**2
    low, high = (seen * (n - 1) / chi2.ppf(q, n - 1) for q in (0.975, 0.025))
    return cv(seen), (cv(low), cv(high))


def _family_warning(minutes: np.ndarray, channel: str) -> str:
    """Say it where another family fits clearly better than the lognormal (Akaike's criterion)."""
    from scipy import stats

    some = minutes if len(minutes) <= SAMPLE else np.random.default_rng(7).choice(minutes, SAMPLE, replace=False)
    families = {tr("lognormal"): stats.lognorm, tr("gamma (or Erlang)"): stats.gamma, tr("Weibull"): stats.weibull_min,
                tr("exponential"): stats.expon}  # fmt: skip
    found = {}
    for name, law in families.items():
        fitted = law.fit(some, floc=0)
        found[name] = 2 * (len(fitted) - 1) - 2 * float(np.sum(law.logpdf(some, *fitted)))
    best, lognormal = min(found, key=lambda name: found[name]), tr("lognormal")
    gap = found[lognormal] - found[best]
    if gap < CLEARLY_BETTER:
        return ""
    return tr("{channel}: {best} fits the handle times better than lognormal (AIC lower by {gap}); the mean holds, the "
              "tail may not", channel=channel, best=best, gap=number(gap, 0))  # fmt: skip


def _curve(minutes: np.ndarray, channel: str, middle: float, spread: float) -> Curve:
    """Share of contacts that take longer, as seen and as fitted."""
    from scipy.special import ndtr

    x = np.linspace(0, float(np.quantile(minutes, 0.98)), 60)
    seen = 1 - np.searchsorted(np.sort(minutes), x, side="right") / len(minutes)
    half = 1.96 * np.sqrt(seen * (1 - seen) / len(minutes))
    fitted = np.ones(len(x))
    fitted[1:] = 1 - ndtr((np.log(x[1:]) - middle) / spread)
    return Curve(tr("{channel}: handle time", channel=channel), tr("minutes"), tr("share that takes longer"), x, seen,
                 seen - half, seen + half, fitted)  # fmt: skip
