"""Scenario: World, Policy, Beliefs and a horizon; frozen and compared by value."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from cxsim.guards import check_kind
from cxsim.scenario import checks, editing, paths, sources, writing
from cxsim.scenario.beliefs import Beliefs
from cxsim.scenario.fields import Flag, Label, Model, Whole, part, quantity
from cxsim.scenario.policy import Policy
from cxsim.scenario.world import World
from cxsim.whole_files import write_whole

if TYPE_CHECKING:
    import pandas as pd


def _switch(doc: str) -> bool:
    return quantity(True, unit="on/off", source="all on in the default company", grade="World", doc=doc)


class Mechanisms(Model):
    """Independent switches; with all of them off the model is a textbook queue."""

    abandonment: Flag = _switch("People on the line lose patience.")
    redial: Flag = _switch("Those who abandoned or were blocked call again or write.")
    recontact: Flag = _switch("Those not helped come back.")
    transfer: Flag = _switch("Handlings are handed over to other queues.")
    busy_day: Flag = _switch("The level of demand varies from day to day, and surges come.")
    season: Flag = _switch("Demand follows the season.")
    experience: Flag = _switch("Contacts move satisfaction and expectation.")
    surveys: Flag = _switch("Surveys are sent and answered.")
    loyalty: Flag = _switch("Customers are reviewed: stay, leave, join, refer.")
    complaints: Flag = _switch("Failures become complaints and cases.")
    staff: Flag = _switch("Employees are absent, learn, tire, leave.")


class Scenario(Model):
    """A company in its market for some weeks: what is given, decided and believed."""

    name: Label = quantity("default", unit="label", source="user", grade="World",
    doc="Name in tables and pictures.")
    world: World = part(World(), "What the company is given.")
    policy: Policy = part(Policy(), "What the trainee decides.")
    beliefs: Beliefs = part(Beliefs(), "How people react.")
    before: Policy | None = part(
        None, "Policy in force during burn-in; none is the policy of the default company.")
    weeks: Whole = quantity(
        52, unit="weeks", low=1, high=260, source="one year", grade="World", doc="Length of the horizon.")
    burn_in_weeks: Whole = quantity(
        52, unit="weeks", low=0, high=104, source="one year; the start state must be stationary",
        grade="World",
        doc="Weeks simulated before the horizon, under the policy before.")
    mechanisms: Mechanisms = part(Mechanisms(), "Switches of the model's parts.")

    @model_validator(mode="after")
    def _coherent(self) -> Scenario:
        for line in checks.problems(self):
            raise PydanticCustomError("coherence", "{line}", {"line": line})
        return self

    def replace(self, changes: Mapping[str, Any] | None = None, *, name: str | None = None) -> Scenario:
        """Copy with some dotted paths set.

        Parameters
        ----------
        changes
            Dotted path to new value; a mapping as value changes only what it names, also inside a list, where
            the names are positions.
        name
            Name of the copy in tables and pictures; none keeps the name.

        Raises
        ------
        CxError
            Unknown path (with the nearest one), value out of bounds, or parts that do not fit together.

        Examples
        --------
        >>> Scenario().replace({"policy.staffing.extra.phone": 1},
        name="one more").policy.staffing.extra.phone
        1
        """
        if name is not None and isinstance(changes, Mapping | None):  # one check of the whole for both
            changes = {**(changes or {}), "name": name}
        return self if changes is None else editing.replaced(self, changes)

    def diff(self, other: Scenario) -> list[str]:
        """Tell in words what ``other`` has different: one line for each number, from this value to that."""
        check_kind("other", other, Scenario, 'load_scenario("default")')
        return editing.differences(self, other)

    def value(self, path: str) -> Any:
        """Value at a dotted path; an unknown path is refused with the nearest one."""
        paths.check_path(Scenario, path)
        return sources.value_at(self, path)

    def sources(self) -> pd.DataFrame:
        """Table of every number: path, value, unit, bounds, cited range, source, grade, meaning."""
        return sources.table(self)

    def to_yaml(self) -> str:
        """YAML of what differs from the default company; reading it gives back an equal scenario."""
        return writing.yaml_text(self, Scenario())

    def save(self, path: str | Path) -> Path:
        """Write ``to_yaml()`` to a file, completely or not at all."""
        return write_whole(path, self.to_yaml())
