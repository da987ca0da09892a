"""RACI matrix: who does, who answers for it, who is asked, who is told; one A and at least one R in each row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Self

from cxsim.messages import percent, tr
from cxsim.scenario import Scenario
from cxsim.scenario.groups import QUEUES
from cxsim.worksheets import roster_side
from cxsim.worksheets.columns import Text, open_columns, text
from cxsim.worksheets.findings import Finding
from cxsim.worksheets.picture import Picture
from cxsim.worksheets.worksheet import Row, Worksheet

LETTERS = ("R", "A", "C", "I")
MOST_OF_THE_WORK, MOST_CONSULTED = 0.6, 0.5


class Task(Row):
    """One row of the matrix; each further column is a role, each cell R, A, C, I, A/R or empty."""

    task: Text = text("task")
    letters: dict[str, Text] = open_columns("role")

    def has(self, role: str) -> set[str]:
        """Letters of a role, ``A/R`` taken apart."""
        return {
            part.strip().upper()
            for part in self.letters.get(role, "").replace(",", "/").split("/")
            if part.strip()
        }

    def roles_with(self, letter: str) -> list[str]:
        """Roles that carry a letter in this row."""
        return [role for role in self.letters if letter in self.has(role)]


class Role(Row):
    """One role, and the pool of agents in which it works."""

    role: Text = text("role")
    pool: Text = text("works in the pool", choices=(*QUEUES, "none"))


class Raci(Worksheet):
    """A responsibility matrix with its roles."""

    KIND: ClassVar[str] = "raci"
    TITLE: ClassVar[str] = "RACI matrix"
    CHINESE: ClassVar[str] = "RACI责任矩阵"
    FINDINGS: ClassVar[tuple[str, ...]] = (
        "blank", "unknown_letter", "accountable", "no_responsible", "too_many_consulted", "idle_role", "overload",
        "unknown_role", "not_staffed", "duplicate_task",
    )  # fmt: skip

    process: Text = text("process")
    company: Text = text("company")
    tasks: tuple[Task, ...] = ()
    roles: tuple[Role, ...] = ()

    @classmethod
    def blank(cls) -> Self:
        """An empty form with the roles of the example, to be renamed."""
        example = cls.example()
        heads = dict.fromkeys(example.columns_in_order(), "")
        return cls(tasks=(Task(letters=heads),), roles=example.roles)

    def picture(self, scenario: Scenario | str | None = None) -> Picture:
        """The matrix as a grid: letter, color and shade say the same."""
        from cxsim.worksheets import draw_raci

        return draw_raci.draw(self)

    def columns_in_order(self) -> list[str]:
        """Roles that the matrix names, in order of appearance."""
        return list(dict.fromkeys(role for row in self.tasks for role in row.letters))

    def load(self) -> dict[str, float]:
        """Share of the tasks that each role carries out (R)."""
        return {role: sum("R" in row.has(role) for row in self.tasks) / max(1, len(self.tasks))
                for role in self.columns_in_order()}  # fmt: skip

    def _faults(self, scenario: Scenario) -> Iterator[Finding]:
        seen: set[str] = set()
        for index, row in enumerate(self.tasks):
            yield from self._row(index, row)
            if row.task and row.task.casefold() in seen:
                yield Finding("duplicate_task", self.at("tasks", index, "task"),
                              tr("{task} stands here for the second time.", task=row.task),
                              tr("Keep one row for each task."))  # fmt: skip
            seen.add(row.task.casefold())
        yield from self._roles()
        yield from self._staffed(scenario)

    def _row(self, index: int, row: Task) -> Iterator[Finding]:
        where = self.at("tasks", index)
        for role in row.letters:
            wrong = sorted(row.has(role) - set(LETTERS))
            if wrong:
                yield Finding("unknown_letter", self.at("tasks", index, role),
                              tr("{letters} means nothing here.", letters=", ".join(wrong)),
                              tr("Use R, A, C, I, A/R or nothing."))  # fmt: skip
        bosses = row.roles_with("A")
        if len(bosses) != 1:
            yield Finding("accountable", where, tr("{count} roles are accountable.", count=len(bosses)),
                          tr("Give exactly one role the A: who answers for it."))  # fmt: skip
        if not row.roles_with("R"):
            yield Finding("no_responsible", where, tr("Nobody does it."), tr("Give at least one role the R."))
        consulted = row.roles_with("C")
        if len(consulted) > MOST_CONSULTED * len(self.columns_in_order()):
            yield Finding("too_many_consulted", where, tr("{count} roles are asked first.", count=len(consulted)),
                          tr("Ask those whose answer can change the decision; tell the others (I)."))  # fmt: skip

    def _roles(self) -> Iterator[Finding]:
        named, used = {row.role for row in self.roles}, self.columns_in_order()
        for role in used:
            if role not in named:
                yield Finding("unknown_role", f"Tasks, {role}", tr("{role} is not in the table of roles.", role=role),
                              tr("Add the role, or rename the column."))  # fmt: skip
        load = self.load()
        for role in used:
            if not any(row.has(role) for row in self.tasks):
                yield Finding("idle_role", f"Tasks, {role}", tr("{role} has no letter at all.", role=role),
                              tr("Give the role a part, or take the column out."))  # fmt: skip
            elif load[role] > MOST_OF_THE_WORK and len(self.tasks) > 2:
                yield Finding("overload", f"Tasks, {role}",
                              tr("{role} carries out {share} of the tasks.", role=role, share=percent(load[role], 0)),
                              tr("Hand some tasks to the other roles."))  # fmt: skip

    def _staffed(self, scenario: Scenario) -> Iterator[Finding]:
        for index, row in enumerate(self.roles):
            works = any(row.role in task.roles_with("R") for task in self.tasks)
            if works and row.pool not in ("", "none") and not roster_side.is_staffed(scenario, row.pool):
                yield Finding("not_staffed", self.at("roles", index, "pool"),
                              tr("{role} does work, and nobody is rostered in {pool}.", role=row.role, pool=row.pool),
                              tr("Staff the pool, or give the work to another role."))  # fmt: skip
