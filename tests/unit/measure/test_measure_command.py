"""Does `cxsim measure` give the same as Python, and say in one line what a file lacks?"""

import pandas as pd
import pytest

from cxsim import measure as m
from cxsim.cli.door import main

ROWS = {
    "recommend": [10, 9, 8, 3, None, 7],
    "speed": [4, 5, 3, 4, 5, 2],
    "care": [5, 5, 4, 3, 5, 4],
    "speed_hoped": [5, 5, 5, 5, 5, 4],
    "care_hoped": [5, 4, 4, 3, 5, 4],
    "letter": list("AAOAMI"),
    "there": [1, 1, 1, 3, 3, 1],
    "missing": [3, 3, 5, 5, 3, 4],
    "share": [0.86, 0.85, 0.84, 0.87, 0.60, 0.86],
    "n": [400, 400, 300, 400, 400, 500],
}


@pytest.fixture
def table():
    return pd.DataFrame(ROWS, index=range(2, 8))


@pytest.fixture
def file(table, tmp_path):
    path = tmp_path / "答卷 answers.csv"
    table.to_csv(path, index=False)
    return str(path)


def said(capsys, *words):
    assert main(["measure", *words]) == 0
    return capsys.readouterr().out.rstrip("\n")


def refused(capsys, *words):
    assert main(["measure", *words]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert err.startswith("cxsim: ")
    return err


def test_the_command_says_what_python_says(capsys, file, table):
    two = table[["speed", "care"]]
    hoped = table[["speed_hoped", "care_hoped"]].set_axis(["speed", "care"], axis=1)
    hoped_names = hoped.set_axis(["speed_hoped", "care_hoped"], axis=1)
    assert said(capsys, "nps", file, "--column", "recommend") == str(m.nps(table.recommend))
    assert said(capsys, "csat", file, "--column", "speed", "--level", "0.9") == str(
        m.csat(table.speed, level=0.9)
    )
    assert said(capsys, "ces", file, "--column", "care", "--best", "5") == str(m.ces(table.care, best=5))
    words = ["--column", "speed", "--column", "care", "--weight", "0.7", "--weight", "0.3"]
    assert said(capsys, "csi", file, *words) == str(m.csi(two, [0.7, 0.3]))
    words = [
        "--expected",
        "speed_hoped",
        "--expected",
        "care_hoped",
        "--perceived",
        "speed",
        "--perceived",
        "care",
    ]
    perceived = two.set_axis(hoped_names.columns, axis=1)
    assert said(capsys, "servqual", file, *words) == str(m.servqual(hoped_names, perceived))
    assert said(capsys, "kano", file, "--column", "letter") == str(m.kano(table.letter))
    pairs = m.kano(m.kano_classes(table.there, table.missing))
    assert said(capsys, "kano", file, "--functional", "there", "--dysfunctional", "missing") == str(pairs)


def test_control_chart_names_the_row_of_the_spreadsheet(capsys, file, table):
    told = said(capsys, "control_chart", file, "--column", "share", "--n", "n")
    assert told == str(m.control_chart(table.share, table.n))
    assert "outside: 6" in told


def test_a_result_is_written_as_a_table_with_a_line_for_each_number(capsys, file, table, tmp_path):
    def written(*words):
        assert said(capsys, words[0], file, *words[1:], "--out", str(tmp_path / "found.csv")).startswith("written: ")
        return pd.read_csv(tmp_path / "found.csv", index_col=0)

    nps = m.nps(table.recommend)
    row = written("nps", "--column", "recommend").loc["NPS"]
    assert [row["value"], row["low"], row["high"], row["n"]] == [nps.value, nps.low, nps.high, nps.n]
    csi = m.csi(table[["speed", "care"]])
    found = written("csi", "--column", "speed", "--column", "care")
    assert found.loc["index", ["value", "low", "high"]].tolist() == [csi.index.value, csi.index.low, csi.index.high]
    assert found.loc["contributions.care", "value"] == csi.contributions["care"]
    kano = m.kano(table.letter)
    found = written("kano", "--column", "letter")
    assert found.loc["category", "value"] == kano.category
    assert int(found.loc["counts.A", "value"]) == kano.counts["A"]
    chart = written("control_chart", "--column", "share", "--n", "n")
    assert chart.index[chart["outside"]].tolist() == [6]
    assert chart["low"].tolist() == list(m.control_chart(table.share, table.n).low)
    assert said(capsys, "control_chart", file, "--column", "share", "--n", "400", "--center", "0.856") == str(
        m.control_chart(table.share, 400, 0.856)
    )


def test_refusals(capsys, file, tmp_path):
    assert "no column recomend; nearest: recommend" in refused(capsys, "nps", file, "--column", "recomend")
    assert "column letter: nps: answer in row 2 is 'A'" in refused(capsys, "nps", file, "--column", "letter")
    assert "they must add to 1" in refused(capsys, "csi", file, "--column", "speed", "--weight", "0.5")
    assert "come in pairs" in refused(capsys, "servqual", file, "--expected", "speed", "--perceived", "care",
                                      "--perceived", "n")  # fmt: skip
    assert "give --column with letters" in refused(capsys, "kano", file)
    assert "no such file" in refused(capsys, "nps", str(tmp_path / "none.csv"), "--column", "a")
    assert "--column" in refused(capsys, "nps", file)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the file is empty"),
        ("prix\nété\n".encode("latin-1"), "not UTF-8 text"),
        (b"a,b\n1,2,3\n", "not a table"),
        (b"a\n", "no answers"),
        (b"a\n\n\n", "all 2 answers are missing"),
    ],
)
def test_files_that_are_no_table(capsys, tmp_path, content, words):
    path = tmp_path / "odd.csv"
    path.write_bytes(content)
    if words == "no answers":
        assert words in said(capsys, "nps", str(path), "--column", "a")
    else:
        assert words in refused(capsys, "nps", str(path), "--column", "a")


def test_semicolons_and_a_byte_order_mark(tmp_path):
    path = tmp_path / "excel.csv"
    path.write_bytes("\ufeffscore;name\n9;Ann\n10;Bo\n".encode())
    table = m.read_table(path)
    assert list(table.columns) == ["score", "name"]
    assert list(table.index) == [2, 3]
    assert m.nps(table.score).value == 100
