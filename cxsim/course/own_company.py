"""A company of one's own: a scenario from ten numbers, everything else in proportion to the default company.

Staff, demand, handle times and money are scaled; behavior keeps its sources. Three sectors differ in channels and
reasons. What cannot be known from ten numbers (fixed cost) is set so that the year ends with a usual profit.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from cxsim.course import own_numbers
from cxsim.course.company import put_aside
from cxsim.guards import CxError, shown
from cxsim.messages import tr
from cxsim.scenario import Scenario

#: Of the default company, simulated: contacts of all queues for one need; share of customers who leave in a year.
CONTACTS_PER_NEED, DEFAULT_CHURN = 1.56, 0.141
SUPERVISION, PROFIT_OF_REVENUE, CONTRIBUTION = 1.13, 0.06, 0.4
#: Handle times over the mean of all contacts of the default company.
DEFAULT_HANDLE = {"phone": 4.7, "chat": 5.1, "email": 5.2, "case_response": 27.0, "case_resolution": 27.0}
MEAN_HANDLE = 6.33
#: Seats that a share of all contacts takes, relative to each other: as in the default company.
SEATS = {"phone": 9.1, "chat": 8.0, "email": 12.0, "case": 25.0}
#: Needs of a prospect in a year, and their largest share of all needs.
PROSPECT_NEEDS, PROSPECTS_MOST = 1.5, 0.3
_REASONS = ("enquiry", "order", "technical", "billing", "complaint")

#: Ten numbers and the mix of each sector. Levels: assumption, chosen plausible by the checks of `own_numbers`.
SECTORS: dict[str, dict[str, Any]] = {
    "retail": {
        "numbers": (900, 5.0, 12, 14, 45, 60, 60_000, 28, 30, "CNY"),
        "channels": {"phone": 0.30, "chat": 0.50, "email": 0.20},
        "reasons": (0.30, 0.35, 0.05, 0.15, 0.15),
        "contract_share": 0.0,
    },
    "telecom": {
        "numbers": (2400, 6.5, 36, 14, 48, 45, 150_000, 16, 60, "CNY"),
        "channels": {"phone": 0.65, "chat": 0.25, "email": 0.10},
        "reasons": (0.25, 0.10, 0.30, 0.25, 0.10),
        "contract_share": 0.8,
    },
    "appliance": {
        "numbers": (420, 8.0, 10, 10, 52, 40, 90_000, 12, 90, "CNY"),
        "channels": {"phone": 0.70, "chat": 0.15, "email": 0.15},
        "reasons": (0.20, 0.15, 0.45, 0.05, 0.15),
        "contract_share": 0.2,
    },
}


def sector(name: str) -> dict[str, Any]:
    """The ten numbers of a sector by name."""
    return dict(zip(own_numbers.NUMBERS, _sector(name)["numbers"], strict=True))


def company_from(*, sector: str = "", **numbers: Any) -> Scenario:
    """Make a company from ten numbers.

    Parameters
    ----------
    sector
        ``retail``, ``telecom`` or ``appliance``: its mix of channels and reasons, and its value for each number
        that is not given; empty for the mix of the default company.
    numbers
        ``contacts_a_day``, ``handle_min`` (minutes), ``agents`` (at work in a usual hour), ``hours_a_day``,
        ``wage_h`` and ``margin_month`` (money), ``customers``, ``churn_year`` (of 100), ``promise_s`` (seconds),
        ``currency``.

    Raises
    ------
    CxError
        One line for a number that is missing, unknown or out of bounds.

    Examples
    --------
    >>> company_from(sector="telecom").world.market.customers
    150000
    """
    usual = dict(zip(own_numbers.NUMBERS, _sector(sector)["numbers"], strict=True)) if sector else {}
    missing = [name for name in own_numbers.NUMBERS if name not in {**usual, **numbers}]
    if missing:
        raise CxError(tr("missing: {names}", names=", ".join(missing)))
    n = {name: own_numbers.read(name, value) for name, value in {**usual, **numbers}.items()}
    changes = {
        **_people(n),
        **_demand(n),
        **_desk(n, sector),
        **_money(n),
        **(_mix(sector) if sector else {}),
    }
    made = Scenario().replace(changes, name=f"sector_{sector}" if sector else tr("our own company"))
    # The year before was lived with the same people; the default company's roster would leave a backlog behind.
    return made.replace({"before": made.policy.model_dump(by_alias=True)})


def save(made: Scenario, path: Path) -> tuple[Path, Path | None]:
    """Write a company; another one in the same file is put aside first, under a name of its own.

    Returns
    -------
    tuple
        The file, and where the company lies that was in it before; nothing where there was none, or the same.

    Raises
    ------
    CxError, OSError
        When the folder cannot be written.
    """
    aside = None
    if path.is_file() and path.read_bytes() != made.to_yaml().encode("utf-8"):
        aside = put_aside(path)
    return made.save(path), aside


def _sector(name: str) -> dict[str, Any]:
    if name not in SECTORS:
        raise CxError(tr("There is no sector {name}; there are: {known}", name=shown(name), known=", ".join(SECTORS)))
    return SECTORS[name]


def _people(n: dict[str, Any]) -> dict[str, Any]:
    beliefs = Scenario().beliefs
    size, churn = n["customers"] / 20_000, n["churn_year"] / 100
    shift = math.log(churn / (1 - churn)) - math.log(DEFAULT_CHURN / (1 - DEFAULT_CHURN))
    return {
        "world.market.customers": round(n["customers"]),
        "world.market.prospects": round(n["customers"] / 2),
        "world.market.entrants_per_year": round(2600.0 * size * churn / DEFAULT_CHURN, 1),
        "beliefs.talk.join_intercept": round(
            beliefs.talk.join_intercept + math.log(churn / DEFAULT_CHURN), 3
        ),
        "beliefs.loyalty.hazard_intercept": round(beliefs.loyalty.hazard_intercept + shift, 3),
    }


def _demand(n: dict[str, Any]) -> dict[str, Any]:
    needs = n["contacts_a_day"] * 365 / CONTACTS_PER_NEED
    prospects = n["customers"] / 2
    theirs = min(PROSPECT_NEEDS * n["churn_year"] / 100 / DEFAULT_CHURN, PROSPECTS_MOST * needs / prospects)
    scale = n["handle_min"] / MEAN_HANDLE
    handles = {
        f"world.service.handle.{kind}.mean_min": round(mean * scale, 3)
        for kind, mean in DEFAULT_HANDLE.items()
    }
    return {
        "world.demand.needs_per_year": round((needs - theirs * prospects) / n["customers"], 4),
        "world.demand.prospect_needs_per_year": round(theirs, 4),
        "policy.targets.phone_handle_min": round(n["handle_min"], 2),
        "policy.promise.live_within_s": n["promise_s"],
        "policy.targets.live_within_s": n["promise_s"],
        **handles,
    }


def _desk(n: dict[str, Any], sector: str) -> dict[str, Any]:
    """Opening hours around noon and a roster in the shape of the default company: fewer at the edges and weekends."""
    halves = max(2, round(2 * n["hours_a_day"]))
    start = max(0, min(16, 48 - halves))
    opened = [{"days": list(range(7)), "from": _clock(start), "to": _clock(start + halves)}]
    seats = _seats(round(n["agents"]), sector)
    changes: dict[str, Any] = {"world.calendar.open.phone": opened, "world.calendar.open.chat": opened,
                               "world.calendar.open.case": opened}  # fmt: skip
    for pool, most in seats.items():
        changes[f"policy.staffing.roster.{pool}"] = [
            {**window, "days": days, "seats": max(1, round(most * factor))}
            for days, factor in (([0], 1.15), ([1, 2, 3, 4], 1.0), ([5], 0.65), ([6], 0.5))
            for window in [{"from": _clock(start), "to": _clock(start + halves)}]
        ]
    shape = _stretched(start, halves)
    return {
        **changes,
        "world.demand.half_hour_weight.phone": shape,
        "world.demand.half_hour_weight.chat": shape,
    }


def _seats(agents: int, sector: str) -> dict[str, int]:
    """Share the agents out by the work of each pool, at least one in each."""
    demand = Scenario().world.demand
    mix = {**dict(demand.channel_share), "case": demand.reason_share.complaint}
    if sector:
        mix = {**_sector(sector)["channels"], "case": _sector(sector)["reasons"][-1]}
    work = {pool: SEATS[pool] * mix[pool] for pool in SEATS}
    total = sum(work.values())
    found = {pool: max(1, math.floor(agents * part / total)) for pool, part in work.items()}
    while sum(found.values()) < agents:
        lacking = max(SEATS, key=lambda pool: agents * work[pool] / total - found[pool])
        found[lacking] += 1
    return found


def _stretched(start: int, halves: int) -> list[float]:
    """The day's shape of the default company over other opening hours; a little before and after them."""
    day = Scenario().world.demand.half_hour_weight.phone[16:40]
    weights = [0.0] * 48
    for place in range(halves):
        where = place * (len(day) - 1) / max(1, halves - 1)
        low = min(int(where), len(day) - 2)
        weights[start + place] = round(day[low] + (day[low + 1] - day[low]) * (where - low), 4)
    return weights


