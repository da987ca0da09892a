"""The steps of lesson 1: what satisfaction is, what an agent more or less does to it, and what that is worth."""

from __future__ import annotations

from cxsim.course import claims, company, levers, years
from cxsim.course.plan_lab import PlanLab, about, nps_part, profit_part, said_was
from cxsim.course.questions import Part, Question, Score, bands
from cxsim.course.show import Item, Note, Table
from cxsim.course.steps import Outcome, Progress, Step
from cxsim.measure import expectation_gap
from cxsim.messages import number, tr
from cxsim.scenario import Scenario

FEWER = "n01-fewer"
FEWER_AGENTS = -1


def _stay_part() -> tuple[Part, ...]:
    margin = company.default().beliefs.relevance.retention_points
    words = [tr("falls"), tr("stays the same"), tr("rises")]
    ends = bands([-margin, margin], ["down", "same", "up"], words)
    return (Part("stay", tr("Customers who stay, of 100"), tr("of 100"), ends),)


LAB = PlanLab(
    question="n01-lab",
    lesson="01",
    text=lambda: tr("Your hours, compared with today: when is one more agent worth the pay?"),
    rounds=levers.foundations,
    parts=_stay_part,
    measures={"stay": "retention_share"},
    desk=("phone_wait_mean_min", "phone_abandoned_share", "csat_true_share", "labor_cny"),
    evidence=("phone_wait_mean_min", "csat_true_share"),
)


def fewer_agents() -> Scenario:
    """One agent fewer on the phone in all staffed hours."""
    path = "policy.staffing.extra.phone"
    return LAB.base().replace({path: LAB.base().value(path) + FEWER_AGENTS}, name=tr("one agent fewer"))


def hours_a_week(base: Scenario, plan: Scenario) -> float:
    """Seat hours a week that a plan adds to the phone (negative: takes away)."""
    from cxsim.plan_roster import weekly_seats

    return float((weekly_seats(plan, plan.policy)[0] - weekly_seats(base, base.policy)[0]).sum()) / 2


def fewer_step() -> Step:
    """One agent fewer: what waits, recommendation and profit do."""
    words = [
        tr("less than 20 seconds"),
        tr("20 to 40 seconds"),
        tr("40 to 60 seconds"),
        tr("a minute or more"),
    ]
    question = Question(
        FEWER,
        "01",
        tr(
            "The company saves one agent on the phone, in every hour it is open: {hours} paid hours a week. What does "
            "the year look like, compared with today?",
            hours=number(-hours_a_week(LAB.base(), fewer_agents()), 0),
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
    plan = fewer_agents()
    lived = years.compare([LAB.base(), plan], progress)
    keys = {"wait": "phone_wait_mean_min", "nps": "nps_true", "profit": "profit_cny"}

    def tell(scores: list[Score]) -> list[Item]:
        return [
            *[said_was(one) for one in scores],
            years.verdict_picture(lived, plan.name),
            years.verdict_table(lived, plan.name),
            years.how_to_read(),
            Note(_per_hour(lived, plan)),
        ]

    return Outcome(lived.measured(plan.name, keys), about(LAB, lived, plan), tell)


def _per_hour(lived: years.Years, plan: Scenario) -> str:
    found, hours = lived.differences[plan.name], -hours_a_week(LAB.base(), plan)
    minute = 60 / found["phone_wait_mean_min"].difference * hours
    return tr(
        "{hours} hours a week fewer make the average wait {seconds} seconds longer. If it went on like that, one "
        "minute would take {minute} hours; waits grow faster than that, so it takes fewer.",
        hours=number(hours, 0),
        seconds=number(found["phone_wait_mean_min"].difference, 0),
        minute=number(minute, 0),
    )


def promise_only() -> list[Item]:
    """The same week lived under three promises: what was expected moves, what was lived does not."""
    waited = LAB.base().policy.promise.live_within_s * 2
    rows = []
    for promised in (waited / 4, waited, waited * 2):
        gap = expectation_gap(promised, waited)
        word = (
            tr("better than promised")
            if gap > 0
            else tr("as promised")
            if gap == 0
            else tr("worse than promised")
        )
        rows.append([number(promised, 0), number(waited, 0), years.signed(gap, 0), word])
    heads = [tr("promised, seconds"), tr("lived, seconds"), tr("gap, seconds"), tr("felt as")]
    return [Table(tr("One wait, three promises"), heads, rows)]


def claims_beside_results() -> list[Item]:
    """What the sources say, beside today, one agent fewer and the team's plan."""
    return claims.beside_results("01", (FEWER, LAB.question))
