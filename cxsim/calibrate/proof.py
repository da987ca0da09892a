"""Known worlds to be found again: companies drawn over plausible ranges, their logs, and what should come out.

Used by the study of calibration and by its test; a user can take it to try a table of the same size as his own.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from cxsim.calibrate.result import Calibration
from cxsim.calibrate.writing import come_back_share
from cxsim.guards import CxError
from cxsim.scenario import Scenario
from cxsim.scenario.rosters import roster_from_hours
from cxsim.schema import CHANNELS

__all__ = ["LOG_COLUMNS", "compared", "known_world", "log_of", "truth_of"]

#: What a call log has; the simulator's own knowledge (kind, need, resolved) stays out.
LOG_COLUMNS = ["arrived", "wait_min", "handle_min", "outcome", "channel", "customer", "employee"]
OPEN = slice(16, 40)  # 8 to 20 o'clock


def known_world(number: int, weeks: int = 60, people: tuple[int, int] = (4000, 8000)) -> Scenario:
    """A company drawn at random, with every mechanism switched on.

    Parameters
    ----------
    number
        Names the luck of the draw.
    weeks
        Length of the log.
    people
        Fewest and most customers.
    """
    rng, more = np.random.default_rng([4100, number]), np.random.default_rng([4101, number])
    count = int(rng.integers(*people))
    share = rng.dirichlet([11, 5, 4])
    base: dict[str, Any] = {
        "weeks": weeks, "burn_in_weeks": 2,
        "world.market.customers": count, "world.market.prospects": count // 2,
        "world.market.entrants_per_year": round(0.13 * count),
        "world.demand.needs_per_year": float(rng.uniform(6, 14)),
        "world.demand.channel_share": dict(zip(CHANNELS, map(float, share / share.sum()), strict=True)),
        "world.demand.busy_day_cv": float(rng.uniform(0.05, 0.3)),
        "world.demand.busy_day_link": float(more.uniform(0.2, 1.0)) if more.random() < 0.5 else 1.0,
        "world.demand.season_amplitude": float(rng.uniform(0.03, 0.2)),
        "world.demand.season_peak_day": float(rng.uniform(0, 364)),
        "world.demand.weekday_weight": [*rng.uniform(0.7, 1.3, 5).tolist(), *rng.uniform(0.3, 1, 2).tolist()],
        "policy.staffing.chat_concurrency": int(more.integers(1, 4)),
        "world.service.patience_prospect_factor": 1.0, "world.service.patience_urgent_factor": 1.0,
    }  # fmt: skip
    drawn = Scenario().replace({**base, **_shapes(rng), **_service(rng), **_people(rng)}, name=f"world {number}")
    return drawn.replace(_rosters(drawn, float(rng.uniform(0.0, 0.8))))


def _shapes(rng: np.random.Generator) -> dict[str, Any]:
    """The usual shapes of the day, bent at random."""
    found = {}
    for name in CHANNELS:
        usual = np.array(getattr(Scenario().world.demand.half_hour_weight, name))
        bend = np.interp(np.arange(48), np.arange(0, 49, 6), rng.normal(0, 0.3, 9))
        found[f"world.demand.half_hour_weight.{name}"] = (usual * np.exp(bend)).tolist()
    return found


def _service(rng: np.random.Generator) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in CHANNELS:
        mean, cv = float(rng.uniform(3, 8)), float(rng.uniform(0.5, 1.3))
        found[f"world.service.handle.{name}"] = {"mean_min": mean, "cv": cv}
        found[f"world.service.resolution.{name}"] = float(rng.uniform(0.5, 2))
    for name in ("phone", "chat"):
        family = "lognormal" if rng.random() < 0.6 else "exponential"
        found[f"world.service.patience.{name}"] = {"family": family, "mean_min": float(rng.uniform(2, 10)),
                                                   "cv": float(rng.uniform(0.8, 1.8))}  # fmt: skip
    return found


def _people(rng: np.random.Generator) -> dict[str, Any]:
    median, spread = float(rng.uniform(720, 2880)), float(rng.uniform(0.7, 1.2))
    return {
        "beliefs.contacts.redial_share": float(rng.uniform(0.3, 0.7)),
        "beliefs.contacts.redial_delay.mean_min": float(rng.uniform(5, 45)),
        "beliefs.contacts.switch_to_email_share": float(rng.uniform(0, 0.3)),
        "beliefs.contacts.recontact_delay": {"family": "lognormal", "mean_min": median * math.exp(spread**2 / 2),
                                             "cv": math.sqrt(math.expm1(spread**2))},
    }  # fmt: skip


def _rosters(drawn: Scenario, safety: float) -> dict[str, Any]:
    """Seats by the square-root rule on the load of each half hour, repeats included; email has one rule for all day."""
    demand = drawn.world.demand
    weekday = np.array(demand.weekday_weight) / np.mean(demand.weekday_weight)
    a_day = drawn.world.market.customers * demand.needs_per_year / 364 * 1.4
    found = {}
    for name in CHANNELS:
        shape = np.array(getattr(demand.half_hour_weight, name))
        mean = getattr(drawn.world.service.handle, name).mean_min
        load = np.outer(weekday, shape / shape.sum()) * a_day * getattr(demand.channel_share, name) * mean / 30
        if name == "chat":
            at_once = drawn.policy.staffing.chat_concurrency
            load *= 1000 / (at_once * drawn.world.service.chat_speed_permille[at_once - 1])
        seats = np.zeros((7, 48), int)
        seats[:, OPEN] = np.maximum(1, np.rint(load + safety * np.sqrt(load)))[:, OPEN]
        if name == "email":
            seats[:, OPEN] = max(2, math.ceil(1.3 * load.sum(axis=1).max() / 24))
        found[f"policy.staffing.roster.{name}"] = roster_from_hours(seats)
    return found


def log_of(scenario: Scenario, seed: int) -> pd.DataFrame:
    """The call log of a company: what a switch would have written.

    ``attrs["needs_a_day"]`` has the matters a day that were in it, which no log shows (customers come and go).
    """
    from cxsim.simulate import simulate

    rows = simulate(scenario, seed=seed).contacts
    rows = rows[rows["channel"] != "case"]
    found = rows[LOG_COLUMNS].reset_index(drop=True)
    found.attrs["needs_a_day"] = rows["need"].nunique() / (7 * scenario.weeks)
    return found


def truth_of(scenario: Scenario) -> dict[str, float]:
    """What calibration should find, by the short names of its fits."""
    demand, service, contacts = scenario.world.demand, scenario.world.service, scenario.beliefs.contacts
    weekday = np.array(demand.weekday_weight) / np.mean(demand.weekday_weight)
    delay = contacts.recontact_delay
    spread = math.sqrt(math.log1p(delay.cv**2))
    found = {
        **{f"weekday_{day}": float(weight) for day, weight in enumerate(weekday)},
        "busy_day_cv": demand.busy_day_cv, "morning_afternoon_link": demand.busy_day_link,
        "season_amplitude": demand.season_amplitude, "season_peak_day": demand.season_peak_day,
        "redial_share": contacts.redial_share, "redial_delay": contacts.redial_delay.mean_min,
        "switch_share": contacts.switch_to_email_share,
        "needs_a_day": scenario.world.market.customers * demand.needs_per_year / 364,
    }  # fmt: skip
    for name in CHANNELS:
        handle = getattr(service.handle, name)
        found |= {f"{name}_share": getattr(demand.channel_share, name), f"{name}_handle_mean": handle.mean_min,
                  f"{name}_handle_cv": handle.cv, f"{name}_come_back_share": come_back_share(scenario, name),
                  f"{name}_come_back_delay": delay.mean_min / math.exp(spread**2 / 2) / 60,
                  f"{name}_come_back_log_sd": spread}  # fmt: skip
    for name in ("phone", "chat"):
        patience = getattr(service.patience, name)
        found[f"{name}_patience_mean"] = patience.mean_min
        if patience.family == "lognormal":
            found |= {f"{name}_patience_cv": patience.cv,
                      f"{name}_patience_median": patience.mean_min / math.sqrt(1 + patience.cv**2)}  # fmt: skip
        else:
            found[f"{name}_patience_median"] = patience.mean_min * math.log(2)
    return found


def compared(found: Calibration, scenario: Scenario, needs_a_day: float | None = None) -> pd.DataFrame:
    """One row for each number with a truth: estimate, interval, truth, whether the interval holds it.

    ``needs_a_day``: matters a day that were in the log, where customers come and go; none takes those of the start.
    """
    rows = []
    truths = truth_of(scenario) | ({} if needs_a_day is None else {"needs_a_day": needs_a_day})
    for key, truth in truths.items():
        try:
            one = found[key]
        except CxError:
            continue
        near = truth
        if key == "season_peak_day":  # a circle: the turn that lies nearest
            near = min((truth - 364, truth, truth + 364), key=lambda day: abs(day - one.value))
        holds = math.isfinite(one.low) and one.low <= near + 1e-12 and near <= one.high + 1e-12
        rows.append((key, near, one.value, one.low, one.high, one.n, holds))
    for name in CHANNELS:
        curve = found.curves.get(f"{name}_profile")
        if curve is not None:
            shape = np.array(getattr(scenario.world.demand.half_hour_weight, name))
            for half, share in enumerate(100 * shape / shape.sum()):
                if share > 0:
                    low, high = curve.low[half], curve.high[half]
                    rows.append((f"{name}_profile", share, curve.data[half], low, high, half, low <= share <= high))
    return pd.DataFrame(rows, columns=["name", "truth", "value", "low", "high", "n", "holds"])
