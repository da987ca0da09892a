"""The fixed names of the model and the small models that hold one value for each of them."""

from __future__ import annotations

from typing import Annotated, Generic, Literal, TypeVar

from annotated_types import Len
from pydantic import ConfigDict, Field

from cxsim.scenario.fields import Model, Real, Whole, quantity

QUEUES = ("phone", "chat", "email", "case")
REASONS = ("enquiry", "order", "technical", "billing", "complaint")
SEGMENTS = ("value", "mass", "new", "business")
PRIORITIES = ("urgent", "complaint", "high_value", "general")
DIMENSIONS = ("reliability", "responsiveness", "assurance", "empathy", "tangibles")
CLASSES = ("general", "serious", "major")
FAMILIES = ("deterministic", "exponential", "erlang", "hyperexponential", "lognormal")

Queue = Literal["phone", "chat", "email", "case"]
Priority = Literal["urgent", "complaint", "high_value", "general"]
Family = Literal["deterministic", "exponential", "erlang", "hyperexponential", "lognormal"]

#: 7 weekday weights, Monday first; 48 half-hour weights, midnight first; 4 chat speeds (1, 2, 3, 4 chats).
WeekWeights = Annotated[tuple[Real, ...], Len(7, 7)]
HalfHourWeights = Annotated[tuple[Real, ...], Len(48, 48)]
ChatSpeeds = Annotated[tuple[Whole, ...], Len(4, 4)]

T = TypeVar("T")


class Queues(Model, Generic[T]):
    """One value for each queue; a pool of agents carries the name of its home queue."""

    phone: T
    chat: T
    email: T
    case: T


class Channels(Model, Generic[T]):
    """One value for each channel that a customer may choose."""

    phone: T
    chat: T
    email: T


class Live(Model, Generic[T]):
    """One value for each channel where the customer waits on the line."""

    phone: T
    chat: T


class Reasons(Model, Generic[T]):
    """One value for each reason of a need."""

    enquiry: T
    order: T
    technical: T
    billing: T
    complaint: T


class Segments(Model, Generic[T]):
    """One value for each customer segment."""

    value: T
    mass: T
    new: T
    business: T


class Priorities(Model, Generic[T]):
    """One value for each priority class."""

    urgent: T
    complaint: T
    high_value: T
    general: T


class Dimensions(Model, Generic[T]):
    """One value for each SERVQUAL dimension (Parasuraman, Zeithaml and Berry 1988)."""

    reliability: T
    responsiveness: T
    assurance: T
    empathy: T
    tangibles: T


class Classes(Model, Generic[T]):
    """One value for each class of complaint."""

    general: T
    serious: T
    major: T




class Duration(Model):
    """A random time: family, mean, and the shape that its family needs; other shapes are ignored."""

    family: Family = quantity(
        "exponential", unit="family", source="assumption", grade="World", doc="Family of the distribution.")
    mean_min: Real = quantity(
        1.0, unit="min", low=0.0, high=1e6, source="assumption", grade="World", doc="Mean of the time.")
    cv: Real = quantity(
        1.0, unit="ratio", low=0.0, high=20.0, source="assumption", grade="World",
        doc="Standard deviation over mean; used by lognormal.")
    stages: Whole = quantity(
        2, unit="stages", low=1, high=100, source="assumption", grade="World", doc="Stages of erlang.")
    branch_share: Real = quantity(
        0.5, unit="share", low=0.0, high=1.0, source="assumption", grade="World",
        doc="Share of hyperexponential times drawn from the first branch.")
    branch_mean_ratio: Real = quantity(
        1.0, unit="ratio", low=0.0, high=1000.0, source="assumption", grade="World",
        doc="Mean of the first hyperexponential branch over the total mean; the second follows.")


class Patience(Duration):
    """How long a customer waits before giving up; never where the mechanism abandonment is off."""

    balk_share: Real = quantity(
        0.0, unit="share", low=0.0, high=1.0, source="assumption", grade="C",
        doc="Share of customers who leave at once when they cannot be served at once.")


class HandleOverride(Model):
    """How one reason changes handle time on phone, chat and email (never at the case desk)."""

    factor: Real = quantity(
        1.0, unit="ratio", low=0.0, high=100.0, source="assumption", grade="World",
        doc="Factor on the mean handle time of this reason.")
    family: Family | None = quantity(
        None, unit="family", source="assumption", grade="World", doc="Family in place of the channel's; none keeps it.")
    mean_min: Real | None = quantity(
        None, unit="min", low=0.0, high=1e6, source="assumption", grade="World",
        doc="Mean in place of the channel's; none keeps it.")
    cv: Real | None = quantity(
        None, unit="ratio", low=0.0, high=20.0, source="assumption", grade="World",
        doc="Standard deviation over mean in place of the channel's; none keeps it.")


class Window(Model):
    """A stretch of the week: the same hours on each of the named days."""

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)

    days: Annotated[tuple[Whole, ...], Len(1, 7)] = quantity(
        (0, 1, 2, 3, 4, 5, 6), unit="weekday, 0 = Monday", low=0, high=6, source="assumption", grade="World",
        doc="Weekdays on which the hours hold.")
    start: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):(00|30)$")] = Field(
        "00:00", alias="from", description="First moment, on the half hour.",
        json_schema_extra={"unit": "hh:mm", "source": "assumption", "grade": "World"})
    to: Annotated[str, Field(pattern=r"^(([01]\d|2[0-3]):(00|30)|24:00)$")] = quantity(
        "24:00", unit="hh:mm", source="assumption", grade="World",
        doc="End, on the half hour; 24:00 is midnight at the end of the day.")

    @property
    def from_min(self) -> int:
        """Start in minutes after midnight."""
        return _minutes(self.start)

    @property
    def to_min(self) -> int:
        """End in minutes after midnight."""
        return _minutes(self.to)


class RosterWindow(Window):
    """Seats that are staffed during a stretch of the week, in whole people."""

    seats: Whole = quantity(
        1, unit="people", low=0, high=5000, source="assumption", grade="Policy", doc="Staffed seats.")


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


Windows = tuple[Window, ...]
Roster = tuple[RosterWindow, ...]
EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)
WORKDAYS = (0, 1, 2, 3, 4)
WEEKEND = (5, 6)


def lognormal(mean_min: float, cv: float) -> Duration:
    """A lognormal time by mean and coefficient of variation."""
    return Duration(family="lognormal", mean_min=mean_min, cv=cv)


def seats(days: tuple[int, ...], start: str, to: str, number: int) -> RosterWindow:
    """A roster window, written on one line."""
    return RosterWindow.model_validate({"days": days, "from": start, "to": to, "seats": number})


def hours(start: str, to: str, days: tuple[int, ...] = EVERY_DAY) -> Window:
    """An opening window, written on one line."""
    return Window.model_validate({"days": days, "from": start, "to": to})
