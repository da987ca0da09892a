"""The steps of lesson 1: what satisfaction is, what an agent more or less does to it, and what that is worth."""

from __future__ import annotations

from cxsim.course import claims, company, levers, rosters, years
from cxsim.course.plan_lab import PlanLab, beside, nps_part, profit_part, stay_part
from cxsim.course.questions import Part, Question, bands
from cxsim.course.show import Item, Note, Table
from cxsim.course.steps import Outcome, Progress, Step
from cxsim.guards import CxError
from cxsim.messages import number, percent, tr
from cxsim.scenario import Scenario

FEWER = "n01-fewer"
FEWER_AGENTS = -1
#: Hours a week taken from the phone, and agents added to it, one year each.
HOURS_LESS, AGENTS_MORE = (0, 40, 80, 120, 160), (-1, 0, 1, 2, 3)
PROMISES = (0.50, 0.80, 0.95, 0.99)
SECONDS_OF_THE_QUESTION = 60


def _more(lived: years.Years, plan: Scenario) -> list[Item]:
    return [*pay_and_profit(lived, plan), agent_by_agent(LAB.base())]


LAB = PlanLab(
    question="n01-lab",
    lesson="01",
    text=lambda: tr("Your hours, compared with today: what does a year of them do?"),
    rounds=levers.foundations,
    parts=lambda: (stay_part(),),
    measures={"stay": "retention_share"},
    desk=("phone_wait_mean_min", "phone_abandoned_share", "csat_true_share", "labor_cny"),
    evidence=("phone_wait_mean_min", "csat_true_share"),
    more=_more,
)


def agents(base: Scenario, more: int, name: str | None = None) -> Scenario:
    """The company with some agents more (or fewer) on the phone in all staffed hours."""
    path = rosters.PHONE_EXTRA
    try:
        return base.replace({path: base.value(path) + more}, name=name)
    except CxError:
        if more >= 0:
            raise
        raise CxError(
            tr(
                "This lesson takes agents off the phone, and this company has only one agent on the phone: let the "
                "lessons start from a bigger one, for example with {command}.",
                command="cxsim company use default",
            )
        ) from None


def fewer_step() -> Step:
    """One agent fewer: what waits, recommendation and profit do."""
    words = [tr("up to 20 seconds"), tr("20 to 40 seconds"), tr("40 to 60 seconds"), tr("a minute or more")]
    base = LAB.base()
    hours = rosters.phone_hours(base) - rosters.phone_hours(agents(base, FEWER_AGENTS))
    question = Question(
        FEWER,
        "01",
        tr(
            "One agent fewer on the phone in every hour it is open: {hours} hours a week at the desk, {paid} paid "
            "ones. What does the year look like, compared with today?",
            hours=number(hours, 0),
            paid=number(rosters.paid_hours(base, hours), 0),
        ),
        (
            Part(
                "wait",
                tr("The average wait grows by"),
                tr("seconds"),
                bands([20, 40, 60], ["0", "20", "40", "60"], words),
            ),
            nps_part(),
            profit_part(),
        ),
    )
    return Step(question, _run_fewer, tr("First predict"))


def _run_fewer(progress: Progress) -> Outcome:
    plan = agents(LAB.base(), FEWER_AGENTS, tr("one agent fewer"))
    return beside(LAB, plan, {"wait": "phone_wait_mean_min"}, progress,
                  lambda lived: [*pay_and_profit(lived, plan), *hours_and_wait(LAB.base())])  # fmt: skip


def pay_and_profit(lived: years.Years, plan: Scenario) -> list[Item]:
    """What the hours of a plan cost or save, beside what they moved within the year; nothing when pay stays."""
    found = lived.differences[plan.name]
    pay = found["labor_cny"].difference + found["supervisors_cny"].difference
    earned = found["profit_cny"].difference + pay
    if abs(pay) < 1:
        return []
    text = (
        tr("{pay} thousand CNY more are paid in a year, to agents and supervisors; before that pay, {earned} thousand "
           "more are earned.",
           pay=number(pay, 0), earned=number(earned, 0))
        if pay > 0
        else tr("{pay} thousand CNY of pay are saved in a year, of agents and supervisors; before that pay, {earned} "
                "thousand less are earned.",
                pay=number(-pay, 0), earned=number(-earned, 0))
    )  # fmt: skip
    return [Note(text, "lead")]


