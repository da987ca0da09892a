"""A real call center: does a World calibrated to its totals give them back, and what does it predict?

The totals of two months (39 working days) of the Anonymous Bank set a World: calls by hour, spread of days, service
time, patience from Kaplan-Meier points, redial. How many people sat there is in no total; two numbers that say it are
fitted to the waits. Then the World runs 39 working days many times, and every total should lie where 39 such days lie.
"""

from __future__ import annotations

import argparse
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import sheet
from matplotlib import pyplot as plt
from paired import warm_up
from scipy.stats import t as student

from cxsim.calibrate import bank
from cxsim.calibrate.bank import Desk, bank_targets, bank_world, of_bank
from cxsim.clock import DAY, HOUR
from cxsim.results.horizon import cut
from cxsim.scenario import Scenario
from cxsim.scenario.reading import PRESETS
from cxsim.schema import ABANDONED, CLOSED, HANDLED, PHONE
from cxsim.simulate import simulate

NAME, SEED, DAYS, YEARS, MONTH_DAYS, DRAWS = "bank_1999", 4150, 39, 60, 21, 300
FITTED = {"abandon_share": 0.004, "wait_mean_s": 2.0, "wait_positive_share": 0.02, "served_within_20_s_share": 0.02,
          "served_within_60_s_share": 0.02}  # fmt: skip
HOURS = range(bank.FIRST_HOUR, bank.LAST_HOUR + 1)
SHAPE = "the bank's service times mix four types of calls; one lognormal with two numbers bends their shape a little"
#: Totals that one World of this kind cannot hold, and why.
TOLD = {
    "hourly_count_var_over_mean": "the bank's hours vary more than its days: a part of the variation lasts hours, and "
                                  "some afternoons were odd; the World has one factor a day",
    "wait_positive_share": "as many seconds are waited as at the bank, but by fewer callers: here a free seat answers "
                           "at once; that the bank's did not (work between calls, priorities) is our assumption",
    "wait_mean_of_waiting_s": "the other side of the same: fewer wait, so each waits longer",
    "patience_survival_15_s": "two kinds of callers go through six points together and miss this one by .003",
    "service_cv": SHAPE, "service_p90_s": SHAPE, "service_mean_s": SHAPE, "service_median_s": SHAPE,
    "service_log_mean": SHAPE, "service_log_sd": SHAPE,
}  # fmt: skip


