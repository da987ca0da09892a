"""The steps of the first page: one Monday, one wrong guess, two repairs, one life told twice."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from cxsim.course import company, stories, years
from cxsim.course.plan_lab import said_was
from cxsim.course.questions import Part, Question, Score, bands
from cxsim.course.show import Item, Note, Picture, Table
from cxsim.course.steps import Outcome, Progress, Step
from cxsim.course.waiting import longest_queue, open_hours
from cxsim.messages import number, percent, tr
from cxsim.results.run import Run
from cxsim.scenario import Scenario

WAIT, REPAIR = "n00-wait", "n00-repair"
MORE_CALLS = 1.10
COMPENSATION_SAME_COST = 135.0
FIRST_WEEKS = 4
FIRST_YEARS = 20
LINES_FROM = 5


def today() -> Scenario:
    """The company as it is."""
    return company.default()


def one_more_agent() -> Scenario:
    """One agent more on the phone in all staffed hours."""
    return today().replace({"policy.staffing.extra.phone": 1}, name=tr("one more agent"))


def apology_money() -> Scenario:
    """More compensation for complaints, for the same money as the agents."""
    return today().replace(
        {"policy.recovery.compensation_cny": COMPENSATION_SAME_COST}, name=tr("apology money")
    )


def year_of(plan: str) -> Run:
    """One year of the company as it is (``today``) or with one more agent (``agents``)."""
    return company.year_of({"today": today, "agents": one_more_agent}[plan]())


@lru_cache(maxsize=1)
def story() -> stories.Story:
    """The Monday of the page, and the customer whose life is told."""
    return stories.find(year_of("today"), year_of("agents"))


def picture() -> list[Item]:
    """Step 3: people waiting by half hour, what it cost, three names; no other figure."""
    run, chosen = year_of("today"), story()
    hours, people = open_hours(longest_queue(run.contacts)[chosen.day])
    title = tr("Most people waiting on the phone at the same time, Monday {date}", date=chosen.date)
    now, later = (int(people[hours == hour][0]) for hour in (11.0, 11.5))
    told = tr(
        "{title}. From 11:00 up to {now} people wait, from 11:30 up to {later}; the longest queue of the day is "
        "{most}, from {hour}.",
        title=title,
        now=now,
        later=later,
        most=int(people.max()),
        hour=clock(hours[int(np.argmax(people))]),
    )
    lost = stories.lost(run, chosen.day)
    return [
        Picture(_lines({"hour": hours, tr("people waiting"): people}, title), told),
        Note(
            tr(
                "{hung_up} callers hung up that Monday. {left} of them were gone from the company within the year, "
                "and with them a margin of {money} CNY a year.",
                hung_up=lost.hung_up,
                left=lost.left,
                money=lost.margin_year_cny,
            ),
            "lead",
        ),
        Note(tr("Three of those who hung up: {names}.", names=", ".join(lost.names(chosen.customer, 3)))),
    ]


def more_calls() -> Step:
    """Steps 4 to 6: a tenth more calls, the same people."""
    edges = bands(
        [15, 25, 35],
        ["10", "20", "30", "40+"],
        [
            tr("about 10 % longer"),
            tr("about 20 % longer"),
            tr("about 30 % longer"),
            tr("40 % longer or more"),
        ],
    )
    question = Question(
        WAIT,
        "00",
        tr(
            "Tomorrow {more} more calls, the same people. By how much does the average wait rise?",
            more=percent(MORE_CALLS - 1, 0),
        ),
        (Part("wait", tr("Average wait on the phone"), "%", edges),),
    )
    return Step(question, _run_more_calls, tr("Your first prediction"))


def busier() -> Scenario:
    """The company with ten per cent more of every contact."""
    return today().replace({"world.demand.factor": MORE_CALLS}, name=tr("10 % more calls"))


def _run_more_calls(progress: Progress) -> Outcome:
    plans = [plan.replace({"weeks": FIRST_WEEKS, "burn_in_weeks": 2}) for plan in (today(), busier())]
    lived = years.relative(plans, "phone_wait_mean_min", progress, FIRST_YEARS)
    lines = {plan.name: _mean_monday(plan) for plan in plans}

    def tell(scores: Sequence[Score]) -> list[Item]:
        one = scores[0]
        hours, _ = open_hours(np.zeros(48))
        table = {"hour": hours, **lines}
        told = "; ".join(
            tr("{plan}: up to {people} people waiting", plan=name, people=number(float(values.max()), 1))
            for name, values in lines.items()
        )
        return [
            Note(
                tr(
                    "You said {said}. It was {value} % ({low} to {high}).",
                    said=one.said,
                    value=number(one.value, 0),
                    low=number(one.low, 0),
                    high=number(one.high, 0),
                ),
                "good" if one.right else "bad",
            ),
            Picture(_lines(table, tr("Most people waiting at the same time, average Monday")), told),
            Table(
                tr("The average wait: {count} simulations of {weeks} weeks", count=lived.count, weeks=FIRST_WEEKS),
                [tr("company"), tr("seconds")],
                [[name, number(value * 60, 0)] for name, value in lived.means.items()],
            ),
            Note(
                tr(
                    "The last free minute is the expensive one: when agents are hardly ever free, every extra call "
                    "meets others that already wait."
                )
            ),
        ]

    return Outcome({"wait": lived.percent()}, {"years": lived.count}, tell)


def _mean_monday(plan: Scenario) -> np.ndarray:
    """The queue of an average Monday; a few stretches of luck are enough for a calm line."""
    mondays = [company.figures(plan, number, _monday) for number in range(LINES_FROM)]
    return open_hours(np.mean(mondays, axis=0))[1]


def _monday(run: Run) -> np.ndarray:
    """The longest queue on the phone by half hour, mean of the Mondays of a year."""
    return longest_queue(run.contacts)[::7].mean(axis=0)


def one_who_left() -> list[Item]:
    """Step 8: the life line of one who hung up and left."""
    return [stories.life(year_of("today"), story().customer, today().name)]


def two_repairs() -> Step:
    """Steps 9 and 10: the same money, two ways."""
    question = Question(
        REPAIR,
        "00",
        tr("One more agent on the phone, or apology money? Both cost the same."),
        (
            Part(
                "nps",
                tr("More customers recommend the company (NPS)"),
                tr("points"),
                bands(
                    [-0.5, 0.5],
                    ["money", "same", "agents"],
                    [tr("with apology money"), tr("no difference"), tr("with one more agent")],
                ),
            ),
            Part(
                "profit",
                tr("Profit of the year with one more agent"),
                tr("thousand CNY"),
                bands([-30, 30], ["down", "same", "up"], [tr("falls"), tr("stays the same"), tr("rises")]),
            ),
        ),
    )
    return Step(question, _run_two_repairs, tr("Your second prediction"))


def _run_two_repairs(progress: Progress) -> Outcome:
    plans = [today(), one_more_agent(), apology_money()]
    lived = years.compare(plans, progress)
    agents, money = plans[1].name, plans[2].name
    between = lived.between(agents, money, "nps_true")
    measured = {"nps": between, **lived.measured(agents, {"profit": "profit_cny"})}

    def tell(scores: Sequence[Score]) -> list[Item]:
        return [
            *[said_was(one) for one in scores],
            Note(_costs(lived, agents, money)),
            years.verdict_table(lived, agents),
            years.verdict_table(lived, money),
            years.how_to_read(),
        ]

    about: dict[str, Any] = {**lived.about(agents), "evidence": stories.told(year_of("today"), story())}
    return Outcome(measured, about, tell)


def _costs(lived: years.Years, agents: str, money: str) -> str:
    pay = sum(lived.differences[agents][key].difference for key in ("labor_cny", "supervisors_cny"))
    paid = lived.differences[money]["compensation_cny"].difference
    return tr(
        "A year of one more agent costs {pay} thousand CNY, the apology money {paid} thousand CNY. The NPS above "
        "compares the two repairs with each other; the tables compare each of them with today.",
        pay=number(pay, 0),
        paid=number(paid, 0),
    )


def same_customer() -> list[Item]:
    """Step 11: the same customer with one more agent."""
    chosen = story()
    return [
        stories.life(year_of("today"), chosen.customer, today().name),
        stories.life(year_of("agents"), chosen.customer, one_more_agent().name),
        Note(tr("One customer is a story, not a proof: the verdict is in the table above.")),
    ]


def clock(hour: float) -> str:
    """A time of day from hours."""
    return f"{int(hour):02d}:{round(hour % 1 * 60):02d}"


def _lines(table: dict[str, Any], title: str) -> bytes:
    from cxsim.plots.canvas import drawing, png, sheet
    from cxsim.plots.waiting import waiting

    figure, (ax,) = sheet(820, 300)
    with drawing():
        waiting(table, ax, [name for name in table if name != "hour"], title)
        figure.subplots_adjust(left=0.08, right=0.98, top=0.86, bottom=0.18)
    return png(figure)
