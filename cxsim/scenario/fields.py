"""One helper for every field: the number, its unit, its bounds, its source and its grade on one line."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, NotRequired, TypedDict, Unpack

from pydantic import AllowInfNan, BaseModel, BeforeValidator, ConfigDict, Field, Strict, model_validator
from pydantic_core import PydanticCustomError

#: A: solid; B: sign sure, size not; C: weak; D: our guess; World: a given of this company; Policy: a decision.
GRADES = ("A", "B", "C", "D", "World", "Policy")


def _iso_date(value: Any) -> Any:
    """Let only ISO dates through: pydantic would also read a number as seconds since 1970."""
    if isinstance(value, (str, datetime.date)) and not isinstance(value, datetime.datetime):
        return value
    raise PydanticCustomError("date_type", "not a date")


Real = Annotated[float, Strict(), AllowInfNan(False)]
Whole = Annotated[int, Strict()]
Flag = Annotated[bool, Strict()]
Text = Annotated[str, Strict()]
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


def quantity(default: Any, **known: Unpack[Quantity]) -> Any:
    """Declare a field of a scenario.

    Parameters
    ----------
    default
        Value of the default company: a number, flag, word, tuple, or a group of numbers of one unit.
    unit
        Unit in words of the surface (``min``, ``h``, ``CNY``, ``share``, ``logit``, ``points`` ...).
    low, high
        Values outside are refused. For a tuple or a group the bounds hold for each number.
    cited
        Range that the evidence supports; the default of a belief lies in it, sliders span it.
    source, grade
        Where the number comes from ("assumption" is allowed and printed as such) and how good that is.
    doc
        Business meaning in one sentence.
    """
    bounds: dict[str, Any] = {}
    if isinstance(default, (int, float)) and not isinstance(default, bool):
        bounds = {"ge": known.get("low"), "le": known.get("high")}
    extra = {key: value for key, value in known.items() if key != "doc"}
    return Field(default, description=known["doc"], json_schema_extra=extra, **bounds)


def part(default: Any, doc: str) -> Any:
    """Declare a field that holds a model of its own (a room of the scenario, no number)."""
    return Field(default, description=doc)


def overlay(base: BaseModel, changes: dict[Any, Any]) -> dict[Any, Any]:
    """Lay a partial mapping over a model: what is not named keeps the value of ``base``, at every depth."""
    merged: dict[Any, Any] = {
        field.alias or name: getattr(base, name) for name, field in type(base).model_fields.items()
    }
    for key, value in changes.items():
        held = merged.get(key)
        merged[key] = overlay(held, value) if isinstance(held, BaseModel) and isinstance(value, dict) else value
    return merged


class Model(BaseModel):
    """Frozen, closed and compared by value; a partial mapping is completed from the default of its field."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=False, use_enum_values=True)

    @model_validator(mode="before")
    @classmethod
    def _complete(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        filled = dict(data)
        for name, field in cls.model_fields.items():
            key = field.alias or name
            value = filled.get(key)
            if isinstance(value, dict) and isinstance(field.default, BaseModel):
                filled[key] = overlay(field.default, value)
        return filled

    @model_validator(mode="after")
    def _inside_bounds(self) -> Model:
        for name, low, high in _bounded_groups(type(self)):
            for where, value in _numbers(getattr(self, name), name):
                if not (low <= value <= high):
                    raise PydanticCustomError("group_bounds", "out of bounds", {"at": where, "got": value})
        return self


def _bounded_groups(cls: type[Model]) -> tuple[tuple[str, float, float], ...]:
    """Fields whose bounds hold for each number inside them (tuples and groups), found once per class."""
    found = cls.__dict__.get("_bounded")
    if found is None:
        rows = []
        for name, field in cls.model_fields.items():
            extra = field.json_schema_extra
            if isinstance(extra, dict) and "low" in extra and not isinstance(field.default, (int, float)):
                rows.append((name, float(extra["low"]), float(extra["high"])))  # type: ignore[arg-type]
        found = tuple(rows)
        type.__setattr__(cls, "_bounded", found)
    return found


def _numbers(value: Any, where: str) -> list[tuple[str, float]]:
    """Every number inside a tuple or a group, with its path below the field."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return []
    if isinstance(value, (int, float)):
        return [(where, value)]
    if isinstance(value, tuple):
        parts = [(str(index), item) for index, item in enumerate(value)]
    elif isinstance(value, BaseModel):
        parts = [(name, getattr(value, name)) for name in type(value).model_fields]
    else:
        return []
    return [pair for name, item in parts for pair in _numbers(item, f"{where}.{name}")]