def measured(scenario: Scenario, seed: int, days: int) -> dict[str, float]:
    """The totals of the first working days of a run, by the names of the bank's table."""
    run = simulate(scenario, seed=SEED, replication=seed)
    calls = cut(run.log, run.facts.horizon).contacts
    calls = calls[(calls["queue"] == PHONE) & (calls["outcome"] != CLOSED)]
    since = calls["arrived"] - run.facts.horizon.t0
    day = since // DAY
    work = np.flatnonzero(np.arange(7 * scenario.weeks) % 7 < 5)[:days]
    calls, since, day = (part[np.isin(day, work)] for part in (calls, since, day))
    counts = np.zeros((len(work), 24))
    np.add.at(counts, (np.searchsorted(work, day), since % DAY // HOUR), 1)
    return {**_counts(counts), **_waits(calls), **_service(calls), **_patience(calls)}


def _counts(counts: np.ndarray) -> dict[str, float]:
    total = counts.sum(axis=1)
    mean = total.mean()
    found = {"daily_total_mean": mean, "daily_total_cv": total.std(ddof=1) / mean, "volume": total.sum()}
    for hour in HOURS:
        own = counts[:, hour]
        found[f"arrivals_per_hour_mean/hour{hour:02d}"] = own.mean()
        if 8 <= hour <= 17:
            found[f"hourly_count_var_over_mean/hour{hour:02d}"] = own.var(ddof=1) / own.mean()
    return found


def _waits(calls: np.ndarray) -> dict[str, float]:
    wait, served = calls["wait"] / 1000, calls["outcome"] == HANDLED
    return {
        "wait_positive_share": (wait > 0).mean(), "abandon_share": (calls["outcome"] == ABANDONED).mean(),
        "wait_mean_s": wait.mean(), "wait_mean_of_waiting_s": wait[wait > 0].mean(),
        "served_within_20_s_share": (served & (wait <= 20)).mean(),
        "served_within_60_s_share": (served & (wait <= 60)).mean(),
        "abandon_rate_per_min": (calls["outcome"] == ABANDONED).sum() / wait.sum() * 60,
    }  # fmt: skip


def _service(calls: np.ndarray) -> dict[str, float]:
    service = calls["handle"][calls["outcome"] == HANDLED] / 1000
    service = service[service >= 10]
    return {"service_mean_s": service.mean(), "service_cv": service.std() / service.mean(),
            "service_median_s": float(np.median(service)), "service_p90_s": float(np.quantile(service, 0.9)),
            "service_log_mean": np.log(service).mean(), "service_log_sd": np.log(service).std()}  # fmt: skip


def _patience(calls: np.ndarray) -> dict[str, float]:
    import statsmodels.api as sm

    waited = calls["wait"] > 0
    t, left = calls["wait"][waited] / 1000, calls["outcome"][waited] == ABANDONED
    curve = sm.SurvfuncRight(np.ceil(t), left.astype(int))
    at = np.searchsorted(curve.surv_times, bank.TIMES_S, side="right") - 1
    found = {f"patience_survival_{s}_s": float(curve.surv_prob[place])
             for s, place in zip(bank.TIMES_S, at, strict=True)}  # fmt: skip
    inside = curve.surv_times < 600
    steps = np.concatenate([[0.0], curve.surv_times[inside], [600.0]])
    heights = np.concatenate([[1.0], curve.surv_prob[inside]])
    return found | {"patience_restricted_mean_600_s": float((np.diff(steps) * heights).sum())}


def short(desk: Desk, **more: object) -> Scenario:
    """Nine weeks: 45 working days."""
    return bank_world(desk, **more).replace({"weeks": 9, "burn_in_weeks": 2, "mechanisms.loyalty": False,
                                             "mechanisms.complaints": False, "mechanisms.surveys": False,
                                             "mechanisms.experience": False})  # fmt: skip


def fit_desk(years: int, threads: int) -> pd.DataFrame:
    """Two numbers of seats: for each factor on the load the safety that gives the share who gave up; then the rest.

    A busy day loses more callers, who call again, so days differ more than the busy-day factor does; the factor's
    spread is lowered until the days differ as the bank's did.
    """
    spread = of_bank("daily_total_cv")
    for _ in range(2):
        safety = safety_of(0.8, spread, years, threads)
        found = means(short(Desk(0.8, safety), spread=spread), years, threads)
        spread *= of_bank("daily_total_cv") / found["daily_total_cv"]
    rows = []
    for factor in (0.5, 0.75, 1.0):
        safety = safety_of(factor, spread, years, threads)
        found = means(short(Desk(factor, safety), spread=spread), years, threads)
        miss = sum(((found[name] - of_bank(name)) / unit) ** 2 for name, unit in FITTED.items())
        rows.append({"factor": factor, "safety": safety, "spread": spread, "miss": miss,
                     **{name: found[name] for name in FITTED}})  # fmt: skip
    return pd.DataFrame(rows)


def safety_of(factor: float, spread: float, years: int, threads: int) -> float:
    """Safety that gives the bank's share who gave up."""
    low, high = -0.4, 1.8
    for _ in range(7):
        middle = (low + high) / 2
        found = means(short(Desk(factor, middle), spread=spread), years, threads)["abandon_share"]
        low, high = (middle, high) if found > of_bank("abandon_share") else (low, middle)
    return round((low + high) / 2, 3)


def best_of(desks: pd.DataFrame) -> tuple[Desk, float]:
    """Seats and spread of days that miss the waits least."""
    best = desks.loc[desks["miss"].idxmin()]
    return Desk(float(best["factor"]), float(best["safety"])), float(best["spread"])


def means(scenario: Scenario, years: int, threads: int, days: int = DAYS) -> dict[str, float]:
    """Means over runs."""
    return frame(lambda _: scenario, years, threads, days).mean().to_dict()


def frame(scenario_of, years: int, threads: int, days: int = DAYS) -> pd.DataFrame:
    """One row for each run."""
    with ThreadPoolExecutor(threads) as pool:
        return pd.DataFrame(list(pool.map(lambda year: measured(scenario_of(year), year, days), range(years))))


def drawn(fitted: tuple[Desk, float], slope: float, year: int) -> Scenario:
    """A World within what 39 days can tell: level, spread of days, service, patience, seats drawn by their errors."""
    (desk, usual), rng = fitted, np.random.default_rng([SEED, year])
    level = 1 + rng.normal() * of_bank("daily_total_cv") / np.sqrt(DAYS)
    spread = usual * np.sqrt((DAYS - 1) / rng.chisquare(DAYS - 1))
    longer = 1 + rng.normal() * of_bank("service_cv") / np.sqrt(50_892)
    patient = 1 + rng.normal() / np.sqrt(of_bank("abandon_share") * 55_624)
    world = bank_world(Desk(desk.factor, desk.safety + slope * rng.normal()), level=level, spread=float(spread))
    handle, patience = world.world.service.handle.phone.mean_min, world.world.service.patience.phone.mean_min
    return world.replace({
        "weeks": 5, "burn_in_weeks": 2, "world.service.handle.phone.mean_min": handle * longer,
        "world.service.patience.phone.mean_min": patience * patient,
        **{f"mechanisms.{name}": False for name in ("loyalty", "complaints", "surveys", "experience")},
    })  # fmt: skip


def compared(runs: pd.DataFrame) -> pd.DataFrame:
    """Each total beside the World's: where should 39 days lie, and does the total lie there?"""
    table = bank_targets()
    rows = []
    for one in table.itertuples():
        name = one.quantity if one.segment == "all" else f"{one.quantity}/{one.segment}"
        if name not in runs:
            continue
        own = runs[name]
        half = student.ppf(0.975, len(own) - 1) * own.std(ddof=1) * np.sqrt(1 + 1 / len(own))
        low, high = own.mean() - half, own.mean() + half
        rows.append((one.quantity, one.segment, float(one.value), one.unit, own.mean(), low, high,
                     sheet.holds(low <= float(one.value) <= high)))  # fmt: skip
    return pd.DataFrame(rows, columns=["quantity", "segment", "target", "unit", "model", "low", "high", "within"])


def month_of(runs: pd.DataFrame) -> pd.DataFrame:
    """The predicted month: medians and 95 % ranges."""
    words = {"volume": "calls", "daily_total_mean": "calls/day", "abandon_share": "share", "wait_mean_s": "s",
             "served_within_20_s_share": "share", "served_within_60_s_share": "share", "wait_positive_share": "share",
             "service_mean_s": "s", "daily_total_cv": "ratio"}  # fmt: skip
    rows = [(name, unit, runs[name].median(), *runs[name].quantile([0.025, 0.975])) for name, unit in words.items()]
    return pd.DataFrame(rows, columns=["quantity", "unit", "predicted", "low", "high"])


def draw(table: pd.DataFrame, runs: pd.DataFrame) -> None:
    """Calls by hour, patience, waits: bank and World."""
    figure, axes = plt.subplots(1, 3, figsize=(12, 3.6), layout="constrained")
    for axis, quantity in zip(axes, ("arrivals_per_hour_mean", "patience_survival", "waits"), strict=True):
        own = table[table["quantity"].isin([*FITTED, "wait_positive_share"]) & (table["unit"] == "share")] \
            if quantity == "waits" else table[table["quantity"].str.startswith(quantity)]
        known = {"arrivals_per_hour_mean": list(HOURS), "patience_survival": list(bank.TIMES_S)}
        x = known.get(quantity, range(len(own)))
        ends = np.abs(own[["low", "high"]].to_numpy().T - own["model"].to_numpy())
        axis.errorbar(x, own["model"], yerr=ends, fmt="o", ms=4, color=sheet.BLUE, ecolor=sheet.SKY,
                      label="World, 39 days")  # fmt: skip
        axis.plot(x, own["target"], "x", color=sheet.VERMILION, label="bank 1999")
        axis.set_ylim(bottom=0)
        axis.set_title(quantity.replace("_", " "), fontsize=10)
        if quantity == "waits":
            words = own["quantity"].str.replace("_share", "").str.replace("_", "\n")
            axis.set_xticks(range(len(own)), words, fontsize=7)
    axes[0].legend(fontsize=8)
    sheet.save_picture(NAME, figure)


def write(table: pd.DataFrame, month: pd.DataFrame, desks: pd.DataFrame, desk: Desk) -> list[sheet.Claim]:
    """Claims and page."""
    main_ = table[~table["quantity"].isin(("hourly_count_var_over_mean",))]
    inside, odd = int((main_["within"] == "yes").sum()), table[table["within"] == "no"]
    waits = table[table["quantity"].isin(FITTED)]
    claims = [
        sheet.Claim("waits and giving up within the range of 39 days", "all five",
                    f"{int((waits['within'] == 'yes').sum())} of {len(waits)}",
                    sheet.holds(bool((waits["within"] == "yes").all()))),
        sheet.Claim("totals within the range of 39 days, spread of hours apart", "90 % or more",
                    f"{inside} of {len(main_)}", sheet.holds(inside >= 0.9 * len(main_))),
    ]  # fmt: skip
    rows = [(r.quantity, r.segment, f"{r.target:.4g}", f"{r.model:.4g}", f"{r.low:.4g} to {r.high:.4g}", r.unit,
             r.within) for r in table.itertuples()]  # fmt: skip
    why = [f"- `{name}`: {TOLD[name]}." for name in dict.fromkeys(odd["quantity"]) if TOLD.get(name)]
    sheet.write_page(NAME, [
        "# A World calibrated to a real call center",
        " ".join((__doc__ or "").split("\n\n")[1].split()) + f" `python docs/studies/{NAME}.py` makes this page again.",
        " ".join((bank.__doc__ or "").split("\n\n", 1)[1].split()),
        sheet.claims_grid(claims),
        f"![Calls by hour, patience and waits of the bank and of the calibrated World]({NAME}.png)",
        f"The World is the preset `{NAME}`. One queue stands for all types of calls; the working week Sunday to "
        f"Thursday is "
        "written as Monday to Friday; before 7 o'clock the bank had three calls a night, which are left out (the daily "
        f"mean is compared without them). Seats: {desk.factor:g} x load + {desk.safety:g} x √load, fitted to the "
        f"share who "
        "gave up (safety) and to the other four waits (factor). Days vary by the busy-day factor (spread in the "
        "table) and "
        "by redials on busy days, together as the bank's days did:",
        sheet.grid(list(desks.columns), [[f"{v:.4g}" for v in row] for row in desks.itertuples(index=False)]),
        "## A month that was not seen",
        f"What the World says about another month of {MONTH_DAYS} working days of the same bank with the same people: "
        f"{DRAWS} runs, each with level, spread of days, service time, patience and seats drawn within what 39 days "
        f"can "
        "tell. Growth, a changed roster and new services are not in it: they are not in two months of totals.",
        sheet.grid(("quantity", "unit", "predicted", "95 % range"),
                   [(r.quantity, r.unit, f"{r.predicted:.4g}", f"{r.low:.4g} to {r.high:.4g}")
                    for r in month.itertuples()]),
        "## Every total",
        f"*interval*: where 39 days of the World lie in 95 of 100 cases ({YEARS} runs).",
        sheet.grid(("quantity", "segment", "target", "model", "interval", "unit", "within?"), rows),
        *(["What does not lie within, and why:", "\n".join(why)] if why else []),
        "Not compared: totals by type of call (one queue here; types differ in patience and priority), and next calls "
        "(of identified customers only, who call far more often than others; the redial is fitted to their excess).",
    ])  # fmt: skip
    return claims


def run(threads: int) -> None:
    """Fit the seats, run the World, predict; keep all numbers."""
    warm_up()
    desks = fit_desk(12, threads)
    desk, spread = best_of(desks)
    runs = frame(lambda _: short(desk, spread=spread), YEARS, threads)
    step = 0.05
    near = [short(Desk(desk.factor, desk.safety + sign * step), spread=spread) for sign in (1, -1)]
    more, less = (means(one, 12, threads)["abandon_share"] for one in near)
    slope = float(runs["abandon_share"].std(ddof=1) * 2 * step / max(1e-6, less - more))
    month = frame(lambda year: drawn((desk, spread), slope, year), DRAWS, threads, MONTH_DAYS)
    for name, table in (("years", runs), ("month_years", month), ("desks", desks)):
        table.to_csv(sheet.HERE / f"{NAME}_{name}.csv", index=False, float_format="%.9g", lineterminator="\n")
    preset = bank_world(desk, spread=spread)
    (PRESETS / f"{NAME}.yaml").write_text(preset.to_yaml(), encoding="utf-8", newline="\n")


def main() -> None:
    """Measure (or load), then tables, picture and page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draw", action="store_true", help="make the page again from the stored runs")
    parser.add_argument("--threads", type=int, default=2)
    how = parser.parse_args()
    if not how.draw:
        run(how.threads)
    runs, months, desks = (pd.read_csv(sheet.HERE / f"{NAME}_{name}.csv") for name in ("years", "month_years", "desks"))
    desk, _ = best_of(desks)
    table, month = compared(runs), month_of(months)
    table.to_csv(sheet.HERE / f"{NAME}.csv", index=False, float_format="%.6g", lineterminator="\n")
    month.to_csv(sheet.HERE / f"{NAME}_month.csv", index=False, float_format="%.6g", lineterminator="\n")
    draw(table, runs)
    sheet.write_claims(NAME, write(table, month, desks, desk))


if __name__ == "__main__":
    main()
