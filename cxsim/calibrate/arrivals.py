"""When do contacts come: by weekday, half hour and season, and how much do whole days differ?

Question: what profile, what busy-day factor?
Inputs: counts by day and half hour. Outputs: weights with intervals, the spread of the busy-day factor after the noise
of counting is taken away, the link of morning and afternoon, the season. Literature: Brown et al. 2005 (JASA);
Avramidis, Deslauriers and L'Ecuyer 2004 (Management Science); Jongbloed and Koole 2001.
"""

from __future__ import annotations

import math
import warnings
from typing import NamedTuple

import numpy as np

from cxsim.calibrate.result import Curve, Fit, measure
from cxsim.guards import CxError
from cxsim.measure.intervals import student_factor, wilson
from cxsim.messages import number, tr

__all__ = ["HALF_HOURS", "Days", "Level", "days_of", "level_of", "profile_of", "season_of"]

HALF_HOURS, YEAR_DAYS = 48, 364
#: A day with less than this share of the usual contacts of its weekday is a holiday or a gap in the log.
ODD_DAY, FEWEST_A_DAY, FEWEST_DAYS = 0.25, 10.0, 14
#: Half hours of the morning (the World's noon), and the least share of contacts that a half of the day must have.
NOON, LEAST_HALF, RESAMPLES = 24, 0.1, 999


class Days(NamedTuple):
    """Counts of usable days. `counts` (channels, days, 48); `weekday` and `number` (days since the first) by day."""

    counts: np.ndarray
    weekday: np.ndarray
    number: np.ndarray
    odd: np.ndarray
    first: np.datetime64


class Level(NamedTuple):
    """The daily level: weights by weekday (mean 1 over open days), expected total by day, fits, curves.

    `cv` is the spread of whole days; `busy` the spread and the link of the World's factors before and after noon.
    """

    weekday: np.ndarray
    expected: np.ndarray
    cv: float
    busy: tuple[float, float]
    season: tuple[float, float]
    fits: tuple[Fit, ...]
    curves: dict[str, Curve]


def days_of(counts: np.ndarray, usual: np.ndarray, first: np.datetime64, from_day: int = 0) -> Days:
    """Keep the days that are like their weekday.

    Parameters
    ----------
    counts
        Contacts by channel, day and half hour.
    usual
        All contacts by day, by which odd days are found.
    first
        First day of the counts.
    from_day
        Days before it are left out.
    """
    day = np.arange(counts.shape[1])
    weekday = (day + (first.astype("datetime64[D]").astype(int) + 3)) % 7
    odd = np.zeros(len(day), bool)
    for one in range(7):
        own = weekday == one
        if own.any():
            odd |= own & (usual < max(1.0, ODD_DAY * np.median(usual[own])))
    kept = ~odd & (day >= from_day)
    if kept.sum() < FEWEST_DAYS:
        words = {"count": int(kept.sum()), "least": FEWEST_DAYS, "all": len(day), "first": from_day,
                 "odd": int((odd & (day >= from_day)).sum())}  # fmt: skip
        raise CxError(tr("{count} usable days of {all}; at least {least} are needed to tell a profile from luck (not "
                         "used: {first} at the start, which tell who is new, and {odd} empty or far below their "
                         "weekday)", **words))  # fmt: skip
    if not counts[:, kept].any():
        raise CxError(tr("no contact begins a matter: each follows another of the same person within weeks; if the "
                         "column of customers does not tell people apart, map it to ignore"))  # fmt: skip
    return Days(counts[:, kept], weekday[kept], day[kept], day[odd], first)


def level_of(days: Days) -> Level:
    """Weekday weights, season and busy-day factor from the totals of days.

    A negative binomial model: log of the mean = weekday + trend (a year and more: one wave; less: a slow curve),
    variance = mean + cv² mean². The cv is what is left of the relative variance of days
    after 1/mean, the noise of counting.
    """
    total, named, design, yearly = _design(days)
    mean, cov, beta, cv2 = _fitted(total, design)
    left, freedom = total / mean - 1, len(total) - design.shape[1]
    spread2, noise = float((left**2).sum() / freedom), float(np.mean(1 / mean))
    link, linked, part = _link_fit(days, mean)
    fits = [_busy_fit(left, spread2, noise, freedom, part), link]
    weights, more = _weekday_fits(named, beta, cov, days, freedom)
    season, wave = _season_fit(beta, cov, len(days.number), freedom) if yearly else ((0.0, 0.0), [])
    busy = (math.sqrt(cv2) / part, linked)
    curves = _level_curves(weights, more, days)
    return Level(weights, mean, math.sqrt(cv2), busy, season, tuple(more + fits + wave), curves)


