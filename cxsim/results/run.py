"""One replication as a trainee sees it: tables by grain, a summary, the life line of any customer."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from cxsim.results.facts import Facts
from cxsim.schema import Log

if TYPE_CHECKING:
    import pandas as pd

    from cxsim.scenario import Scenario


@dataclass(frozen=True, eq=False)
class Run:
    """One year of one company.

    Only what arrives or happens at or after the end of the burn-in is shown and measured. Tables are built
    when they are first asked for and kept; they are copies, so a run cannot be changed through them by
    accident.

    Attributes
    ----------
    log
        Tables of the engine, burn-in included (columns in `cxsim.schema`).
    facts
        Where they come from: scenario, seed, replication, people.
    """

    log: Log = field(repr=False)
    facts: Facts = field(repr=False)

    def __repr__(self) -> str:
        facts = self.facts
        return (
            f"Run({facts.scenario.name!r}, seed={facts.seed}, replication={facts.replication}, "
            f"engine={facts.engine!r}, weeks={facts.scenario.weeks})"
        )

    @property
    def scenario(self) -> Scenario:
        """The scenario that was run."""
        return self.facts.scenario

    @cached_property
    def contacts(self) -> pd.DataFrame:
        """One row per attempt of a customer and per piece of case work."""
        from cxsim.results import frames

        return frames.contacts(self.log, self.facts)

    @cached_property
    def needs(self) -> pd.DataFrame:
        """One row per need born in the horizon."""
        from cxsim.results import frames

        return frames.needs(self.log, self.facts)

    @cached_property
    def cases(self) -> pd.DataFrame:
        """One row per complaint case opened in the horizon."""
        from cxsim.results import frames

        return frames.cases(self.log, self.facts)

    @cached_property
    def surveys(self) -> pd.DataFrame:
        """One row per answered survey."""
        from cxsim.results import frames

        return frames.surveys(self.log, self.facts)

    @cached_property
    def reviews(self) -> pd.DataFrame:
        """One row per customer and four-week review."""
        from cxsim.results import frames

        return frames.reviews(self.log, self.facts)

    @cached_property
    def customers(self) -> pd.DataFrame:
        """One row per person in the market; counts and money add up to the summary."""
        from cxsim.results import people

        return people.customers(self.log, self.facts)

    @cached_property
    def employees(self) -> pd.DataFrame:
        """One row per person who held a position within the horizon."""
        from cxsim.results import people

        return people.employees(self.log, self.facts)

    @cached_property
    def weeks(self) -> pd.DataFrame:
        """One row per week: desk, answers, moves, money."""
        from cxsim.results import periods

        return periods.weeks(self.log, self.facts)

    @cached_property
    def intervals(self) -> pd.DataFrame:
        """One row per half hour and queue."""
        from cxsim.results import periods

        return periods.intervals(self.log, self.facts)

    @cached_property
    def ledger(self) -> pd.DataFrame:
        """One row per kind of money and week; the amounts add up to the profit."""
        from cxsim.results import periods

        return periods.ledger(self.log, self.facts)

    @cached_property
    def _numbers(self) -> dict[str, float]:
        from cxsim.results.summary import summarize

        return summarize(self.log, self.facts)

    def summary(self) -> dict[str, float]:
        """Every measure of `cxsim.results.measures.MEASURES` by key, always in the same order."""
        return dict(self._numbers)

    def why(self, customer: int) -> pd.DataFrame:
        """Life line of one customer: what happened, what it changed, how the chance of leaving moved."""
        from cxsim.results.why import why

        return why(self.log, self.facts, customer)

    def save(self, folder: str | Path) -> Path:
        """Write tables, scenario and manifest into a folder; an older run stays until all is written."""
        from cxsim.results.store import save_run

        return save_run(self, folder)
