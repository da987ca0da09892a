"""The cells of lesson 4, one function each, and its lab: four levers, one picture."""

from __future__ import annotations

from typing import Any

from cxsim.course import delivery as steps
from cxsim.course import finish, levers, settings
from cxsim.course.show import show
from cxsim.course.steps import Step
from cxsim.labs import cards, check_card, reveal
from cxsim.labs.delivery_view import Looker
from cxsim.labs.lab import Design, Lab
from cxsim.labs.sliders import largest
from cxsim.messages import tr


def keep_the_promise(nps: Any = None, profit: Any = None, sure: Any = None) -> None:
    """Predict a year in which the promise is kept, then run it."""
    cards.play(steps.promise_step(), {"nps": nps, "profit": profit}, sure)


def lab(values: dict[str, Any] | None = None, sure: Any = None, **say: Any) -> None:
    """Set the levers, predict, run; in a plain cell: ``lab({path: value, ...}, nps=..., profit=..., hours=...)``."""
    if settings.with_widgets() and values is None:
        from IPython.display import display

        look = Looker(steps.today(), largest(steps.today(), levers.delivery()))
        display(Lab(Design(steps.today(), levers.delivery(), steps.lab_question(), look, steps.run_plan)).box)
        return
    plan = steps.today().replace(values or steps.last_values(), name=tr("your plan"))
    show(Looker(steps.today(), plan)(plan).as_items())
    step = Step(steps.lab_question(), lambda progress: steps.run_plan(plan, progress), tr("Then decide"))
    cards.play(step, say, sure)


def claims() -> None:
    """What the sources say, beside the results."""
    reveal.after((steps.PROMISE, steps.LAB), "n04-claim", tr("First predict"), steps.claims_beside_results)


def check_agents() -> None:
    """Check 4.1."""
    check_card.play("4.1")


def check_returns() -> None:
    """Check 4.2."""
    check_card.play("4.2")


def check_compensation() -> None:
    """Check 4.4."""
    check_card.play("4.4")


def carry() -> None:
    """Save the company and make the page to print."""
    reveal.on_button(tr("Keep our company, make our page to print"), finish.carry_items)


def agents_needed(*per_hour: float, call_min: float = 3.0) -> None:
    """Agents for a promise, for your own volume."""
    show(steps.agents_needed(per_hour, call_min) if per_hour else steps.agents_needed())


def rule_books() -> None:
    """The sources' rule books as differences from this company."""
    show(steps.rule_books())


def clocks() -> None:
    """The four clocks of a complaint."""
    show(steps.clocks())
