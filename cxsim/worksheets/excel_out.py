"""A worksheet as an Excel file: the card on the first sheet, one more sheet for each table."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from cxsim.guards import runs_as_formula
from cxsim.worksheets.columns import Column
from cxsim.worksheets.saving import write_bytes
from cxsim.worksheets.worksheet import Row, Table, Worksheet, columns, tables

MARK, CARD = "cxsim worksheet", "Card"
EMPTY_ROWS = 40  # rows below the filled ones that offer the list of choices
_FORMATS = {"date": "yyyy-mm-dd", "whole": "0", "text": "@", "open": "@"}


def write(worksheet: Worksheet, path: str | Path) -> Path:
    """Write the file, completely or not at all."""
    from openpyxl import Workbook

    book = Workbook()
    _card(book.active, worksheet)
    for table in tables(type(worksheet)):
        _table(book.create_sheet(table.title), table, getattr(worksheet, table.name))
    buffer = io.BytesIO()
    book.save(buffer)
    return write_bytes(path, buffer.getvalue(), ".xlsx")


def open_heads(rows: tuple[Row, ...], column: Column) -> list[str]:
    """Heads of the open columns, in the order in which rows first name them."""
    return list(dict.fromkeys(head for row in rows for head in getattr(row, column.name)))


def cells_of(row: Row, heads: list[tuple[Column, str]]) -> list[Any]:
    """Values of a row under its heads; an open column is looked up by its head."""
    return [
        getattr(row, column.name).get(head, "") if column.kind == "open" else getattr(row, column.name)
        for column, head in heads
    ]


def heads_of(table: Table, rows: tuple[Row, ...]) -> list[tuple[Column, str]]:
    """Columns with their heads; an open column appears once for each head that the rows name."""
    found: list[tuple[Column, str]] = []
    for column in columns(table.row):
        names = open_heads(rows, column) if column.kind == "open" else [column.head]
        found += [(column, name) for name in names]
    return found


def _card(sheet: Any, worksheet: Worksheet) -> None:
    from openpyxl.styles import Alignment

    sheet.title = CARD
    _put(sheet.cell(1, 1), MARK)
    _put(sheet.cell(1, 2), worksheet.KIND)
    _put(sheet.cell(1, 3), f"{worksheet.TITLE} {worksheet.CHINESE}")
    _bold(sheet, 1, 3)
    for number, column in enumerate(columns(type(worksheet)), start=2):
        _put(sheet.cell(number, 1), column.head)
        cell = sheet.cell(number, 2)
        _put(cell, getattr(worksheet, column.name), column)
        cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="left")
        if column.choices or column.kind != "text":
            _put(sheet.cell(number, 3), column.allowed)
        if column.choices:
            _offer(sheet, column, cell.coordinate)
    for letter, width in (("A", 32), ("B", 60), ("C", 50)):
        sheet.column_dimensions[letter].width = width


def _table(sheet: Any, table: Table, rows: tuple[Row, ...]) -> None:
    from openpyxl.styles import Alignment
    from openpyxl.utils import get_column_letter

    heads = heads_of(table, rows)
    for place, (column, head) in enumerate(heads, start=1):
        letter = get_column_letter(place)
        _put(sheet.cell(1, place), head)
        # the whole column, so that what is typed below the last row is a date or a text at once
        sheet.column_dimensions[letter].number_format = _format(column)
        sheet.column_dimensions[letter].width = 34 if column.kind == "text" and not column.choices else 16
        if column.choices:
            _offer(sheet, column, f"{letter}2:{letter}{len(rows) + 1 + EMPTY_ROWS}")
        for number in range(2, len(rows) + 2):
            cell = sheet.cell(number, place)
            _put(cell, cells_of(rows[number - 2], heads)[place - 1], column)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    _bold(sheet, 1, len(heads))
    sheet.freeze_panes = "B2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _put(cell: Any, value: Any, column: Column | None = None) -> None:
    """Write a value; text stays text, whatever a spreadsheet would make of it."""
    if value in ("", None):
        value = None
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = runs_as_formula(value)
    if column is not None:
        cell.number_format = _format(column)


def _format(column: Column) -> str:
    return "0.0%" if column.unit == "share" else _FORMATS.get(column.kind, "General")


def _offer(sheet: Any, column: Column, where: str) -> None:
    """Offer the allowed words as a list; Excel takes at most 255 characters."""
    from openpyxl.worksheet.datavalidation import DataValidation

    words = ",".join(column.choices)
    if len(words) < 250:
        offered = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True)
        sheet.add_data_validation(offered)
        offered.add(where)


def _bold(sheet: Any, row: int, count: int) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    for place in range(1, count + 1):
        cell = sheet.cell(row, place)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="DDE7F0")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
