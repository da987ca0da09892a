"""Signal of the lessons: does each of the eight simulation questions get an answer at 30 replications?

A verdict needs the whole 95 % interval of the paired difference beyond the relevance margin, on true NPS, retention
or profit. Levers that come later are stood in for by a change of the world or of a belief; the table says which.
"""

from __future__ import annotations

import argparse

import numpy as np
import sheet
from lesson_levers import Lever, courses_1_to_4, courses_5_to_8
from matplotlib import pyplot as plt
from paired import Course, arguments, course, run
from sheet import Claim, Years, show

from cxsim.experiment.verdict import BETTER, CLOSE, WORSE, interval, judge, margin_of
from cxsim.scenario import Scenario

NAME, SEED = "signal_of_lessons", 4099
MEASURES = ("phone_within_promise_share", "phone_abandoned_share", "phone_wait_mean_min", "fcr_share",
            "complaint_response_h", "csat_true_share", "joiners", "nps_true", "nps_observed", "retention_share",
            "profit_cny", "value_cny")  # fmt: skip
JUDGED = ("nps_true", "retention_share", "profit_cny")
SHOWN = (*JUDGED[:1], "nps_observed", *JUDGED[1:], "value_cny")
SIGN = {BETTER: "▲", WORSE: "▼", CLOSE: "○"}
DEMAND_SEEDS, LEAST_WAIT = range(1, 21), .20
MORE_DEMAND = "10 % more demand"


def levers() -> list[Lever]:
    """All levers of the eight lessons."""
    base = Scenario()
    return courses_1_to_4(base) + courses_5_to_8(base)


def measure(how: argparse.Namespace) -> Years:
    """Run the default and every lever; then 20 seeds with ten percent more demand and the same people."""
    courses = [course("default", Scenario()), *(lever.course for lever in levers())]
    found = run(courses, how)
    waits = run(demand_courses(), how, luck=[(seed, 0) for seed in DEMAND_SEEDS])
    sheet.store(f"{NAME}_demand", demand_courses(), waits, ("phone_wait_mean_min", "phone_abandoned_share"))
    return sheet.store(NAME, courses, found, MEASURES)


def demand_courses() -> list[Course]:
    """The default company, and the same with ten percent more needs from the first day."""
    base = Scenario()
    return [course("default", base), course(MORE_DEMAND, base, {"world.demand.factor": 1.1})]


def verdict(years: Years, lever: Lever, key: str) -> str:
    """Better, worse or too close, by interval and relevance margin."""
    profit = years.of(lever.against, "profit_cny").mean()
    margin = margin_of(key, profit, Scenario().beliefs.relevance)
    return judge(key, years.of(lever.course.name, key), years.of(lever.against, key), margin).verdict


def claims_of(years: Years) -> list[Claim]:
    """Lessons with a verdict, with NPS up and profit down, too close by design; and the wait at more demand."""
    found = {lever: {key: verdict(years, lever, key) for key in JUDGED} for lever in levers()}
    clear = {one.lesson for one, words in found.items() if set(words.values()) & {BETTER, WORSE}}
    opposed = {one.lesson: one.course.name for one, words in found.items()
               if words["nps_true"] == BETTER and words["profit_cny"] == WORSE}  # fmt: skip
    close = [one.course.name for one, words in found.items() if one.by_design and set(words.values()) == {CLOSE}]
    wanted = sum(one.by_design for one in found)
    demand = sheet.load(f"{NAME}_demand")
    rise = demand.of(MORE_DEMAND, "phone_wait_mean_min") / demand.of("default", "phone_wait_mean_min") - 1
    mean, half = interval(rise)
    return [
        Claim("lessons with better or worse on NPS, retention or profit", "at least 6 of 8",
              f"{len(clear)}: {', '.join(map(str, sorted(clear)))}", sheet.holds(len(clear) >= 6)),
        Claim("lessons with NPS better and profit worse", "at least 2",
              "; ".join(f"{lesson} ({name})" for lesson, name in opposed.items()), sheet.holds(len(opposed) >= 2)),
        Claim("too close to call by design", "at least 1, all that are meant so", "; ".join(close),
              sheet.holds(len(close) == wanted >= 1)),
        Claim("mean phone wait at 10 % more demand, same people, 20 seeds", "at least +20 %",
              f"{mean:+.1%} ± {half:.1%} (least of the seeds {rise.min():+.1%})",
              sheet.holds(mean - half >= LEAST_WAIT)),
    ]  # fmt: skip


