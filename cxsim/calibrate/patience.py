"""How long do people hold the line? Those who were answered might have held it longer: they are censored.

Question: how patient are callers, and how wrong is the mean wait of those who left?
Inputs: waits, and whether each ended by giving up. Outputs: Kaplan and Meier's curve, the family that fits best among
those a World knows, its parameters with intervals. Literature: Kaplan and Meier 1958; Brown et al. 2005 (JASA);
Mandelbaum and Zeltyn 2013.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from cxsim.calibrate.result import Curve, Fit, measure
from cxsim.measure.intervals import share_of
from cxsim.measure.survival import Survival, survival
from cxsim.messages import number, tr

__all__ = ["Patience", "fitted_survival", "patience_of"]

FEWEST_EVENTS = 30
#: Two parameters more must gain so much (Akaike's criterion) before a simpler family is given up.
GAIN = 4.0


class Patience(NamedTuple):
    """World parameters of patience, the fits that are told, and the picture."""

    changes: dict[str, Any]
    fits: tuple[Fit, ...]
    curve: Curve


class _Family(NamedTuple):
    """A family by its free parameters (on the whole line): log density, survival, mean."""

    start: Callable[[float], np.ndarray]
    density: Callable[[np.ndarray, np.ndarray], np.ndarray]
    survival: Callable[[np.ndarray, np.ndarray], np.ndarray]
    mean: Callable[[np.ndarray], float]


def patience_of(wait_min: np.ndarray, left: np.ndarray, at_once: int, channel: str) -> Patience | None:
    """Fit patience under censoring; none where fewer than thirty people gave up.

    Parameters
    ----------
    wait_min
        Waits above 0, min: until answered, given up, or the end of the log.
    left
        Whether the wait ended by giving up.
    at_once
        People who left the moment they were not answered (balked).
    channel
        phone or chat.
    """
    events = int(left.sum())
    if events < FEWEST_EVENTS:
        return None
    waits = _together(wait_min, left)
    chosen, free = _best(waits)
    cov = _covariance(chosen, free, waits)
    mean, ends = _delta(_FAMILIES[chosen].mean, free, cov)
    naive = float(wait_min[left].mean())
    path, n = f"world.service.patience.{channel}", len(wait_min)
    method = f"{chosen}, censored maximum likelihood"
    own, hidden = _shape_fits(chosen, free, cov, n, channel)
    beyond = float(_FAMILIES[chosen].survival(free, np.array([wait_min.max()]))[0])
    warning = "" if beyond < 0.5 else tr(
        "{channel}: nobody waited as long as half of the people would; the mean is carried beyond the data",
        channel=channel)  # fmt: skip
    fits = [
        Fit(f"{channel}_patience_mean", measure(
            tr("{channel}: mean patience", channel=channel), mean, ends, n, method, digits=2, warning=warning),
            "min", f"{path}.mean_min"),
        *own,
        _median_fit(wait_min, left, channel),
        Fit(f"{channel}_wait_of_those_who_left", measure(
            tr("{channel}: mean wait of those who left (not their patience: {ratio} times too short)", channel=channel,
               ratio=number(mean / naive, 1)), naive, _spread(wait_min[left]), events, "Student", digits=2), "min"),
        Fit(f"{channel}_balk_share", share_of(tr("{channel}: leave at once", channel=channel), at_once, n + at_once,
                                             0.95), "% of those not answered at once", f"{path}.balk_share"),
    ]  # fmt: skip
    changes = {"family": chosen, "mean_min": mean, "balk_share": at_once / (n + at_once), **hidden}
    return Patience(changes, tuple(fits), _curve(wait_min, left, chosen, free, channel))


class _Waits(NamedTuple):
    """Waits that are alike to a tenth of a second, counted together: a million rows fit in a second."""

    t: np.ndarray
    left: np.ndarray
    weight: np.ndarray


def _together(wait_min: np.ndarray, left: np.ndarray) -> _Waits:
    tenth = np.maximum(1, np.rint(wait_min * 600)).astype(np.int64)
    alike, weight = np.unique(2 * tenth + left, return_counts=True)
    return _Waits((alike // 2) / 600, alike % 2 == 1, weight.astype(float))


def _spread(values: np.ndarray) -> tuple[float, float]:
    half = 1.96 * float(values.std(ddof=1)) / math.sqrt(len(values))
    return float(values.mean()) - half, float(values.mean()) + half


def _log_sf(x: np.ndarray) -> np.ndarray:
    from scipy.special import log_ndtr

    return log_ndtr(-x)


def _branches(free: np.ndarray) -> tuple[float, float, float]:
    share = 1 / (1 + math.exp(-free[0]))
    return share, math.exp(min(50.0, free[1])), math.exp(min(50.0, free[2]))


def _hyper_density(free: np.ndarray, t: np.ndarray) -> np.ndarray:
    p, short, long = _branches(free)
    return np.log(p / short * np.exp(-t / short) + (1 - p) / long * np.exp(-t / long) + 1e-300)


def _hyper_survival(free: np.ndarray, t: np.ndarray) -> np.ndarray:
    p, short, long = _branches(free)
    return p * np.exp(-t / short) + (1 - p) * np.exp(-t / long)


def _hyper_mean(free: np.ndarray) -> float:
    p, short, long = _branches(free)
    return p * short + (1 - p) * long


def _rough(w: _Waits) -> float:
    """Log of all waiting time over those who left: the exponential's mean."""
    return math.log((w.t * w.weight).sum() / w.weight[w.left].sum())


