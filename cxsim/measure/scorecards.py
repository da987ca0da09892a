"""Agents and shops side by side without making a league table of luck.

Question: who is really better, when most differences between small samples are chance?
Inputs: one row per rated contact or visit: who, and the score.
Outputs: for each agent the mean, the mean drawn towards the team's (the more, the fewer the ratings), an interval
and the ranks that are possible; for visits a mean whose interval knows that visits to one shop are alike.
Literature: Efron & Morris 1975; Morris 1983 (empirical Bayes and its interval); Goldstein & Spiegelhalter 1996
(ranks); Kish 1965 (clusters).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from cxsim.guards import CxError
from cxsim.measure.intervals import clusters_of, mean_of, student_factor, z_of
from cxsim.measure.reading import ANY, INSIDE, POSITIVE, SHARE, Allowed, ends_of, numbers, one
from cxsim.measure.result import Measure, few
from cxsim.messages import tr

__all__ = ["AgentScore", "Scorecard", "VisitPlan", "agent_scorecard", "combined_scorecard", "mystery_plan",
           "mystery_shopper"]  # fmt: skip

_DRAWS = 2000


class AgentScore(NamedTuple):
    """One agent: ratings, plain mean, mean drawn towards the team's, ranks that the ratings allow (1 = best)."""

    agent: str
    n: int
    raw: float
    score: Measure
    rank_low: int
    rank_high: int


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A team.

    Attributes
    ----------
    agents : tuple of AgentScore
        Best first.
    mean : float
        Mean of the team that small samples are drawn to.
    between : float
        Standard deviation of true differences between agents; 0 where the ratings show none.
    reliability : float
        Share of the spread of plain means that is no luck, 0..1, for an agent of median size.
    warning : str
        What to keep in mind.
    """

    agents: tuple[AgentScore, ...]
    mean: float
    between: float
    reliability: float
    warning: str

    def __str__(self) -> str:
        shown = [
            tr("{agent}: {raw} plain, {score} drawn to the team ({low} to {high}, n = {n}), rank {first} to {last}",
               agent=a.agent, raw=a.raw, score=a.score.value, low=a.score.low, high=a.score.high, n=a.n,
               first=a.rank_low, last=a.rank_high)
            for a in self.agents
        ]  # fmt: skip
        return "\n".join([*shown, *([self.warning] if self.warning else [])])

    def table(self) -> Any:
        """The scorecard as a DataFrame: agent, n, raw, score, low, high, rank_low, rank_high."""
        import pandas as pd

        rows = [(a.agent, a.n, a.raw, a.score.value, a.score.low, a.score.high, a.rank_low, a.rank_high)
                for a in self.agents]  # fmt: skip
        return pd.DataFrame(
            rows, columns=["agent", "n", "raw", "score", "low", "high", "rank_low", "rank_high"]
        )


class VisitPlan(NamedTuple):
    """Visits of a mystery-shopper program: shops, visits in all, what they cost, the half width they give."""

    shops: int
    visits: int
    cost: float
    margin: float


def agent_scorecard(agents: Iterable[Any], scores: Iterable[float], level: float = 0.95) -> Scorecard:
    """Score of each agent, shrunk to the team's mean as far as the ratings are few (empirical Bayes).

    Parameters
    ----------
    agents : iterable
        Who was rated in each row.
    scores : iterable of float
        The rating: any number, 0 or 1 for a share; higher is better. Rows with a missing value are left out.
    level : float
        Confidence; over all agents of a team that share of the intervals holds the true score. With fewer than
        about 8 agents, or ratings of 0 and 1 near the ends, it is between 90 and 97 %.

    Examples
    --------
    >>> card = agent_scorecard(["a"] * 3 + ["b"] * 40 + ["c"] * 40, [5, 5, 5] + [1, 5] * 20 + [2, 4] * 20)
    >>> [(a.agent, a.raw, round(a.score.value, 1)) for a in card.agents][0]
    ('a', 5.0, 4.2)
    """
    one(level, "level", INSIDE)
    names, n, mean, within = _moments(agents, scores)
    k, error = len(n), within / n
    centre, between = _team(mean, error, n)
    weight = between / (between + error) if between > 0 else np.zeros(k)
    score = weight * mean + (1 - weight) * centre
    spread_of_centre = 1 / float(np.sum(1 / (between + error))) if within > 0 or between > 0 else 0.0
    # Morris 1983: the price of having estimated how far the agents differ
    extra = 2 / max(1, k - 3) * ((1 - weight) * (mean - centre)) ** 2
    variance = weight * error + (1 - weight) ** 2 * spread_of_centre + extra
    half = z_of(level) * np.sqrt(variance)
    ranks = _ranks(score, np.sqrt(variance), level)
    order = sorted(range(k), key=lambda a: -score[a])
    found = tuple(
        AgentScore(names[a], int(n[a]), float(mean[a]),
                   Measure(names[a], float(score[a]), float(score[a] - half[a]), float(score[a] + half[a]), int(n[a]),
                           "empirical Bayes", level, few(int(n[a])), 2), *ranks[a])
        for a in order
    )  # fmt: skip
    size = float(np.median(n))
    share = between / (between + within / size) if between > 0 else 0.0
    text = "" if between > 0 else tr("the ratings show no difference between agents beyond luck")
    if k < 5:
        text = "; ".join(p for p in (text, tr("only {k} agents: the team's spread is a guess", k=k)) if p)
    return Scorecard(found, centre, math.sqrt(between), share, text)


def combined_scorecard(
    agents: Iterable[Any], criteria: Any, weights: Mapping[str, float], level: float = 0.95
) -> Scorecard:
    """One score of several criteria (speed, resolution, satisfaction, attitude), each shrunk, in standard deviations.

    Parameters
    ----------
    agents : iterable
        Who was rated in each row.
    criteria : table
        One column per criterion; higher is better (give minutes with a minus). A row may lack some of them.
    weights : mapping
        Weight of each criterion, of 0 or more; they are taken as given and must add to 1.
    level : float
        Confidence of the intervals; criteria are taken as independent within an agent.
    """
    from cxsim.measure.reading import add_to_one, named

    names = [str(name) for name in (criteria.columns if hasattr(criteria, "columns") else criteria)]
    shares = add_to_one(named(weights, "weights", names), "weights")
    people, cards = list(agents), []
    for name in names:
        column = numbers(criteria[name], name)
        spread = float(np.nanstd(column, ddof=1))
        if not spread > 0:
            raise CxError(
                tr("combined_scorecard: all values of {name} are alike; it cannot be compared", name=name)
            )
        card = agent_scorecard(people, (column - np.nanmean(column)) / spread, level)
        cards.append({a.agent: a for a in card.agents})
    everybody = [agent for agent in cards[0] if all(agent in card for card in cards)]
    score = np.array([[card[a].score.value for card in cards] for a in everybody]) @ shares
    raw = np.array([[card[a].raw for card in cards] for a in everybody]) @ shares
    half = np.sqrt(np.array([[card[a].score.half ** 2 for card in cards] for a in everybody]) @ shares**2)
    ranks = _ranks(score, half / z_of(level), level)
    n = [min(card[a].n for card in cards) for a in everybody]
    found = tuple(
        AgentScore(everybody[a], n[a], float(raw[a]),
                   Measure(everybody[a], float(score[a]), float(score[a] - half[a]), float(score[a] + half[a]), n[a],
                           "empirical Bayes", level, few(n[a]), 2), *ranks[a])
        for a in sorted(range(len(everybody)), key=lambda a: -score[a])
    )  # fmt: skip
    lost = len({a for card in cards for a in card}) - len(everybody)
    text = tr("{count} agents lack a criterion and were left out", count=lost) if lost else ""
    return Scorecard(found, 0.0, float(np.std(score)), math.nan, text)


def mystery_shopper(
    scores: Iterable[float],
    shops: Iterable[Any] | None = None,
    scale: tuple[float, float] = (0, 100),
    level: float = 0.95,
) -> Measure:
    """Mean score of mystery visits.

    Parameters
    ----------
    scores : iterable of float
        Score of each visit.
    shops : iterable, optional
        Shop of each visit: ten visits to one shop are worth far fewer than visits to ten shops.
    scale : pair of float
        Lowest and highest score.
    level : float
        Confidence; Student with shops - 1 degrees of freedom. With fewer than about 10 shops, or scores near an end
        of the scale, it covers about 91 to 94 % instead of 95 %.

    Examples
    --------
    >>> round(mystery_shopper([80, 90, 70, 60], ["a", "a", "b", "b"]).half, 1)
    127.1
    """
    values = numbers(scores, "scores", ends_of(scale))
    codes = np.arange(len(values)) if shops is None else clusters_of(shops, "mystery_shopper", len(values))
    used = ~np.isnan(values) & (codes >= 0)
    values, codes = values[used], np.unique(codes[used], return_inverse=True)[1]
    ends = (float(scale[0]), float(scale[1]))
    if shops is None or len(values) < 2:
        return mean_of(tr("mystery score"), values, level, ends)
    k, n, mean = int(codes.max()) + 1, len(values), float(values.mean())
    if k < 2:
        return Measure(tr("mystery score"), mean, math.nan, math.nan, n, "shops", level,
                       tr("all visits were to one shop: no interval for the others"))  # fmt: skip
    off = np.bincount(codes, values - mean)
    half = student_factor(level, k - 1) * math.sqrt(k / (k - 1) * float(off @ off)) / n
    low, high = (
        (mean - half, mean + half) if k == 2 else (max(ends[0], mean - half), min(ends[1], mean + half))
    )
    return Measure(
        tr("mystery score"), mean, low, high, n, tr("{k} shops as clusters", k=k), level, few(k, 10)
    )


def mystery_plan(
    margin: float,
    spread: float,
    likeness: float = 0.2,
    visits: int = 2,
    cost: float = 0.0,
    level: float = 0.95,
) -> VisitPlan:
    """Shops to visit so that the mean score is known to plus or minus ``margin``.

    Parameters
    ----------
    margin, spread : float
        Half width wanted, and standard deviation of single visits, points of the score.
    likeness : float
        Share of the variance that lies between shops, 0..1 (intraclass correlation; 0.2 is an assumption).
    visits : int
        Visits to each shop.
    cost : float
        Money for a visit.

    Examples
    --------
    >>> mystery_plan(3, 15, 0.2, 2).shops, mystery_plan(3, 15, 0.2, 2).visits
    (58, 116)
    """
    half, deviation = one(margin, "margin", POSITIVE), one(spread, "spread", POSITIVE)
    count = int(one(visits, "visits", Allowed(1, whole=True)))
    variance = deviation**2 * (1 + (count - 1) * one(likeness, "likeness", SHARE)) / count
    shops = max(2, math.ceil(variance * (z_of(level) / half) ** 2 - 1e-9))
    given = z_of(level) * math.sqrt(variance / shops)
    return VisitPlan(shops, shops * count, shops * count * one(cost, "cost", Allowed(0)), given)


def _moments(
    agents: Iterable[Any], scores: Iterable[float]
) -> tuple[list[str], np.ndarray, np.ndarray, float]:
    """Names, ratings, means, and the variance within an agent that all share."""
    import pandas as pd

    values = numbers(scores, "scores", ANY)
    given = agents if hasattr(agents, "dtype") else np.array(list(agents), dtype=object)
    codes, known = pd.factorize(given, use_na_sentinel=True)
    if len(codes) != len(values):
        raise CxError(tr("scorecard: {one} agents and {two} scores; one of each is needed", one=len(codes),
                         two=len(values)))  # fmt: skip
    used = ~np.isnan(values) & (codes >= 0)
    values, codes = values[used], codes[used]
    n = np.bincount(codes, minlength=len(known))
    there = n > 0
    if there.sum() < 2 or len(values) <= there.sum():
        raise CxError(tr("scorecard: {agents} agents with {n} ratings; at least two agents, and one of them rated"
                         " twice, are needed", agents=int(there.sum()), n=len(values)))  # fmt: skip
    mean = np.bincount(codes, values, minlength=len(known)) / np.maximum(n, 1)
    within = float(np.sum((values - mean[codes]) ** 2)) / (len(values) - int(there.sum()))
    names = [str(name) for name, here in zip(known, there, strict=True) if here]
    return names, n[there].astype(float), mean[there], within


def _team(mean: np.ndarray, error: np.ndarray, n: np.ndarray) -> tuple[float, float]:
    """Mean of the agents and variance of true differences (Paule & Mandel 1982); 0 where luck explains all."""
    k = len(mean)
    if not error.any():
        return float(mean.mean()), float(mean.var(ddof=1))

    def spread(between: float) -> tuple[float, float]:
        weight = 1 / (error + between)
        centre = float(weight @ mean / weight.sum())
        return float(weight @ (mean - centre) ** 2), centre

    if spread(0.0)[0] <= k - 1:
        return spread(0.0)[1], 0.0
    low, high = 0.0, float(mean.var(ddof=1)) * 2 + 1e-12
    while spread(high)[0] > k - 1:
        high *= 2
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if spread(middle)[0] > k - 1 else (low, middle)
    return spread(high)[1], high


def _ranks(score: np.ndarray, error: np.ndarray, level: float) -> list[tuple[int, int]]:
    """Ranks that fit the intervals, from draws with a fixed seed; equals share their ranks."""
    rng = np.random.default_rng(7)
    draws = score + error * rng.standard_normal((_DRAWS, len(score)))
    tail = (1 - level) / 2
    if (error > 0).all():
        best = worst = (-draws).argsort(axis=1).argsort(axis=1) + 1
    else:  # draws without error can be equal; scipy's ranks take three times as long
        from scipy.stats import rankdata

        best, worst = (rankdata(-draws, method, axis=1) for method in ("min", "max"))
    low, high = (np.quantile(ranks, share, axis=0, method="inverted_cdf")
                 for ranks, share in ((best, tail), (worst, 1 - tail)))  # fmt: skip
    return [(int(first), int(last)) for first, last in zip(low, high, strict=True)]
