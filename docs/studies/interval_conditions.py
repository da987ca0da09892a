"""Conditions under which the intervals are tried: who answers, how many, how skewed, and what the truth is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
from scipy.stats import norm

from cxsim import analysis as a
from cxsim import measure as m

Rng = np.random.Generator
Found = Iterator[tuple[float, float, float]]


class Condition(NamedTuple):
    """One condition: a draw gives ends and truth of one or more intervals."""

    measure: str
    condition: str
    n: str
    trials: int
    draw: Callable[[Rng], Found]
    told: str = ""


CONDITIONS: list[Condition] = []
FIVE, SEVEN = np.arange(1, 6), np.arange(1, 8)
SKEWED_SEVEN = np.array([0.02, 0.03, 0.05, 0.1, 0.2, 0.3, 0.3])
SKEWED_FIVE = np.array([0.03, 0.05, 0.12, 0.35, 0.45])


def condition(measure: str, words: str, n: Any, trials: int = 3000, told: str = "") -> Callable[[Any], Any]:
    """Put a draw on the list."""

    def add(draw: Callable[[Rng], Any]) -> Callable[[Rng], Any]:
        CONDITIONS.append(Condition(measure, words, str(n), trials, draw, told))
        return draw

    return add


def ends(found: Any, truth: float) -> tuple[float, float, float]:
    """Ends of a measure and the truth beside them."""
    return found.low, found.high, truth


def yes(rng: Rng, n: int, share: float | np.ndarray) -> np.ndarray:
    """Answers 0 and 1."""
    return (rng.random(n) < share).astype(int)


def scores(rng: Rng, n: int, down: float, up: float) -> np.ndarray:
    """Answers 0 to 10 of three groups."""
    return rng.choice([3, 8, 10], p=[down, 1 - down - up, up], size=n)


for size in (20, 100):

    @condition("nps", "detractors 5 to 30 %, promoters 20 to 60 %", size)
    def _nps(rng, n=size):  # type: ignore[no-untyped-def]
        down, up = rng.uniform(0.05, 0.3), rng.uniform(0.2, 0.6)
        yield ends(m.nps(scores(rng, n, down, up)), 100 * (up - down))

    @condition("csat (every share: Wilson)", "share 10 to 90 %", size)
    def _csat(rng, n=size):  # type: ignore[no-untyped-def]
        share = rng.uniform(0.1, 0.9)
        yield ends(m.csat(yes(rng, n, share), 1, 1), 100 * share)


@condition("nps", "five in a hundred detractors, 80 % promoters", 60)
def _nps_skewed(rng):  # type: ignore[no-untyped-def]
    yield ends(m.nps(scores(rng, 60, 0.05, 0.8)), 75)


@condition("csat (every share: Wilson)", "share 90 to 97 %", 60)
def _csat_high(rng):  # type: ignore[no-untyped-def]
    share = rng.uniform(0.9, 0.97)
    yield ends(m.csat(yes(rng, 60, share), 1, 1), 100 * share)


for size, said in ((10, "covers about 92 %"), (40, "")):

    @condition("ces (every mean: Student)", "most answers the best of seven", size, 4000, said)
    def _ces(rng, n=size):  # type: ignore[no-untyped-def]
        yield ends(m.ces(rng.choice(SEVEN, p=SKEWED_SEVEN, size=n)), float(SEVEN @ SKEWED_SEVEN))


for size in (15, 60):

    @condition("csi", "three dimensions, skewed", size)
    def _csi(rng, n=size):  # type: ignore[no-untyped-def]
        rows = rng.choice(FIVE, p=SKEWED_FIVE, size=(n, 3))
        yield ends(m.csi(rows, [0.5, 0.3, 0.2]).index, 25 * (float(FIVE @ SKEWED_FIVE) - 1))

    @condition("servqual", "22 items", size, 800)
    def _servqual(rng, n=size):  # type: ignore[no-untyped-def]
        wants, gets = rng.integers(5, 8, (n, 22)), rng.choice(SEVEN, p=SKEWED_SEVEN, size=(n, 22))
        found, truth = m.servqual(wants, gets), float(SEVEN @ SKEWED_SEVEN) - 6
        yield ends(found.mean_gap, truth)
        yield ends(found.gaps["empathy"], truth)


@condition("cronbach_alpha", "normal items", 30)
def _alpha(rng):  # type: ignore[no-untyped-def]
    rows = rng.normal(size=(30, 1)) + rng.normal(size=(30, 5))
    yield ends(m.cronbach_alpha(rows), 5 / 6)


@condition("cronbach_alpha", "five-point answers, skewed", 60, 3000, "90 to 95 %")
def _alpha_skewed(rng):  # type: ignore[no-untyped-def]
    rows = np.clip(np.round(4.3 + 0.8 * (rng.normal(size=(60, 1)) + rng.normal(size=(60, 5))) / 1.4), 1, 5)
    yield ends(m.cronbach_alpha(rows), ALPHA_FIVE)


def _alpha_truth() -> float:
    rng = np.random.default_rng(1)
    rows = np.clip(
        np.round(4.3 + 0.8 * (rng.normal(size=(400_000, 1)) + rng.normal(size=(400_000, 5))) / 1.4), 1, 5
    )
    return m.cronbach_alpha(rows).value


ALPHA_FIVE = _alpha_truth()


@condition("kano", "better and worse", 40)
def _kano(rng):  # type: ignore[no-untyped-def]
    found = m.kano(dict(zip("AOMI", rng.multinomial(40, [0.3, 0.4, 0.2, 0.1]).tolist(), strict=True)))
    yield ends(found.better, 0.7)
    yield ends(found.worse, -0.6)


@condition("clv", "log-normal margins, 20 % leave", 100)
def _clv(rng):  # type: ignore[no-untyped-def]
    yield ends(
        m.clv(rng.lognormal(5, 0.5, 100), yes(rng, 100, 0.8), 0.1), np.exp(5.125) * m.clv_factor(0.8, 0.1)
    )


@condition("weighted_nps", "three response rates, 400 asked", "75")
def _weighted(rng):  # type: ignore[no-untyped-def]
    group = rng.choice(3, p=[0.5, 0.3, 0.2], size=400)
    rates = np.array([0.2, 0.1, 0.3])
    group = group[rng.random(400) < rates[group]]
    yield ends(m.weighted_nps(np.array([10, 8, 3])[group], 1 / rates[group]), 30)


@condition("difference", "means, unequal spread", "30 and 15")
def _difference(rng):  # type: ignore[no-untyped-def]
    yield ends(m.difference(rng.normal(3, 1, 30), rng.normal(4, 3, 15)), 1)


@condition("difference", "means of log-normal waits", "100 and 100")
def _difference_skewed(rng):  # type: ignore[no-untyped-def]
    yield ends(m.difference(rng.lognormal(0, 1, 100), rng.lognormal(0.2, 1, 100)), np.exp(0.7) - np.exp(0.5))


@condition("difference", "means of log-normal waits", "30 and 15", 3000, "the interval covers about 92 %")
def _difference_few(rng):  # type: ignore[no-untyped-def]
    yield ends(m.difference(rng.lognormal(0, 1, 30), rng.lognormal(0.2, 1, 15)), np.exp(0.7) - np.exp(0.5))


@condition("difference, response_rates", "shares", "40 and 40", 2000)
def _shares(rng):  # type: ignore[no-untyped-def]
    first, second = rng.uniform(0.1, 0.9, 2)
    yield ends(m.difference(yes(rng, 40, first), yes(rng, 40, second), "share"), 100 * (second - first))


@condition("difference_with_control", "shares", "4 × 40", 2000)
def _control(rng):  # type: ignore[no-untyped-def]
    before, after, other_before, other_after = (yes(rng, 40, p) for p in (0.7, 0.9, 0.7, 0.75))
    yield ends(m.difference_with_control(before, after, other_before, other_after, "share"), 15)


@condition("drivers", "two drivers, normal", 60, 2000)
def _drivers(rng):  # type: ignore[no-untyped-def]
    x = rng.normal(size=(60, 2))
    y = x @ [0.3, 0.2] + rng.normal(size=60)
    found = {one.name: one for one in m.drivers({"y": y, "a": x[:, 0], "b": x[:, 1]}, "y").ranking}
    size = np.sqrt(1 + 0.09 + 0.04)
    yield ends(found["a"], 0.3 / size)
    yield ends(found["b"], 0.2 / size)


RANK = 6 / np.pi * np.arcsin(0.5 / 2)
for name, words, n, skew, said in (
    ("rank", "normal", 20, False, ""), ("rank", "log-normal", 50, True, ""), ("linear", "normal", 20, False, ""),
    ("linear", "log-normal", 50, True, "with log-normal ones it covers about 80 %"),
):  # fmt: skip

    @condition(f"correlation, {name}", words, n, 3000, said)
    def _correlation(rng, kind=name, n=n, skew=skew):  # type: ignore[no-untyped-def]
        x, e = rng.normal(size=(2, n))
        y = 0.5 * x + np.sqrt(0.75) * e
        truth = RANK if kind == "rank" else (np.exp(0.5) - 1) / (np.e - 1) if skew else 0.5
        yield ends(m.correlation(np.exp(x) if skew else x, np.exp(y) if skew else y, kind), truth)


for size in (30, 100):

    @condition("survival, retention", "half cut off: share at a time, median, mean up to a time", size, 1500)
    def _survival(rng, n=size):  # type: ignore[no-untyped-def]
        end, cut = rng.exponential(10, n), rng.uniform(5, 25, n)
        found = m.survival(np.minimum(end, cut), (end <= cut).astype(int))
        if found.longest >= 12:
            yield ends(found.at(8), 100 * np.exp(-0.8))
            yield ends(found.quantile(), 10 * np.log(2))
            yield ends(found.mean(12), 10 * (1 - np.exp(-1.2)))


@condition(
    "survival, retention", "late: few left under observation", 30, 3000, "they cover between 91 and 99 %"
)
def _late(rng):  # type: ignore[no-untyped-def]
    end, cut = rng.exponential(10, 30), rng.uniform(5, 25, 30)
    found = m.survival(np.minimum(end, cut), (end <= cut).astype(int))
    if found.longest >= 20:
        yield ends(found.at(20), 100 * np.exp(-2))


@condition("survival_difference", "two groups of 50, a third cut off", 100, 800)
def _survival_difference(rng):  # type: ignore[no-untyped-def]
    end = np.concatenate([rng.exponential(10, 50), rng.exponential(16, 50)])
    cut = rng.uniform(8, 40, 100)
    found = m.survival_difference(
        np.minimum(end, cut), (end <= cut).astype(int), ["a"] * 50 + ["b"] * 50, at=6
    )
    yield ends(found, 100 * (np.exp(-6 / 16) - np.exp(-0.6)))


for size, said in (
    (30, "need several hundred customers"),
    (100, "need several hundred customers"),
    (1000, ""),
):

    @condition("cohort_clv (means of money)", "log-normal margins", size, 2000, said)
    def _cohort(rng, n=size):  # type: ignore[no-untyped-def]
        money = rng.lognormal(3, 1, (n, 1)) * np.ones((1, 3))
        found = m.cohort_clv(["a"] * n, money, 0.0)
        yield ends(found.cohorts["a"], 3 * np.exp(3.5))


@condition("fit_shifted_beta_geometric", "alive after 12 of 7 seen renewals", 500, 600)
def _renewals(rng):  # type: ignore[no-untyped-def]
    leaves = rng.geometric(np.maximum(rng.beta(0.704, 1.182, 500), 1e-6))
    found = m.fit_shifted_beta_geometric([int(np.sum(leaves > t)) for t in range(8)])
    yield ends(found.survival(12), m.ShiftedBetaGeometric(0.704, 1.182).survival(12).value)


def purchases(rng: Rng, n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Customers of a BG/NBD law."""
    rate, leave, age = rng.gamma(0.5, 1 / 8, n), rng.beta(0.8, 2.5, n), rng.uniform(27, 39, n)
    time, count, last, alive = np.zeros(n), np.zeros(n), np.zeros(n), np.ones(n, bool)
    while alive.any():
        time = time + rng.exponential(1 / rate)
        hit = alive & (time < age)
        count[hit] += 1
        last[hit] = time[hit]
        alive = hit & (rng.random(n) > leave)
    return count, last, age


