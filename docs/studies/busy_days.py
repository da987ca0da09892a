"""Busy days: do daily counts vary as in a real call center, and why does the ratio depend on the size?

Counts of one hour over many working days vary more than Poisson counts do, because the rate itself differs from day
to day: var/mean = 1 + mean x cv^2, with cv the spread of the rate. The ratio grows with the size of the company, the
cv does not; so two companies are compared by cv, or at equal size.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import sheet
from matplotlib import pyplot as plt
from paired import Numbers, arguments, course, run
from sheet import Claim, Years

from cxsim.clock import DAY, HOUR
from cxsim.experiment.verdict import interval
from cxsim.results.facts import Facts
from cxsim.results.horizon import cut
from cxsim.scenario import Scenario
from cxsim.schema import CLOSED, PHONE, QUEUES, Log

NAME, SEED = "busy_days", 4099
HOURS = tuple(range(8, 18))
WEEKS, BURN_IN = 8, 4  # January and February, as the record of the bank
LARGE = 2.8  # times the default company: about the size of the bank
MEASURES = (*(f"{what}_{hour:02d}" for hour in HOURS for what in ("mean", "ratio")), "day_mean", "day_cv")
DEFAULT, POISSON, BIG = "default", "no busy days", "size of the bank"
USUAL = slice(0, 8)  # hours 8 to 15: after 16 the bank's ratios are blown up by short Thursdays and holidays


def read(log: Log, facts: Facts) -> Numbers:
    """Mean and variance over mean of hourly counts on working days; mean and cv of the daily total."""
    contacts = cut(log, facts.horizon).contacts
    calls = contacts[(contacts["queue"] == PHONE) & (contacts["outcome"] != CLOSED)]
    since = calls["arrived"] - facts.horizon.t0
    counts = np.zeros((7 * facts.horizon.weeks, 24), np.int64)
    np.add.at(counts, (since // DAY, since % DAY // HOUR), 1)
    counts = counts[np.arange(len(counts)) % 7 < 5]
    found: Numbers = {}
    for hour in HOURS:
        own = counts[:, hour]
        found |= {f"mean_{hour:02d}": own.mean(), f"ratio_{hour:02d}": own.var(ddof=1) / own.mean()}
    total = counts.sum(axis=1)
    return found | {"day_mean": total.mean(), "day_cv": total.std(ddof=1) / total.mean()}


def larger(base: Scenario) -> Scenario:
    """The same company, several times as large, with as many more seats."""
    market = base.world.market
    people = {f"world.market.{name}": round(getattr(market, name) * LARGE)
              for name in ("customers", "prospects", "entrants_per_year")}  # fmt: skip
    rosters = {f"policy.staffing.roster.{pool}": [
        window.model_dump(by_alias=True) | {"seats": round(window.seats * LARGE)}
        for window in getattr(base.policy.staffing.roster, pool)] for pool in QUEUES}  # fmt: skip
    big = base.replace(people | rosters)
    return big.model_copy(update={"before": big.policy})


def measure() -> Years:
    """Eight weeks from January on: default company, the same without busy days, the same at the bank's size."""
    how = arguments(__doc__ or "", SEED)
    if how.draw:
        return sheet.load(NAME)
    base = Scenario().replace({"weeks": WEEKS, "burn_in_weeks": BURN_IN})
    plain = base.replace({"mechanisms.busy_day": False})
    courses, found = [], []
    for name, scenario in ((DEFAULT, base), (POISSON, plain), (BIG, larger(base))):
        courses.append(course(name, scenario))
        found.append(run(courses[-1:], how, read))
    return sheet.store(NAME, courses, [[one[0] for one in year] for year in zip(*found, strict=True)], MEASURES)


def bank() -> pd.DataFrame:
    """Mean and variance over mean of the bank's hours, and the spread of the rate that they imply."""
    table = pd.read_csv(sheet.HERE / "bank_1999_arrivals.csv")
    hours = table[table["segment"] != "all"].pivot_table(index="segment", columns="quantity", values="value")
    found = pd.DataFrame({"mean": hours["arrivals_per_hour_mean"], "ratio": hours["hourly_count_var_over_mean"]})
    found["cv"] = np.sqrt((found["ratio"] - 1) / found["mean"])
    return found.assign(day_cv=float(table.loc[table["quantity"] == "daily_total_cv", "value"].iloc[0]))


def spread(years: Years, name: str) -> np.ndarray:
    """Spread of the rate that the hourly counts imply, by hour: the ratio averaged over years, then solved for cv."""
    means = np.array([years.of(name, f"mean_{hour:02d}").mean() for hour in HOURS])
    ratios = np.array([years.of(name, f"ratio_{hour:02d}").mean() for hour in HOURS])
    return np.sqrt(np.maximum(ratios - 1, 0) / means)


