"""The toolbox of lesson 8: all packages, letters of a goal, dates of a plan, size of a pilot, payback, a pledge."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from cxsim.course import company, given, package_board, packages, years
from cxsim.course.action_plan import LAB
from cxsim.course.show import Item, Note, Picture, Table
from cxsim.course.target_years import TARGETS
from cxsim.guards import CxError
from cxsim.measure import payback, pilot_size
from cxsim.messages import date, money, number, percent, tr

if TYPE_CHECKING:
    from cxsim.worksheets import ImprovementPlan
    from cxsim.worksheets.improvement_plan import Task

#: Claims of a pilot: a rise of the share that is resolved; the first is the source's.
RISES = (0.20, 0.10, 0.05)
RESOLVED = 0.70
SAVED_CNY = 3.0
FEWEST_WORDS = 4
#: The meeting that the page shows: its day, and the tasks that were reported as done.
MEETING, DONE = "2024-03-04", ("T1", "T2")


def board() -> list[Item]:
    """Every package: how often each target is reached, and what profit does (stored years)."""
    from cxsim.experiment.verdict import interval

    reached, profit = package_board.stored()
    bought = packages.packages(company.default())
    rows = []
    for place, key in enumerate(reached.plans):
        shares = [number(reached.chance(key, target).of_100, 0) for target in TARGETS]
        mean, half = interval((profit[:, place] - profit[:, 0]) / 1000)
        words = tr(
            "{mean} ({low} to {high})",
            mean=years.signed(mean, 0),
            low=years.signed(mean - half, 0),
            high=years.signed(mean + half, 0),
        )
        name, cost = (
            (bought[key].name, number(bought[key].cost_cny, 0)) if key in bought else (tr("today"), "0")
        )
        rows.append([name, cost, *shares, words if place else "–"])
    heads = [
        tr("package"), tr("from the budget, CNY"), tr("complaints, month 3"), tr("satisfied, month 6"),
        tr("churn, month 6"), tr("revenue, month 12"), tr("referrals, month 12"), tr("profit, thousand CNY"),
    ]  # fmt: skip
    note = tr(
        "Years of 100 that reach each target; {count} stored years of the company of the course, the same in every "
        "row. Profit against today, with its 95 % interval.",
        count=len(profit),
    )
    return [
        Table(tr("What {budget} can buy", budget=money(packages.BUDGET_CNY)), heads, rows, note),
        _regret(profit),
    ]


def _regret(profit: np.ndarray) -> Note:
    """How often the package with the best mean profit is the best one of the year."""
    best = int(profit.mean(axis=0).argmax())
    right = float((profit.argmax(axis=1) == best).mean())
    name = package_board.stored()[0].plans[best]
    bought = packages.packages(company.default())
    return Note(
        tr(
            "Most profit on average: {name}. It is also the best of all in {share} of the single years.",
            name=bought[name].name if name in bought else tr("today"),
            share=percent(right, 0),
        )
    )


def letters() -> list[Item]:
    """SMART: the letters that goals earn, one of them vague."""
    from cxsim.worksheets import SmartCard

    card = SmartCard.example()
    vague = card.goals[0].model_copy(update={"goal": tr("answer faster"), "base": None, "target": None, "due": None,
                                               "path": "", "value": "", "serves": ""})  # fmt: skip
    goals = (*card.goals, vague)
    marks = card.model_copy(update={"goals": goals}).letters()
    said = [
        tr("complaints: hours to the first answer, {base} to {target} by {due}", base=number(goals[0].base, 1),
           target=number(goals[0].target, 0), due=date(goals[0].due)),
        tr("calls answered in time, {base} to {target} by {due}", base=percent(goals[1].base, 0),
           target=percent(goals[1].target, 0), due=date(goals[1].due)),
        tr("“answer faster”"),
    ]  # fmt: skip
    rows = [
        [text, *[tr("yes") if letter in mark else "–" for letter in "SMART"]]
        for text, mark in zip(said, marks, strict=True)
    ]
    heads = [tr("goal"), tr("specific"), tr("measurable"), tr("achievable"), tr("relevant"), tr("timed")]
    note = tr("The worksheet: {command}", command="python start.py cxsim worksheet new smart-card --out goals.xlsx")
    return [Table(tr("Five letters"), heads, rows, note)]


def pilot(resolved: float = RESOLVED, cases_per_day: float | None = None) -> list[Item]:
    """Cases that each arm of a pilot needs, by what it is to show."""
    words = {"relative": tr("per cent of today"), "points": tr("points")}
    rows = []
    for rise in RISES:
        for reading, label in words.items():
            if (reading == "points" and resolved + rise > 1) or resolved * (1 + rise) > 1:
                continue
            one = pilot_size(resolved, rise, reading, cases_per_day=cases_per_day)
            days = number(math.ceil(one.days), 0) if cases_per_day else "–"
            rows.append([percent(rise, 0), label, percent(one.target, 1), number(one.per_arm), days])
    heads = [tr("rise of"), tr("read as"), tr("then resolved"), tr("cases in each arm"), tr("days")]
    note = tr(
        "From {share} resolved today; two-sided 5 %, power 80 %: of 100 pilots that work, 80 show it. Days need your "
        "cases a day.",
        share=percent(resolved, 0),
    )
    return [Table(tr("How big must a pilot be?"), heads, rows, note)]


def pays_back() -> list[Item]:
    """Payback of the template's budget: by the source's arithmetic, and with the running costs of a year."""
    summary = company.summary_of(packages.package(LAB.base(), "source").plan(LAB.base()))
    today = company.summary_of(LAB.base())
    handled = sum(
        today[f"{pool}_handled"] - summary[f"{pool}_handled"] for pool in ("phone", "chat", "email")
    )
    in_force = LAB.base().weeks - packages.READY + 1
    by_hand = payback(packages.TOOL_CNY, SAVED_CNY, handled / (in_force * 7 * 24))
    running = sum(summary[key] - today[key] for key in packages.SPENT) - packages.BUDGET_CNY
    rows = [
        [tr("contacts that people need not handle, in the year"), number(handled, 0)],
        [
            tr("days until the tool is paid, {saved} CNY each", saved=number(SAVED_CNY)),
            number(by_hand.days, 0),
        ],
        [tr("invoices of the plan, CNY"), number(packages.BUDGET_CNY, 0)],
        [tr("more pay and running cost beside them, CNY"), number(running, 0)],
        [tr("profit of the year against today, CNY"), number(summary["profit_cny"] - today["profit_cny"], 0)],
    ]
    note = tr(
        "One possible year. The agents are paid whether they handle the contact or not: what is saved is time, until "
        "the roster follows."
    )
    return [Table(tr("Does the bot pay?"), [tr("measure"), tr("value")], rows, note)]


def gantt(day: str = MEETING, done: Sequence[str] = DONE) -> list[Item]:
    """The worksheet improvement plan: its dates as a picture, its risks, and the page of one weekly meeting."""
    from cxsim.worksheets import ImprovementPlan

    plan = ImprovementPlan.example()
    picture = plan.picture()
    told = Picture(picture.png, picture.text) if picture else Note(tr("There are no dates."))
    findings = plan.check()
    weights = sorted((one.likelihood * one.impact for one in plan.risks), reverse=True)
    note = tr(
        "The check has {count} findings; the gravest risk weighs {weight} of 25. Your own: {command}",
        count=len(findings), weight=weights[0],
        command="python start.py cxsim worksheet new improvement-plan --out plan.xlsx",
    )  # fmt: skip
    return [told, Note(note), *meeting(plan, day, done)]


def meeting(plan: ImprovementPlan, day: str, done: Sequence[str]) -> list[Item]:
    """The page of a weekly meeting: every task of the plan with owner and state on a day, and who must speak."""
    on, known = _day(day), [row.id for row in plan.tasks]
    if isinstance(done, str):
        done = [done]
    for name in done:
        if name not in known:
            raise CxError(tr("there is no task {name}; allowed: {known}", name=repr(name), known=", ".join(known)))
    words = {"done": tr("done"), "late": tr("late"), "runs": tr("runs"), "waits": tr("waits")}
    states = {row.id: _state(row, on, done) for row in plan.dated()}
    rows = [
        [given.own(row.id), given.own(row.task), given.own(row.owner), date(row.end), words[states[row.id]]]
        for row in plan.dated()
    ]
    heads = [tr("task"), tr("what"), tr("owner"), tr("until"), tr("state")]
    note = tr(
        "Done is what you say; late, runs and waits follow from the dates. The page of the week before is the log."
    )
    return [Table(tr("Weekly meeting of {day}", day=on), heads, rows, note), _speakers(plan, states)]


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(str(text).strip())
    except ValueError:
        raise CxError(tr("the day is {value}; allowed: a date such as {day}", value=repr(text), day=MEETING)) from None


def _state(row: Task, on: datetime.date, done: Sequence[str]) -> str:
    """State of a task on a day."""
    if row.id in done:
        return "done"
    return "waits" if on < row.start else "late" if on > row.end else "runs"


def _speakers(plan: ImprovementPlan, states: dict[str, str]) -> Note:
    """Members of the group, and whose task is late."""
    members = list(dict.fromkeys([plan.sponsor, *(row.owner for row in plan.tasks)]))
    late = [row for row in plan.dated() if states[row.id] == "late"]
    facts = {"members": ", ".join(map(given.quoted, members))}
    if not late:
        return Note(tr("Members: {members}. Nothing is late.", **facts), "lead")
    facts["late"] = ", ".join(tr("{id} ({owner})", id=row.id, owner=given.quoted(row.owner)) for row in late)
    return Note(tr("Members: {members}. Late, so say by when or drop it: {late}.", **facts), "lead")


def pledge(change: str = "", measure: str = "", by: str = "") -> list[Item]:
    """One small improvement: what changes on Monday, how it is seen, until when."""
    missing = []
    if len(change.split()) < FEWEST_WORDS:
        missing.append(tr("what changes, in at least {words} words", words=FEWEST_WORDS))
    if not re.search(r"\d", measure):
        missing.append(tr("what moves, from which number to which"))
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", by.strip()):
        missing.append(tr("until when, for example 2026-09-30"))
    if missing:
        return [Note(tr("Still open: {missing}.", missing="; ".join(missing)), "lead")]
    words = {"change": change, "measure": measure, "by": by}
    return [Note(tr("From Monday: {change}. We see it by: {measure}, until {by}.", **words), "good")]
