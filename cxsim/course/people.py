"""The steps of lesson 7: what pay rewards, people do; pay and training as levers, and what they bring."""

from __future__ import annotations

from cxsim.course import claims, company, levers, years
from cxsim.course.plan_lab import PlanLab, beside, moved, nps_part, profit_part
from cxsim.course.questions import Part, Question
from cxsim.course.show import Item, Note, Table
from cxsim.course.steps import Outcome, Progress, Step
from cxsim.measure import work_per_solved
from cxsim.messages import number, percent, tr
from cxsim.scenario import Scenario

SPEED = "n07-speed"
WEIGHT, BONUS = "policy.incentive.speed_weight", "policy.incentive.bonus_share"
SPEED_GAIN, SPEED_LOSS = "beliefs.pay.speed_handle_share", "beliefs.pay.speed_logit_loss"
#: Variable pay of the question, as a share of regular pay; an assumption of the course.
BONUS_SHARE = 0.05
WEIGHTS = (1.0, 0.5, 0.0, -0.5, -1.0)
SAME_WAIT_S, SAME_STAFF = 3.0, 1.0
DESK = ("phone_handle_mean_min", "fcr_share", "phone_wait_mean_min", "staff_leavers")
#: What people cost beside the pay of seat hours.
COSTS = ("labor_cny", "supervisors_cny", "bonus_cny", "training_cny")


def _staff_part() -> tuple[Part, ...]:
    return (moved("staff", tr("Agents who leave in the year"), tr("people"), SAME_STAFF),)


LAB = PlanLab(
    question="n07-lab",
    lesson="07",
    text=lambda: tr("Your pay and training, compared with today: what does a year of them do?"),
    rounds=levers.people,
    parts=_staff_part,
    measures={"staff": "staff_leavers"},
    desk=DESK,
    evidence=("fcr_share", "staff_leavers"),
    more=lambda lived, plan: cost_of_people(lived, plan),
)


def paid_for(base: Scenario, weight: float, name: str | None = None) -> Scenario:
    """The company with variable pay that rewards speed (1), solving (-1) or a mix."""
    return base.replace({WEIGHT: weight, BONUS: BONUS_SHARE}, name=name)


def speed_step() -> Step:
    """Pay for speed alone: what waits, recommendation and profit do."""
    waits = moved("wait", tr("The average wait on the phone"), tr("seconds"), SAME_WAIT_S)
    question = Question(
        SPEED,
        "07",
        tr(
            "A bonus of {share} of pay goes to those with short calls, and to nothing else. What does the year look "
            "like, compared with today?",
            share=percent(BONUS_SHARE, 0),
        ),
        (waits, nps_part(), profit_part()),
    )
    return Step(question, _run_speed, tr("First predict"))


def _run_speed(progress: Progress) -> Outcome:
    plan = paid_for(LAB.base(), 1.0, tr("paid for speed"))
    return beside(LAB, plan, {"wait": "phone_wait_mean_min"}, progress,
                  lambda lived: [years.level_table(lived, plan.name, DESK), *cost_of_people(lived, plan)])  # fmt: skip


def cost_of_people(lived: years.Years, plan: Scenario) -> list[Item]:
    """What bonus, training and hours of a plan cost or save, beside what they moved; nothing when they cost nothing."""
    found = lived.differences[plan.name]
    paid = sum(found[key].difference for key in COSTS)
    earned = found["profit_cny"].difference + paid
    if abs(paid) < 1:
        return []
    facts = {"paid": number(abs(paid), 0), "earned": years.signed(earned, 0)}
    if paid > 0:
        text = tr("Bonus, training and hours cost {paid} thousand CNY more in the year; all the rest moves the profit "
                  "by {earned}.", **facts)  # fmt: skip
    else:
        text = tr("Bonus, training and hours cost {paid} thousand CNY less in the year; all the rest moves the profit "
                  "by {earned}.", **facts)  # fmt: skip
    return [Note(text, "lead")]


def dial() -> list[Item]:
    """Five weights between speed and solving, one year each: what the meter shows, and what the customer gets."""
    words = {value: said for said, value in levers.weights()}
    rows = []
    for weight in WEIGHTS:
        found = company.summary_of(LAB.base().replace({WEIGHT: weight}))
        handle, solved = found["phone_handle_mean_min"], found["fcr_share"]
        rows.append([
            words[weight], number(handle, 1), number(100 * solved, 1),
            number(work_per_solved(handle, solved), 1), number(found["nps_true"], 1),
            number(found["profit_cny"] / 1000, 0),
        ])  # fmt: skip
    heads = [
        tr("rewarded"), tr("minutes a call"), tr("solved at first contact, of 100"), tr("minutes a solved matter"),
        tr("NPS of all"), tr("profit before the bonus, thousand CNY"),
    ]  # fmt: skip
    note = tr(
        "One possible year each, the same luck. How far people follow the pay is an assumption of this company."
    )
    return [Table(tr("What is paid for, and what comes out"), heads, rows, note), _why()]


def _why() -> Table:
    """Pay for speed taken apart: shorter calls without matters lost, matters lost without shorter calls, and both."""
    base = LAB.base()
    now = company.summary_of(base)
    parts = {
        tr("calls get shorter, as many matters are solved"): {SPEED_LOSS: 0.0},
        tr("fewer matters are solved, calls as long as today"): {SPEED_GAIN: 0.0},
        tr("both: pay for speed alone"): {},
    }
    rows = []
    for name, beliefs in parts.items():
        found = company.summary_of(base.replace({WEIGHT: 1.0, **beliefs}))
        rows.append([
            name, years.signed(60 * (found["phone_wait_mean_min"] - now["phone_wait_mean_min"]), 0),
            years.signed(found["nps_true"] - now["nps_true"], 1),
            years.signed((found["profit_cny"] - now["profit_cny"]) / 1000, 0),
        ])  # fmt: skip
    heads = [
        tr("against today"), tr("wait on the phone, seconds"), tr("NPS, points"),
        tr("profit before the bonus, thousand CNY"),
    ]  # fmt: skip
    note = tr("One possible year each. With no bonus on top, part of today's pay follows the figure instead; people "
              "then follow it just as far, which is an assumption too.")  # fmt: skip
    return Table(tr("Why pay for speed does what it does here"), heads, rows, note)


def claims_beside_results() -> list[Item]:
    """What the sources say, beside today, pay for speed and the team's plan."""
    return claims.beside_results("07", (SPEED, LAB.question))
