"""A real call center: does a World calibrated to its totals give them back, and what does it predict?

The totals of two months (39 working days) of the Anonymous Bank set a World: calls by hour, spread of days and hours,
service time, patience from Kaplan-Meier points, redial. How many people sat there, and what they did between calls, is
in no total; three numbers that say it are fitted to the waits. One rare surge of calls is read from the spread of two
hours. Then the World runs 39 working days many times, and every total should lie where 39 such days lie.
"""

from __future__ import annotations

import argparse
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import sheet
from matplotlib import pyplot as plt
from paired import warm_up

from cxsim.calibrate import bank
from cxsim.calibrate.bank import DAYS, Desk, Surge, bank_targets, bank_world, of_bank
from cxsim.clock import DAY, HOUR
from cxsim.draws import surges
from cxsim.results.horizon import cut
from cxsim.scenario import Scenario
from cxsim.scenario.reading import PRESETS
from cxsim.schema import ABANDONED, CLOSED, HANDLED, PHONE
from cxsim.simulate import simulate
from cxsim.streams import stream_key

NAME, SEED, YEARS = "bank_1999", 4150, 400
FITTED = {"abandon_share": 0.004, "wait_mean_s": 2.0, "wait_positive_share": 0.02, "served_within_20_s_share": 0.02,
          "served_within_60_s_share": 0.02}  # fmt: skip
OFF = {"burn_in_weeks": 2,
       **{f"mechanisms.{name}": False for name in ("loyalty", "complaints", "surveys", "experience")}}  # fmt: skip
HOURS = range(bank.FIRST_HOUR, bank.LAST_HOUR + 1)
SPREADS = [f"hourly_count_var_over_mean/hour{hour:02d}" for hour in bank.CALM_HOURS]
#: Where the fits begin: a desk, and a surge on every day (found faster; how rare it is changes nothing in it).
START, WILD = Desk(0.75, 1.1, 0.11), Surge(1.0, 3.0, 1.0)
#: What is tried: links of morning and afternoon; seats on the load, and matters that come in writing.
LINKS, FACTORS, WRITTEN = (0.0, 0.25, 0.5, 0.75, 1.0), (0.5, 0.75, 1.0), (0.0, 0.08, 0.1, 0.12, 0.14, 0.16, 0.18)
#: Totals that the World does not hold, and why.
TOLD = {"hourly_count_var_over_mean": "the bank's days differ least at these hours, the World's as at the others; of "
                                      "49 intervals of 95 % two or three miss by chance"}  # fmt: skip


def measured(scenario: Scenario, seed: int, days: int) -> dict[str, float]:
    """The totals of the first working days of a run, by the names of the bank's table."""
    calls, counts = taken(scenario, seed, days)
    return {**_counts(counts), **_waits(calls), **_service(calls), **_patience(calls)}


