"""A real call center: does a World calibrated to its totals give them back, and what does it predict?

The totals of two months (39 working days) of the Anonymous Bank set a World: calls by hour, spread of days and hours,
service time, patience from Kaplan-Meier points, redial. How many people sat there, and what they did between calls, is
in no total; three numbers that say it are fitted to the waits. Then the World runs 39 working days many times, and
every total should lie where 39 such days lie.
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

NAME, SEED, DAYS, YEARS = "bank_1999", 4150, 39, 60
FITTED = {"abandon_share": 0.004, "wait_mean_s": 2.0, "wait_positive_share": 0.02, "served_within_20_s_share": 0.02,
          "served_within_60_s_share": 0.02}  # fmt: skip
OFF = {"burn_in_weeks": 2,
       **{f"mechanisms.{name}": False for name in ("loyalty", "complaints", "surveys", "experience")}}  # fmt: skip
HOURS = range(bank.FIRST_HOUR, bank.LAST_HOUR + 1)
SPREADS = [f"hourly_count_var_over_mean/hour{hour:02d}" for hour in range(8, 18)]
#: What is tried: links of morning and afternoon; seats on the load, and matters that come in writing.
LINKS, FACTORS, WRITTEN = (0.0, 0.25, 0.5, 0.75, 1.0), (0.5, 0.75, 1.0), (0.0, 0.08, 0.1, 0.12, 0.14)
#: Totals that one World of this kind cannot hold, and why.
TOLD = {
    "hourly_count_var_over_mean": "single hours of some days were odd: at 16 and 17 o'clock calls vary 23 and "
                                  "11 times more than by luck, at 12 o'clock 2 times; the World has a morning and an "
                                  "afternoon, no odd hour",
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


def short(desk: Desk, days: tuple[float, float]) -> Scenario:
    """Nine weeks: 45 working days."""
    return bank_world(desk, days=days).replace({"weeks": 9, **OFF})


def fit_days(desk: Desk, years: int, threads: int) -> pd.DataFrame:
    """For each link of morning and afternoon the spread with which days differ as the bank's did; then the hours.

    A busy day loses more callers, who call again, so days differ more than the busy-day factor does. The median of ten
    hours is compared, because single hours had odd days.
    """
    rows = []
    for link in LINKS:
        spread = of_bank("daily_total_cv")
        for _ in range(3):
            found = means(short(desk, (spread, link)), years, threads)
            spread *= of_bank("daily_total_cv") / found["daily_total_cv"]
        hours = float(np.median([found[name] for name in SPREADS]))
        rows.append({"link": link, "spread": spread, "daily_total_cv": found["daily_total_cv"],
                     "median_of_hours": hours, "median_at_the_bank": hours_of_bank()})  # fmt: skip
    return pd.DataFrame(rows)


def hours_of_bank() -> float:
    """Median of the bank's ten hours: variance over mean."""
    return float(np.median([of_bank(*name.split("/")) for name in SPREADS]))


def days_of(days: pd.DataFrame) -> tuple[float, float]:
    """Spread and link whose hours are nearest to the bank's."""
    best = days.loc[(days["median_of_hours"] - days["median_at_the_bank"]).abs().idxmin()]
    return float(best["spread"]), float(best["link"])


def fit_desk(days: tuple[float, float], years: int, threads: int) -> pd.DataFrame:
    """Seats and written work: for each pair of the two the safety that gives the share who gave up; then the waits."""
    rows = []
    for factor in FACTORS:
        for written in WRITTEN:
            safety = safety_of(factor, written, days, (years, threads))
            found = means(short(Desk(factor, safety, written), days), years, threads)
            miss = sum(((found[name] - of_bank(name)) / unit) ** 2 for name, unit in FITTED.items())
            rows.append({"factor": factor, "written": written, "safety": safety, "miss": miss,
                         **{name: found[name] for name in FITTED}})  # fmt: skip
    return pd.DataFrame(rows)


def safety_of(factor: float, written: float, days: tuple[float, float], how: tuple[int, int]) -> float:
    """Safety that gives the bank's share who gave up."""
    low, high = -0.4, 2.2
    for _ in range(8):
        middle = (low + high) / 2
        found = means(short(Desk(factor, middle, written), days), *how)["abandon_share"]
        low, high = (middle, high) if found > of_bank("abandon_share") else (low, middle)
    return round((low + high) / 2, 3)