@condition("fit_bg_nbd", "repeat purchases in 52 weeks", 1000, 300)
def _bg_nbd(rng):  # type: ignore[no-untyped-def]
    found = m.fit_bg_nbd(*purchases(rng, 1000))
    yield ends(found.expected_repeat(52), m.BgNbd(0.5, 8, 0.8, 2.5).expected_repeat(52).value)


@condition("fit_gamma_gamma", "mean amount", 500, 400)
def _gamma_gamma(rng):  # type: ignore[no-untyped-def]
    x = rng.geometric(0.4, 500).astype(float)
    scale = rng.gamma(3.74, 1 / 15.44, 500)
    found = m.fit_gamma_gamma(x, rng.gamma(6.25 * x, 1 / (scale * x)))
    yield ends(found.mean_amount(), 6.25 * 15.44 / 2.74)


@condition("fcr", "customers differ, about 2 contacts each", "about 400", 600)
def _fcr(rng):  # type: ignore[no-untyped-def]
    # each first contact fails with a chance of the customer's own; a failure comes back a day later, once
    people = 200
    fails, rows = rng.beta(1.5, 6, people), []
    for who in range(people):
        for start in np.cumsum(rng.uniform(20, 60, 3)):
            rows.append((who, start))
            if rng.random() < fails[who]:
                rows.append((who, start + 1))
    who, when = np.array(rows).T
    yield ends(m.fcr(who, when, 7), 80.0)


