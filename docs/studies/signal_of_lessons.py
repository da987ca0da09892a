"""Signal of the lessons: does each of the eight simulation questions get an answer at 30 replications?

A verdict needs the whole 95 % interval of the paired difference beyond the relevance margin, on true NPS, retention
or profit. What is no lever of the policy is stood in for by a change of the world or of a belief; the table says which.
"""

from __future__ import annotations

import argparse

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
MARKS = {BETTER: ("^", sheet.BLUE), WORSE: ("v", sheet.VERMILION), CLOSE: ("o", "#666666")}
DEMAND_SEEDS, LEAST_WAIT = range(1, 21), .20
MORE_DEMAND = "10 % more demand"


def levers() -> list[Lever]:
    """All levers of the eight lessons."""
    base = Scenario()
    return courses_1_to_4(base) + courses_5_to_8(base)


def measure(how: argparse.Namespace) -> Years:
    """Run the default and every lever; then 20 seeds with ten percent more demand and the same people."""
    courses = [course("default", Scenario()), *(lever.course for lever in levers())]
    years = sheet.store(NAME, courses, run(courses, how), MEASURES)
    waits = run(demand_courses(), how, luck=[(seed, 0) for seed in DEMAND_SEEDS])
    sheet.store(f"{NAME}_demand", demand_courses(), waits, ("phone_wait_mean_min", "phone_abandoned_share"))
    return years


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
    real = {one.lesson for one, words in found.items() if not one.stand_in and set(words.values()) & {BETTER, WORSE}}
    close = [one.course.name for one, words in found.items() if one.by_design and set(words.values()) == {CLOSE}]
    wanted = sum(one.by_design for one in found)
    demand = sheet.load(f"{NAME}_demand")
    rise = demand.of(MORE_DEMAND, "phone_wait_mean_min") / demand.of("default", "phone_wait_mean_min") - 1
    mean, half = interval(rise)
    return [
        Claim("lessons with better or worse on NPS, retention or profit", "at least 6 of 8",
              f"{len(clear)}: {', '.join(map(str, sorted(clear)))}", sheet.holds(len(clear) >= 6)),
        Claim("the same with levers of the policy only, no stand-ins", "at least 6 of 8",
              f"{len(real)}: {', '.join(map(str, sorted(real)))}", sheet.holds(len(real) >= 6)),
        opposed(found),
        Claim("too close to call by design", "at least 1, all that are meant so", "; ".join(close),
              sheet.holds(len(close) == wanted >= 1)),
        Claim("mean phone wait at 10 % more demand, same people, 20 seeds", "at least +20 %",
              f"{mean:+.1%} ± {half:.1%} (least of the seeds {rise.min():+.1%})",
              sheet.holds(mean - half >= LEAST_WAIT)),
    ]  # fmt: skip


def opposed(found: dict[Lever, dict[str, str]]) -> Claim:
    """Lessons in which a lever of the policy makes customers happier and the company poorer."""
    names: dict[int, list[str]] = {}
    for one, words in found.items():
        if not one.stand_in and words["nps_true"] == BETTER and words["profit_cny"] == WORSE:
            names.setdefault(one.lesson, []).append(one.course.name)
    told = "; ".join(f"{lesson} ({', '.join(of)})" for lesson, of in names.items())
    return Claim("lessons with NPS better and profit worse, no stand-ins", "at least 2", f"{len(names)}: {told}",
                 sheet.holds(len(names) >= 2))


def counted(years: Years) -> str:
    """How many levers of each lesson get which verdict; in brackets those of the policy."""
    rows = []
    for lesson in range(1, 9):
        own = [one for one in levers() if one.lesson == lesson]
        words = {one: {key: verdict(years, one, key) for key in JUDGED} for one in own}
        clear = [one for one in own if set(words[one].values()) & {BETTER, WORSE}]
        both = [one for one in own if words[one]["nps_true"] == BETTER and words[one]["profit_cny"] == WORSE]
        rows.append([str(lesson), *(
            f"{len(some)} ({sum(not one.stand_in for one in some)})"
            for some in (own, clear, both, [one for one in own if one not in clear]))])
    return sheet.grid(("lesson", "levers", "better or worse", "NPS up and profit down", "too close to call"), rows)


def draw(years: Years) -> None:
    """Every lever as a row: NPS, retention and profit with interval, margin and verdict."""
    rows = levers()
    figure, axes = plt.subplots(1, len(JUDGED), figsize=(13, 10), sharey=True, layout="constrained")
    for axis, key in zip(axes, JUDGED, strict=True):
        column(axis, key, rows, years)
    names = [f"{one.lesson} · {one.course.name}{' *' * bool(one.stand_in)}" for one in rows]
    axes[0].set_yticks(range(len(rows)), names)
    axes[0].set_ylim(len(rows) - .5, -.5)
    figure.suptitle("Levers of the eight lessons against their base: ▲ better, ▼ worse, ○ too close to call "
                    "(margin gray); * stands in for what is no lever of the policy")
    sheet.save_picture(NAME, figure)


def column(axis: plt.Axes, key: str, rows: list[Lever], years: Years) -> None:
    """One measure: a mark, an interval and a number for every lever."""
    words, scale, unit, digits = sheet.SHOWN[key]
    margin = margin_of(key, years.of("default", "profit_cny").mean(), Scenario().beliefs.relevance) * scale
    axis.axvspan(-margin, margin, color="#ddd", zorder=0)
    axis.axvline(0, color="#888", lw=.8)
    for row, lever in enumerate(rows):
        mean, half = (part * scale for part in interval(years.paired(lever.course.name, lever.against, key)))
        marker, color = MARKS[verdict(years, lever, key)]
        axis.errorbar(mean, row, xerr=half, fmt=marker, color=color, ms=6, mfc="none" if marker == "o" else color)
        axis.annotate(f"{mean:+.{digits}f} ± {half:.{digits}f}", (1.01, row), xycoords=("axes fraction", "data"),
                      va="center", fontsize=8, color=color)
        if row and rows[row - 1].lesson != lever.lesson:
            axis.axhline(row - .5, color="#bbb", lw=.6)
    axis.set_xlabel(f"{words}, {'points' if unit == '%' else unit}, difference")


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
        "![Difference of true NPS, retention and profit for every lever of the eight lessons, with the margins]"
        f"({NAME}.png)",
        "Counted by lesson; in brackets levers of the policy:", counted(years),
        "## Every lever", sheet.grid(head, rows),
        "What is no lever of the policy (tools of other makers, a fault and its repair, the tone of voice) is stood in "
        "for as the last column says. One pool takes chats one at a time: an agent cannot hold two calls.",
    ])  # fmt: skip


def main() -> None:
    """Measure (or load), then table, claims, picture and page."""
    how = arguments(__doc__ or "", SEED)
    years = sheet.load(NAME) if how.draw else measure(how)
    sheet.publish(years, claims_of(years), draw, write)


if __name__ == "__main__":
    main()