def best_of(desks: pd.DataFrame) -> Desk:
    """Seats and written work that miss the waits least."""
    best = desks.loc[desks["miss"].idxmin()]
    return Desk(*(float(best[name]) for name in Desk._fields))


def means(scenario: Scenario, years: int, threads: int, days: int = DAYS) -> dict[str, float]:
    """Means over runs."""
    return frame(lambda _: scenario, years, threads, days).mean().to_dict()


def frame(scenario_of, years: int, threads: int, days: int = DAYS) -> pd.DataFrame:
    """One row for each run."""
    with ThreadPoolExecutor(threads) as pool:
        return pd.DataFrame(list(pool.map(lambda year: measured(scenario_of(year), year, days), range(years))))


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


def draw(table: pd.DataFrame) -> None:
    """Calls by hour, spread of hours, patience, waits: bank and World."""
    figure, axes = plt.subplots(1, 4, figsize=(14, 3.6), layout="constrained")
    shares = table["quantity"].isin(FITTED) & (table["unit"] == "share")
    shown = {
        "arrivals_per_hour_mean": (list(HOURS), "hour of the day", "calls an hour"),
        "hourly_count_var_over_mean": (list(range(8, 18)), "hour of the day", "variance over mean"),
        "patience_survival": (list(bank.TIMES_S), "seconds of waiting", "share still on the line"),
        "waits": (range(int(shares.sum())), "", "share of calls"),
    }
    for axis, (quantity, (x, x_label, y_label)) in zip(axes, shown.items(), strict=True):
        own = table[shares] if quantity == "waits" else table[table["quantity"].str.startswith(quantity)]
        ends = np.abs(own[["low", "high"]].to_numpy().T - own["model"].to_numpy())
        axis.errorbar(x, own["model"], yerr=ends, fmt="o", ms=4, color=sheet.BLUE, ecolor=sheet.SKY,
                      label="World, 39 days")  # fmt: skip
        axis.plot(x, own["target"], "x", color=sheet.VERMILION, label="bank 1999")
        axis.set_ylim(bottom=0)
        axis.set_xlabel(x_label)
        axis.set_ylabel(y_label)
        if quantity == "waits":
            words = own["quantity"].str.replace("_share", "").str.replace("_s$", " s", regex=True)
            axis.set_xticks(list(x), words.str.replace("_", "\n"), fontsize=7)
        else:
            axis.xaxis.get_major_locator().set_params(integer=True)
    axes[2].legend(fontsize=8)
    sheet.save_picture(NAME, figure)


def write(table: pd.DataFrame, days: pd.DataFrame, desks: pd.DataFrame) -> list[sheet.Claim]:
    """Claims and page."""
    main_ = table[~table["quantity"].isin(("hourly_count_var_over_mean",))]
    inside, odd = int((main_["within"] == "yes").sum()), table[table["within"] == "no"]
    waits, every = table[table["quantity"].isin(FITTED)], int((table["within"] == "yes").sum())
    claims = [
        sheet.Claim("waits and giving up within the range of 39 days", "all five",
                    f"{int((waits['within'] == 'yes').sum())} of {len(waits)}",
                    sheet.holds(bool((waits["within"] == "yes").all()))),
        sheet.Claim("totals within the range of 39 days, spread of hours apart", "90 % or more",
                    f"{inside} of {len(main_)}", sheet.holds(inside >= 0.9 * len(main_))),
        sheet.Claim("every total within the range of 39 days", "all", f"{every} of {len(table)}",
                    sheet.holds(every == len(table))),
    ]  # fmt: skip
    rows = [(r.quantity, r.segment, f"{r.target:.4g}", f"{r.model:.4g}", f"{r.low:.4g} to {r.high:.4g}", r.unit,
             r.within) for r in table.itertuples()]  # fmt: skip
    why = [f"- `{name}`: {TOLD[name]}." for name in dict.fromkeys(odd["quantity"]) if TOLD.get(name)]
    sheet.write_page(NAME, [
        "# A World calibrated to a real call center",
        " ".join((__doc__ or "").split("\n\n")[1].split()) + f" `python docs/studies/{NAME}.py` makes this page again.",
        " ".join((bank.__doc__ or "").split("\n\n", 1)[1].split()),
        sheet.claims_grid(claims),
        f"![Calls by hour, spread of hours, patience and waits of the bank and of the calibrated World]({NAME}.png)",
        *what_was_fitted(days, desks),
        "## A month that was not seen",
        "[What the World says about a later month of the same bank](bank_1999_later.md): every total, by hour and by "
        "type of call, with two ranges and what each assumes; made from this page's runs by `bank_1999_later.py`.",
        "## Every total",
        f"*interval*: where 39 days of the World lie in 95 of 100 cases ({YEARS} runs).",
        sheet.grid(("quantity", "segment", "target", "model", "interval", "unit", "within?"), rows),
        *(["What does not lie within, and why:", "\n".join(why)] if why else []),
        "Not compared: totals by type of call (one queue here; types differ in patience and priority), and next calls "
        "(of identified customers only, who call far more often than others; the redial is fitted to their excess).",
    ])  # fmt: skip
    return claims


