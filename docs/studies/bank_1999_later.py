"""A month of the bank that was not seen: every total, predicted from January and February with two ranges.

The calibrated World (preset `bank_1999`) runs 21 working days many times; what one queue cannot tell (types of calls,
nights, next calls) is carried over from the two months. `--compare FILE.csv` holds a later month (columns quantity,
segment, value) against both ranges.
"""

from __future__ import annotations

import argparse
import sys
from typing import NamedTuple

import bank_1999 as study
import numpy as np
import pandas as pd
import sheet
from bank_1999 import DAYS, OFF, SEED
from later_types import carried
from paired import warm_up

from cxsim.calibrate import bank
from cxsim.calibrate.bank import Desk, Surge, bank_world, of_bank
from cxsim.scenario import Scenario
from cxsim.scenario.rosters import roster_from_hours

NAME, MONTH_DAYS, DRAWS = "bank_1999_later", 21, 600
#: How far months differ beyond what two months can tell: sd of the logarithm. All are assumptions.
DRIFT = {"calls": 0.10, "seats": 0.03, "service": 0.03, "patience": 0.10, "types": 0.10, "again": 0.05}
#: What is shown when the month has more or fewer calls: factors on the calls, and whether the seats follow.
GRID, GRID_RUNS = (0.8, 0.9, 1.0, 1.1, 1.2, 1.3), 16
#: Names of the same totals in the aggregates of the call log.
ALSO = {
    "wait_positive_share": "P_wait_positive", "wait_mean_s": "mean_queue_time_s",
    "wait_mean_of_waiting_s": "mean_queue_time_s_given_wait", "abandon_rate_per_min": "abandon_rate_per_min_exp_mle",
    "served_within_20_s_share": "served_within_20s_over_offered",
    "served_within_60_s_share": "served_within_60s_over_offered",
    "patience_restricted_mean_600_s": "patience_KM_restricted_mean_600s",
    **{f"patience_survival_{s}_s": f"patience_KM_S({s}s)" for s in bank.TIMES_S},
    "next_call_within_0_25h": "next_call_within_0.25h",
}  # fmt: skip


class Doubt(NamedTuple):
    """How far 39 days leave the desk open: sd of safety and of written work, and safety by written work."""

    safety: float
    written: float
    together: float


def doubt_of(desks: pd.DataFrame, desk: Desk, runs: pd.DataFrame, slope: float) -> Doubt:
    """Errors of the fitted numbers from the spread of 39 days over what a step of each does.

    ``slope`` is the share who gave up by safety. Written work is known from who waits at a given share who gave up.
    """
    near = desks[(desks["factor"] == desk.factor) & (desks["written"] > 0)]
    together, waits = (np.polyfit(near["written"], near[name], 1)[0] for name in ("safety", "wait_positive_share"))
    line = np.polyfit(runs["abandon_share"], runs["wait_positive_share"], 1)
    rest = runs["wait_positive_share"] - np.polyval(line, runs["abandon_share"])
    return Doubt(float(runs["abandon_share"].std(ddof=1) / abs(slope)), float(rest.std(ddof=1) / abs(waits)),
                 float(together))  # fmt: skip


def hours_open(runs: pd.DataFrame) -> np.ndarray:
    """Relative error of each of the 24 hours beside the level: 39 days, and hours odder than the World's (21 days).

    The two hours of the surge are taken as the median of the others without it: the World has the surge.
    """
    calls, common = bank.usual_calls(), bank.usual_cv() ** 2
    found = np.zeros(24)
    for hour in study.HOURS:
        world = 1 + common * calls[hour]
        ratio = world
        if hour in (*bank.CALM_HOURS, *bank.SURGED_HOURS):
            world = runs[f"hourly_count_var_over_mean/hour{hour:02d}"].median()
            calm = hour in bank.CALM_HOURS
            ratio = bank.spread_of_hour(hour) if calm else 1 + bank.usual_cv_of_hours() ** 2 * calls[hour]
        own = max(0.0, ratio / calls[hour] - common) / DAYS
        found[hour] = np.sqrt(own + max(0.0, ratio - world) / calls[hour] / MONTH_DAYS)
    return found


