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

from cxsim.scenario import Scenario
from cxsim.scenario.rosters import roster_from_hours
from cxsim.schema import REASONS

__all__ = ["Desk", "Kinds", "Surge", "bank_targets", "bank_world", "kinds_of_service", "of_bank", "patience_of_points",
           "redial_of_shares", "seats_of", "surged_calls", "usual_calls", "usual_cv"]  # fmt: skip

FIRST_HOUR, LAST_HOUR, WORKDAYS = 7, 23, (0, 1, 2, 3, 4)
TIMES_S = (15, 30, 60, 120, 300, 600)
DAYS = 39
#: Hours whose spread is far beyond that of the others: one day's surge (a reading; no total names the day).
SURGED_HOURS, CALM_HOURS = (16, 17), tuple(range(8, 16))


#: Totals of service times that two kinds of calls go through; their sampling errors relative to 50,892 calls.
SERVICE = ("service_mean_s", "service_cv", "service_median_s", "service_p90_s", "service_log_mean", "service_log_sd")
SHORTEST_S = 10.0  # the totals leave out shorter calls
#: Which of the World's reasons stand for short and long calls; a reason is only a label here.
KINDS = ("enquiry", "technical")


class Desk(NamedTuple):
    """How many people sit there, and what else they do.

    Attributes
    ----------
    factor, safety : float
        Seats = factor x load + safety x square root of load, in whole people.
    written : float
        Share of all matters that come in writing: what the agents do between calls. A call goes first, but waits until
        a piece of work is done; a piece takes as long as a call (assumption).
    """

    factor: float
    safety: float
    written: float = 0.0


class Surge(NamedTuple):
    """Rare hours of many more needs, as in a scenario: share of the days, factor on the needs, length in hours."""

    day_share: float
    factor: float
    hours: float


class Kinds(NamedTuple):
    """Two kinds of calls, short and long: share of each, mean and standard deviation of the log service time (log s).

    All float64 arrays of shape (2,).
    """

    share: np.ndarray
    middle: np.ndarray
    spread: np.ndarray


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


def spread_of_hour(hour: int) -> float:
    """Variance over mean of the calls of one hour, over days."""
    return of_bank("hourly_count_var_over_mean", f"hour{hour:02d}")


def usual_cv_of_hours() -> float:
    """Spread (cv) of the rate of an hour over days: the median of the hours that no surge made odd."""
    calls = hourly()
    return float(np.sqrt(np.median([(spread_of_hour(hour) - 1) / calls[hour] for hour in CALM_HOURS])))


def surged_calls() -> np.ndarray:
    """Calls that one surge added to the 24 hours of its day, read from the spread of the hours between days.

    ``x`` calls more on one of n days add x**2 / n to the variance of the n counts; without them an hour varies as the
    others do.
    """
    calls, usual, found = hourly(), usual_cv_of_hours() ** 2, np.zeros(24)
    for hour in SURGED_HOURS:
        total = spread_of_hour(hour) * calls[hour]
        for _ in range(20):  # the mean without the surge, and with it what is left for the surge; settles at once
            mean = calls[hour] - found[hour] / DAYS
            found[hour] = np.sqrt(DAYS * max(0.0, total - mean * (1 + usual * mean)))
    return found


def usual_calls() -> np.ndarray:
    """Mean calls of the 24 hours of a working day without the surge and without the three calls a night."""
    calls = hourly() - surged_calls() / DAYS
    calls[:FIRST_HOUR] = 0.0
    return calls


def usual_cv() -> float:
    """Spread (cv) of the daily totals without the surge; its day is taken as usual but for it."""
    total, extra = of_bank("daily_total_mean"), float(surged_calls().sum())
    variance = (of_bank("daily_total_cv") * total) ** 2 - extra**2 / DAYS
    return float(np.sqrt(variance) / (total - extra / DAYS))


def patience_of_points() -> tuple[float, float, float]:
    """Two kinds of callers through six Kaplan-Meier points: share of the impatient, both mean patiences (s).

    One exponential and one lognormal law miss these points by up to .03 and .02; two exponentials, each point weighted
    by its sampling error, by .002 where the curve is known best.
    """
    from scipy.optimize import least_squares

    t = np.array(TIMES_S, float)
    seen = np.array([of_bank(f"patience_survival_{second}_s") for second in TIMES_S])
    error = greenwood(t, seen)

    def gap(free: np.ndarray) -> np.ndarray:
        share = 1 / (1 + np.exp(-free[0]))
        return (share * np.exp(-t / np.exp(free[1])) + (1 - share) * np.exp(-t / np.exp(free[2])) - seen) / error

    found = least_squares(gap, [-2.0, 4.0, 6.0]).x
    return float(1 / (1 + np.exp(-found[0]))), float(np.exp(found[1])), float(np.exp(found[2]))