def hours_and_wait(base: Scenario) -> list[Item]:
    """One year for each of several cuts of the phone hours: how the wait grows, and where a minute is reached."""
    rows, waits = [], []
    for hours in HOURS_LESS:
        plan = base.replace(rosters.shorter(base, hours)) if hours else base
        found = company.summary_of(plan)
        waits.append(60 * found["phone_wait_mean_min"])
        rows.append([
            number(rosters.phone_hours(plan), 0), number(waits[-1], 0), number(100 * found["csat_true_share"], 1),
            number(found["nps_true"], 1), number(found["profit_cny"] / 1000, 0),
        ])  # fmt: skip
    heads = [
        tr("phone hours a week"), tr("average wait, seconds"), tr("satisfied contacts, of 100"), tr("NPS of all"),
        tr("profit, thousand CNY"),
    ]  # fmt: skip
    return [Table(tr("Fewer and fewer hours (one year each)"), heads, rows, _minute(waits))]


def _minute(waits: list[float]) -> str:
    """Where the wait has grown by a minute, read off between two rows."""
    for place in range(1, len(waits)):
        if waits[place] - waits[0] >= SECONDS_OF_THE_QUESTION:
            part = (waits[0] + SECONDS_OF_THE_QUESTION - waits[place - 1]) / (waits[place] - waits[place - 1])
            hours = HOURS_LESS[place - 1] + part * (HOURS_LESS[place] - HOURS_LESS[place - 1])
            return tr("The wait is a minute longer once about {hours} hours a week are gone.",
                      hours=number(round(hours, -1), 0))  # fmt: skip
    return tr("So many hours fewer do not yet make it a minute more.")


def agent_by_agent(base: Scenario) -> Item:
    """One agent after the other, one year each: what each one adds."""
    rows, last = [], None
    for more in AGENTS_MORE:
        found = company.summary_of(agents(base, more))
        profit, value = (found[key] / 1000 for key in ("profit_cny", "value_cny"))
        rows.append([
            years.signed(more, 0), number(60 * found["phone_wait_mean_min"], 0),
            number(100 * found["csat_true_share"], 1), number(profit, 0),
            "–" if last is None else years.signed(profit - last[0], 0),
            "–" if last is None else years.signed(value - last[1], 0),
        ])  # fmt: skip
        last = (profit, value)
    heads = [
        tr("phone agents"), tr("average wait, seconds"), tr("satisfied contacts, of 100"), tr("profit, thousand CNY"),
        tr("this agent brings within the year"), tr("and with the customers' value"),
    ]  # fmt: skip
    note = tr("One possible year each, the same luck; money in thousand CNY, pay already taken off.")
    return Table(tr("One agent after the other"), heads, rows, note)


def promise_only() -> list[Item]:
    """Only the promise moves: nobody waits longer, and yet satisfaction and new customers move."""
    base = LAB.base()
    rows = []
    for share in PROMISES:
        found = company.summary_of(base.replace({"policy.promise.live_share": share}))
        rows.append([
            percent(share, 0), number(60 * found["phone_wait_mean_min"], 0),
            number(100 * found["csat_true_share"], 1), number(found["nps_true"], 1),
            number(found["joiners"]),
        ])  # fmt: skip
    heads = [
        tr("promised in time"), tr("average wait, seconds"), tr("satisfied contacts, of 100"), tr("NPS of all"),
        tr("new customers"),
    ]  # fmt: skip
    note = tr("One possible year each, the same luck. Nothing but the promise differs.")
    return [Table(tr("The same service under four promises"), heads, rows, note)]


def claims_beside_results() -> list[Item]:
    """What the sources say, beside today, one agent fewer and the team's plan; and what a point went with here."""
    return [*claims.beside_results("01", (FEWER, LAB.question)), *_point_of_satisfaction()]


def _point_of_satisfaction() -> list[Item]:
    """Revenue that went with one point of satisfaction, in the last result of each question."""
    found = []
    for question in (FEWER, LAB.question):
        levels = claims.levels_of(question)
        points = levels["csat_true_share"][1] - levels["csat_true_share"][0] if levels else 0.0
        if points:
            before, after = levels["revenue_cny"]
            found.append(number(100 * (after / before - 1) / points, 2))
    if not found:
        return []
    text = tr("Here, within the year, one point of satisfied contacts went with {shares} % more revenue; who stays "
              "longer pays later.", shares=tr(" and ").join(found))  # fmt: skip
    return [Note(text, "lead")]
