"""SMART card: goals that are specific, measurable, achievable, relevant and timed, each linked to a measure."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import ClassVar

from cxsim.messages import date, number, tr
from cxsim.results.measures import MEASURES, label
from cxsim.scenario import Scenario
from cxsim.worksheets import levers
from cxsim.worksheets.columns import DayCell, Number, Text, day, text
from cxsim.worksheets.columns import number as amount
from cxsim.worksheets.findings import Finding
from cxsim.worksheets.worksheet import Row, Worksheet

FEWEST_WORDS = 5
LETTER = {
    "not_specific": "S",
    "not_measurable": "M",
    "not_achievable": "A",
    "unknown_path": "A",
    "value_refused": "A",
    "nothing_changed": "A",
    "not_relevant": "R",
    "wrong_way": "R",
    "not_timed": "T",
    "outside_horizon": "T",
}
BOUNDS = {"share": (0.0, 1.0), "points": (-100.0, 100.0)}
_NUMBER = re.compile(r"\d")


class Goal(Row):
    """One goal, taken apart into its five letters."""

    goal: Text = text("goal in one sentence")
    measure: Text = text("measure", "指标体系")
    base: Number = amount("now")
    target: Number = amount("target")
    due: DayCell = day("by when")
    owner: Text = text("owner")
    path: Text = text("how: parameter")
    value: Text = text("how: value")
    serves: Text = text("serves the measure")


class SmartCard(Worksheet):
    """Goals with their five letters."""

    KIND: ClassVar[str] = "smart-card"
    TITLE: ClassVar[str] = "SMART card"
    CHINESE: ClassVar[str] = "SMART原则"
    FINDINGS: ClassVar[tuple[str, ...]] = (
        "blank", "not_specific", "not_measurable", "not_achievable", *levers.KINDS, "not_relevant", "wrong_way",
        "not_timed", "outside_horizon", "goals_conflict",
    )  # fmt: skip

    company: Text = text("company")
    start: DayCell = day("start")
    goals: tuple[Goal, ...] = ()

    def letters(self, scenario: Scenario | str | None = None) -> list[str]:
        """Letters that each goal has earned, for example ``SM-RT``; an empty cell earns nothing."""
        found = self.check(scenario)
        marks = []
        for index, row in enumerate(self.goals):
            here = self.at("goals", index)
            lost = {
                LETTER.get(item.kind, "") for item in found if item.where.split(", ")[:2] == here.split(", ")
            }
            cells = {"S": (row.goal, row.owner), "M": (row.measure, row.base, row.target), "A": (row.path, row.value),
                     "R": (row.serves,), "T": (row.due,)}  # fmt: skip
            empty = {
                letter for letter, values in cells.items() if any(value in ("", None) for value in values)
            }
            marks.append("".join("-" if letter in lost | empty else letter for letter in "SMART"))
        return marks

    def _faults(self, scenario: Scenario) -> Iterator[Finding]:
        for index, row in enumerate(self.goals):
            yield from self._specific(index, row)
            yield from self._measurable(index, row)
            yield from self._achievable(index, row, scenario)
            yield from self._relevant(index, row)
            yield from self._timed(index, row, scenario)
        yield from self._conflicts()

    def _specific(self, index: int, row: Goal) -> Iterator[Finding]:
        if row.goal and (len(row.goal.split()) < FEWEST_WORDS or not _NUMBER.search(row.goal)):
            yield Finding("not_specific", self.at("goals", index, "goal"),
                          tr("\"{goal}\" does not say what exactly will be different.", goal=row.goal),
                          tr("Say what, for whom and how much, with a number, in at least {words} words.",
                             words=FEWEST_WORDS))  # fmt: skip

    def _measurable(self, index: int, row: Goal) -> Iterator[Finding]:
        if row.measure and row.measure not in MEASURES:
            yield Finding("not_measurable", self.at("goals", index, "measure"),
                          tr("{measure} is not a measure of a run.", measure=row.measure),
                          tr("Take a name of run.summary(), for example complaint_response_h."))  # fmt: skip
        elif row.base is not None and row.base == row.target:
            yield Finding("not_measurable", self.at("goals", index, "target"), tr("Target and present are equal."),
                          tr("Set a target that differs from today."))  # fmt: skip

    def _achievable(self, index: int, row: Goal, scenario: Scenario) -> Iterator[Finding]:
        low, high = (
            BOUNDS.get(MEASURES[row.measure].unit, (0.0, float("inf"))) if row.measure in MEASURES else (0, 0)
        )
        if low < high and row.target is not None and not low <= row.target <= high:
            yield Finding("not_achievable", self.at("goals", index, "target"),
                          tr("{target} lies outside what the measure can be.", target=number(row.target)),
                          tr("Stay between {low} and {high}.", low=low, high=high))  # fmt: skip
        if row.path and row.value:
            found = levers.fault_of(scenario, row.path, row.value, self.at("goals", index, "path"))
            if found is not None:
                yield found

    def _relevant(self, index: int, row: Goal) -> Iterator[Finding]:
        if row.serves and (row.serves not in MEASURES or row.serves == row.measure):
            yield Finding(
                "not_relevant",
                self.at("goals", index, "serves"),
                tr("{serves} is no aim of the company behind this goal.", serves=row.serves),
                tr("Name the measure that this goal should move in the end, for example retention_share."),
            )
        if row.measure in MEASURES and row.base is not None and row.target is not None:
            better = MEASURES[row.measure].better
            if better * (row.target - row.base) < 0:
                yield Finding("wrong_way", self.at("goals", index, "target"),
                              tr("From {base} to {target} is worse: {measure}.", base=number(row.base),
                                 target=number(row.target), measure=label(row.measure)),
                              tr("Turn the target around, or take the measure that you mean."))  # fmt: skip

    def _timed(self, index: int, row: Goal, scenario: Scenario) -> Iterator[Finding]:
        if row.due is None or self.start is None:
            return
        first = scenario.world.calendar.start_date
        end = first + datetime.timedelta(weeks=scenario.weeks)
        if row.due <= self.start:
            yield Finding("not_timed", self.at("goals", index, "due"),
                          tr("{due} is not after the start.", due=date(row.due)),
                          tr("Set a day after {start}.", start=date(self.start)))  # fmt: skip
        elif not first < row.due <= end:
            yield Finding("outside_horizon", self.at("goals", index, "due"),
                          tr("{due} lies outside the simulated time ({first} to {end}).", due=date(row.due),
                             first=date(first), end=date(end)),
                          tr("Set a day inside, or simulate more weeks."))  # fmt: skip

    def _conflicts(self) -> Iterator[Finding]:
        for index, row in enumerate(self.goals):
            for before, other in enumerate(self.goals[:index]):
                if (
                    row.measure
                    and row.measure == other.measure
                    and row.due == other.due
                    and row.target != other.target
                ):
                    yield Finding("goals_conflict", self.at("goals", index, "target"),
                                  tr("Row {row} sets another target for the same measure and day.",
                                     row=self.line("goals", before)),
                                  tr("Keep one target for each measure and day."))  # fmt: skip