class Known(NamedTuple):
    """What the draws start from: desk, days (spread, link), surge, doubt about the desk, errors of the 24 hours."""

    desk: Desk
    days: tuple[float, float]
    surge: Surge
    doubt: Doubt
    hours: np.ndarray


def drawn(known: Known, other: bool, year: int) -> Scenario:
    """A World within what 39 days can tell; ``other``: and months differ by `DRIFT`."""
    rng, more = np.random.default_rng([SEED, year]), np.random.default_rng([SEED, 1, year])
    level = 1 + rng.normal() * bank.usual_cv() / np.sqrt(DAYS)
    spread = known.days[0] * np.sqrt((DAYS - 1) / rng.chisquare(DAYS - 1))
    longer = 1 + rng.normal() * of_bank("service_cv") / np.sqrt(50_892)
    patient = 1 + rng.normal() / np.sqrt(of_bank("abandon_share") * 55_624)
    written = max(0.0, known.desk.written + known.doubt.written * rng.normal())
    safety = (known.desk.safety + known.doubt.safety * rng.normal()
              + known.doubt.together * (written - known.desk.written))  # fmt: skip
    hours = np.maximum(0.1, 1 + known.hours * rng.normal(size=24))
    surge = known.surge._replace(day_share=min(1.0, known.surge.day_share * rng.exponential()))
    desk, calls, seats = Desk(known.desk.factor, safety, written), 1.0, 1.0
    if other:
        calls, staff, slower, calmer = np.exp([DRIFT[name] * more.normal() for name in ("calls", "seats", "service",
                                                                                       "patience")])  # fmt: skip
        seats, longer, patient = calls ** more.uniform() * staff, longer * slower, patient * calmer
    made = placed(known._replace(desk=desk, days=(min(1.0, float(spread)), known.days[1]), surge=surge),
                  level * calls * hours, seats)
    handle, patience = made.world.service.handle.phone.mean_min, made.world.service.patience.phone.mean_min
    return made.replace({"world.service.handle.phone.mean_min": handle * longer,
                         "world.service.patience.phone.mean_min": patience * patient})  # fmt: skip


def placed(known: Known, level: float | np.ndarray, seats: float = 1.0) -> Scenario:
    """Five weeks of the bank with calls times ``level`` and the roster of the bank's calls times ``seats``."""
    roster = roster_from_hours(bank.seats_of(bank.usual_calls() * seats, known.desk))
    made = bank_world(known.desk, level=level, days=known.days, surge=known.surge,
                      policy__staffing__roster__phone=roster)  # fmt: skip
    return made.replace({"weeks": 5, **OFF})


def run(threads: int) -> None:
    """Draw months under both views, and months of given volume; keep all numbers."""
    warm_up()
    runs, desks, days, surge = (pd.read_csv(sheet.HERE / f"bank_1999_{name}.csv")
                                for name in ("years", "desks", "days", "surge"))  # fmt: skip
    desk, days, surge = study.best_of(desks), study.days_of(days), study.surge_of(surge)
    more, less = (study.means(study.short(desk._replace(safety=desk.safety + step), days, surge), 16,
                              threads)["abandon_share"] for step in (0.05, -0.05))  # fmt: skip
    known = Known(desk, days, surge, doubt_of(desks, desk, runs, min(-1e-6, (more - less) / 0.1)), hours_open(runs))
    for name, other in (("same", False), ("other", True)):
        found = study.frame(lambda year, other=other: drawn(known, other, year), DRAWS, threads, MONTH_DAYS)
        found.to_csv(sheet.HERE / f"{NAME}_{name}.csv", index=False, float_format="%.6g", lineterminator="\n")
    rows = []
    for level in GRID:
        for follow in (0, 1):
            made = placed(known, level, level**follow)
            found = study.frame(lambda _, made=made: made, GRID_RUNS, threads, MONTH_DAYS).mean()
            rows.append({"calls": level, "seats_follow": follow, "daily_total_mean": found["daily_total_mean"],
                         **found[list(study.FITTED)]})  # fmt: skip
    pd.DataFrame(rows).to_csv(sheet.HERE / f"{NAME}_volume.csv", index=False, float_format="%.6g", lineterminator="\n")


