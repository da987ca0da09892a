"""The cells of lesson 3, one function each."""

from __future__ import annotations

from typing import Any

from cxsim.course import communication as steps
from cxsim.course import communication_tools as tools
from cxsim.course import communication_words as talk
from cxsim.course import finish
from cxsim.course.show import show
from cxsim.labs import cards, check_card, plan_card, reveal
from cxsim.labs.cell import cell
from cxsim.messages import tr


@cell
def one_pool(nps: Any = None, profit: Any = None, hangup: Any = None, sure: Any = None) -> None:
    """Predict a year with one pool, then run it."""
    cards.play(steps.pool_step(), {"nps": nps, "profit": profit, "hangup": hangup}, sure)


@cell
def lab(values: dict[str, Any] | None = None, sure: Any = None, **say: Any) -> None:
    """Set the levers, predict, run; in a plain cell: ``lab({path: value, ...}, nps=..., profit=..., hangup=...)``."""
    plan_card.play(steps.LAB, values, say, sure)


@cell
def claims() -> None:
    """What the sources say, beside the results."""
    questions = (steps.POOL, steps.LAB.question)
    reveal.after(questions, "n03-claim", tr("First predict"), steps.claims_beside_results)


@cell
def four_plans() -> None:
    """Pool, announcement, and both, one year each."""
    reveal.after((steps.LAB.question,), "n03-concept-told", tr("Then decide"), steps.four_plans)


@cell
def check_pool() -> None:
    """Check 3.3."""
    check_card.play("3.3")


@cell
def check_standard() -> None:
    """Check 3.4."""
    check_card.play("3.4")


@cell
def check_gap() -> None:
    """Check 3.5."""
    check_card.play("3.5")


@cell
def carry() -> None:
    """Save the company and make the page to print."""
    reveal.on_button(tr("Keep our company, make our page to print"), lambda: finish.carry_items(steps.LAB))


@cell
def hard_talk() -> None:
    """HEAT, cooling down, four steps."""
    show(talk.hard_talk())


@cell
def words(*sentences: str) -> None:
    """The checker of words, for your own sentences."""
    show(talk.words(sentences))


@cell
def scripts() -> None:
    """Scripts and the notice of a change."""
    show(talk.scripts())


@cell
def audit() -> None:
    """A sheet to mark a talk."""
    show(talk.audit())


@cell
def channels() -> None:
    """What each channel gives and costs; which matter where."""
    show(tools.channels())


@cell
def teams_or_pool(*per_hour: float) -> None:
    """Agents for two teams and for one pool, for your own volumes."""
    show(tools.teams_or_pool(per_hour) if per_hour else tools.teams_or_pool())


@cell
def standards(per_hour: float = 60.0) -> None:
    """One standard for all channels, or one for each."""
    show(tools.standards(per_hour))


@cell
def promises() -> None:
    """Told too short, rightly, too long."""
    show(tools.promises())