def greenwood(t: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """Standard errors of Kaplan-Meier points (Greenwood), those at risk falling as exponential waits do.

    The totals tell how many waited and their mean wait, not how many still waited at each second.
    """
    waited = float(bank_targets().query("quantity == 'patience_survival_15_s' and segment == 'all'")["n"].iloc[0])
    mean = of_bank("wait_mean_of_waiting_s")
    start, ends = np.concatenate([[0.0], t[:-1]]), np.concatenate([[1.0], seen[:-1]])
    hazard = np.log(ends / seen) / (t - start)
    return seen * np.sqrt(np.cumsum(hazard * mean / waited * (np.exp(t / mean) - np.exp(start / mean))))


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


def kinds_of_service() -> Kinds:
    """Short and long calls, each lognormal, through the six totals of all service times of ten seconds and more.

    One lognormal misses median and ninth decile: the bank's calls mix many types, of which it names four.
    """
    from scipy.optimize import least_squares

    asked = np.array([of_bank(name) for name in SERVICE])
    n = 50_892.0
    error = np.array([asked[0] * asked[1], asked[1] * 5.0, asked[2] * 1.2, asked[3] * 1.7, asked[5], asked[5] / 1.4])
    error /= np.sqrt(n)  # of quantiles and cv as those of a lognormal of this spread

    def gap(free: np.ndarray) -> np.ndarray:
        return (service_totals(_kinds(free)) - asked) / error

    return _kinds(least_squares(gap, [0.0, np.log(67.0), np.log(212.0), np.log(0.7), np.log(0.8)]).x)


def _kinds(free: np.ndarray) -> Kinds:
    short = 1 / (1 + np.exp(-free[0]))
    return Kinds(np.array([short, 1 - short]), free[1:3], np.exp(free[3:5]))


def service_totals(kinds: Kinds) -> np.ndarray:
    """The six totals (`SERVICE`) of calls of ten seconds and more, in the units of the table."""
    from scipy.optimize import brentq
    from scipy.special import ndtr

    share, middle, spread = kinds
    cut = (np.log(SHORTEST_S) - middle) / spread
    kept = share * ndtr(-cut)
    first, second = ((share * np.exp(k * middle + (k * spread) ** 2 / 2) * ndtr(k * spread - cut)).sum() / kept.sum()
                     for k in (1, 2))  # fmt: skip
    hazard = np.exp(-cut * cut / 2) / np.sqrt(2 * np.pi) / ndtr(-cut)
    logs = middle + spread * hazard
    squares = spread**2 * (1 + cut * hazard - hazard**2) + logs**2
    log_mean = (kept * logs).sum() / kept.sum()
    log_sd = np.sqrt((kept * squares).sum() / kept.sum() - log_mean**2)

    def longer(x: float, than: float) -> float:
        return float((share * ndtr((middle - x) / spread)).sum() / kept.sum()) - than

    median, decile = (np.exp(brentq(longer, np.log(SHORTEST_S), 12.0, args=(than,))) for than in (0.5, 0.1))
    return np.array([first, np.sqrt(second - first**2) / first, median, decile, log_mean, log_sd])


def bank_world(
    desk: Desk, level: float | np.ndarray = 1.0, days: tuple[float, float] | None = None, surge: Surge | None = None,
    **changes: Any,
) -> Scenario:  # fmt: skip
    """A company that has the bank's calls.

    Parameters
    ----------
    desk
        Seats and written work, which no total tells; they are fitted to the waits.
    level
        Factor on the number of calls: one, or one for each of the 24 hours; the roster stays.
    days
        cv of the busy-day factor and link of morning and afternoon; none takes the cv from the daily totals, the noise
        of counting taken away, and one factor a day.
    surge
        Comes on top of the usual calls; none leaves the two months' one out.
    changes
        Further dotted paths, written with two underscores for a dot.
    """
    calls = usual_calls()
    again, delay = redial_of_shares()
    first = _without_redials(calls, again * of_bank("abandon_share"), delay) * level
    cv, link = days or (float(np.sqrt(usual_cv() ** 2 - 1 / calls.sum())), 1.0)
    people, rate = 20_000, first.sum() * 5 * 52 / 20_000 / (1 - desk.written)
    half = [_six(weight) for weight in np.repeat(first / first.sum(), 2) * 24]
    rare = dict(zip(Surge._fields, map(_six, surge), strict=True)) if surge else {}
    opened = [{"days": list(WORKDAYS), "from": f"{FIRST_HOUR:02d}:00", "to": "24:00"}]
    phone = _six(1 - desk.written)
    made = Scenario().replace({
        "world.market.customers": people, "world.market.prospects": 0, "world.market.entrants_per_year": 0.0,
        "world.demand.needs_per_year": _six(rate), "world.demand.prospect_needs_per_year": 0.0,
        "world.demand.channel_share": {"phone": phone, "chat": 0.0, "email": round(1 - phone, 6)},
        "world.demand.weekday_weight": [1.0] * 5 + [0.0] * 2,
        "world.demand.half_hour_weight.phone": half, "world.demand.half_hour_weight.email": half,
        "world.demand.busy_day_cv": _six(cv), "world.demand.busy_day_link": _six(link),
        "world.demand.season_amplitude": 0.0,
        **{f"world.demand.surge_{name}": value for name, value in rare.items()},
        "world.calendar.open.phone": opened, "world.calendar.open.email": opened,
        **_service(), **_patience(),
        "beliefs.contacts.redial_share": _six(again), "beliefs.contacts.redial_delay.mean_min": _six(delay),
        "beliefs.contacts.switch_to_email_share": 0.0, "mechanisms.recontact": False, "mechanisms.staff": False,
        "policy.staffing.roster.phone": roster_from_hours(seats_of(calls, desk)),
        "policy.staffing.roster.chat": [], "policy.staffing.roster.email": [],
        "policy.staffing.pool_serves.phone": {"phone": 1, "chat": 0, "email": 2, "case": 0}, "burn_in_weeks": 0,
        **{path.replace("__", "."): value for path, value in changes.items()},
    }, name="bank_1999")  # fmt: skip
    return made.replace({"before": made.policy.model_dump(by_alias=True), "burn_in_weeks": Scenario().burn_in_weeks})


def _service() -> dict[str, Any]:
    """Short and long calls as two reasons, alike in everything but their length."""
    kinds, base = kinds_of_service(), Scenario()
    slope = base.world.service.handle_difficulty_slope  # difficulty spreads calls of a kind, and lengthens the mean
    extra = slope**2 * base.world.demand.difficulty_sd**2
    means = np.exp(kinds.middle + kinds.spread**2 / 2 - extra / 2) / 60
    usual = float(kinds.share @ means)
    short = round(float(kinds.share[0]), 6)
    shares = dict.fromkeys(REASONS, 0.0) | dict(zip(KINDS, (short, round(1 - short, 6)), strict=True))
    found: dict[str, Any] = {
        "world.demand.reason_share": shares, "world.demand.reason_difficulty": dict.fromkeys(REASONS, 0.0),
        "world.service.handle.phone.mean_min": _six(usual), "world.service.handle.email.mean_min": _six(usual),
    }  # fmt: skip
    for name, mean, spread in zip(KINDS, means, kinds.spread, strict=True):
        found[f"world.service.handle_by_reason.{name}"] = {"factor": _six(mean / usual),
                                                           "cv": _six(np.sqrt(np.expm1(spread**2 - extra)))}
    return found


def _patience() -> dict[str, Any]:
    share, short, long = patience_of_points()
    mean = share * short + (1 - share) * long
    return {"world.service.patience.phone": {"family": "hyperexponential", "mean_min": _six(mean / 60),
                                             "branch_share": _six(share), "branch_mean_ratio": _six(short / mean)},
            "world.service.patience_prospect_factor": 1.0, "world.service.patience_urgent_factor": 1.0}  # fmt: skip


def _without_redials(calls: np.ndarray, share: float, delay_min: float) -> np.ndarray:
    """Calls of an hour less those that follow a call given up before: exponential delay, whole hours."""
    keep = 1 - delay_min / 60 * -np.expm1(-60 / delay_min)  # of the redials after a call in this hour, in this hour
    first = calls.copy()
    for hour in range(24):
        earlier = calls[hour - 1] if hour else 0.0
        first[hour] = calls[hour] - share * (keep * calls[hour] + (1 - keep) * earlier)
    return np.maximum(first, 0.0)


def seats_of(calls: np.ndarray, desk: Desk) -> np.ndarray:
    """Seats by day and hour, int64 of shape (7, 24), for mean calls of the 24 hours.

    What rounding loses in an hour is carried to that hour of the next day.
    """
    load = calls * of_bank("service_mean_s") / 3600
    wanted = desk.factor * load + desk.safety * np.sqrt(load)
    seats = np.zeros((7, 24), int)
    for place, day in enumerate(WORKDAYS):
        seats[day] = np.floor(wanted * (place + 1) + 0.5) - np.floor(wanted * place + 0.5)
    seats[:5] = np.where(calls > 0, np.maximum(1, seats[:5]), 0)
    return seats


def _six(value: float) -> float:
    return float(f"{value:.6g}")
