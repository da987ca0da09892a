"""The steps of lesson 5: how much work a bot takes off people, what it does at night and when it misreads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cxsim.course import claims, company, levers, years
from cxsim.course.plan_lab import PlanLab, about, hang_up_part, nps_part, profit_part, verdicts
from cxsim.course.questions import Part, Question, Score, bands
from cxsim.course.show import Item, Note, Table
from cxsim.course.steps import Outcome, Progress, Step
from cxsim.messages import number, percent, tr
from cxsim.scenario import Scenario, load_scenario

if TYPE_CHECKING:
    import pandas as pd

    from cxsim.results.run import Run

BOT = "n05-bot"
PRESET = "chatbot_80"
HANDLED = ("phone_handled", "chat_handled", "email_handled")
#: Shares of sessions in which the bot understands: the source's, and what surveys of customers suggest.
UNDERSTANDS = (0.92, 0.75, 0.50)


LAB = PlanLab(
    question="n05-lab",
    lesson="05",
    text=lambda: tr(
        "Your plan, compared with today: how good must the bot be, and how many people stay beside it?"
    ),
    rounds=levers.digital,
    parts=lambda: (hang_up_part(),),
    measures={"hangup": "phone_abandoned_share"},
    desk=("phone_handled", "phone_wait_mean_min", "phone_abandoned_share", "labor_cny", "bot_cny"),
    evidence=("phone_handled", "phone_abandoned_share"),
)


def with_bot(**changes: object) -> Scenario:
    """The company with the source's bot; `changes` are fields of ``policy.bot``."""
    bot = load_scenario(PRESET).policy.bot
    values = {
        name: getattr(bot, name) for name in ("on", "deflection", "accuracy", "fallback", "context_passed")
    }
    chosen = {f"policy.bot.{name}": value for name, value in {**values, **changes}.items()}
    return LAB.base().replace(chosen, name=tr("with the bot"))


def bot_step() -> Step:
    """The source's bot: what people still do, recommendation, profit."""
    bot = with_bot().policy.bot
    words = [tr("by half or more"), tr("by 20 to 50 %"), tr("by 10 to 20 %"), tr("by less than 10 %")]
    question = Question(
        BOT,
        "05",
        tr(
            "A bot answers first, day and night. It takes {taken} of the common questions and understands {understood} "
            "of these. Nobody is sent home. What does the year look like, compared with today?",
            taken=percent(bot.deflection, 0),
            understood=percent(bot.accuracy, 0),
        ),
        (
            Part(
                "people",
                tr("Contacts that people answer become fewer"),
                tr("per cent"),
                bands([-50, -20, -10], ["50", "20", "10", "0"], words),
            ),
            nps_part(),
            profit_part(),
        ),
    )
    return Step(question, _run_bot, tr("First predict"))


def _run_bot(progress: Progress) -> Outcome:
    plan = with_bot()
    lived = years.compare([LAB.base(), plan], progress)
    measured = lived.measured(plan.name, {"nps": "nps_true", "profit": "profit_cny"})
    measured["people"] = fewer_by_people(lived, plan.name)

    def tell(scores: Sequence[Score]) -> list[Item]:
        first = [Note(_slogan(plan, measured["people"][0]))]
        return [*verdicts(lived, plan.name, scores, first), years.level_table(lived, plan.name, LAB.desk)]

    return Outcome(measured, about(LAB, lived, plan), tell)


def fewer_by_people(lived: years.Years, plan: str) -> tuple[float, float, float]:
    """Change of the contacts that people answer, in per cent of the base: mean and interval between years."""
    from cxsim.experiment.verdict import interval

    base = sum(lived.study.of(lived.base, name) for name in HANDLED)
    mean, half = interval((sum(lived.study.of(plan, name) for name in HANDLED) - base) / base.mean())
    return 100 * mean, 100 * (mean - half), 100 * (mean + half)


def _slogan(plan: Scenario, measured: float) -> str:
    """Where the slogan's share has gone: questions of one kind, the common ones, those taken, those understood."""
    demand, bot = plan.world.demand.reason_share, plan.policy.bot
    common = plan.world.bot.common_share
    reasons = type(demand).model_fields
    share = sum(getattr(demand, reason) * getattr(common, reason) for reason in reasons)
    return tr(
        "{common} of all matters are common questions; the bot takes {taken} of them and understands {understood} of "
        "these: {solved} of all matters. People answer {measured} % fewer contacts.",
        common=percent(share, 0),
        taken=percent(bot.deflection, 0),
        understood=percent(bot.accuracy, 0),
        solved=percent(share * bot.deflection * bot.accuracy, 0),
        measured=number(-measured, 0),
    )


def misread_and_night() -> list[Item]:
    """One year of three bots: what becomes of the misread; and of the night with and without a bot."""
    rows = []
    for understands in UNDERSTANDS:
        found = company.summary_of(with_bot(accuracy=understands))
        solved, kept = found["bot_solved_share"], found["bot_contained_share"]
        rows.append([
            percent(understands, 0), number(found["bot_sessions"]), number(100 * kept, 0), number(100 * solved, 0),
            number(100 * (kept - solved), 0), number(found["nps_true"], 1), number(found["profit_cny"] / 1000, 0),
        ])  # fmt: skip
    heads = [
        tr("understands"), tr("sessions"), tr("no person needed, of 100"), tr("solved, of 100"),
        tr("believed solved, of 100"), tr("NPS"), tr("profit, thousand CNY"),
    ]  # fmt: skip
    note = tr("Who is misread and does not notice comes back later, as a second contact.")
    return [Table(tr("Contained is not solved"), heads, rows, note), _night()]


def _night() -> Table:
    """Calls and chats outside the hours of the desk: where they end today and with the bot."""
    rows = []
    for plan in (LAB.base(), with_bot()):
        rows.append([plan.name, *map(number, company.figures(plan, 0, _at_night))])
    heads = [
        tr("calls and chats at night"),
        tr("find it closed"),
        tr("answered by the bot"),
        tr("misread, no person there"),
    ]
    note = tr("One year, 20:00 to 8:00. The bot is awake; the person behind it is not.")
    return Table(tr("At night"), heads, rows, note)


def _at_night(run: Run) -> list[int]:
    """Calls and chats outside the hours of the desk: found it closed, answered by the bot, misread by it."""
    late = run.contacts[_closed_hours(run.contacts)]
    bot = late["kind"] == "bot"
    return [
        int((late["outcome"] == "closed").sum()),
        int((bot & (late["outcome"] == "self_served")).sum()),
        int((bot & (late["outcome"] == "bot_failed")).sum()),
    ]


def _closed_hours(contacts: pd.DataFrame) -> pd.Series:
    hour = contacts["arrived"].dt.hour
    return contacts["channel"].isin(["phone", "chat"]) & ((hour < 8) | (hour >= 20))


def claims_beside_results() -> list[Item]:
    """What the sources say, beside today, the bot and the team's plan."""
    return claims.beside_results("05", (BOT, LAB.question))
