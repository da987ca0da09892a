"""What all worksheets share: a card, some tables, a check, and the ways in and out."""

from __future__ import annotations

import typing
from abc import abstractmethod
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, PrivateAttr, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from cxsim import guards
from cxsim.guards import CxError
from cxsim.messages import tr
from cxsim.scenario import Scenario, load_scenario, reading
from cxsim.worksheets.columns import Column, column_of
from cxsim.worksheets.findings import Finding

if TYPE_CHECKING:
    from cxsim.worksheets.picture import Picture


#: Row of an Excel sheet under its head.
FIRST_LINE = 2


class Sheet(BaseModel):
    """A row or a worksheet: frozen, closed, and a choice takes only its words."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="after")
    def _choices(self) -> Self:
        for column in columns(type(self)):
            value = getattr(self, column.name)
            if column.choices and value not in (*column.choices, ""):
                raise PydanticCustomError("choice", "not a choice", {"at": column.name, "got": value})
        return self


class Row(Sheet):
    """One row of a table."""


class Table(NamedTuple):
    """A table of a worksheet: field, title of its Excel sheet, class of its rows."""

    name: str
    title: str
    row: type[Row]


def columns(model: type[BaseModel]) -> list[Column]:
    """Columns of a row, or lines of a worksheet's card, in order."""
    found = (column_of(name, field) for name, field in model.model_fields.items())
    return [column for column in found if column is not None]


def tables(model: type[BaseModel]) -> list[Table]:
    """Tables of a worksheet, in order; the title is the name of the field with a capital letter."""
    return [
        Table(name, name.replace("_", " ").capitalize(), typing.get_args(field.annotation)[0])
        for name, field in model.model_fields.items() if column_of(name, field) is None
    ]  # fmt: skip


