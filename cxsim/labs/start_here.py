"""The cells of the first page, one function each."""

from __future__ import annotations

from typing import Any

from cxsim.course import finish, hinge, own_items
from cxsim.course import start_here as steps
from cxsim.course.cell import cell
from cxsim.course.show import show
from cxsim.labs import cards, reveal
from cxsim.messages import tr


@cell
def picture() -> None:
    """Monday, 11:30."""
    show(steps.picture())


@cell
def more_calls(wait: Any = None, sure: Any = None) -> None:
    """Predict the wait, then run."""
    cards.play(steps.more_calls(), {"wait": wait}, sure)


@cell
def one_who_left() -> None:
    """The life of one who hung up."""
    show(steps.one_who_left())


@cell
def two_repairs(nps: Any = None, profit: Any = None, sure: Any = None) -> None:
    """Predict the better repair, then run."""
    cards.play(steps.two_repairs(), {"nps": nps, "profit": profit}, sure)


@cell
def same_customer() -> None:
    """The same life in the better year, once the verdict is there."""
    _after_verdict("n00-same", steps.same_customer)


@cell
def hangs_on() -> None:
    """The assumption that decides, once the verdict is there."""
    _after_verdict("n00-hangs", hinge.items)


@cell
def debrief_page() -> None:
    """The page to print."""
    reveal.on_button(tr("Make our page to print"), finish.debrief_items)


@cell
def own_numbers(sector: str = "", in_lessons: bool = False, **numbers: Any) -> None:
    """Ten numbers that turn this company into yours: ``own_numbers(customers=30_000, agents=14)``."""
    show(own_items.items(numbers, sector, in_lessons))


def _after_verdict(cell: str, make: reveal.Maker) -> None:
    reveal.after((steps.REPAIR,), cell, tr("Your second prediction"), make)
