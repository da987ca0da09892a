"""The steps of lesson 6: a fault and who finds it first; what closing the loop brings; improvement or noise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from cxsim.course import claims, company, levers, settings, years
from cxsim.course.plan_lab import PlanLab, about, nps_part, profit_part, stay_part, verdicts
from cxsim.course.questions import Part, Question, bands
from cxsim.course.show import Item, Note, Table
from cxsim.course.steps import Outcome, Progress, Step
from cxsim.messages import number, percent, tr
from cxsim.scenario import Scenario

if TYPE_CHECKING:
    from cxsim.results.run import Run

FAULT = "n06-fault"
#: The planted fault: from this week on, technical matters are solved less often.
FAULT_WEEK, FAULT_PATH, FAULT_LOGIT = 14, "world.service.resolution_by_reason.technical", -1.5
#: Weeks from an alarm until the fault is repaired, and weeks of the year; the first is an assumption.
REPAIR_WEEKS, YEAR_WEEKS = 4, 52
#: Years in which the chart is watched; half of the year on each side of an improvement.
CHART_YEARS, HALF_WEEK = 6, 27
MODE, CALL_BACK, QUEUE = (
    "policy.survey.mode",
    "policy.survey.call_back_share",
    "policy.survey.call_back_queue",
)


class Watch(NamedTuple):
    """Weeks from the fault to the first alarm in one year: chart of technical answers, and of all answers."""

    technical: int
    everything: int
    false_alarms: int


LAB = PlanLab(
    question="n06-lab",
    lesson="06",
    text=lambda: tr("Your way to ask and to answer, compared with today: what does a year of it do?"),
    rounds=levers.measuring,
    parts=lambda: (stay_part(),),
    measures={"stay": "retention_share"},
    desk=("surveys_answered", "nps_observed", "nps_true", "complaint_response_h"),
    evidence=("surveys_answered", "retention_share"),
    more=lambda lived, plan: [Note(called_back(company.summary_of(plan)), "lead")],
)


def with_fault(base: Scenario, weeks: int, mode: str, name: str | None = None) -> Scenario:
    """The company with the fault for some weeks, and with a way to ask customers."""
    fault = {
        "name": "technical matters",
        "from_week": FAULT_WEEK,
        "weeks": weeks,
        "set": {FAULT_PATH: FAULT_LOGIT},
    }
    return base.replace({"world.shocks": [fault], MODE: mode}, name=name)


def fault_to_the_end(base: Scenario) -> Scenario:
    """The company with the fault until the last week, which asks after each contact."""
    return with_fault(base, YEAR_WEEKS - FAULT_WEEK + 1, "touchpoint")


def fault_step() -> Step:
    """Which finds a fault first, and what finding it early is worth."""
    words = [tr("up to a month"), tr("one to three months"), tr("three to six months"), tr("longer")]
    question = Question(
        FAULT,
        "06",
        tr(
            "From week {week} on, technical matters are solved less often; nobody reports it. The answers after each "
            "contact stand in a chart, week by week. After how many weeks does the chart raise its alarm, and what "
            "does a year with it look like, compared with a survey at the end of the year?",
            week=FAULT_WEEK,
        ),
        (
            Part("weeks", tr("Weeks until the alarm"), tr("weeks"), bands([5, 13, 26], ["0", "5", "13", "26"], words),
                 change=False),
            nps_part(),
            profit_part(),
        ),
    )  # fmt: skip
    return Step(question, _run_fault, tr("First predict"))


def _run_fault(progress: Progress) -> Outcome:
    base = LAB.base()
    watched = watch(base, min(CHART_YEARS, settings.replications()))
    found = max(one.technical for one in watched)
    late = with_fault(base, YEAR_WEEKS - FAULT_WEEK + 1, "yearly", tr("asked once a year"))
    early = with_fault(base, found + REPAIR_WEEKS, "touchpoint", tr("asked after each contact"))
    lived = years.compare([late, early], progress)
    keys = {"nps": "nps_true", "profit": "profit_cny"}
    measured = {"weeks": _weeks(watched), **lived.measured(early.name, keys)}

    # The fault is no decision of the team.
    kept = {key: value for key, value in about(LAB, lived, early).items() if key != "changes"}
    return Outcome(
        measured, kept, lambda scores: verdicts(lived, early.name, scores, [_who_finds(watched, found)])
    )


def _weeks(watched: Sequence[Watch]) -> tuple[float, float, float]:
    """Mean weeks to the alarm; what was seen at least and at most is the range."""
    weeks = [one.technical for one in watched]
    return sum(weeks) / len(weeks), float(min(weeks)), float(max(weeks))


def watch(base: Scenario, count: int) -> list[Watch]:
    """The chart in several years with the fault."""
    plan = fault_to_the_end(base)
    return [Watch(*map(int, company.figures(plan, year, _watched))) for year in range(count)]


def _watched(run: Run) -> Watch:
    technical, everything = (alarms(weekly(run, reason)) for reason in ("technical", None))
    after = [[week - FAULT_WEEK + 1 for week in one if week >= FAULT_WEEK] for one in (technical, everything)]
    never = YEAR_WEEKS - FAULT_WEEK + 1
    false = sum(week < FAULT_WEEK for week in technical)
    first = [min(one, default=never) for one in after]
    return Watch(first[0], first[1], false)


def weekly(run: Any, reason: str | None) -> list[tuple[int, int]]:
    """Satisfied answers and all answers by week, to technical matters or to all."""
    table = run.surveys if reason is None else run.surveys.query("reason == @reason")
    start = run.needs["born"].min().normalize()
    week = (table["answered"] - start).dt.days // 7
    groups = table.groupby(week)["satisfied"]
    sums, counts = groups.sum(), groups.size()
    return [(int(sums.get(one, 0)), int(counts.get(one, 0))) for one in range(YEAR_WEEKS)]


def alarms(weeks: Sequence[tuple[int, int]]) -> list[int]:
    """Weeks, from 1, whose share lies below the chart; the center is that of the weeks before the fault."""
    from cxsim.measure import control_chart

    before = weeks[: FAULT_WEEK - 1]
    center = sum(good for good, _ in before) / sum(count for _, count in before)
    kept = [(place, good, count) for place, (good, count) in enumerate(weeks, 1) if count]
    shares = [good / count for _, good, count in kept]
    chart = control_chart(shares, [count for *_, count in kept], center)
    return [place for (place, *_), share, low in zip(kept, shares, chart.low, strict=True) if share < low]


def _who_finds(watched: Sequence[Watch], found: int) -> Table:
    def mean(values: list[int]) -> str:
        return number(sum(values) / len(values), 1)

    last = YEAR_WEEKS - FAULT_WEEK + 1
    rows = [
        [tr("answers after contacts, technical matters alone"), mean([one.technical for one in watched]),
         number(max(one.technical for one in watched))],
        [tr("answers after contacts, all matters together"), mean([one.everything for one in watched]),
         number(max(one.everything for one in watched))],
        [tr("survey in the last week of the year"), number(last, 1), number(last)],
    ]  # fmt: skip
    note = tr("{years} years with the fault. An alarm: a week below the chart (3 sigma; its center is the weeks "
              "before). False alarms in the weeks before: {false}. Repaired {repair} weeks after the latest alarm "
              "({found} weeks); the yearly survey comes too late for this year.",
              years=len(watched), false=sum(one.false_alarms for one in watched), repair=REPAIR_WEEKS,
              found=found)  # fmt: skip
    heads = [tr("who finds it"), tr("weeks to the alarm, on average"), tr("at most")]
    return Table(tr("Who finds the fault first?"), heads, rows, note)


def called_back(found: dict[str, float]) -> str:
    """How soon negative answers were called back in one year."""
    if not found["call_backs"]:
        return tr("Nobody was called back.")
    return tr("{count} customers were called back in one year: {quick} within 15 minutes, {day} within 24 hours.",
              count=number(found["call_backs"]), quick=percent(found["call_back_within_15min_share"], 0),
              day=percent(found["call_back_within_24h_share"], 0))  # fmt: skip


def noise() -> list[Item]:
    """Half a year before, half a year after: nothing changed, one agent more, the fault; alone and with a control."""
    from cxsim.measure import difference, difference_with_control

    still = _halves(None, 0)
    rows = []
    for name, plan in ((tr("nothing"), still), (tr("one phone agent more"), _halves(None, 1)),
                       (tr("the fault begins"), _halves(FAULT_LOGIT, 0))):  # fmt: skip
        alone = difference(*plan, "nps")
        beside = None if plan is still else difference_with_control(*plan, *still, "nps")
        rows.append([name, number(len(plan[1])), *_told(alone), *_told(beside)])
    heads = [
        tr("changed in the middle of the year"), tr("answers after"), tr("NPS, after minus before"),
        tr("beyond chance?"), tr("the same, minus a company without the change"), tr("beyond chance?"),
    ]  # fmt: skip
    note = tr(
        "One possible year each, as the company itself would see it, with 95 % intervals. Before and after differ in "
        "more than the change; a group without it takes the rest out, and brings luck of its own: the interval is "
        "wider."
    )
    return [Table(tr("Improvement or noise?"), heads, rows, note)]


def _told(found: Any) -> list[str]:
    if found is None:
        return ["–", "–"]
    told = tr("{value} ({low} to {high})", value=years.signed(found.value, 1), low=years.signed(found.low, 1),
              high=years.signed(found.high, 1))  # fmt: skip
    return [told, tr("yes") if found.low > 0 or found.high < 0 else tr("no")]


def _halves(fault: float | None, agents: int) -> tuple[Any, Any]:
    """Recommend answers of the first and of the second half of a year in whose middle something begins."""
    run = company.year_of(_from_half(fault, agents))
    later = (run.surveys["answered"] - run.needs["born"].min().normalize()).dt.days >= 7 * (HALF_WEEK - 1)
    return run.surveys["recommend"][~later], run.surveys["recommend"][later]


def _from_half(fault: float | None, agents: int) -> Scenario:
    base, path = LAB.base(), "policy.staffing.extra.phone"
    changes: dict[str, Any] = {}
    if fault is not None:
        changes["world.shocks"] = [{"name": "technical matters", "from_week": HALF_WEEK,
                                    "weeks": YEAR_WEEKS - HALF_WEEK + 1, "set": {FAULT_PATH: fault}}]  # fmt: skip
    if agents:
        changes["policy.measures"] = [
            {"name": "agents", "from_week": HALF_WEEK, "set": {path: base.value(path) + agents}}
        ]
    return base.replace(changes) if changes else base


def claims_beside_results() -> list[Item]:
    """What the sources say, beside today and the team's plan."""
    return claims.beside_results("06", (LAB.question,))