@condition("service_level", "20 days with luck of their own, given as blocks", "20 × 100", 1000)
def _service_level(rng):  # type: ignore[no-untyped-def]
    share = rng.beta(12, 3, 20)
    day = np.repeat(np.arange(20), 100)
    waits = np.where(rng.random(2000) < share[day], 5.0, 60.0)
    yield ends(m.service_level(waits, np.ones(2000), 20, blocks=day), 80)


@condition("occupancy", "20 days", 20)
def _occupancy(rng):  # type: ignore[no-untyped-def]
    staffed = rng.uniform(300, 600, 20)
    yield ends(m.occupancy(staffed * rng.beta(16, 4, 20), staffed), 80)


for agents, kind, said in (
    (20, "normal", ""),
    (20, "yes or no, 85 %", "it is between 90 and 97 %"),
    (6, "normal", ""),
):

    @condition("agent_scorecard", f"3 to 40 ratings each, {kind}; mean over the agents", agents, 400, said)
    def _scorecard(rng, k=agents, kind=kind):  # type: ignore[no-untyped-def]
        n = rng.integers(3, 40, k)
        who = np.repeat(np.arange(k), n)
        true = rng.normal(4, 0.3, k) if kind == "normal" else rng.beta(17, 3, k)
        rated = rng.normal(true[who], 0.8) if kind == "normal" else yes(rng, len(who), true[who])
        for one in m.agent_scorecard(who, rated).agents:
            yield ends(one.score, float(true[int(one.agent)]))


