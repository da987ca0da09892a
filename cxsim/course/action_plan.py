"""The steps of lesson 8: spend the budget, see which targets come out and how often, and what a bad year does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cxsim.course import claims, levers, packages, settings, target_years, years
from cxsim.course.plan_lab import PlanLab, about, last_plan, outcome, said_was
from cxsim.course.questions import Part, Question, Score, bands
from cxsim.course.show import Item, Note, Table
from cxsim.course.steps import Outcome, Progress, Step
from cxsim.course.target_years import TARGETS, Chance, Reached
from cxsim.messages import money, number, percent, tr
from cxsim.scenario import Scenario
from cxsim.scenario.dated import Shock

TEMPLATE = "n08-template"
#: Years behind the first question, and behind the bad year; the verdicts of the lab stand on more.
TEMPLATE_YEARS, STRESS_YEARS = 12, 2
PREDICTED = ("response", "satisfied", "churn")
#: Weeks of a shock: it covers the weeks in which satisfaction is measured.
SHOCK_FROM, SHOCK_WEEKS = 17, 13
MORE_DEMAND, FEWER_STAFF = 1.3, 0.2
HALF = 50.0


class PackageLab(PlanLab):
    """A lab whose plans are bought from a budget, and judged by targets with dates too."""

    __slots__ = ()

    def in_week(self, plan: Scenario) -> Scenario:
        """A week in which all measures are in force."""
        return packages.settled(plan)

    def understood(self, values: dict[str, Any]) -> dict[str, Any]:
        """A package may be given by its token."""
        bought = values.get(packages.PATH)
        if not isinstance(bought, str):
            return values
        return {**values, packages.PATH: packages.package(self.base(), bought).measures}

    def run(self, plan: Scenario, progress: Progress) -> Outcome:
        """The years with and without the plan: verdicts, and how often each target is reached."""
        lived, reached = target_years.live([self.base(), plan], progress)
        found = outcome(self._replace(parts=tuple), lived, plan)

        def tell(scores: Sequence[Score]) -> list[Item]:
            named = [plan.name, self.base().name]
            return [*found.tell(scores), target_table(reached, named), *budget_notes(self, lived, plan)]

        return Outcome({**found.measured, "targets": _reached_at_all(reached, plan.name)}, found.about, tell)


def _targets_part() -> tuple[Part, ...]:
    words = [tr("none"), tr("one"), tr("two or more")]
    label = tr("Targets reached in at least half of the years")
    count = tr("of {count}", count=len(TARGETS))
    return (Part("targets", label, count, bands([0.5, 1.5], ["0", "1", "2"], words), change=False),)


LAB = PackageLab(
    question="n08-lab",
    lesson="08",
    text=lambda: tr("Your plan, compared with today: what does a year of it do?"),
    rounds=lambda: levers.action_plan(LAB.base()),
    parts=_targets_part,
    measures={},
    desk=("complaint_response_h", "csat_true_share", "phone_within_promise_share", "labor_cny"),
    evidence=("complaint_response_h", "csat_true_share"),
)


def _reached_at_all(reached: Reached, plan: str) -> tuple[float, float, float]:
    """Number of targets that half of the years reach; its doubt is that of each share."""
    found = [reached.chance(plan, key) for key in TARGETS]
    counts = [sum(getattr(one, end) >= HALF for one in found) for end in ("of_100", "low", "high")]
    return float(counts[0]), float(counts[1]), float(counts[2])


def template_step() -> Step:
    """Does the plan template, with its own budget, reach its own targets?"""
    labels = {
        "response": tr("Month 3: complaints answered in {goal} hours", goal=number(TARGETS["response"].goal)),
        "satisfied": tr("Month 6: {goal} of 100 satisfied", goal=number(TARGETS["satisfied"].goal)),
        "churn": tr("Month 6: {goal} of 100 high-value customers leave", goal=number(TARGETS["churn"].goal)),
    }
    words = [tr("fewer than 25 of 100"), tr("25 to 75 of 100"), tr("75 of 100 or more")]
    parts = tuple(
        Part(key, labels[key], tr("of 100 years"), bands([25, 75], ["0", "25", "75"], words), change=False)
        for key in PREDICTED
    )
    text = tr(
        "The plan template spends {budget}: training from week {trained}, a bot from week {ready}. In how many of 100 "
        "years does each target come out on its date?",
        budget=money(packages.BUDGET_CNY), trained=packages.TRAINED, ready=packages.READY,
    )  # fmt: skip
    return Step(Question(TEMPLATE, "08", text, parts), _run_template, tr("First predict"))


def _run_template(progress: Progress) -> Outcome:
    base = LAB.base()
    plan = packages.package(base, "source").plan(base)
    lived, reached = target_years.live([base, plan], progress, min(TEMPLATE_YEARS, settings.replications()))
    measured = {}
    for key in PREDICTED:
        one = reached.chance(plan.name, key)
        measured[key] = (one.of_100, one.low, one.high)

    def tell(scores: Sequence[Score]) -> list[Item]:
        told: list[Item] = [said_was(one) for one in scores]
        return [*told, target_table(reached, [plan.name, base.name])]

    return Outcome(measured, about(LAB, lived, plan), tell)


def target_table(reached: Reached, plans: Sequence[str]) -> Table:
    """How often each plan reaches each target, with the interval of the first, and its mean value."""
    rows = []
    for key in TARGETS:
        first = reached.chance(plans[0], key)
        others = [number(reached.chance(plan, key).of_100, 0) for plan in plans[1:]]
        rows.append([target_years.words(key), number(first.mean, 1), _with_doubt(first), *others])
    heads = [
        tr("target"),
        tr("{plan}: mean", plan=plans[0]),
        tr("years that reach it, of 100 (95 % interval)"),
    ]
    heads += [tr("{plan}: of 100", plan=plan) for plan in plans[1:]]
    note = tr(
        "{count} simulated years. A mean that meets the goal is met in about half of the years; ask for the share.",
        count=len(reached.values),
    )
    return Table(tr("Targets on their dates"), heads, rows, note)


def _with_doubt(one: Chance) -> str:
    ends = {"low": number(one.low, 0), "high": number(one.high, 0)}
    return tr("{share} ({low} to {high})", share=number(one.of_100, 0), **ends)


def budget_notes(lab: PlanLab, lived: years.Years, plan: Scenario) -> list[Item]:
    """What the budget pays, and what the year pays beside it."""
    bought = next(
        (one for one in packages.packages(lab.base()).values() if one.measures == plan.policy.measures), None
    )
    if bought is None:
        return [Note(tr("Nothing is taken from the budget of {budget}.", budget=money(packages.BUDGET_CNY)))]
    spent = sum(
        float(lived.study.of(plan.name, key).mean() - lived.study.of(lab.base().name, key).mean())
        for key in packages.SPENT
    )
    return [
        Note(
            tr(
                "The budget of {budget} pays {cost} for it. The books of the year show {spent} more for people, tools "
                "and measures: running costs stand in no budget line.",
                budget=money(packages.BUDGET_CNY),
                cost=money(bought.cost_cny),
                spent=money(spent),
            )
        )
    ]


def claims_beside_results() -> list[Item]:
    """What the sources say, beside today, the template's plan and the team's last plan."""
    return claims.beside_results("08", (TEMPLATE, LAB.question))


def bad_years(base: Scenario) -> dict[str, tuple[str, Shock]]:
    """Three shocks, one at a time: what it is called, and what it does to the world."""
    named = {"from_week": SHOCK_FROM, "weeks": SHOCK_WEEKS}
    paths = {
        "demand": ("world.demand.factor", MORE_DEMAND * base.world.demand.factor),
        "staff": ("world.staff.absence", min(0.9, base.world.staff.absence + FEWER_STAFF)),
        "bot": ("world.bot.availability", 0.0),
    }
    labels = {
        "demand": tr("{share} more contacts", share=percent(MORE_DEMAND - 1, 0)),
        "staff": tr("{count} of 100 agents more are absent", count=number(100 * FEWER_STAFF)),
        "bot": tr("the bot fails"),
    }
    return {
        key: (labels[key], Shock(name=key, set={path: value}, **named))
        for key, (path, value) in paths.items()
    }


def stress() -> list[Item]:
    """The team's last plan in three bad years, beside today in the same years."""
    base = LAB.base()
    plan = last_plan(LAB)
    count = min(STRESS_YEARS, settings.replications())
    rows = []
    for label, shock in bad_years(base).values():
        hit = {"world.shocks": [shock]}
        pair = [base.replace(hit, name="today"), plan.replace(hit, name="plan")]
        lived, reached = target_years.live(pair, _silent, count)
        one = lived.differences["plan"]
        satisfied = [number(reached.chance(name, "satisfied").mean, 1) for name in ("today", "plan")]
        late = one["complaint_response_h"]
        waits = [number(late.base, 1), number(late.plan, 1)]
        changed = (
            years.signed(one[key].difference, digits) for key, digits in (("nps_true", 1), ("profit_cny", 0))
        )
        rows.append([label, " → ".join(satisfied), " → ".join(waits), *changed])
    heads = [
        tr("for {weeks} weeks from week {first}", weeks=SHOCK_WEEKS, first=SHOCK_FROM),
        tr("satisfied in month 6, of 100"), tr("hours to a complaint’s answer, that year"),
        tr("NPS, points"), tr("profit, thousand CNY"),
    ]  # fmt: skip
    note = tr(
        "Today → your plan, {count} years each; the last two columns: your plan against today in the same bad year. "
        "A look, not a verdict.",
        count=count,
    )
    return [Table(tr("Does the plan hold in a bad year?"), heads, rows, note)]


def _silent(done: int, total: int) -> None:
    """Show no progress."""
