"""Improvement plan: tasks with dates, dependencies and cost; risks with replies; a Gantt picture."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import ClassVar

from cxsim.messages import date, money, number, tr
from cxsim.scenario import Scenario
from cxsim.worksheets import levers
from cxsim.worksheets.columns import Count, DayCell, Number, Text, day, text, whole
from cxsim.worksheets.columns import number as amount
from cxsim.worksheets.findings import Finding
from cxsim.worksheets.picture import Picture
from cxsim.worksheets.worksheet import Row, Worksheet

PHASE_DAYS = {"90 days": 91, "1 year": 366, "3 years": 1_097}
MOST_AT_A_TIME, GRAVE_RISK = 2, 12


class Task(Row):
    """One task of the plan."""

    id: Text = text("id")
    task: Text = text("task")
    phase: Text = text("phase", "路线图", choices=tuple(PHASE_DAYS))
    owner: Text = text("owner")
    start: DayCell = day("start")
    end: DayCell = day("end")
    after: Text = text("after", optional=True)
    cost: Number = amount("cost", unit="CNY")
    milestone: Text = text("milestone", "里程碑", optional=True)

    @property
    def waits_for(self) -> list[str]:
        """Ids of the tasks that must end first."""
        return [part for part in re.split(r"[,;\s]+", self.after) if part]


class Risk(Row):
    """One risk, its weight, and what will be done."""

    risk: Text = text("risk")
    likelihood: Count = whole("likelihood", unit="1 to 5")
    impact: Count = whole("impact", unit="1 to 5")
    reply: Text = text("reply", "风险应对", optional=True)
    owner: Text = text("owner")
    path: Text = text("stress test: parameter", optional=True)
    value: Text = text("stress test: value", optional=True)


class ImprovementPlan(Worksheet):
    """A plan over 90 days, one year and three years."""

    KIND: ClassVar[str] = "improvement-plan"
    TITLE: ClassVar[str] = "Improvement plan"
    CHINESE: ClassVar[str] = "行动计划"
    FINDINGS: ClassVar[tuple[str, ...]] = (
        "blank", "ends_before_start", "unknown_task", "duplicate_id", "circle", "starts_too_early", "phase_too_long",
        "over_budget", "below_zero", "owner_overloaded", "before_the_company", "scale_out", "risk_without_reply",
        *levers.KINDS,
    )  # fmt: skip

    goal: Text = text("goal", "SMART原则")
    sponsor: Text = text("sponsor")
    start: DayCell = day("start")
    budget: Number = amount("budget", unit="CNY")
    success: Text = text("success measure")
    tasks: tuple[Task, ...] = ()
    risks: tuple[Risk, ...] = ()

    def picture(self, scenario: Scenario | str | None = None) -> Picture | None:
        """The tasks over time; the critical path is dark and hatched."""
        from cxsim.worksheets import draw_gantt

        return draw_gantt.draw(self) if self.dated() else None

    def dated(self) -> list[Task]:
        """Tasks that have both dates, in order."""
        return [row for row in self.tasks if row.start and row.end and row.end >= row.start]

    def critical_path(self) -> list[str]:
        """Ids of the chain of tasks that takes longest, first to last; empty where tasks wait in a circle."""
        if self._circle():
            return []
        rows = {row.id: row for row in self.dated()}
        best: dict[str, tuple[int, list[str]]] = {}
        for name in _sorted(rows):
            row = rows[name]
            days = (row.end - row.start).days + 1
            before = max((best[other] for other in row.waits_for if other in best), default=(0, []))
            best[name] = before[0] + days, [*before[1], name]
        return max(best.values(), default=(0, []))[1]

    def stress_tests(self) -> list[tuple[str, dict[str, object]]]:
        """Name and changes of each risk that the simulator can play."""
        return [
            (row.risk, {row.path: levers.value_of(row.value)}) for row in self.risks if row.path and row.value
        ]

    def _faults(self, scenario: Scenario) -> Iterator[Finding]:
        yield from self._dates(scenario)
        yield from self._order()
        yield from self._owners()
        yield from self._money()
        yield from self._risks(scenario)

    def _dates(self, scenario: Scenario) -> Iterator[Finding]:
        for index, row in enumerate(self.tasks):
            if row.start and row.end and row.end < row.start:
                yield Finding("ends_before_start", self.at("tasks", index, "end"),
                              tr("The task ends on {end}, before it starts.", end=date(row.end)),
                              tr("Exchange or correct the dates."))  # fmt: skip
            elif row.end and row.phase and self.start and (row.end - self.start).days > PHASE_DAYS[row.phase]:
                yield Finding("phase_too_long", self.at("tasks", index, "end"),
                              tr("{end} is later than {phase} after the start.", end=date(row.end), phase=row.phase),
                              tr("Move the task to the next phase, or end it earlier."))  # fmt: skip
            if row.start and self.start and row.start < self.start:
                yield Finding("starts_too_early", self.at("tasks", index, "start"),
                              tr("{start} is before the plan starts.", start=date(row.start)),
                              tr("Start on {day} or later.", day=date(self.start)))  # fmt: skip
        first = scenario.world.calendar.start_date
        if self.start and self.start < first:
            yield Finding("before_the_company", self.on_card("start"),
                          tr("The plan starts before the company's first simulated day, {first}.", first=date(first)),
                          tr("Start on that day or later."))  # fmt: skip

    def _order(self) -> Iterator[Finding]:
        rows, circle = {row.id: row for row in self.tasks}, self._circle()
        seen: set[str] = set()
        for index, row in enumerate(self.tasks):
            if row.id and row.id in seen:
                yield Finding("duplicate_id", self.at("tasks", index, "id"),
                              tr("{id} stands here for the second time.", id=row.id),
                              tr("Give each task its own id."))  # fmt: skip
            seen.add(row.id)
            for name in row.waits_for:
                before = rows.get(name)
                if before is None:
                    yield Finding("unknown_task", self.at("tasks", index, "after"),
                                  tr("There is no task {id}.", id=name),
                                  tr("Write ids of this table, parted by commas."))  # fmt: skip
                elif before.end and row.start and row.start <= before.end and not circle:
                    yield Finding("starts_too_early", self.at("tasks", index, "start"),
                                  tr("It starts on {start}; task {id} ends on {end}.", start=date(row.start), id=name,
                                     end=date(before.end)),
                                  tr("Start on {day} or later.",
                                     day=date(before.end + datetime.timedelta(days=1))))  # fmt: skip
        if circle:
            yield Finding("circle", "Tasks", tr("These tasks wait for each other: {ids}.",
                                                ids=", ".join(circle)),
                          tr("Take out one of the dependencies."))  # fmt: skip

    def _circle(self) -> list[str]:
        rows = {row.id: row for row in self.tasks}
        done = set(_sorted(rows))
        return [name for name in rows if name not in done]

    def _owners(self) -> Iterator[Finding]:
        dated = self.dated()
        for index, row in enumerate(self.tasks):
            if not (row.start and row.end and row.owner):
                continue
            busy = [
                other for other in dated if other.owner == row.owner and other.start <= row.start <= other.end
            ]
            if len(busy) > MOST_AT_A_TIME:
                yield Finding("owner_overloaded", self.at("tasks", index, "owner"),
                              tr("{owner} has {count} tasks on {day}.", owner=row.owner, count=len(busy),
                                 day=date(row.start)),
                              tr("Hand one to somebody else, or move it."))  # fmt: skip

    def _money(self) -> Iterator[Finding]:
        for index, row in enumerate(self.tasks):
            if (row.cost or 0) < 0:
                yield Finding("below_zero", self.at("tasks", index, "cost"),
                              tr("{number} lies below zero.", number=number(row.cost or 0)),
                              tr("Write what it costs; what it brings is for the simulator to say."))  # fmt: skip
        total = sum(row.cost or 0 for row in self.tasks)
        if self.budget is not None and total > self.budget:
            yield Finding("over_budget", self.on_card("budget"),
                          tr("The tasks cost {total}; {budget} are there.", total=money(total),
                             budget=money(self.budget)),
                          tr("Drop or shrink a task, or ask for more."))  # fmt: skip

    def _risks(self, scenario: Scenario) -> Iterator[Finding]:
        for index, row in enumerate(self.risks):
            weights = [row.likelihood, row.impact]
            if any(value is not None and not 1 <= value <= 5 for value in weights):
                yield Finding("scale_out", self.at("risks", index), tr("A weight lies outside 1 to 5."),
                              tr("Use 1 (small) to 5 (great)."))  # fmt: skip
            elif None not in weights and row.likelihood * row.impact >= GRAVE_RISK and not row.reply:
                yield Finding("risk_without_reply", self.at("risks", index, "reply"),
                              tr("{risk} weighs {weight} of 25 and has no reply.", risk=row.risk,
                                 weight=row.likelihood * row.impact),
                              tr("Say what you will do when it comes."))  # fmt: skip
            if row.path and row.value:
                found = levers.fault_of(scenario, row.path, row.value, self.at("risks", index, "path"))
                if found is not None:
                    yield found


def _sorted(rows: dict[str, Task]) -> list[str]:
    """Ids in an order in which each comes after those that it waits for; ids in a circle are left out."""
    done: list[str] = []
    left = {name: {other for other in row.waits_for if other in rows} for name, row in rows.items()}
    while True:
        ready = [name for name, before in left.items() if not any(other in left for other in before)]
        if not ready:
            return done
        done += ready
        for name in ready:
            del left[name]
