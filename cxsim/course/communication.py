"""The steps of lesson 3: two teams or one pool, what an announced wait adds, and a plan of one's own."""

from __future__ import annotations

from cxsim.course import claims, company, levers, settings, years
from cxsim.course.plan_lab import PlanLab, hang_up_part, outcome
from cxsim.course.questions import Question
from cxsim.course.show import Item, Note, Table
from cxsim.course.steps import Outcome, Progress, Step
from cxsim.messages import number, tr
from cxsim.results.measures import MEASURES
from cxsim.scenario import Scenario

POOL = "n03-pool"
ONE_POOL = {levers.PHONE_TAKES_CHATS: 1, levers.CHAT_TAKES_CALLS: 1, levers.CHATS_AT_A_TIME: 1}
TOLD = {"policy.promise.announce": "wait"}
#: Years of the table of plans: one year alone may tell the opposite of the thirty of a Run.
PLAN_YEARS = 8


LAB = PlanLab(
    question="n03-lab",
    lesson="03",
    text=lambda: tr("Your plan, compared with today: who answers whom, and what do those who wait hear?"),
    rounds=levers.communication,
    parts=lambda: (hang_up_part(),),
    measures={"hangup": "phone_abandoned_share"},
    desk=(
        "phone_wait_mean_min",
        "phone_abandoned_share",
        "chat_wait_mean_min",
        "chat_abandoned_share",
        "csat_true_share",
    ),
    evidence=("phone_wait_mean_min", "phone_abandoned_share"),
)


def one_pool() -> Scenario:
    """Everybody takes calls and chats, one at a time, who waited longest first; the same people, the same hours."""
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
    """One pool: what callers, recommendation and profit do."""
    question = Question(
        POOL,
        "03",
        tr(
            "Phone and chat become one pool: everybody takes calls and chats, one at a time; who waited longest comes "
            "first. The same people, the same hours. What does the year look like, compared with today?"
        ),
        LAB.ask().parts,
    )
    return Step(question, _run_pool, tr("First predict"))


def _run_pool(progress: Progress) -> Outcome:
    plan = one_pool()
    return outcome(LAB, years.compare([LAB.base(), plan], progress), plan)


def four_plans() -> list[Item]:
    """Some years of each plan: what pooling does, what telling the wait does, and both."""
    rows = []
    count = min(PLAN_YEARS, settings.replications())
    study = company.lived(plans(), count)
    for place, plan in enumerate(plans()):
        found = dict(zip(MEASURES, map(float, study.values[:, place].mean(axis=0)), strict=True))
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
        "Mean of {count} years each, the same luck. Columns four and five: of those who were told how long it takes.",
        count=count,
    )
    return [Table(tr("Two teams, one pool, an honest word"), heads, rows, note)]


def claims_beside_results() -> list[Item]:
    """What the sources say, beside today, one pool and the team's plan."""
    said = tr(
        "Nobody changed a word in these years: what words do is not in the simulator, so it cannot bear it out."
    )
    return [*claims.beside_results("03", (POOL, LAB.question)), Note(said)]
