"""A worksheet as Markdown: the card as a list, each table as a table, the picture in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cxsim.messages import date, number, percent
from cxsim.worksheets.columns import Column
from cxsim.worksheets.excel_out import cells_of, heads_of
from cxsim.worksheets.saving import write_bytes
from cxsim.worksheets.worksheet import Worksheet, columns, tables

#: What Markdown or a browser would take for a command.
_ESCAPED = str.maketrans({
    "\\": "\\\\", "|": "\\|", "<": "&lt;", ">": "&gt;", "&": "&amp;", "`": "\\`", "*": "\\*", "_": "\\_", "[": "\\[",
    "]": "\\]", "#": "\\#", "\n": "<br>",
})  # fmt: skip


def write(worksheet: Worksheet, path: str | Path) -> Path:
    """Write the text, completely or not at all."""
    return write_bytes(path, text_of(worksheet).encode("utf-8"), ".md")


def text_of(worksheet: Worksheet) -> str:
    """The whole worksheet as Markdown."""
    lines = [f"# {worksheet.TITLE} {worksheet.CHINESE}", ""]
    lines += [f"- **{_escaped(column.head)}**: {_escaped(shown(getattr(worksheet, column.name), column))}"
              for column in columns(type(worksheet))]  # fmt: skip
    for table in tables(type(worksheet)):
        rows = getattr(worksheet, table.name)
        heads = heads_of(table, rows)
        lines += [
            "",
            f"## {table.title}",
            "",
            _line([head for _, head in heads]),
            "|" + " --- |" * len(heads),
        ]
        lines += [_line([shown(value, column) for value, (column, _) in zip(cells_of(row, heads), heads, strict=True)])
                  for row in rows]  # fmt: skip
    return "\n".join(lines) + "\n"


def shown(value: Any, column: Column) -> str:
    """A value for reading."""
    if value in ("", None):
        return "–"
    if column.kind == "date":
        return date(value)
    if column.unit == "share":
        return percent(value)
    return number(value) if column.kind in ("number", "whole") else str(value)


def _escaped(text: str) -> str:
    return text.translate(_ESCAPED)


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(_escaped(cell) for cell in cells) + " |"
