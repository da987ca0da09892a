"""Read a filled-in Excel file; whatever cannot be used is one sentence that names sheet, cell and what is allowed."""

from __future__ import annotations

import datetime
import warnings
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from cxsim import guards
from cxsim.guards import CxError
from cxsim.messages import tr
from cxsim.worksheets.columns import Column
from cxsim.worksheets.excel_out import CARD, MARK
from cxsim.worksheets.worksheet import FIRST_LINE, Table, Worksheet, columns, tables, trouble

LARGEST_BYTES, LARGEST_UNPACKED = 5_000_000, 60_000_000
MOST_ROWS, MOST_COLUMNS = 2_000, 100

W = TypeVar("W", bound=Worksheet)
#: Place in the data (table, row, field) to place in the file (sheet!cell).
Places = dict[tuple[Any, ...], str]


def kind_of(path: str | Path) -> str:
    """Name of the worksheet that a file holds, from the first line of its card."""
    return _kind(_open(path), path)


def read(path: str | Path, model: type[W]) -> W:
    """Read one worksheet.

    Raises
    ------
    CxError
        Not a workbook, another worksheet, a missing sheet or column, a merged cell, a formula, text in place of
        a number or date: one line each.
    """
    book = _open(path)
    kind = _kind(book, path)
    if kind != model.KIND:
        raise CxError(tr("{path}: holds the worksheet {kind}, not {asked}", path=str(path), kind=guards.shown(kind),
                         asked=model.KIND))  # fmt: skip
    places: Places = {}
    data = _card(_sheet(book, CARD, path), model, places)
    for table in tables(model):
        data[table.name] = _rows(_sheet(book, table.title, path), table, places)
    try:
        found = model.model_validate(data)
    except ValidationError as error:
        where, value, allowed = trouble(model, error)
        place = places.get(where, ".".join(str(step) for step in where))
        raise _refused(place, value, allowed) from None
    found._lines.update(_lines(model, places))
    return found


def _lines(model: type[Worksheet], places: Places) -> dict[str, tuple[int, ...]]:
    """Excel rows of the tables in which rows are empty between others."""
    found: dict[str, dict[int, int]] = {table.name: {} for table in tables(model)}
    for where, cell in places.items():
        if len(where) == 3:
            found[where[0]][where[1]] = int("".join(filter(str.isdigit, cell.rpartition("!")[2])))
    kept = {name: tuple(lines.values()) for name, lines in found.items()}
    return {name: lines for name, lines in kept.items() if lines != tuple(range(FIRST_LINE, FIRST_LINE + len(lines)))}


def _open(path: str | Path) -> Any:
    from openpyxl import load_workbook

    file = Path(path)
    if file.suffix.lower() != ".xlsx":
        raise CxError(tr("{path}: only Excel files that end in .xlsx are read", path=guards.shown(str(path))))
    try:
        if file.stat().st_size > LARGEST_BYTES:
            raise CxError(tr("{path}: larger than {most} bytes; a worksheet is small", path=str(path),
                             most=LARGEST_BYTES))  # fmt: skip
        with zipfile.ZipFile(file) as packed:
            unpacked = sum(item.file_size for item in packed.infolist())
        if unpacked > LARGEST_UNPACKED:
            raise CxError(tr("{path}: unpacks to more than {most} bytes; a worksheet is small", path=str(path),
                             most=LARGEST_UNPACKED))  # fmt: skip
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # notes about features of Excel that no worksheet uses
            return load_workbook(file, keep_links=False)
    except CxError:
        raise
    except OSError as error:
        raise guards.file_trouble(error, str(path)) from None
    except Exception:  # openpyxl has no base for what a broken file raises
        raise CxError(tr("{path}: not a readable Excel file; save it again as .xlsx, without a password",
                         path=str(path))) from None  # fmt: skip


def _kind(book: Any, path: str | Path) -> str:
    first = book[CARD] if CARD in book.sheetnames else None
    if first is None or not hasattr(first, "cell") or first.cell(1, 1).value != MARK:
        raise CxError(tr("{path}: cell A1 of the sheet {sheet} must hold \"{mark}\"; start from a file of "
                         "cxsim worksheet new", path=str(path), sheet=CARD, mark=MARK))  # fmt: skip
    return str(first.cell(1, 2).value)


def _sheet(book: Any, title: str, path: str | Path) -> Any:
    if title not in book.sheetnames:
        raise CxError(tr("{path}: the sheet {sheet} is missing; there are {names}", path=str(path), sheet=title,
                         names=", ".join(book.sheetnames)))  # fmt: skip
    sheet = book[title]
    if not hasattr(sheet, "merged_cells"):
        raise CxError(
            tr("{path}: the sheet {sheet} is a chart; it must hold cells", path=str(path), sheet=title)
        )
    if sheet.merged_cells.ranges:
        merged = sorted(str(area) for area in sheet.merged_cells.ranges)[0]
        raise CxError(tr("{sheet}!{cells}: merged cells; unmerge them, one cell for each value", sheet=title,
                         cells=merged))  # fmt: skip
    if sheet.max_row > MOST_ROWS or sheet.max_column > MOST_COLUMNS:
        raise CxError(tr("{sheet}: {rows} rows and {columns} columns; at most {most} rows and {wide} columns are "
                         "read, delete the empty ones", sheet=title, rows=sheet.max_row, columns=sheet.max_column,
                         most=MOST_ROWS, wide=MOST_COLUMNS))  # fmt: skip
    return sheet


