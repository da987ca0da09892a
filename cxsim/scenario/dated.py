"""What changes on a date: measures that the company takes, shocks that befall it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, BeforeValidator

from cxsim.guards import CxError
from cxsim.messages import tr
from cxsim.scenario.editing import replaced
from cxsim.scenario.fields import Label, Model, Real, Whole, quantity
from cxsim.scenario.groups import REASONS

if TYPE_CHECKING:
    from cxsim.scenario.model import Scenario

LAST_WEEK = 260
WORK = ("phone", "chat", "email", "case_response", "case_resolution")
#: Rooms of the world that a shock may change; the rest (people, calendar, prices) is drawn or agreed once.
SHOCKABLE = (
    "world.demand.factor",
    "world.staff.absence",
    "world.staff.turnover_year",
    *(f"world.service.handle.{work}.mean_min" for work in WORK),
    *(f"world.service.handle_by_reason.{reason}.factor" for reason in REASONS),
    "world.service.resolution.",
    "world.service.resolution_by_reason.",
    "world.service.patience.",
    "world.service.patience_prospect_factor",
    "world.service.patience_urgent_factor",
    "world.service.lines.",
    "world.service.transfer_share.",
    "world.service.transfer_delay_min",
    "world.service.assessment.",
    "world.bot.availability",
)


def _plain(value: Any) -> Any:
    """Values as they would stand in a file, so that a scenario equals what is read back from it."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", by_alias=True)
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    return value


Settings = Annotated[dict[str, Any], BeforeValidator(_plain)]


class Measure(Model):
    """Something that the company decides for a date, with its cost and the time until it takes effect."""

    name: Label = quantity(..., unit="label", source="user", grade="Policy", doc="What the measure is called.")
    from_week: Whole = quantity(
        1, unit="week of the horizon", low=1, high=LAST_WEEK, source="user", grade="Policy",
        doc="Week in which it is decided; the first week of the horizon is 1.")
    lead_weeks: Whole = quantity(
        0, unit="weeks", low=0, high=LAST_WEEK, source="user", grade="Policy",
        doc="Weeks from the decision until it takes effect.")
    cost_once_cny: Real = quantity(
        0., unit="CNY", low=0, high=1e12, source="user", grade="Policy",
        doc="Paid once, in the week of the decision.")
    cost_year_cny: Real = quantity(
        0., unit="CNY/year", low=0, high=1e12, source="user", grade="Policy",
        doc="Running cost from the week in which it takes effect.")
    set: Settings = quantity(
        {}, unit="path: value", source="user", grade="Policy",
        doc="Numbers of the policy from then on, by their dotted paths.")

    @property
    def in_force(self) -> int:
        """Week of the horizon in which it takes effect."""
        return self.from_week + self.lead_weeks


class Shock(Model):
    """Something that happens to the company for some weeks."""

    name: Label = quantity(..., unit="label", source="user", grade="World", doc="What happens.")
    from_week: Whole = quantity(
        1, unit="week of the horizon", low=1, high=LAST_WEEK, source="user", grade="World",
        doc="First week of it; the first week of the horizon is 1.")
    weeks: Whole = quantity(
        1, unit="weeks", low=1, high=LAST_WEEK, source="user", grade="World", doc="How long it lasts.")
    set: Settings = quantity(
        {}, unit="path: value", source="user", grade="World",
        doc="Numbers of the world while it lasts, by their dotted paths.")


class _Same:
    """A scenario as a key: the same object, which is frozen, gives the same answer."""

    __slots__ = ("scenario",)

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario

    def __hash__(self) -> int:
        return id(self.scenario)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.scenario is other.scenario


def undated(scenario: Scenario) -> Scenario:
    """The scenario without anything that begins on a date; a policy before has all its measures in force."""
    return _undated(_Same(scenario))


