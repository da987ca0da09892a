"""The cells of lesson 1, one function each."""

from __future__ import annotations

from typing import Any

from cxsim.course import finish
from cxsim.course import foundations as steps
from cxsim.course import foundations_months as months
from cxsim.course import foundations_tools as tools
from cxsim.course.cell import cell
from cxsim.course.given import tried
from cxsim.course.show import show
from cxsim.labs import cards, check_card, plan_card, reveal
from cxsim.messages import tr


@cell
def one_agent_fewer(wait: Any = None, nps: Any = None, profit: Any = None, sure: Any = None) -> None:
    """Predict a year with one agent fewer, then run it."""
    cards.play(steps.fewer_step(), {"wait": wait, "nps": nps, "profit": profit}, sure)


@cell
def lab(values: dict[str, Any] | None = None, sure: Any = None, **say: Any) -> None:
    """Set the hours, predict, run; in a plain cell: ``lab({path: value, ...}, nps=..., profit=..., stay=...)``."""
    plan_card.play(steps.LAB, values, say, sure)


@cell
def claims() -> None:
    """What the sources say, beside the results."""
    questions = (steps.FEWER, steps.LAB.question)
    reveal.after(questions, "n01-claim", tr("First predict"), steps.claims_beside_results)


@cell
def promise_only() -> None:
    """One wait under three promises."""
    show(steps.promise_only())


@cell
def check_gap() -> None:
    """Check 1.1."""
    check_card.play("1.1")


@cell
def check_nps() -> None:
    """Check 1.2."""
    check_card.play("1.2")


@cell
def check_acquisition() -> None:
    """Check 1.5."""
    check_card.play("1.5")


@cell
def carry() -> None:
    """Save the company and make the page to print."""
    reveal.on_button(tr("Keep our company, make our page to print"), lambda: finish.carry_items(steps.LAB))


@cell
def gaps() -> None:
    """SERVQUAL."""
    show(tools.gaps())


@cell
def kinds_of_needs() -> None:
    """Kano."""
    show(tools.kinds_of_needs())


@cell
def asked_and_true() -> None:
    """NPS of those who answered, and of everybody."""
    show(tools.asked_and_true())


@cell
def claim_board() -> None:
    """Claims under arithmetic."""
    show(tools.claim_board())


@cell
def what_staying_is_worth() -> None:
    """Value of retention by where one starts."""
    show(tools.what_staying_is_worth())


@cell
def quarters() -> None:
    """The circle of satisfaction by quarter."""
    show(tools.quarters())


@cell
def market_board() -> None:
    """The industry and this company."""
    show(tools.market_board())


@cell
def index() -> None:
    """Customer satisfaction index."""
    show(tools.index())


@cell
def what_drives() -> None:
    """Drivers of satisfaction."""
    show(tools.what_drives())


@cell
def revenue_by_month(lag: int = 0) -> None:
    """Revenue of one point of satisfaction, from the months of a year."""
    show(tried(lambda: months.revenue_by_month(lag)))


@cell
def next_months(ahead: int = 6) -> None:
    """Satisfaction of the months to come, and the error of the method."""
    show(tried(lambda: months.next_months(ahead)))