class Worksheet(Sheet):
    """A form that is filled in, checked against itself and a company, and handed in.

    Class attributes: ``KIND`` names it on the command line and in files, ``TITLE`` and ``CHINESE`` stand at its top,
    ``FINDINGS`` lists the kinds of findings that its check knows.
    """

    KIND: ClassVar[str]
    TITLE: ClassVar[str]
    CHINESE: ClassVar[str]
    FINDINGS: ClassVar[tuple[str, ...]]
    #: Excel rows of the tables in which rows are empty between others; of the rest they follow each other.
    _lines: dict[str, tuple[int, ...]] = PrivateAttr(default_factory=dict)

    def __eq__(self, other: object) -> bool:
        """Whether two worksheets say the same, wherever their rows stood in a file."""
        return type(self) is type(other) and dict(self) == dict(other)

    def check(self, scenario: Scenario | str | None = None) -> list[Finding]:
        """Compare the worksheet with itself and with a company.

        Parameters
        ----------
        scenario
            The company: a scenario, or the name of one; none is the default company.

        Returns
        -------
        list of Finding
            Empty where nothing is left to mend; empty cells come first.
        """
        company = scenario_of(scenario)
        return [*self._blanks(), *self._faults(company)]

    @abstractmethod
    def _faults(self, scenario: Scenario) -> Iterator[Finding]:
        """Find what is wrong beyond empty cells; each worksheet says it for itself."""

    def picture(self, scenario: Scenario | str | None = None) -> Picture | None:
        """Draw the worksheet where people would rather look than read; none where a table says it best."""
        return None

    @classmethod
    def example(cls) -> Self:
        """Filled in for the default company; its check finds nothing."""
        name = f"{cls.KIND}.yaml"
        content = (files("cxsim.worksheets") / "examples" / name).read_text("utf-8")
        return cls.from_data(reading.parse(content, name))

    @classmethod
    def blank(cls) -> Self:
        """An empty form."""
        return cls()

    @classmethod
    def from_data(cls, data: Any) -> Self:
        """Build from plain data (lists and mappings); what cannot be used is told in one line.

        Raises
        ------
        CxError
            What, where, and what is allowed.
        """
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            where, value, allowed = trouble(cls, error)
            place = ".".join(str(step) for step in where)
            raise CxError(tr("{place} = {value}: must be {allowed}", place=place or cls.KIND,
                             value=guards.shown(value), allowed=allowed)) from None  # fmt: skip

    @classmethod
    def read(cls, path: str | Path) -> Self:
        """Read an Excel file that `write_excel` wrote and somebody filled in.

        Raises
        ------
        CxError
            One line that names sheet, cell and what is allowed.
        """
        from cxsim.worksheets import excel_in

        return excel_in.read(path, cls)

    def write_excel(self, path: str | Path) -> Path:
        """Write an Excel file, completely or not at all; what looks like a formula is written as text."""
        from cxsim.worksheets import excel_out

        return excel_out.write(self, path)

    def write_word(self, path: str | Path) -> Path:
        """Write a Word document, with the picture where there is one, completely or not at all."""
        from cxsim.worksheets import word

        return word.write(self, path)

    def write_markdown(self, path: str | Path) -> Path:
        """Write a Markdown text, completely or not at all."""
        from cxsim.worksheets import markdown

        return markdown.write(self, path)

    def at(self, table: str, row: int, column: str = "") -> str:
        """Place of a finding in a table: title, row as Excel counts it, head of the column."""
        found = next(item for item in tables(type(self)) if item.name == table)
        if not column:
            return tr("{table}, row {row}", table=found.title, row=self.line(table, row))
        heads = {item.name: item.title for item in columns(found.row)}
        return tr(
            "{table}, row {row}, {column}", table=found.title, row=self.line(table, row),
            column=heads.get(column, column),
        )  # fmt: skip

    def line(self, table: str, row: int) -> int:
        """Row of the Excel sheet in which a row of a table stands, or would stand; the head is row 1."""
        return self._lines[table][row] if table in self._lines else row + FIRST_LINE

    def on_card(self, column: str) -> str:
        """Place of a finding on the card."""
        return tr("Card, {column}", column={item.name: item.title for item in columns(type(self))}[column])

    def _blanks(self) -> Iterator[Finding]:
        for column in _empty(self):
            yield self._blank(self.on_card(column.name), column)
        for table in tables(type(self)):
            held = getattr(self, table.name)
            if not held:
                yield Finding(
                    "blank", table.title, tr("The table is empty."), tr("Fill in at least one row.")
                )
            for index, row in enumerate(held):
                for column in _empty(row):
                    yield self._blank(self.at(table.name, index, column.name), column)

    def _blank(self, where: str, column: Column) -> Finding:
        return Finding(
            "blank", where, tr("The cell is empty."), tr("Write {allowed}.", allowed=column.allowed)
        )


def scenario_of(scenario: Scenario | str | None) -> Scenario:
    """The company to compare with: a scenario as it is, a name loaded, none for the default company."""
    if scenario is None:
        return Scenario()
    return load_scenario(scenario) if isinstance(scenario, str) else scenario


def trouble(model: type[BaseModel], error: ValidationError) -> tuple[tuple[Any, ...], Any, str]:
    """First reason why data cannot be used: its place, the value, and what is allowed there."""
    first = error.errors(include_url=False)[0]
    where, value = tuple(first["loc"]), first.get("input")
    if first["type"] == "choice":
        where, value = (*where, first["ctx"]["at"]), first["ctx"]["got"]
    current, allowed = model, ""
    for step in where:
        known = {column.name: column for column in columns(current)}
        inside = {table.name: table for table in tables(current)}
        if step in known:
            return where, value, known[step].allowed
        if step in inside:
            current, allowed = inside[step].row, tr("rows of a table")
        elif not isinstance(step, int):
            names = ", ".join([*known, *inside])
            return where, value, tr("one of the fields {names}", names=names)
    return where, value, allowed or tr("a mapping from field to value")


def _empty(sheet: Sheet) -> Iterable[Column]:
    return [
        column for column in columns(type(sheet))
        if not column.optional and column.kind != "open" and getattr(sheet, column.name) in ("", None)
    ]  # fmt: skip