_FAMILIES = {
    "exponential": _Family(
        lambda rough: np.array([rough]),
        lambda free, t: -free[0] - t / np.exp(free[0]),
        lambda free, t: np.exp(-t / np.exp(free[0])),
        lambda free: math.exp(free[0]),
    ),
    "lognormal": _Family(
        lambda rough: np.array([rough - 0.5, 0.0]),
        lambda free, t: -0.5 * ((np.log(t) - free[0]) / np.exp(free[1])) ** 2 - np.log(t) - free[1] - 0.9189385,
        lambda free, t: np.exp(_log_sf((np.log(t) - free[0]) / np.exp(free[1]))),
        lambda free: math.exp(min(50.0, free[0] + math.exp(2 * min(3.0, free[1])) / 2)),
    ),
    "hyperexponential": _Family(
        lambda rough: np.array([-1.5, rough - 2.0, rough + 0.3]),
        _hyper_density, _hyper_survival, _hyper_mean,
    ),
}  # fmt: skip


def fitted_survival(family: str, free: np.ndarray, t: np.ndarray) -> np.ndarray:
    """Share still holding the line after ``t`` minutes."""
    return _FAMILIES[family].survival(free, np.maximum(t, 1e-9))


def _loss(family: str, free: np.ndarray, w: _Waits) -> float:
    one = _FAMILIES[family]
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        gone = (one.density(free, w.t[w.left]) * w.weight[w.left]).sum()
        held = (np.log(np.maximum(one.survival(free, w.t[~w.left]), 1e-300)) * w.weight[~w.left]).sum()
    return -float(gone + held) if np.isfinite(gone + held) else 1e15


def _best(w: _Waits) -> tuple[str, np.ndarray]:
    """The family with the best criterion, and its parameters."""
    from scipy.optimize import minimize

    found, score = {}, {}
    for family, one in _FAMILIES.items():
        n = w.weight.sum()
        fitted = minimize(lambda free, f=family, n=n: _loss(f, free, w) / n, one.start(_rough(w)),
                          method="Nelder-Mead", options={"maxiter": 4000, "xatol": 1e-7, "fatol": 1e-12})  # fmt: skip
        found[family], score[family] = fitted.x, 2 * len(fitted.x) + 2 * fitted.fun * n
    chosen = "exponential"
    for family in ("lognormal", "hyperexponential"):
        if score[family] < score[chosen] - GAIN and _usable(family, found[family], w.t):
            chosen = family
    return chosen, found[chosen]


def _usable(family: str, free: np.ndarray, t: np.ndarray) -> bool:
    """Whether the data hold both branches, or a spread that a World takes."""
    if family == "lognormal":
        return math.exp(free[1]) < 2.4  # cv 20 at most
    p, short, long = _branches(free)
    return 0.01 < p < 0.99 and p * short < 0.98 * _hyper_mean(free) and max(short, long) < 100 * t.max()


