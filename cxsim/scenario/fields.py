"""One helper for every field: the number, its unit, its bounds, its source and its grade on one line."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Annotated, Any, NotRequired, TypedDict, Unpack, cast

from pydantic import (
    AfterValidator,
    AllowInfNan,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
    StringConstraints,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError

from cxsim.guards import CxError
from cxsim.messages import tr

if TYPE_CHECKING:
    from pydantic._internal._model_construction import ModelMetaclass as _Meta
else:
    _Meta = type(BaseModel)

#: A: solid; B: sign sure, size less; C: weak; D: our guess; World: given to this company; Policy: decided.
GRADES = ("A", "B", "C", "D", "World", "Policy")


def _iso_date(value: Any) -> Any:
    """Let only dates through: pydantic would also read a number as seconds since 1970."""
    if type(value) is datetime.date:
        return value
    try:
        return datetime.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise PydanticCustomError("date_type", "not a date") from None


def _printable(value: str) -> str:
    if not value.isprintable() or value != value.strip():
        raise PydanticCustomError("label", "not a label")
    return value


Real = Annotated[float, Strict(), AllowInfNan(False)]
Whole = Annotated[int, Strict()]
Flag = Annotated[bool, Strict()]
#: One line of 1 to 120 visible characters, so that it is safe in every file and on every console.
Label = Annotated[str, Strict(), StringConstraints(min_length=1, max_length=120), AfterValidator(_printable)]
Day = Annotated[datetime.date, BeforeValidator(_iso_date)]


class Quantity(TypedDict):
    """What is known about a field besides its default."""

    unit: str
    source: str
    grade: str
    doc: str
    low: NotRequired[float]
    high: NotRequired[float]
    cited: NotRequired[tuple[float, float]]


def quantity(default: Any, /, **known: Unpack[Quantity]) -> Any:
    """Declare a field of a scenario.

    Parameters
    ----------
    default
        Value of the default company: a number, flag, word, tuple, or a group of numbers of one unit.
        ``...`` where there is none.
    unit
        Unit in words of the surface (``min``, ``h``, ``CNY``, ``share``, ``logit``, ``points`` ...).
    low, high
        Values outside are refused. For a tuple or a group the bounds hold for each number in it.
    cited
        Range that the evidence supports; the default of a belief lies in it, sliders span it.
    source, grade
        Where the number comes from ("assumption" is allowed and printed as such) and how good that is.
    doc
        Business meaning in one sentence.
    """
    bounds: dict[str, Any] = {}
    number = isinstance(default, (int, float)) and not isinstance(default, bool)
    if number or default is None or default is ...:
        bounds = {"ge": known.get("low"), "le": known.get("high")}
    extra: dict[str, Any] = {key: value for key, value in known.items() if key != "doc"}
    return Field(default, description=known["doc"], json_schema_extra=extra, **bounds)


def part(default: Any, doc: str) -> Any:
    """Declare a field that holds a model of its own (a room of the scenario, no number)."""
    return Field(default, description=doc)


def overlay(held: Any, change: Any) -> Any:
    """Lay a partial mapping over what is held: what is not named keeps its value, at every depth.

    A tuple takes a mapping from position to new content. Names that do not exist stay in the result, so that
    validation finds and reports them.
    """
    if not isinstance(change, dict):
        return change
    if isinstance(held, BaseModel):
        merged: dict[Any, Any] = {
            field.alias or name: getattr(held, name) for name, field in type(held).model_fields.items()}
        for key, value in change.items():
            merged[key] = overlay(merged.get(key), value)
        return merged
    if isinstance(held, dict):
        return {**held, **{key: overlay(held.get(key), value) for key, value in change.items()}}
    if isinstance(held, tuple) and change:
        items = list(held)
        for key, value in change.items():
            index = int(key) if str(key).isdecimal() and len(str(key)) < 6 else len(items)
            if index >= len(items):
                return change
            items[index] = overlay(items[index], value)
        return tuple(items)
    return change


class _Told(_Meta):
    """What is built by its name, ``Scenario(weeks=0)``, is refused in one line; pydantic's own ways keep its report.

    A call of the class comes through here and no validation does, so that `replace` and nested models take no longer.
    """

    def __call__(cls, *args: Any, **values: Any) -> Any:
        try:
            return super().__call__(*args, **values)
        except ValidationError as error:
            from cxsim.scenario.trouble import explain  # it looks at models, which begin here

            raise explain(error, cast("type[BaseModel]", cls)) from None


class Model(BaseModel, metaclass=_Told):
    """Frozen, closed and compared by value; a partial mapping is completed from the default of its field."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def __setattr__(self, name: str, value: Any) -> None:
        """Refuse in one line that shows the way: a copy."""
        raise CxError(tr("{model}.{name} cannot be set: a scenario stays as it is; "
                         "scenario.replace({{path: value}}) gives a changed copy",
                         model=type(self).__name__, name=name))

    def __delattr__(self, name: str) -> None:
        """Refuse as setting is refused."""
        self.__setattr__(name, None)

    @model_validator(mode="before")
    @classmethod
    def _complete(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        filled = dict(data)
        for name, field in cls.model_fields.items():
            key = field.alias or name
            if isinstance(filled.get(key), dict) and isinstance(field.default, (BaseModel, tuple)):
                filled[key] = overlay(field.default, filled[key])
        return filled

    @model_validator(mode="after")
    def _inside_bounds(self) -> Model:
        for name, low, high in _bounded_groups(type(self)):
            for where, value in _numbers(getattr(self, name), name):
                if not low <= value <= high:
                    raise PydanticCustomError("group_bounds", "out of bounds", {"at": where, "got": value})
        return self


def _bounded_groups(cls: type[Model]) -> tuple[tuple[str, float, float], ...]:
    """Fields whose bounds hold for each number inside them (tuples and groups), found once per class."""
    found = cls.__dict__.get("_bounded")
    if found is None:
        rows = []
        for name, field in cls.model_fields.items():
            extra = field.json_schema_extra
            if isinstance(extra, dict) and "low" in extra and isinstance(field.default, (tuple, BaseModel)):
                rows.append((name, extra["low"], extra["high"]))
        found = tuple(rows)
        type.__setattr__(cls, "_bounded", found)
    return found  # type: ignore[no-any-return]


def _numbers(value: Any, where: str) -> list[tuple[str, float]]:
    """Every number inside a tuple or a group, with its path below the field."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return [(where, value)]
    if isinstance(value, tuple):
        parts = [(str(index), item) for index, item in enumerate(value)]
    elif isinstance(value, BaseModel):
        parts = [(name, getattr(value, name)) for name in type(value).model_fields]
    else:
        return []
    return [pair for name, item in parts for pair in _numbers(item, f"{where}.{name}")]
