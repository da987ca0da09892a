"""The steps of lesson 3: two teams or one pool, what an announced wait adds, and a plan of one's own."""

from __future__ import annotations

from cxsim.course import claims, company, levers, years
from cxsim.course.plan_lab import PlanLab, about, nps_part, profit_part, said_was
from cxsim.course.questions import Part, Question, Score, bands
from cxsim.course.show import Item, Note, Table
from cxsim.course.steps import Outcome, Progress, Step
from cxsim.messages import number, tr
from cxsim.scenario import Scenario

POOL = "n03-pool"
#: Callers who hang up: a change of less than half a point, of 100, is none.
SAME_POINTS = 0.5
SERVES = "policy.staffing.pool_serves"
ONE_POOL = {f"{SERVES}.phone.chat": 2, f"{SERVES}.chat.phone": 2}
TOLD = {"policy.promise.announce": "wait"}


def _hang_up_part() -> tuple[Part, ...]:
    words = [tr("fewer"), tr("as many"), tr("more")]
    ends = bands([-SAME_POINTS, SAME_POINTS], ["down", "same", "up"], words)
    return (Part("hangup", tr("Callers who hang up"), tr("of 100"), ends),)


LAB = PlanLab(
    question="n03-lab",
    lesson="03",
    text=lambda: tr("Your plan, compared with today: who answers whom, and what do those who wait hear?"),
    rounds=levers.communication,
    parts=_hang_up_part,
    measures={"hangup": "phone_abandoned_share"},
    desk=("phone_wait_mean_min", "phone_abandoned_share", "chat_wait_mean_min", "csat_true_share"),
    evidence=("phone_wait_mean_min", "phone_abandoned_share"),
)


def one_pool() -> Scenario:
    """Phone and chat agents help each other when their own line is empty; the same people, the same hours."""
    return LAB.base().replace(ONE_POOL, name=tr("one pool"))


def plans() -> tuple[Scenario, ...]:
    """Today, one pool, an honest announcement, and both."""
    base = LAB.base()
    return (
        base,
        one_pool(),
        base.replace(TOLD, name=tr("announced")),
        base.replace({**ONE_POOL, **TOLD}, name=tr("both")),
    )


def pool_step() -> Step:
    """One pool: what waits, recommendation and profit do."""
    words = [
        tr("falls by 20 seconds or more"),
        tr("falls by 10 to 20 seconds"),
        tr("falls by less than 10 seconds"),
        tr("stays or rises"),
    ]
    question = Question(
        POOL,
        "03",
        tr(
            "Phone agents also take chats and chat agents also take calls, whenever nobody waits in their own line. "
            "The same people, the same hours. What does the year look like, compared with today?"
        ),
        (
            Part(
                "wait",
                tr("The average wait on the phone"),
                tr("seconds"),
                bands([-20, -10, 0], ["20", "10", "0", "up"], words),
            ),
            nps_part(),
            profit_part(),
        ),
    )
    return Step(question, _run_pool, tr("First predict"))


def _run_pool(progress: Progress) -> Outcome:
    plan = one_pool()
    lived = years.compare([LAB.base(), plan], progress)
    keys = {"wait": "phone_wait_mean_min", "nps": "nps_true", "profit": "profit_cny"}

    def tell(scores: list[Score]) -> list[Item]:
        return [
            *[said_was(one) for one in scores],
            years.verdict_picture(lived, plan.name),
            years.verdict_table(lived, plan.name),
            years.how_to_read(),
            years.level_table(lived, plan.name, LAB.desk),
        ]

    return Outcome(lived.measured(plan.name, keys), about(LAB, lived, plan), tell)


def four_plans() -> list[Item]:
    """One year of each plan: what pooling does, what telling the wait does, and both."""
    rows = []
    for plan in plans():
        found = company.year_of(plan).summary()
        rows.append([
            plan.name, number(60 * found["phone_wait_mean_min"], 0), number(100 * found["phone_abandoned_share"], 1),
            number(100 * found["announced_left_share"], 0), number(100 * found["announced_kept_share"], 0),
            number(100 * found["csat_true_share"], 1), number(found["nps_true"], 1),
        ])  # fmt: skip
    heads = [
        tr("plan"), tr("average wait, seconds"), tr("hang up, of 100"), tr("leave on hearing it, of 100"),
        tr("answered by then, of 100"), tr("satisfied, of 100"), tr("NPS"),
    ]  # fmt: skip
    note = tr(
        "One year each, the same luck. Columns four and five: of those who were told how long it takes."
    )
    return [Table(tr("Two teams, one pool, an honest word"), heads, rows, note)]


def claims_beside_results() -> list[Item]:
    """What the sources say, beside today, one pool and the team's plan."""
    said = tr(
        "Nobody changed a word in these years: what words do is not in the simulator, so it cannot bear it out."
    )
    return [*claims.beside_results("03", (POOL, LAB.question)), Note(said)]