def _covariance(family: str, free: np.ndarray, w: _Waits) -> np.ndarray:
    from statsmodels.tools.numdiff import approx_hess

    return np.linalg.pinv(approx_hess(free, lambda x: _loss(family, x, w)))


def _delta(of: Callable[[np.ndarray], float], free: np.ndarray, cov: np.ndarray) -> tuple[float, tuple[float, float]]:
    """A positive number of the parameters with the interval of its logarithm."""
    from statsmodels.tools.numdiff import approx_fprime

    value = of(free)
    slope = np.ravel(approx_fprime(free, lambda x: math.log(max(of(np.ravel(x)), 1e-300)), centered=True))
    half = 1.959964 * math.sqrt(max(0.0, float(slope @ cov @ slope)))
    half = min(half, 50.0)  # nothing is known; it stays a number
    return value, (value * math.exp(-half), value * math.exp(half))


def _shape_fits(
    family: str, free: np.ndarray, cov: np.ndarray, n: int, channel: str
) -> tuple[list[Fit], dict[str, float]]:
    """What beside the mean a World needs of this family."""
    path = f"world.service.patience.{channel}"
    if family == "exponential":
        return [], {}
    if family == "lognormal":
        cv, ends = _delta(lambda x: math.sqrt(math.expm1(min(50.0, math.exp(2 * x[1])))), free, cov)
        found = measure(tr("{channel}: spread of patience (cv)", channel=channel), cv, ends, n,
                        "censored maximum likelihood", digits=2)  # fmt: skip
        return [Fit(f"{channel}_patience_cv", found, "ratio", f"{path}.cv")], {"cv": cv}
    p, short, long = _branches(free)
    half = 1.959964 * math.sqrt(max(0.0, cov[0, 0]))
    low, high = (1 / (1 + math.exp(min(50.0, max(-50.0, -free[0] - sign * half)))) for sign in (-1, 1))
    name = tr("{channel}: share of the impatient, who hold the line for {short} min on average ({long} the others)",
              channel=channel, short=number(short, 2), long=number(long, 2))  # fmt: skip
    found = measure(name, p, (low, high), n, "censored maximum likelihood", digits=3)
    mean = p * short + (1 - p) * long
    hidden = {"branch_share": p, "branch_mean_ratio": short / mean}
    return [Fit(f"{channel}_impatient_share", found, "share", f"{path}.branch_share")], hidden


def _kaplan_meier(t: np.ndarray, left: np.ndarray) -> Survival:
    """Curve on waits in tenths of a second (rounded up, so that nobody leaves before arriving)."""
    return survival(np.ceil(t * 600) / 600, left.astype(float))


def _median_fit(t: np.ndarray, left: np.ndarray, channel: str) -> Fit:
    median = _kaplan_meier(t, left).quantile(0.5)
    value, low, high = median.value, median.low, median.high
    reached = math.isfinite(value)
    warning = "" if reached else tr(
        "{channel}: fewer than half had left at the longest wait; the median is not in the data", channel=channel)
    found = measure(tr("{channel}: median patience", channel=channel), value, (low, high), len(t), "Kaplan-Meier",
                    digits=2, warning=warning)  # fmt: skip
    return Fit(f"{channel}_patience_median", found, "min")


def _curve(t: np.ndarray, left: np.ndarray, family: str, free: np.ndarray, channel: str) -> Curve:
    """Share who still hold the line: Kaplan-Meier's curve with its band, and the fitted family."""
    curve = _kaplan_meier(t, left)
    x = np.linspace(0, float(np.quantile(t, 0.99)), 60)
    steps = curve.table()[["share", "low", "high"]]
    place = np.searchsorted(curve.times, x, side="right") - 1
    seen, low, high = (np.where(place >= 0, steps[name].to_numpy()[np.maximum(place, 0)], 1.0) for name in steps)
    return Curve(tr("{channel}: patience", channel=channel), tr("minutes of waiting"), tr("share still on the line"),
                 x, seen, low, high, fitted_survival(family, free, x))  # fmt: skip
