"""The cells of lesson 2, one function each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxsim.course import finish, interview, plain_day, rosters
from cxsim.course import needs as steps
from cxsim.course import needs_tools as tools
from cxsim.course.cell import cell
from cxsim.course.given import tried
from cxsim.course.show import show
from cxsim.labs import cards, check_card, plan_card, reveal
from cxsim.messages import tr
from cxsim.scenario.rosters import roster_from_hours

AFTER_THE_CALLS = "calls"


@cell
def one_link(agents: Any = None, roster: Any = None, bot: Any = None, sure: Any = None) -> None:
    """Predict what each link does alone, then run them."""
    cards.play(steps.links_step(), {"agents": agents, "roster": roster, "bot": bot}, sure)


@cell
def lab(values: dict[str, Any] | None = None, sure: Any = None, **say: Any) -> None:
    """Set the levers, predict, run; in a plain cell: ``lab({path: value, ...}, nps=..., profit=..., in_time=...)``.

    The roster after the calls is ``{"policy.staffing.roster.phone": "calls"}``.
    """
    if values and values.get(rosters.PHONE_ROSTER) == AFTER_THE_CALLS:
        seats = rosters.roster_seats(rosters.placed(steps.LAB.base()))
        values = {**values, rosters.PHONE_ROSTER: roster_from_hours(seats)}
    plan_card.play(steps.LAB, values, say, sure)


@cell
def claims() -> None:
    """What the sources say, beside the results."""
    questions = (steps.LINKS, steps.LAB.question)
    reveal.after(questions, "n02-claim", tr("First predict"), steps.claims_beside_results)


@cell
def whys() -> None:
    """The worksheet Five Whys, each cause removed alone."""
    reveal.after((steps.LINKS,), "n02-whys", tr("First predict"), steps.chain_of_whys)


@cell
def check_kano() -> None:
    """Check 2.1."""
    check_card.play("2.1")


@cell
def check_roster() -> None:
    """Check 2.7."""
    check_card.play("2.7")


@cell
def check_fading() -> None:
    """Check 2.4."""
    check_card.play("2.4")


@cell
def carry() -> None:
    """Save the company and make the page to print."""
    reveal.on_button(tr("Keep our company, make our page to print"), lambda: finish.carry_items(steps.LAB))


@cell
def roster_table() -> None:
    """Seven rosters of one day."""
    show(tools.roster_table())


@cell
def place_hours(*calls: float, hours: int = 60, call_min: float = plain_day.HANDLE_MIN) -> None:
    """Place agent hours after your own calls by hour."""
    show(tools.place_hours(calls or plain_day.CALLS, hours, call_min))


@cell
def segments() -> None:
    """Who the customers are."""
    show(tools.segments())


@cell
def when_they_call() -> None:
    """Calls by weekday and hour."""
    show(tools.when_they_call())


@cell
def journey() -> None:
    """A journey map with its emotion curve."""
    show(tools.journey())


@cell
def fading() -> None:
    """A delight that becomes usual."""
    show(tools.fading())


@cell
def priorities() -> None:
    """Six needs under two sets of weights."""
    show(tools.priorities())


@cell
def what_a_customer_costs() -> None:
    """Cost of winning a customer."""
    show(tools.what_a_customer_costs())


@cell
def guide(*questions: str) -> None:
    """The checker of interview questions, for your own draft."""
    show(tried(lambda: interview.guide(questions)))


@cell
def ideas(cards: Mapping[str, Sequence[float]]) -> None:
    """The board of a workshop, for your own ideas with votes, impact and effort."""
    show(tried(lambda: tools.ideas(cards)))
