"""A worksheet as a Word document: the card, the picture, the tables; a wide table becomes one block for each row."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from cxsim.worksheets.excel_out import cells_of, heads_of
from cxsim.worksheets.markdown import shown
from cxsim.worksheets.saving import write_bytes
from cxsim.worksheets.worksheet import Table, Worksheet, columns, tables

WIDEST_TABLE = 6  # columns that a portrait page can show
CHINESE_FONT = "Microsoft YaHei"


def write(worksheet: Worksheet, path: str | Path) -> Path:
    """Write the document, completely or not at all."""
    from docx import Document
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    page = Document()
    normal = page.styles["Normal"]
    normal.font.size = Pt(10)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), CHINESE_FONT)
    section = page.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    page.core_properties.title = f"{worksheet.TITLE} {worksheet.CHINESE}"
    page.add_heading(f"{worksheet.TITLE} {worksheet.CHINESE}", 0)
    card = [
        (column.head, shown(getattr(worksheet, column.name), column)) for column in columns(type(worksheet))
    ]
    _pairs(page, card)
    _picture(page, worksheet)
    for table in tables(type(worksheet)):
        page.add_heading(table.title, 1)
        _table(page, table, getattr(worksheet, table.name))
    buffer = io.BytesIO()
    page.save(buffer)
    return write_bytes(path, buffer.getvalue(), ".docx")


def _picture(page: Any, worksheet: Worksheet) -> None:
    from docx.shared import Cm

    picture = worksheet.picture()
    if picture is not None:
        shape = page.add_picture(io.BytesIO(picture.png), width=Cm(17))
        shape._inline.docPr.set("descr", picture.text)  # the text alternative; python-docx has no public way


def _table(page: Any, table: Table, rows: tuple[Any, ...]) -> None:
    heads = heads_of(table, rows)
    body = [[shown(value, column) for value, (column, _) in zip(cells_of(row, heads), heads, strict=True)]
            for row in rows]  # fmt: skip
    if len(heads) > WIDEST_TABLE:
        for cells in body:
            page.add_heading(cells[0], 2)
            _pairs(page, [(head, cell) for (_, head), cell in zip(heads[1:], cells[1:], strict=True)])
        return
    drawn = page.add_table(rows=1, cols=len(heads), style="Table Grid")
    _fill(drawn.rows[0], [head for _, head in heads], bold=True)
    for cells in body:
        _fill(drawn.add_row(), cells)


def _pairs(page: Any, pairs: list[tuple[str, str]]) -> None:
    from docx.shared import Cm

    drawn = page.add_table(rows=0, cols=2, style="Table Grid")
    for head, value in pairs:
        row = drawn.add_row()
        _fill(row, [head, value])
        row.cells[0].paragraphs[0].runs[0].bold = True
        row.cells[0].width, row.cells[1].width = Cm(5), Cm(12)


def _fill(row: Any, cells: list[str], bold: bool = False) -> None:
    for cell, text in zip(row.cells, cells, strict=True):
        cell.paragraphs[0].add_run(text).bold = bold or None
