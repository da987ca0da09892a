"""The steps of lesson 2: a chain of causes, each link removed alone; then the team's own repair."""

from __future__ import annotations

from collections.abc import Sequence

from cxsim.course import claims, company, levers, rosters, settings, years
from cxsim.course.plan_lab import PlanLab, about, said_was
from cxsim.course.questions import Part, Question, Score, bands
from cxsim.course.show import Item, Note, Table
from cxsim.course.steps import Outcome, Progress, Step
from cxsim.messages import number, percent, tr
from cxsim.scenario import Scenario

LINKS = "n02-links"
#: Years behind the table of links: enough for its sizes; the verdicts of the lab stand on more.
LINK_YEARS = 8
IN_TIME = "phone_within_promise_share"
PREDICTED = ("agents", "roster", "bot")


def _kept_part() -> tuple[Part, ...]:
    words = [tr("fewer than 80 of 100"), tr("80 to 90 of 100"), tr("90 of 100 or more")]
    ends = bands([80, 90], ["0", "80", "90"], words)
    return (Part("in_time", tr("Calls answered as promised"), tr("of 100"), ends, change=False),)


LAB = PlanLab(
    question="n02-lab",
    lesson="02",
    text=lambda: tr("Your repair, compared with today: what does a year of it do?"),
    rounds=lambda: levers.needs(LAB.base()),
    parts=_kept_part,
    measures={"in_time": IN_TIME},
    desk=("phone_wait_mean_min", "phone_abandoned_share", "fcr_share", "labor_cny"),
    evidence=("phone_within_promise_share", "phone_wait_mean_min"),
)


def links(base: Scenario) -> dict[str, Scenario]:
    """The company with one cause of the chain removed, by link."""
    extra = base.value(rosters.PHONE_EXTRA)
    return {
        "agents": base.replace({rosters.PHONE_EXTRA: extra + 1}, name=tr("one agent more")),
        "roster": rosters.placed(base, tr("the same hours where the calls are")),
        "order": base.replace(
            {"policy.routing.mode": "priority"}, name=tr("urgent and high-value ones first")
        ),
        "bot": base.replace({"policy.bot.on": True}, name=tr("a bot answers first")),
    }


def links_step() -> Step:
    """Which link of the chain, removed alone, repairs the service?"""
    labels = {
        "agents": tr("One agent more, every hour"),
        "roster": tr("Same hours, where the calls are"),
        "bot": tr("A bot answers first"),
    }
    words = [tr("up to 5 more"), tr("5 to 10 more"), tr("10 or more")]
    parts = tuple(
        Part(name, labels[name], tr("of 100"), bands([5, 10], ["0", "5", "10"], words)) for name in PREDICTED
    )
    question = Question(
        LINKS,
        "02",
        tr(
            "Promised: {share} of 100 calls answered within {seconds} seconds. The company removes one cause and "
            "leaves the rest as it is. How many calls of 100 more are then answered in time?",
            share=number(100 * LAB.base().policy.promise.live_share, 0),
            seconds=number(LAB.base().policy.promise.live_within_s, 0),
        ),
        parts,
    )
    return Step(question, _run_links, tr("First predict"))


def _run_links(progress: Progress) -> Outcome:
    base = LAB.base()
    plans = links(base)
    count = min(LINK_YEARS, settings.replications())
    lived = years.compare([base, *plans.values()], progress, count)
    measured = {
        name: lived.measured(plan.name, {name: IN_TIME})[name]
        for name, plan in plans.items()
        if name in PREDICTED
    }
    best = max(plans.values(), key=lambda plan: lived.differences[plan.name][IN_TIME].difference)

    def tell(scores: Sequence[Score]) -> list[Item]:
        return [*[said_was(one) for one in scores], *link_table(base, lived, list(plans.values()))]

    return Outcome(measured, about(LAB, lived, best), tell)


def link_table(base: Scenario, lived: years.Years, plans: Sequence[Scenario]) -> list[Item]:
    """What each link does alone: calls in time, how far that goes to the promise, recommendation, profit."""
    wanted = 100 * base.policy.promise.live_share
    rows = []
    for plan in plans:
        found = lived.differences[plan.name]
        one = found[IN_TIME]
        way = one.difference / (wanted - one.base)
        rows.append([plan.name, number(one.plan, 1), percent(way, 0),
                     found["nps_true"].change(), found["profit_cny"].change()])  # fmt: skip
    now = lived.differences[plans[0].name][IN_TIME].base
    heads = [
        tr("removed alone"), tr("calls in time, of 100"), tr("of the way to the promise"), tr("NPS, points more"),
        tr("profit, thousand CNY more"),
    ]  # fmt: skip
    title = tr("One link at a time: {now} of 100 in time today, {wanted} promised", now=number(now, 1),
               wanted=number(wanted, 0))  # fmt: skip
    note = tr("{count} simulated years each, the same luck, 95 % intervals. Verdicts: after the Run of your own "
              "repair.", count=lived.count)  # fmt: skip
    return [Table(title, heads, rows, note), Note(_who_repairs(lived, plans, wanted), "lead")]


def _who_repairs(lived: years.Years, plans: Sequence[Scenario], wanted: float) -> str:
    def moved(measure: str) -> Scenario:
        return max(plans, key=lambda plan: lived.differences[plan.name][measure].difference)

    reached = [plan.name for plan in plans if lived.differences[plan.name][IN_TIME].plan >= wanted]
    if reached:
        return tr("Alone this keeps the promise: {links}.", links=", ".join(reached))
    return tr(
        "No link alone keeps the promise. Farthest goes: {far}. Most profit: {profit}.",
        far=moved(IN_TIME).name,
        profit=moved("profit_cny").name,
    )


def chain_of_whys() -> list[Item]:
    """The worksheet Five Whys on complaints: each cause removed alone, one year each."""
    from cxsim.worksheets import FiveWhy

    sheet, base = FiveWhy.example(), LAB.base()
    now = company.summary_of(base)["complaint_response_h"]
    words = {"verified": tr("verified"), "refuted": tr("refuted"), "not run": tr("not run")}
    rows = []
    for row, (cause, change) in zip(sheet.whys, sheet.experiments(), strict=True):
        after = company.summary_of(base.replace(change))["complaint_response_h"]
        rows.append([tr("“{cause}”", cause=cause), number(now, 1), number(after, 1), words[row.result]])
    heads = [tr("why?"), tr("hours today"), tr("without this cause"), tr("in the worksheet")]
    note = tr("Hours until a complaint has its first answer, one possible year each. The worksheet: {command}",
              command="python start.py cxsim worksheet new five-why --example --out whys.xlsx")  # fmt: skip
    return [Table(tr("Complaints wait: three whys, three experiments"), heads, rows, note)]


def claims_beside_results() -> list[Item]:
    """What the sources say, beside today, the link that went farthest and the team's repair."""
    return claims.beside_results("02", (LINKS, LAB.question))
