"""A real call center: the "Anonymous Bank", January and February 1999, and the World that its totals describe.

`bank_1999.csv` holds totals of the call log (55,624 calls that reached a queue or an agent, 39 working days Sunday to
Thursday), never a call: by hour, by type of call, service times, waits, Kaplan-Meier points of patience, next calls of
identified customers. Source: "Anonymous Bank" call log, collected by Guedj and Mandelbaum, Technion, 2000; described in
Brown, Gans, Mandelbaum, Sakov, Shen, Zeltyn and Zhao 2005, Journal of the American Statistical Association 100.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from cxsim.calibrate.handling import difficulty_part
from cxsim.scenario import Scenario
from cxsim.scenario.rosters import roster_from_hours

__all__ = ["Desk", "bank_targets", "bank_world", "of_bank", "patience_of_points", "redial_of_shares"]

FIRST_HOUR, LAST_HOUR, WORKDAYS = 7, 23, (0, 1, 2, 3, 4)
TIMES_S = (15, 30, 60, 120, 300, 600)


class Desk(NamedTuple):
    """How many people sit there: seats = factor x load + safety x square root of load, in whole people."""

    factor: float
    safety: float


def bank_targets() -> pd.DataFrame:
    """The totals: quantity, segment, value, unit, n, note."""
    return pd.read_csv(Path(__file__).with_name("bank_1999.csv"), keep_default_na=False)


def of_bank(quantity: str, segment: str = "all") -> float:
    """One total by its name."""
    table = bank_targets()
    row = table[(table["quantity"] == quantity) & (table["segment"] == segment)]
    return float(row["value"].iloc[0])


def hourly() -> np.ndarray:
    """Mean calls of the 24 hours of a working day."""
    table = bank_targets()
    own = table[table["quantity"] == "arrivals_per_hour_mean"]
    found = np.zeros(24)
    found[own["segment"].str[-2:].astype(int)] = own["value"].astype(float)
    return found


def patience_of_points() -> tuple[float, float, float]:
    """Two kinds of callers through six Kaplan-Meier points: share of the impatient, both mean patiences (s).

    One exponential and one lognormal law miss these points by up to .03 and .02; two exponentials by .005.
    """
    from scipy.optimize import least_squares

    t = np.array(TIMES_S, float)
    seen = np.array([of_bank(f"patience_survival_{second}_s") for second in TIMES_S])

    def gap(free: np.ndarray) -> np.ndarray:
        share = 1 / (1 + np.exp(-free[0]))
        return share * np.exp(-t / np.exp(free[1])) + (1 - share) * np.exp(-t / np.exp(free[2])) - seen

    found = least_squares(gap, [-2.0, 4.0, 6.0]).x
    return float(1 / (1 + np.exp(-found[0]))), float(np.exp(found[1])), float(np.exp(found[2]))


def redial_of_shares() -> tuple[float, float]:
    """Share who call again and mean delay (min), from next calls after giving up beyond those after a service.

    Of identified customers only, and a next call may be about another matter; calls after a service stand for those.
    """
    from scipy.optimize import least_squares

    hours = ("0_25", "1", "24")
    after, usual = (np.array([of_bank(f"next_call_within_{hour}h", f"after_{what}") for hour in hours])
                    for what in ("abandon", "service"))  # fmt: skip
    extra = (after - usual) / (1 - usual)
    minutes = np.array([15.0, 60.0, 1440.0])
    found = least_squares(lambda free: free[0] * -np.expm1(-minutes / np.exp(free[1])) - extra, [0.45, 3.0]).x
    return float(found[0]), float(np.exp(found[1]))


def service_of_logs() -> tuple[float, float]:
    """Mean and standard deviation of log service time (log s) of all calls; the totals hold those of 10 s and more."""
    from scipy.optimize import least_squares
    from scipy.stats import truncnorm

    asked = of_bank("service_log_mean"), of_bank("service_log_sd")

    def gap(free: np.ndarray) -> np.ndarray:
        cut = truncnorm((np.log(10) - free[0]) / free[1], np.inf, loc=free[0], scale=free[1])
        return np.array([cut.mean() - asked[0], cut.std() - asked[1]])

    found = least_squares(gap, list(asked)).x
    return float(found[0]), float(found[1])


def bank_world(desk: Desk, level: float = 1.0, spread: float | None = None, **changes: Any) -> Scenario:
    """A company that has the bank's calls.

    Parameters
    ----------
    desk
        Seats, which no total tells; they are fitted to the waits.
    level
        Factor on the number of calls.
    spread
        cv of the busy-day factor; none takes it from the daily totals, the noise of counting taken away.
    changes
        Further dotted paths, written with two underscores for a dot.
    """
    base, calls = Scenario(), hourly()
    calls[:FIRST_HOUR] = 0.0  # three calls a night
    total = float(calls.sum())
    again, delay = redial_of_shares()
    first = _without_redials(calls, again * of_bank("abandon_share"), delay)
    lift, extra = difficulty_part(base)
    middle, wide = service_of_logs()
    cv = spread if spread is not None else float(np.sqrt(of_bank("daily_total_cv") ** 2 - 1 / total))
    share, short, long = patience_of_points()
    mean = share * short + (1 - share) * long
    people, rate = 20_000, first.sum() * level * 5 * 52 / 20_000
    half = np.repeat(first / first.sum(), 2) * 24
    opened = [{"days": list(WORKDAYS), "from": f"{FIRST_HOUR:02d}:00", "to": "24:00"}]
    made = base.replace({
        "world.market.customers": people, "world.market.prospects": 0, "world.market.entrants_per_year": 0.0,
        "world.demand.needs_per_year": _six(rate), "world.demand.prospect_needs_per_year": 0.0,
        "world.demand.channel_share": {"phone": 1.0, "chat": 0.0, "email": 0.0},
        "world.demand.weekday_weight": [1.0] * 5 + [0.0] * 2,
        "world.demand.half_hour_weight.phone": [_six(w) for w in half],
        "world.demand.busy_day_cv": _six(cv), "world.demand.season_amplitude": 0.0,
        "world.calendar.open.phone": opened,
        "world.service.handle.phone": {"mean_min": _six(float(np.exp(middle + wide**2 / 2)) / 60 / lift),
                                       "cv": _six(np.sqrt(np.expm1(wide**2 - extra)))},
        "world.service.patience.phone": {"family": "hyperexponential", "mean_min": _six(mean / 60),
                                         "branch_share": _six(share), "branch_mean_ratio": _six(short / mean)},
        "world.service.patience_prospect_factor": 1.0, "world.service.patience_urgent_factor": 1.0,
        "beliefs.contacts.redial_share": _six(again), "beliefs.contacts.redial_delay.mean_min": _six(delay),
        "beliefs.contacts.switch_to_email_share": 0.0, "mechanisms.recontact": False, "mechanisms.staff": False,
        "policy.staffing.roster.phone": roster_from_hours(_seats(calls, desk)),
        "policy.staffing.roster.chat": [], "policy.staffing.roster.email": [],
        **{path.replace("__", "."): value for path, value in changes.items()},
    }, name="bank_1999")  # fmt: skip
    return made.replace({"before": made.policy.model_dump(by_alias=True)})


def _without_redials(calls: np.ndarray, share: float, delay_min: float) -> np.ndarray:
    """Calls of an hour less those that follow a call given up before: exponential delay, whole hours."""
    keep = 1 - delay_min / 60 * -np.expm1(-60 / delay_min)  # of the redials after a call in this hour, in this hour
    first = calls.copy()
    for hour in range(24):
        earlier = calls[hour - 1] if hour else 0.0
        first[hour] = calls[hour] - share * (keep * calls[hour] + (1 - keep) * earlier)
    return np.maximum(first, 0.0)


def _seats(calls: np.ndarray, desk: Desk) -> np.ndarray:
    """Seats by working day and hour. What rounding loses in an hour is carried to that hour of the next day."""
    load = calls * of_bank("service_mean_s") / 3600
    wanted = desk.factor * load + desk.safety * np.sqrt(load)
    seats = np.zeros((7, 24), int)
    for place, day in enumerate(WORKDAYS):
        seats[day] = np.floor(wanted * (place + 1) + 0.5) - np.floor(wanted * place + 0.5)
    seats[:5] = np.where(calls > 0, np.maximum(1, seats[:5]), 0)
    return seats


def _six(value: float) -> float:
    return float(f"{value:.6g}")
