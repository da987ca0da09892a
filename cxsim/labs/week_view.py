"""What a lab shows of a typical week: numbers from a run, and the picture that follows the levers."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cxsim.course.show import Item, Table
from cxsim.course.typical_week import TypicalWeek
from cxsim.course.waiting import open_hours, wait_by_half_hour
from cxsim.labs.lab import Look
from cxsim.messages import number, tr
from cxsim.results.run import Run
from cxsim.scenario import Scenario

WORKDAYS = 5


class View(NamedTuple):
    """A week as numbers.

    Attributes
    ----------
    hours, seconds
        Half hours of the day and the mean wait of callers in them on working days, in seconds.
    promised, answered
        Calls that the promise says, and those that were, answered within the promised time, of 100.
    hung_up
        Callers who hung up, of 100.
    response_h
        Mean time to the first answer to a complaint, hours; NaN when there was none.
    pay_cny
        Pay and compensation of the week, CNY.
    """

    hours: np.ndarray
    seconds: np.ndarray
    promised: float
    answered: float
    hung_up: float
    response_h: float
    pay_cny: float


def view(scenario: Scenario, run: Run) -> View:
    """Read a week: plain numbers in, plain numbers out, nothing drawn."""
    found = run.summary()
    calls = run.contacts
    hours, seconds = open_hours(wait_by_half_hour(calls[calls["arrived"].dt.day_of_week < WORKDAYS]))
    paid = ("labor_cny", "overtime_cny", "supervisors_cny", "bonus_cny", "training_cny", "compensation_cny")
    return View(
        hours,
        seconds,
        100 * scenario.policy.promise.live_share,
        100 * found["phone_within_promise_share"],
        100 * found["phone_abandoned_share"],
        found["complaint_response_h"],
        sum(found[key] for key in paid),
    )


class Looker:
    """Turns a plan into the picture and the numbers of its week; one figure, drawn once, then only its line moves."""

    def __init__(self, base: Scenario, largest: Scenario | None = None) -> None:
        from cxsim.plots.canvas import drawing, sheet
        from cxsim.plots.live import LivePicture
        from cxsim.plots.waiting import waiting

        self.week = TypicalWeek(base, largest)
        self.today = view(base, self.week.run(base))
        self.names = (base.name, tr("your plan"))
        figure, (self.ax,) = sheet(820, 230)
        table = {"hour": self.today.hours, **dict.fromkeys(self.names, self.today.seconds)}
        title = tr("Average wait on the phone, working days of one possible week")
        with drawing():
            waiting(table, self.ax, self.names, title, tr("seconds"))
            figure.subplots_adjust(left=0.08, right=0.98, top=0.87, bottom=0.22)
        self.live = LivePicture(figure, self.ax, self.names[1:])

    def __call__(self, plan: Scenario) -> Look:
        """The week of a plan."""
        from cxsim.plots.waiting import update

        now = view(plan, self.week.run(plan))
        update(self.ax, self.names[1], now.seconds, max(self.today.seconds.max(), now.seconds.max()))
        return Look(self.live.png(), self._sentence(now), [self._table(now)])

    def _sentence(self, now: View) -> str:
        at = int(np.argmax(self.today.seconds))
        return tr(
            "At {time}, the longest wait today: {before} seconds today, {after} with your plan.",
            time=f"{int(now.hours[at]):02d}:{round(now.hours[at] % 1 * 60):02d}",
            before=number(self.today.seconds[at], 0),
            after=number(now.seconds[at], 0),
        )

    def _table(self, now: View) -> Item:
        rows = [
            (tr("calls promised an answer in time, of 100"), "promised", 0),
            (tr("calls answered in time, of 100"), "answered", 0),
            (tr("callers who hang up, of 100"), "hung_up", 0),
            (tr("first answer to a complaint, hours"), "response_h", 1),
            (tr("pay and compensation of the week, CNY"), "pay_cny", 0),
        ]
        cells = [
            [label, number(getattr(self.today, key), digits), number(getattr(now, key), digits)]
            for label, key, digits in rows
        ]
        return Table(tr("One possible week"), ["", *self.names], cells)
