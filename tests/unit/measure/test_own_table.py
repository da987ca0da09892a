"""Is every bad cell of a company's own file refused by row and column, or repaired and counted?"""

import numpy as np
import pandas as pd
import pytest

from cxsim.guards import CxError
from cxsim.measure import read_table, steps_of, write_table
from cxsim.measure.columns import Column, read_cells

SPEC = {
    "id": "id",
    "score": "number 0..10 whole",
    "start": "time",
    "end": "time",
    "wait": "duration",
    "note": "text",
}
GOOD = "1,9,2024-03-01 10:00,2024-03-01 10:05,12,fine"
BAD = {
    "a score of 11": (
        "2,11,2024-03-01,2024-03-02,1,",
        "row 3, column score: '11'; allowed: whole numbers 0 to 10",
    ),
    "text": ("2,ten,2024-03-01,2024-03-02,1,", "row 3, column score: 'ten'; allowed: whole numbers 0 to 10"),
    "a date that can be two": (
        "2,9,03/04/2024,2024-05-02,1,",
        "row 3, column start: '03/04/2024'; allowed: dates such as",
    ),
    "a negative duration": ("2,9,2024-03-01,2024-03-02,-5,", "row 3, column wait: '-5'; allowed: 0 or more"),
    "an end before its start": (
        "2,9,2024-03-02,2024-03-01,1,",
        "row 3, column end: .*allowed: not before start",
    ),
    "an id again": (
        "1,9,2024-03-01,2024-03-02,1,",
        "row 3, column id: '1'; allowed: once, and it is in row 2",
    ),
    "a formula": (
        "2,9,2024-03-01,2024-03-02,1,=1+1",
        "row 3, column note: '=1\\+1'; allowed: text that no spreadsheet",
    ),
    "thousands": ('2,9,2024-03-01,2024-03-02,"1,234,567",', "row 3, column wait: '1,234,567'"),
}


def written(tmp_path, *rows, encoding="utf-8"):
    path = tmp_path / "own.csv"
    path.write_text("\n".join([",".join(SPEC), GOOD, *rows, ""]), encoding=encoding)
    return path


@pytest.mark.parametrize("name", BAD)
def test_one_line_with_row_column_value_and_what_is_allowed(tmp_path, name):
    row, words = BAD[name]
    with pytest.raises(CxError, match=words):
        read_table(written(tmp_path, row), SPEC, [("start", "end")])


@pytest.mark.parametrize("name", BAD)
def test_or_a_repair_that_is_counted_and_keeps_what_stood_there(tmp_path, name):
    found = read_table(written(tmp_path, BAD[name][0]), SPEC, [("start", "end")], repair=True)
    steps = list(steps_of(found))
    assert [step.number for step in steps] == [1]
    assert steps[0].rows == (3,)
    assert any(part.split()[0] in str(steps[0].before[0]) for part in BAD[name][0].split(",") if part)


def test_dates_in_three_formats_are_read_and_told(tmp_path):
    rows = [
        "2,9,31.03.2024 10:00,2024-04-01,1,",
        "3,9,2024年3月5日,2024-04-01,1,",
        "4,9,3/31/2024,2024-04-01,1,",
    ]
    found = read_table(written(tmp_path, *rows), SPEC, repair=True)
    assert found["start"].dt.strftime("%m-%d").tolist() == ["03-01", "03-31", "03-05", "03-31"]
    assert len(steps_of(found)) == 3


def test_one_spelling_of_figures_must_tell_itself(tmp_path):
    path = tmp_path / "n.csv"
    path.write_text('a;b\n"1,234";"1.234.567,5"\n"5,678";"1,5"\n', encoding="utf-8")
    with pytest.raises(CxError, match="row 2, column a: '1,234'"):
        read_table(path, {"a": "number"})
    assert list(read_table(path, {"a": "number decimal.", "b": "number"}, repair=True)["a"]) == [1234, 5678]
    assert list(read_table(path, {"b": "number"}, repair=True)["b"]) == [1234567.5, 1.5]


def test_one_decimal_sign_holds_for_the_whole_column():
    """A point in a column of decimal commas parts thousands, or the cell is refused; it is never taken out of 7.5."""
    read = read_cells(pd.Series(["1.234", "1,5", "7.5", "1.234.567,25", None, "8"]), Column("number"))
    assert read.values.fillna(-1).tolist() == [1234, 1.5, -1, 1234567.25, -1, 8]
    assert read.refused.tolist() == [False, False, True, False, False, False]
    assert np.any(list(read.repaired.values()), axis=0).tolist() == [True, True, False, True, False, False]
    clock = read_cells(pd.Series(["1:05", "2,5", "0:07.5", "1:02:05"], index=[3, 3, 4, 5]), Column("duration"))
    assert clock.values.tolist() == [65, 2.5, 7.5, 3725]


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-16", "utf-8-sig"])
def test_files_of_other_encodings(tmp_path, encoding):
    found = read_table(
        written(
            tmp_path, "2,8,2024-03-01,2024-03-02,3,等了很久,客服不错".replace(",客", " 客"), encoding=encoding
        ),
        SPEC,
    )
    assert found["note"].tolist() == ["fine", "等了很久 客服不错"]


def test_excel_and_all_missing(tmp_path):
    path = tmp_path / "own.xlsx"
    pd.DataFrame({"score": [9, 11], "none": [None, None]}).to_excel(path, index=False)
    with pytest.raises(CxError, match=r"row 3, column score: '?11"):
        read_table(path, {"score": "number 0..10"})
    with pytest.raises(CxError, match="column none: all 2 values are missing"):
        read_table(path, {"none": "number"})
    with pytest.raises(CxError, match="not an Excel sheet"):
        read_table(path, sheet="other")


def test_an_exported_cell_is_not_run(tmp_path):
    path = tmp_path / "out.csv"
    assert write_table(pd.DataFrame({"n": [-1, 2], "note": ["=cmd()", "fine"]}), path) == 1
    assert path.read_text(encoding="utf-8-sig").splitlines()[1:] == ["-1,'=cmd()", "2,fine"]
    runs = ["+49-30-1", "+86 138", "-2", " @a", "＝1", "\t=1"]
    assert write_table(pd.DataFrame({"note": [*runs, "fine", "a=b"]}), path) == len(runs)


def test_formulas_are_told_from_figures():
    runs = ["=1+1", "@SUM(A1)", "-2+3+cmd|' /C calc'!A0", "+A1", "\t=1", " =1", "＝1+1", "- fine"]
    plain = ["-2", "+86 138 0000 0001", "+49-30-1", "-", "-1,234.5", "a=b", "(=", ""]
    assert read_cells(pd.Series(runs + plain), Column("text")).values.str.startswith("'").sum() == len(runs)


def test_the_log_travels_with_the_table(tmp_path):
    found = read_table(written(tmp_path, "2,11,2024-03-01,2024-03-02,1,"), SPEC, repair=True)
    later = found[found["id"] == "2"].copy()
    assert steps_of(later).cells()["before"].tolist() == ["11"]
    assert "put aside" in str(steps_of(later))


def test_a_repair_without_a_rule_is_refused(tmp_path):
    with pytest.raises(CxError, match="repair needs columns or order"):
        read_table(written(tmp_path, GOOD), repair=True)


def test_rules_in_words():
    with pytest.raises(CxError, match="kind of column is 'figure'; allowed: number, time"):
        read_table("none.csv", {"a": "figure"})
