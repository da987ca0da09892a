"""Masking a table of one's own: dropped, hashed, redacted, counted; nothing guessed, nothing lost."""

import pandas as pd
import pytest

from cxsim.cli.door import main
from cxsim.guards import CxError
from cxsim.masking import mask

KEY = "a secret of our own"
PEOPLE = pd.DataFrame({
    "name": ["Li Na", None, "Wu Bo"], "phone": ["120-0000 0001", "12000000001", None], "score": [9, 3, 7],
    "note": [
        "write to a.b@example.com, or 120 1234 5678", "card 6200 1234 5678 9012 345",
        "ID 99000019990405891X, 3 times",
    ],
})  # fmt: skip


def test_equal_numbers_stay_equal_and_cannot_be_tried_out():
    masked, log = mask(PEOPLE, {"name": "drop", "phone": "hash"}, KEY)
    other, _ = mask(PEOPLE, {"phone": "hash"}, KEY + "!")
    assert list(masked.columns) == ["phone", "score", "note"]
    assert masked["phone"][0] == masked["phone"][1] != other["phone"][0]
    assert masked["phone"].isna().tolist() == [False, False, True]
    assert log.to_numpy().tolist() == [["name", "drop", 2, 1], ["phone", "hash", 2, 1]]
    assert PEOPLE["phone"][0] == "120-0000 0001"


def test_numbers_and_addresses_leave_free_text():
    masked, log = mask(PEOPLE, {"note": "redact"})
    assert masked["note"].tolist() == ["write to [email], or [phone]", "card [account]", "ID [id number], 3 times"]
    assert log["changed"].tolist() == [3]


def test_a_number_is_the_same_in_a_column_with_gaps():
    whole, gaps = pd.DataFrame({"p": [12000000001]}), pd.DataFrame({"p": [12000000001, None]})
    assert mask(whole, {"p": "hash"}, KEY)[0]["p"][0] == mask(gaps, {"p": "hash"}, KEY)[0]["p"][0]


@pytest.mark.parametrize(
    ("actions", "key", "told"),
    [
        ({"nam": "drop"}, "", "no column 'nam'; there is name"),
        ({"name": "hide"}, "", "'hide' is no action; allowed: drop | hash | redact"),
        ({"phone": "hash"}, "short", "a key needs 16 characters or more"),
    ],
)
def test_what_cannot_be_done_is_one_line(actions, key, told):
    with pytest.raises(CxError, match=told.replace("|", r"\|")):
        mask(PEOPLE, actions, key)


def test_the_command_writes_no_formula(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("CXSIM_MASK_KEY", KEY)
    source, out = tmp_path / "own.csv", tmp_path / "masked.csv"
    source.write_text("name,phone,note\nLi Na,+86 1,=1+1\n", encoding="utf-8")
    words = ["data", "mask", str(source), "--column", "name=drop", "--column", "phone=hash", "--out", str(out)]
    assert main(words) == 0
    assert out.read_text(encoding="utf-8").splitlines()[1].endswith(",'=1+1")
    assert main([*words[:3], "--column", "name", "--out", str(out)]) == 2
    assert "NAME=ACTION" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "more", "says"),
    [
        ("name,note\nLi Na,9,\n", (), "rows are as long as its names"),  # the notes were lost
        ("name,name\nLi Na,Wu\n", (), "'name' stands twice"),
        ("name,note\nLi Na,9\n", ("--column", "name=redact"), "--column name is given twice"),
    ],
)
def test_what_would_stay_unmasked_or_be_lost_is_refused(tmp_path, capsys, content, more, says):
    source, out = tmp_path / "own.csv", tmp_path / "masked.csv"
    source.write_text(content, encoding="utf-8")
    assert main(["data", "mask", str(source), "--column", "name=drop", *more, "--out", str(out)]) == 2
    assert says in capsys.readouterr().err
    assert not out.exists()
