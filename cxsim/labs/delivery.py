"""The cells of lesson 4, one function each, and its lab: four levers, one picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxsim.course import delivery as steps
from cxsim.course import delivery_queues as queues
from cxsim.course import delivery_tools as tools
from cxsim.course import finish
from cxsim.course import scope as boundary
from cxsim.course.cell import cell
from cxsim.course.given import tried
from cxsim.course.show import show
from cxsim.labs import cards, check_card, plan_card, reveal
from cxsim.messages import tr


@cell
def keep_the_promise(nps: Any = None, profit: Any = None, sure: Any = None) -> None:
    """Predict a year in which the promise is kept, then run it."""
    cards.play(steps.promise_step(), {"nps": nps, "profit": profit}, sure)


@cell
def lab(values: dict[str, Any] | None = None, sure: Any = None, **say: Any) -> None:
    """Set the levers, predict, run; in a plain cell: ``lab({path: value, ...}, nps=..., profit=..., hours=...)``."""
    plan_card.play(steps.LAB, values, say, sure)


@cell
def claims() -> None:
    """What the sources say, beside the results."""
    questions = (steps.PROMISE, steps.LAB.question)
    reveal.after(questions, "n04-claim", tr("First predict"), steps.claims_beside_results)


@cell
def check_agents() -> None:
    """Check 4.1."""
    check_card.play("4.1")


@cell
def check_returns() -> None:
    """Check 4.2."""
    check_card.play("4.2")


@cell
def check_compensation() -> None:
    """Check 4.4."""
    check_card.play("4.4")


@cell
def carry() -> None:
    """Save the company and make the page to print."""
    reveal.on_button(tr("Keep our company, make our page to print"), lambda: finish.carry_items(steps.LAB))


@cell
def agents_needed(*per_hour: float, call_min: float = 3.0) -> None:
    """Agents for a promise, for your own volume."""
    show(steps.agents_needed(per_hour, call_min) if per_hour else steps.agents_needed())


@cell
def rule_books() -> None:
    """The sources' rule books as differences from this company."""
    show(steps.rule_books())


@cell
def clocks() -> None:
    """The four clocks of a complaint."""
    show(steps.clocks())


@cell
def classes(serious: Sequence[str], major: Sequence[str]) -> None:
    """Your own rule for the classes of complaints, beside the key."""
    show(tried(lambda: tools.classes(serious, major)))


@cell
def bond(care: str, customers: Mapping[str, Sequence[float]]) -> None:
    """The tie of your own customers, beside their satisfaction and whether they stayed."""
    show(tried(lambda: tools.bond(care, customers)))


@cell
def scope(served: Sequence[str], refused: Sequence[str]) -> None:
    """Your own boundary of the service, tried on examples of contacts."""
    show(tried(lambda: boundary.tried(served, refused)))


@cell
def priority(urgent_min: float = 10, general_min: float = 30, live_s: float = 60, complaint_h: float = 24) -> None:
    """The urgent first: in time by class, and who pays for it."""
    show(tried(lambda: queues.priority(urgent_min, general_min, live_s, complaint_h)))


@cell
def timers(**response_h: float) -> None:
    """A timer for each class of complaint, without and with escalation."""
    show(tried(lambda: queues.timers(response_h)))
