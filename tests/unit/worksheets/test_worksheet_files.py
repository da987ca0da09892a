"""Excel in and out, Word and Markdown out: nothing is lost, and whatever cannot be used is one sentence."""

from __future__ import annotations

import datetime
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from cxsim import worksheets
from cxsim.guards import CxError
from cxsim.worksheets import KINDS, ImprovementPlan, MeasuresTable, Raci, SlaTable

NASTY = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(A1)",
    "a|b <script>*x*",
    "line one\nline two",
    "中文 é 😀",
    "'quoted",
    "full\u3000width\xa0space 👩\u200d💻",
)


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_survives_excel(kind, tmp_path):
    sheet = KINDS[kind].example()
    path = sheet.write_excel(tmp_path / "表 one.xlsx")
    assert worksheets.read(path) == sheet
    assert KINDS[kind].read(path) == sheet
    assert [item.name for item in tmp_path.iterdir()] == ["表 one.xlsx"]


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_form_can_be_read_and_is_told_to_be_empty(kind, tmp_path):
    sheet = worksheets.read(KINDS[kind].blank().write_excel(tmp_path / "form.xlsx"))
    assert {item.kind for item in sheet.check()} >= {"blank"}


@pytest.mark.parametrize("words", NASTY)
def test_text_stays_text(words, tmp_path):
    sheet = SlaTable.from_data({"company": words, "promises": [{"owner": words}]})
    path = sheet.write_excel(tmp_path / "x.xlsx")
    assert SlaTable.read(path) == sheet
    cells = [cell for page in load_workbook(path) for line in page.iter_rows() for cell in line]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    with zipfile.ZipFile(path) as packed:
        assert not any(b"<f>" in packed.read(name) for name in packed.namelist() if "sheet" in name)
    text = sheet.write_markdown(tmp_path / "x.md").read_text("utf-8")
    assert "<script>" not in text
    sheet.write_word(tmp_path / "x.docx")


def changed(tmp_path, model, change):
    """The example of a worksheet as an Excel file that somebody has changed."""
    path = model.example().write_excel(tmp_path / "mine.xlsx")
    book = load_workbook(path)
    change(book)
    book.save(path)
    return path


def put(sheet, cell, value):
    return lambda book: book[sheet].__setitem__(cell, value)


def text_date(book):
    cell = book["Measures"]["E2"]
    cell.value, cell.number_format = "28.2.2024", "@"


def plain_number(book):
    cell = book["Measures"]["E2"]
    cell.value, cell.number_format = 45000, "0"


@pytest.mark.parametrize(
    ("model", "change", "told"),
    [
        (SlaTable, put("Promises", "D3", "=1/2"), "Promises!D3: a formula; paste its value instead (allowed: a number"),
        (SlaTable, put("Promises", "H3", "=HYPERLINK(\"x\")"), "Promises!H3: a formula"),
        (SlaTable, put("Card", "B2", "=A1"), "Card!B2: a formula"),
        (SlaTable, put("Promises", "D3", "many"), "Promises!D3: 'many' cannot be used; allowed: a number"),
        (SlaTable, put("Promises", "D3", "95 %"), "Promises!D3: '95 %' cannot be used; allowed: a number"),
        (SlaTable, put("Promises", "D3", True), "Promises!D3: True cannot be used; allowed: a number"),
        (SlaTable, put("Promises", "D3", "#REF!"), "Promises!D3: '#REF!' cannot be used"),
        (SlaTable, put("Promises", "A4", "fax"), "Promises!A4: 'fax' cannot be used; allowed: phone, chat"),
        (SlaTable, put("Promises", "D1", "how many"), "Promises: the column share to be kept (share) is missing"),
        (SlaTable, put("Promises", "D1", "share to keep"), "(share) is missing in row 1; nearest: share to keep"),
        (SlaTable, put("Promises", "D1", "xyz"), "(share) is missing in row 1; needed there: channel, class, clock"),
        (SlaTable, put("Promises", "J1", "channel"), "Promises!J1: the column 'channel' stands here for the second"),
        (SlaTable, lambda book: book["Promises"].merge_cells("A3:A4"), "Promises!A3:A4: merged cells; unmerge them"),
        (SlaTable, lambda book: book["Card"].merge_cells("B2:C2"), "Card!B2:C2: merged cells"),
        (SlaTable, lambda book: book.remove(book["Promises"]), "the sheet Promises is missing; there are Card"),
        (SlaTable, put("Card", "A2", "firm"), "Card: the line company is missing in column A"),
        (SlaTable, put("Card", "A1", "x"), "cell A1 of the sheet Card must hold \"cxsim worksheet\""),
        (SlaTable, put("Card", "B1", "sla-tabel"), "There is no worksheet 'sla-tabel'; nearest: sla-table"),
        (SlaTable, put("Promises", "A2600", "x"), "Promises: 2,600 rows and 8 columns; at most 2,000 rows"),
        (MeasuresTable, text_date, "Measures!E2: '28.2.2024' is text, not a date; allowed: a date cell such as"),
        (MeasuresTable, plain_number, "Measures!E2: 45000 cannot be used; allowed: a date cell"),
        (MeasuresTable, put("Measures", "F2", 1.5), "Measures!F2: 1.5 cannot be used; allowed: a whole number"),
        (ImprovementPlan, put("Risks", "B2", "high"), "Risks!B2: 'high' cannot be used; allowed: a whole number"),
    ],
)  # fmt: skip
def test_bad_input_is_one_sentence_with_sheet_and_cell(model, change, told, tmp_path):
    with pytest.raises(CxError) as caught:
        worksheets.read(changed(tmp_path, model, change))
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


