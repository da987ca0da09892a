"""What one queue cannot tell, carried over to a later month: types of calls, nights, next calls.

Each total is drawn as its value times the error of both periods, found by drawing calls: service times lognormal,
patience two exponentials cut off by exponential waits, counts and shares binomial or Poisson.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

SEED, TIMES_S = 4151, (15, 30, 60, 120, 300, 600)
TYPES = ("PS", "NW", "NE", "IN")
Draws = tuple[np.ndarray, np.ndarray]


class Carried(NamedTuple):
    """Draws under both views by (quantity, segment), and rows that the bank's table does not have: unit and value."""

    draws: dict[tuple[str, str], Draws]
    added: dict[tuple[str, str], tuple[str, float]]


def carried(table: pd.DataFrame, same: pd.DataFrame, other: pd.DataFrame, days: tuple[int, int],
            drift: dict[str, float]) -> Carried:  # fmt: skip
    """Draws of every total that the World does not give.

    Parameters
    ----------
    table
        The bank's totals.
    same, other
        Months of the World under both views, one row each.
    days
        Working days of the two months and of the later one.
    drift
        By what months differ: sd of the logarithm.
    """
    rng, many = np.random.default_rng(SEED), len(same)
    value = {(r.quantity, r.segment): (float(r.value), float(r.n), r.unit) for r in table.itertuples()}
    part = days[1] / days[0]
    draws: dict[tuple[str, str], Draws] = {}
    added: dict[tuple[str, str], tuple[str, float]] = {}
    for name in TYPES:
        own = {q: v for (q, segment), v in value.items() if segment == name}
        draws |= {(q, name): both(one, q, rng, drift) for q, one in service(own, part, many, rng).items()}
        draws |= {(q, name): both(one, q, rng, drift) for q, one in patience(own, part, many, rng).items()}
        share, n, _ = own["abandon_share"]
        moved = {"abandon_share": share, "wait_mean_s": 60 * share / own["abandon_rate_per_min"][0],
                 "daily_total_mean": n / days[0]}  # fmt: skip
        error = {"abandon_share": (1 - share) / share / n, "daily_total_mean": 1 / n}
        error["wait_mean_s"] = error["abandon_share"]  # the wait is known no better than by those who left
        for q, middle in moved.items():
            luck = np.exp(rng.normal(size=many) * np.sqrt(error[q] * (1 + 1 / part)))
            turn = np.exp(rng.normal(size=many) * drift["types"])
            draws[q, name] = (middle * same[q] / same[q].median() * luck, middle * other[q] / same[q].median() * luck
                              * turn)  # fmt: skip
            if (q, name) not in value:
                added[q, name] = ("s" if q == "wait_mean_s" else "calls/day", middle)
    for (q, segment), (seen, n, _) in value.items():
        if q.startswith("next_call"):
            draws[q, segment] = again(seen, n, part, rng, (many, drift["again"]))
        elif q == "arrivals_per_hour_mean" and f"{q}/{segment}" not in same:
            rate = rng.gamma(seen * days[0] + 0.5, size=many) / days[0]
            draws[q, segment] = tuple(rng.poisson(rate * days[1] * np.exp(sd * rng.normal(size=many))) / days[1]
                                      for sd in (0.0, drift["calls"]))  # type: ignore[assignment]  # fmt: skip
    return Carried(draws, added)


def both(drawn: np.ndarray, quantity: str, rng: np.random.Generator, drift: dict[str, float]) -> Draws:
    """The draws, and the same where months differ: shares who still wait by a factor on giving up, logs by a sum."""
    turn = rng.normal(size=len(drawn)) * drift["service" if quantity.startswith("service") else "patience"]
    if quantity.startswith("patience_survival"):
        return drawn, drawn ** np.exp(turn)
    return drawn, drawn + turn if quantity == "service_log_mean" else drawn * np.exp(turn)


