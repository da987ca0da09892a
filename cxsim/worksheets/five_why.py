"""Five whys: a chain of causes, each with the experiment that would refute it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from cxsim.messages import tr
from cxsim.scenario import Scenario
from cxsim.worksheets import levers
from cxsim.worksheets.columns import Text, text
from cxsim.worksheets.findings import Finding
from cxsim.worksheets.worksheet import Row, Worksheet

SHORTEST = 3
RESULTS = ("verified", "refuted", "not run")


class Why(Row):
    """One link: what is seen, why, and how to find out whether that is so."""

    effect: Text = text("what is seen")
    cause: Text = text("why")
    evidence: Text = text("evidence")
    path: Text = text("experiment: parameter", optional=True)
    value: Text = text("experiment: value", optional=True)
    expected: Text = text("what would happen if the cause is real")
    result: Text = text("result", choices=RESULTS)


class FiveWhy(Worksheet):
    """A chain from a problem to its root cause; every link can be tested in the simulator."""

    KIND: ClassVar[str] = "five-why"
    TITLE: ClassVar[str] = "Five Whys"
    CHINESE: ClassVar[str] = "五个为什么"
    FINDINGS: ClassVar[tuple[str, ...]] = (
        "blank", "chain_short", "chain_broken", "no_experiment", *levers.KINDS, "same_experiment", "root_untested",
    )  # fmt: skip

    problem: Text = text("problem")
    measure: Text = text("figure that shows it")
    root_cause: Text = text("root cause", "根本原因")
    whys: tuple[Why, ...] = ()

    def experiments(self) -> list[tuple[str, dict[str, Any]]]:
        """Name and changes of each link's experiment, as `Scenario.replace` and `cx.compare` take them."""
        return [
            (row.cause, {row.path: levers.value_of(row.value)}) for row in self.whys if row.path and row.value
        ]

    def _faults(self, scenario: Scenario) -> Iterator[Finding]:
        yield from self._chain()
        yield from self._experiments(scenario)
        yield from self._root()

    def _chain(self) -> Iterator[Finding]:
        if 0 < len(self.whys) < SHORTEST:
            yield Finding("chain_short", "Whys", tr("{count} links.", count=len(self.whys)),
                          tr("Ask on until an answer is something that you can change: at least {least}.",
                             least=SHORTEST))  # fmt: skip
        seen = self.problem
        for index, row in enumerate(self.whys):
            if seen and row.effect and _plain(row.effect) != _plain(seen):
                yield Finding("chain_broken", self.at("whys", index, "effect"),
                              tr("This is not what the row above ends with: {seen}.", seen=seen),
                              tr("Begin each row with the cause above it."))  # fmt: skip
            seen = row.cause

    def _experiments(self, scenario: Scenario) -> Iterator[Finding]:
        seen: dict[tuple[str, str], int] = {}
        for index, row in enumerate(self.whys):
            where = self.at("whys", index, "path")
            if not (row.path and row.value):
                yield Finding("no_experiment", where, tr("{cause}: nothing would refute it.", cause=row.cause),
                              tr("Name the parameter and the value that remove this cause alone."))  # fmt: skip
                continue
            found = levers.fault_of(scenario, row.path, row.value, where)
            if found is not None:
                yield found
            if (row.path, row.value) in seen:
                yield Finding("same_experiment", where,
                              tr("The same experiment as in row {row}.",
                                 row=self.line("whys", seen[row.path, row.value])),
                              tr("Give each cause an experiment that leaves the others alone."))  # fmt: skip
            seen.setdefault((row.path, row.value), index)

    def _root(self) -> Iterator[Finding]:
        results = {_plain(row.cause): row.result for row in self.whys}
        if self.root_cause and self.whys and results.get(_plain(self.root_cause)) != "verified":
            yield Finding("root_untested", self.on_card("root_cause"),
                          tr("{cause} is not a cause of the chain whose experiment verified it.",
                             cause=self.root_cause),
                          tr("Run the experiments first, then name the cause that they left."))  # fmt: skip


def _plain(words: str) -> str:
    return " ".join(words.casefold().split()).rstrip(".")
