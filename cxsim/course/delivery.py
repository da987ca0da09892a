"""The steps of lesson 4: keep the promise, decide with four levers, compare with what the sources say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cxsim.course import claims, levers, predictions, settings, store, years
from cxsim.course.questions import Part, Question, Score, bands
from cxsim.course.show import Item, Table
from cxsim.course.start_here import said_was, today, year_of
from cxsim.course.steps import Outcome, Progress, Step
from cxsim.messages import number, percent, tr
from cxsim.scenario import Policy, Scenario, load_scenario

PROMISE, LAB = "n04-promise", "n04-lab"
KEPT = 95.0
RULE_BOOKS = ("rules_outline", "rules_detailed", "promise_24h")
CLOCKS = ("confirm", "response", "assessment", "resolution")


def keep_the_promise() -> Scenario:
    """The company with a roster computed from its own target."""
    return today().replace({"policy.staffing.mode": "to_target"}, name=tr("the promise kept"))


def promise_step() -> Step:
    """What the year looks like when the promise is kept by hiring."""
    margin = today().beliefs.relevance.true_nps
    question = Question(
        PROMISE,
        "04",
        tr(
            "The company pays as many phone and chat agents as {share} within {seconds} seconds needs. What does "
            "the year look like, compared with today?",
            share=percent(today().policy.targets.live_share, 0),
            seconds=today().policy.targets.live_within_s,
        ),
        (
            Part(
                "nps",
                tr("NPS of all customers"),
                tr("points"),
                bands(
                    [-margin, margin, 2.5],
                    ["down", "same", "little", "much"],
                    [
                        tr("falls"),
                        tr("stays the same"),
                        tr("rises by 1 or 2 points"),
                        tr("rises by 3 or more"),
                    ],
                ),
            ),
            profit_part(tr("Profit of the year")),
        ),
    )
    return Step(question, _run_promise, tr("First predict"))


def profit_part(label: str) -> Part:
    """Profit of the year: falls, stays or rises by more than what matters."""
    margin = today().beliefs.relevance.profit_floor_cny / 1000
    words = [tr("falls"), tr("stays the same"), tr("rises")]
    return Part("profit", label, tr("thousand CNY"), bands([-margin, margin], ["down", "same", "up"], words))


def lab_question() -> Question:
    """What is predicted before every Run of the lab."""
    margin = today().beliefs.relevance.true_nps
    return Question(
        LAB,
        "04",
        tr("Your plan, compared with today: what does a year of it do?"),
        (
            Part(
                "nps",
                tr("NPS of all customers"),
                tr("points"),
                bands(
                    [-margin, margin],
                    ["down", "same", "up"],
                    [tr("falls"), tr("stays the same"), tr("rises")],
                ),
            ),
            profit_part(tr("Profit of the year")),
            Part(
                "hours",
                tr("Complaints answered within 24 hours"),
                tr("of 100"),
                bands(
                    [KEPT],
                    ["broken", "kept"],
                    [tr("fewer than {kept} of 100", kept=KEPT), tr("{kept} of 100 or more", kept=KEPT)],
                ),
                change=False,
            ),
        ),
    )


def run_plan(plan: Scenario, progress: Progress) -> Outcome:
    """Let a plan of the lab live its years beside today."""
    lived = years.compare([today(), plan], progress)
    measured = lived.measured(plan.name, {"nps": "nps_true", "profit": "profit_cny"})
    measured["hours"] = lived.level(plan.name, "complaint_within_24h_share")
    return Outcome(measured, _about(lived, plan), lambda scores: _tell(lived, plan.name, scores))


def _run_promise(progress: Progress) -> Outcome:
    plan = keep_the_promise()
    lived = years.compare([today(), plan], progress)
    measured = lived.measured(plan.name, {"nps": "nps_true", "profit": "profit_cny"})
    return Outcome(measured, _about(lived, plan), lambda scores: _tell(lived, plan.name, scores))


def _about(lived: years.Years, plan: Scenario) -> dict[str, Any]:
    levels = {
        key: [round(one.base, 4), round(one.plan, 4)] for key, one in lived.differences[plan.name].items()
    }
    return {
        **lived.about(plan.name),
        "plan": plan.name,
        "changes": levers.changes(today(), plan),
        "levels": levels,
        "evidence": [
            tr(
                "{measure}: {before} before, {after} after ({unit})",
                measure=years.shown(key).label,
                before=number(levels[key][0], 1),
                after=number(levels[key][1], 1),
                unit=years.shown(key).unit,
            )
            for key in ("phone_within_promise_share", "complaint_response_h")
        ],
    }


def _tell(lived: years.Years, plan: str, scores: Sequence[Score]) -> list[Item]:
    desk = ("phone_within_promise_share", "phone_abandoned_share", "complaint_response_h", "labor_cny")
    return [
        *[said_was(one) for one in scores],
        years.verdict_picture(lived, plan),
        years.verdict_table(lived, plan),
        years.how_to_read(),
        years.level_table(lived, plan, desk),
    ]


def claims_beside_results() -> list[Item]:
    """What the sources say, beside today, the kept promise and the team's last plan."""
    results = {record["question"]: record for record in store.read().records if _has_levels(record)}
    columns = [record for key in (PROMISE, LAB) if (record := results.get(key))]
    rows = []
    for claim in claims.delivery():
        look = years.shown(claim.measure)
        cells = [claim.says, claim.where, tr("{measure}, {unit}", measure=look.label, unit=look.unit)]
        for place, record in enumerate([columns[0], *columns] if columns else []):
            pair = record["levels"].get(claim.measure)
            cells.append(number(pair[0 if place == 0 else 1], 1) if pair else "–")
        rows.append(cells)
    heads = [tr("the source says"), tr("where"), tr("measured here"), *([today().name] if columns else [])]
    heads += [str(record["plan"]) for record in columns]
    note = tr(
        "The sources state these figures as facts or rules; no study behind them can be opened. The last columns are "
        "what came out here."
    )
    return [Table(tr("Claims and results"), heads, rows, note)]