def _card(sheet: Any, model: type[Worksheet], places: Places) -> dict[str, Any]:
    lines = {}
    for number in range(2, sheet.max_row + 1):
        head = sheet.cell(number, 1).value
        if head is not None:
            lines.setdefault(_words(head), number)
    found: dict[str, Any] = {}
    for column in columns(model):
        number = next((lines[name] for name in _names(column) if name in lines), None)
        if number is None:
            raise CxError(tr("{sheet}: the line {head} is missing in column A; there are {names}", sheet=CARD,
                             head=column.head, names=", ".join(lines)))  # fmt: skip
        cell = sheet.cell(number, 2)
        places[column.name,] = f"{CARD}!{cell.coordinate}"
        found[column.name] = _plain(cell, column, places[column.name,])
    return found


def _rows(sheet: Any, table: Table, places: Places) -> list[dict[str, Any]]:
    heads, extra = _heads(sheet, table)
    opened = next((column for column in columns(table.row) if column.kind == "open"), None)
    rows: list[dict[str, Any]] = []
    for number in range(2, sheet.max_row + 1):
        row: dict[str, Any] = {}
        for column, place in heads:
            cell = sheet.cell(number, place)
            where = places[table.name, len(rows), column.name] = f"{table.title}!{cell.coordinate}"
            row[column.name] = _plain(cell, column, where)
        if opened is not None:
            row[opened.name] = {
                head: _plain(
                    sheet.cell(number, place), opened, f"{table.title}!{sheet.cell(number, place).coordinate}"
                )
                for head, place in extra
            }
        if any(value not in ("", None) for item in row.values() for value in _flat(item)):
            rows.append(row)
    return rows


def _flat(item: Any) -> list[Any]:
    return list(item.values()) if isinstance(item, dict) else [item]


def _heads(sheet: Any, table: Table) -> tuple[list[tuple[Column, int]], list[tuple[str, int]]]:
    """Place of each column, and the further heads of the sheet with theirs."""
    found: dict[str, int] = {}
    for place in range(1, sheet.max_column + 1):
        value = sheet.cell(1, place).value
        if value is None:
            continue
        head = _words(value)
        if head in found:
            raise CxError(
                tr(
                    "{sheet}!{cell}: the column {head} stands here for the second time; keep one",
                    sheet=table.title,
                    cell=sheet.cell(1, place).coordinate,
                    head=guards.shown(head),
                )
            )
        found[head] = place
    known: list[tuple[Column, int]] = []
    for column in columns(table.row):
        if column.kind == "open":
            continue
        name = next((name for name in _names(column) if name in found), None)
        if name is None:
            raise _missing(column, table, found)
        known.append((column, found.pop(name)))
    return known, list(found.items())


def _missing(column: Column, table: Table, unread: Iterable[str]) -> CxError:
    """Say that a column is missing: with a head that looks like it and is no other column's, else what is needed."""
    others = [one for one in columns(table.row) if one.kind != "open"]
    taken = {name for one in others for name in _names(one)}
    near = guards.nearest(column.head, [head for head in unread if head not in taken])
    words = {"sheet": table.title, "head": column.head}
    if near:
        return CxError(tr("{sheet}: the column {head} is missing in row 1; nearest: {near}", near=near, **words))
    needed = ", ".join(one.head for one in others)
    return CxError(tr("{sheet}: the column {head} is missing in row 1; needed there: {needed}", needed=needed,
                      **words))  # fmt: skip


def _names(column: Column) -> tuple[str, ...]:
    """Heads under which a column is found: the whole head, the title alone, the name of the field."""
    return column.head, column.title, column.name


def _words(value: Any) -> str:
    return " ".join(str(value).split())


def _plain(cell: Any, column: Column, where: str) -> Any:
    """Value of a cell as the model takes it."""
    value = cell.value
    if value is None:
        return None if column.kind in ("number", "whole", "date") else ""
    if cell.data_type == "f":
        raise CxError(tr("{where}: a formula; paste its value instead (allowed: {allowed})", where=where,
                         allowed=column.allowed))  # fmt: skip
    if cell.data_type == "e":
        raise _refused(where, value, column.allowed)
    if column.kind == "date":
        return _date(value, column, where)
    if column.kind in ("text", "open"):
        words = _text(value)
        return next((choice for choice in column.choices if choice.casefold() == words.casefold()), words)
    if isinstance(value, str) and not value.strip():
        return None
    if column.kind == "whole" and isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _date(value: Any, column: Column, where: str) -> Any:
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    if isinstance(value, str) and not value.strip():
        return None
    if isinstance(value, str):
        raise CxError(tr("{where}: {value} is text, not a date; allowed: {allowed}", where=where,
                         value=guards.shown(value), allowed=column.allowed))  # fmt: skip
    raise _refused(where, value, column.allowed)


def _text(value: Any) -> str:
    """Words of a cell; a number or a date that Excel made of them is written back."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").strip()


def _refused(where: str, value: Any, allowed: str) -> CxError:
    return CxError(tr("{where}: {value} cannot be used; allowed: {allowed}", where=where, value=guards.shown(value),
                      allowed=allowed))  # fmt: skip