@lru_cache(maxsize=32)
def _undated(same: _Same) -> Scenario:
    scenario = same.scenario
    changes: dict[str, Any] = {"policy.measures": (), "world.shocks": ()}
    if scenario.before is not None and scenario.before.measures:
        changes["before.measures"] = ()
        for measure in scenario.before.measures:
            changes |= {"before" + path.removeprefix("policy"): value for path, value in measure.set.items()}
    if not (scenario.policy.measures or scenario.world.shocks or len(changes) > 2):
        return scenario
    return replaced(scenario, changes)


def phases(scenario: Scenario) -> list[tuple[int, Scenario]]:
    """The horizon cut where a measure takes effect or a shock begins or ends.

    Parameters
    ----------
    scenario : Scenario

    Returns
    -------
    list of (int, Scenario)
        First week of each phase, from 0, and the company as it is then, without dates. Of two that set the same
        number the later one in the list holds; a shock's number is gone when the shock is.
    """
    return list(_phases(_Same(scenario)))


@lru_cache(maxsize=32)
def _phases(same: _Same) -> tuple[tuple[int, Scenario], ...]:
    """The phases, found once: the books of one year ask for them twenty times."""
    scenario = same.scenario
    base, measures, shocks = undated(scenario), scenario.policy.measures, scenario.world.shocks
    weeks = {0, *(m.in_force - 1 for m in measures), *(s.from_week - 1 for s in shocks)}
    weeks |= {s.from_week - 1 + s.weeks for s in shocks}
    found = []
    for week in sorted(w for w in weeks if w < scenario.weeks):
        changes: dict[str, Any] = {}
        for measure in measures:
            changes |= measure.set if measure.in_force <= week + 1 else {}
        for shock in shocks:
            changes |= shock.set if shock.from_week <= week + 1 < shock.from_week + shock.weeks else {}
        found.append((week, replaced(base, changes) if changes else base))
    return tuple(found)


def too_late(scenario: Scenario) -> Iterator[str]:
    """Measures and shocks that lie after the end of the horizon, one line each; they are legal and act never."""
    told = {"plan": scenario.name, "weeks": scenario.weeks}
    for measure in scenario.policy.measures:
        if measure.in_force > scenario.weeks:
            yield tr("{plan}: {name} would take effect in week {week}, after the last of the {weeks} weeks: it never "
                     "does", name=measure.name, week=measure.in_force, **told)
    for shock in scenario.world.shocks:
        if shock.from_week > scenario.weeks:
            yield tr("{plan}: {name} would begin in week {week}, after the last of the {weeks} weeks: it never "
                     "does", name=shock.name, week=shock.from_week, **told)


def problems(scenario: Scenario) -> Iterator[str]:
    """What is wrong with the measures and shocks of a scenario, one line each."""
    before = scenario.before.measures if scenario.before else ()
    lists = (("policy.measures", [item.set for item in scenario.policy.measures], ("policy.",)),
             ("world.shocks", [item.set for item in scenario.world.shocks], SHOCKABLE),
             ("before.measures", [item.set for item in before], ("policy.",)))
    clear = True
    for where, settings, allowed in lists:
        for index, changes in enumerate(settings):
            for path in changes:
                if not path.startswith(allowed) or path.startswith("policy.measures"):
                    clear = False
                    yield tr("{where}.{index}.set: {path} cannot change on a date; allowed: {allowed}", where=where,
                             index=index, path=path, allowed=", ".join(allowed))
    if clear and any(settings for _, settings, _ in lists):
        yield from _unplayable(scenario)


def _unplayable(scenario: Scenario) -> Iterator[str]:
    """Numbers that are refused: each measure and shock alone, then those that are in force together."""
    try:
        base = undated(scenario)
    except CxError as error:
        yield tr("before.measures: {error}", error=str(error))
        return
    items: tuple[Measure | Shock, ...] = (*scenario.policy.measures, *scenario.world.shocks)
    for item in items:
        try:
            replaced(base, item.set)
        except CxError as error:
            yield tr("{name}: {error}", name=item.name, error=str(error))
            return
    try:
        phases(scenario)
    except CxError as error:
        yield tr("Measures and shocks in force together: {error}", error=str(error))