def claims_of(years: Years) -> list[Claim]:
    """The default company against the bank, by cv, by ratio at equal size, and by the daily total."""
    real = bank()
    low, high = real["cv"].iloc[USUAL].min(), real["cv"].iloc[USUAL].max()
    own, big = spread(years, DEFAULT)[USUAL], spread(years, BIG)[USUAL]
    ratio = np.array([years.of(BIG, f"ratio_{hour:02d}").mean() for hour in HOURS])[USUAL]
    ratios = real["ratio"].iloc[USUAL]
    day, half = interval(years.of(DEFAULT, "day_cv"))
    theirs = real["cv"].iloc[USUAL].median()
    return [
        Claim("spread of the hourly rate, median of hours 8-15", f"within the bank's {low:.2f}-{high:.2f}",
              f"{np.median(own):.3f} (bank {theirs:.3f})", sheet.holds(bool(low <= np.median(own) <= high))),
        Claim("var/mean of hourly counts at the bank's size, median of hours 8-15",
              f"within the bank's {ratios.min():.1f}-{ratios.max():.1f}",
              f"{np.median(ratio):.1f} (bank {ratios.median():.1f}); the spread there {np.median(big):.3f}",
              sheet.holds(bool(ratios.min() <= np.median(ratio) <= ratios.max()))),
        Claim("cv of the daily total", f"the bank's {real['day_cv'].iloc[0]:.3f} within .03",
              f"{day:.3f} ± {half:.3f}",
              sheet.holds(abs(day - real["day_cv"].iloc[0]) < .03)),
    ]  # fmt: skip


def draw(years: Years) -> None:
    """Ratio over mean count: points of the three companies and of the bank, and the curves of equal spread."""
    figure, axis = plt.subplots(figsize=(8, 5), layout="constrained")
    grid = np.linspace(1, 170, 100)
    for cv in (0, .10, .15, .20, .25):
        axis.plot(grid, 1 + grid * cv**2, color="#bbb", lw=.8)
        axis.annotate(f"cv {cv:.2f}", (grid[-1], 1 + grid[-1] * cv**2), fontsize=8, color="#888", va="center")
    for name, marker, color in ((DEFAULT, "o", sheet.BLUE), (POISSON, "D", sheet.GREEN), (BIG, "s", sheet.VERMILION)):
        means, ratios = ([years.of(name, f"{what}_{hour:02d}").mean() for hour in HOURS] for what in ("mean", "ratio"))
        median = np.median(spread(years, name)[USUAL])
        axis.plot(means, ratios, marker, ms=5, color=color, label=f"{name}: spread {median:.2f}")
    real = bank()
    median = real["cv"].iloc[USUAL].median()
    axis.plot(real["mean"], real["ratio"], "^", ms=7, mfc="none", color=sheet.BLACK,
              label=f"bank 1999: spread {median:.2f}")
    axis.set_xlim(0, 190)
    axis.set_ylim(0, 13)
    outside = real["ratio"][real["ratio"] > 13]
    axis.annotate(f"outside: bank at {outside.index[0][-2:]} o'clock, {outside.iloc[0]:.1f}", (188, 12.4), ha="right",
                  fontsize=8)
    axis.set_xlabel("mean calls in the hour, working days of January and February, hours 8-17")
    axis.set_ylabel("variance / mean of the count")
    axis.set_title("var/mean = 1 + mean x cv²: the ratio grows with size, the spread does not")
    axis.legend(loc="upper left")
    sheet.save_picture(NAME, figure)


def write(years: Years, claims: list[Claim]) -> None:
    """Page with the claims, the picture and the hours."""
    real = bank()
    rows = []
    for row, hour in enumerate(HOURS):
        cells = [f"{years.of(name, f'mean_{hour:02d}').mean():.0f} · {years.of(name, f'ratio_{hour:02d}').mean():.2f}"
                 for name in (DEFAULT, POISSON, BIG)]  # fmt: skip
        rows.append((str(hour), *cells, f"{real['mean'].iloc[row]:.0f} · {real['ratio'].iloc[row]:.2f}",
                     f"{spread(years, DEFAULT)[row]:.2f}", f"{real['cv'].iloc[row]:.2f}"))  # fmt: skip
    sheet.write_page(NAME, [
        "# Busy days against a real call center",
        f"{len(years.values)} times the first eight weeks of a year (seed {SEED}), Monday to Friday. "
        f"`python docs/studies/{NAME}.py` makes this page again. "
        + " ".join((__doc__ or "").split("\n\n")[1].split()),
        'Source of the bank\'s figures (`bank_1999_arrivals.csv`): aggregates of the call log "Anonymous Bank", '
        "January and February 1999, 39 working days Sunday to Thursday (Guedj and Mandelbaum, Technion, 2000; "
        "described in Brown et al. 2005, JASA). They hold the day of the week and holidays, as ours hold the day of "
        "the week. After 16 o'clock the bank's ratios are blown up by a few odd days, so hours 8 to 15 are compared.",
        sheet.claims_grid(claims),
        f"![Variance over mean of hourly counts against their mean, for three companies and the bank]({NAME}.png)",
        "The busy-day factor has a cv of .15; the weekdays (Monday 1.25, Tuesday 1.10 of the others) add .09; together "
        ".18 in the long run, less within eight weeks. Without busy days the weekdays remain. Small companies look "
        "wilder for a reason of their own: on a busy day a small desk loses more callers, who call again. The bank's "
        "hours vary more than its days do: part of its variation lasts for hours, not for days, which this model "
        "leaves out.",
        "## Mean count and variance over mean, by hour",
        sheet.grid(("hour", DEFAULT, POISSON, BIG, "bank", "cv default", "cv bank"), rows),
    ])  # fmt: skip


def main() -> None:
    """Measure (or load), then table, claims, picture and page."""
    years = measure()
    sheet.publish(years, claims_of(years), draw, write)


if __name__ == "__main__":
    main()
