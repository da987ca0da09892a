"""Statistics of staying and leaving from a log; used by the study of stylized facts."""

from __future__ import annotations

import numpy as np

from cxsim._jit import kernel
from cxsim.distributions import exp_
from cxsim.results.equity import YEAR, customer_equity
from cxsim.results.facts import Facts
from cxsim.schema import CUSTOMER
from cxsim.stages.finance import WEEKS_A_YEAR
from cxsim.stages.loyalty import (
    BASE,
    CONTRACT_END,
    CONTRACT_RUNNING,
    CONTRACT_RUNS,
    NO_CONTRACT,
    REVIEWS_A_YEAR,
    leave_probability,
    standing,
)


def first_reviews(reviews: np.ndarray, present: np.ndarray, first_week: int) -> tuple[np.ndarray, np.ndarray]:
    """Recommend answer of every customer in the first four weeks, and whether she is still there at the end."""
    first = reviews[reviews["week"] < first_week + 4]
    return first["recommend"].astype(float), present[first["person"]].astype(float)


def correlation(x: np.ndarray, y: np.ndarray) -> float:
    """Pearson's r."""
    return float(np.corrcoef(x, y)[0, 1])


def mcfadden(x: np.ndarray, left: np.ndarray) -> float:
    """McFadden's pseudo-R² of a logistic regression of leaving on one variable, by Newton's method."""
    y, design = left.astype(np.float64), np.column_stack([np.ones(len(x)), x])
    beta = np.array([np.log(y.mean() / (1 - y.mean())), 0.0])
    for _ in range(25):
        p = 1 / (1 + np.exp(-design @ beta))
        step = np.linalg.solve(design.T @ (design * (p * (1 - p))[:, None]), design.T @ (y - p))
        beta += step
        if np.abs(step).max() < 1e-10:
            break
    p = 1 / (1 + np.exp(-design @ beta))
    null = len(y) * (y.mean() * np.log(y.mean()) + (1 - y.mean()) * np.log(1 - y.mean()))
    return float(1 - (y * np.log(p) + (1 - y) * np.log(1 - p)).sum() / null)


@kernel
def _stay_share(persons, traits, moment, row):
    """Mean chance of staying a year, at the state and by the rule of customer equity."""
    total, n, mean = 0.0, 0, 0.0
    for i in range(persons.size):
        if persons[i]["status"] == CUSTOMER:
            mean += persons[i]["satisfaction"]
            n += 1
    mean /= n
    for i in range(persons.size):
        who, person = persons[i], traits[i]
        if who["status"] != CUSTOMER:
            continue
        bound = person["contract"] >= 0
        stand = standing(person["frailty"], who["referred"] == 1, CONTRACT_RUNS if bound else NO_CONTRACT, 0, row)
        chance = leave_probability(.5 * (who["satisfaction"] + mean), .5 * who["failure"],
                                   (moment - who["joined"]) / YEAR, stand, row)
        odds = chance / (1.0 - chance) * (exp_(row[CONTRACT_END] - row[CONTRACT_RUNNING]) if bound else 1.0)
        total += (1.0 - chance) ** (REVIEWS_A_YEAR - 1) / (1.0 + odds)
    return total / n


def point_of_retention(persons: np.ndarray, facts: Facts) -> float:
    """Relative gain in the value of the customers at the end if one more in a hundred of them stayed a year."""
    end, row = facts.horizon.end, facts.plan.loyalty
    usual = _stay_share(persons, facts.traits, end, row)
    low, high = -1.0, 0.0
    for _ in range(40):
        middle, moved = (low + high) / 2, row.copy()
        moved[BASE] += middle
        low, high = (middle, high) if _stay_share(persons, facts.traits, end, moved) > usual + .01 else (low, middle)
    moved = row.copy()
    moved[BASE] += high
    worth = customer_equity(persons, end, facts._replace(plan=facts.plan._replace(loyalty=moved))).sum()
    return float(worth / customer_equity(persons, end, facts).sum() - 1)


def leaving_rate(reviews: np.ndarray, cohort: int, years: int) -> dict[str, float]:
    """Mean chance of leaving at a review in each year, of the customers of the start who are still there."""
    own = reviews[reviews["person"] < cohort]
    year = own["week"] // WEEKS_A_YEAR
    return {f"leave_{n}": float(own["leave_probability"][year == n].mean()) for n in range(years)}


def two_terms(found: tuple[float, float], digits: int) -> str:
    """A mean with its half-width."""
    return f"{found[0]:+.{digits}f} ± {found[1]:.{digits}f}"