def what_was_fitted(days: pd.DataFrame, desks: pd.DataFrame) -> list[str]:
    """Paragraphs on the numbers that no total holds."""
    desk, kinds, (spread, link) = best_of(desks), bank.kinds_of_service(), days_of(days)
    mean = np.exp(kinds.middle + kinds.spread**2 / 2)
    plain = desks[desks["written"] == 0]
    return [
        f"The World is the preset `{NAME}`. One queue stands for all types of calls; the working week Sunday to "
        "Thursday is written as Monday to Friday; before 7 o'clock the bank had three calls a night, which are left "
        "out (the daily mean is compared without them). Service: two kinds of calls, "
        f"{100 * kinds.share[0]:.0f} % short ({mean[0]:.0f} s on average) and {100 * kinds.share[1]:.0f} % long "
        f"({mean[1]:.0f} s), each lognormal, through the six totals of all service times. Patience: two kinds of "
        "callers through six Kaplan-Meier points, each weighted by its sampling error.",
        "*Days and hours.* For each link of morning and afternoon the spread of the busy-day factor is set so that "
        "days differ as the bank's did (redials on busy days included); taken is the link whose hours differ most "
        f"like the bank's: {link:g} (spread {spread:.3f}).",
        sheet.grid(list(days.columns), [[f"{v:.4g}" for v in row] for row in days.itertuples(index=False)]),
        f"*Seats*: {desk.factor:g} x load + {desk.safety:g} x √load, fitted to the share who gave up (safety) and to "
        "the other four waits (factor). *Between calls* the agents do written work, which is in no total (an "
        f"assumption): {100 * desk.written:.0f} % of all matters, each as long as a call. A call goes first but waits "
        "until a piece is done. Without it as many seconds are waited, but by fewer callers: the share who wait would "
        f"be {plain['wait_positive_share'].min():.3f} to {plain['wait_positive_share'].max():.3f}, and the bank's was "
        f"{of_bank('wait_positive_share'):.3f}. So the share who wait tells how much is done between calls. Three "
        "numbers are fitted to five waits:",
        sheet.grid(list(desks.columns), [[f"{v:.4g}" for v in row] for row in desks.itertuples(index=False)]),
    ]


def run(threads: int) -> None:
    """Fit the days and the desk, run the World; keep all numbers."""
    warm_up()
    table = fit_days(Desk(0.75, 1.1, 0.11), 16, threads)
    days = days_of(table)
    desks = fit_desk(days, 16, threads)
    desk = best_of(desks)
    runs = frame(lambda _: short(desk, days), YEARS, threads)
    for name, found in (("years", runs), ("days", table), ("desks", desks)):
        found.to_csv(sheet.HERE / f"{NAME}_{name}.csv", index=False, float_format="%.9g", lineterminator="\n")
    preset = bank_world(desk, days=days)
    (PRESETS / f"{NAME}.yaml").write_text(preset.to_yaml(), encoding="utf-8", newline="\n")


def main() -> None:
    """Measure (or load), then tables, picture and page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draw", action="store_true", help="make the page again from the stored runs")
    parser.add_argument("--threads", type=int, default=2)
    how = parser.parse_args()
    if not how.draw:
        run(how.threads)
    runs, days, desks = (pd.read_csv(sheet.HERE / f"{NAME}_{name}.csv") for name in ("years", "days", "desks"))
    table = compared(runs)
    table.to_csv(sheet.HERE / f"{NAME}.csv", index=False, float_format="%.6g", lineterminator="\n")
    draw(table)
    sheet.write_claims(NAME, write(table, days, desks))


if __name__ == "__main__":
    main()