def predicted(same: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """Every total of the bank's table: predicted value and both 95 % ranges."""
    table = bank.bank_targets()
    kept = carried(table, same, other, (DAYS, MONTH_DAYS), DRIFT)
    asked = [(r.quantity, r.segment, r.unit, float(r.value)) for r in table.itertuples()]
    asked += [("volume", "all", "calls", of_bank("daily_total_mean") * MONTH_DAYS)]
    asked += [(*key, *told) for key, told in kept.added.items()]
    rows = []
    for quantity, segment, unit, value in asked:
        name = quantity if segment == "all" else f"{quantity}/{segment}"
        basis = "World" if name in same else "carried over"
        draws = (same[name], other[name]) if name in same else kept.draws[quantity, segment]
        (low, middle, high), (low_other, _, high_other) = (np.quantile(one, [0.025, 0.5, 0.975]) for one in draws)
        rows.append((quantity, segment, unit, value, middle, low, high, low_other, high_other, basis,
                     ALSO.get(quantity, "")))  # fmt: skip
    return pd.DataFrame(rows, columns=["quantity", "segment", "unit", "two_months", "predicted", "low", "high",
                                       "low_other", "high_other", "basis", "also_called"])  # fmt: skip


def compared(table: pd.DataFrame, month: pd.DataFrame) -> pd.DataFrame:
    """A later month beside the prediction; both spellings of names are known, rows without a prediction are named."""
    missing = {"quantity", "segment", "value"} - set(month.columns)
    if missing:
        raise SystemExit(f"the month needs the columns quantity, segment, value; not there: {', '.join(missing)}")
    own = {also: name for name, also in ALSO.items()}
    month = month.assign(quantity=[own.get(name, name) for name in month["quantity"].astype(str)],
                         value=pd.to_numeric(month["value"], errors="coerce"))  # fmt: skip
    found = month[["quantity", "segment", "value"]].merge(table, on=["quantity", "segment"], how="left")
    for name, low, high in (("same", "low", "high"), ("other", "low_other", "high_other")):
        inside = found["value"].between(found[low], found[high])
        told = found[low].notna() & found["value"].notna()
        found[f"within_{name}"] = np.where(told, np.where(inside, "yes", "no"), "not predicted")
    return found


def page(table: pd.DataFrame, volume: pd.DataFrame) -> None:
    """The page: assumptions first, then totals, hours, types, months of given volume."""
    groups = {
        "Totals": table[(table["segment"] == "all") & (table["basis"] == "World")],
        "Calls by hour": table[table["quantity"] == "arrivals_per_hour_mean"],
        "By type of call": table[table["segment"].str.fullmatch("[A-Z]{2}")],
        "Spread of hours, and next calls": table[table["quantity"].str.match("hourly_count|next_call")],
    }
    parts = []
    for title, rows in groups.items():
        cells = [(r.quantity, r.segment, r.unit, f"{r.two_months:.4g}", f"{r.predicted:.4g}",
                  f"{r.low:.4g} to {r.high:.4g}", f"{r.low_other:.4g} to {r.high_other:.4g}", r.basis)
                 for r in rows.itertuples()]  # fmt: skip
        head = ("quantity", "segment", "unit", "Jan + Feb", "predicted", "same conditions", "another month", "from")
        parts += [f"## {title}", sheet.grid(head, cells)]
    cells = [(f"{r.calls:g}", "yes" if r.seats_follow else "no", f"{r.daily_total_mean:.0f}", f"{r.abandon_share:.3f}",
              f"{r.wait_mean_s:.1f}", f"{r.wait_positive_share:.3f}", f"{r.served_within_20_s_share:.3f}",
              f"{r.served_within_60_s_share:.3f}") for r in volume.itertuples()]  # fmt: skip
    sheet.write_page(NAME, [
        "# A month of the bank that was not seen",
        " ".join((__doc__ or "").split("\n\n")[1].split())
        + f" Page and tables: `python docs/studies/{NAME}.py`. Every row: `{NAME}.csv`.",
        *assumptions(),
        *parts,
        "## If the calls are known",
        f"Means of {GRID_RUNS} months with that many calls, all else as in the two months. A month that is known to "
        "have more or fewer calls is judged here: between a roster that stays and seats that follow the calls.",
        sheet.grid(("calls x", "seats follow?", "calls/day", "gave up (share)", "mean wait (s)", "waited (share)",
                    "served within 20 s (share)", "served within 60 s (share)"), cells),
    ])  # fmt: skip


def assumptions() -> list[str]:
    """What each range assumes, in words."""
    drift = ", ".join(f"{name} {100 * sd:g} %" for name, sd in DRIFT.items())
    return [
        f"*Same conditions*: where a month of {MONTH_DAYS} working days (Sunday to Thursday) lies in 95 of 100 cases "
        "if nothing changed but luck: level, spread of days, profile of hours, service, patience, seats, written "
        f"work and how often a surge comes are drawn within what {DAYS} days can tell ({DRAWS} months). It is too "
        "narrow for a month in which calls grew, the roster was changed or a service was new: two pooled months cannot "
        "tell how much months differ.",
        f"*Another month*: the same, and months differ by these standard deviations, all assumptions: {drift}; seats "
        "follow more or fewer calls by a share that is drawn evenly from 0 to 1. This is the range to hold a later "
        "month against. A month outside of it had a change of another kind or size than assumed.",
        "*Carried over*: types of calls (PS regular, NW new, NE stock, IN internet; the World has one queue), nights "
        "and next calls are the two months' totals with the sampling error of both periods. Share who gave up, wait "
        "and calls of a type move with those of all calls in the World. Mean waits by type are share who gave up over "
        "rate of giving up.",
        "*Surges* (rare hours of three times the calls) are in both ranges: one was seen in 39 days, so their rate is "
        "drawn from an exponential law around one in 39 days, and one month in three has one or more, at any hour. "
        "They widen the upper ends of what is skewed by one day: the spread of the hours and of the days, less so the "
        "waits. 16 and 17 o'clock are predicted without the calls of the one that was seen.",
        "*Not predicted*: waits by hour (no total tells the roster or a wait by hour); Fridays and Saturdays. `volume` "
        "is for 21 days; in a month of other length calls a day stay, and next calls within a week are cut at its end.",
        f"`python docs/studies/{NAME}.py --compare FILE.csv` holds a month (columns quantity, segment, value; the "
        "names here or those in the column `also_called`) against both ranges, row by row.",
    ]


def main() -> None:
    """Measure (or load), then table and page; or hold a month against the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draw", action="store_true", help="make table and page again from the stored months")
    parser.add_argument("--compare", metavar="FILE", help="a later month: CSV with quantity, segment, value")
    parser.add_argument("--threads", type=int, default=2)
    how = parser.parse_args()
    if how.compare:
        table = pd.read_csv(sheet.HERE / f"{NAME}.csv", keep_default_na=False)
        found = compared(table, pd.read_csv(how.compare, keep_default_na=False))
        text = found[["quantity", "segment", "value", "predicted", "low", "high", "low_other", "high_other", "basis",
                     "within_same", "within_other"]].to_csv(index=False, float_format="%.5g")  # fmt: skip
        for name in ("same", "other"):
            told = found[found[f"within_{name}"] != "not predicted"]
            text += f"# within, {name}: {(told[f'within_{name}'] == 'yes').sum()} of {len(told)}\n"
        sys.stdout.write(text)
        return
    if not how.draw:
        run(how.threads)
    same, other, volume = (pd.read_csv(sheet.HERE / f"{NAME}_{name}.csv") for name in ("same", "other", "volume"))
    table = predicted(same, other)
    table.to_csv(sheet.HERE / f"{NAME}.csv", index=False, float_format="%.6g", lineterminator="\n")
    page(table, volume)


if __name__ == "__main__":
    main()