def service(own: dict, part: float, many: int, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Totals of service times of one type: the value, times what two samples of its size differ by."""
    n, middle, spread = int(own["service_mean_s"][1]), own["service_log_mean"][0], own["service_log_sd"][0]

    def totals(size: int) -> np.ndarray:
        logs = rng.normal(middle, spread, size)
        calls = np.exp(logs)
        mean = calls.mean()
        return np.array([mean, calls.std() / mean, *np.quantile(calls, [0.5, 0.9]), logs.mean(), logs.std()])

    names = [f"service_{one}" for one in ("mean_s", "cv", "median_s", "p90_s", "log_mean", "log_sd")]
    ratio = np.array([totals(max(2, round(n * part))) / totals(n) for _ in range(many)])
    return {name: own[name][0] * ratio[:, place] for place, name in enumerate(names)}


def patience(own: dict, part: float, many: int, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Kaplan-Meier points, restricted mean and rate of giving up of one type, as `service` does."""
    from scipy.optimize import brentq, least_squares

    t = np.array(TIMES_S, float)
    points = np.array([own[f"patience_survival_{at}_s"][0] for at in TIMES_S])

    def curve(free: np.ndarray) -> np.ndarray:
        share = 1 / (1 + np.exp(-free[0]))
        return share * np.exp(-t / np.exp(free[1])) + (1 - share) * np.exp(-t / np.exp(free[2]))

    free = least_squares(lambda free: curve(free) - points, [-2.0, 4.0, 6.0]).x
    short, means = 1 / (1 + np.exp(-free[0])), np.exp(free[1:])
    n, calls = int(own["patience_survival_15_s"][1]), own["abandon_share"][1]
    waited = own["abandon_share"][0] * calls / own["abandon_rate_per_min"][0] * 60 / n
    held = brentq(lambda v: (np.array([short, 1 - short]) / (1 / means + 1 / v)).sum() - waited, 0.1, 1e6)

    def totals(size: int) -> np.ndarray:
        own_mean = np.where(rng.random(size) < short, means[0], means[1])
        return kaplan_meier(rng.exponential(own_mean), rng.exponential(held, size))

    names = [*(f"patience_survival_{at}_s" for at in TIMES_S), "patience_restricted_mean_600_s", "abandon_rate_per_min"]
    pairs = np.array([[totals(max(2, round(n * part))), totals(n)] for _ in range(many)])
    found = {name: own[name][0] + pairs[:, 0, place] - pairs[:, 1, place] for place, name in enumerate(names)}
    return {name: np.clip(one, 1e-6, 1 if "survival" in name else None) for name, one in found.items()}


def kaplan_meier(patience: np.ndarray, held: np.ndarray) -> np.ndarray:
    """Share still waiting at `TIMES_S`, mean restricted to 600 s, rate of giving up a minute; in whole seconds."""
    wait, left = np.ceil(np.minimum(patience, held)).astype(int), patience < held
    last = max(int(wait.max()) + 2, 602)
    ended, gone = np.bincount(wait, minlength=last), np.bincount(wait[left], minlength=last)
    risk = len(wait) - np.concatenate([[0], np.cumsum(ended)[:-1]])
    share = np.cumprod(1 - gone / np.maximum(risk, 1))
    return np.array([*share[list(TIMES_S)], share[:600].sum(), 60 * left.sum() / np.minimum(patience, held).sum()])


def again(seen: float, n: float, part: float, rng: np.random.Generator, how: tuple[int, float]) -> Draws:
    """Share with a next call: binomial error of both periods; the odds turn where months differ."""
    many, drift = how
    odds = np.log(seen / (1 - seen)) + rng.normal(size=many) * np.sqrt((1 + 1 / part) / (n * seen * (1 - seen)))
    turned = odds + rng.normal(size=many) * drift / (1 - seen)
    return 1 / (1 + np.exp(-odds)), 1 / (1 + np.exp(-turned))
