"""Measures table: what is changed, by whom, from which day, at what cost, and when it counts as done."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Any, ClassVar

from cxsim.guards import CxError
from cxsim.messages import date, money, number, tr
from cxsim.scenario import Scenario
from cxsim.scenario.dated import LAST_WEEK
from cxsim.scenario.dated import Measure as DatedMeasure
from cxsim.worksheets import levers, roster_side
from cxsim.worksheets.columns import Count, DayCell, Number, Text, day, text, whole
from cxsim.worksheets.columns import number as amount
from cxsim.worksheets.findings import Finding
from cxsim.worksheets.worksheet import Row, Worksheet, scenario_of

COST_SLACK = 0.8  # a stated running cost below this part of what the seats cost is too low
YEAR_DAYS = 364
LONGEST_NAME, LONGEST_LEAD = 120, 36_500  # letters that a measure's name may have; days


class Measure(Row):
    """One measure and the parameter that it sets."""

    measure: Text = text("measure")
    path: Text = text("parameter")
    value: Text = text("new value")
    owner: Text = text("owner")
    starts: DayCell = day("in force from")
    lead_days: Count = whole("lead time", unit="days")
    cost_once: Number = amount("cost once", unit="CNY")
    cost_year: Number = amount("running cost", unit="CNY/year")
    resource: Text = text("resource")
    acceptance: Text = text("acceptance", "验收标准")


class MeasuresTable(Worksheet):
    """Measures that the simulator can run."""

    KIND: ClassVar[str] = "measures-table"
    TITLE: ClassVar[str] = "Improvement measures"
    CHINESE: ClassVar[str] = "服务改进措施执行表"
    FINDINGS: ClassVar[tuple[str, ...]] = (
        "blank", *levers.KINDS, "not_a_decision", "same_parameter", "too_soon", "outside_plan", "over_budget",
        "cost_too_low", "below_zero", "vague_acceptance", "do_not_fit",
    )  # fmt: skip

    company: Text = text("company")
    start: DayCell = day("start")
    end: DayCell = day("end")
    budget: Number = amount("budget", unit="CNY")
    measures: tuple[Measure, ...] = ()

    def policy(self, scenario: Scenario | str | None = None) -> dict[str, Any]:
        """The table as changes of a company: dotted path to value, for `Scenario.replace` of that company.

        A row with a day becomes a dated measure: in force from the week in which the day lies, decided its lead time
        before. A row without a day is in force from the first week; a row that is not filled in changes nothing. The
        costs of the table are not in it: the company's books pay for the seats that a measure adds.

        Parameters
        ----------
        scenario
            The company whose first week the days are counted from, or its name; none is the default company.

        Raises
        ------
        CxError
            A value that cannot be read, or a day too far from the company's first.
        """
        company = scenario_of(scenario)
        dated = [self._dated(index, row, company) for index, row in self._filled() if row.starts]
        changes = {row.path: levers.value_of(row.value) for _, row in self._filled() if not row.starts}
        if not dated:
            return changes
        # of two that set the same number the later in the list holds
        ordered = sorted(dated, key=lambda measure: measure.in_force)
        return changes | {"policy.measures": [*company.policy.measures, *ordered]}

    def timing(self, scenario: Scenario | str | None = None) -> list[str]:
        """From which week of a company each filled-in row is in force, one line each."""
        company, told = scenario_of(scenario), []
        for index, row in self._filled():
            if row.starts:
                week = self._dated(index, row, company).in_force
                told.append(tr("{measure}: {day}, in force from week {week}", measure=row.measure or row.path,
                               day=date(row.starts), week=week))  # fmt: skip
            else:
                told.append(tr("{measure}: no day is given, in force from the first week",
                               measure=row.measure or row.path))  # fmt: skip
        return told

    def _filled(self) -> list[tuple[int, Measure]]:
        return [(index, row) for index, row in enumerate(self.measures) if row.path and row.value]

    def _dated(self, index: int, row: Measure, company: Scenario) -> DatedMeasure:
        """One row as a measure of the company: decided in one week, in force from another."""
        first = company.world.calendar.start_date
        in_force = max(1, (row.starts - first).days // 7 + 1)
        decided = max(1, (row.starts - _lead(row) - first).days // 7 + 1)
        if in_force > LAST_WEEK:
            raise CxError(tr("{where} = {day}: must be a day in the {weeks} weeks from {first}",
                             where=self.at("measures", index, "starts"), day=date(row.starts), weeks=LAST_WEEK,
                             first=date(first)))  # fmt: skip
        name = " ".join((row.measure or row.path).split())[:LONGEST_NAME]
        return DatedMeasure(name=name, from_week=decided, lead_weeks=in_force - decided,
                            set={row.path: levers.value_of(row.value)})  # fmt: skip

    def cost_cny(self) -> float:
        """Cost from the start to the end of the table: once, and running from the day in force."""
        total = 0.0
        for row in self.measures:
            days = (self.end - row.starts).days if self.end and row.starts else YEAR_DAYS
            total += (row.cost_once or 0.0) + (row.cost_year or 0.0) * max(0, days) / YEAR_DAYS
        return total

    def _faults(self, scenario: Scenario) -> Iterator[Finding]:
        levers_found = [
            item for index, row in enumerate(self.measures) for item in self._lever(index, row, scenario)
        ]
        yield from levers_found
        if not levers_found:
            yield from self._together(scenario)
        seen: dict[str, int] = {}
        for index, row in enumerate(self.measures):
            if row.path and row.path in seen:
                yield Finding("same_parameter", self.at("measures", index, "path"),
                              tr("Row {row} sets the same parameter.", row=self.line("measures", seen[row.path])),
                              tr("Keep one row for each parameter."))  # fmt: skip
            seen.setdefault(row.path, index)
            yield from self._dates(index, row)
            yield from self._signs(index, row)
            if row.acceptance and not re.search(r"\d", row.acceptance):
                yield Finding("vague_acceptance", self.at("measures", index, "acceptance"),
                              tr("Nobody can tell whether this is reached."),
                              tr("Write a number and how it is measured."))  # fmt: skip
        if self.budget is not None and self.cost_cny() > self.budget:
            yield Finding("over_budget", self.on_card("budget"),
                          tr("The measures cost {cost} until the end; {budget} are there.",
                             cost=money(self.cost_cny()), budget=money(self.budget)),
                          tr("Drop or delay a measure, or ask for more."))  # fmt: skip

    def _lever(self, index: int, row: Measure, scenario: Scenario) -> Iterator[Finding]:
        if not (row.path and row.value):
            return
        where = self.at("measures", index, "path")
        found = levers.fault_of(scenario, row.path, row.value, where)
        if found is not None:
            yield found
        elif not row.path.startswith("policy."):
            yield Finding("not_a_decision", where, tr("{path} is given or believed, not decided.", path=row.path),
                          tr("Take a path that begins with policy."))  # fmt: skip
        else:
            yield from self._cost(index, row, scenario)

    def _signs(self, index: int, row: Measure) -> Iterator[Finding]:
        for name in ("lead_days", "cost_once", "cost_year"):
            if (getattr(row, name) or 0) < 0:
                yield Finding("below_zero", self.at("measures", index, name),
                              tr("{number} lies below zero.", number=number(getattr(row, name))),
                              tr("Write what it takes; what it brings is for the simulator to say."))  # fmt: skip

    def _together(self, scenario: Scenario) -> Iterator[Finding]:
        try:
            scenario.replace({row.path: levers.value_of(row.value) for _, row in self._filled()})
        except CxError as error:
            yield Finding("do_not_fit", "Measures", tr("Each fits, all together do not: {line}.", line=str(error)),
                          tr("Change one of them."))  # fmt: skip

    def _cost(self, index: int, row: Measure, scenario: Scenario) -> Iterator[Finding]:
        if row.cost_year is None:
            return
        try:
            changed = scenario.replace({row.path: levers.value_of(row.value)})
        except CxError:
            return
        hours = roster_side.seat_hours(changed) - roster_side.seat_hours(scenario)
        cost = roster_side.seat_cost_cny(scenario, hours)
        if hours > 0 and row.cost_year < COST_SLACK * cost:
            yield Finding("cost_too_low", self.at("measures", index, "cost_year"),
                          tr("{hours} more seat hours a week cost about {cost} a year; {stated} is written.",
                             hours=hours, cost=money(cost), stated=money(row.cost_year)),
                          tr("Write the pay of the seats, breaks and supervisors included."))  # fmt: skip

    def _dates(self, index: int, row: Measure) -> Iterator[Finding]:
        if row.starts is None or self.start is None or self.end is None:
            return
        where = self.at("measures", index, "starts")
        ready = self.start + _lead(row)
        if not self.start <= row.starts <= self.end:
            yield Finding(
                "outside_plan",
                where,
                tr("{day} lies outside the plan.", day=date(row.starts)),
                tr("Take a day from {start} to {end}.", start=date(self.start), end=date(self.end)),
            )
        elif row.starts < ready:
            yield Finding("too_soon", where,
                          tr("With {days} days of lead time it cannot be in force before {ready}.",
                             days=row.lead_days or 0, ready=date(ready)),
                          tr("Start later, or shorten the lead time."))  # fmt: skip


def _lead(row: Measure) -> datetime.timedelta:
    return datetime.timedelta(days=max(0, min(row.lead_days or 0, LONGEST_LEAD)))
