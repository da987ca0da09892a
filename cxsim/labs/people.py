"""The cells of lesson 7, one function each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxsim.course import finish
from cxsim.course import people as steps
from cxsim.course import people_rules as rules
from cxsim.course import people_tools as tools
from cxsim.course import points as rule
from cxsim.course.cell import cell
from cxsim.course.given import tried
from cxsim.course.show import show
from cxsim.labs import cards, check_card, plan_card, reveal
from cxsim.messages import tr


@cell
def paid_for_speed(wait: Any = None, nps: Any = None, profit: Any = None, sure: Any = None) -> None:
    """Predict a year in which speed alone is paid for, then run it."""
    cards.play(steps.speed_step(), {"wait": wait, "nps": nps, "profit": profit}, sure)


@cell
def lab(values: dict[str, Any] | None = None, sure: Any = None, **say: Any) -> None:
    """Set pay and training, predict, run; in a plain cell: ``lab({path: value, ...}, nps=..., staff=...)``."""
    plan_card.play(steps.LAB, values, say, sure)


@cell
def claims() -> None:
    """What the sources say, beside the results."""
    questions = (steps.SPEED, steps.LAB.question)
    reveal.after(questions, "n07-claim", tr("First predict"), steps.claims_beside_results)


@cell
def dial() -> None:
    """From speed to solving."""
    reveal.after((steps.SPEED,), "n07-dial", tr("First predict"), steps.dial)


@cell
def check_work() -> None:
    """Check 7.1."""
    check_card.play("7.1")


@cell
def check_training() -> None:
    """Check 7.3."""
    check_card.play("7.3")


@cell
def check_visits() -> None:
    """Check 7.4."""
    check_card.play("7.4")


@cell
def carry() -> None:
    """Save the company and make the page to print."""
    reveal.on_button(tr("Keep our company, make our page to print"), lambda: finish.carry_items(steps.LAB))


@cell
def training() -> None:
    """Training hours and what they bring."""
    show(tools.training())


@cell
def cases() -> None:
    """Elements of benchmark cases, tried here."""
    show(tools.cases())


@cell
def who_does_what() -> None:
    """RACI matrix of a complaint."""
    show(tools.who_does_what())


@cell
def how_many_visits(*visits: int) -> None:
    """How sure a score is, for your own numbers of visits or answers."""
    show(tools.how_many_visits(*visits))


@cell
def scorecard() -> None:
    """Balanced scorecard of one year."""
    show(tools.scorecard())


@cell
def culture(leaders: Mapping[str, float], staff: Mapping[str, float]) -> None:
    """Three layers of the culture, as your leaders and your staff mark them."""
    show(tried(lambda: tools.culture(leaders, staff)))


@cell
def certificates(agents: Mapping[str, Sequence[float]], passed_from: float = 70, lowest: float = 3) -> None:
    """Five skills and an examination of your own agents: certificates, and what to train first."""
    show(tried(lambda: tools.certificates(agents, passed_from, lowest)))


@cell
def points(each: Mapping[str, float], pot_cny: float = 100_000, floor: float = 0.0, team: float = 0.0) -> None:
    """Your own rule of points, applied to everybody's year at the desk."""
    show(tried(lambda: rule.last_year(each, pot_cny, floor, team)))


@cell
def owner() -> None:
    """One owner to the end, beside today."""
    show(rules.owner())


@cell
def authority(limit_cny: float = 100, offers_cny: Sequence[float] = (60, 120, 240)) -> None:
    """What agents may decide up to your limit."""
    show(tried(lambda: rules.authority(limit_cny, offers_cny)))
