"""Cells: declared decimals, our own dates, nothing that a spreadsheet would run; whole files or none."""

import csv
import datetime
import errno
import io
import os

import pytest

from cxsim.cli.door import main
from cxsim.generate import package
from cxsim.generate.luck import by_share, poisson
from cxsim.generate.writing import Dates, safe, table_text
from cxsim.guards import CxError

DATES = Dates(datetime.date(2024, 2, 28))
COLUMNS = {
    "text": {"type": "string"}, "share": {"type": "number", "decimals": 2}, "on": {"type": "boolean"},
    "day": {"type": "date"}, "moment": {"type": "datetime"},
}  # fmt: skip


@pytest.mark.parametrize("text", ["=1+1", "+86 120", "@name", "-10 %", "\tx", "=HYPERLINK(\"x\")"])
def test_what_looks_like_a_formula_gets_an_apostrophe(text):
    assert safe(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-12.5", "plain", "a=b", "5-6", ""])
def test_other_text_stays(text):
    assert safe(text) == text


def test_cells_of_every_type():
    rows = [('a "b", c\nd', 0.125, True, 86_400_000, 86_400_000 + 3_661_500), (None, -0.001, False, None, None)]
    text = table_text(COLUMNS, rows, DATES)
    head, first, second = csv.reader(io.StringIO(text))
    assert head == list(COLUMNS)
    assert first == ['a "b", c\nd', "0.12", "true", "2024-02-29", "2024-02-29 01:01:01"]
    assert second == ["", "0.00", "false", "", ""]
    assert text.endswith("\n")
    assert "\r" not in text


def test_counts_and_words_follow_the_uniform():
    assert [poisson(u, 2.0) for u in (0.1, 0.5, 0.9, 0.999)] == [0, 2, 4, 8]
    assert [by_share(u, {"a": 1, "b": 3}) for u in (0.2, 0.3, 0.999)] == ["a", "b", "b"]


def test_other_files_of_the_folder_stay(tmp_path, capsys):
    (tmp_path / "mine.csv").write_text("x", encoding="utf-8")
    assert main(["data", "generate", "--only", "servqual_items", "--out", str(tmp_path)]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.csv", "servqual_items.csv"]
    assert "1 files" in capsys.readouterr().out


def test_a_file_of_somebody_else_is_not_replaced(tmp_path, capsys):
    (tmp_path / "orders.csv").write_text("my,own\n1,2\n", encoding="utf-8")
    assert "orders.csv: not a file of ours" in refused(capsys, "--only", "orders", "--out", str(tmp_path))
    assert (tmp_path / "orders.csv").read_text(encoding="utf-8") == "my,own\n1,2\n"


def test_what_goes_wrong_on_the_way_leaves_the_old_files(tmp_path, monkeypatch):
    """The second file meets a full disk: the first old one is still there, and nothing half-made."""
    names, written = ["servqual_items", "kano_features"], []
    package.generate_data(tmp_path, names)
    old = (tmp_path / "servqual_items.csv").read_bytes() + b"old"
    (tmp_path / "servqual_items.csv").write_bytes(old)

    def full(path, text):
        written.append(path.name)
        if len(written) == 2:
            raise OSError(errno.ENOSPC, "full")
        return path.name

    monkeypatch.setattr(package, "write", full)
    with pytest.raises(CxError, match="the disk is full"):
        package.generate_data(tmp_path, names)
    assert (tmp_path / "servqual_items.csv").read_bytes() == old
    assert len(list(tmp_path.iterdir())) == 2


def refused(capsys, *words):
    assert main(["data", "generate", *words]) == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    return err


def test_a_place_that_cannot_be_written_is_one_line(tmp_path, capsys):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert "file" in refused(capsys, "--out", str(tmp_path / "file"))
    assert "servqual" in refused(capsys, "--only", "servqal", "--out", str(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_locked_folder_is_one_line(tmp_path, capsys):
    tmp_path.chmod(0o500)
    assert str(tmp_path) in refused(capsys, "--out", str(tmp_path / "new"))
