"""Stylized facts: is the model's satisfaction worth what research says, no more and no less?

What satisfaction explains of leaving, what a point of retention is worth, how the sensor differs from the thing,
how a cohort sorts itself, and whether the year begins in a steady state.
"""

from __future__ import annotations

import argparse

import numpy as np
import sheet
from matplotlib import pyplot as plt
from paired import Numbers, arguments, course, run
from sheet import Claim, Years
from who_stays import (
    correlation,
    first_reviews,
    leaving_rate,
    mcfadden,
    point_of_retention,
    two_terms,
)

from cxsim.experiment.verdict import interval
from cxsim.results.facts import Facts
from cxsim.results.horizon import cut
from cxsim.results.summary import summarize
from cxsim.results.tallies import net_promoters, tally_reviews
from cxsim.scenario import Scenario
from cxsim.schema import CUSTOMER, Log

NAME, SEED, PERIODS = "stylized_facts", 4099, 13
YEAR, AGENT, SORTING, BLIND = "default", "+1 agent", "sorting alone", "leaving blind to satisfaction"
COHORT_YEARS = 4
SUMMARY = ("nps_true", "nps_observed", "retention_share", "value_cny", "customers_start", "customers_end")
TREND = tuple(f"{what}_{period:02d}" for what in ("nps", "satisfaction", "failure", "customers")
              for period in range(PERIODS))  # fmt: skip
MEASURES = (*SUMMARY, "r_answer_stay", "pseudo_r2", "pseudo_r2_tanh", "value_per_point", *TREND)
STEADY = tuple(f"{what}_{year}" for what in ("nps", "satisfaction", "failure", "customers") for year in (1, 2))
COHORT = tuple(f"leave_{year}" for year in range(COHORT_YEARS))
#: Leaving that knows no satisfaction, no failure, no tenure, no contract: only that people differ.
ONLY_PEOPLE = {
    "beliefs.loyalty.satisfaction_slope": 0.0, "beliefs.loyalty.failure_slope": 0.0,
    "beliefs.loyalty.tenure_slope": 0.0, "beliefs.loyalty.open_case_logit": 0.0,
    "beliefs.loyalty.contract_end_logit": 0.0, "beliefs.loyalty.contract_bound_logit": 0.0,
}  # fmt: skip


def read(log: Log, facts: Facts) -> Numbers:
    """Numbers of one year that only the log holds, beside the summary."""
    part, horizon = cut(log, facts.horizon), facts.horizon
    reviews, loyalty = part.reviews, facts.scenario.beliefs.loyalty
    answer, stays = first_reviews(reviews, log.persons["status"] == CUSTOMER, horizon.first_week)
    s = reviews["satisfaction"].astype(np.float64)
    curved = np.tanh((s - loyalty.satisfaction_center) / loyalty.satisfaction_scale)
    counts = tally_reviews(reviews, horizon.first_week, horizon.weeks)
    period = (reviews["week"] - horizon.first_week) // 4
    found = summarize(log, facts) | {
        "r_answer_stay": correlation(answer, stays), "pseudo_r2": mcfadden(s, reviews["left"]),
        "pseudo_r2_tanh": mcfadden(curved, reviews["left"]),
        "value_per_point": point_of_retention(log.persons, facts),
    }  # fmt: skip
    for n, nps in enumerate(net_promoters(counts)[:PERIODS]):
        own = period == n
        found |= {f"nps_{n:02d}": float(nps), f"satisfaction_{n:02d}": s[own].mean(),
                  f"failure_{n:02d}": reviews["failure"][own].mean(), f"customers_{n:02d}": own.sum()}  # fmt: skip
    return found


