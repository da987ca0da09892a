"""The cells of the first page, one function each."""

from __future__ import annotations

from typing import Any

from cxsim.course import finish, hinge
from cxsim.course import start_here as steps
from cxsim.course.show import show
from cxsim.labs import cards, reveal
from cxsim.messages import tr


def picture() -> None:
    """Monday, 11:30."""
    show(steps.picture())


def more_calls(wait: Any = None, sure: Any = None) -> None:
    """Predict the wait, then run."""
    cards.play(steps.more_calls(), {"wait": wait}, sure)


def one_who_left() -> None:
    """The life of one who hung up."""
    show(steps.one_who_left())


def two_repairs(nps: Any = None, profit: Any = None, sure: Any = None) -> None:
    """Predict the better repair, then run."""
    cards.play(steps.two_repairs(), {"nps": nps, "profit": profit}, sure)


def same_customer() -> None:
    """The same life in the better year, once the verdict is there."""
    reveal.after("n00-repair", tr("Your second prediction"), steps.same_customer)


def hangs_on() -> None:
    """The assumption that decides, once the verdict is there."""
    reveal.after("n00-repair", tr("Your second prediction"), hinge.items)


def debrief_page() -> None:
    """The page to print, once there is something to talk about."""
    reveal.after("n00-repair", tr("Your second prediction"), finish.debrief_items)


def own_numbers() -> None:
    """Ten numbers that turn this company into yours."""
    show(finish.own_numbers())