def taken(scenario: Scenario, seed: int, days: int) -> tuple[np.ndarray, np.ndarray]:
    """Calls of the first working days of a run, and their number by day and hour."""
    run = simulate(scenario, seed=SEED, replication=seed)
    calls = cut(run.log, run.facts.horizon).contacts
    calls = calls[(calls["queue"] == PHONE) & (calls["outcome"] != CLOSED)]
    since = calls["arrived"] - run.facts.horizon.t0
    day = since // DAY
    work = np.flatnonzero(np.arange(7 * scenario.weeks) % 7 < 5)[:days]
    calls, since, day = (part[np.isin(day, work)] for part in (calls, since, day))
    counts = np.zeros((len(work), 24))
    np.add.at(counts, (np.searchsorted(work, day), since % DAY // HOUR), 1)
    return calls, counts


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


def short(desk: Desk, days: tuple[float, float], surge: Surge | None = None) -> Scenario:
    """Nine weeks: 45 working days."""
    return bank_world(desk, days=days, surge=surge).replace({"weeks": 9, **OFF})


def fit_days(desk: Desk, years: int, threads: int) -> pd.DataFrame:
    """For each link of morning and afternoon the spread with which days differ as the bank's did; then the hours.

    A busy day loses more callers, who call again, so days differ more than the busy-day factor does. World and bank are
    compared without the surge: the World has none yet, and the bank's is taken out of its days.
    """
    at_bank, rows = float(np.median([bank.spread_of_hour(hour) for hour in bank.CALM_HOURS])), []
    for link in LINKS:
        spread = bank.usual_cv()
        for _ in range(3):
            found = means(short(desk, (spread, link)), years, threads)
            spread *= bank.usual_cv() / found["daily_total_cv"]
        hours = float(np.median([found[name] for name in SPREADS]))
        rows.append({"link": link, "spread": spread, "daily_total_cv": found["daily_total_cv"],
                     "median_of_hours": hours, "median_at_the_bank": at_bank})  # fmt: skip
    return pd.DataFrame(rows)


def days_of(days: pd.DataFrame) -> tuple[float, float]:
    """Spread and link whose hours are nearest to the bank's."""
    best = days.loc[(days["median_of_hours"] - days["median_at_the_bank"]).abs().idxmin()]
    return float(best["spread"]), float(best["link"])


def fit_surge(days: tuple[float, float], years: int, threads: int) -> pd.DataFrame:
    """Factor and length of a surge that begins at 16 o'clock and adds the calls that the bank's two hours tell.

    Many of the calls of a surge are given up and come again, so it adds more calls than needs, and later ones.
    """
    first, second = bank.SURGED_HOURS
    asked, calm, surge, rows = bank.surged_calls(), short(START, days), WILD, []
    for _ in range(6):
        wild = short(START, days, surge)
        with ThreadPoolExecutor(threads) as pool:
            found = np.concatenate(list(pool.map(lambda year, wild=wild: added(calm, wild, year), range(years))))
        extra = found.mean(axis=0)
        rows.append({"factor": surge.factor, "hours": surge.hours, "surges": len(found),
                     **{f"added_{hour}": extra[hour] for hour in (first, second, second + 1)},
                     **{f"bank_{hour}": asked[hour] for hour in (first, second)}})  # fmt: skip
        longer = (asked[second] - extra[second]) / (surge.factor - 1) / bank.usual_calls()[second]
        surge = Surge(1.0, 1 + (surge.factor - 1) * asked[first] / extra[first], max(0.5, surge.hours + longer))
    return pd.DataFrame(rows)


def added(calm: Scenario, wild: Scenario, year: int) -> np.ndarray:
    """Calls by hour that a surge adds to a day on which it begins at 16 o'clock; the same luck without it beside."""
    weeks, start = wild.weeks + wild.burn_in_weeks, 2 * bank.SURGED_HOURS[0]
    more = surges(stream_key(SEED, year, "surge"), wild.world.demand, weeks)[7 * wild.burn_in_weeks:]
    more = more[np.arange(len(more)) % 7 < 5][:DAYS]
    own = (more[:, start] > 0) & (more[:, start - 1] == 0)
    return (taken(wild, year, DAYS)[1] - taken(calm, year, DAYS)[1])[own]


def surge_of(table: pd.DataFrame) -> Surge:
    """The last one tried, as often as the two months had one."""
    return Surge(1 / DAYS, *(float(table[name].iloc[-1]) for name in ("factor", "hours")))


def fit_desk(days: tuple[float, float], surge: Surge, years: int, threads: int) -> pd.DataFrame:
    """Seats and written work: for each pair of the two the safety that gives the share who gave up; then the waits."""
    rows = []
    for factor in FACTORS:
        for written in WRITTEN:
            safety = safety_of(factor, written, (days, surge), (years, threads))
            found = means(short(Desk(factor, safety, written), days, surge), years, threads)
            miss = sum(((found[name] - of_bank(name)) / unit) ** 2 for name, unit in FITTED.items())
            rows.append({"factor": factor, "written": written, "safety": safety, "miss": miss,
                         **{name: found[name] for name in FITTED}})  # fmt: skip
    return pd.DataFrame(rows)


def safety_of(factor: float, written: float, demand: tuple, how: tuple[int, int]) -> float:
    """Safety that gives the bank's share who gave up."""
    low, high = -0.4, 2.2
    for _ in range(8):
        middle = (low + high) / 2
        found = means(short(Desk(factor, middle, written), *demand), *how)["abandon_share"]
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


def ranges(runs: pd.DataFrame) -> pd.DataFrame:
    """Where 39 days of the World lie in 95 of 100 cases, and their middle, for each total that the bank has too."""
    table = bank_targets()
    table["name"] = np.where(table["segment"] == "all", table["quantity"], table["quantity"] + "/" + table["segment"])
    table = table[table["name"].isin(runs.columns)].astype({"value": float}).reset_index(drop=True)
    low, middle, high = (runs[table["name"]].quantile(q).to_numpy() for q in (0.025, 0.5, 0.975))
    return table.assign(low=low, model=middle, high=high)


def compared(runs: pd.DataFrame) -> pd.DataFrame:
    """Each total beside the World's: where should 39 days lie, and does the total lie there?"""
    table = ranges(runs).rename(columns={"value": "target"})
    table["within"] = [sheet.holds(inside) for inside in table["target"].between(table["low"], table["high"])]
    return table[["quantity", "segment", "target", "unit", "model", "low", "high", "within"]]


def outside(runs: pd.DataFrame) -> tuple[float, float]:
    """How many totals of the World's own 39 days lie outside of these ranges: mean, and most in 95 of 100 cases."""
    table = ranges(runs)
    own = runs[table["name"]].to_numpy()
    count = ((own < table["low"].to_numpy()) | (own > table["high"].to_numpy())).sum(axis=1)
    return float(count.mean()), float(np.quantile(count, 0.95))


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


def claimed(table: pd.DataFrame, runs: pd.DataFrame) -> list[sheet.Claim]:
    """What must hold, and whether it does."""
    hours = table["quantity"] == "hourly_count_var_over_mean"
    main_, ends = table[~hours], []
    for word, end, sign in (("odd", "max", 1), ("calm", "min", -1)):
        value, own = table.loc[hours, "target"].agg(end), runs.filter(like="hourly_count_var").agg(end, axis=1)
        share = float((sign * own >= sign * value).mean())
        ends.append(sheet.Claim(f"runs with an hour as {word} as the bank's ({value:.1f})", "2.5 to 97.5 of 100",
                                f"{100 * share:.1f} of 100", sheet.holds(0.025 <= share <= 0.975)))  # fmt: skip
    inside, (mean, most) = int((main_["within"] == "yes").sum()), outside(runs)
    waits, every = table[table["quantity"].isin(FITTED)], int((table["within"] == "yes").sum())
    return [
        sheet.Claim("waits and giving up within the range of 39 days", "all five",
                    f"{int((waits['within'] == 'yes').sum())} of {len(waits)}",
                    sheet.holds(bool((waits["within"] == "yes").all()))),
        sheet.Claim("totals within the range of 39 days, spread of hours apart", "90 % or more",
                    f"{inside} of {len(main_)}", sheet.holds(inside >= 0.9 * len(main_))),
        sheet.Claim("every total within the range of 39 days", "all", f"{every} of {len(table)}",
                    sheet.holds(every == len(table))),
        sheet.Claim("totals outside no more than chance leaves out",
                    f"at most {most:.0f}, as 95 of 100 times 39 days of the World itself ({mean:.1f} on average)",
                    f"{len(table) - every} of {len(table)}", sheet.holds(len(table) - every <= most)),
        *ends,
    ]  # fmt: skip


def write(table: pd.DataFrame, claims: list[sheet.Claim], fitted: list[pd.DataFrame]) -> None:
    """The page."""
    odd = table[table["within"] == "no"]
    rows = [(r.quantity, r.segment, f"{r.target:.4g}", f"{r.model:.4g}", f"{r.low:.4g} to {r.high:.4g}", r.unit,
             r.within) for r in table.itertuples()]  # fmt: skip
    why = [f"- `{name}`: {TOLD[name]}." for name in dict.fromkeys(odd["quantity"]) if TOLD.get(name)]
    sheet.write_page(NAME, [
        "# A World calibrated to a real call center",
        " ".join((__doc__ or "").split("\n\n")[1].split()) + f" `python docs/studies/{NAME}.py` makes this page again.",
        " ".join((bank.__doc__ or "").split("\n\n", 1)[1].split()),
        sheet.claims_grid(claims),
        f"![Calls by hour, spread of hours, patience and waits of the bank and of the calibrated World]({NAME}.png)",
        *what_was_fitted(*fitted),
        "## A month that was not seen",
        "[What the World says about a later month of the same bank](bank_1999_later.md): every total, by hour and by "
        "type of call, with two ranges and what each assumes; made from this page's runs by `bank_1999_later.py`.",
        "## Every total",
        "*interval*: where 39 days of the World lie in 95 of 100 cases, *model*: their middle (quantiles of "
        f"{YEARS} runs; a rare surge makes some totals too skewed for a mean and a spread).",
        sheet.grid(("quantity", "segment", "target", "model", "interval", "unit", "within?"), rows),
        *(["What does not lie within, and why:", "\n".join(why)] if why else []),
        "Not compared: totals by type of call (one queue here; types differ in patience and priority), and next calls "
        "(of identified customers only, who call far more often than others; the redial is fitted to their excess).",
    ])  # fmt: skip


def what_was_fitted(days: pd.DataFrame, surge: pd.DataFrame, desks: pd.DataFrame) -> list[str]:
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
        "days differ as the bank's did without the surge (redials on busy days included); taken is the link whose "
        f"hours (8 to 15) differ most like the bank's: {link:g} (spread {spread:.3f}).",
        sheet.grid(list(days.columns), [[f"{v:.4g}" for v in row] for row in days.itertuples(index=False)]),
        *about_surge(surge),
        f"*Seats*: {desk.factor:g} x load + {desk.safety:g} x √load, fitted to the share who gave up (safety) and to "
        "the other four waits (factor). *Between calls* the agents do written work, which is in no total (an "
        f"assumption): {100 * desk.written:.0f} % of all matters, each as long as a call. A call goes first but waits "
        "until a piece is done. Without it as many seconds are waited, but by fewer callers: the share who wait would "
        f"be {plain['wait_positive_share'].min():.3f} to {plain['wait_positive_share'].max():.3f}, and the bank's was "
        f"{of_bank('wait_positive_share'):.3f}. So the share who wait tells how much is done between calls. Three "
        "numbers are fitted to five waits:",
        sheet.grid(list(desks.columns), [[f"{v:.4g}" for v in row] for row in desks.itertuples(index=False)]),
    ]


def about_surge(table: pd.DataFrame) -> list[str]:
    """Paragraph on the surge: what follows from totals, what is assumed."""
    surge, (first, second) = surge_of(table), bank.SURGED_HOURS
    added, calls = bank.surged_calls(), bank.usual_calls()
    return [
        f"*Surge.* At {first} and {second} o'clock counts vary far more than at the other hours. One day with "
        f"{added[first]:.0f} calls more at {first} and {added[second]:.0f} more at {second} o'clock gives just that "
        f"(its square over {DAYS} days is the excess of the variance): {1 + added[first] / calls[first]:.1f} and "
        f"{1 + added[second] / calls[second]:.1f} times the usual calls. They are taken out of the profile and of the "
        "spread of days. Factor and length of a surge that begins at "
        f"{first} o'clock are fitted to these two numbers: {surge.factor:.2f} times the needs for {surge.hours:.2f} "
        "hours; callers who give up and call again do the rest. *Assumed*: that it was one day, the same for both "
        f"hours; that such a surge begins on 1 of {DAYS} days, at any hour with demand (one event in {DAYS} days goes "
        "with anything from 1 in 7 to 1 in 1,500 days), and that all surges are as large and as long.",
        sheet.grid(list(table.columns), [[f"{v:.4g}" for v in row] for row in table.itertuples(index=False)]),
    ]


def run(threads: int) -> None:
    """Fit the days and the desk, run the World; keep all numbers."""
    warm_up()
    table = fit_days(START, 16, threads)
    days = days_of(table)
    surged = fit_surge(days, 32, threads)
    surge = surge_of(surged)
    desks = fit_desk(days, surge, 16, threads)
    desk = best_of(desks)
    runs = frame(lambda _: short(desk, days, surge), YEARS, threads)
    for name, found in (("years", runs), ("days", table), ("surge", surged), ("desks", desks)):
        found.to_csv(sheet.HERE / f"{NAME}_{name}.csv", index=False, float_format="%.7g", lineterminator="\n")
    preset = bank_world(desk, days=days, surge=surge)
    (PRESETS / f"{NAME}.yaml").write_text(preset.to_yaml(), encoding="utf-8", newline="\n")


def main() -> None:
    """Measure (or load), then tables, picture and page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draw", action="store_true", help="make the page again from the stored runs")
    parser.add_argument("--threads", type=int, default=2)
    how = parser.parse_args()
    if not how.draw:
        run(how.threads)
    runs, *fitted = (pd.read_csv(sheet.HERE / f"{NAME}_{name}.csv") for name in ("years", "days", "surge", "desks"))
    table = compared(runs)
    table.to_csv(sheet.HERE / f"{NAME}.csv", index=False, float_format="%.6g", lineterminator="\n")
    draw(table)
    claims = claimed(table, runs)
    write(table, claims, fitted)
    sheet.write_claims(NAME, claims)


if __name__ == "__main__":
    main()
