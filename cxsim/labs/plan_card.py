"""The lab of a lesson: its levers over one possible week, with buttons where there are any, else in the plain cell."""

from __future__ import annotations

from typing import Any

from cxsim.course import settings
from cxsim.course.plan_lab import PlanLab, last_values
from cxsim.course.show import show
from cxsim.course.steps import Step
from cxsim.labs import cards
from cxsim.labs.lab import Design, Lab
from cxsim.labs.sliders import largest
from cxsim.labs.week_view import Looker
from cxsim.messages import tr


def play(lab: PlanLab, values: dict[str, Any] | None, say: dict[str, Any], sure: Any) -> None:
    """Show the lab of a lesson; in a plain cell `values` are the levers by dotted path."""
    base = lab.base()
    if settings.with_widgets() and values is None:
        from IPython.display import display

        looker = Looker(base, largest(base, lab.rounds()))
        design = Design(base, lab.rounds(), lab.ask(), lambda plan: looker(lab.in_week(plan)), lab.run)
        display(Lab(design).box)
        return
    plan = base.replace(lab.understood(values) if values else last_values(lab), name=tr("your plan"))
    week = lab.in_week(plan)
    show(Looker(base, week)(week).as_items())
    cards.play(Step(lab.ask(), lambda progress: lab.run(plan, progress), tr("Then decide")), say, sure)
