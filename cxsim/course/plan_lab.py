"""A lesson's own plan: levers, a prediction, the years with and without it, and what is kept of it.

The lab of each lesson is one `PlanLab`; the widgets (`cxsim.labs.lab`) and the plain cell play the same one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from cxsim.course import company, levers, predictions, settings, store, years
from cxsim.course.levers import Lever
from cxsim.course.moments import written
from cxsim.course.questions import Part, Question, Score, bands
from cxsim.course.show import Item, Note
from cxsim.course.steps import Outcome, Progress
from cxsim.messages import number, tr
from cxsim.scenario import Scenario

#: Points of 100 by which a share must move to have moved.
SAME_POINTS = 0.5


class PlanLab(NamedTuple):
    """What makes the lab of one lesson.

    Attributes
    ----------
    question, lesson
        Id of its question (``"n04-lab"``) and of its lesson (``"04"``).
    text
        Makes the sentence above the prediction.
    rounds
        Makes the levers by round: at most four in the first, two more in each further one.
    parts
        Makes what is predicted beside NPS and profit; none for nothing.
    measures
        Key of the summary for each part of `parts`; a part that is no change is measured as a level.
    desk, evidence
        Measures of the table under the verdict, and those that the page to print may quote.
    more
        Makes what a lesson adds under its own verdict; nothing where a lesson has no more to say.
    """

    question: str
    lesson: str
    text: Callable[[], str]
    rounds: Callable[[], tuple[tuple[Lever, ...], ...]]
    parts: Callable[[], tuple[Part, ...]]
    measures: dict[str, str]
    desk: tuple[str, ...]
    evidence: tuple[str, ...]
    more: Callable[[years.Years, Scenario], list[Item]] = lambda lived, plan: []

    def base(self) -> Scenario:
        """The company at the start of the lesson."""
        return company.before(self.lesson)

    def ask(self) -> Question:
        """What is predicted before every Run."""
        return Question(self.question, self.lesson, self.text(), (nps_part(), profit_part(), *self.parts()))

    def in_week(self, plan: Scenario) -> Scenario:
        """What the picture of one possible week shows of a plan."""
        return plan

    def understood(self, values: dict[str, Any]) -> dict[str, Any]:
        """Values by path, as a scenario takes them, from what was written in a cell or stored."""
        return values

    def run(self, plan: Scenario, progress: Progress) -> Outcome:
        """Let a plan live its years beside the company as it is."""
        return outcome(self, years.compare([self.base(), plan], progress), plan)


def nps_part(label: str = "") -> Part:
    """NPS of all customers: falls, stays or rises by more than what matters."""
    return moved("nps", label or tr("NPS of all customers"), tr("points"), company.default().beliefs.relevance.true_nps)


def profit_part(label: str = "") -> Part:
    """Profit of the year: falls, stays or rises by more than what matters."""
    same = company.default().beliefs.relevance.profit_floor_cny / 1000
    return moved("profit", label or tr("Profit of the year"), tr("thousand CNY"), same)


def stay_part() -> Part:
    """Customers who stay: fewer, as many or more by more than what matters."""
    return moved("stay", tr("Customers who stay"), tr("of 100"), company.default().beliefs.relevance.retention_points)


def hang_up_part() -> Part:
    """Callers who hang up: fewer, as many or more; half a point of 100 is no change."""
    return moved("hangup", tr("Callers who hang up"), tr("of 100"), SAME_POINTS,
                 [tr("fewer"), tr("as many"), tr("more")])  # fmt: skip


def moved(measure: str, label: str, unit: str, same: float, words: Sequence[str] = ()) -> Part:
    """A part that asks where something moves; a change of up to `same` is none."""
    said = list(words) or [tr("falls"), tr("stays the same"), tr("rises")]
    return Part(measure, label, unit, bands([-same, same], ["down", "same", "up"], said))


def beside(
    lab: PlanLab, plan: Scenario, keys: dict[str, str], progress: Progress, more: Callable[[years.Years], list[Item]]
) -> Outcome:
    """Let the plan of a lesson's first question live its years beside the company as it is.

    Parameters
    ----------
    keys
        Key of the summary for each part that is asked beside NPS and profit.
    more
        Makes what is shown under the verdict.
    """
    lived = years.compare([lab.base(), plan], progress)
    measured = lived.measured(plan.name, {**keys, "nps": "nps_true", "profit": "profit_cny"})
    return Outcome(
        measured, about(lab, lived, plan), lambda scores: [*verdicts(lived, plan.name, scores), *more(lived)]
    )


def verdicts(lived: years.Years, plan: str, scores: Sequence[Score], first: Sequence[Item] = ()) -> list[Item]:
    """Prediction beside result, what is to be read first, and the verdicts as picture and table."""
    return [
        *[said_was(one) for one in scores],
        *first,
        years.verdict_picture(lived, plan),
        years.verdict_table(lived, plan),
        years.how_to_read(),
    ]


def outcome(lab: PlanLab, lived: years.Years, plan: Scenario) -> Outcome:
    """Read the answer to a lab's question, or to a step that asks the same, out of the years."""
    measured = lived.measured(plan.name, {"nps": "nps_true", "profit": "profit_cny"})
    for part in lab.parts():
        key = lab.measures[part.measure]
        if part.change:
            measured.update(lived.measured(plan.name, {part.measure: key}))
        else:
            measured[part.measure] = lived.level(plan.name, key)
    return Outcome(
        measured,
        about(lab, lived, plan),
        lambda scores: [*tell(lab, lived, plan.name, scores), *lab.more(lived, plan)],
    )


def about(lab: PlanLab, lived: years.Years, plan: Scenario) -> dict[str, Any]:
    """What the log keeps of a plan: verdicts, changes, levels and lines for the page to print."""
    levels = {
        key: [round(one.base, 4), round(one.plan, 4)] for key, one in lived.differences[plan.name].items()
    }
    return {
        **lived.about(plan.name),
        "plan": plan.name,
        "changes": levers.changes(lab.base(), plan, lab.rounds()),
        "levels": levels,
        "evidence": [
            tr(
                "{measure}: {before} before, {after} after ({unit})",
                measure=years.shown(key).label,
                before=number(levels[key][0], 1),
                after=number(levels[key][1], 1),
                unit=years.shown(key).unit,
            )
            for key in lab.evidence
        ],
    }


def tell(lab: PlanLab, lived: years.Years, plan: str, scores: Sequence[Score]) -> list[Item]:
    """Prediction beside result, the verdicts as picture and table, and the desk."""
    return [*verdicts(lived, plan, scores), years.level_table(lived, plan, lab.desk)]


def said_was(one: Score) -> Note:
    """One part of a prediction beside its result."""
    return Note(
        tr(
            "{measure}: you said {said}, it was {was}: {value} {unit} ({low} to {high}).",
            measure=one.label,
            said=one.said,
            was=one.was,
            unit=one.unit,
            **written(one._asdict()),
        ),
        "good" if one.right else "bad",
    )


def last_values(lab: PlanLab) -> dict[str, Any]:
    """The levers of the team's last decision; without a person those of the stored one; else nothing is moved."""
    for record in reversed(store.of_this_company()):
        mine = record["kind"] == "decision" and record.get("lesson") == lab.lesson
        if mine and isinstance(record.get("values"), dict):
            return lab.understood(dict(record["values"]))
    return lab.understood(dict(predictions.stored()[lab.question]["plan"])) if settings.headless() else {}


def last_plan(lab: PlanLab) -> Scenario:
    """The company with the levers of the last decision."""
    return lab.base().replace(last_values(lab), name=tr("your plan"))
