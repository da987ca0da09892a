"""Packages of measures that 52,000 yuan can buy, each with its dates and what it takes from the budget."""

from __future__ import annotations

from typing import Any, NamedTuple

from cxsim.course import rosters
from cxsim.guards import CxError
from cxsim.messages import tr
from cxsim.scenario import Scenario, load_scenario
from cxsim.scenario.dated import Measure
from cxsim.scenario.rosters import roster_from_hours
from cxsim.schema import QUEUES

PATH = "policy.measures"
#: The two rows with money of the plan template: intelligent service and training.
TOOL_CNY, TRAINER_CNY = 50_000.0, 2_000.0
BUDGET_CNY = TOOL_CNY + TRAINER_CNY
#: Weeks of the year in which people begin and tools stand; training as the template dates it.
HIRED, TRAINED, READY = 5, 9, 13
#: Half hours in which one more agent sits each working day: what the budget pays until the end of the year.
MORNING, EVENING, PEAK = (16, 21), (40, 45), (20, 25)
WORKDAYS = 5
OFFER_CNY = 20.0
#: What a package moves in the books: pay, tools, and what is booked as a measure.
SPENT = ("labor_cny", "overtime_cny", "supervisors_cny", "tools_cny", "bot_cny", "measures_cny", "training_cny",
         "retention_cny")  # fmt: skip


class Package(NamedTuple):
    """One way to spend the budget: its token, its name, its measures, and its pay that is no measure's cost."""

    key: str
    name: str
    measures: tuple[Measure, ...]
    pay_cny: float = 0.0

    @property
    def cost_cny(self) -> float:
        """What it takes from the budget in the year: invoices, and pay of the people it adds."""
        return sum(one.cost_once_cny for one in self.measures) + self.pay_cny

    def plan(self, base: Scenario) -> Scenario:
        """The company with this package."""
        return base.replace({PATH: self.measures}, name=self.name)


def packages(base: Scenario) -> dict[str, Package]:
    """Every package by its token, the plan template's own first; each fits into the budget.

    Parameters
    ----------
    base
        The company that spends the money; rosters are its own.
    """
    source = load_scenario("budget_52k").policy.measures
    training = next(one for one in source if "policy.training.hours_week" in one.set)
    hired = {"from_week": 1, "lead_weeks": HIRED - 1}
    morning, evening, phone = (
        _more_seats(base, pool, *when)
        for pool, when in (("case", MORNING), ("case", EVENING), ("phone", PEAK))
    )
    placed = {rosters.PHONE_ROSTER: roster_from_hours(rosters.roster_seats(rosters.placed(base)))}
    warning = {
        "policy.warning.on": True,
        "policy.warning.who": "high_value",
        "policy.warning.offer_cny": OFFER_CNY,
    }
    tool = {"from_week": READY, "cost_once_cny": TOOL_CNY}
    found = (
        Package("source", tr("bot and training (plan template)"), tuple(source)),
        Package("mornings", tr("mornings at the complaint desk"),
                (Measure(name="complaint desk, mornings", set=morning[0], **hired),), morning[1]),
        Package("evenings", tr("evenings at the complaint desk"),
                (Measure(name="complaint desk, evenings", set=evening[0], **hired),), evening[1]),
        Package("phone", tr("one agent more at the peak"),
                (Measure(name="phone peak", set=phone[0], **hired),), phone[1]),
        Package("roster", tr("roster tool and training"),
                (training, Measure(name="roster tool", set=placed, **tool))),
        Package("warning", tr("early warning for high value"),
                (Measure(name="early warning", set=warning, **tool),)),
    )  # fmt: skip
    return {one.key: one for one in found}


def settled(plan: Scenario) -> Scenario:
    """The company with all its dated measures in force."""
    changes: dict[str, Any] = {PATH: ()}
    for one in plan.policy.measures:
        changes |= one.set
    return plan.replace(changes)


def _more_seats(base: Scenario, pool: str, start: int, to: int) -> tuple[dict[str, Any], float]:
    """One seat more on working days from one time to another: the change, and its pay until the end of the year."""
    from cxsim.plan_roster import weekly_seats
    from cxsim.worksheets import roster_side

    alone = base.replace({f"policy.staffing.extra.{pool}": 0})
    seats = (
        weekly_seats(alone, alone.policy)[QUEUES.index(pool)].reshape(rosters.DAYS, rosters.HALF_HOURS).copy()
    )
    seats[:WORKDAYS, start:to] += 1
    change = {f"policy.staffing.roster.{pool}": roster_from_hours(seats)}
    hours = roster_side.seat_hours(base.replace(change)) - roster_side.seat_hours(base)
    return change, roster_side.seat_cost_cny(base, hours) * (base.weeks - HIRED + 1) / base.weeks


def package(base: Scenario, key: str) -> Package:
    """One package by its token.

    Raises
    ------
    CxError
        When there is none of that name; the message says which there are.
    """
    known = packages(base)
    if key not in known:
        raise CxError(tr("There is no package {key}; there are: {known}", key=key, known=", ".join(known)))
    return known[key]