def last_plan() -> dict[str, Any] | None:
    """The values of the levers of the team's last decision."""
    for record in reversed(store.read().records):
        if (
            record["kind"] == "decision"
            and record.get("lesson") == "04"
            and isinstance(record.get("values"), dict)
        ):
            return record
    return None


def agents_needed(per_hour: Sequence[float] = (20, 40, 60, 80, 100), call_min: float = 3.0) -> list[Item]:
    """Agents for a promise, by calls an hour (Erlang C: nobody hangs up)."""
    from cxsim.theory.staffing import required_agents

    promises = ((0.80, 20), (0.90, 60), (0.95, 60), (0.95, 30))
    rows = []
    for calls in per_hour:
        found = [required_agents(calls / 60, 1 / call_min, within / 60, share) for share, within in promises]
        rows.append([number(calls, 0), *map(str, found)])
    heads = [tr("calls an hour")]
    heads += [
        tr("{share} in {seconds} s", share=percent(share, 0), seconds=within) for share, within in promises
    ]
    note = tr("Calls of {minutes} minutes; formula Erlang C, in which nobody hangs up.", minutes=call_min)
    return [Table(tr("Agents needed"), heads, rows, note)]


def rule_books() -> list[Item]:
    """What the sources' rule books promise, beside this company."""
    books = [today(), *(load_scenario(name) for name in RULE_BOOKS)]
    lines = {
        tr("phone and chat: promised share in time"): lambda p: percent(p.promise.live_share, 0),
        tr("phone and chat: in time means, seconds"): lambda p: number(p.promise.live_within_s),
        tr("email: promised answer, hours"): lambda p: number(p.promise.email_h),
        tr("general complaint: first answer, hours"): lambda p: number(
            p.complaints.deadlines.general.response_h
        ),
        tr("major complaint: first answer, hours"): lambda p: number(p.complaints.deadlines.major.response_h),
        tr("target: solved at the first contact"): lambda p: percent(p.targets.first_contact_share, 0),
        tr("target: average call, minutes"): lambda p: number(p.targets.phone_handle_min),
        tr("agents on the phone in the busiest hour"): lambda p: number(_most(p)),
    }
    rows = [[label, *[read(book.policy) for book in books]] for label, read in lines.items()]
    heads = [tr("rule"), *[book.name for book in books]]
    note = tr("Compare them in full with: {command}", command=f"cxsim scenario diff default {RULE_BOOKS[1]}")
    return [Table(tr("Rule books of the sources"), heads, rows, note)]


def _most(policy: Policy) -> int:
    return max(window.seats for window in policy.staffing.roster.phone)


def clocks() -> list[Item]:
    """Share of complaints that keep each of the four clocks, by class, in one year."""
    found = year_of("today").summary()
    names = {"general": tr("general"), "serious": tr("serious"), "major": tr("major")}
    rows = [
        [label, *[_share(found[f"{klass}_{clock}_met_share"]) for clock in CLOCKS]]
        for klass, label in names.items()
    ]
    heads = [tr("complaint"), tr("confirmed"), tr("first answer"), tr("assessed"), tr("resolved")]
    return [Table(tr("In time, of 100 (one year)"), heads, rows, tr("– means that there was none."))]


def _share(value: float) -> str:
    return "–" if value != value else number(100 * value, 1)


def _has_levels(record: dict[str, Any]) -> bool:
    return record["kind"] == "result" and isinstance(record.get("levels"), dict)


def last_values() -> dict[str, Any]:
    """The levers of the last decision; without a person those of the stored one; else nothing is moved."""
    record = last_plan()
    if record:
        return dict(record["values"])
    return dict(predictions.stored()[LAB]["plan"]) if settings.headless() else {}