def season_of(daily: np.ndarray, days: Days, weekday: np.ndarray) -> tuple[tuple[float, float], list[Fit]]:
    """Height and peak of one wave a year from weeks: what a day adds to its neighbors stays within the week.

    Parameters
    ----------
    daily
        Matters by day, all days.
    days
        Says which days are odd (left out) and which weekday comes first.
    weekday
        Weights of the weekdays.
    """
    import statsmodels.api as sm

    offset = (int(days.first.astype("datetime64[D]").astype(int)) + 3) % 7
    since = np.arange(len(daily)) + offset
    usual = weekday[since % 7] * ~np.isin(np.arange(len(daily)), days.odd)
    total, expected = np.bincount(since // 7, daily * (usual > 0)), np.bincount(since // 7, usual)
    full = expected > 0.5 * np.median(expected)
    angle = 2 * np.pi * (7 * np.arange(len(total)) + 3.0)[full] / YEAR_DAYS
    design = np.column_stack([np.ones(len(angle)), np.cos(angle), np.sin(angle)])
    found = sm.GLM(total[full], design, family=sm.families.Poisson(), offset=np.log(expected[full])).fit(scale="X2")
    return _season_fit(np.asarray(found.params), np.asarray(found.cov_params()), int(full.sum()), len(angle) - 3)


def _design(days: Days) -> tuple[np.ndarray, np.ndarray, np.ndarray, bool]:
    """Totals of days, weekdays that are open, columns of the model, whether a season is among them."""
    total = days.counts.sum(axis=(0, 2)).astype(float)
    named = np.flatnonzero([(days.weekday == one).any() for one in range(7)])
    trend, yearly = _trend(days.number + (int(days.first.astype("datetime64[D]").astype(int)) + 3) % 7)
    return total, named, np.column_stack([*(days.weekday == one for one in named), *trend]).astype(float), yearly


def _fitted(total: np.ndarray, design: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
    """Expected totals, covariance, coefficients and cv² of the busy-day factor."""
    cv2 = 0.0
    for _ in range(3):
        mean, cov, beta = _count_model(total, design, cv2)
        left = total / mean - 1
        cv2 = max(0.0, float((left**2).sum() / (len(total) - design.shape[1])) - float(np.mean(1 / mean)))
    return mean, cov, beta, cv2


def _trend(day: np.ndarray) -> tuple[list[np.ndarray], bool]:
    span = day.max() - day.min() + 1
    if span >= YEAR_DAYS:
        angle = 2 * np.pi * day / YEAR_DAYS
        return [np.cos(angle), np.sin(angle)], True
    place = (day - day.mean()) / span
    return ([place, place**2 - np.mean(place**2)] if span >= 56 else [place] if span >= 28 else []), False


def _count_model(total: np.ndarray, design: np.ndarray, cv2: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Expected totals, covariance and coefficients under variance = mean + cv² mean²."""
    import statsmodels.api as sm
    from statsmodels.tools.sm_exceptions import PerfectSeparationWarning

    family = sm.families.NegativeBinomial(alpha=cv2) if cv2 > 1e-9 else sm.families.Poisson()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PerfectSeparationWarning)  # days that are all alike are fitted exactly
        found = sm.GLM(total, design, family=family).fit()
    return np.asarray(found.mu), np.asarray(found.cov_params()), np.asarray(found.params)


def _busy_fit(left: np.ndarray, spread2: float, noise: float, freedom: int, part: float) -> Fit:
    """Spread of the busy-day factor; the chi-square interval is widened where single days stand out.

    ``part`` is what of the spread of a factor is left in the whole day, where morning and afternoon are linked loosely.
    """
    from scipy.stats import chi2, kurtosis

    excess = max(0.0, float(kurtosis(left, bias=False))) if len(left) > 3 else 0.0
    wide = 2 * freedom / (2 + excess)
    ends = [math.sqrt(max(0.0, wide * spread2 / chi2.ppf(q, wide) - noise)) for q in (0.975, 0.025)]
    warning = ""
    if spread2 <= noise:
        warning = tr("days differ no more than counts do by luck alone; the busy-day factor is set to 0")
    elif excess > 2:
        warning = tr("a few days stand out; look at them before you take the busy-day factor for usual")
    value = math.sqrt(max(0.0, spread2 - noise)) / part
    return Fit("busy_day_cv", measure(tr("busy-day factor, spread"), value, (ends[0] / part, ends[1] / part), len(left),
                                      "variance of days less counting noise, chi-square", digits=3,
                                      warning=warning), "ratio", "world.demand.busy_day_cv")  # fmt: skip


def _link_fit(days: Days, mean: np.ndarray) -> tuple[Fit, float, float]:
    """Link of the busy factors before and after noon, the noise of counting taken away; days resampled.

    Returns the fit, the link that the World takes (1 where the interval holds 1), and the spread of a whole day over
    that of a factor.
    """
    by_half = days.counts.sum(axis=0).astype(float)
    share = by_half.sum(axis=0) / by_half.sum()
    early, late = share[:NOON].sum(), share[NOON:].sum()
    value, low, high = math.nan, math.nan, math.nan
    warning = tr("mornings and afternoons cannot be told apart from luck; one factor a day is taken")
    if min(early, late) > LEAST_HALF:
        left = np.column_stack([by_half[:, :NOON].sum(axis=1) / (mean * early) - 1,
                                by_half[:, NOON:].sum(axis=1) / (mean * late) - 1])  # fmt: skip
        noise = np.column_stack([1 / (mean * early), 1 / (mean * late)])
        picks = np.random.default_rng(20241).integers(0, len(mean), (RESAMPLES, len(mean)))
        value, drawn = _link(left[None], noise[None])[0], _link(left[picks], noise[picks])
        low, high = np.nanquantile(drawn, [0.025, 0.975]) if np.isfinite(drawn).mean() > 0.9 else (math.nan, math.nan)
        if math.isfinite(high):
            warning = "" if high >= 1 else tr(
                "mornings and afternoons of one day differ: the World has a factor for each, linked as much as here; "
                "what lasts an hour only is not in it")  # fmt: skip
    linked, high = (max(0.0, float(value)) if high < 1 else 1.0), float(np.minimum(1.0, high))
    part = math.sqrt(early**2 + late**2 + 2 * linked * early * late)
    return Fit("morning_afternoon_link", measure(
        tr("link of morning and afternoon"), float(np.minimum(1.0, value)), (low, high), len(mean),
        "correlation less counting noise, days resampled", digits=2, warning=warning), "correlation",
        "world.demand.busy_day_link"), linked, part  # fmt: skip


def _link(left: np.ndarray, noise: np.ndarray) -> np.ndarray:
    """Correlation without noise, for each resample (first axis)."""
    centered = left - left.mean(axis=1, keepdims=True)
    both = (centered[..., 0] * centered[..., 1]).mean(axis=1)
    own = (centered**2).mean(axis=1) - noise.mean(axis=1)
    product = own[:, 0] * own[:, 1]
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where((own > 0).all(axis=1), both / np.sqrt(np.where(product > 0, product, np.nan)), np.nan)


def _weekday_fits(
    named: np.ndarray, beta: np.ndarray, cov: np.ndarray, days: Days, freedom: int
) -> tuple[np.ndarray, list[Fit]]:
    """Weights of the weekdays, mean 1 over the days that are open, by the delta rule."""
    level = np.exp(beta[: len(named)])
    weights = np.zeros(7)
    weights[named] = level / level.mean()
    names = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    fits = []
    for place, one in enumerate(named):
        slope = -level / level.sum()
        slope[place] += 1
        half = student_factor(0.95, freedom) * math.sqrt(slope @ cov[: len(named), : len(named)] @ slope)
        value, n = weights[one], int((days.weekday == one).sum())
        ends = (value * math.exp(-half), value * math.exp(half))
        name = tr("weight of {day}", day=names[one])
        found = measure(name, value, ends, n, "negative binomial model of day totals", digits=3)
        fits.append(Fit(f"weekday_{one}", found, "weight", f"world.demand.weekday_weight.{one}"))
    return weights, fits


def _season_fit(
    beta: np.ndarray, cov: np.ndarray, n: int, freedom: int
) -> tuple[tuple[float, float], list[Fit]]:
    """Height and peak of one wave a year; the log of 1 + A cos has the first harmonic 2t with A = 2t / (1 + t²)."""
    a, b = beta[-2:]
    size = math.hypot(a, b)
    peak = math.atan2(b, a) / (2 * math.pi) * YEAR_DAYS % YEAR_DAYS
    along, across = np.array([a, b]) / size, np.array([-b, a]) / size
    own = cov[-2:, -2:]
    factor = student_factor(0.95, freedom)
    half, turn = factor * math.sqrt(along @ own @ along), factor * math.sqrt(across @ own @ across)

    def height(harmonic: float) -> float:
        return max(0.0, harmonic) / (1 + max(0.0, harmonic) ** 2 / 4)

    weak = size < turn
    warning = tr("the season is not clearer than luck; its peak is a guess") if weak else ""
    swing = math.asin(min(1.0, turn / size)) / (2 * math.pi) * YEAR_DAYS if not weak else YEAR_DAYS / 2
    ends = (height(size - half), height(size + half))
    fits = [
        Fit("season_amplitude", measure(tr("season, height"), height(size), ends, n, "one wave of 364 days", digits=3,
                                        warning=warning), "share", "world.demand.season_amplitude"),
        Fit("season_peak_day", measure(tr("season, day of the peak, from the first Monday"), peak,
                                       (peak - swing, peak + swing), n, "one wave of 364 days", digits=0),
            "day", "world.demand.season_peak_day"),
    ]  # fmt: skip
    return (height(size), peak), fits


def profile_of(days: Days, channel: int, name: str) -> tuple[np.ndarray, Curve, Fit]:
    """Shares of the half hours of a day, with Wilson's interval on as many contacts as the spread of days is worth."""
    by_half = days.counts[channel].astype(float)
    sums, total = by_half.sum(axis=0), by_half.sum()
    share = sums / total
    of_day = by_half.sum(axis=1)
    spread = ((by_half - share * of_day[:, None]) ** 2).sum(axis=0) / total**2 * len(by_half) / (len(by_half) - 1)
    luck = share * (1 - share) / total
    solid = sums >= 10
    design = max(1.0, float(np.mean(spread[solid] / luck[solid]))) if solid.any() else 1.0
    low, high = wilson(share, total / design)
    peak = int(np.argmax(share))
    clock = f"{peak // 2:02d}:{30 * (peak % 2):02d}"
    warning = "" if design < 2 else tr(
        "the shape of the day differs from day to day ({ratio} times more than by luck); the World has one shape",
        ratio=number(design, 1))  # fmt: skip
    found = measure(tr("{channel}: share of the day in the half hour from {clock}", channel=name, clock=clock),
                    100 * share[peak], (100 * low[peak], 100 * high[peak]), int(total),
                    "Wilson, spread between days", digits=2, warning=warning)  # fmt: skip
    hours = np.arange(HALF_HOURS) / 2
    curve = Curve(tr("{channel}: contacts by half hour", channel=name), tr("time of day"), tr("% of the day"),
                  hours, 100 * share, 100 * low, 100 * high, 100 * share)  # fmt: skip
    return share, curve, Fit(f"{name}_peak_share", found, "% of the day", f"world.demand.half_hour_weight.{name}")


def _level_curves(weights: np.ndarray, fits: list[Fit], days: Days) -> dict[str, Curve]:
    low, high = (np.array([getattr(one.measure, end) for one in fits]) for end in ("low", "high"))
    open_ = weights > 0
    total = days.counts.sum(axis=(0, 2))
    raw = np.array([total[days.weekday == one].mean() if open_[one] else 0.0 for one in range(7)])
    return {"weekday": Curve(tr("Contacts by weekday"), tr("weekday, 0 = Monday"), tr("weight"),
                             np.flatnonzero(open_).astype(float), (raw / raw[open_].mean())[open_], low, high,
                             weights[open_])}  # fmt: skip