def test_what_excel_does_by_itself_does_no_harm(tmp_path):
    def habits(book):
        page = book["Measures"]
        page["E2"] = datetime.datetime(2024, 2, 28, 0, 0)
        page["C2"] = 2  # a number typed into a column of words
        page["F2"] = 45.0
        book["Card"]["B2"] = "  default company  "
        page["N1"] = "my notes"
        page["N2"] = "ask Li"
        page["A9"] = "   "
        page.move_range("A4:K4", rows=3)
        book["Card"]["A20"] = "a remark"

    found = MeasuresTable.read(changed(tmp_path, MeasuresTable, habits))
    assert found == MeasuresTable.example() and hash(found) == hash(MeasuresTable.example())
    assert found != SlaTable.example() and found != found.model_copy(update={"company": "x"})


def _double(book):
    page = book["Measures"]
    page["B3"] = page["B2"].value


def test_a_finding_counts_rows_as_excel_does(tmp_path):
    def gap(book):
        _double(book)
        book["Measures"].move_range("A3:K9", rows=4)

    for change, row in ((_double, 3), (gap, 7)):
        found = MeasuresTable.read(changed(tmp_path, MeasuresTable, change)).check()
        (one,) = [item for item in found if item.kind == "same_parameter"]
        assert f"Measures, row {row}, " in one.where and one.says == "Row 2 sets the same parameter."
    blank = MeasuresTable.read(changed(tmp_path, MeasuresTable, put("Measures", "A2", ""))).check()
    assert {item.where.split(",")[1] for item in blank if item.kind == "blank"} == {" row 2"}


def test_columns_may_change_places(tmp_path):
    def turn(book):
        page = book["Promises"]
        for row in page.iter_rows(max_col=8):
            values = [cell.value for cell in row]
            for cell, value in zip(row, reversed(values), strict=True):
                cell.value = value

    assert SlaTable.read(changed(tmp_path, SlaTable, turn)) == SlaTable.example()


def test_a_new_role_is_a_new_column(tmp_path):
    def role(book):
        book["Tasks"]["G1"], book["Tasks"]["G2"] = "法务 legal", "C"

    found = Raci.read(changed(tmp_path, Raci, role))
    assert found.tasks[0].letters["法务 legal"] == "C"
    assert {item.kind for item in found.check()} == {"unknown_role"}


def test_files_that_are_no_workbooks(tmp_path):
    old, broken, wrong = tmp_path / "a.xls", tmp_path / "b.xlsx", tmp_path / "c.xlsx"
    old.write_bytes(b"x")
    broken.write_bytes(b"PK\x03\x04 broken")
    Workbook().save(wrong)
    bomb = tmp_path / "d.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("x", b"0" * 70_000_000)
    for path, told in (
        (old, "only Excel files that end in .xlsx"),
        (broken, "not a readable Excel file"),
        (wrong, "must hold"),
        (bomb, "unpacks to more than"),
        (tmp_path / "none.xlsx", "no such file"),
        (tmp_path, "only Excel files"),
    ):
        with pytest.raises(CxError) as caught:
            worksheets.read(path)
        assert told in str(caught.value)


def test_another_worksheet_is_refused(tmp_path):
    path = SlaTable.example().write_excel(tmp_path / "x.xlsx")
    with pytest.raises(CxError, match="holds the worksheet 'sla-table', not raci"):
        Raci.read(path)


def test_files_are_written_whole_or_not_at_all(tmp_path, monkeypatch):
    path = SlaTable.example().write_excel(tmp_path / "x.xlsx")
    before = path.read_bytes()

    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    for write in (SlaTable.blank().write_excel, SlaTable.blank().write_word, SlaTable.blank().write_markdown):
        with pytest.raises(CxError, match=r"disk is full|must end in"):
            write(path)
    assert path.read_bytes() == before
    assert [item.name for item in tmp_path.iterdir()] == ["x.xlsx"]


@pytest.mark.parametrize("kind", KINDS)
def test_word_and_markdown_hold_every_cell(kind, tmp_path):
    from docx import Document

    from cxsim.worksheets.excel_out import cells_of, heads_of
    from cxsim.worksheets.markdown import shown
    from cxsim.worksheets.worksheet import tables

    sheet = KINDS[kind].example()
    page = Document(str(sheet.write_word(tmp_path / "x.docx")))
    words = [cell.text for table in page.tables for row in table.rows for cell in row.cells]
    words += [paragraph.text for paragraph in page.paragraphs]
    marked = sheet.write_markdown(tmp_path / "x.md").read_text("utf-8").replace("\\", "").replace("&gt;", ">")
    for table in tables(type(sheet)):
        rows = getattr(sheet, table.name)
        heads = heads_of(table, rows)
        for row in rows:
            for value, (column, _) in zip(cells_of(row, heads), heads, strict=True):
                assert shown(value, column) in words
                assert shown(value, column) in marked
    assert sheet.CHINESE in marked
    pictures = page.element.xpath("//wp:docPr/@descr")
    assert pictures == ([sheet.picture().text] if sheet.picture() else [])


def test_a_form_makes_dates_of_dates_and_text_of_formulas(tmp_path):
    """Whole columns are formatted, so that Excel takes what is typed into an empty row as it is meant."""
    page = load_workbook(MeasuresTable.blank().write_excel(tmp_path / "x.xlsx"))["Measures"]
    formats = {
        page[f"{letter}1"].value.split()[0]: page.column_dimensions[letter].number_format
        for letter in "ABEFG"
    }
    assert formats == {"measure": "@", "parameter": "@", "in": "yyyy-mm-dd", "lead": "0", "cost": "General"}
    choices = load_workbook(SlaTable.blank().write_excel(tmp_path / "y.xlsx"))["Promises"].data_validations
    assert choices.dataValidation[0].formula1 == '"phone,chat,email,case"'