def draw(years: Years) -> None:
    """Every lever as a point: true NPS against profit, with the margins as a gray cross."""
    figure, axis = plt.subplots(figsize=(10, 7), layout="constrained")
    colors = plt.get_cmap("tab10").colors
    relevance = Scenario().beliefs.relevance
    profit = years.of("default", "profit_cny").mean()
    axis.axhspan(*(np.array([-1, 1]) * margin_of("profit_cny", profit, relevance) / 1e6), color="#eee", zorder=0)
    axis.axvspan(-relevance.true_nps, relevance.true_nps, color="#eee", zorder=0)
    for lever in levers():
        nps, money = (years.paired(lever.course.name, lever.against, key).mean() for key in ("nps_true", "profit_cny"))
        marker = "s" if lever.stand_in else "o"
        axis.plot(nps, money / 1e6, marker, color=colors[lever.lesson - 1], ms=6)
        axis.annotate(f"{lever.lesson} {lever.course.name}", (nps, money / 1e6), (4, 3), textcoords="offset points",
                      fontsize=7)
    axis.set_xlabel("true NPS, difference")
    axis.set_ylabel("profit, difference, M CNY")
    axis.set_title("Levers of the eight lessons; gray: too small to matter; squares: stand-ins")
    sheet.save_picture(NAME, figure)


def write(years: Years, claims: list[Claim]) -> None:
    """Page with the claims and all levers."""
    rows = []
    for lever in levers():
        cells = []
        for key in SHOWN:
            mean, half = interval(years.paired(lever.course.name, lever.against, key))
            cells.append(f"{SIGN[verdict(years, lever, key)]} {show(key, mean, half, signed=True)}")
        seen = [f"{years.of(lever.course.name, 'phone_within_promise_share').mean():.0%} in 60 s",
                f"FCR {years.of(lever.course.name, 'fcr_share').mean():.0%}",
                f"response {years.of(lever.course.name, 'complaint_response_h').mean():.1f} h"]  # fmt: skip
        against = "" if lever.against == "default" else f", against {lever.against}"
        rows.append((f"{lever.lesson} · {lever.course.name}{against}", *cells, ", ".join(seen), lever.stand_in))
    head = ("lesson · lever", *(sheet.SHOWN[key][0] for key in SHOWN), "seen in the queue", "stands in by")
    sheet.write_page(NAME, [
        "# Signal of the eight lesson questions",
        f"{len(years.values)} years (seed {SEED}), paired differences with 95 % intervals; ▲ better, ▼ worse, ○ too "
        "close to call: the interval does not lie beyond the relevance margin (true NPS .5, observed NPS 1, retention "
        ".2 points, profit and value .4 % of profit, at least 30,000). "
        f"`python docs/studies/{NAME}.py` makes this page again.",
        sheet.claims_grid(claims),
        f"![True NPS against profit for every lever of the eight lessons, with the relevance margins]({NAME}.png)",
        sheet.grid(head, rows),
        "Levers that come later (bot, announcement, incentives, training, tools) are stood in for as the last column "
        "says. The bot removes needs at random, easy and hard, and prospects whom it serves do not join; "
        "the real bot will differ. One pool takes chats one at a time: an agent cannot hold two calls.",
    ])  # fmt: skip


def main() -> None:
    """Measure (or load), then table, claims, picture and page."""
    how = arguments(__doc__ or "", SEED)
    years = sheet.load(NAME) if how.draw else measure(how)
    claims = claims_of(years)
    sheet.write_table(years)
    sheet.write_claims(NAME, claims)
    draw(years)
    write(years, claims)


if __name__ == "__main__":
    main()
