"""The cells of lesson 5, one function each."""

from __future__ import annotations

from typing import Any

from cxsim.course import digital as steps
from cxsim.course import digital_pages as pages
from cxsim.course import digital_tools as tools
from cxsim.course import finish
from cxsim.course.cell import cell
from cxsim.course.show import show
from cxsim.labs import cards, check_card, plan_card, reveal
from cxsim.messages import tr


@cell
def with_bot(people: Any = None, nps: Any = None, profit: Any = None, sure: Any = None) -> None:
    """Predict a year with the source's bot, then run it."""
    cards.play(steps.bot_step(), {"people": people, "nps": nps, "profit": profit}, sure)


@cell
def lab(values: dict[str, Any] | None = None, sure: Any = None, **say: Any) -> None:
    """Set the levers, predict, run; in a plain cell: ``lab({path: value, ...}, nps=..., profit=..., hangup=...)``."""
    plan_card.play(steps.LAB, values, say, sure)


@cell
def claims() -> None:
    """What the sources say, beside the results."""
    questions = (steps.BOT, steps.LAB.question)
    reveal.after(questions, "n05-claim", tr("First predict"), steps.claims_beside_results)


@cell
def misread_and_night() -> None:
    """What becomes of the misread, and of the night."""
    reveal.after((steps.LAB.question,), "n05-concept-night", tr("Then decide"), steps.misread_and_night)


@cell
def check_bot() -> None:
    """Check 5.1."""
    check_card.play("5.1")


@cell
def check_warning() -> None:
    """Check 5.2."""
    check_card.play("5.2")


@cell
def check_payback() -> None:
    """Check 5.5."""
    check_card.play("5.5")


@cell
def carry() -> None:
    """Save the company and make the page to print."""
    reveal.on_button(tr("Keep our company, make our page to print"), lambda: finish.carry_items(steps.LAB))


@cell
def bot_arithmetic(
    contacts: float = 200.0, common: float = 0.6, taken: float = 0.8, accuracy: float = 0.92
) -> None:
    """A bot multiplied out, for your own numbers."""
    show(tools.bot_arithmetic(contacts, common, taken, accuracy))


@cell
def early_warning(*bases: float) -> None:
    """What a warning is worth, by how many leave."""
    show([*(tools.early_warning(bases) if bases else tools.early_warning()), *pages.warned()])


@cell
def funnel() -> None:
    """Fewer steps in an app."""
    show(tools.funnel())


@cell
def efficiency(per_hour: float = 100.0) -> None:
    """28 % more efficient, in two readings."""
    show(tools.efficiency(per_hour))


@cell
def pay_back(cost: float = 50_000.0, saving: float = 3.0) -> None:
    """When a bot has paid for itself."""
    show(tools.pay_back(cost, saving))


@cell
def customer_card(customer: int | None = None) -> None:
    """One customer from all tables."""
    show(pages.customer_card(customer))


@cell
def who_is_worth_most() -> None:
    """Customers by margin."""
    show(pages.who_is_worth_most())


@cell
def privacy() -> None:
    """What is kept, and why."""
    show(pages.privacy())


@cell
def screens_and_posts() -> None:
    """A screen for everybody; public posts."""
    show(pages.screens_and_posts())
