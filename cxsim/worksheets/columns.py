"""Cells of a worksheet: four kinds of value, and the head, unit and choices of each column.

A head carries the English title and, where the glossary has one, the Chinese term; it is the same in every
language, so that a file made on one computer can be read on another.
"""

from __future__ import annotations

import unicodedata
from typing import Annotated, Any, NamedTuple

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from cxsim.messages import tr
from cxsim.scenario.fields import Day, Real, Whole

LONGEST = 2_000


class Column(NamedTuple):
    """What is known about one column of a table, or one line of the card.

    Attributes
    ----------
    name
        Name of the field.
    kind
        ``text``, ``number``, ``whole``, ``date`` or ``open`` (every further column of a sheet, by its head).
    title, chinese, unit
        Parts of the head.
    choices
        Words that are allowed; empty where any text is.
    optional
        May the cell stay empty?
    """

    name: str
    kind: str
    title: str
    chinese: str = ""
    unit: str = ""
    choices: tuple[str, ...] = ()
    optional: bool = False

    @property
    def head(self) -> str:
        """Title, Chinese term and unit, as they stand at the top of the column."""
        unit = f"({self.unit})" if self.unit else ""
        return " ".join(part for part in (self.title, self.chinese, unit) if part)

    @property
    def allowed(self) -> str:
        """What may stand in a cell, in words."""
        if self.choices:
            return ", ".join(self.choices)
        return {
            "number": tr("a number without a unit"), "whole": tr("a whole number"),
            "date": tr("a date cell such as 2024-01-31"),
        }.get(self.kind, tr("text of at most {most} characters, without control characters", most=LONGEST))  # fmt: skip


def _visible(value: str) -> str:
    """Refuse what XML cannot hold (control characters, half characters); odd spaces of a web page are welcome."""
    value = value.replace("\r\n", "\n").replace("\t", " ")
    if len(value) > LONGEST or any(
        (unicodedata.category(letter) in ("Cc", "Cs") and letter != "\n") or letter in "\ufffe\uffff"
        for letter in value
    ):
        raise PydanticCustomError("visible", "not visible text")
    return value.strip()


def _empty(value: Any) -> Any:
    return None if value == "" else value


Text = Annotated[str, AfterValidator(_visible)]
Number = Annotated[Real | None, BeforeValidator(_empty)]
Count = Annotated[Whole | None, BeforeValidator(_empty)]
DayCell = Annotated[Day | None, BeforeValidator(_empty)]


def text(title: str, chinese: str = "", *, choices: tuple[str, ...] = (), optional: bool = False) -> Any:
    """Column of words; with ``choices`` only these words (or nothing) are taken."""
    return _cell("text", "", title=title, chinese=chinese, choices=choices, optional=optional)


def number(title: str, chinese: str = "", *, unit: str = "", optional: bool = False) -> Any:
    """Column of numbers; the unit stands in the head, never in the cell."""
    return _cell("number", None, title=title, chinese=chinese, unit=unit, optional=optional)


def whole(title: str, chinese: str = "", *, unit: str = "", optional: bool = False) -> Any:
    """Column of whole numbers."""
    return _cell("whole", None, title=title, chinese=chinese, unit=unit, optional=optional)


def day(title: str, chinese: str = "", *, optional: bool = False) -> Any:
    """Column of dates."""
    return _cell("date", None, title=title, chinese=chinese, optional=optional)


def open_columns(title: str) -> Any:
    """All further columns of a sheet, by their heads; the cells are words."""
    return Field(default_factory=dict, json_schema_extra={"cell": {"kind": "open", "title": title}})


def _cell(kind: str, default: Any, **known: Any) -> Any:
    return Field(default, json_schema_extra={"cell": {"kind": kind, **known}})


def column_of(name: str, field: FieldInfo) -> Column | None:
    """What is known about a field as a column; none where the field is a table."""
    extra = field.json_schema_extra
    return Column(name, **extra["cell"]) if isinstance(extra, dict) and "cell" in extra else None
