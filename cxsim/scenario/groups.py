"""The fixed names of the model and the small models that hold one value for each of them."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any, Generic, Literal, TypeVar

from annotated_types import Len
from pydantic import ConfigDict, Field

from cxsim.scenario.fields import Model, Real, Whole, quantity

QUEUES = ("phone", "chat", "email", "case")
REASONS = ("enquiry", "order", "technical", "billing", "complaint")
SEGMENTS = ("value", "mass", "new", "business")
PRIORITIES = ("urgent", "complaint", "high_value", "general")
DIMENSIONS = ("reliability", "responsiveness", "assurance", "empathy", "tangibles")
CLASSES = ("general", "serious", "major")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
FAMILIES = ("deterministic", "exponential", "erlang", "hyperexponential", "lognormal")

Queue = Literal["phone", "chat", "email", "case"]
Priority = Literal["urgent", "complaint", "high_value", "general"]
Family = Literal["deterministic", "exponential", "erlang", "hyperexponential", "lognormal"]

#: 7 weekday weights, Monday first; 48 half-hour weights, midnight first; 4 chat speeds (1, 2, 3, 4 chats).
WeekWeights = Annotated[tuple[Real, ...], Len(7, 7)]
HalfHourWeights = Annotated[tuple[Real, ...], Len(48, 48)]
ChatSpeeds = Annotated[tuple[Whole, ...], Len(4, 4)]

T = TypeVar("T")


class _Group(Model, Generic[T]):
    """One value of one kind for each of some fixed names."""

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        """Readable name of a filled-in group, for the JSON schema and error messages."""
        names = {Real: "Real", Whole: "Whole", Windows: "Windows", Roster: "Roster", Queue: "Queue",
                 Priority: "Priority"}
        return f"{cls.__name__}Of{names[params[0]] if params[0] in names else params[0].__name__}"


class Queues(_Group[T], Generic[T]):
    """One value for each queue; a pool of agents carries the name of its home queue."""

    phone: T
    chat: T
    email: T
    case: T


class Channels(_Group[T], Generic[T]):
    """One value for each channel that a customer may choose."""

    phone: T
    chat: T
    email: T


class Live(_Group[T], Generic[T]):
    """One value for each channel where the customer waits on the line."""

    phone: T
    chat: T


class Reasons(_Group[T], Generic[T]):
    """One value for each reason of a need."""

    enquiry: T
    order: T
    technical: T
    billing: T
    complaint: T


class Segments(_Group[T], Generic[T]):
    """One value for each customer segment."""

    value: T
    mass: T
    new: T
    business: T


class Priorities(_Group[T], Generic[T]):
    """One value for each priority class."""

    urgent: T
    complaint: T
    high_value: T
    general: T


class Dimensions(_Group[T], Generic[T]):
    """One value for each SERVQUAL dimension (Parasuraman, Zeithaml and Berry 1988)."""

    reliability: T
    responsiveness: T
    assurance: T
    empathy: T
    tangibles: T


class Justice(_Group[T], Generic[T]):
    """One value for each dimension of justice in a recovery (Orsingher et al. 2010)."""

    distributive: T
    interactional: T
    procedural: T


class Classes(_Group[T], Generic[T]):
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
        None, unit="family", source="assumption", grade="World",
        doc="Family in place of the channel's; none keeps it.")
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
        (0, 1, 2, 3, 4, 5, 6), unit="weekday, 0 = Monday", low=0, high=6, source="user", grade="World",
        doc="Weekdays on which the hours hold; all seven where none is named.")
    start: Annotated[str, Field(alias="from", pattern=r"^([01]\d|2[0-3]):(00|30)$")] = quantity(
        ..., unit="hh:mm", source="user", grade="World", doc="First moment, on the half hour.")
    to: Annotated[str, Field(pattern=r"^(([01]\d|2[0-3]):(00|30)|24:00)$")] = quantity(
        ..., unit="hh:mm", source="user", grade="World",
        doc="End, on the half hour; 24:00 is midnight at the end of the day.")

    def __str__(self) -> str:
        """Days and hours for reading, such as ``Mon Tue 08:00-20:00``."""
        return f"{' '.join(DAYS[day] for day in self.days)} {self.start}-{self.to}"

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
        ..., unit="people", low=0, high=5000, source="user", grade="Policy",
        doc="Staffed seats, whole people.")

    def __str__(self) -> str:
        """Days, hours and seats for reading, such as ``Mon Tue 08:00-20:00 x 5``."""
        return f"{super().__str__()} x {self.seats}"


@cache
def _minutes(clock: str) -> int:  # half hours of a day only: 49 answers
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


Windows = tuple[Window, ...]
Roster = tuple[RosterWindow, ...]
# Made at module level, so that pickle finds the classes by name: worker processes are sent scenarios.
FILLED_GROUPS = (
    Queues[Real], Queues[Whole], Queues[Queues[Whole]], Queues[Windows], Queues[Roster], Queues[Queue],
    Channels[Real], Live[Whole], Live[Patience], Reasons[Real], Reasons[HandleOverride], Reasons[Priority],
    Segments[Real], Priorities[Real], Dimensions[Real], Classes[Real], Justice[Real])
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
