"""The toolbox of lesson 6: measures with their interval, samples, who answers, reminders, call backs, a chart."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from cxsim.course import company, measuring, years
from cxsim.course.measuring import LAB
from cxsim.course.show import Item, Note, Table
from cxsim.measure import (
    ces,
    cohort_clv,
    control_chart,
    csat,
    nps,
    nps_margin,
    pilot_size,
    sample_size_margin,
    sample_size_nps_difference,
    weight_for_nonresponse,
)
from cxsim.messages import number, percent, tr

if TYPE_CHECKING:
    from cxsim.measure.cohorts import CohortValue
    from cxsim.results.run import Run

#: Shares of promoters, passives and detractors, and how many of each answer; made up for the page.
SHARES, RATES = (0.50, 0.30, 0.20), (0.20, 0.10, 0.30)
MARGINS, DIFFERENCES = (10, 5, 3, 2), (10, 8, 5, 3)
SOLVED, STEPS = 0.70, (2, 5, 10, 20)
WEEKS_A_POINT = 4
#: Cohorts that are old enough to be compared, by the quarter of joining; interest of a year.
COHORTS, DISCOUNT = ("1", "2"), 0.10


def asked_and_true() -> list[Item]:
    """NPS, CSAT and effort of one year: those who answered, with interval, beside everybody."""
    run = company.year_of(LAB.base())
    table, true = run.surveys, run.summary()
    rows = []
    for label, found, factor, everybody in (
        (tr("NPS, points"), nps(table["recommend"]), 1, true["nps_true"]),
        (
            tr("satisfied, of 100"),
            csat(table["satisfied"], satisfied_from=1, best=1),
            1,
            100 * true["csat_true_share"],
        ),
        (tr("effort, 1 to 7 (7 is most)"), ces(table["effort"]), 1, true["ces_true"]),
    ):
        value, low, high = (factor * one for one in (found.value, found.low, found.high))
        rows.append([label, *[number(one, 1) for one in (value, low, high, everybody)]])
    heads = [
        tr("measure"),
        tr("those who answered"),
        tr("from"),
        tr("to"),
        tr("everybody (only a simulator knows)"),
    ]
    note = tr("{n} answers in one year. The interval is narrow, and everybody may still lie outside it: who answers is "
              "not everybody.", n=number(len(table)))  # fmt: skip
    return [Table(tr("Three measures of one year"), heads, rows, note)]


def how_many_answers() -> list[Item]:
    """Answers for a margin, and answers in each of two waves for a difference."""
    promoters, _, detractors = SHARES
    rows = [
        [
            number(n),
            percent(SHARES[0], 0),
            tr("± {points}", points=number(nps_margin(n, promoters, detractors), 1)),
        ]
        for n in (100, 500, 1500)
    ]
    first = Table(tr("How exact is an NPS?"), [tr("answers"), tr("promoters"), tr("points, 95 %")], rows,
                  tr("Detractors: {share}.", share=percent(detractors, 0)))  # fmt: skip
    sizes = [
        [tr("± {points}", points=points), number(sample_size_margin(points / 100)),
         number(sample_size_margin(points / 100, 0.856))]
        for points in MARGINS
    ]  # fmt: skip
    second = Table(
        tr("Answers for a share"), [tr("points"), tr("near 50 of 100"), tr("near 85.6 of 100")], sizes
    )
    waves = [
        [number(points), number(sample_size_nps_difference(points, promoters, detractors))]
        for points in DIFFERENCES
    ]
    third = Table(tr("Answers in each wave to show a rise of the NPS"), [tr("points"), tr("answers in each wave")],
                  waves, tr("Two-sided, 5 % false alarms, 80 % chance to show it."))  # fmt: skip
    return [first, second, third]


def who_answers(promoters: float, passives: float, detractors: float) -> list[Item]:
    """What a survey shows when some kinds of customers answer more often, and what weights bring back."""
    found = weight_for_nonresponse(SHARES, (promoters, passives, detractors))
    names = (tr("promoters"), tr("passives"), tr("detractors"))
    rows = [
        [
            name,
            percent(share, 0),
            percent(rate, 0),
            percent(found.observed[key], 0),
            number(found.weights[key], 2),
        ]
        for name, share, rate, key in zip(
            names,
            SHARES,
            (promoters, passives, detractors),
            ("promoters", "passives", "detractors"),
            strict=True,
        )
    ]
    heads = [tr("customers"), tr("of all"), tr("answer"), tr("of the answers"), tr("weight")]
    note = tr("NPS of all {true}, of the answers {seen}, weighted {back}. Weights need the shares of all, which only "
              "other sources know (who bought, who called).", true=years.signed(found.true_nps, 1),
              seen=years.signed(found.observed_nps, 1), back=years.signed(found.weighted_nps, 1))  # fmt: skip
    return [Table(tr("Who answers moves the score"), heads, rows, note)]


def reminders() -> list[Item]:
    """Reminders and asking more people: answers, cost, and what it does to those who are asked."""
    plans: dict[str, dict[str, Any]] = {
        tr("today"): {},
        tr("everybody is asked"): {"policy.survey.sent_share": 1.0},
        tr("two reminders"): {"policy.survey.reminders": 2},
        tr("once a year"): {measuring.MODE: "yearly"},
    }
    rows = []
    for name, changes in plans.items():
        found = company.summary_of(LAB.base().replace(changes) if changes else LAB.base())
        rows.append([
            name, number(found["surveys_answered"]), percent(found["response_share"], 0),
            number(found["feedback_cny"] / 1000, 0), number(found["nps_observed"], 1), number(found["nps_true"], 1),
        ])  # fmt: skip
    heads = [
        tr("asked"), tr("answers"), tr("who answer"), tr("cost, thousand CNY"), tr("NPS of those who answered"),
        tr("NPS of all"),
    ]  # fmt: skip
    note = tr("One possible year each, the same luck. Being asked again and again is a burden too.")
    return [Table(tr("More answers"), heads, rows, note)]


def call_backs() -> list[Item]:
    """Negative answers called back by three desks: how soon, and what it brings."""
    plans: dict[str, dict[str, Any]] = {
        tr("nobody calls back"): {},
        tr("the email desk"): {measuring.CALL_BACK: 1.0, measuring.QUEUE: "email"},
        tr("the complaint desk"): {measuring.CALL_BACK: 1.0, measuring.QUEUE: "case"},
        tr("the phone"): {measuring.CALL_BACK: 1.0, measuring.QUEUE: "phone"},
    }
    rows = []
    for name, changes in plans.items():
        found = company.summary_of(LAB.base().replace(changes) if changes else LAB.base())
        called = found["call_backs"] > 0
        soon = [found[f"call_back_within_{time}_share"] for time in ("15min", "24h")]
        rows.append([
            name, *[percent(one, 0) if called else "–" for one in soon], number(found["nps_true"], 1),
            number(100 * found["retention_share"], 1), number(found["profit_cny"] / 1000, 0),
        ])  # fmt: skip
    heads = [
        tr("who calls back"), tr("within 15 minutes"), tr("within 24 hours"), tr("NPS of all"),
        tr("customers who stay, of 100"), tr("profit, thousand CNY"),
    ]  # fmt: skip
    note = tr(
        "One possible year each, the same luck; nobody is hired, so every call back makes somebody else wait."
    )
    return [Table(tr("Closing the loop: 15 minutes, 24 hours"), heads, rows, note)]


def chart() -> list[Item]:
    """Control chart of a year with the fault: satisfied answers to technical matters, four weeks a point."""
    weeks = measuring.weekly(company.year_of(measuring.fault_to_the_end(LAB.base())), "technical")
    before = weeks[: measuring.FAULT_WEEK - 1]
    center = sum(good for good, _ in before) / sum(count for _, count in before)
    starts = range(0, measuring.YEAR_WEEKS, WEEKS_A_POINT)
    points = [[sum(column) for column in zip(*weeks[start : start + WEEKS_A_POINT], strict=True)] for start in starts]
    limits = control_chart([good / count for good, count in points], [count for _, count in points], center).low
    rows = []
    for start, (good, count), low in zip(starts, points, limits, strict=True):
        alarm = tr("alarm") if good / count < low else ""
        weeks_shown = tr("{first} to {last}", first=start + 1, last=start + WEEKS_A_POINT)
        rows.append([weeks_shown, number(count), number(100 * good / count, 1), number(100 * low, 1), alarm])
    heads = [tr("weeks"), tr("answers"), tr("satisfied, of 100"), tr("lower limit"), ""]
    note = tr("Center {center} of 100, from the weeks before week {week}, in which the fault begins.",
              center=number(100 * center, 1), week=measuring.FAULT_WEEK)  # fmt: skip
    return [Table(tr("Technical matters, four weeks a point"), heads, rows, note)]


def small_tests() -> list[Item]:
    """Cases in each arm of a small test, by how large a rise it should show."""
    rows = []
    for points in STEPS:
        found = pilot_size(SOLVED, points / 100, "points", cases_per_day=40)
        rows.append([
            tr("{before} to {after}", before=percent(SOLVED, 0), after=percent(found.target, 0)),
            number(found.per_arm), number(math.ceil(found.days), 0),
        ])  # fmt: skip
    heads = [tr("share solved"), tr("cases in each arm"), tr("days with 40 cases a day")]
    note = tr("Two-sided, 5 % false alarms, 80 % chance to show it. A small test shows large effects only: many small "
              "steps need one long look.")  # fmt: skip
    return [Table(tr("How long must a small test run?"), heads, rows, note)]


def cohorts() -> list[Item]:
    """What a customer of two cohorts has brought so far, today and with a bot: discounted margin at the same age."""
    plans = {
        tr("today"): LAB.base(),
        tr("with a bot"): LAB.base().replace({"policy.bot.on": True}),
    }
    found = [_by_cohort(company.year_of(plan)) for plan in plans.values()]
    rows = []
    for name in COHORTS:
        values = [one.cohorts[name] for one in found]
        rows.append([
            tr("quarter {quarter}", quarter=int(name)), *[number(one.n) for one in values],
            *[percent(one.active[name][one.age - 1], 1) for one in found],
            *[tr("{value} ± {half}", value=number(one.value, 0), half=number(one.half, 0)) for one in values],
        ])  # fmt: skip
    heads = [tr("won in"), *[tr("{plan}: customers", plan=plan) for plan in plans],
             *[tr("{plan}: still there", plan=plan) for plan in plans],
             *[tr("{plan}: value so far, CNY", plan=plan) for plan in plans]]  # fmt: skip
    note = tr("Margin of the first {count} periods of {weeks} weeks, discounted at {rate} a year, for each customer "
              "won in the quarter of one possible year; 95 % intervals. Cohorts are compared at the same age.",
              count=found[0].age, weeks=WEEKS_A_POINT, rate=percent(DISCOUNT, 0))  # fmt: skip
    return [Table(tr("Lifetime value by cohort"), heads, rows, note), _too_early(*found)]


def _too_early(today: CohortValue, plan: CohortValue) -> Note:
    """Whether the value of any cohort moved by more than the doubt of both."""
    moved = [
        abs(plan.cohorts[name].value - today.cohorts[name].value)
        > math.hypot(plan.cohorts[name].half, today.cohorts[name].half)
        for name in COHORTS
    ]
    if any(moved):
        return Note(tr("The value of a cohort has moved."), "lead")
    return Note(tr("Too close to call: after {count} periods a cohort does not show yet who will stay.",
                   count=today.age), "lead")  # fmt: skip


def _by_cohort(run: Run) -> CohortValue:
    """Cohorts by the quarter in which customers were won; a period counts where it was seen to its end."""
    import numpy as np
    import pandas as pd

    won = run.customers.dropna(subset=["joined"])
    first = pd.Timestamp(run.scenario.world.calendar.start_date)
    weeks = {name: (won[name] - first) / pd.Timedelta(weeks=1) for name in ("joined", "left")}
    quarter = (weeks["joined"] // (measuring.YEAR_WEEKS / 4) + 1).astype(int).astype(str)
    ages = WEEKS_A_POINT * np.arange(1, measuring.YEAR_WEEKS // WEEKS_A_POINT + 1)
    ends = weeks["joined"].to_numpy()[:, None] + ages
    stays = ~(weeks["left"].to_numpy()[:, None] < ends)
    margin = won["margin_month_cny"].to_numpy()[:, None] * WEEKS_A_POINT * 12 / measuring.YEAR_WEEKS
    table = np.where(ends <= measuring.YEAR_WEEKS, margin * stays, np.nan)
    old = quarter.isin(COHORTS).to_numpy()
    return cohort_clv(quarter[old], table[old], (1 + DISCOUNT) ** (WEEKS_A_POINT / measuring.YEAR_WEEKS) - 1)
