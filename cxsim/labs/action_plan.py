"""The cells of lesson 8, one function each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxsim.course import action_plan as steps
from cxsim.course import action_plan_tools as tools
from cxsim.course import finish
from cxsim.course import program as around
from cxsim.course.cell import cell
from cxsim.course.given import tried
from cxsim.course.show import show
from cxsim.labs import cards, check_card, plan_card, reveal
from cxsim.messages import tr


@cell
def template(response: Any = None, satisfied: Any = None, churn: Any = None, sure: Any = None) -> None:
    """Predict how often the plan template reaches its own targets, then run it."""
    said = {"response": response, "satisfied": satisfied, "churn": churn}
    cards.play(steps.template_step(), said, sure)


@cell
def lab(values: dict[str, Any] | None = None, sure: Any = None, **say: Any) -> None:
    """Buy a package, predict, run; in a plain cell: ``lab({path: value, ...}, nps=..., profit=..., targets=...)``.

    A package may be given by its token: ``{"policy.measures": "evenings"}``.
    """
    plan_card.play(steps.LAB, values, say, sure)


@cell
def stress() -> None:
    """The last plan in three bad years."""
    reveal.after((steps.LAB.question,), "n08-stress", tr("Then decide"), steps.stress)


@cell
def claims() -> None:
    """What the sources say, beside the results, and all packages."""
    questions = (steps.TEMPLATE, steps.LAB.question)
    reveal.after(questions, "n08-claim", tr("First predict"), steps.claims_beside_results)


@cell
def check_path() -> None:
    """Check 8.2."""
    check_card.play("8.2")


@cell
def check_periods() -> None:
    """Check 8.3."""
    check_card.play("8.3")


@cell
def check_pilot() -> None:
    """Check 8.5."""
    check_card.play("8.5")


@cell
def carry() -> None:
    """Save the company and make the page to print."""
    reveal.on_button(tr("Keep our company, make our page to print"), lambda: finish.carry_items(steps.LAB))


@cell
def board() -> None:
    """All packages beside each other."""
    reveal.after((steps.LAB.question,), "n08-tool-board", tr("Then decide"), tools.board)


@cell
def letters() -> None:
    """The five letters of a goal."""
    show(tools.letters())


@cell
def gantt(day: str = tools.MEETING, done: Sequence[str] = tools.DONE) -> None:
    """The dates of an improvement plan, and the page of its weekly meeting on a day."""
    show(tried(lambda: tools.gantt(day, done)))


@cell
def pilot(resolved: float = tools.RESOLVED, cases_per_day: float | None = None) -> None:
    """Cases a pilot needs, for your own share."""
    show(tools.pilot(resolved, cases_per_day))


@cell
def payback() -> None:
    """Does the budget of the template pay?"""
    show(tools.pays_back())


@cell
def pledge(change: str = "", measure: str = "", by: str = "") -> None:
    """One small improvement from Monday on."""
    show(tools.pledge(change, measure, by))


@cell
def program(
    measures: Mapping[str, Sequence[Any]],
    resources: Mapping[str, Sequence[float]],
    safeguards: Mapping[str, str],
) -> None:
    """Quick wins, directions, resources and safeguards of your own program."""
    show(tried(lambda: around.program(measures, resources, safeguards)))


@cell
def turns(*changes: Mapping[str, Any]) -> None:
    """Four quarters with one change each from the second on; each change is ``{path: value}``."""
    show(tried(lambda: around.turns(*changes)))