for shops, said in ((30, ""), (8, "about 91 to 94 %")):

    @condition("mystery_shopper", f"{shops} shops, 3 visits each, scores near the top", 3 * shops, 3000, said)
    def _mystery(rng, k=shops):  # type: ignore[no-untyped-def]
        shop = np.repeat(np.arange(k), 3)
        found = m.mystery_shopper(100 * rng.beta(*(np.array([8, 2]) * 2)[:, None], 3 * k) * 0.5
                                  + 50 * rng.beta(8, 2, k)[shop], shop)  # fmt: skip
        yield ends(found, 80)


@condition("stratified_mean", "three strata, yes or no", "3 × 25")
def _strata(rng):  # type: ignore[no-untyped-def]
    share, sizes = np.array([0.6, 0.8, 0.4]), {"0": 5000, "1": 3000, "2": 2000}
    group = np.repeat(np.arange(3), 25)
    found = m.stratified_mean(yes(rng, 75, share[group]), group.astype(str), sizes)
    yield ends(found, float(share @ [0.5, 0.3, 0.2]))


@condition("gap_groups", "gap of two five-point answers", 20)
def _gap(rng):  # type: ignore[no-untyped-def]
    wants, gets = rng.choice(FIVE, p=SKEWED_FIVE, size=(2, 20))
    yield ends(m.gap_groups(wants, gets).gap, 0)


for n, hang, said in ((12, 0.0, ""), (36, 0.0, ""), (36, 0.5, "75 to 90 % instead of 95 %")):

    @condition("trend", f"monthly values, correlation of neighbors {hang}", n, 1500, said)
    def _trend(rng, n=n, hang=hang):  # type: ignore[no-untyped-def]
        noise = rng.normal(size=n + 50)
        for k in range(1, n + 50):
            noise[k] += hang * noise[k - 1]
        yield ends(a.trend(80 + 0.1 * np.arange(n) + noise[50:]), 0.1)


@condition("forecast", "five years of months with a season; six ahead", 60, 40, "expect 80 to 95 % inside")
def _forecast(rng):  # type: ignore[no-untyped-def]
    time = np.arange(66)
    level = 1000 + np.cumsum(rng.normal(0, 8, 66))
    series = level + 100 * np.sin(time / 12 * 2 * np.pi) + rng.normal(0, 20, 66)
    found = a.forecast(series[:60], 6, 12).table
    yield from zip(found["low"], found["high"], series[60:], strict=True)


@condition("satisfaction_to_revenue", "changes over three years of months", 36, 1500)
def _revenue(rng):  # type: ignore[no-untyped-def]
    score = 80 + np.cumsum(rng.normal(0, 1, 36))
    money = np.exp(5 + np.log1p(0.0237) * score + np.cumsum(rng.normal(0, 0.02, 36)))
    yield ends(a.satisfaction_to_revenue(score, money), 2.37)


@condition("profiles of a normal law (check of the study itself)", "known interval of 95 %", 1, 3000)
def _itself(rng):  # type: ignore[no-untyped-def]
    half = norm.ppf(0.975)
    x = rng.normal()
    yield x - half, x + half, 0.0