def _clock(half: int) -> str:
    return f"{half // 2:02d}:{30 * (half % 2):02d}"


def _money(n: dict[str, Any]) -> dict[str, Any]:
    margin, wage = n["margin_month"], n["wage_h"]
    year = 12 * margin * n["customers"]
    week_hours = n["hours_a_day"] * n["agents"] * (1.15 + 4 + 0.65 + 0.5)
    labor = week_hours * 52 * wage / 0.7 * SUPERVISION
    fixed = year * (1 - PROFIT_OF_REVENUE / CONTRIBUTION) - labor
    scale = margin / 200
    return {
        "world.market.margin_month_cny": margin,
        "world.costs.wage_cny_h": wage,
        "world.costs.fixed_cny_year": round(max(0.0, fixed), -2),
        "world.costs.acquisition_cny": round(400 * scale, 2),
        "world.costs.acquisition_referral_cny": round(80 * scale, 2),
        "world.costs.lost_order_cny": round(100 * scale, 2),
        "world.costs.recruit_cny": round(120 * wage, 2),
        "world.costs.currency": n["currency"],
        "policy.recovery.compensation_cny": round(min(400, 60 * scale), 2),
        "policy.routing.high_value_from_cny": round(2 * margin, 2),
        "beliefs.recovery.compensation_scale_cny": round(
            Scenario().beliefs.recovery.compensation_scale_cny * scale, 2
        ),
        "beliefs.relevance.profit_floor_cny": round(
            Scenario().beliefs.relevance.profit_floor_cny * year / (12 * 200 * 20_000), 2
        ),
    }


def _mix(name: str) -> dict[str, Any]:
    mix = _sector(name)
    return {
        "world.demand.channel_share": mix["channels"],
        "world.demand.reason_share": dict(zip(_REASONS, mix["reasons"], strict=True)),
        "world.market.contract_share": mix["contract_share"],
    }
