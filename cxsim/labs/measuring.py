"""The cells of lesson 6, one function each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxsim.course import finish, interview, measuring_answers, measuring_looks
from cxsim.course import measuring as steps
from cxsim.course import measuring_tools as tools
from cxsim.course.cell import cell
from cxsim.course.given import tried
from cxsim.course.show import show
from cxsim.labs import cards, check_card, plan_card, reveal
from cxsim.messages import tr


@cell
def find_the_fault(weeks: Any = None, nps: Any = None, profit: Any = None, sure: Any = None) -> None:
    """Predict when a fault is found and what that is worth, then run it."""
    cards.play(steps.fault_step(), {"weeks": weeks, "nps": nps, "profit": profit}, sure)


@cell
def lab(values: dict[str, Any] | None = None, sure: Any = None, **say: Any) -> None:
    """Set how to ask and to answer, predict, run; in a plain cell: ``lab({path: value, ...}, nps=..., stay=...)``."""
    plan_card.play(steps.LAB, values, say, sure)


@cell
def claims() -> None:
    """What the sources say, beside the results."""
    reveal.after((steps.LAB.question,), "n06-claim", tr("Then decide"), steps.claims_beside_results)


@cell
def noise() -> None:
    """Improvement or noise."""
    reveal.after((steps.FAULT,), "n06-noise", tr("First predict"), steps.noise)


@cell
def check_interval() -> None:
    """Check 6.1."""
    check_card.play("6.1")


@cell
def check_waves() -> None:
    """Check 6.2."""
    check_card.play("6.2")


@cell
def check_answering() -> None:
    """Check 6.4."""
    check_card.play("6.4")


@cell
def carry() -> None:
    """Save the company and make the page to print."""
    reveal.on_button(tr("Keep our company, make our page to print"), lambda: finish.carry_items(steps.LAB))


@cell
def asked_and_true() -> None:
    """Three measures of one year."""
    show(tools.asked_and_true())


@cell
def how_many_answers() -> None:
    """Answers for a margin and for a difference."""
    show(tools.how_many_answers())


@cell
def who_answers(promoters: float = 0.20, passives: float = 0.10, detractors: float = 0.30) -> None:
    """Who answers moves the score; for your own shares of answers."""
    show(tools.who_answers(promoters, passives, detractors))


@cell
def reminders() -> None:
    """More answers: reminders, more people, once a year."""
    show(tools.reminders())


@cell
def call_backs() -> None:
    """Closing the loop by three desks."""
    show(tools.call_backs())


@cell
def chart() -> None:
    """Control chart with the fault."""
    show(tools.chart())


@cell
def small_tests() -> None:
    """Length of a small test."""
    show(tools.small_tests())


@cell
def questions(*drafts: str) -> None:
    """The seven rules of a questionnaire, for your own draft."""
    show(tried(lambda: interview.questionnaire(drafts)))


@cell
def looks(by: str = "channel") -> None:
    """Trend, gap, correlation, segment: one finding each; segments by another group."""
    show(tried(lambda: measuring_looks.looks(by)))


@cell
def one_page(by: str = "reason") -> None:
    """The year with the fault on one page, by another group."""
    show(tried(lambda: measuring_looks.one_page(by)))


@cell
def monthly_report(month: int = 9, **actions: str) -> None:
    """The report of a month, with your own actions."""
    show(tried(lambda: measuring_looks.monthly_report(month, actions)))


@cell
def feeds(*channels: str) -> None:
    """Feedback of several channels merged, and what they miss."""
    show(tried(lambda: measuring_looks.feeds(channels)))


@cell
def cohorts() -> None:
    """Lifetime value by cohort, today and with a bot."""
    show(tools.cohorts())


@cell
def two_scales(five: Sequence[float], ten: Sequence[float]) -> None:
    """Your own answers on two scales: mean and top box."""
    show(tried(lambda: measuring_answers.two_scales(five, ten)))


@cell
def effort_by() -> None:
    """Effort by channel and number of contacts."""
    show(measuring_answers.effort_by())


@cell
def draw(margin: float = 5, confidence: float = 0.95, by: str = "segment") -> None:
    """A sample drawn in three ways, and whom it covers."""
    show(tried(lambda: measuring_answers.draw(margin, confidence, by)))


@cell
def techniques(tested: Mapping[str, Sequence[float]], budget_cny: float = 3000) -> None:
    """Your own test of techniques: rates, cost of an answer, answers for a budget."""
    show(tried(lambda: measuring_answers.techniques(tested, budget_cny)))


@cell
def stored_page(by: str = "region", product: str = "all") -> None:
    """Two years of stored answers on one page, by region or product."""
    show(tried(lambda: measuring_looks.stored_page(by, product)))
