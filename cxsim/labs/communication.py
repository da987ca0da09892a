"""The cells of lesson 3, one function each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxsim.course import communication as steps
from cxsim.course import communication_routes as routes
from cxsim.course import communication_sheets as sheets
from cxsim.course import communication_talk as led
from cxsim.course import communication_tools as tools
from cxsim.course import communication_words as talk
from cxsim.course import finish
from cxsim.course.cell import cell
from cxsim.course.given import tried
from cxsim.course.show import show
from cxsim.labs import cards, check_card, plan_card, reveal
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
def audit(said: Sequence[str] = (), **marks: float) -> None:
    """Your marks of a talk, and its violations of conduct; without lines, the talk of the page."""
    show(tried(lambda: sheets.audit(said, marks)))


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


@cell
def label(*lines: Sequence[str], model: str = "HEAT") -> None:
    """A talk whose lines you label with the steps of HEAT or LESCANT, and a year led like it."""
    show(tried(lambda: led.talk(lines, model)))


@cell
def case_record(define: str, propose: Sequence[str], agree: str, follow_up: str) -> None:
    """The four steps of your own case, and what is missing."""
    show(tried(lambda: led.case_record(define, propose, agree, follow_up)))


@cell
def script_sheet(opening: str, question: str, closing: str) -> None:
    """Your own scripts, checked."""
    show(tried(lambda: sheets.script_sheet(opening, question, closing)))


@cell
def notice(what: str, starts: str, benefit: str, how: str, within_s: float) -> None:
    """Your own notice of a new promise, checked, and what the promise alone does to a year."""
    show(tried(lambda: sheets.notice(what, starts, benefit, how, within_s)))


@cell
def route(**rule: str) -> None:
    """Your own rule of which matter belongs on which channel, as a year."""
    show(tried(lambda: routes.routed(rule)))


@cell
def touch_plan(plan: Mapping[str, Mapping[str, float]], most_a_month: float = 2.0) -> None:
    """Your own touches by segment, held against a limit."""
    show(tried(lambda: routes.touch_plan(plan, most_a_month)))


@cell
def one_memory(again_s: float = 30.0) -> None:
    """Each desk its own list, or one shared history."""
    show(tried(lambda: routes.one_memory(again_s)))