def read_two_years(log: Log, facts: Facts) -> Numbers:
    """NPS and state of the customers in each of two years, and how many they were; the season is the same in both."""
    horizon, reviews = facts.horizon, cut(log, facts.horizon).reviews
    nps = net_promoters(tally_reviews(reviews, horizon.first_week, horizon.weeks))
    found: Numbers = {}
    for year in (1, 2):
        own = reviews[(reviews["week"] - horizon.first_week) // 52 == year - 1]
        found |= {f"nps_{year}": nps[PERIODS * (year - 1):PERIODS * year].mean(),
                  f"satisfaction_{year}": own["satisfaction"].mean(), f"failure_{year}": own["failure"].mean(),
                  f"customers_{year}": len(own) / PERIODS}  # fmt: skip
    return found


def read_cohort(log: Log, facts: Facts) -> Numbers:
    """Chance of leaving at a review in each year, of the customers of the start who are still there."""
    return leaving_rate(log.reviews, facts.scenario.world.market.customers, COHORT_YEARS)


def measure(how: argparse.Namespace) -> tuple[Years, Years, Years]:
    """The default year and one more agent; two years on end; four years of a cohort, also by sorting alone."""
    if how.draw:
        return sheet.load(NAME), sheet.load(f"{NAME}_steady"), sheet.load(f"{NAME}_cohort")
    base = Scenario()
    courses = [course(YEAR, base), course(AGENT, base, {"policy.staffing.extra.phone": 1})]
    years = sheet.store(NAME, courses, run(courses, how, read), MEASURES)
    steady = measure_steady(base.replace({"weeks": 104}), how)
    long = base.replace({"weeks": 52 * COHORT_YEARS, "burn_in_weeks": 0})
    cohort = [course(YEAR, long), course(SORTING, long, ONLY_PEOPLE)]
    few = argparse.Namespace(**{**vars(how), "replications": max(2, how.replications // 3)})
    return years, steady, sheet.store(f"{NAME}_cohort", cohort, run(cohort, few, read_cohort), COHORT)


def measure_steady(two: Scenario, how: argparse.Namespace) -> Years:
    """Two years after the burn-in, as usual and where nobody leaves for dissatisfaction; each with its own burn-in."""
    courses = [course(YEAR, two), course(BLIND, two, {"beliefs.loyalty.satisfaction_slope": 0.0})]
    usual, blind = (run([one], how, read_two_years) for one in courses)
    return sheet.store(f"{NAME}_steady", courses, [[*a, *b] for a, b in zip(usual, blind, strict=True)], STEADY)


def claims_of(years: Years, steady: Years, cohort: Years) -> list[Claim]:
    """Each stylized fact with its asked range."""
    def inside(key: str, low: float, high: float, claim: str, asked: str, form: str) -> Claim:
        mean, half = interval(years.of(YEAR, key))
        held = low <= mean - half and mean + half <= high
        return Claim(claim, asked, f"{mean:{form}} ± {half:{form}}", sheet.holds(held))

    drift = {what: interval(steady.of(YEAR, f"{what}_2") - steady.of(YEAR, f"{what}_1"))
             for what in ("nps", "satisfaction", "failure", "customers")}  # fmt: skip
    rise = interval(steady.of(BLIND, "nps_2") - steady.of(BLIND, "nps_1"))
    start = steady.of(YEAR, "customers_1").mean()
    gain = {what: interval(years.paired(AGENT, YEAR, what)) for what in ("nps_true", "nps_observed")}
    ratio = gain["nps_observed"][0] / gain["nps_true"][0]
    falls = [cohort.of(SORTING, COHORT[n + 1]) - cohort.of(SORTING, COHORT[n]) for n in range(COHORT_YEARS - 1)]
    sorted_out = all(mean + half < 0 for mean, half in map(interval, falls))
    rates = ", ".join(f"{cohort.of(SORTING, key).mean():.3%}" for key in COHORT)
    stands = abs(drift["nps"][0]) < 1 and abs(drift["customers"][0] / start) < .02
    return [
        inside("value_per_point", .03, .07, "value of a customer per point of retention", "3-7 %", ".2%"),
        inside("r_answer_stay", .1, .3, "correlation of the first NPS answer with staying", ".1-.3", ".3f"),
        inside("pseudo_r2", 0, .10, "McFadden pseudo-R² of leaving on satisfaction", "below .10", ".3f"),
        inside("pseudo_r2_tanh", 0, .10, "the same, satisfaction S-shaped", "below .10", ".3f"),
        Claim("cohort stays longer by sorting alone: leaving at a review, years 1 to 4", "falls each year", rates,
              sheet.holds(sorted_out)),
        Claim("observed NPS moves more than true NPS (one agent more)", "ratio above 1",
              f"{gain['nps_observed'][0]:+.2f} against {gain['nps_true'][0]:+.2f}: {ratio:.2f}",
              sheet.holds(ratio > 1)),
        Claim("steady state: the second year after the burn-in against the first",
              "NPS by less than 1 point, customers by 2 %",
              f"NPS {two_terms(drift['nps'], 2)}; customers {drift['customers'][0] / start:+.1%}; satisfaction "
              f"{two_terms(drift['satisfaction'], 3)}; memory of failure {two_terms(drift['failure'], 3)}",
              sheet.holds(stands)),
        Claim("the unsteady part is who leaves: where leaving is blind to satisfaction", "NPS does not rise",
              f"NPS {two_terms(rise, 2)}", sheet.holds(rise[0] - rise[1] <= 0)),
    ]  # fmt: skip


def draw(years: Years, cohort: Years) -> None:
    """The year by periods, and the cohort by years."""
    figure, axes = plt.subplots(1, 3, figsize=(11, 3.4), layout="constrained")
    for axis, what, words, form in ((axes[0], "nps", "true NPS, points", ".1f"),
                                    (axes[1], "satisfaction", "latent satisfaction, points", ".3f")):  # fmt: skip
        values = np.array([years.of(YEAR, f"{what}_{n:02d}") for n in range(PERIODS)])
        axis.plot(range(1, PERIODS + 1), values, color=sheet.SKY, lw=.6, alpha=.6)
        axis.plot(range(1, PERIODS + 1), values.mean(axis=1), color=sheet.BLUE, lw=2)
        for period in (0, PERIODS - 1):
            mean = values[period].mean()
            axis.annotate(f"{mean:{form}}", (period + 1, mean), (0, 7), textcoords="offset points",
                          ha="right" if period else "left", weight="bold", color=sheet.BLACK)
        axis.set_xlabel("four-week period of the year")
        axis.set_title(words)
    for name, color, below in ((YEAR, sheet.BLUE, 6), (SORTING, sheet.VERMILION, -14)):
        for year, key in enumerate(COHORT, 1):
            rate = cohort.of(name, key).mean() * 100
            axes[2].annotate(f"{rate:.2f}", (year, rate), (0, below if year < 3 else -8 - below), ha="center",
                             textcoords="offset points", fontsize=8, color=color)
        axes[2].plot(range(1, COHORT_YEARS + 1), [cohort.of(name, key).mean() * 100 for key in COHORT],
                     "o-" if name == YEAR else "s--", color=color, label=name)  # fmt: skip
    axes[2].set_xlabel("year of the cohort")
    axes[2].set_xticks(range(1, COHORT_YEARS + 1))
    axes[2].set_title("leaving at a four-week review, %")
    axes[2].legend(loc="lower left")
    axes[2].set_ylim(0, 1.35)
    sheet.save_picture(NAME, figure)


def write(years: Years, cohort: Years, claims: list[Claim]) -> None:
    """Page with the claims and the year by periods."""
    rows = [(str(n + 1), *(f"{years.of(YEAR, f'{what}_{n:02d}').mean():,.{digits}f}" for what, digits in (
        ("nps", 2), ("satisfaction", 3), ("failure", 3), ("customers", 0)))) for n in range(PERIODS)]  # fmt: skip
    levels = [f"{interval(years.of(YEAR, key))[0]:.2f} ± {interval(years.of(YEAR, key))[1]:.2f}"
              for key in ("nps_true", "nps_observed")]  # fmt: skip
    sheet.write_page(NAME, [
        "# Stylized facts",
        f"{len(years.values)} years (seed {SEED}), {len(cohort.values)} cohorts of four years. "
        f"`python docs/studies/{NAME}.py` makes this page again. " + " ".join((__doc__ or "").split("\n\n")[1].split()),
        sheet.claims_grid(claims),
        f"![True NPS and satisfaction over the year, and leaving of a cohort over four years]({NAME}.png)",
        f"True NPS {levels[0]}, observed {levels[1]}: near in level, but the survey follows the contact and asks those "
        "who call often, so it moves more than the thing it measures. A point of retention: the present customers "
        "valued anew with the log odds of leaving shifted so far that one more in a hundred stays a year.",
        "The year does not begin in a steady state: NPS goes on rising, because the dissatisfied leave and their "
        "sorting is not over after one burn-in year; where leaving is blind to satisfaction nothing rises. One burn-in "
        "year is accepted and the trend shown below. Plans are compared in the same year under the same luck, where it "
        "cancels; a year is never compared with the year before.",
        "## The year by four-week periods", sheet.grid(("period", "true NPS", "satisfaction", "memory of failure",
                                                        "customers"), rows),
    ])  # fmt: skip


def main() -> None:
    """Measure (or load), then table, claims, picture and page."""
    years, steady, cohort = measure(arguments(__doc__ or "", SEED))
    claims = claims_of(years, steady, cohort)
    sheet.publish(years, claims, lambda years: draw(years, cohort), lambda years, claims: write(years, cohort, claims))


if __name__ == "__main__":
    main()
