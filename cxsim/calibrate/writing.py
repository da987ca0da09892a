"""The World that comes out: fitted numbers in their places, the rest in proportion to the base company.

Inputs: what was fitted. Outputs: a Scenario, checked as every other, that every lab opens.
"""

from __future__ import annotations

import datetime
import math
from typing import TYPE_CHECKING, Any

import numpy as np

from cxsim.calibrate.handling import novice_gap
from cxsim.messages import tr
from cxsim.scenario import Scenario
from cxsim.scenario.rosters import roster_from_hours
from cxsim.schema import CHANNELS

if TYPE_CHECKING:
    from cxsim.calibrate.fitting import Options
    from cxsim.calibrate.from_log import Parts

__all__ = ["come_back_share", "company", "first_monday"]

YEAR_DAYS = 364
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(40)


def company(parts: Parts, base: Scenario, options: Options) -> Scenario:
    """Write the company.

    Parameters
    ----------
    parts
        Fitted numbers.
    base
        Company that gives what was not fitted.
    options
        Customers, where known.
    """
    ready = {path: value for path, value in parts.changes.items() if path.startswith(("world.", "beliefs.", "policy."))}
    size, people = _people(parts.needs_a_day * YEAR_DAYS, base, options.customers)
    changes: dict[str, Any] = {**people, **_demand(parts), **ready, **_returning(parts, base)}
    changes |= _rosters(parts, base, size)
    changes["world.costs.fixed_cny_year"] = min(1e13, round(base.world.costs.fixed_cny_year * size, -2))
    floor = base.beliefs.relevance.profit_floor_cny
    changes["beliefs.relevance.profit_floor_cny"] = round(floor * size, 2)
    if any(path.startswith("world.service.patience.") for path in ready):  # fitted to all callers together
        changes |= {"world.service.patience_prospect_factor": 1.0, "world.service.patience_urgent_factor": 1.0,
                    "world.service.patience_person_sd": 0.0}  # fmt: skip
    if not parts.shares["email"]:
        changes["beliefs.contacts.switch_to_email_share"] = 0.0
    made = base.replace(_rounded(changes), name=tr("calibrated company"))
    return made.replace({"before": made.policy.model_dump(by_alias=True)})


def first_monday(first: np.datetime64) -> tuple[datetime.date, int]:
    """Monday on or before a day, and the days between."""
    number = int(first.astype("datetime64[D]").astype(int))
    since = (number + 3) % 7
    return datetime.date(1970, 1, 1) + datetime.timedelta(days=number - since), since


def _people(needs: float, base: Scenario, customers: int | None) -> tuple[float, dict[str, Any]]:
    """Market that has these needs: as many people as they come from, or a rate for the people that were named."""
    market, demand = base.world.market, base.world.demand
    usual = market.customers * demand.needs_per_year + market.prospects * demand.prospect_needs_per_year
    size = needs / usual if customers is None else customers / market.customers
    size = min(size, 9_999_999 / max(market.customers, market.prospects))
    rate = needs / (usual * size)
    return size, {
        "world.market.customers": max(1, round(market.customers * size)),
        "world.market.prospects": round(market.prospects * size),
        "world.market.entrants_per_year": min(1e7, market.entrants_per_year * size),
        "world.demand.needs_per_year": demand.needs_per_year * rate,
        "world.demand.prospect_needs_per_year": demand.prospect_needs_per_year * rate,
    }


def _demand(parts: Parts) -> dict[str, Any]:
    monday, _ = first_monday(parts.days.first)
    found: dict[str, Any] = {
        "world.calendar.start_date": monday,
        "world.demand.weekday_weight": parts.level.weekday.tolist(),
        "world.demand.busy_day_cv": min(1.0, parts.level.busy[0]),
        "world.demand.busy_day_link": parts.level.busy[1],
        "world.demand.channel_share": _one(parts.shares),
    }
    # a log of less than a year has its level in some season; the base company's season would move it elsewhere
    found["world.demand.season_amplitude"] = 0.0
    if any(one.key == "season_amplitude" for one in parts.level.fits):
        found["world.demand.season_amplitude"] = min(0.99, parts.level.season[0])
        found["world.demand.season_peak_day"] = parts.level.season[1]
    for name, share in parts.shapes.items():
        found[f"world.demand.half_hour_weight.{name}"] = (48 * share).tolist()
    return found


def _one(shares: dict[str, float]) -> dict[str, float]:
    """Shares of six digits that sum to one; the largest takes what rounding leaves."""
    rounded = {name: round(share, 6) for name, share in shares.items()}
    largest = max(rounded, key=lambda name: rounded[name])
    rounded[largest] = round(1 - sum(value for name, value in rounded.items() if name != largest), 6)
    return rounded


def _returning(parts: Parts, base: Scenario) -> dict[str, Any]:
    """Resolution of each channel from the share who come back, and their delay (the World has one)."""
    found: dict[str, Any] = {}
    for name in CHANNELS:
        fitted = parts.changes.get(f"come_back.{name}")
        if fitted is None:
            continue
        share, median, spread = fitted
        found[f"world.service.resolution.{name}"] = _intercept(share, name, base)
        if "beliefs.contacts.recontact_delay" not in found:
            variance = min(5.9, spread**2)
            found["beliefs.contacts.recontact_delay"] = {
                "family": "lognormal", "mean_min": min(1e6, median * math.exp(variance / 2)),
                "cv": math.sqrt(math.expm1(variance))}  # fmt: skip
    return found


def come_back_share(base: Scenario, channel: str, intercept: float | None = None) -> float:
    """Share of handled first contacts after which a customer comes back: not solved, and not given up."""
    demand, service = base.world.demand, base.world.service
    level = getattr(service.resolution, channel) if intercept is None else intercept
    level += base.world.staff.novice_logit * novice_gap(base)
    spread = math.hypot(service.resolution_difficulty_slope * demand.difficulty_sd, service.resolution_noise_sd)
    solved = 0.0
    for reason, share in dict(demand.reason_share).items():
        middle = level + getattr(service.resolution_by_reason, reason)
        middle += service.resolution_difficulty_slope * getattr(demand.reason_difficulty, reason)
        chance = 1 / (1 + np.exp(-(middle + spread * _NODES)))
        solved += share * float(np.sum(_WEIGHTS * chance) / np.sum(_WEIGHTS))
    return (1 - solved) * base.beliefs.contacts.recontact_share


def _intercept(share: float, channel: str, base: Scenario) -> float:
    """Log odds of resolution that give this share of come-backs."""
    low, high = -12.0, 12.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if come_back_share(base, channel, middle) > share else (low, middle)
    return (low + high) / 2


def _rosters(parts: Parts, base: Scenario, size: float) -> dict[str, Any]:
    """Seats as they were seen; where they cannot be seen, those of the base company in proportion."""
    found: dict[str, Any] = {}
    for pool in (*CHANNELS, "case"):
        path = f"policy.staffing.roster.{pool}"
        seats = parts.changes.get(f"seats.{pool}")
        if seats is not None:
            found[path] = roster_from_hours(seats)
        elif pool != "case" and not parts.shares[pool]:
            found[path] = []
        else:
            found[path] = [
                {**window.model_dump(by_alias=True), "seats": min(5000, max(1, round(window.seats * size)))}
                for window in getattr(base.policy.staffing.roster, pool)
            ]
    return found


def _rounded(value: Any) -> Any:
    """Six significant digits everywhere: what a file can show and a fit can know."""
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_rounded(item) for item in value]
    return float(f"{value:.6g}") if isinstance(value, float) else value
